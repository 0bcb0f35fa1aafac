"""Requests about records: what is read first, which records are meant, and when nothing is written."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.plan import Plan
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.gathering import gathers
from chalicelib.planning.planner import Brief, Catalogue
from chalicelib.planning.records import carry, decide, select, times
from chalicelib.planning.records.clauses import clauses
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Reach, Row, Unsure
from chalicelib.planning.records.resources import resources
from chalicelib.planning.records.view import View
from chalicelib.tools.utility import utility_actions

NOW = datetime(2026, 3, 11, 10, tzinfo=UTC)
TEXT = {"type": "string"}


def tool(name: str, text: str, *required: str, **params: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": params, "required": list(required)}
    return {"name": name, "description": text, "parameters": schema, "outputs": None}


DOCUMENT = {
    "tools": [
        tool("list_plants", "Lists all plants."),
        tool("remove_plant", "Removes a plant.", "plant_id", plant_id=TEXT),
        tool("update_plant", "Updates a plant.", "plant_id", plant_id=TEXT, bed=TEXT, sown_on=TEXT),
    ]
}
ROWS = [
    {"plant_id": "p1", "kind": "Basil", "bed": "North", "sown_on": "2026-03-01", "height": 12, "watered": True},
    {"plant_id": "p2", "kind": "Thyme", "bed": "North", "sown_on": "2026-03-14", "height": 4, "watered": False},
    {"plant_id": "p3", "kind": "Basil", "bed": "South bed", "sown_on": "2026-04-02", "height": 30, "watered": False},
]


def catalogue() -> Catalogue:
    known = catalogue_from_tools(DOCUMENT)
    return Catalogue("plants", {**known.actions, **{one.ref: one for one in utility_actions()}})


def brief(prompt: str) -> Brief:
    return Brief(prompt, catalogue(), now=int(NOW.timestamp() * 1000))


def writes(prompt: str, rows: list[dict[str, Any]] = ROWS) -> list[tuple[str, Any]]:
    """What would be written, with the ids that the bindings lead to."""
    found = decide.decided(brief(prompt), Reach({("catalogue.list_plants", ()): ("look1a", rows)}))
    assert found is not None
    told = []
    for one in found.writes:
        target = one.inputs["plant_id"]
        told.append((one.ref.split(".")[1], rows[int(target.path[1 : target.path.index("]")])]["plant_id"]))
    return told


def meant(phrase: str) -> list[str]:
    words = tokens(phrase)
    kind = resources(index_of(catalogue()).entries)[0]
    rows = tuple(Row(row, "look", f"[{at}]") for at, row in enumerate(ROWS))
    now = NOW.replace(tzinfo=None)
    view = View(kind, rows, times.marks(phrase, words, now), now, frozenset(("plant",)))
    return [row.values["plant_id"] for row in select.select(view, words, Used()).rows]


@pytest.mark.parametrize(
    ("phrase", "ids"),
    [
        ("all basil plants", ["p1", "p3"]),
        ("the plants in the North bed", ["p1", "p2"]),
        ("the oldest plant", ["p1"]),
        ("the next plant", ["p2"]),
        ("all future plants", ["p2", "p3"]),
        ("the two tallest", ["p3", "p1"]),
        ("the two loveliest", None),
        ("plants with a height below 10", ["p2"]),
        ("the plant with the greatest height", ["p3"]),
        ("unwatered basil plants", ["p3"]),
        ("plants sown before March 10", ["p1"]),
        ("plants older than March 10", ["p1"]),
        ("the Rosemary plants", []),
        ("the withered plants", None),
    ],
)
def test_a_noun_phrase_means_these_records(phrase: str, ids: list[str] | None) -> None:
    if ids is None:
        with pytest.raises(Unsure):
            meant(phrase)
    else:
        assert meant(phrase) == ids


def test_a_draft_reads_first_and_writes_nothing() -> None:
    plan = Composer().draft(brief("Remove all basil plants"))

    assert isinstance(plan, Plan)
    assert [step.effect for step in plan.steps] == ["read", "read"]
    assert gathers(plan.steps[-1])


def test_a_request_that_tells_an_id_needs_no_looking() -> None:
    assert carry.draft(brief("Remove plant p-1234")) is None


def test_every_record_that_is_meant_is_written_to_and_ids_come_from_the_rows() -> None:
    assert writes("Remove all basil plants") == [("remove_plant", "p1"), ("remove_plant", "p3")]


def test_an_empty_selection_writes_nothing() -> None:
    assert writes("Remove all Rosemary plants") == []


def test_a_singular_noun_that_fits_several_records_is_asked_about() -> None:
    with pytest.raises(Unsure, match="only one"):
        writes("Remove the basil plant")


def test_a_false_condition_writes_nothing_and_otherwise_is_its_other_side() -> None:
    prompt = "If there are more than 2 basil plants, remove the Thyme plant, otherwise remove all North plants"

    assert writes(prompt) == [("remove_plant", "p1"), ("remove_plant", "p2")]


def test_when_one_of_two_goals_cannot_be_read_none_is_written() -> None:
    with pytest.raises(Unsure):
        writes("Remove the Thyme plant and remove the basil plant")


def test_a_write_that_would_change_nothing_is_left_out() -> None:
    assert writes("Move all North plants to the South bed") == [("update_plant", "p1"), ("update_plant", "p2")]
    assert writes("Move the Thyme plant to North") == []


def test_otherwise_and_not_belong_to_the_condition_before() -> None:
    prompt = "Have I seen Ann? If not, remove the plant. Otherwise move it to North."
    parts = clauses(tokens(prompt), ())

    assert [(one.role, one.guard, one.holds) for one in parts] == [
        ("if", None, True),
        ("do", 0, False),
        ("do", 0, True),
    ]


@pytest.mark.parametrize("prompt", [
    "Add a crate to the cellar, due March 19, for Ann", "Add a crate to the cellar, due Friday, for Ann",
])  # fmt: skip
def test_a_word_in_front_of_a_value_behind_a_comma_is_a_label_and_bids_nothing(prompt: str) -> None:
    words = tokens(prompt)
    parts = clauses(words, times.marks(prompt, words, NOW.replace(tzinfo=None)))

    assert [one.role for one in parts] == ["do"]


def test_a_bare_hour_follows_the_working_day() -> None:
    prompt = "before 2 and after 11"
    marks = times.marks(prompt, tokens(prompt), NOW.replace(tzinfo=None))

    assert [mark.value for mark in marks] == ["14:00", "11:00"]


@pytest.mark.parametrize(("phrase", "value"), [
    ("those from February", "2026-02-01"), ("those since February", "2026-02-01"), ("those from May 1", "2026-05-01"),
    ("not seen since the end of February", "2026-02-28"), ("not seen since the start of April", "2025-04-01"),
    ("due before the end of May", "2026-05-31"),
])
def test_a_month_behind_from_and_the_edges_of_one_are_times(phrase: str, value: str) -> None:
    now = datetime(2026, 3, 11, 10)
    found = [mark.value for mark in times.marks(phrase, tokens(phrase), now) if mark.kind in times.TIMED]

    assert found == [value]


@pytest.mark.parametrize("phrase", ["the letter from May Lund", "say 'from May'", "at the end of the corridor"])
def test_a_name_a_quotation_and_the_end_of_a_thing_are_no_times(phrase: str) -> None:
    now = datetime(2026, 3, 11, 10)
    assert [mark for mark in times.marks(phrase, tokens(phrase), now) if mark.kind in times.TIMED] == []


def test_a_day_in_the_place_of_a_past_one_is_past_unless_another_year_is_nearer() -> None:
    now = datetime(2026, 3, 11, 10)
    mark = next(one for one in times.marks("on March 5", tokens("on March 5"), now) if one.kind == "date")
    when = datetime.fromisoformat(mark.value)

    assert when.year == 2027
    assert times.corrected(mark, when, datetime(2026, 3, 6), now).year == 2026
    assert times.corrected(mark, when, datetime(2026, 4, 6), now).year == 2027
