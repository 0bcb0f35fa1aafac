"""Schemas, read once per action: what goes in (`Param`), what comes out (`Field`), as flat lists.

A nested object becomes one `Param` per leaf, with its path; a list in an output becomes fields that know
the list they stand in, so that choosing an item is part of a path.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any  # Any: schemas are JSON

from chalicelib.planning.composer.bare import called
from chalicelib.planning.composer.words import bag, name_parts, name_stems, text_stems

_ID_WORDS = bag("id ids uid uuid guid key code number no ref sku slug handle token href identifi ts barcod")
_STRONG_ID = bag("id ids uid uuid guid identifi")
_DATED = re.compile(r"\bYYYY\b|^(?:the\s+)?(?:\w+[\s-]+){0,3}date\b", re.IGNORECASE)
_CODES = bag("sku barcod isbn iban vin slug uuid")
_SPEAKS_OF_ID = re.compile(
    r"\b(?:ids?|identifiers?)\b|\bcan be (?:extracted|obtained|found|got)|obtained from", re.IGNORECASE
)
_NAMING = bag("name titl q queri search keyword term text")
_DATE_WORDS = bag("date day dob birthday birthdat deadlin")
_PAGING = bag("cursor offset page limit skip")
_LEAFING = _PAGING | bag(
    "size number no num token start after befor per max next key result record item row count id index"
)
_BESIDE = (bag("start after"), bag("end befor"), bag("page token"))
_TITLES = re.compile(r"(?:the\s+)?(?:display\s+)?(?:title|name) (?:of|for) (?:the|this|an?)\b", re.IGNORECASE)
_LEAFS = re.compile(
    r"\bpaginat|\bcursor\b|\bnext page\b|\bpage of (?:the )?results\b|\b(?:zero|0|one|1)-based (?:index|offset)\b"
    r"|\b(?:index|offset) of the first\b", re.IGNORECASE,
)
MAX_FIELDS = 80


@dataclass(frozen=True, slots=True)
class Param:
    name: str
    path: tuple[str, ...]
    required: bool
    type: str
    schema: Mapping[str, Any]
    stems: tuple[str, ...]
    about: frozenset[str]
    describes: str
    is_id: bool
    owner: tuple[str, ...]
    examples: tuple[str, ...] = ()
    looked_up: bool = False
    """`owner`: the stems of what an id identifies (`booking` for `bookingId`), else those of the name.
    `looked_up`: an action of the catalogue finds it, so a name is no value of it."""

    @property
    def called(self) -> str:
        """Its name; that of a bare key together with what it stands in."""
        return called(self.name, self.path)

    @property
    def relation(self) -> bool:
        """Whether it is the key in one of the relations that may be told, and says nothing of what an action does."""
        return not self.required and self.called != self.name

    @property
    def named_id(self) -> bool:
        """Whether its very name says that it is an id."""
        return self.is_id and self.stems[-1] in _ID_WORDS

    @property
    def naming(self) -> bool:
        """Whether it is what people call the thing, whatever the service calls the input: a `summary` is a title."""
        return self.type == "string" and not self.is_id and bool(_TITLES.match(self.describes))

    @property
    def paging(self) -> bool:
        """Whether it only leafs through an answer: nobody means it unless he says its name."""
        return _leafs(self.stems, self.required, self.describes)

    @property
    def enum(self) -> tuple[Any, ...]:
        allowed = self.schema.get("enum")
        return tuple(allowed) if isinstance(allowed, list | tuple) else ()

    @property
    def format(self) -> str:
        return str(self.schema.get("format", ""))

    @property
    def many(self) -> bool:
        return self.type == "array"

    @property
    def temporal(self) -> bool:
        return self.format in ("date", "date-time", "time") or (
            self.type == "string" and not self.enum
            and bool(_DATE_WORDS & {*self.stems} or _tells_date(self.describes))
        )


@lru_cache(maxsize=4096)
def _tells_date(description: str) -> bool:
    return _DATED.search(description) is not None


@dataclass(frozen=True, slots=True)
class Field:
    """`within` is the path of the list that the field stands in ("" for none), `path` the way from an item of it."""

    name: str
    within: str
    path: str
    type: str
    format: str
    stems: tuple[str, ...]
    about: frozenset[str]
    listed: bool
    examples: tuple[str, ...] = ()

    @property
    def way(self) -> tuple[str, ...]:
        """The stems of every name on the way from the item to the field."""
        return tuple(word for part in self.path.split(".") for word in name_stems(part))


def _leafs(stems: tuple[str, ...], required: bool, describes: str) -> bool:
    """By the name, which says nothing else beside: no `monthlyLimit`; or by the description, whatever the name is."""
    own = {*stems}
    named = (bool(own & _PAGING) and own <= _LEAFING) or any(own >= both for both in _BESIDE)
    return named or (not required and bool(_LEAFS.search(describes)))


_TYPES = dict(
    pair.split(":")
    for pair in bag(
        "float:number double:number decimal:number int:integer long:integer list:array tuple:array dict:object "
        "map:object str:string text:string date:string datetime:string bool:boolean enum:string"
    )
)
"""Words of catalogues for the types of JSON."""


def type_of(schema: Mapping[str, Any]) -> str:
    """The JSON type, also where a catalogue says it in words of its own or not at all."""
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), "string")
    if kind is not None:
        low = str(kind).lower()
        return _TYPES.get(low.split(" ")[0], low)
    if any(schema.get(combined) for combined in ("anyOf", "oneOf", "allOf")):
        return type_of(_flat(schema))
    return "object" if "properties" in schema else "array" if "items" in schema else "string"


def _flat(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema with its first usable alternative taken."""
    for combined in ("anyOf", "oneOf"):
        if schema.get(combined):
            usable = [one for one in schema[combined] if one.get("type") != "null"]
            chosen: Mapping[str, Any] = usable[0] if usable else {}
            said = [one["description"] for one in usable if "description" in one]
            told = {"description": said[0]} if said else {}
            return {**told, **{k: v for k, v in schema.items() if k != combined}, **_flat(chosen)}
    if schema.get("allOf"):
        merged: dict[str, Any] = {k: v for k, v in schema.items() if k != "allOf"}
        for part in schema["allOf"]:
            inner = _flat(part)
            merged = {
                **merged,
                **inner,
                "properties": {**merged.get("properties", {}), **inner.get("properties", {})},
                "required": [*merged.get("required", ()), *inner.get("required", ())],
            }
        return merged
    return schema


