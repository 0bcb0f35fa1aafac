"""Refusing: a goal that the catalogue only seems to know is not carried out.

A piece is kept when the action explains enough of its content, by weight: words that no action knows count as the
rarest.  Words inside mentions are values and need no explanation.
"""

from collections.abc import Sequence
from math import log

from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import gains
from chalicelib.planning.composer.phrases import takes_data, textual
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import agreement
from chalicelib.planning.planner import NoPlan

ENOUGH = 0.08


def kept(index: Index, goals: Sequence[Goal]) -> tuple[Goal, ...]:
    return tuple(
        goal
        for goal in goals
        if goal.tentative
        or (
            goal.candidates
            and explained(index, goal) >= ENOUGH
            and (_again(index, goal, goals) or not _hollow(index, goal))
        )
    )


def _again(index: Index, goal: Goal, goals: Sequence[Goal]) -> bool:
    """Whether it does something else to the thing of a goal before it ("set an alarm … and change it to repeat")."""
    best = index.entries[goal.candidates[0].ref]
    before = (one for one in goals if one.number < goal.number and one.candidates)
    things = {index.entries[one.candidates[0].ref].resource for one in before}
    told = goal.verb == best.verb or (goal.back and agreement(kind(goal.verb), best.senses) == 1.0)
    return told and best.resource in things - {""}


def _hollow(index: Index, goal: Goal) -> bool:
    """Whether nothing but the verb speaks for the action while the goal's nouns are strange to it."""
    best = index.entries[goal.candidates[0].ref]
    if goal.verb == best.verb and any(textual(one) or takes_data(one) for one in best.required):
        return False  # what it is to write or send may be spoken of in any words
    nouns = [
        token.stem
        for token in goal.words
        if token.content
        and token.word
        and token.stem not in goal.verb.split()
        and not any(token in one for one in goal.own)
    ]
    strange = [word for word in nouns if best.ref not in gains(index, word)]
    return len(strange) >= 2 and len(strange) == len(nouns)


def explained(index: Index, goal: Goal) -> float:
    """The share of the goal's content that its best action explains."""
    if not goal.candidates:
        return 0.0
    best = index.entries[goal.candidates[0].ref]
    rarest = log(1 + index.size)
    total = known = 0.0
    for token in goal.words:
        if not token.content or not token.word or any(token in one for one in goal.own):
            continue
        mass = index.idf.get(token.stem, rarest)
        total += mass
        if token.stem in best.weights or (token.stem == goal.verb and agreement(kind(goal.verb), best.senses) == 1.0):
            known += mass
        elif best.ref in gains(index, token.stem):
            known += mass * 0.7
    return known / total if total else 1.0


def nothing(index: Index) -> NoPlan:
    tools = sorted({entry.action.tool for entry in index.entries.values()})
    named = ", ".join(tools[:5]) or "no tool"
    return NoPlan(
        "No action of the sub-agent's tools does what the request asks.",
        f"Register a tool that can do it, or say it in the words of what is there ({named}).",
    )
