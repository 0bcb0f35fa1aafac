"""What the functions write for those who operate Replan."""

import json

import pytest

from chalicelib import functions, wiring
from chalicelib.engine.engine import Ack, Nack


@pytest.fixture
def logged(monkeypatch, tmp_path):
    """The lines that a function writes."""
    monkeypatch.setenv("REPLAN_DATABASE", str(tmp_path / "x.db"))
    wiring.home.cache_clear()
    lines = []
    monkeypatch.setattr(functions, "log", lambda event, **fields: lines.append((event, fields)))
    yield lines
    wiring.home.cache_clear()


def test_a_planners_defect_is_an_error_in_the_log_with_its_traceback(logged):
    record = {
        "messageId": "m1", "body": json.dumps({"account": "a.test", "task": "t", "sid": "1"}),
        "attributes": {"ApproximateReceiveCount": "1"},
    }
    done = Ack("done", "Traceback …\nKeyError: 'x'")
    answer = functions._each({"Records": [record]}, "run_step", lambda body, _: [(body, done)])

    assert answer == {"batchItemFailures": []}
    (event, fields), (_, outcome) = logged
    assert (event, fields["level"], fields["task"], fields["sid"]) == ("planner_defect", "error", "t", "1")
    assert "KeyError" in fields["traceback"]
    assert outcome["outcome"] == "done"


def test_each_step_that_was_done_for_a_message_has_its_own_record_and_the_first_says_whether_it_comes_again(logged):
    record = {"messageId": "m1", "body": "{}", "attributes": {"ApproximateReceiveCount": "2"}}
    done = [({"sid": "1"}, Ack("done")), ({"sid": "2"}, Nack(7, "sent"))]
    answer = functions._each({"Records": [record]}, "run_step", lambda *_: iter(done))

    assert answer == {"batchItemFailures": []}
    assert [(fields["sid"], fields["outcome"]) for _, fields in logged] == [("1", "done"), ("2", "again in 7 s: sent")]


def test_a_step_that_raises_after_others_were_done_brings_their_message_again(logged):
    def steps(*_):
        yield {"sid": "1"}, Ack("done")
        raise KeyError("x")

    record = {"messageId": "m1", "body": "{}", "attributes": {"ApproximateReceiveCount": "1"}}
    answer = functions._each({"Records": [record]}, "run_step", steps)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert [fields.get("sid") for _, fields in logged] == ["1", None]
