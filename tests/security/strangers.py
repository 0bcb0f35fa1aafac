"""Two accounts and both modes of one: every id of the owner's, at every route, asked for by each of the strangers.

The answer has to be that for an id which does not exist, and nothing of the owner's may change or be said.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.api.routes import ROUTES, answer
from chalicelib.domain.binding import Literal
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.engine.callback_address import Address, make_token
from chalicelib.engine.deliveries import announce
from chalicelib.engine.engine import Nack, step_ref
from chalicelib.engine.runner import run_step
from tests.api.conftest import Home, parcels, task
from tests.api.test_training import learn
from tests.security.out_of_scope import on
from tests.security.requests import request
from tests.security.tally import Tally

OWNER, STRANGERS = "acme.test", ("other.test", "acme.live", "other.live")
MARK = "owner-only-7c41"
BODIES: dict[str, Any] = {
    "tasks:answer": {"decision": "approve", "values": {}}, "tasks:retry": {"from_step": "1"},
    "subagents:change": {"record": "none"}, "training:change": {"pinned": True},
}
READ = Step("1", "parcels", "list_parcels", "read", {"customer_id": Literal("c-1")}, label="1", reason=MARK)
ASKS = Step("2", "person", "ask", "read", ask=Question("missing_input", f"Which one, {MARK}?", {}), depends_on=("1",), label="2")
PLANS = {"done": (READ,), "waits": (READ, ASKS), "fails": (replace(READ, inputs={"customer_id": Literal("broken")}),)}


@dataclass
class Planner:
    """Plans by the first word of the prompt."""

    version: str = "test"

    def draft(self, brief: Any) -> Any:
        return Plan(PLANS[brief.prompt.split()[0]])

    def revise(self, brief: Any, run: Any, step: Any, outcome: Any) -> Any:
        return on(run, step, outcome)


@dataclass
class House:
    home: Home = field(default_factory=Home)

    def __post_init__(self) -> None:
        self.home.engine = replace(self.home.engine, planner=Planner())
        self.home.world.outside.functions["parcels.list_parcels"] = lambda call: (
            Failed("rejected", f"no {MARK}") if call.inputs["customer_id"] == "broken" else Done({"parcels": [{"id": MARK}]}))
        self.keys = {account: self.home.key(account, name=f"key {account}") for account in (OWNER, *STRANGERS)}

    def call(self, line: str, body: Any = None, account: str = OWNER, **headers: str) -> Any:
        method, _, target = line.partition(" ")
        return answer(request(method, target, body, self.keys[account], headers), lambda: self.home)  # type: ignore[arg-type,return-value]  # the shape of a home

    def settle_in(self, account: str) -> None:
        made = [
            self.call("POST /v1/tools", parcels(description=f"Parcels {MARK}"), account),
            self.call("POST /v1/subagents", {"name": "shipper", "prompt": f"Send parcels {MARK}"}, account),
            self.call("PUT /v1/connections", {"tool": "parcels", "user_id": MARK, "credentials": {"token": "t0ken-123"}}, account),
            self.call("PUT /v1/webhook", {"url": "http://127.0.0.1:9/hook"}, account),
        ]
        assert [one.status for one in made] == [201, 201, 200, 200], [one.body for one in made]
        learn(self.home, account)

    def pump(self) -> None:
        def one(event: Any) -> Any:
            (record,) = event["Records"]
            verdict = run_step(self.home.engine, step_ref(json.loads(record["body"])), lambda: 900_000)
            if not isinstance(verdict, Nack):
                return {"batchItemFailures": []}
            return {"batchItemFailures": [{"itemIdentifier": record["messageId"], "visibilityTimeout": verdict.delay}]}
        self.home.world.pump({"steps": one})

    def owned(self) -> dict[str, list[str]]:
        """Ids of everything that the owner has, by kind."""
        self.settle_in(OWNER)
        tasks = [self._task(kind) for kind in ("done", "waits", "fails", "done")]
        batch = self.call("POST /v1/tasks/batch", {"tasks": [self._body("done")] * 2}).body
        self.pump()
        tasks.append(self._task("done"))
        self.call(f"POST /v1/tasks/{tasks[-1]}/cancel")
        tasks.append(self._task("waits"))  # nobody has begun it
        announce(self.home.engine, OWNER, tasks[0], "task.complete", "")
        address = Address(OWNER, tasks[1], "1")
        return {
            "task": tasks, "batch": [batch["id"]], "subagent": ["shipper"], "tool": ["parcels"],
            "connection": [one["id"] for one in self.call("GET /v1/connections").body["data"]],
            "key": [one["id"] for one in self.call("GET /v1/keys").body["data"]],
            "lesson": ["les_a", "les_b", "les_c", "les_d"], "user": [MARK],
            "callback": [make_token(b"another key", address)],
        }

    def _body(self, kind: str) -> dict[str, Any]:
        return task(prompt=f"{kind} {MARK}", metadata={"note": MARK}, user_id=MARK)

    def _task(self, kind: str) -> str:
        return str(self.call("POST /v1/tasks", self._body(kind)).body["id"])

    def stored(self, account: str) -> str:
        """All that is stored for an account."""
        store = self.home.world.store
        items = {pk: {sk: item.data for sk, item in rows.items()} for pk, rows in store._items.items() if f"#{account}" in pk}
        controls = {pk: repr(control) for pk, control in store._controls.items() if f"#{account}" in pk}
        return json.dumps([items, controls], sort_keys=True)


def absent(value: str) -> str:
    """An id of the same form that does not exist."""
    head, mark, tail = value.rpartition("_")
    return f"{head}{mark}{''.join(reversed(tail))}" if mark and tail != tail[::-1] else f"no-{value}"[:60]


NAMED_BY_CALLERS = "/v1/users/"
"""A user's id is the caller's own word: in each account it names that account's user, whoever else has one of the name."""


