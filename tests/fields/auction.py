"""An auction house: upper-case names, nothing to be had without a search by field, operator and value, pence, epoch seconds, durations.

Left out until the afternoon of 2026-11-29.  Written without reading the planner, and before it was run.
At first sight: 3 of 36 right and none harmed without runs, with ten and with all.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.fields.checks import array, changing, one_of, shape, whole, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text


def epoch(told: str) -> int:
    return int(datetime.fromisoformat(told).replace(tzinfo=UTC).timestamp())


NOW_SECONDS = epoch("2026-03-11T10:00")
ROWS: Rows = {
    "sales": [{**row, "opens_at": epoch(row["opens_at"]), "closes_at": epoch(row["closes_at"])} for row in rows_of(
        "sale_id title status opens_at closes_at extension_seconds",
        "sale_a1|Spring Clocks & Watches|open|2026-03-06T09:00|2026-03-14T18:00|120",
        "sale_a2|Studio Ceramics|open|2026-03-04T09:00|2026-03-12T19:00|300",
        "sale_a3|Maps and Prints|draft|2026-03-20T09:00|2026-03-29T17:00|120",
        "sale_a4|Winter Silver|closed|2026-02-13T09:00|2026-02-22T18:00|60",
        "sale_a5|Summer Silver|draft|2026-06-01T09:00|2026-06-10T18:00|120",
    )],
    "lots": [{**row, "leader_id": row["leader_id"] or None} for row in rows_of(
        "lot_id sale_id lot_number title category consignor_id estimate_low estimate_high reserve current_bid leader_id status",
        "lot_101|sale_a1|1|Carriage clock|clocks|pty_6c|50000|70000|40000|42000|pty_2e|listed",
        "lot_102|sale_a1|2|Gold pocket watch|watches|pty_3f|100000|140000|90000|70000|pty_1d|listed",
        "lot_103|sale_a1|3|Cuckoo clock|clocks|pty_6c|10000|15000|8000|0||listed",
        "lot_104|sale_a1|4|Diver's wristwatch|watches|pty_7d|130000|180000|120000|125000|pty_4a|listed",
        "lot_105|sale_a1|5|Longcase clock|clocks|pty_5b|180000|260000|150000|0||listed",
        "lot_106|sale_a1|6|Box of watch tools|other|pty_3f|3000|5000|2000|3500|pty_2e|listed",
        "lot_201|sale_a2|1|Celadon bowl|ceramics|pty_7d|40000|60000|30000|36000|pty_3f|listed",
        "lot_202|sale_a2|2|Salt-glazed jug|ceramics|pty_5b|8000|12000|6000|4500|pty_2e|listed",
        "lot_203|sale_a2|3|Raku tea bowl|ceramics|pty_7d|30000|45000|25000|0||listed",
        "lot_204|sale_a2|4|Pair of stoneware vases|ceramics|pty_6c|20000|30000|18000|0||withdrawn",
        "lot_301|sale_a3|1|Map of the Fens|maps|pty_1d|24000|30000|22000|0||listed",
        "lot_302|sale_a3|2|Woodcut of a hare|prints|pty_3f|10000|14000|9000|0||listed",
        "lot_401|sale_a4|1|Silver teapot|silver|pty_1d|50000|80000|45000|0||unsold",
        "lot_402|sale_a4|2|Set of six spoons|silver|pty_6c|14000|18000|12000|15500|pty_2e|sold",
        "lot_403|sale_a4|3|Silver inkstand|silver|pty_1d|70000|90000|60000|41000|pty_7d|unsold",
    )],
    "parties": rows_of(
        "party_id name email bid_limit verified",
        "pty_1d|Harriet Moss|harriet@moss.example|500000|true",
        "pty_2e|Idris Kamara|idris.kamara@post.example|150000|true",
        "pty_3f|Jolanta Wirk|jolanta@wirk.example|80000|true",
        "pty_4a|Kenji Mori|kenji.mori@post.example|300000|false",
        "pty_5b|Louise Brandt|louise@brandt.example|50000|false",
        "pty_6c|Marcus Brandt|marcus@brandt.example|250000|true",
        "pty_7d|Noor Haddad|noor@haddad.example|1000000|true",
    ),
    "bids": [{**row, "placed_at": epoch(row["placed_at"])} for row in rows_of(
        "bid_id lot_id party_id amount placed_at state",
        "bid_71|lot_101|pty_3f|40000|2026-03-07T11:02|outbid",
        "bid_72|lot_101|pty_2e|42000|2026-03-07T15:40|active",
        "bid_73|lot_102|pty_1d|70000|2026-03-08T09:12|active",
        "bid_74|lot_104|pty_1d|110000|2026-03-08T09:20|outbid",
        "bid_75|lot_104|pty_4a|125000|2026-03-09T22:01|active",
        "bid_76|lot_106|pty_2e|3500|2026-03-10T08:30|active",
        "bid_77|lot_201|pty_3f|36000|2026-03-10T12:00|active",
        "bid_78|lot_202|pty_2e|4500|2026-03-11T07:45|active",
    )],
    "notices": [],
}
CATEGORIES = ("clocks", "watches", "ceramics", "maps", "prints", "silver", "other")
OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda held, told: held == told,
    "ne": lambda held, told: held != told,
    "lt": lambda held, told: held < told,
    "lte": lambda held, told: held <= told,
    "gt": lambda held, told: held > told,
    "gte": lambda held, told: held >= told,
    "contains": lambda held, told: str(told).lower() in str(held).lower(),
    "in": lambda held, told: held in told,
}
LIMIT = 5


def pence(told: object) -> int:
    return whole(told, 1, 10**8)


def passes(row: Row, condition: object) -> bool:
    if not isinstance(condition, Mapping) or {*condition} != {"field", "op", "value"}:
        raise Refusal("a filter has field, op and value")
    if condition["field"] not in row:
        raise Refusal(f"fields are {', '.join(row)}")
    held, told, compare = row[condition["field"]], condition["value"], OPERATORS[one_of(condition["op"], *OPERATORS)]
    if condition["op"] in ("lt", "lte", "gt", "gte") and not (type(held) is int and type(told) is int):
        raise Refusal("only numbers can be compared")
    return compare(held, told)


def search(table: str) -> object:
    def do(rows: Rows, filters: Sequence[object], sort: Mapping[str, str] | None = None, offset: int = 0, limit: int = LIMIT) -> object:
        if not isinstance(filters, list) or not filters:
            raise Refusal("at least one filter is needed")
        first, many = whole(offset, 0, 10**6), whole(limit, 1, LIMIT)
        found = [row for row in rows[table] if all(passes(row, one) for one in filters)]
        if sort is not None:
            if not isinstance(sort, Mapping) or sort.get("field") not in rows[table][0]:
                raise Refusal("sort needs a field that there is")
            found.sort(key=lambda row: (row[sort["field"]] is not None, row[sort["field"]]), reverse=sort.get("direction") == "desc")
        return {"hits": found[first:first + many], "total": len(found), "offset": first}

    return do


def lot_of(rows: Rows, lot_id: object, *states: str) -> Row:
    row = find(rows["lots"], "lot_id", lot_id)
    if row["status"] not in states:
        raise Refusal(f"{lot_id} is {row['status']}")
    return row


def sale_of(rows: Rows, sale_id: object, *states: str) -> Row:
    row = find(rows["sales"], "sale_id", sale_id)
    if row["status"] not in states:
        raise Refusal(f"{sale_id} is {row['status']}")
    return row


def update_lot(rows: Rows, lot_id: str, set: Mapping[str, object]) -> object:
    if not isinstance(set, Mapping):
        raise Refusal("set is an object")
    return changing(
        lot_of(rows, lot_id, "listed", "withdrawn", "unsold"), {**set},
        title=words, category=lambda told: one_of(told, *CATEGORIES), reserve=pence, estimate_low=pence, estimate_high=pence,
    )  # fmt: skip


def create_lot(rows: Rows, sale_id: str, title: str, category: str, consignor_id: str, reserve: int) -> object:
    sale, consignor = sale_of(rows, sale_id, "draft", "open"), find(rows["parties"], "party_id", consignor_id)
    held = [row["lot_number"] for row in rows["lots"] if row["sale_id"] == sale_id]
    rows["lots"].append({
        "lot_id": f"lot_{901 + len(rows['lots'])}", "sale_id": sale["sale_id"], "lot_number": max(held, default=0) + 1, "title": words(title),
        "category": one_of(category, *CATEGORIES), "consignor_id": consignor["party_id"], "estimate_low": None, "estimate_high": None,
        "reserve": pence(reserve), "current_bid": 0, "leader_id": None, "status": "listed",
    })  # fmt: skip
    return rows["lots"][-1]


def withdraw(rows: Rows, lot_id: str) -> object:
    row = lot_of(rows, lot_id, "listed")
    row["status"] = "withdrawn"
    return row


def relist(rows: Rows, lot_id: str, sale_id: str) -> object:
    row, sale = lot_of(rows, lot_id, "withdrawn", "unsold"), sale_of(rows, sale_id, "draft", "open")
    row.update(sale_id=sale["sale_id"], lot_number=None, status="listed", current_bid=0, leader_id=None)
    return row


def publish(rows: Rows, sale_id: str) -> object:
    row = sale_of(rows, sale_id, "draft")
    row["status"] = "open"
    return row


def reschedule(rows: Rows, sale_id: str, closes_at: int) -> object:
    row = sale_of(rows, sale_id, "draft", "open")
    if whole(closes_at, 0, 10**10) <= max(NOW_SECONDS, row["opens_at"]):
        raise Refusal("a sale closes after it has opened and not in the past")
    row["closes_at"] = closes_at
    return row


def set_extension(rows: Rows, sale_id: str, seconds: int) -> object:
    row = sale_of(rows, sale_id, "draft", "open")
    row["extension_seconds"] = whole(seconds, 0, 3600)
    return row


def lead(lot: Row, bid: Row | None) -> None:
    lot["current_bid"], lot["leader_id"] = (bid["amount"], bid["party_id"]) if bid else (0, None)
    if bid:
        bid["state"] = "active"


def place_bid(rows: Rows, lot_id: str, party_id: str, amount: int) -> object:
    lot, party = lot_of(rows, lot_id, "listed"), find(rows["parties"], "party_id", party_id)
    sale_of(rows, lot["sale_id"], "open")
    if not party["verified"] or not lot["current_bid"] < pence(amount) <= party["bid_limit"]:
        raise Refusal("the bidder is not verified, or the bid is too low or above the bidder's limit")
    for row in rows["bids"]:
        if row["lot_id"] == lot_id and row["state"] == "active":
            row["state"] = "outbid"
    rows["bids"].append({"bid_id": f"bid_{71 + len(rows['bids'])}", "lot_id": lot_id, "party_id": party_id, "amount": amount, "placed_at": NOW_SECONDS, "state": "active"})
    lead(lot, rows["bids"][-1])
    return rows["bids"][-1]


def retract_bid(rows: Rows, bid_id: str) -> object:
    bid = find(rows["bids"], "bid_id", bid_id)
    lot = lot_of(rows, bid["lot_id"], "listed")
    if bid["state"] == "retracted":
        raise Refusal("it has been retracted")
    bid["state"] = "retracted"
    others = [row for row in rows["bids"] if row["lot_id"] == lot["lot_id"] and row["state"] != "retracted"]
    lead(lot, max(others, key=lambda row: row["amount"], default=None))
    return bid


def verify(rows: Rows, party_id: str) -> object:
    row = find(rows["parties"], "party_id", party_id)
    row["verified"] = True
    return row


def set_limit(rows: Rows, party_id: str, bid_limit: int) -> object:
    row = find(rows["parties"], "party_id", party_id)
    row["bid_limit"] = pence(bid_limit)
    return row


def notify(rows: Rows, party_id: str, text: str) -> object:
    rows["notices"].append({"party_id": find(rows["parties"], "party_id", party_id)["party_id"], "text": words(text)})
    return {"accepted": True}


def of_lots(verb: str, *lots: int, **more: object) -> list[Call]:
    return [(f"HAMMER_{verb}", {"lot_id": f"lot_{one}", **more}) for one in lots]


def lot(id: int, **fields: object) -> list[Call]:
    return of_lots("UPDATE_LOT", id, set=fields)


def of_sale(verb: str, id: int, **more: object) -> list[Call]:
    return [(f"HAMMER_{verb}", {"sale_id": f"sale_a{id}", **more})]


def of_parties(verb: str, *parties: str, **more: object) -> list[Call]:
    return [(f"HAMMER_{verb}", {"party_id": f"pty_{one}", **more}) for one in parties]


def bid(lot: int, party: str, amount: int) -> list[Call]:
    return of_lots("PLACE_BID", lot, party_id=f"pty_{party}", amount=amount)


def retracted(*bids: int) -> list[Call]:
    return [("HAMMER_RETRACT_BID", {"bid_id": f"bid_{one}"}) for one in bids]


def hunt(what: str, *filters: tuple[str, str, object]) -> Call:
    return f"HAMMER_SEARCH_{what}", {"filters": [dict(zip(("field", "op", "value"), one, strict=True)) for one in filters]}


def titled(part: str) -> Call:
    return hunt("LOTS", ("title", "contains", part))


def named(part: str) -> Call:
    return hunt("PARTIES", ("name", "contains", part))


def on_sale(part: str) -> Call:
    return hunt("SALES", ("title", "contains", part))


LOT, SALE, PARTY, PENCE, SECONDS = text(), text(), text(), number("Pence, 12345 is £123.45"), number("Unix time in seconds")
CATEGORY = text(enum=list(CATEGORIES))


def searching(what: str, fields: Mapping[str, object]) -> Tool:
    condition = {**shape(field=text(enum=list(fields)), op=text(enum=list(OPERATORS)), value={"description": "What to compare with; a list for in"}), "required": ["field", "op", "value"]}
    params = {
        "filters": {"type": "array", "items": condition, "minItems": 1, "description": "All of them must hold"},
        "sort": shape(field=text(enum=list(fields)), direction=text(enum=["asc", "desc"])),
        "offset": number("How many hits to skip", default=0), "limit": number(maximum=LIMIT, default=LIMIT),
    }  # fmt: skip
    describes = f"Searches {what.lower()}. There must be at least one filter. At most {LIMIT} hits are given at once; total says how many there are."
    return Tool(f"HAMMER_SEARCH_{what}", describes, params, search(what.lower()), ("filters",), shape(hits=array(**fields), total=number(), offset=number()))


TOOLS = (
    searching("SALES", {"sale_id": SALE, "title": text(), "status": text(enum=["draft", "open", "closed"]), "opens_at": SECONDS, "closes_at": SECONDS, "extension_seconds": number()}),
    searching("LOTS", {"lot_id": LOT, "sale_id": SALE, "lot_number": number(), "title": text(), "category": CATEGORY, "consignor_id": PARTY, "estimate_low": PENCE, "estimate_high": PENCE, "reserve": PENCE, "current_bid": PENCE, "leader_id": PARTY, "status": text(enum=["listed", "withdrawn", "sold", "unsold"])}),
    searching("PARTIES", {"party_id": PARTY, "name": text(), "email": text(), "bid_limit": PENCE, "verified": {"type": "boolean"}}),
    searching("BIDS", {"bid_id": text(), "lot_id": LOT, "party_id": PARTY, "amount": PENCE, "placed_at": SECONDS, "state": text(enum=["active", "outbid", "retracted"])}),
    Tool("HAMMER_UPDATE_LOT", "Updates a lot that is not sold.", {"lot_id": LOT, "set": shape(title=text(), category=CATEGORY, reserve={**PENCE, "description": "Pence; below it the lot is not sold"}, estimate_low=PENCE, estimate_high=PENCE)}, update_lot, ("lot_id", "set")),
    Tool("HAMMER_CREATE_LOT", "Adds a lot to a sale that is not closed.", {"sale_id": SALE, "title": text(), "category": CATEGORY, "consignor_id": {**PARTY, "description": "Whose lot it is"}, "reserve": PENCE}, create_lot, ("sale_id", "title", "category", "consignor_id", "reserve")),
    Tool("HAMMER_WITHDRAW_LOT", "Withdraws a listed lot from its sale.", {"lot_id": LOT}, withdraw, ("lot_id",)),
    Tool("HAMMER_RELIST_LOT", "Lists an unsold or withdrawn lot again, in a sale that is not closed.", {"lot_id": LOT, "sale_id": SALE}, relist, ("lot_id", "sale_id")),
    Tool("HAMMER_PUBLISH_SALE", "Opens a draft sale for bidding.", {"sale_id": SALE}, publish, ("sale_id",)),
    Tool("HAMMER_RESCHEDULE_SALE", "Moves the end of a sale.", {"sale_id": SALE, "closes_at": SECONDS}, reschedule, ("sale_id", "closes_at")),
    Tool("HAMMER_SET_EXTENSION", "Sets by how long a late bid extends the sale.", {"sale_id": SALE, "seconds": number("Duration in seconds", maximum=3600)}, set_extension, ("sale_id", "seconds")),
    Tool("HAMMER_PLACE_BID", "Places a bid for a verified bidder, who then leads.", {"lot_id": LOT, "party_id": PARTY, "amount": PENCE}, place_bid, ("lot_id", "party_id", "amount")),
    Tool("HAMMER_RETRACT_BID", "Retracts a bid. The next highest bidder leads again.", {"bid_id": text()}, retract_bid, ("bid_id",)),
    Tool("HAMMER_VERIFY_PARTY", "Marks a party as verified.", {"party_id": PARTY}, verify, ("party_id",)),
    Tool("HAMMER_SET_BID_LIMIT", "Sets how high a party may bid.", {"party_id": PARTY, "bid_limit": PENCE}, set_limit, ("party_id", "bid_limit")),
    Tool("HAMMER_NOTIFY_PARTY", "Sends a party a notice.", {"party_id": PARTY, "text": text()}, notify, ("party_id", "text")),
)
JOBS = (
    Job("Withdraw the cuckoo clock", of_lots("WITHDRAW_LOT", 103)),
    Job("Set the reserve of the longcase clock to £1,200", lot(105, reserve=120000)),
    Job("raku tea bowl: reserve 200 pounds", lot(203, reserve=20000)),
    Job("Place a bid of £850 on the gold pocket watch for Idris Kamara", bid(102, "2e", 85000)),
    Job("Harriet Moss bids £60 on the salt-glazed jug", bid(202, "1d", 6000)),
    Job("Retract Kenji Mori's bid on the diver's wristwatch", retracted(75)),
    Job("Studio Ceramics should close at 9 pm tomorrow", of_sale("RESCHEDULE_SALE", 2, closes_at=epoch("2026-03-12T21:00"))),
    Job("Spring Clocks & Watches needs to run one day longer", of_sale("RESCHEDULE_SALE", 1, closes_at=epoch("2026-03-15T18:00"))),
    Job("publish Maps and Prints", of_sale("PUBLISH_SALE", 3)),
    Job("Set the extension of Spring Clocks & Watches to five minutes", of_sale("SET_EXTENSION", 1, seconds=300)),
    Job("verify Kenji Mori please", of_parties("VERIFY_PARTY", "4a")),
    Job("Jolanta Wirk's bid limit is now £1,500", of_parties("SET_BID_LIMIT", "3f", bid_limit=150000)),
    Job("Raise the bid limit of Louise Brandt by £250", of_parties("SET_BID_LIMIT", "5b", bid_limit=75000)),
    Job("Wirk and Mori both get a bid limit of £2,000", of_parties("SET_BID_LIMIT", "3f", "4a", bid_limit=200000)),
    Job("Relist the silver teapot in Summer Silver", of_lots("RELIST_LOT", 401, sale_id="sale_a5")),
    Job("Whatever remained unsold in Winter Silver should be relisted in Summer Silver", of_lots("RELIST_LOT", 401, 403, sale_id="sale_a5")),
    Job("Notify Noor Haddad that 'Your bowl has met its reserve'", of_parties("NOTIFY_PARTY", "7d", text="Your bowl has met its reserve")),
    Job("Send everybody who isn't verified the notice 'Please send us a copy of your passport'", of_parties("NOTIFY_PARTY", "4a", "5b", text="Please send us a copy of your passport")),
    Job("Change the title of the box of watch tools to 'Watchmaker tools'", lot(106, title="Watchmaker tools")),
    Job("The woodcut of a hare must be in the category prints", []),
    Job("Add a lot to Maps and Prints: 'Sea chart of Skye', maps, from Idris Kamara, reserve £140", [("HAMMER_CREATE_LOT", {"sale_id": "sale_a3", "title": "Sea chart of Skye", "category": "maps", "consignor_id": "pty_2e", "reserve": 14000})]),
    Job("Listed lots in Studio Ceramics that have no bid yet: 10% off the reserve", lot(203, reserve=22500)),
    Job("Louise Brandt wants her things back. Withdraw all the lots that she consigned", of_lots("WITHDRAW_LOT", 105, 202)),
    Job("If nobody has bid on the longcase clock yet, lower its reserve to £1,000", lot(105, reserve=100000)),
    Job("Withdraw the celadon bowl if its current bid is below the reserve", []),
    Job("Estimate for the Map of the Fens should be £250 to £350", lot(301, estimate_low=25000, estimate_high=35000)),
    Job("Withdraw lots 2 and 6 from Spring Clocks & Watches", of_lots("WITHDRAW_LOT", 102, 106)),
    Job("Retract every active bid of Idris Kamara", retracted(72, 76, 78)),
    Job("Whoever leads the lot with the highest current bid in Spring Clocks & Watches gets the notice 'You are in the lead'", of_parties("NOTIFY_PARTY", "4a", text="You are in the lead")),
    Job("Who is leading on the carriage clock?", [], shows=("Idris Kamara",)),
    Job("what's the reserve on the gold pocket watch", [], shows=("90000",)),
    Job("How many lots were in Winter Silver?", [], shows=("lot_401", "lot_402", "lot_403")),
    Job("Withdraw the clock", ASK),
    Job("Marcus Brandt would like to bid on the carriage clock", ASK),
    Job("Set Brandt's bid limit to £3,000", ASK),
    Job("Ship the set of six spoons to Idris Kamara", ASK),
)
PASTS = (
    Past("Withdraw the gold pocket watch", [titled("gold pocket watch")], of_lots("WITHDRAW_LOT", 102)),
    Past("Lower the reserve of the diver's wristwatch to £1,100", [titled("diver's wristwatch")], lot(104, reserve=110000)),
    Past("celadon bowl reserve £350", [titled("celadon bowl")], lot(201, reserve=35000)),
    Past("Put the box of watch tools in the category watches", [titled("box of watch tools")], lot(106, category="watches")),
    Past("The raku tea bowl should be called 'Raku tea bowl, signed'", [titled("raku tea bowl")], lot(203, title="Raku tea bowl, signed")),
    Past("The cuckoo clock's estimate is £90 to £130 now", [titled("cuckoo clock")], lot(103, estimate_low=9000, estimate_high=13000)),
    Past("Marcus Brandt bids £400 on the celadon bowl", [named("Marcus Brandt"), titled("celadon bowl")], bid(201, "6c", 40000)),
    Past("Place a bid of £100 for Noor Haddad on the cuckoo clock", [named("Noor Haddad"), titled("cuckoo clock")], bid(103, "7d", 10000)),
    Past("Retract Harriet Moss's bid on the gold pocket watch", [named("Harriet Moss"), titled("gold pocket watch"), hunt("BIDS", ("lot_id", "eq", "lot_102"), ("party_id", "eq", "pty_1d"))], retracted(73)),
    Past("Jolanta Wirk wants to take back her active bid", [named("Jolanta Wirk"), hunt("BIDS", ("party_id", "eq", "pty_3f"), ("state", "eq", "active"))], retracted(77)),
    Past("Maps and Prints should close on March 30 at 6 pm", [on_sale("Maps and Prints")], of_sale("RESCHEDULE_SALE", 3, closes_at=epoch("2026-03-30T18:00"))),
    Past("let Studio Ceramics run two hours longer", [on_sale("Studio Ceramics")], of_sale("RESCHEDULE_SALE", 2, closes_at=epoch("2026-03-12T21:00"))),
    Past("publish Summer Silver", [on_sale("Summer Silver")], of_sale("PUBLISH_SALE", 5)),
    Past("Late bids in Studio Ceramics should extend it by ten minutes", [on_sale("Studio Ceramics")], of_sale("SET_EXTENSION", 2, seconds=600)),
    Past("Set the extension of Maps and Prints to 90 seconds", [on_sale("Maps and Prints")], of_sale("SET_EXTENSION", 3, seconds=90)),
    Past("Verify Louise Brandt", [named("Louise Brandt")], of_parties("VERIFY_PARTY", "5b")),
    Past("Everyone who isn't verified is now", [hunt("PARTIES", ("verified", "eq", False))], of_parties("VERIFY_PARTY", "4a", "5b")),
    Past("Idris Kamara's bid limit goes up to £2,500", [named("Idris Kamara")], of_parties("SET_BID_LIMIT", "2e", bid_limit=250000)),
    Past("Lower Harriet Moss's bid limit by £1,000", [named("Harriet Moss")], of_parties("SET_BID_LIMIT", "1d", bid_limit=400000)),
    Past("Double the limit of Marcus Brandt", [named("Marcus Brandt")], of_parties("SET_BID_LIMIT", "6c", bid_limit=500000)),
    Past("Relist the pair of stoneware vases in Studio Ceramics", [titled("stoneware vases"), on_sale("Studio Ceramics")], of_lots("RELIST_LOT", 204, sale_id="sale_a2")),
    Past("The silver inkstand goes into Summer Silver", [titled("silver inkstand"), on_sale("Summer Silver")], of_lots("RELIST_LOT", 403, sale_id="sale_a5")),
    Past("New lot in Summer Silver: 'Sugar tongs', silver, consigned by Jolanta Wirk, reserve £30", [on_sale("Summer Silver"), named("Jolanta Wirk")], [("HAMMER_CREATE_LOT", {"sale_id": "sale_a5", "title": "Sugar tongs", "category": "silver", "consignor_id": "pty_3f", "reserve": 3000})]),
    Past("Add 'Etching of Bruges' to Maps and Prints, prints, it belongs to Noor Haddad, reserve £75", [on_sale("Maps and Prints"), named("Noor Haddad")], [("HAMMER_CREATE_LOT", {"sale_id": "sale_a3", "title": "Etching of Bruges", "category": "prints", "consignor_id": "pty_7d", "reserve": 7500})]),
    Past("Notify Harriet Moss: 'Your map will be photographed on Monday'", [named("Harriet Moss")], of_parties("NOTIFY_PARTY", "1d", text="Your map will be photographed on Monday")),
    Past("Tell whoever consigned the longcase clock 'We need the key'", [titled("longcase clock")], of_parties("NOTIFY_PARTY", "5b", text="We need the key")),
    Past("All clocks in the spring sale without any bid: reserve 20% lower", [on_sale("Spring"), hunt("LOTS", ("sale_id", "eq", "sale_a1"), ("category", "eq", "clocks"), ("current_bid", "eq", 0))], [*lot(103, reserve=6400), *lot(105, reserve=120000)]),
    Past("Withdraw everything that Marcus Brandt has listed", [named("Marcus Brandt"), hunt("LOTS", ("consignor_id", "eq", "pty_6c"), ("status", "eq", "listed"))], of_lots("WITHDRAW_LOT", 101, 103)),
    Past("Withdraw lot 3 of Studio Ceramics", [on_sale("Studio Ceramics"), hunt("LOTS", ("sale_id", "eq", "sale_a2"), ("lot_number", "eq", 3))], of_lots("WITHDRAW_LOT", 203)),
    Past("If the gold pocket watch is still below its reserve, drop the reserve to £800", [titled("gold pocket watch")], lot(102, reserve=80000)),
    Past("How much is bid on the diver's wristwatch?", [titled("diver's wristwatch")], []),
    Past("Which sales are open?", [hunt("SALES", ("status", "eq", "open"))], []),
)
FIELD = Field("auction", ROWS, TOOLS, JOBS, PASTS)
