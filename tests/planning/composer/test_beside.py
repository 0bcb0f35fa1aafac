"""A word behind the name of an input is its value, whatever kind of word it is."""

import pytest

from chalicelib.domain.binding import Mention
from tests.planning.composer.stand_ins import action, planned, small

TEXT = {"type": "string"}
CREATE_KILN = action("create_kiln", "Create a kiln", {
    "name": TEXT, "fuel": {"type": "string", "default": "gas"}, "chamber_limit": {"type": "integer"},
})  # fmt: skip


@pytest.mark.parametrize(("prompt", "fuel"), [
    ("Create a kiln named Vesta of the fuel wood with a chamber limit of 10.", "wood"),
    ("Create a kiln named Vesta with fuel charcoal and a chamber limit of 10.", "charcoal"),
    ("Create a kiln named Vesta with a chamber limit of 10.", None),
])  # fmt: skip
def test_what_stands_behind_the_name_of_an_input_goes_into_it(prompt: str, fuel: str | None) -> None:
    (step,) = planned(prompt, small(CREATE_KILN)).steps

    assert step.inputs.get("fuel") == (Mention(fuel, fuel) if fuel else None)
    assert step.inputs["chamber_limit"] == Mention(10, "10")