def params(schema: Mapping[str, Any], path: tuple[str, ...] = (), required: bool = True) -> Iterator[Param]:
    schema = _flat(schema)
    needed = set(schema.get("required") or ())
    for name, raw in (schema.get("properties") or {}).items():
        inner = _flat(raw) if isinstance(raw, Mapping) else {}
        must = required and name in needed
        kind = type_of(inner)
        here = (*path, name)
        items = _flat(inner.get("items") or {})
        if len(here) < 4 and kind == "object" and inner.get("properties"):
            yield from params(inner, here, must)
        elif len(here) < 4 and kind == "array" and items.get("properties"):
            yield from params(items, (*here, "[]"), must)
        else:
            yield param(name, here, must, inner)


def param(name: str, path: tuple[str, ...], required: bool, schema: Mapping[str, Any]) -> Param:
    stems = name_stems(called(name, path))
    describes = str(schema.get("description") or schema.get("title") or "")
    kind = type_of(schema)
    marks = tuple(word for word in stems if word != "guid") if "guide" in name_parts(name) else stems
    code = bool(stems) and (stems[-1] in _STRONG_ID or (stems[0] in _CODES and len(stems) == 1))
    strong = code and marks[-1:] == stems[-1:]
    spoken = bool(_SPEAKS_OF_ID.search(describes[:160])) and kind in ("string", "integer", "array")
    spoken = spoken and not {*stems} & _NAMING  # "name: artist for whom to find the id"
    coded = len(stems) > 1 and stems[-1] in _ID_WORDS and marks[-1:] == stems[-1:]
    leafs = _leafs(stems, required, describes)
    is_id = not isinstance(schema.get("enum"), list) and not leafs and (strong or spoken or coded)
    owner = stems[:-1] if len(stems) > 1 and stems[-1] in _ID_WORDS else stems
    return Param(
        name,
        path,
        required,
        kind,
        schema,
        stems,
        frozenset(text_stems(describes)),
        describes,
        is_id,
        owner,
        examples(schema, describes),
    )


