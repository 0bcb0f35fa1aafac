"""Requests that say again what a past one said, of other things: the same sentence, the same calls, values of its own.

    The damp alarm should only go off after 20 minutes     what was done then: putRule(uid, for, all else as it was)
    └── 0 ──┘ alarm should only go off after └── 1 ──┘     0: the rule that the words name · for: the span at 1

A run is explained from its writes: each value from words of the request, from a record that words name, or always the
same.  The words in between are kept in their order.  A request whose own words follow them, with something else at the
open places, is done likewise: every value is told or looked up anew.
"""
