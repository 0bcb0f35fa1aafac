"""What the engine asks of its home in every scenario of the crash sweep, as the actions that IAM would have to allow.

The whole-path run sees real calls on a few paths; this sees ports instead of calls, on all paths that anybody has
thought of, with something going wrong on the way.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar

from chalicelib.domain.transitions import Transition
from chalicelib.engine.engine import Ack, Engine, Nack
from chalicelib.engine.ports import Message, Sends, Write
from tests.proof.gate import Fault, Gate
from tests.proof.scenario import Scenario
from tests.proof.stage import Stage
from tests.proof.sweep import points

FUNCTIONS = {"steps": "run_step", "learn": "learn", "webhooks": "deliver_webhook"}
Needed = dict[str, dict[str, set[str]]]
"""Function → action → resources."""


class Notes:
    def __init__(self, needed: Needed) -> None:
        self.needed = needed
        self.who = "api_handler"

    def note(self, action: str, resource: str) -> None:
        self.needed[self.who][action].add(resource)

    @contextmanager
    def as_(self, who: str) -> Iterator[None]:
        before, self.who = self.who, who
        try:
            yield
        finally:
            self.who = before


class NotedStore:
    """Notes what `aws.store` would ask of DynamoDB, then does it."""

    ACTIONS: ClassVar = {
        "get": "GetItem", "control": "GetItem", "get_many": "BatchGetItem", "controls": "BatchGetItem",
        "put_many": "BatchWriteItem", "delete": "DeleteItem", "query": "Query", "accept": "PutItem",
        "apply": "UpdateItem", "delete_many": "BatchWriteItem",
    }

    def __init__(self, inner: Any, notes: Notes) -> None:
        self._inner = inner
        self._notes = notes

    def __getattr__(self, name: str) -> Any:
        def noted(*given: Any, **how: Any) -> Any:
            self._notes.note(f"dynamodb:{self.ACTIONS[name]}", "table")
            return getattr(self._inner, name)(*given, **how)
        return noted

    def due(self, *given: Any, **how: Any) -> Any:
        self._notes.note("dynamodb:Query", "index")
        return self._inner.due(*given, **how)

    def put(self, write: Write) -> bool:
        self._put(write)
        return bool(self._inner.put(write))

    def settle(self, pk: str, writes: Sequence[Write], transition: Transition, sends: Sends) -> Any:
        plain = {(write.pk, write.sk) for write in writes if write.when == "any"}
        if len(plain) > 1:
            self._notes.note("dynamodb:BatchWriteItem", "table")
        for write in writes:
            if write.when != "any" or len(plain) == 1:
                self._put(write)
        self._notes.note("dynamodb:UpdateItem", "table")
        return self._inner.settle(pk, writes, transition, self._sending(sends))

    def _put(self, write: Write) -> None:
        self._notes.note("dynamodb:UpdateItem" if write.when == "any" else "dynamodb:PutItem", "table")

    def _sending(self, sends: Sends) -> Sends:
        def noted(control: Any) -> Any:
            messages = tuple(sends(control))
            for message in messages:
                self._notes.note("sqs:SendMessage", message.queue)
            return messages
        return noted


class NotedQueue:
    def __init__(self, inner: Any, notes: Notes) -> None:
        self._inner = inner
        self._notes = notes

    def send(self, messages: Sequence[Message]) -> None:
        for message in messages:
            self._notes.note("sqs:SendMessage", message.queue)
        self._inner.send(messages)

    def forget_user(self, account: str, user_id: str) -> int | None:
        return None  # SQS cannot be searched


class NotedBlobs:
    def __init__(self, inner: Any, notes: Notes) -> None:
        self._inner = inner
        self._notes = notes

    def put(self, key: str, data: bytes) -> None:
        self._notes.note("s3:PutObject", "blobs")
        self._inner.put(key, data)

    def get(self, key: str) -> bytes | None:
        self._notes.note("s3:GetObject", "blobs")
        found: bytes | None = self._inner.get(key)
        if found is None:
            self._notes.note("s3:ListBucket", "bucket")
        return found

    def delete_prefix(self, prefix: str) -> int:
        self._notes.note("s3:ListBucket", "bucket")
        gone: int = self._inner.delete_prefix(prefix)
        if gone:
            self._notes.note("s3:DeleteObject", "blobs")
        return gone


class NotedVault:
    def __init__(self, inner: Any, notes: Notes) -> None:
        self._inner = inner
        self._notes = notes

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> str:
        self._notes.note("kms:GenerateDataKey", "key")
        return str(self._inner.seal(plaintext, context))

    def open(self, sealed: str, context: Mapping[str, str]) -> bytes:
        self._notes.note("kms:Decrypt", "key")
        return bytes(self._inner.open(sealed, context))


class NotedStage(Stage):
    def __init__(self, scenario: Scenario, gate: Gate, needed: Needed) -> None:
        super().__init__(scenario, gate)
        self.notes = Notes(needed)
        ports = self.ports
        noted: Mapping[str, Any] = {
            "store": NotedStore(ports.store, self.notes), "queue": NotedQueue(ports.queue, self.notes),
            "blobs": NotedBlobs(ports.blobs, self.notes), "vault": NotedVault(ports.vault, self.notes),
        }
        self.ports = replace(ports, **noted)
        self.engine = self.fresh()

    def serve(self, delivery: Any, engine: Engine) -> Ack | Nack:
        with self.notes.as_(FUNCTIONS[delivery.queue]):
            verdict = super().serve(delivery, engine)
            if isinstance(verdict, Nack):
                self.notes.note("sqs:ChangeMessageVisibility", delivery.queue)
            return verdict

    def by_api(self, do: Any) -> bool:
        with self.notes.as_("api_handler"):
            return super().by_api(do)

    def sweeper(self, engine: Engine) -> bool:
        with self.notes.as_("sweep"):
            return super().sweeper(engine)


def needed(scenarios: Sequence[Scenario], every: int) -> Needed:
    """By all of them without faults, and with a fault at every n-th point."""
    found: Needed = defaultdict(lambda: defaultdict(set))
    for scenario in scenarios:
        faults = [Fault(), *(Fault(at.at, at.mode) for at in list(points(scenario))[::every] if not at.unswept)]
        for fault in faults:
            stage = NotedStage(scenario, fault, found)
            fault.drop = stage.world.queue._letters.popitem
            stage.drive()
    return found
