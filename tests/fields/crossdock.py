"""A distribution warehouse: operation ids as a framework makes them of routes, PUT of whole records, numeric codes for states, no output declared.

What forms are in it: `replace_order_orders__order_no__put` with a `body` in which nothing may be left out, so that whoever changes one value
has to send the others as they are; states as 10, 20, … 90 and reasons as three letters, told in descriptions only; weights in grams, days as dates
and times as HH:MM; carriers and workers by codes that the orders speak of; a list of six at most by `limit` and `offset` under `rows`, and bare
lists.  The titles are the names of the routes, and say little.

Left out until late that night.  Written on 2026-11-29 without reading the planner, and before it was run.
"""

import re
from collections.abc import Mapping
from typing import Any

from tests.fields.checks import body, boolean, clock, day, one_of, shape, whole, words
from tests.fields.service import (
    ASK,
    Call,
    Field,
    Job,
    Past,
    Refusal,
    Row,
    Rows,
    Tool,
    contains,
    equal,
    find,
    number,
    rows_of,
    text,
)

PAGE = 6
NEW, RELEASED, PICKING, PACKED, SHIPPED, HELD, CANCELLED = 10, 20, 30, 40, 50, 80, 90
NEXT = {
    NEW: (RELEASED, HELD, CANCELLED), RELEASED: (PICKING, HELD, CANCELLED), PICKING: (PACKED, HELD), PACKED: (SHIPPED, HELD),
    HELD: (NEW, RELEASED, CANCELLED), SHIPPED: (), CANCELLED: (),
}  # fmt: skip
ROWS = {
    "orders": rows_of(
        "order_no customer city state prio carrier ship_by pieces weight_g picker note",
        "SO-70201|Alder Hardware|Bremen|50|3|NFR|2026-03-09|40|182000|W-03|",
        "SO-70204|Bistro Nord|Hamburg|40|2|RLP|2026-03-11|12|9400|W-05|",
        "SO-70205|Alder Hardware|Bremen|30|3|NFR|2026-03-12|25|96000|W-03|",
        "SO-70206|Casa Verde|Lübeck|20|4|BLU|2026-03-13|8|5200||",
        "SO-70208|Dornfeld Optik|Kiel|20|1|RLP|2026-03-11|3|1100||call before delivery",
        "SO-70209|Elbe Outdoor|Hamburg|10|3|KTR|2026-03-16|60|240000||",
        "SO-70210|Bistro Nord|Hamburg|10|5|RLP|2026-03-18|20|15800||",
        "SO-70211|Fennel & Co|Rostock|80|3|NFR|2026-03-10|18|44000||address unclear",
        "SO-70213|Casa Verde|Lübeck|30|2|BLU|2026-03-11|14|10300|W-08|",
        "SO-70214|Gerber Pianos|Flensburg|20|3|KTR|2026-03-10|2|410000||",
        "SO-70215|Elbe Outdoor|Hamburg|40|3|KTR|2026-03-12|33|127000|W-05|",
        "SO-70217|Haven Books|Kiel|90|4|RLP|2026-03-06|9|21000||customer withdrew",
        "SO-70218|Haven Books|Kiel|10|3|RLP|2026-03-12|11|24500||",
        "SO-70219|Dornfeld Optik|Kiel|50|2|RLP|2026-03-10|5|1900|W-08|",
        "SO-70220|Ivy Kitchens|Schwerin|20|3|NFR|2026-03-20|27|310000||",
        "SO-70221|Alder Hardware|Bremen|10|4|NFR|2026-03-19|16|58000||",
    ),
    "articles": rows_of(
        "sku name zone on_hand min_qty reorder_qty unit_g active",
        "AX-100|Camping stove|B|42|20|40|2100|true",
        "AX-120|Gas cartridge 230 g|C|15|60|200|380|true",
        "BK-290|Hiking map Eifel 2019|A|75|0|0|95|false",
        "BK-310|Hiking map Harz|A|230|50|100|95|true",
        "KT-045|Cast iron pan 28 cm|B|9|12|24|3150|true",
        "KT-046|Cast iron pan 24 cm|B|31|12|24|2450|true",
        "LN-700|Reading lamp oak|A|0|5|10|1650|true",
        "LN-701|Reading lamp walnut|A|3|5|10|1650|true",
        "OP-210|Lens cloth, pack of 50|A|480|100|300|220|true",
        "PN-900|Piano stool black|C|4|2|4|15500|true",
        "TL-015|Cordless drill 18 V|B|27|15|30|1900|true",
        "TL-016|Drill bit set|A|64|30|60|740|true",
        "TX-500|Tarpaulin 4x6 m|C|12|12|36|4800|true",
    ),
    "workers": rows_of(
        "badge name zone shift on_duty",
        "W-03|Katja Brandt|A|E|true",
        "W-05|Olu Bello|B|E|true",
        "W-08|Mina Sorel|A|L|true",
        "W-11|Peer Thomsen|C|E|false",
        "W-12|Zsófia Nagy|B|L|true",
        "W-15|Peer Jansen|C|N|true",
    ),
    "slots": rows_of(
        "slot_no dock carrier day from_time to_time direction state",
        "4401|1|NFR|2026-03-11|'08:00|'09:00|OUT|3",
        "4402|2|KTR|2026-03-11|'09:30|'10:30|IN|2",
        "4403|1|RLP|2026-03-11|'13:00|'14:00|OUT|1",
        "4404|3|BLU|2026-03-11|'15:00|'16:00|OUT|1",
        "4405|2|NFR|2026-03-12|'08:00|'09:00|OUT|1",
        "4406|1|KTR|2026-03-12|'10:00|'12:00|OUT|1",
        "4407|3|RLP|2026-03-12|'13:00|'14:00|OUT|1",
        "4408|4|BLU|2026-03-13|'09:00|'10:00|IN|1",
        "4409|2|NFR|2026-03-10|'16:00|'17:00|IN|9",
        "4410|1|RLP|2026-03-13|'13:00|'14:00|OUT|1",
    ),
    "carriers": rows_of(
        "code name dispatcher phone cutoff",
        "NFR|Nordfracht|Ute Harms|0421 5550101|'16:00",
        "RLP|Rapid Parcel|Deniz Kaya|040 5550144|'17:30",
        "KTR|Kessler Transporte|Rolf Kessler|0431 5550178|'14:00",
        "BLU|Blueline|Ann Petit|0451 5550190|'15:30",
    ),
    "notices": [],
}
ORDER = ("customer", "city", "prio", "carrier", "ship_by", "pieces", "weight_g", "note")
ARTICLE = ("name", "zone", "min_qty", "reorder_qty", "active")
SLOT = ("dock", "carrier", "day", "from_time", "to_time", "direction", "state")


