"""A field that was promised and is missing: found again under its new name.

A missing field is renamed only where the real answer shows exactly one plausible new name: a field that the
schema does not promise, of the same type, with a like name or as the only change among its siblings.  What
was found is learned as a fact (`tool.action|renamed:old` -> new) and looked up before searching again.
"""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Binding, Output, Several, Text
from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.domain.plan import Step
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.look import rebound
from chalicelib.planning.revise.paths import field_names, look_up, promised, records_in, with_field

_ALIKE = 0.55
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int, float, str), "number": (int, float, str), "boolean": (bool,),
    "array": (list,), "object": (dict,),
}


def fact_key(ref: str, old: str) -> str:
    """The key of the fact that a field of an action's output has another name now."""
    return f"{ref}|renamed:{old}"


def known_path(memory: Memory, ref: str, path: str) -> tuple[str, tuple[Lesson, ...]]:
    """`path` with the new names that past runs found, and the facts used: what a draft should bind to."""
    used: list[Lesson] = []
    for name in field_names(path):
        fact = next(iter(memory.of("fact", fact_key(ref, name))), None)
        if fact is not None and isinstance(fact.content.get("value"), str):
            path = with_field(path, name, fact.content["value"])
            used.append(fact)
    return path, tuple(used)


def mended_path(
    path: str, output: Any, schema: Mapping[str, Any] | None, memory: Memory, ref: str
) -> tuple[str, tuple[Lesson, ...]] | None:
    """A path that leads somewhere in `output`, made from one that does not; None if there is no clear one."""
    known, facts = known_path(memory, ref, path)
    if facts and _leads(known, output):
        return known, facts
    present = {name for record in records_in(output) for name in record}
    missing = [name for name in field_names(path) if name not in present]
    for name in missing:
        found = new_name(name, output, schema, set(field_names(path)))
        if found is None:
            return None
        path = with_field(path, name, found)
    return (path, ()) if missing and _leads(path, output) else None


def new_name(old: str, output: Any, schema: Mapping[str, Any] | None, used: set[str]) -> str | None:
    """The one field of the output that plainly took the place of `old`."""
    known = promised(schema)
    rated: dict[str, float] = {}
    only: set[str] = set()
    for record in records_in(output):
        extra = [
            name for name, value in record.items()
            if name not in known and name not in used and _fits(value, known.get(old, {}))
        ]
        if not _siblings_here(old, record, known, schema):
            continue
        for name in extra:
            rated[name] = max(rated.get(name, 0.0), likeness(old, name))
        if known and len(extra) == 1 and _only_missing(old, record, schema):
            only.add(extra[0])
    best = sorted(rated, key=lambda name: -rated[name])
    if best and rated[best[0]] >= _ALIKE and (len(best) == 1 or rated[best[0]] - rated[best[1]] >= 0.1):
        return best[0]
    return next(iter(only)) if len(only) == 1 else None


def likeness(old: str, new: str) -> float:
    """How alike two field names are, from 0 to 1: shared words, or shared letters."""
    one, two = set(name_stems(old)), set(name_stems(new))
    words = len(one & two) / len(one | two) if one | two else 0.0
    contained = 0.7 if one and two and (one <= two or two <= one) else 0.0
    letters = SequenceMatcher(None, old.lower().replace("_", ""), new.lower().replace("_", "")).ratio()
    return max(words, contained, letters if letters >= 0.6 else 0.0)


def resolved_inputs(brief: Brief, run: Run, step: Step) -> tuple[dict[str, Binding], str] | None:
    """The inputs of a step that could not be bound, with the renamed fields found again; and the reason."""
    inputs: dict[str, Binding] = {}
    told: list[str] = []
    for name, binding in step.inputs.items():
        mended = binding
        for output in outputs_in(binding):
            found = _mended(brief, run, output)
            if found is not None:
                mended = rebound(mended, output, Output(output.step, found))
                told.append(f"{output.path} is now {found}")
        inputs[name] = mended
    return (inputs, "; ".join(dict.fromkeys(told))) if told else None


def _mended(brief: Brief, run: Run, output: Output) -> str | None:
    if output.step not in run.outputs or _leads(output.path, run.outputs[output.step]):
        return None
    producer = run.plan.step(output.step)
    ref = f"{producer.tool}.{producer.action}"
    action = brief.catalogue.actions.get(ref)
    schema = action.output_schema if action else None
    found = mended_path(output.path, run.outputs[output.step], schema, brief.memory, ref)
    return found[0] if found else None


def outputs_in(binding: Binding) -> Iterator[Output]:
    match binding:
        case Output():
            yield binding
        case Text(parts) | Several(parts):
            for part in parts:
                yield from outputs_in(part)


def _leads(path: str, output: Any) -> bool:
    return look_up(path, output) is not None


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    kind = schema.get("type")
    if not isinstance(kind, str) or value is None:
        return True
    fits = isinstance(value, _TYPES.get(kind, (object,)))
    return fits and (kind == "boolean" or not isinstance(value, bool))


def _siblings_here(
    old: str, record: Mapping[str, Any], known: Mapping[str, Any], schema: Mapping[str, Any] | None
) -> bool:
    """Whether the record stands where `old` was promised: it holds one of its siblings, if there are any."""
    siblings = siblings_of(old, schema) - {old}
    return not known or not siblings or bool(siblings & set(record))


def _only_missing(old: str, record: Mapping[str, Any], schema: Mapping[str, Any] | None) -> bool:
    return siblings_of(old, schema) - set(record) == {old}


def siblings_of(name: str, schema: Mapping[str, Any] | None, depth: int = 0) -> set[str]:
    """The names promised beside `name`, itself included; empty where it is not promised."""
    if not isinstance(schema, Mapping) or depth > 6:
        return set()
    properties = schema.get("properties") or {}
    if name in properties:
        return set(properties)
    inner = [*properties.values(), schema.get("items"), *(schema.get("allOf") or ())]
    return next((found for part in inner if (found := siblings_of(name, part, depth + 1))), set())


def renamed_field(old: str, new: str) -> tuple[str, str] | None:
    """The old and the new name, where two paths differ by one field's name only."""
    before, after = field_names(old), field_names(new)
    changed = [(one, two) for one, two in zip(before, after, strict=False) if one != two]
    if len(before) != len(after) or len(changed) != 1:
        return None
    return changed[0] if with_field(old, *changed[0]) == new else None
