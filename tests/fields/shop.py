"""A small hire shop for bicycles, made up for tests of single rules: it has no tasks of its own and stands in no table."""

from typing import Any

from tests.fields.service import Field, Row, Rows, Tool, find, number, rows_of, text

ROWS = {
    "bikes": rows_of(
        "bike rack daily_price state",
        "T1|A|12|ready",
        "T2|A|14|ready",
        "E7|B|30|ready",
        "E8|B|32|broken",
    ),
    "riders": rows_of(
        "rider phone pass_until",
        "Wanda Pike|+49 151 5550 101|2026-12-31",
        "Ugo Salter|+49 151 5550 102|2026-04-30",
        "Mila Brenner|+49 151 5550 103|2026-02-01",
    ),
    "hirings": rows_of(
        "hiring rider bike pickup dropoff status settled",
        "41|Wanda Pike|T1|2026-03-09|2026-03-12|out|false",
        "42|Ugo Salter|T2|2026-03-10|2026-03-20|out|true",
        "43|Mila Brenner|E7|2026-03-18|2026-03-19|booked|false",
        "44|Wanda Pike|E7|2026-03-01|2026-03-02|returned|true",
        "45|Ugo Salter|T1|2026-03-14|2026-03-25|booked|false",
    ),
    "texts": [],
}


def every(table: str) -> Any:
    return lambda rows: rows[table]


def put(table: str, key: str, **fixed: Any) -> Any:
    """A tool that finds a row by its key, and sets what it is given."""

    def change(rows: Rows, **given: Any) -> Row:
        row = find(rows[table], key, given.pop(key))
        row.update({**fixed, **given.pop("changes", {}), **given})
        return row

    return change


def drop(rows: Rows, hiring: int) -> None:
    rows["hirings"].remove(find(rows["hirings"], "hiring", hiring))


def hire(rows: Rows, rider: str, bike: str, pickup: str, dropoff: str) -> None:
    find(rows["riders"], "rider", rider), find(rows["bikes"], "bike", bike)
    told = {"rider": rider, "bike": bike, "pickup": pickup, "dropoff": dropoff}
    rows["hirings"].append({"hiring": 40 + len(rows["hirings"]), **told, "status": "booked", "settled": False})


def swap(rows: Rows, hiring: int, to_bike: str) -> None:
    find(rows["bikes"], "bike", to_bike)
    find(rows["hirings"], "hiring", hiring)["bike"] = to_bike


def send(rows: Rows, rider: str, message: str) -> None:
    find(rows["riders"], "rider", rider)
    rows["texts"].append({"rider": rider, "message": message})


BIKE, RIDER, HIRING = text("Code of the bike, e.g. T1."), text("Full name."), number("Number of the hiring.")
DAY = text("Day (YYYY-MM-DD).")
PROFILE = {
    "type": "object",
    "properties": {"phone": text("Phone number."), "pass_until": text("Last day of the pass (YYYY-MM-DD).")},
}
FIELD = Field(
    "shop",
    ROWS,
    (
        Tool("list_bikes", "Returns every bike with its rack, price per day and state.", {}, every("bikes")),
        Tool("list_riders", "Returns the riders with phone and pass.", {}, every("riders")),
        Tool("list_hirings", "Returns all hirings: bookings, bikes out, and past rides (returned).", {}, every("hirings")),
        Tool("book_bike", "Books a bike for a rider.", {"rider": RIDER, "bike": BIKE, "pickup": DAY, "dropoff": DAY}, hire, ("rider", "bike", "pickup", "dropoff")),
        Tool("swap_bike", "Moves a hiring to another bike.", {"hiring": HIRING, "to_bike": BIKE}, swap, ("hiring", "to_bike")),
        Tool("change_dropoff", "Changes the day on which the bike of a ride comes back.", {"hiring": HIRING, "dropoff": DAY}, put("hirings", "hiring"), ("hiring", "dropoff")),
        Tool("cancel_booking", "Cancels a booking.", {"hiring": HIRING}, drop, ("hiring",)),
        Tool("mark_settled", "Marks a hiring as settled.", {"hiring": HIRING}, put("hirings", "hiring", settled=True), ("hiring",)),
        Tool("update_rider", "Updates a rider's profile.", {"rider": RIDER, "changes": PROFILE}, put("riders", "rider"), ("rider", "changes")),
        Tool("text_rider", "Sends a rider a text message.", {"rider": RIDER, "message": text("Text.")}, send, ("rider", "message")),
        Tool("retire_bike", "Takes a bike off its rack.", {"bike": BIKE, "note": text("Why.")}, put("bikes", "bike", state="retired"), ("bike",)),
        Tool("set_daily_price", "Sets the price per day of a bike.", {"bike": BIKE, "daily_price": number("Euros.")}, put("bikes", "bike"), ("bike", "daily_price")),
    ),
    (),
)
