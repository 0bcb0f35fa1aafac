"""Classes of English, each met in several fields of work: a rule that helps one field only is not there."""

from typing import Any

import pytest

from tests.fields import (
    alerts,
    billing,
    claims,
    clinic,
    courses,
    estates,
    fleet,
    forum,
    kennel,
    leave,
    library,
    mail,
    parcels,
    rooms,
    stock,
    tickets,
    timesheets,
)
from tests.fields.driver import judge
from tests.fields.service import ASK, Field, Job


def each(name: str, key: str, *ids: object, **more: object) -> list[tuple[str, dict[str, Any]]]:
    return [(name, {key: one, **more}) for one in ids]


def ends(module: Any, prompt: str, end: Any) -> bool:
    kind: Field = module.FIELD
    verdict = judge(kind, Job(prompt, end))
    assert not verdict.harm, (verdict.calls, verdict.said)
    return verdict.right


def classes(*cases: tuple[Any, str, Any]) -> Any:
    return pytest.mark.parametrize(
        ("module", "prompt", "end"), cases, ids=[f"{case[0].FIELD.name}: {case[1]}" for case in cases]
    )


@classes(
    (courses, "If Omar Said has no active enrolment, remove all his enrolments", each("remove_enrolment", "enrolment_id", 905, 908)),
    (leave, "If Elin Storm has a rejected request, withdraw her pending one", each("requests.withdraw", "request_id", "R-27")),
    (claims, "Accept the glass claim of Adele Noir and assign her water claim to Otto",
     [*each("claims/accept", "claimId", "C-74"), *each("claims/assign", "claimId", "C-71", handler="Otto")]),
    (tickets, "Delete his open tickets", ASK),
    (claims, "If Kim has no new claim, assign the storm claim to her", each("claims/assign", "claimId", "C-78", handler="Kim")),
)
def test_somebody_who_was_named_before_is_never_everybody(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (leave, "Wave through Elin Storm's pending request", each("requests.approve", "request_id", "R-27")),
    (leave, "Turn the training of Finn Aker down", each("requests.reject", "request_id", "R-31")),
    (kennel, "Call Odin's stay off", each("cancelStay", "stay_no", 403)),
    (parcels, "Send Pia Stern's parcel that is in the depot back", each("parcel_return", "code", "PX-506")),
    (courses, "Take Noah Pell out of Algebra", each("remove_enrolment", "enrolment_id", 903)),
    (rooms, "Call off the Town hall booking", each("cancel_booking", "booking_id", "bk-09")),
)
def test_a_verb_with_its_particle_is_one_verb(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (claims, "Decline the theft claim of Bram Vos with the explanation 'No proof'",
     each("claims/refuse", "claimId", "C-72", explanation="No proof")),
    (leave, "Decline Finn Aker's training", each("requests.reject", "request_id", "R-31")),
    (mail, "Erase the Old badge message", each("delete_message", "message_id", "m8")),
    (kennel, "Revoke Odin's stay", each("cancelStay", "stay_no", 403)),
)
def test_a_deed_may_be_called_by_another_verb_than_the_service_does(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (leave, "Withdraw all requests that start before March 10", each("requests.withdraw", "request_id", "R-22", "R-30")),
    (kennel, "Cancel every stay that ends in April", each("cancelStay", "stay_no", 406, 407)),
    (kennel, "Cancel all stays in March that are booked", each("cancelStay", "stay_no", 402, 403)),
    (claims, "Accept the claims reported in February that are in review", each("claims/accept", "claimId", "C-71", "C-79")),
)
def test_of_two_days_of_a_record_the_words_tell_one_or_both_agree(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (kennel, "Extend Lotte's stay by one week", each("changeStay", "stay_no", 402, leaves="2026-03-27")),
    (kennel, "Prolong Rex's stay until March 14", each("changeStay", "stay_no", 405, leaves="2026-03-14")),
    (library, "Extend the Walden loan until May 1", each("renew_loan", "loan_id", "0012", due_date="2026-05-01")),
)
def test_what_is_extended_ends_later(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (parcels, "Return the lightest parcel for Nice", each("parcel_return", "code", "PX-502")),
    (kennel, "Cancel the stay of the heaviest booked dog", each("cancelStay", "stay_no", 403)),
    (leave, "Reject the shortest pending vacation request of Carla Mohr", each("requests.reject", "request_id", "R-23")),
    (parcels, "Return all parcels for Lyon that are heavier than 5000 grams", each("parcel_return", "code", "PX-509")),
    (leave, "Withdraw all vacations longer than 9 days", each("requests.withdraw", "request_id", "R-23", "R-28")),
    (claims, "Accept the smallest claim that is in review", each("claims/accept", "claimId", "C-79")),
)
def test_an_adjective_tells_what_it_measures(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (leave, "Approve every open request of Sales", each("requests.approve", "request_id", "R-21")),
    (billing, "Pay all outstanding invoices of Dune Travel", each("payInvoice", "invoiceId", 3008)),
    (billing, "Pay all outstanding invoices of Birch Media", ASK),
    (parcels, "Return all undelivered parcels of Uma", each("parcel_return", "code", "PX-502", "PX-504")),
    (parcels, "Return all undelivered parcels of Rafi", ASK),
    (claims, "Accept all undecided claims of Bram Vos", each("claims/accept", "claimId", "C-72")),
)
def test_what_still_goes_on_is_told_from_what_has_ended_and_the_rest_is_asked_about(
    module: Any, prompt: str, end: Any
) -> None:
    assert ends(module, prompt, end)


