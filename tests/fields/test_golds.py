"""The expected ends and past runs of the fields can be had from what a careful person sees: prompt, schemas, answers.

No planner runs here.  It speaks of fields that are left out, so whoever works on the planner does not read it either.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import jsonschema
import pytest

from tests.fields import (
    agenda,
    allotments,
    apiary,
    auction,
    badges,
    banking,
    bistro,
    board,
    bulkywaste,
    chambers,
    charging,
    choir,
    conference,
    cookbooks,
    crossdock,
    dairy,
    deals,
    devices,
    drawers,
    drivingschool,
    expenses,
    flags,
    florist,
    giving,
    greenhouse,
    hives,
    hostfamilies,
    household,
    kilns,
    laundry,
    lido,
    lostproperty,
    marina,
    museum,
    neighbours,
    oncall,
    pipelines,
    plans,
    playgrounds,
    practice,
    returns,
    rota,
    signing,
    storefront,
    subscribers,
    switchboard,
    timetable,
    tracker,
    translations,
    vegboxes,
    webinars,
    wedding,
    workshop,
    zones,
)
from tests.fields.service import ASK, Call, Field, Job, Refusal, Service

NEWEST = [
    marina.FIELD, museum.FIELD, translations.FIELD, allotments.FIELD,
    deals.FIELD, returns.FIELD, oncall.FIELD, agenda.FIELD,
    subscribers.FIELD, plans.FIELD, board.FIELD, workshop.FIELD,
    expenses.FIELD, devices.FIELD, flags.FIELD, bistro.FIELD,
    zones.FIELD, giving.FIELD, timetable.FIELD, pipelines.FIELD,
    household.FIELD, chambers.FIELD, banking.FIELD, charging.FIELD,
    florist.FIELD, conference.FIELD, auction.FIELD, badges.FIELD,
    tracker.FIELD, storefront.FIELD, drawers.FIELD, webinars.FIELD, rota.FIELD,
    signing.FIELD, greenhouse.FIELD, crossdock.FIELD,
    wedding.FIELD, switchboard.FIELD, apiary.FIELD, lido.FIELD, neighbours.FIELD, practice.FIELD,
    choir.FIELD, hives.FIELD, laundry.FIELD, kilns.FIELD, cookbooks.FIELD, lostproperty.FIELD,
    vegboxes.FIELD, playgrounds.FIELD, drivingschool.FIELD, dairy.FIELD, hostfamilies.FIELD, bulkywaste.FIELD,
]  # fmt: skip


def leaves(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        value = [*value.values()]
    return [leaf for one in value for leaf in leaves(one)] if isinstance(value, list) else [value]


def keys(kind: Field) -> set[str]:
    """What the service calls its records by; whole numbers are left out, for amounts are those as well."""
    return {str(row[next(iter(row))]) for table in kind.rows.values() for row in table} - {str(one) for one in range(1000)}


def calls(kind: Field) -> list[Call]:
    ends = [call for job in kind.jobs if job.end != ASK for call in job.end]
    return [*ends, *(call for past in kind.pasts for call in (*past.looks, *past.writes))]


def unordered(kind: Field, end: Sequence[Call]) -> dict[str, list[str]]:
    """The rows after these calls without their order; a record that was added has the id that was free."""
    after = Service(kind).end(end)
    return {
        name: sorted(str([*row.values()][bool(kind.rows[name]) and row not in kind.rows[name]:]) for row in table)
        for name, table in after.items()
    }


def changed(kind: Field, job: Job) -> set[str]:
    after = Service(kind).end(job.end)
    return {name for name, table in after.items() if table != kind.rows[name]}


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_each_call_of_an_expected_end_fits_the_schema_that_the_tool_declares(kind: Field) -> None:
    schemas = {one["name"]: {**one["parameters"], "additionalProperties": False} for one in kind.document()["tools"]}

    for name, inputs in calls(kind):
        jsonschema.validate(dict(inputs), schemas[name])


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_whoever_did_a_past_task_had_read_the_ids_that_were_written(kind: Field) -> None:
    for past, run in zip(kind.pasts, kind.runs(), strict=True):
        seen = past.prompt + str([step["result"] for step in run["steps"][:len(past.looks)]])

        assert not [leaf for _, inputs in past.writes for leaf in leaves(inputs) if str(leaf) in keys(kind) and str(leaf) not in seen]


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_nothing_done_is_right_only_where_nothing_is_to_be_done(kind: Field) -> None:
    for job in kind.jobs:
        if job.end not in (ASK, []):
            assert changed(kind, job), job.prompt
            assert all(changed(kind, Job(job.prompt, [call])) for call in job.end), job.prompt
        assert not job.shows or job.end == []


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_a_read_changes_nothing_and_every_other_tool_of_the_field_is_met_in_a_task(kind: Field) -> None:
    used = {name for name, _ in calls(kind)}
    reads = {name for past in kind.pasts for name, _ in past.looks}

    assert {one.name for one in kind.tools} == used | reads
    for past in kind.pasts:
        assert Service(kind).end(past.looks) == kind.rows


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_the_order_in_which_the_calls_of_an_end_are_made_does_not_matter(kind: Field) -> None:
    for job in kind.jobs:
        if job.end not in (ASK, []):
            assert unordered(kind, job.end) == unordered(kind, job.end[::-1]), job.prompt


def turned(value: Any) -> Any:
    return {name: turned(one) for name, one in [*value.items()][::-1]} if isinstance(value, Mapping) else value


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_the_order_in_which_the_inputs_of_a_call_stand_does_not_matter(kind: Field) -> None:
    for call in calls(kind):
        assert str(Service(kind).end([call])) == str(Service(kind).end([(call[0], turned(call[1]))])), call


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
@pytest.mark.parametrize("value", ["nothing", -1, 0.5, None, True, [], {}, {"x": 1}], ids=repr)
def test_whatever_a_service_is_sent_it_answers_or_refuses_and_never_breaks(kind: Field, value: Any) -> None:
    for name, inputs in calls(kind):
        for wrong in inputs:
            with suppress(Refusal, TypeError, KeyError):
                Service(kind).call(name, {**inputs, wrong: value})
