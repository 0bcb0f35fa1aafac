"""A flower shop that delivers: orders hold their lines, which are told by order and line number; a list leaves the lines out.

Left out until the afternoon of 2026-11-29.  Written without reading the planner, and before it was run.
At first sight: 12 of 36 right and 1 harmed without runs, 12 and 1 with ten, 12 and 1 with all.
"""

from collections.abc import Mapping, Sequence

from tests.fields.checks import array, boolean, changing, day, matching, one_of, shape, whole, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text

PRODUCTS = [{**row, "price": float(row["price"])} for row in rows_of(
    "sku name category price available",
    "RS-RED|Red rose|rose|2.40|true",
    "RS-WHT|White rose|rose|2.30|true",
    "TL-YEL|Yellow tulip|tulip|1.10|true",
    "TL-PUR|Purple tulip|tulip|1.10|true",
    "PE-PNK|Pink peony|seasonal|4.80|false",
    "SU-STD|Sunflower|seasonal|2.10|true",
    "HY-BLU|Blue hydrangea|seasonal|5.50|true",
    "LI-WHT|White lily|lily|3.20|true",
    "EU-CIN|Eucalyptus|foliage|1.60|true",
    "VS-GLS|Glass vase|extras|12.00|true",
)]
CUSTOMERS = rows_of(
    "customerId name tier phone",
    "C-31|Hotel Belvoir|trade|555 0101",
    "C-32|Priya Raman|retail|555 0117",
    "C-33|Café Lumière|trade|555 0120",
    "C-34|Oskar Lindgren|retail|555 0133",
    "C-35|St. Anne's Parish|trade|555 0139",
    "C-36|Bridget O'Dowd|retail|555 0152",
    "C-37|Tannhauser Events|trade|555 0160",
    "C-38|Priya Nair|retail|555 0171",
)


def line(no: int, sku: str, quantity: int) -> Row:
    return {"lineNo": no, "sku": sku, "product": find(PRODUCTS, "sku", sku)["name"], "quantity": quantity, "remark": ""}


def orders(*lines: str) -> list[Row]:
    """`2204|C-34|new|2026-03-14 morning Am Anger 7||SU-STD 10`: the last column holds the lines."""
    rows = []
    for one in lines:
        no, customer, status, delivery, driver, card, held = one.split("|")
        date, slot, address = delivery.split(" ", 2)
        told = [part.split() for part in held.split(",")]
        rows.append({
            "orderId": int(no), "customer": {"customerId": customer, "name": find(CUSTOMERS, "customerId", customer)["name"]},
            "status": status, "delivery": {"date": date, "slot": slot, "address": address}, "driver": driver or None,
            "cardMessage": card, "lines": [line(at, sku, int(many)) for at, (sku, many) in enumerate(told, 1)],
        })  # fmt: skip
    return rows


ROWS: Rows = {
    "orders": orders(
        "2201|C-31|confirmed|2026-03-12 morning Schlossplatz 1|||LI-WHT 20, EU-CIN 15",
        "2202|C-32|new|2026-03-13 afternoon Rosenweg 18||Happy birthday, Amma|RS-RED 12, VS-GLS 1",
        "2203|C-33|confirmed|2026-03-12 morning Lindenhof 2|DV2||TL-YEL 30, TL-PUR 30",
        "2204|C-34|new|2026-03-14 morning Am Anger 7||Congratulations|SU-STD 10",
        "2205|C-35|confirmed|2026-03-15 morning Kirchgasse 3|DV1||LI-WHT 44, RS-WHT 30, EU-CIN 25",
        "2206|C-36|new|2026-03-13 evening Uferstrasse 90|DV2|For Mam|PE-PNK 8, VS-GLS 1",
        "2207|C-37|confirmed|2026-03-20 morning Messehalle 5|DV3||RS-WHT 120, EU-CIN 60, HY-BLU 25",
        "2208|C-31|new|2026-03-19 morning Schlossplatz 1|||RS-RED 50, VS-GLS 5",
        "2209|C-38|delivered|2026-03-09 evening Birkenallee 11|DV2|Sorry!|TL-PUR 20",
        "2210|C-33|cancelled|2026-03-10 morning Lindenhof 2|||SU-STD 15",
    ),
    "products": PRODUCTS,
    "customers": CUSTOMERS,
    "drivers": rows_of("driverCode name zone", "DV1|Hamza|north", "DV2|Lotte|centre", "DV3|Marek|south"),
    "messages": [],
}
STATES, SLOTS, TIERS = ("new", "confirmed", "delivered", "cancelled"), ("morning", "afternoon", "evening"), ("retail", "trade")
REASONS, KINDS = ("customer_request", "out_of_stock", "duplicate", "unpaid"), ("rose", "tulip", "seasonal", "lily", "foliage", "extras")


