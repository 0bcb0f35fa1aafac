"""A plan in the making: nodes with their bindings, before they are ordered and numbered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: nested literals are JSON

from chalicelib.domain.binding import Binding, Condition, Literal, Mention, Output, sources
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """The list that a node is repeated for, and the path's owner."""

    items: Output


@dataclass(frozen=True, slots=True)
class Node:
    """`inputs` by the path of the parameter; `missing` are required parameters that nobody told."""

    key: str
    entry: Entry
    inputs: Mapping[Path, Binding]
    used: frozenset[Found]
    missing: tuple[Param, ...] = ()
    reason: str = ""
    goal: str = ""
    number: int = -1
    when: Condition | None = None
    each: Each | None = None
    after: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()

    def needs(self) -> tuple[str, ...]:
        found = [key for binding in self.inputs.values() for key in sources(binding)]
        if self.each:
            found += sources(self.each.items)
        return tuple(dict.fromkeys((*found, *self.after)))

    @property
    def told(self) -> int:
        """How many inputs come from the prompt, the context or another step."""
        return sum(not isinstance(binding, Literal) for binding in self.inputs.values())


@dataclass(slots=True)
class Sketch:
    """The nodes so far, in the order in which they were found."""

    nodes: list[Node] = field(default_factory=list)

    def fresh(self, extra: int = 0) -> str:
        return f"s{len(self.nodes) + extra + 1}"

    def same(self, node: Node) -> Node | None:
        """A node that does the same thing already."""
        return next(
            (
                one
                for one in self.nodes
                if one.entry.ref == node.entry.ref and dict(one.inputs) == dict(node.inputs) and not one.each
            ),
            None,
        )

    def node(self, key: str) -> Node:
        return next(node for node in self.nodes if node.key == key)


def assembled(inputs: Mapping[Path, Binding]) -> dict[str, Binding]:
    """Bindings by top-level input: leaves of nested objects are put together where all are known values."""
    found: dict[str, Binding] = {}
    nested: dict[str, Any] = {}
    for path, binding in inputs.items():
        if len(path) == 1:
            found[path[0]] = binding
        elif isinstance(binding, Literal | Mention):
            _put(nested, path, binding.value)
    return {**found, **{name: Literal(value) for name, value in nested.items()}}


def _put(into: dict[str, Any], path: Path, value: Any) -> None:
    name, *rest = path
    if not rest:
        into[name] = value
    elif rest[0] == "[]":
        rows = into.setdefault(name, [{}])
        _put(rows[0], tuple(rest[1:]), value)
    else:
        _put(into.setdefault(name, {}), tuple(rest), value)
