"""Texts by language among the inputs: each is planned as the one text that it is for whoever asks.

    name: {en, de}     "Pier"     ─>  {"en": "Pier"}, or in the language in which the records have theirs
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any  # Any: values and schemas are JSON

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.schema import type_of
from chalicelib.planning.composer.words import name_stems, stem_bag
from chalicelib.planning.records.wrapped import spoken
from chalicelib.planning.searches import bound

_TEXT = stem_bag("name title label description text question subject caption summary")
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Spoken:
    names: frozenset[str]

    def seen(self, action: Action) -> Action:
        properties = dict(action.input_schema["properties"])
        for name in self.names:
            properties[name] = {"type": "string", "description": properties[name].get("description", "")}
        return replace(action, input_schema={**action.input_schema, "properties": properties})

    def flat(self, inputs: Mapping[str, Binding]) -> Mapping[str, Binding] | None:
        return {name: self._flat(name, value) for name, value in inputs.items()}

    def _flat(self, name: str, value: Binding) -> Binding:
        told = value.value if isinstance(value, Literal | Mention) and name in self.names else None
        language = spoken(told)
        return Literal(told[language]) if told is not None and language else value

    def written(self, inputs: Mapping[str, Binding], outputs: Mapping[str, Any]) -> Mapping[str, Binding]:
        return {
            name: bound({next(_languages(name, outputs), _ENGLISH): value})
            if name in self.names and not _whole(value) else value
            for name, value in inputs.items()
        }


def _whole(value: Binding) -> bool:
    return isinstance(value, Literal | Mention) and isinstance(value.value, Mapping)


def _languages(name: str, held: Any) -> Iterator[str]:
    """In which languages what was read holds such texts."""
    if isinstance(held, Mapping) and (language := spoken(held.get(name))):
        yield language
    for inner in held.values() if isinstance(held, Mapping) else held if isinstance(held, list) else ():
        yield from _languages(name, inner)


def by_language(action: Action) -> Spoken | None:
    """Of maps of texts those that are called as one text."""
    properties = action.properties
    found = frozenset(name for name, one in properties.items() if {*name_stems(name)[-1:]} & _TEXT and _texts(one))
    return Spoken(found) if found and action.effect != "read" else None


def _texts(schema: Any) -> bool:
    told = schema if isinstance(schema, Mapping) and type_of(schema) == "object" else {}
    each = told.get("additionalProperties")
    return not told.get("properties") and isinstance(each, Mapping) and type_of(each) == "string"
