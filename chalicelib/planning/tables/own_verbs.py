"""The verbs by which an action is called."""

from collections.abc import Sequence
from itertools import pairwise

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.words import Token, description_tokens, senses, stem
from chalicelib.planning.tables.particles import standing_for
from chalicelib.planning.tables.sources import short_for

GIVES = frozenset((stem("give"),))
"""Who gives a thing another name does not return it."""
_LIGHT = frozenset(map(stem, verbs.GENERAL))


def own_verbs(one: Entry) -> frozenset[str]:
    """The verbs by which the action is called: in its name, and the first of its description."""
    said = [token for token in description_tokens(one.action.description) if token.word]
    first = [said[0].stem, *_phrasal(said)] if said else []
    if {*first} & GIVES and any(lead.low == "another" for lead, _ in pairwise(said)):
        first = []  # "Give a device another name": who gives somebody a device renames none
    last = one.name[-1:] if _light(one.name[:1]) else ()
    whole = (plain,) if (plain := standing_for(one)) else ()
    return short_for(one) | frozenset((*((one.verb,) if one.verb else ()), *(one.name[:1]), *first, *last, *whole))


def _phrasal(said: Sequence[Token]) -> list[str]:
    """What the first verb means with its particle: "Take a tag away from …" removes."""
    return [stem(one) for token in said[1:6] if (one := verbs.PHRASAL.get(f"{said[0].stem} {token.low}"))]


def _light(first: Sequence[str]) -> bool:
    """Whether the name begins with no verb, or one that leaves the deed to the noun: to make an offer is to offer."""
    told = [(stem_, senses(stem_)) for stem_ in first]
    return all(not kinds or stem_ in _LIGHT or kinds & {"create", "send"} for stem_, kinds in told)
