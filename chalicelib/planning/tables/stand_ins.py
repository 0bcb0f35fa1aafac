"""Words of the user's own for records: the "rental" of who calls it a hire, "flat 4B", "the Kiln & Co booking".

No record and no field is called so, and the words beside it tell which record is meant.
"""

from collections.abc import Container, Sequence

from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.composer.thesaurus import known, related
from chalicelib.planning.composer.words import DETERMINERS, Token, bag, name_stems
from chalicelib.planning.once import once_each
from chalicelib.planning.records import current, dimensions, phrase, shapes
from chalicelib.planning.records.view import bare_plural
from chalicelib.planning.tables.table import Table

_ALIKE, _WORD = 0.6, 3
_THINGS = bag("booking listing meeting training recording posting filing building painting drawing hearing wedding bed")
"""Words for things that end like those for what somebody does, or has done."""
_NO_NOUNS = bag(
    "nobody everybody somebody anybody noone everyone someone anyone nothing everything something anything "
    "instead else everywhere anywhere somewhere nowhere anyway together again ahead alone apart abroad altogether soon "
    "yet maybe perhaps otherwise twice once today tomorrow yesterday tonight either neither ever unless because "
    "although whether went came gave took made said got"
)
_NOT = frozenset(("no", "non"))
"""In front of what a record is not: a "no-show" is no show."""
_PLACING = frozenset(("in", "at", "on", "from", "of", "within", "inside"))


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


def stand_ins(table: Table, words: Sequence[Token], others: Sequence[Table], dated: Container[int]) -> list[str]:
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
        and (token.low in _THINGS or not token.low.endswith(("ed", "ing", "ly", "est")))
        and token not in no
        and not (at > 1 and words[at - 1].text == "-" and words[at - 2].low in _NOT)
        and (at + 1 == len(words) or not words[at + 1].content or _apart(words[at + 1], dated))
        and not (at and _led(words[at - 1], token) and (at + 1 == len(words) or not _numbered(words[at + 1])))
    ]
    near = [t for t in plain if any(other in table.words and weight >= _ALIKE for other, weight in related(t.stem))]
    nouns = [token for token in plain if token not in near and _noun(table, words, token)]
    return [token.stem for token in [*near, *nouns][:2]]


def _noun(table: Table, words: Sequence[Token], token: Token) -> bool:
    """Whether it is a noun: one that can be looked up, else what stands behind an article, or what records hold."""
    before = next((one for one in reversed(words) if one.end <= token.start), None)
    led = before is not None and (before.low in DETERMINERS or before.low.endswith("'s") or _value(table, before))
    named = led and len(token.low) >= _WORD and token.low not in _NO_NOUNS and not verb_of(token)
    return known(token.stem) or named


def _value(table: Table, token: Token) -> bool:
    return token.content and links(table, token)


def _apart(token: Token, dated: Container[int]) -> bool:
    """Whether it is no part of what the noun before it calls: a name, a code, or a time."""
    return token.text[0].isupper() or token.text[0].isdigit() or token.start in dated


def _led(lead: Token, token: Token) -> bool:
    """Whether it stands where a place is told: "in drive", though not "in full"."""
    return lead.low in _PLACING and token.start - lead.end == 1 and token.low != "full"


def _numbered(token: Token) -> bool:
    """Whether it tells which one: "in flat 4B"."""
    return token.named or any(map(str.isdigit, token.text))


def _holds(table: Table, word: str) -> bool:
    """Whether a record holds the word in this very form."""
    return any(word in shapes.words(value) for row in table.rows for value in row.values.values())
