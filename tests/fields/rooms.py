"""Bookings of rooms: search capped at four and bounded by times, update by named properties, addresses by look-up."""

from tests.fields.service import ASK, Field, Job, Refusal, Rows, Tool, contains, find, number, rows_of, text

ROWS = {
    "bookings": rows_of(
        "booking_id title organizer_email room starts_at minutes",
        "bk-01|Budget review|ana.costa@north.example|Oak|2026-03-05 09:00:00|60",
        "bk-02|Design sync|ben.ode@north.example|Elm|2026-03-09 11:00:00|30",
        "bk-03|Budget review|ana.costa@north.example|Oak|2026-03-12 09:00:00|60",
        "bk-04|Hiring panel|cleo.wu@north.example|Elm|2026-03-12 13:00:00|45",
        "bk-05|Design sync|ben.ode@north.example|Elm|2026-03-12 16:00:00|30",
        "bk-06|Sales call|dev.rao@north.example|Ash|2026-03-13 10:00:00|30",
        "bk-07|Hiring panel|cleo.wu@north.example|Oak|2026-03-16 09:30:00|45",
        "bk-08|Design sync|ben.ode@north.example|Ash|2026-03-19 11:00:00|30",
        "bk-09|Town hall|ana.costa@north.example|Oak|2026-03-20 15:00:00|90",
        "bk-10|Sales call|dev.rao@north.example|Elm|2026-03-25 10:00:00|30",
    ),
    "people": rows_of("email", *(f"{one}@north.example" for one in ["ana.costa", "ben.ode", "cleo.wu", "dev.rao", "eva.lind"])),
}


def search(rows: Rows, query: str = "", start: str = "", end: str = "") -> object:
    found = [row for row in rows["bookings"] if any(query.lower() in str(row[k]).lower() for k in ("title", "organizer_email", "room"))]
    kept = [row for row in found if (not start or row["starts_at"] >= start) and (not end or row["starts_at"] <= end)]
    return kept[:4]


def create(rows: Rows, title: str = "", organizer_email: str = "", room: str = "", starts_at: str = "", minutes: int = 0) -> object:
    if not (title and organizer_email and room and starts_at and minutes):
        raise Refusal("title, organizer_email, room, starts_at and minutes are needed")
    row = {"booking_id": f"bk-{len(rows['bookings']) + 1:02d}", "title": title, "organizer_email": organizer_email, "room": room, "starts_at": starts_at, "minutes": int(minutes)}
    rows["bookings"].append(row)
    return row


def change(rows: Rows, booking_id: str, **values: object) -> object:
    find(rows["bookings"], "booking_id", booking_id).update(values)
    return "ok"


def cancel(rows: Rows, booking_id: str) -> object:
    rows["bookings"].remove(find(rows["bookings"], "booking_id", booking_id))
    return "cancelled"


def address(rows: Rows, name: str) -> object:
    return [row["email"] for row in contains(rows["people"], {"email": name})]


ID = text("ID of the booking.")
WHEN = text('Start of the booking. Format: "YYYY-MM-DD HH:MM:SS"')
FIELDS = {"title": text("Title of the booking."), "organizer_email": text("Email of the organizer."), "room": text("Name of the room."), "starts_at": WHEN, "minutes": number("Length in minutes.")}
FIELD = Field(
    "rooms", ROWS,
    (
        Tool("search_bookings", "Searches bookings by text and start. Returns at most 4.", {
            "query": text("Text in the title, the organizer's email or the room."),
            "start": text('Earliest start (inclusive). Format: "YYYY-MM-DD HH:MM:SS"'),
            "end": text('Latest start (inclusive). Format: "YYYY-MM-DD HH:MM:SS"'),
        }, search),
        Tool("create_booking", "Creates a booking.", FIELDS, create, tuple(FIELDS)),
        Tool("update_booking", "Updates the given properties of a booking.", {"booking_id": ID, **FIELDS}, change, ("booking_id",)),
        Tool("cancel_booking", "Cancels a booking.", {"booking_id": ID}, cancel, ("booking_id",)),
        Tool("find_address", "Finds the email address of a colleague by name.", {"name": text("Name of the person.")}, address, ("name",)),
    ),
    (
        Job("Cancel my first booking on March 12", [("cancel_booking", {"booking_id": "bk-03"})]),
        Job("Please cancel all future bookings with ben", [("cancel_booking", {"booking_id": "bk-05"}), ("cancel_booking", {"booking_id": "bk-08"})]),
        Job("Cancel the next Hiring panel booking", [("cancel_booking", {"booking_id": "bk-04"})]),
        Job("Rename the last booking on March 12 to Design retro", [("update_booking", {"booking_id": "bk-05", "title": "Design retro"})]),
        Job("Move my next booking with dev to March 14 at 3pm", [("update_booking", {"booking_id": "bk-06", "starts_at": "2026-03-14 15:00:00"})]),
        Job("Push the Town hall booking back by 30 minutes", [("update_booking", {"booking_id": "bk-09", "starts_at": "2026-03-20 15:30:00"})]),
        Job("Cancel my bookings tomorrow after 12", [("cancel_booking", {"booking_id": "bk-04"}), ("cancel_booking", {"booking_id": "bk-05"})]),
        Job("Cancel all bookings with eva", []),
        Job("If I have no booking with eva in the next 7 days, create a 30 minute booking called Catch-up in Ash on March 17 at 10:00 with eva", [("create_booking", {"title": "Catch-up", "organizer_email": "eva.lind@north.example", "room": "Ash", "starts_at": "2026-03-17 10:00:00", "minutes": 30})]),
        Job("If I have no booking with dev in the next 7 days, create a 30 minute booking called Catch-up in Ash on March 17 at 10:00 with dev", []),
        Job("Create a 45 minute booking called Roadmap in Oak on March 18 at 11:00 with cleo", [("create_booking", {"title": "Roadmap", "organizer_email": "cleo.wu@north.example", "room": "Oak", "starts_at": "2026-03-18 11:00:00", "minutes": 45})]),
        Job("Cancel the Design sync booking", ASK),
        Job("ben is leaving the company. Cancel all upcoming bookings with him and move the Town hall booking to room Elm", [("cancel_booking", {"booking_id": "bk-05"}), ("cancel_booking", {"booking_id": "bk-08"}), ("update_booking", {"booking_id": "bk-09", "room": "Elm"})]),
    ),
)
