"""From where to where something reaches, for the two inputs that take it: the one that comes first in the schema first.

    "from 4 to 9 April"      "on Saturday from 20:00 to 21:30"      "50 to 70 euros" of `price_low` and `price_high`
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Mention
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import bag, stem_bag
from chalicelib.planning.records import measures, shapes
from chalicelib.planning.records.instants import Instant
from chalicelib.planning.records.ranges import LOWER, UPPER
from chalicelib.planning.records.resources import form
from chalicelib.planning.records.view import BEGINS, FINISHES
from chalicelib.planning.tables.clause import Candidate, Clause, same
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import columns

_FROM, _TO = bag("from between"), bag("to until till and through")
_LASTING = stem_bag("second minute milliseconds seconds minutes ms sec min")
_WEIGHT = 1.8


def spans(
    clause: Clause, params: Sequence[Param], known: Sequence[Table], making: bool
) -> Iterator[tuple[Param, Candidate]]:
    """`making`: something new is made, of which both ends may be told where they need not be."""
    timed = [(param, like) for param in params if param.required and (like := _like(param, known)) != ""]
    if making and not timed:
        both = [[one for one in params if one.temporal and {*one.stems} & ends] for ends in (BEGINS, FINISHES)]
        timed = [(one[0], _like(one[0], known)) for one in both if len(one) == 1]
    if len(timed) == 2:
        yield from _days(clause, timed)
        yield from _hours(clause, timed)
    yield from _amounts(clause, params)


def _amounts(clause: Clause, params: Sequence[Param]) -> Iterator[tuple[Param, Candidate]]:
    """Two amounts for the two inputs that only differ in which end of the same thing they take."""
    for low, high in ((one, other) for one in params for other in params if _ends(one, other)):
        counts = [mark for mark in clause.marks if mark.kind in ("number", "money") and clause.inside(mark)]
        for one, other in pairwise(counts):
            between = [token for token in clause.words if one.end <= token.start < other.start]
            joined = len(between) == 1 and (between[0].low in _TO | {"and"} or between[0].text in "-–")
            if not joined or not 0 < float(one.value) < float(other.value) or _hour(low, one):
                continue
            for param, mark, words in ((low, one, ()), (high, other, between)):
                value = measures.in_unit(mark, param.name, param.schema)
                held = same((value, Mention(value, mark.text)))
                yield param, Candidate((*words, *clause.inside(mark)), held, _WEIGHT, True)


def _hour(param: Param, mark: Found) -> bool:
    """Whether a number without a unit would be a count of minutes or the like: "9 to 17" are hours of a day."""
    return bool({*param.stems} & _LASTING) and not mark.unit


def _ends(one: Param, other: Param) -> bool:
    """Whether they are the lower and the upper end of the same thing."""
    numbers = {one.type, other.type} <= {"integer", "number"}
    own, others = {*one.stems}, {*other.stems}
    return numbers and own - others <= LOWER and others - own <= UPPER and bool(own & others) and own != others


def _like(param: Param, known: Sequence[Table]) -> Any:
    """An example of how the input wants its moment: told, or as records hold theirs in a field of that name."""
    held = ((table.rows, name) for table in known for name in columns(table, param))
    shown = (shapes.column(rows, name)[0] for rows, name in held if shapes.shape(rows, name) == "moment")
    return form(param) or next(shown, "2000-01-01" if param.temporal else "")


def _days(clause: Clause, timed: Sequence[tuple[Param, Any]]) -> Iterator[tuple[Param, Candidate]]:
    for mark in clause.marks:
        run = clause.inside(mark)
        between = [at for at, token in enumerate(run) if token.low in _TO or not token.text[0].isalnum()]
        if mark.kind != "period" or not mark.last or not between:
            continue
        parts = run[: between[0]], run[between[0] :]
        for (param, like), part, day in zip(timed, parts, (mark.value, mark.last), strict=True):
            value = shapes.written(datetime.fromisoformat(str(day)), like)
            yield param, Candidate(part, same((value, Mention(value, mark.text))), _WEIGHT, True)


def _hours(clause: Clause, timed: Sequence[tuple[Param, Any]]) -> Iterator[tuple[Param, Candidate]]:
    clocks = [mark for mark in clause.marks if mark.kind == "time" and mark.last and clause.inside(mark)]
    days = [token for mark in clause.marks if mark.kind == "date" for token in clause.inside(mark)]
    if len(clocks) != 2 or not all(isinstance(like, Instant) or ":" in like for _, like in timed):
        return
    for (param, like), clock, day in zip(timed, clocks, (days, []), strict=True):
        value = shapes.written(datetime.fromisoformat(f"{clock.last}T{clock.value}"), like)
        lead = [token for token in clause.words if token.end <= clock.start][-1:]
        lead = [token for token in lead if token.low in _FROM | _TO]
        words = (*(day if shapes.clock(like) is None else ()), *lead, *clause.inside(clock))
        yield param, Candidate(words, same((value, Mention(value, clock.text))), _WEIGHT, True)
