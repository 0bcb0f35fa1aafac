"""Reads without a claim (docs/protocol.md, rule 14): who may be read like that, and what if somebody else was there."""

import json
from collections.abc import Callable, Mapping
from typing import Any  # Any: records of a queue

from chalicelib.domain.control import Live, Settled
from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.domain.transitions import Claim, Settle, Transition
from chalicelib.engine import signals
from chalicelib.engine.engine import Ack, Nack, StepRef, step_ref
from chalicelib.engine.ports import Applied, Refused
from chalicelib.engine.records import task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.trace import trace
from tests.engine.scripted import ACCOUNT, Scene, step
from tests.stress.test_copies import LEVELS, Late, lattice

OK = Done({"ok": True})


class Reads(Scene):
    """As on AWS: reads are not claimed, and a worker is told whether its message was delivered before."""

    def __init__(self, *args: Any, **fields: Any) -> None:
        self.seen: list[Transition] = []
        self.verdicts: list[Ack | Nack] = []
        super().__init__(*args, claims_reads=False, **fields)
        inner = self.world.store.apply

        def apply(pk: str, transition: Transition) -> Applied | Refused:
            self.seen.append(transition)
            return inner(pk, transition)
        self.world.store.apply = apply  # type: ignore[method-assign]

    def handler(self, event: Mapping[str, Any], remaining: int = 900_000) -> dict[str, Any]:
        failures = []
        for record in event["Records"]:
            first = record["attributes"]["ApproximateReceiveCount"] == "1"
            verdict = run_step(self.engine, step_ref(json.loads(record["body"])), lambda: remaining, first=first)
            self.verdicts.append(verdict)
            if isinstance(verdict, Nack):
                failures.append({"itemIdentifier": record["messageId"], "visibilityTimeout": verdict.delay})
        return {"batchItemFailures": failures}

    def planned(self) -> "Reads":
        self.world.deliver(self.handler)
        self.seen.clear()
        self.verdicts.clear()
        return self

    def copy(self, *, first: bool) -> Ack | Nack:
        """Another message for step 1, as it was sent when nobody had tried it."""
        return run_step(self.engine, StepRef(ACCOUNT, self.task.id, "1", 0, read=True), lambda: 900_000, first=first)

    def meanwhile(self, do: Callable[[], object], outcome: Outcome = OK) -> None:
        """What happens the first time while step 1 is called; a further call works."""
        left = [do]

        def tool(call: object) -> Outcome:
            if left:
                left.pop()()
                return outcome
            return OK
        self.world.outside.functions["tool.1"] = tool

    @property
    def claims(self) -> list[str]:
        return [one.sid for one in self.seen if isinstance(one, Claim)]


def read_then(*more: str) -> tuple[Any, ...]:
    return (step("1", effect="read"), *(step(sid, "1") for sid in more))


def test_a_read_is_called_without_a_claim_and_what_follows_it_is_claimed() -> None:
    scene = Reads(read_then("2"))

    assert scene.run().status == "complete"

    assert scene.claims == ["z", "2"]
    (row, _) = trace(scene.world.ports, ACCOUNT, scene.task.id)["steps"]
    assert [one["number"] for one in row["attempts"]] == [1] and row["status"] == "complete"


def test_a_read_whose_message_came_before_is_claimed() -> None:
    scene = Reads(read_then()).planned()

    assert isinstance(scene.copy(first=False), Ack)

    assert scene.claims == ["1"]


def test_what_is_not_a_read_is_claimed_whatever_its_message_says() -> None:
    for effect in ("idempotent", "unsafe"):
        scene = Reads((step("1", effect=effect),)).planned()  # type: ignore[arg-type]
        scene.copy(first=True)

        assert scene.claims == ["1"]


def test_a_read_that_fails_is_claimed_before_anything_is_written_of_it() -> None:
    scene = Reads(read_then("2"), {"1": lambda _: Failed("not_found", "no such thing")}).planned()

    assert scene.run().status == "failed"

    written = [type(one).__name__ for one in scene.seen[:2]]
    assert written == ["Claim", "Settle"]
    (row, _) = trace(scene.world.ports, ACCOUNT, scene.task.id)["steps"]
    assert [one["status"] for one in row["attempts"]] == ["failed"]


