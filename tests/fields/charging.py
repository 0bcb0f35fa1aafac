"""Charging stations for electric cars: kebab-case names, codes and numbers as ids, connectors inside stations, UTC instants, cursors.

Written without reading the planner, and before it was run; opened on the same day, because it harmed five tasks (its pages).
At first sight: 10 of 36 right and 5 harmed without runs, 11 and 5 with ten, 11 and 5 with all.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from tests.fields.checks import array, boolean, changing, matching, one_of, shape, step, whole
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text


def connectors(told: str) -> list[Row]:
    """`CCS 150 free, Type2 22 faulted`: they are numbered from 1."""
    parts = [one.split() for one in told.split(",")]
    return [{"no": no, "plug": plug, "kw": int(kw), "state": state} for no, (plug, kw, state) in enumerate(parts, 1)]


ROWS: Rows = {
    "stations": [{**row, "price_per_kwh": float(row["price_per_kwh"]), "connectors": connectors(row["connectors"])} for row in rows_of(
        "station_id name city status price_per_kwh connectors",
        "ST-101|Harbour Quay|Malmö|online|0.49|CCS 150 free, CCS 150 occupied",
        "ST-102|Central Market|Malmö|online|0.39|Type2 22 free, Type2 22 faulted",
        "ST-103|Airport P2|Copenhagen|offline|0.55|CCS 300 free, CCS 300 free, Type2 22 free",
        "ST-104|Forest Inn|Lund|online|0.35|Type2 11 free",
        "ST-105|Ring Road East|Lund|maintenance|0.59|CCS 300 free, CHAdeMO 50 free",
        "ST-106|Town Hall|Helsingborg|online|0.39|Type2 22 occupied, Type2 22 free",
        "ST-107|Ferry Terminal|Helsingborg|online|0.52|CCS 150 faulted, CCS 150 free",
        "ST-108|Kastrup Beach|Copenhagen|online|0.45|Type2 22 occupied",
    )],
    "drivers": [{**row, "balance": float(row["balance"])} for row in rows_of(
        "driver_id name email plan blocked balance",
        "5001|Ana Lindqvist|ana@lindqvist.example|plus|false|12.40",
        "5002|Bram de Wit|bram@dewit.example|basic|false|0.00",
        "5003|Chiara Rossi|chiara.r@post.example|fleet|false|0.00",
        "5004|Dag Holm|dag.holm@post.example|basic|true|-18.50",
        "5005|Elin Berg|elin@berg.example|plus|false|-4.20",
        "5006|Fadi Nasser|fadi@nasser.example|fleet|false|3.00",
    )],
    "cards": rows_of(
        "uid driver_id state",
        "A1:04:7F:21|5001|active",
        "A1:04:7F:22|5001|disabled",
        "A1:04:80:0C|5002|active",
        "B7:19:33:E0|5003|active",
        "B7:19:33:E1|5003|active",
        "C2:55:10:9A|5004|active",
        "C2:55:10:9B|5005|active",
        "D8:02:6E:41|5006|active",
        "D8:02:6E:42|5006|active",
    ),
    "sessions": [{**row, "kwh": float(row["kwh"])} for row in rows_of(
        "session_id driver_id station_id connector started_at status kwh",
        "s-9001|5001|ST-101|1|2026-03-09T07:15:00Z|finished|31.7",
        "s-9002|5003|ST-103|2|2026-03-09T16:40:00Z|finished|48.2",
        "s-9003|5005|ST-107|1|2026-03-10T06:05:00Z|disputed|2.1",
        "s-9004|5002|ST-106|1|2026-03-10T17:30:00Z|charging|21.0",
        "s-9005|5006|ST-108|1|2026-03-10T20:10:00Z|charging|14.6",
        "s-9006|5001|ST-101|2|2026-03-11T09:35:00Z|charging|8.9",
        "s-9007|5002|ST-102|2|2026-03-08T12:00:00Z|disputed|0.4",
    )],
    "reservations": rows_of(
        "reservation_id station_id connector driver_id starts_at minutes",
        "801|ST-107|2|5002|2026-03-11T18:00:00Z|30",
        "802|ST-104|1|5005|2026-03-12T07:30:00Z|60",
        "803|ST-106|2|5001|2026-03-13T12:00:00Z|45",
        "804|ST-107|2|5003|2026-03-14T09:00:00Z|30",
    ),
    "texts": [],
}
STATES, PLANS, REASONS = ("online", "offline", "maintenance"), ("basic", "plus", "fleet"), ("lost", "stolen", "broken")
PAGE = 4


def paged(rows: Sequence[Row], cursor: object) -> object:
    if cursor and not str(cursor).removeprefix("c").isdigit():
        raise Refusal("unknown cursor")
    first = int(str(cursor).removeprefix("c")) if cursor else 0
    return {"data": [*rows[first:first + PAGE]], "next": f"c{first + PAGE}" if first + PAGE < len(rows) else None}


def listed(table: str) -> object:
    return lambda rows, cursor="", **equals: paged(matching(rows[table], {}, **equals), cursor)


def instant(told: object) -> str:
    try:
        when = datetime.fromisoformat(str(told))
    except ValueError:
        raise Refusal("times are written as 2026-01-31T12:00:00Z") from None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def amount(least: float, most: float) -> object:
    def check(told: object) -> float:
        if isinstance(told, bool) or not isinstance(told, int | float) or not least < told <= most:
            raise Refusal("the amount is out of range")
        return round(float(told), 2)

    return check


def drivers(rows: Rows, search: str = "", cursor: str = "") -> object:
    return paged(matching(rows["drivers"], {"name": search}), cursor)


def change_station(rows: Rows, station_id: str, **fields: object) -> object:
    row = find(rows["stations"], "station_id", station_id)
    return changing(row, fields, status=lambda told: one_of(told, *STATES), price_per_kwh=amount(0, 2))


def reset(rows: Rows, station_id: str, connector: int) -> object:
    row = find(find(rows["stations"], "station_id", station_id)["connectors"], "no", connector)
    if row["state"] == "occupied":
        raise Refusal("a car is charging there")
    row["state"] = "free"
    return row


def change_driver(rows: Rows, driver_id: int, **fields: object) -> object:
    return changing(find(rows["drivers"], "driver_id", driver_id), fields, email=str, plan=lambda told: one_of(told, *PLANS), blocked=boolean)


def credit(rows: Rows, driver_id: int, amount_eur: float, note: str = "") -> object:
    row = find(rows["drivers"], "driver_id", driver_id)
    row["balance"] = round(row["balance"] + amount(0, 500)(amount_eur), 2)
    return row


def issue(rows: Rows, driver_id: int) -> object:
    rows["cards"].append({"uid": f"E0:00:00:{len(rows['cards'])}", "driver_id": find(rows["drivers"], "driver_id", driver_id)["driver_id"], "state": "active"})
    return rows["cards"][-1]


def disable(rows: Rows, uid: str, reason: str) -> object:
    row = find(rows["cards"], "uid", uid)
    row.update(reason=one_of(reason, *REASONS), state="disabled")
    return row


def reserve(rows: Rows, station_id: str, connector: int, driver_id: int, starts_at: str, minutes: int = 30) -> object:
    plugs = find(rows["stations"], "station_id", station_id)["connectors"]
    rows["reservations"].append({
        "reservation_id": 801 + len(rows["reservations"]), "station_id": station_id, "connector": find(plugs, "no", connector)["no"],
        "driver_id": find(rows["drivers"], "driver_id", driver_id)["driver_id"], "starts_at": instant(starts_at), "minutes": whole(minutes, 15, 180),
    })  # fmt: skip
    return rows["reservations"][-1]


def cancel(rows: Rows, reservation_id: int) -> object:
    rows["reservations"].remove(find(rows["reservations"], "reservation_id", reservation_id))
    return {"cancelled": reservation_id}


def send(rows: Rows, driver_id: int, message: str) -> object:
    rows["texts"].append({"driver_id": find(rows["drivers"], "driver_id", driver_id)["driver_id"], "message": str(message)})
    return {"queued": True}


def station(*stations: int, **fields: object) -> list[Call]:
    return [("update-station", {"station_id": f"ST-{one}", **fields}) for one in stations]


def free(station: int, connector: int) -> list[Call]:
    return [("reset-connector", {"station_id": f"ST-{station}", "connector": connector})]


def driver(*drivers: int, **fields: object) -> list[Call]:
    return [("update-driver", {"driver_id": one, **fields}) for one in drivers]


def off(reason: str, *uids: str) -> list[Call]:
    return [("disable-card", {"uid": one, "reason": reason}) for one in uids]


def session(verb: str, *sessions: int) -> list[Call]:
    return [(f"{verb}-session", {"session_id": f"s-{one}"}) for one in sessions]


def booked(station: int, connector: int, driver: int, at: str, **more: int) -> list[Call]:
    return [("reserve-connector", {"station_id": f"ST-{station}", "connector": connector, "driver_id": driver, "starts_at": f"2026-03-{at}:00Z", **more})]


def freed(*reservations: int) -> list[Call]:
    return [("cancel-reservation", {"reservation_id": one}) for one in reservations]


def texted(message: str, *drivers: int) -> list[Call]:
    return [("text-driver", {"driver_id": one, "message": message}) for one in drivers]


def look(what: str, **filters: object) -> Call:
    return f"list-{what}", filters


def who(name: str) -> Call:
    return look("drivers", search=name)


EVERYBODY = [look("drivers"), look("drivers", cursor="c4")]
EVERYWHERE = [look("stations"), look("stations", cursor="c4")]
STATION, DRIVER, CURSOR = text("Station code, e.g. ST-104"), number("Customer number of the driver"), text("The `next` of the answer before")
AT, PRICE, PLUG = text("UTC, e.g. 2026-01-31T12:00:00Z", format="date-time"), {"type": "number", "description": "Euros per kWh"}, number("Number of the connector at the station, beginning with 1")
STATE, PLAN = text(enum=list(STATES)), text(enum=list(PLANS))
CHARGING = text(enum=["charging", "finished", "disputed", "refunded"])


def answer(**fields: object) -> dict:
    return shape(data=array(**fields), next={"type": ["string", "null"]})


TOOLS = (
    Tool("list-stations", "Stations of the network with their connectors, four at a time", {"city": text(), "status": STATE, "cursor": CURSOR}, listed("stations"), outputs=answer(station_id=STATION, name=text(), city=text(), status=STATE, price_per_kwh=PRICE, connectors=array(no=PLUG, plug=text(), kw=number(), state=text(enum=["free", "occupied", "faulted"])))),
    Tool("update-station", "Set the price or the status of a station", {"station_id": STATION, "status": {**STATE, "description": "online: in service; offline: switched off; maintenance: being worked on"}, "price_per_kwh": PRICE}, change_station, ("station_id",)),
    Tool("reset-connector", "Reset a connector of a station, e.g. one that is faulted; refused while a car is charging", {"station_id": STATION, "connector": PLUG}, reset, ("station_id", "connector")),
    Tool("list-drivers", "Registered drivers, four at a time", {"search": text("Part of the name"), "cursor": CURSOR}, drivers, outputs=answer(driver_id=DRIVER, name=text(), email=text(), plan=PLAN, blocked={"type": "boolean"}, balance={"type": "number", "description": "Euros; negative if the driver owes us"})),
    Tool("update-driver", "Change a driver's email or plan, or block and unblock the driver", {"driver_id": DRIVER, "email": text(format="email"), "plan": PLAN, "blocked": {"type": "boolean", "description": "A blocked driver cannot charge"}}, change_driver, ("driver_id",)),
    Tool("credit-driver", "Add credit to a driver's balance", {"driver_id": DRIVER, "amount_eur": {"type": "number"}, "note": text("Shown to the driver")}, credit, ("driver_id", "amount_eur")),
    Tool("list-cards", "RFID charging cards", {"driver_id": DRIVER, "state": text(enum=["active", "disabled"]), "cursor": CURSOR}, listed("cards"), outputs=answer(uid=text(), driver_id=DRIVER, state=text())),
    Tool("issue-card", "Post a new RFID charging card to a driver", {"driver_id": DRIVER}, issue, ("driver_id",)),
    Tool("disable-card", "Disable an RFID charging card for good", {"uid": text(), "reason": text(enum=list(REASONS))}, disable, ("uid", "reason")),
    Tool("list-sessions", "Charging sessions", {"driver_id": DRIVER, "station_id": STATION, "status": CHARGING, "cursor": CURSOR}, listed("sessions"), outputs=answer(session_id=text(), driver_id=DRIVER, station_id=STATION, connector=PLUG, started_at=AT, status=CHARGING, kwh={"type": "number"})),
    Tool("stop-session", "Stop a session that is charging", {"session_id": text()}, lambda rows, session_id: step(rows, "sessions", session_id, "finished", "charging"), ("session_id",)),
    Tool("refund-session", "Refund a session to the driver", {"session_id": text()}, lambda rows, session_id: step(rows, "sessions", session_id, "refunded", "finished", "disputed"), ("session_id",)),
    Tool("list-reservations", "Reservations to come", {"station_id": STATION, "driver_id": DRIVER, "cursor": CURSOR}, listed("reservations"), outputs=answer(reservation_id=number(), station_id=STATION, connector=PLUG, driver_id=DRIVER, starts_at=AT, minutes=number())),
    Tool("reserve-connector", "Reserve a connector for a driver", {"station_id": STATION, "connector": PLUG, "driver_id": DRIVER, "starts_at": AT, "minutes": number("15 to 180", default=30, minimum=15, maximum=180)}, reserve, ("station_id", "connector", "driver_id", "starts_at")),
    Tool("cancel-reservation", "Cancel a reservation", {"reservation_id": number()}, cancel, ("reservation_id",)),
    Tool("text-driver", "Send a driver a text message", {"driver_id": DRIVER, "message": text()}, send, ("driver_id", "message")),
)
JOBS = (
    Job("Reset connector 2 at Central Market", free(102, 2)),
    Job("Take Harbour Quay offline", station(101, status="offline")),
    Job("The technicians have finished at Ring Road East, set it to online", station(105, status="online")),
    Job("Forest Inn should cost 0.37 per kWh from now on", station(104, price_per_kwh=0.37)),
    Job("Charging gets 5 cents per kWh dearer at all stations in Helsingborg", [*station(106, price_per_kwh=0.44), *station(107, price_per_kwh=0.57)]),
    Job("Ana Lindqvist has lost her charging card. Disable the active one and send her a new one, please", [*off("lost", "A1:04:7F:21"), ("issue-card", {"driver_id": 5001})]),
    Job("Bram de Wit would like to switch to the plus plan", driver(5002, plan="plus")),
    Job("Block Fadi Nasser", driver(5006, blocked=True)),
    Job("Dag Holm has paid what he owed, so he can be unblocked", driver(5004, blocked=False)),
    Job("Give Elin Berg 10 euros of credit with the note 'Sorry for the broken cable'", [("credit-driver", {"driver_id": 5005, "amount_eur": 10, "note": "Sorry for the broken cable"})]),
    Job("Chiara Rossi's session at Airport P2 has to be refunded", session("refund", 9002)),
    Job("Stop the session that's running at Harbour Quay", session("stop", 9006)),
    Job("Reserve connector 2 at Town Hall for Elin Berg tomorrow at 8:00, 45 minutes", booked(106, 2, 5005, "12T08:00", minutes=45)),
    Job("cancel bram's reservation at the ferry terminal", freed(801)),
    Job("We're giving up the basic plan, so move everyone who is on it to plus", driver(5002, 5004, plan="plus")),
    Job("Reset every connector that's faulted", [*free(102, 2), *free(107, 1)]),
    Job("Everybody whose balance is negative gets the text 'Please top up your account'", texted("Please top up your account", 5004, 5005)),
    Job("Stop all the sessions that have been charging since yesterday", session("stop", 9004, 9005)),
    Job("Refund every disputed session", session("refund", 9003, 9007)),
    Job("Put the cheapest station in Lund into maintenance", station(104, status="maintenance")),
    Job("If Airport P2 is still offline, lower its price to 0.49, otherwise leave it", station(103, price_per_kwh=0.49)),
    Job("If Dag Holm isn't blocked yet, block him", []),
    Job("Chiara Rossi wants the first connector at Harbour Quay this afternoon, from half past five, for an hour. Can you reserve it?", booked(101, 1, 5003, "11T17:30", minutes=60)),
    Job("Elin's reservation has to be cancelled, and so does Ana's", freed(802, 803)),
    Job("Chiara's address is chiara@rossi.example now", driver(5003, email="chiara@rossi.example")),
    Job("Both Harbour Quay and Airport P2 should be at 0.52 per kWh", station(101, 103, price_per_kwh=0.52)),
    Job("Fadi Nasser had his bag stolen with all of his charging cards in it, please disable them", off("stolen", "D8:02:6E:41", "D8:02:6E:42")),
    Job("Text the driver who's charging at Kastrup Beach: 'Your car is blocking the gate'", texted("Your car is blocking the gate", 5006)),
    Job("Please make sure that Town Hall is online", []),
    Job("How many kWh did Ana Lindqvist charge on Monday?", [], shows=("31.7",)),
    Job("Which stations are offline or in maintenance?", [], shows=("Airport P2", "Ring Road East")),
    Job("What does a kWh cost at Town Hall?", [], shows=("0.39",)),
    Job("Reset the connector at Harbour Quay", ASK),
    Job("Disable Chiara Rossi's card, it's broken", ASK),
    Job("Set the price at Brewery Yard to 0.45", ASK),
    Job("Send an electrician to Central Market", ASK),
)
PASTS = (
    Past("Reset connector 1 at the Ferry Terminal", EVERYWHERE, free(107, 1)),
    Past("Put Central Market into maintenance", EVERYWHERE, station(102, status="maintenance")),
    Past("Kastrup Beach should cost 0.47 per kWh", EVERYWHERE, station(108, price_per_kwh=0.47)),
    Past("All stations in Malmö get 2 cents per kWh cheaper", [look("stations", city="Malmö")], [*station(101, price_per_kwh=0.47), *station(102, price_per_kwh=0.37)]),
    Past("Elin Berg's charging card is broken, disable it", [who("Elin Berg"), look("cards", driver_id=5005, state="active")], off("broken", "C2:55:10:9B")),
    Past("Send Dag Holm a new card", [who("Dag Holm")], [("issue-card", {"driver_id": 5004})]),
    Past("Fadi Nasser wants to switch to the plus plan", [who("Fadi Nasser")], driver(5006, plan="plus")),
    Past("Block Bram de Wit", [who("Bram de Wit")], driver(5002, blocked=True)),
    Past("ana's address is ana.l@post.example now", [who("ana")], driver(5001, email="ana.l@post.example")),
    Past("Give Ana Lindqvist 5 euros of credit", [who("Ana Lindqvist")], [("credit-driver", {"driver_id": 5001, "amount_eur": 5})]),
    Past("Refund Elin Berg's session at the Ferry Terminal", [who("Elin Berg"), look("sessions", driver_id=5005)], session("refund", 9003)),
    Past("Stop the session that's running at Kastrup Beach", [*EVERYWHERE, look("sessions", station_id="ST-108", status="charging")], session("stop", 9005)),
    Past("Reserve connector 1 at Forest Inn for Ana Lindqvist on March 14 at 10:30, an hour", [*EVERYWHERE, who("Ana Lindqvist")], booked(104, 1, 5001, "14T10:30", minutes=60)),
    Past("Cancel Chiara Rossi's reservation", [who("Chiara Rossi"), look("reservations", driver_id=5003)], freed(804)),
    Past("Everybody on the fleet plan gets the text 'The Malmö hub opens on Monday'", EVERYBODY, texted("The Malmö hub opens on Monday", 5003, 5006)),
    Past("Which stations in Copenhagen are online?", [look("stations", city="Copenhagen", status="online")], []),
)
FIELD = Field("charging", ROWS, TOOLS, JOBS, PASTS)
