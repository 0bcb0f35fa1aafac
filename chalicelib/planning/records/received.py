"""Who has had one already, and who has not: "every order that hasn't had one" of a field that tells what was sent.

The pronoun means what the deed gives, so a field that tells whether that was given limits: `receiptSent`, `issued_on`.
"""

from collections.abc import Sequence
from itertools import pairwise

from chalicelib.planning.composer.words import Token, bag, name_parts
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.view import Reading, Test

_RELATIVE, _HAVE = bag("that which who"), bag("has have hasn't haven't")
_HAD, _ONE = bag("had got gotten received"), bag("one any it theirs")
_NOT, _PASSING = bag("not never"), bag("already yet ever just")
_GIVEN = bag("sent given issued received provided delivered supplied mailed posted shipped")
_EMPTY = (False, None, "", 0)


def by_received(one: Reading) -> None:
    """Raises where it is not clear which field tells that."""
    words = [token for token in one.tokens if token.low not in _PASSING]
    for at, (relative, having) in enumerate(pairwise(words)):
        behind = words[at + 2 : at + 5]
        apart = bool(behind) and behind[0].low in _NOT
        told = behind[apart:][:2]
        if relative.low not in _RELATIVE or having.low not in _HAVE or not _had(told):
            continue
        names = _telling(one.view.rows)
        if len(names) != 1 and one.view.rows:
            raise Unsure(f"it is not clear what {told[1].text!r} is that they have had")
        first, last = one.tokens.index(relative), one.tokens.index(told[1])
        passing = [token for token in one.tokens[last + 1 : last + 2] if token.low in _PASSING]
        one.used.take([*one.tokens[first : last + 1], *passing])
        one.named = True
        one.tests.append(_given(names, not (apart or having.low.endswith("n't"))))


def _telling(rows: Sequence[Row]) -> list[str]:
    """The fields that tell whether something was given: truths, or else the days on which it was."""
    names = [name for row in rows[:1] for name in row.own if {*name_parts(name)} & _GIVEN]
    by_shape = {shape: [name for name in names if shapes.shape(rows, name) == shape] for shape in ("truth", "moment")}
    return by_shape["truth"] or by_shape["moment"]


def _had(told: Sequence[Token]) -> bool:
    return len(told) == 2 and told[0].low in _HAD and told[1].low in _ONE


def _given(names: Sequence[str], given: bool) -> Test:
    return lambda row: any(row.values.get(name) not in _EMPTY for name in names) == given
