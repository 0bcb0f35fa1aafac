"""Which scopes a refusal says are missing: told by the challenge (RFC 6750) or by the body, wherever it does.

Only a refusal that itself speaks of scopes is read: a token that has ended may name the scopes of its renewal too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any  # Any: bodies are JSON

MOST = 50
LONGEST = 200
_TOKEN = re.compile(r"[!#-\[\]-~]+")  # RFC 6749, 3.3
_CHALLENGE = re.compile(r'error="?insufficient_scope"?', re.IGNORECASE)
_NAMED = re.compile(r'\bscope="([^"]*)"', re.IGNORECASE)
_WANTED = frozenset(("needed", "required", "missing", "needs", "requires", "necessary"))
_HELD = frozenset(("provided", "granted", "current", "held", "actual", "token", "your", "available", "supported"))


def scopes_missing(challenge: str, nodes: Iterable[Mapping[str, Any]], signal: str) -> tuple[str, ...]:
    """In the order in which they are named; empty where the refusal is about something else, or names none."""
    found: list[str] = []
    if _CHALLENGE.search(challenge):
        named = _NAMED.search(challenge)
        found += _names(named[1]) if named else ()
    if not found and "scope" in signal.lower():
        found += (name for node in nodes for name in _in_fields(node))
    return tuple(dict.fromkeys(found))[:MOST]


def _in_fields(node: Mapping[str, Any]) -> Iterator[str]:
    for key, value in node.items():
        parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(key)).lower().replace("-", "_").split("_")
        about = bool({"scope", "scopes"} & set(parts)) or set(parts) <= _WANTED
        if about and not _HELD & set(parts):
            yield from _names(value)


def _names(value: Any) -> Iterator[str]:
    match value:
        case str():
            parts: Iterable[Any] = re.split(r"[\s,]+", value)
        case list():
            parts = value
        case _:
            return
    for part in parts:
        if isinstance(part, str) and len(part) <= LONGEST and _TOKEN.fullmatch(part):
            yield part
