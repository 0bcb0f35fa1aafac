"""Numbers that stand for states, names shortened, contraries of truths, codes of people, and the same once more."""

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.planning.composer.schema import params
from chalicelib.planning.composer.words import name_stems, text_stems
from chalicelib.planning.tables.sources import numbered
from tests.fields.checks import shape, whole
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Row, Rows, Tool, find, number, rows_of, text

ROWS: Rows = {
    "cabins": rows_of(
        "cabin_no name state driver min_qty max_qty public",
        "C-11|Edelweiss|10|D2|2|8|true", "C-12|Gentian|20|D1|2|8|true", "C-13|Arnica|20||4|12|false",
        "C-14|Juniper|30|D1|4|12|true", "C-15|Larch|10||6|20|true",
    ),
    "drivers": rows_of("badge name", "D1|Ida Rohr", "D2|Tom Falk", "D3|Una Berg"),
}  # fmt: skip
BODY = ("name", "min_qty", "max_qty", "public")


def replace(rows: Rows, cabin_no: str, body: Mapping[str, Any]) -> object:
    if {*body} != {*BODY}:
        raise KeyError("field required")
    find(rows["cabins"], "cabin_no", cabin_no).update(body)
    return {"cabin_no": cabin_no}


def to_state(rows: Rows, cabin_no: str, code: int) -> Row:
    row = find(rows["cabins"], "cabin_no", cabin_no)
    row["state"] = whole(code, 10, 90)
    return row


def drive(rows: Rows, cabin_no: str, badge: str) -> Row:
    row = find(rows["cabins"], "cabin_no", cabin_no)
    row["driver"] = find(rows["drivers"], "badge", badge)["badge"]
    return row


STATES = "10 parked, 20 running, 30 on hold, 90 scrapped"
NO = {"cabin_no": text()}
CABIN = {**shape(name=text(), min_qty=number(), max_qty=number(), public={"type": "boolean"}), "required": [*BODY]}
ROPEWAY = Field("ropeway", ROWS, (
    Tool("list_cabins_cabins_get", "List Cabins", {"state": number(STATES)}, lambda rows, state=None: [row for row in rows["cabins"] if state in (None, row["state"])]),
    Tool("list_drivers_drivers_get", "List Drivers", {}, lambda rows: rows["drivers"]),
    Tool("set_state_cabins__cabin_no__state_put", f"Set State. Codes: {STATES}. Scrapped is final.", {**NO, "code": number("new state")}, to_state, ("cabin_no", "code")),
    Tool("assign_driver_cabins__cabin_no__driver_put", "Assign Driver", {**NO, "badge": text("badge of the driver")}, drive, ("cabin_no", "badge")),
    Tool("replace_cabin_cabins__cabin_no__put", "Replace Cabin. All fields are needed.", {**NO, "body": CABIN}, replace, ("cabin_no", "body")),
), ())  # fmt: skip


def state(code: int, *cabins: int) -> list[Call]:
    return [("set_state_cabins__cabin_no__state_put", {"cabin_no": f"C-{one}", "code": code}) for one in cabins]


def replaced(cabin: int, **told: object) -> list[Call]:
    row = next(row for row in ROWS["cabins"] if row["cabin_no"] == f"C-{cabin}")
    return [("replace_cabin_cabins__cabin_no__put", {"cabin_no": f"C-{cabin}", "body": {name: row[name] for name in BODY} | told})]


@pytest.mark.parametrize(("said", "end"), [
    ("Put the Edelweiss cabin on hold", state(30, 11)),
    ("Park all cabins that are running", state(10, 12, 13)),
    ("Scrap C-15", state(90, 15)),
    ("Set C-11 to running. Same for C-15", state(20, 11, 15)),
    ("Assign Una Berg as driver to C-13", [("assign_driver_cabins__cabin_no__driver_put", {"cabin_no": "C-13", "badge": "D3"})]),
    ("Set the minimum quantity of Larch to 5", replaced(15, min_qty=5)),
    ("Make Juniper private", replaced(14, public=False)),
    ("Make Juniper nonpublic", replaced(14, public=False)),
    ("Make Arnica public", replaced(13, public=True)),
    ("Send Tom Falk the numbers of the parked cabins", ASK),
])  # fmt: skip
def test_what_is_asked_for_is_done(said: str, end: Any) -> None:
    verdict = judge(ROPEWAY, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def test_how_many_are_in_a_state_is_counted() -> None:
    verdict = judge(ROPEWAY, Job("How many cabins are on hold?", [], shows=("C-14",)))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("says", "meant"), [
    ("1 planned, 2 in transit, 9 missed", {"planned": 1, "in transit": 2, "missed": 9}),
    ("State: 1 open; 2 shut", {"open": 1, "shut": 2}),
    ("0 is closed, 100 is fully open", {"closed": 0, "open": 100}),
    ("1 (highest) to 5", {}), ("at most 3 days", {}), ("Up to 10 records, 5 per page", {}),
])  # fmt: skip
def test_numbers_that_a_description_lists_stand_for_its_words(says: str, meant: dict[str, int]) -> None:
    (param,) = params({"type": "object", "properties": {"code": {"type": "integer", "description": says}}})

    assert numbered(param, "") == meant


def test_shortened_names_are_the_words_that_people_say() -> None:
    assert name_stems("dept_qty") == text_stems("department quantity") == name_stems("departmentQuantity")
