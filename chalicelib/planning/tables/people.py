"""What somebody is called whose name stands in two fields."""

from collections.abc import Iterable

from chalicelib.planning.composer.words import name_stems, stem
from chalicelib.planning.records.reach import Row

_FIRST = {(stem("first"), stem("name")), (stem("given"), stem("name")), (stem("firstname"),), (stem("forename"),)}
_LAST = {(stem("last"), stem("name")), (stem("family"), stem("name")), (stem("lastname"),), (stem("surname"),)}


def full_name(row: Row, names: Iterable[str]) -> str:
    """First and last name, where they stand in two of the fields: what somebody is called."""
    held = [name for name in sorted(names) if name in row.values]
    first, last = ([row.values[name] for name in held if _own(name) in parts] for parts in (_FIRST, _LAST))
    return f"{first[0]} {last[0]}" if first and last and isinstance(first[0], str) and isinstance(last[0], str) else ""


def _own(name: str) -> tuple[str, ...]:
    """What the field is called itself: `first_name` of `profile.first_name`."""
    return name_stems(name.rpartition(".")[2])
