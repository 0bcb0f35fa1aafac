"""A piece of a request with one verb: who or what it is about, what is to become of it, and what is only in passing."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.sentences import quoted
from chalicelib.planning.composer.verbs import GENERAL, PHRASAL, kin, kind
from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, SEQUELS, Token, bag, is_verb, stem

_MUST, _MAY, _WILL = bag("should must"), bag("can may could"), bag("will shall")
_TO = bag("has have needs need is are ought")
"""Verbs that bid with "to": "has to be paid"."""
_WISHING, _BEING = bag("wants want"), bag("is are was were")
_FINITE = _MUST | _MAY | _WILL | _BEING | bag("has have had does do did might would")
_CLIPPED = ("n't", "'re", "'m", "'ve", "'ll", "'d")
RELATIVE = bag("that which who whom whose")
_WHOEVER = bag("whoever whatever whichever")
_SPEAKERS = bag("i we you one there this what")
_THEY = bag("i we he she they you")
_LEADS = SEQUELS | bag("please so and but then also now just kindly hi hello hey thanks ok okay therefore ,")
_ASKING = bag("there can could will would you please kindly")
_OPENING = bag(
    "if when unless whenever whether because while since as although note remember check see ensure think hope let "
    "for in on at by until after before with"
)
_OBJECTS = {"they": "them", "he": "him", "she": "her"}
_ANY = {
    "anything": "everything",
    "whatever": "everything",
    "anybody": "everybody",
    "anyone": "everyone",
    "whoever": "everyone",
    "any": "every",
}
_WHOLES = DETERMINERS | bag("everything everybody everyone anything anyone anybody whatever whichever whoever both")
PASSING = bag("now also both all each either just please really only simply still then already probably maybe again")
_ENDINGS = (
    ("from", "now", "on"),
    ("for", "now"),
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
_NO_THING = bag("later early percent further day days week weeks hour hours morning afternoon evening time")
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
    return token.low in _FINITE or (token.low.endswith(_CLIPPED) and not token.low.endswith("'s"))


def switched(run: Sequence[Token]) -> int:
    """Where "on" or "off" says what is to become of what stands in front: "lights off in the hall"; 0 for none."""
    at = next((at for at, token in enumerate(run) if at and token.low in ("on", "off")), 0)
    if not at:
        return 0
    behind = run[at + 1 : at + 2]
    whole = not behind or behind[0].low in ("in", "for", "please", ",")
    said = run[at - 2] if at > 1 and run[at - 1].text.isdigit() else run[at - 1]  # "pump 2 on"
    counted = at > 1 and run[at - 2].text[0].isdigit()  # "5 euros off"
    thing = said.content and said.word and said.low not in _NO_THING and not counted
    verb = run[0].low in GENERAL or f"{run[0].stem} {run[at].low}" in PHRASAL or orders(run)
    plain = whole and thing and not verb and not any(map(finite, run[:at]))
    return at if plain and about(run[:at]) else 0


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
        if rest and rest[0].low not in ("not", "never") and about(subject):
            return Said(tuple(subject), mood, tuple(rest))
    return None


def bids(run: Sequence[Token]) -> bool:
    """Whether it says what is to be of something: "it can be used again"."""
    said = split(led(run))
    return said is not None and said.mood in ("must", "may") and said.rest[0].low in ("be", "get", "have", "go")


def _mood(run: Sequence[Token], at: int) -> tuple[str, int] | None:
    lows = [token.low for token in run[at : at + 4]]
    skip = 1 + (len(lows) > 1 and lows[1] in PASSING)
    behind = lows[skip : skip + 1]
    if lows[0] in _BEING and lows[1:3] == ["going", "to"]:
        return "will", at + 3
    if lows[0] in _TO and behind == ["to"]:
        return "must", at + skip + 1
    if lows[:3] == ["would", "like", "to"] or (lows[0] in _WISHING and behind == ["to"]):
        return "wish", at + (3 if lows[0] == "would" else skip + 1)
    if lows[0] in _BEING and len(run) > at + 1 and run[at + 1].gerund:
        return "is", at + 1
    plain = (("must", _MUST), ("may", _MAY), ("will", _WILL))
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
    having = before[place].low in ("has", "have", "had", "'s got") and place >= 2 and before[0].low in _WHOLES
    return having and (before[place - 1].text[0].isupper() or before[place - 1].low in _THEY)


def about(subject: Sequence[Token]) -> bool:
    """Whether it is about a thing or somebody other than who speaks; an order has no subject."""
    if (
        not subject
        or subject[0].low in _OPENING
        or subject[-1].low in _SPEAKERS | PREPOSITIONS | (DETERMINERS - RELATIVE)
    ):
        return subject[-1:] != () and subject[-1].low in ("that", "those", "both") and len(subject) == 1
    second = subject[1].low if len(subject) > 1 else ""
    ordering = second in DETERMINERS | PREPOSITIONS | bag("me us sure it them")
    tells = any(one.low == "that" and two.low in DETERMINERS for one, two in pairwise(subject))
    ordering = is_verb(subject[0].low) and (ordering or tells)
    speaks = subject[0].low in _SPEAKERS and (len(subject) == 1 or subject[0].low in _THEY)
    return not ordering and not speaks and any(token.text[0].isalnum() for token in subject)
