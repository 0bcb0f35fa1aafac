"""What a request names and a plan leaves out stops whatever writes."""

from datetime import date

import pytest

from chalicelib.domain.binding import Literal, Mention, Output
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.planning.composer import mentions
from chalicelib.planning.composer.unread import unread
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.planner import Catalogue

ANYTHING = {"type": "object"}
CATALOGUE = Catalogue("", {
    f"shed.{name}": Action("shed", name, "", ANYTHING, None, effect)
    for name, effect in (("list_crates", "read"), ("seal_crate", "unsafe"))
})
LISTED = Step(id="1", tool="shed", action="list_crates", effect="read")


def sealing(**inputs):
    return Step(id="2", tool="shed", action="seal_crate", effect="unsafe", inputs=inputs)


def left_out(prompt, *steps):
    return unread(Plan(steps), mentions.read(prompt, tokens(prompt), date(2026, 3, 11)), CATALOGUE)


def test_a_name_that_no_step_uses_is_told():
    assert left_out("Seal 'North' and 'South'", sealing(name=Mention("North", "'North'"))) == "'South'"


def test_a_name_that_a_step_uses_is_not():
    assert left_out("Seal 'North'", sealing(name=Mention("North", "'North'"))) == ""


def test_an_entry_of_a_list_is_chosen_by_one_name_when_the_list_is_read():
    step = sealing(id=Output("1", "crates[0].id"))

    assert left_out("Find the crate 'North' and seal it", LISTED, step) == ""
    assert left_out("Find the crates 'North' and 'South' and seal them", LISTED, step) == "'South'"


@pytest.mark.parametrize("path", ["crates.id", "crates[?kind == 'old'].id | [1]"])
def test_what_is_no_choice_from_a_list_uses_up_no_name(path):
    assert left_out("Find the crate 'North' and seal it", LISTED, sealing(id=Output("1", path))) == "'North'"


def test_a_number_is_never_what_an_entry_is_called():
    assert left_out("Find the crate 'North' and seal it with 12 nails", LISTED, sealing(id=Output("1", "crates[0].id")))


def test_a_plan_that_only_reads_may_leave_out_what_it_likes():
    assert left_out("List 'North'", LISTED) == ""
    assert left_out("List 'North'", Step(id="1", tool="shed", action="list_crates", effect="read", inputs={
        "name": Literal("x")})) == ""
