"""All records that can be read, as tables.

A list of which only a part comes back is read by the values of its categories and by the names of the request.  One
that needs the key of another record is read for each of those.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Output
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, name_parts, name_stems, stem, text_stems
from chalicelib.planning.once import once_each
from chalicelib.planning.records import measures, shapes
from chalicelib.planning.records.reach import Reach, Row
from chalicelib.planning.records.resources import KEYS, is_key
from chalicelib.planning.revise.paths import owner_of
from chalicelib.planning.tables import parents, several
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.nested import alike, inner, level, paths
from chalicelib.planning.tables.sources import Source, cap, kind_said, meanings, offered
from chalicelib.planning.tables.table import Table, Wide, unique_in

FEW_PARENTS, ANYWAY, MOST_PARTS, MOST_NAMES, _DEEPEST = 8, 5, 8, 4, 3
"""`ANYWAY`: so many parents are asked for what the request does not speak of."""
_MEANING = "meaning of {}"


def tables(
    reach: Reach, known: Sequence[Source], names: Sequence[str], said: Sequence[Token], every: bool = False
) -> list[Table] | None:
    """None while something is still to be read.  `names`: what the request names; `said`: all its words.

    `every`: what belongs to few records is read of all of them, whether or not the request speaks of it.
    """
    found = [table for one in known if one.needs is None for table in [_listed(reach, one, names)] if table]
    if reach.wanted:
        return None
    unknown = parents.unknown([row for table in found for row in table.rows], said)
    for one in sorted(known, key=lambda one: _depth(one, known)):
        if (above := _above(one, known)) and not any(above.ref in table.refs for table in found):
            continue
        if one.needs is not None and not any(shows_single(one, table) for table in found):
            fields_ = {stem_ for table in found for name in table.own for stem_ in name_stems(name)}
            own = one.words - {word for table in found for word in table.words} or one.words
            few = every or unknown or own & fields_ or kind_said(one, said)
            most = parents.MOST if own & {token.stem for token in said} else FEW_PARENTS if few else 0
            found += [table for table in [_asked(reach, one, found, names, said, most)] if table]
    if reach.wanted:
        return None
    return _distinct(found)


def _above(one: Source, known: Sequence[Source]) -> Source | None:
    """The read of the records of each of which it is read, where these can only be read by the key of another."""
    whose = frozenset(one.needs.owner) if one.needs is not None and one.needs.is_id else frozenset()
    each = [other for other in known if other is not one and whose and other.words == whose]
    keyed_ = [other for other in each if other.needs is not None and other.needs.is_id]
    inner = [other for other in keyed_ if other.needs is not None and not {*other.needs.owner} <= whose]
    return inner[0] if inner and all(other.needs is not None for other in each) else None


def _depth(one: Source, known: Sequence[Source]) -> int:
    """How many reads come before it: the boards before their lists, and these before their cards."""
    depth = 0
    while depth < _DEEPEST and (above := _above(one, known)) is not None:
        one, depth = above, depth + 1
    return depth


def _listed(reach: Reach, one: Source, names: Sequence[str]) -> Table | None:
    rows = reach.rows(one.ref, {})
    if not rows:
        return None
    whole = not reach.partial(one.ref, {}, len(rows)) and not (0 < cap(one.entry) == len(rows))
    if whole:
        return table_of(one, rows, True)
    most = len(rows)
    rows, whole = _parts(reach, one, rows, names)
    return replace(table_of(one, rows, whole), searched=frozenset(_searched(reach, one, most, names)))


def _searched(reach: Reach, one: Source, most: int, names: Sequence[str]) -> Iterator[str]:
    """The names for which a search found less than comes back at most, in each field that it can be told."""
    for name in names[:MOST_NAMES] if _texts(one) else ():
        found = [reach.rows(one.ref, {param.name: name}) for param in _texts(one)]
        if all(rows is not None and len(rows) < most for rows in found):
            yield name.lower()


def _parts(reach: Reach, one: Source, rows: Sequence[Row], names: Sequence[str]) -> tuple[list[Row], bool]:
    """What the values of each category and the names of the request find; whether that is everything."""
    found = {str(row.values): row for row in rows}
    whole = False
    for param in one.entry.params:
        values = offered(param)
        if param.paging or len(param.path) > 1 or not 1 < len(values) <= MOST_PARTS:
            continue
        parts = [reach.rows(one.ref, {param.name: value}) or [] for value in values]
        found |= {str(row.values): row for part in parts for row in part}
        whole = whole or all(len(part) < len(rows) for part in parts)
        if whole:
            break
    if not whole:
        for name in names[:MOST_NAMES]:
            for param in _texts(one):
                found |= {str(row.values): row for row in reach.rows(one.ref, {param.name: name}) or []}
    told = reach.partial(one.ref, {}, len(rows)) and not reach.partial(one.ref, {}, len(found))
    return list(found.values()), whole or told


def _texts(one: Source) -> list[Param]:
    plain = [param for param in one.entry.params if param.type == "string" and len(param.path) == 1]
    return [param for param in plain if not param.paging and not offered(param) and not param.temporal]


def _asked(
    reach: Reach, one: Source, known: Sequence[Table], names: Sequence[str], said: Sequence[Token], most: int
) -> Table | None:
    """What a read gives that needs a key of another table, or a name.

    `most`: of so many parents all are asked for, because the request speaks of such records, or others refer to them.
    """
    assert one.needs is not None
    near = [table for table in known if not _of_another(one, table)]
    parent = next(((table, key) for table in near if (key := _key_of(one, table))), None)
    if parent is None and (one.needs.type != "string" or one.needs.temporal):
        return None
    telling = [token for token in said if parent is None or token.stem not in parent[0].words]  # not the kind alone
    options = offered(one.needs)[:MOST_PARTS] or names[:MOST_NAMES]
    most = max(most, ANYWAY) if parent and len(parent[0].rows) <= ANYWAY else most
    values = parents.keys(parent[0].rows, parent[1], telling, most) if parent else [*options]
    each = [(value, row) for value in values for row in reach.rows(one.ref, {one.needs.name: value}) or []]
    rows, whose = [row for _, row in each], one.needs.name
    if parent is not None:
        whose, places = _column(each, whose, parent[0]), parent[0].places(parent[1])
        rows = [_with(row, whose, value, places[value]) for value, row in each]
    every = parent is not None and {*values} >= {row.values.get(parent[1]) for row in parent[0].rows}
    rows = rows if parent is None or several.told_apart(reach, one) else several.once(rows, whose)
    told = table_of(one, rows, every) if rows else None
    if told is None or parent is None:
        return told
    words = told.words - parent[0].words or told.words
    told = replace(told, words=words, within=whose)  # the signers of a letter are no letters
    if every:
        return told
    return replace(told, asked_of=parents.named(parent[0].rows, parent[1], said, values))


def _key_of(one: Source, table: Table) -> str:
    """The field of the table that the read takes: a key, or the name of what it is called after, as well."""
    assert one.needs is not None
    if found := keyed(one.needs, table, one.words):
        return found
    after = one.needs.name in table.own and bool(table.words & one.words and one.words - table.words)
    return one.needs.name if after and unique_in(table.rows, one.needs.name) else ""


def _column(each: Sequence[tuple[Any, Row]], name: str, parent: Table) -> str:
    """What the key of the parent is called beside the records; by its full name, where they have one of that name."""
    own = any(row.values.get(name, value) != value for value, row in each)
    return f"{min(parent.words, default='outer')}_{name}" if own else name


def _with(row: Row, name: str, value: Any, place: Output) -> Row:
    """The record with what tells its parent."""
    return row if name in row.values else replace(row, values={**row.values, name: value}, given={name: place})


def _of_another(one: Source, table: Table) -> bool:
    """Whether the read is called by a kind of its own: a task run is no flow run, the signers of a letter are none."""
    head = {*[stem(part) for part in name_parts(one.entry.action.words) if stem(part) in one.words][-1:]}
    shared = one.words & table.words
    return bool(shared and one.words - table.words and table.words - one.words and not (one.words - shared) & head)


def shows_single(one: Source, table: Table) -> bool:
    """Whether the read shows single records of a list that is there."""
    called_so = bool(one.words) and one.words <= table.words
    return called_so and one.needs is not None and bool(keyed(one.needs, table, one.words))


def table_of(one: Source, rows: Sequence[Row], whole: bool) -> Table:
    ways, deep = [paths(row) for row in rows], [_compound(row) for row in rows]
    rows = [level(row) for row in rows]
    names = list(dict.fromkeys(name for row in rows for name, value in row.values.items() if _plain(value)))
    names = [name for at, name in enumerate(names) if not any(alike(rows, name, other) for other in names[:at])]
    places = [row.path.partition("[")[0] if "[" in row.path else owner_of(row.path) or "" for row in rows[:1]]
    listed = {stem(part) for place in places for part in name_parts(place)} - {"item", "result"}
    words = one.words | (listed - {"data", "hit", "valu", "content", "row", "record", "entri", "list"})
    told = {name: found for name in names if (found := meanings(one.entry, name))}
    wide = tuple(
        Wide(
            {name: row.values[name] for name in names if name in row.values} | _meant(row, told),
            row.step, row.path, row.inside,
            places={name: Output(row.step, way[name]) for name in names if name in way} | dict(row.given),
            foreign=frozenset(map(_MEANING.format, told)), compound=inside,
        )
        for row, way, inside in zip(rows, ways, deep, strict=True)
    )
    key = _key(wide, names, words)
    words = words or frozenset({*name_stems(key)} - KEYS)
    about = frozenset(text_stems(one.entry.action.description))
    keyed_ = tuple(replace(row, key=key) for row in wide)
    minor = measures.in_cents(one.entry.action, names)
    return Table(words, keyed_, key, frozenset(names), whole, frozenset((one.ref,)), about=about, minor=minor)


def _compound(row: Row) -> dict[str, tuple[Any, Output]]:
    found = {name: value for name, value in row.values.items() if not _plain(value)}
    return {name: (value, Output(row.step, row.at(name))) for name, value in found.items()}


def _meant(row: Row, told: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Beside each code what it stands for: "monthly" beside M."""
    codes = {_MEANING.format(name): found.get(str(row.values.get(name)), "") for name, found in told.items()}
    return {name: text for name, text in codes.items() if text}