def probes(ids: dict[str, list[str]]) -> Iterator[tuple[Any, str, str, str]]:
    """(route, id, the line with it, the line with one that does not exist)"""
    every = [one for several in ids.values() for one in several]
    for route in ROUTES:
        names = re.findall(r"{(\w+)}", route.path)
        if not names or route.path.startswith("/dashboard"):
            continue
        for value in every:
            for name in names:
                others = {"id": "shipper", "lesson_id": "les_a"}
                known = {one: others.get(one, "x") for one in names if one != name}
                if value in known.values():
                    continue  # both would be replaced by the one in its place
                yield route, value, _line(route, {**known, name: value}), _line(route, {**known, name: absent(value)})


def _line(route: Any, values: dict[str, str]) -> str:
    return f"{route.method} {route.path.format(**values)}"


def corpus() -> Tally:
    found, house = Tally(), House()
    ids = house.owned()
    before = house.stored(OWNER)
    for route, value, line, other in probes(ids):
        body = BODIES.get(route.handler, {}) if route.method in ("POST", "PATCH", "PUT") else None
        for stranger in STRANGERS:
            got, none = house.call(line, body, stranger), house.call(other, body, stranger)
            told, wanted = _told(got, value), _told(none, absent(value))
            said = MARK in told.replace(MARK, "", told.count(MARK) if value == MARK else 0)
            served = got.status < 400 and not route.path.startswith(NAMED_BY_CALLERS)
            found.refused(f"{stranger}: {line}: {got.status} {told[:200]}", told != wanted or said or served)
    for line in LISTS:
        for stranger in STRANGERS:
            got = house.call(line, None, stranger)
            found.refused(f"{stranger}: {line}", MARK in json.dumps(got.body) or any(
                one in json.dumps(got.body) for one in (*ids["task"], *ids["key"], *ids["connection"], *ids["batch"])))
    _cursors(house, found)
    found.refused("what the owner has was changed", house.stored(OWNER) != before)
    _bodies(house, found)
    _own(house, ids, found)
    return found


