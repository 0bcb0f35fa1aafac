"""What an operation gives back: the schema of its success answer, completed from the document's own example.

Many documents leave the schema out, or bare, and show an example instead.  An example promises nothing, so what
is read from it is never required; but a planner has to know which fields there are.
"""

from collections.abc import Iterator, Mapping
from typing import Any  # Any: a document is JSON

from chalicelib.tools.refs import Json, Refs
from chalicelib.tools.schema import compact

DEEPEST = 5
MOST_FIELDS = 300


def output_schema(refs: Refs, operation: Json) -> dict[str, Any] | None:
    """The schema of the first success answer with a JSON body; None where the document tells nothing."""
    for media in _success(refs, operation):
        schema = compact(refs, media["schema"], "response") if media.get("schema") else {}
        example = _example(refs, media)
        if example is not None:
            schema = completed(schema, example)
        if schema:
            return schema
    return None


def failure_rule(schema: Json | None) -> dict[str, Any] | None:
    """Where a success answer has a flag that can only be true, an answer in which it is false is a failure."""
    if not schema:
        return None
    variants = schema.get("anyOf") or [schema]
    flags = [set(_flags(one)) for one in variants]
    shared = sorted(set.intersection(*flags)) if flags else []
    return flag_rule(f'"{shared[0]}"') if shared else None


def flag_rule(path: str) -> dict[str, Any]:
    return {"path": path, "equals": False, "reason": ""}


def _flags(schema: Json) -> Iterator[str]:
    for name, entry in (schema.get("properties") or {}).items():
        if name in schema.get("required", ()) and (entry.get("enum") == [True] or entry.get("const") is True):
            yield name


def completed(schema: dict[str, Any], example: Any) -> dict[str, Any]:
    """The schema; where it says nothing of a value, what the example shows."""
    return _completed(schema, example, DEEPEST, [MOST_FIELDS])


def _completed(schema: dict[str, Any], example: Any, depth: int, left: list[int]) -> dict[str, Any]:
    left[0] -= 1
    if depth == 0 or left[0] < 0 or "anyOf" in schema:
        return schema
    kind = schema.get("type")
    match example:
        case Mapping() if example and isinstance(each := schema.get("additionalProperties"), Mapping):
            first = _completed(dict(each), next(iter(example.values())), depth - 1, left)
            return {**schema, "additionalProperties": first}
        case Mapping() if kind in (None, "object"):
            known = schema.get("properties") or {str(name): {} for name in example}
            shown = {name: _completed(one, example[name], depth - 1, left) if name in example else one
                     for name, one in known.items()}
            rest = {key: value for key, value in schema.items() if key != "items"}
            return {**rest, "type": "object", **({"properties": shown} if shown else {})}
        case list() if kind in (None, "array"):
            items = schema.get("items", {})
            first = _completed(items, example[0], depth - 1, left) if example else items
            return {**schema, "type": "array", **({"items": first} if first else {})}
        case _ if not schema.keys() & {"type", "enum", "const", "items"}:
            return {**schema, **_type_of(example)}
    return schema


def _type_of(value: Any) -> dict[str, str]:
    match value:
        case bool():
            return {"type": "boolean"}
        case int() | float():
            return {"type": "number"}
        case str():
            return {"type": "string"}
    return {}


def _success(refs: Refs, operation: Json) -> Iterator[Json]:
    """The JSON bodies of success answers, the lowest status first."""
    responses = operation.get("responses")
    if not isinstance(responses, Mapping):
        return
    for status in sorted(str(key) for key in responses if str(key).startswith("2")):
        response = refs.node(responses.get(status, responses.get(int(status)) if status.isdigit() else None))
        content = response.get("content")
        for kind, media in (content.items() if isinstance(content, Mapping) else ()):
            if ("json" in str(kind) or kind == "*/*") and isinstance(media, Mapping):
                yield media


def _example(refs: Refs, media: Json) -> Any:
    if "example" in media:
        return media["example"]
    named = media.get("examples")
    first = refs.node(next(iter(named.values()), None)) if isinstance(named, Mapping) else {}
    return first.get("value")
