"""Weather stations, made up for the tests of this folder: names written in one, lists that need a station, limits told by two inputs."""

from collections.abc import Mapping
from typing import Any

from tests.fields.checks import boolean, changing, whole
from tests.fields.driver import Verdict, judge
from tests.fields.service import Field, Job, Refusal, Rows, Tool, equal, find, number, rows_of, text

ROWS = {
    "stations": rows_of(
        "station leased_until night_mode covered owner keeper feed",
        "ridge.north|2027-01-31|true|true|ida@peaks.example|ida|https://peaks.example/north",
        "ridge.south|2026-05-31|true|true|ida@peaks.example|ida|https://peaks.example/south",
        "delta-7.coast|2026-04-30|true|false|noor@coasts.example|noor|https://coasts.example/delta",
        "valley/check-in-and-close|2028-12-31|false|false|noor@coasts.example|noor|https://coasts.example/valley",
    ),
    "items": rows_of(
        "item_id station kind make every loud online active shelf tag",
        "i1|ridge.north|wind|AQX|600|false|true|true|left|red", "i2|ridge.north|rain-tank|VTR|3600|false|true|true|right|red",
        "i3|ridge.south|wind|AQX|600|true|false|true|left|red", "i4|ridge.south|rain-tank|VTR|3600|false|true|true|right|red",
        "i5|delta-7.coast|tide|AQX|900|false|true|false|left|red", "i6|valley/check-in-and-close|wind|AQX|1200|false|false|true|right|red",
    ),
    "limits": rows_of(
        "limit_id station gauge ceiling silent",
        "l1|ridge.north|GUST_MAX|'18|false", "l2|ridge.north|RAIN_MAX|'40|false", "l3|ridge.south|GUST_MAX|'18|false",
        "l4|ridge.south|RAIN_MAX|'40|false", "l5|delta-7.coast|GUST_MAX|'25|false", "l6|delta-7.coast|SURGE_MAX|'90|false",
    ),
}  # fmt: skip


def known(rows: Rows, station: str) -> None:
    find(rows["stations"], "station", station)


def of(table: str) -> Any:
    def give(rows: Rows, station: str, make: str = "") -> object:
        known(rows, station)
        return equal(rows[table], {"station": station, **({"make": make} if make else {})})

    return give


def setting(rows: Rows, station: str, changes: Mapping[str, Any]) -> object:
    return changing(find(rows["stations"], "station", station), changes, night_mode=boolean, covered=boolean, owner=str, keeper=str, feed=str, lamp=str)


def lease(rows: Rows, station: str, years: int = 1) -> object:
    row = find(rows["stations"], "station", station)
    row["leased_until"] = f"{int(row['leased_until'][:4]) + whole(years, 1, 9)}{row['leased_until'][4:]}"
    return row


def restart(rows: Rows, station: str, options: Mapping[str, Any]) -> object:
    row = find(rows["stations"], "station", station)
    row["restarted"] = dict(options)
    return row


def remark(rows: Rows, station: str, key: str, value: str) -> object:
    find(rows["stations"], "station", station)[f"remark {key}"] = value
    return {}


def item(rows: Rows, item_id: str, **told: Any) -> object:
    return changing(find(rows["items"], "item_id", item_id), told, every=lambda one: whole(one, 10, 86400), loud=boolean, shelf=str)


def scrap(rows: Rows, item_id: str) -> object:
    rows["items"].remove(find(rows["items"], "item_id", item_id))
    return {}


def put(rows: Rows, station: str, gauge: str, ceiling: str, **more: Any) -> object:
    known(rows, station)
    if not isinstance(ceiling, str) or not gauge.isupper():
        raise Refusal("a gauge is written in capitals, what it may show in digits")
    there = equal(rows["limits"], {"station": station, "gauge": gauge})
    rows["limits"] += [] if there else [{"limit_id": "l9", "station": station, "gauge": gauge, "ceiling": ceiling, "silent": False}]
    return changing(there[0], {"ceiling": ceiling, **more}, ceiling=str, silent=boolean) if there else rows["limits"][-1]


def lift(rows: Rows, station: str, gauge: str) -> object:
    (row,) = equal(rows["limits"], {"station": station, "gauge": gauge})
    rows["limits"].remove(row)
    return {}


STATION, ITEM, FLAG = text("Name of the station"), text("it…"), {"type": "boolean"}
CHANGES = {"type": "object", "properties": {"night_mode": FLAG, "covered": {"type": "boolean", "description": "Rain hood"}, "owner": text("Mail address"), "keeper": text(enum=["ida", "noor"]), "feed": text(), "lamp": text(enum=["red", "blue"])}}
FIELD = Field(
    "weather", ROWS,
    (
        Tool("stations.list", "List the stations", {}, lambda rows: rows["stations"]),
        Tool("stations.update", "Change settings of a station", {"station": STATION, "changes": CHANGES}, setting, ("station", "changes")),
        Tool("stations.lease", "Lease the ground of a station for more years", {"station": STATION, "years": number("1 to 9", default=1)}, lease, ("station",)),
        Tool("stations.restart", "Restart a station", {"station": STATION, "options": {"type": "object", "properties": {"quickly": FLAG}}}, restart, ("station", "options")),
        Tool("remarks.set", "Set a remark of a station", {"station": STATION, "key": text(), "value": text()}, remark, ("station", "key", "value")),
        Tool("items.list", "List the instruments of one station", {"station": STATION, "make": text(enum=["AQX", "VTR"])}, of("items"), ("station",)),
        Tool("items.patch", "Change an instrument", {"item_id": ITEM, "every": number("Seconds between two readings"), "loud": FLAG, "shelf": text("Board or bin")}, item, ("item_id",)),
        Tool("items.scrap", "Scrap an instrument", {"item_id": ITEM}, scrap, ("item_id",)),
        Tool("limits.list", "List the limits of one station", {"station": STATION}, of("limits"), ("station",)),
        Tool("limits.put", "Create a limit, or replace the one of this gauge", {"station": STATION, "gauge": text(), "ceiling": text("What it may show"), "silent": FLAG}, put, ("station", "gauge", "ceiling")),
        Tool("limits.patch", "Change whether a limit rings", {"limit_id": text(), "silent": FLAG}, lambda rows, limit_id, silent: find(rows["limits"], "limit_id", limit_id).update(silent=silent), ("limit_id", "silent")),
        Tool("limits.remove", "Remove a limit", {"station": STATION, "gauge": text()}, lift, ("station", "gauge")),
    ),
    (),
)  # fmt: skip


def done(prompt: str, end: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end))


def every(item_: int, seconds: int) -> tuple[str, dict[str, Any]]:
    return "items.patch", {"item_id": f"i{item_}", "every": seconds}


def limit(station: str, gauge: str, ceiling: str) -> tuple[str, dict[str, Any]]:
    return "limits.put", {"station": station, "gauge": gauge, "ceiling": ceiling}


def settings(station: str, **changes: Any) -> tuple[str, dict[str, Any]]:
    return "stations.update", {"station": station, "changes": changes}
