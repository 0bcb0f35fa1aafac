"""The shop of a cheese dairy: nodes on edges, ids that are addresses, inputs inside of an `input`, states in capitals, errors in answers.

What a cheese costs and how much of it is there stands with its sizes.  Sums are texts beside their currency, searches are terms
with a name before a colon, and what is refused is answered with `userErrors`.
DAIRY has the forms of a shop's administration.  Written on 2026-11-30 without reading the planner, and
before it was run.  Developed on since that night.
"""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.fields.checks import array, body, boolean, one_of, shape, texts, whole, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text


def gid(kind: str, key: object) -> str:
    return f"gid://dairy/{kind}/{key}"


def cheese(told: str) -> Row:
    key, title, status, tags, *sizes = told.split("|")
    nodes = []
    for at, size in enumerate(sizes, 1):
        name, price, there = size.split("=")
        nodes.append({
            "id": gid("ProductVariant", f"{key}{at}"), "title": name, "price": price, "inventoryQuantity": int(there),
            "inventoryItem": {"id": gid("InventoryItem", f"{key}{at}7")},
        })  # fmt: skip
    return {"id": gid("Product", key), "title": title, "status": status, "tags": tags.split(), "variants": {"nodes": nodes}}


def order(told: str) -> Row:
    name, customer, day, paid, sent, amount, note = told.split("|")
    return {
        "id": gid("Order", f"66{name}"), "name": f"#{name}", "createdAt": f"{day}T08:00:00Z", "cancelledAt": None, "cancelReason": None,
        "customer": {"id": gid("Customer", customer), "displayName": CUSTOMERS[customer]}, "displayFinancialStatus": paid,
        "displayFulfillmentStatus": sent, "totalPriceSet": {"shopMoney": {"amount": amount, "currencyCode": "EUR"}}, "note": note or None,
    }  # fmt: skip


CUSTOMERS = {"5101": "Ida Falk", "5102": "Ida Frank", "5103": "Bruno Castell", "5104": "Mei Tanaka", "5105": "Yusuf Onal"}
ROWS: Rows = {
    "products": [cheese(told) for told in (
        "8801|Alder Blue|ACTIVE|blue cow|250 g=7.50=14|1 kg=27.00=3",
        "8802|Alder Brie|ACTIVE|cow soft|200 g=5.20=0",
        "8803|Goat Log|ACTIVE|goat soft|150 g=4.80=22",
        "8804|Goat Log with Ash|ACTIVE|goat soft|150 g=5.40=5",
        "8805|Mountain Reserve|ACTIVE|cow hard|500 g=16.90=9",
        "8806|Smoked Mountain|DRAFT|cow hard|500 g=15.50=6",
        "8807|Ewe's Curd|ACTIVE|ewe fresh|250 g=3.90=31",
        "8808|Truffle Brie|ARCHIVED|cow soft|200 g=9.80=2",
        "8809|Little Goat Button|DRAFT|fresh goat|60 g=2.20=0",
    )],
    "customers": [{**row, "id": gid("Customer", row["id"]), "displayName": CUSTOMERS[str(row["id"])], "tags": row["tags"].split(), "note": row["note"] or None} for row in rows_of(
        "id email tags note",
        "5101|ida.falk@post.example|newsletter|",
        "5102|i.frank@post.example||",
        "5103|bruno@castell.example|wholesale|Rings before he comes",
        "5104|mei.tanaka@post.example|newsletter|",
        "5105|kitchen@onal.example|wholesale|",
    )],
    "orders": [order(told) for told in (
        "2041|5101|2026-02-24|PAID|FULFILLED|31.20|",
        "2042|5105|2026-02-27|PAID|FULFILLED|84.50|",
        "2043|5103|2026-03-02|PENDING|FULFILLED|61.00|",
        "2044|5104|2026-03-05|PAID|UNFULFILLED|22.50|Gift",
        "2045|5102|2026-03-09|PAID|UNFULFILLED|15.90|",
        "2046|5105|2026-03-10|PENDING|UNFULFILLED|48.00|",
        "2047|5103|2026-03-10|PAID|FULFILLED|27.00|",
        "2048|5101|2026-03-11|PAID|UNFULFILLED|12.30|",
    )],
    "fulfillments": [],
}
PRODUCT, PAID, SENT = ("ACTIVE", "DRAFT", "ARCHIVED"), ("PAID", "PENDING", "REFUNDED"), ("FULFILLED", "UNFULFILLED")
REASONS = ("CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER")
TERM = re.compile(r"""(-?)(?:(\w+):)?("[^"]*"|'[^']*'|[^\s()]+)""")
TERMS: dict[str, str] = {
    "title": "title", "status": "status", "tag": "tags", "name": "name", "email": "email", "customer_id": "customer",
    "financial_status": "displayFinancialStatus", "fulfillment_status": "displayFulfillmentStatus", "created_at": "createdAt",
}  # fmt: skip


