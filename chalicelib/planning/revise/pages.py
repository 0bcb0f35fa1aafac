"""More of a list remains, and the goal needs it: the same action again, with the cursor that came back.

More is needed when what was looked for, or what the prompt names, is not on this page, or when the prompt speaks of
all of them.  A superlative over a page that is sorted that way is decided by the first page.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Output, Several
from chalicelib.domain.edit import step_id
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import UTILITY, Action
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.cursors import behind, envelope, handle, linked, marks, says_more
from chalicelib.planning.revise.look import Finding, Look, Use, inserted, rebound
from chalicelib.planning.revise.named import named_elsewhere
from chalicelib.planning.revise.paths import chooses, joined, list_in, look_up, promised, quoted, with_field

MOST_PAGES = 10
_ALL = re.compile(r"\b(all|every|each|total|sum|how many|count|whole|entire|any)\b", re.IGNORECASE)
_AGGREGATE = re.compile(r"\b(max_by|min_by|sort_by|sum|length|avg|max|min)\(")
_BY = re.compile(r"\b(max_by|min_by)\(\s*([^,]+?)\s*,\s*&\s*(\w+)\s*\)")
_TOTAL = frozenset(("total", "totals", "count", "pages", "matches"))


@dataclass(frozen=True, slots=True)
class Cursor:
    """The inputs that lead to the next page."""

    inputs: Mapping[str, Binding]


def next_page(look: Look) -> Finding | None:
    """The next page, and the pending steps' inputs read from it, or from both pages together."""
    listed = list_in(look.output)
    action = look.action
    if listed is None or action is None or action.effect != "read" or not _wanted(look, listed):
        return None
    cursor = _cursor(look, action, listed)
    if cursor is None:
        return None
    if max(_page_number(look), _alike(look, cursor)) >= MOST_PAGES:
        return Finding(f"stopped after {MOST_PAGES} pages of {action.ref}")
    page = replace(look.step, id="", inputs={**look.step.inputs, **cursor.inputs}, label="", rebinds={}, lessons=(),
                   revision=look.step.revision + 1, reason=f"{action.ref} has more, and the goal needs it",
                   replaces=None)
    page = replace(page, id=step_id(page))
    absent = [use for use in look.uses() if _absent(look, use) or _elsewhere(look, use, listed)]
    if absent:
        note = f"not on this page: the next page of {action.ref}"
        return Finding(note, (page,), _moved(absent, page))
    return _together(look, page, listed[0])


def _wanted(look: Look, listed: tuple[str, list[Any]]) -> bool:
    uses = look.uses()
    if any(_absent(look, use) or _elsewhere(look, use, listed) for use in uses):
        return True
    return any(_needs_all(look, use, listed) for use in uses)


def _absent(look: Look, use: Use) -> bool:
    """What the use picks by a filter is not on this page."""
    return "[?" in use.output.path and look_up(use.output.path, look.output) in (None, [])


def _elsewhere(look: Look, use: Use, listed: tuple[str, list[Any]]) -> bool:
    """One entry is needed, and none of these bears a name that the prompt still has to give to something."""
    scalar = look.schema_of(use).get("type") in ("string", "integer", "number")
    first = use.output.path.startswith(joined(listed[0], "[0]")) or (use.output.path == listed[0] and scalar)
    return first and bool(named_elsewhere(look.brief.prompt, look.run.plan, listed[1]))


def _needs_all(look: Look, use: Use, listed: tuple[str, list[Any]]) -> bool:
    by = _BY.search(use.output.path)
    if by is not None:
        return not _decided(by[1], by[3], listed[1])
    if "[?" in use.output.path and chooses(use.output.path):
        return False
    if use.within == "list":
        return True
    takes_list = isinstance(look_up(use.output.path, look.output), list) or use.output.path == "@"
    if _AGGREGATE.search(use.output.path):
        return True
    return takes_list and bool(_ALL.search(look.brief.prompt) or use.step.body is not None)


def _decided(function: str, field: str, entries: Sequence[Any]) -> bool:
    """A page that is sorted with the wanted extreme first: later pages hold nothing beyond it."""
    values: list[Any] = [entry.get(field) for entry in entries if isinstance(entry, Mapping)]
    if len(values) < 2 or any(
        not isinstance(value, (str, int, float)) or not isinstance(value, type(values[0])) for value in values
    ):
        return False
    best_first = sorted(values, reverse=function == "max_by")
    return values == best_first and values[0] != values[-1]


def _cursor(look: Look, action: Action, listed: tuple[str, list[Any]]) -> Cursor | None:
    """The inputs for the next page, from a cursor field, a link, the last id, or by counting."""
    properties = action.properties
    for name, way, value in marks(look.output, properties):
        if not _used_already(look, name, value):
            return Cursor({name: Output(look.step.id, ".".join(quoted(one) for one in way))})
    further = linked(look.output, properties)
    if further:
        return Cursor({name: Literal(value) for name, value in further.items()})
    if look.onward:
        told: dict[str, Binding] = {name: Literal(value) for name, value in look.onward.items()}
        return Cursor(told) if any(look.step.inputs.get(name) != one for name, one in told.items()) else None
    flag = says_more(look.output)
    if flag is False or not (look.more or flag or _counts_more(look, listed[1])) or not listed[1]:
        return None
    for name in behind(properties):
        if known := handle(listed[1][-1]):
            return Cursor({name: Output(look.step.id, joined(listed[0], f"[-1].{quoted(known)}"))})
    return _counted(look, properties, len(listed[1]))


