"""Accounts, modes, scopes, secrets and defects: what must never cross."""

import inspect
import json
import logging
import secrets as real_secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.api.routes import ROUTES
from chalicelib.engine import keys
from tests.api.conftest import PEPPER, Client, Home, parcels, task


def _everything(ready: Client) -> dict[str, str]:
    """One of each, by the parameter's route."""
    return {
        "/v1/tasks/{id}": ready.call("POST /v1/tasks", task()).body["id"],
        "/v1/subagents/{id}": "shipper", "/v1/tools/{name}": "parcels",
        "/v1/connections/{id}": ready.call(
            "PUT /v1/connections", {"tool": "parcels", "credentials": {"token": "t0ken-1234"}}).body["id"],
        "/v1/keys/{id}": ready.call("POST /v1/keys", {"name": "robot"}).body["id"],
    }


BODIES: dict[str, Any] = {
    "/v1/tasks/{id}/input": {"values": {"x": 1}}, "/v1/tasks/{id}/retry": {"from_step": "1"},
    "/v1/subagents/{id}": {"record": "none"}, "/v1/subagents/{id}/training/{lesson_id}": {"pinned": True},
}


@pytest.mark.parametrize("stranger", ["other.test", "acme.live"])
def test_what_belongs_to_another_account_or_mode_is_not_there(stranger: str, ready: Client, home: Home) -> None:
    ids = _everything(ready)
    foreign, own, tried = home.key(stranger), ready.key, 0
    for route in ROUTES:
        base = next((path for path in ids if route.path.startswith(path)), None)
        if base is None:
            continue
        line = f"{route.method} {route.path.replace(base, base.rpartition('/')[0] + '/' + ids[base])}"
        body = BODIES.get(route.path) if route.method in ("POST", "PATCH") else None
        answer = ready.call(line, body, key=foreign)
        assert answer.status == 404, (line, answer.raw)
        assert answer.error["code"].endswith("not_found")
        tried += 1
    assert tried >= 12
    for line in ("GET /v1/tasks", "GET /v1/subagents", "GET /v1/tools", "GET /v1/connections"):
        assert ready.call(line, key=foreign).body["data"] == []
        assert ready.call(line, key=own).body["data"] != []


def test_a_key_of_one_mode_makes_keys_of_that_mode(api: Client, home: Home) -> None:
    live = home.key("acme.live")
    made = api.call("POST /v1/keys", {"name": "robot"}, key=live).body
    assert made["key"].startswith("pk_live_") and made["mode"] == "live"
    assert [one["name"] for one in api.call("GET /v1/keys").body["data"]] == ["root"]


GUARDED = [route for route in ROUTES if route.scopes]


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: f"{route.method} {route.path}")
def test_each_route_wants_one_of_its_scopes(route: Any, ready: Client, home: Home) -> None:
    lacking = tuple(scope for scope in keys.SCOPES if scope not in route.scopes)
    path = route.path.replace("{id}", "x").replace("{name}", "x")
    answer = ready.call(f"{route.method} {path}", {} if route.method in ("POST", "PUT", "PATCH") else None,
                        key=home.key(scopes=lacking or ("approve",)))
    assert (answer.status, answer.error["code"]) == (403, "forbidden")
    assert all(scope in answer.error["message"] for scope in route.scopes)
    allowed = ready.call(f"{route.method} {path}", {} if route.method in ("POST", "PUT", "PATCH") else None,
                         key=home.key(scopes=route.scopes[:1]))
    assert allowed.status in (200, 201, 204, 404, 422)


CANARIES = ("canary-token-5f1d", "canary-refresh-77aa", "canary-client-90bc", "canary-password-12")


