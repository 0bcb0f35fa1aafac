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

_DEEPEST, _FEWEST = 7, 2
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
        for kind, records in _lists(one.output).items():
            rows = [
                Row({**whose, **typed(record, zone)}, one.step, place, given=dict.fromkeys(whose, _TOLD))
                for place, record in records
            ]
            tables = [table_of(source, alike, True) for alike in _kinds(rows)]
            refs = frozenset((f"{one.ref}{kind}" if kind.count("[]") > 1 else one.ref,))
            found += [replace(table, refs=refs) for table in tables]
    return joined(_together(found))


Records = list[tuple[str, Mapping[str, Any]]]
"""Each with its place."""


def _lists(output: Any) -> dict[str, Records]:
    """Every list of records, with those of the same name inside of others as one, and every record that stands alone.

    By path, with brackets for each list on the way.  Lists inside of records are told apart from the others by it.
    """
    found: dict[str, Records] = {}
    for kind, place, record in _records(output, "", "", 0):
        found.setdefault(kind, []).append((place or "@", record))
    return found


def _records(value: Any, kind: str, place: str, depth: int) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(path without numbers, path, record)."""
    if depth > _DEEPEST:
        return
    match value:
        case list():
            for at, one in enumerate(value):
                if isinstance(one, Mapping):
                    yield f"{kind}[]", f"{place}[{at}]", one
                    for name, inner in one.items():
                        yield from _records(inner, f"{kind}[].{name}", below(f"{place}[{at}]", quoted(name)), depth + 1)
        case Mapping():
            plain = [name for name, one in value.items() if isinstance(one, str | int)]
            inside = "[]" in kind  # what a record of a list holds belongs to it
            if not inside and (any(map(is_key, plain)) or (depth == 0 and len(plain) == len(value))):
                yield kind, place, value
            for name, one in value.items():
                yield from _records(one, f"{kind}.{name}", below(place or "@", quoted(name)), depth + 1)


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
        at = next((at for at, other in enumerate(row) if _pages(one, other) or _same(one, other)), -1)
        if at < 0:
            row.append(one)
        else:
            row[at] = _merged(row[at], one)
    return row


def _pages(one: Table, other: Table) -> bool:
    """Whether the same read showed both, and records of one kind."""
    alike = 2 * len(one.own & other.own) > len(one.own | other.own)
    return alike and one.refs == other.refs and one.key == other.key != ""


def _same(one: Table, other: Table) -> bool:
    """Whether they show a record of the same key alike."""
    key = _shared(one, other)
    held = {str(row.values.get(key)): row for row in other.rows} if key else {}
    both = [(row, held[str(row.values[key])]) for row in one.rows if str(row.values.get(key)) in held]
    alike = (sum(mine.values.get(name) == value for name, value in theirs.values.items()) for mine, theirs in both)
    return any(count >= _FEWEST for count in alike)


def _shared(one: Table, other: Table) -> str:
    """The key that both show, and that tells the records of both apart; "" for none.

    What a record refers to may tell the few of one page apart, too.
    """
    names = [name for name in sorted(one.own & other.own) if is_key(name)]
    names = [one.key] if one.key in names and (one.key == other.key or one.refs == other.refs) else names
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
