"""Which verb a verb stands for with its particle, wherever that stands: "turn the old lamp off" disables it."""

from collections.abc import Sequence
from itertools import pairwise

from chalicelib.planning.composer import verbs
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
