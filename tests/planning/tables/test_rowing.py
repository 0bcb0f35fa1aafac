"""A rowing coach's outings: everything in a club whose key a profile tells, and a list of what is recent unless a range is told."""

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.tool import Action
from chalicelib.planning.home import home
from chalicelib.planning.planner import Catalogue
from chalicelib.planning.records import ranges
from tests.fields.checks import array, boolean, shape, texts, words
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Refusal, Row, Rows, Tool, equal, find, number, rows_of, text

CLUB = 77
ROWS: Rows = {
    "clubs": [{"id": CLUB, "name": "Weir Club"}],
    "boats": [{**row, "club_id": CLUB} for row in rows_of("id name squad_id active seats", "1|Heron|11|true|8", "2|Grebe|12|true|4", "3|Swift Eight|11|true|8", "4|Teal|12|false|2")],
    "squads": [{**row, "club_id": CLUB} for row in rows_of("id name", "11|Seniors", "12|Under 18 Squad")],
    "labels": [{**row, "club_id": CLUB} for row in rows_of("id name", "31|windy", "32|race")],
    "outings": [
        {"id": int(key), "club_id": CLUB, "boat_id": int(boat), "note": note, "begin": f"2026-{begin}:00Z", "end": f"2026-{end}:00Z" if end else None, "labels": labels.split()}
        for key, boat, note, begin, end, labels in (line.split("|") for line in (
            "901|1|starts|02-02T07:00|02-02T08:00|", "902|1|pieces|02-20T07:00|02-20T08:10|windy", "903|2|technique|03-03T17:00|03-03T18:00|",
            "904|1|long row|03-05T07:00|03-05T09:00|windy", "905|1|warm-up|03-11T07:30|03-11T08:00|", "906|2|sprints|03-11T09:30||",
        ))
    ],
}  # fmt: skip
INT, TRUTH = number(), {"type": "boolean"}
IN = {"club_id": number("Numeric ID of the club")}
OUTING = {"id": INT, "boat_id": INT, "note": text(), "begin": text(format="date-time"), "end": text(format="date-time"), "labels": {"type": "array", "items": text()}}
BOAT = {"name": text(), "squad_id": INT, "active": {**TRUTH, "description": "Whether the boat is active or retired"}, "seats": INT, "hull": text("RAL color")}
DAY = {"from_date": text("YYYY-MM-DD", format="date"), "to_date": text("YYYY-MM-DD", format="date")}


def of_club(rows: Rows, club_id: int, table: str) -> list[Row]:
    return equal(rows[table], {"club_id": find(rows["clubs"], "id", club_id)["id"]})


def outings(rows: Rows, from_date: str = "2026-03-02", to_date: str = "2026-03-12") -> list[Row]:
    if date.fromisoformat(to_date).year - date.fromisoformat(from_date).year > 1:
        raise Refusal("at most a year")
    return [row for row in rows["outings"] if from_date <= row["begin"][:10] < to_date]


def changed(rows: Rows, table: str, club_id: int, key: int, **told: Any) -> Row:
    row = find(of_club(rows, club_id, table), "id", key)
    checks = {"labels": texts, "active": boolean, "squad_id": lambda one: find(rows["squads"], "id", one)["id"], "boat_id": lambda one: find(rows["boats"], "id", one)["id"]}
    row.update({name: checks.get(name, lambda one: one)(value) for name, value in told.items()})
    return row


def created(rows: Rows, club_id: int, name: str, **told: Any) -> Row:
    rows["boats"].append({"id": 5, "name": words(name), "squad_id": None, "active": True, "seats": None, "club_id": find(rows["clubs"], "id", club_id)["id"]})
    return changed(rows, "boats", club_id, 5, **told)


ROWING = Field("rowing", ROWS, (
    Tool("me", "Returns who is signed in.", {}, lambda rows: {"id": 5, "fullname": "Kim Voss", "current_club_id": CLUB}, outputs=shape(id=INT, fullname=text(), current_club_id=INT)),
    Tool("get_outings", "Lists the latest outings, or those of a range.", DAY, outings, outputs=array(**OUTING)),
    Tool("get_boats", "Boats of a club.", IN, lambda rows, club_id: of_club(rows, club_id, "boats"), ("club_id",), array(id=INT, **BOAT)),
    Tool("get_squads", "Squads of a club.", IN, lambda rows, club_id: of_club(rows, club_id, "squads"), ("club_id",), array(id=INT, name=text())),
    Tool("get_labels", "Labels of a club.", IN, lambda rows, club_id: of_club(rows, club_id, "labels"), ("club_id",), array(id=INT, name=text())),
    Tool("update_outing", "Updates an outing.", {**IN, "outing_id": INT, **OUTING}, lambda rows, club_id, outing_id, **told: changed(rows, "outings", club_id, outing_id, **told), ("club_id", "outing_id")),
    Tool("delete_outing", "Deletes an outing.", {**IN, "outing_id": INT}, lambda rows, club_id, outing_id: rows["outings"].remove(find(rows["outings"], "id", outing_id)), ("club_id", "outing_id")),
    Tool("update_boat", "Updates a boat.", {**IN, "boat_id": INT, **BOAT}, lambda rows, club_id, boat_id, **told: changed(rows, "boats", club_id, boat_id, **told), ("club_id", "boat_id")),
    Tool("create_boat", "Creates a boat.", {**IN, **BOAT}, created, ("club_id", "name")),
), ())  # fmt: skip


