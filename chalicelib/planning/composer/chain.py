"""Backward chaining: an action whose declared output provides a value that nobody told.

A field provides a parameter when both have one name (`order_id`), when the field is the id of what the
parameter identifies (`orders[].id` for `order_id`), or when the parameter adds a side to it (`from_account_id`).
Only reading actions are inserted, only when something of the prompt narrows them down, and never in a circle.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Field, Param
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import bag, name_parts, name_stems, senses

CONTAINERS = bag("data result item entri entry list record row valu respons hit content page element")
_COMMON = bag(
    "name titl type status date time text amount descript total count messag note valu languag currenc "
    "currency email phone address citi countri state price url sourc categori unit"
)
_SPEAKING = bag("api endpoint extract obtain collect uniqu identifi string insert")
_SOURCE = re.compile(r"\b(?:obtained|extracted|retrieved|returned|found|taken|got|comes?|from|by)\b", re.IGNORECASE)
ANY_ID = "* id"
ID_WORDS = bag("id uid uuid guid key ts")


@dataclass(frozen=True, slots=True)
class Provider:
    """`ref` gives at `field` what was asked for; `agreement` tells how surely, `side` is what the parameter adds."""

    ref: str
    field: Field
    agreement: float
    side: tuple[str, ...] = ()


Providers = Mapping[str, tuple[tuple[str, Field], ...]]


def table(entries: Mapping[str, Entry]) -> dict[str, tuple[tuple[str, Field], ...]]:
    """Fields by the names under which a parameter may ask for them."""
    found: dict[str, list[tuple[str, Field]]] = {}
    for ref, entry in entries.items():
        for field in entry.fields:
            if field.type in ("object", "array") or field.listed:
                continue
            for name in names(entry, field):
                found.setdefault(name, []).append((ref, field))
            if field.stems[-1:] and field.stems[-1] in ID_WORDS and len(field.stems) == 1 and field.within:
                for word in () if "." in field.path else entry.weights:
                    found.setdefault(f"{ANY_ID} {word}", []).append((ref, field))
    return {name: tuple(fields) for name, fields in found.items()}


def names(entry: Entry, field: Field) -> Iterator[str]:
    """The joined stems under which the field is known: its own name, and for an id that of its owner."""
    yield " ".join(field.stems)
    if field.within and len(field.stems) == 1 and field.stems[0] not in ID_WORDS and "." not in field.path:
        yield f"{owner_of(entry, field)} {field.stems[0]}"
    if len(field.stems) == 1 and field.stems[0] in ID_WORDS:
        owner = owner_of(entry, field)
        if owner:
            yield f"{owner} id"
    elif len(field.stems) > 1 and field.stems[-1] in ID_WORDS:
        yield " ".join((*field.stems[:-1], "id"))


def owner_of(entry: Entry, field: Field) -> str:
    """What the thing is of which this is a field: the list's name, or the action's object."""

    way = field.path.split(".")
    if len(way) > 1 and name_stems(way[-2])[-1:] and name_stems(way[-2])[-1] not in CONTAINERS | {"resourc"}:
        return name_stems(way[-2])[-1]
    last = name_stems(field.within.split(".")[-1])[-1:] if field.within != "@" else ()
    if last and last[0] not in CONTAINERS:
        return last[0]
    return entry.resource


def providers(asked: Param, known: Providers, entries: Mapping[str, Entry]) -> tuple[Provider, ...]:
    """Fields that may provide the parameter, the surest first."""
    found: dict[tuple[str, str], Provider] = {}
    sourced = _SOURCE.search(asked.describes) is not None
    for name, agreement, side in _asked_names(asked):
        for ref, field in known.get(name, ()):
            if not _types_agree(asked, field) or (asked.is_id and _counts(field)):
                continue
            key = ref, field.within + field.path
            surer = _about(asked, field) + _own(asked, entries[ref], field)
            surer += _named(asked, entries[ref]) if sourced else 0.0
            better = Provider(ref, field, agreement + surer, side)
            if key not in found or found[key].agreement < better.agreement:
                found[key] = better
    for key, akin in _akin(asked, known).items():
        found.setdefault(key, akin)
    return tuple(
        sorted(found.values(), key=lambda one: (-one.agreement, one.ref, one.field.path.count("."), one.field.path))
    )


def _akin(asked: Param, known: Providers) -> dict[tuple[str, str], Provider]:
    """Plain ids of actions that speak of what the parameter identifies, by the words that they share."""
    if not asked.is_id:
        return {}
    shared: dict[tuple[str, str], list[tuple[str, Field]]] = {}
    for word in _meant(asked):
        for ref, field in known.get(f"{ANY_ID} {word}", ()):
            if _types_agree(asked, field):
                shared.setdefault((ref, field.within + field.path), []).append((ref, field))
    return {key: Provider(*hits[0], 0.5 + 0.1 * len(hits)) for key, hits in shared.items()}


def _meant(asked: Param) -> frozenset[str]:
    """Words for what an id identifies: its owner, what its description calls it, and words near to these."""
    about = (word for word in asked.about if "read" not in senses(word) and word not in _SPEAKING)
    own = {word for word in (*asked.owner, *about) if word not in ID_WORDS and word not in _COMMON}
    return frozenset(own | {other for word in asked.owner for other, _ in related(word)})


def _alternatives(stems: tuple[str, ...]) -> list[str]:
    """The names in one like `username_or_id`."""
    if "or" not in stems:
        return []
    return [part for part in " ".join(stems).split(" or ") if part not in ID_WORDS | {"url"}]


def _asked_names(asked: Param) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    for part in _alternatives(asked.stems):
        yield part, 0.9, ()
    own = " ".join(asked.stems)
    single = len(asked.stems) == 1
    placed = asked.is_id and single and asked.owner != asked.stems  # the path tells whose it is
    if not placed and (asked.is_id or not set(asked.stems) <= _COMMON):
        yield own, 1.0, ()
    if not asked.is_id:
        return
    owner = asked.owner
    if owner and not (single and owner[0] in ID_WORDS):
        yield " ".join((*owner, "id")), 0.95, ()
        yield " ".join(owner), 0.6, ()
        for start in range(1, len(owner)):
            yield " ".join((*owner[start:], "id")), 0.75, owner[:start]
    for start in range(1, len(asked.stems) - 1):
        yield " ".join(asked.stems[start:]), 0.8, asked.stems[:start]


def _types_agree(asked: Param, field: Field) -> bool:
    wanted = asked.type
    if wanted == "array":
        return True
    numbers = ("integer", "number")
    return wanted == field.type or {wanted, field.type} <= {*numbers, "string"}


def _counts(field: Field) -> bool:
    """Whether it says how many there are, and is no key of one: `doors` of 4."""
    last = (name_parts(field.name) or ("",))[-1]
    return field.type in ("integer", "number") and last.endswith("s") and not last.endswith("ss")


def _about(asked: Param, field: Field) -> float:
    """Descriptions that speak of the same, a little."""
    return 0.02 * len(asked.about & field.about)


def _own(asked: Param, entry: Entry, field: Field) -> float:
    """The id that a thing bears itself, before one that something inside it repeats."""
    bears = len(field.stems) == 1 and field.stems[0] in ID_WORDS and "." not in field.path
    owners = {entry.resource, owner_of(entry, field)} - {""}
    return 0.2 if bears and asked.owner[-1:] and asked.owner[-1] in owners else 0.0


def _named(asked: Param, entry: Entry) -> float:
    """Whether the description, which names a source, means this action ("obtained from the Search Airport API")."""
    if not entry.name:
        return 0.0
    shared = sum(word in asked.about for word in entry.name)
    return 0.3 * shared / len(entry.name) if shared > 1 else 0.0


def reads(entry: Entry) -> bool:
    return entry.action.effect == "read"
