"""Where a condition ends that nothing ends: "if the wind is above 40 km/h close both awnings, otherwise open them"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from chalicelib.planning.bidding.piece import finite
from chalicelib.planning.composer.verbs import kind
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
        doing = bool(kind(token.stem) - _LOOKING) and sentence[at + 1].low in _BEHIND and opens(at)
        led = sentence[at - 1].low in _AHEAD or finite(sentence[at - 1]) or sentence[at - 1].low.endswith("'s")
        if told and doing and not led and not any(map(finite, sentence[at + 1 : end])):
            return [*sentence[:at], replace(token, text="then", low="then", stem="then"), *sentence[at:]]
    return sentence
