"""Requests to a made-up cookery school: who has had one, who does not count, who is told by what they did."""

import pytest

from tests.fields.service import ASK
from tests.planning.tables.cookery import certified, cooked, done, labelled, rescheduled, wrote


@pytest.mark.parametrize(("prompt", "end"), [
    ("Send a certificate for every passed enrolment that hasn't had one", certified("e2", "e4", "e5")),
    ("Send a certificate for every passed enrolment that has not yet had one", certified("e2", "e4", "e5")),
    ("Send a certificate for every enrolment finished in February that hasn't had one. Failed ones don't count.", certified("e2", "e4")),
    ("Send a certificate for every enrolment finished in February that hasn't had one, the failed ones do not count", certified("e2", "e4")),
])  # fmt: skip
def test_who_has_had_one_gets_no_other_and_who_does_not_count_gets_none(prompt: str, end: object) -> None:
    assert done(prompt, end).right


def test_who_has_had_one_is_asked_where_no_field_tells() -> None:
    assert done("Move every course that hasn't had one to the Roof kitchen", ASK).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Write to whoever has the dearest enrolment, subject 'Hello', body 'Thank you'", wrote("s_4", "Hello", "Thank you")),
    ("Write to whoever made the dearest enrolment, subject 'Hello', text 'Thank you'", wrote("s_4", "Hello", "Thank you")),
    ("Write to whoever finished the dearest enrolment this year, subject 'Hello', text 'Thank you'", wrote("s_4", "Hello", "Thank you")),
])  # fmt: skip
def test_somebody_is_told_by_what_they_did_though_they_are_only_found_by_search(prompt: str, end: object) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Label Ben Okafor as early-bird", labelled("early-bird", "s_2")),
    ("Message Ben Okafor, subject 'Sushi', body 'See you', and label him early-bird", [*wrote("s_2", "Sushi", "See you"), *labelled("early-bird", "s_2")]),
])  # fmt: skip
def test_a_word_that_the_verb_calls_for_is_a_value_and_a_text_that_was_sent_means_nobody(prompt: str, end: object) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("The Sushi course falls on a holiday. Have it two days earlier, same slot", rescheduled("k2", "2026-04-07")),
    ("What's in the North kitchen moves to the South kitchen", cooked("South kitchen", "k1", "k3")),
])  # fmt: skip
def test_plain_ways_to_say_what_is_moved(prompt: str, end: object) -> None:
    assert done(prompt, end).right


def test_what_opens_a_talk_is_no_part_of_the_question() -> None:
    assert done("Quick question, which kitchen is the Sushi course in?", [], ("South kitchen",)).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Message Ben Okafor, text 'Thank you', subject 'Hello'", wrote("s_2", "Hello", "Thank you")),
    ("Message Ben Okafor, body 'Thank you', subject 'Hello'", wrote("s_2", "Hello", "Thank you")),
    ("Message Ben Okafor, subject 'Hello', text 'Thank you'", wrote("s_2", "Hello", "Thank you")),
    ("Write to whoever has the dearest enrolment, text 'Thank you', subject 'Hello'", wrote("s_4", "Hello", "Thank you")),
])  # fmt: skip
def test_the_word_in_front_of_a_text_tells_what_it_is_for(prompt: str, end: object) -> None:
    assert done(prompt, end).right
