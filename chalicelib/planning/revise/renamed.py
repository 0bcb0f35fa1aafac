"""A field that was promised and is missing: found again under its new name.

A missing field is renamed only where the real answer shows exactly one plausible new name: a field that the
schema does not promise, of the same type, with a like name or as the only change among its siblings.  An id that
only the latter speaks for is a guess: it addresses another thing if it is wrong.  What was found is learned as a fact
(`tool.action|renamed:old` -> new) and looked up before searching again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Binding, Output, Several, Text
from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.domain.plan import Step
from chalicelib.planning.composer.words import name_parts, name_stems
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.look import rebound
from chalicelib.planning.revise.paths import field_names, look_up, promised, records_in, with_field

_ALIKE = 0.55
_LONG = 12
_SAME_THING, _SLIP = 0.8, 0.85
_HANDLES = frozenset((
    "id", "ids", "ident", "identifier", "key", "ref", "reference", "code", "uuid", "guid", "uid", "handle", "slug",
))
_HANDLE_STEMS = frozenset(stem for name in _HANDLES for stem in name_stems(name))
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


@dataclass(frozen=True, slots=True)
class Mended:
    """A path that leads somewhere.  `guessed`: nothing but its place speaks for a field that addresses a thing."""

    path: str
    facts: tuple[Lesson, ...] = ()
    guessed: tuple[str, ...] = ()


def mended_path(
    path: str, output: Any, schema: Mapping[str, Any] | None, memory: Memory, ref: str
) -> Mended | None:
    """A path that leads somewhere in `output`, made from one that does not; None if there is no clear one."""
    known, facts = known_path(memory, ref, path)
    if facts and _leads(known, output):
        return Mended(known, facts)
    present = {name for record in records_in(output) for name in record}
    missing = [name for name in field_names(path) if name not in present]
    guessed = []
    for name in missing:
        found = new_name(name, output, schema, set(field_names(path)), frozenset(name_stems(ref)))
        if found is None:
            return None
        if is_handle(name) and likeness(name, found, frozenset(name_stems(ref))) < _ALIKE:
            guessed.append(found)
        path = with_field(path, name, found)
    return Mended(path, (), tuple(guessed)) if missing and _leads(path, output) else None


def new_name(
    old: str, output: Any, schema: Mapping[str, Any] | None, used: set[str], nouns: frozenset[str]
) -> str | None:
    """The one field of the output that plainly took the place of `old`; `nouns` are stems of what is listed."""
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
            rated[name] = max(rated.get(name, 0.0), likeness(old, name, nouns))
        apt = [name for name in extra if not is_handle(old) or _like_an_id(record[name])]
        if known and len(apt) == 1 and _only_missing(old, record, schema):
            only.add(apt[0])
    best = sorted(rated, key=lambda name: -rated[name])
    if best and rated[best[0]] >= _ALIKE and (len(best) == 1 or rated[best[0]] - rated[best[1]] >= 0.1):
        return best[0]
    return next(iter(only)) if len(only) == 1 else None


def is_handle(name: str) -> bool:
    """Whether a field addresses a thing: its id, under whatever name."""
    return bool(_HANDLES & set(name_parts(name)))


def _like_an_id(value: Any) -> bool:
    """Numbers, and single words that hold a digit or are long: `remarks` and `colours` are neither."""
    if isinstance(value, str):
        return bool(value) and not re.search(r"\s", value) and (bool(re.search(r"\d", value)) or len(value) >= _LONG)
    return isinstance(value, int)


def likeness(old: str, new: str, nouns: frozenset[str] = frozenset()) -> float:
    """How alike two field names are, from 0 to 1: shared words, or shared letters.

    Two ids are alike only if they are ids of the same thing: `owner_id` is no other name for `id`.
    """
    one, two = set(name_stems(old)), set(name_stems(new))
    letters = SequenceMatcher(None, old.lower().replace("_", ""), new.lower().replace("_", "")).ratio()
    if is_handle(old):
        same = is_handle(new) and one - _HANDLE_STEMS - nouns == two - _HANDLE_STEMS - nouns
        return max(_SAME_THING * same, letters if letters >= _SLIP and is_handle(new) else 0.0)
    words = len(one & two) / len(one | two) if one | two else 0.0
    contained = 0.7 if one and two and (one <= two or two <= one) else 0.0
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
    ref = producer.ref
    action = brief.catalogue.actions.get(ref)
    schema = action.output_schema if action else None
    found = mended_path(output.path, run.outputs[output.step], schema, brief.memory, ref)
    return found.path if found and not found.guessed else None


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
