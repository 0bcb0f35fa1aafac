"""A benchmark of recovery: made-up services that fail in known ways, and a person who answers honestly."""
