"""The admin side of a web shop: names as routes of a framework (`products_index`, `variants_update`), bodies wrapped by their kind.

What forms are in it: a body is `{"variant": {"id": …, "price": "34.00"}}`, and so is an answer (`{"orders": […]}`); what is not sent
stays.  Prices are decimal texts, a discount is a negative one; tags are one text with commas, replaced as a whole.  Variants stand
inside products, their stock stands at `inventory_item_id` and `location_id`, and is told by lists of ids in one text.  Lists go on
behind the last id (`since_id`), orders show open ones unless another `status` is asked for.  Customers are only searched.  Shipping
and refunds are records of their own that change the order.  `products_destroy` stands beside a status of `archived`, an absolute
stock beside a relative one, `orders_cancel` beside `orders_close`.  Answers are not declared, and few inputs are described.

Written on 2026-11-29 without reading the planner, and before it was run.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.fields.checks import body, boolean, changing, day, matching, one_of, shape, whole, words
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
    equal,
    find,
    number,
    rows_of,
    text,
)

TODAY, LIMIT = "2026-03-11", 5
PRODUCT_STATES, REASONS = ("active", "draft", "archived"), ("customer", "inventory", "fraud", "declined", "other")
BRISTOL, LEEDS = 6101, 6102


def orders(*lines: str) -> list[Row]:
    """Orders with their lines: variants and how many of each."""
    found = rows_of("id name customer_id financial_status fulfillment_status total_price created_at tags note closed_at lines", *lines)
    for row in found:
        row.update(fulfillment_status=row["fulfillment_status"] or None, closed_at=row["closed_at"] or None, cancelled_at=None)
        row["lines"] = [dict(zip(("variant_id", "quantity"), map(int, one.split("x")), strict=True)) for one in str(row["lines"]).split()]
    return found


ROWS: Rows = {
    "products": rows_of(
        "id title vendor product_type status tags",
        "70411|Linen Apron|Wren Textiles|Kitchen linen|active|linen, bestseller",
        "70412|Striped Tea Towel|Wren Textiles|Kitchen linen|active|linen",
        "70413|Checked Tea Towel|Wren Textiles|Kitchen linen|active|linen",
        "70414|Oak Board|Holt & Daughter|Boards|active|wood, bestseller",
        "70415|Walnut Board|Holt & Daughter|Boards|draft|wood",
        "70416|Stoneware Mug|Foxglove Pottery|Tableware|active|stoneware",
        "70417|Serving Bowl|Foxglove Pottery|Tableware|active|stoneware",
        "70418|Felt Coasters|Wren Textiles|Tableware|active|felt, outlet",
        "70419|Canvas Tote|Wren Textiles|Bags|active|",
        "70420|Lavender Sachet|Wren Textiles|Gifts|draft|",
    ),
    "variants": rows_of(
        "id product_id title sku price compare_at_price inventory_item_id",
        "88101|70411|Navy|APR-NVY|36.00||55101",
        "88102|70411|Olive|APR-OLV|36.00||55102",
        "88103|70412|Default|TTL-STR|11.00||55103",
        "88104|70413|Default|TTL-CHK|12.00||55104",
        "88105|70414|Small|BRD-OAK-S|28.00||55105",
        "88106|70414|Large|BRD-OAK-L|45.00||55106",
        "88107|70415|Default|BRD-WAL|52.00||55107",
        "88108|70416|White|MUG-WHT|14.00||55108",
        "88109|70416|Speckled|MUG-SPK|15.50||55109",
        "88110|70417|Default|BWL-SRV|26.50||55110",
        "88111|70418|Default|CST-FLT|9.00|12.00|55111",
        "88112|70419|Default|TOTE-CNV|18.00||55112",
        "88113|70420|Default|SACHET|6.50||55113",
    ),
    "locations": rows_of("id name city active", f"{BRISTOL}|Bristol shop|Bristol|true", f"{LEEDS}|Warehouse|Leeds|true", "6103|Pop-up|York|false"),
    "inventory_levels": rows_of(
        "inventory_item_id location_id available",
        *(f"{item}|{BRISTOL}|{count}" for item, count in ((55101, 4), (55102, 0), (55103, 20), (55105, 2), (55106, 3), (55108, 0), (55109, 11), (55110, 5), (55111, 30), (55112, 9))),
        *(f"{item}|{LEEDS}|{count}" for item, count in ((55101, 40), (55102, 12), (55103, 80), (55104, 64), (55105, 25), (55106, 8), (55107, 0), (55108, 55), (55109, 146), (55110, 16), (55112, 0))),
    ),
    "customers": rows_of(
        "id first_name last_name email tags accepts_marketing",
        "9301|Harriet|Boyd|harriet.boyd@post.example|newsletter|true",
        "9302|Dorota|Nowak|dorota@post.example||false",
        "9303|Samir|Haddad|samir@haddadhome.example|wholesale|true",
        "9304|Ellen|Boyd|ellen@boyd.example|newsletter|true",
        "9305|Peter|Lang|peter.lang@post.example||false",
        "9306|Mina|Okafor|mina@okaforinteriors.example|wholesale|false",
        "9307|Joan|Ferris|joan.f@post.example|newsletter|true",
    ),
    "orders": orders(
        "450041|#1041|9303|paid|fulfilled|252.00|2026-02-16T10:05:00+00:00|trade|||88110x8 88106x1",
        "450042|#1042|9302|pending||36.00|2026-02-20T18:31:00+00:00||||88101x1",
        "450043|#1043|9301|paid||73.00|2026-03-04T11:20:00+00:00||||88105x1 88106x1",
        "450044|#1044|9302|paid|fulfilled|26.50|2026-03-02T08:14:00+00:00||||88110x1",
        "450045|#1045|9305|paid||45.00|2026-03-06T20:47:00+00:00||||88106x1",
        "450046|#1046|9301|paid|fulfilled|121.50|2026-02-27T12:00:00+00:00||||88109x5 88106x1",
        "450047|#1047|9307|pending||31.00|2026-03-10T09:09:00+00:00||||88109x2",
        "450048|#1048|9306|pending||180.00|2026-02-19T15:55:00+00:00|trade|||88112x10",
        "450049|#1049|9304|pending||54.00|2026-03-09T07:42:00+00:00||||88111x6",
        "450050|#1050|9301|paid|partial|64.00|2026-03-08T16:18:00+00:00||||88101x1 88108x2",
        "450051|#1051|9305|refunded|fulfilled|18.00|2026-02-11T13:30:00+00:00|||2026-02-20|88112x1",
        "450052|#1052|9306|paid||90.00|2026-03-11T08:01:00+00:00|trade|||88106x2",
    ),
    "fulfillments": rows_of("id order_id tracking_company tracking_number notify_customer", "31001|450041|DHL|JD014600120|true", "31002|450044|Royal Mail||true"),
    "refunds": rows_of("id order_id amount note", "32001|450051|18.00|Strap was torn"),
    "discounts": rows_of(
        "id code value_type value starts_at ends_at usage_limit times_used",
        "4501|SPRING15|percentage|-15.0|2026-03-01|2026-03-31||238",
        "4502|TRADE20|percentage|-20.0|2026-01-01|||12",
        "4503|WINTER10|percentage|-10.0|2025-12-01|2026-02-28||91",
        "4504|MUGDAY|fixed_amount|-3.00|2026-03-14|2026-03-14|200|0",
        "4505|FRIENDS25|percentage|-25.0|2026-01-15||50|0",
        "4506|TOTEFREE|fixed_amount|-18.00|2026-02-01|2026-02-14|100|7",
    ),
    "emails": [],
}


def money(told: object) -> str:
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        raise Refusal("a price is a decimal number")
    try:
        found = Decimal(str(told))
    except InvalidOperation:
        raise Refusal("a price is a decimal number") from None
    if not found.is_finite() or found < 0:
        raise Refusal("a price is not negative")
    return f"{found:.2f}"


def after(rows: Sequence[Row], since: object, limit: object) -> list[Row]:
    first, size = whole(since, 0, 10**12), whole(limit, 1, LIMIT)
    return [row for row in rows if row["id"] > first][:size]


def with_variants(rows: Rows, row: Row) -> Row:
    return {**row, "variants": equal(rows["variants"], {"product_id": row["id"]})}


def products(rows: Rows, title: str = "", since_id: int = 0, limit: int = LIMIT, **equals: str) -> object:
    return {"products": [with_variants(rows, row) for row in after(matching(rows["products"], {"title": title}, **equals), since_id, limit)]}


def create_product(rows: Rows, product: dict[str, Any]) -> object:
    told = dict(body(product))
    first = {"id": 70411 + len(rows["products"]), "title": "", "vendor": "", "product_type": "", "status": "draft", "tags": ""}
    words(told.get("title"))
    rows["products"].append({**changing(first, told, title=words, vendor=str, product_type=str, status=product_state, tags=str)})
    return {"product": with_variants(rows, rows["products"][-1])}


def product_state(told: object) -> str:
    return one_of(told, *PRODUCT_STATES)


def sent(rows: Rows, table: str, told: object) -> tuple[Row, dict[str, Any]]:
    """The record that a body is for, and what else it tells."""
    fields = dict(body(told))
    return find(rows[table], "id", fields.pop("id", None)), fields


def update_product(rows: Rows, product: dict[str, Any]) -> object:
    row, fields = sent(rows, "products", product)
    return {"product": with_variants(rows, changing(row, fields, title=words, vendor=words, product_type=words, status=product_state, tags=str))}


def destroy_product(rows: Rows, id: int) -> object:
    rows["products"].remove(find(rows["products"], "id", id))
    rows["variants"][:] = [one for one in rows["variants"] if one["product_id"] != id]
    return {}


def create_variant(rows: Rows, product_id: int, variant: dict[str, Any]) -> object:
    product, told, count = find(rows["products"], "id", product_id), dict(body(variant)), len(rows["variants"])
    first = {"id": 88101 + count, "product_id": product["id"], "title": "", "sku": "", "price": money(told.get("price", "")), "compare_at_price": "", "inventory_item_id": 55101 + count}
    rows["variants"].append(changing(first, told, title=words, sku=words, price=money, compare_at_price=money))
    return {"variant": rows["variants"][-1]}


def update_variant(rows: Rows, variant: dict[str, Any]) -> object:
    row, fields = sent(rows, "variants", variant)
    return {"variant": changing(row, fields, title=words, sku=words, price=money, compare_at_price=lambda told: told and money(told))}


def listed(told: object) -> list[str]:
    return [one.strip() for one in str(told or "").split(",") if one.strip()]


def levels(rows: Rows, location_ids: str = "", inventory_item_ids: str = "") -> object:
    places, items = listed(location_ids), listed(inventory_item_ids)
    if not places and not items:
        raise Refusal("location_ids or inventory_item_ids is needed")
    found = [row for row in rows["inventory_levels"] if not places or str(row["location_id"]) in places]
    return {"inventory_levels": [row for row in found if not items or str(row["inventory_item_id"]) in items]}


def level(rows: Rows, item: object, place: object) -> Row:
    find(rows["variants"], "inventory_item_id", item)
    where = find(rows["locations"], "id", place)
    if not where["active"]:
        raise Refusal(f"{where['name']} is not active")
    found = equal(rows["inventory_levels"], {"inventory_item_id": item, "location_id": place})
    return found[0] if found else {"inventory_item_id": item, "location_id": place, "available": 0}


def put_level(rows: Rows, row: Row, available: int) -> object:
    row["available"] = whole(available, 0, 10**6)
    if not equal(rows["inventory_levels"], {"inventory_item_id": row["inventory_item_id"], "location_id": row["location_id"]}):
        rows["inventory_levels"].append(row)
    return {"inventory_level": row}


def set_level(rows: Rows, inventory_item_id: int, location_id: int, available: int) -> object:
    return put_level(rows, level(rows, inventory_item_id, location_id), available)


def adjust_level(rows: Rows, inventory_item_id: int, location_id: int, available_adjustment: int) -> object:
    row = level(rows, inventory_item_id, location_id)
    return put_level(rows, row, row["available"] + whole(available_adjustment, -(10**6), 10**6))


def order_seen(rows: Rows, row: Row) -> dict[str, Any]:
    customer = find(rows["customers"], "id", row["customer_id"])
    lines = []
    for one in row["lines"]:
        variant = find(rows["variants"], "id", one["variant_id"])
        title = next((product["title"] for product in rows["products"] if product["id"] == variant["product_id"]), "")
        lines.append({**one, "title": title, "variant_title": variant["title"], "price": variant["price"]})
    told = {name: value for name, value in row.items() if name not in ("customer_id", "lines")}
    return {**told, "customer": {name: customer[name] for name in ("id", "first_name", "last_name", "email")}, "line_items": lines}


def order_list(rows: Rows, status: str = "open", name: str = "", customer_id: int = 0, since_id: int = 0, limit: int = LIMIT, **equals: str) -> object:
    one_of(status, "open", "closed", "cancelled", "any")
    found = matching(rows["orders"], {"name": name}, customer_id=customer_id or None)
    found = [row for row in found if all((row[key] or "unshipped") == value for key, value in equals.items() if value)]
    state = {row["id"]: "cancelled" if row["cancelled_at"] else "closed" if row["closed_at"] else "open" for row in found}
    found = [row for row in found if status in ("any", state[row["id"]])]
    return {"orders": [order_seen(rows, row) for row in after(found, since_id, limit)]}


def order(rows: Rows, told: object) -> Row:
    row = find(rows["orders"], "id", told)
    if row["cancelled_at"]:
        raise Refusal(f"{row['name']} is cancelled")
    return row


def update_order(rows: Rows, order: dict[str, Any]) -> object:
    row, fields = sent(rows, "orders", order)
    return {"order": order_seen(rows, changing(row, fields, note=str, tags=str))}


def cancel_order(rows: Rows, id: int, reason: str = "other", email: bool = False) -> object:
    row, why, mail = order(rows, id), one_of(reason, *REASONS), boolean(email)
    if row["fulfillment_status"]:
        raise Refusal(f"{row['name']} has been shipped")
    row.update(cancelled_at=TODAY, cancel_reason=why)
    rows["emails"].extend([{"order_id": id, "kind": "cancelled"}] if mail else [])
    return {"order": order_seen(rows, row)}


def close_order(rows: Rows, id: int) -> object:
    row = order(rows, id)
    row["closed_at"] = row["closed_at"] or TODAY
    return {"order": order_seen(rows, row)}


def pay_order(rows: Rows, id: int) -> object:
    row = order(rows, id)
    if row["financial_status"] != "pending":
        raise Refusal(f"{row['name']} is {row['financial_status']}")
    row["financial_status"] = "paid"
    return {"order": order_seen(rows, row)}


def invoice(rows: Rows, id: int, custom_message: str = "") -> object:
    rows["emails"].append({"order_id": order(rows, id)["id"], "kind": "invoice", "message": custom_message})
    return {"sent": True}


def fulfil(rows: Rows, fulfillment: dict[str, Any]) -> object:
    told = dict(body(fulfillment))
    row = order(rows, told.pop("order_id", None))
    if row["fulfillment_status"] == "fulfilled":
        raise Refusal(f"{row['name']} is fulfilled")
    first = {"id": 31001 + len(rows["fulfillments"]), "order_id": row["id"], "tracking_company": "", "tracking_number": "", "notify_customer": False}
    made = changing(first, told, tracking_company=str, tracking_number=str, notify_customer=boolean) if told else first
    rows["fulfillments"].append(made)
    row["fulfillment_status"] = "fulfilled"
    return {"fulfillment": made}


def refund(rows: Rows, refund: dict[str, Any]) -> object:
    told = dict(body(refund))
    row = order(rows, told.pop("order_id", None))
    if row["financial_status"] not in ("paid", "partially_refunded") or {*told} - {"amount", "note"}:
        raise Refusal(f"{row['name']} is {row['financial_status']}; only amount and note can be told")
    left = Decimal(row["total_price"]) - sum((Decimal(one["amount"]) for one in equal(rows["refunds"], {"order_id": row["id"]})), Decimal(0))
    amount = money(told.get("amount", str(left)))
    if not 0 < Decimal(amount) <= left:
        raise Refusal(f"at most {left} can be refunded")
    rows["refunds"].append({"id": 32001 + len(rows["refunds"]), "order_id": row["id"], "amount": amount, "note": str(told.get("note", ""))})
    row["financial_status"] = "refunded" if Decimal(amount) == left else "partially_refunded"
    return {"refund": rows["refunds"][-1]}


def customers(rows: Rows, query: str) -> object:
    asked = words(query).lower().split()
    return {"customers": [row for row in rows["customers"] if all(one in " ".join(map(str, row.values())).lower() for one in asked)]}


def update_customer(rows: Rows, customer: dict[str, Any]) -> object:
    row, fields = sent(rows, "customers", customer)
    return {"customer": changing(row, fields, first_name=words, last_name=words, email=words, tags=str, accepts_marketing=boolean)}


def worth(kind: object, told: object) -> str:
    found = money(told[1:] if isinstance(told, str) and told.startswith("-") else abs(told) if isinstance(told, int | float) and not isinstance(told, bool) else told)
    return f"-{Decimal(found):.1f}" if kind == "percentage" else f"-{found}"


def create_discount(rows: Rows, discount: dict[str, Any]) -> object:
    told = body(discount)
    if {*told} - {"code", "value_type", "value", "starts_at", "ends_at", "usage_limit"}:
        raise Refusal("a discount has code, value_type, value, starts_at, ends_at and usage_limit")
    kind, ends, most = one_of(told.get("value_type"), "percentage", "fixed_amount"), told.get("ends_at"), told.get("usage_limit")
    rows["discounts"].append({
        "id": 4501 + len(rows["discounts"]), "code": words(told.get("code")), "value_type": kind, "value": worth(kind, told.get("value")),
        "starts_at": day(told.get("starts_at", TODAY)), "ends_at": day(ends) if ends else "", "usage_limit": whole(most, 1, 10**6) if most else "", "times_used": 0,
    })  # fmt: skip
    return {"discount": rows["discounts"][-1]}


def update_discount(rows: Rows, discount: dict[str, Any]) -> object:
    row, fields = sent(rows, "discounts", discount)
    return {"discount": changing(row, fields, value=lambda told: worth(row["value_type"], told), starts_at=day, ends_at=lambda told: told and day(told), usage_limit=lambda told: whole(told, 1, 10**6))}


def destroy_discount(rows: Rows, id: int) -> object:
    rows["discounts"].remove(find(rows["discounts"], "id", id))
    return {}


def on(kind: str, action: str, **fields: object) -> list[Call]:
    return [(f"{kind}s_{action}", {kind: fields})]


def stock(item: int, place: int, **count: int) -> list[Call]:
    return [(f"inventory_levels_{'set' if 'available' in count else 'adjust'}", {"inventory_item_id": item, "location_id": place, **count})]


def with_id(action: str, *ids: int, **more: object) -> list[Call]:
    return [(action, {"id": one, **more}) for one in ids]


ID, SINCE, SIZE = number(), number("Only what comes after this id."), number(f"At most {LIMIT}.")
ITEM, PLACE = number("The ID of the inventory item that the level belongs to."), number("The ID of the location.")


def wrapped(name: str, required: Sequence[str] = ("id",), **fields: object) -> dict[str, Any]:
    return {name: {**shape(**fields), "required": list(required)}}


TAGS, PRICE, DAY, DECIDED = text("Comma-separated."), text("e.g. 19.90"), text(format="date"), {"type": "boolean"}
PRODUCT = dict(title=text(), vendor=text(), product_type=text(), status=text(enum=[*PRODUCT_STATES]), tags=TAGS)
VARIANT = dict(title=text(), sku=text(), price=PRICE, compare_at_price=text("The original price, shown crossed out."))
PAYMENT, SHIPMENT = text(enum=["pending", "paid", "partially_refunded", "refunded"]), text(enum=["unshipped", "partial", "fulfilled"])
TOOLS = (
    Tool("products_index", "Retrieves a list of products with their variants.", {"title": text("Part of the title."), "vendor": text(), "product_type": text(), "status": text(enum=[*PRODUCT_STATES]), "since_id": SINCE, "limit": SIZE}, products),
    Tool("products_show", "Retrieves a single product.", {"id": ID}, lambda rows, id: {"product": with_variants(rows, find(rows["products"], "id", id))}, ("id",)),
    Tool("products_create", "Creates a new product.", wrapped("product", ("title",), **PRODUCT), create_product, ("product",)),
    Tool("products_update", "Updates a product.", wrapped("product", id=ID, **PRODUCT), update_product, ("product",)),
    Tool("products_destroy", "Deletes a product and its variants for good.", {"id": ID}, destroy_product, ("id",)),
    Tool("variants_create", "Creates a new product variant.", {"product_id": ID, **wrapped("variant", ("title", "price"), **VARIANT)}, create_variant, ("product_id", "variant")),
    Tool("variants_update", "Modifies an existing product variant.", wrapped("variant", id=ID, **VARIANT), update_variant, ("variant",)),
    Tool("locations_index", "Retrieves a list of locations.", {}, lambda rows: {"locations": rows["locations"]}),
    Tool("inventory_levels_index", "Retrieves inventory levels. location_ids or inventory_item_ids is needed.", {"location_ids": text("Comma-separated list of location IDs."), "inventory_item_ids": text("Comma-separated list of inventory item IDs.")}, levels),
    Tool("inventory_levels_set", "Sets the inventory level for an inventory item at a location.", {"inventory_item_id": ITEM, "location_id": PLACE, "available": number()}, set_level, ("inventory_item_id", "location_id", "available")),
    Tool("inventory_levels_adjust", "Adjusts the inventory level of an inventory item at a location.", {"inventory_item_id": ITEM, "location_id": PLACE, "available_adjustment": number("The amount to adjust the available quantity by. Send a negative value to subtract.")}, adjust_level, ("inventory_item_id", "location_id", "available_adjustment")),
    Tool("orders_index", "Retrieves a list of orders.", {"status": text("open by default.", enum=["open", "closed", "cancelled", "any"]), "name": text("e.g. #1001"), "customer_id": ID, "financial_status": PAYMENT, "fulfillment_status": SHIPMENT, "since_id": SINCE, "limit": SIZE}, order_list),
    Tool("orders_show", "Retrieves a specific order.", {"id": ID}, lambda rows, id: {"order": order_seen(rows, find(rows["orders"], "id", id))}, ("id",)),
    Tool("orders_update", "Updates an existing order.", wrapped("order", id=ID, note=text(), tags=TAGS), update_order, ("order",)),
    Tool("orders_cancel", "Cancels an order.", {"id": ID, "reason": text(enum=[*REASONS]), "email": {"type": "boolean", "description": "Whether to send the customer an email. Default: false."}}, cancel_order, ("id",)),
    Tool("orders_close", "Closes an order. A closed order has no more work to be done.", {"id": ID}, close_order, ("id",)),
    Tool("orders_mark_as_paid", "Marks a pending order as paid.", {"id": ID}, pay_order, ("id",)),
    Tool("orders_send_invoice", "Sends the invoice to the customer.", {"id": ID, "custom_message": text()}, invoice, ("id",)),
    Tool("fulfillments_create", "Creates a fulfillment for whatever of an order has not been shipped.", wrapped("fulfillment", ("order_id",), order_id=ID, tracking_company=text("Carrier."), tracking_number=text(), notify_customer={"type": "boolean", "description": "Default: false."}), fulfil, ("fulfillment",)),
    Tool("refunds_create", "Creates a refund.", wrapped("refund", ("order_id",), order_id=ID, amount=text("Everything that is left by default."), note=text()), refund, ("refund",)),
    Tool("customers_search", "Searches for customers that match a query.", {"query": text()}, customers, ("query",)),
    Tool("customers_update", "Updates a customer.", wrapped("customer", id=ID, first_name=text(), last_name=text(), email=text(), tags=TAGS, accepts_marketing=DECIDED), update_customer, ("customer",)),
    Tool("discounts_index", "Retrieves a list of discount codes.", {"since_id": SINCE, "limit": SIZE}, lambda rows, since_id=0, limit=LIMIT: {"discounts": after(rows["discounts"], since_id, limit)}),
    Tool("discounts_create", "Creates a discount code.", wrapped("discount", ("code", "value_type", "value"), code=text(), value_type=text(enum=["percentage", "fixed_amount"]), value=text("A negative number, e.g. -10.0"), starts_at=DAY, ends_at=DAY, usage_limit=number()), create_discount, ("discount",)),
    Tool("discounts_update", "Updates a discount code.", wrapped("discount", id=ID, value=text(), starts_at=DAY, ends_at=DAY, usage_limit=number()), update_discount, ("discount",)),
    Tool("discounts_destroy", "Deletes a discount code.", {"id": ID}, destroy_discount, ("id",)),
)
JOBS = (
    Job("The navy linen apron is 34.00 from now on", on("variant", "update", id=88101, price="34.00")),
    Job("#1043 went out with DHL, tracking number JD014600318", on("fulfillment", "create", order_id=450043, tracking_company="DHL", tracking_number="JD014600318")),
    Job("note on order #1045 pls: 'Gift, no invoice in the box'", on("order", "update", id=450045, note="Gift, no invoice in the box")),
    Job("We got 12 more of the large oak board in Leeds", stock(55106, LEEDS, available_adjustment=12)),
    Job("Just counted the serving bowls in the Bristol shop, there are 7", stock(55110, BRISTOL, available=7)),
    Job("cancel #1047, the customer changed her mind", with_id("orders_cancel", 450047, reason="customer")),
    Job("Felt coasters are discontinued - archive them please", on("product", "update", id=70418, status="archived")),
    Job("Could you tag Ellen Boyd as wholesale as well?", on("customer", "update", id=9304, tags="newsletter, wholesale")),
    Job("SPRING15 should already end on Sunday", on("discount", "update", id=4501, ends_at="2026-03-15")),
    Job("new code please: HELLO5, 5 pounds off, starting tomorrow", on("discount", "create", code="HELLO5", value_type="fixed_amount", value="-5.00", starts_at="2026-03-12")),
    Job("the bank transfer for #1048 is here, mark it as paid", with_id("orders_mark_as_paid", 450048)),
    Job("take the canvas tote off sale for now, back to draft", on("product", "update", id=70419, status="draft")),
    Job("All of Foxglove's prices go up by 2 pounds", [*on("variant", "update", id=88108, price="16.00"), *on("variant", "update", id=88109, price="17.50"), *on("variant", "update", id=88110, price="28.50")]),
    Job("Everything paid that came in last week and hasn't been shipped at all is going out with Royal Mail today", [call for one in (450043, 450045) for call in on("fulfillment", "create", order_id=one, tracking_company="Royal Mail")]),
    Job("Please move 5 of the small oak boards from Leeds to Bristol", [*stock(55105, LEEDS, available_adjustment=-5), *stock(55105, BRISTOL, available_adjustment=5)]),
    Job("cancel the unpaid orders that are older than two weeks, reason: declined", with_id("orders_cancel", 450042, 450048, reason="declined")),
    Job("Refund Harriet Boyd's most expensive order in full", on("refund", "create", order_id=450046)),
    Job("discount codes that have expired can be deleted", with_id("discounts_destroy", 4503, 4506)),
    Job("if #1049 has been paid by now, ship it. If not, put the note 'Waiting for payment' on it", on("order", "update", id=450049, note="Waiting for payment")),
    Job("Both tea towels are 9.50 for now, with the old price as the compare-at price", [*on("variant", "update", id=88103, price="9.50", compare_at_price="11.00"), *on("variant", "update", id=88104, price="9.50", compare_at_price="12.00")]),
    Job("Close all the fulfilled orders but #1044", with_id("orders_close", 450041, 450046)),
    Job("Wren's draft product can go live now, tag it with spring", on("product", "update", id=70420, status="active", tags="spring")),
    Job("whatever is at 0 in the Bristol shop is back, set it to 3 each", [*stock(55102, BRISTOL, available=3), *stock(55108, BRISTOL, available=3)]),
    Job("our wholesale customers should get the newsletter from now on, so switch marketing on where it's off", on("customer", "update", id=9306, accepts_marketing=True)),
    Job("how many orders are still unpaid?", [], shows=("#1042", "#1047", "#1048", "#1049")),
    Job("what's left of the speckled mug in Leeds?", [], shows=("146",)),
    Job("who ordered #1052?", [], shows=("Okafor",)),
    Job("Which products are still drafts?", [], shows=("Walnut Board", "Lavender Sachet")),
    Job("how often has SPRING15 been used?", [], shows=("238",)),
    Job("when did Dorota last order something?", [], shows=("2026-03-02",)),
    Job("Refund Harriet's order please", ASK),
    Job("ship #1067 today", ASK),
    Job("the oak board costs 40 from now on", ASK),
    Job("Delete every discount code that starts in April", []),
    Job("If the walnut board is live already, put it at 49", []),
    Job("Can you book the courier for tomorrow at nine?", ASK),
)


def look(what: str, **criteria: object) -> Call:
    return what, criteria


PLACES: Call = ("locations_index", {})
PASTS = (
    Past("The olive apron costs 32.00 now", [look("products_index", title="apron")], on("variant", "update", id=88102, price="32.00")),
    Past("#1052 went out with DPD, tracking 15501223", [look("orders_index", name="#1052")], on("fulfillment", "create", order_id=450052, tracking_company="DPD", tracking_number="15501223")),
    Past("put a note on #1050: 'Rest follows next week'", [look("orders_index", name="#1050")], on("order", "update", id=450050, note="Rest follows next week")),
    Past("20 more white mugs have come to Leeds", [look("products_index", title="mug"), PLACES], stock(55108, LEEDS, available_adjustment=20)),
    Past("there are only 25 packs of felt coasters left in Bristol", [look("products_index", title="felt coasters"), PLACES], stock(55111, BRISTOL, available=25)),
    Past("Move 10 navy aprons from Leeds to Bristol", [look("products_index", title="apron"), PLACES, look("inventory_levels_index", inventory_item_ids="55101")], [*stock(55101, LEEDS, available_adjustment=-10), *stock(55101, BRISTOL, available_adjustment=10)]),
    Past("cancel #1049, we can't get the coasters any more, and let her know", [look("orders_index", name="#1049")], with_id("orders_cancel", 450049, reason="inventory", email=True)),
    Past("The walnut board goes live", [look("products_index", title="walnut")], on("product", "update", id=70415, status="active")),
    Past("Delete the lavender sachet, we'll never make it", [look("products_index", title="sachet")], with_id("products_destroy", 70420)),
    Past("Tag Peter Lang as vip", [look("customers_search", query="Peter Lang")], on("customer", "update", id=9305, tags="vip")),
    Past("Joan Ferris doesn't want our marketing any more", [look("customers_search", query="Joan Ferris")], on("customer", "update", id=9307, accepts_marketing=False)),
    Past("MUGDAY lasts until Monday", [look("discounts_index")], on("discount", "update", id=4504, ends_at="2026-03-16")),
    Past("new code: BOARDS12, 12 percent off, until the end of March", [], on("discount", "create", code="BOARDS12", value_type="percentage", value="-12.0", ends_at="2026-03-31")),
    Past("FRIENDS25 can go", [look("discounts_index")], with_id("discounts_destroy", 4505)),
    Past("Give Dorota Nowak 5 pounds back on #1044", [look("orders_index", name="#1044"), look("orders_show", id=450044)], on("refund", "create", order_id=450044, amount="5.00")),
    Past("#1047 has paid in cash", [look("orders_index", name="#1047")], with_id("orders_mark_as_paid", 450047)),
    Past("send Ellen Boyd the invoice for her unpaid order", [look("customers_search", query="Ellen Boyd"), look("orders_index", customer_id=9304, financial_status="pending")], with_id("orders_send_invoice", 450049)),
    Past("Close the fulfilled orders from February", [look("orders_index", fulfillment_status="fulfilled")], with_id("orders_close", 450041, 450046)),
    Past("New draft: 'Beech Spoon' by Holt & Daughter", [], on("product", "create", title="Beech Spoon", vendor="Holt & Daughter", status="draft")),
    Past("The tote also comes in black, same price, SKU TOTE-BLK", [look("products_index", title="tote"), look("products_show", id=70419)], [("variants_create", {"product_id": 70419, "variant": {"title": "Black", "sku": "TOTE-BLK", "price": "18.00"}})]),
)
FIELD = Field("storefront", ROWS, TOOLS, JOBS, PASTS)
