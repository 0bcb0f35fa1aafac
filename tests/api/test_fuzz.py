"""Whatever JSON comes, to whichever route: an answer of the contract, never a 5xx."""

import random
import string
from typing import Any

from chalicelib.api.routes import ROUTES
from tests.api.conftest import Client, Home, parcels, task

ROUNDS = 1_500
BODIES: dict[str, dict[str, Any]] = {
    "tasks:create": task(metadata={"a": 1}, context={"currency": "EUR"}, output_schema={"type": "object"}, max_steps=3),
    "tasks:answer": {"decision": "approve", "values": {"a": 1}},
    "subagents:create": {"name": "other", "prompt": "Parcels", "tools": ["parcels"], "limits": {"steps": 3}},
    "subagents:change": {"prompt": "Parcels", "effects": ["read"], "requires_approval": ["parcels.*"]},
    "tools:register": parcels(allow=["*"], effects={"send_*": "unsafe"}, failed_when={"path": "ok", "equals": False}),
    "connections:store": {"tool": "parcels", "user_id": "u", "credentials": {"token": "t"}},
    "connections:ask": {"tool": "parcels", "user_id": "u", "scopes": ["read"]},
    "webhook:store": {"url": "http://127.0.0.1:9/x"},
    "keys:create": {"name": "x", "scopes": ["tasks:read"]},
}
ODD: list[Any] = [
    None, True, False, 0, -1, 51, 2**62, 1.5, -0.0, 1e300, "", " ", "x", "\x00", "\n", "é", "\U0001F4E6", "x" * 300,
    "../..", "%00", "' OR 1=1 --", "{{7*7}}", "*", "a.b.c", "http://[::1]/", "https://xn--/", "//", [], {}, [[]],
    [None], {"": ""}, {"type": "oauth2"}, {"$ref": "#"}, {"$ref": "http://127.0.0.1:9/"}, {"pattern": "("},
    [{"name": 1}], [{"name": "a", "method": 3, "path": []}], {"paths": {"/x": {"get": {"parameters": 5}}}},
    {"openapi": "3.0.0", "paths": {"/{a}": {"get": {"parameters": [{"$ref": "#/x"}]}}}}, "openapi: 3.0.0\npaths: []",
    {"openapi": "3.1.0", "paths": {"/a": {"post": {"requestBody": {"content": []}}}}, "servers": [5]},
]


def _changed(value: Any, dice: random.Random) -> Any:
    """One place of the value is something else."""
    if isinstance(value, dict) and value and dice.random() < 0.8:
        name = dice.choice(sorted(value))
        if dice.random() < 0.15:
            return {key: entry for key, entry in value.items() if key != name}
        if dice.random() < 0.15:
            return {**value, "".join(dice.choices(string.printable, k=5)): dice.choice(ODD)}
        return {**value, name: _changed(value[name], dice)}
    if isinstance(value, list) and value and dice.random() < 0.7:
        at = dice.randrange(len(value))
        return [*value[:at], _changed(value[at], dice), *value[at + 1:]]
    return dice.choice(ODD)


def _path(path: str, dice: random.Random) -> str:
    ids = ["shipper", "parcels", "task_1", "a" * 200, "%2e%2e", "%F0%9F%93%A6", "a%20b", "A#x", "*"]
    path = path.replace("{id}", dice.choice(ids)).replace("{name}", dice.choice(ids))
    names = ["limit", "cursor", "status", "user_id", "after", "wait", "sub_agent"]
    values = ["0", "1", "x", "%00", "%F0%9F%93%A6", "W10", "MA", "9" * 30, "-1", "1.5", ""]
    return path + dice.choice(["", f"?{dice.choice(names)}={dice.choice(values)}"])


def test_no_request_of_many_gets_a_5xx(ready: Client, home: Home) -> None:
    dice = random.Random(20261123)
    routes = [route for route in ROUTES if route.scopes is not None and not route.handler.startswith("keys:remove")]
    seen: dict[int, int] = {}
    for _ in range(ROUNDS):
        route = dice.choice(routes)
        body = BODIES.get(route.handler)
        line = f"{route.method} {_path(route.path, dice)}".replace("wait=1", "wait=0")
        answer = ready.call(line, _changed(body, dice) if body else None)
        assert answer.status < 500, (line, answer.raw)
        assert answer.status < 400 or {"code", "message"} <= set(answer.error), (line, answer.raw)
        seen[answer.status] = seen.get(answer.status, 0) + 1
    assert {200, 201, 404, 422} <= set(seen), f"the fuzzer reaches too little: {seen}"
