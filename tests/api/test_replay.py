"""`replan replay` against a home: recordings over HTTP, planned in the command's own process."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chalicelib.cli import main
from chalicelib.domain.outcome import Done
from chalicelib.engine.cache import Cache
from chalicelib.engine.engine import Engine, Nack, step_ref
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from chalicelib.planning.composer.composer import Composer
from tests.api.conftest import CAPABILITIES, Client, Home, parcels, task
from tests.api.test_routes import conforms


def carried_out(ready: Client, home: Home, **fields: Any) -> str:
    """A task, done by a worker."""
    home.world.outside.functions["parcels.list_parcels"] = lambda _: Done({"parcels": [{"id": "p-1"}]})
    home.world.outside.functions["parcels.authenticate"] = lambda _: Done({})
    engine = Engine(home.ports, Settings(), Composer(), Cache(home.world.clock))

    def work(event: Any) -> dict[str, Any]:
        verdicts = [run_step(engine, step_ref(json.loads(one["body"])), lambda: 900_000) for one in event["Records"]]
        return {"batchItemFailures": [
            {"itemIdentifier": one["messageId"], "visibilityTimeout": verdict.delay}
            for one, verdict in zip(event["Records"], verdicts, strict=True) if isinstance(verdict, Nack)
        ]}

    made = ready.call("POST /v1/tasks", task(**fields)).body["id"]
    home.world.pump(work)
    assert ready.call(f"GET /v1/tasks/{made}").body["status"] == "complete"
    return str(made)


def replan(ready: Client, *words: str, status: int) -> str:
    done = CliRunner().invoke(main, ["replay", *words, "--url", ready.url, "--key", ready.key or ""])
    assert done.exit_code == status, done.output
    return done.output


def test_a_recording_is_whole_or_without_what_tasks_share(ready: Client, home: Home) -> None:
    done = carried_out(ready, home)
    whole = ready.call(f"GET /v1/tasks/{done}/recording").body
    conforms(whole, "Recording")
    part = ready.call(f"GET /v1/tasks/{done}/recording?whole=false").body

    assert set(whole) - set(part) == {"actions", "lessons"}
    assert whole["versions"]["planner"] == Composer.version
    assert [step["action"] for step in whole["steps"]].count("list_parcels") == 1


def test_a_task_that_goes_on_cannot_be_replayed_yet(ready: Client) -> None:
    made = ready.call("POST /v1/tasks", task()).body["id"]
    answer = ready.call(f"GET /v1/tasks/{made}/recording")

    assert (answer.status, answer.error["code"]) == (409, "task_not_ended")
    assert "has not ended" in replan(ready, made, status=2)


def test_nothing_differs_is_status_0_and_something_is_1(ready: Client, home: Home, tmp_path: Path) -> None:
    done = carried_out(ready, home)
    calls = len(home.world.outside.made)
    same = json.loads(replan(ready, done, "--json", status=0))
    assert (same["replayed"], same["differing"], same["planner"]) == (1, 0, Composer.version)

    (listing, sending) = CAPABILITIES
    asks = [{"name": name, "type": "string", "description": name} for name in ("customer_id", "depot_code")]
    changed = parcels(capabilities=[{**listing, "parameters": asks}, sending])
    (tmp_path / "parcels.json").write_text(json.dumps(changed))
    differs = json.loads(replan(ready, done, "--catalog", str(tmp_path), "--json", status=1))
    (one,) = differs["tasks"]
    assert (one["task"], one["same"], one["planned_by"]) == (done, False, Composer.version)
    assert {"question", "binding", "undecided"} >= {found["kind"] for found in one["differences"]}
    table = replan(ready, done, "--catalog", str(tmp_path), status=1)
    assert done in table and "1 replayed" in table and "1 would differ" in table
    assert len(home.world.outside.made) == calls


def test_every_ended_task_since_an_instant_is_replayed_page_by_page(ready: Client, home: Home) -> None:
    home.world.clock.instant -= 10 * 24 * 3_600_000
    old = carried_out(ready, home)
    home.world.clock.advance(9 * 24 * 3600)
    for number in range(3):
        carried_out(ready, home, prompt=f"List the parcels of customer c-{number}")
    ready.call("POST /v1/tasks", task())  # one that has not ended
    since = home.world.clock.instant - 24 * 3_600_000
    from chalicelib.api.times import iso
    found = json.loads(replan(ready, "--since", iso(since), "--json", status=0))

    assert found["replayed"] == 3 and old not in [one["task"] for one in found["tasks"]]
    assert json.loads(replan(ready, "--since", "5200w", "--json", status=0))["replayed"] == 4


def test_recordings_that_were_saved_are_replayed_without_a_home(ready: Client, home: Home, tmp_path: Path) -> None:
    done = carried_out(ready, home)
    replan(ready, done, "--save", str(tmp_path), status=0)
    alone = CliRunner().invoke(main, ["replay", "--recordings", str(tmp_path), "--json"])

    assert alone.exit_code == 0 and [one["task"] for one in json.loads(alone.output)["tasks"]] == [done]


@pytest.mark.parametrize(("words", "said"), [
    (("task_x", "--planner", "oracle"), "there is composer"),
    (("task_x",), "task_not_found"),
    ((), "--since"),
    (("task_x", "--since", "7d"), "--recordings"),
    (("--since", "soon"), "neither like 7d nor a date"),
])
def test_what_cannot_be_told_is_status_2_and_says_why(words: tuple[str, ...], said: str, ready: Client) -> None:
    assert said in replan(ready, *words, status=2)


def test_a_retry_and_a_task_that_never_began_are_left_out_and_named_when_asked_for(ready: Client, home: Home) -> None:
    done = carried_out(ready, home)
    again = ready.call(f"POST /v1/tasks/{done}/retry", {"from_step": "1"}).body["id"]
    never = ready.call("POST /v1/tasks", task()).body["id"]
    for one in (again, never):
        ready.call(f"POST /v1/tasks/{one}/cancel")
    found = json.loads(replan(ready, "--since", "5200w", "--json", status=0))

    assert [one["task"] for one in found["tasks"]] == [done]
    assert f"continues task {done}" in replan(ready, again, status=2)
    assert "before it was planned" in replan(ready, never, status=2)
