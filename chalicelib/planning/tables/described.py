"""Whose key an input takes, as its description says: "Handle of the member", "Matter number, e.g. 2026-012"."""

import re
from collections.abc import Collection, Iterable

from chalicelib.planning.composer.receivers import PEOPLE
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import bag, name_parts, name_stems, stem, text_stems
from chalicelib.planning.records.resources import KEYS, WORDING
from chalicelib.planning.tables.roles import KEY_OF, of_somebody
from chalicelib.planning.tables.sources import offered

NAMES = frozenset(name_stems("name title label"))
_PHRASE = re.compile(r"[,.;:(]| (?:of|for|like|such|e\.?g)\b")

_NUMBERS, _LOOKS = bag("no nr num number"), bag("list get find search read fetch all")
_SEE = re.compile(r"\b(?:see|from|as in|use|by|via|of)(?: the)?(?: GET)? `?(/[\w/]+|[a-z]+(?:[_.]\w+|[A-Z]\w+))")
_BEHIND = re.compile(r" (?:to|that|which|whose|where|for|who|from|within|in|on|at|with|by|the|an?|is|are)\b")
"""Where what a thing is called ends, and what is said of it begins."""


def described(param: Param, key: str, words: Collection[str]) -> bool:
    """Whether it takes the key of the records that are called so."""
    own, said = _plain(name_stems(key)), _plain(_phrase(param))
    if owner := _owner(param):
        return bool({*text_stems(owner)} & {*words}) or ({*words} >= PEOPLE and of_somebody(owner))
    owned = said[-1:] == own[-1:] and bool(said[:-1]) and {*said[:-1]} <= {*words}
    listed = _listed_by(param) if param.is_id else frozenset()
    return owned or (said == own and not {*own} <= KEYS | NAMES) or (bool(listed) and listed <= {*words})


def _plain(stems: tuple[str, ...]) -> tuple[str, ...]:
    """A number by one name, however it is shortened."""
    return tuple("number" if one in _NUMBERS else one for one in stems)


def _listed_by(param: Param) -> frozenset[str]:
    """What the read gives that its description refers to: "see list_members", "as in GET /members"."""
    told = _SEE.search(param.describes)
    parts = name_parts(told[1].strip("/").split("/")[-1]) if told is not None else []
    return frozenset(one for part in parts if (one := stem(part)) not in _LOOKS)


def spelled(param: Param, apart: Iterable[str]) -> str:
    """Of the fields that tell records apart the one that is called as the input, or its description, calls their key.

    `issue_number` and "The number of the issue" take its `number`, though it has an `id` too.
    """
    told = KEY_OF.match(param.describes)
    called = [param.stems[-1:] if len(param.stems) > 1 else (), name_stems(told[1]) if told else ()]
    keys = [stems for stems in called if {*stems} & KEYS and stems != ("id",)]
    return next((name for name in apart if name_stems(name) in keys), "")


def of_something(param: Param, shown: Collection[tuple[str, ...]]) -> bool:
    """Whether it takes the key of something.  `shown`: what the fields of records are called that can be listed."""
    said = _phrase(param)
    plain = said == param.stems or {*said} <= NAMES | WORDING
    return bool(_owner(param)) or (said in shown and not plain)


def shared_phrases(params: Iterable[Param]) -> set[tuple[str, ...]]:
    """How inputs of several names are described alike, as they take the key of one kind: "Call sign" of `to`."""
    names: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for one in params:
        if one.type == "string" and not one.temporal and not offered(one):
            names.setdefault(_phrase(one), set()).add(one.stems)
    return {phrase for phrase, named in names.items() if phrase and len(named) > 1}


def _owner(param: Param) -> str:
    """What "ID of the existing network to attach the server to" says it is the key of: a network."""
    told = KEY_OF.match(param.describes)
    return _BEHIND.split(told[2])[0] if told is not None and stem(told[1]) in KEYS else ""


def _phrase(param: Param) -> tuple[str, ...]:
    """The stems of what the description calls the value: "matter number" of "Matter number, e.g. 2026-012"."""
    return name_stems(_PHRASE.split(param.describes, maxsplit=1)[0])
