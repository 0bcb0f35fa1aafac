"""One piece of work as it is seen from outside: how long it took, how long its tool, and where it stands in a trace."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter, time
from typing import TYPE_CHECKING, Any  # Any: a record's fields are JSON

from chalicelib.domain.outcome import Failed, Outcome, Started
from chalicelib.engine.ports import Call, Tools
from chalicelib.observe.header import Header

if TYPE_CHECKING:
    from chalicelib.observe.xray import Segment

_CURRENT: "ContextVar[Watch | None]" = ContextVar("watch", default=None)


@dataclass(slots=True)
class Watch:
    """`segment` is there only where the work is traced; `fields` are those of the record that it will leave.

    `annotations`: by which its segment is found.  `failed`: it was a mistake of ours.
    """

    header: Header = field(default_factory=Header)
    began: float = field(default_factory=perf_counter)
    tool_ms: float = 0.0
    segment: "Segment | None" = None
    fields: dict[str, Any] = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)
    failed: bool = False

    def note(self, **fields: Any) -> None:
        self.fields |= {name: value for name, value in fields.items() if value not in (None, "", ())}

    def annotate(self, **annotations: str) -> None:
        self.annotations |= {name: value for name, value in annotations.items() if value}

    @property
    def ms(self) -> int:
        return round((perf_counter() - self.began) * 1000)

    @property
    def onward(self) -> Header:
        """The header for what follows from this work."""
        return Header(self.header.root, self.segment.id, sampled=True) if self.segment else self.header


def current() -> Watch | None:
    return _CURRENT.get()


def set_current(watch: Watch | None) -> None:
    _CURRENT.set(watch)


class WatchedTools:
    """The `Tools` port, with an eye on the clock."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def call(self, call: Call) -> Outcome | Started:
        began, at = perf_counter(), time()
        answer: Outcome | Started | None = None
        try:
            answer = self.tools.call(call)
            return answer
        finally:
            watch = current()
            if watch is not None:
                watch.tool_ms += (perf_counter() - began) * 1000
                if watch.segment is not None:
                    failed = answer is None or isinstance(answer, Failed)
                    watch.segment.called(call.action.tool, call.action.name, at, failed=failed)

    def preview(self, call: Call) -> Mapping[str, Any]:
        return self.tools.preview(call)
