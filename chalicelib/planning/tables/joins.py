"""Tables joined by their keys: a record shows what it refers to, too.

orders.patronId ─> patrons          every order also shows the name and the tier of its patron
card.assignees ═> members           of several, lists of their names
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.words import name_parts, name_stems, stem, stem_bag, text_stems
from chalicelib.planning.records import durations, shapes, tell_apart
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.own_columns import with_own
from chalicelib.planning.tables.people import told_apart
from chalicelib.planning.tables.roles import of_somebody
from chalicelib.planning.tables.sources import called, described, offered
from chalicelib.planning.tables.table import Table, Wide, unique_in
from chalicelib.planning.tables.world import columns

DEEPEST = 3
_CALLED = [(word,) for word in name_stems("name title label login email")]
_NATURAL = stem_bag("name title username login handle email slug code")
_LONG = 4
"""A number with so many digits is a key of just one thing."""
_CLOSING = stem_bag("close finish end complete")


def joined(found: Sequence[Table]) -> list[Table]:
    found = told_apart(with_own(found))
    wide = list(found)
    for _ in range(DEEPEST):
        wide = [_widened(one, wide) for one in found]
    return wide


def _widened(one: Table, others: Sequence[Table]) -> Table:
    rows, near, minor, foreign = one.rows, one.near, one.minor, dict(one.foreign)
    links: list[tuple[str, frozenset[str], str]] = []
    referred = [pair for name in sorted(one.own) for pair in _referred(one, name, others)]
    often = Counter(other.refs for _, other, _ in referred)
    for deep in (False, True):  # what they refer to themselves comes first, as names may be the same
        for name, other, by in referred:
            role = name.removesuffix("id").rstrip("_") if often[other.refs] > 1 else ""
            names = _shown(one, other, by, deep)
            rows = tuple(_joined(row, one, name, other, by, names, role) for row in rows)
    for name, other, by in referred:
        near, minor = near | other.words | other.near, minor | (other.minor - one.own)
        links.append((name, other.refs, by))
        if not shapes.listed(one.rows, name):
            foreign |= {name: other.words} if by == other.key else {}
    links += [(name, one.refs, one.key) for name in _lists_of_its_kind(one)]
    for name in _of_its_kind(one):
        links.append((name, one.refs, one.key))
        foreign |= {name: one.words}
    return replace(one, rows=rows, near=near, minor=minor, foreign=foreign, links=tuple(links))


def _of_its_kind(one: Table) -> Iterator[str]:
    """The fields with keys of other records of the same table: the manager of an employee, what a page is part of."""
    there = {normal(value) for value in shapes.column(one.rows, one.key)} if one.key else set()
    for name in sorted(one.own - {one.key}) if there else ():
        held = {normal(value) for value in shapes.column(one.rows, name)}
        role = one.persons and of_somebody(name)
        coded = role or name_stems(name)[-1:] == ("id",)
        coded = coded or all(not value.isdigit() and len(value) > 1 for value in held)
        if held and held <= there and coded and not shapes.listed(one.rows, name):
            yield name


def _lists_of_its_kind(one: Table) -> Iterator[str]:
    """The lists in which mostly keys of other records of the same table stand: the folders that a file is in."""
    there = {normal(value) for value in shapes.column(one.rows, one.key)} if one.key else set()
    for name in sorted(one.own):
        held = {normal(value) for value in shapes.column(one.rows, name)} if shapes.listed(one.rows, name) else set()
        if held and len(held & there) * 2 >= len(held) and not any(map(str.isdigit, held)):
            yield name


def _referred(one: Table, name: str, others: Sequence[Table]) -> list[tuple[str, Table, str]]:
    """The field, the first table of which it holds values, and the field of that table; nothing for none."""
    keyed_ = [other for other in others if other.key and other.refs != one.refs]
    for other in keyed_:
        if by := _refers(one, name, other):
            return [(name, other, by)]
    held = {normal(value) for value in shapes.column(one.rows, name)}
    there = [one for one in keyed_ if held and held <= {normal(key) for key in shapes.column(one.rows, one.key)}]
    sole = there if len(there) == 1 and _of_a_role(one, name) else []
    sole = sole or [other for other in there if other.persons and of_somebody(name) and not _counts(one, name)]
    return [(name, sole[0], sole[0].key)] if sole else []


def _of_a_role(one: Table, name: str) -> bool:
    """Whether it is an id, called by what something is to the record, and none that is short.

    Short numbers are keys of many things.
    """
    stems = name_stems(name)
    if len(stems) < 2 or stems[-1] != "id" or {*stems[:-1]} & one.words:
        return False
    return all(len(normal(value)) >= _LONG for value in shapes.column(one.rows, name))


def _shown(one: Table, other: Table, by: str, deep: bool) -> list[str]:
    """The fields of the other records that are shown beside; to a part no names of parts, its own ones or others."""
    parts = {name for row in other.rows for name in row.compound} if one.within else set()
    names = [name for name in shapes.names(other.rows) if name != by and (name not in other.own) == deep]
    return [name for name in names if name not in parts]


def _joined(row: Wide, of: Table, name: str, other: Table, by: str, names: Sequence[str], role: str) -> Wide:
    """`role`: what the other record is to this one, where several of its kind are something to it.

    Other records of its own kind that lists of the other one lead to are none of its own: who shares a locker with it.
    """
    rows = {normal(one.values[by]): one for one in other.rows if by in one.values}
    meant = [rows.get(normal(key)) for key in shapes.items(row.values.get(name))]
    back = {one for found in meant if found for one, ways in found.led.items() if of.words in ways}
    return _beside(row, meant, other, [one for one in names if one not in back], role)


def normal(value: Any) -> str:
    return str(value).strip().lower()


def _refers(one: Table, name: str, other: Table) -> str:
    """The field of the other table of which the field holds values; "" for none."""
    held = {normal(value) for value in shapes.column(one.rows, name)}
    if not held or _counts(one, name):
        return ""
    for field_ in (other.key, *_naming(other)):
        there = {normal(row.values[field_]) for row in other.rows if row.values.get(field_) not in (None, "")}
        share = len(held & there) / len(held)
        alike = name_stems(name) == name_stems(field_) or bool({*name_stems(name)} & other.words)
        text = all(not value.isdigit() and len(value) > 1 for value in held)
        enough = share > (0.5 if other.whole else 0.0)
        if (alike and enough and name_stems(name) != ("id",)) or (text and share > 0.9 and name != one.key):
            return field_
    return ""


def _counts(one: Table, name: str) -> bool:
    """Whether it says how many there are: `open_issues`, where each record holds one number."""
    last = name_parts(name)[-1:]
    plural = bool(last) and last[0].endswith("s") and stem(last[0]) != last[0] and not is_key(name)
    return plural and shapes.shape(one.rows, name) == "number" and not shapes.listed(one.rows, name)


def _naming(other: Table) -> list[str]:
    return [
        name
        for name in sorted(other.own)
        if {*name_stems(name)[-1:]} & _NATURAL and unique_in(other.rows, name)
    ]


def _beside(row: Wide, others: Sequence[Wide | None], table: Table, names: Sequence[str], role: str) -> Wide:
    """The record with those fields of that to which it refers, or with lists of them."""
    found = [other for other in others if other is not None]
    values, places, far, led = dict(row.values), dict(row.places), {*row.far}, dict(row.led)
    lists = frozenset((table.words,)) if len(others) > 1 else frozenset[frozenset[str]]()
    for name in names:
        if all(name not in other.values for other in found):
            continue
        said = role if name_stems(name)[-1:] in _CALLED else ""
        beside = f"{said or min(table.words, default='other')}_{name}"
        free = name if name not in values and not said else beside
        if free in values:
            continue
        held = [value for other in found for value in shapes.items(other.values.get(name))]
        values[free] = held if len(others) > 1 else found[0].values.get(name)
        far |= {free} if name not in table.own else set()
        led[free] = lists.union(*(other.led.get(name, ()) for other in found))
        if len(others) == 1 and name in found[0].places:
            places[free] = found[0].places[name]
    foreign = frozenset({*values} - {*row.values}) | row.foreign
    return replace(row, values=values, places=places, foreign=foreign, far=frozenset(far), led=led)


# states


def _takes(one: Entry, table: Table) -> bool:
    """Whether the action takes the key of such a record."""
    words = {*called(one), *text_stems(one.action.description)}
    return any(keyed(param, table, words) for param in one.params)


def with_states(known: Sequence[Table], entries: Sequence[Entry]) -> list[Table]:
    """The tables with the values that inputs of the same names take, of the actions on such records."""
    found = []
    for table in known:
        about = [one for one in entries if one.ref in table.refs or _takes(one, table)]
        about = [one for one in about if one.ref not in table.barred]
        inputs = [param for one in about for param in one.params]
        told = [(name, value) for one in inputs for name in columns(table, one) for value in offered(one)]
        ended = frozenset(value for one in about for value in _closing(one, table))
        lasting = dict(_lasting(table, about))
        found.append(replace(table, states=tuple(dict.fromkeys(told)), ended=ended, lasting=lasting))
    return found


def _lasting(table: Table, about: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """The fields of which an input or an answer tells in which unit of time they count."""
    for one in about:
        told = [(name, param.describes) for param in one.params for name in columns(table, param)]
        told += [(name, text) for name in sorted(table.own) for text in described(one, name.split(".")[-1])]
        yield from ((name, text) for name, text in told if durations.counts("", text))


def _closing(one: Entry, table: Table) -> Iterator[str]:
    """The states of the table in which an action leaves a record that closes it: "Close a deal as won"."""
    told = text_stems(one.action.description)
    if one.action.effect == "read" or not {*told[:1]} & _CLOSING:
        return
    for name in table.own:
        for value in {*shapes.column(table.rows, name)} if shapes.shape(table.rows, name) == "text" else ():
            said = shapes.words(value)
            if len(said) == 1 and stem(said[0]) in told[1:] and tell_apart.categorical(table.rows, name):
                yield value
