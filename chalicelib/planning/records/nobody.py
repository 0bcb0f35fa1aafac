"""What nobody has done to records: "that nobody is assigned to", "booked by no one".

The fields that tell who did so are empty: `assignee` of assigned, `booked_by` of booked.
"""

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.planning.composer.words import Token, bag, name_parts
from chalicelib.planning.records import shapes
from chalicelib.planning.records.filters import lacks
from chalicelib.planning.records.view import Reading

_NOBODY, _BESIDE = bag("nobody noone"), bag("to by for")
_PASSING = bag("is are was were has have been yet already")
_DOERS, _SHORTEST = ("ee", "ees", "er", "ers", "or", "ors"), 4


def by_nobody(one: Reading) -> None:
    names = shapes.names(one.view.rows)
    for words, deed in _said(one.tokens):
        empty = _by_whom(names, deed)
        if empty and all(map(one.used.free, words)):
            one.used.take(words)
            one.named = True
            one.tests.append(lambda row, each=tuple(empty): all(lacks(row, name) for name in each))  # type: ignore[misc]  # bound now


def tells(names: Iterable[str], tokens: Sequence[Token]) -> list[Token]:
    """The words for nobody who did something of which a field tells by whom."""
    known = [*names]
    return [token for words, deed in _said(tokens) if _by_whom(known, deed) for token in words if token is not deed]


def _said(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], Token]]:
    """The words for nobody with the deed, and what stands beside that; and the deed."""
    words = [token for token in tokens if token.text[0].isalnum()]
    for at, token in enumerate(words):
        no_one = [other.low for other in words[at : at + 2]] == ["no", "one"]
        nobody = words[at : at + 1 + no_one]
        if not (no_one or token.low in _NOBODY):
            continue
        behind = [other for other in words[at + len(nobody) :] if other.low not in _PASSING]
        if behind and _deed(behind[0]):
            yield [*nobody, behind[0], *(other for other in behind[1:2] if other.low in _BESIDE)], behind[0]
        elif at > 1 and words[at - 1].low in _BESIDE and _deed(words[at - 2]):
            yield [*words[at - 2 : at], *nobody], words[at - 2]


def _deed(token: Token) -> bool:
    return token.content and token.low.endswith(("ed", "en"))


def _by_whom(names: Iterable[str], deed: Token) -> list[str]:
    return [name for name in names if _tells(name, deed)]


def _tells(name: str, deed: Token) -> bool:
    first, *behind = name_parts(name) or ("",)
    alike = len(deed.stem) >= _SHORTEST and first.startswith(deed.stem[:-1])
    return alike and (first.endswith(_DOERS) or behind[:1] in (["by"], ["to"]))
