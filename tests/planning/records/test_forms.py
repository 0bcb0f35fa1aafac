"""The forms in which services keep and take things: days, codes, pages, whole records, slots."""

from datetime import datetime, time

import pytest

from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.schema import params
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.records import calls, carry, phrase, shapes, slots
from chalicelib.planning.records.choices import Meaning
from chalicelib.planning.records.paging import following
from chalicelib.planning.records.reach import Reach, Row, Unsure
from chalicelib.planning.records.resources import kept, options

WHEN = datetime(2026, 3, 12, 9, 30)


@pytest.mark.parametrize(
    "like", ["2026-01-31", "31.01.2026", "2026/01/31", "2026-01-31T08:00:00Z", "2026-01-31 08:00", "31.01.2026 08:00"]
)
def test_a_moment_is_written_as_the_records_write_theirs_and_read_again(like: str) -> None:
    written = shapes.written(WHEN, like)

    assert len(written) == len(like)
    assert shapes.moment(written) == (WHEN if ":" in like else WHEN.replace(hour=0, minute=0))


def test_a_description_tells_the_form_of_a_day_also_where_the_month_leads() -> None:
    assert shapes.pattern("First day. Format: DD.MM.YYYY") == "01.01.2000"
    assert shapes.pattern("Time. Format: HH:MM") == "00:00"
    assert shapes.written(datetime(2026, 4, 5), shapes.pattern("Day, MM/DD/YYYY")) == "04/05/2026"


@pytest.mark.parametrize(("held", "described", "month"), [
    (["13/03/2026", "04/05/2026"], "", 5), (["03/13/2026", "04/05/2026"], "", 4), (["04/05/2026"], "DD/MM/YYYY", 5),
    (["04/05/2026"], "MM/DD/YYYY", 4), (["04/05/2026"], "", None), (["04/05/2026"], "DD/MM/YYYY or MM/DD/YYYY", None),
    (["13/03/2026", "03/13/2026"], "", None),
])  # fmt: skip
def test_a_day_with_slashes_is_read_where_the_records_or_a_schema_tell_what_leads(
    held: list[str], described: str, month: int | None
) -> None:
    schema = {"properties": {"due": {"type": "string", "description": described}}}
    action = Action("diary", "entries_list", "", schema, None, "read")
    reach = Reach({("diary.entries_list", ()): ("1", [{"due": one} for one in held])}, {"diary.entries_list": action})
    rows = reach.rows("diary.entries_list", {}) or []

    when = shapes.moment(rows[-1].values["due"])

    assert (when and when.month) == month
    assert when is None or shapes.written(when, rows[-1].values["due"]) == held[-1]


@pytest.mark.parametrize(
    ("code", "word", "means"),
    [("ACT", "active", True), ("PSD", "paused", True), ("PD", "paid", True), ("DE", "delete", False),
     ("PD", "product", False), ("Open", "open", False)],
)
def test_a_code_in_capitals_stands_for_a_word_of_its_letters(code: str, word: str, means: bool) -> None:
    assert phrase.abbreviates(code, (word,)) is means


def test_a_name_with_its_number_is_found_where_both_are_written_together():
    assert phrase.part(("cone", "10"), "glaze-cone10")
    assert not phrase.part(("cone", "1"), "glaze-cone10") and not phrase.part(("e", "10"), "glaze-cone10")


def test_the_next_page_is_asked_for_as_the_page_tells() -> None:
    by_offset = {"limit": {}, "offset": {}}

    assert following(by_offset, {}, {"items": [], "total": 9}, 4, 4) == {"offset": 4}
    assert following(by_offset, {"offset": 8}, {"items": [], "total": 9}, 1, 9) is None
    assert following({"cursor": {}}, {}, {"items": [], "next_cursor": "x"}, 4, 4) == {"cursor": "x"}
    assert following({"cursor": {}}, {"cursor": "x"}, {"items": [], "next_cursor": "x"}, 4, 8) is None
    assert following({"page": {}}, {}, {"results": [], "has_more": True}, 5, 5) == {"page": 2}


def test_a_list_by_pages_is_read_to_its_end() -> None:
    known = catalogue_from_tools(_LISTED).actions
    pages = {
        ("catalogue.boat.list", ()): ("a", {"items": [{"ref": "b1"}], "next_cursor": "x"}),
        ("catalogue.boat.list", (("cursor", "x"),)): ("b", {"items": [{"ref": "b2"}], "next_cursor": None}),
    }

    assert [row.values["ref"] for row in Reach(pages, known).rows("catalogue.boat.list", {}) or ()] == ["b1", "b2"]
    first = Reach({key: value for key, value in pages.items() if not key[1]}, known)
    assert first.rows("catalogue.boat.list", {}) is None
    assert list(first.wanted) == [("catalogue.boat.list", (("cursor", "x"),))]


