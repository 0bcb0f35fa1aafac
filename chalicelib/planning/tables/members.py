"""Several records as the value of an input that takes a list of their keys: "add Ann Berg and Bo Lind to the trip".

The list may be one text: "ann,bo" of one that is comma-separated.

What is given stands on one side of the word that leads to what it is given to; each part of it must be explained
whole, and mean one record or be told in the plural ("everyone from Sales").
"""

from collections.abc import Iterator, Sequence
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Several, Text
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import PREPOSITIONS, Token, bag, name_stems
from chalicelib.planning.records.places import in_one_text
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.times import TIMED
from chalicelib.planning.tables.clause import Candidate, Clause, same
from chalicelib.planning.tables.deeds import Deed
from chalicelib.planning.tables.explain import Ground, selected
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.table import Table, Wide, unique_in
from chalicelib.planning.tables.world import columns

_SIDES, _JOINING = bag("to from off onto into with"), bag("and , plus")
_WEIGHT = 2.0


def members(ground: Ground, clause: Clause, param: Param) -> Iterator[Candidate]:
    text = param.type == "string" and in_one_text(param)
    if param.type != "array" and not text:
        return
    for table in ground.known:
        column = keyed(param, table, ()) or next((name for name in columns(table, param) if text), "")
        for words in _sides(clause) if column and unique_in(table.rows, column) else ():
            rows = _meant(ground, table, words, clause)
            values: list[Any] = [row.values[column] for row in rows]
            bindings: list[Binding] = [row.binding(column) for row in rows]
            if text and len(rows) > 1:
                commas = (part for one in bindings for part in (Literal(","), one))
                yield Candidate(words, same((",".join(map(str, values)), Text((*commas,)[1:]))), _WEIGHT, True)
            elif rows and not text:
                told = values, Several(tuple(bindings))
                yield Candidate(words, lambda row, told=told: told, _WEIGHT, True)  # type: ignore[misc]  # bound now


def _sides(clause: Clause) -> Iterator[tuple[Token, ...]]:
    """What stands before and behind each word that leads from what is given to what it is given to."""
    words, dated = clause.words, {mark.start for mark in clause.marks if mark.kind in TIMED}
    for at, token in enumerate(words):
        if token.low in _SIDES:
            yield words[:at]
            ends = [place for place in range(at + 2, len(words)) if _ends(words[place]) or words[place].start in dated]
            for end in [len(words), *reversed(ends)]:
                yield words[at + 1 : end]


def _ends(token: Token) -> bool:
    return token.low in PREPOSITIONS or token.text == ","


def _meant(ground: Ground, table: Table, words: Sequence[Token], clause: Clause) -> list[Wide]:
    """The records that the words mean, each part for itself; nothing where one of the parts is not clear."""
    found: list[Wide] = []
    for part in _parts(words):
        try:
            told, fine = selected(ground, table, part, clause, frozenset())
        except Unsure:
            return []
        rows = [row for row in told.rows if isinstance(row, Wide)]
        if not rows or fine or told.strays or not told.limited or (told.single and len(rows) > 1):
            return []
        found += [row for row in rows if row not in found]
    return found


def _parts(words: Sequence[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in words:
        if token.low in _JOINING:
            found.append([])
        else:
            found[-1].append(token)
    return [part for part in found if part]


def listing(deed: Deed, value: Any) -> str:
    """The list that the action's name speaks of, if such values stand in it: the `team` of `add_team_member`."""
    named = (name for name in sorted(deed.holder.own) if {*name_stems(name)} & {*deed.entry.name})
    held = ((name, row.values.get(name)) for name in named for row in deed.table.rows)
    return next((name for name, many in held if isinstance(many, list) and value in many), "")
