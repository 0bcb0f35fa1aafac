"""Values that are no mention: which words of a prompt are the value of which input."""

import json

import pytest

from chalicelib.planning.composer import ranking, spans
from chalicelib.planning.composer.composer import understood
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.schema import param, type_of
from chalicelib.planning.composer.spans import Window
from chalicelib.planning.composer.traits import sort_of
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.planner import Brief
from infra.ranker.decisions import Decision
from infra.ranker.train import judged, trained
from tests.planning.composer.stand_ins import action, planned, small, the

TEXT = {"type": "string"}
PAINT = action(
    "paint_fence",
    "Paint a fence",
    {"color_scheme": TEXT, "owner": TEXT},
    mood={"type": "string", "description": "The mood (e.g. calm, wild)"},
)
PARCEL = action(
    "weigh_parcel", "Weigh a parcel", {"weight": {"type": "number"}, "label": TEXT}, age={"type": "integer"}
)
FIELD = action(
    "survey_field", "Survey a field", {"first_day": {**TEXT, "format": "date"}, "last_day": {**TEXT, "format": "date"}}
)


def seen(prompt: str) -> tuple[Window, Entry]:
    catalogue = small(PAINT, PARCEL, FIELD)
    brief = Brief(prompt, catalogue)
    index = index_of(catalogue)
    _, goals, _ = understood(index, brief)
    return spans.window(prompt, tokens(prompt), goals[0], goals), index.entries[goals[0].candidates[0].ref]


def test_words_before_the_name_of_an_input_are_its_value():
    plan = planned("Paint the fence in a dark green color scheme for the owner Ida Holm.", small(PAINT))

    assert the(plan, "paint_fence").inputs["color_scheme"].value == "dark green"


def test_a_value_that_the_prompt_does_not_hold_is_left_out_and_not_made_up():
    plan = planned("Paint the fence, please.", small(PAINT))

    assert "mood" not in the(plan, "paint_fence").inputs


def test_a_number_with_its_unit_is_a_number_for_a_number_and_a_text_for_a_text():
    plan = planned("Weigh a parcel with a weight of 53.1kg.", small(PARCEL))

    assert the(plan, "weigh_parcel").inputs["weight"].value == 53.1


def test_a_span_neither_cuts_a_quote_nor_crosses_a_stop():
    near, _ = seen("Paint the fence 'sea and sky'. The owner is Ida Holm.")

    assert not [span.text for span in near.spans if span.text in ("sea", "sky") or "." in span.text]


def test_each_word_serves_one_input_only():
    near, entry = seen("Paint the fence in a dark green color scheme, owner Ida Holm.")

    found = ranking.picks(entry, ranking.ranked(entry.params), near, {})

    taken = [place for pick in found for place in range(pick.span.start, pick.span.end)]
    assert found and len(taken) == len(set(taken))


def test_both_ends_of_a_period_are_values():
    plan = planned("Survey the field from 3 March 2027 to 9 March 2027.", small(FIELD))

    inputs = the(plan, "survey_field").inputs
    assert (inputs["first_day"].value, inputs["last_day"].value) == ("2027-03-03", "2027-03-09")


@pytest.mark.parametrize(
    ("name", "sort"), [("destination", "place"), ("genre", "sort"), ("note", "says"), ("age", "number")]
)
def test_inputs_are_told_apart_by_what_their_names_say(name, sort):
    schema = {"type": "integer"} if sort == "number" else TEXT

    assert sort_of(param(name, (name,), True, schema)) == sort


def test_the_shipped_weights_name_no_word_of_a_field_of_work():
    """Traits are made of kinds and English function words; a noun would be something learned by heart."""
    words = {part for trait in ranking.learned() for part in json.dumps(trait).replace("/", " ").split()}

    assert not {
        part for part in words if part.strip('"') in ("patient", "hotel", "campaign", "species", "music", "server")
    }
    assert len(ranking.learned()) < 700


def test_training_learns_what_tells_the_right_answer_and_when_it_is_nothing():
    told = Decision((("none",), ("good", "word"), ("bad", "word")), (1,))
    empty = Decision((("none",), ("bad", "word"), ("worse", "word")), (0,))

    weights = trained([(told, 1.0), (empty, 1.0)] * 30)

    assert judged(weights, [told, empty])["right"] == 100.0


@pytest.mark.parametrize(
    ("spelt", "kind"), [("String", "string"), ("Number", "number"), ("Enum", "string"), ("Date (yyyy-mm-dd)", "string")]
)
def test_types_are_read_however_a_catalogue_spells_them(spelt, kind):
    assert type_of({"type": spelt}) == kind
