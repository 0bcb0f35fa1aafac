"""Things that the prompt names and that no step was given yet: one of a list's entries is meant by them.

If none of the entries of a page bears such a name, the thing may be on another page.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # Any: entries are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Several, Text
from chalicelib.domain.plan import Plan

_NAMED = re.compile(
    r"(?<!\w)'(?P<single>[^'\n]{2,60})'(?!\w)|\"(?P<double>[^\"\n]{2,60})\"|“(?P<curly>[^”\n]{2,60})”|"
    r"(?<!\w)#(?P<tag>[\w-]{2,60})|"
    r"\b(?P<id>[A-Za-z]{2,}[_-](?=[\w-]*\d)[\w-]{1,60})(?![\w-])|"
    r"\b(?:called|named|titled) (?P<title>[A-Z0-9][\w&.-]*(?: [A-Z0-9][\w&.-]*)*)"
)


def named_elsewhere(prompt: str, plan: Plan, entries: Sequence[Any]) -> tuple[str, ...]:
    """Names in the prompt that no step takes as an input and no entry bears; () if an entry bears one of them."""
    given = {_plain(value) for step in plan.steps for binding in step.inputs.values() for value in _values(binding)}
    names = [name for name in _names(prompt) if _plain(name) not in given]
    borne = {_plain(value) for entry in entries for value in _texts(entry)}
    return () if any(_plain(name) in borne for name in names) else tuple(names)


def _names(prompt: str) -> Iterator[str]:
    for match in _NAMED.finditer(prompt):
        yield next(value for value in match.groupdict().values() if value)


def _values(binding: Binding) -> Iterator[str]:
    match binding:
        case Literal(value) | Mention(value):
            yield str(value)
        case Text(parts) | Several(parts):
            for part in parts:
                yield from _values(part)


def _texts(entry: Any) -> Iterator[str]:
    if isinstance(entry, Mapping):
        for value in entry.values():  # and what is noted in an object inside it
            inner = value.values() if isinstance(value, Mapping) else (value,)
            yield from (str(one) for one in inner if isinstance(one, (str, int)))
    elif isinstance(entry, (str, int)):
        yield str(entry)


def _plain(value: Any) -> str:
    return re.sub(r"[^a-z0-9]+", " ", str(value).lower()).strip()
