"""The readings of a request over the records that were read, in the order in which they are believed.

    by its words    the first reading, then the second one
    by past runs    what they say of single words, then how they asked for actions

Runs say nothing against an explanation of every word of the request.  So they decide only what its words leave open,
and cost no request that can be read without them.
"""

from dataclasses import replace

from chalicelib.domain.lesson import Memory
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief
from chalicelib.planning.recall import answers
from chalicelib.planning.records import decide
from chalicelib.planning.records.decide import Decided
from chalicelib.planning.records.reach import Ambiguous, Reach, Unsure
from chalicelib.planning.revise import demands


@once
def untaught(brief: Brief) -> Brief:
    """The brief without what past runs taught of requests; what actions answer and demand is no matter of words."""
    memory = _of_actions(brief.memory)
    return replace(brief, memory=memory) if len(memory.lessons) < len(brief.memory.lessons) else brief


@once
def _of_actions(memory: Memory) -> Memory:
    return Memory(tuple(lesson for lesson in memory.lessons if answers.tells(lesson) or demands.tells(lesson)))


def first(brief: Brief, reach: Reach) -> Decided | None:
    """The first reading, with what runs say of words only where it needs them."""
    try:
        return decide.decided(untaught(brief), reach)
    except Unsure:
        reach.wanted.clear()
        return decide.decided(brief, reach)


def decided(brief: Brief, reach: Reach) -> Decided | None:
    try:
        told: Decided | Unsure | None = _read(untaught(brief), reach)
    except Unsure as doubt:
        told = doubt
    if told is None or (isinstance(told, Decided) and (told.writes or not told.absent)):
        return told and _credited(brief, told)
    shown = _shown(brief, reach) if brief.memory.lessons else told
    if shown is None or (isinstance(shown, Decided) and shown.writes):
        return shown
    if not isinstance(told, Unsure):
        return told
    if isinstance(shown, Decided) and not shown.absent and not (shown.lack and shown.lack.one):
        return shown  # what runs say of a word may leave nothing to do
    raise told


def _credited(brief: Brief, told: Decided) -> Decided:
    from chalicelib.planning.usage.read import usage

    return replace(told, writes=usage(brief).credited(index_of(brief.catalogue), told.writes))


def _shown(brief: Brief, reach: Reach) -> Decided | Unsure | None:
    reach.wanted.clear()
    try:
        return _read(brief, reach)
    except Unsure as doubt:
        return doubt


def _read(brief: Brief, reach: Reach) -> Decided | None:
    """By the first reading, else by the second; of two doubts the first."""
    from chalicelib.planning import tables
    from chalicelib.planning.usage.read import usage

    shown = usage(brief)
    try:
        first = decide.decided(brief, reach)
        if first is None or not first.absent:
            return first
        try:
            reach.wanted.clear()
            return tables.decided(brief, reach, shown)
        except Ambiguous:
            raise
        except Unsure:
            if not first.writes and tables.known_names(brief, reach):
                raise  # the services know what it names, only not where it was looked for
            return first
    except Ambiguous:
        raise
    except Unsure as doubt:
        reach.wanted.clear()
        try:
            return tables.decided(brief, reach, shown)
        except Ambiguous:
            raise
        except Unsure:
            raise doubt from None
