"""The deletion of a user, on every home: what goes, what stays, and what happens meanwhile."""

import json
from typing import Any

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.engine import erase as deletion
from chalicelib.engine.callback_address import Address
from chalicelib.engine.callbacks import pass_on
from chalicelib.engine.engine import Ack, step_ref
from chalicelib.engine.learning import learn_from
from chalicelib.engine.memory import add_evidence, lessons
from chalicelib.engine.ports import Item, Write
from chalicelib.engine.records import account_pk, listing_pk, memory_pk, task_pk
from chalicelib.engine.registry import everything
from chalicelib.engine.runner import run_step
from tests.contracts.conftest import AnyHome
from tests.contracts.estate import Estate

USER, OTHER = "user ü/1#x", "u2"


@pytest.fixture
def estate(home: AnyHome) -> Estate:
    return Estate(home).settle_in()


def rows(estate: Estate) -> list[Item]:
    """Every item of the account."""
    account = estate.account
    pks = [account_pk(account), listing_pk(account), memory_pk(account, "agent")]
    lines = list(everything(estate.ports.store, listing_pk(account), ""))
    pks += [task_pk(account, item.data["id"]) for item in lines]
    batches = everything(estate.ports.store, pks[0], "IDEM#batch#")
    pks += [f"B#{account}#{item.data['answer']['id']}" for item in batches]
    return [item for pk in pks for item in everything(estate.ports.store, pk, "")]


def named(estate: Estate, *words: str) -> list[str]:
    """Where one of these words still stands."""
    found = [(item.pk, item.sk, json.dumps(item.data, ensure_ascii=False)) for item in rows(estate)]
    return [f"{pk} {sk}" for pk, sk, text in found if any(word in f"{sk} {text}" for word in words)]


def erase(estate: Estate, user: str = USER) -> dict[str, Any]:
    return deletion.erase(estate.engine, estate.account, user)


def test_nothing_of_the_user_is_left_and_the_receipt_counts_it_by_store(estate: Estate) -> None:
    done, waits = estate.complete(USER), estate.waiting("-".join(USER))
    pending = estate.submit(USER)
    estate.link(USER)
    batch = estate.batch(USER, OTHER)
    tasks = [done, pending, batch["data"][0]["id"]]

    told = erase(estate)

    assert told["status"] == "done" and told["still_running"] == 0
    assert named(estate, USER, *tasks) == [f"{account_pk(estate.account)} GONE#{_mark(estate)}", *_answers(estate)]
    assert [estate.ports.store.control(task_pk(estate.account, task)) for task in tasks] == [None] * 3
    assert estate.home.blobs.delete_prefix(f"{estate.account}/{done}/") == 0
    table = told["removed"]["table"]
    counted = {"tasks": 3, "connections": 1, "consents": 2, "questions": 0, "idempotency_keys": 3, "votes": 3}
    assert {name: table[name] for name in counted} == counted
    assert told["removed"]["blobs"] == 2
    assert table["records"] > 5 and table["deliveries"] >= 1
    assert estate.status(waits) == "waiting"


def _mark(estate: Estate) -> str:
    return deletion.user_mark(estate.account, USER)


def _answers(estate: Estate) -> list[str]:
    """Answers to whole batches, kept for a day under their key: they name ids that lead nowhere."""
    pk = account_pk(estate.account)
    return [f"{pk} {item.sk}" for item in everything(estate.ports.store, pk, "IDEM#batch#")]


def test_a_minute_later_it_is_looked_once_more_and_then_nobody_is_named(estate: Estate) -> None:
    estate.complete(USER)
    assert erase(estate)["checked_at"] is None
    estate.sweep(61)
    estate.sweep(61)

    told = deletion.receipt(estate.engine, estate.account, USER)
    assert told["checked_at"] is not None
    assert named(estate, USER) == []
    estate.clock.advance(31 * 24 * 3600)
    with pytest.raises(NotFound):
        deletion.receipt(estate.engine, estate.account, USER)


