"""What the functions write for those who operate Replan."""

import json

import pytest

from chalicelib import functions, wiring
from chalicelib.engine.engine import Ack


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
    answer = functions._each({"Records": [record]}, "run_step", lambda *_: Ack("done", "Traceback …\nKeyError: 'x'"))

    assert answer == {"batchItemFailures": []}
    (event, fields), (_, outcome) = logged
    assert (event, fields["level"], fields["task"], fields["sid"]) == ("planner_defect", "error", "t", "1")
    assert "KeyError" in fields["traceback"]
    assert outcome["outcome"] == "done"