def _plain(value: Any) -> bool:
    """Whether it is one value, or a list of such."""
    return all(
        one is None or isinstance(one, str | int | float) for one in (value if isinstance(value, list) else [value])
    )


def _key(rows: Sequence[Row], names: Sequence[str], words: frozenset[str]) -> str:
    """The field that tells the records apart: one that is called like a key, the first of them.

    What is called as the records are goes before their addresses: `teacher` of teachers.  No amount is a key.
    """
    apart = [name for name in names if unique_in(rows, name)]
    called = [name for name in apart if is_key(name)]
    itself = [name for name in apart if {*name_stems(name)} <= words]
    plain = [name for name in called if shapes.shape(rows, name) != "address"]
    found = next(iter(plain or itself or called or apart), "")
    return "" if found not in (*called, *itself) and shapes.shape(rows, found) == "number" else found


def _distinct(found: Sequence[Table]) -> list[Table]:
    """Of tables with the same fields that show the same records, the one with the most of them."""
    best: list[Table] = []
    for one in found:
        same = next((at for at, other in enumerate(best) if _same(one, other)), -1)
        if same < 0:
            best.append(one)
        elif len(one.rows) > len(best[same].rows):
            best[same] = one
    return best


def _same(one: Table, other: Table) -> bool:
    """Whether a record is in both, or both are called alike: tags and rooms may both have an `id` and a `name`."""
    if other.whole and one.words == other.words and one.key == other.key and one.own < other.own:
        return {*map(str, shapes.column(one.rows, one.key))} <= {*map(str, shapes.column(other.rows, one.key))}
    if (one.key, one.own) != (other.key, other.own):
        return False
    held = {str(row.values.get(one.key)): row.values for row in other.rows}
    return one.words == other.words or any(row.values == held.get(str(row.values.get(one.key))) for row in one.rows)


