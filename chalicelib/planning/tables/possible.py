"""The deeds that are possible: each action with the records that it may be done to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import (
    name_stems,
    stem,
    stem_bag,
    text_stems,
)
from chalicelib.planning.records import shapes
from chalicelib.planning.records.resources import KEYS
from chalicelib.planning.tables import natural
from chalicelib.planning.tables.clause import ADDING
from chalicelib.planning.tables.deeds import ENDING, Deed, makes, new_nouns
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.own_verbs import own_verbs
from chalicelib.planning.tables.roles import TO
from chalicelib.planning.tables.sources import called, offered
from chalicelib.planning.tables.table import Table, unique_in
from chalicelib.planning.tables.world import columns

_CANCELLED = stem_bag("cancelled canceled cancel")
_MOVING = stem_bag("move transfer relocate reassign shift")
_DELETING = stem_bag("delete remove destroy")


def deeds(writes: Sequence[Entry], known: Sequence[Table]) -> Iterator[Deed]:
    for deed in _deeds(writes, known):
        yield replace(deed, sole=True) if _sole(deed, writes) else deed


def _sole(deed: Deed, writes: Sequence[Entry]) -> bool:
    """Whether it deletes records that nothing else ends, and that are not told to be cancelled."""
    if deed.through or not {deed.entry.verb} & _DELETING:
        return False
    about = [one for one in writes if one is not deed.entry and {*one.objects} & {*deed.entry.objects}]
    told = {stem(value.lower()) for one in about for param in one.params for value in offered(param)}
    ends = any(own_verbs(one) & (ENDING | verbs.kin(*ENDING)) for one in about)
    return not ends and not told & _CANCELLED


def _deeds(writes: Sequence[Entry], known: Sequence[Table]) -> Iterator[Deed]:
    for one in writes:
        plain = [param for param in one.params if not offered(param)]
        needed = [param for param in plain if param.required] or plain
        fitting = [table for table in known if one.ref not in table.barred and not _adds_such(one, table)]
        own = next((table for table in fitting if any(_itself(one, param, table) for param in needed)), None)
        moves = one.verb in _MOVING and not any({*param.stems} & TO for param in one.params)  # it tells where to
        above = [(param, own.within) for param in needed if own is not None and not moves and _above(param, own)]
        parts = [(table, natural.keys(one, table, making=makes(one))) for table in fitting if table is not own]
        beside = [*above, *(pair for _, told in parts for pair in told if len(told) == len(one.required))]
        single = [param for param in needed if all(param is not other for other, _ in beside)]
        found = [deed for param in single for deed in _by_key(one, param, fitting, known)]
        found = [_within(deed, above) if deed.table is own else deed for deed in found]
        found += [_of_parts(one, table, told) for table, told in parts if told]
        yield from found or _by_value(one, needed, fitting)


def _adds_such(one: Entry, table: Table) -> bool:
    """Whether it adds such a record to what these are a part of, so that it is done to none that is there."""
    return one.verb in ADDING and bool(table.within) and bool({*new_nouns(one)} & table.words)


def _of_parts(one: Entry, table: Table, told: Sequence[tuple[Param, str]]) -> Deed:
    """Done to a record that several inputs tell together."""
    (first, column), *beside = told
    return Deed(one, first, table, column, _others(one, *(param for param, _ in told)), table, beside=tuple(beside))


def _within(deed: Deed, above: Sequence[tuple[Param, str]]) -> Deed:
    rest = _others(deed.entry, deed.target, *(param for param, _ in above))
    return replace(deed, rest=rest, beside=tuple(above))


def _words(one: Entry) -> set[str]:
    return {*called(one), *text_stems(one.action.description)}


def _by_key(one: Entry, param: Param, fitting: Sequence[Table], known: Sequence[Table]) -> Iterator[Deed]:
    """Done to the records of which the input takes the key, and to those that others refer to by it."""
    words, bare = _words(one), {*param.stems} <= KEYS
    found = [(table, column) for table in fitting if (column := keyed(param, table, words))]
    found = [pair for pair in found if pair[1] != pair[0].within] or found  # what is read of a play is no play
    if "create" in one.senses:  # who is added is nobody of those that are in it
        found = [pair for pair in found if pair[1] not in pair[0].foreign] or found
    exact = [pair for pair in found if pair[1] == pair[0].key and name_stems(pair[1]) == param.stems]
    exact += [pair for pair in found if exact and pair not in exact and {*param.owner} == pair[0].words]
    called_so = [pair for pair in found if pair[0].words == {*param.owner} and not pair[0].barred]
    found = exact or called_so or found  # the id of an order is none of an order field
    found = [pair for pair in found if not (bare and _further(pair[0], one, [other for other, _ in found]))]
    for table, column in found:
        yield Deed(one, param, table, column, _others(one, param), table)
    for table in fitting:
        for column, words_ in _pointing(table, param, known):
            if bare and not words_ & words:
                continue  # a bare id is that of what the action speaks of
            if _single(param, table, column) and all(table is not pair[0] for pair in found):
                called_ = replace(table, words=table.words | words_)
                nobody, direct = replace(table, own=frozenset()), found[0][0] if found else None
                yield Deed(one, param, called_, column, _others(one, param), nobody, direct)


def _itself(one: Entry, param: Param, table: Table) -> bool:
    """Whether it takes the key of such a record, after which the action is called: `valve_id` of `put_valve`."""
    owned = param.required and param.is_id and {*param.owner} <= table.words and one.resource in param.owner
    return owned and keyed(param, table, _words(one)) == table.key and unique_in(table.rows, table.key)


def _above(param: Param, own: Table) -> bool:
    """Whether it takes the key of what such records belong to: it tells no record by itself, and nothing new of one."""
    called = param.name == own.within or (param.is_id and {*param.owner} <= own.foreign.get(own.within, frozenset()))
    return param.required and called and own.within in own.own


def _single(param: Param, table: Table, column: str) -> bool:
    """Whether each record holds one such key, or the input takes a list."""
    return param.type == "array" or not shapes.listed(table.rows, column)


def _further(table: Table, one: Entry, others: Sequence[Table]) -> bool:
    """Whether another table is all that the action is called by: of `delete_flow_run` the runs, no flow or task run."""
    own = called(one)
    whole = [other for other in others if other.words and other.words <= own]
    plain = table.words <= own and not any(table.words < other.words for other in whole)
    return bool(whole) and not table.barred and not plain


def _pointing(table: Table, param: Param, known: Sequence[Table]) -> Iterator[tuple[str, frozenset[str]]]:
    """The fields that hold such a key, with what those are called, also where they are only found by search."""
    yield from ((name, words) for name, words in table.foreign.items() if name_stems(name) == param.stems)
    owner = frozenset(param.owner)
    if param.is_id and owner and not any(owner & one.words for one in known):
        yield from ((name, owner) for name in columns(table, param) if name not in table.foreign and name != table.key)


def _by_value(one: Entry, needed: Sequence[Param], known: Sequence[Table]) -> Iterator[Deed]:
    """Writes without a key, done to whoever or whatever several records name: the owner of three dogs is told."""
    for param in needed if "send" in one.senses or "create" not in one.senses else ():
        if not param.required or param.type != "string" or param.temporal:
            continue
        for table in known:
            column = next(iter(columns(table, param)), "")
            held = shapes.column(table.rows, column) if column else []
            if held and shapes.shape(table.rows, column) == "text" and len({*map(str, held)}) < len(held):
                yield Deed(one, param, table, column, _others(one, param), table)


def _others(one: Entry, *told: Param) -> tuple[Param, ...]:
    return tuple(other for other in one.params if all(other is not param for param in told))
