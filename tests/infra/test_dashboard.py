"""Widgets, saved queries and alarms speak of what records have, and every alarm of what the runbook says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib import functions
from chalicelib.api import intake
from chalicelib.api.routes import answer
from chalicelib.aws.meter import Meter
from chalicelib.engine import registry
from chalicelib.observe.metrics import METRICS, SERVICE
from chalicelib.observe.observer import STEP_MEMORY_MB
from infra.aws.dashboard import QUERIES, _own, _search, template, widgets
from infra.aws.package import merged
from tests.api.conftest import Home
from tests.engine.scripted import ACCOUNT, Scene, step
from tests.observe.lines import Context, Line, Written, at_home, home_of, run
from tests.observe.test_records import record, recovering
from tests.security.requests import request

ROOT = Path(__file__).parents[2]
OF_INSIGHTS = {
    "filter", "stats", "fields", "sort", "desc", "asc", "by", "as", "and", "or", "count", "sum", "avg", "pct",
    "ispresent", "timestamp",
}
"""Words of the query language; `@timestamp` is CloudWatch's own."""


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """At least one line of every kind."""
    scene = recovering()
    registry.set_webhook(scene.world.ports, ACCOUNT, "https://127.0.0.1:1/", token=scene.world.tokens)
    written = run(scene, meter=Meter())
    again = Written({"meter": Meter()})
    with at_home(home_of(scene, again.observer)):
        (item, *_) = scene.world.store.query(f"T#{ACCOUNT}#{scene.task.id}", "W#").items
        delivery = {"account": ACCOUNT, "task": scene.task.id, "delivery": item.sk}
        functions.deliver_webhook({"Records": [record(delivery)]}, Context)
        functions.run_step({"Records": [record({}) | {"body": "{"}]}, Context)
        accounted = {"messageAttributes": {"account": {"stringValue": ACCOUNT, "dataType": "String"}}}
        intake.accept_batch({"Records": [record({"prompt": ""}) | accounted]}, Context)
        functions.sweep({}, Context)
    unfinished = recovering()
    with at_home(home_of(unfinished, again.observer)):
        functions.learn({"Records": [record({"account": ACCOUNT, "task": unfinished.task.id})]}, Context)
    api = Written()
    home = Home(observer=api.observer)
    answer(request("GET", "/v1/tasks/none", key=home.key()), lambda: home)  # type: ignore[arg-type,return-value]
    defect = run(Scene((step("1"),), revise=lambda *_: 1 / 0))  # type: ignore[arg-type,return-value]
    return [*written.lines, *again.lines, *api.lines, *defect.lines]


def asked_for(query: str) -> set[str]:
    """The fields that a query names: every word that is none of the language's, no text and no name of its own."""
    own = set(re.findall(r"\bas (\w+)", query))
    words = set(re.findall(r"[a-z_]\w*", re.sub(r'"[^"]*"', "", query)))
    return words - own - OF_INSIGHTS


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_saved_query_asks_only_for_fields_that_records_have(name: str, lines: list[Line]):
    known = {field for line in lines for field in line}

    assert asked_for(QUERIES[name]) - known == set()


def test_the_fields_of_a_query_are_found():
    query = 'filter message = "step" | stats count(*) as n, avg(nonsense) by tool | sort n desc'

    assert asked_for(query) == {"message", "nonsense", "tool"}


def test_every_metric_is_in_some_record(lines: list[Line]):
    told = {
        (metric["Name"], tuple(dimensions)) for line in lines if "_aws" in line
        for one in line["_aws"]["CloudWatchMetrics"] for metric in one["Metrics"] for dimensions in one["Dimensions"]
    }

    assert {(name, (SERVICE, *by)) for name, by in declared()} <= told


def test_a_widget_cannot_ask_for_a_metric_that_no_record_has():
    with pytest.raises(LookupError, match="nonsense"):
        _own("nonsense", "Sum")
    with pytest.raises(LookupError, match="steps"):
        _search("steps", ("tool",), "Sum")


def test_every_metric_is_shown_somewhere():
    shown = json.dumps(widgets())

    assert {name for name, _ in declared() if f'"{name}"' not in shown and f'\\"{name}\\"' not in shown} == set()


def test_an_alarm_on_our_metrics_asks_for_one_that_is_written():
    ours = [one["Properties"] for one in template()["Resources"].values()
            if one["Type"] == "AWS::CloudWatch::Alarm" and one["Properties"]["Namespace"] == "Replan"]

    asked = {(one["MetricName"], tuple(d["Name"] for d in one["Dimensions"] if d["Name"] != SERVICE)) for one in ours}
    assert len(asked) == 2 and asked <= set(declared())


def test_the_queries_look_into_log_groups_that_there_are():
    resources = merged()["Resources"]
    queries = [one for one in resources.values() if one.get("Type") == "AWS::Logs::QueryDefinition"]

    assert len(queries) == len(QUERIES)
    assert {ref["Ref"] for one in queries for ref in one["Properties"]["LogGroupNames"]} <= set(resources)


def test_every_alarm_names_a_section_of_the_runbook():
    text = (ROOT / "docs/operate.md").read_text()
    headings = set(re.findall(r"^#+ (.+)$", text, re.MULTILINE))
    alarms = {name: one["Properties"]["AlarmDescription"] for name, one in merged()["Resources"].items()
              if one.get("Type") == "AWS::CloudWatch::Alarm"}

    assert len(alarms) >= 12
    named = {name: re.search(r'"([^"]+)"', description) for name, description in alarms.items()}
    assert {name for name, found in named.items() if found is None or found[1] not in headings} == set()
    assert {name for name in alarms if f"`{name}`" not in text} == set()


def test_the_runbook_says_how_many_metrics_there_are_at_most():
    """Dimensions have few values: `status` those of a record, `reason` a closed set."""
    plain = sum(not by for _, by in declared())
    text = (ROOT / "docs/operate.md").read_text()

    assert f"{plain} metrics without another dimension" in text


def test_the_cost_of_a_step_is_told_for_the_memory_that_its_function_has():
    assert merged()["Resources"]["RunStep"]["Properties"]["MemorySize"] == STEP_MEMORY_MB


def declared() -> Iterator[tuple[str, tuple[str, ...]]]:
    found: dict[Any, None] = {}
    for kinds in METRICS.values():
        for one in kinds:
            found |= {(name, by): None for name in one.names for by in one.by}
    yield from found
