"""What a person is asked about a request, and the request as it reads with what was answered.

    ask ─ answered ─> gather

The question says what is unclear and what was found.  It takes one of two answers: `which`, where there is something to
choose from, or `request`, the whole request in other words.  Behind it stands a step that reads the request again,
so that an answer carries the task on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: answers are JSON

from chalicelib.domain.plan import Question, Step
from chalicelib.domain.tool import ASK, PERSON
from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.clock import heard
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.planner import Brief, Picked, Run
from chalicelib.planning.records import which
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.resources import kept

REQUEST, WHICH = "request", "which"
LONGEST, OFFERED = 10_000, 8


def asking(brief: Brief, step: Step, doubt: Unsure) -> Step:
    """The question behind the step."""
    found = "".join(f"; {value} = {shown}" if shown else f"; {value}" for value, shown in doubt.options.items())
    told = f"Nothing was changed yet: {doubt}{found.replace('; ', ': ', 1)}.{_understood(brief, doubt)}"
    how = f"Answer with '{WHICH}', or" if doubt.options else "Please"
    text = f"{told} {how} say the whole request in other words ('{REQUEST}').{_offered(brief)}"
    return Step(
        f"ask.{step.id}", PERSON, ASK, "read", {}, (step.id,), "the request can be understood in several ways",
        f"{step.label}?", step.revision + 1, ask=Question("missing_input", text, _fields(doubt)),
    )


def questions(run: Run) -> Iterator[Step]:
    """The questions about the request that were answered before the step, in their order."""
    for step in run.plan.steps:
        if _about_request(step) and isinstance(run.outputs.get(step.id), Mapping):
            yield step


def answered(brief: Brief, run: Run) -> Brief:
    """The brief with what a person answered: the request as it was said last, and what was picked."""
    for step in questions(run):
        fields, given = _properties(step), run.outputs[step.id]
        if given.get(REQUEST):
            brief = replace(heard(brief), prompt=str(given[REQUEST]))
        elif given.get(WHICH) is not None:
            picked = Picked(fields[WHICH]["$comment"], frozenset(map(str, fields[WHICH]["enum"])), str(given[WHICH]))
            brief = replace(brief, picked=(*brief.picked, picked))
    return brief


def times_said_anew(run: Run) -> int:
    return sum(bool(run.outputs[step.id].get(REQUEST)) for step in questions(run))


def _about_request(step: Step) -> bool:
    return step.ask is not None and step.ask.reason == "missing_input" and REQUEST in _properties(step)


def _properties(step: Step) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = step.ask.fields if step.ask else {}
    return fields.get("properties") or {}


def _fields(doubt: Unsure) -> dict[str, Any]:
    properties: dict[str, Any] = {
        REQUEST: {"type": "string", "minLength": 1, "maxLength": LONGEST, "description": "The whole request, said anew"}
    }
    closed = {"type": "object", "additionalProperties": False}
    if not doubt.options:
        return {**closed, "properties": properties, "required": [REQUEST]}
    told = "; ".join(f"{value} = {shown}" for value, shown in doubt.options.items())
    which = {"enum": [*doubt.options], "description": told, "$comment": doubt.key}
    return {**closed, "properties": {WHICH: which, **properties}, "minProperties": 1}


def _understood(brief: Brief, doubt: Unsure) -> str:
    """Which words are taken for the records, and which for what is to be done to them."""
    kinds, _ = kept(index_of(brief.catalogue).entries)
    nouns = {word for one in kinds for word in one.words}
    named = {act.entry.verb for one in kinds for act in (*one.acts, *one.makers)}
    deeds = named.union(*map(verbs.kin, named))
    said = [token for token in tokens(brief.prompt) if token.content and repr(token.low) not in str(doubt).lower()]
    plain = [token for token in said if not token.participle and not token.gerund]
    things = [token.text for token in plain if token.stem in nouns and token.text[0].islower()]
    orders = [token.text for token in plain if token.stem in deeds - nouns]
    told = [f"{what} ({_listed(words)})" for what, words in (("what to do", orders), ("the records", things)) if words]
    return f" Understood so far: {' and '.join(told)}." if told else ""


def _listed(words: Sequence[str]) -> str:
    return ", ".join(map(repr, dict.fromkeys(words)))


def _offered(brief: Brief) -> str:
    """What the records are called, and what can be done to them: words that the request may use."""
    kinds, _ = kept(index_of(brief.catalogue).entries)
    known = [which.called([one.noun], (), [finder.entry.action.name for finder in one.finders]) for one in kinds]
    named = dict.fromkeys(name.replace("_", " ") for name in known if name)
    writes = [action.name for action in brief.catalogue.actions.values() if action.writes]
    records = f" The records here: {', '.join(named)}." if 0 < len(named) <= OFFERED else ""
    return records + (f" What can be done: {', '.join(writes)}." if 0 < len(writes) <= OFFERED else "")
