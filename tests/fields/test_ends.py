"""How a request ends: never as done with nothing changed, unless that is what was asked for, and then it says why."""

from typing import Any

import pytest

from chalicelib.engine.history import history
from chalicelib.engine.results import result
from tests.fields import devices, fields
from tests.fields.driver import ACCOUNT, Run, drawn, judge, taught_by
from tests.fields.service import ASK, Field, Job

EVERY = (*fields.DEVELOPED, *fields.UNREAD)


def field(name: str) -> Field:
    return next(one for one in EVERY if one.name == name)


def notes(name: str, said: str) -> str:
    run = Run(field(name), Job(said, []))
    assert run.status == "complete" and run.service.rows == field(name).rows
    return " ".join(result(run.world.ports, history(run.world.ports, ACCOUNT, run.task.id)).get("notes", ()))


CHANGES: list[tuple[str, str]] = [
    ("stock", "could you get us twenty more of whichever Wood product is cheapest?"),
    ("zones", "Get us a certificate for shop.nimbus.example"),
    ("zones", "Point vpn.nimbus.example to the new server"),
    ("zones", "every record on nimbus-shop.example with a TTL longer than an hour should get 60 seconds"),
    ("workshop", "Bring the Octavia's timing belt forward to tomorrow, and the inspection of the Fiat as well"),
    ("bistro", "Lucille Achebe never turned up last night"),
    ("mail", "everything that came in yesterday should go to the archive folder"),
    ("devices", "Lock Dmitri's and Emeka's laptops"),
    ("parcels", "remove everything that's been lost from the books"),
    ("alerts", "80 is too generous for cpu load, I'd rather have the limit at 75"),
    ("oncall", "Tom Keller is swamped. Kofi is going to look into the slow single sign-on incident instead"),
    ("parcels", "Does Rafi have more than two parcels? Then the lightest of his goes to Uma"),
    ("timesheets", "Has Hermes eaten more than 20 hours altogether? If yes, its budget becomes 40"),
    ("timesheets", "What Boris Klee and Chen Wu entered for Hermes is correct, so approve it please"),
    ("parcels", "Nobody can find Sven Ruiz's parcel that was in the depot. And the returned ones can be deleted"),
]


@pytest.mark.parametrize(("name", "said"), CHANGES)
def test_what_bids_a_change_is_done_or_asked_about_and_never_passed_over(name: str, said: str) -> None:
    run = Run(field(name), Job(said, ASK))

    assert run.status == "waiting" or run.service.rows != field(name).rows


DONE: list[tuple[str, str, Any]] = [
    ("devices", "Is the spare iPad still lying around? Hana Sato needs one, so let her have it please", devices.give(17, "hana")),
    ("forum", "whatever isn't locked yet in Gear should be locked", [("lockPost", {"post_id": one}) for one in (12, 13, 17)]),
    ("timetable", "What's in R14 on Mondays moves to the library", [("change_lesson_room", {"lesson_id": 7104, "room": "LIB"})]),
    ("meters", "Contracts ending this month: five euros less instalment on each of them",
     [("amendContract", {"contractNo": one, "body": {"instalment": value}}) for one, value in (("K-12", 105), ("K-15", 55), ("K-17", 20))]),
    ("claims", "Bram Vos won't get anything for the theft. Please refuse that claim, explanation: 'No police report'",
     [("claims/refuse", {"claimId": "C-72", "explanation": "No police report"})]),
]  # fmt: skip


def test_what_is_said_behind_a_condition_is_done_only_where_it_holds() -> None:
    said = "In case Cobalt Labs have two or more invoices unpaid, nudge them about the oldest of those"

    assert judge(field("billing"), Job(said, [("remindInvoice", {"invoiceId": 3003})])).right


@pytest.mark.parametrize(("name", "said"), [
    ("flags", "Turn the holiday banner off everywhere"),
])  # fmt: skip
def test_what_runs_leave_unexplained_is_not_passed_over(name: str, said: str) -> None:
    kind = field(name)

    run = Run(kind, Job(said, []), taught_by(kind, drawn(kind, None)))

    assert run.service.rows == kind.rows


@pytest.mark.parametrize(("name", "said", "end"), DONE)
def test_words_that_were_taken_for_others_are_understood(name: str, said: str, end: Any) -> None:
    verdict = judge(field(name), Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("name", "said", "told"), [
    ("tickets", "If lin has no waiting tickets, delete the Slow search ticket", "'lin has no waiting tickets'"),
    ("board", "Move Choose web fonts to Done if it isn't there yet", '"it isn\'t there yet"'),
    ("museum", "Extend Seated Shepherd's loan by a month unless it is already overdue", "'it is already overdue'"),
    ("rooms", "drop everything that's booked with eva", "no such booking "),
    ("claims", "Should Dino Ross have more than five claims open, Kim handles them", "more than 5 claims open'"),
    ("tickets", "Delete all solved tickets of maria", "no such tickets"),
    ("stock", "Delete the products of the supplier Glassco", "called 'Glassco'"),
])  # fmt: skip
def test_where_nothing_is_to_be_done_the_result_says_why(name: str, said: str, told: str) -> None:
    assert told in notes(name, said)


@pytest.mark.parametrize(("name", "said"), [
    ("expenses", "What has Marketing used up of its budget so far this year?"),
    ("stock", "Get all Wood products"),
    ("zones", "Get me the certificate for api.nimbus.example"),
    ("stock", "Is the Oak board discontinued? Thanks"),
    ("parcels", "Does Rafi have parcels in the depot? If so, how many?"),
])  # fmt: skip
def test_who_only_wants_to_know_is_told_and_not_asked(name: str, said: str) -> None:
    assert Run(field(name), Job(said, [])).status == "complete"


@pytest.mark.parametrize(("name", "said"), [
    ("tickets", "Should lin have nothing in Waiting, get rid of the Slow search ticket"),
    ("timesheets", "Internal gets a budget of 25 hours if more than 15 have been booked on it in total"),
    ("allotments", "R-04 is a mess! An untidy notice please, reply by March 31"),
    ("board", "Would anybody mind if the Book movers card was archived?"),
])  # fmt: skip
def test_a_part_that_is_not_understood_is_not_passed_over(name: str, said: str) -> None:
    run = Run(field(name), Job(said, ASK))

    assert run.service.rows == field(name).rows


def test_a_part_that_changes_nothing_is_told_of_beside_one_that_does() -> None:
    run = Run(field("rooms"), Job("Cancel the next Hiring panel booking and cancel all bookings with eva", []))

    assert run.service.rows != field("rooms").rows
    told = result(run.world.ports, history(run.world.ports, ACCOUNT, run.task.id))["notes"]
    assert told == ["A part of it changes nothing: no such bookings among what was read"]


def test_where_one_record_of_several_parts_is_not_there_none_of_them_is_done() -> None:
    said = "Confirm all x-rays next week and cancel the appointment of Ida Holm on March 30"

    run = Run(field("clinic"), Job(said, ASK))

    assert run.status == "waiting" and run.service.rows == field("clinic").rows
