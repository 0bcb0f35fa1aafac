"""LEARN: lessons are taken from a task once, after its end, from what is stored of it.

Delivered at least once, so every write is put-if-absent or folded anew; the mark `LEARNED` comes last and
is what lets the task leave the sweeper's index.
"""

from collections.abc import Iterable, Iterator, Mapping

from chalicelib.domain.control import Control
from chalicelib.domain.errors import NotFound
from chalicelib.domain.lesson import Evidence
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import PERSON, UTILITY
from chalicelib.engine.act import facts
from chalicelib.engine.engine import Ack, Engine, Nack
from chalicelib.engine.history import History, history
from chalicelib.engine.load import letters
from chalicelib.engine.memory import add_evidence
from chalicelib.engine.ports import Write
from chalicelib.engine.records import LEARNED, Record, expiry, full_output, task_pk
from chalicelib.engine.registry import catalogue, version
from chalicelib.planning import lessons
from chalicelib.planning.planner import Brief, Trial
from chalicelib.planning.records import gathers
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
    learned = (*lessons.learn(task_id, now, finished_run(past)), *how_it_was_done(engine, past, now)) \
        if teaches(past) else ()
    for evidence in learned:
        add_evidence(engine.ports, account, past.task.sub_agent, evidence)
    mark = {"at": now, "lessons": [evidence.lesson for evidence in learned]}
    engine.ports.store.put(Write(
        task_pk(account, task_id), LEARNED, mark, when="absent", expires=expiry(engine.ports, engine.settings)
    ))
    return Ack(f"{len(learned)} lessons")


def how_it_was_done(engine: Engine, past: History, now: int) -> Iterator[Evidence]:
    """What a task that ended well adds to execution memory: its case, and where its inputs came from."""
    from chalicelib.planning.recall.teach import case_of_task, finished, words_taught

    if past.control.status != "OK":
        return
    task = past.task
    try:
        sub_agent = version(engine.ports, engine.cache, task.account, task.sub_agent_version)
        known = catalogue(engine.ports, engine.cache, task.account, sub_agent)
    except NotFound:
        return
    brief = Brief(task.prompt, known, context=facts(task), now=task.created_at)
    outcomes = letters(past.control)
    done = {sid for sid in past.steps if outcomes.get(sid) == "D"}
    yield from case_of_task(task.id, now, brief, finished(task.prompt, past.steps, done))
    if not any(map(gathers, past.steps.values())):
        # A reading of records that was carried out says of itself only that it is what it is.
        yield from words_taught(task.id, now, brief, calls_of(engine, past, brief, done))


def calls_of(engine: Engine, past: History, brief: Brief, done: Iterable[str]) -> list[Done]:
    """What was called outside and what came back, in the order in which it was called.

    A step that a person or another remedy helped along is there as it went in the end.
    """
    found = []
    for sid in done:
        step, record = past.steps[sid], past.valid(sid)
        action = brief.catalogue.actions.get(f"{step.tool}.{step.action}")
        if action is not None and record is not None and step.tool not in (PERSON, UTILITY):
            output = full_output(engine.ports, record)
            found.append((record.finished_at, Done(action.ref, record.inputs, output, action.effect == "read")))
    return [call for _, call in sorted(found, key=lambda pair: pair[0])]


def teaches(past: History) -> bool:
    """Only runs that were carried out for real, to their own end, and whose caller allows it."""
    return past.task.training and past.task.mode == "live" and past.control.status in ("OK", "FAIL")


def finished_run(past: History) -> lessons.History:
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
