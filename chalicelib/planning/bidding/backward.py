"""Pieces that point back at the one before: "the next call isn't needed, please cancel it"."""

from collections.abc import Sequence

from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.bidding.piece import PASSING, Piece, about, asked, ended, finite, led, main
from chalicelib.planning.composer.verbs import kin, kind
from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, Token, bag, is_verb, stem

_BACK = bag("it them him her that this those these")
_OBJECT = bag("it them him her")
_WHOSE = {"he": "his", "she": "her", "they": "their", "it": "its"}
_NOTING = frozenset(map(stem, bag("note record enter adjust arrange do correct fix change update do see"))) | kin(
    "chang"
)
"""Verbs that ask for no more than that what was said be so."""
_POSSESSIVE, _ENDING = bag("his her its their"), bag("out off up down away back")
_BEING = bag("is are was were")
_SPEAKERS, _NEEDING, _NOT = bag("i we"), bag("need want require"), bag("don't doesn't won't")


def confirms(one: Piece) -> bool:
    """Whether it only says that what was told is to be done: "please update that"."""
    own = _own(one.words)
    behind = [token.low for token in own[1:]]
    return bool(own) and own[0].stem in _NOTING and (not behind or (len(behind) == 1 and behind[0] in _BACK))


def points(one: Piece) -> bool:
    """Whether it says no more than what is to be done to what was told."""
    own = _own(one.words)
    return confirms(one) or (len(own) < 4 and bool({token.low for token in own[1:]} & _BACK))


def said_of(before: Piece, bid: str, one: Piece) -> str:
    """The order with what it points back at in its place, "" where that is not clear.

    `bid`: what the piece before says as an order; its own verb says better what is to be done.
    """
    own = _own(one.words)
    if not own or not one.plain(own[:1]):
        return ""
    if own[0].stem in _NOTING:
        return "" if bid else _noted(before, one) or _corrected(before, one, own)
    if not kind(own[0].stem):
        return ""
    if len(own) == 1:
        return f"{own[0].low} {bid.partition(' ')[2]}" if bid else ""  # ", please reassign"
    at = _pointer(own)
    return _pointed(before, bid, one, own, at) if at else "" if bid else _of_whom(before, one, own)


def _pointer(own: Sequence[Token]) -> int:
    """The place of "it" or "them" behind the verb; 0 where there is none: "cancel her visit"."""
    at = next((at for at, token in enumerate(own[1:3], 1) if token.low in _OBJECT), 0)
    whose = at and own[at].low == "her" and own[at + 1 :] and own[at + 1].low not in PREPOSITIONS
    return 0 if whose else at


def _pointed(before: Piece, bid: str, one: Piece, own: Sequence[Token], at: int) -> str:
    behind = own[at + 1 :]
    while behind and behind[0].low in ("all", "both"):
        behind = behind[1:]
    meant = ("" if behind else bid.partition(" ")[2]) if bid else _spoken_of(before)
    return " ".join(part for part in (one.said(own[:at]), meant, one.said(behind)) if part) if meant else ""


def _of_whom(before: Piece, one: Piece, own: Sequence[Token]) -> str:
    """ "Ann can't come on 12 May, please cancel her visit": Ann's visit on 12 May."""
    run = ended(led(before.words))
    at = next((at for at, token in enumerate(run) if at and finite(token) and main(run, at)), 0)
    lead = own[1].low if len(own) > 2 else ""
    tail = own[3:] if len(own) == 4 and own[3].low in _ENDING else ()
    if not at or not run[at].low.endswith("n't") or lead not in _POSSESSIVE | {"the"} or len(own) != 3 + len(tail):
        return ""
    if not about(run[:at]) or (len(run[:at]) == 1 and run[0].low in _OBJECT | _BACK):
        return ""
    day = next(
        (place for place in range(at + 1, len(run) - 1) if run[place].low in ("on", "at") and _dated(run[place:])), 0
    )
    who = before.said(run[:at])
    owned = who if lead == "the" else f"{who}'s"
    when = before.said(run[day:]) if day else ""
    return " ".join(part for part in (one.said(own[:1]), owned, one.said(own[2:3]), when, one.said(tail)) if part)


def _dated(run: Sequence[Token]) -> bool:
    return any(token.text.isdigit() for token in run[1:3])


def _noted(before: Piece, one: Piece) -> str:
    """ "Ann has confirmed her visit, please note that": Ann's visit is marked as confirmed."""
    run = ended(led(before.words))
    at = next((at for at, token in enumerate(run) if at and token.low in ("has", "have") and main(run, at)), 0)
    rest = run[at + 1 :]
    if (
        not confirms(one)
        or not at
        or len(rest) < 3
        or not verb_of(rest[0])
        or rest[1].low not in _POSSESSIVE
        or not about(run[:at])
    ):
        return ""
    return f"mark {before.said(run[:at])}'s {before.said(rest[2:])} as {rest[0].low}"


def _corrected(before: Piece, one: Piece, own: Sequence[Token]) -> str:
    """ "The reading was 161, please correct it", "the file is only a draft, please change the state"."""
    run = ended(led(before.words))
    at = next((at for at, token in enumerate(run) if at and token.low in _BEING and main(run, at)), 0)
    value = [token for token in run[at + 1 :] if token.low not in PASSING | {"for"}]
    field = own[2:] if len(own) == 3 and own[1].low in DETERMINERS else ()
    pointed = len(own) == 2 and own[1].low in _BACK and any(token.text[0].isdigit() for token in value)
    if not at or not 0 < len(value) < 4 or not (field or pointed) or not about(run[:at]) or value[0].gerund:
        return ""
    of = f"the {one.said(field)} of " if field else ""
    return f"change {of}{before.object(run[:at])} to {before.said(value)}"


def _own(words: Sequence[Token]) -> tuple[Token, ...]:
    return asked(ended(led(words)))


def _spoken_of(before: Piece) -> str:
    """What a fact is told about, where it speaks of nothing else."""
    run = ended(led(before.words))
    at = next((at for at, token in enumerate(run) if at and finite(token) and main(run, at)), 0)
    behind = run[at + 1 :]
    if at and len(behind) > 1 and run[at].low in _NOT and behind[0].low in _NEEDING:
        return _unneeded(before, run[:at], behind[1:])
    other = any(
        token.low in (DETERMINERS | PREPOSITIONS) - {"up", "off", "out"} or not token.text.islower() for token in behind
    )
    if at == 1 and is_verb(run[0].low):
        return ""  # "Search is fine again, set it back": a name that would be read as a verb
    return before.object(run[:at]) if at and behind and not other and about(run[:at]) else ""


def _unneeded(before: Piece, who: Sequence[Token], what: Sequence[Token]) -> str:
    """ "I don't need X", "Ann doesn't need her X": Ann's X."""
    if len(who) == 1 and who[0].low in _SPEAKERS:
        return before.said(what)
    own = what[1:] if what[0].low in DETERMINERS else ()
    whose = _WHOSE.get(who[0].low) if len(who) == 1 else None
    owner = whose or f"{before.said(who)}'s"
    return f"{owner} {before.said(own)}" if own and about(who) else ""
