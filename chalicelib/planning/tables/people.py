"""What somebody is called whose name stands in two fields."""

from chalicelib.planning.composer.words import name_stems, stem
from chalicelib.planning.records.reach import Row

_FIRST = {(stem("first"), stem("name")), (stem("given"), stem("name")), (stem("firstname"),), (stem("forename"),)}
_LAST = {(stem("last"), stem("name")), (stem("family"), stem("name")), (stem("lastname"),), (stem("surname"),)}


def full_name(row: Row) -> str:
    """First and last name, where they stand in two fields: what somebody is called."""
    first = next((row.values[name] for name in row.values if name_stems(name) in _FIRST), None)
    last = next((row.values[name] for name in row.values if name_stems(name) in _LAST), None)
    return f"{first} {last}" if isinstance(first, str) and isinstance(last, str) else ""
