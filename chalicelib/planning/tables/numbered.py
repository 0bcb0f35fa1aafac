"""Records told by a number: "job 5209", "orders 3, 5 and 8", "ack 2042"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.planning.composer.words import Token, name_stems
from chalicelib.planning.records import shapes
from chalicelib.planning.records.resources import KEYS
from chalicelib.planning.tables.clause import Candidate, Clause, placed, same
from chalicelib.planning.tables.names import numbers
from chalicelib.planning.tables.table import Table

_ADVERBS = frozenset(("due", "owing", "because", "yet", "now", "today", "asap", "immediately", "instead", "again"))
_COMPARING = frozenset(("by", "than", "over", "under", "above", "below", "least", "most"))
_JOINING = frozenset((",", "and", "&", "or"))


def of_number(table: Table, words: Sequence[Token], clause: Clause) -> tuple[Table, list[Token]]:
    """ "Job 5209": the records with that number as their key, or as the key of what they refer to."""
    kinds = {**_called_so(table), table.key: table.words, **table.foreign}
    for at, before in enumerate(words[:-1]):
        said = _following(words[at + 1 :])
        for name, nouns in kinds.items() if said else ():
            told = {token.text for token in said}
            rows = tuple(row for row in table.rows if str(row.values.get(name)) in told)
            if before.stem in nouns and {str(row.values.get(name)) for row in rows} == told:
                return replace(table, rows=rows), said
    for name in (table.key, *table.foreign):  # its own number, else that of what it is a part of
        alone = {token.text: token for token in words if numbers(table, token, name) and _alone(token, clause)}
        if rows := tuple(row for row in table.rows if str(row.values.get(name)) in alone):
            return replace(table, rows=rows), [*alone.values()]
    return table, []


def _following(words: Sequence[Token]) -> list[Token]:
    """The numbers with which the words begin: "3, 5 and 8"."""
    end = next((at for at, one in enumerate(words) if not one.text.isdigit() and one.low not in _JOINING), len(words))
    return [token for token in words[:end] if token.text.isdigit()] if words[:1] and words[0].text.isdigit() else []


def _called_so(table: Table) -> dict[str, frozenset[str]]:
    """Fields that hold a number, with whose it is, also of what the records refer to: `room_no` of a room, `room`."""
    stems = {name: frozenset(name_stems(name)) for name in shapes.names(table.rows)}
    bare = {name: table.words if name in table.own else table.near for name, said in stems.items() if said <= KEYS}
    plain = [name for name, said in stems.items() if name in table.own and len(said) == 1 and not said & KEYS]
    plain = [name for name in plain if shapes.shape(table.rows, name) == "number"]
    numbered = [name for name, said in stems.items() if len(said) == 2 and said & KEYS and said - KEYS]
    return bare | {name: stems[name] - KEYS for name in (*numbered, *plain)}


def _alone(token: Token, clause: Clause) -> bool:
    """Whether it is a number that counts nothing and with which nothing is compared: "ack 2042"."""
    mark = next((mark for mark in clause.marks if token in mark), None)
    behind = next((one for one in clause.words if one.start >= token.end), None)
    counts = behind is not None and behind.content and behind.word and behind.low not in _ADVERBS
    plain = mark is None or mark.kind in ("number", "id")
    compared = clause.lead((token,)) in _COMPARING
    return plain and not counts and not compared


def keyed(clause: Clause, table: Table, column: str) -> Iterator[Candidate]:
    """ "To table 11": the record with that number as its key."""
    for noun, token in pairwise(clause.words):
        rows = [row for row in table.rows if str(row.values.get(table.key)) == token.text]
        if len(rows) == 1 and token.text.isdigit() and noun.stem in table.words:
            bound = rows[0].values[column], rows[0].binding(column)
            yield Candidate((noun, token), same(bound), 1.6 + placed(clause, (noun, token)))
