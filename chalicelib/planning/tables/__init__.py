"""The second reading of a request about records: it is held against everything that the services keep.

The first reading (`planning.records`) starts from the words: a noun is a kind of record, a verb an action of it.  This
one starts from the data.  All lists that a catalogue gives are read and joined by their keys, and each action is tried:
which words of the request would be its values, and do all the others tell which records it is done to?  What explains
the request best is done; nothing is, where a word is left over or two explanations differ.
"""

from chalicelib.planning.tables.read import decided, wants

__all__ = ["decided", "wants"]