def full(told: object, names: tuple[str, ...], free: tuple[str, ...] = ()) -> Row:
    given = body(told)
    missing = [name for name in names if name not in given and name not in free]
    if missing or {*given} - {*names}:
        raise Refusal(f"422: field required: {', '.join(missing)}" if missing else f"422: extra fields: {', '.join(sorted({*given} - {*names}))}")
    return given


def listed_orders(rows: Rows, state: int | None = None, customer: str = "", carrier: str = "", limit: int = PAGE, offset: int = 0) -> object:
    most, first = whole(limit, 1, PAGE), whole(offset, 0, 10_000)
    found = contains(equal(rows["orders"], {"state": state, "carrier": carrier}), {"customer": customer})
    return {"total": len(found), "limit": most, "offset": first, "rows": found[first:first + most]}


def read_order(rows: Rows, order_no: str) -> object:
    return find(rows["orders"], "order_no", order_no)


def order(rows: Rows, told: object, free: tuple[str, ...] = ()) -> Row:
    given = full(told, ORDER, free)
    find(rows["carriers"], "code", given["carrier"])
    note = given.get("note", "")
    return {
        "customer": words(given["customer"]), "city": words(given["city"]), "prio": whole(given["prio"], 1, 5), "carrier": given["carrier"],
        "ship_by": day(given["ship_by"]), "pieces": whole(given["pieces"], 1, 100_000), "weight_g": whole(given["weight_g"], 1, 100_000_000),
        "note": words(note) if note else "",
    }  # fmt: skip


def replace_order(rows: Rows, order_no: str, body: Mapping[str, Any]) -> object:
    row = find(rows["orders"], "order_no", order_no)
    if row["state"] in (SHIPPED, CANCELLED):
        raise Refusal(f"409: order is in state {row['state']}")
    row.update(order(rows, body))
    return row


