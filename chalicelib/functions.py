"""What each Lambda function does with its event: take the records apart, call the engine, say what failed.

A record that must come again is named in `batchItemFailures`; how soon is told to the queue.  Exceptions
are caught here, at the edge: one bad record must not hold up its neighbours.  Each record leaves one line in the log.
"""

import json
from collections.abc import Callable, Mapping
from time import time
from typing import Any  # Any: Lambda events are JSON

from chalicelib import wiring
from chalicelib.domain.errors import NewerForm
from chalicelib.engine import runner
from chalicelib.engine.engine import Ack, Nack, step_ref
from chalicelib.engine.reports import Attempt, Delivered, Ended
from chalicelib.observe import Observer, Watch
from chalicelib.observe.fields import ids, level, of_attempt, of_delivery, of_ended, uneventful

Event = Mapping[str, Any]
Verdict = Ack | Nack
NEWER_S = 30


def run_step(event: Event, context: Any) -> dict[str, Any]:
    engine = wiring.home().engine

    def one(body: Mapping[str, Any], first: bool) -> Verdict:
        return runner.run_step(engine, step_ref(body), context.get_remaining_time_in_millis, first=first)
    return _each(event, "run_step", one)


def learn(event: Event, context: Any) -> dict[str, Any]:
    from chalicelib.engine import learning

    engine = wiring.home().engine
    return _each(event, "learn", lambda body, _: learning.learn_from(engine, str(body["account"]), str(body["task"])))


def deliver_webhook(event: Event, context: Any) -> dict[str, Any]:
    from chalicelib.tools.webhooks import deliver

    home = wiring.home()

    def one(body: Mapping[str, Any], first: bool) -> Verdict:
        return deliver(home.engine, home.guard, str(body["account"]), str(body["task"]), str(body["delivery"]))
    return _each(event, "deliver_webhook", one)


def sweep(event: Event, context: Any) -> dict[str, Any]:
    from chalicelib.engine.sweep import sweep as sweep_shards

    observer = wiring.home().observer
    with observer.watching("sweep") as watch:
        try:
            swept = dict(sweep_shards(wiring.home().engine))
        except ExceptionGroup as errors:  # the others have been looked at; the alarm counts what is raised
            watch.failed = True
            watch.note(error=str(errors), errors=len(errors.exceptions))
            observer.write("sweep", watch, level="error", exception=True)
            raise
        watch.note(swept=swept, repairs=sum(swept.values()), duration_ms=watch.ms)
        observer.write("sweep", watch, eventful=bool(swept))
    return swept


def warm() -> None:
    """Load what a step loads lazily; the embedded home's workers do so before they take messages."""
    import jsonschema  # noqa: F401 loaded for the first validation of inputs

    from chalicelib.planning.planner import Brief, Catalogue

    wiring.home().engine.planner.draft(Brief("What is there to do?", Catalogue("", {})))


def _each(event: Event, name: str, do: Callable[[Mapping[str, Any], bool], Verdict]) -> dict[str, Any]:
    """`do` is given the body, and whether it is delivered for the first time."""
    home = wiring.home()
    failures = []
    for record in event["Records"]:
        with home.observer.watching(name, record["attributes"].get("AWSTraceHeader", "")) as watch:
            first = _received(watch, record)
            try:
                body = json.loads(record["body"])
                watch.note(**ids(body))
                watch.annotate(task_id=str(body.get("task", "")))
                verdict = _done(do, body, first)
            except Exception as error:  # Lambda's edge: the record comes again, its neighbours go on
                watch.failed = True
                watch.note(error=f"{type(error).__name__}: {error}")
                home.observer.write(name, watch, level="error", exception=True)
                failures.append({"itemIdentifier": record["messageId"]})
                continue
            if isinstance(verdict, Nack):
                failures.append(home.postpone(record, verdict.delay))
            _write(home.observer, name, watch, verdict)
    return {"batchItemFailures": failures}


def _done(do: Callable[[Mapping[str, Any], bool], Verdict], body: Mapping[str, Any], first: bool) -> Verdict:
    """What a newer release has written is left to its own workers: the message comes again, and the log says why."""
    try:
        return do(body, first)
    except NewerForm as newer:
        return Nack(NEWER_S, newer.detail)


def _received(watch: Watch, record: Mapping[str, Any]) -> bool:
    """Whether it is delivered for the first time; then the log says how long it lay in its queue."""
    received, sent = record["attributes"].get("ApproximateReceiveCount"), record["attributes"].get("SentTimestamp")
    if received == "1" and sent:
        delay = record.get("messageAttributes", {}).get("delay", {}).get("stringValue", "0")
        watch.note(queue_age_ms=max(0, round(time() * 1000) - int(sent) - 1000 * int(delay)))
    elif received != "1":
        watch.note(received=received)
    return bool(received == "1")


def _write(observer: Observer, name: str, watch: Watch, verdict: Verdict) -> None:
    """The one line of a record, by what it was about."""
    watch.note(**observer.used(watch))
    if isinstance(verdict, Nack):
        watch.note(again_s=verdict.delay, why=verdict.why)
        observer.write(name, watch)
        return
    if verdict.defect:
        watch.failed = True
        watch.note(defect=verdict.defect)
    if verdict.report is None or " " in verdict.did:  # else one word, which the status says as well
        watch.note(did=verdict.did)
    event, how, eventful = _told(watch, verdict, name)
    observer.write(event, watch, level="error" if verdict.defect else how, eventful=eventful or bool(verdict.defect))


def _told(watch: Watch, verdict: Ack, name: str) -> tuple[str, str, bool]:
    """The record's name and level, and whether it tells of more than that all is well; its fields are noted."""
    match verdict.report:
        case Attempt() as attempt:
            watch.note(**of_attempt(attempt), tool_duration_ms=round(watch.tool_ms) if attempt.tool else None)
            watch.annotate(sub_agent=attempt.sub_agent, step=attempt.label, status=attempt.status)
            return "step", level(attempt), not uneventful(attempt)
        case Ended() as ended:
            watch.note(**of_ended(ended), duration_ms=watch.ms)
            watch.annotate(sub_agent=ended.sub_agent, status=ended.status)
            return "task", "info", True
        case Delivered() as delivered:
            watch.note(**of_delivery(delivered), duration_ms=watch.ms)
            watch.annotate(status=delivered.status)
            return "webhook", "info" if delivered.status == "delivered" else "warning", delivered.status != "delivered"
    return name, "info", False
