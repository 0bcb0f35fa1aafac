"""The dashboard's pages.  Read-only and static: all that they show comes from the API, with the reader's key."""
