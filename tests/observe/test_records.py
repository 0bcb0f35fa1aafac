"""What a step leaves in the log: one record, with these fields, and nothing that a user or a tool said."""

import json
from dataclasses import replace

import pytest

from chalicelib import functions
from chalicelib.domain.binding import Context as Known
from chalicelib.domain.binding import Literal
from chalicelib.domain.edit import Edit, Recover
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Step
from chalicelib.engine.reports import Attempt
from chalicelib.observe.fields import of_attempt
from chalicelib.planning.planner import Run
from infra.aws.local.emf import faults
from tests.engine.scripted import ACCOUNT, Scene, carry_on, fails_once, question, step
from tests.observe.lines import Context, Written, at_home, home_of, run

REMEDY = step("2.r", action="renew", remedy_for="2", lessons=("les_1",))


def renew(run: Run, failed: Step, outcome: Outcome) -> Edit:
    if isinstance(outcome, Failed) and REMEDY.id not in {one.id for one in run.plan.steps}:
        return Recover((REMEDY,))
    return carry_on(run, failed, outcome)


def recovering(seed: int = 0) -> Scene:
    """The second step fails, is repaired, and done."""
    return Scene(
        (step("1"), step("2", "1")), {"2": fails_once(Failed("unauthorized", "no", status=401))}, renew,
        extra=(REMEDY,), seed=seed,
    )


def attempts_of(scene: Scene) -> list[tuple[str, str]]:
    """(step, status) of every attempt that was written down."""
    items = scene.world.store.query(f"T#{ACCOUNT}#{scene.task.id}", "R#").items
    return sorted((item.data["sid"], item.data["status"]) for item in items)


def test_each_attempt_of_each_step_leaves_one_record():
    scene = recovering()

    steps = run(scene).of("step")

    assert scene.status == "complete"
    assert sorted((line["step"], line["status"]) for line in steps) == attempts_of(scene)
    assert [line["step"] for line in steps] == ["z", "1", "2", "2.r", "2"]


def test_a_record_has_the_words_of_the_trace():
    scene = recovering()

    failed, remedy, done = run(scene).of("step")[2:]

    expected = {
        "account": ACCOUNT, "live": False, "task_id": scene.task.id, "sub_agent": "agent", "step": "2", "label": "2",
        "tool": "tool", "action": "2", "attempt": 1, "status": "retried", "reason": "unauthorized", "http_status": 401,
        "edit": "recover", "recoveries": 1, "steps": 1, "version": "0.1.0",
    }
    assert failed == {**failed, **expected}
    assert {"duration_ms", "tool_duration_ms", "queue_age_ms"} <= set(failed)
    assert (remedy["lessons"], remedy["lessons_used"]) == (["les_1"], 1)
    assert (done["attempt"], done["status"], done["task_status"]) == (2, "complete", "complete")
    rows = {row["label"]: row for row in scene.trace["steps"]}
    assert (failed["tool"], failed["action"]) == (rows["2"]["tool"], rows["2"]["action"])


def test_a_task_that_has_ended_leaves_one_record_of_its_own():
    (told,) = run(recovering()).of("task")

    assert (told["status"], told["tasks"], told["task_steps"], told["attempts"]) == ("complete", 1, 3, 4)
    assert told["lessons_learned"] >= 1


def test_a_failed_step_is_a_warning_and_its_reason_is_counted():
    scene = Scene((step("1"),), {"1": lambda _: Failed("forbidden", "no")})

    zero, failed = run(scene).of("step")

    assert (zero["level"], failed["level"], failed["reason"], failed["task_status"]) == (
        "INFO", "WARNING", "forbidden", "failed")
    by = [dimensions for one in failed["_aws"]["CloudWatchMetrics"] for dimensions in one["Dimensions"]]
    assert ["service", "status", "reason"] in by


def test_a_question_is_a_step_that_waits():
    waiting = run(Scene((step("1", "q"), question("q")))).of("step")[-1]

    assert (waiting["step"], waiting["status"], waiting["tool"]) == ("q", "waiting", "person")


def test_a_copy_that_finds_nothing_to_do_is_no_step():
    scene, written = recovering(), Written()
    with at_home(home_of(scene, written.observer)):
        body = {"account": ACCOUNT, "task": scene.task.id, "sid": "1", "e": 0}
        functions.run_step({"Records": [record(body)]}, Context)

    (line,) = written.lines
    assert line["message"] == "run_step" and line["did"] and "steps" not in line and "_aws" not in line


def test_a_message_that_must_come_again_says_why():
    scene, written = recovering(), Written()
    with at_home(home_of(scene, written.observer)):
        functions.learn({"Records": [record({"account": ACCOUNT, "task": scene.task.id})]}, Context)

    assert (written.lines[0]["again_s"], written.lines[0]["why"]) == (5, "the task has not ended")


def test_half_a_surrogate_pair_costs_no_record(tmp_path):
    path = tmp_path / "out"
    with path.open("w", encoding="utf-8") as out:
        written = Written(out=out)  # type: ignore[arg-type]
        with written.observer.watching("run_step") as watch:
            watch.note(error="KeyError: \ud83d")
            written.observer.write("run_step", watch, level="error")

    assert json.loads(path.read_text())["error"] == "KeyError: \ud83d"


