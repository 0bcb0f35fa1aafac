"""How a tool differs from what it was when it was registered before, in words for people and sets for lessons.

    an action came · went · changed: inputs, outputs, effect, where it is called
    breaking   something that was relied on may not hold any more: an input gone, retyped or newly required,
               an output gone or retyped, another effect, another method or path
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # Any: schemas and stored forms are JSON

from chalicelib.domain.tool import Action

DEEPEST = 4
MOST_SHOWN = 100
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One action that is not what it was.  `inputs` and `outputs` name those that break; `gone`: all of it."""

    action: str
    says: tuple[str, ...]
    inputs: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    otherwise: bool = False
    gone: bool = False

    @property
    def breaking(self) -> bool:
        return self.gone or self.otherwise or bool(self.inputs or self.outputs)


@dataclass(frozen=True, slots=True)
class Changes:
    """`tool` tells what is true of all actions, such as another address."""

    tool: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tool or self.added or self.removed or self.changed)

    def breaking(self) -> Iterator[Change]:
        yield from (Change(name, ("it is gone",), gone=True) for name in self.removed)
        yield from (change for change in self.changed if change.breaking)

    def shown(self) -> dict[str, Any]:
        """As it is answered and kept: long lists are cut, and say so."""
        changed = [
            {"action": one.action, "breaking": one.breaking, "says": _cut(one.says, MOST_LINES)}
            for one in sorted(self.changed, key=lambda one: not one.breaking)
        ]
        more = len(changed) - MOST_SHOWN
        return {
            "tool": list(self.tool), "added": _cut(self.added, MOST_SHOWN), "removed": _cut(self.removed, MOST_SHOWN),
            "changed": changed[:MOST_SHOWN], **({"changed_not_shown": more} if more > 0 else {}),
        }


def compared(old: Mapping[str, Action], new: Mapping[str, Action]) -> tuple[Change, ...]:
    """Those of the actions that are in both and differ in more than their texts."""
    found = (_change(old[name], new[name]) for name in new if name in old)
    return tuple(change for change in found if change.says)


def _change(old: Action, new: Action) -> Change:
    inputs = dict(_inputs(old.input_schema, new.input_schema))
    outputs = dict(_outputs(old.output_schema, new.output_schema))
    other = [f"effect: {old.effect} → {new.effect}"] if old.effect != new.effect else []
    if old.scopes != new.scopes:
        other.append(f"scopes: {', '.join(old.scopes) or 'none'} → {', '.join(new.scopes) or 'none'}")
    if (was := _address(old)) != (now := _address(new)):
        other.append(f"is called as {now}, and was as {was}")
    says = (*other, *(text for text, _ in inputs.values()), *(text for text, _ in outputs.values()))
    return Change(
        new.name, says, _broken(inputs), _broken(outputs), otherwise=bool(other),
    )


def _broken(found: Mapping[str, tuple[str, bool]]) -> frozenset[str]:
    return frozenset(name for name, (_, breaks) in found.items() if breaks)


def _address(action: Action) -> str:
    """What of the service it stands for: an operation's method and path, or the name of a server's own tool."""
    if "server_tool" in action.call:
        return f"{action.via} tool {action.call['server_tool']}"
    return f"{action.call.get('method', '')} {action.call.get('path', '')}".strip()


def _inputs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, bool]]]:
    """By name: what is to be said, and whether it breaks."""
    before, after = dict(_fields(old, DEEPEST)), dict(_fields(new, DEEPEST))
    for name in before.keys() | after.keys():
        match before.get(name), after.get(name):
            case (None, (kind, required)):
                word = "required" if required else "optional"
                yield name, (f"input {name!r} came ({kind}, {word})", required)
            case ((kind, _), None):
                yield name, (f"input {name!r} went ({kind})", True)
            case ((was, _), (now, _)) if was != now:
                yield name, (f"input {name!r}: {was} → {now}", True)
            case ((_, False), (_, True)):
                yield name, (f"input {name!r} is required now", True)
            case ((_, True), (_, False)):
                yield name, (f"input {name!r} is optional now", False)


def _outputs(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[tuple[str, tuple[str, bool]]]:
    if (old is None) != (new is None):
        yield "@", ("what it gives back is declared now" if old is None else "it does not tell any more what it gives "
                    "back", old is not None)
        return
    before, after = dict(_fields(old or {}, DEEPEST)), dict(_fields(new or {}, DEEPEST))
    for name in before.keys() | after.keys():
        match before.get(name), after.get(name):
            case (None, (kind, _)):
                yield name, (f"output {name!r} came ({kind})", False)
            case ((kind, _), None):
                yield name, (f"output {name!r} went ({kind})", True)
            case ((was, _), (now, _)) if was != now:
                yield name, (f"output {name!r}: {was} → {now}", True)


def _fields(schema: Any, depth: int, at: str = "", needed: bool = True) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Every field by its path, with its type and whether it is required (with all that is above it)."""
    if depth < 0 or not isinstance(schema, Mapping):
        return
    if at:
        yield at, (_kind(schema), needed)
    required = schema.get("required", ())
    for name, entry in (schema.get("properties") or {}).items():
        yield from _fields(entry, depth - 1, f"{at}.{name}" if at else str(name), needed and name in required)
    if isinstance(schema.get("items"), Mapping) and schema["items"]:
        inner = dict(_fields({**schema["items"]}, depth - 1, f"{at}[]", False))
        yield from inner.items()


def _kind(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type", "anything")
    word = " or ".join(kind) if isinstance(kind, list) else str(kind)
    choices = schema.get("enum")
    if isinstance(choices, list) and choices:
        word += f" of {len(choices)} choices" if len(choices) > 5 else f" of {', '.join(map(str, choices))}"
    return word


def _cut(values: tuple[str, ...], most: int) -> list[str]:
    return list(values) if len(values) <= most else [*values[:most], f"… and {len(values) - most} more"]
