"""Looking before choosing, where a catalogue declares nothing.

Who books, buys or rents something chooses it from what is offered.  Where inputs are declared, the offer's id is
one of them, and the read that gives it is found by chaining backwards.  An action that declares no inputs needs the
offer all the same; the read of the same object is then found by its words and stands before it, as a goal of its
own, so that memory may speak against it.
"""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal, numbered
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import Scored
from chalicelib.planning.composer.words import bag

_CHOOSING = bag("book reserv buy purchas rent hire order")
_MAKING = bag("creat make add complet")
_OFFERING = bag("search find list check brows discov queri")


def looked_at(index: Index, goals: Sequence[Goal]) -> tuple[Goal, ...]:
    """The goals, with a look at what is offered before each that would choose blindly."""
    found: list[Goal] = []
    for goal in goals:
        choosing = index.entries[goal.candidates[0].ref]
        seen = any(_offers(index.entries[other.candidates[0].ref], choosing) for other in (*goals, *found))
        offer = _offer(index, choosing) if _chooses(choosing) and not seen else None
        if offer is not None:
            found.append(replace(goal, number=-1, candidates=(Scored(offer.ref, goal.candidates[0].score),)))
        found.append(goal)
    return numbered(found) if len(found) > len(goals) else tuple(goals)


def _chooses(one: Entry) -> bool:
    named = one.verb in _MAKING and bool(_CHOOSING & {*one.name})
    return not one.params and one.action.effect != "read" and (one.verb in _CHOOSING or named)


def _offer(index: Index, choosing: Entry) -> Entry | None:
    offers = [one for one in index.entries.values() if _offers(one, choosing)]
    return max(offers, key=lambda one: (_likeness(index, one, choosing), one.ref), default=None)


def _offers(one: Entry, choosing: Entry) -> bool:
    """Whether `one` shows what `choosing` chooses from: it searches, and for the same thing."""
    reads = one.action.effect == "read" and not one.params and bool(_OFFERING & {one.verb, *one.name})
    return reads and bool({*one.objects} & {*choosing.objects})


def _likeness(index: Index, one: Entry, other: Entry) -> float:
    mine, theirs = {*one.objects}, {*other.objects}
    return sum(index.idf[word] for word in mine & theirs) / sum(index.idf[word] for word in mine | theirs)
