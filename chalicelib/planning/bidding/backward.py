"""Pieces that point back at the one before: "the next call isn't needed, please cancel it"."""

from collections.abc import Sequence

from chalicelib.planning.bidding.facts import Fact, fact
from chalicelib.planning.bidding.piece import Piece, asked, ended, led, possessive
from chalicelib.planning.composer.verbs import GENERAL, PARTICLES, kin, kind
from chalicelib.planning.composer.words import DETERMINERS, POSSESSIVES, PREPOSITIONS, Token, bag, stem, stem_bag

_OBJECT = bag("it them him her that this those these")
_POINTING = bag("those these that this such")
_NOTING = stem_bag("note record enter adjust arrange do correct fix change update do see mark") | kin(
    "chang"
)
"""Verbs that ask for no more than that what was said be so."""
_MOVING = frozenset(map(stem, [*GENERAL, *bag("postpone delay reschedule extend renew")])) | kin("chang") | {"chang"}
"""Verbs that say what becomes of something by "to"."""


def confirms(one: Piece) -> bool:
    """Whether it only says that what was told is to be done: "please update that", "please change the agent"."""
    own = _own(one.words)
    behind = [token.low for token in own[1:]]
    field = len(own) == 3 and own[1].low in DETERMINERS
    return bool(own) and own[0].stem in _NOTING and (not behind or (behind[0] in _OBJECT and len(behind) == 1) or field)


def points(one: Piece) -> bool:
    """Whether it says no more than what is to be done to what was told."""
    own = _own(one.words)
    back = {token.low for token in own[1:]} & (_OBJECT | POSSESSIVES)
    return confirms(one) or (len(own) < 5 and bool(back))


def points_at(words: Sequence[Token]) -> bool:
    """Whether an order is given about what was named: "cancel them", "cancel those visits"."""
    own = _own(words)
    return len(own) > 1 and bool(kind(own[0].stem)) and own[1].low in _OBJECT - {"her", "this"}


def said_of(before: Piece, bid: str, one: Piece) -> str:
    """The order with what it points back at in its place, "" where that is not clear.

    `bid`: what the piece before says as an order; its own verb says better what is to be done.
    """
    own = _own(one.words)
    if not own or not one.plain(own[:1]) or not (kind(own[0].stem) or own[0].stem in _NOTING or one.does(own[0].low)):
        return ""
    if own[-1].low in ("there", "here"):
        return bid if bid and _goes_there(own) else ""  # what was told is the place, of an order or of nothing clear
    told = fact(before)
    if bid:
        leads = POSSESSIVES | ({"the"} if told is not None and told.plain else set())
        owned = _field(told, one, own) if told is not None and len(own) > 2 and own[1].low in leads else ""
        return owned or ("" if own[0].stem in _NOTING else _instead(bid, own))
    return (_pointed(told, one, own) or _field(told, one, own)) if told is not None else ""


def _goes_there(own: Sequence[Token]) -> bool:
    """Whether it only says once more that something goes to that place: "shift them over there"."""
    behind = [token.low for token in own[1:-1]]
    return own[0].stem in _MOVING and behind[:1] != [] and {*behind} <= _OBJECT | PARTICLES


def _instead(bid: str, own: Sequence[Token]) -> str:
    """The order of the piece before with another verb: ", please reassign", "please pay that out"."""
    behind = own[2:] if len(own) > 1 and own[1].low in _OBJECT else own[1:]
    if any(token.low not in PARTICLES for token in behind):
        return ""
    return " ".join([*(token.low for token in (own[0], *behind)), bid.partition(" ")[2]])


def _pointed(told: Fact, one: Piece, own: Sequence[Token]) -> str:
    """ "Please cancel it", "cancel all of them", "cancel those visits"."""
    relative = 2 if [token.low for token in own[2:4]][:1] == ["that"] and len(own) > 3 else 0  # "all that is open"
    at = next((at for at, token in enumerate(own[1:3], 1) if token.low in _OBJECT and at != relative), 0)
    behind, what = own[at + 1 :], told.what
    while behind and behind[0].low in ("all", "both"):
        behind = behind[1:]
    if at and own[at].low in _POINTING and behind and behind[0].low in ("one", "ones"):
        behind = behind[1:]
    noun = bool(behind) and behind[0].content and behind[0].low not in PREPOSITIONS | PARTICLES
    if noun and own[at].low in _POINTING:
        what = what if told.long else f"{what} {behind[0].text}"
        behind = behind[1:]
    elif not at or (noun and own[at].low == "her"):
        return ""
    if own[0].stem in _NOTING and not behind:
        return _noted(told)
    become = told.become if not behind and (told.negated or own[0].stem in _MOVING) else ""
    if told.more and not (become and not told.negated):
        return ""
    return " ".join(part for part in (one.said(own[:at]), what, become, one.said(behind)) if part)


def _noted(told: Fact) -> str:
    """ "Please note that", "please correct it"."""
    if told.become.startswith("as "):
        return f"mark {told.what} {told.become}"
    return f"change {told.what} {told.become}" if told.plain and any(map(str.isdigit, told.become)) else ""


def _field(told: Fact, one: Piece, own: Sequence[Token]) -> str:
    """ "Please change the state", "please move their visit", "please cancel her lesson"."""
    if len(own) == 1:
        return _noted(told) if own[0].stem in _NOTING else ""
    tail = own[-1:] if len(own) > 3 and own[-1].low in PARTICLES else ()
    noun = own[2 : len(own) - len(tail)]
    lead = own[1].low
    if not noun or lead not in POSSESSIVES | {"the"} or any(token.low in PREPOSITIONS | _OBJECT for token in noun):
        return ""
    field, end = one.said(noun), one.said(tail)
    verb = "change" if own[0].stem in _NOTING else one.said(own[:1])
    become = "" if told.become.startswith("as ") else told.become
    moving = become and not told.negated and own[0].stem in _MOVING | _NOTING and (told.plain or lead != "the")
    if lead == "the" and not moving:
        return f"{verb} {told.what} {field} {end}".strip() if told.negated and len(noun) == 1 else ""
    if not moving and (told.more or not told.negated):
        return ""
    owned = f"the {field} of {told.what}" if told.long or lead == "the" else f"{possessive(told.what)} {field}"
    return " ".join(part for part in (verb, owned, become, end) if part)


def _own(words: Sequence[Token]) -> tuple[Token, ...]:
    return asked(ended(led(words)))
