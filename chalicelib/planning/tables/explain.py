"""Which records of a table a phrase means: every word of it must tell that, or speak of the action or the records."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any  # Any: context facts are JSON

from chalicelib.planning.composer.thesaurus import known as in_thesaurus
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import DETERMINERS, Token, name_stems
from chalicelib.planning.once import once_each
from chalicelib.planning.records import current, dimensions, phrase, select, shapes, states, times
from chalicelib.planning.records.choices import Choices
from chalicelib.planning.records.current import WHOEVER
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Resource, is_key
from chalicelib.planning.records.view import HIGH, LOW, Selection, View, bare_plural
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.names import quoted
from chalicelib.planning.tables.numbered import of_number
from chalicelib.planning.tables.running import limited
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.through import through

GUESSED, _NAMED, _ALIKE = 1.2, 0.6, 0.6
"""What it costs to take a strange noun for such a record."""
_PLACING = frozenset(("in", "at", "on", "from", "of", "within", "inside"))


@dataclass(frozen=True, slots=True)
class Ground:
    """What an attempt is made on."""

    known: Sequence[Table]
    oneself: Mapping[str, Any]
    choices: Choices
    who: Wide | None = None
    """Who is asking, where a read tells it."""


def selected(
    ground: Ground, table: Table, words: Sequence[Token], clause: Clause, stems: frozenset[str]
) -> tuple[Selection, float]:
    """The records that the words mean, and what the explanation costs; raises where a word is left over."""
    try:
        found, fine = _selected(ground, table, words, clause, stems)
        if not found.strays and not fine:
            return found, fine
    except Unsure as doubt:
        other = through(table, ground.known, words, lambda one, said: _selected(ground, one, said, clause, stems)[0])
        if other is None:
            raise doubt from None
        return other, 0.0
    other = through(table, ground.known, words, lambda one, said: _selected(ground, one, said, clause, stems)[0])
    return (other, 0.0) if other is not None else (found, fine)


def _selected(
    ground: Ground, table: Table, words: Sequence[Token], clause: Clause, stems: frozenset[str]
) -> tuple[Selection, float]:
    table = narrowed(table, "moment", words)
    used = Used()
    dated = {token for token in words for one in clause.marks if one.kind in times.TIMED and token in one}
    others = [other for other in ground.known if other.refs != table.refs or other.barred != table.barred]
    kinds = frozenset(word for other in others for word in other.words)
    spoken = _about(replace(table, about=table.about - kinds), words, stems)
    about = [token for token in spoken if token not in dated]  # "this month" is no amount a month
    used.take(token for token in about if not clause.limits((token,), table.words))
    whole = table.rows
    table, numbered = of_number(table, words, clause)
    used.take(numbered)
    table, running = limited(table, words, clause)
    used.take(running)
    used.take(_relative(table, words, clause))
    first: Unsure | None = None
    begins = {mark.start for mark in clause.marks if mark.kind in times.TIMED}
    for guess in ("", *_guesses(table, words, others, begins)):
        try:
            against = view(ground, table, clause, table.words | ({guess} if guess else frozenset()))
            against = replace(against, shown=(*against.shown, *whole)) if numbered or running else against
            found = select.select(against, words, replace(used, places=set(used.places)))
            if guess and (not found.limited or (len(found.rows) > 1 and any(one.low in HIGH | LOW for one in words))):
                said = next((token.text for token in words if token.stem == guess), guess)
                raise Unsure(f"it is not clear what {said!r} is: no records here are known by that word")
            _called(found, select.without_exception(words)[0], clause)
            if numbered or running:
                found = replace(found, told=True, limited=True, single=found.single and len(numbered) < 2)
            named = guess and [one.refs for one in quoted(ground.known, clause.marks, words, guess)] == [table.refs]
            return found, (_NAMED if named and len(found.rows) < 2 else GUESSED) if guess else 0.0
        except Unsure as doubt:
            first = first or doubt  # of guesses nobody has spoken
    assert first is not None
    raise first


def _called(found: Selection, words: Sequence[Token], clause: Clause) -> None:
    """What stands in quotes is one name, as "data-1" is: a record that holds its words apart is another record."""
    for mark in clause.marks:
        said = shapes.words(str(mark.value))
        one_name = mark.kind == "quote" or (mark.kind == "id" and len(said) > 1)
        if not one_name or not any(token in mark and token.text[0].isalnum() for token in words):
            continue
        holds = [
            any(isinstance(value, str) and phrase.part(said, value) for value in row.values.values())
            for row in found.rows
        ]
        if holds and not (all(holds) if mark.kind == "quote" else any(holds)):
            raise Unsure(f"no record is called {mark.value!r}")


def view(ground: Ground, table: Table, clause: Clause, nouns: frozenset[str]) -> View:
    resource = Resource(min(table.words, default=table.key), (), (), (), frozenset(table.own))
    return View(
        resource,
        table.rows,
        clause.marks,
        clause.now,
        nouns,
        shown=_shown(table.states),
        minor=table.minor,
        plain=_values(table, clause),
        choices=ground.choices,
        oneself=ground.oneself,
        ended=table.ended,
        sweeping=table.whole,
        lasting=table.lasting,
    )


@once_each
def _shown(states: tuple[tuple[str, str], ...]) -> tuple[Row, ...]:
    """Records that hold nothing but what the catalogue offers for a field."""
    return tuple(Row({name: value}, "", "") for name, value in states)


def _values(table: Table, clause: Clause) -> frozenset[str]:
    """Words that are the whole value of an own field, where only a field of what the records refer to is called so."""
    own = {word for name in table.own for word in name_stems(name)}
    held = {shapes.words(row.values.get(name)) for row in table.rows for name in table.own}
    return frozenset(token.stem for token in clause.words if token.stem not in own and (token.low,) in held)


def narrowed(table: Table, shape: str, spoken: Sequence[Token] = ()) -> Table:
    """The table without such fields of what its records refer to, where the records have some of their own."""
    names = [name for name in shapes.names(table.rows) if shapes.shape(table.rows, name) == shape]
    own = [name for name in names if name in table.own and not is_key(name)]
    said = {token.stem for token in spoken}
    left_out = frozenset(name for name in names if name not in table.own and not {*name_stems(name)} & said)
    if not own or not left_out:
        return table
    known = _narrower(table)
    if left_out not in known:
        rows = tuple(
            replace(row, values={name: value for name, value in row.values.items() if name not in left_out})
            for row in table.rows
        )
        known[left_out] = replace(table, rows=rows)
    return known[left_out]


@once_each
def _narrower(table: Table) -> dict[frozenset[str], Table]:
    """The table without some fields, by these."""
    return {}


def links(table: Table, token: Token) -> bool:
    """Whether a record holds the word."""
    said = phrase.words_of([token])
    offered = any(phrase.fits(said, value) for _, value in table.states)
    return offered or any(phrase.fits(said, one) or (len(one) < 60 and phrase.part(said, one)) for one in _texts(table))


@once_each
def _texts(table: Table) -> tuple[str, ...]:
    """Each text that the records hold, once."""
    held = (value for row in table.rows for many in row.values.values() for value in shapes.items(many))
    return tuple(dict.fromkeys(value for value in held if isinstance(value, str)))


def speaks(table: Table, token: Token) -> bool:
    """Whether the word may say nothing but which of the records is meant."""
    return not (token.content or token.named) or token.stem in table.words or links(table, token)


def elsewhere(ground: Ground, table: Table, words: Sequence[Token]) -> bool:
    """Whether other records hold a word that these do not: then it is no name of something absent."""
    return any(links(other, token) for other in ground.known if other is not table for token in words)


def _about(table: Table, words: Sequence[Token], stems: frozenset[str]) -> list[Token]:
    """Words that speak of the action or of what records belong to, and stand in no record, or are new: "an offer"."""
    fields = {word for name in table.own for word in name_stems(name)}
    known = stems | ((table.near | table.about) - fields)
    relative = next((token.start for token in words if token.low in WHOEVER), 1 << 30)
    whoever = any(token.low == "whoever" for token in words[:2])
    new = [
        token
        for before, token in pairwise(words)
        if before.low in ("a", "an", "new") and token.stem in stems - table.words and token.text[0].islower()
    ]
    new += [token for token in words if token.low == "new" and not links(table, token)]
    new += [token for token, to in pairwise(words) if (token.low, to.low) == ("expected", "to")]
    return new + [
        token
        for token in words
        if token.content
        and (token.start < relative or (whoever and token.stem in table.about))  # a relative clause limits
        and token.stem in known - table.words
        and token.low not in states.STILL  # how records are, also where an action is for such: "Update an open deal"
        and token.text[0].islower()
        and not links(table, token)
    ]


def _relative(table: Table, words: Sequence[Token], clause: Clause) -> list[Token]:
    """The verb of "that runs out in April", where the records have one day that it can speak of."""
    moments = [name for name in table.own if shapes.shape(table.rows, name) == "moment"]
    begins = next((at for at, token in enumerate(words) if token.low in WHOEVER), -1)
    if begins < 0 or len(moments) != 1:
        return []
    for mark in clause.marks:
        inside = [token for token in words if token in mark]
        if mark.kind in times.TIMED and inside:
            between = words[begins + 1 : words.index(inside[0])]
            ends = next((at for at, token in enumerate(between) if token.low in DETERMINERS), len(between))
            between = between[:ends]  # behind it something else is spoken of
            return [token for token in between if token.content and not links(table, token)][:2]
    return []


def _apart(token: Token, dated: Container[int]) -> bool:
    """Whether it is no part of what the noun before it calls: a name, or a time."""
    return token.text[0].isupper() or token.start in dated


def _led(lead: Token, token: Token) -> bool:
    """Whether it stands where a place is told: "in drive", though not "in full"."""
    return lead.low in _PLACING and token.start - lead.end == 1 and token.low != "full"


def _holds(table: Table, word: str) -> bool:
    """Whether a record holds the word in this very form."""
    return any(word in shapes.words(value) for row in table.rows for value in row.values.values())


def _guesses(table: Table, words: Sequence[Token], others: Sequence[Table], dated: Container[int]) -> list[str]:
    """Nouns that end a phrase and may be another word for such a record: related ones, else plain ones.

    A word that says something of other records, or what these or the fields of parts are called, is none.
    """
    no = [*current.said(words), *dimensions.of_something(words)]
    kinds = {word for one in others for word in one.words}
    kinds |= {word for one in others if one.within for name in one.own for word in name_stems(name)}
    plain = [
        token
        for at, token in enumerate(words)
        if token.content
        and token.word
        and token.text[0].islower()
        and token.stem not in table.words | kinds
        and not links(table, token)
        and not any(links(one, token) and not (bare_plural(token) and not _holds(one, token.low)) for one in others)
        and not token.low.endswith(("ed", "ing", "ly", "est"))
        and token not in no
        and (at + 1 == len(words) or not words[at + 1].content or _apart(words[at + 1], dated))
        and not (at and _led(words[at - 1], token) and (at + 1 == len(words) or not words[at + 1].named))
    ]
    near = [t for t in plain if any(other in table.words and weight >= _ALIKE for other, weight in related(t.stem))]
    return [token.stem for token in [*near, *(t for t in plain if t not in near and in_thesaurus(t.stem))][:2]]