LISTS = tuple(f"GET {route.path}" for route in ROUTES if route.method == "GET" and "{" not in route.path and route.scopes)


def _cursors(house: House, found: Tally) -> None:
    """A cursor of the owner's shows a stranger nothing but what is their own."""
    for path in ("/v1/tasks", "/v1/keys", "/v1/connections", "/v1/tools", "/v1/subagents"):
        cursor = house.call(f"GET {path}?limit=1").body.get("next_cursor")
        for stranger in STRANGERS if cursor else ():
            got = house.call(f"GET {path}?limit=1&cursor={cursor}", None, stranger)
            found.refused(f"{stranger}: cursor of {path}", MARK in json.dumps(got.body))


def _bodies(house: House, found: Tally) -> None:
    """What a stranger's body names is looked for among their own things; so is what a key was used for before."""
    first = house.call("POST /v1/tasks", house._body("done"), **{"idempotency-key": "same"}).body["id"]
    before = house.stored(OWNER)
    for stranger in STRANGERS:
        for body in (house._body("done"), task(prompt="done x")):
            got = house.call("POST /v1/tasks", body, stranger, **{"idempotency-key": "same"})
            found.refused(f"{stranger}: the same idempotency key", got.status != 404 or first in json.dumps(got.body))
        got = house.call("PUT /v1/connections", {"tool": "parcels", "credentials": {"token": "t0ken-999"}}, stranger)
        found.refused(f"{stranger}: a connection for the owner's tool", got.status < 400)
        got = house.call("POST /v1/subagents", {"name": "mine", "prompt": "Send parcels", "tools": ["parcels"]}, stranger)
        found.refused(f"{stranger}: a grant of the owner's tool", "parcels" in (got.body.get("tools") or []))
    found.refused("what the owner has was changed by a body", house.stored(OWNER) != before)


def _own(house: House, ids: dict[str, list[str]], found: Tally) -> None:
    """The owner's own calls are answered, at every route, and so is a stranger's who has the same names."""
    routes = [one for one in ROUTES if "{" in one.path and one.scopes]
    for route in sorted(routes, key=_late):
        kind = _kind(route.path)
        value = ids[kind][1] if route.handler == "tasks:answer" else ids[kind][0]
        names = {"id": "shipper", "lesson_id": "les_b"} if "lesson_id" in route.path else {"id": value, "name": value}
        body = BODIES.get(route.handler) if route.method in ("POST", "PATCH") else None
        got = house.call(f"{route.method} {route.path.format(**{'user_id': value, **names})}", body)
        found.passed(f"{route.method} {route.path}: {got.status}", got.status not in (401, 403, 404) and got.status < 500)
    for stranger in STRANGERS:
        house.settle_in(stranger)
        made = house.call("POST /v1/tasks", house._body("done"), stranger)
        found.passed(f"{stranger}: a task of their own", made.status == 201)
        got = house.call(f"GET /v1/tasks/{made.body.get('id')}", None, stranger)
        found.passed(f"{stranger}: reads it", got.status == 200 and got.body["metadata"]["note"] == MARK)


def _late(route: Any) -> tuple[int, int]:
    """What holds others goes late: then the receipt of a deletion is there, and at the very last the key goes."""
    when = 3 if route.path.startswith("/v1/keys/") else 2 if route.path.endswith("/deletion") else route.method == "DELETE"
    return when, -len(route.path)


def _kind(path: str) -> str:
    kinds = {"/v1/tasks": "task", "/v1/batches": "batch", "/v1/subagents": "subagent", "/v1/tools": "tool",
             "/v1/connections": "connection", "/v1/keys": "key", "/v1/users": "user"}
    return next((kind for prefix, kind in kinds.items() if path.startswith(prefix)), "task")


def _told(got: Any, value: str) -> str:
    return json.dumps([got.status, got.body], sort_keys=True).replace(value, "ID")
