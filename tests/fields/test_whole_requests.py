"""A request is done whole, or a person is asked: no part of it is passed over, and no word is bent to fit an action."""

import pytest

from tests.fields import fields
from tests.fields.driver import Run, judge
from tests.fields.service import Job

PARTS = [
    ("marina", "B4 can be used again, its new rate is 48 a day"),
    ("stock", "Delete the LED strip, the Timberly board must stay as it is"),
    ("kennel", "cancel the poodle's stay, the owner should hear about it"),
    ("library", "Iris Blom needs Dune until the 10th of April; her Silent Spring has been returned"),
    ("claims", "Accept Adele Noir's glass claim; her water claim has been refused"),
    ("tickets", "Delete the Export fails ticket; tom's Slow search ticket has been solved"),
    ("gallery", "move the two vases to the Hall of Stone"),
]
RAISED = [
    ("workshop", "raise the price of wiper blades to 18.90", "SetPartPrice", {"PartNo": "WB-02", "Price": 18.9}),
    ("stock", "raise the price of the Oak board to 33", "set_product_price", {"product_id": 3, "price": 33}),
    ("marina", "raise the rate of B4 to 48", "set_berth_rate", {"berth": "B4", "daily_rate": 48}),
]


@pytest.mark.parametrize(("field", "said"), PARTS)
def test_where_a_part_is_not_understood_nothing_is_done_and_a_person_is_asked(field: str, said: str) -> None:
    kind = next(one for one in fields.DEVELOPED if one.name == field)

    run = Run(kind, Job(said, []))

    assert run.service.rows == kind.rows
    assert run.status == "waiting"


def test_the_plural_of_what_records_are_means_all_of_them() -> None:
    kind = next(one for one in fields.DEVELOPED if one.name == "deals")
    every = next(job for job in kind.jobs if job.prompt == "Mark all of Marek's overdue calls as done")

    assert judge(kind, Job("mark Marek's overdue calls as done", every.end)).right


@pytest.mark.parametrize(("field", "said", "action", "inputs"), RAISED)
def test_what_is_raised_to_a_value_is_set_and_nothing_is_ordered(
    field: str, said: str, action: str, inputs: dict[str, object]
) -> None:
    kind = next(one for one in fields.DEVELOPED if one.name == field)

    assert judge(kind, Job(said, [(action, inputs)])).right
