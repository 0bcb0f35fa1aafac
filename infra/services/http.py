"""Calls from the tests' own side: seeding, and looking at what a service holds."""

import json
import time
from collections.abc import Mapping
from typing import Any  # Any: answers are JSON

import urllib3

_POOL = urllib3.PoolManager(retries=False, timeout=20.0)


def call(method: str, url: str, form: Mapping[str, Any] | None = None, bearer: str = "") -> Any:
    """The JSON answer; anything but success is an error of the test itself."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    if method == "POST":
        answer = _POOL.request(method, url, fields=dict(form or {}), encode_multipart=False, headers=headers)
    else:
        answer = _POOL.request(method, url, fields=dict(form or {}), headers=headers)
    if answer.status >= 400:
        raise RuntimeError(f"{method} {url}: {answer.status} {answer.data[:300].decode(errors='replace')}")
    return json.loads(answer.data) if answer.data else None


def json_call(method: str, url: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Any:
    """The JSON answer to JSON; anything but success is an error of the test itself, unless it is busy just now."""
    told = {"Content-Type": "application/json", **(headers or {})}
    for wait in (0.2, 1.0, 3.0, 0.0):
        answer = _POOL.request(method, url, body=None if body is None else json.dumps(body), headers=told)
        if answer.status != 503:
            break
        time.sleep(wait)
    if answer.status >= 400:
        raise RuntimeError(f"{method} {url}: {answer.status} {answer.data[:300].decode(errors='replace')}")
    return json.loads(answer.data) if answer.data else None
