"""Swagger 2 in the words of OpenAPI 3, so that everything after this knows one language.

    host, basePath, schemes        servers
    parameters in body, formData   requestBody, by `consumes`
    responses' schema, examples    content, by `produces`
    collectionFormat               style, explode
    securityDefinitions            components.securitySchemes

Schemas stay where they are: references into `definitions` find them there.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # Any: a document is JSON

from chalicelib.tools.refs import Json, Refs

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
JSON_KIND = "application/json"
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "multi": {"style": "form", "explode": True},
    "csv": {"style": "form", "explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "tsv": {"style": "tabDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
}
_FLOWS = {
    "implicit": "implicit", "password": "password", "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
_NOT_SCHEMA = ("name", "in", "required", "collectionFormat", "description", "allowEmptyValue")


def upgraded(document: Json) -> dict[str, Any]:
    refs = Refs(document)
    schemes = document.get("securityDefinitions")
    named = {name: _scheme(refs.node(node)) for name, node in schemes.items()} if isinstance(schemes, Mapping) else {}
    return {
        **document,
        "openapi": "3.0.3",
        "servers": [{"url": _address(document)}],
        "components": {"securitySchemes": named},
        "paths": {path: _item(refs, document, refs.node(item)) for path, item in document["paths"].items()},
    }


def _address(document: Json) -> str:
    """Without a host it is the one that the document came from."""
    host, base = str(document.get("host") or ""), str(document.get("basePath") or "/")
    schemes = document.get("schemes")
    secure = not isinstance(schemes, list) or not schemes or "https" in schemes
    scheme = "https" if secure else str(schemes[0])  # type: ignore[index]  # a list, or it were secure
    return f"{scheme}://{host}/{base.strip('/')}" if host else base


def _scheme(node: Json) -> dict[str, Any]:
    if node.get("type") == "basic":
        return {"type": "http", "scheme": "basic"}
    if node.get("type") != "oauth2":
        return dict(node)
    kept = {key: node[key] for key in ("authorizationUrl", "tokenUrl", "scopes") if key in node}
    return {"type": "oauth2", "flows": {_FLOWS.get(str(node.get("flow")), "implicit"): kept}}


def _item(refs: Refs, document: Json, item: Json) -> dict[str, Any]:
    shared = item.get("parameters")
    made = {key: value for key, value in item.items() if key not in (*METHODS, "parameters")}
    for method in METHODS:
        if isinstance(item.get(method), Mapping):
            made[method] = _operation(refs, document, item[method], shared if isinstance(shared, list) else [])
    return made


def _operation(refs: Refs, document: Json, operation: Json, shared: Sequence[Any]) -> dict[str, Any]:
    own = operation.get("parameters")
    found: dict[tuple[str, str], Json] = {}
    for entry in (*shared, *(own if isinstance(own, list) else ())):
        node = refs.node(entry)
        found[(str(node.get("in")), str(node.get("name")))] = node
    plain = [_parameter(node) for (place, _), node in found.items() if place not in ("body", "formData")]
    made = {key: value for key, value in operation.items() if key not in ("consumes", "produces", "schemes")}
    consumes = _kinds(operation, document, "consumes")
    body = _body(refs, [node for (place, _), node in found.items() if place in ("body", "formData")], consumes)
    made |= {"parameters": plain, "responses": _responses(refs, operation, _kinds(operation, document, "produces"))}
    return {**made, "requestBody": body} if body else made


def _kinds(operation: Json, document: Json, word: str) -> list[str]:
    given = operation.get(word, document.get(word))
    return [str(kind) for kind in given] if isinstance(given, list) else []


def _parameter(node: Json) -> dict[str, Any]:
    kept = {key: node[key] for key in ("name", "in", "required", "description") if key in node}
    return {**kept, "schema": _schema(node), **_style(node)}


def _schema(node: Json) -> dict[str, Any]:
    schema = {key: value for key, value in node.items() if key not in _NOT_SCHEMA}
    return {"type": "string", "format": "binary"} if schema.get("type") == "file" else schema


def _style(node: Json) -> Mapping[str, Any]:
    """A list is separated by commas unless the document says otherwise."""
    listed = node.get("type") == "array" and node.get("in") in ("query", "formData")
    return _STYLES.get(str(node.get("collectionFormat", "csv")), {}) if listed else {}


def _body(refs: Refs, nodes: Sequence[Json], consumes: Sequence[str]) -> dict[str, Any] | None:
    whole = next((node for node in nodes if node.get("in") == "body"), None)
    if whole is not None:
        made = {"content": {kind: {"schema": whole.get("schema", {})} for kind in consumes or (JSON_KIND,)}}
        kept = {key: whole[key] for key in ("description", "required") if key in whole}
        return {**made, **kept}
    if not nodes:
        return None
    files = any(node.get("type") == "file" for node in nodes)
    fields = {str(node.get("name")): {**_schema(node), **_words(node)} for node in nodes}
    required = [str(node.get("name")) for node in nodes if node.get("required") is True]
    styles = {str(node.get("name")): style for node in nodes if (style := _style(node))}
    kind = MULTIPART if files or (MULTIPART in consumes and FORM not in consumes) else FORM
    schema = {"type": "object", "properties": fields, "required": required}
    return {"required": bool(required), "content": {kind: {"schema": schema, "encoding": styles}}}


def _words(node: Json) -> dict[str, Any]:
    return {"description": node["description"]} if "description" in node else {}


def _responses(refs: Refs, operation: Json, produces: Sequence[str]) -> dict[str, Any]:
    responses = operation.get("responses")
    if not isinstance(responses, Mapping):
        return {}
    return {str(status): _response(refs.node(node), produces) for status, node in responses.items()}


def _response(node: Json, produces: Sequence[str]) -> dict[str, Any]:
    made = {key: node[key] for key in ("description", "headers") if key in node}
    return {**made, "content": dict(_content(node, produces))}


def _content(node: Json, produces: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    schema, told = node.get("schema"), node.get("examples")
    examples = told if isinstance(told, Mapping) else {}
    if not schema and not examples:
        return
    for kind in dict.fromkeys((*(produces or (JSON_KIND,)), *map(str, examples))):
        media: dict[str, Any] = {"schema": schema} if schema else {}
        if kind in examples:
            media["example"] = examples[kind]
        yield kind, media
