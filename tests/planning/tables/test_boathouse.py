"""A boathouse: outings under their sheds with ends as objects, papers in bins, rowers in several sheds, closed bills."""

from typing import Any

import pytest

from tests.fields.checks import array, body, boolean, shape, words
from tests.fields.driver import judge
from tests.fields.service import ASK, Absent, Call, Field, Job, Refusal, Row, Rows, Tool, find, number, rows_of, text

SHEDS = {"3fQ": "North", "8kD": "South", "5tB": "Island"}
ROWS: Rows = {
    "sheds": [{"id": key, "name": name} for key, name in SHEDS.items()],
    "outings": [{**row, "crew": [{"email": f"{one}@row.example"} for one in row["crew"].split()]} for row in rows_of(
        "id shed label from_ till crew",
        "o71|3fQ|Dawn eights|2026-03-12T06:00:00Z|2026-03-12T07:30:00Z|ada.brook cy.lamb",
        "o72|3fQ|Novice fours|2026-03-13T17:00:00Z|2026-03-13T18:30:00Z|cy.lamb",
        "o73|8kD|River tour|2026-03-14T10:00:00Z|2026-03-14T15:00:00Z|dee.marsh ada.brook",
        "o74|5tB|Regatta warm-up|2026-03-15T08:00:00Z|2026-03-15T09:00:00Z|",
    )],
    "papers": [{"id": key, "title": title, "bins": [within], "hidden": False} for key, title, within in (
        ("pXa", "Insurance", "root"), ("pXb", "Attic", "root"), ("pXc", "Hull survey", "pXa"), ("pXd", "Crew rules", "pXa"),
    )],
    "rowers": rows_of("id name", "rwA|Ada Brook", "rwC|Cy Lamb", "rwD|Dee Marsh"),
    "chores": [{**row, "due": {"date": row["due"], "text": row["due"]}, "rower_uid": None} for row in rows_of(
        "id content due", "ch1|Oil the slides|2026-03-09", "ch2|Paint the oars|2026-03-20", "ch3|Mend the jetty|2026-03-25",
    )],
    "bills": [{**row, "closed_at": row["closed_at"] or None} for row in rows_of(
        "id name labels amount created_at closed_at",
        "401|#B1|club|18.00|2026-02-02T09:00:00Z|2026-02-20T10:00:00Z", "402|#B2|club, trial|24.50|2026-02-11T09:00:00Z|",
        "403|#B3|guest|31.00|2026-02-25T09:00:00Z|", "404|#B4|guest, trial|12.00|2026-03-02T09:00:00Z|",
    )],
    "drafts": rows_of("id name", "501|Spring flyer", "502|Summer flyer"),
}  # fmt: skip


def shown(row: Row) -> Row:
    return {"id": row["id"], "label": row["label"], "crew": row["crew"], "begin": {"at": row["from_"]}, "finish": {"at": row["till"]}}


def outing(rows: Rows, shedId: str, outingId: str) -> Row:
    row = find(rows["outings"], "id", outingId)
    if row["shed"] != shedId:
        raise Absent(outingId)
    return row


def told(row: Row, body_: object) -> Row:
    for name, value in body(body_).items():
        kept = {"label": "label", "begin": "from_", "finish": "till"}[name]
        row[kept] = words(value) if name == "label" else words(body(value)["at"]).removesuffix("Z") + "Z"
    if row["till"] <= row["from_"]:
        raise Refusal("it ends before it begins")
    return shown(row)


def made(rows: Rows, shedId: str, body: object) -> Row:
    row = {"id": f"o8{len(rows['outings'])}", "shed": find(rows["sheds"], "id", shedId)["id"], "crew": [], "from_": "", "till": "~"}
    rows["outings"].append(row)
    return told(row, body)


def filed(rows: Rows, paperId: str, addBins: str = "", removeBins: str = "", body: object = None) -> Row:
    row = find(rows["papers"], "id", paperId)
    kept = [one for one in row["bins"] if one != removeBins] + ([find(rows["papers"], "id", addBins)["id"]] if addBins else [])
    if len(kept) != 1:
        raise Refusal("a paper is in one bin")
    told = body if isinstance(body, dict) else {}
    row.update({"bins": kept, **{name: boolean(one) if name == "hidden" else words(one) for name, one in told.items()}})
    return row


def chore(rows: Rows, chore_id: str, **told: str) -> Row:
    row = find(rows["chores"], "id", chore_id)
    if "helper_id" in told:
        row["rower_uid"] = find(rows["rowers"], "id", told["helper_id"])["id"]
    if when := told.get("due_date") or told.get("due_text"):
        row["due"] = {"date": words(when), "text": when}
    return row


def closed(rows: Rows, id: int) -> Row:
    row = find(rows["bills"], "id", id)
    if row["closed_at"]:
        raise Refusal("it is closed")
    row["closed_at"] = "2026-03-11T10:00:00Z"
    return row


