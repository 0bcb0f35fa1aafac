"""LEARN: lessons are taken from a task once, after its end, from what is stored of it.

Delivered at least once, so every write is put-if-absent or folded anew; the mark `LEARNED` comes last and
is what lets the task leave the sweeper's index.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.control import STEP_ZERO, Control, public_status
from chalicelib.domain.errors import NotFound
from chalicelib.domain.lesson import Evidence, Lesson
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.task import Task
from chalicelib.domain.tool import PERSON, UTILITY
from chalicelib.engine.act import facts
from chalicelib.engine.engine import Ack, Engine, Nack
from chalicelib.engine.history import History, history
from chalicelib.engine.load import letters
from chalicelib.engine.memory import add_evidence, found, note_use, reset_at, unname
from chalicelib.engine.ports import Write
from chalicelib.engine.records import LEARNED, Record, expiry, full_output, task_pk
from chalicelib.engine.registry import catalogue, version
from chalicelib.engine.reports import Ended
from chalicelib.planning.gathering import gathers, goes_on, looks
from chalicelib.planning.planner import Brief, Run, Trial

if TYPE_CHECKING:
    from chalicelib.planning import lessons
    from chalicelib.planning.records.recorded import Done


def learn_from(engine: Engine, account: str, task_id: str) -> Ack | Nack:
    try:
        past = history(engine.ports, account, task_id)
    except NotFound:
        return Ack("the task was deleted")
    if not past.control.terminal:
        return Nack(5, "the task has not ended")
    if past.learned_at is not None:
        return Ack("learned already")
    now = engine.ports.now()
    learned = tuple(votes(engine, past, now)) if teaches(past) else ()
    remember(engine, past, learned)
    mark = {"at": now, "lessons": [evidence.lesson for evidence in learned]}
    pk = task_pk(account, task_id)
    engine.ports.store.put(Write(pk, LEARNED, mark, when="absent", expires=expiry(engine.ports, engine.settings)))
    if engine.ports.store.control(pk) is None:  # deleted meanwhile, perhaps before there was a mark to go by
        engine.ports.store.delete(pk, LEARNED)
        mask = f"gone_{engine.ports.token(8)}"
        for evidence in learned:
            unname(engine.ports, account, past.task.sub_agent, evidence.lesson, task_id, evidence.by, mask)
    return Ack(f"{len(learned)} lessons", report=_ended(past, len(learned)))


def _ended(past: History, learned: int) -> Ended:
    task, attempts = past.task, [one for one in past.records if one.sid != STEP_ZERO and not one.kept_from]
    finished = max((record.finished_at for record in past.records), default=task.created_at)
    return Ended(
        public_status(past.control, 0), task.sub_agent, past.control.entered, len(attempts), finished - task.created_at,
        len(used(past)), learned, task.batch, task.trace_id,
    )


def remember(engine: Engine, past: History, learned: Iterable[Evidence]) -> None:
    """The votes are folded into their lessons; those that were used and not voted on are told so."""
    task, rested = past.task, dict.fromkeys(used(past))
    since = reset_at(engine.ports, task.account, task.sub_agent)
    for evidence in learned:
        add_evidence(
            engine.ports, task.account, task.sub_agent, evidence, task.created_at, since=since,
            used=evidence.lesson in rested,
        )
        rested.pop(evidence.lesson, None)
    for lesson in rested if teaches(past) else ():
        note_use(engine.ports, task.account, task.sub_agent, lesson, task.created_at)


def votes(engine: Engine, past: History, now: int) -> Iterator[Evidence]:
    """One for each lesson: where the run speaks for and against it, against wins."""
    from chalicelib.planning import lessons

    task = past.task
    rested = {lesson.id: lesson for lesson in found(engine.ports, task.account, task.sub_agent, used(past))}
    cast = (
        *lessons.learn(task.id, now, finished_run(past)), *how_it_was_done(engine, past, now, rested.values()),
        *failed_uses(past, rested, now),
    )
    latest = {vote.lesson: vote for vote in sorted(cast, key=lambda vote: -vote.vote)}
    by = stands_for(task)
    yield from (replace(vote, by=by) for vote in latest.values())


def stands_for(task: Task) -> str:
    """A name for the task's user that tells nobody who it is; empty where there is none."""
    return "" if task.user_id is None else person(task.account, task.sub_agent, task.user_id)


def person(account: str, sub_agent: str, user_id: str) -> str:
    return hashlib.sha256(f"{account}|{sub_agent}|{user_id}".encode()).hexdigest()[:12]


def failed_uses(past: History, rested: Mapping[str, Lesson], now: int) -> Iterator[Evidence]:
    """Against what a step rested on that failed for good, was replaced, or that a person did not want.

    Remedies have rules of their own (`planning.lessons`).
    """
    outcomes = letters(past.control)
    unwanted = {
        step.ask.about for step in past.steps.values()
        if step.ask and step.ask.reason == "approval" and outcomes.get(step.id) == "F"
    }
    for step in past.steps.values():
        if outcomes.get(step.id) not in ("F", "S") and step.id not in unwanted:
            continue
        for lesson in (rested[name] for name in step.lessons if name in rested):
            if lesson.kind != "remedy":
                yield Evidence(lesson.id, lesson.kind, lesson.key, lesson.content, -1, past.task.id, now)


