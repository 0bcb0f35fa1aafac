"""Who is asking, where a read of the catalogue tells it: `Users.me`, "The user that this session belongs to".

Its answer is one record, and what "me" and "my name" stand for as a value.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from chalicelib.domain.binding import Output
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.oneself import ME
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, name_parts, name_stems
from chalicelib.planning.records.reach import Reach
from chalicelib.planning.tables.clause import Candidate, Clause, placed, same
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.table import Table, Wide

_NAMED = frozenset(("me", "whoami", "myself"))
_TOLD = re.compile(
    r"\b(?:current(?:ly)? (?:user|account|member)|(?:signed|logged)[- ]in (?:user|member|person)"
    r"|authenticated (?:user|member)|(?:user|person|member)\b.*\b(?:session|token|key) belongs to|who (?:is|you) )",
    re.IGNORECASE,
)
_OWN = frozenset(("my name", "my account", "my own name"))


def asker(reach: Reach, entries: Iterable[Entry], said: Sequence[Token]) -> Wide | None:
    """The record of who is asking; None where nobody speaks of themselves, or nothing tells it."""
    if not any(True for _ in _spoken(said)):
        return None
    for one in entries:
        if one.action.effect != "read" or one.required or not _tells(one):
            continue
        told = reach.ask(one.ref, {})
        values = told[1] if told is not None else None
        if told is not None and isinstance(values, Mapping):
            plain = {str(name): value for name, value in values.items() if isinstance(value, str | int)}
            return Wide(plain, told[0], "@", places={name: Output(told[0], name) for name in plain})
    return None


def _tells(one: Entry) -> bool:
    return bool({*name_parts(one.action.words)[-1:]} & _NAMED) or bool(_TOLD.search(one.action.description))


def _spoken(said: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The words for who is asking, where they stand for somebody to whom something goes."""
    for at, token in enumerate(said):
        pair = " ".join(one.low for one in said[at : at + 2])
        if token.low in ME:
            yield (token,)
        elif pair in _OWN and at and said[at - 1].low in ("in", "to", "into", "under", "on"):
            yield tuple(said[at : at + 2])


def oneself(who: Wide | None, clause: Clause, param: Param, known: Sequence[Table]) -> Iterator[Candidate]:
    """The key of who is asking, for an input that takes such a key."""
    for table in known if who is not None else ():
        column = keyed(param, table, ())
        if who is None or not column or name_stems(column) not in map(name_stems, who.places):
            continue
        name = next(name for name in who.places if name_stems(name) == name_stems(column))
        for run in _spoken(clause.words):
            told = who.values[name], who.binding(name)
            yield Candidate(run, same(told), 1.6 + placed(clause, run), True)
        return
