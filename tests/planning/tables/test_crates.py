"""A list called after changes, what belongs to one record of many, truths as texts in objects, several sentences."""

from typing import Any

import pytest

from chalicelib.planning.composer.schema import params
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.records.resources import is_address
from chalicelib.planning.tables.parents import keys
from chalicelib.planning.tables.table import Wide
from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import Call, Field, Job, Row, Rows, Tool, find, rows_of, text

ROWS: Rows = {
    "crates": [
        {**row, "alarm": {"alarmEnabled": "false", "alarmDelay": "0"}, "lid": {"lidEnabled": "true"}}
        for row in rows_of(
            "crateId headline state soldAt shelf",
            *(f"c{at}|{told}" for at, told in enumerate((
                "Organ pipes for Hollund|sold|2026-02-03|1", "Organ bench for Hollund|packed||2",
                "Bells of St Mary|sold|2026-02-20|1", "Bells of St Olav|packed||1", "Harp strings|packed||3",
                "Clock weights|open||3", "Loom frame|open||2", "Printing types|sold|2026-03-01|4", "Anvil|open||4",
            ), 1)),
        )
    ],
    "shelves": rows_of("shelfId name", "1|Sold goods", "2|North wall", "3|South wall", "4|Yard"),
    "parts": rows_of(
        "partId crate label weight", "p1|c1|Bourdon|12", "p2|c1|Trumpet|9", "p3|c2|Seat|14", "p4|c4|Clapper|20"
    ),
}  # fmt: skip


def crates(rows: Rows, first: str = "0") -> object:
    page = rows["crates"][int(first):int(first) + 5]
    after = int(first) + len(page)
    more = {"nextUri": f"/crates?first={after}"} if after < len(rows["crates"]) else {}
    shown = [{name: row[name] for name in row if row[name] and not isinstance(row[name], dict)} for row in page]
    return {"totalSetSize": str(len(rows["crates"])), "crates": shown, **more}


def parts(rows: Rows, crate_id: str) -> object:
    find(rows["crates"], "crateId", crate_id)
    return {"parts": [row for row in rows["parts"] if row["crate"] == crate_id], "checked": "no"}


def alarms(rows: Rows, crate_id: str, alarm: Row | None = None, lid: Row | None = None) -> object:
    row = find(rows["crates"], "crateId", crate_id)
    row["alarm"] |= alarm or {}
    row["lid"] |= lid or {}
    return {"crateId": crate_id}


def update(rows: Rows, crate_id: str, state: str = "", headline: str = "", noteForBuyer: str = "") -> object:
    told = {"state": state, "headline": headline, "noteForBuyer": noteForBuyer}
    find(rows["crates"], "crateId", crate_id).update({name: value for name, value in told.items() if value})
    return {"crateId": crate_id}


TRUTH, CRATE = text(enum=["true", "false"]), text("Id of the crate.")
SHOWN: dict[str, Any] = {"crateId": text(), "headline": text(), "state": text(), "soldAt": text(), "shelf": text()}
CRATES = Field("crates", ROWS, (
    Tool("Crates_listStateChanges", "Gets the changes of state of crates. Returns the crates, at most 5 per call; there are more where `nextUri` is given.",
         {"first": text("The zero-based index of the first one.")}, crates, (), shape(totalSetSize=text(), nextUri=text(), crates=array(**SHOWN))),
    Tool("CrateParts_list", "Gets the parts in a crate.", {"crate_id": CRATE}, parts, ("crate_id",)),
    Tool("Shelves_list", "Retrieves the shelves.", {}, lambda rows: {"shelves": rows["shelves"]}, (), shape(shelves=array(shelfId=text(), name=text()))),
    Tool("Crates_update", "Modifies a crate: packs it, sells it, or changes its headline.",
         {"crate_id": CRATE, "state": text(enum=["open", "packed", "sold"]), "headline": text(), "noteForBuyer": text()}, update, ("crate_id",)),
    Tool("Safety_update", "Sets what guards a crate.",
         {"crate_id": CRATE, "alarm": shape(alarmEnabled=TRUTH, alarmDelay=text("Seconds.")), "lid": shape(lidEnabled=TRUTH)}, alarms, ("crate_id",)),
), ())  # fmt: skip


def changed(number: int, **told: str) -> list[Call]:
    return [("Crates_update", {"crate_id": f"c{number}", **told})]


@pytest.mark.parametrize(("said", "end"), [
    ("Rename the crate Anvil to 'Anvil and hammer'", changed(9, headline="Anvil and hammer")),
    ("The Harp strings are ready. Please mark them as sold", changed(5, state="sold")),
    ("Turn on the alarm of the crate Anvil", [("Safety_update", {"crate_id": "c9", "alarm": {"alarmEnabled": "true"}})]),
    ("Turn off the lid of the Loom frame", [("Safety_update", {"crate_id": "c7", "lid": {"lidEnabled": "false"}})]),
])  # fmt: skip
def test_what_is_asked_for_is_done(said: str, end: list[Call]) -> None:
    verdict = judge(CRATES, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("said", "shows"), [
    ("How many crates are sold?", ("c1", "c3", "c8")),
    ("How many crates are in state sold?", ("c1", "c3", "c8")),
    ("Which parts are in the organ bench crate?", ("Seat",)),
])  # fmt: skip
def test_what_is_asked_is_answered(said: str, shows: tuple[str, ...]) -> None:
    verdict = judge(CRATES, Job(said, [], shows=shows))

    assert verdict.right, (verdict.calls, verdict.said)


def parents(*headlines: str) -> list[Wide]:
    return [Wide({"id": at, "headline": told, "state": "open"}, "1", f"[{at}]", key="id") for at, told in enumerate(headlines)]


@pytest.mark.parametrize(("said", "most", "expected"), [
    ("What is in the Hollund bench?", 0, [1]),
    ("What is in the Hollund crates?", 0, [0, 1]),
    ("Which parts are in open crates?", 2, [0, 1, 2, 3, 4]),
    ("What is in the crate of Ann?", 0, []),
])  # fmt: skip
def test_a_parent_is_told_by_what_few_of_them_hold(said: str, most: int, expected: list[int]) -> None:
    assert keys(parents("Organ for Hollund", "Bench for Hollund", "Anvil", "Harp", "Loom"), "id", tokens(said), most) == expected


@pytest.mark.parametrize(("name", "expected"), [
    ("email", True), ("buyerEmailAddress", True), ("to_mail", True), ("emailSubject", False), ("mail_text", False),
])  # fmt: skip
def test_what_a_mail_says_is_no_address(name: str, expected: bool) -> None:
    (param,) = params({"type": "object", "properties": {name: {"type": "string"}}})

    assert is_address(param) == expected
