"""What has been read so far, and what is still wanted.  The reading asks; whatever is missing is read next.

Asking for something that is not there gives None and notes it, so that one round asks for all it can.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: inputs and outputs are JSON

from chalicelib.planning.revise.paths import joined, list_in, quoted

Call = tuple[str, tuple[tuple[str, Any], ...]]
MOST_READS = 30


class Unsure(Exception):
    """The request cannot be read for certain; the text says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its values, and the step and path where they were read."""

    values: Mapping[str, Any]
    step: str
    path: str

    def at(self, name: str) -> str:
        return joined(self.path, quoted(name))


@dataclass(slots=True)
class Reach:
    """`outputs`: by call, the step that made it and its output (None where it was refused)."""

    outputs: Mapping[Call, tuple[str, Any]]
    wanted: dict[Call, None] = field(default_factory=dict)

    def ask(self, ref: str, inputs: Mapping[str, Any]) -> tuple[str, Any] | None:
        call = ref, tuple(sorted(inputs.items()))
        if call in self.outputs:
            return self.outputs[call]
        self.wanted[call] = None
        return None

    def rows(self, ref: str, inputs: Mapping[str, Any]) -> list[Row] | None:
        """The records of a call; None where it is still to be made."""
        told = self.ask(ref, inputs)
        if told is None:
            return None
        step, output = told
        found = list_in(output)
        if found is None:
            return []
        path, entries = found
        return [
            Row(entry, step, joined(path, f"[{at}]")) for at, entry in enumerate(entries) if isinstance(entry, Mapping)
        ]

    def refuses(self, ref: str, inputs: Mapping[str, Any]) -> bool:
        """Whether the call was made and gave no list."""
        told = self.ask(ref, inputs)
        return told is not None and list_in(told[1]) is None
