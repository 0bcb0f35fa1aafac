"""Parts of a record that are spoken of by the name of a field: what is done to those is not done to the record.

Who allows "cash withdrawals" for a card does not unfreeze the card.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile

from chalicelib.planning.composer.words import PREPOSITIONS, Token, bag, name_stems
from chalicelib.planning.records.resources import is_key

_ENDS = PREPOSITIONS | bag("that which who whose")


def other_part(names: Iterable[str], behind: Sequence[Token], spoken: Collection[str], nouns: Collection[str]) -> bool:
    """Whether what stands right behind the verb is what a field of two words is called.

    `spoken`: what the action speaks of itself; `nouns`: what the records are called.
    """
    plain = takewhile(lambda one: one.low not in _ENDS and one.text not in ",:", behind)
    said = {one.stem for one in plain if one.content and one.text[0].islower()} - {*nouns}
    leaves = [name.rpartition(".")[2] for name in names]
    fields = [stems for name in leaves if not is_key(name) and len(stems := {*name_stems(name)}) > 1]
    return any(stems <= said and not stems <= {*spoken} for stems in fields)
