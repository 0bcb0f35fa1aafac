"""`replan tools check` and `replan tools call`: a service is looked at, and called once, from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from chalicelib import wiring
from chalicelib.cli import main
from chalicelib.engine import keys
from chalicelib.engine.registration import register
from chalicelib.engine.switches import throw
from chalicelib.tools import Guard, compile_tool
from tests.tools.service import Reply, serving
from tests.tools.test_swagger import PARCELS

SECRET = "canary-token-value-1"
CAPABILITIES = [
    {"name": "look", "method": "GET", "path": "/look", "parameters": {"n": {"type": "integer"}},
     "returns": {"found": {"type": "string"}}},
    {"name": "send", "method": "POST", "path": "/send", "parameters": {"text": {"type": "string"}}},
]


def echo(asked):
    return Reply(200, {"path": asked.path, "query": dict(asked.query), "said": asked.headers.get("Authorization")})


class Desk:
    def __init__(self, folder: Path, url: str, monkeypatch: pytest.MonkeyPatch, scopes=("tasks:write",)) -> None:
        monkeypatch.chdir(folder)
        monkeypatch.setenv("REPLAN_DATABASE", str(folder / "home.db"))
        monkeypatch.setenv("REPLAN_ALLOW_LOOPBACK", "1")
        wiring.home.cache_clear()
        self.home = wiring.home()
        ports = self.home.ports
        _, self.key = keys.create(
            ports.store, self.home.settings.pepper, "acme.live", "k", scopes, token=ports.token, now=ports.now()
        )
        tool = compile_tool(
            {"name": "desk", "base_url": url, "auth": {"type": "bearer"}, "capabilities": CAPABILITIES},
            Guard(allow_loopback=True),
        )
        register(ports, "acme.live", tool)
        self.home.toolbox.connections.store("acme.live", "desk", tool.auth, {"token": SECRET})

    def call(self, *words: str, typed: str = ""):
        return CliRunner().invoke(main, ["tools", "call", "desk", *words, "--key", self.key], input=typed)


@pytest.fixture
def service():
    with serving(echo) as running:
        yield running


@pytest.fixture
def desk(tmp_path, service, monkeypatch):
    yield Desk(tmp_path, service.url, monkeypatch)
    wiring.home.cache_clear()


def test_a_read_is_sent_at_once_and_its_answer_shows_no_secret(desk, service):
    done = desk.call("look", "n=5")

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["query"] == {"n": "5"} and service.asked[0].headers["Authorization"] == f"Bearer {SECRET}"
    assert SECRET not in done.output and "[redacted]" in told["said"]
    assert "lacks promised fields" not in done.stderr


def test_a_write_is_shown_and_asked_about_and_no_means_no(desk, service):
    refused = desk.call("send", "text=hi", typed="n\n")
    sent = desk.call("send", "text=hi", typed="y\n")
    at_once = desk.call("send", "text=hi", "--yes")

    assert refused.exit_code == 1 and '"text": "hi"' in refused.stderr and SECRET not in refused.output
    assert (sent.exit_code, at_once.exit_code) == (0, 0)
    assert [json.loads(asked.body) for asked in service.asked] == [{"text": "hi"}] * 2
    assert len({asked.headers["Idempotency-Key"] for asked in service.asked}) == 2


def test_a_preview_sends_nothing(desk, service):
    shown = desk.call("send", "text=hi", "--preview")

    assert json.loads(shown.stdout)["body"] == {"text": "hi"} and service.asked == []


def test_a_wrong_input_fails_before_anything_is_sent_with_the_reason_as_exit_status(desk, service):
    failed = desk.call("look", "n=many")

    assert failed.exit_code == 1 and "invalid_input" in failed.stderr and service.asked == []


def test_an_unknown_action_is_answered_with_those_that_are_near(desk):
    assert "did you mean look?" in desk.call("lok").output


def test_the_accounts_switch_stops_single_calls_too(desk, service):
    throw(desk.home.ports.store, "acme.live", None, at=1, by="key_1", reason="an incident")

    assert "switch is off" in desk.call("look").output and service.asked == []


def test_a_key_without_the_scope_and_a_key_that_nobody_knows_call_nothing(tmp_path, service, monkeypatch):
    desk = Desk(tmp_path, service.url, monkeypatch, scopes=("tasks:read",))
    scope = desk.call("look")
    desk.key = "pk_live_" + "a" * 55
    unknown = desk.call("look")
    wiring.home.cache_clear()

    assert "tasks:write" in scope.output and "nobody knows this API key" in unknown.output
    assert scope.exit_code == unknown.exit_code == 1 and service.asked == []


def check(tmp_path: Path, content: object, *words: str):
    file = tmp_path / "document"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return CliRunner().invoke(main, ["tools", "check", str(file), *words])


def test_a_document_is_checked_without_a_home_or_a_service(tmp_path):
    done = check(tmp_path, PARCELS)

    assert done.exit_code == 0, done.output
    assert "parcels: 4 actions (1 read, 3 unsafe)" in done.stdout and "auth oauth2" in done.stdout
    assert "'token' is a credential" in done.stdout and "Idempotency-Key" in done.stdout


def test_the_body_of_a_registration_is_checked_with_its_overrides(tmp_path):
    body = {"name": "mine", "base_url": "https://8.8.8.8", "capabilities": CAPABILITIES, "effects": {"send": "read"}}
    told = json.loads(check(tmp_path, body, "--json").stdout)

    assert (told["name"], told["actions"], told["effects"]) == ("mine", 2, {"read": 2})
    assert {one["kind"] for one in told["advice"]} >= {"undeclared_output"}


def test_what_cannot_be_compiled_fails_with_the_remedy(tmp_path):
    for content, said in (
        ("paths: [", "neither JSON nor YAML"),
        ({"openapi": "3.0.0", "paths": {}}, "no operation"),
        ({**PARCELS, "host": "10.0.0.1"}, "not public"),
    ):
        failed = check(tmp_path, content)
        assert failed.exit_code == 1 and said in failed.output
