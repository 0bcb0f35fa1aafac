"""A precedent as kept: the words of a request around its open places, and where each value of its calls came from.

    ["always", value]              a value that is nobody's
    ["words", slot, kind, detail]  what stands at an open place, in a way of `usage.ways`
    ["words", slot, kind, detail, type]  the same where no schema tells its type
    ["text", before, slot, behind, form]  those words inside of a text, as they are said, in small letters, or of one
    ["field", record, name]        a field of a record that the request names
    ["all", record, name, mark]    that of each of the records that are named, in a list or, with a mark between, a text
    ["join", mark, [value]]        several in one text, with a mark between them
    ["dated", value, rest]         a day, with a time of day that is always the same
    ["every", record, value]       a list, with the same of each of these records
    ["sole", read, name]           a field of the one record that a read shows
    ["each", read, name]           of each record that it shows: so often the read is made
    ["old", record, path]          what a record that is named holds there
    ["change", record, path, [value], [value]]  that, a list, without some things and with some more
    ["plus", record, path, mark, value]  that, a text of several with a mark between them, with one more
    ["moved", record, slot, detail]      that, moved by what is said
    ["object", {name: value}]  ["list", [value]]
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any  # Any: content is JSON

PREFIX, ANY = "said|", "*"
"""`ANY`: a name that said nothing."""
Value = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Call:
    """`each`: of the records that are named at one place it is done to each."""

    ref: str
    inputs: Mapping[str, Value]
    each: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One that the request names: the read that showed it, its open place, and how its key begins if that tells it.

    "The sauna" may be a heater and a lamp; what was done was done to `heater.sauna`.
    """

    ref: str
    slot: int
    name: str = ""
    kind: str = ""
    tests: Sequence[Sequence[Value]] = ()
    """Of a record that words name in part: what may tell it from the others (`chosen`); `slot` is -1 where none do."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """`said`: stems, and numbers for the open places."""

    said: tuple[str | int, ...]
    looks: tuple[Call, ...]
    writes: tuple[Call, ...]
    records: tuple[Record, ...] = ()


def chooses(writes: Sequence[Call]) -> bool:
    """Whether a write was given a choice that no open place tells: then a word tells it, nobody knows which."""
    told = (value for call in writes for _, value in values(call.inputs))
    return any(value[0] == "always" and (value[1] is False or value[1] not in (None, "", [], 0)) for value in told)


def values(inputs: Mapping[str, Value], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Value]]:
    """Every value with its path; those of a list at the path of the list."""
    for name, value in inputs.items():
        if value[0] == "object":
            yield from values(value[1], (*before, name))
        else:
            yield from (((*before, name), one) for one in (value[1] if value[0] == "list" else [value]))


def several(one: Precedent) -> set[int]:
    """The numbers of the records that stand for several: something is done to each of them."""
    told = {call.each for call in one.writes if call.each is not None}
    return told | {int(value[1]) for call in one.writes for _, value in values(call.inputs) if value[0] in _EACH}


_EACH = ("all", "every")


def key(writes: Sequence[Call]) -> str:
    return PREFIX + " ".join(dict.fromkeys(one.ref for one in writes))


def refs(key_: str) -> list[str]:
    """The actions that wrote, of the key of a precedent; none for any other key."""
    return key_.removeprefix(PREFIX).split() if key_.startswith(PREFIX) else []


def encoded(one: Precedent) -> dict[str, Any]:
    looks, writes = (
        [{"ref": call.ref, "inputs": dict(call.inputs), "each": call.each} for call in calls]
        for calls in (one.looks, one.writes)
    )
    records = [[*astuple(told)] for told in one.records]
    return {"said": [*one.said], "looks": looks, "writes": writes, "records": records}


def decoded(key_: str, content: Mapping[str, Any]) -> Precedent | None:
    """None for what is no such lesson: a memory may hold what another version learned."""
    said, writes = content.get("said"), content.get("writes")
    if not key_.startswith(PREFIX) or not isinstance(said, list) or not isinstance(writes, list):
        return None
    each = (content.get("looks", ()), writes)
    looks, done = ([Call(str(one["ref"]), one["inputs"], one.get("each")) for one in told] for told in each)
    records = tuple(Record(*told) for told in content.get("records", ()))
    return Precedent(tuple(said), tuple(looks), tuple(done), records)
