"""Deploying while tasks run: records that older releases have stored are read, and their tasks carried to their end."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib import functions, wiring
from chalicelib.api.routes import answer
from chalicelib.domain.errors import NewerForm
from chalicelib.domain.form import FORM
from chalicelib.engine import callbacks
from chalicelib.engine.callback_address import Address
from chalicelib.engine.erase import erase, receipt
from chalicelib.engine.kinds import TABLE, kind_of
from chalicelib.engine.recording import recording
from chalicelib.engine.records import task_pk
from tests.contracts.estate import Estate
from tests.golden import records
from tests.golden.records import HOMES, LARGE, USERS
from tests.security.requests import request

KINDS = {"T# META", "T# TASK", "T# R#", "T# D#", "T# C#", "T# W#", "T# LEARNED", "L#", "B# BATCH", "A# CONN#",
         "A# CONSENT#", "A# AWAIT#", "A# IDEM#task#", "A# IDEM#", "A# TOOL#", "A# ACTION#", "A# SUB#", "A# SUBV#",
         "A# WEBHOOK", "A# KEY#", "K# KEY", "M# E#", "M# L#"}


def golden(folder: Path, home: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{home}.json").read_text())
    return found


@pytest.fixture(params=[(folder, home) for folder in records.folders() for home in HOMES],
                ids=lambda one: f"{one[0].name}-{one[1]}")
def stored(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    folder, home = request.param
    return home, golden(folder, home)


@pytest.fixture
def estate(stored: tuple[str, dict[str, Any]], tmp_path: Path) -> Iterator[Estate]:
    """Today's code in a home that an older release has left in the middle of its work."""
    kind, found = stored
    with records.opened(kind, tmp_path, found) as home:
        made = Estate(home, seed=7, large=LARGE)
        made.outside.failed = _Everything()
        yield made


class _Everything(set[str]):
    """Each task has had its failure already."""

    def __contains__(self, task: object) -> bool:
        return True


def carried(estate: Estate, name: str, task: str) -> str:
    """Time passes, its tool calls back, people answer and connect: until it has ended."""
    for _ in range(6):
        estate.sweep(181)
        estate.run(task)
        shown = estate.call(f"GET /v1/tasks/{task}")
        if shown["status"] == "waiting" and shown["waiting"]["reason"] == "missing_input":
            estate.call(f"POST /v1/tasks/{task}/input", {"values": {"city": "Bern"}})
        elif shown["status"] == "waiting":
            assert shown["waiting"]["auth_url"].startswith("http://127.0.0.1:9/authorize?")
            estate.connect(USERS[name])
        elif shown["status"] == "running":
            control = estate.ports.store.control(task_pk(estate.account, task))
            if control is not None and any(sid.startswith("2.") for sid in control.steps):
                callbacks.receive(estate.engine, Address(estate.account, task, "2"), {"data": {"who": "Jane"}})
        else:
            break
    return estate.status(task)


@pytest.mark.parametrize("name", ["waits", "pending", "held", "half"])
def test_a_task_that_is_half_way_in_old_records_is_carried_to_its_end(
    estate: Estate, stored: tuple[str, dict[str, Any]], name: str
) -> None:
    task = stored[1]["tasks"][name]
    begun = {"waits": 0, "half": 0}.get(name, 1)

    assert carried(estate, name, task) == "complete"
    mine = [call for call in estate.outside.made if f"/{task}/" in call.key]
    assert sum(call.action.name == "begin" for call in mine) == begun, "what had begun was not begun again"


def test_an_ended_task_is_shown_as_it_was_and_leaves_the_index(
    estate: Estate, stored: tuple[str, dict[str, Any]]
) -> None:
    task = stored[1]["tasks"]["ended"]
    shown, trace = estate.call(f"GET /v1/tasks/{task}"), estate.call(f"GET /v1/tasks/{task}/trace")

    assert shown["status"] == "complete" and "Jane u1" in json.dumps(shown["result"])
    assert [row["status"] for row in trace["steps"]] == ["complete"] * 5
    assert len(recording(estate.engine, estate.account, task).records) > 5
    estate.sweep(181)
    control = estate.ports.store.control(task_pk(estate.account, task))
    assert control is not None and control.due is None and control.expires is not None


def test_what_an_account_has_besides_tasks_is_there(estate: Estate) -> None:
    assert [one["name"] for one in estate.call("GET /v1/tools")["data"]] == ["desk"]
    assert [one["name"] for one in estate.call("GET /v1/subagents")["data"]] == ["agent"]
    assert len(estate.call("GET /v1/subagents/agent/training")["data"]) > 0
    assert len(estate.call("GET /v1/connections")["data"]) == 1
    assert estate.api.toolbox.connections.find(estate.account, "u1", "desk").access_token == "at-1"
    assert len(estate.call("GET /v1/tasks?limit=100")["data"]) == 7
    estate.call("POST /v1/webhook/rotate")


