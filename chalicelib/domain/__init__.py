"""What things are: tasks, plans, steps, outcomes, lessons, control.  Pure; imports nothing else of ours."""
