"""What this process asks of AWS, counted by a hook in its client library, in the units that AWS bills.

    meter.take()  ->  Used(calls, units)      since the last `take`

The table's own answer (`ReturnConsumedCapacity`) would cost bytes on every call and is not to be had of an emulator, so
units are counted by DynamoDB's published rules: a write costs the larger of the item before and after, one unit per KB
begun, also where its condition did not hold; a consistent read one per 4 KB begun, of the index half as much; in a
transaction twice as much.  To enter or leave the sweeper's index costs a unit more, to move in it two.  Expired items
are deleted free of charge.

Calls that the library repeats by itself count once.  Not for threads: a Lambda process handles one event at a time.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol  # Any: requests and answers of the client library are JSON

from chalicelib.aws.items import size

if TYPE_CHECKING:
    from chalicelib.aws.prices import Unit

WRITE_UNIT = 1_024
READ_UNIT = 4_096
QUEUE_UNIT = 65_536
CONSISTENT = {"ConsistentRead": True}
REMEMBERED = 1_000
"""Items at most: where nobody takes what was counted, as in the API, the counts alone may grow."""
ASKED = "replan asked"
"""Under this name a call carries its request to where its answer is counted."""

REFUSED = "ConditionalCheckFailedException"
"""How a store says that somebody else was quicker, which is no fault."""

_SETS_DUE = re.compile(r"\bdue=")
_TAKES_OUT = re.compile(r"REMOVE .*(?<!#)\bdue\b")
_BLOB_UNITS: "Mapping[str, Unit]" = {
    "PutObject": "blob_write", "ListObjectsV2": "blob_write", "GetObject": "blob_read", "HeadObject": "blob_read",
}
"""Deletions are free."""


class Operation(Protocol):
    """botocore's OperationModel, as far as it is needed."""

    name: str
    service_model: Any


