"""What an answer's headers say about the next page, as inputs of the action: services that answer with a bare list tell
it only there.

    Link: <https://…?page_info=abc&limit=50>; rel="next"     what its query says for inputs that the action has
    X-Next-Page: 3    X-Next-Cursor: abc                     the input of that name, with or without "next"
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.outcome import Done

_LINK = re.compile(r"<([^<>]*)>([^<>]*)")
_NEXT = re.compile(r"\brel=\"?next\b", re.IGNORECASE)
_ABOUT = re.compile(r"(?:^|-)(?:next|cursor|continuation)(?:-|$)")
LONGEST = 1000


def onward(done: Done, headers: Mapping[str, str], properties: Mapping[str, Any]) -> Done:
    """The answer with the inputs that lead to the next page, where its headers tell of one."""
    links = [url for url, about in _LINK.findall(headers.get("link", "")) if _NEXT.search(about)]
    told = {name.removeprefix("x-").replace("-", "_"): value for name, value in headers.items() if _ABOUT.search(name)}
    if not links and not told:
        return done
    inputs = _inputs(links, told, properties)
    short = bool(inputs) and all(len(str(value)) <= LONGEST for value in inputs.values())
    return replace(done, onward=inputs, more=True) if short else done


def _inputs(links: list[str], told: Mapping[str, str], properties: Mapping[str, Any]) -> Mapping[str, Any]:
    from chalicelib.planning.cursors import linked, marks, typed  # few answers tell it here

    for url in links:
        if inputs := linked({"next": url}, properties):
            return inputs
    for name, _, value in marks(told, properties):
        fitting = typed(str(value), properties[name])
        if fitting is not None:
            return {name: fitting}
    return {}
