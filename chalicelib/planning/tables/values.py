"""Which words of a clause may be the values of an action's inputs.

an option of the input             "to routine", "as insufficient", "Archive it"
what records hold in that field    "to Fridge 1", "to Nora"
the one record of another table    "to the Green tariff" for its code
a truth                            "close it" of an input `closed`
a name that no record holds yet    "to Pru"
a quotation                        'We are closed on Monday'
a number, a moment                 see `amounts`
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Mention
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, bag, name_stems, stem
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.resources import PERSON, WORDING, is_address
from chalicelib.planning.records.weekdays import weekday
from chalicelib.planning.tables import codes, lists, ordinals, statements
from chalicelib.planning.tables.amounts import moments, numbers
from chalicelib.planning.tables.clause import (
    ARTICLES,
    INTO,
    Candidate,
    Clause,
    Value,
    becomes_so,
    owns,
    placed,
    same,
    tells_which,
    text_of,
)
from chalicelib.planning.tables.names import called
from chalicelib.planning.tables.options import options
from chalicelib.planning.tables.people import full_name
from chalicelib.planning.tables.referring import referred, refers
from chalicelib.planning.tables.replaced import replacing
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.table import Table, Wide, unique
from chalicelib.planning.tables.truths import truths
from chalicelib.planning.tables.world import columns, keyed

_OWNING = bag("with without has have had whose of in under")
"""Behind these a value says how records are: "the cards with the label urgent"."""
_CAUSES = frozenset((("because", "of"), ("due", "to"), ("owing", "to"), ("thanks", "to")))
_CALLS = frozenset(map(stem, bag("phone telephone mobile cell fax")))
_RENAME = stem("rename")
_NAME = bag("name titl full")


def candidates(
    clause: Clause, param: Param, table: Table, known: Sequence[Table], sole: bool = False
) -> list[Candidate]:
    """The best first; runs of words inside a longer one that fits as well are left out.

    `sole`: it is the one text that something new must be told, so that a name that nobody knows is meant for it.
    """
    keys = [*named(clause, param, table, known)]
    held = [one for one in _held(clause, param, table, known) if not _is_called(clause, one.tokens, table)]
    if {*param.stems} & _NAME:
        held = [one for one in held if becomes_so(clause, one.tokens)]  # what another is called is no new name
    told = [*options(clause, param)]
    listed = lists.together(clause, [*told, *held]) if param.type == "array" else ()
    found = [*keys, *told, *listed, *held]
    if not offered(param):
        found += [*truths(clause, param), *numbers(clause, param, table, known), *moments(clause, param, table)]
        found += ordinals.placed(clause, param)
        found += [*_addresses(clause, param), *codes.candidates(clause, param, (table, *known))]
    keys_only = any(keyed(param, other, ()) for other in known) or any(refers(param, one) for one in (table, *known))
    if not offered(param) and not keys_only:
        people = _people(clause, param, (table, *known), sole)
        texts = chain(people, _texts(clause, param, known), _labelled(clause, param))
        found += [one for one in texts if not _is_called(clause, one.tokens, table) and not _days(one.tokens)]
    found = [one for one in found if not (one.tokens and owns(clause, one.tokens))]
    twin_ = bool(keyed(param, table, table.words)) and not any(columns(table, param))  # "from" names the other record
    ranked = sorted(found, key=lambda one: (-one.weight, -len(one.tokens)))
    kept: list[Candidate] = []
    for one in ranked:
        if one.tokens and (tells_which(clause, one.tokens, table.words) or statements.subject(clause, one.tokens)):
            continue
        if _noun(clause, one.tokens, table):
            continue
        one = _labelled_by(clause, one, param)
        leads = not one.tokens or clause.lead(one.tokens) in INTO | {"by", ":"}
        one = replace(one, into=one.into or leads or statements.new(clause, one.tokens))
        one = one if twin_ else replacing(clause, one, param, table)
        inside = [other for other in kept if {*one.tokens} <= {*other.tokens}]
        if all(not one.tokens and other.tokens for other in inside):
            kept.append(one)
    return kept[:4]


def _noun(clause: Clause, run: Sequence[Token], table: Table) -> bool:
    """Whether it is only what such records are called, though one of their fields may hold that, too."""
    plain = len(run) == 1 and run[0].stem in table.words and run[0].text[0].islower()
    return plain and clause.lead(run) not in INTO | {"as", "by", ":"} and not clause.quoted(run[0])


def _days(run: Sequence[Token]) -> bool:
    """Whether they only name days of the week, which nobody and nothing is called."""
    return bool(run) and all(weekday(token.low) is not None for token in run)


def _labelled_by(clause: Clause, one: Candidate, param: Param) -> Candidate:
    """ "The label urgent", "because of a late delivery", "Ann owns it": what stands beside a value says what for."""
    behind = [token for token in clause.words if one.tokens and token.start >= one.tokens[-1].end][:2]
    if behind and _does(behind[0], param) and all(token.low in ("it", "this", ",") for token in behind[1:]):
        return replace(one, tokens=(*one.tokens, *behind), into=True)
    before = [token for token in clause.words if one.tokens and token.end <= one.tokens[0].start]
    reason = [token for token in before[-3:] if token.low not in ARTICLES][-2:]
    if tuple(token.low for token in reason) in _CAUSES:
        return replace(one, tokens=(*reason, *one.tokens), into=True)
    if len(reason) == 2 and reason[1].low == "by" and _doer(reason[0], param):
        return replace(one, tokens=(*reason, *one.tokens), into=True)
    label = before[-1] if before and before[-1].stem in param.stems[-1:] else None
    if label is None or clause.lead((label,)) in _OWNING:
        return one
    return replace(one, tokens=(label, *one.tokens), into=True)


def _doer(token: Token, param: Param) -> bool:
    """Whether the input is for whoever has done so: `owner` of "owned by", `assignee` of "assigned to"."""
    bare = token.low.removesuffix("d").removesuffix("e")
    return token.low.endswith("ed") and any(param.name.lower().endswith(bare + end) for end in ("er", "or", "r"))


def _does(token: Token, param: Param) -> bool:
    """Whether it tells what whoever the input is for does: "owns" of `owner`, "hosts" of `host`."""
    bare = token.low.removesuffix("s")
    return token.low.endswith("s") and param.name.lower().endswith((bare, bare + "er", bare + "r", bare + "or"))


def _is_called(clause: Clause, run: Sequence[Token], table: Table) -> bool:
    """Whether the words are what one of the records is called, and nothing says that something becomes so."""
    apart = called([replace(table, own=frozenset(unique(table)))], clause.words)
    return clause.lead(run) not in INTO and bool(run) and all(token.start in apart for token in run)


def _held(clause: Clause, param: Param, table: Table, known: Sequence[Table]) -> Iterator[Candidate]:
    """What records hold in a field of that name.

    What names a record of the table is nothing new to it, and what another kind of record is called is no name for it.
    """
    if param.type not in ("string", "array") or param.temporal or (param.is_id and not offered(param)):
        return
    values: dict[str, None] = {}
    own = {value for name in columns(table, param) if _unique(table, name) for value in shapes.column(table.rows, name)}
    for other in (table, *(() if {*param.stems} <= _NAME else known)):
        for name in columns(other, param):
            values |= dict.fromkeys(value for value in shapes.column(other.rows, name) if isinstance(value, str))
    for run in clause.runs():
        said = tuple(part for token in run for part in shapes.words(phrase.bare(token)))
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
    for table in known:
        told = (key for one in (holder, *known) if (key := referred(param, one, table)))
        own = table.words if table is holder else ()
        column = next(told, "") or keyed(param, table, own)  # what records hold tells it best
        if not column:
            continue
        yield from _numbered(clause, table, column)
        for run in clause.runs():
            said = tuple(part for token in run for part in shapes.words(phrase.bare(token)))
            by = clause.lead(run) == "by" and run[0].text.isdigit()  # by so much it is moved, to nobody
            if by or not any(token.content or token.text[0].isupper() for token in run):
                continue
            for weight, whole in ((1.4, True), (1.0, False)):
                rows = [row for row in table.rows if _says(row, table, said, whole)]
                shared = _shared(holder, table)
                if len(rows) == 1 or (rows and whole and shared):
                    tail = [t for t in clause.words if t.start >= run[-1].end][:1]
                    more = tuple(token for token in tail if token.stem in table.words)
                    head = [t for t in clause.words if t.end <= run[0].start][-1:]
                    noun = tuple(token for token in head if token.stem in table.words and token.text.islower())
                    of = _of_owner(rows, column, shared)
                    yield Candidate((*noun, *run, *more), of, weight + placed(clause, (*noun, *run)))
                if rows:
                    break


def _numbered(clause: Clause, table: Table, column: str) -> Iterator[Candidate]:
    """ "To table 11": the record with that number as its key."""
    for noun, token in pairwise(clause.words):
        rows = [row for row in table.rows if str(row.values.get(table.key)) == token.text]
        if len(rows) == 1 and token.text.isdigit() and noun.stem in table.words:
            bound = rows[0].values[column], rows[0].binding(column)
            yield Candidate((noun, token), same(bound), 1.6 + placed(clause, (noun, token)))


def _shared(one: Table, other: Table) -> list[str]:
    """The fields in which both refer to a third kind of record: a card and a column to their board."""
    return [name for name, words in one.foreign.items() if words and other.foreign.get(name) == words]


def _of_owner(rows: Sequence[Wide], column: str, shared: Sequence[str]) -> Value:
    def of(row: Wide) -> tuple[Any, Binding] | None:
        own = [one for one in rows if all(one.values.get(name) == row.values.get(name) for name in shared)]
        return (own[0].values[column], own[0].binding(column)) if len(own) == 1 else None

    return of


def _says(row: Wide, table: Table, said: tuple[str, ...], whole: bool) -> bool:
    """Codes in capitals are short for states, not for words that happen to have their letters: a lease is nobody LS."""
    texts = [*(row.values.get(name) for name in table.own or row.values), full_name(row)]
    return any(
        (phrase.fits(said, value) and not phrase.abbreviates(value, said)) if whole else phrase.part(said, value)
        for value in texts
        if isinstance(value, str) and (whole or (len(value) < 60 and not all(map(str.isdigit, said))))
    )


def _texts(clause: Clause, param: Param, known: Sequence[Table]) -> Iterator[Candidate]:
    if param.type != "string" or param.temporal or param.is_id or param.format == "email":
        return
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind == "quote" and run and not _too_long(str(mark.value), param, known):
            label = [token for token in clause.words if token.end <= mark.start and token.word][-1:]
            named = [token for token in label if token.stem in param.stems or {token.stem, *param.stems} <= WORDING]
            renamed = clause.verb is not None and clause.verb.stem == _RENAME and bool({*param.stems} & _NAME)
            weight = (
                2.8 if named or renamed else 2.4 if {token.stem for token in clause.words} & {*param.stems} else 2.0
            )
            yield Candidate((*named, *run), same((mark.value, Mention(mark.value, mark.text))), weight, True)


def _too_long(said: str, param: Param, known: Sequence[Table]) -> bool:
    """Whether it is a sentence, for an input of which records hold names only."""
    held = [value for table in known for name in columns(table, param) for value in shapes.column(table.rows, name)]
    names = bool(held) and all(isinstance(value, str) and value.istitle() for value in held)
    return names and len(said.split()) > max(len(value.split()) for value in held)


def _addresses(clause: Clause, param: Param) -> Iterator[Candidate]:
    """An address, or a number to call, whether or not a record holds it."""
    kind = "email" if is_address(param) else "phone" if {*param.stems} & _CALLS else ""
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind == kind and run:
            yield Candidate(run, same((mark.value, Mention(mark.value, mark.text))), 1.4 + placed(clause, run))


def _labelled(clause: Clause, param: Param) -> Iterator[Candidate]:
    """ "Reason: burst pipe" of an input `reason`: what stands behind the colon, to the end of the sentence."""
    if param.type != "string" or param.temporal or param.is_id:
        return
    for at, (token, colon) in enumerate(pairwise(clause.words)):
        if token.stem != param.stems[-1] or colon.text != ":":
            continue
        behind = clause.words[at + 2 :]
        end = next((place for place, one in enumerate(behind) if one.text in ",;"), len(behind))
        run = behind[:end]
        if run and not clause.quoted(run[0]):
            text = text_of(clause, run)
            yield Candidate((token, colon, *run), same((text, Mention(text, text))), 2.2, True)


def fields(table: Table, param: Param) -> bool:
    """Whether a record holds what the input takes."""
    return any(name_stems(name) == param.stems and not shapes.listed(table.rows, name) for name in table.own)


def _people(clause: Clause, param: Param, known: Sequence[Table], sole: bool) -> Iterator[Candidate]:
    """A name that no record holds yet, for an input that takes somebody's or something's name.

    What need not be told must be led to by "to" or the like.
    """
    called_so = sole or bool(({*param.stems} | param.about) & (PERSON | _NAME))
    if param.type != "string" or param.temporal or param.is_id or not called_so:
        return
    for mark in clause.marks:
        run = clause.inside(mark)
        said = tuple(part for token in run for part in shapes.words(phrase.bare(token)))
        into = bool(run) and clause.lead(run) in INTO
        if mark.kind != "name" or not run or not (param.required or into or clause.stated):
            continue
        if not any(_says(row, other, said, into) for other in known for row in other.rows):
            text = mark.text.removesuffix("'s")
            yield Candidate(run, same((text, Mention(text, text))), 0.9 + placed(clause, run))
