"""All parameters and body fields of an operation as one flat set of inputs, and where each of them goes.

    path {id} · query limit · header X-Team · body {name, email}   ──>   {id, limit, X-Team, name, email}

Where two places use one name, the later place is put before it (`body_id`).  What we fill in ourselves
(the idempotency key, the credential) is no input.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: a document is JSON

from chalicelib.tools.schema import Refs, compact, plain
from chalicelib.tools.source import IDEMPOTENCY_NAMES

_FILLED_BY_HTTP = ("accept", "content-type", "authorization", "content-length", "host", "user-agent", "cookie")
_CREDENTIALS = ("token", "access_token", "api_key", "apikey", "api-key", "x-api-key")
_BODIES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
_ENCODINGS = {"application/x-www-form-urlencoded": "form", "multipart/form-data": "multipart"}
_ORDER = ("path", "query", "header", "cookie")


@dataclass(slots=True)
class Inputs:
    """`unusable` says why the operation cannot be called at all."""

    properties: dict[str, Any] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    parameters: dict[str, dict[str, Any]] = field(default_factory=dict)
    encoding: str = "none"
    open_ended: Any = False
    idempotency: dict[str, str] | None = None
    warnings: list[str] = field(default_factory=list)
    unusable: str = ""

    @property
    def schema(self) -> dict[str, Any]:
        made: dict[str, Any] = {"type": "object", "properties": self.properties}
        if self.required:
            made["required"] = self.required
        if self.open_ended is False:
            made["additionalProperties"] = False
        elif isinstance(self.open_ended, Mapping):
            made["additionalProperties"] = self.open_ended
        return made

    def add(self, place: Mapping[str, Any], schema: Mapping[str, Any], required: bool) -> None:
        name = str(place["name"])
        if name in self.properties:
            name = f"{place['in']}_{name}"
        while name in self.properties:
            name += "_"
        self.properties[name] = schema
        self.parameters[name] = dict(place)
        if required:
            self.required.append(name)


def flat_inputs(
    refs: Refs, path: str, item: Mapping[str, Any], operation: Mapping[str, Any], scheme: Mapping[str, Any]
) -> Inputs:
    inputs = Inputs()
    found = list(_parameters(refs, item, operation))
    for parameter in sorted(found, key=lambda one: _ORDER.index(one["in"])):
        _take(inputs, refs, parameter, scheme)
    named = {place["name"] for place in inputs.parameters.values() if place["in"] == "path"}
    for name in re.findall(r"\{([^{}]+)\}", path):
        if name not in named:
            inputs.add({"in": "path", "name": name}, {"type": "string"}, True)
    body = refs.node(operation.get("requestBody"))
    if body:
        _take_body(inputs, refs, body)
    return inputs


def _parameters(refs: Refs, item: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The path item's parameters and the operation's, which win."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for holder in (item, operation):
        listed = holder.get("parameters")
        for entry in listed if isinstance(listed, list) else ():
            node = refs.node(entry)
            if node.get("in") in _ORDER and node.get("name"):
                found[(node["in"], str(node["name"]))] = node
    yield from found.values()


def _take(inputs: Inputs, refs: Refs, parameter: Mapping[str, Any], scheme: Mapping[str, Any]) -> None:
    name, place = str(parameter["name"]), str(parameter["in"])
    required = bool(parameter.get("required")) or place == "path"
    if place == "header" and name.lower() in _FILLED_BY_HTTP:
        return
    if place in ("header", "query") and name.lower() in IDEMPOTENCY_NAMES:
        inputs.idempotency = {"in": place, "name": name}
        return
    if _is_credential(parameter, scheme):
        inputs.warnings.append(f"parameter {name!r} is a credential: it is taken from the connection, not an input")
        return
    schema, style = _schema(refs, parameter)
    described = plain(parameter.get("description"))
    if described:
        schema["description"] = described
    if place == "path" and schema.get("type") == "string":
        schema.setdefault("minLength", 1)
    inputs.add({"in": place, "name": name, **style}, schema, required)


def _schema(refs: Refs, parameter: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parameter's schema, and how lists and objects are written where that is not the default."""
    content = parameter.get("content")
    if isinstance(content, Mapping) and content:
        media = next(iter(content.values()))
        return compact(refs, media.get("schema", {}), "request"), {"style": "json"}
    schema = compact(refs, parameter.get("schema", {}), "request")
    if "example" in parameter and isinstance(parameter["example"], (str, int, float)):
        schema.setdefault("examples", [parameter["example"]])
    style = {key: parameter[key] for key in ("style", "explode") if key in parameter}
    return schema, style


