"""Habits: what execution memory changes about the goals and the inputs of a plan.

A goal that speaks for itself stays.  What neighbours did and the prompt does not say is added, and a guess that
they did not make is dropped, each by as much as memory may be trusted.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.binding import Binding, Literal
from chalicelib.planning.composer.cases import Known, words_of
from chalicelib.planning.composer.chain import Provider
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import Scored
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.refuse import explained
from chalicelib.planning.composer.schema import Field, Param
from chalicelib.planning.composer.sketch import Node

LEAST_TRUST, ENOUGH, OBVIOUS = 0.15, 0.4, 0.95
MANY = 40


def weight(known: Known) -> float:
    """How much neighbours count against the reading of the prompt: nothing without evidence, never everything."""
    most = 0.75 if len(known.cases) >= MANY else 0.58
    return 0.0 if known.trust < LEAST_TRUST else min(most, 0.5 + 0.3 * known.trust)


def settled(index: Index, reading: Reading, goals: Sequence[Goal], known: Known) -> tuple[Goal, ...]:
    """The goals after memory was asked."""
    share = weight(known)
    if not share:
        return tuple(goals)
    votes = known.votes(words_of(reading.text))
    taken: set[str] = set()
    kept = []
    for goal in goals:
        chosen = _chosen(index, goal, votes, share, taken)
        if chosen is not None:
            taken.add(chosen.candidates[0].ref)
            kept.append(chosen)
    missed = sorted(
        (ref for ref, vote in votes.items() if share * vote >= ENOUGH and ref not in taken and ref in index.entries),
        key=lambda ref: (-votes[ref], ref),
    )
    return (*kept, *(_added(reading, ref, len(goals) + at) for at, ref in enumerate(missed)))


def _chosen(index: Index, goal: Goal, votes: dict[str, float], share: float, taken: set[str]) -> Goal | None:
    best = goal.candidates[0].ref
    if share * votes.get(best, 0.0) + 1 - share >= ENOUGH or explained(index, goal) >= OBVIOUS:
        return goal
    other = max(
        (one for one in goal.candidates if one.ref not in taken), key=lambda one: votes.get(one.ref, 0.0), default=None
    )
    if other is not None and share * votes.get(other.ref, 0.0) >= ENOUGH:
        return replace(goal, candidates=(other,))
    return None


def _added(reading: Reading, ref: str, number: int) -> Goal:
    return Goal(
        number,
        0,
        len(reading.text),
        reading.text,
        reading.text,
        reading.tokens,
        "",
        "",
        (Scored(ref, 1.0),),
        reading.mentions,
        (),
    )


def provider(known: Known, index: Index, entry: Entry, one: Param) -> Provider | None:
    """Where past runs of the action took the input from, if from one place."""
    found = known.source(entry.ref, one.name)
    if found is None or found[0] != "output":
        return None
    ref, _, path = found[1].partition(" ")
    if ref not in index.entries:
        return None
    return Provider(ref, Field(one.name, "", path, one.type, "", one.stems, frozenset(), False), 2.0)


def constant(known: Known, entry: Entry, one: Param) -> Binding | None:
    """The value that past runs of the action always gave."""
    found = known.source(entry.ref, one.name)
    if found is None or found[0] != "constant" or len(one.path) != 1:
        return None
    value = json.loads(found[1])
    return Literal(value) if not isinstance(value, str) or len(value) < 40 else None


def followed(nodes: Sequence[Node], known: Known) -> list[Node]:
    """The nodes with the orders that past runs kept, none of them in a circle."""
    if not weight(known):
        return list(nodes)
    found = {node.key: node for node in nodes}
    for first in nodes:
        for then in nodes:
            if first.key == then.key or not known.linked(first.entry.ref, then.entry.ref):
                continue
            if then.key not in _behind(found, first.key) and first.key not in found[then.key].needs():
                found[then.key] = replace(found[then.key], after=(*found[then.key].after, first.key))
    return list(found.values())


def _behind(nodes: dict[str, Node], key: str) -> set[str]:
    seen: set[str] = set()
    todo = [key]
    while todo:
        for other in nodes[todo.pop()].needs():
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen
