"""Lists that only give what is recent unless they are told a range: "the last days, or those of a range".

Where a request speaks of days, such a list is asked for these, and for a month around them and today.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.schema import Param, params
from chalicelib.planning.composer.words import bag, tokens
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import times

LOWER = bag("min minimum low after start from sinc begin earliest lower")
UPPER = bag("max maximum high befor end to until till latest upper")
"""Stems of what the inputs for the ends of a range are called."""
Days = tuple[date, date]
AROUND = timedelta(days=31)
_RECENT = re.compile(
    r"\b(?:latest|recent|recently|(?:last|past) (?:few |\w+ )?days|by default|defaults? to)\b", re.IGNORECASE
)
_DAY = re.compile(r"\bYYYY-MM-DD\b(?!T)")


def spoken(brief: Brief) -> Days | None:
    """The first and the last day that the request speaks of, or today; None where it speaks of none."""
    now = now_of(brief)
    marks = (one for one in times.marks(brief.prompt, tokens(brief.prompt), now) if one.kind in times.TIMED)
    ends = [end.date() for one in marks if one.kind != "time" for end in times.ends(one, now)]
    return (min(*ends, now.date()), max(*ends, now.date())) if ends else None


def ranged(action: Action, days: Days | None, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """The inputs that tell the range; none where the list gives everything, or was told its range."""
    if days is None or not _RECENT.search(action.description):
        return {}
    open_ = [one for one in params(action.input_schema or {}) if len(one.path) == 1 and one.temporal]
    lower = [one for one in open_ if {*one.stems} & LOWER]
    upper = [one for one in open_ if {*one.stems} & UPPER and one not in lower]
    if len(lower) != 1 or len(upper) != 1 or {lower[0].name, upper[0].name} & {*told}:
        return {}
    first, last = _written(lower[0], days[0] - AROUND), _written(upper[0], days[1] + AROUND)
    return {lower[0].name: first, upper[0].name: last} if first and last else {}


def _written(param: Param, day: date) -> str:
    if param.format == "date" or _DAY.search(param.describes):
        return str(day)
    return f"{day}T00:00:00Z" if param.format == "date-time" else ""
