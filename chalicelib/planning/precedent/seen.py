"""The records that a past run saw, wherever they stood in the answers of its reads, as tables.

Of a list that mixes kinds those with the same fields are one table.  What several reads showed of a record is put
together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Output
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.records.instants import typed
from chalicelib.planning.records.reach import Row
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.revise.paths import joined as below
from chalicelib.planning.revise.paths import quoted
from chalicelib.planning.tables.joins import joined
from chalicelib.planning.tables.sources import Source, called
from chalicelib.planning.tables.table import Table, Wide, unique_in
from chalicelib.planning.tables.world import table_of

_DEEPEST, _FEWEST = 5, 2
_TOLD = Output("", "@")
"""Where a value was read that only the call tells: nowhere."""


@dataclass(frozen=True, slots=True)
class Read:
    """One read: the action, the step that made it, and what it was given and gave."""

    ref: str
    step: str
    output: Any
    inputs: Mapping[str, Any]


def seen(read: Sequence[Read], entries: Mapping[str, Entry], zone: str) -> list[Table]:
    """The tables; what needs least to be read comes first.  A record also shows the keys by which it was read."""
    found: list[Table] = []
    for one in sorted(read, key=lambda one: sum(param.required for param in entries[one.ref].params)):
        source = Source(entries[one.ref], None, called(entries[one.ref]))
        whose = {name: value for name, value in one.inputs.items() if name in entries[one.ref].action.required}
        for path, records in _lists(one.output, "@", 0):
            rows = [
                Row({**whose, **typed(record, zone)}, one.step, _place(path, at), given=dict.fromkeys(whose, _TOLD))
                for at, record in records
            ]
            found = [*found, *(table_of(source, alike, True) for alike in _kinds(rows))]
    return joined(_together(found))


def _place(path: str, at: int) -> str:
    return f"{'' if path == '@' else path}[{at}]" if at >= 0 else path


def _lists(value: Any, path: str, depth: int) -> Iterator[tuple[str, list[tuple[int, Mapping[str, Any]]]]]:
    """Every list of records, and every record that stands alone (at place -1)."""
    if depth > _DEEPEST:
        return
    match value:
        case list():
            records = [(at, one) for at, one in enumerate(value) if isinstance(one, Mapping)]
            if records:
                yield path, records
        case Mapping():
            plain = [name for name, one in value.items() if isinstance(one, str | int)]
            if any(map(is_key, plain)) or (depth == 0 and len(plain) == len(value)):
                yield path, [(-1, value)]
            for name, one in value.items():
                yield from _lists(one, below(path, quoted(name)), depth + 1)


def _kinds(rows: Sequence[Row]) -> list[list[Row]]:
    """The records by their fields: those that share most of them are of one kind."""
    found: list[tuple[set[str], list[Row]]] = []
    for row in rows:
        own = {*row.values}
        same = next((one for one in found if 2 * len(one[0] & own) > len(one[0] | own)), None)
        if same is None:
            found.append((own, [row]))
        else:
            same[1].append(row)
    return [kind for _, kind in found]


def _together(found: Sequence[Table]) -> list[Table]:
    """The tables with the records of one kind in one place each, and with all that was seen of them."""
    row: list[Table] = []
    for one in found:
        at = next((at for at, other in enumerate(row) if _same(one, other)), -1)
        if at < 0:
            row.append(one)
        else:
            row[at] = _merged(row[at], one)
    return row


def _same(one: Table, other: Table) -> bool:
    """Whether they show a record of the same key alike."""
    key = _shared(one, other)
    held = {str(row.values.get(key)): row for row in other.rows} if key else {}
    both = [(row, held[str(row.values[key])]) for row in one.rows if str(row.values.get(key)) in held]
    alike = (sum(mine.values.get(name) == value for name, value in theirs.values.items()) for mine, theirs in both)
    return any(count >= _FEWEST for count in alike)


def _shared(one: Table, other: Table) -> str:
    """The key that both show, and that tells the records of both apart; "" for none."""
    names = [name for name in sorted(one.own & other.own) if is_key(name)]
    return next((name for name in names if unique_in(one.rows, name) and unique_in(other.rows, name)), "")


def _merged(one: Table, other: Table) -> Table:
    key = _shared(one, other)
    rows = {str(row.values.get(key)): row for row in one.rows}
    for row in other.rows:
        mine = rows.get(str(row.values.get(key)))
        rows[str(row.values.get(key))] = row if mine is None else _beside(mine, row)
    own, refs = one.own | other.own, one.refs | other.refs
    return replace(one, rows=tuple(rows.values()), own=own, key=one.key or key, refs=refs)


def _beside(mine: Wide, more: Wide) -> Wide:
    return replace(
        mine, values={**more.values, **mine.values}, places={**more.places, **mine.places},
        compound={**more.compound, **mine.compound},
    )
