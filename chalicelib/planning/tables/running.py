"""What is on or off: a truth of the records that is called so, alone or once for each place, or a state.

    "every heater that is off"                  on
    "each feature that's on in production"      environments.production.on
    "if the fan is on"                          state: on, off
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
_KNOWN = bag("on off unavailable unknown none")
_PLACED = bag("in at for of")


def limited(table: Table, words: Sequence[Token], clause: Clause) -> tuple[Table, list[Token]]:
    """The records that are on or off as is said, and the words that say it."""
    for before, token in pairwise(words):
        if token.low not in ("on", "off") or before.low not in _BEING or not _alone(clause, token):
            continue
        state = _state(table)
        name = state or _name(table, clause)
        on: set[object] = _on(table, name) if state else {True}
        rows = tuple(row for row in table.rows if _is(row.values.get(name), token.low == "on", on))
        return replace(table, rows=rows), [*([before] if before.low in _TURNED else []), token]
    return table, []


def _alone(clause: Clause, token: Token) -> bool:
    """Whether it leads to nothing: "is on the list" says where something is."""
    behind = next((one for one in clause.words if one.start >= token.end), None)
    return behind is None or behind.low in _PLACED or not (behind.word or behind.text[0].isdigit())


def _state(table: Table) -> str:
    """The one field with states that are called so; "" for none."""
    held = {name: {str(value).lower() for value in shapes.column(table.rows, name)} for name in sorted(table.own)}
    found = [name for name, values in held.items() if values & {"on", "off"}]
    return found[0] if len(found) == 1 else ""


def _on(table: Table, name: str) -> set[object]:
    """The states of what is on; raises where one of them may be so or not."""
    held = {one for one in shapes.column(table.rows, name) if isinstance(one, str | int)}
    other = [one for one in held if str(one).lower() not in _KNOWN]
    if len(other) > 1 or (other and any(str(one).lower() == "on" for one in held)):
        raise Unsure(f"it is not clear whether {other[0]!r} is on")
    return {*other, *(one for one in held if str(one).lower() == "on")}


def _is(value: object, said: bool, on: set[object]) -> bool:
    """Whether it is on or off as is said; what is not known is neither."""
    off = value is False or str(value).lower() == "off"
    return value in on if said else off


def _name(table: Table, clause: Clause) -> str:
    names = [one for one in shapes.names(table.rows) if {*name_stems(one)[-1:]} & RUNNING]
    names = [one for one in names if shapes.shape(table.rows, one) == "truth"]
    said = {token.stem for token in clause.words}
    found = [one for one in names if {*name_stems(one)[:-1]} & said] if len(names) > 1 else names
    if len(found) != 1:
        raise Unsure("it is not clear what is on or off")
    return found[0]
