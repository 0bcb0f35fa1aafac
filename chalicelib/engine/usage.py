"""What a task has used, as its trace tells it: steps, attempts, calls of ours, and about what they cost."""

from collections.abc import Iterable, Mapping
from typing import Any  # Any: a row is JSON

from chalicelib.engine.history import History
from chalicelib.engine.observed import Observed


def usage(past: History, rows: Iterable[Mapping[str, Any]], observed: Observed) -> dict[str, Any]:
    """What the task has used.  AWS calls are ours, of the attempts that were written down; planning is one of them."""
    own = [record for record in past.records if not record.kept_from]
    cost = sum(observed.cost(record.aws_calls, record.duration) for record in own)
    return {
        "steps": past.control.entered, "attempts": sum(len(entry["attempts"]) for entry in rows),
        "aws_calls": sum(record.aws_calls for record in own),
        "model_calls": 0, "tokens": 0,  # true of every planner there is: none of them asks a model
        "estimated_cost_usd": round(cost, 9),
    }
