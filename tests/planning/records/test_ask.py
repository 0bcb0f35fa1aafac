"""What a question about the request says: what was found, and in which words it can be answered."""

import pytest

from chalicelib.planning.composer.words import tokens
from chalicelib.planning.planner import Picked
from chalicelib.planning.records import which
from chalicelib.planning.records.choices import Choices
from chalicelib.planning.records.instants import Instant
from chalicelib.planning.records.reach import Ambiguous, Row
from tests.fields import clinic, club, leave, meters
from tests.fields.driver import Run
from tests.fields.service import ASK, Job

ROWS = [
    Row({"title": "Yoga", "room": "Oak", "class_id": "c1", "seats": 9, "note": "x" * 90}, "1", "[0]"),
    Row({"title": "Yoga", "room": "Elm", "class_id": "c2", "seats": 9, "note": "y" * 90}, "1", "[1]"),
]


def picked(value, rows=ROWS, key="record|class"):
    options = frozenset(map(str, which.candidates(rows)))
    return Choices(picked=(Picked(key, options, value),))


def test_records_are_answered_by_their_key_and_shown_by_what_differs():
    assert which.candidates(ROWS) == {"c1": "room Oak", "c2": "room Elm"}


def test_a_moment_that_is_a_number_is_shown_as_people_tell_it():
    moments = {at: Instant(1_771_545_600 + at * 86_400, "UTC") for at in (0, 14)}
    rows = [Row({"bill_id": f"b{at}", "due": moment}, "1", f"[{at}]") for at, moment in moments.items()]

    assert which.candidates(rows) == {"b0": "due 2026-02-20 00:00", "b14": "due 2026-03-06 00:00"}


def test_records_that_nothing_tells_apart_are_not_offered():
    assert which.candidates([ROWS[0], ROWS[0]]) == {}
    assert which.candidates(ROWS * 20) == {}


def test_a_choice_holds_for_these_very_records_of_this_kind_and_for_no_others():
    assert which.only(ROWS, "class", "class", picked("c2")) is ROWS[1]
    other = Row({"title": "Yoga", "class_id": "c3"}, "1", "[2]")
    for rows, noun in (([*ROWS, other], "class"), (ROWS, "course")):
        with pytest.raises(Ambiguous):
            which.only(rows, noun, "class", picked("c2"))


def test_a_record_is_called_by_the_word_of_the_request_else_by_the_catalogues():
    assert which.called(["class"], tokens("Cancel the Classes of Bo"), ["list_classes"]) == "classes"
    assert which.called(["class"], tokens("Cancel Yoga"), ["list_classes"]) == "classes"


@pytest.mark.parametrize(("module", "prompt", "told"), [
    (club, "Take Gero Pohl on for a fee of 150", "The records here: boats, trips, members. What can be done: expel"),
    (meters, "Refund Theo Vance his last instalment", "The records here: meters, contracts."),
])
def test_a_question_names_the_records_and_deeds_in_whose_words_the_request_can_be_said(module, prompt, told):
    assert told in Run(module.FIELD, Job(prompt, ASK)).said()


def test_what_a_remedy_would_be_called_with_is_told_in_words():
    said = Run(meters.FIELD, Job("Disconnect meter W-5520", ASK)).said()

    assert "{" not in said and "of what step" in said, said


@pytest.mark.parametrize(("prompt", "said"), [
    ("Cancel Zelda Quimby's appointment on March 12", "nothing that was read is called 'Zelda Quimby'"),
    ("Cancel Zelda Quimby's last appointment this week", "nothing that was read is called 'Zelda Quimby'"),
    ("Cancel the appointment of Ida Holm on March 30", "no such appointment among what was read"),
])
def test_one_record_that_is_spoken_of_and_is_not_there_is_asked_about(prompt, said):
    run = Run(clinic.FIELD, Job(prompt, ASK))

    assert run.status == "waiting"
    assert said in run.said()


@pytest.mark.parametrize("prompt", [
    "Cancel all appointments of Zelda Quimby",
    "If Zelda Quimby has an appointment on March 12, cancel it",
    "Cancel the last appointment of Ida Holm this week",
])
def test_of_all_that_there_are_none_may_be_and_what_a_condition_speaks_of_need_not_be_there(prompt):
    run = Run(clinic.FIELD, Job(prompt, []))

    assert (run.status, run.said()) == ("complete", "")


@pytest.mark.parametrize(("module", "prompt", "told"), [
    (clinic, "Escalate Jon Berg's appointment", "Understood so far: the records ('appointment')"),
    (meters, "Delete contract K-12 and the meters", "Understood so far: the records ('contract', 'meters')"),
    (clinic, "Delete every latecomer", "it is not clear what 'latecomer' is: no records here are known by that word"),
    (leave, "Move Dario Penn's training to March 17", "what the new time is for: first day or last day"),
])  # fmt: skip
def test_a_question_says_which_words_were_understood_and_which_were_not(module, prompt, told):
    assert told in Run(module.FIELD, Job(prompt, ASK)).said()


def test_what_is_not_clear_is_not_called_understood():
    said = Run(clinic.FIELD, Job("Escalate Jon Berg's appointment", ASK)).said()

    assert "'escalate'" in said and "what to do" not in said.partition("Understood")[2]


def test_of_several_the_one_is_meant_that_was_spoken_of_before_and_else_none_is_taken_for_it():
    assert which.spoken_of(ROWS, tokens("Nobody cleans Elm any more")) == [ROWS[1]]
    for said in ("Nobody likes Yoga", "Oak and Elm are dirty", "Nobody comes"):
        assert which.spoken_of(ROWS, tokens(said)) == ROWS
