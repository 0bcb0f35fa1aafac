"""A diving club, made up for the tests of this folder: trips told by a number, in their time, with a guide and a boat."""

from typing import Any

from tests.fields.driver import Verdict, judge
from tests.fields.service import ASK, Call, Field, Job, Refusal, Row, Rows, Tool, find, number, rows_of, text

ROWS = {
    "guides": rows_of("guide_id name phone", "11|Vera Holm|+49 431 555 01", "12|Otto Brandt|+49 431 555 02", "13|Yara Said|+49 431 555 03"),
    "boats": rows_of("boat_id name harbour", "b1|Marlin|North quay", "b2|Seal|West pier", "b3|Heron|North quay"),
    "trips": rows_of(
        "trip_no title guide_id boat_id stage seats begins_at ends_at",
        "7101|Wreck dive|11|b1|planned|8|2026-03-14 08:00:00|2026-03-14 14:00:00",
        "7102|Night swim|11|b2|boarding|6|2026-03-11 08:00:00|2026-03-11 20:00:00",
        "7103|Cave course|12|b1|planned|5|2026-03-20 09:00:00|2026-03-21 12:00:00",
        "7104|Reef tour|11|b3|sailed|4|2026-03-01 09:00:00|2026-03-01 12:00:00",
        "7105|Old marlin grounds|12|b3|planned|9|2026-03-18 06:00:00|2026-03-18 18:00:00",
        "7106|Shark cage|13|b2|scrubbed|3|2026-03-16 09:00:00|2026-03-16 11:00:00",
        "7107|Seal bay|13|b1|planned|7|2026-03-25 09:00:00|2026-03-25 15:00:00",
    ),
    "places": rows_of("place_id trip_no diver settled", "1|7107|Ines Ott|true", "2|7107|Jan Roth|false", "3|7101|Kim Lund|false"),
    "watches": rows_of(
        "watch_id guide_id quay since until",
        "w1|11|North quay|2026-03-10 08:00:00|2026-03-12 08:00:00", "w2|12|North quay|2026-03-12 08:00:00|2026-03-14 08:00:00",
        "w3|13|West pier|2026-03-09 08:00:00|2026-03-16 08:00:00",
    ),
    "chores": rows_of(
        "chore_id title room guide_id finished",
        "c1|Mend the hoses|Workshop|11|false", "c2|Oil the pumps|Workshop|11|true", "c3|Sweep|Shed|11|false",
    ),
    "remarks": [], "calls": [],
}


def trip(rows: Rows, trip_no: int) -> Row:
    return find(rows["trips"], "trip_no", trip_no)


def edit(rows: Rows, trip_no: int, changes: dict[str, Any]) -> object:
    row = trip(rows, trip_no)
    row.update(changes)
    return row


def call(rows: Rows, guide_id: int, phone: str) -> object:
    row = find(rows["guides"], "guide_id", guide_id)
    row["phone"] = phone
    return row


def settle(rows: Rows, place_id: int) -> object:
    row = find(rows["places"], "place_id", place_id)
    row["settled"] = True
    return row


def hand_over(rows: Rows, chore_id: str, guide_id: int) -> object:
    row = find(rows["chores"], "chore_id", chore_id)
    row["guide_id"] = find(rows["guides"], "guide_id", guide_id)["guide_id"]
    return row


def refund(rows: Rows, trip_no: int, amount_cents: int, cause: str) -> object:
    rows["remarks"].append({"trip_no": trip(rows, trip_no)["trip_no"], "amount_cents": amount_cents, "cause": cause})
    return {}


def ring(rows: Rows, guide_id: int, message: str) -> object:
    rows["calls"].append({"guide_id": find(rows["guides"], "guide_id", guide_id)["guide_id"], "message": message})
    return {}


def close(stage: str) -> Any:
    def act(rows: Rows, trip_no: int, cause: str = "") -> object:
        row = trip(rows, trip_no)
        if row["stage"] in ("sailed", "scrubbed"):
            raise Refusal(f"the trip has {row['stage']}")
        row.update({"stage": stage, **({"cause": cause} if cause else {})})
        return row

    return act


