"""Tables that the users of a service made: they are read first, and then each is planned with as a kind of its own."""

from typing import Any

import pytest

from chalicelib.domain.binding import Literal, Output
from chalicelib.planning.columns import Described, columns_in, described
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.generic import back, forward
from chalicelib.planning.home import home
from chalicelib.planning.own_tables import spread, store
from tests.fields.apiary import FIELD, at, change, create, link, rec
from tests.fields.driver import Verdict, judge
from tests.fields.library import FIELD as LIBRARY
from tests.fields.service import ASK, Job


def done(said: str, end: Any, *shows: str) -> Verdict:
    return judge(FIELD, Job(said, end, shows=shows))


@pytest.mark.parametrize(("said", "end"), [
    ("Set the status of Fern to Lost", change("Hives", Fern={"Status": "Lost"})),
    ("Change the queen year of Amber to 2026", change("Hives", Amber={"Queen year": 2026})),
    ("Move the hive Bramble to the apiary Church Meadow", change("Hives", Bramble={"Apiary": link("Church Meadow")})),
    ("Set the level of Marek Nowak to experienced", change("Keepers", Marek_Nowak={"Level": "Experienced"})),
    ("Change the phone of Priya Shah to 01632 960188", change("Keepers", Priya_Shah={"Phone": "01632 960188"})),
    ("Mark the Orchard as needing water", change("Apiaries", Orchard={"Needs water": True})),
    ("Make Joost de Wit the keeper of the Orchard", change("Apiaries", Orchard={"Keeper": link("Joost de Wit")})),
    ("Mark all hives with status Lost as Active", change("Hives", Lavender={"Status": "Active"})),
    ("Delete inspection 108", ("delete_records", at("Inspections", recordIds=[rec("108")]))),
    ('Comment on the Quarry "Two more stands needed"',
     ("create_comment", at("Apiaries", recordId=rec("Quarry"), text="Two more stands needed"))),
])  # fmt: skip
def test_a_record_of_such_a_table_is_changed(said: str, end: Any) -> None:
    assert done(said, [end]).right


def test_a_list_of_treatments_is_kept_when_one_is_added() -> None:
    assert done("Add Oxalic acid to the treatments of Fern", [
        change("Hives", Fern={"Treatments": ["Thymol", "Oxalic acid"]})
    ]).right


def test_every_page_of_a_table_counts() -> None:
    """Of twelve hives ten come at once, and the way to the others is called `offset` and is no number."""
    weak = change("Hives", Juniper={"Status": "Weak"}, Juniper_II={"Status": "Weak"})
    assert done("Mark every hive in the Quarry as weak", [weak]).right


@pytest.mark.parametrize(("said", "end"), [
    ("Add a keeper called Oskar Lind with phone 01632 960199 and level Novice",
     create("Keepers", Name="Oskar Lind", Phone="01632 960199", Level="Novice")),
    ("Add an inspection of the hive Clover on 2026-03-10 with 5 mites, done by Edith Lowe",
     create("Inspections", Hive=link("Clover"), Date="2026-03-10", Mites=5, Done_by=link("Edith Lowe"))),
])  # fmt: skip
def test_something_new_is_told_by_its_columns(said: str, end: Any) -> None:
    assert done(said, [end]).right


@pytest.mark.parametrize(("said", "shows"), [
    ("What is the phone number of Priya Shah?", ("01632 960180",)),
    ("How many hives are weak?", ("3",)),
    ("Which hives are in the Orchard?", ("Amber", "Bramble", "Clover")),
])
def test_a_question_is_answered_from_the_table(said: str, shows: tuple[str, ...]) -> None:
    assert done(said, [], *shows).right


@pytest.mark.parametrize("said", ["Add the breed Mellifera", "Gorse moves to the apiary in Ashby"])
def test_what_no_table_tells_is_asked(said: str) -> None:
    assert done(said, ASK).right


@pytest.mark.parametrize(("column", "takes"), [
    ({"name": "A", "type": "singleLineText"}, {"type": "string"}),
    ({"name": "A", "type": "phoneNumber"}, {"type": "string"}),
    ({"name": "A", "type": "Currency"}, {"type": "number"}),
    ({"name": "A", "type": "Checkbox"}, {"type": "boolean"}),
    ({"name": "A", "type": "date"}, {"type": "string", "format": "date"}),
    ({"name": "A", "type": "dateTime"}, {"type": "string", "format": "date-time"}),
    ({"name": "A", "type": "single_select", "select_options": [{"id": 1, "value": "Open"}, {"id": 2, "value": "Shut"}]},
     {"type": "string", "enum": ["Open", "Shut"]}),
    ({"name": "A", "type": "multipleSelects", "options": {"choices": [{"name": "Red"}]}},
     {"type": "array", "items": {"type": "string", "enum": ["Red"]}}),
    ({"name": "A", "type": "link_row", "link_row_table_id": 7},
     {"type": "array", "items": {"type": "integer", "description": "The id of one of the Huts"}}),
    ({"name": "A", "type": "autoNumber"}, None),
    ({"name": "A", "type": "text", "read_only": True}, None),
])  # fmt: skip
def test_what_a_column_takes(column: dict[str, Any], takes: Any) -> None:
    told = described({"id": "t1", "name": "Guests"}, [column], {7: "Huts"})
    assert told.columns == ({} if takes is None else {"A": takes})


def test_columns_stand_in_the_table_as_a_list_or_by_their_names() -> None:
    listed = {"id": 1, "fields": [{"name": "Beds", "type": "number"}]}
    assert columns_in(listed) == [{"name": "Beds", "type": "number"}]
    assert columns_in({"id": 1, "properties": {"Beds": {"type": "number"}}}) == [{"name": "Beds", "type": "number"}]
    assert columns_in({"id": 1, "name": "Huts"}) is None


def test_what_is_planned_for_a_table_is_carried_out_with_the_action_for_all() -> None:
    there = home(catalogue_from_tools(FIELD.document()))
    assert there is not None
    known = store(there.catalogue)
    assert known is not None and known.name == "tableIdOrName"
    told = Literal("Hives"), Output("look1", "tables[2].name")
    one = spread(there.catalogue, known, [(Described("Hives", {"Supers": {"type": "number"}}), told)])
    update = one.catalogue.actions["catalogue.update_records:Hives"]
    assert {*update.properties} == {"id", "fields"} and {*update.properties["fields"]["properties"]} == {"Supers"}
    planned = step_of(update, {"id": Literal("rec1"), "fields": Literal({"Supers": 2})})
    real = back(one, planned)
    assert real.action == "update_records" and real.inputs["tableIdOrName"] == told[1]
    assert forward(one, real) != planned  # of a batch with values of steps nothing more is known
    read = step_of(one.catalogue.actions["catalogue.list_records:Hives"], {})
    assert forward(one, back(one, read)) == read
    assert "catalogue.replace_records:Hives" not in one.catalogue.actions  # it clears what nobody speaks of


def step_of(action: Any, inputs: dict[str, Any]) -> Any:
    from chalicelib.domain.plan import Step

    return Step("1", action.tool, action.name, action.effect, inputs)


def test_a_service_with_kinds_of_its_own_is_no_such_store() -> None:
    assert store(catalogue_from_tools(LIBRARY.document())) is None
