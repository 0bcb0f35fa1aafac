"""A laundry that collects and delivers: every body under the name of its kind, amounts and lists of tags as texts, orders known
by a number that is not their id, closed ones only if asked for, drafts that become orders; nothing that is given is declared.

LAUNDRY: 14 tools, 14 tasks, 8 past runs.  Left out until late that night.  Written on 2026-11-29 without reading the planner, and before it was run.
At first sight: 3 of 14 right and one harmed without runs, 3 and one with all.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.fields.checks import boolean, one_of, whole, words
from tests.fields.service import (
    ASK,
    NOW,
    Absent,
    Call,
    Field,
    Job,
    Past,
    Refusal,
    Row,
    Rows,
    Tool,
    number,
    rows_of,
    text,
)

ROWS: Rows = {
    "clients": [{**row, "phone": f"+44{row['phone']}"} for row in rows_of(
        "id first_name last_name email phone tags note",
        "7100311|Marguerite|Oyelaran|marguerite@oyelaran.example|1632960111|hotel|Bell House, 22 rooms",
        "7100312|Dev|Parmar|dev.parmar@post.example|7700900112||",
        "7100313|Ines|Falk|ines.falk@post.example|7700900113|hypoallergenic|",
        "7100314|Ivo|Falk|ivo.falk@post.example|7700900114||",
        "7100315|Constance|Reeve|front@seaview.example|1632960115|hotel|Seaview, 40 rooms",
        "7100316|Hannah|Weir|hannah.weir@post.example|7700900116|vip|",
        "7100317|Tam|Nguyen|tam@harbourgrill.example|1632960117|restaurant|Harbour Grill",
        "7100318|Priya|Anand|priya@anchor.example|1632960118|hotel, vip|Anchor Inn",
    )],
    "orders": [
        {
            "id": 880000 + int(no) * 7, "name": f"#L{no}", "client_id": 7100300 + int(client), "created_at": f"2026-{on}:00+00:00",
            "financial_status": paid, "fulfillment_status": done or None, "total_price": total, "note": note, "tags": tags,
            "line_items": [{"title": title, "quantity": int(many)}], "closed_at": closed or None, "cancelled_at": None, "cancel_reason": None,
        } for no, client, on, paid, done, total, note, tags, title, many, closed in (line.split("|") for line in (
            "1038|12|02-02T09:10|paid|fulfilled|18.00|||Shirt|6|2026-02-05T10:00:00+00:00",
            "1039|14|02-20T11:40|paid|fulfilled|24.00|||Duvet|1|",
            "1040|16|02-24T15:05|paid|fulfilled|31.50|collar came off, call her||Blouse|7|",
            "1041|17|02-26T08:30|paid|fulfilled|96.00||weekly|Tablecloth|24|",
            "1042|12|03-02T10:00|pending|fulfilled|42.00|||Suit|3|",
            "1043|18|03-03T07:45|paid|fulfilled|130.00||weekly|Bed linen|40|",
            "1044|13|03-05T12:20|pending||27.00|||Bed linen|9|",
            "1045|12|03-06T16:00|pending||65.50|||Curtains|5|",
            "1046|14|03-09T09:15|pending||12.00|||Coat|1|",
            "1047|16|03-10T14:30|authorized||145.00|||Wedding dress|1|",
            "1048|17|03-10T17:00|pending||96.00||weekly|Tablecloth|24|",
        ))
    ],
    "drafts": rows_of(
        "id name client_id status total_price note",
        "662201|#D21|7100311|open|88.00|22 sets of bed linen",
        "662202|#D22|7100315|open|160.00|40 sets of bed linen",
        "662203|#D23|7100318|open|54.00|bathrobes",
        "662204|#D24|7100312|open|9.00|",
        "662205|#D25|7100316|open|15.00|silk scarf",
    ),
    "services": rows_of(
        "id title price status",
        "5501|Shirt|3.00|active",
        "5502|Bed linen|3.00|active",
        "5503|Tablecloth|4.00|active",
        "5504|Wedding dress|145.00|active",
        "5505|Suit|14.00|active",
        "5506|Duvet|24.00|active",
        "5507|Leather jacket|39.00|draft",
    ),
    "price_rules": rows_of(
        "id title value_type value starts_at ends_at",
        "9901|SPRING15|percentage|-15.0|2026-03-01|2026-03-31",
        "9902|SPRINGDUVET|fixed_amount|-5.0|2026-03-01|2026-04-15",
        "9903|STUDENT|percentage|-10.0|2025-09-01|2026-07-31",
        "9904|XMAS|percentage|-20.0|2025-12-01|2025-12-24",
    ),
}
REASONS = ("customer", "inventory", "declined", "staff", "other")
AT = f"{NOW}+00:00"


def got(rows: Rows, table: str, key: object) -> Row:
    for row in rows[table]:
        if row["id"] == key:
            return row
    raise Absent("Not Found")


def listed(told: object) -> str:
    """Tags are one text; in which order they stand does not matter."""
    if not isinstance(told, str):
        raise Refusal("tags: must be a string")
    return ", ".join(sorted({one.strip().lower() for one in told.split(",") if one.strip()}))


def price(told: object) -> str:
    if isinstance(told, bool) or not isinstance(told, str | int | float) or not re.fullmatch(r"\d+(\.\d+)?", str(told)):
        raise Refusal("price: must be a number")
    return f"{float(told):.2f}"


def phone(told: object) -> str:
    number = re.sub(r"[\s()-]", "", words(told))
    if not re.fullmatch(r"\+\d{8,15}", number):
        raise Refusal("phone: is invalid")
    return number


def instant(told: object) -> str:
    try:
        at = datetime.fromisoformat(words(told))
    except ValueError:
        raise Refusal("Invalid date") from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat()


def note(told: object) -> str:
    if not isinstance(told, str):
        raise Refusal("note: must be a string")
    return told.strip()


def percent(told: object) -> str:
    try:
        value = float(told) if isinstance(told, str) else 1.0
    except ValueError:
        value = 1.0
    if not -1000 < value <= 0:
        raise Refusal("value: must be a string and less than or equal to 0")
    return f"{value:.1f}"


WRITABLE: Mapping[str, Mapping[str, Any]] = {
    "client": {"first_name": words, "last_name": words, "email": words, "phone": phone, "tags": listed, "note": note},
    "order": {"note": note, "tags": listed},
    "service": {"title": words, "price": price, "status": lambda told: one_of(told, "active", "draft", "archived")},
    "price_rule": {"title": words, "value": percent, "ends_at": lambda told: instant(told)[:10]},
}


def update(kind: str) -> Any:
    """The body is wrapped by the kind, and has the id of the path."""
    def do(rows: Rows, id: int, **wrapped: Any) -> object:
        told = wrapped.get(kind)
        if not isinstance(told, dict) or told.get("id", id) != id or not {*told} <= {"id", *WRITABLE[kind]}:
            raise Refusal(f"{kind}: Required parameter missing or invalid")
        row = got(rows, f"{kind}s", id)
        row.update({name: WRITABLE[kind][name](value) for name, value in told.items() if name != "id"})
        return {kind: row}

    return do


def shown(rows: Rows, row: Row) -> Row:
    client = got(rows, "clients", row["client_id"])
    return {**{name: one for name, one in row.items() if name != "client_id"}, "client": {name: client[name] for name in ("id", "first_name", "last_name", "email", "tags")}}


def clients_search(rows: Rows, query: str = "", limit: int = 50) -> object:
    """Words that each stand in a client somewhere, or `field:value`."""
    found = rows["clients"]
    for one in str(query).lower().split():
        name, _, value = one.rpartition(":")
        if name and name not in WRITABLE["client"]:
            raise Refusal("query: is invalid")
        found = [row for row in found if value in str(row[name] if name else row).lower()]
    return {"clients": found[:whole(limit, 1, 250)]}


def orders_index(rows: Rows, status: str = "open", financial_status: str = "any", created_at_min: str = "", created_at_max: str = "", since_id: int = 0, limit: int = 50) -> object:
    one_of(status, "open", "closed", "cancelled", "any")
    one_of(financial_status, "any", "paid", "pending", "authorized", "unpaid", "voided")
    paid = {"unpaid": ("pending", "authorized"), "any": ("paid", "pending", "authorized", "voided")}.get(financial_status, (financial_status,))
    found = [row for row in rows["orders"] if status in ("any", "cancelled" if row["cancelled_at"] else "closed" if row["closed_at"] else "open")]
    found = [row for row in found if row["financial_status"] in paid and row["id"] > whole(since_id, 0, 10**9)]
    least, most = (instant(told) if told else "" for told in (created_at_min, created_at_max))
    found = [row for row in found if row["created_at"] >= least and (not most or row["created_at"] <= most)]
    return {"orders": [shown(rows, row) for row in found[:whole(limit, 1, 250)]]}


def orders_cancel(rows: Rows, id: int, reason: str = "other", email: bool = False) -> object:
    row = got(rows, "orders", id)
    if row["cancelled_at"] or row["closed_at"] or row["fulfillment_status"]:
        raise Refusal("Cannot cancel an order that is closed or fulfilled")
    boolean(email)
    row.update(cancelled_at=AT, cancel_reason=one_of(reason, *REASONS), financial_status="voided")
    return {"order": shown(rows, row)}


def orders_close(rows: Rows, id: int) -> object:
    row = got(rows, "orders", id)
    if row["cancelled_at"] or row["closed_at"]:
        raise Refusal("The order is closed already")
    row["closed_at"] = AT
    return {"order": shown(rows, row)}


def drafts_complete(rows: Rows, id: int, payment_pending: bool = True) -> object:
    row = got(rows, "drafts", id)
    if row["status"] != "open":
        raise Refusal("This draft has been completed")
    row["status"] = "completed"
    new = {
        "id": 881000 + id % 1000, "name": f"#L{1028 + id % 1000 - 180}", "client_id": row["client_id"], "created_at": AT, "financial_status": "pending" if boolean(payment_pending) else "paid",
        "fulfillment_status": None, "total_price": row["total_price"], "note": row["note"], "tags": "", "line_items": [], "closed_at": None, "cancelled_at": None, "cancel_reason": None,
    }  # fmt: skip
    rows["orders"].append(new)
    return {"draft_order": {**shown(rows, row), "order_id": new["id"]}}


def rule(title: str, key: int, **more: object) -> Call:
    return "price_rules_update", {"id": key, "price_rule": {"id": key, **more}}


def client(key: int, **more: object) -> Call:
    return "clients_update", {"id": 7100300 + key, "client": {"id": 7100300 + key, **more}}


def service(key: int, **more: object) -> Call:
    return "services_update", {"id": key, "service": {"id": key, **more}}


def order(verb: str, no: int, **more: object) -> Call:
    return f"orders_{verb}", {"id": 880000 + no * 7, **more}


def look(query: str) -> Call:
    return "clients_search", {"query": query}


ID, LIMIT, ORDERS, RULES, SERVICES, DRAFTS = number(), number(), ("orders_index", {}), ("price_rules_index", {}), ("services_index", {}), ("drafts_index", {})


def wrapped(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"id": number(), **fields}}


TOOLS = (
    Tool("clients_search", "Search clients", {"query": text(), "limit": LIMIT}, clients_search),
    Tool("clients_update", "Update a client", {"id": ID, "client": wrapped(first_name=text(), last_name=text(), email=text(), phone=text(), tags=text(), note=text())}, update("client"), ("id", "client")),
    Tool("orders_index", "List orders", {"status": text(enum=["open", "closed", "cancelled", "any"], default="open"), "financial_status": text(enum=["any", "paid", "pending", "authorized", "unpaid", "voided"]), "created_at_min": text(), "created_at_max": text(), "since_id": number(), "limit": LIMIT}, orders_index),
    Tool("orders_show", "Get an order", {"id": ID}, lambda rows, id: {"order": shown(rows, got(rows, "orders", id))}, ("id",)),
    Tool("orders_update", "Update an order", {"id": ID, "order": wrapped(note=text(), tags=text())}, update("order"), ("id", "order")),
    Tool("orders_cancel", "Cancel an order", {"id": ID, "reason": text(enum=list(REASONS)), "email": {"type": "boolean"}}, orders_cancel, ("id",)),
    Tool("orders_close", "Close an order", {"id": ID}, orders_close, ("id",)),
    Tool("drafts_index", "List drafts", {"status": text(enum=["open", "completed"])}, lambda rows, status="open": {"draft_orders": [shown(rows, row) for row in rows["drafts"] if row["status"] == status]}),
    Tool("drafts_complete", "Complete a draft", {"id": ID, "payment_pending": {"type": "boolean"}}, drafts_complete, ("id",)),
    Tool("drafts_destroy", "Delete a draft", {"id": ID}, lambda rows, id: rows["drafts"].remove(got(rows, "drafts", id)) or {}, ("id",)),
    Tool("services_index", "List services", {}, lambda rows: {"services": rows["services"]}),
    Tool("services_update", "Update a service", {"id": ID, "service": wrapped(title=text(), price=text(), status=text(enum=["active", "draft", "archived"]))}, update("service"), ("id", "service")),
    Tool("price_rules_index", "List price rules", {}, lambda rows: {"price_rules": rows["price_rules"]}),
    Tool("price_rules_update", "Update a price rule", {"id": ID, "price_rule": wrapped(title=text(), value=text(), ends_at=text())}, update("price_rule"), ("id", "price_rule")),
)
JOBS = (
    Job("Marguerite Oyelaran is a VIP from today, tag her like the other ones", [client(11, tags="hotel, vip")]),
    Job("Dev Parmar's got a new mobile, it's +44 7700 900461", [client(12, phone="+44 7700 900461")]),
    Job("L1046 won't be needed after all, the customer's changed his mind. Cancel it please", [order("cancel", 1046, reason="customer")]),
    Job("Bed linen's going up to 3.20", [service(5502, price="3.20")]),
    Job('Put "no starch" down on Ines Falk\'s order', [("orders_update", {"id": 887308, "order": {"id": 887308, "note": "no starch"}})]),
    Job("we don't do wedding dresses for the time being, so make that one a draft again", [service(5504, status="draft")]),
    Job("Let the 15 percent spring code run until the end of April", [rule("SPRING15", 9901, ends_at="2026-04-30T23:59:59+00:00")]),
    Job("How many orders has Dev Parmar still to pay?", [], shows=("#L1042", "#L1045")),
    Job("Get rid of Hannah's draft, and the one with the bathrobes becomes a proper order", [("drafts_destroy", {"id": 662205}), ("drafts_complete", {"id": 662203})]),
    Job("Close everything from February that's paid and delivered, but leave open what has a note on it", [order("close", 1039), order("close", 1041)]),
    Job('If what Dev Parmar owes us comes to more than 100 pounds, tag him "hold", otherwise "regular"', [client(12, tags="hold")]),
    Job("Turn the drafts of all our hotels into orders, only not the Seaview's", [("drafts_complete", {"id": one}) for one in (662201, 662203)]),
    Job("Cancel Falk's order", ASK),
    Job("Hannah Weir's blouse lost its collar, give her the 31.50 back", ASK),
)
PASTS = (
    Past("Tam Nguyen counts as a VIP as well now", [look("Tam Nguyen")], [client(17, tags="restaurant, vip")]),
    Past("Priya Anand writes from a new address, priya.anand@anchor.example", [look("last_name:Anand")], [client(18, email="priya.anand@anchor.example")]),
    Past("The Harbour Grill is shut next week, so the tablecloths that aren't done yet can be cancelled, their wish", [look("Harbour"), ORDERS], [order("cancel", 1048, reason="customer")]),
    Past("A suit costs 15.50 from now on", [SERVICES], [service(5505, price="15.50")]),
    Past("Close L1043, everything's done there", [ORDERS, ("orders_show", {"id": 887301})], [order("close", 1043)]),
    Past("The student code should last till the end of September", [RULES], [rule("STUDENT", 9903, ends_at="2026-09-30T23:59:59+00:00")]),
    Past("Dev's draft is fine, make an order of it", [DRAFTS], [("drafts_complete", {"id": 662204})]),
    Past("We clean leather jackets again, so put them back on", [SERVICES], [service(5507, status="active")]),
)
FIELD = Field("laundry", ROWS, TOOLS, JOBS, PASTS)
