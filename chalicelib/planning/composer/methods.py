"""Actions that are named after the methods of requests: what they would be called in words.

Where a service calls all that it does `get_people`, `post_memo`, `patch_matter`, "post" posts nothing.  The verb is
then what the description begins with, where that is told, else what the method does.

    post_memo    "POST /memos: send an internal memo"    send memo
    patch_matter "Change title or lead"                  update matter
"""

import re
from collections.abc import Sequence

from chalicelib.planning.composer.verbs import GENERAL
from chalicelib.planning.composer.words import bag, name_parts, senses, stem

_ENOUGH = 0.9
_DOES = {"get": "get", "head": "get", "delete": "delete", "post": "create", "put": "set", "patch": "update"}
_POSTED = bag("create send pay refund run delete update")
_TOLD = {"post": _POSTED, "put": bag("update delete"), "patch": frozenset[str]()}
"""The senses of verbs by which a description tells better what such an action does."""
_PREFIX = re.compile(r"(?:GET|HEAD|POST|PUT|PATCH|DELETE)\s+/\S*?(?:\s*[:–—-]\s+|:?\s*$|\s+(?=[A-Z]))")
"""The method and the path with which a description begins."""


def in_words(told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of the names and descriptions of a tool's actions: each name in words, and the description without its path.

    "" for what is called in words already.
    """
    plain = [(name, _PREFIX.sub("", description, count=1)) for name, description in told]
    led = _led([first for name, _ in told for first in name_parts(name)[:1]])
    return [(_said(name, description) if led else "", description) for name, description in plain]


def _led(first: Sequence[str]) -> bool:
    """Whether the names begin with methods that are no plain verbs: who only gets and deletes may well post."""
    methods = [word for word in first if word in _DOES]
    return len(methods) >= max(_ENOUGH * len(first), 3) and ("patch" in methods or {"post", "put"} <= {*methods})


def _said(name: str, description: str) -> str:
    method, *things = name_parts(name) or ("",)
    if method not in _TOLD or not things:
        return ""
    first = re.match(r"[A-Za-z]*", description)
    word = first[0].lower() if first else ""
    plain = word not in GENERAL and bool(senses(stem(word)) & _TOLD[method])
    return " ".join((word if plain else _DOES[method], *things))
