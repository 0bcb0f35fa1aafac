"""How people reach us over HTTP: one module per resource, one table of routes, one envelope for errors."""
