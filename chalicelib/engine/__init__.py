"""How one step happens: load, claim, act, settle, commit, send.  Pure but for the ports it is handed."""
