"""A print shop, for the tests of this folder: orders by pages, bodies, a status call of its own, codes for machines.

Written by somebody who had not read the planner.
"""

from collections.abc import Mapping
from typing import Any

from tests.fields.service import Field, Refusal, Rows, Tool, contains, equal, find, listing, number, rows_of, text

STATES = ["quote", "proofing", "queued", "printing", "finishing", "ready", "collected", "cancelled"]
DELIVERY, TERMS = ["collect", "courier", "van"], ["prepaid", "14_days", "30_days"]
RUNNING, KINDS = ["running", "maintenance", "down"], ["digital", "offset", "wide_format"]
ROWS = {
    "customers": rows_of(
        "customer_id name contact email terms on_hold",
        "501|Harrow & Finch Solicitors|Denise Harrow|denise@harrowfinch.example|30_days|false",
        "502|St Aidan's Primary School|Tom Bellamy|office@staidans.example|14_days|false",
        "503|Kestrel Brewing Co|Lucia Moretti|lucia@kestrelbrewing.example|14_days|true",
        "504|Marlow Amateur Dramatics|Pauline Webb|pauline.webb@mads.example|prepaid|false",
        "505|Peverell Estate Agents|Jack Osei|sales@peverell.example|30_days|false",
        "506|Thornbury Parish Council|Margaret Lyle|clerk@thornbury.example|30_days|false",
    ),
    "machines": rows_of(
        "code name kind status operator next_service_on",
        "DIG-1|Indigo 7K|digital|running|Raj|2026-04-08",
        "DIG-2|Versant 280|digital|running|Ola|2026-03-25",
        "OFF-1|Heidelberg SM52|offset|running|Raj|2026-03-13",
        "WF-1|Latex 365|wide_format|down|Ben|2026-05-04",
    ),
    "orders": rows_of(
        "order_no customer_id title product quantity paper machine_code due_date price status delivery rush",
        "4401|502|Spring fair leaflets|leaflet|500|130gsm silk|DIG-1|2026-03-13|85|queued|collect|false",
        "4402|503|Hop Harvest IPA labels|label|3000|gloss vinyl|DIG-2|2026-03-16|420|proofing|courier|false",
        "4403|501|Letterheads|stationery|2000|100gsm laid|OFF-1|2026-03-18|310|queued|van|false",
        "4404|504|Oklahoma! programmes|booklet|350|150gsm silk|DIG-1|2026-03-12|265|printing|collect|true",
        "4405|505|For Sale boards|board|40|corrugated plastic|WF-1|2026-03-10|560|queued|van|false",
        "4406|503|Taproom menus|menu|60|350gsm uncoated|DIG-1|2026-03-20|90|quote|collect|false",
        "4407|501|Business cards D. Harrow|stationery|500|400gsm silk|DIG-2|2026-03-12|48|ready|collect|false",
        "4408|506|Annual report|booklet|150|120gsm uncoated|DIG-2|2026-03-27|390|proofing|van|false",
        "4409|505|Open house flyers|leaflet|1500|130gsm silk|OFF-1|2026-03-17|140|finishing|courier|false",
        "4410|504|Oklahoma! posters|poster|25|200gsm satin|WF-1|2026-03-09|75|queued|collect|false",
        "4411|502|Year 6 hoodie transfers|transfer|62|heat film|DIG-2|2026-04-02|130|quote|collect|false",
        "4412|506|Footpath signs|board|12|3mm dibond|WF-1|2026-03-24|210|queued|van|false",
        "4413|503|Beer mats|coaster|5000|1.4mm pulp board|OFF-1|2026-02-20|275|collected|collect|false",
        "4414|505|Window vinyl|vinyl|4|etched vinyl|WF-1|2026-03-06|180|cancelled|van|false",
    ),
}
PRODUCTS = ["leaflet", "label", "stationery", "booklet", "board", "menu", "poster", "transfer", "coaster", "vinyl"]
CHOICES = {"product": PRODUCTS, "delivery": DELIVERY, "terms": TERMS}
Body = Mapping[str, Any]


def checked(body: Body, names: Mapping[str, Any]) -> dict[str, Any]:
    if not body:
        raise Refusal("422: the body is empty")
    for name, value in body.items():
        if name not in names:
            raise Refusal(f"422: unknown property {name}")
        allowed = names[name].get("enum")
        if allowed and value not in allowed:
            raise Refusal(f"422: {name} must be one of {', '.join(allowed)}")
        kind = {"integer": int, "number": (int, float), "boolean": bool, "string": str}[names[name]["type"]]
        if not isinstance(value, kind) or (isinstance(value, bool) and names[name]["type"] != "boolean"):
            raise Refusal(f"422: {name} has the wrong type")
    return dict(body)


