"""The order that a wish or a fact stands for, by what is said to become of its subject."""

import re
from collections.abc import Sequence
from itertools import pairwise

from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.bidding.piece import PASSING, Piece, Said, possessive
from chalicelib.planning.composer.dates import COUNTS
from chalicelib.planning.composer.words import (
    DETERMINERS,
    OPENING,
    PREPOSITIONS,
    Token,
    bag,
    is_verb,
    senses,
    stem,
    stem_bag,
)

GOING = bag("go move come switch change shift goes moves comes switches belong belongs")
HAVING = bag("have get receive gets receives need needs want wants")
STAYING = bag("stay run last remain stays runs lasts keep continue staying running")
SLIPPING = bag("slip slips slipping")
HAPPENING = bag("start begin leave happen happens depart come run starts begins leaves starting be is are")
_PARTICLES = bag("out off up down back over away on in")
_LINKS = bag("to from of with for by into onto until as , :") | OPENING
_PLACED = bag("in on at under within inside")
_LATER, _SOONER, _LONGER = bag("later"), bag("earlier sooner"), bag("longer")
LENGTHS = bag("minute minutes hour hours day days night nights week weeks month months year years")
_KEEPING = bag("keep have")
_NUMERALS = frozenset(COUNTS) | bag("half few")
_WHEN = bag("on in at today tonight tomorrow this next")
_SITTING = bag("sit stand lie park meet sleep hang live rest play")
"""Verbs that only say where something is."""
_SHIFTING = bag("move shift switch bring change put")
_CARING = stem_bag("look take handle cover manage lead care deal own run")
"""Verbs of who sees to something: it becomes theirs."""
_HAPPEN = Token(0, 0, "happen", "happen", "happen")
_FIXED = bag("able about with for of sure like")


def bid_of(piece: Piece, said: Said) -> str | None:
    forms = (_shift, _passive, _removed, _raised, _prolonged, _slipped, _moved, _becomes, _given, _assigned)
    return next((bid for form in forms if (bid := form(piece, said)) is not None), None)


def _passive(piece: Piece, said: Said) -> str | None:
    """ "X should be closed", "Ann gets turned down"."""
    rest = said.rest
    if rest[0].low not in ("be", "get", "gets") or len(rest) < 2 or (said.mood == "will"):
        return None
    if rest[1].low in ("done", "held") or _looked_after(rest):
        return None
    if any(one.low == "by" and two.text[0].isupper() for one, two in pairwise(rest)):
        return None  # "should be done by Ann"
    while len(rest) > 2 and rest[1].low in PASSING:
        rest = (rest[0], *rest[2:])
    particle = rest[2].low in _PARTICLES if len(rest) > 2 else False  # "called off"
    if rest[1].low in ("called", "named", "titled") and not particle:
        return f"rename {piece.object(said.subject)} to {piece.said(rest[2:])}" if rest[2:] else None
    verb = verb_of(rest[1])
    behind = rest[2].low if len(rest) > 2 else ""
    return done(piece, said.subject, rest[1:]) if verb and (piece.does(verb) or behind in _PARTICLES) else None


def _looked_after(rest: Sequence[Token]) -> bool:
    """Whether something only gets fetched or checked by somebody, which asks for nothing to be shown."""
    return rest[0].low == "gets" and senses(stem(verb_of(rest[1]) or "")) == {"read"}


def done(piece: Piece, subject: Sequence[Token], rest: Sequence[Token]) -> str:
    """The order: a particle at the end belongs to the verb."""
    verb, behind = verb_of(rest[0]), rest[1:]
    while behind and behind[0].low in PASSING:
        behind = behind[1:]
    if behind and behind[0].low == "over" and verb in _SHIFTING:
        behind = behind[1:]
    ends = behind and behind[0].low in _PARTICLES and (len(behind) == 1 or behind[1].low in _LINKS)
    if ends:
        verb, behind = f"{verb} {behind[0].low}", behind[1:]
    return f"{verb} {piece.object(subject)} {piece.said(behind)}".strip()


def _removed(piece: Piece, said: Said) -> str | None:
    """ "X can go"."""
    goes = [token.low for token in said.rest] in (["go"], ["go", "away"])
    return f"remove {piece.object(said.subject)}" if goes and said.mood in ("must", "may") else None


def shifted(run: Sequence[Token], bare: bool = True) -> tuple[str, int, int, int] | None:
    """The order, and where the length begins and ends, of "(should) start half an hour later"; first, what is kept.

    `bare`: no other verb says how it is meant, so that only one of happening will do.
    """
    at = next((at for at, token in enumerate(run) if token.low in _LATER | _SOONER | _LONGER), -1)
    behind = run[at + 1].low if run[at + 1 :] else "than"
    if at < 2 or run[at - 1].low not in LENGTHS or behind not in _WHEN | {"than"}:
        return None
    passive = len(run) > 2 and run[0].low == "be" and bool(verb_of(run[1]))
    happens = run[0].low in HAPPENING | STAYING or not (bare or run[0].text[0].isdigit())
    first = 2 if passive else 1 if happens else 0
    begins = at - 1
    while begins > first and (run[begins - 1].text.isdigit() or run[begins - 1].low in _NUMERALS):
        begins -= 1
    kept = begins > first and run[0].low in _KEEPING
    if not first or not 1 <= at - begins <= 4 or (begins > first and not kept):
        return None
    way = "extend" if run[at].low in _LONGER else "bring" if run[at].low in _SOONER else "push"
    return way, first, begins, at