def tool(name: str, says: str, do: Any, needed: tuple[str, ...] = (), /, **inputs: Any) -> Tool:
    return Tool(name, says, shape(**inputs)["properties"], do, needed)


SHED, OUTING, AT = text("Shed identifier."), text("Outing identifier."), shape(at=text("RFC3339", format="date-time"), zone=text())
BODY = shape(label=text("Title of the outing."), begin=AT, finish=AT, crew=array(email=text()))
BOATHOUSE = Field("boathouse", ROWS, (
    tool("sheds.list", "Returns the sheds.", lambda rows: {"items": rows["sheds"]}),
    tool("outings.list", "Returns the outings of a shed.", lambda rows, shedId: {"items": [shown(row) for row in rows["outings"] if row["shed"] == shedId]}, ("shedId",), shedId=SHED),
    tool("outings.insert", "Creates an outing.", made, ("shedId", "body"), shedId=SHED, body=BODY),
    tool("outings.patch", "Updates an outing.", lambda rows, shedId, outingId, body: told(outing(rows, shedId, outingId), body), ("shedId", "outingId", "body"), shedId=SHED, outingId=OUTING, body=BODY),
    tool("outings.delete", "Deletes an outing.", lambda rows, shedId, outingId: rows["outings"].remove(outing(rows, shedId, outingId)), ("shedId", "outingId"), shedId=SHED, outingId=OUTING),
    tool("papers.list", "Lists papers.", lambda rows: {"papers": rows["papers"]}),
    tool("papers.update", "Updates a paper.", filed, ("paperId",), paperId=text("The ID of the paper."), addBins=text("A bin ID to add."), removeBins=text("A bin ID to remove."), body=shape(title=text(), hidden={"type": "boolean"})),
    tool("list_rowers", "Returns everybody who uses a shed.", lambda rows, shed_id: {"results": rows["rowers"]} if find(rows["sheds"], "id", shed_id) else {}, ("shed_id",), shed_id=text()),
    tool("list_chores", "Returns the chores.", lambda rows: {"results": rows["chores"]}),
    tool("update_chore", "Updates a chore.", chore, ("chore_id",), chore_id=text(), due_date=text("Date in format YYYY-MM-DD"), due_text=text('"today" or "tomorrow"'), helper_id=text("Id of the rower")),
    tool("bills_index", "List bills", lambda rows: {"bills": rows["bills"]}),
    tool("bills_close", "Close a bill", closed, ("id",), id=number()),
    tool("drafts_index", "List drafts", lambda rows: {"drafts": rows["drafts"]}),
    tool("drafts_destroy", "Delete a draft", lambda rows, id: rows["drafts"].remove(find(rows["drafts"], "id", id)), ("id",), id=number()),
), ())  # fmt: skip


def patch(shed: str, key: str, **told: Any) -> list[Call]:
    return [("outings.patch", {"shedId": shed, "outingId": key, "body": told})]


def close(*keys: int) -> list[Call]:
    return [("bills_close", {"id": key}) for key in keys]


@pytest.mark.parametrize(("said", "end"), [
    ("Delete the river tour", [("outings.delete", {"shedId": "8kD", "outingId": "o73"})]),
    ("Call off the novice fours", [("outings.delete", {"shedId": "3fQ", "outingId": "o72"})]),
    ("Move the beginning of the river tour to 11:30", patch("8kD", "o73", begin={"at": "2026-03-14T11:30:00"})),
    ('Create an outing "Sculling" for the Island shed on 26 March from 4 to 5 pm', [("outings.insert", {"shedId": "5tB", "body": {
        "label": "Sculling", "begin": {"at": "2026-03-26T16:00:00"}, "finish": {"at": "2026-03-26T17:00:00"},
    }})]),
    ("Move the hull survey to Attic", [("papers.update", {"paperId": "pXc", "addBins": "pXb", "removeBins": "pXa"})]),
    ("Assign the jetty to Dee Marsh", [("update_chore", {"chore_id": "ch3", "helper_id": "rwD"})]),
    ("Postpone painting the oars by a week", [("update_chore", {"chore_id": "ch2", "due_date": "2026-03-27"})]),
    ("Whatever is overdue gets tomorrow as its new date", [("update_chore", {"chore_id": "ch1", "due_date": "2026-03-12"})]),
    ("Close all bills from February", close(402, 403)),
    ("Close every trial bill", close(402, 404)),
    ("Delete the summer flyer draft", [("drafts_destroy", {"id": 502})]),
])  # fmt: skip
def test_what_is_asked_for_is_done(said: str, end: list[Call]) -> None:
    verdict = judge(BOATHOUSE, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize("said", [
    "Remove Cy Lamb from the dawn eights",
    "Add \"Wash the boats\" to the river tour",
])  # fmt: skip
def test_what_cannot_be_done_ends_nothing(said: str) -> None:
    verdict = judge(BOATHOUSE, Job(said, ASK))

    assert not verdict.harm, verdict.calls
