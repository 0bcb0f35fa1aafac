"""A piece of a request with one verb: who or what it is about, what is to become of it, and what is only in passing."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.sentences import quoted
from chalicelib.planning.composer.verbs import GENERAL, kin, kind
from chalicelib.planning.composer.words import (
    DETERMINERS,
    INDEFINITE,
    PREPOSITIONS,
    RELATIVE,
    SEQUELS,
    Token,
    bag,
    is_verb,
    stem,
)

MUST, MAY, WILL = bag("should must"), bag("can may could"), bag("will shall")
_TO = bag("has have needs need is are ought")
"""Verbs that bid with "to": "has to be paid"."""
_WISHING, _BEING = bag("wants want"), bag("is are was were")
_FINITE = MUST | MAY | WILL | _BEING | bag("has have had does do did might would")
_CLIPPED = ("n't", "'re", "'m", "'ve", "'ll", "'d")
_WHOEVER = bag("whoever whatever whichever")
_SPEAKERS = bag("i we you one there this what")
_THEY = bag("i we he she they you")
_LEADS = SEQUELS | bag("please so and but then also now just kindly hi hello hey thanks ok okay therefore ,")
_ASKING = bag("there can could will would you please kindly")
_OPENING = bag(
    "if when unless whenever whether because while since as although note remember check see ensure think hope let "
    "for in on at by until after before with"
)
NONE = bag("nobody nothing none noone")
SAYING = bag("said says say told tells think thinks thought believes hopes suggested suggests asked wrote heard hears")
_OBJECTS = {"they": "them", "he": "him", "she": "her"}
_ANY = {
    "anything": "everything",
    "whatever": "everything",
    "anybody": "everybody",
    "anyone": "everyone",
    "whoever": "everyone",
    "any": "every",
}
_RELATING = {"whatever": "everything that", "whoever": "everyone who"}
_WHOLES = DETERMINERS | bag("everything everybody everyone anything anyone anybody whatever whichever whoever both")
PASSING = bag("now also both all each either just please really only simply still then already probably maybe again")
_ENDINGS = (
    ("from", "now", "on"),
    ("for", "now"),
    ("for", "the", "time", "being"),
    ("right", "now"),
    ("any", "more"),
    ("any", "longer"),
    ("instead",),
    ("please",),
    ("now",),
    ("anymore",),
    ("after", "all"),
    ("too",),
    ("?",),
    (",",),
    ("thanks",),
    ("then",),
    ("at", "the", "moment"),
)
_CAUSES = (("because",), ("now", "that"))


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    words: tuple[Token, ...]
    marks: tuple[Found, ...]
    doing: Container[str] = frozenset()
    """What can be done here, by the stems of the verbs."""

    def does(self, verb: str) -> bool:
        return is_verb(verb) or verb in GENERAL or bool(kin(stem(verb))) or stem(verb) in self.doing

    def said(self, words: Sequence[Token]) -> str:
        """The words as they stand in the text; one that is only written large because it began a sentence is small."""
        if not words:
            return ""
        text = self.text[words[0].start : words[-1].end]
        plural = words[0].low.endswith("s") and not words[0].low.endswith("'s") and len(words) > 1
        plural = plural and words[1].text.islower() and not words[0].text.isupper()
        counted = len(words) > 1 and words[1].text.isdigit() and not words[0].text.isupper()
        plain = words[0].low in _WHOLES or ((plural or counted) and self._begins(words[0]))
        return text[0].lower() + text[1:] if plain else text

    def _begins(self, token: Token) -> bool:
        return self.text[: token.start].rstrip()[-1:] in ("", ".", "!", "?")

    def plain(self, words: Sequence[Token]) -> bool:
        return not any(quoted(token, self.marks) for token in words)

    def object(self, subject: Sequence[Token]) -> str:
        """The subject as what something is done to: "they" is "them"."""
        only = subject[0].low if len(subject) == 1 else ""
        if subject[0].low in _RELATING and len(subject) > 1 and finite(subject[1]):
            return f"{_RELATING[subject[0].low]} {self.said(subject[1:])}"
        if subject[0].low in _ANY:
            return f"{_ANY[subject[0].low]} {self.said(subject[1:])}".strip()
        return _OBJECTS.get(only, self.said(subject))


@dataclass(frozen=True, slots=True)
class Said:
    """`subject` … `mood` … `rest`: "the call | should | be moved to Friday".

    `mood`: "must", "may", "will", "wish" for what somebody wants, "is" for what is said to be so.
    """

    subject: tuple[Token, ...]
    mood: str
    rest: tuple[Token, ...]


def finite(token: Token) -> bool:
    if token.text == "May":
        return False  # the month: inside a sentence the verb is small
    return token.low in _FINITE or (token.low.endswith(_CLIPPED) and not token.low.endswith("'s"))


def opens_with_verb(run: Sequence[Token]) -> bool:
    own = led(run)
    if (
        not own
        or own[0].text.isupper()
        or own[0].low in DETERMINERS | PREPOSITIONS | _OPENING - {"let", "note", "check"}
    ):
        return False
    ordered = len(own) > 1 and own[1].low in DETERMINERS and bool(kind(own[0].stem)) and not own[0].gerund
    return is_verb(own[0].low) or ordered


def orders(run: Sequence[Token]) -> bool:
    """Whether it bids somebody do something: "please call Ann", "hi there, could you call Ann"."""
    return opens_with_verb(asked(run))


def pleads(run: Sequence[Token]) -> bool:
    """Whether something new is asked for without a verb: "another blanket please"."""
    lows = {token.low for token in run}
    new = "please" in lows and bool(lows & INDEFINITE)
    return new and not any(map(finite, run)) and not opens_with_verb(asked(run))


def asked(run: Sequence[Token]) -> tuple[Token, ...]:
    """The words behind what makes a request polite: "could you please"."""
    own = led(run)
    while own and own[0].low in _ASKING:
        own = led(own[1:])
    return own


def led(run: Sequence[Token]) -> tuple[Token, ...]:
    """The words behind what only leads: "so", "please"."""
    at = next((at for at, token in enumerate(run) if token.low not in _LEADS), len(run))
    return tuple(run[at:])


def ended(run: Sequence[Token]) -> tuple[Token, ...]:
    """The words without what only rounds them off: "from now on", "please", and without the reason."""
    run = tuple(run)
    for at in range(1, len(run)):
        if any(tuple(one.low for one in run[at : at + len(cause)]) == cause for cause in _CAUSES):
            run = run[:at]
            break
    lows = tuple(token.low for token in run)
    while (end := next((one for one in _ENDINGS if lows[-len(one) :] == one), ())) and len(lows) > len(end):
        lows = lows[: -len(end)]
    return run[: len(lows)]


def split(run: Sequence[Token]) -> Said | None:
    """The piece at the verb that says how it is meant; None where it is an order, or speaks of the speaker."""
    for at in range(1, len(run)):
        found = _mood(run, at)
        if found is None or not main(run, at):
            continue
        mood, behind = found
        rest, subject = run[behind:], run[:at]
        while rest and rest[0].low in PASSING:
            rest = rest[1:]
        while len(subject) > 1 and subject[-1].low in PASSING:
            subject = subject[:-1]
        ends = [token.low for token in run[max(0, at - 2) : at]]
        if ends == ["no", "longer"] or ends[-1:] == ["never"]:
            return None
        if rest and rest[0].low not in ("not", "never") and not perfect(rest) and about(subject):
            return Said(tuple(subject), mood, tuple(rest))
    return None


def bids(run: Sequence[Token]) -> bool:
    """Whether it says what is to be of something: "it can be used again", "Ann should handle it"."""
    if not run or run[-1].text == ":":
        return False  # what follows says what is to be done
    said = split(led(run))
    meant = said is not None and (said.mood == "must" or said.rest[0].low in ("be", "get", "have", "go"))
    return meant and said is not None and said.mood in ("must", "may")


def perfect(rest: Sequence[Token]) -> bool:
    """ "Have been cancelled", "have got"."""
    lows = [token.low for token in rest[:2]]
    return lows[:1] == ["have"] and (lows[1:] in (["been"], ["got"], ["had"], ["gone"]) or any(map(verb_of, rest[1:2])))


def reports(run: Sequence[Token], doing: Container[str]) -> bool:
    """Whether it tells what has been done to something else: "her other book has been returned"."""
    for at, (one, two) in enumerate(pairwise(run)):
        done = verb_of(two)
        if done and (one.low == "been" or (one.low in ("is", "are") and stem(done) in doing)):
            return any(token.content for token in run[:at]) and not {token.low for token in run[:at]} & _OPENING
    return False


_MODALS = (
    ("will", ("going", "to"), bag("is are")),
    ("must", ("to",), _TO),
    ("must", ("have", "to"), WILL),
    ("must", ("supposed", "to"), _BEING),
    ("must", ("meant", "to"), _BEING),
    ("wish", ("like", "to"), bag("would")),
    ("wish", ("rather",), bag("would")),
    ("wish", ("prefer", "to"), bag("would")),
    ("wish", ("to",), _WISHING),
)
"""Verbs that say together how something is meant: the mood, what follows the first one, and the first one."""


def _mood(run: Sequence[Token], at: int) -> tuple[str, int] | None:
    """How it is meant by the verb there, and where the rest begins."""
    lows = ["" if token.text == "May" else token.low for token in run[at : at + 4]]
    skip = 1 + (len(lows) > 1 and lows[1] in PASSING)
    for mood, behind, first in _MODALS:
        if lows[0] in first and tuple(lows[skip : skip + len(behind)]) == behind:
            return mood, at + skip + len(behind)
    if lows[0] in _BEING and len(run) > at + 1 and run[at + 1].gerund:
        return "is", at + 1
    plain = (("must", MUST), ("may", MAY), ("will", WILL))
    return next(((mood, at + 1) for mood, words in plain if lows[0] in words), None)


def main(run: Sequence[Token], at: int) -> bool:
    """Whether the verb there is that of the piece, and no other stands before it but in relative clauses."""
    before = run[:at]
    open_ = [place for place, token in enumerate(before) if (token.low in RELATIVE and place) or token.low in _WHOEVER]
    verbs = [place for place, token in enumerate(before) if finite(token) and not _touching(before, place)]
    if len(verbs) > len(open_) or before[-1].low in RELATIVE | _WHOEVER:
        return False
    last = before[open_[-1] + 1 :] if open_ and not any(place > open_[-1] for place in verbs) else ()
    return not last or not all(token.low in _THEY for token in last)


def _touching(before: Sequence[Token], place: int) -> bool:
    """Whether it is the verb of a relative clause without its pronoun: "the visit Ann has"."""
    who = next((at for at in range(place - 1, 0, -1) if before[at].low not in PASSING), 0)
    having = before[place].low in ("has", "have", "had", "'s got") and who and before[0].low in _WHOLES
    return bool(having) and (before[who].text[0].isupper() or before[who].low in _THEY)


def about(subject: Sequence[Token]) -> bool:
    """Whether it is about a thing or somebody other than who speaks; an order has no subject."""
    if (
        not subject
        or subject[0].low in _OPENING | NONE
        or subject[-1].low in _SPEAKERS | PREPOSITIONS | (DETERMINERS - RELATIVE)
    ):
        return subject[-1:] != () and subject[-1].low in ("that", "those", "both") and len(subject) == 1
    second = subject[1].low if len(subject) > 1 else ""
    ordering = second in DETERMINERS | PREPOSITIONS | bag("me us sure it them")
    tells = any(one.low == "that" and two.low in DETERMINERS for one, two in pairwise(subject))
    if any(one.low in SAYING and two.low == "that" for one, two in pairwise(subject)):
        return False  # "Ann said that the tour": what others say bids nothing
    ordering = is_verb(subject[0].low) and (ordering or tells)
    speaks = subject[0].low in _SPEAKERS and (len(subject) == 1 or subject[0].low in _THEY)
    return not ordering and not speaks and any(token.text[0].isalnum() for token in subject)


def possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"
