"""What a service demanded once is given from then on, and nothing else is."""

from typing import Any

import pytest

from chalicelib.domain.binding import Literal, Mention, Output
from chalicelib.domain.lesson import Lesson
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Plan
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.lessons import History, PastStep, learn
from chalicelib.planning.planner import Trial
from chalicelib.planning.revise import demands
from chalicelib.planning.revise.remedy import replacement

from .made_up import NUMBER, TEXT, action, brief, catalogue, listing, step

KILN = catalogue(
    action("clay.find_pots", "Find pots.", {"name": TEXT}, [], listing("pots", pot_id=TEXT, weight=NUMBER)),
    action(
        "kiln.book_firing", "Book a firing.", {"pot_id": TEXT, "weight": NUMBER, "glaze": TEXT}, ["pot_id"],
        effect="unsafe",
    ),
)
FIND = step("1", "clay.find_pots", name="Ada")
FIRE = step("2", "kiln.book_firing", "unsafe", pot_id=Output("1", "pots[0].pot_id"))
WEIGHT = Output("1", "pots[0].weight")
REFUSED = Failed("invalid_input", "weight is required")


def votes(said: Failed = REFUSED, well: bool = True, **inputs: Any) -> list[tuple[str, Any, int]]:
    given = {**FIRE.inputs, **(inputs or {"weight": WEIGHT})}
    other = replacement(KILN.actions["kiln.book_firing"], given, FIRE, "demanded")
    steps = (PastStep(FIND, True), PastStep(FIRE, False, (Trial(said),)), PastStep(other, True))
    found = learn("t", 1, History(steps, well))
    return [(one.key, one.content, one.vote) for one in found if "|demands:" in one.key]


def fact(name: str = "weight", **more: Any) -> Lesson:
    found = {"supported": 1, **more}
    return Lesson("l1", "fact", f"kiln.book_firing|demands:{name}", {"of": "clay.find_pots"}, **found)


def drafted(prompt: str, *lessons: Lesson) -> Any:
    plan = Composer().draft(brief(prompt, KILN, lessons=lessons))
    assert isinstance(plan, Plan)
    return plan.steps[-1]


def test_a_call_that_was_refused_without_an_input_and_done_with_it_teaches_that_it_is_demanded() -> None:
    assert votes() == [("kiln.book_firing|demands:weight", {"of": "clay.find_pots"}, 1)]


@pytest.mark.parametrize("nothing", [
    votes(well=False), votes(Failed("invalid_input", "the kiln is full")),
    votes(weight=WEIGHT, glaze=Literal("Celadon")), votes(pot_id=Literal("p9"), weight=WEIGHT),
])
def test_what_the_service_did_not_demand_teaches_nothing(nothing: Any) -> None:
    assert nothing == []


def test_the_input_is_given_before_the_service_asks_for_it() -> None:
    asked = "Find the pots named 'Ada' and book a firing for it"
    assert "weight" not in drafted(asked).inputs

    done = drafted(asked, fact())

    pot = done.inputs["pot_id"]
    assert done.inputs["weight"] == Output(pot.step, pot.path.replace("pot_id", "weight"))
    assert "l1" in done.lessons


def test_what_the_request_says_of_it_comes_first() -> None:
    plan = Plan((FIND, FIRE))
    told = brief("Fire the pot with the glaze 'Celadon'", KILN, lessons=[fact("glaze")])

    found = demands.supplied(told, plan)

    assert isinstance(found, Plan) and found.steps[1].inputs["glaze"] == Mention("Celadon", "'Celadon'")


@pytest.mark.parametrize("lesson", [
    fact(opposed=2), fact(disabled=True), fact("colour"), fact("pot_id"),
    Lesson("l1", "fact", "kiln.book_firing|demands:weight", {"of": "scale.weigh"}, supported=1),
    Lesson("l1", "fact", "kiln.book_firing|demands:weight", {}, supported=1),
    Lesson("l1", "fact", "oven.book_firing|demands:weight", {"of": "clay.find_pots"}, supported=1),
])
def test_nothing_is_made_up_for_it(lesson: Lesson) -> None:
    plan = Plan((FIND, FIRE))

    assert demands.supplied(brief("Do it", KILN, lessons=[lesson]), plan) is plan
