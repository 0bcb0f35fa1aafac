"""What a piece tells of something: what it speaks of, and what it says of that.

    the noon tour isn't needed                      ─>  the noon tour
    we don't need the red kayak                     ─>  the red kayak
    Ann doesn't need her locker                     ─>  Ann's locker
    the parcels have been delivered                 ─>  the parcels · as delivered
    the last reading was 161                        ─>  the last reading · to 161
    Ann would rather come on May 3 at 9:00          ─>  Ann · to May 3 at 9:00
    the crate will be two days late                 ─>  the crate · back by two days
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.bidding.piece import PASSING, Piece, about, ended, finite, led, main, possessive
from chalicelib.planning.composer.dates import COUNTS
from chalicelib.planning.composer.words import DETERMINERS, POSSESSIVES, PREPOSITIONS, RELATIVE, Token, bag, is_verb

_SPEAKERS = bag("i we")
_WISHING = bag("want wants need needs prefer prefers get gets like likes")
_SEEMING = bag("looks look seems seem sounds sound")
_AUXILIARY = bag("do does did can could may might will would shall should must to")
_BEING = bag("be been being is are was were has have had")
_HAVING, _ARTICLES = bag("has have"), bag("the this that these those all both")
_BACK = bag("it them him her that this those these he she they")
_PLAINLY = PASSING | bag("not no longer only rather like prefer yet worth going to for")
_WHEN = bag("on at until till")
_LATE = {"late": "back", "later": "back", "earlier": "forward", "early": "forward", "longer": ""}
_PAST = bag("came went took gave left paid brought got made said told wrote broke rang sent found lost")
_AGAINST = {"late": "early", "early": "late"}
"""What is too late is to be earlier."""
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """`become`: what is said of it, as the end of an order that makes it so: "to 161", "as paid"; "" for nothing.

    `negated`: it is said not to be so; then `become` only says when.  `plain`: it is a value, and no moment.
    `more`: something is named in what is said of it.  `long`: it is too long for an "'s" behind it.
    """

    what: str
    become: str = ""
    negated: bool = False
    plain: bool = False
    more: bool = False
    long: bool = False


def fact(piece: Piece) -> Fact | None:
    """None where nothing clear is told of anything but who speaks."""
    run = ended(led(piece.words))
    at = next((at for at, token in enumerate(run) if at and tells(token) and main(run, at)), 0)
    if not at:
        return _named(piece, run[run[0].low == "no" :], (), False) if names(run) else None
    subject, rest = run[:at], run[at + 1 :]
    while len(subject) > 1 and subject[-1].low in PASSING:
        subject = subject[:-1]
    negated = run[at].low.endswith("n't") or (rest[:1] != () and rest[0].low in ("not", "never", "no"))
    negated = negated and not any(token.low == "until" for token in rest)  # "isn't due until May" is due in May
    if len(subject) == 1 and subject[0].low in _SPEAKERS:
        return _of_speaker(piece, run[at], rest, negated)
    if {token.low for token in subject} & _PAST:
        return None
    if not about(subject) or (len(subject) == 1 and is_verb(subject[0].low)):
        return None  # "Search is fine again, set it back": a name that would be read as a verb
    if (owned := _owned(piece, subject, rest, negated)) is not None:
        return owned
    if not negated and (done := _done(piece, run[at], rest)) is not None:
        return done
    return None if {token.low for token in subject} <= _BACK | {"there"} else _named(piece, subject, rest, negated)


def _of_speaker(piece: Piece, verb: Token, rest: Sequence[Token], negated: bool) -> Fact | None:
    """ "We don't need the kayak", "we can't accept the claim": what is spoken of is the kayak, and the claim."""
    itself = verb.low in _WISHING or (verb.low in _HAVING and rest[:1] and not verb_of(rest[0]))
    own = tuple(rest) if itself else tuple(rest[1:]) if rest[:1] and rest[0].low == "do" else _after_verbs(rest)
    helped = any(token.low == "to" for token in own)  # "I want Ann to help Bob"
    return _named(piece, own, (), negated) if own and not helped and _thing(own) else None


def _done(piece: Piece, verb: Token, rest: Sequence[Token]) -> Fact | None:
    """ "Ann has paid the rent": what is spoken of is the rent."""
    if verb.low not in _HAVING or len(rest) < 2 or not verb_of(rest[0]) or rest[0].low in _BEING:
        return None
    thing = rest[1].low in _ARTICLES or not rest[1].text.islower()
    return replace(_named(piece, rest[1:], (), False), become=f"as {rest[0].low}") if thing else None


def names(run: Sequence[Token]) -> bool:
    """Whether it only names something, without a verb: "the tents in the shed", "no tents in the shed"."""
    behind = [token for token in run if token.low not in ("all", "both")]
    verb = any(verb_of(one) and (two.low in DETERMINERS | PREPOSITIONS) for one, two in pairwise(run))
    begins = bool(behind) and (behind[0].low in (DETERMINERS - _BACK) | {"no"} or len(behind) < len(run))
    return begins and not verb and not any(tells(token) or token.low in _PAST for token in run)


def tells(token: Token) -> bool:
    """Whether it is the verb of a statement."""
    return finite(token) or token.low in _WISHING | _SEEMING


def _after_verbs(rest: Sequence[Token]) -> tuple[Token, ...]:
    """The words behind the verbs: of "can't accept the claim" the claim."""
    at = next((at for at, token in enumerate(rest) if token.low not in _PLAINLY | _AUXILIARY | _BEING), len(rest))
    return tuple(rest[at + 1 :])


def _thing(run: Sequence[Token]) -> bool:
    """Whether it begins like what names something."""
    return run[0].low not in PREPOSITIONS and (len(run) > 1 or not run[0].text.islower())


def _named(piece: Piece, subject: Sequence[Token], rest: Sequence[Token], negated: bool) -> Fact:
    behind = tuple(rest)
    while behind and behind[0].low in _PLAINLY | _AUXILIARY | _BEING | _WISHING:
        behind = behind[1:]
    become, plain = (piece.said(_when(behind)), False) if negated else _become(piece, behind)
    rest = behind[: len(behind) - len(_when(behind))] if negated else behind
    more = any(token.low in DETERMINERS or not token.text.islower() for token in rest)
    long = len(subject) > 4 or any(token.low in PREPOSITIONS | RELATIVE for token in subject)
    return Fact(piece.object(subject), become, negated, plain, more, long)


def _become(piece: Piece, behind: Sequence[Token]) -> tuple[str, bool]:
    lows = [token.low for token in behind]
    late = next((at for at, low in enumerate(lows) if low in _LATE), 0)
    if late > 1 and lows[late - 1] == "too" and lows[late] in _AGAINST:
        return f"{_LATE[_AGAINST[lows[late]]]} by {piece.said(behind[: late - 1])}", False
    if late > 1 and (behind[0].text[0].isdigit() or lows[0] in COUNTS or late < _MOST_WORDS):
        return f"{_LATE[lows[late]]} by {piece.said(behind[:late])}".strip(), False
    if behind and verb_of(behind[0]) and {*lows[1:]} <= PASSING:
        return f"as {lows[0]}", False
    if when := _when(behind):
        return f"to {piece.said(when[1:])}", False
    if lows[:1] in (["the"], ["a"], ["an"]):
        behind, lows = behind[1:], lows[1:]
    plain = 0 < len(lows) <= _MOST_WORDS and not {*lows} & (DETERMINERS | PREPOSITIONS)
    plain = plain and not (behind[0].gerund or is_verb(lows[0]) or verb_of(behind[0]))
    return (f"to {piece.said(behind)}", True) if plain else ("", False)


def _when(behind: Sequence[Token]) -> tuple[Token, ...]:
    """The words from the first one that leads to a moment: "on May 3 at 9:00"."""
    for at, token in enumerate(behind[:-1]):
        if token.low in _WHEN and any(one.text[0].isdigit() for one in behind[at + 1 : at + 3]):
            return tuple(behind[at:])
    return ()


def _owned(piece: Piece, who: Sequence[Token], rest: Sequence[Token], negated: bool) -> Fact | None:
    """ "Ann doesn't need her locker": what is spoken of is Ann's locker."""
    owning = POSSESSIVES | ({"the"} if negated else set())
    own = next((at for at, token in enumerate(rest) if token.low in owning), -1)
    if own < 0 or own + 1 == len(rest):
        return None
    what = rest[own + 1 :]
    lead = [token for token in rest[:own] if token.low not in _PLAINLY | _WISHING | _AUXILIARY | _BEING]
    if any(token.low in DETERMINERS for token in what):
        return None
    done = f"as {lead[0].low}" if len(lead) == 1 and verb_of(lead[0]) and not negated else ""
    if lead and not done:
        return None
    whose = {"he": "his", "she": "her", "they": "their"}.get(who[0].low) if len(who) == 1 else None
    whole = f"{rest[own - 1].low} of " if own and rest[own - 1].low in ("all", "both") else ""
    return Fact(f"{whole}{whose or possessive(piece.said(who))} {piece.said(what)}", done, negated)