def found(row: Row, query: object) -> bool:
    for sign, name, told in TERM.findall(query if isinstance(query, str) else ""):
        term = told.strip("\"'").lower()
        if term in ("and", ""):
            continue
        value = str(row.get(TERMS.get(name, name), "") if name else [row.get(one) for one in ("title", "name", "displayName", "email")]).lower()
        holds = value == term if name in ("status", "financial_status", "fulfillment_status") else term.strip("*") in value
        if holds == bool(sign):
            return False
    return True


def connection(table: str) -> Callable[..., object]:
    def do(rows: Rows, first: int = 5, after: str | None = None, query: str = "") -> object:
        matches = [row for row in rows[table] if found(row, query)]
        start = 0 if after is None else 1 + [row["id"] for row in matches].index(find(matches, "id", after)["id"])
        last = start + whole(first, 1, 250)
        edges = [{"cursor": row["id"], "node": row} for row in matches[start:last]]
        return {table: {"edges": edges, "pageInfo": {"hasNextPage": last < len(matches), "endCursor": edges[-1]["cursor"] if edges else None}}}
    return do


def mutation(name: str, do: Callable[..., Row]) -> Callable[..., object]:
    """What is refused is an answer as well: of nothing, and with what is wrong."""
    def answered(rows: Rows, **told: Any) -> object:
        try:
            return {name: do(rows, **told), "userErrors": []}
        except Refusal as refusal:
            return {name: None, "userErrors": [{"field": [*told][:1], "message": str(refusal)}]}
    return answered


def money(told: object) -> str:
    try:
        amount = Decimal(words(told))
    except InvalidOperation:
        raise Refusal("Price is not a number") from None
    if not amount.is_finite() or not 0 <= amount < 10**6:
        raise Refusal("Price must be greater than or equal to 0")
    return f"{amount:.2f}"


def product_update(rows: Rows, product: Row) -> Row:
    told = body(product)
    row = find(rows["products"], "id", told.get("id"))
    checks: dict[str, Callable[[object], object]] = {"title": words, "status": lambda one: one_of(one, *PRODUCT), "tags": lambda one: sorted({*texts(one)})}
    row.update({name: check(told[name]) for name, check in checks.items() if name in told})
    return row


def variants_update(rows: Rows, productId: str, variants: list[Row]) -> Row:
    row = find(rows["products"], "id", productId)
    if not isinstance(variants, list) or not variants:
        raise Refusal("variants is an array")
    for told in map(body, variants):
        variant = find(row["variants"]["nodes"], "id", told.get("id"))
        variant["price"] = money(told.get("price"))
    return row


def set_stock(rows: Rows, input: Row) -> Row:
    told = body(input)
    if not isinstance(told.get("quantities"), list):
        raise Refusal("quantities is an array")
    for quantity in map(body, told["quantities"]):
        items = [{"id": one["inventoryItem"]["id"], "of": one} for row in rows["products"] for one in row["variants"]["nodes"]]
        find(items, "id", quantity.get("inventoryItemId"))["of"]["inventoryQuantity"] = whole(quantity.get("quantity"), 0, 10**6)
    return {"reason": told.get("reason")}