def test_others_are_untouched_and_so_is_the_same_name_in_another_account_and_among_test_data(home: AnyHome) -> None:
    here, test, elsewhere = (Estate(home, account, seed) for seed, account in enumerate(
        ("acct_1.live", "acct_1.test", "acct_2.live")
    ))
    kept = [(one.settle_in(), one.waiting(user)) for one, user in ((here, OTHER), (test, USER), (elsewhere, USER))]
    here.connect(OTHER)
    for one, _ in kept[1:]:
        one.connect(USER)
    here.waiting(USER)
    before = [{(item.pk, item.sk): item.data for item in rows(one)} for one, _ in kept[1:]]

    erase(here)

    assert [{(item.pk, item.sk): item.data for item in rows(one)} for one, _ in kept[1:]] == before
    assert here.api.toolbox.connections.list(here.account, OTHER)
    for one, task in kept:
        one.run(task)
        assert one.status(task) in ("waiting", "complete")


def test_to_delete_again_finds_nothing_and_says_so(estate: Estate) -> None:
    estate.complete(USER)
    erase(estate)
    for _ in range(2):
        estate.sweep(61)

    told = erase(estate)

    assert told["status"] == "done"
    assert set(told["removed"]["table"].values()) | {told["removed"]["blobs"]} == {0}


def test_a_task_whose_step_a_worker_holds_goes_when_that_is_over(estate: Estate) -> None:
    task = estate.held(USER)
    told = erase(estate)
    assert (told["status"], told["still_running"]) == ("running", 1)
    control = estate.ports.store.control(task_pk(estate.account, task))
    assert control is not None and control.status == "CANC"

    for _ in range(4):
        estate.sweep(61)

    told = deletion.receipt(estate.engine, estate.account, USER)
    assert told["checked_at"] is not None and told["removed"]["table"]["tasks"] == 1
    assert named(estate, task) == []


def test_what_is_submitted_after_the_deletion_was_asked_for_stays(estate: Estate) -> None:
    estate.complete(USER)
    erase(estate)
    estate.clock.advance(1)
    later = estate.submit(USER)
    for _ in range(3):
        estate.sweep(61)

    assert deletion.receipt(estate.engine, estate.account, USER)["checked_at"] is not None
    assert estate.status(later) in ("pending", "running")


def test_what_was_being_accepted_at_that_instant_goes_with_the_second_look(estate: Estate) -> None:
    """The look went past the place in the list before the line of the task stood there."""
    task = estate.submit(USER)
    (line,) = everything(estate.ports.store, listing_pk(estate.account), "")
    estate.ports.store.delete(line.pk, line.sk)
    erase(estate)
    estate.ports.store.put(Write(line.pk, line.sk, line.data, expires=line.expires))

    for _ in range(2):
        estate.sweep(61)

    assert estate.ports.store.control(task_pk(estate.account, task)) is None
    assert named(estate, task) == []


