"""Requests to a harbour office, a made-up service: what is forbidden, what is not so, what waits, what replaces what."""

from typing import Any

import pytest

from tests.fields.service import ASK
from tests.planning.tables.permits import done, on, uid


@pytest.mark.parametrize(("prompt", "end"), [
    ("Grant crab-1 and don't tell the skipper", on("grant", "crab-1", tellSkipper=False)),
    ("Grant crab-1, but do not tell the skipper", on("grant", "crab-1", tellSkipper=False)),
    ("Grant crab-1, but don't refuse crab-2", on("grant", "crab-1")),
    ("Grant crab-1 and don't send a letter about the skipper", ASK),
    ("Grant crab-1 and don't forget to shelve ling-2", [*on("grant", "crab-1"), *on("shelve", "ling-2")]),
])  # fmt: skip
def test_what_is_forbidden_is_said_by_an_input_or_not_done_or_asked_about(prompt: str, end: Any) -> None:
    verdict = done(prompt, end)
    assert verdict.right and not verdict.harm


@pytest.mark.parametrize(("prompt", "codes"), [
    ("Shelve all permits that aren't inspected", ("crab-2", "ling-2")),
    ("Shelve all permits that are inspected", ("crab-1", "ling-1", "hake-1")),
    ("Shelve every filed permit without an inspected", ("crab-2",)),
    ("Shelve every permit that hasn't been checked since the end of February", ("crab-2", "ling-2")),
    ("Shelve every permit that hasn't been checked since March 1", ("crab-2", "ling-2")),
    ("Shelve every permit that wasn't checked in March", ("crab-2", "ling-2")),
    ("Shelve every permit that was checked in March", ("crab-1", "ling-1", "hake-1")),
    ("Shelve the permits that are filed but not inspected", ("crab-2",)),
])  # fmt: skip
def test_what_is_denied_of_records_is_not_so(prompt: str, codes: tuple[str, ...]) -> None:
    assert done(prompt, on("shelve", *codes)).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Grant everything that is waiting to be granted", on("grant", "crab-1", "crab-2")),
    ("Of the permits that are waiting for granting, refuse the most expensive one with the reason 'Too late'",
     on("refuse", "crab-2", reason="Too late")),
    ("If Una Moe has anything waiting to be granted, grant it", on("grant", "crab-2")),
    ("If Siv Aas has anything waiting to be granted, grant it, otherwise write to her 'Nothing yet'",
     [("Skippers.write", {"skipperId": 74, "words": "Nothing yet"})]),
])  # fmt: skip
def test_what_waits_for_a_deed_is_in_the_state_that_its_action_names(prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Change the fee of crab-1 from 40.50 to 42", on("update", "crab-1", fee=42)),
    ("Una's crab permit was 45.50, not 44.00", on("update", "crab-2", fee=45.5)),
    ("Change the fee of crab-1 from 41 to 42", ASK),
    ("crab-1 was issued on January 14, not January 12", ASK),
    ("The issue day of crab-2 is February 10, not February 20", on("update", "crab-2", issuedOn="2026-02-10")),
])  # fmt: skip
def test_a_value_takes_the_place_of_what_the_record_holds_and_of_nothing_else(prompt: str, end: Any) -> None:
    verdict = done(prompt, end)
    assert verdict.right and not verdict.harm


@pytest.mark.parametrize(("prompt", "end"), [
    ("Renew all granted permits on March 27", on("renew", "ling-1", "ling-2", startsOn="2026-03-27")),
    ("Shelve all permits issued on February 3", on("shelve", "ling-1")),
    ("Put ling-2 back into the archive", on("shelve", "ling-2")),
])  # fmt: skip
def test_a_day_is_when_it_is_to_be_done_where_no_record_is_of_that_day(prompt: str, end: Any) -> None:
    verdict = done(prompt, end)
    assert verdict.right, verdict


def test_what_people_call_a_record_is_no_uuid() -> None:
    assert done("rename crab-2 to crab-9", on("rename", "crab-2", name="crab-9")).right
    assert done(f"Rename {uid('crab-2')} to crab-9", on("rename", "crab-2", name="crab-9")).right


def test_what_joins_two_orders_is_no_part_of_a_name() -> None:
    both = [*on("rename", "crab-2", name="crab-9"), *on("shelve", "crab-2")]
    assert done("Rename crab-2 to crab-9 and shelve it", both).right


def test_somebody_gets_a_thing_and_not_the_group_that_their_things_are_in() -> None:
    assert done("Ola gets hake-1", on("assign", "hake-1", skipperId=71)).right


def test_by_how_much_something_is_moved_is_no_new_value_of_it() -> None:
    verdict = done("Bring ling-1 forward by 20", [])
    assert not verdict.harm and not any(name == "Permits.update" for name, _ in verdict.calls)