_LISTED = {
    "tools": [
        {"name": "boat.list", "description": "Boats.", "outputs": None,
         "parameters": {"type": "object", "properties": {"cursor": {"type": "string"}}}},
        {"name": "boat.moor", "description": "Moors a boat.", "outputs": None,
         "parameters": {"type": "object", "properties": {"ref": {"type": "string"}, "pier": {"type": "string"}},
                        "required": ["ref", "pier"]}},
        {"name": "boat.change", "description": "Changes a boat.", "outputs": None,
         "parameters": {"type": "object", "required": ["ref", "name", "set"], "properties": {
             "ref": {"type": "string"}, "name": {"type": "string"},
             "set": {"type": "object", "properties": {"pier": {"type": "string"}}}}}},
    ]
}


def test_the_kind_of_record_may_stand_in_front_of_the_dot_and_its_id_be_called_a_reference() -> None:
    (boat,), _ = kept(index_of(catalogue_from_tools(_LISTED, carried_out=True)).entries)

    assert boat.noun == "boat"
    assert [(act.entry.action.name, act.target) for act in boat.acts] == [("boat.moor", "ref"), ("boat.change", "ref")]


def test_what_an_action_needs_besides_the_change_is_taken_from_the_record() -> None:
    (boat,), _ = kept(index_of(catalogue_from_tools(_LISTED, carried_out=True)).entries)
    row = Row({"ref": "b1", "name": "Gull", "pier": "East"}, "look1", "[0]")

    assert calls._inputs(boat.acts[1], row, {"pier": ("West", Literal("West"))}) == [
        {"name": Output("look1", "[0].name"), "set": Literal({"pier": "West"})}
    ]
    assert calls._inputs(boat.acts[1], row, {"pier": ("East", Literal("East"))}) == []


def test_values_that_a_description_lists_are_the_options() -> None:
    (state, why) = params({"properties": {
        "state": {"type": "string", "description": "One of booked, confirmed or missed."},
        "why": {"type": "string", "description": "Why the patient comes."}}})

    assert options(state) == ("booked", "confirmed", "missed")
    assert options(why) == ()


def test_a_value_on_neither_side_is_asked_about_where_most_values_speak_against_the_words_form() -> None:
    unripe = Meaning("grade", frozenset({"green"}), frozenset({"ripe", "overripe"}), negative=True)

    with pytest.raises(Unsure, match="spoiled"):
        unripe.holds(Row({"grade": "spoiled"}, "s", ""))


def test_the_first_gap_that_is_long_enough_is_free() -> None:
    def at(hour: int, minute: int = 0) -> datetime:
        return WHEN.replace(hour=hour, minute=minute)

    from datetime import timedelta

    busy = [(at(9), at(10)), (at(10), at(12)), (at(12, 20), at(13))]
    assert slots._gap(busy, at(9), at(18), timedelta(minutes=20)) == at(12)
    assert slots._gap(busy, at(9), at(18), timedelta(minutes=30)) == at(13)
    assert slots._gap([(at(9), at(18))], at(9), at(18), timedelta(minutes=30)) is None


def test_working_hours_come_from_two_facts_or_from_one_that_tells_both() -> None:
    assert slots.hours({"earliest_start": "09:00", "latest_end": "18:00"}) == (time(9), time(18))
    assert slots.hours({"rule": "not before 09:00, not after 17:30"}) == (time(9), time(17, 30))
    assert slots.hours({"now": "2026-03-12T09:00:00"}) is None


def test_a_key_that_is_a_number_is_asked_for_as_the_action_takes_it() -> None:
    action = Action(
        "diary", "entry_show", "", {"properties": {"id": {"type": "string"}, "day": {"type": "integer"}}}, None,
        "read",
    )
    reach = Reach({}, {"diary.entry_show": action})

    reach.ask("diary.entry_show", {"id": 501, "day": 3})

    assert [*reach.wanted] == [("diary.entry_show", (("day", 3), ("id", "501")))]


def test_a_deed_is_not_done_by_its_contrary() -> None:
    assert carry.contradiction(tokens("Refund the invoice by paying it")) == ("refund", "paying")
    assert carry.contradiction(tokens("Cancel the booking by deleting it")) is None
    assert carry.contradiction(tokens("Pay the invoice by Friday")) is None
