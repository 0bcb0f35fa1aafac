"""Counts what a piece of work asks of AWS: calls by operation, and the size of what it writes.

    counter = CallCounter(home.clients)
    with counter.phase("claim"):
        …
    assert counter.operations("claim") == {"dynamodb.UpdateItem": 1}

A write is billed by the size of the whole item, 1 KB a unit.  Calls that the SDK makes again by itself are
counted once.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.aws.clients import Clients
from chalicelib.aws.items import size

UNIT = 1_024


class Operation(Protocol):
    """botocore's OperationModel, as far as it is needed."""

    name: str


@dataclass
class Call:
    """`sizes`: bytes of each item written, after the write."""

    phase: str
    service: str
    operation: str
    sizes: tuple[int, ...] = ()

    @property
    def write_units(self) -> int:
        return sum(-(-each // UNIT) for each in self.sizes)


class CallCounter:
    def __init__(self, clients: Clients) -> None:
        self.calls: list[Call] = []
        self._phase = ""
        for service in ("dynamodb", "sqs", "s3", "kms"):
            events = getattr(clients, service).meta.events
            events.register(f"before-parameter-build.{service}", self._before(service))
        clients.dynamodb.meta.events.register("after-call.dynamodb.UpdateItem", self._after_update)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Calls made inside are counted under this name."""
        outer, self._phase = self._phase, name
        try:
            yield
        finally:
            self._phase = outer

    def of(self, phase: str | None = None) -> list[Call]:
        return [call for call in self.calls if phase is None or call.phase == phase]

    def operations(self, phase: str | None = None) -> Counter[str]:
        return Counter(f"{call.service}.{call.operation}" for call in self.of(phase))

    def count(self, phase: str | None = None) -> int:
        return len(self.of(phase))

    def write_units(self, phase: str | None = None) -> int:
        return sum(call.write_units for call in self.of(phase))

    def written_bytes(self, phase: str | None = None) -> int:
        return sum(sum(call.sizes) for call in self.of(phase))

    def clear(self) -> None:
        self.calls.clear()

    def _before(self, service: str) -> Any:  # a botocore handler
        def note(params: dict[str, Any], model: Operation, **_: object) -> None:
            if model.name == "UpdateItem":
                params.setdefault("ReturnValues", "ALL_NEW")  # so that its size can be told
            self.calls.append(Call(self._phase, service, model.name, _sizes(model.name, params)))
        return note

    def _after_update(self, parsed: dict[str, Any], **_: object) -> None:
        """A refused update is billed like one that was made."""
        item = parsed.get("Attributes") or parsed.get("Item")
        self.calls[-1].sizes = (size(item) if item else 1,)


def _sizes(operation: str, params: dict[str, Any]) -> tuple[int, ...]:
    match operation:
        case "PutItem":
            return (size(params["Item"]),)
        case "BatchWriteItem":
            (requests,) = params["RequestItems"].values()
            return tuple(size(each["PutRequest"]["Item"]) for each in requests)
    return ()
