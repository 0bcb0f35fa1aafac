"""Is an input what the case wants?  Values compare with their types, but 5 is 5.0 and texts are trimmed.

A wanted value is a literal, a list (in any order), a mapping (the plan may have more fields), or one of
- `$action.path`: provided by a step of that action, from a field of that name; `$action(Leeds).path` if two
  steps of one action have to be told apart: the one whose inputs mention Leeds;
- `null`: left out;
- `{any: [..]}`: one of these;  `{contains: [..]}`: a text with all of these in it.
Two dates with a time are the same if they are the same instant.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import permutations
from typing import TypeGuard
from zoneinfo import ZoneInfo

from .steps import Steps, last_field, plain, texts

MISSING = object()


@dataclass(frozen=True, slots=True)
class Reference:
    action: str
    selector: str
    path: str


def reference(text: object) -> Reference | None:
    found = re.fullmatch(r"\$([\w/-]+)(?:\(([^)]*)\))?(.*)", text) if isinstance(text, str) else None
    return Reference(found[1], found[2] or "", found[3].lstrip(".")) if found else None


def field_faults(
    wanted: Mapping[str, object], given: Mapping[str, object], where: str, steps: Steps, zone: ZoneInfo
) -> list[str]:
    """One fault per field that is not as wanted, nested ones by their full name."""
    faults: list[str] = []
    for name, want in wanted.items():
        have = _named(given, name)
        if _is_record(want) and _is_record(have):
            faults += field_faults(want, have, f"{where}.{name}", steps, zone)
        elif not _is_right(want, have, steps, zone):
            faults.append(f"wrong input: {where}.{name} should be {_shown(want)}, is {_shown(have)}")
    return faults


def _named(given: Mapping[str, object], name: str) -> object:
    """An input by its name, also if nested fields were written flat (`guest.email`) or the body apart."""
    for key, value in given.items():
        if plain(key) == plain(name):
            return value
    split = {tuple(key.split(".", 1)): value for key, value in given.items() if "." in key}
    flat = {inner[0]: value for (head, *inner), value in split.items() if plain(head) == plain(name)}
    body = given.get("body")
    return flat or (_named(body, name) if isinstance(body, Mapping) else MISSING)


def _is_record(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping) and not value.keys() & {"any", "contains", "ref", "ask"}


def _is_right(want: object, have: object, steps: Steps, zone: ZoneInfo) -> bool:
    match want:
        case None:
            return have is None or have is MISSING
        case {"any": [*choices]}:
            return any(_is_right(choice, have, steps, zone) for choice in choices)
        case {"contains": [*parts]}:
            return isinstance(have, str) and all(str(part).casefold() in have.casefold() for part in parts)
        case {}:
            return _is_record(have) and not field_faults(want, have, "", steps, zone)
        case [*items]:
            return _is_list(items, have, steps, zone)
    wanted = reference(want)
    return _same(want, have, zone) if wanted is None else _leads_to(wanted, have, steps)


def _is_list(wanted: list[object], have: object, steps: Steps, zone: ZoneInfo) -> bool:
    if not isinstance(have, list | tuple) or len(have) != len(wanted):
        return False
    return any(
        all(_is_right(want, item, steps, zone) for want, item in zip(wanted, items, strict=True))
        for items in permutations(have)
    )


def _leads_to(wanted: Reference, have: object, steps: Steps) -> bool:
    if not isinstance(have, Mapping) or "ref" not in have:
        return False
    return any(
        plain(steps.action(step)) == plain(wanted.action)
        and plain(last_field(wanted.path)) in names
        and (not wanted.selector or _mentions(steps.inputs(step), wanted.selector))
        for step, names in steps.sources(str(have["ref"]), str(have.get("path", "")))
    )


def _mentions(inputs: Mapping[str, object], words: str) -> bool:
    return any(words.casefold() in text.casefold() for text in texts(inputs))


def _same(want: object, have: object, zone: ZoneInfo) -> bool:
    if isinstance(want, bool) or isinstance(have, bool):
        return want is have
    if isinstance(want, int | float) and isinstance(have, int | float):
        return want == have
    if isinstance(want, str) and isinstance(have, str):
        instant = _instant(want, zone)
        return want.strip().casefold() == have.strip().casefold() or (
            instant is not None and instant == _instant(have, zone)
        )
    return False


def _instant(text: str, zone: ZoneInfo) -> datetime | None:
    """A date with a time; without an offset it is meant where the person is."""
    if not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text.strip()):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _shown(value: object) -> str:
    return "left out" if value is None or value is MISSING else repr(value)
