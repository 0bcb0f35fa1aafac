"""What somebody is to bring about: "have the tour moved to Friday", "make sure the gate is closed", "it needs mending".

    get the rent paid                       ─>  pay the rent
    we need the tour moved to Friday        ─>  move the tour to Friday
    make sure that all gates are closed     ─>  close all gates
    the gate needs repairing                ─>  repair the gate

What is only wanted must be what something here does: "I want the orders placed in March" wants to see some.
"""

from collections.abc import Sequence

from chalicelib.planning.bidding.bids import done
from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.bidding.piece import Piece, about, asked
from chalicelib.planning.composer.verbs import of_gerund
from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, RELATIVE, Token, bag, stem

_GETTING, _SPEAKERS = bag("get have"), bag("i we")
_WANTING = (("want",), ("need",), ("would", "like"))
_ENSURING = (("make", "sure"), ("ensure",), ("be", "sure"))
_IS, _NEEDS = bag("is are gets get be"), bag("needs need")
_VAGUE = bag("sort do handle settle fix see")
_SHIFTED = bag("back forward up down")
_ONWARD = bag("to as until off from on into onto out up down and , for back")


def caused(piece: Piece, run: Sequence[Token]) -> str | None:
    """The order, None where nothing is to be brought about in such words."""
    return _ensured(piece, run) or _had(piece, run) or _needing(piece, run)


def _ensured(piece: Piece, run: Sequence[Token]) -> str | None:
    own = asked(run)
    lows = tuple(token.low for token in own)
    lead = next((len(one) for one in _ENSURING if lows[: len(one)] == one), 0)
    lead += bool(lead) and lows[lead : lead + 1] == ("that",)
    for at in range(lead + 1, len(own) - 1) if lead else ():
        subject = own[lead:at]
        does = own[at].low in _IS and _does(piece, verb_of(own[at + 1]))
        if does and own[at - 1].low not in RELATIVE and about(subject):
            return done(piece, subject, own[at + 1 :])
    return None


def _had(piece: Piece, run: Sequence[Token]) -> str | None:
    """ "Get X closed", "please have X moved to Y", "we want X renamed to Z"."""
    own = asked(run)
    lows = tuple(token.low for token in own)
    lead = 1 if lows[:1] and lows[0] in _GETTING else 0
    if lows[:1] and lows[0] in _SPEAKERS:
        lead = next((1 + len(one) for one in _WANTING if lows[1 : 1 + len(one)] == one), 0)
    named = bool(lead) and len(own) > lead + 1 and own[lead].low not in PREPOSITIONS  # "I want to cancel it"
    for at in range(lead + 1, len(own)) if named else ():
        subject, behind = own[lead:at], own[at + 1 :]
        ends = not behind or behind[0].low in _ONWARD or _by_so_much(behind)
        led = subject[-1].low in DETERMINERS | RELATIVE | _IS
        verb = verb_of(own[at])
        wanted = lows[0] in _SPEAKERS and not _by_so_much(behind)
        does = stem(verb) in piece.doing if wanted else _does(piece, verb)
        if ends and does and not led and about(subject):
            return done(piece, subject, own[at:])
    return None


def _by_so_much(behind: Sequence[Token]) -> bool:
    """Whether it tells by how much: "postponed by a week", "pushed back by 2 hours" says of no record how it is."""
    by = [token.low for token in behind[: 3 if behind[:1] and behind[0].low in _SHIFTED else 2]]
    by = by[1:] if by[:1] and by[0] in _SHIFTED else by
    return by[:1] == ["by"] and (by[1:] in (["a"], ["an"], ["half"]) or (len(by) > 1 and by[1].isdigit()))


def _does(piece: Piece, verb: str) -> bool:
    """Whether it says what is to be done: "have it sorted" leaves that open."""
    return bool(verb) and (stem(verb) in piece.doing or (verb not in _VAGUE and piece.does(verb)))


def _needing(piece: Piece, run: Sequence[Token]) -> str | None:
    if len(run) < 3 or run[-2].low not in _NEEDS or not run[-1].gerund or not about(run[:-2]):
        return None
    verb = of_gerund(run[-1].low)
    does = verb and stem(verb) in piece.doing
    return f"{verb} {piece.object(run[:-2])}" if does else None
