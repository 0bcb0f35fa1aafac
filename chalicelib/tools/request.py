"""A call record and inputs become one exact HTTP request, without its credential.

    build(record, inputs, base_url, key)  ->  Request(method, url, headers, body)
"""

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any  # Any: inputs are JSON
from urllib.parse import quote, urlencode, urljoin
from uuid import NAMESPACE_URL, uuid5

IDEMPOTENCY_HEADER = "Idempotency-Key"
AGENT = "Replan"
Pairs = list[tuple[str, str]]
_MARKS = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}


class BadInput(ValueError):
    """An input that no request can carry."""


@dataclass(frozen=True, slots=True)
class Request:
    """`content` is what the body says, as JSON: shown to a person instead of the bytes."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content: Any = None

    def with_headers(self, headers: Mapping[str, str]) -> "Request":
        return replace(self, headers={**self.headers, **headers})

    def with_query(self, name: str, value: str) -> "Request":
        mark = "&" if "?" in self.url else "?"
        return replace(self, url=f"{self.url}{mark}{urlencode({name: value}, quote_via=quote)}")

    def shown(self) -> dict[str, Any]:
        made: dict[str, Any] = {"method": self.method, "url": self.url, "headers": dict(self.headers)}
        return made if self.content is None else {**made, "body": self.content}


def key_for(key: str) -> str:
    """The idempotency key as services see it: opaque, of a length that all accept, the same for every attempt."""
    return str(uuid5(NAMESPACE_URL, f"replan:{key}"))


def absolute(base: str, url: str) -> str:
    """`url` as seen from `base`.  What cannot be joined stays as it is: the guard will refuse it by name."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def origin(url: str) -> tuple[str, str]:
    """Scheme and authority, of any text at all."""
    scheme, _, rest = url.partition("://")
    return scheme.lower(), re.split(r"[/?#]", rest, maxsplit=1)[0].lower()


def build(record: Mapping[str, Any], inputs: Mapping[str, Any], base_url: str, key: str) -> Request:
    """The request.  Raises `BadInput` for a value that cannot stand where it has to."""
    method = record["method"]
    placed = _placed(record, inputs)
    idempotency = record.get("idempotency")
    if idempotency and key:
        placed[idempotency["in"]].append(({"name": idempotency["name"]}, key_for(key)))
    elif key and method not in ("GET", "HEAD"):
        placed["header"].append(({"name": IDEMPOTENCY_HEADER}, key_for(key)))
    path = _path(record["path"], placed["path"])
    query = urlencode([pair for place, value in placed["query"] for pair in _query(place, value)], quote_via=quote)
    mark = "&" if "?" in path else "?"
    url = base_url.rstrip("/") + path + (f"{mark}{query}" if query else "")
    headers = {"User-Agent": AGENT, "Accept": "application/json, text/*;q=0.5, */*;q=0.1"}
    headers |= {str(place["name"]): _header(place, value) for place, value in placed["header"]}
    if placed["cookie"]:
        headers["Cookie"] = "; ".join(
            f"{place['name']}={quote(_text(value), safe='')}" for place, value in placed["cookie"])
    return _with_body(Request(method, url, headers), record, inputs, placed)


def _placed(record: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, list[tuple[Mapping[str, Any], Any]]]:
    placed: dict[str, list[tuple[Mapping[str, Any], Any]]] = {
        place: [] for place in ("path", "query", "header", "cookie", "body", "whole", "raw")
    }
    for name, value in inputs.items():
        place = record["parameters"].get(name, {"in": "body", "name": name})
        placed[place["in"]].append((place, value))
    return placed


def _with_body(
    request: Request, record: Mapping[str, Any], inputs: Mapping[str, Any],
    placed: Mapping[str, list[tuple[Mapping[str, Any], Any]]],
) -> Request:
    fields = {str(place["name"]): value for place, value in placed["body"]}
    if "template" in record:
        in_path = {name for name, place in record["parameters"].items() if place["in"] == "path"}
        own = {name: value for name, value in inputs.items() if name not in in_path}
        return _json(request, filled(record["template"], own))
    if placed["whole"]:
        return _json(request, placed["whole"][0][1])
    if placed["raw"]:
        place, value = placed["raw"][0]
        return _body(request, _bytes(place, value), record["media"], value)
    match record["encoding"]:
        case "json" if fields or request.method not in ("GET", "HEAD", "DELETE"):
            return _json(request, fields)
        case "form" if fields or request.method not in ("GET", "HEAD", "DELETE"):
            pairs = [pair for place, value in placed["body"] for pair in _form(place, value)]
            kind = "application/x-www-form-urlencoded"
            return _body(request, urlencode(pairs, quote_via=quote).encode(), kind, fields)
        case "multipart":
            content, kind = _multipart(placed["body"])
            return _body(request, content, kind, fields)
    return request


