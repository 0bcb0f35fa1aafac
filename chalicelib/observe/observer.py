"""Who writes the records: what they all have in common, which of them are written whole, and where a trace goes on."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from time import time
from traceback import format_exc
from typing import TYPE_CHECKING, Any  # Any: a record's fields are JSON
from zlib import crc32

from chalicelib import __version__
from chalicelib.domain.redact import redact
from chalicelib.observe.header import Header, read
from chalicelib.observe.metrics import DEFECTS, metadata, needed
from chalicelib.observe.watch import Watch, current, set_current

if TYPE_CHECKING:
    from chalicelib.aws.meter import Meter, Used

STEP_MEMORY_MB = 256
"""What a step's function has in the template."""

_TRACE = "_trace_id"
_warm = False


def _line(record: dict[str, Any]) -> str:
    """Powertools fills in a trace id of its own, also where nothing is traced: ours takes its place."""
    if _TRACE in record:
        record["xray_trace_id"] = record.pop(_TRACE)
    return json.dumps(record, separators=(",", ":"), default=str)  # in ASCII: half a surrogate pair can be written


FORMAT: Mapping[str, Any] = {
    "location": None, "xray_trace_id": None, "use_rfc3339": True, "utc": True, "json_serializer": _line,
}


@cache
def powertools(service: str, level: str) -> Any:
    """Powertools is imported at the first record, which keeps it off the path of whoever logs nothing."""
    from aws_lambda_powertools import Logger

    return Logger(service=service, level=level, **FORMAT)


@dataclass(frozen=True, slots=True)
class Observer:
    """Also the engine's `Observed`.

    `level`: the least that is written.  `sampling`: the share of tasks whose uneventful records are written whole; of
    the others only what metrics are made of, if anything is.  `meter`: of the AWS home; without it there are neither
    calls nor costs.  `memory_mb`: of this function.  `header` gives the trace header of the invocation in hand,
    `daemon` the address of X-Ray's; without it nothing is traced.
    """

    service: str = "replan"
    level: str = "INFO"
    sampling: float = 1.0
    metrics: bool = True
    meter: "Meter | None" = None
    memory_mb: int = 256
    header: Callable[[], str] = str
    daemon: str = ""
    logger: Callable[[str, str], Any] = powertools

    @contextmanager
    def watching(self, name: str, header: str = "") -> Iterator[Watch]:
        """`header`: that of the message in hand, if there is one; else the invocation's counts."""
        here = read(self.header())
        watch = Watch(read(header) if header else here)
        if self.daemon and watch.header.sampled:
            watch.segment = self._segment(name, watch.header, here)
        outer = current()
        set_current(watch)
        if self.meter is not None:
            self.meter.take()
            self.meter.follower = watch.segment
        try:
            yield watch
        finally:
            set_current(outer)
            if watch.segment is not None:
                watch.segment.send(self.daemon, watch.annotations, failed=watch.failed)

    def _segment(self, name: str, header: Header, here: Header) -> Any:
        from chalicelib.observe.xray import Segment

        return Segment(f"{self.service} {name}", header, here)

    def write(
        self, event: str, watch: Watch, *, level: str = "info", eventful: bool = True, exception: bool = False
    ) -> None:
        """The record of the work that is watched.  `exception` adds the traceback of the error in hand."""
        fields = {**watch.fields, **self._common(watch)}
        if level == "error":
            fields[DEFECTS] = 1
        if exception:
            fields["traceback"] = format_exc()
        now = round(time() * 1000)
        extra = metadata(event, fields, now) if self.metrics else {}
        if not (eventful or self._sampled(str(fields.get("task_id", "")))):
            if not extra:
                return
            fields = {name: fields[name] for name in needed(event, fields)}
        getattr(self.logger(self.service, self.level), level)(event, extra={**redact(fields), **extra})

    def _common(self, watch: Watch) -> dict[str, Any]:
        global _warm
        found: dict[str, Any] = {"version": __version__}
        if watch.segment is not None:
            found[_TRACE] = watch.header.root
        if not _warm:
            _warm, found["cold_start"] = True, True
        return found

    def _sampled(self, task_id: str) -> bool:
        """The same for all records of a task, so that a task is there whole or not at all."""
        return self.level == "DEBUG" or crc32(task_id.encode()) % 10_000 < self.sampling * 10_000

    def used(self, watch: Watch) -> "Mapping[str, Any]":
        """What the work has asked of AWS and about what it costs, as fields; nothing in a home without AWS."""
        if self.meter is None:
            return {}
        used = self.meter.take()
        return {"aws_calls": used.calls.total(), "estimated_cost_usd": round(self._dollars(used, watch.ms), 9)}

    def _dollars(self, used: "Used", ms: int) -> float:
        from chalicelib.aws.prices import delivered, dollars, invoked, running

        return dollars(used.units + invoked() + delivered() + running(ms, self.memory_mb))

    # what the engine asks

    def trace_id(self) -> str:
        watch = current()
        return watch.header.root if watch is not None and watch.segment is not None else ""

    def aws_calls(self) -> int:
        return self.meter.calls if self.meter is not None else 0

    def cost(self, aws_calls: int, duration_ms: int) -> float:
        """All calls but one taken for writes of small items; each attempt for an invocation of its own."""
        if not aws_calls:
            return 0.0
        from collections import Counter

        from chalicelib.aws.prices import Unit, delivered, dollars, invoked, running

        asked: Counter[Unit] = Counter({"write_unit": aws_calls - 1, "queue_request": 1, "fair_request": 1})
        return dollars(asked + invoked() + delivered() + running(duration_ms, STEP_MEMORY_MB))

    def onward(self) -> str | None:
        """The trace header for messages that follow from the work in hand."""
        watch = current()
        return str(watch.onward if watch is not None else read(self.header())) or None
