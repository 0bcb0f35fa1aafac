"""JSON in a prompt: data that somebody pasted, which is no language and tells inputs by their own names.

    create a customer with {"email": "a@b.example", "metadata": {"tier": "gold"}}
    ──────────────────────  the two inputs `email` and `metadata`, as they stand there

An object of which some key is no input tells nothing: then it was meant for something else, and is asked about.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Mention
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.composer.words import Token, name_stems

_FENCE, _FENCED = re.compile(r"```\w*\s*$"), re.compile(r"\s*```")


def spelled(text: str) -> Iterator[Found]:
    """The objects and lists of a text, each as one mention whose value is its text."""
    at = 0
    while (at := _opens(text, at)) >= 0:
        end = _closes(text, at)
        if end:
            first, last = _fenced(text, at, end)
            yield Found(first, last, "json", text[at:end], text[at:end])
        at = end or at + 1


def _fenced(text: str, at: int, end: int) -> tuple[int, int]:
    """The place of a value with the fence around it, where there is one."""
    before, behind = _FENCE.search(text[:at]), _FENCED.match(text[end:])
    return (before.start(), end + behind.end()) if before and behind else (at, end)


def _opens(text: str, since: int) -> int:
    return min((at for at in (text.find("{", since), text.find("[", since)) if at >= 0), default=-1)


def _closes(text: str, at: int) -> int:
    """Where the value that begins there ends; 0 where it is none, or a mere footnote."""
    try:
        value, end = json.JSONDecoder().raw_decode(text, at)
    except ValueError:
        return 0
    footnote = isinstance(value, list) and len(value) < 2 and not any(isinstance(one, Mapping) for one in value)
    return end if value and not footnote else 0


def language(text: str, words: Iterable[Token]) -> tuple[Token, ...]:
    """The words of a text that are language."""
    data = tuple(spelled(text))
    return tuple(word for word in words if not any(word in one for one in data))


def told(entry: Entry, mentions: Iterable[Found]) -> tuple[dict[Path, Binding], set[Found]]:
    """The inputs that JSON tells, and the mentions that tell them."""
    inputs: dict[Path, Binding] = {}
    used: set[Found] = set()
    for found in (one for one in mentions if one.kind == "json"):
        values = _inputs(entry.action.properties, json.loads(str(found.value)))
        if values and not {(name,) for name in values} & inputs.keys():
            inputs |= {(name,): Mention(value, str(found.value)) for name, value in values.items()}
            used.add(found)
    return inputs, used


def _inputs(properties: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """The value taken apart among the inputs, or the one input that takes it as a whole."""
    if isinstance(value, Mapping):
        names = {key: _named(properties, key) for key in value}
        if all(names.values()):
            return {str(names[key]): inner for key, inner in value.items()}
    kind = "object" if isinstance(value, Mapping) else "array"
    whole = [name for name, schema in properties.items() if isinstance(schema, Mapping) and schema.get("type") == kind]
    takes = [name for name in whole if kind == "array" or _takes(properties[name], value)]
    return {takes[0]: value} if len(takes) == 1 else {}


def _named(properties: Mapping[str, Any], key: str) -> str | None:
    """The input that bears the key as its name, however that is written."""
    if key in properties:
        return key
    return next((name for name in properties if name_stems(name) == name_stems(key)), None)


def _takes(schema: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    """Whether the keys are those of the object, or it takes any."""
    inner = schema.get("properties")
    return not inner or {*value} <= {*inner}


def open_part(entry: Entry, inputs: Mapping[Path, Binding]) -> Entry:
    """The action with the inputs alone that are not told yet."""
    given = {path[0] for path in inputs}
    return replace(entry, params=tuple(one for one in entry.params if one.path[0] not in given))
