"""What the columns of a table take, as the read that describes the table tells it.

    {"name": "Status", "type": "singleSelect", "options": {"choices": [{"name": "Open"}, …]}}   one of Open, …
    {"name": "Guests", "type": "number"}                                                        a number
    {"name": "Hut", "type": "multipleRecordLinks", "options": {"linkedTableId": "tbl1"}}       ids of records there
    {"name": "No", "type": "autoNumber"}                                                        nothing: it is read only

Types are read by their words, as services have names of their own for them: `singleSelect`, `single_select`, `select`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: what a read gives is JSON

from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.own_fields import name_of

_HELD = ("fields", "columns", "properties", "attributes")
_KEYS, _TYPES = ("id", "key", "slug"), ("type", "uidt", "data_type", "dataType", "column_type", "field_type")
_NEEDED = ("required", "rqd", "is_required", "isRequired")
_NO_INPUT = ("read_only", "readonly", "readOnly", "system", "pk")
_OFFERS = ("options", "choices", "values", "enum", "select")
_LINKED = ("table", "database", "object", "sheet", "collection")


def _words(said: str) -> frozenset[str]:
    return frozenset(said.split())


_READ_ONLY = _words("id formula rollup lookup count auto autonumber created modified edited computed button uuid")
_NUMBERS = _words("number numeric currency percent rating integer int decimal float double money amount")
_TRUTHS, _DAYS, _MOMENTS = _words("checkbox boolean bool toggle"), _words("date day"), _words("datetime timestamp")
_LINKS = _words("link links relation relations reference references foreign")
_OFFERED, _SEVERAL = _words("select selects status enum choice tags"), _words("multiple multi many")
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Described:
    """One table: how it is called, and what its columns take by their names.

    Without those in `needed` no record is made; those in `links` refer to records.
    """

    name: str
    columns: Mapping[str, Any]
    needed: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def described(record: Mapping[str, Any], columns: Sequence[Mapping[str, Any]], names: Mapping[Any, str]) -> Described:
    """`names`: what tables are called, by their keys."""
    schemas = {name_of(one): schema for one in columns if name_of(one) and (schema := _schema(one, names)) is not None}
    told = {name_of(one) for one in columns if any(one.get(name) is True for name in _NEEDED)}
    links = tuple(name_of(one) for one in columns if _type(one) & _LINKS)
    return Described(name_of(record), schemas, tuple(name for name in schemas if name in told), links)


def key_name(record: Mapping[str, Any]) -> str:
    """The field of its key; "" where it has none."""
    return next((name for name in _KEYS if record.get(name) is not None), "")


def columns_in(record: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    """The columns that the record of a table holds; None where it tells of none."""
    held = next((record[name] for name in _HELD if isinstance(record.get(name), list | Mapping)), None)
    if isinstance(held, Mapping):
        held = [{"name": name, **one} for name, one in held.items() if isinstance(one, Mapping)]
    named = [one for one in held or () if isinstance(one, Mapping) and name_of(one)]
    return named if held and len(named) == len(held) else None


def _type(column: Mapping[str, Any]) -> set[str]:
    """The words of its type."""
    told = next((column[name] for name in _TYPES if isinstance(column.get(name), str)), "")
    return {part.lower() for part in name_parts(told)}


def _schema(column: Mapping[str, Any], names: Mapping[Any, str]) -> dict[str, Any] | None:
    """What the column takes; None where it takes nothing."""
    words = _type(column)
    if words & _READ_ONLY or any(column.get(name) is True for name in _NO_INPUT):
        return None
    one: dict[str, Any] = {"type": "string"}
    several = bool(words & _SEVERAL)
    if words & _LINKS:
        to = next((name for key, name in names.items() if str(key) in _linked(column)), "")
        one["description"] = f"The id of one of the {to}" if to else "The id of a record"
        one["type"] = "integer" if any(isinstance(key, int) for key in (column.get("id"), *names)) else "string"
        several = True
    elif words & _OFFERED and (offered := [*dict.fromkeys(_offered(column))]):
        one["enum"] = offered
        several = several or "tags" in words
    elif words & _NUMBERS and "phone" not in words:
        one["type"] = "number"
    elif words & _TRUTHS:
        one["type"] = "boolean"
    elif words & _MOMENTS or words >= {"date", "time"}:
        one["format"] = "date-time"
    elif words & _DAYS:
        one["format"] = "date"
    return {"type": "array", "items": one} if several else one


def _offered(told: Any, depth: int = 0) -> Iterator[str]:
    """The names of what may be chosen, wherever in the column they stand."""
    for name, held in told.items() if isinstance(told, Mapping) and depth < _DEEPEST else ():
        if not {part.lower() for part in name_parts(name)} & {*_OFFERS}:
            continue
        for one in held if isinstance(held, list) else ():
            text = one if isinstance(one, str) else name_of(one) or one.get("value") if isinstance(one, Mapping) else ""
            if text and isinstance(text, str):
                yield text
        yield from _offered(held, depth + 1)


def _linked(told: Any, depth: int = 0) -> Iterator[str]:
    """The keys of tables of which the column speaks."""
    for name, held in told.items() if isinstance(told, Mapping) and depth < _DEEPEST else ():
        if isinstance(held, str | int) and {part.lower() for part in name_parts(name)} & {*_LINKED}:
            yield str(held)
        yield from _linked(held, depth + 1)
