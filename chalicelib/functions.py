"""What each Lambda function does with its event: take the records apart, call the engine, say what failed.

A record that must come again is named in `batchItemFailures`; how soon is told to the queue.  Exceptions
are caught here, at the edge: one bad record must not hold up its neighbours.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any  # Any: Lambda events are JSON

from chalicelib import wiring
from chalicelib.engine import runner
from chalicelib.engine.engine import Ack, Nack, step_ref
from chalicelib.observe import log

Event = Mapping[str, Any]
Verdict = Ack | Nack


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

    swept = dict(sweep_shards(wiring.home().engine))
    if swept:
        log("sweep", swept=swept)
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
        body: Mapping[str, Any] = {}
        received = record["attributes"].get("ApproximateReceiveCount")
        try:
            body = json.loads(record["body"])
            verdict = do(body, received == "1")
        except Exception as error:  # Lambda's edge: the record comes again, its neighbours go on
            log(name, level="error", error=f"{type(error).__name__}: {error}", exception=True, **_ids(body))
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        if isinstance(verdict, Nack):
            failures.append(home.postpone(record, verdict.delay))
        if isinstance(verdict, Ack) and verdict.defect:
            log("planner_defect", level="error", traceback=verdict.defect, **_ids(body))
        said = verdict.did if isinstance(verdict, Ack) else f"again in {verdict.delay} s: {verdict.why}"
        log(name, outcome=said, received=received, **_ids(body))
    return {"batchItemFailures": failures}


def _ids(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in ("account", "task", "sid", "delivery") if name in body}
