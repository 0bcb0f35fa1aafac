"""A hand-written list of what a service can do becomes a Source.

    {"name": "find_order", "description": "…", "parameters": {JSON Schema} | [{"name", "type", …}],
     "returns": {JSON Schema} | null, "method": "GET", "path": "/orders/{id}", "effect": "read"}

Inputs named in the path go there; the others into the query (GET, HEAD, DELETE) or a JSON body.  A `body`
template puts them into an envelope instead: `"$inputs"` stands for all of them, `"$inputs.x"` for one,
`"$action"` for the capability's name.  `result` (JMESPath) says where in the answer the output is.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any  # Any: capabilities are JSON

from chalicelib.tools.polls import place_address, read_callback, read_poll, read_probe
from chalicelib.tools.schema import Refs, compact, plain
from chalicelib.tools.source import (
    EFFECTS,
    IDEMPOTENCY_NAMES,
    LONGEST_DESCRIPTION,
    Operation,
    Source,
    action_name,
    invalid,
    method_effect,
    unique,
)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_IN_QUERY = ("GET", "HEAD", "DELETE")
_TYPES = {
    "str": "string", "text": "string", "date": "string", "datetime": "string", "int": "integer", "float": "number",
    "double": "number", "bool": "boolean", "list": "array", "dict": "object", "map": "object", "any": None,
}
_SCHEMA_WORDS = ("type", "properties", "$ref", "anyOf", "oneOf", "allOf", "items")


def read_capabilities(capabilities: Any) -> Source:
    if not isinstance(capabilities, Sequence) or isinstance(capabilities, str) or not capabilities:
        raise invalid("capabilities", capabilities, "give a list of at least one capability")
    taken: set[str] = set()
    operations = [_operation(entry, f"capabilities[{at}]", taken) for at, entry in enumerate(capabilities)]
    return Source(name="", description="", base_url="", auth={}, operations=operations)


def _operation(entry: Any, where: str, taken: set[str]) -> Operation:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str) or not entry["name"]:
        raise invalid(f"{where}.name", entry, "each capability needs a name")
    name = action_name(entry["name"])
    if name in taken:
        raise invalid(f"{where}.name", entry["name"], "two capabilities have this name; give each its own")
    method = str(entry.get("method", "POST")).upper()
    if method not in METHODS:
        raise invalid(f"{where}.method", entry["method"], f"use one of {', '.join(METHODS)}")
    path = entry.get("path", f"/{name}")
    if not isinstance(path, str) or not path.startswith("/"):
        raise invalid(f"{where}.path", path, "a path begins with /")
    schema = _input_schema(entry.get("parameters"), f"{where}.parameters")
    call = _call(entry, name, method, path, schema)
    if entry.get("poll") is not None:
        call["poll"] = read_poll(entry["poll"], f"{where}.poll")
    if entry.get("probe") is not None:
        call["probe"] = read_probe(entry["probe"], f"{where}.probe")
    if entry.get("callback") is not None:
        call["callback"] = read_callback(entry["callback"], f"{where}.callback")
    return Operation(
        name=unique(name, taken, name),
        description=plain(entry.get("description"), LONGEST_DESCRIPTION) or name.replace("_", " "),
        input_schema=place_address(call, _visible(schema, call)),
        output_schema=_output_schema(entry.get("returns"), f"{where}.returns"),
        effect=_effect(entry, method, call, where),
        call=call,
        group=str(entry.get("group") or entry.get("domain") or ""),
        scopes=tuple(map(str, entry.get("scopes") or ())),
    )


def _effect(entry: Mapping[str, Any], method: str, call: Mapping[str, Any], where: str) -> Any:  # Any: an Effect
    effect = entry.get("effect")
    if effect is not None and effect not in EFFECTS:
        raise invalid(f"{where}.effect", effect, f"use one of {', '.join(EFFECTS)}")
    return effect or method_effect(method, "idempotency" in call)


def _call(entry: Mapping[str, Any], name: str, method: str, path: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    named = set(re.findall(r"\{([^{}]+)\}", path))
    rest = "query" if method in _IN_QUERY else "body"
    call: dict[str, Any] = {"method": method, "path": path, "encoding": "none" if rest == "query" else "json"}
    parameters: dict[str, Any] = {}
    for field in (*schema["properties"], *sorted(named - set(schema["properties"]))):
        if field.lower() in IDEMPOTENCY_NAMES:
            call["idempotency"] = {"in": rest, "name": field}
        else:
            parameters[field] = {"in": "path" if field in named else rest, "name": field}
    template = entry.get("body", entry.get("envelope"))
    if template is not None:
        call |= {"template": _named(template, name), "encoding": "json"}
    if entry.get("result"):
        call["result"] = str(entry["result"])
    return {**call, "parameters": parameters}


def _named(template: Any, action: str) -> Any:
    match template:
        case "$action":
            return action
        case Mapping():
            return {str(key): _named(value, action) for key, value in template.items()}
        case list():
            return [_named(value, action) for value in template]
    return template


def _visible(schema: Mapping[str, Any], call: Mapping[str, Any]) -> dict[str, Any]:
    """What the caller gives: path names are added where the list forgot them, the idempotency key is ours."""
    properties = {name: schema["properties"].get(name, {"type": "string"}) for name in call["parameters"]}
    paths = [name for name, place in call["parameters"].items() if place["in"] == "path"]
    listed = [name for name in schema.get("required", ()) if name in properties]
    required = list(dict.fromkeys((*paths, *listed)))
    made = {key: value for key, value in schema.items() if key not in ("properties", "required")}
    made.setdefault("additionalProperties", False)
    if made["additionalProperties"] is True:
        del made["additionalProperties"]
    return {**made, "type": "object", "properties": properties, **({"required": required} if required else {})}


def _input_schema(given: Any, where: str) -> dict[str, Any]:
    """A JSON Schema of an object, whether it came as one or as a list of parameters."""
    match given:
        case None:
            return {"type": "object", "properties": {}}
        case Mapping() if "properties" in given or "$ref" in given or given.get("type") == "object":
            schema = compact(Refs(given), given, "request")
            return {"properties": {}, **schema}
        case Mapping():  # {name: schema}: what many write
            return {"type": "object", "properties": {
                str(name): _field(entry, f"{where}.{name}") for name, entry in given.items()}}
        case list() | tuple():
            return _listed(given, where)
    raise invalid(where, given, "give a JSON Schema of type object, or a list of {name, type, description, required}")


def _listed(given: Sequence[Any], where: str) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required = []
    for at, entry in enumerate(given):
        if not isinstance(entry, Mapping) or not entry.get("name"):
            raise invalid(f"{where}[{at}]", entry, "each parameter needs a name")
        field = {key: value for key, value in entry.items() if key not in ("name", "required")}
        properties[str(entry["name"])] = _field(field, f"{where}[{at}]")
        if entry.get("required", "default" not in entry):
            required.append(str(entry["name"]))
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _field(entry: Any, where: str) -> dict[str, Any]:
    if isinstance(entry, str):
        entry = {"type": entry}
    if not isinstance(entry, Mapping):
        raise invalid(where, entry, "describe the parameter as {type, description}")
    kind = entry.get("type")
    if isinstance(kind, str) and kind.lower() in _TYPES:
        known = _TYPES[kind.lower()]
        entry = {key: value for key, value in entry.items() if key != "type"} | ({"type": known} if known else {})
    return compact(Refs(entry), entry, "request")


def _output_schema(given: Any, where: str) -> dict[str, Any] | None:
    match given:
        case None:
            return None
        case Mapping() if not given:
            return None
        case Mapping() if any(word in given for word in _SCHEMA_WORDS):
            return compact(Refs(given), given, "response") or None
        case list() | tuple():
            listed = _listed(given, where)
            return {"type": "object", "properties": listed["properties"]}
        case Mapping():
            return {"type": "object", "properties": {
                str(name): _field(entry, f"{where}.{name}") for name, entry in given.items()}}
        case str():
            return None
    raise invalid(where, given, "give a JSON Schema, a list of {name, type}, or nothing")
