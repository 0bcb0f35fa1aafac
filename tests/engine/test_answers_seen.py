"""A task of ours that ended well shows what undeclared answers hold, through the same door as every other lesson."""

import json

import pytest

from chalicelib.domain.lesson import Lesson
from chalicelib.engine.registration import rests_on
from chalicelib.engine.tool_changes import Change
from tests.engine.test_poison import KNOWN, Garden


def held(garden: Garden) -> set[str]:
    return {one.key for one in garden.memory().lessons if "|holds:" in one.key}


def test_what_an_undeclared_answer_held_is_learned_once_the_task_ended_well() -> None:
    garden = Garden({"ventilate_house": {"folio": {"shelfmark": "K 77", "zyxwvut": 1}}})

    assert garden.do("Open the roof of the greenhouse") == ["ventilate_house"]
    assert garden.status_of() == "complete"
    assert held(garden) == {"catalogue.ventilate_house|holds:folio.shelfmark"}
    stored = json.dumps([item.data for item in garden.world.store.query("M#acct_1.live#gardener").items])
    assert "K 77" not in stored and "zyxwvut" not in stored


def test_a_task_that_is_not_to_be_learned_from_shows_nothing() -> None:
    garden = Garden({"ventilate_house": {"folio": {"shelfmark": "K 77"}}})

    assert garden.do("Open the roof of the greenhouse", training=False) == ["ventilate_house"]
    assert held(garden) == set()


def test_what_is_declared_is_not_learned_again() -> None:
    garden = Garden()

    assert garden.do('Measure the soil of bed "North 1"') == ["measure_soil"]
    assert KNOWN.actions["catalogue.measure_soil"].output_schema
    assert held(garden) == set()


@pytest.mark.parametrize(("change", "rests"), [
    (Change("find", ("input 'q' went",), inputs=frozenset({"q"})), False),
    (Change("find", ("it is declared",), outputs=frozenset({"@"})), True), (Change("find", ("gone",), gone=True), True),
])
def test_what_was_seen_is_doubted_when_the_outputs_change_and_not_when_an_input_does(
    change: Change, rests: bool
) -> None:
    lesson = Lesson("les_1", "fact", "coast.find|holds:id", {"type": "string"}, 1)

    assert bool(rests_on(lesson, "coast.find", change)) is rests
