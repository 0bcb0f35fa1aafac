"""Texts of a clause as values that no record need hold: quotations, addresses, what stands behind a colon, names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from chalicelib.domain.binding import Mention
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import bag, name_stems, stem
from chalicelib.planning.once import once_each
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.resources import PERSON, WORDING, is_address, is_phone
from chalicelib.planning.tables.clause import INTO, Candidate, Clause, placed, same, text_of
from chalicelib.planning.tables.people import full_name
from chalicelib.planning.tables.table import Table, Wide, unique
from chalicelib.planning.tables.world import columns

_RENAME, _REASON = stem("rename"), (stem("reason"),)
NAME = bag("name titl full")
_HEADS = bag("subject label headlin head caption summari")
"""Stems of what records are called by that have no name or title."""
_DEFINITE = bag("the this that my our your his her their its")


def quoted(clause: Clause, param: Param, known: Sequence[Table]) -> Iterator[Candidate]:
    listed = _lists_texts(param)
    if not (param.type == "string" or listed) or param.temporal or param.is_id or param.format == "email":
        return
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind == "quote" and run and not _too_long(str(mark.value), param, known):
            label = [token for token in clause.words if token.end <= mark.start and token.word][-1:]
            named = [token for token in label if token.stem in param.stems or {token.stem, *param.stems} <= WORDING]
            renamed = clause.verb is not None and clause.verb.stem == _RENAME and bool({*param.stems} & NAME)
            renamed = renamed or (clause.verb is not None and clause.verb.stem in param.stems)  # "tag it as 'x'"
            renamed = renamed or (clause.verb is not None and clause.verb.stem == _RENAME and _heads(param, known))
            said = {token.stem for token in clause.words} & {*param.stems}
            weight = 2.8 if named or renamed else 2.4 if said else 2.0
            apposed = not named and _apposed(clause, mark, known)
            if (named or renamed or not listed) and not apposed:
                yield Candidate((*named, *run), same((mark.value, Mention(mark.value, mark.text))), weight, True)


def _heads(param: Param, known: Sequence[Table]) -> bool:
    """Whether records are called by what it changes, as they have no name or title: the subject of a letter."""
    holding = [table for table in known if any(columns(table, param))] if {*param.stems} & _HEADS else []
    return bool(holding) and not any({*name_stems(name)} & NAME for table in holding for name in table.own)


def _apposed(clause: Clause, mark: Found, known: Sequence[Table]) -> bool:
    """Whether it is what a record is called, behind its noun: "the lamp 'Reading corner'" is no new text."""
    definite, noun = [None, None, *(token for token in clause.words if token.end <= mark.start and token.word)][-2:]
    if definite is None or noun is None or definite.low not in _DEFINITE or not noun.content:
        return False
    said = shapes.words(str(mark.value))
    texts = (value for table in known for name in unique(table) for value in shapes.column(table.rows, name))
    return any(isinstance(value, str) and shapes.words(value) == said for value in texts)


def _lists_texts(param: Param) -> bool:
    """Whether it takes a list of texts of any wording."""
    each = param.schema.get("items")
    forms = [each, *(each.get("anyOf") or ()), *(each.get("oneOf") or ())] if isinstance(each, Mapping) else []
    return param.type == "array" and any(one.get("type") == "string" and not one.get("enum") for one in forms)


def _too_long(said: str, param: Param, known: Sequence[Table]) -> bool:
    """Whether it is a sentence, for an input of which records hold names only."""
    held = _names(param, known)
    return bool(held) and len(said.split()) > max(len(value.split()) for value in held)


def _names(param: Param, known: Sequence[Table]) -> list[str]:
    """What records hold in a field of that name, where all of it is written like names."""
    held = [value for table in known for name in columns(table, param) for value in shapes.column(table.rows, name)]
    return held if all(isinstance(value, str) and value.istitle() for value in held) else []


def addresses(clause: Clause, param: Param) -> Iterator[Candidate]:
    """An address, or a number to call, whether or not a record holds it."""
    kind = "email" if is_address(param) else "phone" if is_phone(param) else ""
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind == kind and run:
            yield Candidate(run, same((mark.value, Mention(mark.value, mark.text))), 1.4 + placed(clause, run))


def labelled(clause: Clause, param: Param) -> Iterator[Candidate]:
    """ "Reason: burst pipe" of an input `reason`: what stands behind the colon, to the end of the sentence."""
    if param.type != "string" or param.temporal or param.is_id:
        return
    for at, (token, colon) in enumerate(pairwise(clause.words)):
        if token.stem != param.stems[-1] or colon.text != ":":
            continue
        behind = clause.words[at + 2 :]
        end = next((place for place, one in enumerate(behind) if one.text in ",;"), len(behind))
        run = behind[:end]
        if run and not clause.quoted(run[0]):
            text = text_of(clause, run)
            yield Candidate((token, colon, *run), same((text, Mention(text, text))), 2.2, True)


def caused(clause: Clause, param: Param) -> Iterator[Candidate]:
    """What stands behind "because", for an input that takes the reason."""
    why = next((at for at, one in enumerate(clause.remarks) if one.low == "because"), len(clause.remarks))
    if param.type == "string" and param.stems[-1:] == _REASON and (told := clause.remarks[why + 1 :]):
        text = text_of(clause, told)
        yield Candidate((), same((text, Mention(text, text))), 1.0, True)


def people(clause: Clause, param: Param, known: Sequence[Table], sole: bool) -> Iterator[Candidate]:
    """A name that no record holds yet, for an input that takes somebody's or something's name.

    What need not be told must be led to by "to" or the like.
    """
    about = {*param.stems} | param.about
    called_so = (sole and not {*param.stems} & WORDING) or bool(about & (PERSON | NAME)) or bool(_names(param, known))
    if param.type != "string" or param.temporal or param.is_id or not called_so:
        return
    for mark in clause.marks:
        run = clause.inside(mark)
        said = phrase.words_of(run)
        into = bool(run) and clause.lead(run) in INTO
        if mark.kind != "name" or not run or not (param.required or into or clause.stated):
            continue
        if sole and clause.lead(run) == "to" and not about & PERSON:
            continue  # nothing new is called by whom it goes to
        if not any(saying(other, said, into) for other in known):
            text = mark.text.removesuffix("'s")
            yield Candidate(run, same((text, Mention(text, text))), 0.9 + placed(clause, run))


def christened(clause: Clause, param: Param) -> Iterator[Candidate]:
    """What something new is called, though others may be called so, too: "a room called attic"."""
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind == "name" and run and {*param.stems} & NAME and clause.lead(run) in ("called", "named"):
            yield Candidate(run, same((mark.text, Mention(mark.text, mark.text))), 2.2, True)


def _short(text: str) -> bool:
    """Whether a part of it may call a record; of no address."""
    return len(text) < 60 and "://" not in text


def saying(table: Table, said: tuple[str, ...], whole: bool) -> list[Wide]:
    """The records of the table that are called so; of part of it, unless `whole`."""
    return _saying(table)(said, whole)


@once_each
def _saying(table: Table) -> Callable[[tuple[str, ...], bool], list[Wide]]:
    """Kept, as the same words are held against the same records for every input of every action."""
    return cache(lambda said, whole: [row for row in table.rows if _says(row, table, said, whole)])


def _says(row: Wide, table: Table, said: tuple[str, ...], whole: bool) -> bool:
    """Codes in capitals are short for states, not for words that happen to have their letters: a lease is nobody LS."""
    own = table.own or frozenset(row.values)
    texts = [*(row.values.get(name) for name in own), full_name(row, own)]
    return any(
        (phrase.fits(said, value) and not phrase.abbreviates(value, said)) if whole else phrase.part(said, value)
        for value in texts
        if isinstance(value, str) and (whole or (_short(value) and not all(map(str.isdigit, said))))
    )
