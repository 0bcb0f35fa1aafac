"""A request done as one was that said the same of other things: what was read then is read anew, then it is written."""

from collections.abc import Iterator

from chalicelib.domain.lesson import Lesson, Memory, outvotes
from chalicelib.domain.plan import Plan
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, NoPlan, as_said
from chalicelib.planning.precedent.again import Again
from chalicelib.planning.precedent.alike import Alike, alike, heard, telling
from chalicelib.planning.precedent.kept import PREFIX, Precedent, decoded
from chalicelib.planning.precedent.meant import Else
from chalicelib.planning.records.decide import Decided
from chalicelib.planning.records.reach import Reach
from chalicelib.planning.records.scene import Write
from chalicelib.planning.tables import request

_SHARED = 0.3
"""So many of its words must be said again, or a precedent is not looked at more closely."""


@once
def _known(memory: Memory) -> tuple[tuple[Precedent, frozenset[str], Lesson], ...]:
    """The precedents, each with the words that tell it."""
    told = ((decoded(one.key, one.content), one) for one in memory.of("word") if one.key.startswith(PREFIX))
    kept = ((one, lesson) for one, lesson in told if one and (lesson.pinned or lesson.supported > lesson.opposed))
    return tuple((one, _told(one), lesson) for one, lesson in kept)


def _told(one: Precedent) -> frozenset[str]:
    return frozenset(word for word in one.said if isinstance(word, str) and telling(word))


def differs(brief: Brief, plan: Plan | NoPlan) -> bool:
    """Whether somebody said the same of other things, and something else was done, or other records were read."""
    index = index_of(brief.catalogue)
    refs = [step.ref for step in plan.steps] if isinstance(plan, Plan) else []
    known = [index.entries[ref].action for ref in refs if ref in index.entries]
    reads, writes = ({one.ref for one in known if one.via != "auth" and one.writes == does} for does in (False, True))
    said = ((one, {call.ref for call in one.writes}) for one, _, _ in _fitting(as_said(brief)))
    return any(writes != done or not reads <= {call.ref for call in one.looks} for one, done in said)


def _fitting(brief: Brief) -> Iterator[tuple[Precedent, Lesson, Alike]]:
    if not _known(brief.memory):
        return
    index = index_of(brief.catalogue)
    told = request.request(brief, index)
    words = heard(told.words, told.marks)
    now = {one.stem for one in words}
    for one, tells, lesson in _known(brief.memory):
        if len(tells & now) < _SHARED * len(tells):
            continue
        known = all(call.ref in index.entries for call in (*one.looks, *one.writes))
        yield from ((one, lesson, found) for found in (alike(one, words, index.verbs) if known else ()))


def decided(brief: Brief, reach: Reach) -> Decided | None:
    """What is done as before; nothing where no precedent fits, or more has to be read (`reach.wanted`)."""
    brief = as_said(brief)
    found: list[tuple[float, str, tuple[Write, ...], Lesson]] = []
    for one, lesson, said in _fitting(brief):
        try:
            writes = Again(brief=brief, reach=reach, places=said.places, one=one).writes(lesson.id)
        except (Else, LookupError, TypeError, ValueError):
            continue  # it is another request, or another version learned what cannot be read
        if writes is not None:
            effect = str([(write.ref, sorted(map(str, write.inputs.items()))) for write in writes])
            found.append((said.share, effect, writes, lesson))
    if reach.wanted:
        return None
    most = max((one[0] for one in found), default=0.0)
    best = [one for one in found if one[0] == most]
    for _, effect, writes, lesson in best:
        others = [other[3] for other in best if other[1] != effect]
        if not others or outvotes(lesson, others):
            return Decided(writes)
    return None  # some did this for such words, and as many did something else