def create_order(rows: Rows, body: Mapping[str, Any]) -> object:
    new = order(rows, body, ("note",))
    row = {"order_no": f"SO-{70222 + len(rows['orders'])}", **{name: "" for name in rows["orders"][0] if name != "order_no"}, **new, "state": NEW}
    rows["orders"].append(row)
    return row


def set_state(rows: Rows, order_no: str, code: int) -> object:
    row = find(rows["orders"], "order_no", order_no)
    if whole(code, NEW, CANCELLED) not in NEXT[row["state"]]:
        raise Refusal(f"409: state {row['state']} cannot become {code}")
    row["state"] = code
    return row


def assign_picker(rows: Rows, order_no: str, badge: str) -> object:
    row = find(rows["orders"], "order_no", order_no)
    worker = find(rows["workers"], "badge", badge)
    if row["state"] not in (NEW, RELEASED, PICKING) or not worker["on_duty"]:
        raise Refusal("409: the order is picked already, or the worker is off duty")
    row["picker"] = badge
    return row


def articles(rows: Rows, q: str = "", zone: str = "") -> object:
    return contains(rows["articles"], {"name": q, "zone": zone})


def replace_article(rows: Rows, sku: str, body: Mapping[str, Any]) -> object:
    row, new = find(rows["articles"], "sku", sku), full(body, ARTICLE)
    row.update({
        "name": words(new["name"]), "zone": one_of(new["zone"], "A", "B", "C"), "min_qty": whole(new["min_qty"], 0, 100_000),
        "reorder_qty": whole(new["reorder_qty"], 0, 100_000), "active": boolean(new["active"]),
    })  # fmt: skip
    return row


def adjust(rows: Rows, sku: str, delta: int, reason: str) -> object:
    row = find(rows["articles"], "sku", sku)
    one_of(reason, "DMG", "CNT", "EXP", "RET")
    by = whole(delta, -100_000, 100_000)
    if not by or row["on_hand"] + by < 0:
        raise Refusal("422: there would be less than nothing, or nothing changes")
    row["on_hand"] += by
    return {"sku": sku, "on_hand": row["on_hand"]}


def workers(rows: Rows) -> object:
    return rows["workers"]


def carriers(rows: Rows) -> object:
    return rows["carriers"]


def slots(rows: Rows, day: str = "", dock: int | None = None) -> object:
    return equal(rows["slots"], {"day": day, "dock": dock})


def slot(rows: Rows, told: object, but: object = None) -> Row:
    given = full(told, SLOT, ("state",))
    find(rows["carriers"], "code", given["carrier"])
    new = {
        "dock": whole(given["dock"], 1, 4), "carrier": given["carrier"], "day": day(given["day"]), "from_time": clock(given["from_time"]),
        "to_time": clock(given["to_time"]), "direction": one_of(given["direction"], "IN", "OUT"), "state": given.get("state", 1),
    }  # fmt: skip
    if whole(new["state"], 1, 9) not in (1, 2, 3, 9) or new["from_time"] >= new["to_time"]:
        raise Refusal("422: no such state, or the end is before the start")
    same = [row for row in rows["slots"] if row["slot_no"] != but and (row["dock"], row["day"]) == (new["dock"], new["day"])]
    if any(row["from_time"] < new["to_time"] and new["from_time"] < row["to_time"] for row in same):
        raise Refusal("409: the dock is taken at that time")
    return new


def create_slot(rows: Rows, body: Mapping[str, Any]) -> object:
    rows["slots"].append({"slot_no": 4411 + len(rows["slots"]), **slot(rows, body)})
    return rows["slots"][-1]


def replace_slot(rows: Rows, slot_no: int, body: Mapping[str, Any]) -> object:
    row = find(rows["slots"], "slot_no", slot_no)
    full(body, SLOT)
    row.update(slot(rows, body, slot_no))
    return row


def delete_slot(rows: Rows, slot_no: int) -> object:
    rows["slots"].remove(find(rows["slots"], "slot_no", slot_no))
    return None


def notify(rows: Rows, to: str, message: str) -> object:
    """What is kept of a message are the records that it names; its words only where it names none."""
    known = {row["badge"] for row in rows["workers"]} | {row["code"] for row in rows["carriers"]}
    said, found = words(message), [row["order_no"] for row in rows["orders"] if row["order_no"] in str(message)]
    rows["notices"].append({"to": one_of(to, *sorted(known)), "says": found or " ".join(re.findall(r"\w+", said.lower()))})
    return {"queued": True}


