"""The lines of what is no step: requests, deliveries, intake, the sweep; and what the environment settles."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib import functions, wiring
from chalicelib.api import intake
from chalicelib.api.routes import ROUTES, answer
from chalicelib.domain.errors import Unavailable
from chalicelib.engine import registry
from chalicelib.observe.observer import Observer
from infra.aws.local.emf import faults
from tests.api.conftest import Home
from tests.engine.scripted import ACCOUNT, Scene, step
from tests.observe.lines import Context, Line, Written, at_home, home_of, run
from tests.security.requests import request


class Asked:
    """An API whose lines can be read."""

    def __init__(self) -> None:
        self.written = Written()
        self.home = Home(observer=self.written.observer)
        self.key = self.home.key()

    def ask(self, method: str, target: str, body: object = None, key: str | None = None) -> Line:
        before = len(self.written.lines)
        answer(request(method, target, body, key or self.key), lambda: self.home)  # type: ignore[arg-type,return-value]
        (line,) = self.written.lines[before:]
        return line


def test_a_request_leaves_one_line_with_its_route_and_whose_key_it_was():
    line = Asked().ask("GET", "/v1/tasks")

    assert line == {**line, "message": "request", "method": "GET", "route": "/v1/tasks", "http_status": 200,
                    "account": "acme.test", "live": False, "level": "INFO"}
    assert line["key_id"].startswith("key_") and line["duration_ms"] >= 0


def test_a_refusal_says_its_code_and_the_id_that_the_caller_was_told():
    line = Asked().ask("GET", "/v1/tasks/task_none")

    assert (line["route"], line["http_status"], line["code"]) == ("/v1/tasks/{id}", 404, "task_not_found")
    assert "task_id" not in line


def test_a_defect_of_ours_is_an_error():
    api = Asked()
    api.home.ports = None  # type: ignore[assignment]

    assert api.ask("GET", "/v1/tasks")["level"] == "ERROR"


def test_what_is_not_there_for_a_while_is_no_mistake_of_ours():
    def absent(*_: object, **__: object) -> None:
        raise Unavailable("the table does not answer")

    api = Asked()
    api.home.ports.store.query = absent  # type: ignore[assignment]
    line = api.ask("GET", "/v1/tasks")

    assert (line["http_status"], line["level"]) == (503, "WARNING") and "defects" not in line


@pytest.mark.parametrize("route", sorted({route.path for route in ROUTES}))
def test_no_address_is_written_whatever_the_route(route: str):
    """A callback's token, a consent's code and state, an id that somebody mistyped a secret into."""
    api, canary = Asked(), "canary4711"
    path = "/".join(canary if part.startswith("{") else part for part in route.split("/"))
    target, body = f"{path}?code={canary}&state={canary}", {"prompt": canary, "x": canary}
    for method in ("GET", "POST", "DELETE"):
        for key in (api.key, f"pk_test_{canary}"):
            api.ask(method, target, body, key)

    assert canary not in api.written.out.getvalue()


def test_a_webhooks_delivery_leaves_one_line_without_its_address():
    scene = Scene((step("1"),))
    registry.set_webhook(scene.world.ports, ACCOUNT, "https://127.0.0.1:1/canary4711", token=scene.world.tokens)
    run(scene)
    written = Written()
    with at_home(home_of(scene, written.observer)):
        (item, *_) = scene.world.store.query(f"T#{ACCOUNT}#{scene.task.id}", "W#").items
        functions.deliver_webhook({"Records": [
            record({"account": ACCOUNT, "task": scene.task.id, "delivery": item.sk})]}, Context)

    (line,) = written.lines
    assert (line["message"], line["status"], line["deliveries"], line["level"]) == ("webhook", "pending", 1, "WARNING")
    assert faults(line) == [] and "canary4711" not in written.out.getvalue()


def test_a_batch_of_the_intake_queue_says_how_many_were_taken():
    scene, written = Scene((step("1"),)), Written()
    bodies = {"tasks": [{"prompt": "canary4711", "sub_agent": "agent"}, {"prompt": ""}]}
    with at_home(home_of(scene, written.observer)):
        attributes = {"account": {"stringValue": ACCOUNT, "dataType": "String"}}
        intake.accept_batch({"Records": [{**record(bodies), "messageAttributes": attributes}]}, Context)

    (line,) = written.lines
    assert (line["message"], line["accepted"], line["refused"], line["account"]) == ("intake", 1, 1, ACCOUNT)
    assert line["batch"].startswith("batch_") and faults(line) == [] and "canary4711" not in written.out.getvalue()


def test_a_sweep_says_what_it_repaired_and_is_silent_where_there_was_nothing():
    scene, written = Scene((step("1"),)), Written({"sampling": 0.0})
    quiet = Written({"sampling": 0.0, "metrics": False})
    with at_home(home_of(scene, quiet.observer)):
        functions.sweep({}, Context)
    scene.world.clock.advance(100)
    with at_home(home_of(scene, written.observer)):
        functions.sweep({}, Context)

    assert quiet.lines == []
    assert (written.lines[0]["swept"], written.lines[0]["repairs"]) == ({"sent": 1}, 1)


@pytest.fixture
def embedded(monkeypatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setenv("REPLAN_DATABASE", str(tmp_path / "x.db"))
    for name in ("POWERTOOLS_LOG_LEVEL", "REPLAN_METRICS", "REPLAN_LOG_SAMPLING", "POWERTOOLS_SERVICE_NAME"):
        monkeypatch.delenv(name, raising=False)
    wiring.home.cache_clear()
    yield tmp_path
    wiring.home.cache_clear()


def test_the_embedded_home_writes_what_went_wrong_only_unless_it_is_asked(embedded, monkeypatch):
    quiet = wiring.embedded(embedded / "x.db").observer
    monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", "INFO")
    monkeypatch.setenv("REPLAN_METRICS", "1")
    asked = wiring.embedded(embedded / "x.db").observer

    assert (quiet.level, quiet.metrics, quiet.meter, quiet.daemon) == ("WARNING", False, None, "")
    assert (asked.level, asked.metrics) == ("INFO", True)


@pytest.mark.parametrize("share", ["2", "-0.1", "often"])
def test_a_share_that_is_none_stops_the_start_with_its_name(embedded, monkeypatch, share: str):
    monkeypatch.setenv("REPLAN_LOG_SAMPLING", share)

    with pytest.raises(Unavailable, match="REPLAN_LOG_SAMPLING"):
        wiring.embedded(embedded / "x.db")


def test_the_homes_own_ports_know_who_looks_on(embedded):
    home = wiring.embedded(embedded / "x.db")

    assert home.ports.observed is home.observer and isinstance(home.observer, Observer)
    assert replace(home.observer, level="DEBUG")._sampled("any")


def record(body: object) -> dict[str, object]:
    return {"messageId": "m-1", "body": json.dumps(body), "attributes": {"ApproximateReceiveCount": "1"}}
