"""`make demo`: the product in four runs, on this machine."""