class Emitter(Protocol):
    """botocore's hooks, of a session or of one client."""

    def register(self, event_name: str, handler: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Used:
    """`calls` by service and operation; `written`: sort key and bytes of each item written, in order."""

    calls: "Counter[str]" = field(default_factory=Counter)
    units: "Counter[Unit]" = field(default_factory=Counter)
    written: tuple[tuple[str, int], ...] = ()


class Follower(Protocol):
    """Who wants to know of each call when it is made; calls do not overlap."""

    def asks(self, service: str, operation: str) -> None: ...

    def answered(self, *, failed: bool) -> None: ...


class Meter:
    def __init__(self) -> None:
        self.follower: Follower | None = None
        self.take()

    @property
    def calls(self) -> int:
        """Since the last `take`, without taking."""
        return self._calls.total()

    def listen(self, events: Emitter) -> None:
        """To a session, before clients are made of it, or to a client."""
        events.register("before-parameter-build", self._before)
        events.register("after-call", self._after)

    def take(self) -> Used:
        used = Used(self._calls, self._units, tuple(self._written)) if hasattr(self, "_calls") else Used()
        self._calls: Counter[str] = Counter()
        self._units: Counter[Unit] = Counter()
        self._written: deque[tuple[str, int]] = deque(maxlen=REMEMBERED)
        self._before_sizes: dict[tuple[str, str], int] = {}
        return used

    def _before(self, params: Mapping[str, Any], model: Operation, context: dict[str, Any], **_: object) -> None:
        self._calls[f"{model.service_model.service_name}.{model.name}"] += 1
        context[ASKED] = params
        if self.follower is not None:
            self.follower.asks(model.service_model.service_name, model.name)

    def _after(self, parsed: Mapping[str, Any], model: Operation, context: Mapping[str, Any], **_: object) -> None:
        asked: Mapping[str, Any] = context[ASKED]
        if self.follower is not None:
            self.follower.answered(failed=parsed.get("Error", {}).get("Code") not in (None, REFUSED))
        match model.service_model.service_name:
            case "dynamodb":
                self._table(model.name, asked, parsed)
            case "sqs":
                self._queue(asked)
            case "s3" if model.name in _BLOB_UNITS:
                self._units[_BLOB_UNITS[model.name]] += 1
            case "kms":
                self._units["key_request"] += 1

    def _table(self, operation: str, asked: Mapping[str, Any], parsed: Mapping[str, Any]) -> None:
        for item, index in _writes(operation, asked, parsed):
            self._write(item, index, times=2 if operation == "TransactWriteItems" else 1)
        if halves := _half_reads(operation, asked, parsed):
            self._units["half_read_unit"] += halves

    def _write(self, item: Mapping[str, Any], index: int, *, times: int) -> None:
        name, bytes_ = (item["pk"]["S"], item["sk"]["S"]), size(item)
        units = _begun(max(bytes_, self._before_sizes.get(name, 0)), WRITE_UNIT)
        self._units["write_unit"] += times * (units + index)
        if len(self._before_sizes) >= REMEMBERED:
            self._before_sizes.clear()
        self._before_sizes[name] = bytes_
        self._written.append((name[1], bytes_))

    def _queue(self, asked: Mapping[str, Any]) -> None:
        messages = asked.get("Entries", [asked])
        requests = _begun(sum(len(each.get("MessageBody", "").encode()) for each in messages), QUEUE_UNIT)
        self._units["queue_request"] += requests
        if any("MessageGroupId" in each for each in messages):
            self._units["fair_request"] += requests


def _begun(amount: int, unit: int) -> int:
    return max(1, -(-amount // unit))


def _writes(
    operation: str, asked: Mapping[str, Any], parsed: Mapping[str, Any]
) -> Iterable[tuple[Mapping[str, Any], int]]:
    """The items that a call writes, and the units of each for its place in the index."""
    refused = "Error" in parsed
    match operation:
        case "PutItem":
            yield asked["Item"], 0 if refused else _index_of_put(asked)
        case "UpdateItem":
            yield _stored(asked, parsed), 0 if refused else _index_of_update(asked)
        case "DeleteItem":
            yield asked["Key"], 0
        case "BatchWriteItem":
            for request in (request for of_table in asked["RequestItems"].values() for request in of_table):
                item = request["PutRequest"]["Item"] if "PutRequest" in request else request["DeleteRequest"]["Key"]
                yield item, int("gs" in item)
        case "TransactWriteItems":
            for (action,) in (each.values() for each in asked["TransactItems"]):
                item = action["Item"] if "Item" in action else _stored(action, {})
                yield item, int("gs" in item)


def _half_reads(operation: str, asked: Mapping[str, Any], parsed: Mapping[str, Any]) -> int:
    """What is not there costs like a small item."""
    match operation:
        case "GetItem":
            return _read([parsed.get("Item", {})], asked)
        case "Query":
            return _read(parsed.get("Items", ()), asked)
        case "BatchGetItem":
            found = [item for items in parsed.get("Responses", {}).values() for item in items]
            missing = sum(len(each["Keys"]) for each in asked["RequestItems"].values()) - len(found)
            return sum(_read([item], CONSISTENT) for item in found) + missing * _read([], CONSISTENT)
    return 0


def _read(items: Iterable[Mapping[str, Any]], asked: Mapping[str, Any]) -> int:
    return _begun(sum(size(item) for item in items), READ_UNIT) * (2 if asked.get("ConsistentRead") else 1)


def _stored(asked: Mapping[str, Any], parsed: Mapping[str, Any]) -> Mapping[str, Any]:
    """The item that was met or made; where the answer does not tell, what the update gave of it."""
    told: Mapping[str, Any] | None = parsed.get("Attributes") or parsed.get("Item")
    return told or {**asked.get("ExpressionAttributeValues", {}), **asked["Key"]}


def _index_of_put(asked: Mapping[str, Any]) -> int:
    if "gs" not in asked["Item"]:
        return 0
    return 1 if "attribute_not_exists(pk)" in asked.get("ConditionExpression", "") else 2


def _index_of_update(asked: Mapping[str, Any]) -> int:
    """What is due again counts as moved, since an update does not tell whether it was due before."""
    if _SETS_DUE.search(asked["UpdateExpression"]):
        return 2
    return 1 if _TAKES_OUT.search(asked["UpdateExpression"]) else 0

