"""Whose key an input takes, as its description says: "Handle of the member", "Matter number, e.g. 2026-012"."""

import re
from collections.abc import Collection, Iterable
from itertools import takewhile

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import PREPOSITIONS, name_stems, stem, text_stems
from chalicelib.planning.records.resources import KEYS, WORDING
from chalicelib.planning.tables.roles import KEY_OF
from chalicelib.planning.tables.sources import offered

NAMES = frozenset(name_stems("name title label"))
_PHRASE = re.compile(r"[,.;:(]| (?:of|for|like|such|e\.?g)\b")


def described(param: Param, key: str, words: Collection[str]) -> bool:
    """Whether it takes the key of the records that are called so."""
    own, said = name_stems(key), _phrase(param)
    if owner := _owner(param):
        return bool({*owner} & {*words})
    owned = said[-1:] == own[-1:] and bool(said[:-1]) and {*said[:-1]} <= {*words}
    return owned or (said == own and not {*own} <= KEYS | NAMES)


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


def _owner(param: Param) -> tuple[str, ...]:
    """What the key is said to be of: the line of "Number of the line within the order"."""
    told = KEY_OF.match(param.describes)
    noun = " ".join(takewhile(lambda word: word not in PREPOSITIONS, told[2].lower().split())) if told else ""
    return text_stems(noun) if told is not None and stem(told[1]) in KEYS else ()


def _phrase(param: Param) -> tuple[str, ...]:
    """The stems of what the description calls the value: "matter number" of "Matter number, e.g. 2026-012"."""
    return name_stems(_PHRASE.split(param.describes, maxsplit=1)[0])
