"""Which records of a table a phrase means: every word of it must tell that, or speak of the action or the records."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any  # Any: context facts are JSON

from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, Token, bag, name_stems
from chalicelib.planning.once import once_each
from chalicelib.planning.records import phrase, select, shapes, states, times
from chalicelib.planning.records.choices import Choices
from chalicelib.planning.records.current import WHOEVER
from chalicelib.planning.records.denials import negates
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Resource, is_key
from chalicelib.planning.records.view import HIGH, LOW, Selection, View
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.names import quoted
from chalicelib.planning.tables.numbered import of_number
from chalicelib.planning.tables.running import limited
from chalicelib.planning.tables.stand_ins import links, stand_ins
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.through import through

GUESSED, _NAMED = 1.2, 0.6
"""What it costs to take a strange noun for such a record."""
_NEAR = 2
_HAVING, _ONE = bag("have has had got"), bag("one ones any")


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
    for guess in ("", *stand_ins(table, words, others, begins)):
        try:
            against = view(ground, table, clause, table.words | ({guess} if guess else frozenset()))
            against = replace(against, shown=(*against.shown, *whole)) if numbered or running else against
            found = select.select(against, words, replace(used, places=set(used.places)))
            _denied(table, kinds, words)
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


def _denied(table: Table, kinds: Container[str], words: Sequence[Token]) -> None:
    """Raises where records of some kind are denied, against which none of these was held.

    "Every room without a booking" means no booking, and "every room that doesn't have one" tells not of what.
    """
    fields = {word for name in table.own for word in name_stems(name)}
    for at, token in enumerate(words):
        if not (negates(token) or token.low in ("no", "without")):
            continue
        behind = words[at + 1 : at + 2 + _NEAR]
        have = any(one.low in _HAVING for one in behind[:1]) and any(one.low in _ONE for one in behind[1:2])
        kind = [one for one in behind if one.stem in table.words or (one.stem in kinds and one.stem not in fields)]
        own = kind[0] if kind else None
        plain = own is not None and not any(one.low in PREPOSITIONS for one in behind if one.start < own.start)
        if have or (plain and token.low in ("no", "without")):
            raise Unsure(f"it is not clear what {token.text!r} denies")


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
