"""Codes that are told and stand in no record yet, by how those are written that do."""

import re
from collections.abc import Iterator, Sequence

from chalicelib.domain.binding import Mention
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.records import shapes
from chalicelib.planning.tables.clause import Candidate, Clause, becomes_so, placed, same
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.world import Table, columns


def coded(clause: Clause, param: Param, known: Sequence[Table]) -> Iterator[Candidate]:
    """A code that stands in no record yet and is written like those that do; behind "to" also a number like theirs."""
    if param.type != "string" or param.temporal or param.is_id or offered(param):
        return
    held = {str(value) for table in known for row in table.rows for value in row.values.values()}
    like = {_form(value) for table in known for name in columns(table, param) for value in _held_in(table, name)}
    last = {_form(value) for name in _ending_so(known[0], param) for value in _held_in(known[0], name)}
    for mark in clause.marks:
        run = clause.inside(mark)
        if run and mark.kind == "id" and mark.text not in held and _form(mark.text) in like:
            yield Candidate(run, same((mark.value, Mention(mark.value, mark.text))), 1.4 + placed(clause, run))
        if run and mark.kind == "number" and becomes_so(clause, run) and _form(mark.text) in last:
            yield Candidate(run, same((mark.text, Mention(mark.text, mark.text))), 1.4 + placed(clause, run))


def _ending_so(table: Table, param: Param) -> list[str]:
    """The one field whose name ends as the input's does, with texts: `osVersion` for `version`."""
    names = [name for name in sorted(table.own) if name_stems(name)[-1:] == param.stems[-1:]]
    held = shapes.column(table.rows, names[0]) if len(names) == 1 else []
    return names if held and all(isinstance(value, str) for value in held) else []


def _held_in(table: Table, name: str) -> list[str]:
    return [str(value) for value in shapes.column(table.rows, name)]


def _form(code: str) -> str:
    """How a code is written: `A9` of WELCOME10, `A-9` of ab-12."""
    return re.sub(r"[A-Za-z]+", "A", re.sub(r"\d+", "9", code))
