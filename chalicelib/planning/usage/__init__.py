"""How past runs asked for each action: which words, and where its inputs came from.

A run is explained from its writes: each input from the words of the prompt and from the records that were read, and
the records by the words that are left.  What is left of the words after that is how the action was asked for.  A
request that says the same of other records is then read against the records (`planning.tables`) with that knowledge:
nothing is replayed, every value is told or looked up anew, and every word must still be accounted for.
"""
