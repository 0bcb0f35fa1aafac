"""Where a condition ends that nothing ends: "if the wind is above 40 km/h close both awnings, otherwise open them"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from chalicelib.planning.bidding.piece import finite
from chalicelib.planning.composer.verbs import PARTICLES, kind
from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, Token, bag

_ELSE = bag("otherwise else")
_AHEAD = DETERMINERS | PREPOSITIONS | bag("to and or not no if i we you they he she it who which what never")
_BEHIND = DETERMINERS | bag("it them")
_LOOKING = frozenset(("read", "compute", "login"))
_SHORTEST = 3


def ended(sentence: Sequence[Token], start: int, end: int, opens: Callable[[int], bool]) -> Sequence[Token]:
    """The sentence with "then" in front of the order that stands inside its condition.

    `start`, `end`: of the condition, as far as a comma tells.  `opens`: whether a verb of doing stands at a place.
    """
    behind = next((token.low for token in sentence[end + 1 :] if token.word), "otherwise")
    if behind not in _ELSE:
        return sentence
    for at in range(start + _SHORTEST, end - 1):
        token, told = sentence[at], any(map(finite, sentence[start:at]))
        if told and _orders(sentence[at:end]) and opens(at) and not _led(sentence[:at]):
            return [*sentence[:at], replace(token, text="then", low="then", stem="then"), *sentence[at:]]
    return sentence


def _orders(run: Sequence[Token]) -> bool:
    """Whether it begins with a verb and what that is done to, and tells nothing more: "turn off the fan"."""
    behind = [token.low for token in run[1:3]]
    own = behind[:1] if behind[0] not in PARTICLES else behind[1:]
    doing = bool(kind(run[0].stem) - _LOOKING) and {*own} <= _BEHIND
    return doing and bool(own) and not any(map(finite, run[1:]))


def _led(run: Sequence[Token]) -> bool:
    """Whether what stands in front makes it a noun, or part of what is told."""
    so = len(run) > 1 and run[-1].low in PARTICLES and finite(run[-2])  # "if it is on"
    return not so and (run[-1].low in _AHEAD or finite(run[-1]) or run[-1].low.endswith("'s"))