def outing(key: int, **told: object) -> Call:
    return "update_outing", {"club_id": CLUB, "outing_id": key, **told}


def boat(key: int, **told: object) -> Call:
    return "update_boat", {"club_id": CLUB, "boat_id": key, **told}


@pytest.mark.parametrize(("said", "end"), [
    ("Retire the Heron", [boat(1, active=False)]),
    ("Activate the Teal", [boat(4, active=True)]),
    ("Delete this morning's warm-up", [("delete_outing", {"club_id": CLUB, "outing_id": 905})]),
    ("Strike the warm-up, that was no outing", [("delete_outing", {"club_id": CLUB, "outing_id": 905})]),
    ("Add the label race to all outings of February", [outing(901, labels=["race"]), outing(902, labels=["windy", "race"])]),
    ("Add the label race to everything on the Heron last week", [outing(904, labels=["windy", "race"])]),
    ("Remove the label windy from the outings of last week", [outing(904, labels=[])]),
    ("Move the Heron to one of the squads", ASK),
    ("Set the price of the Heron to 45", ASK),
    ("Raise the weight of the Heron by 5", ASK),
    ("Set the seats of the Heron to 6", [boat(1, seats=6)]),
    ("Create a boat 'Kite' with 4 seats", [("create_boat", {"club_id": CLUB, "name": "Kite", "seats": 4})]),
    ("We're getting a new boat for the Seniors: 'Kite', 4 seats", [("create_boat", {"club_id": CLUB, "name": "Kite", "squad_id": 11, "seats": 4})]),
    ("Create a new boat in the Under 18 Squad: 'Kite'", [("create_boat", {"club_id": CLUB, "name": "Kite", "squad_id": 12})]),
])  # fmt: skip
def test_what_is_asked_for_is_done(said: str, end: Any) -> None:
    verdict = judge(ROWING, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


ACTIONS = {
    ref: Action("club", name, describes, {"properties": {one: {"type": "string"} for one in needs}, "required": needs}, gives, effect)
    for ref, name, describes, needs, gives, effect in [
        ("club.clubs", "list_clubs", "Lists clubs.", [], None, "read"),
        ("club.me", "me", "Who is signed in.", [], {"properties": {"default_club_id": {"type": "string"}}}, "read"),
        *((f"club.{one}s", f"list_{one}s", f"Lists {one}s.", ["club_id"], None, "read") for one in ("boat", "oar", "squad")),
        *((f"club.{one}", f"delete_{one}", f"Deletes a {one}.", ["club_id", f"{one}_id"], None, "unsafe") for one in ("boat", "oar", "squad")),
    ]
}  # fmt: skip


def without(*refs: str) -> Catalogue:
    return Catalogue("-".join(refs), {ref: one for ref, one in ACTIONS.items() if ref not in refs})


@pytest.mark.parametrize(("left_out", "listing"), [
    ((), "club.clubs"), (("club.clubs",), "club.me"), (("club.clubs", "club.me"), None),
    (("club.boats", "club.oars", "club.squads"), None), (("club.boat", "club.oar", "club.squad"), None),
])  # fmt: skip
def test_the_place_that_most_actions_are_told_is_listed_or_told_by_a_profile(left_out: tuple[str, ...], listing: str | None) -> None:
    found = home(without(*left_out))

    assert (found and found.listing) == listing
    assert found is None or "club_id" not in found.catalogue.actions["club.boats"].input_schema["properties"]


def listed(described: str, **inputs: dict[str, str]) -> Action:
    return Action("club", "get_outings", described, {"properties": inputs}, None, "read")


DAYS = (date(2026, 2, 10), date(2026, 3, 11))
FROM, TO = {"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}


def test_only_a_list_of_what_is_recent_is_told_the_days_that_are_spoken_of() -> None:
    told = {"start": "2026-01-10", "end": "2026-04-11T00:00:00Z"}

    assert ranges.ranged(listed("Lists recent outings.", start=FROM, end=TO), DAYS, {}) == told
    assert ranges.ranged(listed("Lists outings.", start=FROM, end=TO), DAYS, {}) == {}
    assert ranges.ranged(listed("Lists recent outings.", start=FROM), DAYS, {}) == {}
    assert ranges.ranged(listed("Lists recent outings.", start=FROM, end=TO), DAYS, {"start": "2026-01-01"}) == {}
    assert ranges.ranged(listed("Lists recent outings.", start=FROM, end=TO), None, {}) == {}
