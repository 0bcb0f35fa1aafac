"""What a prompt says comes from a step before, and actions that it calls by their very names."""

import pytest

from chalicelib.domain.binding import Output
from tests.planning.composer.stand_ins import action, planned, small, the

TEXT = {"type": "string"}


def gives(**fields):
    return {"type": "object", "properties": fields}


TRANSCRIBE = action(
    "transcribe_recording", "Write down what is said in a recording", {"recording": TEXT}, gives(plain_text=TEXT)
)
SUMMARISE = action("summarise", "The gist of a text", {"text": TEXT}, gives(summary=TEXT, sentences=TEXT))
TRANSLATE = action("translate", "A text in another language", {"text": TEXT, "language": TEXT}, gives(words=TEXT))
PRINT = action(
    "print_poster", "Print a poster", {"poster_no": TEXT}, gives(pages={"type": "integer"}), effect="unsafe"
)
DIGEST = action("digest_of_text", "The digest of a text", {"text": TEXT}, gives(digest=TEXT))
ACTIONS = small(TRANSCRIBE, SUMMARISE, TRANSLATE, PRINT, DIGEST)


def source(plan, name, field):
    """The action and the field that an input was taken from."""
    told = the(plan, name).inputs.get(field)
    return (next(s.action for s in plan.steps if s.id == told.step), told.path) if isinstance(told, Output) else told


@pytest.mark.parametrize(
    "said",
    [
        "translate the plain text into French",
        "translate the text obtained from the previous step into French",
        "translate the text from the first call into French",
        "translate the transcribed text into French",
    ],
)
def test_an_input_is_taken_from_the_step_that_the_prompt_says(said):
    plan = planned(f"Transcribe the recording 'Harbour 1950'. Then {said}.", ACTIONS)

    assert source(plan, "translate", "text") == ("transcribe_recording", "plain_text")


def test_of_several_steps_the_one_is_meant_that_does_as_it_is_said():
    said = "the text obtained from the previous transcribe operation"
    plan = planned(f"Transcribe the recording 'Fog'. Summarise the plain text. Then get the digest of {said}.", ACTIONS)

    assert source(plan, "summarise", "text") == ("transcribe_recording", "plain_text")
    assert source(plan, "digest_of_text", "text") == ("transcribe_recording", "plain_text")


def test_what_changes_something_is_told_no_guess():
    plan = planned("Summarise the text 'Low tide'. Then print the poster from the previous step.", ACTIONS)

    printed = [step for step in plan.steps if step.action == "print_poster"]
    assert not any(isinstance(told, Output) for step in printed for told in step.inputs.values())


@pytest.mark.parametrize(
    "said", ["using the digest_of_text tool", "using the 'digest_of_text' API", "via digest_of_text"]
)
def test_an_action_that_is_called_by_its_name_is_meant_and_its_name_is_no_value(said):
    plan = planned(f"Give me the gist of the text 'Low tide at four' {said}.", ACTIONS)

    assert [step.action for step in plan.steps] == ["digest_of_text"]
    assert the(plan, "digest_of_text").inputs["text"].value == "Low tide at four"
