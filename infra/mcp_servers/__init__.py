"""Model Context Protocol servers written by others, for `make test-mcp`.

`python -m infra.mcp_servers FOLDER` installs them with npm into FOLDER (versions are pinned in package.json); they are
no part of the product, and listen on 127.0.0.1 only.
"""
