"""Requests to a pottery, a made-up service: what is given to somebody, people in lists, bounds in pence, moved times."""

from typing import Any

import pytest

from tests.fields.service import ASK
from tests.planning.tables.kilns import (
    answered,
    done,
    issued,
    joined,
    marked,
    people,
    planned,
    refunded,
    shifted,
    voided,
)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Add Cleo Vance and Benno Tarr to the bisque batch", [joined(1, "cleo benno")]),
    ("Add Asta Roeg, Cleo Vance and Benno Ilves to the crew of the salt glaze", [joined(2, "asta cleo ilves")]),
    ("Add everybody from the Glazers to the bisque batch", [joined(1, "cleo ilves")]),
    ("Add Benno to the raku night", ASK),
])  # fmt: skip
def test_a_list_takes_everybody_who_is_told_and_nothing_is_called_after_what_they_join(prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Give Asta Roeg a kiln pass over 20 pounds", [issued(1, 2000)]),
    ("Send Cleo Vance a 7.50 £ pass that's valid until 30 June 2026", [issued(3, 750, valid_until="2026-06-30")]),
    ("Asta Roeg and Cleo Vance each get a pass over 5 pounds", [issued(1, 500), issued(3, 500)]),
    ("Give Benno a pass over 10 pounds", ASK),  # only one of the two has a pass yet
])  # fmt: skip
def test_something_new_is_given_to_whom_it_is_told_for(prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Void all open sales over 100 pounds", voided(801, 804)),
    ("Void every open sale below 50 pounds", voided(802)),
    ("Void all open sales over 100", ASK),  # pounds or pence?
])  # fmt: skip
def test_amounts_are_compared_in_the_unit_that_the_service_counts_in(prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Benno Tarr just wrote, he doesn't want the open sale any more. Please void it.", voided(802)),
    ("Somebody called, they don't want the open sale any more. Please void it.", ASK),
])  # fmt: skip
def test_any_more_says_nothing_of_how_many_are_meant(prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Schedule 'Test tiles' with Asta Roeg and Cleo Vance for Friday at 9 am, 6 hours", [planned("Test tiles", "13T09:00", hours=6, crew=people("asta cleo"))]),
    ("Put 'Test tiles' into the Attic on 20 March at 10:00, it'll take four hours", [planned("Test tiles", "20T10:00", hours=4, studio_id="st_a")]),
    ("Plan a firing 'Open kiln' with everybody from the Glazers on Friday at noon", [planned("Open kiln", "13T12:00", crew=people("cleo ilves"))]),
    ("Plan 'Open kiln' with Benno on Friday at noon", ASK),  # two of them
    ("Plan 'Open kiln' with her on Friday at noon", ASK),
    ("Plan 'Open kiln' without Asta Roeg on Friday at noon", ASK),
    ("Plan 'Open kiln' for Friday from 2 to 4 pm", ASK),
    ("We need a firing 'Open kiln' on Friday at 10:00, two hours long", ASK),
])  # fmt: skip
def test_what_is_new_is_told_by_its_values_and_every_word_is_one(prompt: str, end: Any) -> None:
    assert done(prompt, end).right


def test_what_will_not_happen_is_to_be_cancelled() -> None:
    verdict = done("The sale of Benno Tarr will not happen", ASK)

    assert verdict.right and "void_sale, which changes something. May it be called?" in verdict.said
    assert "May it be called" not in done("The sale of Benno Tarr will happen", ASK).said


@pytest.mark.parametrize(("prompt", "end"), [
    ("The raku night will be two days later, same time", [shifted(3, "16T18:00")]),
    ("The salt glaze starts an hour earlier", [shifted(2, "13T12:00")]),
    ("The salt glaze will be later", ASK),
    ("The salt glaze will be lovely", ASK),
])  # fmt: skip
def test_what_is_told_to_be_later_or_earlier_is_moved(prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Cancel every firing on Friday afternoon", [("drop_firing", {"firing_id": "f2"})]),
    ("Cancel every firing on Friday morning", []),
    ("Cancel the firing tomorrow morning", [("drop_firing", {"firing_id": "f1"})]),
    ("Void all open sales tomorrow afternoon", ASK),
])  # fmt: skip
def test_a_part_of_the_day_limits_when_something_begins(prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Mark the soup plate as cracked", [marked(505, "cracked")]),
    ("Mark the tall vase in batch 31 as cracked", [marked(501, "cracked")]),
    ("Mark Cleo Vance's tall vase as cracked", [marked(503, "cracked")]),
    ("Mark everything in batch 31 as glazed", [marked(501, "glazed"), marked(502, "glazed")]),
    ("Mark the tall vase as cracked", ASK),
    ("Mark the sugar pot as cracked", ASK),
])  # fmt: skip
def test_what_only_the_read_of_one_record_shows_is_found(prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Grant Asta Roeg's wish", answered("ok", 61)),
    ("Please deny all wishes of Cleo Vance", answered("nok", 62, 63)),
    ("Refuse the wish for longer hours", answered("nok", 62)),
    ("Grant the wish for a third wheel", ASK),
    ("While you answer the wish of Asta Roeg, be kind", ASK),
])  # fmt: skip
def test_a_verb_means_the_option_that_a_description_explains_by_it(prompt: str, end: Any) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Refund 10% of sale 801", refunded(801, 1200)),
    ("Pay back 20 % of sale 803 because of the broken glaze", refunded(803, 1400, cause="broken_glaze")),
    ("Pay back 10% of sale 804 due to a late kiln", refunded(804, 1500, cause="late_kiln")),
    ("Refund 10% of sale 801 because of the rain", ASK),
])  # fmt: skip
def test_a_share_of_a_record_is_one_of_its_amount_and_a_reason_is_a_value(prompt: str, end: Any) -> None:
    assert done(prompt, end).right
