"""Actions that a prompt calls as the catalogue spells them: "use the create_ticket tool"."""

import re
from collections.abc import Container, Iterable, Iterator

from chalicelib.planning.composer.mentions import Found

_SPELLED = re.compile(r"\b[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+\b|\b[A-Za-z][a-z0-9]+[A-Z]\w*\b")
"""No common word is written so: with a stroke below, or with a capital behind a small letter."""
_KIND = re.compile(r"['\"’”`]?\s*(?:API|tool|function|endpoint|method|operation|action|service)\b", re.IGNORECASE)


def spelled(text: str) -> list[str]:
    """The words of a text that may be names of actions, as they stand there."""
    return [match[0] for match in _SPELLED.finditer(text)]


def without_names(text: str, found: Iterable[Found], known: Container[str]) -> Iterator[Found]:
    """The mentions that are no name of an action, nor the word behind it: of "the 'getUser' API" there are none."""
    names = [match for match in _SPELLED.finditer(text) if match[0] in known]
    kinds = [(match.start(), (_KIND.match(text, match.end()) or match).end()) for match in names]
    for one in found:
        if not any(start - 1 <= one.start and one.end <= end + 1 for start, end in kinds):
            yield one