def _is_credential(parameter: Mapping[str, Any], scheme: Mapping[str, Any]) -> bool:
    name = str(parameter["name"])
    if scheme.get("type") == "apiKey" and (scheme.get("in"), str(scheme.get("name")).lower()) == (
        parameter["in"], name.lower()
    ):
        return True
    text = str(parameter.get("description", "")).lower()
    return bool(scheme) and name.lower() in _CREDENTIALS and any(
        word in text for word in ("authenticat", "authoriz", "authoris", "api key", "access token")
    )


def _take_body(inputs: Inputs, refs: Refs, body: Mapping[str, Any]) -> None:
    content = body.get("content") if isinstance(body.get("content"), Mapping) else {}
    assert isinstance(content, Mapping)
    kind, media = _medium(content)
    needed = body.get("required")
    if media is None:
        kinds = ", ".join(map(str, content))
        if needed is True:
            inputs.unusable = f"its body is {kinds or 'not described'}, which cannot be written here"
        elif content:
            inputs.warnings.append(f"its optional body ({kinds}) is not sent")
        return
    inputs.encoding = _ENCODINGS.get(kind, "json")
    schema = _one_object(compact(refs, media.get("schema", {}), "request"))
    if "properties" in schema:
        _take_fields(inputs, schema, media, needed is not False)
    elif schema.get("type") == "object" and not schema.get("additionalProperties"):
        inputs.open_ended = schema.get("additionalProperties", True)
    else:
        described = plain(body.get("description"))
        whole = {**({"description": described} if described else {}), **schema}
        inputs.add({"in": "whole", "name": "body"}, whole, needed is True)


def _take_fields(inputs: Inputs, schema: Mapping[str, Any], media: Mapping[str, Any], needed: bool) -> None:
    encodings = media.get("encoding") if isinstance(media.get("encoding"), Mapping) else {}
    assert isinstance(encodings, Mapping)
    required = schema.get("required", ()) if needed else ()
    for name, entry in schema["properties"].items():
        if name.lower() in IDEMPOTENCY_NAMES:
            inputs.idempotency = {"in": "body", "name": name}
            continue
        style = {key: encodings[name][key] for key in ("style", "explode") if key in encodings.get(name, {})}
        inputs.add({"in": "body", "name": name, **style}, entry, name in required)
    if schema.get("additionalProperties"):
        inputs.open_ended = schema["additionalProperties"]


def _medium(content: Mapping[str, Any]) -> tuple[str, Mapping[str, Any] | None]:
    """JSON where it is offered, else a form."""
    kinds = {str(kind).split(";")[0].strip().lower(): media for kind, media in content.items()}
    for wanted in _BODIES:
        if isinstance(kinds.get(wanted), Mapping):
            return wanted, kinds[wanted]
    for kind, media in kinds.items():
        if (kind.endswith("+json") or kind == "*/*") and isinstance(media, Mapping):
            return "application/json", media
    return "", None


def _one_object(schema: dict[str, Any]) -> dict[str, Any]:
    """A body that is one of several objects: the fields of all, those required that all require."""
    variants = [one for one in schema.get("anyOf", ()) if "properties" in one]
    if "properties" in schema or not variants or len(variants) != len(schema["anyOf"]):
        return schema
    properties: dict[str, Any] = {}
    for one in variants:
        properties = {**one["properties"], **properties}
    shared = set.intersection(*(set(one.get("required", ())) for one in variants))
    required = [name for name in properties if name in shared]
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}
