"""A word right behind the name of an input is its value: "of the type process", "with the slug spring-sale"."""

from collections.abc import Iterable, Iterator, Mapping

from chalicelib.domain.binding import Binding, Mention
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.composer.spans import WRITTEN, Span, Window, side

_BEFORE = frozenset(("of", "with", "by", "and", ",", "the", "a", "an", "its"))
_BETWEEN = frozenset(("of", "is", "as", "to", "=", ":"))
_BEHIND = frozenset(("end", "with", "and", "in", "on", "for", "to", "at", ",", ".", ";", "?", "!"))


def beside(params: Iterable[Param], near: Window, taken: Mapping[Path, Binding]) -> Iterator[tuple[Param, Span]]:
    """The inputs for text that have no value, with the word that stands behind their name and is none of another."""
    values = {word for one in taken.values() if isinstance(one, Mention) for word in one.text.split()}
    free = [one for one in near.spans if one.zone == "in" and one.shape in WRITTEN and one.last == one.first + 1]
    free = [one for one in free if side(near.words, one.last) in _BEHIND]
    free = [one for one in free if one.text not in values]
    for param in params:
        told = [span for span in free if _named(param, near, span)] if param.path not in taken and _plain(param) else []
        if len(told) == 1:
            yield param, told[0]


def _plain(param: Param) -> bool:
    """Whether it takes any text."""
    return param.type == "string" and not (param.enum or param.format or param.temporal or param.looked_up)


def _named(param: Param, near: Window, span: Span) -> bool:
    at = span.first - (side(near.words, span.first - 1) in _BETWEEN)
    label = tuple(token.stem for token in near.words[max(0, at - len(param.stems)) : at])
    return bool(label) and label == param.stems and side(near.words, at - len(label) - 1) in _BEFORE
