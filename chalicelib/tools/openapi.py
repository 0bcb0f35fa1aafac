"""An OpenAPI 3 document becomes a Source: each operation one action with one flat set of inputs.

The document is walked once, operation by operation, and is never expanded as a whole: large ones would
grow by an order of magnitude.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any  # Any: a document is JSON
from urllib.parse import urljoin

from chalicelib.tools.inputs import Inputs, flat_inputs
from chalicelib.tools.polls import callback_inputs, place_address, read_callback, read_poll, read_probe
from chalicelib.tools.schema import Refs, compact, plain
from chalicelib.tools.security import operation_scopes, scheme_of, security_auth
from chalicelib.tools.source import (
    EFFECTS,
    LONGEST_DESCRIPTION,
    Operation,
    Source,
    action_name,
    invalid,
    method_effect,
    unique,
)

METHODS = ("get", "head", "post", "put", "patch", "delete")
MOST_OPERATIONS = 5_000


def parse_document(document: Any) -> Mapping[str, Any]:
    """The document as a dict, whether it came as one, as JSON or as YAML."""
    if isinstance(document, str):
        document = _parsed(document)
    if not isinstance(document, Mapping):
        raise invalid("openapi", document, "give the document as an object, or as JSON or YAML text")
    version = str(document.get("openapi", document.get("swagger", "")))
    if not version.startswith("3."):
        raise invalid("openapi", version or None, "give an OpenAPI 3.0 or 3.1 document (field `openapi`)")
    if not isinstance(document.get("paths"), Mapping):
        raise invalid("openapi.paths", document.get("paths"), "the document must have `paths`")
    return document


def read_openapi(document: Mapping[str, Any], auth_type: str | None = None, base: str = "") -> Source:
    """`base` is the address that the document came from: relative servers are relative to it."""
    info = document.get("info") if isinstance(document.get("info"), Mapping) else {}
    assert isinstance(info, Mapping)
    refs = Refs(document)
    warnings: list[str] = []
    base_url = _server(document, base, warnings)
    scheme = scheme_of(document, refs, auth_type, warnings)
    operations = _operations(document, refs, scheme, warnings)
    if refs.lost:
        example = next(iter(refs.lost))
        warnings.append(f"{len(refs.lost)} references lead nowhere and were left open, e.g. {example!r}")
    return Source(
        name=str(info.get("title", "")),
        description=plain(info.get("description") or info.get("title"), LONGEST_DESCRIPTION),
        base_url=base_url,
        auth=security_auth(scheme, refs, document, base_url),
        operations=operations,
        failed_when=document.get("x-replan-failed-when"),
        warnings=tuple(warnings),
    )


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        pass  # then it is YAML, or nothing
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 -- both are safe loaders
    except yaml.YAMLError as error:
        raise invalid("openapi", text[:40], f"it is neither JSON nor YAML ({str(error)[:120]})") from None


def _server(document: Mapping[str, Any], base: str, warnings: list[str]) -> str:
    servers = document.get("servers")
    first = servers[0] if isinstance(servers, list) and servers and isinstance(servers[0], Mapping) else {}
    url = str(first.get("url", ""))
    for name, variable in dict(first.get("variables") or {}).items():
        url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    if isinstance(servers, list) and len(servers) > 1:
        warnings.append(f"of {len(servers)} servers the first, {url!r}, is used; name another as base_url")
    return (urljoin(base, url) if base else url).rstrip("/")


def _operations(
    document: Mapping[str, Any], refs: Refs, scheme: tuple[str, Mapping[str, Any]] | None, warnings: list[str]
) -> list[Operation]:
    made: list[Operation] = []
    taken: set[str] = set()
    for method, path, item, operation in _each(document, refs):
        if len(made) == MOST_OPERATIONS:
            warnings.append(f"only the first {MOST_OPERATIONS} operations were read; use allow to choose")
            break
        wanted = str(operation.get("operationId") or f"{method.upper()}_{path.strip('/')}")
        inputs = flat_inputs(refs, path, item, operation, scheme[1] if scheme else {})
        where = f"{method.upper()} {path}"
        if "servers" in operation or "servers" in item:
            warnings.append(f"{where}: its own servers are not used; all actions share one base_url")
        warnings += [f"{where}: {text}" for text in inputs.warnings]
        if inputs.unusable:
            warnings.append(f"{where} was left out: {inputs.unusable}")
            continue
        name = unique(action_name(wanted), taken, where)
        made.append(_operation(document, refs, scheme, (method.upper(), path), operation, name, inputs))
    if not made:
        raise invalid("openapi.paths", list(document["paths"])[:3], "no operation in it can be called")
    return made


def _operation(
    document: Mapping[str, Any], refs: Refs, scheme: tuple[str, Mapping[str, Any]] | None,
    where: tuple[str, str], operation: Mapping[str, Any], name: str, inputs: Inputs,
) -> Operation:
    method, path = where
    scopes = operation_scopes(document, operation, scheme[0] if scheme else "")
    declared = operation.get("x-replan-effect")
    call: dict[str, Any] = {
        "method": method, "path": path, "parameters": inputs.parameters, "encoding": inputs.encoding,
    }
    if inputs.idempotency:
        call["idempotency"] = inputs.idempotency
    if operation.get("x-replan-poll") is not None:
        call["poll"] = read_poll(operation["x-replan-poll"], f"{method} {path}: x-replan-poll")
    if operation.get("x-replan-probe") is not None:
        call["probe"] = read_probe(operation["x-replan-probe"], f"{method} {path}: x-replan-probe")
    if operation.get("x-replan-callback") is not None:
        offered = callback_inputs(operation)
        call["callback"] = read_callback(
            operation["x-replan-callback"], f"{method} {path}: x-replan-callback", offered
        )
    return Operation(
        name=name,
        description=_text(operation, method, path),
        input_schema=place_address(call, inputs.schema),
        output_schema=_output(refs, operation),
        effect=declared if declared in EFFECTS else method_effect(method, bool(inputs.idempotency)),
        call=call,
        group=_group(operation, path),
        scopes=scopes or (),
        open=scopes is None,
    )


def _each(
    document: Mapping[str, Any], refs: Refs
) -> Iterator[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    for path, item in document["paths"].items():
        node = refs.node(item)
        for method in METHODS:
            operation = node.get(method)
            if isinstance(operation, Mapping) and str(path).startswith("/"):
                yield method, str(path), node, operation


def _text(operation: Mapping[str, Any], method: str, path: str) -> str:
    summary = plain(operation.get("summary"))
    description = plain(operation.get("description"), LONGEST_DESCRIPTION)
    if not summary or description.startswith(summary):
        return description or summary or f"{method} {path}"
    return f"{summary.rstrip('.')}. {description}".strip() if description else summary


def _group(operation: Mapping[str, Any], path: str) -> str:
    tags = operation.get("tags")
    if isinstance(tags, list) and tags:
        return str(tags[0])
    parts = [part for part in path.split("/") if part and not part.startswith("{")]
    plain_parts = [part for part in parts if not _versionish(part)]
    return (plain_parts or parts or [""])[0]


def _versionish(part: str) -> bool:
    return part == "api" or (part[:1] == "v" and part[1:].replace(".", "").isdigit())


def _output(refs: Refs, operation: Mapping[str, Any]) -> dict[str, Any] | None:
    """The schema of the first success answer with a JSON body."""
    responses = operation.get("responses")
    if not isinstance(responses, Mapping):
        return None
    for status in sorted(str(key) for key in responses if str(key).startswith("2")):
        response = refs.node(responses.get(status, responses.get(int(status)) if status.isdigit() else None))
        content = response.get("content")
        for kind, media in (content.items() if isinstance(content, Mapping) else ()):
            if ("json" in kind or kind == "*/*") and isinstance(media, Mapping) and media.get("schema"):
                return compact(refs, media["schema"], "response") or None
    return None