def _counts_more(look: Look, entries: Sequence[Any]) -> bool:
    """Whether a total tells of more entries, or of more pages, than were seen so far."""
    page, offset = _given(look, "page", 1), max(_given(look, "offset", 0), _given(look, "skip", 0))
    seen = offset + len(entries) if offset else page * len(entries)
    for way, value in envelope(look.output):
        parts = set(name_parts(way[-1]))
        if isinstance(value, bool) or not isinstance(value, int) or not _TOTAL & parts:
            continue
        if page < value if "pages" in parts else seen < value:
            return True
    return False


def _given(look: Look, name: str, otherwise: int) -> int:
    binding = look.step.inputs.get(name)
    value = binding.value if isinstance(binding, (Literal, Mention)) else otherwise
    return value if isinstance(value, int) else otherwise


def _counted(look: Look, properties: Mapping[str, Any], size: int) -> Cursor | None:
    for name, step in (("page", 1), ("offset", size), ("skip", size)):
        if name in properties:
            binding = look.step.inputs.get(name)
            current = binding.value if isinstance(binding, (Literal, Mention)) else (1 if name == "page" else 0)
            if isinstance(current, int):
                return Cursor({name: Literal(current + step)})
    return None


def _used_already(look: Look, name: str, value: Any) -> bool:
    """A service that hands back the cursor it was given would be asked for ever."""
    binding = look.step.inputs.get(name)
    if isinstance(binding, (Literal, Mention)):
        return bool(binding.value == value)
    return isinstance(binding, Output) and look_up(binding.path, look.run.outputs.get(binding.step)) == value


def _page_number(look: Look) -> int:
    """How many pages were fetched: steps of the same action with the same inputs but for the cursor."""
    step, count = look.step, 1
    by_id = {planned.id: planned for planned in look.run.plan.steps}
    while True:
        before = next((
            by_id[binding.step] for binding in step.inputs.values()
            if isinstance(binding, Output) and binding.step in by_id and by_id[binding.step].action == step.action
            and by_id[binding.step].tool == step.tool
        ), None)
        if before is None:
            break
        step, count = before, count + 1
    counted = step.inputs.get("page")
    return max(count, counted.value) if isinstance(counted, Literal) and isinstance(counted.value, int) else count


def _alike(look: Look, cursor: Cursor) -> int:
    """How many steps of the plan ask for pages of this list by values that were told, not by an earlier output."""
    if not all(isinstance(one, Literal) for one in cursor.inputs.values()):
        return 0
    rest = {name: one for name, one in look.step.inputs.items() if name not in cursor.inputs}
    pages = [one for one in look.run.plan.steps if (one.tool, one.action) == (look.step.tool, look.step.action)]
    return sum({name: one for name, one in page.inputs.items() if name not in cursor.inputs} == rest for page in pages)


def _moved(uses: Sequence[Use], page: Step) -> dict[str, dict[str, Binding]]:
    rebinds: dict[str, dict[str, Binding]] = {}
    for use in uses:
        inputs = rebinds.setdefault(use.step.id, {})
        current = inputs.get(use.name, use.step.inputs[use.name])
        inputs[use.name] = rebound(current, use.output, Output(page.id, use.output.path))
    return rebinds


def _together(look: Look, page: Step, path: str) -> Finding | None:
    """Both pages' lists one after the other, for every pending step that reads the list."""
    concat = _concatenation(look)
    if concat is None:
        return None
    action, pages = concat
    both = Several((Output(look.step.id, path), Output(page.id, path)))
    why = f"the pages of {look.step.ref} together"
    merged = inserted(look, action, {pages: both}, why)
    known = promised(action.output_schema)
    into = next((name for name, schema in known.items() if schema.get("type") == "array"), "@")
    rebinds: dict[str, dict[str, Binding]] = {}
    for use in look.uses():
        inputs = rebinds.setdefault(use.step.id, {})
        current = inputs.get(use.name, use.step.inputs[use.name])
        inputs[use.name] = rebound(current, use.output, Output(merged.id, in_list(use.output.path, path, into)))
    return Finding(f"more than one page of {look.step.ref}", (page, merged), rebinds)


def _concatenation(look: Look) -> tuple[Action, str] | None:
    """An action that puts lists together: its words say so and it takes nothing but an array of them."""
    for action in look.brief.catalogue.actions.values():
        if action.tool != UTILITY or not {"concat", "concatenate", "combine", "append", "merge"} & set(
            name_parts(action.name)
        ):
            continue
        required = list(action.required)
        if len(required) == 1 and action.input_schema["properties"][required[0]].get("type") == "array":
            return action, required[0]
    return None


def in_list(path: str, old: str, new: str) -> str:
    """The path into a list that stood at `old` and now stands at `new`."""
    if path in ("@", old):
        return new
    if new != "@" or old == "@":
        return with_field(path, old, new) if old != "@" else joined(new, path)
    rest = re.sub(rf"(?<![\w.]){re.escape(old)}(?=\[)", "", path)
    return re.sub(rf"(?<![\w.]){re.escape(old)}\b", "@", rest).replace("@.", "")