def note_of(table: str) -> Callable[..., Row]:
    def do(rows: Rows, input: Row) -> Row:
        told = body(input)
        row = find(rows[table], "id", told.get("id"))
        row.update({name: words(told[name]) for name in ("note", "email") if name in told and name in row})
        return row
    return do


def tags(adds: bool) -> Callable[..., Row]:
    def do(rows: Rows, id: str, tags: list[str]) -> Row:
        row = find([*rows["products"], *rows["customers"]], "id", id)
        told = {*texts(tags)}
        row["tags"] = sorted({*row["tags"]} | told if adds else {*row["tags"]} - told)
        return {"id": row["id"]}
    return do


def mark_paid(rows: Rows, input: Row) -> Row:
    row = find(rows["orders"], "id", body(input).get("id"))
    if row["displayFinancialStatus"] != "PENDING" or row["cancelledAt"]:
        raise Refusal("Order cannot be marked as paid.")
    row["displayFinancialStatus"] = "PAID"
    return row


def cancel(rows: Rows, orderId: str, reason: str, refund: bool, restock: bool) -> Row:
    row = find(rows["orders"], "id", orderId)
    if row["cancelledAt"] or row["displayFulfillmentStatus"] == "FULFILLED":
        raise Refusal("Cannot cancel an order that was fulfilled or cancelled.")
    boolean(restock)
    row.update(cancelledAt="2026-03-11T10:00:00Z", cancelReason=one_of(reason, *REASONS))
    if boolean(refund) and row["displayFinancialStatus"] == "PAID":
        row["displayFinancialStatus"] = "REFUNDED"
    return row


def fulfil(rows: Rows, fulfillment: Row) -> Row:
    told = body(fulfillment)
    row = find(rows["orders"], "id", told.get("orderId"))
    if row["displayFulfillmentStatus"] == "FULFILLED" or row["cancelledAt"]:
        raise Refusal("The order is fulfilled or cancelled already.")
    tracking = body(told.get("trackingInfo", {})).get("number")
    row["displayFulfillmentStatus"] = "FULFILLED"
    rows["fulfillments"].append({"order": row["id"], "tracking": None if tracking is None else words(tracking)})
    return row


def priced(product: int, size: int, price: str) -> Call:
    return "productVariantsBulkUpdate", {"productId": gid("Product", product), "variants": [{"id": gid("ProductVariant", f"{product}{size}"), "price": price}]}


def stocked(*items: tuple[int, int]) -> Call:
    return "inventorySetQuantities", {"input": {"reason": "correction", "quantities": [{"inventoryItemId": gid("InventoryItem", f"{key}7"), "quantity": many} for key, many in items]}}


def made(key: int, **told: Any) -> Call:
    return "productUpdate", {"product": {"id": gid("Product", key), **told}}


def customer(key: int, **told: str) -> Call:
    return "customerUpdate", {"input": {"id": gid("Customer", key), **told}}


def cancelled(key: int, reason: str, refund: bool) -> Call:
    return "orderCancel", {"orderId": gid("Order", f"66{key}"), "reason": reason, "refund": refund, "restock": True}


def sent(key: int, number: str) -> Call:
    return "fulfillmentCreate", {"fulfillment": {"orderId": gid("Order", f"66{key}"), "trackingInfo": {"number": number}}}


def tag(key: int, *told: str, verb: str = "Add", kind: str = "Customer") -> Call:
    return f"tags{verb}", {"id": gid(kind, key), "tags": [*told]}


def looked(table: str, query: str) -> Call:
    return table, {"query": query}