def test_a_user_is_deleted_from_old_records(estate: Estate) -> None:
    erase(estate.engine, estate.account, "u2")
    for _ in range(4):
        estate.sweep(181)
    told = receipt(estate.engine, estate.account, "u2")
    assert told["checked_at"] and told["removed"]["table"]["tasks"] == 2 and told["removed"]["table"]["questions"] >= 1


def test_old_records_hold_every_kind(stored: tuple[str, dict[str, Any]]) -> None:
    kind, found = stored
    there = {one.where for pk, sk, _ in records.rows(kind, found) if (one := kind_of(pk, sk)) is not None}
    assert there >= KINDS
    assert {one.where for one in TABLE} >= KINDS


def shapes(kind: str, found: Mapping[str, Any]) -> dict[str, list[str]]:
    """By kind of record every path that occurs in it, with the type of what stands there; no values."""
    made: dict[str, set[str]] = {}
    for pk, sk, data in records.rows(kind, found):
        one = kind_of(pk, sk)
        assert one is not None
        made.setdefault(one.where, set()).update(_paths(data, ""))
    return {where: sorted(paths) for where, paths in made.items()}


BY_ID = ("st", "control.st")
"""Below it stand ids, and the state of each."""

FREE = frozenset((
    "output", "answer", "inputs", "context", "metadata", "input_schema", "output_schema", "call", "changes", "values",
    "actions", "withheld", "keys", "limits", "sub_agents", "content", "fields", "rebinds", "versions", "auth",
))
"""Below these stands what a caller, a tool or a document said: only its type is looked at."""


def _paths(value: Any, at: str) -> Iterator[str]:
    yield f"{at}:{type(value).__name__}"
    if at.rpartition(".")[2] in FREE:
        return
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _paths(entry, f"{at}.{'*' if at[1:] in BY_ID else key}")
    elif isinstance(value, list):
        for entry in value:
            yield from _paths(entry, f"{at}[]")


@pytest.mark.parametrize("home", HOMES)
def test_records_have_the_shape_of_the_golden_ones_of_this_form(home: str) -> None:
    """If this fails, a stored record has changed.  Raise `FORM` in chalicelib/domain/form.py unless the release before
    can read the new shape too, see that today's decoders take both, and run `python -m tests.golden.records`."""
    folder = records.FOLDER / f"v{FORM}"
    before, now = shapes(home, golden(folder, home)), shapes(home, records.written(home))
    changed = {
        where: (sorted(set(now.get(where, ())) - set(before.get(where, ()))),
                sorted(set(before.get(where, ())) - set(now.get(where, ()))))
        for where in {*before, *now} if before.get(where) != now.get(where)
    }
    assert changed == {}


@pytest.fixture
def rolling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Estate]:
    """A home in which workers of this release and of a newer one are at work."""
    with records.opened("embedded", tmp_path) as home:
        estate = Estate(home, large=LARGE).settle_in()
        monkeypatch.setattr(wiring, "home", lambda: estate.api)
        yield estate


def served(estate: Estate) -> list[Any]:
    """What a worker of this release says of the one message that there is."""
    (record,) = estate.home.receive("steps")
    return list(functions.run_step({"Records": [dict(record)]}, _Context)["batchItemFailures"])


def test_a_worker_does_not_claim_what_a_newer_release_has_accepted_and_gives_the_message_back(rolling: Estate) -> None:
    task = rolling.submit("u1")
    pk = task_pk(rolling.account, task)
    control = rolling.ports.store.control(pk)
    assert control is not None
    rolling.ports.store.delete(pk, "META")
    rolling.ports.store.accept(pk, replace(control, form=FORM + 1))

    assert len(served(rolling)) == 1
    assert rolling.outside.made == []
    with pytest.raises(NewerForm):
        rolling.ports.store.control(pk)


def test_a_worker_that_meets_a_newer_record_calls_nothing_and_loses_no_attempt(
    rolling: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr("chalicelib.embedded.store.FORM", FORM + 1)
        task = rolling.submit("u1")

    assert served(rolling) == []  # another message comes, half a minute later
    control = rolling.ports.store.control(task_pk(rolling.account, task))
    assert control is not None and (live := control.live("z")) is not None
    assert (live.state, live.attempts, live.not_before) == ("P", 0, rolling.clock() + 30_000)
    assert rolling.outside.made == []


def test_the_api_says_that_it_cannot_read_what_a_newer_release_wrote(
    rolling: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr("chalicelib.embedded.store.FORM", FORM + 1)
        task = rolling.submit("u1")

    told = answer(request("GET", f"/v1/tasks/{task}", key=rolling.key), lambda: rolling.api)
    assert told.status == 503 and "a newer one wrote it" in told.text()


class _Context:
    get_remaining_time_in_millis = staticmethod(lambda: 900_000)