def _shift(piece: Piece, said: Said) -> str | None:
    found = shifted(said.rest, said.mood == "is")
    if found is None:
        return None
    verb, first, begins, at = found
    what = piece.object(said.subject)
    own = first + (said.rest[first].low in DETERMINERS)
    if kept := piece.said(said.rest[own:begins]):
        what = f"{possessive(what)} {kept}"
    way = {"extend": "", "bring": " forward", "push": " back"}[verb]
    when = f" {piece.said(said.rest[at + 1 :])}" if said.rest[at + 1 :] and said.rest[at + 1].low in _WHEN else ""
    return f"{verb} {what}{when}{way} by {piece.said(said.rest[begins:at])}"


def lasts(run: Sequence[Token]) -> bool:
    return len(run) > 2 and run[0].low in STAYING and run[1].low in ("until", "till")


def _raised(piece: Piece, said: Said) -> str | None:
    """ "The fee has to go up by ten percent", "its fee is going up to 20"."""
    lows = [token.low for token in said.rest]
    while lows and lows[0] in ("go", "goes", "going", "be"):
        lows = lows[1:]
    behind = said.rest[len(said.rest) - len(lows) :]
    if len(lows) == len(said.rest) or len(lows) < 3 or lows[0] not in ("up", "down") or lows[1] not in ("by", "to"):
        return None
    if not any(token.text[0].isdigit() for token in behind[1:4]):
        return None
    return f"{'raise' if lows[0] == 'up' else 'lower'} {piece.object(said.subject)} {piece.said(behind[1:])}"


def _prolonged(piece: Piece, said: Said) -> str | None:
    """ "X can stay until Friday", "X should stay open until Friday"."""
    until = any(token.low in ("until", "till") for token in said.rest[1:4])
    verb = "extend" if lasts(said.rest) else "keep" if said.rest[0].low in ("stay", "remain") and until else ""
    return f"{verb} {piece.object(said.subject)} {piece.said(said.rest[1:])}" if verb else None


def _slipped(piece: Piece, said: Said) -> str | None:
    """ "The call can slip by a week", "both slip to Friday"."""
    rest = said.rest
    if rest[0].low not in SLIPPING or len(rest) < 3:
        return None
    if rest[1].low in ("to", "until", "till"):
        return f"move {piece.object(said.subject)} to {piece.said(rest[2:])}"
    length = rest[2:] if rest[1].low == "by" else rest[1:]
    plain = any(token.low in LENGTHS for token in length[:4])
    return f"push {piece.object(said.subject)} back by {piece.said(length)}" if plain else None


def _moved(piece: Piece, said: Said) -> str | None:
    """ "X should go to Y", "X belongs in Y", "X should be in Y", "X should start at nine"."""
    rest, what = said.rest, piece.object(said.subject)
    if rest[0].low == "be" and len(rest) > 3 and rest[1].low in ("done", "held") and rest[2].low in ("at", "on"):
        rest = (_HAPPEN, *rest[2:])
    if rest[0].low in _SITTING and len(rest) > 2 and rest[1].low in _PLACED and said.mood == "must":
        return f"move {what} to {piece.said(rest[2:])}"
    if rest[0].low == "be" and len(rest) > 2 and rest[1].low in _PLACED and said.mood != "may":
        named = len(rest) > 3 or _named(rest[2:])
        return f"move {what} to {piece.said(rest[2:])}" if named else f"put {what} {piece.said(rest[1:])}"
    if rest[0].low in HAPPENING - {"be", "is", "are"} and len(rest) > 2 and rest[1].low in ("at", "on"):
        day = next((at for at, token in enumerate(rest) if at > 2 and token.low == "on" and rest[1].low == "at"), 0)
        when = f"{piece.said(rest[day + 1 :])} {piece.said(rest[1:day])}" if day else piece.said(rest[2:])
        return f"move {what} to {when}"
    return _gone(piece, what, rest[1:]) if rest[0].low in GOING and len(rest) > 1 else None


