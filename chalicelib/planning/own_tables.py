"""Services whose tables their users made: the same actions serve each, and a read tells which tables there are.

    list tables            [{id: "tbl1", name: "Huts", fields: [{name: "Beds", type: "number"}, …]}, …]
    list records {table}   create records {table, records: [{fields: {…}}]}

When the tables were read, the planner sees actions for each of them: `list records:Huts`, `create records:Huts` with
`fields.Beds`.  What it plans is turned back before anybody else sees it (`generic`).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import partial
from typing import Any  # Any: schemas and outputs are JSON

from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.edit import Edit
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.planning import cells, generic
from chalicelib.planning.columns import Described, columns_in, described, key_name
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.words import name_parts, name_stems, senses, stem, stem_bag, text_stems
from chalicelib.planning.gathering import gathers, looks
from chalicelib.planning.generic import Form, Spread
from chalicelib.planning.input_views import Scattered
from chalicelib.planning.kind_inputs import key_of
from chalicelib.planning.once import once
from chalicelib.planning.own_fields import name_of
from chalicelib.planning.planner import Brief, Catalogue, NoPlan, Revise, Run
from chalicelib.planning.records.reach import Row
from chalicelib.planning.table_inputs import Records, views

Calls = list[tuple[str, Mapping[str, Any]]]
Table = tuple[Described, tuple[Literal, Output]]
"""A table, and how reads and writes are told it."""
_TABLES = stem_bag("table database sheet collection object entity model module")
_DESCRIBES = stem_bag("schema structure metadata definition")
_COLUMNS = stem_bag("field column property attribute")
_RECORDS = stem_bag("record row item entry page document line data content value batch bulk comment note")
_ANEW = stem_bag("replace destructive overwrite clear")
FEWEST, MOST = 3, 20
"""So many actions take a table; of more tables it would be too much to read all."""


@dataclass(frozen=True, slots=True)
class Store:
    """`listing` gives the tables, `columns` those of one ("" where the tables tell them).

    `name` is the input that takes a table, of the actions `taking`, of which `refs` are planned with.  `places`: the
    read of what holds tables, and the input by which the listing is told one; "" where it needs none.
    """

    listing: str
    columns: str
    name: str
    taking: frozenset[str]
    refs: frozenset[str]
    places: tuple[str, str] = ("", "")


@once
def store(catalogue: Catalogue) -> Store | None:
    taking: dict[tuple[str, str], list[Entry]] = {}
    for one in index_of(catalogue).entries.values():
        for param in one.required if one.action.via in ("http", "mcp", "lambda") else ():
            plain = len(param.path) == 1 and "enum" not in one.action.properties.get(param.name, {})
            if plain and {stem(part) for part in name_parts(param.name)} & _TABLES:
                taking.setdefault((one.action.tool, param.name), []).append(one)
    for (tool, name), those in taking.items():
        found = _store(catalogue, tool, name, those) if len(those) >= FEWEST else None
        if found is not None:
            return found
    return None


def _store(catalogue: Catalogue, tool: str, name: str, those: Sequence[Entry]) -> Store | None:
    """None where nothing tells the tables, or what is done in one is about other things than its records."""
    kept = [one for one in those if _of_records(one) and not _reads_one(one) and not _clears(one, those)]
    reads = [one for one in kept if one.action.effect == "read" and len(one.required) == 1]
    listing, places = next(_listings(catalogue, tool), (None, ("", "")))
    if listing is None or not reads or not any(one.action.writes for one in kept):
        return None
    columns = next((one for one in those if _tells_columns(one)), None)
    refs = frozenset(one.ref for one in kept if one is not columns)
    taking = frozenset(one.ref for one in those)
    return Store(listing.ref, columns.ref if columns else "", name, taking, refs, places)


def _listings(catalogue: Catalogue, tool: str) -> Iterator[tuple[Entry, tuple[str, str]]]:
    """The reads that give the tables, those that need nothing first, with what gives the places that others need."""
    entries = [index_of(catalogue).entries[one.ref] for one in catalogue.of_tool(tool) if one.via != "auth"]
    reads = [one for one in entries if one.action.effect == "read"]
    found = [one for one in reads if len(one.required) < 2 and _words(one.action) & (_TABLES | _DESCRIBES)]
    yield from ((one, ("", "")) for one in found if not one.required)
    for one in (one for one in found if one.required):
        owner, free = {*one.required[0].owner}, [other for other in reads if not other.required]
        told = (other for other in free if owner & ({*text_stems(other.action.description)} | _words(other.action)))
        if (of := next(told, None)) is not None:
            yield one, (of.ref, one.required[0].name)


def _words(one: Action) -> set[str]:
    return {stem(part) for part in name_parts(one.words)}


def _of_records(one: Entry) -> bool:
    return bool(_words(one.action) & _RECORDS)


def _reads_one(one: Entry) -> bool:
    """Whether it shows what the list of them shows, too: one record, what belongs to it, or how many there are."""
    return one.action.effect == "read" and (len(one.required) > 1 or "count" in one.name)


def _clears(one: Entry, those: Sequence[Entry]) -> bool:
    """Whether it writes a record anew where another of the same inputs changes a part of it."""
    stems = {*text_stems(one.action.description)} | _words(one.action)
    same = (other for other in those if other is not one and {*other.action.properties} == {*one.action.properties})
    return bool(stems & _ANEW) and any("update" in other.senses for other in same)


def _tells_columns(one: Entry) -> bool:
    """Whether it describes the table: its columns, its structure, or the table itself and none of its records."""
    words = _words(one.action)
    tells = words & (_COLUMNS | _DESCRIBES) or not words & _RECORDS
    return one.action.effect == "read" and len(one.required) == 1 and bool(tells)


def drafted(brief: Brief, draft: Callable[[Brief], Plan | NoPlan]) -> Plan | NoPlan:
    """The plan; where it may be about records of such tables, the reads of the tables, and the reading behind them."""
    from chalicelib.planning import records

    plan, one = draft(brief), store(brief.catalogue)
    steps = plan.steps if isinstance(plan, Plan) else ()
    if one is None or (steps and not any(step.ref in one.taking or step.ask or gathers(step) for step in steps)):
        return plan
    return records.reading(brief, one.places[0] or one.listing) or plan


def read(brief: Brief, run: Run, step: Step, revise: Revise, edit: Edit) -> Edit:
    """The edit with an action for each table (`revised`); before that the steps that read the tables."""
    from chalicelib.planning.records.listed import listed, reading

    one = store(brief.catalogue)
    for calls in _reads(brief, run, one) if one else ():
        if listed(brief, run, calls) is None:
            return reading(brief, run, step, calls)
    return revised(brief, run, step, revise, edit)


def revised(brief: Brief, run: Run, step: Step, revise: Revise, edit: Edit) -> Edit:
    """The edit that `revise` makes of `edit`, with an action for each table, as far as these were read."""
    one = store(brief.catalogue)
    tables = _tables(brief, run, one) if one else []
    if one is None or not tables:
        return revise(brief, run, step, edit)
    found = spread(brief.catalogue, one, tables)
    forward = partial(generic.forward, found)
    plan = generic.turned(run.plan, forward)
    outputs, ways = _plain(run, plan, found, {table.name: table.links for table, _ in tables})
    seen = replace(brief, catalogue=found.catalogue)
    try:
        told = revise(seen, replace(run, plan=plan, outputs=outputs), forward(step), generic.edited(edit, forward))
        back = generic.edited(told, partial(generic.back, found, outputs=outputs))
        return generic.edited(back, partial(cells.bound, ways=ways))
    except Scattered:
        return revise(brief, run, step, edit)


def _plain(
    run: Run, plan: Plan, found: Spread, links: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any], dict[str, cells.Ways]]:
    """What was read with plain cells, and by the steps that read it where their values really stand."""
    outputs, ways = dict(run.outputs), dict[str, cells.Ways]()
    for step in plan.steps:
        form = found.forms.get(step.ref)
        if form is not None and looks(step) and step.id in outputs:
            outputs[step.id], ways[step.id] = cells.plain(outputs[step.id], links[form.kind], name_stems(form.kind))
    return outputs, {step: told for step, told in ways.items() if told}


def _reads(brief: Brief, run: Run, one: Store) -> Iterator[Calls]:
    """The calls that tell the tables, and those that tell their columns, where the tables do not."""
    if one.places[0]:
        yield [(one.places[0], {})]
    yield (calls := _listing(brief, run, one))
    rows = _rows(brief, run, calls)
    if one.columns and any(columns_in(row.values) is None for row in rows):
        yield [(one.columns, {one.name: _key(row)}) for row in rows]


def _listing(brief: Brief, run: Run, one: Store) -> Calls:
    if not one.places[0]:
        return [(one.listing, {})]
    return [(one.listing, {one.places[1]: _key(row)}) for row in _rows(brief, run, [(one.places[0], {})])]


def _rows(brief: Brief, run: Run, calls: Calls) -> list[Row]:
    """What was read by the calls, as far as it has a name and a key."""
    from chalicelib.planning.records.listed import listed

    rows = (row for found in listed(brief, run, calls) or () for row in found)
    return [row for row in rows if name_of(row.values) and key_name(row.values)][:MOST]


def _key(row: Row) -> Any:
    return row.values[key_name(row.values)]


def _tables(brief: Brief, run: Run, one: Store) -> list[Table]:
    """The tables that there are, once they and their columns were read."""
    from chalicelib.planning.records.listed import listed

    rows = _rows(brief, run, _listing(brief, run, one))
    each = [columns_in(row.values) or [] for row in rows]
    *_, last = _reads(brief, run, one)
    if (read := listed(brief, run, last) if last[0][0] == one.columns else None) is not None:
        each = [[column.values for column in columns] for columns in read]
    names = {_key(row): name_of(row.values) for row in rows}
    return [(described(row.values, columns, names), _told(one, row)) for row, columns in zip(rows, each, strict=True)]


def _told(one: Store, row: Row) -> tuple[Literal, Output]:
    """How actions are told the table: by its name, if the input says so, else by its key."""
    name = key_name(row.values)
    if "name" in name_parts(one.name):
        name = next(field for field, value in row.values.items() if value == name_of(row.values))
    return Literal(row.values[name]), Output(row.step, row.at(name))


def spread(catalogue: Catalogue, one: Store, tables: Sequence[Table]) -> Spread:
    """With an action for each table in place of one for all."""
    gone = (*one.taking, one.listing, one.places[0])
    others = {ref: action for ref, action in catalogue.actions.items() if ref not in gone}
    called = _called([catalogue.actions[ref] for ref in sorted(one.refs)])
    made = [pair for action in called for pair in _forms(action, one, tables)]
    known = {action.ref: action for _, action in made}
    digest = f"{catalogue.digest}+{json.dumps([astuple(table) for table, _ in tables], default=str)}"
    return Spread(Catalogue(digest, {**others, **known}), {action.ref: form for form, action in made})


def _forms(action: Action, one: Store, tables: Sequence[Table]) -> Iterator[tuple[Form, Action]]:
    for table, told in tables:
        seen = views(action, one.name, table)
        beside = {name: told for name, told in action.properties.items() if name != one.name}
        key = "" if any(isinstance(view, Records) for view in seen) else key_of(beside)
        form = Form(action, (one.name,), table.name, key=key, views=seen, told=told)
        made = any("create" in senses(stem(part)) for part in name_parts(action.words))
        form = replace(form, called=f"{table.name}_id") if made else form  # it is made of the record, and not it
        yield form, generic.seen(form)


def _called(actions: Sequence[Action]) -> list[Action]:
    """The actions without the words that all of them are called by, with what is done in front: `create`."""
    each = [name_parts(one.words) for one in actions]
    common = set.intersection(*({stem(part) for part in parts} for parts in each))
    left = [[part for part in parts if stem(part) not in common] or [*parts] for parts in each]
    said = (sorted(parts, key=lambda part: not senses(stem(part))) for parts in left)
    return [replace(one, said=" ".join(words)) for one, words in zip(actions, said, strict=True)]
