"""One list with records of several kinds: an action named after a kind is done to records of that kind only.

Three made-up services tell the kind each in its own way.  None of them refuses a record of another kind, so that a wrong
call would do harm.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.fields.checks import array
from tests.fields.driver import judge
from tests.fields.service import ASK, Field, Job, Row, Rows, Tool, find, number, rows_of, text


def put(table: str, key: str, **state: Any) -> Any:
    def act(rows: Rows, **told: Any) -> object:
        find(rows[table], key, told.pop(key)).update({**state, **told})
        return {}

    return act


NUMBER = text("e.g. INC0017")
DESK = Field("desk", {"records": rows_of(
    "number title site state",
    "INC0017|Printer jams|Bern|new", "INC0018|Mail server down|Bern|new", "INC0021|Badge reader dead|Lugano|resolved",
    "CHG0031|New mail server|Bern|requested", "CHG0034|Replace switches|Lugano|requested", "CHG0035|Paint the hall|Bern|approved",
    "PRB0004|Printer jams every Monday|Bern|open",
)}, (
    Tool("record_list", "All records of the service desk", {}, lambda rows: rows["records"],
         outputs=array(number=text(), title=text(), site=text(), state=text())),
    Tool("incident_resolve", "Resolves an incident", {"number": NUMBER}, put("records", "number", state="resolved"), ("number",)),
    Tool("change_approve", "Approves a change", {"number": NUMBER}, put("records", "number", state="approved"), ("number",)),
    Tool("change_reject", "Rejects a change", {"number": NUMBER}, put("records", "number", state="rejected"), ("number",)),
    Tool("record_retitle", "Gives a record another title", {"number": NUMBER, "title": text()}, put("records", "number"), ("number", "title")),
), ())  # fmt: skip
"""The number tells the kind by how it begins."""


def resolved(*numbers: str) -> list[tuple[str, Mapping[str, Any]]]:
    return [("incident_resolve", {"number": one}) for one in numbers]


@pytest.mark.parametrize(("said", "end"), [
    ("Resolve the printer incident", resolved("INC0017")),
    ("Resolve all incidents in Bern", resolved("INC0017", "INC0018")),
    ("Approve every change", [("change_approve", {"number": one}) for one in ("CHG0031", "CHG0034")]),
    ("Approve the mail server change", [("change_approve", {"number": "CHG0031"})]),
    ("Reject the change in Lugano", [("change_reject", {"number": "CHG0034"})]),
    ("Resolve the printer problem", ASK),
    ("Resolve the mail server", resolved("INC0018")),
    ("Resolve 'Replace switches'", ASK),
    ("Reject the badge reader", ASK),
    ("Give the hall change the title 'Paint the lobby'", [("record_retitle", {"number": "CHG0035", "title": "Paint the lobby"})]),
])  # fmt: skip
def test_an_id_tells_the_kind_by_how_it_begins(said: str, end: Any) -> None:
    verdict = judge(DESK, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def objects() -> list[Row]:
    rows = rows_of(
        "type id name city open",
        "companies|11|Halder Mills|Graz|true", "companies|12|Ostrow Glass|Linz|true", "companies|13|Bright Halder|Graz|true",
        "people|21|Ida Halder|Graz|true", "people|22|Jon Prell|Linz|true",
        "deals|31|Ostrow windows|Linz|true", "deals|32|Mill stones|Graz|true",
    )  # fmt: skip
    return [{"type": one.pop("type"), "id": str(one.pop("id")), "attributes": {**one, "stage": 3, "amount": 100}} for one in rows]


def attribute(rows: Rows, id: str, **told: Any) -> object:
    find(rows["objects"], "id", id)["attributes"].update(told)
    return {}


LEDGER = Field("ledger", {"objects": objects()}, (
    Tool("objects.search", "Finds what is kept", {}, lambda rows: {"data": rows["objects"]}),
    Tool("companies.archive", "Archive a company", {"id": text()}, lambda rows, id: attribute(rows, id, open=False), ("id",)),
    Tool("deals.setAmount", "Set the amount of a deal", {"id": text(), "amount": number()}, attribute, ("id", "amount")),
    Tool("deals.setStage", "Set how far a deal is. 0 is lost, 9 is won.", {"id": text(), "stage": number()}, attribute, ("id", "stage")),
    Tool("people.setCity", "Set where a person lives", {"id": text(), "city": text()}, attribute, ("id", "city")),
), ())  # fmt: skip
"""A field tells the kind, and the values stand inside of another."""


@pytest.mark.parametrize(("said", "end"), [
    ("Archive the Halder Mills company", [("companies.archive", {"id": "11"})]),
    ("Archive all companies in Graz", [("companies.archive", {"id": "11"}), ("companies.archive", {"id": "13"})]),
    ("Set the amount of the Ostrow windows to 450", [("deals.setAmount", {"id": "31", "amount": 450})]),
    ("Set the amount of the deal in Graz to 80", [("deals.setAmount", {"id": "32", "amount": 80})]),
    ("Set the city of Jon Prell to Graz", [("people.setCity", {"id": "22", "city": "Graz"})]),
    ("Archive Jon Prell", ASK),
    ("Set the city of Halder Mills to Wels", ASK),
    ("Set the amount of both deals to 70", [("deals.setAmount", {"id": one, "amount": 70}) for one in ("31", "32")]),
    ("Set the stage of Mill stones to won", [("deals.setStage", {"id": "32", "stage": 9})]),
    ("Set the amount of Ostrow Glass to 20", ASK),
])  # fmt: skip
def test_a_field_tells_the_kind_and_values_inside_of_it_are_the_records_own(said: str, end: Any) -> None:
    verdict = judge(LEDGER, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


DEPOT = Field("depot", {"units": rows_of(
    "uid label bay status",
    "pmp_1|North pump|East|off", "pmp_2|South pump|West|on", "vlv_1|Main valve|East|open", "vlv_2|Drain|West|closed", "fan_1|Roof fan|Roof|on",
    "blw_1|Old blower|East|off",
)}, (
    Tool("listUnits", "Everything that is installed", {}, lambda rows: rows["units"],
         outputs=array(uid=text(), label=text(), bay=text(), status=text())),
    Tool("pumpTurnOn", "Turn a pump on", {"uid": text()}, put("units", "uid", status="on"), ("uid",)),
    Tool("pumpTurnOff", "Turn a pump off", {"uid": text()}, put("units", "uid", status="off"), ("uid",)),
    Tool("valveSet", "Set a valve. 0 is closed, 100 is open.", {"uid": text(), "opening": number()},
         put("units", "uid"), ("uid", "opening")),
    Tool("blowerStart", "Start a blower", {"uid": text()}, put("units", "uid", status="on"), ("uid",)),
    Tool("blowerStop", "Stop a blower", {"uid": text()}, put("units", "uid", status="off"), ("uid",)),
    Tool("fanMode", "Switch a fan", {"uid": text(), "mode": text(enum=["auto", "off"])}, put("units", "uid"), ("uid", "mode")),
), ())  # fmt: skip
"""An id begins with what is short for its kind."""


@pytest.mark.parametrize(("said", "end"), [
    ("Turn the north pump on", [("pumpTurnOn", {"uid": "pmp_1"})]),
    ("Switch off the pump in the West", [("pumpTurnOff", {"uid": "pmp_2"})]),
    ("Turn the roof fan off", [("fanMode", {"uid": "fan_1", "mode": "off"})]),
    ("Switch the old blower on", [("blowerStart", {"uid": "blw_1"})]),
    ("Close the main valve", [("valveSet", {"uid": "vlv_1", "opening": 0})]),
    ("Open the drain", [("valveSet", {"uid": "vlv_2", "opening": 100})]),
    ("Set the valve in the East to 40", [("valveSet", {"uid": "vlv_1", "opening": 40})]),
    ("Turn the main valve off", ASK),
    ("Set the roof fan to 40", ASK),
    ("Set the opening of the roof fan to 40", ASK),
    ("Turn off vlv_1", ASK),
    ("Turn off pmp_2", [("pumpTurnOff", {"uid": "pmp_2"})]),
])  # fmt: skip
def test_particles_and_explained_numbers_say_what_becomes_of_which_kind(said: str, end: Any) -> None:
    verdict = judge(DEPOT, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("said", "end"), [
    ("Resolve INC0018", resolved("INC0018")),
    ("Resolve CHG0031", ASK),
    ("Approve CHG0034 and resolve INC0017", [("change_approve", {"number": "CHG0034"}), *resolved("INC0017")]),
])  # fmt: skip
def test_an_id_that_is_told_is_not_believed_where_it_looks_like_one_of_another_kind(said: str, end: Any) -> None:
    verdict = judge(DESK, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


YARD = Field("yard", {"gear": rows_of(
    "gearId kind title site level",
    "g1|tank|Rain tank|Yard|40", "g2|tank|Old tank|Yard|70", "g3|tank|North vat|Yard|20", "g4|mast|Tall mast|Yard|5",
)}, (
    Tool("gear.all", "Everything in the yard", {}, lambda rows: rows["gear"]),
    Tool("tank.fill", "Fill a vat or other tank", {"gearId": text(), "level": number()}, put("gear", "gearId"), ("gearId", "level")),
    Tool("mast.raise", "Raise a mast", {"gearId": text()}, put("gear", "gearId", level=9), ("gearId",)),
), ())  # fmt: skip


@pytest.mark.parametrize(("said", "end"), [
    ("Fill every tank to 90", [("tank.fill", {"gearId": one, "level": 90}) for one in ("g1", "g2", "g3")]),
    ("Fill the north vat to 90", [("tank.fill", {"gearId": "g3", "level": 90})]),
    ("Fill every vat to 90", ASK),  # two of the tanks are not called so
    ("Fill the tall mast to 90", ASK),
])  # fmt: skip
def test_every_one_of_a_kind_is_meant_by_the_kinds_own_word_and_a_looser_word_is_asked_about(said: str, end: Any) -> None:
    verdict = judge(YARD, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


CLUB = Field("club", {"people": rows_of(
    "person name lane here",
    "ida|Ida Brandt|North|true", "joost|Joost|North|true", "kim|Kim Sato|South|false",
), "notes": []}, (
    Tool("people.list", "Who belongs to the club", {}, lambda rows: rows["people"]),
    Tool("note.send", "Sends a note", {"person": text("Short name"), "body": text()},
         lambda rows, person, body: rows["notes"].append({"person": find(rows["people"], "person", person)["person"], "body": body}),
         ("person", "body")),
    Tool("person.remove", "Removes somebody", {"person": text()},
         lambda rows, person: rows["people"].remove(find(rows["people"], "person", person)), ("person",)),
    Tool("lane.set", "Moves somebody to another lane", {"person": text(), "lane": text()}, put("people", "person"), ("person", "lane")),
), ())  # fmt: skip


def noted(*people: str) -> list[tuple[str, Mapping[str, Any]]]:
    return [("note.send", {"person": one, "body": "Doors open at six"}) for one in people]


@pytest.mark.parametrize(("said", "end"), [
    ("Send Joost 'Doors open at six'", noted("joost")),
    ("Tell Ida Brandt 'Doors open at six'", noted("ida")),
    ("Send 'Doors open at six' to everybody except Joost", noted("ida", "kim")),
    ("Send 'Doors open at six' to everyone in the North", noted("ida", "joost")),
    ("Send Jamal 'Doors open at six'", ASK),
    ("Remove everybody except Joost", ASK),  # what takes away is not done to all but some
    ("Move everybody except Joost to the South", [("lane.set", {"person": "ida", "lane": "South"})]),
])  # fmt: skip
def test_the_key_of_somebody_comes_from_the_list_that_gives_it_and_not_from_the_words(said: str, end: Any) -> None:
    verdict = judge(CLUB, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize("said", ["Where a pump is already on, turn it off", "Where a unit is already on, turn the pump off"])
def test_a_clause_with_where_that_limits_an_order_is_never_left_out(said: str) -> None:
    verdict = judge(DEPOT, Job(said, ASK))

    assert verdict.right, (verdict.calls, verdict.said)


SHOP = Field("seeds", {
    "seeds": rows_of(
        "code name sold", "LI-RED|Red thing|true", "PE-BLU|Blue creeper|true", "TL-PUR|Purple tulip|true", "TL-WHT|White tulip|true",
    ),
    "orders": rows_of("number buyer state", "1|Ola Berg|new", "2|Kim Roe|sent"),
}, (
    Tool("list_seeds", "Lists seeds.", {}, lambda rows: rows["seeds"], outputs=array(code=text(), name=text(), sold={"type": "boolean"})),
    Tool("update_seed", "Changes a seed.", {"code": text(), "sold": {"type": "boolean"}}, put("seeds", "code"), ("code",)),
    Tool("list_orders", "Lists orders.", {}, lambda rows: rows["orders"], outputs=array(number=number(), buyer=text(), state=text())),
    Tool("add_line", "Adds a line with a seed to an order.", {"number": number(), "code": text()}, lambda rows, **_: {}, ("number", "code")),
), ())  # fmt: skip
"""LI is short for a line, and no kind of seed."""


@pytest.mark.parametrize(("said", "end"), [
    ("Mark purple tulips as not sold", [("update_seed", {"code": "TL-PUR", "sold": False})]),
    ("Mark the red thing as not sold", [("update_seed", {"code": "LI-RED", "sold": False})]),
])  # fmt: skip
def test_codes_that_begin_with_letters_of_some_noun_are_not_of_several_kinds(said: str, end: Any) -> None:
    assert judge(SHOP, Job(said, end)).right
