"""Truths that a clause tells of an input: "close it" of `closed`, "as unpaid" of `paid`, "don't keep it" of `keep`."""

from collections.abc import Iterator
from itertools import pairwise

from chalicelib.domain.binding import Literal, Mention
from chalicelib.planning.composer.forbidden import speaks
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import opposites
from chalicelib.planning.composer.words import stem
from chalicelib.planning.tables.clause import INTO, Candidate, Clause, same


def truths(clause: Clause, param: Param) -> Iterator[Candidate]:
    """ "Close X", "open X" of an input `closed`; "mark X as paid" of one that says `paid`; "and don't keep it"."""
    if param.type != "boolean":
        return
    if any(speaks(param, run) for run in clause.forbidden):
        yield Candidate((), same((False, Literal(False))), 1.6, True)
    said = clause.verb.stem if clause.verb is not None else ""
    contrary = {stem(word) for word in opposites(said)} | {*opposites(said)}
    if {*param.stems} & ({said} | contrary):
        truth = said in param.stems
        yield Candidate((), same((truth, Literal(truth))), 1.6, True)
    for before, token in pairwise((*clause.words[:1], *clause.words)):
        bare = stem(token.low.removeprefix("un"))
        made = clause.verb is not None and clause.verb.low == "make" and token is clause.words[-1]
        says = token.low.endswith(("ed", "id", "en")) or before.low in INTO | {"not"} or made
        if bare in param.stems and says:
            truth = not (token.low.startswith("un") or before.low in ("not", "no"))
            yield Candidate((token,), same((truth, Mention(truth, token.text))), 1.4, True)
