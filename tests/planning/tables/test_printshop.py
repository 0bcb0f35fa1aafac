"""A stranger's print shop: shares, states in the plural, what "as" tells, and times that only limit."""

import pytest

from tests.fields.driver import Verdict, judge
from tests.fields.service import Call, Job
from tests.planning.tables.printshop import FIELD

QUEUED = (4401, 4403, 4405, 4410, 4412)


def done(said: str, end: list[Call]) -> Verdict:
    return judge(FIELD, Job(said, end))


def order(number: int, **told: object) -> Call:
    return "update_order", {"order_no": number, "body": told}


def moved(status: str, *numbers: int) -> list[Call]:
    return [("set_order_status", {"order_no": one, "status": status}) for one in numbers]


@pytest.mark.parametrize("said", ["add 10% to the price of order 4411", "Raise the price of order 4411 by 10%"])
def test_a_share_that_is_added_is_a_share_of_what_there_is(said: str) -> None:
    assert done(said, [order(4411, price=143)]).right


@pytest.mark.parametrize("said", [
    "mark everything queued as rush", "mark all orders in the queue as rush", "mark all queued orders as rush",
])
def test_what_stands_behind_as_is_what_they_become(said: str) -> None:
    assert done(said, [order(one, rush=True) for one in QUEUED]).right


@pytest.mark.parametrize("said", [
    "Orders that are due by Friday are rush", "Everything in the queue that is due by this Friday is rush",
])
def test_when_they_are_due_is_no_new_day(said: str) -> None:
    found = done(said, [])

    assert not found.harm
    assert not any(name == "update_order" and "due_date" in inputs["body"] for name, inputs in found.calls)


@pytest.mark.parametrize("said", ["Put the quotes into proofing", "get the quotes into proofing"])
def test_the_plural_of_a_state_means_all_that_have_it(said: str) -> None:
    assert done(said, moved("proofing", 4406, 4411)).right


def test_what_is_to_get_somewhere_is_not_only_looked_at() -> None:
    assert done("Both of the open quotes have been accepted, get them into proofing.", []).status == "waiting"


@pytest.mark.parametrize("said", ["Move the annual report to the queue", "Put the annual report back in the queue"])
def test_a_queue_is_where_what_is_queued_is(said: str) -> None:
    assert done(said, moved("queued", 4408)).right


def test_a_print_queue_is_no_printing() -> None:
    assert not done("Move the annual report to the print queue", moved("queued", 4408)).harm
