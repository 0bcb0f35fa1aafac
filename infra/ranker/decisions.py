"""Decisions: for each input of an action, the spans that could be its value and which of them is.

A source is prompts with their plans over a catalogue.  Where the recorded value stands nowhere in the prompt, or is an
earlier step's output, "nothing" is the right answer: what is not taught that invents values.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # Any: recorded plans are JSON

from chalicelib.planning.composer import ground, ranking, spans
from chalicelib.planning.composer.composer import understood
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.index import Index, index_of
from chalicelib.planning.composer.spans import Window
from chalicelib.planning.composer.traits import nothing, traits, wanted
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.planner import Brief

Json = Mapping[str, Any]
Step = tuple[str, Json]


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt with the inputs of each action of its plan (in order, several times if it occurs several times)."""

    brief: Brief
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The traits of each answer, "nothing" first, and the places of the right ones."""

    answers: tuple[tuple[str, ...], ...]
    right: tuple[int, ...]


def decisions(examples: Iterable[Example]) -> Iterator[Decision]:
    for example in examples:
        yield from _of(example)


def _of(example: Example) -> Iterator[Decision]:
    """The decisions of each goal for the first of its actions that the plan has."""
    index = index_of(example.brief.catalogue)
    _, meant, _ = understood(index, example.brief)
    words = tokens(example.brief.prompt)
    left = list(example.steps)
    for goal in meant:
        found = _meant(index, goal, left)
        if found is not None:
            entry, step = found
            left.remove(step)
            yield from _inputs(entry, step[1], spans.window(example.brief.prompt, words, goal, meant), goal)


def _meant(index: Index, goal: Goal, left: Iterable[Step]) -> tuple[Entry, Step] | None:
    for scored in goal.candidates:
        entry = index.entries[scored.ref]
        for step in left:
            if _plain(step[0]) == _plain(entry.action.name):
                return entry, step
    return None


def _inputs(entry: Entry, told: Json, near: Window, goal: Goal) -> Iterator[Decision]:
    params = ranking.ranked(entry.params)
    given = ground.weighed(params, goal.own)[3]
    for one in (asked := wanted(params, given)):
        values = _stated(_at(told, one.param.path))
        answers, right = [nothing(entry, one, near)], []
        for span in near.spans:
            have = ranking.value_of(one, span)
            if have is None:
                continue
            if any(_spelt(have) == _spelt(value) for value in values):
                right.append(len(answers))
            answers.append(tuple(traits(entry, one, asked, span, near)))
        if len(answers) > 1:
            yield Decision(tuple(answers), tuple(right) or (0,))


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _stated(value: Any) -> tuple[Any, ...]:
    """What the record accepts: several values where it says so."""
    if isinstance(value, Mapping):
        return tuple(value.get("any") or (value.get("contains"),))
    return () if value is None else (value,)


def _at(given: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if isinstance(given, list):
            given = given[0] if given else None
        if name == "[]":
            continue
        given = given.get(name) if isinstance(given, Mapping) else None
    return given


def _spelt(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip(" .'\"").lower()
