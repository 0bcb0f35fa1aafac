"""Schemas of a document, made small and self-contained: one action record never needs the document again.

References are followed only where an action uses them, and only so deep that the record stays small; what
lies deeper becomes a bare type.  A schema that refers to itself ends there in the same way.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any  # Any: a document is JSON

from chalicelib.tools.refs import Json, Refs, Side

DEPTHS = (1, 2, 3, 4, 6)
LARGEST = {"request": 600, "response": 400}
LONGEST_TEXT = 300
LONGEST_FIELD_TEXT = {"request": 240, "response": 120}
_KEPT = (
    "type", "format", "enum", "const", "default", "minimum", "maximum", "multipleOf", "minLength", "maxLength",
    "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "title", "exclusiveMinimum",
    "exclusiveMaximum", "required",
)
_TYPES = ("string", "number", "integer", "boolean", "array", "object", "null")
_TAG = re.compile(r"<[^<>]{1,200}>")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
MOST_CHOICES = 500


class _TooLarge(Exception):
    """The schema does not fit the record at this depth."""


def plain(text: Any, longest: int = LONGEST_TEXT) -> str:  # Any: documents hold anything here
    """Prose without markup, in one line, cut at a word."""
    if not isinstance(text, str):
        return ""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    told: str = re.sub(r"\s+([.,;:!?])(?=\s|$)", r"\1", " ".join(text.split()))
    return told if len(told) <= longest else told[:longest].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def compact(refs: Refs, schema: Any, side: Side) -> dict[str, Any]:
    """The schema with its references resolved, as deep as fits."""
    ref = schema.get("$ref") if isinstance(schema, Mapping) and len(schema) == 1 else None
    if not isinstance(ref, str):
        return _deepest(refs, schema, side)
    if (ref, side) not in refs.made:  # operations share their schemas
        refs.made[(ref, side)] = _deepest(refs, schema, side)
    return dict(refs.made[(ref, side)])


def _deepest(refs: Refs, schema: Any, side: Side) -> dict[str, Any]:
    """Tried from shallow to deep: what was cut off at one depth may still fit at the next."""
    best = _bare(refs.node(schema))
    for depth in DEPTHS:
        walk = _Walk(refs, side)
        try:
            best = walk.of(schema, depth, ())
        except _TooLarge:
            break
        if not walk.cut:
            break
    return best


class _Walk:
    """One walk down a schema; `cut` tells whether something deeper was left out."""

    def __init__(self, refs: Refs, side: Side) -> None:
        self.cut = False
        self._refs = refs
        self._side = side
        self._left = LARGEST[side]

    def of(self, schema: Any, depth: int, above: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(schema, Mapping):
            return {"not": {}} if schema is False else {}
        self._left -= 1
        if self._left < 0:
            raise _TooLarge
        ref = schema.get("$ref")
        if isinstance(ref, str):
            target = self._refs.node(schema)
            if ref in above or len(above) > 30:
                return _bare(target)
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            return self.of({**target, **beside}, depth, (*above, ref))
        if "allOf" in schema:
            return self._merged(schema, depth, above)
        return self._single(schema, depth, above)

    def _single(self, schema: Json, depth: int, above: tuple[str, ...]) -> dict[str, Any]:
        if depth <= 0 and ("properties" in schema or "items" in schema):
            self.cut = True
            return _bare(schema)
        made: dict[str, Any] = {key: schema[key] for key in _KEPT if key in schema and _sound(key, schema[key])}
        made |= _described(schema, LONGEST_FIELD_TEXT[self._side])
        made |= self._nested(schema, depth, above)
        properties = schema.get("properties")
        if isinstance(properties, Mapping):
            kept = {str(name): entry for name, entry in properties.items() if not self._hidden(entry)}
            made.setdefault("type", "object")
            made["properties"] = {name: self.of(entry, depth - 1, above) for name, entry in kept.items()}
            hidden = set(properties) - set(kept)
            made["required"] = [name for name in _names(schema) if name not in hidden]
        return _modern(made, schema)

    def _nested(self, schema: Json, depth: int, above: tuple[str, ...]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if "items" in schema:
            made["items"] = self.of(schema["items"], depth, above)
        extra = schema.get("additionalProperties")
        if isinstance(extra, Mapping):
            made["additionalProperties"] = self.of(extra, depth - 1, above)
        elif isinstance(extra, bool):
            made["additionalProperties"] = extra
        for word in ("anyOf", "oneOf"):
            if _list(schema.get(word)):
                # Services' `oneOf`s overlap in practice; to accept one of several is what they mean.
                made["anyOf"] = [self.of(entry, depth, above) for entry in schema[word]]
        return made

    def _merged(self, schema: Json, depth: int, above: tuple[str, ...]) -> dict[str, Any]:
        rest = {key: value for key, value in schema.items() if key != "allOf"}
        made: dict[str, Any] = {}
        for part in (*_list(schema["allOf"]), rest):
            one = self.of(part, depth, above) if part else {}
            properties = {**made.get("properties", {}), **one.get("properties", {})}
            required = list(dict.fromkeys((*made.get("required", ()), *one.get("required", ()))))
            made = {**made, **one}
            if properties:
                made |= {"type": "object", "properties": properties}
            if required:
                made["required"] = required
        if made.get("properties"):
            made.pop("additionalProperties", None)  # each part would forbid the others' properties
        return made

    def _hidden(self, entry: Any) -> bool:
        node = self._refs.node(entry)
        return bool(node.get("readOnly" if self._side == "request" else "writeOnly"))


def _described(schema: Json, longest: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if schema.get("description"):
        made["description"] = plain(schema["description"], longest)
    examples = schema.get("examples", [schema["example"]] if "example" in schema else [])
    small = [entry for entry in _list(examples)[:3] if isinstance(entry, (str, int, float))]
    if small:
        made["examples"] = small
    if _python_pattern(schema.get("pattern")):
        made["pattern"] = schema["pattern"]
    return made


def _modern(made: dict[str, Any], schema: Json) -> dict[str, Any]:
    """OpenAPI 3.0's own words in those of JSON Schema; empty lists out."""
    for word, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = made.get(word)
        if isinstance(flag, bool):
            made.pop(word)
            if flag and bound in made:
                made[word] = made.pop(bound)
    _mend_choices(made)
    if "default" in made and not _fits(made["default"], made.get("type")):
        del made["default"]
    if schema.get("nullable") is True or schema.get("x-nullable") is True:
        _allow_null(made)
    if "type" in made and not _sound("type", made["type"]):
        del made["type"]
    if not isinstance(made.get("required"), list) or not made["required"]:
        made.pop("required", None)
    return made