def price_of(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 < told < 1000:
        raise Refusal("prices are decimals from 0.01 to 999.99")
    return round(float(told), 2)


def stems(told: object) -> int:
    return whole(told, 1, 500)


def header(row: Row) -> Row:
    return {**{name: value for name, value in row.items() if name not in ("lines", "cardMessage")}, "lineCount": len(row["lines"])}


def list_orders(rows: Rows, status: str = "", deliveryDate: str = "", customerId: str = "") -> object:
    found = [
        header(row) for row in rows["orders"]
        if status in ("", row["status"]) and deliveryDate in ("", row["delivery"]["date"]) and customerId in ("", row["customer"]["customerId"])
    ]
    return {"orders": found, "count": len(found)}


def open_order(rows: Rows, order_id: object) -> Row:
    row = find(rows["orders"], "orderId", order_id)
    if row["status"] not in ("new", "confirmed"):
        raise Refusal(f"order {order_id} is {row['status']}")
    return row


def product(rows: Rows, sku: object) -> Row:
    return find(rows["products"], "sku", sku)


def create_order(rows: Rows, customerId: str, delivery: Mapping[str, str], lines: Sequence[Mapping[str, object]], cardMessage: str = "") -> object:
    customer = find(rows["customers"], "customerId", customerId)
    if not isinstance(lines, list) or not lines:
        raise Refusal("an order has at least one line")
    told = sorted((str(product(rows, one["sku"])["sku"]), stems(one["quantity"])) for one in lines)
    rows["orders"].append({
        "orderId": 2201 + len(rows["orders"]), "customer": {"customerId": customerId, "name": customer["name"]}, "status": "new",
        "delivery": {"date": day(delivery["date"]), "slot": one_of(delivery["slot"], *SLOTS), "address": words(delivery["address"])},
        "driver": None, "cardMessage": str(cardMessage), "lines": [line(at, sku, many) for at, (sku, many) in enumerate(told, 1)],
    })  # fmt: skip
    return rows["orders"][-1]


def update_order(rows: Rows, orderId: int, delivery: Mapping[str, str] | None = None, cardMessage: str | None = None) -> object:
    row = open_order(rows, orderId)
    if delivery is None and cardMessage is None:
        raise Refusal("give delivery or cardMessage")
    if delivery is not None:
        changed = {**row["delivery"]}
        changing(changed, {**delivery}, date=day, slot=lambda told: one_of(told, *SLOTS), address=words)
        row["delivery"] = changed
    if cardMessage is not None:
        row["cardMessage"] = str(cardMessage)
    return row


def confirm(rows: Rows, orderId: int) -> object:
    row = find(rows["orders"], "orderId", orderId)
    if row["status"] != "new":
        raise Refusal(f"order {orderId} is {row['status']}")
    row["status"] = "confirmed"
    return header(row)


def cancel(rows: Rows, orderId: int, reason: str) -> object:
    row = open_order(rows, orderId)
    one_of(reason, *REASONS)
    row["status"] = "cancelled"
    return header(row)


def assign_driver(rows: Rows, orderId: int, driverCode: str) -> object:
    row = open_order(rows, orderId)
    row["driver"] = find(rows["drivers"], "driverCode", driverCode)["driverCode"]
    return header(row)


def add_line(rows: Rows, orderId: int, sku: str, quantity: int) -> object:
    row = open_order(rows, orderId)
    row["lines"].append(line(1 + max([one["lineNo"] for one in row["lines"]], default=0), product(rows, sku)["sku"], stems(quantity)))
    return row["lines"][-1]


def update_line(rows: Rows, orderId: int, lineNo: int, **fields: object) -> object:
    held = find(open_order(rows, orderId)["lines"], "lineNo", lineNo)
    changing(held, fields, sku=lambda told: product(rows, told)["sku"], quantity=stems, remark=words)
    held["product"] = product(rows, held["sku"])["name"]
    return held


def remove_line(rows: Rows, orderId: int, lineNo: int) -> object:
    row = open_order(rows, orderId)
    row["lines"].remove(find(row["lines"], "lineNo", lineNo))
    return {"removed": lineNo}


def message(rows: Rows, customerId: str, text: str) -> object:
    rows["messages"].append({"customerId": find(rows["customers"], "customerId", customerId)["customerId"], "text": words(text)})
    return {"queued": True}


def listed(table: str, name: str) -> object:
    return lambda rows, search="", **equals: {table: matching(rows[table], {name: search}, **equals)}


def quantity(order: int, no: int, many: int) -> list[Call]:
    return [("orders.lines.update", {"orderId": order, "lineNo": no, "quantity": many})]


def added(order: int, sku: str, many: int) -> list[Call]:
    return [("orders.lines.add", {"orderId": order, "sku": sku, "quantity": many})]


def taken_off(order: int, *nos: int) -> list[Call]:
    return [("orders.lines.remove", {"orderId": order, "lineNo": no}) for no in nos]


def driven(driver: int, *orders: int) -> list[Call]:
    return [("orders.assignDriver", {"orderId": one, "driverCode": f"DV{driver}"}) for one in orders]


def delivery(order: int, **fields: str) -> list[Call]:
    return [("orders.update", {"orderId": order, "delivery": fields})]


def confirmed(*orders: int) -> list[Call]:
    return [("orders.confirm", {"orderId": one}) for one in orders]


def cancelled(order: int, reason: str) -> list[Call]:
    return [("orders.cancel", {"orderId": order, "reason": reason})]


def priced(sku: str, **fields: object) -> list[Call]:
    return [("products.update", {"sku": sku, **fields})]


def said(words: str, *customers: int) -> list[Call]:
    return [("customers.message", {"customerId": f"C-{one}", "text": words}) for one in customers]


def see(**filters: object) -> Call:
    return "orders.list", filters


def get(order: int) -> Call:
    return "orders.get", {"orderId": order}


def who(search: str) -> Call:
    return "customers.list", {"search": search}


GOODS, DRIVERS = ("products.list", {}), ("drivers.list", {})
ORDER, LINE, SKU, CUSTOMER, DAY, SLOT = number("Order number"), number("Number of the line within the order"), text("Article code"), text("e.g. C-31"), text(format="date"), text(enum=list(SLOTS))
STEMS, PRICE, DRIVER = number("Stems or pieces", minimum=1, maximum=500), {"type": "number", "description": "EUR a piece"}, text("e.g. DV1")
DELIVERY = shape(date=DAY, slot=SLOT, address=text())
LINES = array(lineNo=LINE, sku=SKU, product=text(), quantity=STEMS, remark=text())
HEADER = {"orderId": ORDER, "customer": shape(customerId=CUSTOMER, name=text()), "status": text(enum=list(STATES)), "delivery": DELIVERY, "driver": {"type": ["string", "null"]}}
TOOLS = (
    Tool("orders.list", "List orders, oldest first. The lines are left out; get the order to see them.", {"status": text(enum=list(STATES)), "deliveryDate": DAY, "customerId": CUSTOMER}, list_orders, outputs=shape(orders=array(**HEADER, lineCount=number()), count=number())),
    Tool("orders.get", "Get an order with its lines and the text of the card.", {"orderId": ORDER}, lambda rows, orderId: find(rows["orders"], "orderId", orderId), ("orderId",), shape(**HEADER, cardMessage=text(), lines=LINES)),
    Tool("orders.create", "Create an order.", {"customerId": CUSTOMER, "delivery": {**DELIVERY, "required": ["date", "slot", "address"]}, "lines": {"type": "array", "items": {**shape(sku=SKU, quantity=STEMS), "required": ["sku", "quantity"]}}, "cardMessage": text()}, create_order, ("customerId", "delivery", "lines"), shape(**HEADER, cardMessage=text(), lines=LINES)),
    Tool("orders.update", "Update when and where an order is delivered, or what is written on its card. Parts of delivery that are left out stay as they are.", {"orderId": ORDER, "delivery": DELIVERY, "cardMessage": text()}, update_order, ("orderId",)),
    Tool("orders.confirm", "Confirm a new order.", {"orderId": ORDER}, confirm, ("orderId",)),
    Tool("orders.cancel", "Cancel an order that was not delivered yet.", {"orderId": ORDER, "reason": text(enum=list(REASONS))}, cancel, ("orderId", "reason")),
    Tool("orders.assignDriver", "Assign the driver who delivers an order.", {"orderId": ORDER, "driverCode": DRIVER}, assign_driver, ("orderId", "driverCode")),
    Tool("orders.lines.add", "Add a line to an order.", {"orderId": ORDER, "sku": SKU, "quantity": STEMS}, add_line, ("orderId", "sku", "quantity")),
    Tool("orders.lines.update", "Update a line of an order: its quantity, the article (to swap one for another) or a remark for the workshop.", {"orderId": ORDER, "lineNo": LINE, "quantity": STEMS, "sku": SKU, "remark": text()}, update_line, ("orderId", "lineNo")),
    Tool("orders.lines.remove", "Remove a line from an order. The other lines keep their numbers.", {"orderId": ORDER, "lineNo": LINE}, remove_line, ("orderId", "lineNo")),
    Tool("products.list", "List what the shop sells.", {"search": text("Part of the name"), "category": text(enum=list(KINDS))}, listed("products", "name"), outputs=shape(products=array(sku=SKU, name=text(), category=text(), price=PRICE, available={"type": "boolean"}))),
    Tool("products.update", "Update an article of the shop.", {"sku": SKU, "price": PRICE, "available": {"type": "boolean", "description": "false while it is sold out or out of season"}}, lambda rows, sku, **fields: changing(product(rows, sku), fields, price=price_of, available=boolean), ("sku",)),
    Tool("customers.list", "List customers.", {"search": text("Part of the name"), "tier": text(enum=list(TIERS))}, listed("customers", "name"), outputs=shape(customers=array(customerId=CUSTOMER, name=text(), tier=text(), phone=text()))),
    Tool("customers.update", "Update a customer.", {"customerId": CUSTOMER, "phone": text(), "tier": text("trade customers pay by the month", enum=list(TIERS))}, lambda rows, customerId, **fields: changing(find(rows["customers"], "customerId", customerId), fields, phone=words, tier=lambda told: one_of(told, *TIERS)), ("customerId",)),
    Tool("customers.message", "Send a text message to a customer.", {"customerId": CUSTOMER, "text": text()}, message, ("customerId", "text")),
    Tool("drivers.list", "List the drivers.", {}, listed("drivers", "name"), outputs=shape(drivers=array(driverCode=DRIVER, name=text(), zone=text()))),
)
JOBS = (
    Job("confirm 2202 pls", confirmed(2202)),
    Job("Add 10 sunflowers to order 2208", added(2208, "SU-STD", 10)),
    Job("2203: make it 40 yellow tulips instead of 30", quantity(2203, 1, 40)),
    Job("Remove the glass vase from Bridget O'Dowd's order", taken_off(2206, 2)),
    Job("order 2206, swap the peonies for white roses", [("orders.lines.update", {"orderId": 2206, "lineNo": 1, "sku": "RS-WHT"})]),
    Job("Assign Lotte to 2201", driven(2, 2201)),
    Job("cancel 2204, customer asked for it", cancelled(2204, "customer_request")),
    Job("Hamza should do both deliveries to Hotel Belvoir", driven(1, 2201, 2208)),
    Job("Tannhauser Events need their order a day earlier, March 19", delivery(2207, date="2026-03-19")),
    Job("Oskar Lindgren wants his delivery in the evening not the morning", delivery(2204, slot="evening")),
    Job("change the card on Priya Raman's order to 'Get well soon'", [("orders.update", {"orderId": 2202, "cardMessage": "Get well soon"})]),
    Job("Hotel Belvoir's order for the 19th has to be delivered to Kellergasse 4", delivery(2208, address="Kellergasse 4")),
    Job("Purple tulips are sold out, mark them as not available", priced("TL-PUR", available=False)),
    Job("Peonies are available again and cost 4.50 now", priced("PE-PNK", available=True, price=4.5)),
    Job("blue hydrangea price 5.90", priced("HY-BLU", price=5.9)),
    Job("Both kinds of rose go up by 20 cents", [*priced("RS-RED", price=2.6), *priced("RS-WHT", price=2.5)]),
    Job("Create an order for Café Lumière: 25 yellow tulips and 10 eucalyptus, delivery on March 18 in the morning to Lindenhof 2", [("orders.create", {"customerId": "C-33", "delivery": {"date": "2026-03-18", "slot": "morning", "address": "Lindenhof 2"}, "lines": [{"sku": "TL-YEL", "quantity": 25}, {"sku": "EU-CIN", "quantity": 10}]})]),
    Job("Oskar Lindgren's new phone number is 555 0148", [("customers.update", {"customerId": "C-34", "phone": "555 0148"})]),
    Job("make Bridget O'Dowd a trade customer", [("customers.update", {"customerId": "C-36", "tier": "trade"})]),
    Job("Text Bridget O'Dowd: 'Your peonies are delayed'", said("Your peonies are delayed", 36)),
    Job("Everyone who gets flowers this Friday should be sent the message 'We deliver between 2 and 8 pm'", said("We deliver between 2 and 8 pm", 32, 36)),
    Job("Confirm all new orders", confirmed(2202, 2204, 2206, 2208)),
    Job("Lotte has called in sick. All confirmed or new orders that she was going to drive go to Marek", driven(3, 2203, 2206)),
    Job("Take the vases off every new order", [*taken_off(2202, 2), *taken_off(2206, 2), *taken_off(2208, 2)]),
    Job("The line with the most stems on 2207 should be cut to 100", quantity(2207, 1, 100)),
    Job("Double the eucalyptus on 2201", quantity(2201, 2, 30)),
    Job("Make it 25 red roses on 2202, and add 3 eucalyptus", [*quantity(2202, 1, 25), *added(2202, "EU-CIN", 3)]),
    Job("If order 2207 contains hydrangeas, change them to 30, otherwise add 30", quantity(2207, 3, 30)),
    Job("If no driver is assigned to 2205 yet, assign Marek", []),
    Job("Which orders are delivered tomorrow?", [], shows=("2201", "2203")),
    Job("How many white lilies are on the order of St. Anne's Parish?", [], shows=("44",)),
    Job("what's the delivery address of 2204", [], shows=("Am Anger 7",)),
    Job("Cancel the Hotel Belvoir order, it's a duplicate", ASK),
    Job("Change the quantity of line 2 on order 2205", ASK),
    Job("Send Priya a message: 'Your order is ready'", ASK),
    Job("Refund Oskar Lindgren 21 euros", ASK),
)
PASTS = (
    Past("confirm order 2208", [get(2208)], confirmed(2208)),
    Past("Add 6 white lilies to 2204", [GOODS], added(2204, "LI-WHT", 6)),
    Past("2205 should have 50 white roses", [get(2205)], quantity(2205, 2, 50)),
    Past("18 red roses for Priya Raman instead of 12", [who("Priya Raman"), see(customerId="C-32"), get(2202)], quantity(2202, 1, 18)),
    Past("Remove the purple tulips from 2203", [get(2203)], taken_off(2203, 2)),
    Past("No eucalyptus on the Tannhauser order any more, take it off", [who("Tannhauser"), see(customerId="C-37"), get(2207)], taken_off(2207, 2)),
    Past("swap the sunflowers on 2204 for yellow tulips", [get(2204), GOODS], [("orders.lines.update", {"orderId": 2204, "lineNo": 1, "sku": "TL-YEL"})]),
    Past("Put a remark on the lilies in 2201: 'no pollen'", [get(2201)], [("orders.lines.update", {"orderId": 2201, "lineNo": 1, "remark": "no pollen"})]),
    Past("Marek takes 2202", [DRIVERS], driven(3, 2202)),
    Past("assign Hamza to Oskar Lindgren's order", [DRIVERS, who("Oskar"), see(customerId="C-34")], driven(1, 2204)),
    Past("All of Friday's deliveries go to Lotte", [DRIVERS, see(deliveryDate="2026-03-13")], driven(2, 2202)),
    Past("cancel 2206, we're out of stock", [get(2206)], cancelled(2206, "out_of_stock")),
    Past("Tannhauser Events haven't paid, cancel their order", [who("Tannhauser Events"), see(customerId="C-37")], cancelled(2207, "unpaid")),
    Past("St. Anne's Parish would like their flowers on the 14th already", [who("St. Anne's"), see(customerId="C-35")], delivery(2205, date="2026-03-14")),
    Past("Deliver 2202 in the evening", [get(2202)], delivery(2202, slot="evening")),
    Past("Bridget O'Dowd's order goes to Uferstrasse 19, not 90", [who("Bridget"), see(customerId="C-36")], delivery(2206, address="Uferstrasse 19")),
    Past("The card on 2204 should say 'Well done Oskar'", [get(2204)], [("orders.update", {"orderId": 2204, "cardMessage": "Well done Oskar"})]),
    Past("white lilies cost 3.40 from now on", [GOODS], priced("LI-WHT", price=3.4)),
    Past("We've run out of sunflowers", [GOODS], priced("SU-STD", available=False)),
    Past("Tulips are 10 cents cheaper this week", [("products.list", {"category": "tulip"})], [*priced("TL-YEL", price=1.0), *priced("TL-PUR", price=1.0)]),
    Past("Order for Priya Nair: 15 sunflowers and a glass vase, March 17 in the afternoon, Birkenallee 11", [who("Priya Nair"), GOODS], [("orders.create", {"customerId": "C-38", "delivery": {"date": "2026-03-17", "slot": "afternoon", "address": "Birkenallee 11"}, "lines": [{"sku": "SU-STD", "quantity": 15}, {"sku": "VS-GLS", "quantity": 1}]})]),
    Past("Create an order for Hotel Belvoir: 30 white roses, delivery March 25, morning, Schlossplatz 1, card 'Welcome'", [who("Hotel Belvoir"), GOODS], [("orders.create", {"customerId": "C-31", "delivery": {"date": "2026-03-25", "slot": "morning", "address": "Schlossplatz 1"}, "lines": [{"sku": "RS-WHT", "quantity": 30}], "cardMessage": "Welcome"})]),
    Past("Café Lumière can be reached under 555 0199 now", [who("Café Lumière")], [("customers.update", {"customerId": "C-33", "phone": "555 0199"})]),
    Past("Priya Nair is a trade customer from today", [who("Priya Nair")], [("customers.update", {"customerId": "C-38", "tier": "trade"})]),
    Past("Send Oskar Lindgren a text: 'We deliver on Saturday'", [who("Oskar Lindgren")], said("We deliver on Saturday", 34)),
    Past("Tell both people who have an order for tomorrow 'We come before ten'", [see(deliveryDate="2026-03-12")], said("We come before ten", 31, 33)),
    Past("If 2208 has a vase on it, make it 6", [get(2208)], quantity(2208, 2, 6)),
    Past("If nobody drives 2204 yet, Lotte does", [get(2204), DRIVERS], driven(2, 2204)),
    Past("Halve the white roses on the Tannhauser order", [who("Tannhauser"), see(customerId="C-37"), get(2207)], quantity(2207, 1, 60)),
    Past("Confirm whatever is new for Friday", [see(status="new", deliveryDate="2026-03-13")], confirmed(2202, 2206)),
    Past("Who drives 2207?", [get(2207), DRIVERS], []),
    Past("What does a sunflower cost?", [GOODS], []),
)
FIELD = Field("florist", ROWS, TOOLS, JOBS, PASTS)
