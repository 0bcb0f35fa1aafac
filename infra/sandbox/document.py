"""An OpenAPI document, read once, is what a service answers to: its routes, parameters, bodies and scopes.

So the document that is published and the service behind it cannot drift apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from infra.sandbox.check import checked, read_text
from infra.sandbox.wire import Json, Refused, Request

METHODS = ("get", "post", "put", "patch", "delete")
NO_BODY: Json = {"type": "object", "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    pattern: re.Pattern[str]
    query: dict[str, Json]
    headers: dict[str, Json]
    body: Json
    scopes: frozenset[str]

    def read_query(self, request: Request) -> Json:
        """The query by name, typed, with defaults; refused when a parameter is missing or unknown."""
        given = dict(request.query)
        for name in given:
            if name not in self.query:
                raise Refused("invalid_request", f"{name!r} is not a parameter of {self.id}", param=name)
        for name, parameter in self.query.items():
            if parameter.get("required") and name not in given:
                raise Refused("invalid_request", f"{name!r} is required", param=name)
        defaults = {name: p["schema"]["default"] for name, p in self.query.items() if "default" in p["schema"]}
        return {
            **defaults,
            **{name: read_text(self.query[name]["schema"], text, name) for name, text in given.items()},
        }

    def read_body(self, request: Request) -> Json:
        kind = (request.header("Content-Type") or "application/json").split(";")[0].strip().lower()
        if request.body and kind != "application/json":
            raise Refused("unsupported_media_type", f"send application/json, not {kind}", 415)
        body = checked(self.body, request.json(), "body")
        return body if isinstance(body, dict) else {}

    def read_key(self, request: Request) -> str | None:
        """The idempotency key, if this operation takes one and it was sent."""
        schema = self.headers.get("idempotency-key")
        key = request.header("Idempotency-Key")
        if schema is None or key is None:
            return None
        return str(read_text(schema["schema"], key, "Idempotency-Key"))


class Document:
    def __init__(self, name: str) -> None:
        self._text = (Path(__file__).parent / f"{name}.openapi.json").read_text(encoding="utf-8")
        self._content: Json = json.loads(self._text)
        self.operations = tuple(sorted(self._read(), key=lambda one: one.pattern.groups))

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset().union(*(one.scopes for one in self.operations))

    def text(self, url: str) -> bytes:
        """The document as the service at `url` publishes it."""
        return self._text.replace(self._content["servers"][0]["url"], url).encode()

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]]:
        """The operation that a request means, and the values in its path; the least general path wins."""
        allowed = set()
        for operation in self.operations:
            found = operation.pattern.fullmatch(path)
            if found and operation.method == method:
                return operation, {name: unquote(value) for name, value in found.groupdict().items()}
            if found:
                allowed.add(operation.method)
        if allowed:
            raise Refused("method_not_allowed", f"{path} answers to {', '.join(sorted(allowed))}", 405)
        raise Refused("not_found", f"there is nothing at {path}", 404)

    def _read(self) -> Iterator[Operation]:
        for path, item in self._content["paths"].items():
            for method in METHODS:
                if method in item:
                    yield self._operation(path, method, item)

    def _operation(self, path: str, method: str, item: Json) -> Operation:
        spec = item[method]
        parameters = [self._expanded(p) for p in item.get("parameters", []) + spec.get("parameters", [])]
        body = spec.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", NO_BODY)
        return Operation(
            id=spec["operationId"],
            method=method.upper(),
            pattern=re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)),
            query={p["name"]: p for p in parameters if p["in"] == "query"},
            headers={p["name"].lower(): p for p in parameters if p["in"] == "header"},
            body=self._expanded(body),
            scopes=frozenset(scope for way in spec["security"] for scopes in way.values() for scope in scopes),
        )

    def _expanded(self, node: Json) -> Json:
        """The node with its references replaced by what they point to (our documents have no circles)."""
        if "$ref" in node:
            target = self._content
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            return self._expanded(target)
        return {key: self._expanded(value) if isinstance(value, dict) else value for key, value in node.items()}