def orders(rows: Rows, status: str = "", customer_id: int | None = None, machine_code: str = "", due_from: str = "", due_to: str = "", page: int = 1, per_page: int = 5) -> object:
    found = equal(rows["orders"], {"status": status, "customer_id": customer_id, "machine_code": machine_code})
    found = [row for row in found if (not due_from or row["due_date"] >= due_from) and (not due_to or row["due_date"] <= due_to)]
    size = max(1, min(int(per_page or 5), 10))
    first = (max(1, int(page or 1)) - 1) * size
    return {"orders": found[first:first + size], "page": page, "pages": max(1, -(-len(found) // size)), "total": len(found)}


def change_order(rows: Rows, order_no: int, body: Body) -> object:
    row, told = find(rows["orders"], "order_no", order_no), checked(body, ORDER)
    if "machine_code" in told:
        find(rows["machines"], "code", told["machine_code"])
    if "customer_id" in told:
        find(rows["customers"], "customer_id", told["customer_id"])
    row.update(told)
    return row


def move(rows: Rows, order_no: int, status: str) -> object:
    row = find(rows["orders"], "order_no", order_no)
    if status not in STATES:
        raise Refusal(f"422: status must be one of {', '.join(STATES)}")
    row["status"] = status
    return row


def create(rows: Rows, body: Body) -> object:
    told = checked(body, ORDER)
    missing = [name for name in NEEDED if name not in told]
    if missing:
        raise Refusal(f"422: missing {', '.join(missing)}")
    find(rows["customers"], "customer_id", told["customer_id"])
    find(rows["machines"], "code", told["machine_code"])
    row = {"order_no": 1 + max(one["order_no"] for one in rows["orders"]), "status": "quote", "delivery": "collect", "rush": False, **told}
    rows["orders"].append(row)
    return row


def remove(rows: Rows, order_no: int) -> object:
    row = find(rows["orders"], "order_no", order_no)
    if row["status"] != "quote":
        raise Refusal("409: only quotes can be deleted; cancel the order instead")
    rows["orders"].remove(row)
    return {"deleted": order_no}


def change_customer(rows: Rows, customer_id: int, body: Body) -> object:
    row = find(rows["customers"], "customer_id", customer_id)
    row.update(checked(body, CUSTOMER))
    return row


def change_machine(rows: Rows, code: str, body: Body) -> object:
    row = find(rows["machines"], "code", code)
    row.update(checked(body, MACHINE))
    return row


FLAG, MONEY = {"type": "boolean"}, {"type": "number"}
ORDER = {
    "customer_id": number("Customer the order is for."), "title": text("What is written on the job ticket."), "product": text("Kind of product.", enum=PRODUCTS),
    "quantity": number("Number of copies or pieces."), "paper": text("Paper or other material, e.g. `130gsm silk`."), "machine_code": text("Machine the order is planned on, e.g. `DIG-1`."),
    "due_date": text("Day the customer needs it.", format="date"), "price": {**MONEY, "description": "Price in GBP, net."},
    "delivery": text("How it gets to the customer.", enum=DELIVERY), "rush": {**FLAG, "description": "Whether it goes ahead of other work."},
}
NEEDED = ("customer_id", "title", "product", "quantity", "paper", "machine_code", "due_date", "price")
CUSTOMER = {"name": text("Business name."), "contact": text("Person we deal with."), "email": text(format="email"), "terms": text("Payment terms.", enum=TERMS), "on_hold": {**FLAG, "description": "No new work is printed while the account is on hold."}}
MACHINE = {"status": text("Whether it can be printed on.", enum=RUNNING), "operator": text("First name of the operator."), "next_service_on": text("Date of the next service by the manufacturer.", format="date")}
NO, WHO, CODE = number("Order number."), number("Customer id."), text("Machine code.")


def body(properties: Mapping[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), **({"required": list(required)} if required else {})}


ROW = {"order_no": number(), **ORDER, "status": text(enum=STATES)}
FIELD = Field(
    "printshop", ROWS,
    (
        Tool("list_orders", "Returns print orders in the order they were taken, one page at a time. Filters can be combined.", {"status": text("Only orders in this status.", enum=STATES), "customer_id": number("Only orders of this customer."), "machine_code": text("Only orders planned on this machine."), "due_from": text("Due on this day or later.", format="date"), "due_to": text("Due on this day or earlier.", format="date"), "page": number("Page number, starting at 1.", default=1), "per_page": number("Orders per page, 10 at most.", default=5)}, orders, outputs={"type": "object", "properties": {**listing("orders", **ROW)["properties"], "page": number(), "pages": number("Number of pages."), "total": number()}}),
        Tool("list_customers", "Returns customers, optionally only those whose name contains a text.", {"name": text("Part of the business name.")}, lambda rows, name="": {"customers": contains(rows["customers"], {"name": name})}, outputs=listing("customers", customer_id=number(), **CUSTOMER)),
        Tool("list_machines", "Returns the presses and printers of the shop.", {"kind": text("Only machines of this kind.", enum=KINDS)}, lambda rows, kind="": {"machines": equal(rows["machines"], {"kind": kind})}, outputs=listing("machines", code=text(), name=text(), kind=text(enum=KINDS), **MACHINE)),
        Tool("create_order", "Takes a new print order. It starts out as a quote.", {"body": body(ORDER, *NEEDED)}, create, ("body",)),
        Tool("update_order", "Changes details of a print order; properties that are left out stay as they are. The status is changed with set_order_status.", {"order_no": NO, "body": body(ORDER)}, change_order, ("order_no", "body")),
        Tool("set_order_status", "Moves a print order to another status, e.g. into the print queue, to ready once it is packed, or to cancelled.", {"order_no": NO, "status": text("The new status.", enum=STATES)}, move, ("order_no", "status")),
        Tool("delete_order", "Deletes a quote that came to nothing. Orders past the quote stage can only be cancelled.", {"order_no": NO}, remove, ("order_no",)),
        Tool("update_customer", "Changes details of a customer's account; properties that are left out stay as they are.", {"customer_id": WHO, "body": body(CUSTOMER)}, change_customer, ("customer_id", "body")),
        Tool("update_machine", "Changes the state, operator or service date of a machine.", {"code": CODE, "body": body(MACHINE)}, change_machine, ("code", "body")),
    ),
    (),
)
