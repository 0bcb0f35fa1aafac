"""`replan users` and `--record`: what is typed becomes the API's request, and what it answers is told."""

from click.testing import CliRunner

from chalicelib.cli import main, users
from tests.tools.service import Reply, serving

TABLE = {"tasks": 3, "connections": 1}


def receipt(status, checked=None, queues=None):
    return {
        "user_id": "u/1", "status": status, "asked_at": "2026-11-28T12:00:00.000Z", "gone_at": None,
        "checked_at": checked, "still_running": 0, "removed": {"table": TABLE, "blobs": 2, "queues": queues},
    }


def typed(*words, answers):
    left = list(answers)
    with serving(lambda asked: Reply(200, left.pop(0))) as api:
        done = CliRunner().invoke(main, [*words, "--url", api.url, "--key", "pk_test_x"], input="y\n")
    return [f"{one.method} {one.path}" for one in api.asked], done


def test_a_user_is_deleted_after_a_question_and_waited_for(monkeypatch):
    monkeypatch.setattr(users, "PAUSE_S", 0)
    asked, done = typed("users", "delete", "u/1", answers=[receipt("running"), receipt("running"), receipt("done")])

    assert asked == ["DELETE /v1/users/u%2F1", "GET /v1/users/u%2F1/deletion", "GET /v1/users/u%2F1/deletion"]
    assert done.exit_code == 0 and "Nothing of it can be brought back" in done.output
    assert "tasks              3" in done.output and "blobs              2" in done.output
    assert "cannot be searched" in done.output and "once more in a minute" in done.output


def test_nothing_is_asked_for_where_the_answer_is_no():
    with serving(lambda asked: Reply(200, receipt("done"))) as api:
        done = CliRunner().invoke(main, ["users", "delete", "u1", "--url", api.url, "--key", "k"], input="n\n")

    assert api.asked == [] and done.exit_code != 0


def test_what_is_to_be_kept_is_said_when_a_sub_agent_is_deployed_and_changed_later():
    told = {"id": "agent", "status": "deployed", "tools": [], "record": "shape"}
    with serving(lambda asked: Reply(200, told)) as api:
        for words in (["deploy", "agent", "does it", "--record", "none"], ["change", "agent", "--record", "shape"]):
            done = CliRunner().invoke(main, ["subagents", *words, "--url", api.url, "--key", "k"])
            assert done.exit_code == 0, done.output

    assert [(one.method, one.json.get("record")) for one in api.asked] == [("POST", "none"), ("PATCH", "shape")]
    refused = CliRunner().invoke(main, ["subagents", "change", "agent", "--record", "some"])
    assert "'full', 'shape', 'none'" in refused.output