def test_a_large_deletion_is_carried_on_by_the_sweeper_from_where_it_stopped(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = [estate.submit(USER) for _ in range(7)]
    monkeypatch.setattr(deletion, "PAGE", 2)
    monkeypatch.setattr(deletion, "AT_ONCE", -1)  # one page each time

    told = erase(estate)
    assert told["status"] == "running"
    for _ in range(40):
        estate.sweep(61)

    told = deletion.receipt(estate.engine, estate.account, USER)
    assert told["checked_at"] is not None and told["removed"]["table"]["tasks"] == len(tasks)
    assert named(estate, *tasks) == []


def test_a_deletion_that_died_is_carried_on_once_nobody_can_be_at_it(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = estate.submit(USER)

    def dies(*_: Any) -> None:
        raise RuntimeError("the process is gone")

    with monkeypatch.context() as crash:
        crash.setattr(deletion, "erase_task", dies)
        with pytest.raises(RuntimeError):
            erase(estate)
    assert erase(estate)["status"] == "running"  # somebody may be at it still

    for _ in range(3):
        estate.sweep(61)

    assert deletion.receipt(estate.engine, estate.account, USER)["checked_at"] is not None
    assert named(estate, task) == []


def test_messages_about_a_deleted_task_are_dealt_with_and_leave_nothing(estate: Estate) -> None:
    task = estate.submit(USER)
    done = estate.complete(USER)
    pk = task_pk(estate.account, done)
    spoken = estate.ports.store.get(pk, "C#2")
    assert spoken is not None
    erase(estate)

    body = {"account": estate.account, "task": task, "sid": "z", "e": 0}
    assert run_step(estate.engine, step_ref(body), lambda: 900_000) == Ack("the task is gone")
    assert learn_from(estate.engine, estate.account, done) == Ack("the task was deleted")
    estate.ports.store.put(Write(pk, "C#2", spoken.data))  # its tool called back while it went
    pass_on(estate.engine, Address(estate.account, done, "2"), Item(pk, "C#2", spoken.data))
    assert list(everything(estate.ports.store, pk, "")) == []


def test_a_batch_forgets_the_tasks_of_the_user_and_counts_the_others(estate: Estate) -> None:
    batch = estate.batch(USER, OTHER, USER)
    erase(estate)

    told = estate.call(f"GET /v1/batches/{batch['id']}")
    assert (told["accepted"], told["refused"], [one["id"] for one in told["tasks"]]) == (1, 0, [batch["data"][1]["id"]])


def test_a_lesson_stays_and_its_votes_name_nobody_and_still_are_one_persons(estate: Estate) -> None:
    for _ in range(2):
        estate.complete(USER)
    estate.complete(OTHER)
    before = next(one for one in lessons(estate.ports, estate.account, "agent") if one.kind == "remedy")
    assert (before.supported, before.backers) == (3, 2)

    erase(estate)

    after = next(one for one in lessons(estate.ports, estate.account, "agent") if one.kind == "remedy")
    assert (after.supported, after.backers, after.content) == (3, 2, before.content)
    assert len([task for task in after.tasks if task.startswith("gone_")]) == 2
    pk = memory_pk(estate.account, "agent")
    (vote,) = everything(estate.ports.store, pk, f"E#{after.id}#")
    assert vote.sk.rpartition("#")[2] in after.tasks


def test_a_constant_that_only_this_user_has_shown_goes(estate: Estate) -> None:
    from chalicelib.domain.lesson import Evidence
    from chalicelib.engine.learning import person
    task = estate.complete(USER)
    content = {"what": "city", "from": "constant", "value": "Bern"}
    by = person(estate.account, "agent", USER)
    for lesson, whose in (("les_alone", [by]), ("les_many", [by, "somebody"])):
        for number, one in enumerate(whose):
            add_evidence(estate.ports, estate.account, "agent", Evidence(
                lesson, "fact", "desk.look|city", content, 1, task if one == by else f"t{number}", estate.clock(), one,
            ), estate.clock() + 1)
    mark = estate.ports.store.get(task_pk(estate.account, task), "LEARNED")
    assert mark is not None
    names = [*mark.data["lessons"], "les_alone", "les_many"]
    estate.ports.store.put(Write(mark.pk, mark.sk, {**mark.data, "lessons": names}, expires=mark.expires))

    erase(estate)

    left = {one.id for one in lessons(estate.ports, estate.account, "agent")}
    assert "les_alone" not in left and "les_many" in left


def test_over_the_api_an_administrator_deletes_and_others_are_refused(estate: Estate) -> None:
    from urllib.parse import quote

    from chalicelib.api.routes import answer
    from tests.security.requests import request
    path = f"/v1/users/{quote(USER, safe='')}"
    estate.submit(USER)
    reader = estate.call("POST /v1/keys", {"name": "reader", "scopes": ["tasks:read", "tasks:write", "approve"]})["key"]

    refused = answer(request("DELETE", path, key=reader), lambda: estate.api)
    told = estate.call(f"DELETE {path}")
    again = estate.call(f"GET {path}/deletion")
    nobody = answer(request("GET", "/v1/users/nobody/deletion", key=estate.key), lambda: estate.api)
    itself = answer(request("DELETE", "/v1/users/-", key=estate.key), lambda: estate.api)

    assert (refused.status, nobody.status, itself.status) == (403, 404, 422)
    assert told["user_id"] == USER and told["removed"]["table"]["tasks"] == 1
    assert again["removed"] == told["removed"]
