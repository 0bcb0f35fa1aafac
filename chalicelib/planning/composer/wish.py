"""What a request comes to as a whole: one deed, or only to see records."""

import re
from collections.abc import Sequence
from itertools import pairwise

from chalicelib.domain.edit import CarryOn, Edit, Insert
from chalicelib.domain.plan import Plan
from chalicelib.planning.bidding import only_asks
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.unread import dropped
from chalicelib.planning.composer.verbs import QUESTIONS, asks, gets, informs, of_another
from chalicelib.planning.composer.words import PRONOUNS, Token, senses, stem, tokens
from chalicelib.planning.planner import Brief

_GIVE, _US = stem("give"), frozenset(("me", "us"))
_PLACES = frozenset(("into", "onto", "off", "out"))


_RESTRICTS = re.compile(
    r"\s*(?:which|what|how many)\s+(?:[\w-]+\s+)+?(?:is|are|was|were|has|have|had)\s+(?!there\b)\w", re.IGNORECASE
)


def restricts(prompt: str, plan: Plan) -> bool:
    """Whether it asks for records that are in some state, and nothing of that is told: "which of them are paused"."""
    return _RESTRICTS.match(prompt) is not None and not any(one.inputs for one in plan.steps)


def one_deed(reading: Reading) -> bool:
    """Whether one clause is all that the prompt has."""
    return sum(bool(unit.verb) and unit.cut in ("sentence", "then", "clause") for unit in reading.units) < 2


def tells(brief: Brief, reading: Reading, plan: Plan) -> bool:
    """Whether to be told what the plan reads is what is asked for.

    Of what is to be got and is not there yet a name or number is left over: "get us a van for Ann".
    """
    words = tokens(brief.prompt)
    if asks(words):
        return only_asks(brief.prompt)
    return informs(words) and not _moved(words) and not (gets(words) and dropped(plan, reading.mentions))


def looks(brief: Brief, reading: Reading, plan: Plan) -> bool:
    """Whether a plan that only reads may be all that is asked for."""
    return tells(brief, reading, plan) or bool(reads_only(reading))


def seen_only(brief: Brief, reading: Reading, edit: Edit) -> tuple[Token, ...]:
    """The words that tell which records are to be seen, where nothing else is wanted; `edit`: what they led to."""
    match edit:
        case CarryOn() if only_asks(brief.prompt):
            return tuple(word for word in reading.tokens if word.text[0].isalnum() and not _questions(word))
        case Insert(steps=steps) if any(one.ask is not None for one in steps):
            return reads_only(reading)
    return ()


def _questions(word: Token) -> bool:
    return word.low.removesuffix("'s") in QUESTIONS or word.low in PRONOUNS


def _moved(told: Sequence[Token]) -> bool:
    """Whether something is to get somewhere: "get it into proofing", "get it to him"."""
    at = next((at for at, one in enumerate(told) if one.low == "get"), len(told))
    to = any(one.low == "to" and who.low in ("him", "her", "them") for one, who in pairwise(told[at + 1 :]))
    return to or any(one.low in _PLACES for one in told[at + 1 :])


def reads_only(reading: Reading) -> tuple[Token, ...]:
    """What a request wants to see that asks for nothing else: its last clause, and what the others name."""
    units = [unit for unit in reading.units if unit.verb]
    if not units or any(unit.refused or unit.decides or "read" not in senses(unit.verb) for unit in units):
        return ()
    told = reading.tokens
    if _moved(told) or any(one.stem == _GIVE and behind.low not in _US for one, behind in pairwise(told)):
        return ()  # what somebody else is given is not only looked at
    last = units[-1]
    if any(told[at].stem in {unit.verb for unit in units} and of_another(told, at) for at in range(len(told))):
        return ()
    names = [one for one in reading.mentions if one.kind in ("name", "quote", "id", "email")]
    return tuple(
        word
        for at, word in enumerate(reading.tokens)
        if word.text[0].isalnum()
        and word.stem not in {unit.verb for unit in units}
        and word.low not in PRONOUNS | _US
        and (at >= last.first or any(word in one for one in names))
    )
