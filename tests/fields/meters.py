"""Meters of an energy supplier: camelCase, numbers as ids, series of readings, contracts that join customer, meter and tariff.

Written without reading the planner, and before any of it was run.
"""

from collections.abc import Mapping

from tests.fields.service import (
    ASK,
    NOW,
    Field,
    Job,
    Past,
    Refusal,
    Rows,
    Tool,
    contains,
    equal,
    find,
    number,
    rows_of,
    text,
)

ROWS = {
    "meters": rows_of(
        "meterId serial site medium state",
        "301|E-7781|Mill House|electricity|active",
        "302|G-1204|Mill House|gas|active",
        "303|W-5520|Mill House|water|faulty",
        "304|E-7790|Quay 9|electricity|active",
        "305|G-1311|Quay 9|gas|locked",
        "306|E-8002|Market 3|electricity|active",
        "307|W-5533|Market 3|water|active",
        "308|E-8010|Old Barn|electricity|locked",
        "309|W-5601|Old Barn|water|removed",
        "310|E-8044|Tower Lofts|electricity|active",
        "311|G-1402|Tower Lofts|gas|faulty",
    ),
    "readings": rows_of(
        "readingId meterId takenOn value source",
        "9001|301|2025-12-31|420|remote",
        "9002|301|2026-01-31|510|remote",
        "9003|301|2026-02-28|480|remote",
        "9004|302|2026-01-31|900|estimated",
        "9005|302|2026-02-28|860|estimated",
        "9006|304|2025-12-31|150|remote",
        "9007|304|2026-01-31|170|manual",
        "9008|304|2026-02-28|610|manual",
        "9009|306|2026-01-31|1300|remote",
        "9010|306|2026-02-28|1250|remote",
        "9011|307|2026-01-31|40|manual",
        "9012|307|2026-02-28|35|estimated",
        "9013|310|2025-12-31|210|remote",
        "9014|310|2026-01-31|205|estimated",
        "9015|310|2026-02-28|230|remote",
        "9016|308|2026-01-31|0|remote",
        "9017|308|2026-02-28|0|remote",
    ),
    "contracts": rows_of(
        "contractNo customer meterId tariffCode endsOn instalment",
        "K-11|Ivy Marsh|301|FX1|2026-12-31|90",
        "K-12|Ivy Marsh|302|GB1|2026-03-31|110",
        "K-13|Noel Park|304|GR2|2026-06-30|45",
        "K-14|Fern Bakery|306|BZ1|2027-01-31|320",
        "K-15|Rosa Lind|308|FX1|2026-03-20|60",
        "K-16|Theo Vance|310|FX1|2026-09-30|70",
        "K-17|Fern Bakery|307|WA1|2026-03-31|25",
        "K-18|Noel Park|305|GB1|2026-02-28|80",
    ),
    "tariffs": rows_of(
        "tariffCode name medium centsPerUnit",
        "FX1|Flex|electricity|31",
        "GR2|Green|electricity|29",
        "BZ1|Business|electricity|27",
        "GB1|Gas Basic|gas|11",
        "GP2|Gas Plus|gas|10",
        "WA1|Clear Water|water|4",
    ),
    "faults": rows_of("faultNo meterId kind", "71|303|no_display"),
    "letters": rows_of("letterNo contractNo text", "1|K-18|Welcome"),
}
KINDS = ("no_signal", "no_display", "leak", "other")


def meters(rows: Rows, site: str = "", medium: str = "", state: str = "", cursor: str = "") -> object:
    found = contains(rows["meters"], {"site": site, "medium": medium, "state": state})
    if not str(cursor or 0).isdigit():
        raise Refusal("this is not a cursor")
    at = int(cursor or 0)
    return {"meters": found[at:at + 5], "nextCursor": str(at + 5) if at + 5 < len(found) else None}


def by_serial(rows: Rows, serial: str) -> object:
    return find(rows["meters"], "serial", serial)


def readings(rows: Rows, meterId: int, since: str = "", until: str = "") -> object:
    find(rows["meters"], "meterId", meterId)
    found = equal(rows["readings"], {"meterId": meterId})
    return {"meterId": meterId, "readings": [row for row in found if (since or "") <= row["takenOn"] <= (until or "9999")]}


def contracts(rows: Rows, customer: str = "", tariffCode: str = "", meterId: int = 0) -> object:
    found = equal(rows["contracts"], {"tariffCode": tariffCode, **({"meterId": meterId} if meterId else {})})
    return {"contracts": contains(found, {"customer": customer})}


