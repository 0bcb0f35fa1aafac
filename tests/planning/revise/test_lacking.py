"""An input that the schema calls optional and the service demands, in two services of different style."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.binding import Answer, Context, Literal, Mention, Output
from chalicelib.domain.edit import Recover, Replace
from chalicelib.domain.outcome import Failed
from chalicelib.planning.revise import revise

from .made_up import NUMBER, TEXT, action, brief, catalogue, listing, run, step

KILN = catalogue(
    action("clay.find_pots", "Find pots.", {"name": TEXT}, [], listing("pots", pot_id=TEXT, weight=NUMBER)),
    action(
        "kiln.book_firing", "Book a firing.", {"pot_id": TEXT, "weight": NUMBER, "glaze": TEXT}, ["pot_id"],
        effect="unsafe",
    ),
)
DEPOT = replace(catalogue(
    action("Depot.GetUser", "The user.", {}, [], {"type": "object", "properties": {"costCentre": TEXT}}),
    action("Depot.PlaceOrder", "Places an order.", {"sku": TEXT, "costCentre": TEXT}, ["sku"], effect="unsafe"),
), digest="depot")
POT = {"pots": [{"pot_id": "p1", "weight": 4.5}]}
FIND = step("1", "clay.find_pots", name="Ada")
FIRE = step("2", "kiln.book_firing", "unsafe", pot_id=Output("1", "pots[0].pot_id"))
ORDER = step("2", "Depot.PlaceOrder", "unsafe", sku=Literal("s1"))


def after(text: str, failed: Any, actions: Any, outputs: Any, prompt: str = "Do it", **context: Any) -> Any:
    first = FIND if actions is KILN else step("1", "Depot.GetUser")
    return revise(
        brief(prompt, actions, context), run(first, failed, done=["1"], outputs=outputs), failed,
        Failed("invalid_input", text, text),
    )


@pytest.mark.parametrize(
    "text", ["weight is required", "missing_weight", "The weight must be given.", "request incomplete: no weight"]
)
def test_it_is_taken_from_the_record_that_the_step_is_about(text: str) -> None:
    edit = after(text, FIRE, KILN, {"1": POT})

    assert isinstance(edit, Replace)
    assert edit.step.inputs == {**FIRE.inputs, "weight": Output("1", "pots[0].weight")}


def test_a_code_that_says_missing_is_no_missing_record() -> None:
    failure = Failed("not_found", "missing_weight")
    edit = revise(brief("Do it", KILN), run(FIND, FIRE, done=["1"], outputs={"1": POT}), FIRE, failure)

    assert isinstance(edit, Replace) and edit.step.inputs["weight"] == Output("1", "pots[0].weight")


def test_an_earlier_output_of_that_name_gives_it() -> None:
    edit = after("costCentre is missing", ORDER, DEPOT, {"1": {"costCentre": "north"}})

    assert edit.step.inputs["costCentre"] == Output("1", "costCentre")


def test_the_prompt_and_the_context_come_first() -> None:
    told = after("glaze required", FIRE, KILN, {"1": POT}, "Fire the pot with the glaze 'Celadon'")
    fact = after("costCentre is missing", ORDER, DEPOT, {"1": {"costCentre": "north"}}, costCentre="south")

    assert told.step.inputs["glaze"] == Mention("Celadon", "'Celadon'")
    assert fact.step.inputs["costCentre"] == Context("costCentre")


def test_what_nothing_tells_is_asked_and_nothing_else() -> None:
    edit = after("glaze required", FIRE, KILN, {"1": POT})

    assert isinstance(edit, Recover)
    (asking,) = edit.steps
    assert asking.ask is not None and list(asking.ask.fields["properties"]) == ["glaze"]
    assert asking.rebinds == {"2": {"glaze": Answer(asking.id, "glaze")}}


@pytest.mark.parametrize("text", ["a pot of this weight is fired already", "weight and glaze are required"])
def test_where_no_single_input_is_demanded_none_is_bound(text: str) -> None:
    edit = after(text, FIRE, KILN, {"1": POT})

    assert not isinstance(edit, Replace) or "weight" not in edit.step.inputs


def test_a_value_that_serves_another_input_is_not_taken_twice() -> None:
    failed = replace(FIRE, inputs={"pot_id": Mention("Celadon", "'Celadon'")})

    edit = after("glaze required", failed, KILN, {}, "Fire the pot with the glaze 'Celadon'")

    assert isinstance(edit, Recover)