def needs(*required: str, **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": [*required]}


def edges(name: str, /, **fields: Any) -> dict[str, Any]:
    return shape(**{name: shape(edges=array(cursor=text(), node=shape(**fields)), pageInfo=shape(hasNextPage={"type": "boolean"}, endCursor={"type": ["string", "null"]}))})


def payload(name: str, /, **fields: Any) -> dict[str, Any]:
    return shape(**{name: {"type": ["object", "null"], "properties": fields}}, userErrors=array(field={"type": "array", "items": text()}, message=text()))


PAGE = {"first": number("The first n elements from the list.", default=5), "after": text("The elements that come after the specified cursor.")}
ID, TAGS = text("A globally-unique ID."), {"type": "array", "items": text()}
CHEESE = {"id": ID, "title": text(), "status": text(enum=list(PRODUCT)), "tags": TAGS, "variants": shape(nodes=array(id=ID, title=text("The size."), price=text("Decimal, in EUR."), inventoryQuantity=number(), inventoryItem=shape(id=ID)))}
PERSON = {"id": ID, "displayName": text(), "email": text(), "tags": TAGS, "note": {"type": ["string", "null"]}}
ORDER = {"id": ID, "name": text("e.g. #1001"), "createdAt": text(format="date-time"), "cancelledAt": {"type": ["string", "null"], "format": "date-time"}, "cancelReason": {"type": ["string", "null"]}, "customer": shape(id=ID, displayName=text()), "displayFinancialStatus": text(enum=list(PAID)), "displayFulfillmentStatus": text(enum=list(SENT)), "totalPriceSet": shape(shopMoney=shape(amount=text("Decimal"), currencyCode=text())), "note": {"type": ["string", "null"]}}
TOOLS = (
    Tool("products", "Returns a list of products.", {**PAGE, "query": text("Terms like title:, status:, tag:")}, connection("products"), outputs=edges("products", **CHEESE)),
    Tool("productUpdate", "Updates a product. Its tags are replaced where they are told.", {"product": needs("id", id=ID, title=text(), status=text("ACTIVE is for sale, DRAFT is not yet, ARCHIVED is no longer.", enum=list(PRODUCT)), tags=TAGS)}, mutation("product", product_update), ("product",), payload("product", **CHEESE)),
    Tool("productVariantsBulkUpdate", "Updates several variants of a product.", {"productId": ID, "variants": {"type": "array", "items": needs("id", "price", id=ID, price=text("Decimal, e.g. 12.50"))}}, mutation("product", variants_update), ("productId", "variants"), payload("product", **CHEESE)),
    Tool("inventorySetQuantities", "Sets the quantities of inventory items, whatever they were.", {"input": needs("quantities", reason=text("Why, e.g. correction"), quantities={"type": "array", "items": needs("inventoryItemId", "quantity", inventoryItemId=ID, quantity=number())})}, mutation("inventoryAdjustmentGroup", set_stock), ("input",), payload("inventoryAdjustmentGroup", reason=text())),
    Tool("customers", "Returns a list of customers.", {**PAGE, "query": text("Terms like email:, tag:, or a name")}, connection("customers"), outputs=edges("customers", **PERSON)),
    Tool("customerUpdate", "Updates a customer's attributes.", {"input": needs("id", id=ID, email=text(), note=text())}, mutation("customer", note_of("customers")), ("input",), payload("customer", **PERSON)),
    Tool("tagsAdd", "Adds tags to a product or a customer.", {"id": ID, "tags": TAGS}, mutation("node", tags(True)), ("id", "tags"), payload("node", id=ID)),
    Tool("tagsRemove", "Removes tags from a product or a customer.", {"id": ID, "tags": TAGS}, mutation("node", tags(False)), ("id", "tags"), payload("node", id=ID)),
    Tool("orders", "Returns a list of orders placed in the store.", {**PAGE, "query": text("Terms like name:, financial_status:, fulfillment_status:, created_at:")}, connection("orders"), outputs=edges("orders", **ORDER)),
    Tool("orderUpdate", "Updates the note of an order.", {"input": needs("id", id=ID, note=text())}, mutation("order", note_of("orders")), ("input",), payload("order", **ORDER)),
    Tool("orderMarkAsPaid", "Marks an order as paid.", {"input": needs("id", id=ID)}, mutation("order", mark_paid), ("input",), payload("order", **ORDER)),
    Tool("orderCancel", "Cancels an order.", {"orderId": ID, "reason": text("CUSTOMER: the customer changed or withdrew it.", enum=list(REASONS)), "refund": {"type": "boolean", "description": "Whether to refund what was paid."}, "restock": {"type": "boolean", "description": "Whether to restock what was committed."}}, mutation("order", cancel), ("orderId", "reason", "refund", "restock"), payload("order", **ORDER)),
    Tool("fulfillmentCreate", "Marks an order as sent.", {"fulfillment": needs("orderId", orderId=ID, trackingInfo=shape(number=text("The tracking number.")))}, mutation("order", fulfil), ("fulfillment",), payload("order", **ORDER)),
)
JOBS = (
    Job("Put the kilo of Alder Blue up to 29 euros", [priced(8801, 2, "29.00")]),
    Job("We counted again and there are 12 Alder Bries in the cellar, set it right", [stocked((88021, 12))]),
    Job("The smoked one isn't a draft any more, we're selling it from today", [made(8806, status="ACTIVE")]),
    Job("Mei Tanaka is a regular now - tag her that way, but she doesn't want the newsletter tag", [tag(5104, "regular"), tag(5104, "newsletter", verb="Remove")]),
    Job("#2045 went out this morning with tracking number CH4410", [sent(2045, "CH4410")]),
    Job("Whatever's on sale though there's none left goes back to draft", [made(8802, status="DRAFT")]),
    Job("Yusuf has withdrawn the order he hasn't paid yet. Cancel it and put the cheese back into stock, there's nothing to refund", [cancelled(2046, "CUSTOMER", False)]),
    Job('Note for Ida Frank: "Leave parcels with the neighbour". And knock 10% off the ash log', [customer(5102, note="Leave parcels with the neighbour"), priced(8804, 1, "4.86")]),
    Job("which orders still have to be sent?", [], shows=("#2044", "#2045", "#2046", "#2048")),
    Job("Anyone whose orders come to more than 100 euros all told gets tagged vip", [tag(5105, "vip")]),
    Job("Are there fewer than 10 pieces of Alder Blue left, both sizes together? Then archive it, otherwise the 250 g one costs 6.90 from now on", [priced(8801, 1, "6.90")]),
    Job("Every goat cheese that's for sale gets 50 cents dearer, only not the one with ash", [priced(8803, 1, "5.30")]),
    Job("Tag Ida as wholesale", ASK),
    Job("Send Mei Tanaka a voucher for her birthday", ASK),
)
PASTS = (
    Past("Bruno Castell's money for #2043 has come in", [looked("orders", "name:2043")], [("orderMarkAsPaid", {"input": {"id": gid("Order", "662043")}})]),
    Past("The Mountain Reserve is 17.50 now", [looked("products", "Mountain")], [priced(8805, 1, "17.50")]),
    Past("There are only 20 goat logs, not 22", [looked("products", "title:Goat")], [stocked((88031, 20))]),
    Past("No Truffle Brie this year either, but let's have it as a draft", [looked("products", "Truffle")], [made(8808, status="DRAFT")]),
    Past("Ida Falk's parcel #2048 is on its way, CH4399", [looked("orders", "name:2048")], [sent(2048, "CH4399")]),
    Past("#2044 is cancelled, Mei wants her money back; put it into stock again", [looked("orders", "name:2044")], [cancelled(2044, "CUSTOMER", True)]),
    Past("Tag Bruno with market", [looked("customers", "Bruno")], [tag(5103, "market")]),
    Past('Write on #2047 "Paid at the market"', [looked("orders", "name:2047")], [("orderUpdate", {"input": {"id": gid("Order", "662047"), "note": "Paid at the market"}})]),
)
FIELD = Field("dairy", ROWS, TOOLS, JOBS, PASTS)
