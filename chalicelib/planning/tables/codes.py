"""Codes that stand in no record yet: written like those that do, or told behind their label ("key north-gate").

What is written together without a space, with a hyphen or a digit in it, is a code.
"""

import re
from collections.abc import Iterator, Sequence

from chalicelib.domain.binding import Mention
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, name_stems
from chalicelib.planning.records import shapes
from chalicelib.planning.records.resources import KEYS
from chalicelib.planning.tables.clause import Candidate, Clause, becomes_so, placed, same, text_of
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import columns

_HOST = re.compile(r"[\w-]*[a-z][\w-]*(?:\.[\w-]*[a-z][\w-]*)+")


def candidates(clause: Clause, param: Param, known: Sequence[Table]) -> Iterator[Candidate]:
    yield from _labelled(clause, param, known)
    yield from _by_verb(clause, param)
    yield from _alike(clause, param, known)


def _labelled(clause: Clause, param: Param, known: Sequence[Table]) -> Iterator[Candidate]:
    """Behind what the input is called, or behind the noun for what is made where the input tells such from others."""
    if param.type != "string" or param.temporal or not param.required or offered(param):
        return
    held = {str(value) for table in known for row in table.rows for value in row.values.values()}
    key = bool({*param.stems[-1:]} & KEYS)
    for at, token in enumerate(clause.words):
        run = _together(clause.words[at + 1 :])
        label = token.stem == param.stems[-1]
        if run and (label or (key and token is clause.made)) and text_of(clause, run) not in held:
            text = text_of(clause, run)
            yield Candidate((token, *run) if label else run, same((text, Mention(text, text))), 2.2, True)


def _by_verb(clause: Clause, param: Param) -> Iterator[Candidate]:
    """The last word, where the verb is called as the input is: "tag them early-bird", "tag Ann as early-bird"."""
    verb = clause.verb
    if param.type != "string" or param.temporal or verb is None or param.stems != (verb.stem,) or offered(param):
        return
    last = next((at for at in range(1, len(clause.words)) if _together(clause.words[at:])[-1:] == clause.words[-1:]), 0)
    run = clause.words[last:] if last else ()
    lead = [token for token in clause.words[:last] if token.low == "as"][-1:]
    if run and run[0].start > clause.words[last - 1].end and not clause.quoted(run[0]):
        text = text_of(clause, run)
        yield Candidate((*lead, *run), same((text, Mention(text, text))), 2.0, True)


def _together(words: Sequence[Token]) -> tuple[Token, ...]:
    """The words with which they begin, as far as no space is between: "north-gate"."""
    end = next((at for at in range(1, len(words)) if words[at].start > words[at - 1].end), len(words))
    run = tuple(words[:end])
    while run and not run[-1].text[0].isalnum():
        run = run[:-1]
    written = len(run) > 1 or any(not char.isalnum() for token in run for char in token.text)
    return run if written and run[0].text[0].isalnum() else ()


_CODED = frozenset(("id", "url", "phone", "number"))
"""Mentions that may be codes."""


def _alike(clause: Clause, param: Param, known: Sequence[Table]) -> Iterator[Candidate]:
    """A code that stands in no record yet and is written like those that do; behind "to" also a number like theirs."""
    if param.type != "string" or param.temporal or param.is_id or offered(param):
        return
    if not any(mark.kind in _CODED for mark in clause.marks) and not any("_" in token.text for token in clause.words):
        return
    held = {str(value) for table in known for row in table.rows for value in row.values.values()}
    like = {_form(value) for table in known for name in columns(table, param) for value in _held_in(table, name)}
    like |= {"url"} if param.format == "uri" else set()
    last = {_form(value) for name in _ending_so(known[0], param) for value in _held_in(known[0], name)}
    for mark in clause.marks:
        run = clause.inside(mark)
        if run and mark.kind in _CODED - {"number"} and mark.text not in held and _form(mark.text) in like:
            yield Candidate(run, same((mark.value, Mention(mark.value, mark.text))), 1.4 + placed(clause, run))
        forms = last if run and becomes_so(clause, run) else like if _behind_label(clause, param, run) else ()
        if run and mark.kind == "number" and _form(mark.text) in forms:
            yield Candidate(run, same((mark.text, Mention(mark.text, mark.text))), 1.4 + placed(clause, run))
    for token in clause.words:
        if "_" in token.text and token.text not in held and _form(token.text) in like:
            told = same((token.text, Mention(token.text, token.text)))
            yield Candidate((token,), told, 1.4 + placed(clause, (token,)))


def _behind_label(clause: Clause, param: Param, run: Sequence[Token]) -> bool:
    """Whether what the input is called stands right before it: "with the ceiling 5"."""
    before = [token for token in clause.words if run and token.end <= run[0].start][-1:]
    return any(token.stem == param.stems[-1] for token in before)


def _ending_so(table: Table, param: Param) -> list[str]:
    """The one field whose name ends as the input's does, with texts: `osVersion` for `version`."""
    names = [name for name in sorted(table.own) if name_stems(name)[-1:] == param.stems[-1:]]
    held = shapes.column(table.rows, names[0]) if len(names) == 1 else []
    return names if held and all(isinstance(value, str) for value in held) else []


def _held_in(table: Table, name: str) -> list[str]:
    return [str(value) for value in shapes.column(table.rows, name)]


def _form(code: str) -> str:
    """How a code is written: `A9` of WELCOME10, `A-9` of ab-12; addresses are alike, whatever is in them."""
    if "://" in code:
        return "url"
    if _HOST.fullmatch(code):
        return "host"
    return re.sub(r"[A-Za-z]+", "A", re.sub(r"\d+", "9", code))