STATE = "10 new, 20 released, 30 in picking, 40 packed, 50 shipped, 80 on hold, 90 cancelled"
NO = {"order_no": text("Order No")}
ORDER_BODY = shape(**{
    "customer": text(), "city": text(), "prio": number("1 (highest) to 5"), "carrier": text("carrier code"), "ship_by": text(format="date"), "pieces": number(),
    "weight_g": number("grams"), "note": text(),
})  # fmt: skip
SLOT_BODY = shape(**{
    "dock": number("1 to 4"), "carrier": text("carrier code"), "day": text(format="date"), "from_time": text("HH:MM"), "to_time": text("HH:MM"),
    "direction": text(enum=["IN", "OUT"]), "state": number("1 planned, 2 arrived, 3 done, 9 missed"),
})  # fmt: skip
ARTICLE_BODY = shape(**{"name": text(), "zone": text(enum=["A", "B", "C"]), "min_qty": number(), "reorder_qty": number(), "active": {"type": "boolean"}})


def kept(table: str, key: object, names: tuple[str, ...], **new: object) -> dict[str, Any]:
    row = next(row for row in ROWS[table] if next(iter(row.values())) == key)
    return {**{name: row[name] for name in names}, **new}


def changed(no: int, **new: object) -> Call:
    return "replace_order_orders__order_no__put", {"order_no": f"SO-{no}", "body": kept("orders", f"SO-{no}", ORDER, **new)}


def to_state(no: int, code: int) -> Call:
    return "set_state_orders__order_no__state_put", {"order_no": f"SO-{no}", "code": code}


def picked_by(no: int, badge: str) -> Call:
    return "assign_picker_orders__order_no__picker_put", {"order_no": f"SO-{no}", "badge": badge}


def article(sku: str, **new: object) -> Call:
    return "replace_article_articles__sku__put", {"sku": sku, "body": kept("articles", sku, ARTICLE, **new)}


def booked(sku: str, delta: int, reason: str) -> Call:
    return "create_adjustment_stock_adjustments_post", {"sku": sku, "delta": delta, "reason": reason}


def docked(no: int, **new: object) -> Call:
    return "replace_slot_docks_slots__slot_no__put", {"slot_no": no, "body": kept("slots", no, SLOT, **new)}


def gone(no: int) -> Call:
    return "delete_slot_docks_slots__slot_no__delete", {"slot_no": no}


def said(to: str, message: str) -> Call:
    return "send_notice_notices_post", {"to": to, "message": message}


def orders(**told: object) -> Call:
    return "list_orders_orders_get", told


def goods(q: str) -> Call:
    return "list_articles_articles_get", {"q": q}