def tariffs(rows: Rows, medium: str = "") -> object:
    return {"tariffs": equal(rows["tariffs"], {"medium": medium})}


def whole(value: object) -> object:
    """105.0 is the same amount as 105."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def record(rows: Rows, meterId: int, reading: Mapping[str, object]) -> object:
    find(rows["meters"], "meterId", meterId)
    if {*reading} - {"value", "takenOn", "source"} or not isinstance(reading.get("value"), int | float):
        raise Refusal("a reading has a value, takenOn and source")
    told = {"takenOn": NOW[:10], "source": "manual", **reading, "value": round(reading["value"])}
    rows["readings"].append({"readingId": 9001 + len(rows["readings"]), "meterId": meterId, **{name: told[name] for name in ("takenOn", "value", "source")}})
    return rows["readings"][-1]


def correct(rows: Rows, readingId: int, value: int) -> object:
    find(rows["readings"], "readingId", readingId)["value"] = whole(value)
    return {"readingId": readingId, "value": value}


def strike(rows: Rows, readingId: int) -> object:
    rows["readings"].remove(find(rows["readings"], "readingId", readingId))
    return {"struck": readingId}


def turn(state: str, *, from_: str) -> object:
    def act(rows: Rows, meterId: int) -> object:
        row = find(rows["meters"], "meterId", meterId)
        if row["state"] != from_:
            raise Refusal(f"meter {meterId} is {row['state']}")
        row["state"] = state
        return row
    return act


def fault(rows: Rows, meterId: int, kind: str) -> object:
    find(rows["meters"], "meterId", meterId)
    if kind not in KINDS:
        raise Refusal(f"kind is one of {', '.join(KINDS)}")
    rows["faults"].append({"faultNo": 71 + len(rows["faults"]), "meterId": meterId, "kind": kind})
    return rows["faults"][-1]


def amend(rows: Rows, contractNo: str, body: Mapping[str, object]) -> object:
    row = find(rows["contracts"], "contractNo", contractNo)
    if not body or {*body} - {"instalment", "tariffCode", "endsOn"}:
        raise Refusal("this cannot be amended")
    find(rows["tariffs"], "tariffCode", body.get("tariffCode", row["tariffCode"]))
    row.update({name: whole(value) for name, value in body.items()})
    return row


def terminate(rows: Rows, contractNo: str, lastDay: str = "") -> object:
    find(rows["contracts"], "contractNo", contractNo).update(endsOn=lastDay or NOW[:10], terminated=True)
    return {"contractNo": contractNo}


def write(rows: Rows, contractNo: str, text: str) -> object:
    find(rows["contracts"], "contractNo", contractNo)
    rows["letters"].append({"letterNo": 1 + len(rows["letters"]), "contractNo": contractNo, "text": text})
    return {"letterNo": len(rows["letters"])}


def m(name: str, *ids: int) -> list[tuple[str, dict[str, object]]]:
    return [(f"{name}Meter", {"meterId": one}) for one in ids]


def amended(number: int, **body: object) -> tuple[str, dict[str, object]]:
    return "amendContract", {"contractNo": f"K-{number}", "body": body}


def ended(day: str, *numbers: int) -> list[tuple[str, dict[str, object]]]:
    return [("terminateContract", {"contractNo": f"K-{one}", "lastDay": day}) for one in numbers]


def read(meter: int, **reading: object) -> tuple[str, dict[str, object]]:
    return "recordReading", {"meterId": meter, "reading": reading}


def put(reading: int, value: int) -> tuple[str, dict[str, object]]:
    return "correctReading", {"readingId": reading, "value": value}


def struck(*ids: int) -> list[tuple[str, dict[str, object]]]:
    return [("strikeReading", {"readingId": one}) for one in ids]


def broken(kind: str, *ids: int) -> list[tuple[str, dict[str, object]]]:
    return [("openFault", {"meterId": one, "kind": kind}) for one in ids]


def letter(number: int, words: str) -> tuple[str, dict[str, object]]:
    return "writeLetter", {"contractNo": f"K-{number}", "text": words}


def at(site: str, medium: str = "") -> tuple[str, dict[str, object]]:
    return "listMeters", {"site": site, **({"medium": medium} if medium else {})}


def serial(code: str) -> tuple[str, dict[str, object]]:
    return "meterBySerial", {"serial": code}


def series(meter: int) -> tuple[str, dict[str, object]]:
    return "getReadings", {"meterId": meter}


def of(customer: str) -> tuple[str, dict[str, object]]:
    return "listContracts", {"customer": customer}


EVERY: tuple[str, dict[str, object]] = ("listContracts", {})
TARIFFS: tuple[str, dict[str, object]] = ("listTariffs", {})
METER, READING, CONTRACT = number("Id of the meter."), number("Id of the reading."), text("Number of the contract.")
FIELD = Field(
    "meters", ROWS,
    (
        Tool("listMeters", "Meters, five at a time.", {"site": text("Name of the building."), "medium": text("electricity, gas or water"), "state": text("active, locked, faulty or removed"), "cursor": text("Where to go on, from nextCursor.")}, meters),
        Tool("meterBySerial", "The meter with a serial number.", {"serial": text("Serial number, such as E-1000.")}, by_serial, ("serial",), {"type": "object", "properties": {"meterId": number(), "serial": text(), "site": text(), "medium": text(), "state": text()}}),
        Tool("getReadings", "Monthly readings of a meter: what was used in the month that ends on the day.", {"meterId": METER, "since": text("First day.", format="date"), "until": text("Last day.", format="date")}, readings, ("meterId",)),
        Tool("recordReading", "Records a reading of a meter.", {"meterId": METER, "reading": {"type": "object", "properties": {"value": number("What was used."), "takenOn": text("Day; today when left out.", format="date"), "source": text("remote, manual or estimated", default="manual")}, "required": ["value"]}}, record, ("meterId", "reading")),
        Tool("correctReading", "Corrects the value of a reading.", {"readingId": READING, "value": number("The right value.")}, correct, ("readingId", "value")),
        Tool("strikeReading", "Strikes a reading from the series.", {"readingId": READING}, strike, ("readingId",)),
        Tool("disconnectMeter", "Cuts off the supply behind a meter.", {"meterId": METER}, turn("locked", from_="active"), ("meterId",)),
        Tool("reconnectMeter", "Turns the supply behind a locked meter on again.", {"meterId": METER}, turn("active", from_="locked"), ("meterId",)),
        Tool("openFault", "Opens a fault report for a meter.", {"meterId": METER, "kind": text("What is wrong.", enum=list(KINDS))}, fault, ("meterId", "kind")),
        Tool("listContracts", "Supply contracts of customers.", {"customer": text("Name of the customer."), "tariffCode": text("Code of the tariff."), "meterId": METER}, contracts),
        Tool("listTariffs", "Tariffs with their codes.", {"medium": text("electricity, gas or water")}, tariffs),
        Tool("amendContract", "Amends a contract.", {"contractNo": CONTRACT, "body": {"type": "object", "properties": {"instalment": number("Monthly instalment in euros."), "tariffCode": text("Code of the tariff."), "endsOn": text("Last day of the contract.", format="date")}}}, amend, ("contractNo", "body")),
        Tool("terminateContract", "Terminates a contract.", {"contractNo": CONTRACT, "lastDay": text("Last day of supply; today when left out.", format="date")}, terminate, ("contractNo",)),
        Tool("writeLetter", "Writes a letter to the customer of a contract.", {"contractNo": CONTRACT, "text": text("What to write.")}, write, ("contractNo", "text")),
    ),
    (
        Job("Cut off the electricity at Tower Lofts", m("disconnect", 310)),
        Job("Reconnect the gas at Quay 9", m("reconnect", 305)),
        Job("Record a reading of 212 for meter E-8044", [read(310, value=212)]),
        Job("Set Theo Vance's instalment to 85", [amended(16, instalment=85)]),
        Job("Open a fault for the gas meter at Quay 9: no signal", broken("no_signal", 305)),
        Job("Write to Rosa Lind 'Please send us a photo of your meter'", [letter(15, "Please send us a photo of your meter")]),
        Job("Extend contract K-12 until the end of the year", [amended(12, endsOn="2026-12-31")]),
        Job("Switch Rosa Lind to the Green tariff", [amended(15, tariffCode="GR2")]),
        Job("Reconnect every locked meter", m("reconnect", 305, 308)),
        Job("Ivy Marsh is moving out. Terminate all her contracts at the end of the month", ended("2026-03-31", 11, 12)),
        Job("Correct the February reading of E-7790 to 161", [put(9008, 161)]),
        Job("Strike the estimated readings of the gas meter at Mill House", struck(9004, 9005)),
        Job("Raise Theo Vance's instalment by 10 euros", [amended(16, instalment=80)]),
        Job("Open a no display fault for all faulty meters at Tower Lofts", broken("no_display", 311)),
        Job("Put all customers on the Flex tariff on Green", [amended(one, tariffCode="GR2") for one in (11, 15, 16)]),
        Job("Lower the instalment of every contract that ends this month by 5", [amended(12, instalment=105), amended(15, instalment=55), amended(17, instalment=20)]),
        Job("Strike the highest reading of the electricity meter at Quay 9", struck(9008)),
        Job("Record the average of the last three readings of E-8044 as its new reading", [read(310, value=215)]),
        Job("If Market 3 used more than 1200 kWh of electricity in February, set the instalment of K-14 to 340", [amended(14, instalment=340)]),
        Job("If Tower Lofts used more electricity in February than in January, raise Theo Vance's instalment by 15, otherwise lower it by 5", [amended(16, instalment=85)]),
        Job("If the average of the readings of E-7781 is above 500, raise the instalment of K-11 by 20", []),
        Job("Extend every contract that runs out in the next three weeks by a year", [amended(12, endsOn="2027-03-31"), amended(15, endsOn="2027-03-20"), amended(17, endsOn="2027-03-31")]),
        Job("Write to everyone whose contract has already ended 'Your contract has ended, please get in touch'", [letter(18, "Your contract has ended, please get in touch")]),
        Job("Disconnect the meter at Mill House", ASK),
        Job("Refund Theo Vance his last instalment", ASK),
        Job("Terminate the contract of Pam Doyle", ASK),
        Job("How much gas did Mill House use in February?", [], shows=("860",)),
        Job("Which customers are on the Flex tariff?", [], shows=("Ivy Marsh", "Rosa Lind", "Theo Vance")),
    ),
    (
        Past("Cut off the electricity at Mill House", [at("Mill House", "electricity")], m("disconnect", 301)),
        Past("Cut off the water at Market 3", [at("Market 3", "water")], m("disconnect", 307)),
        Past("Reconnect the electricity at Old Barn", [at("Old Barn", "electricity")], m("reconnect", 308)),
        Past("Record a reading of 38 for meter W-5533", [serial("W-5533")], [read(307, value=38)]),
        Past("Set Rosa Lind's instalment to 40", [of("Rosa Lind")], [amended(15, instalment=40)]),
        Past("Open a fault for the water meter at Market 3: leak", [at("Market 3", "water")], broken("leak", 307)),
        Past("Write to Theo Vance 'Your meter will be replaced on Monday'", [of("Theo Vance")], [letter(16, "Your meter will be replaced on Monday")]),
        Past("Extend contract K-15 until the end of June", [], [amended(15, endsOn="2026-06-30")]),
        Past("Switch Theo Vance to the Business tariff", [of("Theo Vance"), TARIFFS], [amended(16, tariffCode="BZ1")]),
        Past("Disconnect every active meter at Market 3", [("listMeters", {"site": "Market 3", "state": "active"})], m("disconnect", 306, 307)),
        Past("Terminate all contracts of Noel Park at the end of April", [of("Noel Park")], ended("2026-04-30", 13, 18)),
        Past("Correct the January reading of E-8044 to 199", [serial("E-8044"), series(310)], [put(9014, 199)]),
        Past("Strike the manual readings of the electricity meter at Quay 9", [at("Quay 9", "electricity"), series(304)], struck(9007, 9008)),
        Past("Lower Rosa Lind's instalment by 15 euros", [of("Rosa Lind")], [amended(15, instalment=45)]),
        Past("Put all customers on the Gas Basic tariff on Gas Plus", [TARIFFS, ("listContracts", {"tariffCode": "GB1"})], [amended(12, tariffCode="GP2"), amended(18, tariffCode="GP2")]),
        Past("Raise the instalment of every contract that ends this year by 2", [EVERY], [amended(one, instalment=value) for one, value in ((11, 92), (12, 112), (13, 47), (15, 62), (16, 72), (17, 27), (18, 82))]),
        Past("Strike the lowest reading of the electricity meter at Tower Lofts", [at("Tower Lofts", "electricity"), series(310)], struck(9014)),
        Past("If Quay 9 used more than 500 kWh of electricity in February, open a fault for the meter: other", [at("Quay 9", "electricity"), series(304)], broken("other", 304)),
        Past("If the average of the readings of E-8002 is above 1200, raise the instalment of K-14 by 30", [serial("E-8002"), series(306), of("Fern Bakery")], [amended(14, instalment=350)]),
        Past("How much water did Market 3 use in January?", [at("Market 3", "water"), series(307)], []),
    ),
)
