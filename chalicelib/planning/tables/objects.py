"""The nouns of a clause that say what kind of thing a deed is done to."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.words import (
    PREPOSITIONS,
    QUOTES,
    RELATIVE,
    Token,
    bag,
    name_stems,
    stem,
    stem_bag,
    tokens,
)
from chalicelib.planning.record_lists import entries
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.parts import held_by_another, other_part
from chalicelib.planning.records.reach import Row
from chalicelib.planning.records.resources import KEYS
from chalicelib.planning.records.view import bare_plural
from chalicelib.planning.tables.clause import ADDING, Clause
from chalicelib.planning.tables.deeds import BEGINNING, Deed
from chalicelib.planning.tables.explain import Ground
from chalicelib.planning.tables.stand_ins import links
from chalicelib.planning.tables.table import Wide

_ENDING = stem_bag("delete destroy cancel")
_EVERY = bag("all every each")
_LONGEST = 6


def something_else(ground: Ground, deed: Deed, clause: Clause, *, plainly: bool) -> bool:
    """Whether the noun behind the verb is none that it could be done to.

    `plainly`: by the deed's own verb, which in a list of several kinds is still no deed for another of them; and only
    what is called so is deleted.
    """
    other = (not plainly or bool(deed.table.barred) or deed.grave) and other_object(ground, deed, clause)
    part = _part(deed, clause) or _only_a_part(deed, clause)
    return other or part or other_field(deed, clause) or something_new(deed, clause)


def other_object(ground: Ground, deed: Deed, clause: Clause) -> bool:
    """Whether the noun behind the verb, or "of", is a kind of record of which the deed does not speak."""
    kinds = {word for table in ground.known for word in table.words}
    head = _head(clause, kinds)
    strict = bool(deed.table.barred) or deed.grave or _every(clause)  # an example for an input may be of another kind
    own = {*deed.entry.name} if strict else deed.stems
    if head is None or not head.text[0].islower() or _in_name(deed, clause, head):
        return False
    if head.stem in deed.table.words | own:
        return False
    return head.stem in kinds


def _every(clause: Clause) -> bool:
    """Whether what is named behind the verb is all of a kind: "pause all sensors in the group North"."""
    return next((token.low in _EVERY for token in clause.words if token.text[0].isalnum()), False)


def _in_name(deed: Deed, clause: Clause, head: Token) -> bool:
    """Whether a record is called by the word together with the one in front of it: the "Night lock-up"."""
    before = next((token for token in reversed(clause.words) if token.end <= head.start), None)
    said = shapes.words(f"{before.text} {head.text}") if before is not None and before.content else ()
    return any(phrase.part(said, value) for row in deed.table.rows for value in row.own.values())


def other_field(deed: Deed, clause: Clause) -> bool:
    """Whether the noun behind the verb is a field of records that only refer to what the deed is done to.

    "Set the fee of the repair" sets nothing of the bicycle that is repaired.
    """
    names = [name for name in deed.table.own if name != deed.table.key and name not in deed.table.foreign]
    sole = {word for name in names for word in name_stems(name) if len(name_stems(name)) == 1}  # "the ref", "the tag"
    fields = {word for name in deed.table.own for word in name_stems(name)} - (KEYS - sole)
    fields -= deed.stems | deed.table.words
    head = _head(clause, fields) if deed.through else None
    return head is not None and head.text[0].islower() and head.stem in fields


def _part(deed: Deed, clause: Clause) -> bool:
    tables = [deed.table, *((deed.plainly,) if deed.plainly is not None else ())]
    names = [name for table in tables for name in table.own if name not in table.foreign]
    ends = "delete" in deed.entry.senses and not any(param.required for param in deed.rest)
    if deed.through and deed.entry.verb in _ENDING and any(one.low in ("from", "off") for one in clause.words):
        return True  # somebody is taken from what is not ended by that
    if ends and held_by_another(clause.words, deed.table.rows, deed.table.words, deed.entry.objects):
        return True
    return other_part(names, clause.words, deed.stems, deed.table.words)


def _only_a_part(deed: Deed, clause: Clause) -> bool:
    """Whether the words behind the verb call a part of what it would be done to, or a field that only parts have.

    The red bowl of an order is no order, and who changes the street of Ann's address does not change Ann's name.
    """
    ends = (at for at, token in enumerate(clause.words) if token.low in PREPOSITIONS | RELATIVE)
    head = [token for token in clause.words[: next(ends, len(clause.words))] if token.content]
    if not deed.through:
        own = deed.stems | deed.table.words | {word for name in deed.table.own for word in name_stems(name)}
        inner = {word for name in _inner(deed) for word in name_stems(name)} - own
        return bool(head) and head[-1].text.islower() and head[-1].stem in inner
    if deed.table.within != deed.column:
        return False
    whole = {*deed.table.foreign[deed.column], *(word for one in deed.rest for word in one.stems)}
    return bool(head) and not any(one.stem in whole for one in head) and all(links(deed.table, one) for one in head)


def _inner(deed: Deed) -> set[str]:
    """The fields of what stands in lists inside of the records."""
    lists = [entries(value)[1] for row in deed.table.rows for value, _ in row.compound.values()]
    return {name for held in lists for one in held[:1] if isinstance(one, Mapping) for name in one}


def _head(clause: Clause, kinds: Collection[str]) -> Token | None:
    """The noun behind the verb, or that behind "of" where the first is none of the kinds."""
    head: Token | None = None
    for token in clause.words:
        ends = token.low in PREPOSITIONS | RELATIVE or token.text in ",:"
        if ends and (token.low != "of" or (head is not None and head.stem in kinds)):
            break
        head = token if token.content else head
    return head


def objects(deed: Deed, clause: Clause) -> list[Token]:
    """The noun behind the verb with which the action is called: the "tests" of "send tests" say nothing of records."""
    first = next((token for token in clause.words if token.content), None)
    plain = first is not None and first.stem in {*deed.entry.objects} - deed.table.words
    return [first] if plain and first is not None and first.text[0].islower() else []


def several(deed: Deed, clause: Clause) -> bool:
    """Whether the action's own noun is told in the plural: "reservations" of what `cancel_reservation` takes."""
    return any(token.stem in deed.entry.objects and bare_plural(token) for token in clause.words)


