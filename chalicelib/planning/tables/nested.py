"""Records that hold others: what stands inside counts as a field of the outer one, called by the way to it.

    {"id": 7, "owner": {"name": "Ann"}}          ─>   id, owner.name
    {"id": 7, "attributes": {"level": 60}}       ─>   id, level
    {"id": 7, "tags": [{"name": "new"}]}         ─>   id, tags: what stands in a list is known by its names
    {"params": [{"key": "host", "value": "a1"}]} ─>   params.host

What only says that values follow says nothing of them.  Of what holds a great deal only names and keys count.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_stems, stem_bag
from chalicelib.planning.records.reach import Row
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.revise.paths import joined, quoted

DEEPEST, MOST, LARGEST = 3, 40, 80
"""More fields than that are no record to speak of, but a document."""
NAMES = ("name", "title", "label", "login", "username", "handle", "email", "code")
_NAMED = ("name", "key", "field", "label", "type")
_PLAIN = stem_bag("attributes properties fields values data details")


def flat(values: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values of a record, those inside of others with the way to them."""
    for name, value in values.items():
        if isinstance(value, Mapping) and len(before) < DEEPEST and not any("." in inner for inner in (name, *value)):
            yield from flat(value, (*before, name))
        elif pairs := _pairs(value):
            yield from (((*before, name, key), told) for key, (_, told) in pairs.items())
        else:
            yield (*before, name), value


def _pairs(value: Any) -> dict[str, tuple[str, Any]]:
    """Of a list of names with values by its name what each is told, and where; nothing of any other list."""
    found: dict[str, tuple[str, Any]] = {}
    for at, one in enumerate(value if isinstance(value, list) else ()):
        held = {str(name).lower(): name for name in one} if isinstance(one, Mapping) else {}
        name = next((held[name] for name in _NAMED if name in held), None)
        told = one.get(held.get("value")) if name is not None else None
        if not isinstance(told, str | int | float) or not isinstance(one[name], str) or one[name] in found:
            return {}
        found[one[name]] = f"[{at}].{quoted(held['value'])}", told
    return found


def level(row: Row) -> Row:
    """The record with what stands inside of its values as values of its own."""
    if not any(isinstance(value, Mapping | list) for value in row.values.values()):
        return row
    found = {name: _names(value) for name, (_, value) in _called(row).items()}
    return replace(row, values=found) if len(found) <= LARGEST else row


def _names(value: Any) -> Any:
    """What the records in a list are called; anything else as it is."""
    if not isinstance(value, list) or not value or not all(isinstance(one, Mapping) for one in value):
        return value
    name = next((name for name in NAMES if all(isinstance(one.get(name), str) for one in value)), "")
    return [one[name] for one in value] if name else value


def paths(row: Row) -> dict[str, str]:
    """By the name of each field where it stands in what was read.  `row`: as it was read."""
    deeper = {name: way for name, (way, _) in _called(row).items() if len(way) > 1}
    ways = {name: joined(row.path, _place(row.values, way)) for name, way in deeper.items()}
    return {name: row.at(name) for name in row.values} | ways


def _place(values: Mapping[str, Any], way: Sequence[str]) -> str:
    held: Any = values
    for part in way[:-1]:
        held = held[part]
    if isinstance(held, list):
        return ".".join(map(quoted, way[:-1])) + _pairs(held)[way[-1]][0]
    return ".".join(map(quoted, way))


def _called(row: Row) -> dict[str, tuple[tuple[str, ...], Any]]:
    """By their names the values with the way to each."""
    found: dict[str, tuple[tuple[str, ...], Any]] = {}
    for way, value in flat(row.values):
        telling = [name for name in way[:-1] if not {*name_stems(name)} <= _PLAIN]
        bare = ".".join((*telling, way[-1]))
        found[bare if len(way) == 1 or bare not in {*row.values, *found} else ".".join(way)] = way, value
    if len(found) <= MOST:
        return found
    return {name: told for name, told in found.items() if len(told[0]) == 1 or _tells(told[0][-1])}


def _tells(leaf: str) -> bool:
    """Whether a field tells which record stands inside of another."""
    return leaf in NAMES or is_key(leaf)


def alike(rows: Sequence[Row], name: str, other: str) -> bool:
    """Whether two parts of one thing say the same in all records: the `date` of what is due, and its `string`."""
    outer = name.rpartition(".")[0]
    held = [(row.values.get(name), row.values.get(other)) for row in rows]
    return bool(outer) and other.rpartition(".")[0] == outer and all(one == two for one, two in held)


def inner(names: Collection[str], param: Param) -> list[str]:
    """The one field inside of others that is called as the input; of several that in what is called as around it."""
    ways = (".".join(param.path[at:]) for at in range(len(param.path) - 1))
    if whole := next((way for way in ways if way in names), ""):
        return [whole]
    found = [name for name in sorted(names) if _called_so(names, name, param)]
    around = name_stems(param.path[-2]) if len(param.path) > 1 else ()
    return found if len(found) == 1 else [name for name in found if name_stems(name.split(".")[-2]) == around][:1]


def _called_so(names: Collection[str], name: str, param: Param) -> bool:
    """Whether it is such a field in a part of the record; what has a key of its own is another record."""
    outer, _, leaf = name.rpartition(".")
    if not outer or (leaf != param.name and name_stems(leaf) != param.stems):
        return False
    return not any(one.rpartition(".")[0] == outer and is_key(one.rpartition(".")[2]) for one in names)
