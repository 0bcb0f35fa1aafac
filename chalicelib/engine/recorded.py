"""The outcomes of a recording, as a replay asks for them: each once, in the order in which they came."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.binding import encode
from chalicelib.domain.plan import Step
from chalicelib.engine.recording import Recording
from chalicelib.engine.records import WOULD_CALL, Record

NEVER_CALLED = "was never called with these inputs"
CALLED_LESS = "was called fewer times in the recorded run"
NOT_ANSWERED = "asks what nobody was asked"


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is due: its call's `digest` (empty: an input cannot be bound), and every action by step."""

    step: Step
    digest: str = ""
    refs: Mapping[str, str] = field(default_factory=dict)


class Answers:
    """The recorded outcomes, given out once each, in their order.

    Found by the call; where nothing was called (questions, writes in shadow mode), by what the step says.
    """

    def __init__(self, past: Recording) -> None:
        self.given: list[Record] = []
        self._steps = {step.id: step for step in past.steps}
        self._left: dict[str, list[Record]] = {}
        self._skipped = {one.sid for one in past.records if one.status == "skipped" and not stopped_short(one)}
        for record in past.records:
            if record.status != "waiting" and (record.status != "skipped" or stopped_short(record)):
                self._left.setdefault(record.sid, []).append(record)
        self._order = {id(record): place for place, record in enumerate(past.records)}
        self._by_call: dict[str, list[str]] = {}
        for record in past.records:
            if record.digest:
                self._add(record.digest, record.sid)
        self._called = {record.sid for record in past.records if record.digest}
        refs = {step.id: step.ref for step in past.steps}
        for step in past.steps:
            self._add(definition(step, refs), step.id)

    def _add(self, key: str, sid: str) -> None:
        if sid not in (known := self._by_call.setdefault(key, [])):
            known.append(sid)

    def steps_like(self, due: Due) -> list[str]:
        """The recorded steps that made this call, or that were to."""
        alike = [
            sid for sid in self._by_call.get(definition(due.step, due.refs), ())
            if sid not in self._called or not due.digest
        ]
        return list(dict.fromkeys((*self._by_call.get(due.digest, ()), *alike)))

    def place(self, due: Due) -> int:
        """When the next recorded outcome for this call came; last where there is none."""
        found = [self._order[id(self._left[sid][0])] for sid in self.steps_like(due) if self._left.get(sid)]
        return min(found, default=len(self._order))

    def take(self, due: Due) -> Record | str | None:
        """The next recorded outcome; else why there is none, or None where the recorded run did not get that far."""
        step, like = due.step, self.steps_like(due)
        with_any = [sid for sid in like if self._left.get(sid)]
        if with_any:
            first = min(with_any, key=lambda sid: self._order[id(self._left[sid][0])])
            self.given.append(self._left[first].pop(0))
            return self.given[-1]
        if not like or any(sid in self._skipped for sid in like):
            return NOT_ANSWERED if step.ask else NEVER_CALLED
        return CALLED_LESS if any(sid in self._left for sid in like) else None

    def after(self, record: Record) -> Record:
        """What became of a call that had only begun, by the steps that asked for it."""
        asking = next((sid for sid, step in self._steps.items() if step.poll and step.replaces == record.sid), None)
        left = self._left.get(asking or "")
        return self.after(left.pop(0)) if left else record


def stopped_short(record: Record) -> bool:
    """Whether a shadow stopped before the call."""
    return isinstance(record.output, Mapping) and WOULD_CALL in record.output and record.status == "skipped"


def definition(step: Step, refs: Mapping[str, str]) -> str:
    """What a step says that it does, with data of which actions; `refs` are the actions by step."""
    said: dict[str, Any] = {
        "ref": step.ref, "inputs": _encoded(step.inputs),
        "from": [refs.get(sid) for sid in step.sources()],
    }
    if step.ask is not None:
        said = {"asks": step.ask.reason, "about": step.ask.ref,
                "fields": sorted(step.ask.fields.get("properties") or ())}
    return json.dumps(said, sort_keys=True, default=str)


def _encoded(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: encode(binding) for name, binding in inputs.items()}
