"""Actions that are named after the methods of requests: what they would be called in words.

Where a service calls all that it does `get_people`, `post_memo`, `patch_matter`, "post" posts nothing.  The verb is
then what the description begins with, where that is told, else what the method does.

    post_memo    "POST /memos: send an internal memo"    send memo
    patch_matter "Change title or lead"                  update matter

Where all names begin with the same word, and it is no verb and is said nowhere else, it is that of the service, not of
what is done: `crm__find_deals`, `CRM_CLOSE_DEAL`.  So is one in front of the verbs of a few: `RouteGetSilences`.
"""

import re
from collections.abc import Sequence

from chalicelib.planning.composer.verbs import GENERAL
from chalicelib.planning.composer.words import bag, is_verb, name_parts, senses, stem, text_stems

_ENOUGH, _FEW = 0.9, 4
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
    parts, shared = [name_parts(name) for name, _ in told], services(told)
    led = _led([one[0] for one in (each[shared:] for each in parts) if one])
    bare = [" ".join(one[1:]) for one in parts] if shared else behind_idle(told)
    return [
        ((_said(one[shared:], description) if led else "") or one_bare, description)
        for one, one_bare, (_, description) in zip(parts, bare, plain, strict=True)
    ]


def services(told: Sequence[tuple[str, str]]) -> bool:
    """Whether the names all begin with a word that is only the service's."""
    parts = [name_parts(name) for name, _ in told]
    if len(parts) < _FEW or len({one[:1] for one in parts}) > 1 or any(len(one) < 3 for one in parts):
        return False
    word, again = stem(parts[0][0]), {stem(part) for one in parts for part in one[1:]}
    described = {found for _, text in told for found in text_stems(text)}
    return not is_verb(parts[0][0]) and word not in again | described


_OFTEN = 0.2


def behind_idle(told: Sequence[tuple[str, str]]) -> list[str]:
    """What names say behind a word in front of their verbs that is said nowhere else; "" where there is none."""
    parts = [name_parts(name) for name, _ in told]
    described = {found for _, text in told for found in text_stems(text)}
    described |= {stem(one) for row in parts for one in row[1:]}
    found = {one[:1] for one in parts if one[1:2] and not is_verb(one[0]) and stem(one[0]) not in described}
    named = {word: [one for one in parts if one[:1] == word] for word in found}
    named = {word: rows for word, rows in named.items() if len(rows) > 2 and len({row[2:] for row in rows}) > 1}
    idle = {word for word, rows in named.items() if all(len(row) > 2 and is_verb(row[1]) for row in rows)}
    idle = {word for word in idle if len(named[word]) >= _OFTEN * len(parts)}  # that of a few is a service's
    return [" ".join(one[1:]) if one[:1] in idle else "" for one in parts]


def _led(first: Sequence[str]) -> bool:
    """Whether the names begin with methods that are no plain verbs: who only gets and deletes may well post."""
    methods = [word for word in first if word in _DOES]
    return len(methods) >= max(_ENOUGH * len(first), 3) and ("patch" in methods or {"post", "put"} <= {*methods})


def _said(parts: Sequence[str], description: str) -> str:
    method, *things = parts or ("",)
    if method not in _TOLD or not things:
        return ""
    first = re.match(r"[A-Za-z]*", description)
    word = first[0].lower() if first else ""
    plain = word not in GENERAL and bool(senses(stem(word)) & _TOLD[method])
    return " ".join((word if plain else _DOES[method], *things))
