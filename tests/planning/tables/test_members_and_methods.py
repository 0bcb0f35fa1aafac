"""Two made-up services, a festival and lifeboats: what descriptions tell of keys, methods as names, lists inside records, slashed days."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fields.driver import Verdict
from tests.fields.service import ASK
from tests.planning.tables import festival, lifeboats

Done = Callable[[str, Any], Verdict]


@pytest.mark.parametrize(("done", "prompt", "end"), [
    (festival.done, "Birk Lund leaves tomorrow, take him off every jury that he's on", festival.off("BL", "F-01", "F-02")),
    (festival.done, "Take Lotte Sand off all juries", festival.off("LS", "F-01", "F-04")),
    (festival.done, "Put Birk Lund on the jury of every film", [
        ("put_film_jury_member", {"code": one, "person": "BL"}) for one in ("F-03", "F-04")
    ]),
    (lifeboats.done, "Katrin Ilves is moving away, take her off every crew that she's in", lifeboats.off("KILO", "B1", "B3")),
    (lifeboats.done, "Take Tove out of all crews", lifeboats.off("TANGO", "B1", "B2")),
])  # fmt: skip
def test_who_is_in_a_list_inside_records_is_taken_out_of_those_that_hold_them(done: Done, prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("done", "prompt", "end"), [
    (festival.done, "Send Hanna a note: 'The reels are here'", festival.noted("The reels are here", "HO")),
    (festival.done, "Post a note to Hanna Osei: 'The reels are here'", festival.noted("The reels are here", "HO")),
    (festival.done, "Every juror gets a note 'Lunch is at one'", festival.noted("Lunch is at one", "BL", "LS")),
    (lifeboats.done, "Send Liam an alert: 'Pagers on'", [lifeboats.alerted("LIMA", "Pagers on")]),
    (lifeboats.done, "Send an alert to Tove Anker: 'Pagers on'", [lifeboats.alerted("TANGO", "Pagers on")]),
])  # fmt: skip
def test_whose_key_an_input_takes_is_told_by_what_its_description_calls_it(done: Done, prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("done", "prompt", "end"), [
    (festival.done, "Push the opening of the bridge back by a week", [festival.screening(52, day="03/27/2026")]),
    (festival.done, "Move the matinee to 15 April", [festival.screening(53, day="04/15/2026")]),
    (festival.done, "Delete the screening that is furthest away", [("delete_screening", {"id": 54})]),
    (lifeboats.done, "Push the night search back by two days", [lifeboats.drilled("d1", heldOn="15/03/2026")]),
    (lifeboats.done, "Move the towing to 3 April", [lifeboats.drilled("d2", heldOn="03/04/2026")]),
    (lifeboats.done, "Delete the drill that is furthest away", [("deleteDrill", {"drillId": "d3"})]),
    (lifeboats.done, "Delete the nearest drill", [("deleteDrill", {"drillId": "d1"})]),
    (lifeboats.done, "Delete the drills that are in April", [("deleteDrill", {"drillId": one}) for one in ("d3", "d4")]),
])  # fmt: skip
def test_days_with_slashes_are_moved_and_compared_like_others(done: Done, prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Withdraw Paper Boats", [("put_film_status", {"code": "F-04", "status": "WITHDRAWN"})]),
    ("Hold back The Salt Road", [("put_film_status", {"code": "F-02", "status": "HELD_BACK"})]),
    ("Reopen North of Nothing", [("put_film_status", {"code": "F-03", "status": "OPEN"})]),
    ("'Late show' is confirmed", [festival.screening(51, confirmed=True)]),
    ("Whatever Quentin hosts in April goes to Hanna", [festival.screening(54, host="HO")]),
    ("Post the matinee", ASK),
])  # fmt: skip
def test_where_actions_are_named_after_methods_the_words_say_what_they_do(prompt: str, end: Any) -> None:
    assert festival.done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Give The Salt Road from Hanna to Quentin", [("patch_film", {"code": "F-02", "curator": "QW"})]),
    ("Give Paper Boats from Hanna to Birk Lund", []),
])  # fmt: skip
def test_whoever_is_replaced_tells_the_field_and_replaced_is_nobody_else(prompt: str, end: Any) -> None:
    verdict = festival.done(prompt, end)

    assert verdict.right if end else not any(name.startswith("p") for name, _ in verdict.calls)


@pytest.mark.parametrize("prompt", ["Tick off the towing", "Complete the towing", "Tick the towing off", "The towing is done"])
def test_what_is_ticked_off_is_done(prompt: str) -> None:
    assert lifeboats.done(prompt, [lifeboats.drilled("d2", done=True)]).right


@pytest.mark.parametrize("prompt", [
    "Book the slipway for Grey Seal on Friday from 9:00 to 11:30", "Book the slipway on Friday between 9:00 and 11:30 for Grey Seal",
])  # fmt: skip
def test_two_times_of_one_day_are_when_it_begins_and_ends(prompt: str) -> None:
    told = {"boatNo": "B1", "startsAt": "2026-03-13 09:00", "endsAt": "2026-03-13 11:30"}

    assert lifeboats.done(prompt, [("bookSlipway", told)]).right


def test_a_new_record_is_told_with_who_does_it_and_what_is_true_of_it() -> None:
    prompt = "Plan a subtitled screening of Paper Boats: 'Encore', 5 April, Hanna Osei hosts it"
    told = {"film": "F-04", "slot": "Encore", "day": "04/05/2026", "host": "HO", "subtitled": True}

    assert festival.done(prompt, [("post_screening", told)]).right


def test_a_word_with_the_letters_of_somebodys_key_is_not_that_person_and_a_whole_name_is_that_record() -> None:
    told = {"code": "F-01", "title": "Lost Lights"}

    assert festival.done("Loss of Light should be called 'Lost Lights' now", [("patch_film", told)]).right