def columns(table: Table, param: Param) -> tuple[str, ...]:
    """The fields of that name; where none is called so, the one inside of another: `settings.limit` for `limit`."""
    known = _columns(table)
    key = param.name, param.path, param.stems
    if key not in known:
        known[key] = tuple(_called(table, param))
    return known[key]


@once_each
def _columns(table: Table) -> dict[tuple[str, tuple[str, ...], tuple[str, ...]], tuple[str, ...]]:
    """The fields that were found so far, by where an input stands and how it is called."""
    return {}


def _called(table: Table, param: Param) -> Sequence[str]:
    inside = param.stems != name_stems(param.name)  # no record's own id is that of its owner: {"owner": {"id"}}
    plain = [name for name in sorted(table.own) if _called_so(name, param, inside=inside)]
    listing = _list(param) if param.stems[:1] in _LISTING else ()
    listing = param.stems[1:] if param.stems[:1] == ("new",) else listing
    plain = plain or [name for name in sorted(table.own) if listing and name_stems(name) == listing]
    return plain or inner(table.own, param)


def _called_so(name: str, param: Param, *, inside: bool) -> bool:
    return name_stems(name) in (param.stems, param.stems[:-1]) if inside else (
        name == param.name or name_stems(name) == param.stems
    )


_LISTING = (("add",), (stem("remove"),))


def _list(param: Param) -> tuple[str, ...]:
    """The list that an input adds to or takes from, as it is called: `labels` of `addLabelIds`."""
    return tuple(word for word in param.stems[1:] if word != "id")
