"""Which words of a request are what a record is called, written like a name or not: "the annual report"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token, stem
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.clauses import Clause as Part
from chalicelib.planning.tables.table import Table

_LONGEST = 6
CODE = 3
"""A number with so many digits may be what a record is told by, without a noun in front."""


def called(known: Sequence[Table], words: Sequence[Token]) -> frozenset[int]:
    """Where the words stand that are the whole of a text by which records are told apart, in any form of the words.

    A single word is written like a name, or stands behind "the".
    """
    texts = {text for table in known for text in _texts(table)}
    found: set[int] = set()
    plain = [token for token in words if token.text[0].isalnum()]
    for size in range(min(_LONGEST, len(plain)), 0, -1):
        for at in range(len(plain) - size + 1):
            run = plain[at : at + size]
            said = tuple(map(stem, phrase.words_of(run)))
            definite = run[0].text[0].isupper() or (at > 0 and plain[at - 1].low == "the")
            if said in texts and (size > 1 or definite):
                found |= {token.start for token in run}
    return frozenset(found | {token.start for token in plain if any(numbers(table, token) for table in known)})


def quoted(known: Sequence[Table], marks: Sequence[Found], words: Sequence[Token], noun: str) -> list[Table]:
    """The tables with a record that is called by the whole of what stands in quotes, where such a noun is beside it.

    "The booth 'Honey'", "make 'Honey' a big booth".
    """
    quotes = [one for one in marks if one.kind == "quote" and any(token in one for token in words)]
    row = [token for token in words if token.text[0].isalnum()]
    at = next((at for at, token in enumerate(row) if token.stem == noun), len(row))
    beside = any(token in one for token in row[at + 1 : at + 2] for one in quotes)
    beside = beside or any(token.low in ("a", "an") for token in row[max(0, at - 2) : at])
    said = {shapes.words(str(one.value)) for one in quotes if beside}
    return [one for one in known if said & {shapes.words(value) for each in one.rows for value in each.own.values()}]


def written_so(words: Sequence[Token], known: Sequence[Table]) -> tuple[Token, ...]:
    """The words; those that join others are part of a name where a record is called so: "To do", "In review"."""
    texts = {text for table in known for text in _texts(table)}
    plain = [token for token in words if token.text[0].isalnum()]
    runs = (plain[at : at + size] for size in range(1, _LONGEST + 1) for at in range(1, len(plain) - size + 1))
    called_so = [run for run in runs if run[0].text[0].isupper() and tuple(map(stem, phrase.words_of(run))) in texts]
    joining = {token.start for run in called_so for token in run if not token.content}
    return tuple(replace(token, named=True) if token.start in joining else token for token in words)


def numbers(table: Table, token: Token, name: str = "") -> bool:
    """Whether it is the number by which a record of the table is told, or what it refers to by that field."""
    number = token.text.isdigit() and len(token.text) >= CODE
    return number and any(str(row.values.get(name or table.key)) == token.text for row in table.rows)


def told_by(table: Table, token: Token) -> bool:
    """Whether it is the number of a record, or of what the records are a part of."""
    return any(numbers(table, token, name) for name in (table.key, *table.foreign))


def headed(parts: Sequence[Part], known: Sequence[Table]) -> list[Part]:
    """The clauses; a noun and the number of such a record, in front of others, only tell what these are about.

    "Order 2206, swap the lilies for tulips" orders nothing.
    """
    return [replace(one, role="told", verb=-1) if _heads(one, known) and one is not parts[-1] else one for one in parts]


def _heads(part: Part, known: Sequence[Table]) -> bool:
    said = [token for token in part.tokens if token.text[0].isalnum()]
    if part.role != "do" or len(said) != 2:
        return False
    of_kind = [one for one in known if said[0].stem in one.words]
    return any(str(row.values.get(one.key)) == said[1].text for one in of_kind for row in one.rows)


def _texts(table: Table) -> Iterator[tuple[str, ...]]:
    for name in table.own:
        if shapes.listed(table.rows, name) or any(name == state for state, _ in table.states):
            continue
        texts = [value for value in shapes.column(table.rows, name) if isinstance(value, str)]
        held = [tuple(map(stem, shapes.words(value))) for value in texts]
        few = len({*held}) * 2 <= len(table.rows) and not _apart(table, name)
        if len(table.rows) > 1 and not few and shapes.shape(table.rows, name) == "text":
            yield from held


def _apart(table: Table, name: str) -> bool:
    """Whether it tells the parts of each record apart: the lines of an order, by what is ordered."""
    held = [(row.values.get(table.within), row.values.get(name)) for row in table.rows]
    return bool(table.within) and len({*map(str, held)}) == len(held)