def _multipart(placed: list[tuple[Mapping[str, Any], Any]]) -> tuple[bytes, str]:
    """Files with a name, since services tell a file from a field by that; lists part by part."""
    from urllib3.filepost import encode_multipart_formdata

    parts: list[tuple[str, Any]] = []  # Any: urllib3 takes texts and (filename, bytes)
    for place, value in placed:
        name = str(place["name"])
        for one in value if isinstance(value, list) and place.get("bytes") else [value]:
            parts.append((name, (name, _bytes(place, one)) if place.get("bytes") else _text(one)))
    return encode_multipart_formdata(parts)


def _bytes(place: Mapping[str, Any], value: Any) -> bytes:
    """What an input says that stands for bytes."""
    if not place.get("bytes"):
        return _text(value).encode()
    try:
        return b64decode(str(value), validate=True)
    except ValueError:
        raise BadInput(f"input {place['name']!r} must be base64") from None


def _json(request: Request, value: Any) -> Request:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _body(request, text.encode(), "application/json", value)


def _body(request: Request, body: bytes, kind: str, content: Any) -> Request:
    return replace(request.with_headers({"Content-Type": kind}), body=body, content=content)


def filled(template: Any, inputs: Mapping[str, Any]) -> Any:
    match template:
        case "$inputs":
            return dict(inputs)
        case str() if template.startswith("$inputs."):
            return inputs.get(template.removeprefix("$inputs."))
        case Mapping():
            return {key: filled(value, inputs) for key, value in template.items()}
        case list():
            return [filled(value, inputs) for value in template]
    return template


def _path(path: str, placed: list[tuple[Mapping[str, Any], Any]]) -> str:
    for place, value in placed:
        name = str(place["name"])
        text = ",".join(_text(one) for one in value) if isinstance(value, list) else _text(value)
        if text in ("", ".", ".."):
            raise BadInput(f"input {name!r} is {text!r}, which cannot stand in a path")
        lead = {"label": ".", "matrix": f";{name}="}.get(str(place.get("style")), "")
        path = path.replace(f"{{{name}}}", lead + quote(text, safe=","))
    return path


def _header(place: Mapping[str, Any], value: Any) -> str:
    text = ",".join(_text(one) for one in value) if isinstance(value, list) else _text(value)
    if any(ord(letter) < 32 or ord(letter) > 255 or ord(letter) == 127 for letter in text):
        raise BadInput(f"input {place['name']!r} holds characters that a header cannot carry")
    return text


def _query(place: Mapping[str, Any], value: Any) -> Pairs:
    """OpenAPI's styles; the default is `form`, exploded: a list repeats its name."""
    name, style = str(place["name"]), place.get("style", "form")
    explode = place.get("explode", style in ("form", "deepObject"))
    match value:
        case _ if style == "json":
            return [(name, json.dumps(value, separators=(",", ":")))]
        case list() if style == "deepObject":
            return list(_brackets(name, value))
        case list():
            if explode:
                return [(name, _text(one)) for one in value]
            return [(name, _separated(style, value))]
        case Mapping() if style == "deepObject":
            return list(_brackets(name, value))
        case Mapping() if explode:
            return [(str(key), _text(one)) for key, one in value.items()]
        case Mapping():
            return [(name, ",".join(f"{key},{_text(one)}" for key, one in value.items()))]
    return [(name, _text(value))]


def _form(place: Mapping[str, Any], value: Any) -> Pairs:
    """`a[b]=…` for objects; lists repeat their name, or count (`a[0]=…`) where they hold objects or are asked to."""
    name = str(place["name"])
    if isinstance(value, list) and place.get("style") != "deepObject" and not any(
        isinstance(one, (Mapping, list)) for one in value
    ):
        if place.get("explode") is False:
            return [(name, _separated(str(place.get("style")), value))]
        return [(name, _text(one)) for one in value]
    return list(_brackets(name, value))


def _separated(style: str, values: list[Any]) -> str:
    return _MARKS.get(style, ",").join(_text(one) for one in values)


def _brackets(name: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for key, one in value.items():
                yield from _brackets(f"{name}[{key}]", one)
        case list():
            for at, one in enumerate(value):
                yield from _brackets(f"{name}[{at}]", one)
        case None:
            yield name, ""
        case _:
            yield name, _text(value)


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case None:
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case Mapping() | list():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)
