"""A ferry company, made up for the tests of this folder: crossings of every week, people by their initials, routes by codes."""

from typing import Any

from tests.fields.checks import array
from tests.fields.driver import Verdict, judge
from tests.fields.service import Call, Field, Job, Rows, Tool, find, number, rows_of, text

ROWS = {
    "skippers": rows_of("skipper name email", "KB|Kaja Brun|kaja@tern.example", "LM|Luis Mora|luis@tern.example", "RO|Ruth Oakes|ruth@tern.example"),
    "routes": rows_of("route name keeper", "7C|Island loop|RO", "12A|North shore|KB", "12B|South shore|LM"),
    "crossings": rows_of(
        "crossing_id route boat skipper weekday slot",
        "c1|7C|Tern|KB|Tue|1", "c2|7C|Tern|LM|Thu|3", "c3|12A|Plover|LM|Thu|1", "c4|12A|Plover|RO|Fri|2",
        "c5|12B|Tern|KB|Fri|3", "c6|12B|Heron|KB|Sat|2", "c7|7C|Heron|KB|Fri|4",
    ),
    "changes": [],
    "notes": [],
}  # fmt: skip


def changes(kind: str) -> Any:
    def act(rows: Rows, crossing_id: str, date: str, skipper: str = "") -> object:
        rows["changes"].append({"kind": kind, "crossing": find(rows["crossings"], "crossing_id", crossing_id)["crossing_id"], "date": date, "skipper": skipper})
        return {}

    return act


def sets(rows: Rows, crossing_id: str, **told: object) -> object:
    find(rows["crossings"], "crossing_id", crossing_id).update(told)
    return {}


def tell(rows: Rows, route: str, message: str) -> object:
    rows["notes"].append({"route": find(rows["routes"], "route", route)["route"], "message": message})
    return {}


CROSSING, ROUTE, SKIPPER, DATE = text("Crossing, e.g. c1."), text("Route, e.g. 7C."), text("Initials of the skipper."), text("YYYY-MM-DD", format="date")
WEEKDAY, SLOT = text("Day of the week.", enum=["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]), number("Slot of the day.")
TOOLS = (
    Tool("list_skippers", "All skippers.", {}, lambda rows: rows["skippers"], outputs=array(skipper=SKIPPER, name=text(), email=text())),
    Tool("list_routes", "All routes with the skipper who looks after each.", {}, lambda rows: rows["routes"], outputs=array(route=ROUTE, name=text(), keeper=SKIPPER)),
    Tool("list_crossings", "The crossings of every week.", {}, lambda rows: rows["crossings"], outputs=array(crossing_id=CROSSING, route=ROUTE, boat=text(), skipper=SKIPPER, weekday=WEEKDAY, slot=SLOT)),
    Tool("cancel_crossing", "Cancel a crossing on one date.", {"crossing_id": CROSSING, "date": DATE}, changes("off"), ("crossing_id", "date")),
    Tool("cover_crossing", "Say who steers a crossing on one date instead of its skipper.", {"crossing_id": CROSSING, "date": DATE, "skipper": SKIPPER}, changes("cover"), ("crossing_id", "date", "skipper")),
    Tool("assign_skipper", "Give a crossing to another skipper for good.", {"crossing_id": CROSSING, "skipper": SKIPPER}, sets, ("crossing_id", "skipper")),
    Tool("move_crossing", "Move a crossing to another weekday and slot for good.", {"crossing_id": CROSSING, "weekday": WEEKDAY, "slot": SLOT}, sets, ("crossing_id", "weekday", "slot")),
    Tool("tell_passengers", "Send a message to the passengers of a route.", {"route": ROUTE, "message": text()}, tell, ("route", "message")),
)  # fmt: skip
FIELD = Field("ferries", ROWS, TOOLS, ())


def done(prompt: str, end: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end))


def off(day: int, *crossings: str) -> list[Call]:
    return [("cancel_crossing", {"crossing_id": one, "date": f"2026-03-{day}"}) for one in crossings]


def covered(skipper: str, day: int, *crossings: str) -> list[Call]:
    return [("cover_crossing", {"crossing_id": one, "date": f"2026-03-{day}", "skipper": skipper}) for one in crossings]


def given(skipper: str, *crossings: str) -> list[Call]:
    return [("assign_skipper", {"crossing_id": one, "skipper": skipper}) for one in crossings]


def moved(crossing: str, weekday: str, slot: int) -> list[Call]:
    return [("move_crossing", {"crossing_id": crossing, "weekday": weekday, "slot": slot})]


def told(message: str, *routes: str) -> list[Call]:
    return [("tell_passengers", {"route": one, "message": message}) for one in routes]
