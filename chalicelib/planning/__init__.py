"""What should happen next: prompt, memory and outcomes become edits of a plan.  Pure."""
