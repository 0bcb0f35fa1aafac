"""A clause that is written as it is holds no values of other inputs; a mere phrase does no deed twice."""

import pytest

from chalicelib.domain.binding import Mention
from chalicelib.tools.utility import utility_actions
from tests.planning.composer.stand_ins import action, planned, small, the

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
SAY = action(
    "send_message", "Sends a message to a grower.", {"grower_id": TEXT, "text": TEXT}, effect="unsafe", priority=NUMBER
)
CHANGE = action(
    "update_sowing", "Changes a sowing.", {"sowing_id": TEXT}, effect="unsafe", packs=NUMBER,
    note={"type": "string", "description": "A note for the grower."},
)
COMMENT = action(
    "add_comment", "Adds a comment to a sowing.", {"sowing_id": TEXT, "comment": TEXT}, effect="unsafe", rank=NUMBER
)
MERGE = action(
    "merge_plots", "Merges a plot into another.", {"source_plot_id": TEXT, "target_plot_id": TEXT}, effect="unsafe"
)
CLUB = small(SAY, CHANGE, COMMENT, MERGE, *utility_actions())


def told(prompt, name, club=CLUB):
    return {key: one.value for key, one in the(planned(prompt, club), name).inputs.items() if isinstance(one, Mention)}


@pytest.mark.parametrize("prompt, name, inputs", [
    ("Send grower gro_1234 a message that 3 boxes are missing.", "send_message", {
        "grower_id": "gro_1234", "text": "3 boxes are missing"}),
    ("Update sowing sow_1234 with the note that 3 boxes are missing.", "update_sowing", {
        "sowing_id": "sow_1234", "note": "3 boxes are missing"}),
    ("Add a comment to sowing sow_1234 saying that 3 boxes are missing.", "add_comment", {
        "sowing_id": "sow_1234", "comment": "3 boxes are missing"}),
    ("Comment on sowing sow_1234: 3 boxes are missing.", "add_comment", {
        "sowing_id": "sow_1234", "comment": "3 boxes are missing"}),
])
def test_a_number_in_what_is_written_is_no_value_of_another_input(prompt, name, inputs):
    assert told(prompt, name) == inputs


def test_a_number_outside_of_it_is():
    prompt = "Change the packs of sowing sow_1234 to 5 and say that 3 boxes are missing."
    found = told(prompt, "update_sowing", small(CHANGE))

    assert found["packs"] == 5


@pytest.mark.parametrize("prompt", [
    "Merge plot plt_1001 into plot plt_2002.", "Merge into plot plt_2002 the plot plt_1001.",
])
def test_two_ids_stand_on_the_sides_that_the_prepositions_tell_whatever_their_order(prompt):
    plan = planned(prompt, CLUB)

    assert [step.action for step in plan.steps] == ["merge_plots"]
    assert told(prompt, "merge_plots") == {"source_plot_id": "plt_1001", "target_plot_id": "plt_2002"}
