"""Which input of a write says what it is done to, and in which records that stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.records.recorded import Done
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.usage.construction import Path, Way


@dataclass(frozen=True, slots=True)
class Target:
    """`values`: what the input was given, one after the other; `rows`: the records that hold them in `column`."""

    param: Param
    table: Table
    column: str
    values: tuple[Any, ...]

    @property
    def path(self) -> Path:
        return self.param.path

    @property
    def way(self) -> Way:
        return Way("target", f"{min(self.table.refs)}:{self.column}")

    @property
    def rows(self) -> tuple[Wide, ...]:
        return tuple(row for row in self.table.rows if str(row.values.get(self.column)) in map(str, self.values))

    def row(self, at: int) -> Wide:
        return next(row for row in self.table.rows if str(row.values.get(self.column)) == str(self.values[at]))


def targets(entry: Entry, done: Sequence[Done], known: Sequence[Table]) -> Iterator[Target]:
    """The likeliest first: the key of its own records, named alike."""
    found: list[tuple[tuple[bool, ...], int, Target]] = []
    for param in entry.params:
        values = tuple(value for call in done for value in _each(call, param.path))
        if any(value in (None, "") or not isinstance(value, str | int) for value in values):
            continue
        if len({str(value) for value in values}) < len(values):
            continue
        for table in known:
            for column in sorted({name for row in table.rows for name in row.places}):
                held = {str(row.values.get(column)) for row in table.rows}
                near = param.is_id or bool({*name_stems(column), *table.words} & {*param.stems})
                near = near or (isinstance(values[0], str) and column == table.key)
                if near and {*map(str, values)} <= held and not isinstance(values[0], bool):
                    rank = (
                        column not in table.own, name_stems(column)[-2:] != param.stems[-2:] and not param.is_id,
                        column != table.key, not param.required,
                    )
                    found.append((rank, len(found), Target(param, table, column, values)))
    for _, _, one in sorted(found, key=lambda each: each[:2]):
        yield one


def spread(done: Sequence[Done], target: Target | None) -> list[Done]:
    """The calls, one that was done to several records at once as often as it names one."""
    return [call for call in done for _ in (_each(call, target.path) if target is not None else (None,))]


def _each(call: Done, path: Path) -> Sequence[Any]:
    value = _at(call.inputs, path)
    return value if isinstance(value, list) else (value,)


def _at(inputs: Mapping[str, Any], path: Path) -> Any:
    value: Any = inputs
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
