"""What is on or off: a truth of the records that is called so, alone or once for each place.

    "every heater that is off"                  on
    "each feature that's on in production"      environments.production.on
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.planning.composer.words import Token, bag, name_stems, stem_bag
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.table import Table

RUNNING = stem_bag("on enabled active")
"""What a truth is called that says whether something is on."""
_BEING = bag("is are was were switched turned still currently")
_TURNED = bag("switched turned")
_PLACED = bag("in at for of")


def limited(table: Table, words: Sequence[Token], clause: Clause) -> tuple[Table, list[Token]]:
    """The records that are on or off as is said, and the words that say it."""
    for before, token in pairwise(words):
        if token.low not in ("on", "off") or before.low not in _BEING or not _alone(clause, token):
            continue
        name = _name(table, clause)
        rows = tuple(row for row in table.rows if row.values.get(name) is (token.low == "on"))
        return replace(table, rows=rows), [*([before] if before.low in _TURNED else []), token]
    return table, []


def _alone(clause: Clause, token: Token) -> bool:
    """Whether it leads to nothing: "is on the list" says where something is."""
    behind = next((one for one in clause.words if one.start >= token.end), None)
    return behind is None or behind.low in _PLACED or not (behind.word or behind.text[0].isdigit())


def _name(table: Table, clause: Clause) -> str:
    names = [one for one in shapes.names(table.rows) if {*name_stems(one)[-1:]} & RUNNING]
    names = [one for one in names if shapes.shape(table.rows, one) == "truth"]
    said = {token.stem for token in clause.words}
    found = [one for one in names if {*name_stems(one)[:-1]} & said] if len(names) > 1 else names
    if len(found) != 1:
        raise Unsure("it is not clear what is on or off")
    return found[0]
