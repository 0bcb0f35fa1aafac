"""Pieces that point back at the one before: "the next call isn't needed, please cancel it"."""

from collections.abc import Sequence

from chalicelib.planning.bidding.piece import PASSING, Piece, about, asked, ended, finite, led, main
from chalicelib.planning.composer.verbs import kin, kind
from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, Token, bag, stem

_BACK = bag("it them him her that this those these")
_OBJECT = bag("it them him her")
_NOTING = frozenset(map(stem, bag("note record enter adjust arrange do correct fix change update do see"))) | kin(
    "chang"
)
"""Verbs that ask for no more than that what was said be so."""
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
    if bid and len(own) == 1 and kind(own[0].stem) and own[0].stem not in _NOTING:
        return f"{own[0].low} {bid.partition(' ')[2]}"  # ", please reassign"
    at = next((at for at, token in enumerate(own[1:3], 1) if token.low in _OBJECT), 0)
    behind = own[at + 1 :]
    while behind and behind[0].low in ("all", "both"):
        behind = behind[1:]
    if own and own[0].stem in _NOTING and not bid:
        return _corrected(before, one, own)
    if not at or own[0].stem in _NOTING or not one.plain(own[:1]) or not kind(own[0].stem):
        return ""
    if own[at].low == "her" and behind and behind[0].low not in PREPOSITIONS:
        return ""  # "her bookings"
    meant = ("" if behind else bid.partition(" ")[2]) if bid else _spoken_of(before)
    return " ".join(part for part in (one.said(own[:at]), meant, one.said(behind)) if part) if meant else ""


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
    return before.object(run[:at]) if at and behind and not other and about(run[:at]) else ""


def _unneeded(before: Piece, who: Sequence[Token], what: Sequence[Token]) -> str:
    """ "I don't need X", "Ann doesn't need her X": Ann's X."""
    if len(who) == 1 and who[0].low in _SPEAKERS:
        return before.said(what)
    own = what[1:] if what[0].low in DETERMINERS else ()
    return f"{before.said(who)}'s {before.said(own)}" if own and about(who) else ""