@classes(
    (leave, "Reject Finn Aker's training because 'No budget left'",
     each("requests.reject", "request_id", "R-31", reason="No budget left")),
    (kennel, "Cancel Odin's stay with the reason 'Run is flooded'",
     each("cancelStay", "stay_no", 403, reason="Run is flooded")),
    (leave, "Reject Finn Aker's training", each("requests.reject", "request_id", "R-31")),
)
def test_what_need_not_be_told_is_taken_where_it_is(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (courses, "Enrol Mia Hart in Chess", [("enrol_student", {"student_id": 71, "course_id": 4})]),
    (courses, "Enrol the student Petra Lund in the Spanish basics course",
     [("enrol_student", {"student_id": 74, "course_id": 5})]),
    (courses, "Enrol Mia Hart in Fencing", ASK),
)
def test_two_records_that_are_named_are_joined(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (leave, "Email Carla Mohr 'Your leave is under review'",
     [("mails.send", {"to": "carla.mohr@fir.example", "text": "Your leave is under review"})]),
    (claims, "Send Lena an email with the subject 'Storm claims'",
     [("handlers/mail", {"recipient": "lena@claims.example", "subject": "Storm claims"})]),
    (claims, "Email Nobody 'Storm claims'", ASK),
    (mail, "Forward the Travel plan message to paul",
     [("forward_message", {"message_id": "m7", "recipient": "paul.meyer@firm.example"})]),
)
def test_a_message_goes_to_the_address_that_is_looked_up(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (kennel, "Check out Bruno and Rex", each("checkOutStay", "stay_no", 401, 405)),
    (claims, "Assign the storm and theft claims that are new to Kim", each("claims/assign", "claimId", "C-72", "C-78", handler="Kim")),
    (stock, "Discontinue the products of Volt and Timberly", each("discontinue_product", "product_id", 2, 3, 4, 6)),
    (tickets, "Delete the tickets of tom and lin that are waiting", each("delete_ticket", "ticket_id", 107, 109)),
    (alerts, "Delete all info and warning alerts", each("delete_alert", "alert_id", 502, 504, 505)),
)
def test_values_that_are_told_together_are_alternatives(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (kennel, "Add a walk for 9 euros to Lotte's stay", each("addExtra", "stay_no", 402, service="walk", price=9)),
    (claims, "Change the amount of the fire claim to 900", each("claims/amend", "claimId", "C-73", amount=900)),
    (courses, "Give Petra Lund a grade of 2 in Pottery", each("grade_enrolment", "enrolment_id", 906, grade=2)),
    (clinic, "Cancel Hugo Brandt's appointment", ASK),
    (kennel, "Cancel Hugo's stay", ASK),
    (fleet, "Cancel the trips to Madrid", []),
    (estates, "Withdraw the flat with the lowest rent in the South", each("flat.withdraw", "ref", "F-11")),
)
def test_values_and_names_stand_where_the_sentence_puts_them(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (timesheets, "If the total hours of Boris Klee are above 20, delete his longest entry", each("delete-entry", "entry_id", "e8")),
    (timesheets, "If the average hours of Chen Wu's entries are above 7, delete his shortest entry", []),
    (forum, "If the posts of oskar have fewer than 5 reports in total, pin them", each("pinPost", "post_id", 12, 17)),
    (parcels, "If the total weight of Viktor's parcels is above 2000, return them", each("parcel_return", "code", "PX-506", "PX-507")),
    (claims, "If the sum of the amounts of Dino Ross's claims is above 5000, assign them to Kim",
     each("claims/assign", "claimId", "C-75", "C-78", handler="Kim")),
    (billing, "If the average amount of Birch Media's invoices is above 100, void all of them", []),
    (stock, "Delete all products with an average price", ASK),
)
def test_numbers_of_several_records_are_taken_together(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (timesheets, "Make Boris Klee the lead of Hermes", [("set-project-lead", {"project_id": 2, "lead": "Boris Klee"})]),
    (timesheets, "Raise the budget of Internal to 20 hours", [("set-project-budget", {"project_id": 3, "budget_hours": 20})]),
    (forum, "Make quinn a member", [("changeRole", {"handle": "quinn", "role": "member"})]),
    (tickets, "Make tom the agent of the Export fails ticket",
     [("update_ticket", {"ticket_id": 107, "field": "agent", "new_value": "tom"})]),
)
def test_what_somebody_is_made_is_a_new_value(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (forum, "Lock the post with the most replies", each("lockPost", "post_id", 11)),
    (forum, "Lock the two posts with the most replies", each("lockPost", "post_id", 11, 14)),
    (timesheets, "Delete the two longest entries of Alma Reyes", each("delete-entry", "entry_id", "e1", "e2")),
    (library, "Return the oldest loan", ASK),
)
def test_a_capped_search_is_read_in_parts_or_asked_about(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (rooms, "Cancel all bookings on March 12 except the Hiring panel", each("cancel_booking", "booking_id", "bk-03", "bk-05")),
    (stock, "Delete all products of Timberly except the cheapest", each("delete_product", "product_id", 3, 7)),
    (claims, "Accept all new claims apart from those of Bram Vos", each("claims/accept", "claimId", "C-74", "C-78")),
    (stock, "Delete all products except those of Hexa", ASK),
    (tickets, "Delete all tickets of tom other than the withered ones", ASK),
)
def test_what_is_left_out_is_left_alone(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (stock, "Increase the price of all Wood products by 10%",
     [("set_product_price", {"product_id": one, "price": price}) for one, price in ((3, 33), (4, 19.8), (7, 60.5))]),
    (stock, "Raise the price of the Oak board by 3", [("set_product_price", {"product_id": 3, "price": 33})]),
    (timesheets, "Reduce the budget of Apollo by 10 hours", [("set-project-budget", {"project_id": 1, "budget_hours": 30})]),
    (estates, "Lower the rent of the flat in Hill Top by 100", [("flat.edit", {"ref": "F-17", "set": {"rent": 1800}})]),
    (rooms, "Cancel the second booking on March 12", each("cancel_booking", "booking_id", "bk-04")),
    (timesheets, "Delete the third entry of Alma Reyes", each("delete-entry", "entry_id", "e6")),
    (claims, "Assign the claims of Kim to Lena and those of Lena to Otto", ASK),
    (billing, "If Cobalt Labs has more than one unpaid invoice, send a reminder for the oldest one",
     each("remindInvoice", "invoiceId", 3003)),
)
def test_changes_by_an_amount_and_places_in_a_row(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (courses, "move Spanish basics to room 104", each("update_course", "course_id", 5, property="room", value="104")),
    (courses, "If Pottery has fewer than 9 seats, set its seats to 9", ASK),
    (fleet, "Move everything that is retired at the Airport depot to Harbour", each("updateVehicle", "vehicleId", "V4", depot="Harbour")),
)
def test_a_value_that_is_named_for_another_field_or_says_how_records_are_is_none(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (tickets, "the Printer offline ticket should be escorted, and set its priority to low", ASK),
    (rooms, "the Town hall booking can be framed, its room is Elm now", ASK),
)
def test_half_of_a_request_is_not_done_where_the_other_half_says_what_nobody_can_do(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)


@classes(
    (mail, "send the Parking mail on to hana", each("forward_message", "message_id", "m5", recipient="hana.sato@firm.example")),
    (mail, "the Travel plan mail should be passed on to ivo", each("forward_message", "message_id", "m7", recipient="ivo.kern@firm.example")),
)
def test_what_is_sent_on_is_forwarded(module: Any, prompt: str, end: Any) -> None:
    assert ends(module, prompt, end)
