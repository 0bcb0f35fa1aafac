"""Training by HTTP and from the command line: what was learned is seen, judged and forgotten."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from chalicelib.cli import main
from chalicelib.domain.lesson import Evidence
from chalicelib.engine.memory import add_evidence, lessons
from tests.api.conftest import Client, Home
from tests.api.test_routes import conforms

ACCOUNT, PATH = "acme.test", "/v1/subagents/shipper/training"
REMEDY = {"steps": [{"tool": "parcels", "action": "refresh_token", "inputs": {}}]}
CASE = {"words": ["parcel", "send"], "steps": ["parcels.list_parcels", "parcels.send_parcel"], "links": [[0, 1]]}
SOURCE = {"from": "output", "what": "parcels[0].id", "action": "parcels.list_parcels"}
LESSONS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("les_a", "remedy", "parcels.*|unauthorized|token_expired", REMEDY),
    ("les_b", "case", "parcels.list_parcels parcels.send_parcel", CASE),
    ("les_c", "fact", "parcels.send_parcel|from:customer_id", SOURCE),
    ("les_d", "fact", "parcels.list_parcels|renamed:id", {"value": "parcel_id"}),
)


def learn(home: Home, account: str = ACCOUNT, votes: tuple[int, ...] = (1, 1)) -> None:
    for at, (lesson, kind, key, content) in enumerate(LESSONS):
        for number, vote in enumerate(votes):
            cast = Evidence(lesson, kind, key, content, vote, f"task_{number}", 10 * at + number)  # type: ignore[arg-type]
            add_evidence(home.ports, account, "shipper", cast, home.ports.now())


def test_lessons_are_listed_newest_first_with_their_evidence_in_plain_words(ready: Client, home: Home) -> None:
    learn(home)
    listed = ready.call(f"GET {PATH}").body
    conforms(listed, "Lessons")

    assert [one["id"] for one in listed["data"]] == ["les_d", "les_c", "les_b", "les_a"]
    assert [one["says"] for one in listed["data"]] == [
        "The field 'id' of parcels.list_parcels is called 'parcel_id' now.",
        "The input 'customer_id' of parcels.send_parcel comes from 'parcels[0].id' in the output of "
        "parcels.list_parcels.",
        "Requests that speak of parcel, send were done by parcels.list_parcels, parcels.send_parcel.",
        "When any action of parcels fails with unauthorized (token_expired): refresh the token of parcels, "
        "then try again.",
    ]
    first = listed["data"][-1]
    assert (first["evidence"], first["tasks"], first["usable"]) == (
        {"for": 2, "against": 0}, ["task_1", "task_0"], True)
    assert first["learned_at"].endswith("Z") and first["last_used_at"] is None and 0.5 < first["confidence"] < 1


def test_pages_and_filters_give_every_lesson_once(ready: Client, home: Home) -> None:
    learn(home)
    ready.call(f"PATCH {PATH}/les_c", {"disabled": True})
    seen, cursor = [], ""
    while cursor is not None:
        page = ready.call(f"GET {PATH}?limit=3{cursor and '&cursor=' + cursor}").body
        seen += [one["id"] for one in page["data"]]
        cursor = page["next_cursor"]

    assert sorted(seen) == ["les_a", "les_b", "les_c", "les_d"]
    assert [one["id"] for one in ready.call(f"GET {PATH}?kind=fact").body["data"]] == ["les_d", "les_c"]
    assert [one["id"] for one in ready.call(f"GET {PATH}?kind=fact&usable=false").body["data"]] == ["les_c"]
    assert ready.call(f"GET {PATH}?kind=dream").status == 422


def test_a_lesson_is_shown_with_the_tasks_behind_it(ready: Client, home: Home) -> None:
    learn(home, votes=(1, -1))
    shown = ready.call(f"GET {PATH}/les_a").body
    conforms(shown, "Lesson")

    assert [(vote["task"], vote["for"]) for vote in shown["votes"]] == [("task_1", False), ("task_0", True)]
    assert shown["content"] == REMEDY


def test_pinning_disabling_and_enabling_take_effect_and_may_be_repeated(ready: Client, home: Home) -> None:
    learn(home, votes=(-1,))
    state = {}
    for body in ({"pinned": True}, {"pinned": True}, {"disabled": True}, {"disabled": False}, {"pinned": False}):
        answer = ready.call(f"PATCH {PATH}/les_a", body)
        conforms(answer.body, "Lesson")
        state[json.dumps(body)] = (answer.status, answer.body["usable"])

    assert state == {
        '{"pinned": true}': (200, True), '{"disabled": true}': (200, False), '{"disabled": false}': (200, True),
        '{"pinned": false}': (200, False),
    }
    assert {lesson.usable for lesson in lessons(home.ports, ACCOUNT, "shipper")} == {False}


def test_a_pin_that_would_do_nothing_is_a_conflict_that_says_what_to_do(ready: Client, home: Home) -> None:
    learn(home)
    ready.call(f"PATCH {PATH}/les_a", {"disabled": True})
    answer = ready.call(f"PATCH {PATH}/les_a", {"pinned": True})

    assert (answer.status, answer.error["code"]) == (409, "lesson_disabled")
    assert '"disabled": false' in answer.error["message"]


@pytest.mark.parametrize("body", [{}, {"pinned": "yes"}, {"pinned": None}, {"content": {}}, {"supported": 9}])
def test_evidence_cannot_be_written_and_a_patch_must_say_something(
    body: dict[str, Any], ready: Client, home: Home
) -> None:
    learn(home)
    assert ready.call(f"PATCH {PATH}/les_a", body).status == 422


def test_deleting_one_and_resetting_all(ready: Client, home: Home) -> None:
    learn(home)
    assert ready.call(f"DELETE {PATH}/les_a").status == 204
    again = ready.call(f"DELETE {PATH}/les_a")
    assert (again.status, again.error["code"]) == (404, "not_found") and "/training lists" in again.error["message"]
    assert [one["id"] for one in ready.call(f"GET {PATH}").body["data"]] == ["les_d", "les_c", "les_b"]
    learn(home)  # the same instant as the deletion: nothing new
    assert "les_a" not in [one["id"] for one in ready.call(f"GET {PATH}").body["data"]]

    assert [ready.call(f"DELETE {PATH}").status for _ in range(2)] == [204, 204]
    assert ready.call(f"GET {PATH}").body["data"] == []
    home.world.clock.advance(1)
    learn(home)
    assert len(ready.call(f"GET {PATH}").body["data"]) == 4, "tasks to come teach anew"


def test_a_sub_agent_of_another_name_account_or_mode_has_no_part_in_it(ready: Client, home: Home) -> None:
    learn(home)
    ready.call("POST /v1/subagents", {"name": "other", "prompt": "List parcels"})
    assert ready.call("GET /v1/subagents/other/training").body["data"] == []
    assert ready.call("PATCH /v1/subagents/other/training/les_a", {"pinned": True}).status == 404
    assert ready.call("DELETE /v1/subagents/other/training").status == 204
    for stranger in ("acme.live", "other.test"):
        for line in (f"GET {PATH}", f"GET {PATH}/les_a", f"DELETE {PATH}/les_a", f"DELETE {PATH}"):
            answer = ready.call(line, key=home.key(stranger))
            assert (answer.status, answer.error["code"]) == (404, "subagent_not_found")

    assert len(ready.call(f"GET {PATH}").body["data"]) == 4, "the twin: they are there for whom they belong to"


def test_a_sub_agent_that_was_deleted_leaves_no_lessons_to_the_next_of_its_name(ready: Client, home: Home) -> None:
    learn(home)
    ready.call("DELETE /v1/subagents/shipper")
    ready.call("POST /v1/subagents", {"name": "shipper", "prompt": "List parcels"})

    assert ready.call(f"GET {PATH}").body["data"] == []


def test_the_command_line_lists_shows_decides_and_forgets(ready: Client, home: Home) -> None:
    learn(home)

    def replan(*words: str, status: int = 0, **given: Any) -> str:
        done = CliRunner().invoke(main, ["training", *words, "--url", ready.url, "--key", ready.key or ""], **given)
        assert done.exit_code == status, done.output
        return done.output

    assert [one["id"] for one in json.loads(replan("list", "shipper", "--json"))] == [
        "les_d", "les_c", "les_b", "les_a"]
    assert "refresh the token" in " ".join(replan("list", "shipper", "--kind", "remedy").split())
    assert json.loads(replan("show", "shipper", "les_b", "--json"))["votes"]
    assert "task_1" in replan("show", "shipper", "les_b")
    states = [replan(act, "shipper", "les_a").strip() for act in ("pin", "unpin", "disable", "enable")]
    assert states == [f"les_a: {state}" for state in ("pinned", "used", "disabled", "used")]
    assert json.loads(replan("list", "shipper", "--not-usable", "--json")) == []
    assert "not_found" in replan("show", "shipper", "les_x", status=1)
    assert "deleted les_a" in replan("delete", "shipper", "les_a")
    replan("reset", "shipper", status=1, input="n\n")
    assert len(json.loads(replan("list", "shipper", "--json"))) == 3
    replan("reset", "shipper", "--yes")
    assert json.loads(replan("list", "shipper", "--json")) == []
