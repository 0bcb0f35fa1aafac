"""What "add" leaves alone: the place that somebody has, what only belongs to what is named, and what is denied."""

from collections.abc import Sequence

from chalicelib.planning.composer.words import DETERMINERS, Token
from chalicelib.planning.records.denials import denied
from chalicelib.planning.records.view import Selection
from chalicelib.planning.tables.clause import ADDING, Clause
from chalicelib.planning.tables.combinations import Chosen
from chalicelib.planning.tables.deeds import Deed
from chalicelib.planning.tables.objects import from_afar
from chalicelib.planning.tables.referring import refers


def takes_a_place(deed: Deed, clause: Clause, chosen: Chosen) -> bool:
    """Whether who is only added would take somebody's place: "add Ann to X" makes her nothing that there is one of."""
    keys = [param for param in deed.rest if param.path in chosen and refers(param, deed.holder)]
    adds = _adds(clause) and "create" not in deed.entry.senses
    return adds and any(not param.many and not chosen[param.path].into for param in keys)


def beyond(deed: Deed, clause: Clause, words: Sequence[Token], found: Selection) -> bool:
    """Whether something would be added to what only belongs to what is named: to a label of the project.

    `words`: those that tell the records.
    """
    spoken = any(token.stem in deed.table.words for token in clause.words)
    return _adds(clause) and "create" in deed.entry.senses and not spoken and from_afar(words, found.rows)


def _adds(clause: Clause) -> bool:
    return clause.verb is not None and clause.verb.stem in ADDING


def denies(deed: Deed, clause: Clause, chosen: Chosen) -> bool:
    """Whether a value for a list is only told of those that have it not: "all plays without the label stale"."""
    lists = [] if deed.takes else [one for one in deed.rest if one.type == "array" and one.path in chosen]
    for param in lists:
        run = chosen[param.path].tokens
        lead = [one for one in clause.words if run and one.end <= run[0].start and one.stem not in param.stems]
        if denied([one for one in lead if one.low not in DETERMINERS]):
            return True
    return False