CREWS: Call = ("list_workers_workers_get", {})
FIRMS: Call = ("list_carriers_carriers_get", {})
SLOTS: Call = ("list_slots_docks_slots_get", {})
FIELD = Field(
    "crossdock", ROWS,
    (
        Tool("list_orders_orders_get", "List Orders", {"state": number(STATE), "customer": text("part of the name"), "carrier": text("carrier code"), "limit": number("max 6"), "offset": number()}, listed_orders),
        Tool("read_order_orders__order_no__get", "Read Order", NO, read_order, ("order_no",)),
        Tool("replace_order_orders__order_no__put", "Replace Order. The whole order is replaced: fields which are not sent are rejected as missing. State and picker have routes of their own.", {**NO, "body": {**ORDER_BODY, "required": [*ORDER]}}, replace_order, ("order_no", "body")),
        Tool("create_order_orders_post", "Create Order", {"body": {**ORDER_BODY, "required": [*ORDER[:-1]]}}, create_order, ("body",)),
        Tool("set_state_orders__order_no__state_put", f"Set State. Codes: {STATE}. Shipped and cancelled orders are final.", {**NO, "code": number("new state")}, set_state, ("order_no", "code")),
        Tool("assign_picker_orders__order_no__picker_put", "Assign Picker", {**NO, "badge": text("badge of the worker")}, assign_picker, ("order_no", "badge")),
        Tool("list_articles_articles_get", "List Articles", {"q": text("part of the name"), "zone": text("A, B or C")}, articles),
        Tool("replace_article_articles__sku__put", "Replace Article. All fields are needed. The quantity on hand is only changed by stock adjustments.", {"sku": text(), "body": {**ARTICLE_BODY, "required": [*ARTICLE]}}, replace_article, ("sku", "body")),
        Tool("create_adjustment_stock_adjustments_post", "Create Adjustment. Adds `delta` pieces to what is on hand, negative to take some out.", {"sku": text(), "delta": number(), "reason": text("DMG damaged, CNT count difference, EXP expired, RET returned", enum=["DMG", "CNT", "EXP", "RET"])}, adjust, ("sku", "delta", "reason")),
        Tool("list_workers_workers_get", "List Workers. shift: E early, L late, N night", {}, workers),
        Tool("list_carriers_carriers_get", "List Carriers", {}, carriers),
        Tool("list_slots_docks_slots_get", "List Slots. Time slots of trucks at the docks. state: 1 planned, 2 arrived, 3 done, 9 missed", {"day": text(format="date"), "dock": number()}, slots),
        Tool("create_slot_docks_slots_post", "Create Slot", {"body": {**SLOT_BODY, "required": [*SLOT[:-1]]}}, create_slot, ("body",)),
        Tool("replace_slot_docks_slots__slot_no__put", "Replace Slot", {"slot_no": number(), "body": {**SLOT_BODY, "required": [*SLOT]}}, replace_slot, ("slot_no", "body")),
        Tool("delete_slot_docks_slots__slot_no__delete", "Delete Slot", {"slot_no": number()}, delete_slot, ("slot_no",)),
        Tool("send_notice_notices_post", "Send Notice. Shows a message on the handheld of a worker, or on the screen of a carrier's dispatcher.", {"to": text("badge of a worker or code of a carrier"), "message": text()}, notify, ("to", "message")),
    ),
    (
        Job("When does the order for Gerber Pianos have to leave the warehouse?", [], shows=("2026-03-10",)),
        Job("Which orders should have been shipped before today but haven't been? Leave out cancelled ones", [], shows=("SO-70211", "SO-70214")),
        Job("How many new orders do we have?", [], shows=("SO-70209", "SO-70210", "SO-70218", "SO-70221")),
        Job("Morning! Haven Books have paid, so their new order can be released", [to_state(70218, RELEASED)]),
        Job("Release every new order that has to leave before March 18", [to_state(70209, RELEASED), to_state(70218, RELEASED)]),
        Job("Olu Bello should pick the heaviest of the released orders", [picked_by(70214, "W-05")]),
        Job("Gerber Pianos' order goes with Nordfracht instead of Kessler", [changed(70214, carrier="NFR")]),
        Job("The new order from Elbe Outdoor is urgent: priority 1, and it has to ship by this Friday", [changed(70209, prio=1, ship_by="2026-03-13")]),
        Job("cancel the fennel & co order", [to_state(70211, CANCELLED)]),
        Job("Which article do we have the least of?", [], shows=("Reading lamp oak",)),
        Job("What has fallen below its minimum quantity?", [], shows=("Gas cartridge 230 g", "Cast iron pan 28 cm", "Reading lamp oak", "Reading lamp walnut")),
        Job("We've counted the lens cloth packs again, there are 470 of them and not 480. Can you correct that?", [booked("OP-210", -10, "CNT")]),
        Job("Two of the 28 cm cast iron pans are damaged, take them out of stock", [booked("KT-045", -2, "DMG")]),
        Job("we keep running out of tarpaulins, make their minimum 20", [article("TX-500", min_qty=20)]),
        Job("We no longer sell the oak reading lamp, please make it inactive", [article("LN-700", active=False)]),
        Job("Book dock 3 for Blueline tomorrow from 3 to 4 pm, outbound", [("create_slot_docks_slots_post", {"body": {"dock": 3, "carrier": "BLU", "day": "2026-03-12", "from_time": "15:00", "to_time": "16:00", "direction": "OUT"}})]),
        Job("Kessler just called: they'll come an hour later tomorrow. Move their slot", [docked(4406, from_time="11:00", to_time="13:00")]),
        Job("Delete Rapid Parcel's slot on Friday", [gone(4410)]),
        Job("The Kessler truck at dock 2 is unloaded, mark its slot today as done", [docked(4402, state=3)]),
        Job("Tell Katja Brandt 'Dock 2 is free again'", [said("W-03", "Dock 2 is free again")]),
        Job("Send Rapid Parcel the order numbers of everything that is packed for them", [said("RLP", "SO-70204")]),
        Job("Let Peer know that his shift starts at five", ASK),
        Job("Set SO-70204 to shipped. Same for SO-70215", [to_state(70204, SHIPPED), to_state(70215, SHIPPED)]),
        Job("If the packed order for Bistro Nord weighs more than 10 kg, let Kessler carry it, otherwise leave it as it is", []),
        Job("If we have fewer than 20 gas cartridges, tell Olu Bello 'Please count the gas cartridges', otherwise no need", [said("W-05", "Please count the gas cartridges")]),
        Job("What Katja is picking at the moment should be picked by Zsófia Nagy", [picked_by(70205, "W-12")]),
        Job("What do the two orders for Casa Verde weigh together?", [], shows=("15500",)),
        Job("Haven Books want their cancelled order after all, reopen SO-70217", ASK),
        Job("Print the shipping labels for SO-70215", ASK),
        Job("New order: Ivy Kitchens in Schwerin, 6 pieces, 72 kg, priority 2, with Nordfracht, to be shipped by March 17",
            [("create_order_orders_post", {"body": {"customer": "Ivy Kitchens", "city": "Schwerin", "prio": 2, "carrier": "NFR", "ship_by": "2026-03-17", "pieces": 6, "weight_g": 72000}})]),
        Job("Remove the note on Dornfeld Optik's released order", [changed(70208, note="")]),
        Job("Put the Alder Hardware order on hold", ASK),
        Job("All of Nordfracht's orders that are new or released go on hold", [to_state(70220, HELD), to_state(70221, HELD)]),
        Job("rapid parcel needs dock 4 instead of dock 1 this afternoon", [docked(4403, dock=4)]),
        Job("Delete the slots that were missed", [gone(4409)]),
        Job("Who is the dispatcher for the Gerber Pianos order, and what's their phone number?", [], shows=("Rolf Kessler", "0431 5550178")),
    ),
    (
        Past("What is the weight of the Ivy Kitchens order?", [orders(customer="Ivy Kitchens")], []),
        Past("Release SO-70221", [("read_order_orders__order_no__get", {"order_no": "SO-70221"})], [to_state(70221, RELEASED)]),
        Past("Release all new orders of Bistro Nord", [orders(state=10, customer="Bistro Nord")], [to_state(70210, RELEASED)]),
        Past("Which orders are packed?", [orders(state=40)], []),
        Past("Hold the released order of Casa Verde", [orders(state=20, customer="Casa Verde")], [to_state(70206, HELD)]),
        Past("Olu Bello picks the Ivy Kitchens order", [orders(customer="Ivy Kitchens"), CREWS], [picked_by(70220, "W-05")]),
        Past("The order of Ivy Kitchens goes with Kessler", [orders(customer="Ivy Kitchens"), FIRMS], [changed(70220, carrier="KTR")]),
        Past("Priority 2 for the new order of Alder Hardware", [orders(state=10, customer="Alder")], [changed(70221, prio=2)]),
        Past("Which articles are in zone C?", [("list_articles_articles_get", {"zone": "C"})], []),
        Past("Three camping stoves came back, put them in stock", [goods("Camping stove")], [booked("AX-100", 3, "RET")]),
        Past("One reading lamp walnut is broken", [goods("walnut")], [booked("LN-701", -1, "DMG")]),
        Past("Reorder 50 drills at a time from now on", [goods("drill")], [article("TL-015", reorder_qty=50)]),
        Past("Move the piano stools to zone B", [goods("Piano stool")], [article("PN-900", zone="B")]),
        Past("Blueline comes to dock 2 on Friday", [SLOTS, FIRMS], [docked(4408, dock=2)]),
        Past("Delete Nordfracht's slot of tomorrow", [("list_slots_docks_slots_get", {"day": "2026-03-12"}), FIRMS], [gone(4405)]),
        Past("Tell Mina Sorel 'Come to dock 3'", [CREWS], [said("W-08", "Come to dock 3")]),
        Past("Send Kessler the numbers of their new orders", [FIRMS, orders(state=10, carrier="KTR")], [said("KTR", "SO-70209")]),
        Past("Book dock 4 for Nordfracht today from 17:00 to 18:00, inbound", [FIRMS, SLOTS], [("create_slot_docks_slots_post", {"body": {"dock": 4, "carrier": "NFR", "day": "2026-03-11", "from_time": "17:00", "to_time": "18:00", "direction": "IN"}})]),
    ),
)  # fmt: skip
