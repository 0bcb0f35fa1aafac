"""A question in the hands of a worker: it is put to a person, unless the answer is there already."""

from dataclasses import replace

from chalicelib.domain.control import Live
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Insert
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Step
from chalicelib.engine.ask import lands_until, repeated_by, wait_details
from chalicelib.engine.consents import Asked
from chalicelib.engine.decide import decide_wait
from chalicelib.engine.engine import Ack, Nack
from chalicelib.engine.help import notify_waiting
from chalicelib.engine.load import Loaded, Loader
from chalicelib.engine.ports import Grant
from chalicelib.engine.records import Record, decode_record, full_output, record_sk, task_pk
from chalicelib.engine.refuse import refuse
from chalicelib.engine.registry import granted
from chalicelib.engine.settle import settle
from chalicelib.engine.shown import shown, still_to_read
from chalicelib.engine.work import Work

LONGEST_PAUSE = 30_000


def ask(work: Work, loaded: Loaded, step: Step, live: Live) -> Ack | Nack:
    engine, held, now = work.engine, work.held, work.engine.ports.now()
    assert step.ask is not None
    if live.answer is not None:
        return answered(work, loaded, live.answer)
    if step.ask.of_plan and still_to_read(engine, loaded.task, loaded.control, loaded.plan):
        wait = min(LONGEST_PAUSE, engine.settings.backoff << min(live.epoch - live.attempts, 5))
        return refuse(engine, work.ref, held, loaded.control, wait, "refused: something can still be read")
    put = shown(engine, loaded.task, loaded.control, loaded.plan, step)
    if step.ask.of_plan and not put.approved:
        return _nothing_to_approve(work, loaded)
    details = wait_details(step.ask, {**put.details, "approved": put.approved or None}, _look_after(work, loaded, step))
    if step.ask.reason == "oauth_consent":
        consent = Asked(engine, loaded.task, step)
        connection = consent.grant()
        if consent.known(loaded.control, loaded.plan, connection) or consent.await_it(connection):
            return _needless(work, loaded, consent, connection)
        details |= consent.details(loaded.plan, granted(engine.ports, engine.cache, loaded.task))
    record = Record(held.sid, held.owner, now, now, "waiting", output=details)
    return settle(
        engine, work.ref, held, loaded.control,
        lambda _: decide_wait(held, now, engine.settings), record,
        on_answer=lambda answer: answered(work, loaded, answer),
        then=lambda control: notify_waiting(engine, work.ref, control),
    )


def _nothing_to_approve(work: Work, loaded: Loaded) -> Ack | Nack:
    """No write is planned any more: nobody has to be asked."""
    now = work.engine.ports.now()
    output = {"decision": "approve", "values": {}, "approved": {}}
    note = "There is nothing to write"
    record = Record(work.held.sid, work.held.owner, now, now, "complete", output=output, note=note)
    return work.settle(loaded, Done(output), lambda *_: CarryOn(), record)


def _needless(work: Work, loaded: Loaded, consent: Asked, held: Grant | None) -> Ack | Nack:
    """The question need not be put: another one is, or the connection is there."""
    now = work.engine.ports.now()
    record = Record(work.held.sid, work.held.owner, now, now, "complete")
    made = CarryOn(f"{consent.tool} has just been connected")
    return work.settle(loaded, Done(), lambda control, plan: consent.known(control, plan, held) or made, record)


def answered(work: Work, loaded: Loaded, answer: str) -> Ack | Nack:
    """The person was quicker than the question: `answer` names the record that holds the answer."""
    verdict, token = answer[0], answer[1:]
    pk = task_pk(work.ref.account, work.ref.task)
    stored = work.engine.ports.store.get(pk, record_sk(work.held.sid, token))
    given = decode_record(stored) if stored else None
    output = full_output(work.engine.ports, given) if given else None
    now = work.engine.ports.now()
    outcome: Outcome = Done(output)
    edit: Edit = CarryOn()
    if verdict == "r":
        outcome = (given.failure if given else None) or Failed("declined", "a person said no")
        edit = GiveUp(outcome.reason, outcome.detail)
    elif loaded.step is not None and (repeated := repeated_by(loaded.plan, loaded.step, output)):
        edit = Insert(repeated)
    record = Record(work.held.sid, token, now, now, "complete", output=output)
    theirs = replace(work, held=replace(work.held, owner=token))
    return theirs.settle(loaded, outcome, lambda *_: edit, record)


def _look_after(work: Work, loaded: Loaded, question: Step) -> int | None:
    """From when on the service shows whether the call that is asked about happened."""
    assert question.ask is not None
    if question.ask.reason != "outcome_unknown":
        return None
    loader = Loader(work.engine, work.ref.account, work.ref.task)
    about = loader.records(loaded.control, [question.ask.about]).get(question.ask.about)
    return lands_until(about.finished_at if about else work.engine.ports.now(), work.engine.settings)