def test_of_two_copies_that_read_at_once_one_counts_and_the_other_sends_nothing() -> None:
    scene = Reads(read_then("2")).planned()
    scene.meanwhile(lambda: scene.copy(first=True))
    scene.world.deliver(scene.handler)

    assert scene.verdicts == [Ack("done already")]
    assert len(scene.world.queue._letters) == 1
    settled = scene.control.settled("1")
    assert settled is not None and scene.seen[0] == Settle("1", 0, "D", settled.owner, "pending")
    assert scene.run().status == "complete"


def test_who_reads_while_another_claims_gives_his_message_back() -> None:
    scene = Reads(read_then("2")).planned()
    now = scene.world.clock()
    pk = task_pk(ACCOUNT, scene.task.id)
    scene.meanwhile(lambda: scene.world.store.apply(pk, Claim("1", 0, "other", now, now + 180_000, 6)))
    scene.world.deliver(scene.handler)

    assert isinstance(scene.verdicts[0], Nack) and scene.verdicts[0].delay > 100
    live = scene.control.live("1")
    assert live is not None and live.owner == "other"


def test_a_failure_that_comes_after_another_worker_was_done_changes_nothing() -> None:
    scene = Reads(read_then("2")).planned()
    scene.meanwhile(lambda: scene.copy(first=True), Failed("not_found", "too slow"))
    scene.world.deliver(scene.handler)

    assert scene.control.settled("1") is not None and not scene.control.bad
    assert scene.run().status == "complete"


def test_a_commit_without_a_claim_whose_reply_was_lost_still_sends_what_follows() -> None:
    scene = Reads(read_then("2")).planned()
    inner = scene.world.store.apply

    def twice(pk: str, transition: Transition) -> Applied | Refused:
        first = inner(pk, transition)
        return inner(pk, transition) if isinstance(transition, Settle) and transition.source == "pending" else first
    scene.world.store.apply = twice  # type: ignore[method-assign]

    assert scene.run().status == "complete"


def test_a_read_in_a_task_that_is_cancelled_meanwhile_is_dropped() -> None:
    scene = Reads(read_then("2")).planned()
    scene.meanwhile(lambda: signals.cancel(scene.engine, ACCOUNT, scene.task.id))
    scene.world.deliver(scene.handler)

    assert scene.verdicts == [Ack("the task has ended")]
    (row, _) = trace(scene.world.ports, ACCOUNT, scene.task.id)["steps"]
    assert row["status"] == "skipped"


def test_where_nothing_is_kept_a_read_is_claimed_so_that_the_sweeper_waits_for_it() -> None:
    scene = Reads(read_then(), agent={"record": "none"}).planned()

    def cancelled_and_swept() -> None:
        signals.cancel(scene.engine, ACCOUNT, scene.task.id)
        scene.sweep()
    scene.meanwhile(cancelled_and_swept, Done({"said": "Zanzibar"}))
    scene.world.deliver(scene.handler)
    for _ in range(3):
        scene.sweep(600)

    assert scene.control.due is None
    assert "Zanzibar" not in str(scene.world.store.query(task_pk(ACCOUNT, scene.task.id)).items)


def test_what_is_told_of_work_that_has_begun_is_recorded_though_the_task_was_cancelled() -> None:
    scene = Reads((step("1", effect="unsafe"),)).planned()

    def tool(call: Any) -> Outcome | Started:
        if not call.operation:
            return Started({"url": "http://there/1"}, after=0)
        signals.cancel(scene.engine, ACCOUNT, scene.task.id)
        return OK
    scene.world.outside.functions["tool.1"] = tool
    scene.run()

    asked = [state for sid, state in scene.control.steps.items() if sid.startswith("1.")]
    assert [type(state) for state in asked] == [Settled] and asked[0].letter == "D"  # type: ignore[union-attr]


def test_copies_of_messages_of_reads_die_out_too() -> None:
    scene = lattice(effect="read", claims_reads=False)
    late = Late(scene)
    scene.world.deliver({"steps": late.steps})
    for _ in range(4):
        scene.world.clock.advance(300)
        scene.sweep(0)
    late.run()

    assert scene.status == "complete" and late.handled <= 1 + 2 * LEVELS + 4 * 2


def test_a_read_that_waits_for_a_limit_of_its_tool_is_claimed_to_be_put_off() -> None:
    limits = {"limits": {"rate_limit": {"calls": 1, "per_seconds": 60}}}
    scene = Reads((step("1", effect="read"), step("2", effect="read")), calls={"1": limits, "2": limits}).planned()
    for _ in range(2):
        scene.world.deliver(scene.handler)

    (late,) = [step for step in scene.control.steps.values() if isinstance(step, Live)]
    assert late.not_before is not None and late.attempts == 0 and late.epoch == 1
