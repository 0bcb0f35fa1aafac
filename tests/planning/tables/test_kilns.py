"""Requests to a pottery, a made-up service: what is given to somebody, people in lists, bounds in pence, moved times."""

from typing import Any

import pytest

from tests.fields.service import ASK
from tests.planning.tables.kilns import done, issued, joined, voided


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
