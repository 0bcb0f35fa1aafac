"""The calls that a deed makes of its values and the records that it is done to; none where it would change nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Several
from chalicelib.planning.composer import verbs
from chalicelib.planning.records import shapes
from chalicelib.planning.records.places import in_one_text, of_several
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.scene import Write
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.combinations import Chosen
from chalicelib.planning.tables.deeds import Deed
from chalicelib.planning.tables.entire import replaces, rest
from chalicelib.planning.tables.inputs import Path, Told, fixed, inputs_of, of_kind
from chalicelib.planning.tables.lists import with_held
from chalicelib.planning.tables.members import listing
from chalicelib.planning.tables.moving import left
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.world import columns

CHANGING = frozenset(("chang", "set", "patch")) | verbs.kin("chang")
"""Verbs of actions that do nothing unless they are told what to change."""


def writes(
    deed: Deed, clause: Clause, chosen: Chosen, rows: Sequence[Wide], known: Sequence[Table] = ()
) -> Iterator[tuple[Write, Mapping[Path, Any]]]:
    goal = clause.text[clause.words[0].start : clause.words[-1].end][:120] if clause.words else clause.text[:120]
    if not chosen and deed.rest and deed.entry.verb in CHANGING:
        raise Unsure("nothing tells what is to become of it")
    many = deed.target.type == "array"
    calls = [(row, told) for row in rows for told in [_told(deed, clause, chosen, row, known)] if told is not None]
    if many:
        for group in [list(group) for group in _alike(calls)]:
            keys: list[Binding] = [row.binding(deed.column) for row, _ in group]
            inputs = {**inputs_of(deed, group[0][1]), deed.target.path[0]: Several(tuple(keys))}
            values = {path: value for path, (value, _) in group[0][1].items()}
            values[deed.target.path] = sorted(str(row.values[deed.column]) for row, _ in group)
            yield Write(deed.entry.ref, inputs, f"for {len(keys)} records", goal, group[0][0]), values
        return
    for row, told in calls:
        key = row.values[deed.column], row.binding(deed.column)
        inputs = inputs_of(deed, {**told, deed.target.path: key})
        plain = {path: value for path, (value, _) in {**told, deed.target.path: key}.items()}
        yield Write(deed.entry.ref, inputs, f"for the record {row.values[deed.column]}", goal, row), plain


def _alike(calls: Sequence[tuple[Wide, Told]]) -> Iterator[Any]:
    """The records that get the same values."""
    groups: dict[str, list[Any]] = {}
    for row, told in calls:
        groups.setdefault(str([(path, value[0]) for path, value in told.items()]), []).append((row, told))
    yield from groups.values()


def _told(deed: Deed, clause: Clause, chosen: Chosen, row: Wide, known: Sequence[Table]) -> Told | None:
    """The values for the record; None where they would change nothing."""
    found: dict[Path, tuple[Any, Binding]] = {
        param.path: (row.values[name], row.binding(name)) for param, name in deed.beside
    }
    changed = not chosen
    for param in deed.rest:
        if param.path not in chosen:
            continue
        value = chosen[param.path].of(row)
        if value is None:
            raise Unsure(f"a record has no {param.name} to change")
        column = next(iter(columns(deed.holder, param)), "") or listing(deed, value[0])
        anew = param.type == "array" and deed.entry.verb in CHANGING and column in deed.holder.own
        held = [one for one in shapes.column(deed.holder.rows, column) if isinstance(one, str)] if column else []
        several = in_one_text(param) or (of_several(param) and any(", " in one for one in held))
        value = with_held(clause, row, column, value, anew=anew, several=several)
        other = _changes(deed, row.values.get(column), value[0], anew)
        changed = changed or not column or column not in deed.holder.own or other
        found[param.path] = value
    found = {**dict(rest(deed, row)), **found} if replaces(deed, chosen) else found
    roots = {path[:1] for path in found}
    for param in deed.rest:
        if (told := fixed(param)) and param.required and param.path not in found:
            found[param.path] = told[0], Literal(told[0])
        elif param.required and not {param.path, param.path[:1]} & {*found, *roots} and "default" not in param.schema:
            column = next(iter(columns(deed.holder, param)))
            found[param.path] = row.values[column], row.binding(column)
    keys = {path: key for path, (_, key) in found.items()} | {deed.target.path: row.binding(deed.column)}
    return {**_kinds_beside(deed, keys, known), **left(deed, clause, found, row), **found} if changed else None


def _kinds_beside(deed: Deed, keys: Mapping[Path, Binding], known: Sequence[Table]) -> Told:
    """The kind of each record that is told by kind and key, as that record says it: {"type": "tags", "id": "8d"}."""
    told: dict[Path, tuple[Any, Binding]] = {}
    for param in deed.rest:
        key = keys.get((*param.path[:-1], "id"))
        if key is None or not of_kind(param, (deed.target, *deed.rest)):
            continue
        for one in (one for table in known for one in table.rows):
            if key in one.places.values() and param.name in one.places:
                told[param.path] = one.values[param.name], one.binding(param.name)
    return told


def _changes(deed: Deed, held: Any, value: Any, anew: bool) -> bool:
    """Whether the deed with the value changes what the field holds: of a list, whether it gives or takes one more."""
    if anew or not isinstance(held, list):
        return bool(held != value)
    told = value if isinstance(value, list) else [value]
    return any((one in held) == deed.takes for one in told)
