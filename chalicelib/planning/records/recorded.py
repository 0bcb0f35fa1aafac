"""A past run as something to read from: whatever is asked, the records that the run saw answer.

The run may have searched differently; since every filter is applied again to what comes back, all records of a kind
that it saw are given for any search.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any  # Any: inputs and outputs are JSON

from chalicelib.planning.records import shapes
from chalicelib.planning.records.instants import dated, slashes
from chalicelib.planning.records.reach import Call, Reach, Row
from chalicelib.planning.revise.paths import list_in


@dataclass(frozen=True, slots=True)
class Done:
    """One call of a past run; `effect` is that of the action."""

    ref: str
    inputs: Mapping[str, Any]
    output: Any
    reads: bool


@dataclass(slots=True)
class Recorded(Reach):
    """Steps are named by their place in the run."""

    calls: Sequence[Done] = ()
    unseen: set[str] = field(default_factory=set)
    """Actions whose records the run never read."""
    told: dict[str, list[str]] = field(default_factory=dict)

    def rows(self, ref: str, inputs: Mapping[str, Any]) -> list[Row] | None:
        found: dict[str, Row] = {}
        seen = False
        for at, call in enumerate(self.calls):
            listed = list_in(call.output) if call.ref == ref else None
            seen = seen or call.ref == ref
            path, entries = listed or ("@", [])
            days = slashes([entry for entry in entries if isinstance(entry, Mapping)], "")
            for place, entry in enumerate(entries):
                if isinstance(entry, Mapping):
                    where = f"[{place}]" if path == "@" else f"{path}[{place}]"
                    found.setdefault(str(sorted(entry.items(), key=str)), Row(dated(entry, days), str(at), where))
        if not seen:
            self.unseen.add(ref)
        return list(found.values())

    def refuses(self, ref: str, inputs: Mapping[str, Any]) -> bool:
        return False

    def ask(self, ref: str, inputs: Mapping[str, Any]) -> tuple[str, Any] | None:
        """A look-up as it was recorded; else an address that the run used and whose words hold the name."""
        for at, call in enumerate(self.calls):
            if call.ref == ref and {**call.inputs} == {**inputs}:
                return str(at), call.output
        names = [str(value).lower() for value in inputs.values()]
        held = {one for call in self.calls for one in _addresses([call.output, dict(call.inputs)])}
        step = " ".join(("told", *names))
        self.told[step] = sorted(one for one in held if all(name in shapes.words(one) for name in names))
        return step, self.told[step]

    @property
    def read(self) -> Mapping[str, Any]:
        """Everything that bindings may speak of."""
        return {**{str(at): call.output for at, call in enumerate(self.calls)}, **self.told}


def recorded(calls: Sequence[Done], generic: Mapping[str, tuple[str, str]]) -> Recorded:
    """`generic`: by action, the inputs that take a field's name and its new value."""
    outputs: Mapping[Call, tuple[str, Any]] = {}
    written = tuple(Row(_fields(call, generic), "", "") for call in calls if not call.reads)
    return Recorded(outputs, capped=False, shown=written, calls=tuple(calls))


def _fields(call: Done, generic: Mapping[str, tuple[str, str]]) -> Mapping[str, Any]:
    if call.ref not in generic:
        return call.inputs
    name, value = generic[call.ref]
    return {str(call.inputs.get(name)): call.inputs.get(value)}


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str) and "@" in value and " " not in value:
        yield value.lower()
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _addresses(one)
    elif isinstance(value, list):
        for one in value:
            yield from _addresses(one)
