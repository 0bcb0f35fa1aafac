"""What a request says as a wish or a fact, said as an order: everybody who reads a request begins with the verb.

    the old bookings can be deleted, please        ─>  delete the old bookings, please
    could we get the call moved to 3pm?            ─>  move the call to 3pm?
    Ann needs two more seats                       ─>  give Ann two more seats
    the tour should start half an hour later       ─>  push the tour back by half an hour
    everything waiting for approval                ─>  everything that is submitted

Only the grammar of English decides, and what the actions say of themselves, never what a word stands for.  What fits
no form stays as it was said.
"""

from dataclasses import replace
from functools import lru_cache

from chalicelib.planning.bidding.awaiting import awaited
from chalicelib.planning.bidding.flagged import flagged
from chalicelib.planning.bidding.gapped import gapped
from chalicelib.planning.bidding.piece import pleads
from chalicelib.planning.bidding.request import bidden, forbidden, left_open, only_asks
from chalicelib.planning.bidding.titled import titled
from chalicelib.planning.bidding.unmeant import unmeant
from chalicelib.planning.composer.index import Index, index_of
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief

__all__ = ["bidden", "forbidden", "left_open", "only_asks", "plainly", "pleads", "unmeant"]

_bidden = lru_cache(maxsize=16)(bidden)
"""A task's request is read again after every step."""


def plainly(brief: Brief) -> Brief:
    """The brief with its request said as an order."""
    index = index_of(brief.catalogue)
    said = _bidden(awaited(flagged(titled(gapped(brief.prompt), index), index), index), doing(index))
    return replace(brief, prompt=said, said=brief.said or brief.prompt) if said != brief.prompt else brief


@once
def doing(index: Index) -> frozenset[str]:
    """The stems of what can be done here: the verbs of the actions, and what their names begin or end with."""
    names = [one.name for one in index.entries.values() if one.name and one.action.effect != "read"]
    return index.verbs.union(*((one[0], one[0] if kind(one[0]) else one[-1]) for one in names))