def _gone(piece: Piece, what: str, behind: Sequence[Token]) -> str | None:
    """ "X should go" and what stands behind: "to Y", "back with 'Not signed'", "off the list", "out"."""
    if len(behind) > 1 and behind[0].low == "back" and behind[1].low in ("into", "with"):
        returned = behind[1].low == "with"  # "goes back with 'Not signed'"
        return f"send back {what} {piece.said(behind[1:])}" if returned else f"put {what} {piece.said(behind)}"
    if behind[0].low in ("over", "down", "up", "back") and behind[1:] and behind[1].low in ("to", "into"):
        behind = behind[1:]
    if behind[0].low == "out" and (len(behind) == 1 or behind[1].low in _LINKS):
        return f"send {what} {piece.said(behind[1:])}".strip()
    off = behind[0].low == "off" and behind[1:] and behind[1].low not in PREPOSITIONS  # an alarm goes off at nine
    if off or (behind[0].low == "out" and behind[1].low == "of" and len(behind) > 2):
        return f"take {what} {piece.said(behind)}"
    if behind[0].low == "on" and len(behind) > 1 and not _named(behind[1:]):
        return f"put {what} {piece.said(behind)}"
    to = behind[0].low in ("to", "into", "on", "in", "onto", "under") and len(behind) > 1
    return f"move {what} to {piece.said(behind[1:])}" if to else None


def _named(run: Sequence[Token]) -> bool:
    return run[0].text[0].isupper() or any(character.isdigit() for character in run[0].text)


def _becomes(piece: Piece, said: Said) -> str | None:
    """ "The price should be 20", "Ann is going to be a moderator"."""
    rest = said.rest
    if (
        rest[0].low != "be"
        or len(rest) < 2
        or verb_of(rest[1])
        or any(token.low == "than" for token in rest)
        or is_verb(rest[1].low)
        or rest[1].low in _FIXED
        or said.mood == "may"
    ):
        return None
    new = piece.said(rest[1:])
    if rest[1].low in ("a", "an", "the"):
        role = rest[1].low == "the" and len(rest) > 4 and rest[3].low == "for"
        new = f"the {rest[2].text} of {piece.said(rest[4:])}" if role else new
        return f"make {piece.object(said.subject)} {new}"
    return f"set {_old(piece, said.subject)} to {new}" if said.mood != "will" else None


def _old(piece: Piece, subject: Sequence[Token]) -> str:
    """ "Its new price" is its price that becomes new."""
    said = piece.object(subject)
    return re.sub(r"(?<=[a-z]) new (?=\w)", " ", said, count=1) if len(subject) > 2 else said


def _given(piece: Piece, said: Said) -> str | None:
    """ "Ann needs two more seats", "Bob should get a credit", "the car gets Ann as its driver"."""
    rest = said.rest
    if rest[0].low not in HAVING or len(rest) < 2 or said.mood == "will":
        return None
    if verb_of(rest[1]) and rest[0].low in ("gets", "get"):
        return None if _looked_after(rest) else done(piece, said.subject, rest[1:])
    if rest[1].low in PREPOSITIONS | _PARTICLES | bag("to been not no") or (
        rest[0].low in ("have", "has") and verb_of(rest[1])
    ):
        return None
    at = next((at for at, token in enumerate(rest) if at > 1 and token.low == "as"), 0)
    if at and len(rest) == at + 3 and rest[at + 1].low in DETERMINERS:
        return f"set the {piece.said(rest[at + 2 :])} of {piece.object(said.subject)} to {piece.said(rest[1:at])}"
    if rest[0].low in ("gets", "get") and rest[1].low == "the":
        return None  # told as a fact
    if rest[1].low in ("all", "both") or any(token.low.endswith("'s") for token in rest[1:-1]):
        return f"give {piece.said(rest[1:])} to {piece.object(said.subject)}"
    counted = rest[1].low not in ("a", "an", "the") or rest[0].low in ("gets", "get")
    compared = any(token.low in ("more", "less") and at > 2 for at, token in enumerate(rest))
    quotes = piece.text[rest[-1].end :].lstrip(" :,")[:1] in OPENING or not piece.plain(rest)
    verb = "send" if quotes else "give"  # what is quoted is told
    return f"{verb} {piece.object(said.subject)} {piece.said(rest[1:])}" if counted and not compared else None


def _assigned(piece: Piece, said: Said) -> str | None:
    """ "Ann will look after X", "Ann should handle X": it is given to Ann; "Ann takes over as lead of X"."""
    verb = said.rest[1 if said.rest[0].low == "be" and len(said.rest) > 2 and said.rest[1].gerund else 0]
    if verb.stem not in _CARING and (said.mood == "must" or piece.does(verb.stem)):
        return None  # "Ann will cancel the tour" says who does it
    rest = said.rest[2:] if said.rest[0].low == "be" and len(said.rest) > 2 and said.rest[1].gerund else said.rest[1:]
    while rest and rest[0].low in _PARTICLES | bag("after care of"):
        rest = rest[1:]
    one = len(said.subject) < 4 and not any(token.low in DETERMINERS | PREPOSITIONS for token in said.subject)
    if said.mood not in ("will", "must") or not one or len(rest) < 1:
        return None
    if rest[0].low == "as" and any(token.low == "of" for token in rest[1:4]):
        role = rest[2:] if rest[1].low in DETERMINERS else rest[1:]
        return f"make {piece.object(said.subject)} the {piece.said(role)}"
    if rest[0].low in PREPOSITIONS | HAVING:
        return None
    return f"give {piece.said(rest)} to {piece.object(said.subject)}"
