"""Execution memory: what past runs teach a planner, as structure, and how far each part of it may be trusted.

    run ─> case (teach) ─> lesson ─> experience (counts over cases) ─> blend (fitted, checked) ─> advice
                                          ├─> habits of inputs (sources)
                                          └─> habits of order (order)

Nothing is replayed: a case holds the words of its prompt that are no values, its actions, their order, and where
each input came from.  Every learned part is tried on runs that are held back from it, and abstains where it does
not help.
"""
