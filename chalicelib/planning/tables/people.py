"""Whether records are people, and what somebody is called whose name stands in two fields."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from chalicelib.planning.composer.receivers import PEOPLE
from chalicelib.planning.composer.words import name_stems, stem
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Row
from chalicelib.planning.tables.table import Table

_FIRST = {(stem("first"), stem("name")), (stem("given"), stem("name")), (stem("firstname"),), (stem("forename"),)}
_LAST = {(stem("last"), stem("name")), (stem("family"), stem("name")), (stem("lastname"),), (stem("surname"),)}
_LOGINS = frozenset(name_stems("username login handle"))


def of_people(table: Table) -> bool:
    """Whether its records have a name, and an address or what a person logs in with."""
    shaped = {shapes.shape(table.rows, name) for name in table.own}
    known = "address" in shaped or any({*name_stems(name)} & _LOGINS for name in table.own)
    return known and any(name_stems(name)[-1:] == name_stems("name") for name in table.own)


def told_apart(found: Sequence[Table]) -> list[Table]:
    """The tables, with a mark on the one that shows who there is, if it is the only one."""
    shown = [one for one in found if one.key and one.words & PEOPLE and not one.within]
    shown = shown or [one for one in found if one.key and of_people(one)]
    sole = shown if len({one.refs for one in shown}) == 1 else []
    return [replace(one, persons=True) if any(one is other for other in sole) else one for one in found]


def full_name(row: Row, names: frozenset[str]) -> str:
    """First and last name, where they stand in two of the fields: what somebody is called."""
    first, last = (row.values.get(name) for name in _halves(names))
    return f"{first} {last}" if isinstance(first, str) and isinstance(last, str) else ""


@lru_cache(maxsize=1024)
def _halves(names: frozenset[str]) -> tuple[str, str]:
    """The fields with the first and with the last name, `profile.first_name` as well; "" for none."""
    own = {name: name_stems(name.rpartition(".")[2]) for name in sorted(names)}
    first, last = (next((name for name in own if own[name] in parts), "") for parts in (_FIRST, _LAST))
    return first, last