def how_it_was_done(engine: Engine, past: History, now: int, rested: Iterable[Lesson]) -> Iterator[Evidence]:
    """What a task that ended well adds to execution memory: its case, and where its inputs came from."""
    from chalicelib.planning.recall.teach import (
        answers_taught,
        case_of_task,
        finished,
        names_taught,
        said_anew,
        words_taught,
    )

    if past.control.status != "OK":
        return
    task = past.task
    try:
        sub_agent = version(engine.ports, engine.cache, task.account, task.sub_agent_version)
        known = catalogue(engine.ports, engine.cache, task.account, sub_agent)
    except NotFound:
        return
    brief = as_said(engine, past, Brief(task.prompt, known, context=facts(task), now=task.created_at))
    outcomes = letters(past.control)
    done = {sid for sid in past.steps if outcomes.get(sid) == "D"}
    given = {str(lesson.content.get("what")) for lesson in rested if lesson.content.get("from") == "constant"}
    yield from case_of_task(task.id, now, brief, finished(brief.prompt, past.steps, done, known, given))
    asked = {sid for sid in done if not past.steps[sid].remedy_for}
    smooth = not any(outcomes.get(sid) in ("F", "S") for sid in past.steps)
    if not any(map(gathers, past.steps.values())):
        # A reading of records that was carried out says of itself only that it is what it is.
        yield from words_taught(task.id, now, brief, calls_of(engine, past, brief, asked), smooth)
    elif smooth and brief.prompt != task.prompt:
        first = replace(brief, prompt=task.prompt)
        yield from said_anew(task.id, now, first, calls_of(engine, past, brief, asked))
    if any(map(goes_on, past.steps.values())) and not any("|alone:" in lesson.key for lesson in rested):
        shown = {sid for sid in done if looks(past.steps[sid])}
        yield from names_taught(task.id, now, known, calls_of(engine, past, brief, shown))
    unsaid = {sid for sid in done if tells_nothing(past.steps[sid], brief)}
    yield from answers_taught(task.id, now, known, calls_of(engine, past, brief, unsaid))


def as_said(engine: Engine, past: History, brief: Brief) -> Brief:
    """The brief with the request as a person has said it since: what was done was done for those words."""
    from chalicelib.planning.records import answered

    asked = [step.id for step in past.steps.values() if step.ask and step.ask.reason == "missing_input"]
    given = {sid: full_output(engine.ports, record) for sid in asked if (record := past.valid(sid)) is not None}
    return answered(brief, Run(Plan(tuple(past.steps.values())), {}, given)) if given else brief


def tells_nothing(step: Step, brief: Brief) -> bool:
    """Whether the step's action does not declare what it gives back."""
    from chalicelib.planning.recall.answers import undeclared

    action = brief.catalogue.actions.get(step.ref)
    return action is not None and action.via != "auth" and undeclared(action.output_schema)


def calls_of(engine: Engine, past: History, brief: Brief, done: Iterable[str]) -> "list[Done]":
    """What was called outside and what came back, in the order in which it was called.

    A step that a person or another remedy helped along is there as it went in the end.
    """
    from chalicelib.planning.records.recorded import Done

    found = []
    for sid in done:
        step, record = past.steps[sid], past.valid(sid)
        action = brief.catalogue.actions.get(step.ref)
        if action is not None and record is not None and step.tool not in (PERSON, UTILITY):
            output = full_output(engine.ports, record)
            found.append((record.finished_at, Done(action.ref, record.inputs, output, action.effect == "read")))
    return [call for _, call in sorted(found, key=lambda pair: pair[0])]


def teaches(past: History) -> bool:
    """Only runs that were carried out for real, to their own end, and whose caller allows it."""
    return past.task.training and past.task.mode == "live" and past.control.status in ("OK", "FAIL")


def used(past: History) -> tuple[str, ...]:
    """The lessons that the plan, its steps and their remedies rested on."""
    planned = [lesson for record in past.records for lesson in record.lessons]
    return tuple(dict.fromkeys((*planned, *(lesson for step in past.steps.values() for lesson in step.lessons))))


def finished_run(past: History) -> "lessons.History":
    from chalicelib.planning import lessons

    steps = tuple(
        lessons.PastStep(
            step, letters(past.control).get(step.id) == "D",
            trials(past.of(step.id), past.steps, past.control),
        )
        for step in past.steps.values()
    )
    return lessons.History(steps, past.control.status == "OK")


def trials(records: Iterable[Record], steps: Mapping[str, Step], control: Control) -> tuple[Trial, ...]:
    """The failed attempts among `records`, each with what was put before the step because of it.

    A remedy that failed and was replaced is there with all that took its place.
    """
    return tuple(
        _trial(record, steps, control) for record in records
        if record.failure is not None and record.status in ("retried", "failed")
    )


def _trial(record: Record, steps: Mapping[str, Step], control: Control) -> Trial:
    assert record.failure is not None
    found: list[Step] = []
    todo = [sid for sid in record.remedies if sid in steps and steps[sid].remedy_for == record.sid]
    while todo:
        sid = todo.pop(0)
        found.append(steps[sid])
        todo += [step.id for step in steps.values() if step.replaces == sid]
    outcomes = letters(control)
    worked = {step.id: outcomes[step.id] == "D" for step in found if step.id in outcomes}
    return Trial(record.failure, tuple(found), worked)
