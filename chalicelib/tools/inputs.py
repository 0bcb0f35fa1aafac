"""All parameters and body fields of an operation as one flat set of inputs, and where each of them goes.

    path {id} · query limit · header X-Team · body {name, email}   ──>   {id, limit, X-Team, name, email}

Where two places use one name, the later place is put before it (`body_id`).  What we fill in ourselves
(the idempotency key, the credential) is no input.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: a document is JSON

from chalicelib.tools.refs import Refs
from chalicelib.tools.schema import compact, plain
from chalicelib.tools.security import Security
from chalicelib.tools.source import IDEMPOTENCY_NAMES, is_token

_FILLED_BY_HTTP = ("accept", "content-type", "authorization", "content-length", "host", "user-agent", "cookie")
_BODIES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
_ENCODINGS = {"application/x-www-form-urlencoded": "form", "multipart/form-data": "multipart"}
_ORDER = ("path", "query", "header", "cookie")
_BYTES = re.compile(r"^(image|audio|video|font)/|octet-stream|pdf|zip|tar|protobuf|msword|office|excel|\*", re.I)
BASE64 = "as base64"


@dataclass(slots=True)
class Inputs:
    """`unusable` says why the operation cannot be called at all; `media` is the type of a body sent as it is."""

    properties: dict[str, Any] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    parameters: dict[str, dict[str, Any]] = field(default_factory=dict)
    encoding: str = "none"
    media: str = ""
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
    refs: Refs, path: str, item: Mapping[str, Any], operation: Mapping[str, Any], security: Security
) -> Inputs:
    inputs = Inputs()
    found = list(_parameters(refs, item, operation))
    for parameter in sorted(found, key=lambda one: _ORDER.index(one["in"])):
        _take(inputs, refs, parameter, security)
    named = {place["name"] for place in inputs.parameters.values() if place["in"] == "path"}
    for name in re.findall(r"\{([^{}]+)\}", path):
        if name not in named:
            inputs.add({"in": "path", "name": name}, {"type": "string"}, True)
    body = refs.node(operation.get("requestBody"))
    if body:
        _take_body(inputs, refs, body, security)
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


def _versions(name: str) -> bool:
    """Whether a header only tells which version of the API is meant."""
    return name.lower().replace("_", "-").endswith("-version")


def _take(inputs: Inputs, refs: Refs, parameter: Mapping[str, Any], security: Security) -> None:
    name, place = str(parameter["name"]), str(parameter["in"])
    required = bool(parameter.get("required")) or place == "path"
    if place == "header" and (name.lower() in _FILLED_BY_HTTP or (_versions(name) and not required)):
        return
    if place in ("header", "cookie") and not is_token(name):
        inputs.warnings.append(f"{place} {name!r} is left out: nothing can be called so")
        return
    if place in ("header", "query") and name.lower() in IDEMPOTENCY_NAMES:
        inputs.idempotency = {"in": place, "name": name}
        return
    if security.supplies(parameter):
        inputs.warnings.append(_supplied(name))
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
        media = refs.node(next(iter(content.values())))
        return compact(refs, media.get("schema", {}), "request"), {"style": "json"}
    schema = compact(refs, parameter.get("schema", {}), "request")
    if "example" in parameter and isinstance(parameter["example"], (str, int, float)):
        schema.setdefault("examples", [parameter["example"]])
    style = {key: parameter[key] for key in ("style", "explode") if key in parameter}
    return schema, style


def _supplied(name: str) -> str:
    return f"parameter {name!r} is a credential: it is taken from the connection, not an input"


def _take_body(inputs: Inputs, refs: Refs, body: Mapping[str, Any], security: Security) -> None:
    content = body.get("content") if isinstance(body.get("content"), Mapping) else {}
    assert isinstance(content, Mapping)
    kind, media = _medium(content)
    needed = body.get("required")
    if media is None:
        _take_raw(inputs, refs, body, content)
        return
    inputs.encoding = _ENCODINGS.get(kind, "json")
    schema = _one_object(compact(refs, media.get("schema", {}), "request"))
    if "properties" in schema:
        _take_fields(inputs, schema, media, security, needed is not False)
    elif schema.get("type") == "object" and not schema.get("additionalProperties"):
        inputs.open_ended = schema.get("additionalProperties", True)
    else:
        described = plain(body.get("description"))
        whole = {**({"description": described} if described else {}), **schema}
        inputs.add({"in": "whole", "name": "body"}, whole, needed is True)


def _take_raw(inputs: Inputs, refs: Refs, body: Mapping[str, Any], content: Mapping[str, Any]) -> None:
    """A body that is neither JSON nor a form: one input holds it, text as it is and bytes as base64."""
    kind = next((str(one).split(";")[0].strip() for one in content), "")
    if not kind:
        if body.get("required") is True:
            inputs.unusable = "its body is not described"
        return
    media = refs.node(content[next(iter(content))])
    schema = refs.node(media.get("schema"))
    as_bytes = schema.get("format") == "binary" or (
        bool(_BYTES.search(kind)) and schema.get("format") not in ("byte", "base64")
    )
    sendable = all(map(is_token, kind.split("/", 1))) and "*" not in kind
    inputs.encoding, inputs.media = "raw", kind if sendable else "application/octet-stream"
    told = plain(body.get("description")) or f"The body, {kind}"
    place: dict[str, Any] = {"in": "raw", "name": "body"}
    made: dict[str, Any] = {"type": "string", "description": told}
    if as_bytes:
        place["bytes"] = True
        made |= {"description": f"{told} ({BASE64})", "contentEncoding": "base64"}
    inputs.add(place, made, body.get("required") is True)


def _take_fields(
    inputs: Inputs, schema: Mapping[str, Any], media: Mapping[str, Any], security: Security, needed: bool
) -> None:
    encodings = media.get("encoding") if isinstance(media.get("encoding"), Mapping) else {}
    assert isinstance(encodings, Mapping)
    required = schema.get("required", ()) if needed else ()
    for name, entry in schema["properties"].items():
        if name.lower() in IDEMPOTENCY_NAMES:
            inputs.idempotency = {"in": "body", "name": name}
        elif security.supplies({"in": "body", "name": name, **entry}):
            inputs.warnings.append(_supplied(name))
        else:
            style = {key: encodings[name][key] for key in ("style", "explode") if key in encodings.get(name, {})}
            _take_field(inputs, {"in": "body", "name": name, **style}, entry, name in required)
    if schema.get("additionalProperties"):
        inputs.open_ended = schema["additionalProperties"]


def _take_field(inputs: Inputs, place: dict[str, Any], entry: Mapping[str, Any], required: bool) -> None:
    """A file goes as base64 in JSON, and as bytes in the form that is sent."""
    files = [entry, entry.get("items", {})] if inputs.encoding == "multipart" else []
    if any(one.get("format") == "binary" for one in files):
        place["bytes"] = True
        told = f"{entry.get('description', 'A file')} ({BASE64})"
        entry = {**entry, "description": told}
    inputs.add(place, entry, required)


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