def _mend_choices(made: dict[str, Any]) -> None:
    """Choices in the notation of their type: documents say `true` for "true", and list a list's items beside it."""
    kind, choices = made.get("type"), made.get("enum")
    if not choices or not isinstance(kind, str):
        return
    if kind == "array" and not any(isinstance(one, list) for one in choices):
        made["items"] = _modern({**made.get("items", {}), "enum": made.pop("enum")}, {})
    else:
        made["enum"] = [one if _fits(one, kind) else _written(one, kind) for one in choices]


def _written(value: Any, kind: str) -> Any:
    if kind == "string":
        return str(value).lower() if isinstance(value, bool) else str(value)
    if kind == "boolean" and str(value).lower() in ("true", "false"):
        return str(value).lower() == "true"
    try:
        return (int if kind == "integer" else float)(value) if kind in ("integer", "number") else value
    except (TypeError, ValueError):
        return value


_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "boolean": (bool,), "integer": (int,), "number": (int, float), "array": (list,),
    "object": (dict,),
}


def _fits(value: Any, kind: Any) -> bool:
    """Whether a value is of the type; one that names several types, or none, takes any."""
    if value is None or not isinstance(kind, str) or kind not in _PYTHON_TYPES:
        return True
    return isinstance(value, _PYTHON_TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _allow_null(made: dict[str, Any]) -> None:
    if isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    if "enum" in made and None not in made["enum"]:
        made["enum"] = [*made["enum"], None]
    if "anyOf" in made:
        made["anyOf"] = [*made["anyOf"], {"type": "null"}]


def _bare(schema: Json) -> dict[str, Any]:
    """What stays of a schema that is not followed: its type and its words."""
    made: dict[str, Any] = {}
    if "type" in schema:
        made["type"] = schema["type"]
    elif "properties" in schema or "allOf" in schema:
        made["type"] = "object"
    made |= {key: plain(schema[key], 120) for key in ("title", "description") if schema.get(key)}
    return _modern(made, schema)


def _python_pattern(pattern: Any) -> bool:
    """Documents hold patterns of other dialects; one that Python cannot read is left out."""
    if not isinstance(pattern, str) or len(pattern) > 500:
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _sound(key: str, value: Any) -> bool:
    """Whether a validator can read this word of a schema; documents hold anything."""
    match key:
        case "type":
            given = value if isinstance(value, list) else [value]
            return bool(given) and all(isinstance(one, str) and one in _TYPES for one in given) and (
                len(set(given)) == len(given))
        case "enum":
            return isinstance(value, list) and 0 < len(value) <= MOST_CHOICES and all(map(_plain_value, value))
        case "required":
            return isinstance(value, list)
        case "format" | "title":
            return isinstance(value, str)
        case "const" | "default":
            return _plain_value(value) or (isinstance(value, list) and all(map(_plain_value, value[:20])))
        case "uniqueItems":
            return isinstance(value, bool)
        case "exclusiveMinimum" | "exclusiveMaximum":
            return isinstance(value, (bool, int, float))
        case "minimum" | "maximum":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case "multipleOf":
            return isinstance(value, (int, float)) and value > 0 and not isinstance(value, bool)
    return isinstance(value, int) and value >= 0 and not isinstance(value, bool)


def _plain_value(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, float))


def _names(schema: Json) -> Iterator[str]:
    return (name for name in _list(schema.get("required")) if isinstance(name, str))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
