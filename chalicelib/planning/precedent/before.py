"""The way in: nothing else of this package is imported until memory holds a precedent."""

from chalicelib.domain.lesson import Memory
from chalicelib.domain.plan import Plan
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, NoPlan
from chalicelib.planning.precedent.kept import PREFIX
from chalicelib.planning.records.decide import Decided
from chalicelib.planning.records.reach import Reach


@once
def _any(memory: Memory) -> bool:
    return any(lesson.key.startswith(PREFIX) for lesson in memory.lessons)


def decided(brief: Brief, reach: Reach) -> Decided | None:
    """What is done as it was done before; nothing where no precedent fits, or more has to be read (`reach.wanted`)."""
    if not _any(brief.memory):
        return None
    from chalicelib.planning.precedent import read

    return read.decided(brief, reach)


def differs(brief: Brief, plan: Plan | NoPlan) -> bool:
    """Whether the same was said before of other things, and something else was done than the plan does."""
    if not _any(brief.memory):
        return False
    from chalicelib.planning.precedent import read

    return read.differs(brief, plan)