def remark(rows: Rows, trip_no: int, text: str) -> object:
    rows["remarks"].append({"trip_no": trip(rows, trip_no)["trip_no"], "text": text})
    return {}


def plan(rows: Rows, boat_id: str, title: str, guide_id: int = 0) -> object:
    find(rows["boats"], "boat_id", boat_id)
    rows["trips"].append({**rows["trips"][0], "trip_no": 7000 + len(rows["trips"]), "title": title, "boat_id": boat_id, "guide_id": guide_id, "stage": "planned", "begins_at": "", "ends_at": ""})
    return rows["trips"][-1]


TRIP, GUIDE, STAGES = number("Number of the trip."), number("Id of the guide."), ["planned", "boarding"]
CHANGES = {"type": "object", "properties": {"title": text(), "guide_id": GUIDE, "stage": text(enum=STAGES), "seats": number(), "begins_at": text()}}
FIELD = Field(
    "dives", ROWS,
    (
        Tool("guides_search", "Search guides.", {}, lambda rows: {"data": rows["guides"]}),
        Tool("boats_search", "Search boats.", {}, lambda rows: {"data": rows["boats"]}),
        Tool("trips_search", "Search trips (dives, courses, tours).", {}, lambda rows: {"data": rows["trips"]}),
        Tool("trips_update", "Update an open trip: title, guide, stage, seats or beginning.", {"trip_no": TRIP, "changes": CHANGES}, edit, ("trip_no", "changes")),
        Tool("trips_mark_sailed", "Close a trip as sailed (dep).", {"trip_no": TRIP}, close("sailed"), ("trip_no",)),
        Tool("trips_scrub", "Close a trip as scrubbed.", {"trip_no": TRIP, "cause": text("Why.", enum=["weather", "illness", "engine"])}, close("scrubbed"), ("trip_no", "cause")),
        Tool("guides_update", "Update the phone number of a guide.", {"guide_id": GUIDE, "phone": text()}, call, ("guide_id", "phone")),
        Tool("guides_ring", "Ring a guide up and read a message out.", {"guide_id": GUIDE, "message": text("What is read out.")}, ring, ("guide_id", "message")),
        Tool("trips_refund", "Refund the divers of a trip.", {"trip_no": TRIP, "amount_cents": number("Amount in cents."), "cause": text("Why.", enum=["weather", "illness", "engine"])}, refund, ("trip_no", "amount_cents", "cause")),
        Tool("chores_search", "Search chores.", {}, lambda rows: {"data": rows["chores"]}),
        Tool("chores_pass", "Pass a chore on to a guide.", {"chore_id": text("Id of the chore."), "guide_id": GUIDE}, hand_over, ("chore_id", "guide_id")),
        Tool("watches_search", "Search watches: which guide is on duty at which quay.", {}, lambda rows: {"data": rows["watches"]}),
        Tool("places_search", "Search places of divers on trips.", {}, lambda rows: {"data": rows["places"]}),
        Tool("places_settle", "Mark a place as settled.", {"place_id": number("Id of the place.")}, settle, ("place_id",)),
        Tool("trips_plan", "Plan a new trip on a boat.", {"boat_id": text("Id of the boat."), "title": text("What it is called."), "guide_id": GUIDE}, plan, ("boat_id", "title")),
        Tool("trips_add_remark", "Add a remark to a trip.", {"trip_no": TRIP, "text": text("Text of the remark.")}, remark, ("trip_no", "text")),
    ),
    (),
)  # fmt: skip


def done(prompt: str, end: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end))


def asked(prompt: str) -> Verdict:
    return done(prompt, ASK)


def changed(*numbers: int, **changes: Any) -> list[Call]:
    return [("trips_update", {"trip_no": one, "changes": changes}) for one in numbers]


def remarked(words: str, *numbers: int) -> list[Call]:
    return [("trips_add_remark", {"trip_no": one, "text": words}) for one in numbers]
