"""Lists inside of records, and where they were read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Binding, Output
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.cursors import unread
from chalicelib.planning.input_views import known
from chalicelib.planning.revise.paths import joined, look_up, quoted

_HOLDING = frozenset(("data", "nodes", "edges", "items", "results", "records", "entries", "elements"))
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Place:
    """Where entries were read: the list, the number of one in it, and the way from there to what it holds."""

    step: str
    path: str
    at: int = -1
    inside: str = "@"

    def same(self, other: "Place") -> bool:
        """Whether it is the same list."""
        return (self.step, self.path) == (other.step, other.path)

    def held(self, outputs: Mapping[str, Any]) -> Sequence[Any]:
        return look_up(self.path, outputs.get(self.step)) or ()


def entries(value: Any) -> tuple[str, Sequence[Any]]:
    """The list of a field and the way to it: itself, or the only one of an object that is there for it."""
    if isinstance(value, list):
        return "", value
    held = [name for name, one in value.items() if isinstance(one, list)] if isinstance(value, Mapping) else []
    return (quoted(held[0]), value[held[0]]) if len(held) == 1 and {*held} <= _HOLDING else ("", ())


def alike(name: str, other: str) -> bool:
    """Whether both are called after the same things: `lines` and `order_lines`."""
    return name_stems(name)[-1:] == name_stems(other)[-1:]


def lists(name: str, owner: Mapping[str, Binding], outputs: Mapping[str, Any]) -> Iterator[Place]:
    """Where such a list was read as a whole of the record whose key is told.  `owner`: nothing but its keys."""
    keys = [_key(one, outputs) for one in owner.values()]
    for step, path, record in _records(outputs):
        mine = any(key is not None and key == record.get(field) for field, key in keys)
        for field, value in record.items() if mine else ():
            way, held = entries(value)
            if alike(name, field) and (isinstance(value, list) or way) and not (way and unread(value)):
                inside = "node" if held and all(isinstance(one, Mapping) and "node" in one for one in held) else "@"
                yield Place(step, joined(path, joined(quoted(field), way)), inside=inside)


def _key(told: Binding, outputs: Mapping[str, Any]) -> tuple[str, Any]:
    """The field in which a key was read, and the key; one that was not read is no key of anything."""
    value = getattr(known(told, outputs), "value", None) if isinstance(told, Output) else None
    field = told.path.rpartition(".")[2].strip('"') if isinstance(told, Output) else ""
    return field, value if isinstance(value, str | int) and not isinstance(value, bool) else None


def _records(outputs: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every object that was read, with where it stands."""
    open_ = [(step, "@", output, 0) for step, output in outputs.items()]
    while open_:
        step, path, value, depth = open_.pop()
        if isinstance(value, Mapping):
            yield step, path, value
        inner = [(quoted(name), one) for name, one in value.items()] if isinstance(value, Mapping) else []
        inner += [(f"[{at}]", one) for at, one in enumerate(value)] if isinstance(value, list) else []
        open_ += [(step, joined(path, way), one, depth + 1) for way, one in inner if depth < _DEEPEST]
