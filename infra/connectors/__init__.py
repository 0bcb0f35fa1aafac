"""Official descriptions of well-known services, compiled as an account would register them.

They are fetched from the npm registry into `.cache/` when the command runs, and are never part of the product or
of the repository.  What came of each is written to docs/connectors.md.
"""
