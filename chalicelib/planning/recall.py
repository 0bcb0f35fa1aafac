"""What past runs teach a planner, as structure: associations, procedures, sources of parameters.

(Being written by the memory engineer since 15:25; the composer engineer need not write it.)
"""