_OPTIONS = re.compile(
    r"(?:[\w-]+,\s+)+(?:(?:or|and)\s+)?[\w-]+(?:\s+(?:or|and)\s+[\w-]+)?(?=[.;)]|$)|\b[\w-]+\s+or\s+[\w-]+(?=[.;)]|$)"
)
_WORDS = re.compile(r"[\w-]+")


def options(one: Param) -> tuple[Any, ...]:
    """The values that the input takes: its enumeration, else a list of single words that its description tells."""
    if one.enum:
        return one.enum
    told = _OPTIONS.search(one.describes)
    return tuple(word for word in _WORDS.findall(told[0]) if word not in ("or", "and")) if told else ()


_CODE = re.compile(
    r"`([^`]{2,40})`|\((?:e\.g\.,?|such as|for example)\s+([\w#-]+)|"
    r"(?:\be\.g\.,?|\bsuch as|\bfor example,?)\s+[\"“']([\w#-]*\d[\w#-]*)[\"”']"
)


def examples(schema: Mapping[str, Any], describes: str) -> tuple[str, ...]:
    """Values that the schema shows: its example, and what stands as code in its description."""
    more = schema.get("examples") or ()
    shown = [schema.get("example"), *more] if isinstance(more, list | tuple) else []
    shown += ["".join(one) for one in _CODE.findall(describes)]
    return tuple(str(one) for one in shown if isinstance(one, str | int) and not isinstance(one, bool))


def fields(schema: Mapping[str, Any] | None) -> tuple[Field, ...]:
    if not schema:
        return ()
    found = []
    for field in _fields(schema, "", "", "", 0):
        found.append(field)
        if len(found) >= MAX_FIELDS:
            break
    return tuple(found)


def _fields(schema: Mapping[str, Any], name: str, within: str, path: str, depth: int) -> Iterator[Field]:
    schema = _flat(schema)
    kind, each = type_of(schema), schema.get("additionalProperties")
    if kind == "object" and not schema.get("properties") and isinstance(each, Mapping) and each.get("properties"):
        kind, schema, path = "array", {**schema, "items": each}, f"{path}.values(@)".lstrip(".")
    if kind == "array" and not within:
        here = path or "@"
        yield _field(name, "", here, schema, True)
        if depth < 5:
            yield from _fields(schema.get("items") or {}, name, here, "", depth + 1)
    elif kind == "object" and schema.get("properties") and depth < 6:
        if name and not path.endswith("]"):
            yield _field(name, within, path, schema, False)
        for key, inner in schema["properties"].items():
            if isinstance(inner, Mapping):
                way = f"{path}.{quoted(key)}" if path else quoted(key)
                yield from _fields(inner, key, within, way, depth + 1)
    elif name:
        yield _field(name, within, path, schema, kind == "array")


def _field(name: str, within: str, path: str, schema: Mapping[str, Any], listed: bool) -> Field:
    about = frozenset(text_stems(str(schema.get("description") or "")))
    return Field(
        name,
        within,
        path or "@",
        type_of(schema),
        str(schema.get("format", "")),
        name_stems(name),
        about,
        listed,
        examples(schema, str(schema.get("description") or "")),
    )


def quoted(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else '"' + name.replace('"', '\\"') + '"'
