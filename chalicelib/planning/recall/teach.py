"""Teaching: a finished run becomes evidence, its case and the sources of its inputs.

A run that ended well speaks for its case, one that did not speaks against it, so that a case that went wrong more
often than well is not used.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal  # Any: recorded values are JSON

from chalicelib.domain.lesson import Evidence, LessonKind
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import AUTHENTICATE, PERSON, REFRESH, UTILITY
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.impersonal import texts_in
from chalicelib.planning.lessons import lesson_id
from chalicelib.planning.planner import Brief, Catalogue
from chalicelib.planning.recall import answers, case, sources
from chalicelib.planning.recall.answers import Vocabulary
from chalicelib.planning.recall.case import Case
from chalicelib.planning.recall.sources import Call
from chalicelib.planning.records.recorded import Done
from chalicelib.planning.records.teach import lessons

_LOGINS = (AUTHENTICATE, REFRESH)


@dataclass(frozen=True, slots=True)
class Past:
    """What a run did: its calls in order and the links between them."""

    calls: tuple[Call, ...]
    links: tuple[tuple[int, int], ...]
    ended_well: bool


def case_of_task(task: str, at: int, brief: Brief, past: Past) -> Iterator[Evidence]:
    """The evidence of a task of ours; its prompt is read as the composer reads it."""
    from chalicelib.planning.bidding import plainly
    from chalicelib.planning.composer.clock import heard
    from chalicelib.planning.composer.composer import understood

    reading, goals, _ = understood(index_of(brief.catalogue), plainly(heard(brief)))
    yield from taught(task, at, brief.catalogue, reading, goals, past)


def taught(
    task: str, at: int, catalogue: Catalogue, reading: Reading, goals: Sequence[Goal], past: Past
) -> Iterator[Evidence]:
    """The evidence of one task; `reading` and `goals` are what its prompt is without memory."""
    if not past.calls:
        return
    index = index_of(catalogue)
    refs = tuple(call.ref for call in past.calls)
    fed = frozenset(
        (first, then) for first, then in past.links
        if any(source and source.origin == "output" and source.ref == refs[first]
               for source in past.calls[then].inputs.values())
    )
    content = case.encoded(Case(
        case.words_of(reading, index.idf), refs, past.links, fed, case.hints_of(index, reading, goals),
        told=case.told_by(goals, refs), clauses=case.clauses_of(index, reading, refs),
    ))
    yield _evidence("case", " ".join(refs), content, 1 if past.ended_well else -1, task, at)
    if past.ended_well:
        yield from _inputs(past.calls, catalogue, task, at)


def words_taught(
    task: str, at: int, brief: Brief, calls: Sequence[Done], smooth: bool = True
) -> Iterator[Evidence]:
    """What a task that ended well says of the words of its prompt, as requests are read: said as an order.

    `smooth`: nothing failed on the way.  What mended a failure is no part of what was asked for.
    """
    from chalicelib.planning.bidding import plainly
    from chalicelib.planning.composer.clock import heard
    from chalicelib.planning.precedent import teach as precedent
    from chalicelib.planning.usage.teach import told

    brief, seen = plainly(heard(brief)), set()

    again = precedent.told(brief, calls) if smooth else ()
    for key, content, vote in (*lessons(brief, calls), *told(brief, calls), *again):
        one = _evidence("word", key, content, vote, task, at)
        if one.lesson not in seen:
            seen.add(one.lesson)
            yield one


def said_anew(task: str, at: int, brief: Brief, calls: Sequence[Done]) -> Iterator[Evidence]:
    """What was done for a request that nobody understood until a person said it anew: its first words meant this."""
    from chalicelib.planning.composer.clock import heard
    from chalicelib.planning.precedent.teach import told

    for key, content, vote in told(heard(brief), calls):
        yield _evidence("word", key, content, vote, task, at)


def names_taught(task: str, at: int, catalogue: Catalogue, calls: Sequence[Done]) -> Iterator[Evidence]:
    """What a task that ended well saw of the names in a list of several pages: whether each is given once."""
    from chalicelib.planning.records.alone import taught

    for key, content, vote in taught(catalogue, calls):
        yield _evidence("fact", key, content, vote, task, at)


def answers_taught(
    task: str, at: int, catalogue: Catalogue, calls: Iterable[Done], known: Vocabulary | None = None
) -> Iterator[Evidence]:
    """What a task that ended well saw in answers that nobody declared; `known` for who asks often."""
    held: dict[tuple[str, str], str] = {}
    for call in calls:
        if answers.undeclared(catalogue.actions[call.ref].output_schema):
            known = known or answers.vocabulary(index_of(catalogue))
            for path, kind in answers.shape(call.output, known).items():
                held.setdefault((call.ref, path), kind)
    for (ref, path), kind in held.items():
        yield _evidence("fact", answers.key(ref, path), {"type": kind}, 1, task, at)


def _inputs(calls: Iterable[Call], catalogue: Catalogue, task: str, at: int) -> Iterator[Evidence]:
    seen = set()
    for call in calls:
        for name, source in call.inputs.items():
            kept = sources.impersonal(source, name, _schema(catalogue, call.ref, name))
            one = _evidence("fact", sources.key(call.ref, name), sources.encoded(kept), 1, task, at)
            if one.lesson not in seen:
                seen.add(one.lesson)
                yield one


def _evidence(
    kind: LessonKind, key: str, content: Mapping[str, Any], vote: Literal[1, -1], task: str, at: int
) -> Evidence:
    return Evidence(lesson_id(kind, key, content), kind, key, content, vote, task, at)


def finished(
    prompt: str, steps: Mapping[str, Step], done: Container[str], catalogue: Catalogue | None = None,
    known: Collection[str] = (),
) -> Past:
    """A run of ours that ended well: what was done, in the plan's order, without questions, remedies and logins.

    `known` are the constants, as JSON, that the lessons it used gave.
    """
    counted = [
        step for sid, step in steps.items()
        if sid in done and step.tool not in (PERSON, UTILITY) and not step.remedy_for and step.action not in _LOGINS
    ]
    refs = {step.id: step.ref for step in counted}
    place = {step.id: at for at, step in enumerate(counted)}
    calls = tuple(
        Call(refs[step.id], {
            name: sources.of_binding(one, refs, prompt, _schema(catalogue, refs[step.id], name), known)
            for name, one in step.inputs.items()
        })
        for step in counted
    )
    links = sorted({
        (place[needed], place[step.id]) for step in counted for needed in (*step.depends_on, *step.sources())
        if needed in place and needed != step.id
    })
    return Past(calls, tuple(links), ended_well=True)


def _schema(catalogue: Catalogue | None, ref: str, name: str) -> Mapping[str, Any]:
    action = catalogue.actions.get(ref) if catalogue else None
    found = action.properties.get(name) if action else None
    return found if isinstance(found, Mapping) else {}


def recorded(run: Mapping[str, Any], refs: Mapping[str, str], reading: Reading) -> Past | None:
    """A run {status, steps: [{tool, action?, arguments}], links}; `refs` are the actions by the names of its tools."""
    steps = run.get("steps") or ()
    named = [refs.get(str(step.get("action") or step["tool"])) for step in steps]
    known = [name for name in named if name is not None]
    if len(known) < len(named):
        return None
    calls = []
    read: set[str] = set()
    for ref, step in zip(known, steps, strict=True):
        told = (step.get("arguments") or {}).items()
        calls.append(Call(ref, {str(name): sources.of_value(value, known, reading, read) for name, value in told}))
        read |= texts_in(step.get("result"))
    links = {(int(one), int(other)) for one, other in run.get("links") or ()}
    for at, step in enumerate(steps):
        told = map(sources.reference, (step.get("arguments") or {}).values())
        links |= {(number, at) for number in told if number is not None}
    inside = sorted((one, other) for one, other in links if 0 <= one < len(calls) and 0 <= other < len(calls))
    return Past(tuple(calls), tuple(inside), run.get("status", "succeeded") in ("succeeded", "complete"))


