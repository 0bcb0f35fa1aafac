"""A stranger's translation agency: languages as codes, flags, stages that something goes into, what may slip."""

import pytest

from tests.fields.driver import Verdict, judge
from tests.fields.service import Call, Job
from tests.planning.tables.translations import FIELD


def done(said: str, end: list[Call]) -> Verdict:
    return judge(FIELD, Job(said, end))


def due(item: int, day: str) -> Call:
    return "rescheduleWorkItem", {"workItemId": f"wi_{item}", "dueDate": day}


def staged(item: int, stage: str) -> Call:
    return "setWorkItemStage", {"workItemId": f"wi_{item}", "stage": stage}


def rush(order: int, so: bool) -> Call:
    return "patchOrder", {"orderId": f"ord_{order}", "patch": {"rush": so}}


@pytest.mark.parametrize(("said", "end"), [
    ("Move the deadline of the Polish safety manual to March 26", due(9004, "2026-03-26")),
    ("The Polish safety manual can slip to March 26", due(9004, "2026-03-26")),
    ("Mark the German patient leaflet as delivered", staged(9010, "delivered")),
    ("Cancel the Spanish safety manual", staged(9005, "cancelled")),
    ("Put the Spanish safety manual into review", staged(9005, "in_review")),
])
def test_a_language_tells_the_code(said: str, end: Call) -> None:
    assert done(said, [end]).right


@pytest.mark.parametrize(("said", "order", "so"), [
    ("Remove the rush flag from the Spring menu", 3011, False),
    ("Unmark the Spring menu as rush, please", 3011, False),
    ("Flag Exhibition wall texts as rush", 3009, True),
    ("Put the rush flag on Exhibition wall texts", 3009, True),
])
def test_a_flag_is_a_truth_of_the_record(said: str, order: int, so: bool) -> None:
    assert done(said, [rush(order, so)]).right


@pytest.mark.parametrize("said", [
    "Of all the work items that are still waiting, move the one with the most words to translation",
    "Move the waiting work item with the most words into translation",
    "Of all the work items that are still waiting, the one with the most words can go into translation",
])
def test_what_a_record_still_is_is_not_what_it_becomes(said: str) -> None:
    assert done(said, [staged(9012, "in_translation")]).right


def test_the_stage_of_a_relative_clause_is_never_written() -> None:
    said = "Of all the files that are still waiting, the one with the most words can go into translation now"
    assert not done(said, [staged(9012, "in_translation")]).harm
