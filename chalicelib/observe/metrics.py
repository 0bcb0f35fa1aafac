"""Metrics, as CloudWatch reads them out of a log line (embedded metric format): the record's own fields, named.

A metric is a field of the record, so that a line says nothing twice and a dashboard knows the same words as the trace.
Each combination of a metric and its dimensions' values is billed as a metric of its own: no task, user, account or tool
is a dimension.  Source: "Embedded metric format specification", Amazon CloudWatch User Guide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # Any: a record's fields are JSON

NAMESPACE = "Replan"
SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Measured:
    """Metrics of one kind of record, counted by each of `by`: combinations of its fields (and of the service)."""

    names: tuple[str, ...]
    by: tuple[tuple[str, ...], ...] = ((),)


DEFECTS = "defects"
"""In every record that tells of a mistake of ours, whatever it is about."""

_ANY = Measured((DEFECTS,))
METRICS: Mapping[str, tuple[Measured, ...]] = {
    "step": (
        Measured(("steps",), (("status",), ("status", "reason"))),
        Measured((
            "duration_ms", "tool_duration_ms", "queue_age_ms", "aws_calls", "estimated_cost_usd", "recoveries",
            "lessons_used", DEFECTS,
        )),
    ),
    "task": (
        Measured(("tasks",), (("status",),)), Measured(("task_duration_ms", "lessons_learned")),
    ),
    "webhook": (Measured(("deliveries",), (("status",),)),),
    "intake": (Measured(("accepted", "refused", DEFECTS)),),
    "sweep": (Measured(("repairs", DEFECTS)),),
}


def metadata(event: str, record: Mapping[str, Any], now_ms: int) -> dict[str, Any]:
    """What makes metrics of the record's fields; empty where it has none.  What is not there is not measured."""
    directives = [found for measured in METRICS.get(event, (_ANY,)) for found in _directives(measured, record)]
    return {"_aws": {"Timestamp": now_ms, "CloudWatchMetrics": directives}} if directives else {}


def needed(event: str, record: Mapping[str, Any]) -> set[str]:
    """The fields that metrics are made of."""
    measured = METRICS.get(event, (_ANY,))
    names = {name for one in measured for name in one.names}
    return (names | {name for one in measured for by in one.by for name in by}) & set(record)


def _directives(measured: Measured, record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    names = [{"Name": name} for name in measured.names if name in record]
    dimensions = [[SERVICE, *by] for by in measured.by if all(name in record for name in by)]
    if names and dimensions:
        yield {"Namespace": NAMESPACE, "Dimensions": dimensions, "Metrics": names}
