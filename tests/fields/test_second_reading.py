"""Requests that are held against all records: what each mechanism of `planning.tables` makes possible.

None of these prompts is a task of its field; every group has fields of more than one kind where there are some.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fields import clinic, farm, gallery, hiring, meters, samples, theatre
from tests.fields.driver import judge
from tests.fields.service import ASK, Job

Test = Callable[..., None]


def classes(*cases: tuple[Any, str, Any]) -> Callable[[Test], Test]:
    ids = [f"{module.FIELD.name}: {prompt[:48]}" for module, prompt, _ in cases]
    return pytest.mark.parametrize(("module", "prompt", "end"), cases, ids=ids)


def ends(module: Any, prompt: str, end: Any) -> bool:
    return judge(module.FIELD, Job(prompt, end)).right


def stored(place: str, *codes: int) -> tuple[str, dict[str, Any]]:
    return "store_samples", {"barcodes": [f"LB-{one}" for one in codes], "storage": place}


@classes(
    (theatre, "Void Pia Moss's order", [("orders.void", {"orderRef": "R-4"})]),
    (gallery, "Recall the loan of Study of Hands", [("recallLoan", {"loanId": 73})]),
    (hiring, "Call off Ina Cole's interview", [("CallOffInterview", {"Id": 64})]),
)
def test_a_record_is_found_by_what_it_refers_to(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (farm, "Move Iris to Long Hill", [("move_animals", {"tags": ["UK-05"], "paddock": "P2"})]),
    (meters, "Switch Noel Park's contract K-18 to Gas Plus", [("amendContract", {"contractNo": "K-18", "body": {"tariffCode": "GP2"}})]),
    (theatre, "Exchange order R-4 for Swan Lake", [("orders.exchange", {"orderRef": "R-4", "perfNo": 13})]),
)
def test_a_name_becomes_the_code_of_the_one_record_that_bears_it(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (samples, "Put Gus Hale's blood into Fridge 2", [stored("Fridge 2", 2010)]),
    (farm, "Put Nell in the Orchard", [("move_animals", {"tags": ["UK-07"], "paddock": "P3"})]),
    (theatre, "Make Pia Moss silver", [("patrons.setTier", {"patronId": 503, "tier": "silver"})]),
    (theatre, "Hide Swan Lake", [("performances.publish", {"perfNo": 13, "status": "hidden"})]),
    (samples, "Quarantine Dev Rao's biopsy", [stored("Quarantine", 2005)]),
)
def test_a_value_tells_what_a_general_verb_does(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (samples, "Move every swab into Freezer 1", [stored("Freezer 1", 2004, 2008, 2009)]),
    (farm, "Drive all Holsteins into River Meadow", [("move_animals", {"tags": ["UK-03", "UK-04"], "paddock": "P1"})]),
)
def test_a_list_of_keys_is_filled_in_one_call(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (farm, "Tick off Bella's wormer as given", [("tick_treatment", {"treatment_id": 1, "state": "given"})]),
    (meters, "Strike the January reading of E-7790", [("strikeReading", {"readingId": 9007})]),
)
def test_what_a_list_needs_a_key_for_is_read_for_the_records_that_are_named(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (gallery, "Close the Hall of Stone", [("setRoomClosed", {"roomId": "R2", "closed": True})]),
)
def test_a_verb_tells_a_truth(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (meters, "Extend contract K-13 until the end of the year", [("amendContract", {"contractNo": "K-13", "body": {"endsOn": "2026-12-31"}})]),
    (gallery, "Prolong the loan of Harbour at Dusk until the end of May", [("prolongLoan", {"loanId": 71, "until_day": "2026-05-31"})]),
)
def test_the_end_of_a_month_or_a_year_is_a_day(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (samples, "Assign all tests without an analyst to Pru", [("assign_tests", {"test_ids": [41, 42, 44], "analyst": "Pru"})]),
    (samples, "Discard all samples that were collected more than ten days ago", [("discard_samples", {"barcodes": ["LB-2007", "LB-2010"]})]),
    (farm, "Cull every animal born before 2020", [("cull_animal", {"tag": one}) for one in ("UK-02", "UK-06")]),
)
def test_what_is_empty_long_ago_or_before_a_year_is_told_from_the_rest(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (theatre, "If Rita Moss has a reserved order, void it", [("orders.void", {"orderRef": "R-2"})]),
    (meters, "If Tower Lofts used less electricity in February than in January, cut it off", []),
    (meters, "If Quay 9 used more electricity in February than in January, lower the instalment of K-13 by 5",
     [("amendContract", {"contractNo": "K-13", "body": {"instalment": 40}})]),
)
def test_a_condition_is_decided_on_all_records(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (theatre, "Give Rita Moss one more seat for Swan Lake", [("orders.resize", {"orderRef": "R-2", "seats": 5})]),
    (meters, "Record the average of the last two readings of E-7781 as its new reading",
     [("recordReading", {"meterId": 301, "reading": {"value": 495}})]),
)
def test_numbers_are_stepped_and_made_from_records(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (theatre, "Void Rita Moss's order", ASK),
    (theatre, "Refund Pia Moss her order for Hamlet", ASK),
    (farm, "Paint Bella", ASK),
    (gallery, "Sell the drawing", ASK),
    (samples, "Undo the rejection of Fay Grant's swab", ASK),
)
def test_several_records_or_a_deed_that_nothing_does_are_asked_about(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (theatre, "Void the order of Ugo Stein", ASK),
    (farm, "Cull Rosamund", ASK),
)
def test_nothing_is_done_to_a_name_that_no_record_bears(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (clinic, "Book a check-up with Dr Lang for Kai Moss on March 20 at 10:00",
     [("book_appointment", {"patient": "Kai Moss", "doctor": "Dr Lang", "day": "20.03.2026", "time": "10:00", "reason": "check-up"})]),
)
def test_a_plan_that_the_words_alone_make_is_kept(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)
