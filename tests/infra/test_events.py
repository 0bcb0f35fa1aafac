"""The sample events are what the functions take: each is given to the function that Lambda would call."""

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import app
from chalicelib import wiring
from chalicelib.engine import keys
from infra.aws.package import ROOT
from tests.infra.transformed import transformed

EVENTS = {path.stem: json.loads(path.read_text()) for path in sorted((ROOT / "events").glob("*.json"))}
SENT = {
    "run_step": "RunStep", "intake": "AcceptBatch", "deliver_webhook": "DeliverWebhook", "learn": "Learn",
    "sweep": "Sweep", "api_task": "APIHandler", "api_batch": "APIHandler",
}
ACCOUNT = "acme.test"
CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000, aws_request_id="r", invoked_function_arn="a")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> wiring.Home:
    made = wiring.embedded(tmp_path / "replan.db")
    monkeypatch.setattr(wiring, "home", lambda: made)
    return made


def handled(name: str, event: Mapping[str, Any]) -> Any:
    """By the handler that the template names."""
    handler = transformed()["Resources"][SENT[name]]["Properties"]["Handler"]
    module, _, function = handler.rpartition(".")
    return getattr(import_module(module), function)(event, CONTEXT)


def test_every_function_has_a_sample() -> None:
    functions = {name for name, one in transformed()["Resources"].items() if one["Type"] == "AWS::Lambda::Function"}

    assert set(SENT) == set(EVENTS)
    assert set(SENT.values()) == functions
    assert all(f"`{name}.json`" in (ROOT / "events/README.md").read_text() for name in EVENTS)


def test_the_first_message_of_a_task_that_nobody_knows_comes_again_and_the_second_is_done_with(
    home: wiring.Home
) -> None:
    (record,) = EVENTS["run_step"]["Records"]
    second = {**record, "attributes": {**record["attributes"], "ApproximateReceiveCount": "2"}}
    (again,) = handled("run_step", EVENTS["run_step"])["batchItemFailures"]

    assert again["itemIdentifier"] == record["messageId"]
    assert handled("run_step", {"Records": [second]}) == {"batchItemFailures": []}


@pytest.mark.parametrize("name", ["learn", "deliver_webhook"])
def test_what_is_about_a_task_that_is_gone_is_done_with(home: wiring.Home, name: str) -> None:
    assert handled(name, EVENTS[name]) == {"batchItemFailures": []}


def test_of_tasks_sent_to_the_queue_none_comes_again_for_want_of_its_sub_agent(home: wiring.Home) -> None:
    assert handled("intake", EVENTS["intake"]) == {"batchItemFailures": []}


def test_the_sweeper_finds_nothing_to_do_in_an_empty_home(home: wiring.Home) -> None:
    assert handled("sweep", EVENTS["sweep"]) == {}


@pytest.mark.parametrize(("name", "status"), [("api_task", 404), ("api_batch", 201)])
def test_a_request_gets_as_far_as_its_sub_agent(home: wiring.Home, name: str, status: int) -> None:
    """The sample's key opens nothing; with a real one it is the sub-agent that is missing."""
    _, secret = keys.create(
        home.ports.store, home.settings.pepper, ACCOUNT, "sample", keys.SCOPES, token=wiring.token, now=wiring.now()
    )
    event = EVENTS[name]
    keyed = {**event, "headers": {**event["headers"], "authorization": f"Bearer {secret}"}}
    answers = [app.app(one, CONTEXT) for one in (event, keyed)]

    assert answers[0]["statusCode"] == 401
    assert answers[1]["statusCode"] == status, answers[1]
    assert "subagent_not_found" in answers[1]["body"]
    assert name == "api_task" or answers[1]["body"].count("invalid_request") == 1
