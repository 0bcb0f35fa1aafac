"""The sentences of a request; what stands in quotes is part of one."""

from collections.abc import Sequence

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token, bag

_TITLES = bag("Dr Mr Mrs Ms Prof St")
"""The full stop behind these ends no sentence."""


def sentences(words: Sequence[Token], marks: Sequence[Found]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for at, token in enumerate(words):
        ends = token.text in ".!?;" and (at + 1 == len(words) or words[at + 1].start > token.end)
        if ends and not quoted(token, marks) and not (at and words[at - 1].text in _TITLES):
            found.append([])
        else:
            found[-1].append(token)
    return [one for one in found if one]


def quoted(token: Token, marks: Sequence[Found]) -> bool:
    return any(one.kind == "quote" and one.start < token.start < one.end for one in marks)


def begins(token: Token, marks: Sequence[Found]) -> bool:
    return any(one.kind == "quote" and one.start == token.start for one in marks)


def inflected(token: Token) -> bool:
    """ "Parts", "takes": who bids says the verb as it is."""
    return token.low.endswith("s") and not token.low.endswith(("ss", "us", "is", "as")) and token.stem != token.low