def test_secrets_are_in_no_item_no_message_no_log_and_no_refusal(
    ready: Client, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    oauth = {"type": "oauth2", "token_url": "http://127.0.0.1:9/token", "client_id": "app"}
    ready.call("POST /v1/tools", parcels(name="oauth-parcels", auth=oauth))
    answers = [
        ready.call("PUT /v1/connections", {"tool": "parcels", "credentials": {"token": CANARIES[0]}}),
        ready.call("PUT /v1/connections", {"tool": "oauth-parcels", "user_id": "u", "credentials": {
            "access_token": CANARIES[0], "refresh_token": CANARIES[1], "client_secret": CANARIES[2]}}),
        ready.call("PUT /v1/connections", {"tool": "parcels", "credentials": {"token": [CANARIES[0]]}}),
        ready.call("PUT /v1/connections", {"tool": CANARIES[3] * 9, "credentials": {"token": CANARIES[0]}}),
        ready.call("PUT /v1/connections", {"tool": "parcels", "credentials": CANARIES[3]}),
        ready.call("PUT /v1/connections", {"tool": "parcels", "token": CANARIES[0]}),
        ready.call("POST /v1/tools", parcels(auth={"type": "oauth2", "client_secret": CANARIES[2]})),
        ready.call("GET /v1/connections"), ready.call("GET /v1/tools/oauth-parcels"),
    ]
    assert [answer.status for answer in answers] == [200, 200, 422, 422, 422, 422, 422, 200, 200]
    stored = json.dumps([item.data for rows in home.world.store._items.values() for item in rows.values()])
    said = "".join(answer.raw.decode() for answer in answers) + caplog.text + repr(home.world.queue.sent)
    root = ready.key or ""
    for canary in (*CANARIES, root, root[20:]):
        assert canary not in stored and canary not in said
    opened = [plain for plain, _ in home.world.vault._sealed.values()]
    assert any(CANARIES[1].encode() in plain for plain in opened), "the twin: what was given did arrive, sealed"


def test_a_defect_of_ours_is_told_without_a_trace_and_logged_without_values(
    ready: Client, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    said = "".join(["can", "ary"])  # the lines of the trace are logged; what they computed is not

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError(f"the store said: {said}")

    home.world.store.query = broken  # type: ignore[method-assign]  # a store that breaks
    answer = ready.call("GET /v1/tasks")
    assert (answer.status, answer.error["code"]) == (500, "internal_error")
    assert "canary" not in answer.raw.decode() + caplog.text
    assert "Traceback" not in answer.raw.decode()
    assert "RuntimeError in GET /v1/tasks" in caplog.text
    request_id = answer.error["message"].split("'")[1]
    assert request_id in caplog.text


def test_calls_at_the_same_time_keep_to_themselves(ready: Client, home: Home) -> None:
    """Chalice's `current_request` is shared by all threads; ours must not be."""
    def send(number: int) -> tuple[str, str]:
        answer = ready.call("POST /v1/tasks", task(metadata={"number": number}, prompt=f"List parcels of c-{number}"))
        found = ready.call(f"GET /v1/tasks/{answer.body['id']}").body
        return found["prompt"], json.dumps(found["metadata"])

    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(send, range(60)))
    assert found == [(f"List parcels of c-{n}", json.dumps({"number": n})) for n in range(60)]


def test_a_prefix_alone_does_not_open(home: Home) -> None:
    secret = home.key()
    for wrong in (secret[:-1], secret[:-1] + "!", secret[:20] + "a" * 43, secret.replace("test", "live"), ""):
        with pytest.raises(keys.Unauthorized):
            keys.authenticate(home.ports.store, PEPPER, wrong)
    with pytest.raises(keys.Unauthorized):
        keys.authenticate(home.ports.store, b"another pepper", secret)
    assert keys.authenticate(home.ports.store, PEPPER, secret).account == "acme.test"


def test_keys_hold_256_bits_from_the_source_they_are_given(home: Home) -> None:
    lengths: list[int] = []

    def token(length: int) -> str:
        lengths.append(length)
        return "".join(real_secrets.choice("abcdefghij") for _ in range(length))

    keys.create(home.ports.store, PEPPER, "acme.test", "x", ("admin",), token=token, now=0)
    assert keys.PROOF in lengths and 62 ** keys.PROOF > 2 ** 256


def test_the_wired_token_source_is_a_cryptographic_one() -> None:
    from chalicelib import wiring

    assert "secrets.choice(" in inspect.getsource(wiring.token)
    assert len({wiring.token(43) for _ in range(100)}) == 100


def test_importing_the_app_stays_light_for_queue_workers() -> None:
    probe = (
        "import sys, app; heavy = [name for name in ('pydantic', 'boto3', 'jsonschema', 'chalicelib.api.tasks',"
        " 'chalicelib.api.models', 'chalicelib.engine.intake') if name in sys.modules]; print(heavy)"
    )
    found = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
