"""What stands in the table: DynamoDB's typed values, and the two sorts of items.

    META         the control record, native attributes: s n op v st [bad] [gs due] [r] [ttl] f
    all others   d = JSON text (so that floats survive), ver, f (form), [gs due], [ttl]

`gs` and `due` put an item into the sparse index that the sweeper reads.  Only text, integers, lists and
maps occur as native values.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast  # Any: items are JSON
from zlib import crc32

from chalicelib.domain import control as controls
from chalicelib.domain.control import SHARDS, Control
from chalicelib.domain.errors import TooLarge
from chalicelib.domain.form import FORM, UNMARKED, readable
from chalicelib.engine.ports import META, Item, Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef as Value
    Stored = Mapping[str, "Value"]

LIMIT = 400_000
"""Bytes; DynamoDB refuses an item at 409,600, with an error that names nothing."""

SWEEPER_INDEX = "due"


def typed(value: Any) -> "Value":
    """A value in DynamoDB's own notation."""
    match value:
        case str():
            return {"S": value}
        case int():
            return {"N": str(int(value))}
        case Mapping():
            return {"M": {name: typed(entry) for name, entry in value.items()}}
        case list() | tuple():
            return {"L": [typed(entry) for entry in value]}
    raise TypeError(f"a control record holds no {type(value).__name__}")


def untyped(value: "Value") -> Any:
    match value:
        case {"S": text}:
            return text
        case {"N": number}:
            return int(number)
        case {"M": entries}:
            return {name: untyped(entry) for name, entry in cast("Stored", entries).items()}  # as above
        case {"L": list(entries)}:
            return [untyped(entry) for entry in entries]
    raise TypeError(f"not a value that we store: {value!r}")


def key(pk: str, sk: str) -> "dict[str, Value]":
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def shard(pk: str) -> int:
    """The part of the index where the items of `pk` stand; the same in every process."""
    return crc32(pk.encode()) % SHARDS


def from_control(pk: str, control: Control) -> "dict[str, Value]":
    indexed = {} if control.due is None else {"gs": typed(shard(pk))}
    attributes = {name: typed(value) for name, value in controls.encode(control).items()}
    return {**key(pk, META), **attributes, **indexed}


def to_control(stored: "Stored") -> Control:
    return controls.decode({name: untyped(value) for name, value in stored.items()})


def from_write(write: Write, version: int) -> "dict[str, Value]":
    """Raises `TooLarge` for what DynamoDB would not take."""
    item = {
        **key(write.pk, write.sk), "d": typed(_text(write.data)), "ver": typed(version), "f": typed(FORM),
    }
    if write.due is not None:
        item |= {"gs": typed(shard(write.pk)), "due": typed(write.due)}
    if write.expires is not None:
        item["ttl"] = typed(write.expires)
    if (bytes_ := size(item)) > LIMIT:
        raise TooLarge(f"item {write.pk!r} / {write.sk!r} has {bytes_} bytes; the table takes {LIMIT}")
    return item


def to_item(stored: "Stored") -> Item:
    """Raises `NewerForm`."""
    pk, sk = untyped(stored["pk"]), untyped(stored["sk"])
    form = readable(untyped(stored["f"]) if "f" in stored else UNMARKED, f"item {sk!r} of {pk!r}")
    return Item(
        pk=pk, sk=sk, data=json.loads(untyped(stored["d"])), version=untyped(stored["ver"]), form=form,
        due=untyped(stored["due"]) if "due" in stored else None, expires=ends(stored),
    )


def ends(stored: "Stored") -> int | None:
    """After when (s) it is not there any more; DynamoDB deletes it hours or days later."""
    return untyped(stored["ttl"]) if "ttl" in stored else None


def size(item: "Stored") -> int:
    """Bytes by DynamoDB's counting rule: what an item costs and what its limit is about."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def _size(value: "Value") -> int:
    match untyped(value):
        case str(text):
            return len(text.encode())
        case int(number):
            return (len(str(abs(number)).rstrip("0")) + 1) // 2 + 1
    if "M" in value:
        return 3 + len(value["M"]) + size(value["M"])
    return 3 + sum(1 + _size(entry) for entry in value["L"])


def _text(data: Mapping[str, Any]) -> str:
    """Compact JSON.  Half of a surrogate pair, which a tool's answer may hold, is no UTF-8: escape it then."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(data, separators=(",", ":"))
    return text
