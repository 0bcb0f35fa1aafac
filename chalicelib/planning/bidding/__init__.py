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

from chalicelib.planning.bidding.awaiting import awaited
from chalicelib.planning.bidding.request import bidden
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.planner import Brief

__all__ = ["bidden", "plainly"]


def plainly(brief: Brief) -> Brief:
    """The brief with its request said as an order."""
    index = index_of(brief.catalogue)
    said = bidden(awaited(brief.prompt, index), index.verbs)
    return replace(brief, prompt=said) if said != brief.prompt else brief
