"""A tool is registered again: what changed is told, and lessons about it are suspended until they hold again."""

from typing import Any

from chalicelib.cli.tools import changes_told, suspensions
from chalicelib.domain.lesson import Evidence
from chalicelib.engine.memory import add_evidence, lessons
from tests.api.conftest import CAPABILITIES, Client, Home, parcels
from tests.api.test_routes import conforms
from tests.api.test_training import ACCOUNT, LESSONS, PATH, learn

LISTED, SENT = CAPABILITIES
RETYPED = {**SENT, "parameters": {"customer_id": {"type": "string"}, "weight": {"type": "string"}}}
TRACKED: dict[str, Any] = {"name": "track_parcel", "description": "Where a parcel is", "method": "GET", "path": "/t"}


def usable(home: Home) -> dict[str, bool]:
    return {lesson.id: lesson.usable for lesson in lessons(home.ports, ACCOUNT, "shipper")}


def test_the_first_registration_has_no_changes_and_neither_has_the_same_again(ready: Client) -> None:
    again = ready.call("POST /v1/tools", parcels()).body

    conforms(again, "Tool")
    assert again["changes"] is None and "suspended_lessons" not in again


def test_what_came_went_and_changed_is_answered_and_stays_to_be_read(ready: Client) -> None:
    told = ready.call("POST /v1/tools", parcels(capabilities=[RETYPED, TRACKED], base_url="http://127.0.0.1:8")).body
    conforms(told, "Tool")

    assert told["changes"] == {
        "tool": ["base_url: http://127.0.0.1:9 → http://127.0.0.1:8"],
        "added": ["track_parcel"],
        "removed": ["list_parcels"],
        "changed": [{"action": "send_parcel", "breaking": True, "says": ["input 'weight': number → string"]}],
    }
    ready.call("POST /v1/tools", parcels(capabilities=[RETYPED, TRACKED], base_url="http://127.0.0.1:8"))
    assert ready.call("GET /v1/tools/parcels").body["changes"] == told["changes"]


def test_who_goes_on_with_what_the_tool_was_before_is_named_until_it_is_deployed_anew(ready: Client) -> None:
    def warnings() -> str:
        told = ready.call("POST /v1/tools", parcels(capabilities=[RETYPED], sandbox_base_url="http://127.0.0.1:7"))
        return str(told.body["warnings"])

    assert "until they are deployed anew: shipper" in warnings()
    ready.call("PATCH /v1/subagents/shipper", {"prompt": "Ships parcels to customers"})
    assert "shipper" not in warnings()


def test_a_tool_that_a_test_key_cannot_call_says_so_when_it_is_registered(ready: Client) -> None:
    without = ready.call("POST /v1/tools", parcels()).body["warnings"]
    given = ready.call("POST /v1/tools", parcels(sandbox_base_url="http://127.0.0.1:7")).body["warnings"]

    assert any("no sandbox_base_url" in one for one in without)
    assert not any("no sandbox_base_url" in one for one in given)


def test_lessons_about_what_changed_are_suspended_with_the_reason_and_others_are_not(
    ready: Client, home: Home
) -> None:
    learn(home)
    told = ready.call("POST /v1/tools", parcels(capabilities=[LISTED, RETYPED])).body

    assert [one["lesson"] for one in told["suspended_lessons"]] == ["les_b"]
    assert usable(home) == {"les_a": True, "les_b": False, "les_c": True, "les_d": True}
    shown = ready.call(f"GET {PATH}/les_b").body
    conforms(shown, "Lesson")
    assert shown["suspended"]["because"] == "parcels.send_parcel changed: input 'weight': number → string"


def test_a_harmless_change_suspends_nothing(ready: Client, home: Home) -> None:
    learn(home)
    told = ready.call("POST /v1/tools", parcels(capabilities=[LISTED, SENT, TRACKED])).body

    assert told["changes"]["added"] == ["track_parcel"] and all(usable(home).values())


def test_a_person_brings_a_suspended_lesson_back(ready: Client, home: Home) -> None:
    learn(home)
    ready.call("POST /v1/tools", parcels(capabilities=[LISTED, RETYPED]))
    back = ready.call(f"PATCH {PATH}/les_b", {"disabled": False}).body

    assert back["suspended"] is None and usable(home)["les_b"]


def test_a_run_that_ends_well_with_a_suspended_lesson_brings_it_back_and_an_older_one_does_not(
    ready: Client, home: Home
) -> None:
    learn(home)
    home.world.clock.advance(60)
    ready.call("POST /v1/tools", parcels(capabilities=[LISTED, RETYPED]))
    lesson, kind, key, content = LESSONS[1]

    for at, back in ((home.ports.now() - 30_000, False), (home.ports.now() + 1, True)):
        cast = Evidence(lesson, kind, key, content, 1, f"task_at_{at}", at)  # type: ignore[arg-type]
        add_evidence(home.ports, ACCOUNT, "shipper", cast, home.ports.now())
        assert usable(home)["les_b"] is back


def test_the_other_partition_of_the_account_keeps_its_lessons(ready: Client, home: Home) -> None:
    learn(home, "acme.live")
    ready.call("POST /v1/tools", parcels(capabilities=[LISTED, RETYPED]))

    assert all(lesson.usable for lesson in lessons(home.ports, "acme.live", "shipper"))


def test_the_command_line_tells_the_same_in_lines() -> None:
    changes = {
        "tool": ["auth: bearer → oauth2"], "added": ["track"], "removed": ["list"], "changed_not_shown": 2,
        "changed": [{"action": "send", "breaking": True, "says": ["input 'to' is required now"]},
                    {"action": "look", "breaking": False, "says": ["input 'n' came (integer, optional)"]}],
    }
    suspended = [{"sub_agent": "shipper", "lesson": "les_b", "because": "parcels.send changed"}]

    assert [*changes_told(changes), *suspensions(suspended)] == [
        "  auth: bearer → oauth2", "+ track", "- list",
        "! send", "    input 'to' is required now", "~ look", "    input 'n' came (integer, optional)",
        "  … and 2 more", "lesson les_b of shipper is suspended: parcels.send changed",
    ]
    assert list(changes_told(None)) == []
