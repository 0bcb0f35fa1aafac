"""One item is needed and a list came back: pick by the prompt's own words, else ask a person.

An empty list, or one without the thing that was looked for, ends the step by name: `not_found` and what was
looked for.  Nothing is guessed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: entries are JSON

from chalicelib.domain.binding import Answer, Binding, Output
from chalicelib.domain.edit import GiveUp, step_id
from chalicelib.domain.plan import Question, Step
from chalicelib.domain.tool import ASK, PERSON
from chalicelib.planning.composer.words import bag, name_parts, name_stems
from chalicelib.planning.revise.look import Finding, Look, Use, decides, rebound
from chalicelib.planning.revise.of_kind import fitting, of_another
from chalicelib.planning.revise.paths import chooses, joined, list_in, look_up, quoted, raw
from chalicelib.planning.revise.picking import field_for, loosely_equal, nearest, picked, shown_name

_SCALARS = frozenset(("string", "integer", "number", "boolean"))
_FILTER = re.compile(r"\[\?\s*(\w+)\s*==\s*'((?:[^'\\]|\\.)*)'\s*\]")
_BEARING = re.compile(r"\[\?contains\(to_string\(@\), '\"(.+)\"'\)\]")
_FIRST = re.compile(r"([\w.]*)\[0\]((?:\.\w+)*)")
_ORDER = bag("sort order orderby limit top first descending ascending rank")
_ENUM = 50


def choices(look: Look) -> Finding | None:
    """Rebinds to the chosen items, a question, or the end of a step whose list lacks what is needed."""
    rebinds: dict[str, dict[str, Binding]] = {}
    questions: dict[str, Step] = {}
    notes: list[str] = []
    stuck: list[tuple[Use, str]] = []
    for use in look.uses():
        settled = _settled(look, use)
        chosen = settled if isinstance(settled, Output) else use.output
        if not isinstance(settled, Step | str) and (key := of_another(look, use, chosen)):
            settled = _instead(look, use, key)
            if settled is None:
                why = f"nothing that was found is for {use.step.ref}"
                return Finding(why, edit=GiveUp("not_found", why, "check the name in the prompt"))
        match settled:
            case None:
                continue
            case Step() as asking:
                known = questions.setdefault(asking.id, asking)
                answer = Answer(known.id, next(iter(known.ask.fields["properties"])))  # type: ignore[union-attr]  # made here
                rebinds.setdefault(use.step.id, {})[use.name] = answer
                notes.append(f"asks a person for {use.name}: several are possible")
            case Output() as chosen:
                current = rebinds.get(use.step.id, {}).get(use.name, use.step.inputs[use.name])
                rebinds.setdefault(use.step.id, {})[use.name] = rebound(current, use.output, chosen)
                notes.append(f"{use.name} found in the answer by the prompt's words")
            case str() as lacking:
                stuck.append((use, lacking))
    if stuck and {use.step.id for use, _ in stuck} >= {step.id for step in look.pending}:
        return Finding(stuck[0][1], edit=GiveUp("not_found", stuck[0][1], "check the name in the prompt"))
    if not rebinds:
        return None
    return Finding("; ".join(dict.fromkeys(notes)), tuple(questions.values()), rebinds)


def _settled(look: Look, use: Use) -> Output | Step | str | None:
    """The chosen part, a question, what is lacking, or None where the use is fine as it is."""
    if decides(use.step, look.step.id) or look.step.body is not None:
        return None
    value = look_up(use.output.path, look.output)
    if value is None:
        return _lacking(look, use)
    first = _FIRST.fullmatch(use.output.path)
    if first is not None:
        return _first_by_default(look, use, first[1] or "@", first[2].removeprefix(".") or "@")
    if use.within:
        return None
    kind = look.schema_of(use).get("type")
    if isinstance(value, list) and (kind in _SCALARS or kind == "object"):
        return _one_of(look, use, use.output.path, value, kind)
    if isinstance(value, Mapping) and kind in _SCALARS:
        return _from_record(look, use, value, kind)
    return None


def _first_by_default(look: Look, use: Use, path: str, rest: str) -> Output | Step | None:
    """The plan took the first for want of better: the data may decide; a write does not happen on a guess."""
    entries = look_up(path, look.output)
    if not isinstance(entries, list) or len(entries) < 2 or _ordered(look):
        return None
    chosen = picked(path, entries, look.brief.prompt, _nouns(look, path))
    if chosen is not None:
        return None if chosen == joined(path, "[0]") else Output(look.step.id, joined(chosen, rest))
    writes = use.step.effect != "read" and not use.within
    return _question(look, use, entries, rest) if writes else None


def _instead(look: Look, use: Use, key: str) -> Step | None:
    """The question which is meant, of a list whose record is one of another kind than the action is for."""
    found = list_in(look.output)
    return _question(look, use, found[1], quoted(key)) if found else None


def _ordered(look: Look) -> bool:
    """Whether the service was asked for an order or for a single one: then its first is meant."""
    return any(_ORDER & set(name_parts(name)) for name in look.step.inputs)


def _from_record(look: Look, use: Use, value: Mapping[str, Any], kind: str) -> Output | Step | str | None:
    """A value was wanted and a record came: its one list, or the field of that name."""
    field = field_for(use.name, value, kind)
    found = list_in(value)
    if found is not None and field is None:
        return _one_of(look, use, joined(use.output.path, found[0]), found[1], kind)
    return Output(look.step.id, joined(use.output.path, field)) if field not in (None, "@") else None


def _one_of(look: Look, use: Use, path: str, entries: Sequence[Any], kind: str) -> Output | Step | str | None:
    ref = look.step.ref
    if not entries:
        return f"{ref} found nothing, and {use.step.ref} needs its {use.name}"
    field = field_for(use.name, entries[0], kind)
    if field is None:
        return None
    nouns = _nouns(look, path)
    chosen = picked(path, entries, look.brief.prompt, nouns)
    if chosen is not None:
        return Output(look.step.id, joined(chosen, field))
    return _question(look, use, entries, field)


def _nouns(look: Look, path: str) -> tuple[str, ...]:
    """What the entries are called, as stems: by the action's name and the list's."""
    verb, *nouns = name_stems(look.step.action) or ("",)
    return (*nouns, *name_stems(path.rpartition(".")[2]), verb)


def _lacking(look: Look, use: Use) -> Output | str | None:
    """A filter that found nothing: the same value written otherwise, or what is missing."""
    if not chooses(use.output.path):
        return None
    found = list_in(look.output)
    ref = look.step.ref
    match = _FILTER.search(use.output.path)
    if found is not None and not found[1]:
        wanted = f" called {match[2]!r}" if match else ""
        return f"{ref} found nothing{wanted}"
    borne = _BEARING.search(use.output.path)
    if borne is not None and found is not None:
        return f"{ref} has nothing that bears {borne[1]!r} among {len(found[1])}"
    if match is None or found is None:
        return None
    entries = [entry for entry in found[1] if isinstance(entry, Mapping)]
    same = [entry for entry in entries if loosely_equal(entry.get(match[1]), match[2])]
    if len(same) == 1:
        test = f"[?{quoted(match[1])} == {raw(same[0][match[1]])}]"
        return Output(look.step.id, use.output.path.replace(match[0], test))
    near = nearest(match[2], entries)
    hint = f"; the nearest: {', '.join(near)}" if near else ""
    return f"{ref} has no {match[1]} {match[2]!r} among {len(entries)}{hint}"


def _question(look: Look, use: Use, entries: Sequence[Any], field: str) -> Step | None:
    """Which one is meant: the candidates' values as an enum, their names beside them."""
    entries = fitting(look, use, entries, field)
    values = [look_up(field, entry) for entry in entries]
    if not values or len(values) > _ENUM or any(value is None for value in values):
        return None
    name = use.name
    named = "; ".join(f"{value} = {shown_name(entry)}" for value, entry in zip(values, entries, strict=True))
    noun = " ".join(name_parts(look.step.action)[1:]) or name
    question = Question(
        "missing_input", f"Which of {len(values)} is meant ({noun})? {named}",
        {"type": "object", "required": [name], "properties": {name: {"enum": values, "description": named}}},
        about=use.step.id, tool=use.step.tool, action=use.step.action,
    )
    step = Step(
        id="", tool=PERSON, action=ASK, effect="read", ask=question, goal=look.step.goal,
        reason=f"{look.step.ref} gave {len(values)}; the prompt does not tell which one is meant",
        revision=look.step.revision + 1,
    )
    return replace(step, id=step_id(step))
