"""Which words of a clause may be the values of an action's inputs.

an option of the input             "to routine", "as insufficient", "Archive it"
what records hold in that field    "to Fridge 1", "to Nora"
the one record of another table    "to the Green tariff" for its code
a truth                            "close it" of an input `closed`
a name, an address, a quotation    "to Pru", 'We are closed on Monday'; see `texts`
a number, a moment                 see `amounts`, `moments`
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Mention
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import QUOTES, Token, bag, name_stems, stem_bag
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.weekdays import weekday
from chalicelib.planning.tables import codes, lists, numbered, ordinals, statements, texts
from chalicelib.planning.tables.amounts import numbers
from chalicelib.planning.tables.clause import (
    ARTICLES,
    INTO,
    Candidate,
    Clause,
    Value,
    becomes_so,
    describes,
    owns,
    placed,
    same,
    tells_which,
    text_of,
)
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.moments import moments
from chalicelib.planning.tables.names import called
from chalicelib.planning.tables.options import options
from chalicelib.planning.tables.referring import referred, refers
from chalicelib.planning.tables.replaced import replacing
from chalicelib.planning.tables.roles import assigned, role
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.table import Table, Wide, unique
from chalicelib.planning.tables.texts import NAME
from chalicelib.planning.tables.truths import truths
from chalicelib.planning.tables.world import columns

NAMING = stem_bag("rename call name title")
_OWNING = bag("with without has have had whose of in under")
"""Behind these a value says how records are: "the cards with the label urgent"."""
_WHICH = bag("what's that's who's what’s that’s who’s")
_WHOLE = 0.6
"""For an input of which every word is spoken: the "last name", not the first; "the manager" for its id."""
_THOSE = (["the"], ["our"], ["my"], ["these"], ["those"], ["its"], ["their"], ["his"], ["her"])
_CAUSES = frozenset((("because", "of"), ("due", "to"), ("owing", "to"), ("thanks", "to")))


def candidates(
    clause: Clause, param: Param, table: Table, known: Sequence[Table], sole: bool = False, making: bool = False
) -> list[Candidate]:
    """The best first; runs of words inside a longer one that fits as well are left out.

    `sole`: it is the one text that something new must be told, so that a name that nobody knows is meant for it.
    `making`: something new is made, of which other records may show the fields.
    """
    found = _found(clause, param, table, known, sole, making)
    found = [one for one in found if not (one.tokens and owns(clause, one.tokens))]
    twin_ = bool(keyed(param, table, table.words)) and not any(columns(table, param))  # "from" names the other record
    own = {*param.stems} - {"id"}  # a shift_id is that of a shift, a manager_id that of whoever is the manager
    spoken = own <= {token.stem for token in clause.words} and not any(own <= one.words for one in (table, *known))
    spoken = spoken or assigned(clause.verb, param)
    whole = _WHOLE if (len(param.stems) > 1 or refers(param, table)) and spoken else 0.0
    ranked = sorted(found, key=lambda one: (-one.weight, -len(one.tokens)))
    kept: list[Candidate] = []
    for one in ranked:
        if one.tokens and (tells_which(clause, one.tokens, table.words) or statements.subject(clause, one.tokens)):
            continue
        if one.tokens and describes(clause, one.tokens, (table.words | table.about) - {*param.stems}):
            continue
        if _noun(clause, one.tokens, table) or _any_of_them(clause, one.tokens):
            continue
        one = _labelled_by(clause, one, param)
        if _limits(clause, one.tokens, param):
            continue
        leads = not one.tokens or clause.lead(one.tokens) in INTO | {"by", ":"}
        into = one.into or leads or statements.new(clause, one.tokens)
        one = replace(one, into=into, weight=one.weight + whole)
        one = one if twin_ else replacing(clause, one, param, table)
        inside = [other for other in kept if {*one.tokens} <= {*other.tokens}]
        if all(not one.tokens and other.tokens for other in inside):
            kept.append(one)
    return kept[:4]


def _found(
    clause: Clause, param: Param, table: Table, known: Sequence[Table], sole: bool, making: bool
) -> list[Candidate]:
    """Of each kind, see above, what the words may be."""
    keys = [*named(clause, param, table, known)]
    held = [one for one in _held(clause, param, table, known) if not _is_called(clause, one.tokens, table)]
    if {*param.stems} & NAME:
        held = [one for one in held if _names_anew(clause, one.tokens, param)]  # what another is called is no new name
    told = [*options(clause, param)]
    listed = lists.together(clause, [*told, *held]) if param.type == "array" else ()
    found = [*keys, *told, *listed, *held]
    keys_only = any(keyed(param, other, ()) for other in known) or any(refers(param, one) for one in (table, *known))
    if not offered(param):
        found += truths(clause, param)
        found += () if keys_only else numbers(clause, param, table, known)  # no amount is a key
        found += moments(clause, param, table, known if making else ())
        found += ordinals.placed(clause, param)
        found += [*texts.addresses(clause, param), *codes.candidates(clause, param, (table, *known))]
    if not offered(param) and not keys_only:
        people = texts.people(clause, param, (table, *known), sole)
        told_: Iterator[Candidate] = chain(people, texts.quoted(clause, param, known), texts.labelled(clause, param))
        found += texts.caused(clause, param)
        if not (making or sole or clause.stated) and {*param.stems} <= NAME | table.words:
            told_ = (one for one in told_ if clause.quoted(one.tokens[0]) or _names_anew(clause, one.tokens, param))
        found += [one for one in told_ if not _is_called(clause, one.tokens, table) and not _days(one.tokens)]
    return found


def _names_anew(clause: Clause, run: Sequence[Token], param: Param) -> bool:
    """Whether something is to be called so: it is said by the verb, or the name is spoken of."""
    naming = clause.verb is not None and clause.verb.stem in NAMING
    return becomes_so(clause, run) and (naming or bool({*param.stems} & {token.stem for token in clause.words}))


def _limits(clause: Clause, run: Sequence[Token], param: Param) -> bool:
    """Whether it says of which records something is true: "all from line 9", "but not what's urgent"."""
    lead = clause.lead(run) if run else ""
    return lead in _WHICH or (lead == "from" and run[0].stem in param.stems and not param.temporal)


def _noun(clause: Clause, run: Sequence[Token], table: Table) -> bool:
    """Whether it is only what such records are called, or the new one is, though a field may hold that, too."""
    if clause.made is not None and [*run] == [clause.made]:
        return True
    plain = len(run) == 1 and run[0].stem in table.words and run[0].text[0].islower()
    return plain and clause.lead(run) not in INTO | {"as", "by", ":"} and not clause.quoted(run[0])


def _any_of_them(clause: Clause, run: Sequence[Token]) -> bool:
    """ "One of the quartets" leaves open which, and is no number."""
    said = [token for token in clause.words if run and token.start < run[-1].end]
    at = len(said) - len(run)
    lead = [token.low for token in said[max(0, at - 3) : at]]
    behind = [token.low for token in clause.words if run and token.start >= run[-1].end][:2]
    itself = [token.low for token in run] == ["one"] and behind[:1] == ["of"] and behind[1:] in _THOSE
    return itself or (lead[:2] == ["one", "of"] and lead[2:] in _THOSE)


def _days(run: Sequence[Token]) -> bool:
    """Whether they only name days of the week, which nobody and nothing is called."""
    return bool(run) and all(weekday(token.low) is not None for token in run)


def _labelled_by(clause: Clause, one: Candidate, param: Param) -> Candidate:
    """ "The label urgent", "because of a late delivery", "Ann owns it": what stands beside a value says what for."""
    behind = [token for token in clause.words if one.tokens and token.start >= one.tokens[-1].end][:2]
    if behind and _does(behind[0], param) and all(token.low in ("it", "this", ",") for token in behind[1:]):
        return replace(one, tokens=(*one.tokens, *behind), into=True)
    if role := _appointed(clause, behind, param):
        return replace(one, tokens=(*one.tokens, *role), into=True)
    before = [token for token in clause.words if one.tokens and token.end <= one.tokens[0].start]
    reason = [token for token in before[-3:] if token.low not in ARTICLES][-2:]
    if tuple(token.low for token in reason) in _CAUSES:
        return replace(one, tokens=(*reason, *one.tokens), into=True)
    if len(reason) == 2 and _doer(reason[0], reason[1], param):
        return replace(one, tokens=(*reason, *one.tokens), into=True)
    called_so = param.stems[:-1] if len(param.stems) > 1 and param.stems[-1] == "id" else param.stems
    label = before[-1] if before and before[-1].stem in called_so[-1:] else None
    if label is None or clause.lead((label,)) in _OWNING:
        return one
    return replace(one, tokens=(label, *one.tokens), into=True)


def _appointed(clause: Clause, behind: Sequence[Token], param: Param) -> Sequence[Token]:
    """ "Ann the owner", "Ann owner": what somebody is made who is named in front of it."""
    role = behind[:2] if behind and behind[0].low in ARTICLES else behind[:1]
    made = clause.verb is not None and clause.verb.low in ("make", "appoint", "name", "set")
    return role if made and role and role[-1].stem in {*param.stems} - {"id"} and role[-1].text.islower() else ()


def _doer(token: Token, lead: Token, param: Param) -> bool:
    """Whether the input is for whoever has done so: `owner` of "owned by", `assignees` of "assigned to"."""
    bare, name = token.low.removesuffix("d").removesuffix("e"), role(param.called)
    ends = {"by": ("er", "or", "r"), "to": ("ee",)}.get(lead.low, ())
    return token.low.endswith("ed") and any(name.endswith(bare + end) for end in ends)


def _does(token: Token, param: Param) -> bool:
    """Whether it tells what whoever the input is for does: "owns" of `owner`, "hosts" of `host`."""
    bare = token.low.removesuffix("s")
    return token.low.endswith("s") and param.name.lower().endswith((bare, bare + "er", bare + "r", bare + "or"))


def _is_called(clause: Clause, run: Sequence[Token], table: Table) -> bool:
    """Whether the words are what one of the records is called, and nothing says that something becomes so."""
    apart = called([replace(table, own=frozenset(unique(table)))], clause.words)
    said = [token for token in run if token.text[0].isalnum()]  # without the quotes
    return clause.lead(run) not in INTO and bool(said) and all(token.start in apart for token in said)


def _held(clause: Clause, param: Param, table: Table, known: Sequence[Table]) -> Iterator[Candidate]:
    """What records hold in a field of that name.

    What names a record of the table is nothing new to it, and what another kind of record is called is no name for it.
    """
    if param.type not in ("string", "array") or param.temporal or (param.is_id and not offered(param)):
        return
    values: dict[str, None] = {}
    telling = [name for name in columns(table, param) if _unique(table, name)]
    held = (value for name in telling for value in shapes.column(table.rows, name))
    own = {value for value in held if not isinstance(value, list | dict)}
    for other in (table, *(() if {*param.stems} <= NAME else known)):
        for name in columns(other, param):
            values |= dict.fromkeys(value for value in shapes.column(other.rows, name) if isinstance(value, str))
    for run in clause.runs():
        said = phrase.words_of(run)
        if clause.lead(run) == "not":
            continue  # "vegetarian, not vegan": it becomes anything but that
        for value in values:
            new = (value not in own or becomes_so(clause, run)) and (not offered(param) or value in offered(param))
            if new and phrase.fits(said, value):
                bound = (value, Mention(value, text_of(clause, run)))
                yield Candidate(run, same(bound), 1.4 + placed(clause, run))


def _unique(table: Table, name: str) -> bool:
    held = shapes.column(table.rows, name)
    return len(held) > 1 and len({*map(str, held)}) == len(held)


def named(clause: Clause, param: Param, holder: Table, known: Sequence[Table]) -> Iterator[Candidate]:
    """The one record of a table whose key the input takes; of several with one name, that of the same owner."""
    linked = {refs for name, refs, _ in holder.links if name in {*columns(holder, param)}}
    for table in known if param.type != "boolean" else ():
        if linked and table.refs not in linked:
            continue
        told = (key for one in (holder, *known) if (key := referred(param, one, table)))
        own = table.words if table is holder else ()
        column = next(told, "") or keyed(param, table, own)  # what records hold tells it best
        its = table is holder and not refers(param, holder) and column in {*columns(holder, param)}
        if not column or its:  # no record gets the address of another
            continue
        yield from numbered.keyed(clause, table, column)
        for run in clause.runs():
            said = phrase.words_of(run)
            by = clause.lead(run) == "by" and run[0].text.isdigit()  # by so much it is moved, to nobody
            if by or _whose(clause, param, run) or not any(token.content or token.text[0].isupper() for token in run):
                continue
            for weight, whole in ((1.4, True), (1.0, False)):
                rows = texts.saying(table, said, whole)
                shared = _shared(holder, table)
                if len(rows) == 1 or (rows and whole and shared):
                    plain = [t for t in clause.words if t.text not in QUOTES]
                    tail = [t for t in plain if t.start >= run[-1].end][:1]
                    more = tuple(token for token in tail if token.stem in table.words)
                    head = [t for t in plain if t.end <= run[0].start][-1:]
                    noun = tuple(token for token in head if token.stem in table.words and token.text.islower())
                    of = _of_owner(rows, column, shared)
                    yield Candidate((*noun, *run, *more), of, weight + placed(clause, (*noun, *run)))
                if rows:
                    break


def _whose(clause: Clause, param: Param, run: Sequence[Token]) -> bool:
    """ "The manager of Bo": whose it is, and not who."""
    before = [token for token in clause.words if token.end <= run[0].start and token.low not in ARTICLES][-2:]
    return len(before) > 1 and before[1].low == "of" and before[0].stem in param.stems


def _shared(one: Table, other: Table) -> list[str]:
    """The fields in which both refer to a third kind of record: a card and a column to their board."""
    if one is other:
        return []
    return [name for name, words in one.foreign.items() if words and other.foreign.get(name) == words]


def _of_owner(rows: Sequence[Wide], column: str, shared: Sequence[str]) -> Value:
    def of(row: Wide) -> tuple[Any, Binding] | None:
        own = [one for one in rows if all(one.values.get(name) == row.values.get(name) for name in shared)]
        return (own[0].values[column], own[0].binding(column)) if len(own) == 1 else None

    return of


def fields(table: Table, param: Param) -> bool:
    """Whether a record holds what the input takes."""
    named = [name for name in table.own if name_stems(name) == param.stems]
    items = param.schema.get("items")
    plain = isinstance(items, Mapping) and items.get("type") in ("string", "integer", "number")
    return any(plain or not shapes.listed(table.rows, name) for name in named)
