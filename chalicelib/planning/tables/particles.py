"""Which verb a verb stands for with its particle, wherever that stands: "turn the old lamp off" disables it.

"Off" behind an amount takes that away.
"""

from collections.abc import Sequence
from itertools import pairwise

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token, bag, stem
from chalicelib.planning.records.clauses import Clause

_BEING = bag("is are was were be been that's")
"""Behind these a particle says how something is: "turn what is off on"."""


def with_particle(words: Sequence[Token], part: Clause, at: int) -> str:
    """The stem of that verb; "" for none.  `words`: of the request, as a clause may have lost its particle."""
    verb, end = part.tokens[at], part.tokens[-1].end + len(" through")
    pairs = pairwise(words)
    behind = [token for lead, token in pairs if verb.start < token.start <= end and lead.low not in _BEING]
    said = (verbs.PHRASAL.get(f"{stem(verb.low)} {token.low}", "") for token in behind)
    return stem(next((plain for plain in said if plain), ""))


def cuts(marks: Sequence[Found], words: Sequence[Token], place: int) -> bool:
    """Whether the word takes an amount from something: "10 % off X"."""
    before = words[place - 1] if place else None
    amounts = [mark for mark in marks if mark.kind in ("percent", "money")]
    inside = before is not None and any(mark.start <= before.start < mark.end for mark in amounts)
    return words[place].low == "off" and inside
