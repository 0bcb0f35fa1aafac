"""A request to the API as its routes see it, without a server between."""

import json
from typing import Any
from urllib.parse import parse_qs

from chalicelib.api.http import Request
from chalicelib.api.routes import resource


def request(
    method: str, target: str, body: Any = None, key: str = "", headers: dict[str, str] | None = None
) -> Request:
    path, _, text = target.partition("?")
    known, params = resource(path)
    query = {name: tuple(values) for name, values in parse_qs(text, keep_blank_values=True).items()}
    return Request(
        method, known, params, query,
        {"authorization": f"Bearer {key}", "content-type": "application/json", **(headers or {})},
        b"" if body is None else json.dumps(body).encode(), "request-1",
    )
