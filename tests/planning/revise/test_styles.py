"""Days that a service wants written otherwise, in two services, and what is left as it is."""

from typing import Any

import pytest

from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.edit import Replace
from chalicelib.domain.outcome import Failed
from chalicelib.planning.revise import revise
from chalicelib.planning.revise.styles import style_in

from .made_up import TEXT, action, brief, catalogue, listing, run, step

FERRY = catalogue(
    action("quay.find_ferries", "Find ferries.", {"name": TEXT}, [], listing("ferries", ferry_id=TEXT, sails=TEXT)),
    action(
        "quay.book_crossing", "Book a crossing.", {"ferry_id": TEXT, "sails": TEXT, "back": TEXT}, ["ferry_id"],
        effect="unsafe",
    ),
)
FIND = step("1", "quay.find_ferries", name="Ada")
OUTPUT = {"1": {"ferries": [{"ferry_id": "f1", "sails": "2026-05-03"}]}}
BOOK = step("2", "quay.book_crossing", "unsafe", ferry_id=Output("1", "ferries[0].ferry_id"),
            sails=Output("1", "ferries[0].sails"))


def after(text: str, **inputs: Any) -> Any:
    given = {name: Literal(value) for name, value in inputs.items()}
    failed = step("2", "quay.book_crossing", "unsafe", **{**BOOK.inputs, **given})
    return revise(
        brief("Book it", FERRY), run(FIND, failed, done=["1"], outputs=OUTPUT), failed, Failed("invalid_input", text)
    )


@pytest.mark.parametrize(("text", "written"), [
    ("sails: expected format DD.MM.YYYY", "03.05.2026"), ("Invalid date, use MM/DD/YYYY", "05/03/2026"),
    ("sails must be yyyyMMdd", "20260503"), ("time data does not match format '%d/%m/%y'", "03/05/26"),
    ("sails is to be given as yyyy-MM-dd'T'HH:mm:ss", "2026-05-03T00:00:00"),
])
def test_the_day_is_written_as_the_refusal_tells(text: str, written: str) -> None:
    edit = after(text)

    assert isinstance(edit, Replace)
    assert edit.step.inputs == {**BOOK.inputs, "sails": Literal(written)}


def test_of_two_days_the_one_is_written_anew_that_the_refusal_names() -> None:
    edit = after("back must be DD.MM.YYYY", back="2026-05-09")

    assert edit.step.inputs["back"] == Literal("09.05.2026") and edit.step.inputs["sails"] == BOOK.inputs["sails"]


@pytest.mark.parametrize(("text", "inputs"), [
    ("use DD.MM.YYYY", {"back": "2026-05-09"}), ("sails must be DD.MM.YYYY", {"sails": "2026-05-03T10:30"}),
    ("sails must be DD.MM.YYYY", {"sails": "03/05/2026"}), ("sails must be YYYY-MM-DD", {}),
    ("sails must be MM/YYYY", {}), ("sails must be DD.MM.YYYY", {"sails": "2026-05-03T00:00:00Z"}),
    ("sails must be DD.MM.YYYY", {"sails": "2026-13-03"}),
])
def test_nothing_is_guessed_and_nothing_is_lost(text: str, inputs: dict[str, str]) -> None:
    edit = after(text, **inputs)

    assert not isinstance(edit, Replace) or "-" in str(edit.step.inputs["sails"])


@pytest.mark.parametrize(("text", "style"), [
    ("Use ISO 8601", "%Y-%m-%d"), ("my dd mm", ""), ("add mm dd", ""), ("YYYY-MM", ""), ("D/M/YY", "%d/%m/%y"),
    ("YYYY-MM-DD HH:mm", "%Y-%m-%d %H:%M"), ("no day at all", ""), ("", ""),
])
def test_a_style_is_read_whole_or_not_at_all(text: str, style: str) -> None:
    assert style_in(text) == style