def test_a_mistake_of_ours_is_an_error_with_its_traceback():
    scene, written = recovering(), Written()
    with at_home(home_of(scene, written.observer)):
        answer = functions.run_step({"Records": [{**record({}), "body": "{"}]}, Context)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    (line,) = written.lines
    assert (line["level"], line["defects"]) == ("ERROR", 1) and "JSONDecodeError" in line["traceback"]
    assert {"Name": "defects"} in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]


def test_what_the_planner_raised_is_an_error_in_the_steps_own_record():
    def defect(*_: object) -> Edit:
        raise KeyError("x")

    line = run(Scene((step("1"),), revise=defect)).of("step")[-1]

    assert line["level"] == "ERROR" and "KeyError" in line["defect"] and line["step"] == "1"


def test_a_step_that_fails_because_of_us_is_counted_as_a_mistake_of_ours_and_no_other_is():
    ours, theirs = (
        run(Scene((step("1"),), {"1": lambda _, why=why: Failed(why, "no")})).of("step")[-1]  # type: ignore[misc]
        for why in ("internal", "unavailable")
    )

    assert (ours["level"], ours["defects"]) == ("ERROR", 1) and faults(ours) == []
    assert theirs["level"] == "WARNING" and "defects" not in theirs


def test_the_age_in_the_queue_is_told_at_the_first_delivery_and_without_a_delay_of_ours(monkeypatch):
    scene, written = recovering(), Written()
    monkeypatch.setattr(functions, "time", lambda: 1_000.0)
    delayed = {"messageAttributes": {"delay": {"stringValue": "3", "dataType": "String"}}}
    body = {"account": ACCOUNT, "task": "task_none", "sid": "z", "e": 0}
    with at_home(home_of(scene, written.observer)):
        functions.run_step({"Records": [
            record(body, SentTimestamp="995000"), record(body, SentTimestamp="995000") | delayed,
            record(body, SentTimestamp="995000", ApproximateReceiveCount="2"),
        ]}, Context)

    first, held_back, again = written.lines
    assert (first["queue_age_ms"], held_back["queue_age_ms"]) == (5000, 2000)
    assert "queue_age_ms" not in again and again["received"] == "2"


def test_only_the_first_record_of_a_process_is_a_cold_start(monkeypatch):
    monkeypatch.setattr("chalicelib.observe.observer._warm", False)

    lines = run(recovering()).lines

    assert [line.get("cold_start", False) for line in lines] == [True, *[False] * (len(lines) - 1)]


def test_every_line_is_one_that_cloudwatch_can_read_and_short():
    written = run(recovering())

    for text, line in zip(written.out.getvalue().splitlines(), written.lines, strict=True):
        assert faults(line) == [], line
        assert len(text.encode()) < 900, text
    assert "_aws" in written.lines[0]


def test_a_metric_that_is_no_number_or_a_dimension_that_is_not_there_is_found():
    line = run(recovering()).lines[0]

    assert faults({**line, "steps": "1"}) == ["metric 'steps' is '1', which is no number"]
    assert faults({name: value for name, value in line.items() if name != "status"})
    assert faults({"_aws": {"Timestamp": 1}})


def test_what_went_well_is_left_out_where_sampling_says_so_and_is_counted_all_the_same():
    scene = recovering()

    steps = run(scene, sampling=0.0).of("step")

    whole = [line for line in steps if "task_id" in line]
    assert [(line["step"], line["status"]) for line in whole] == [
        ("z", "complete"), ("2", "retried"), ("2", "complete")]
    assert len(steps) == 5 and all(line["steps"] == 1 and faults(line) == [] for line in steps)


def test_a_sampled_task_is_there_whole():
    texts = [run(recovering(seed), sampling=0.5).out.getvalue() for seed in range(12)]

    bare = [sum("task_id" not in line for line in text.splitlines()) for text in texts]
    assert set(bare) == {0, 2}


def test_without_metrics_what_is_not_sampled_leaves_nothing():
    written = run(recovering(), sampling=0.0, metrics=False)

    assert len(written.of("step")) == 3 and not any("_aws" in line for line in written.lines)


def test_where_only_warnings_are_written_what_went_well_is_silent():
    written = run(Scene((step("1"), step("2"))), level="WARNING")

    assert written.lines == []


def test_no_value_of_a_users_or_a_tools_is_in_any_line():
    canary = "canary4711"
    tools = {
        "1": lambda _: Done({"name": canary}, note=canary), "2": lambda _: Failed("rejected", f"no {canary}", canary),
    }
    plan = (replace(step("1"), inputs={"to": Literal(canary), "currency": Known("currency")}), step("2", "1"))
    scene = Scene(plan, tools, request={
        "prompt": f"tell {canary}", "user_id": canary, "context": {"currency": canary}, "metadata": {"x": canary},
    })

    text = run(scene).out.getvalue()

    assert scene.status == "failed" and len(text.splitlines()) >= 3
    assert canary not in text


@pytest.mark.parametrize("name", Attempt.__slots__)
def test_everything_that_a_report_says_is_in_the_record(name: str):
    """Otherwise nobody would miss what is never written."""
    plain = Attempt("complete", 1, 5)
    others = {"status": "failed", "number": 2, "duration_ms": 6, "http_status": 500, "lessons": ("les_1",)}
    other = others.get(name, "x")

    assert name == "trace_id" or of_attempt(plain) != of_attempt(replace(plain, **{name: other}))


def record(body: object, **attributes: str) -> dict[str, object]:
    return {
        "messageId": "m1", "body": json.dumps(body), "attributes": {"ApproximateReceiveCount": "1", **attributes},
        "messageAttributes": {},
    }
