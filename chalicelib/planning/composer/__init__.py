"""The composer: the built-in planner.  Reads a prompt, matches, grounds, orders and explains; needs no model."""
