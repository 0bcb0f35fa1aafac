"""An explorer of the step protocol: every order of events within a budget of faults."""
