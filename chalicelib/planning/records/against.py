"""Two amounts of one record held against each other: "whose stock is below the minimum", "if its use is above its cap".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.planning.composer.mentions import COUNTED, Found
from chalicelib.planning.composer.words import Token
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Row
from chalicelib.planning.records.resources import field_stems, is_key
from chalicelib.planning.records.view import OVER, UNDER

_NEAR = 5


@dataclass(frozen=True, slots=True)
class Against:
    """`under`: whether the one is to be less than the other."""

    one: str
    other: str
    under: bool
    tokens: tuple[Token, ...]

    def holds(self, row: Row) -> bool:
        held, limit = (shapes.number(row.values.get(name)) for name in (self.one, self.other))
        if held is None or limit is None:
            return False
        return held < limit if self.under else held > limit


def against(rows: Sequence[Row], words: Sequence[Token], marks: Sequence[Found]) -> Against | None:
    """None where not just two amounts stand on both sides of a word that compares."""
    for at, token in enumerate(words):
        before, behind = words[max(0, at - _NEAR) : at], words[at + 1 : at + 1 + _NEAR]
        counts = any(one.kind in COUNTED and word in one for one in marks for word in behind[:3])
        if token.low not in UNDER | OVER or counts:
            continue
        one, other = _amount(rows, before), _amount(rows, behind)
        if one and other and one != other:
            named = [word for word in before if word.stem in field_stems(one)]
            named += [word for word in behind if word.stem in field_stems(other)]
            than = [word for word in behind[:1] if word.low == "than"]
            return Against(one, other, token.low in UNDER, (*named, token, *than))
    return None


def _amount(rows: Sequence[Row], words: Sequence[Token]) -> str:
    """The amount of which most words are told."""
    said = {token.stem for token in words if token.content}
    names = [name for name in shapes.names(rows) if shapes.shape(rows, name) == "number" and not is_key(name)]
    whole = [name for name in names if {*field_stems(name)} <= said]
    found = whole or [name for name in names if field_stems(name)[-1] in said]
    most = max((len(field_stems(name)) for name in found), default=0)
    best = [name for name in found if len(field_stems(name)) == most]
    return best[0] if len(best) == 1 else ""
