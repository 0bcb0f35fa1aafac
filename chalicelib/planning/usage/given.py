"""Which ways give just what a run wrote: out of the words, out of the record, or always the same."""

from collections.abc import Mapping, Sequence
from typing import Any  # Any: inputs are JSON

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.impersonal import impersonal, offered
from chalicelib.planning.records import shapes
from chalicelib.planning.tables.clause import Candidate, Clause
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.usage import ways
from chalicelib.planning.usage.construction import Path, Way
from chalicelib.planning.usage.targets import Target


def leaves(inputs: Mapping[str, Any], before: Path = ()) -> dict[Path, Any]:
    found: dict[Path, Any] = {}
    for name, value in inputs.items():
        if isinstance(value, Mapping):
            found |= leaves(value, (*before, str(name)))
        elif value is not None and value != "":
            found[(*before, str(name))] = value
    return found


def given(
    param: Param, values: Sequence[Any], clause: Clause, target: Target | None, known: Sequence[Table], zone: str
) -> list[tuple[Way, Candidate]]:
    """The ways that give just these values, those of the most words first."""
    rows = [target.row(at) for at in range(len(values))] if target is not None else [ways.EMPTY for _ in values]
    table = target.table if target is not None else None
    found = [
        (way, one)
        for way, one in ways.ways(clause, param, known, table, zone)
        if all(_gives(one, row, value) for row, value in zip(rows, values, strict=True))
    ]
    found.sort(key=lambda pair: (_roundabout(known, pair[0]), -pair[1].weight, -len(pair[1].tokens)))
    return found or _unsaid(param, values, clause, rows if table is not None else ())


def _roundabout(known: Sequence[Table], way: Way) -> bool:
    """Whether the value is reckoned, or no key of the record that is named: it may just happen to be alike."""
    keys = {f"{min(table.refs)}:{table.key}" for table in known}
    return way.kind == "moved" or (way.kind == "record" and way.detail not in keys)


def _unsaid(
    param: Param, values: Sequence[Any], clause: Clause, rows: Sequence[Wide]
) -> list[tuple[Way, Candidate]]:
    """What no word gives: what the records themselves hold, or always the same.

    A truth or an option that the schema offers is rather always the same than what a field of another name holds.
    """
    held = [
        (Way("row", name), ways.of_row(name))
        for name in sorted(rows[0].places if rows else ())
        if all(_gives(ways.of_row(name), row, value) for row, value in zip(rows, values, strict=True))
    ]
    own = [pair for pair in held if name_stems(str(pair[0].detail)) == param.stems]
    constant = [(Way("constant", values[0]), ways.constant(values[0]))] if always(param, values, clause) else []
    if own or not _closed(param, values[0]):
        return own or held or constant
    return constant or held


def always(param: Param, values: Sequence[Any], clause: Clause) -> bool:
    """Whether the value is the same in each call, nobody's, and not one that the clause says."""
    said = {word for token in clause.words for word in shapes.words(token.text)}
    first = values[0]
    kept = impersonal(first, param) or _closed(param, first)
    told = set(shapes.words(first)) <= said and not isinstance(first, bool)
    return all(value == first for value in values) and kept and not told and not isinstance(first, list)


def _closed(param: Param, value: Any) -> bool:
    """Whether the schema names the value: a truth, an option, or an end of the range: a blind open at 100."""
    ends = [param.schema[name] for name in ("minimum", "maximum") if name in param.schema]
    return isinstance(value, bool) or value in ends or offered(value, param)


def _gives(one: Candidate, row: Wide, value: Any) -> bool:
    told = one.of(row)
    return told is not None and alike(told[0], value)


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-6
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    return bool(one == other)