def something_new(deed: Deed, clause: Clause) -> bool:
    """Whether the noun behind the verb is such a record, and a new one, so that it is done to none that there is."""
    creates = clause.verb is not None and clause.verb.stem == stem("create")
    begins = clause.verb is not None and clause.verb.stem in BEGINNING | ADDING  # "open an issue", not "the issue"
    anew = any(token.low in ("a", "an", "another", "new") for token in clause.words[:1])
    noun = _noun_ahead(clause.words)
    first = next((token.low for token in clause.words if token.low not in ("a", "an", "another")), "")
    said = creates or (begins and anew) or first == "new"  # not "every new order"
    return said and noun is not None and noun.stem in deed.table.words


def _noun_ahead(words: Sequence[Token]) -> Token | None:
    """The noun in front of all names: the "ticket" of "a high priority ticket 'Leaking roof'"."""
    noun: Token | None = None
    for token in words:
        named = token.text[0].isupper() and noun is not None
        if token.low in PREPOSITIONS | RELATIVE or token.text in {*QUOTES, ",", ":"} or named:
            break
        noun = token if token.content else noun
    return noun


def from_afar(words: Sequence[Token], rows: Sequence[Row]) -> bool:
    """Whether nothing that the records hold themselves is named, only something that they refer to.

    A word inside the whole name of what they refer to names nothing else: the "lease" of "the Lease of Unit 9".
    """
    names = [token for token in words if token.content or token.named]
    wide = [row for row in rows if isinstance(row, Wide)]
    whole = {token.start for row in wide for token in _called(row, words)}
    own = any(_held(row.own, token) for row in wide for token in names if token.start not in whole)
    return not own and any(_held(row.values, token) for row in wide for token in names)


def loosely(deed: Deed, words: Sequence[Token]) -> str:
    """The noun that may mean all records of a kind, or those that are called so; "" for none.

    "Every heater", where the action is for "a heater or other appliance" and not each of them is called a heater.
    """
    told = tokens(deed.entry.action.description)
    nouns = {one.stem for one, lead, other in zip(told, told[1:], told[2:], strict=False)
             if (lead.low, other.low) == ("or", "other")}  # fmt: skip
    said = [token for token in words if token.stem in nouns]
    every = bool(deed.table.barred) and any(token.low in _EVERY for token in words)
    loose = (one.text for one in said if every and not all(_held(row.own, one) for row in deed.table.rows))
    return next(loose, "")


def _called(row: Wide, words: Sequence[Token]) -> Sequence[Token]:
    """The words that are the whole name, of several words, of what the record refers to and does not hold itself."""
    plain = [token for token in words if token.text[0].isalnum()]
    own = {shapes.words(value) for value in row.own.values()}
    far = {shapes.words(row.values[name]) for name in row.foreign if name in row.values} - own
    runs = (plain[at : at + size] for size in range(_LONGEST, 1, -1) for at in range(len(plain) - size + 1))
    return next((run for run in runs if phrase.words_of(run) in far), ())


def _held(values: Mapping[str, Any], token: Token) -> bool:
    said = phrase.words_of([token])
    held = [value for many in values.values() for value in shapes.items(many)]
    return any(isinstance(value, str) and phrase.part(said, value) for value in held)
