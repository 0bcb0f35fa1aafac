"""The after-sales desk of a web shop: camelCase, money in cents, prefixed ids and order numbers, few filters, answers undeclared.

Left out: whoever works on the planner does not read this.  Written without reading the planner, and before it was run.
"""

from collections.abc import Callable, Mapping

from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Rows, Tool, equal, find, number, rows_of, text

ROWS = {
    "customers": rows_of(
        "customerId name email",
        "C-501|Ines Moreau|ines.moreau@mail.example",
        "C-502|Daniel Okoye|d.okoye@mail.example",
        "C-503|Freya Holm|freya@holm.example",
        "C-504|Samuel Pike|sam.pike@mail.example",
        "C-505|Lucia Ferri|lucia.ferri@mail.example",
        "C-506|Daniel Frost|dfrost@mail.example",
        "C-507|Yuki Tanaka|yuki.t@mail.example",
    ),
    "orders": rows_of(
        "orderNo customerId placedOn status totalCents refundedCents shipTo",
        "10431|C-501|2026-02-20|delivered|8990|0|4 Place Bellecour, 69002 Lyon",
        "10432|C-502|2026-03-02|shipped|12900|0|18 Canal Street, M1 3HE Manchester",
        "10433|C-503|2026-03-08|paid|4500|0|Strandvej 7, 8000 Aarhus",
        "10434|C-504|2026-02-11|delivered|23900|0|31 Hill Road, BS8 1AB Bristol",
        "10435|C-505|2026-03-10|paid|15800|0|Via Roma 22, 40121 Bologna",
        "10436|C-506|2026-03-09|packed|6700|0|9 Mill Lane, YO1 7HU York",
        "10437|C-501|2026-03-10|paid|3200|0|4 Place Bellecour, 69002 Lyon",
        "10438|C-507|2026-02-25|delivered|18400|0|Lindengasse 3, 1070 Vienna",
        "10439|C-505|2026-01-30|delivered|7400|0|Via Roma 22, 40121 Bologna",
        "10440|C-502|2026-01-15|cancelled|5200|5200|18 Canal Street, M1 3HE Manchester",
    ),
    "items": rows_of(
        "itemId orderNo product quantity unitCents",
        "I-1|10431|Linen shirt|1|5990",
        "I-2|10431|Leather belt|1|3000",
        "I-3|10432|Rain jacket|1|12900",
        "I-4|10433|Wool socks|3|1500",
        "I-5|10434|Hiking boots|1|17900",
        "I-6|10434|Trekking poles|2|3000",
        "I-7|10435|Down vest|2|7900",
        "I-8|10436|Beanie|1|2200",
        "I-9|10436|Scarf|1|4500",
        "I-10|10437|Tote bag|1|3200",
        "I-11|10438|Tent lantern|2|4200",
        "I-12|10438|Camping chair|1|10000",
        "I-13|10439|Fleece pullover|1|7400",
        "I-14|10440|Sun hat|1|5200",
    ),
    "returns": rows_of(
        "returnId orderNo itemId reason state openedOn",
        "R-71|10431|I-1|too_small|requested|2026-03-07",
        "R-72|10434|I-5|defective|received|2026-03-03",
        "R-73|10438|I-11|changed_mind|requested|2026-03-09",
        "R-74|10439|I-13|wrong_item|received|2026-02-18",
        "R-75|10438|I-12|defective|approved|2026-03-05",
        "R-76|10434|I-6|changed_mind|rejected|2026-02-26",
        "R-77|10432|I-3|too_big|requested|2026-03-10",
    ),
    "vouchers": rows_of(
        "code customerId valueCents expiresOn state",
        "SPRING-8KD|C-503|1000|2026-03-31|active",
        "SORRY-2PL|C-501|500|2026-03-15|active",
        "GIFT-77X|C-505|2500|2026-12-31|active",
        "WELCOME-Q1|C-507|1000|2026-02-28|expired",
        "GIFT-91B|C-502|5000|2026-06-30|active",
        "THANKS-4T|C-504|1500|2025-12-31|redeemed",
        "LOYAL-6M|C-507|2000|2026-04-05|active",
    ),
    "emails": [],
}
STATUS, STATE = ("paid", "packed", "shipped", "delivered", "cancelled"), ("requested", "approved", "rejected", "received", "refunded")
REASONS = ("too_small", "too_big", "defective", "wrong_item", "changed_mind")
WHY = ("goodwill", "late_delivery", "price_match", "other")


def cents(told: object, most: int = 10_000_000) -> int:
    if not isinstance(told, int) or not 0 <= told <= most:
        raise Refusal(f"amounts are whole cents, at most {most} here")
    return told


def customers(rows: Rows, search: str = "") -> object:
    return [row for row in rows["customers"] if str(search or "").lower() in f"{row['name']} {row['email']}".lower()]


def orders(rows: Rows, customerId: str = "", status: str = "") -> object:
    return equal(rows["orders"], {"customerId": customerId, "status": status})


def order(rows: Rows, orderNo: int) -> object:
    return {**find(rows["orders"], "orderNo", orderNo), "items": equal(rows["items"], {"orderNo": orderNo})}


def cancel(rows: Rows, orderNo: int) -> object:
    row = find(rows["orders"], "orderNo", orderNo)
    if row["status"] not in ("paid", "packed"):
        raise Refusal(f"order {orderNo} is {row['status']} and cannot be cancelled")
    row.update(status="cancelled", refundedCents=row["totalCents"])
    return row


def readdress(rows: Rows, orderNo: int, address: Mapping[str, str]) -> object:
    row = find(rows["orders"], "orderNo", orderNo)
    if not isinstance(address, Mapping) or {*address} != {"street", "postcode", "city"}:
        raise Refusal("address needs street, postcode and city")
    if row["status"] not in ("paid", "packed"):
        raise Refusal("the parcel has left")
    row["shipTo"] = f"{address['street']}, {address['postcode']} {address['city']}"
    return row


def give_back(rows: Rows, orderNo: int, amountCents: int, reason: str = "goodwill") -> object:
    row = find(rows["orders"], "orderNo", orderNo)
    if reason not in WHY:
        raise Refusal(f"reason must be one of {', '.join(WHY)}")
    row["refundedCents"] += cents(amountCents, row["totalCents"] - row["refundedCents"])
    row["refundReason"] = reason
    return row


def returns(rows: Rows, state: str = "") -> object:
    if state and state not in STATE:
        raise Refusal(f"state must be one of {', '.join(STATE)}")
    return equal(rows["returns"], {"state": state})


def open_return(rows: Rows, orderNo: int, itemId: str, reason: str) -> object:
    if find(rows["items"], "itemId", itemId)["orderNo"] != orderNo or reason not in REASONS:
        raise Refusal("the item is not in that order, or the reason is unknown")
    if itemId in [row["itemId"] for row in rows["returns"]]:
        raise Refusal("there is a return for that item already")
    new = {"returnId": f"R-{71 + len(rows['returns'])}", "orderNo": orderNo, "itemId": itemId, "reason": reason, "state": "requested", "openedOn": "2026-03-11"}
    rows["returns"].append(new)
    return new


def step(state: str, *before: str) -> Callable[..., object]:
    def act(rows: Rows, returnId: str, note: str = "") -> object:
        row = find(rows["returns"], "returnId", returnId)
        if row["state"] not in before:
            raise Refusal(f"return {returnId} is {row['state']}")
        row.update({"state": state, **({"note": note} if note else {})})
        return row
    return act


def refund(rows: Rows, returnId: str, deductCents: int = 0) -> object:
    row = find(rows["returns"], "returnId", returnId)
    item = find(rows["items"], "itemId", row["itemId"])
    if row["state"] != "received":
        raise Refusal("only goods that were received are refunded")
    price = item["unitCents"] * item["quantity"]
    row.update(state="refunded", paidCents=price - cents(deductCents, price))
    return row


def vouchers(rows: Rows, customerId: str = "", state: str = "") -> object:
    return equal(rows["vouchers"], {"customerId": customerId, "state": state})


def issue(rows: Rows, customerId: str, valueCents: int, expiresOn: str = "") -> object:
    find(rows["customers"], "customerId", customerId)
    new = {"code": f"SHOP-{len(rows['vouchers'])}", "customerId": customerId, "valueCents": cents(valueCents), "expiresOn": expiresOn or "2027-03-11", "state": "active"}
    rows["vouchers"].append(new)
    return new


def change(rows: Rows, code: str, **fields: object) -> object:
    row = find(rows["vouchers"], "code", code)
    if row["state"] != "active":
        raise Refusal(f"voucher {code} is {row['state']}")
    row.update(fields)
    return row


def email(rows: Rows, customerId: str, subject: str, body: str) -> object:
    find(rows["customers"], "customerId", customerId)
    rows["emails"].append({"customerId": customerId, "subject": subject, "body": body})
    return {"sent": True}


def on(name: str, *orders: int, **more: object) -> list[Call]:
    return [(name, {"orderNo": one, **more}) for one in orders]


def back(name: str, *returns: int, **more: object) -> list[Call]:
    return [(f"{name}Return", {"returnId": f"R-{one}", **more}) for one in returns]


def code(name: str, *codes: str, **more: object) -> list[Call]:
    return [(f"{name}Voucher", {"code": one, **more}) for one in codes]


def gift(customer: int, cents: int, **more: object) -> list[Call]:
    return [("issueVoucher", {"customerId": f"C-{customer}", "valueCents": cents, **more})]


def mail(subject: str, words: str, *customers: int) -> list[Call]:
    return [("emailCustomer", {"customerId": f"C-{one}", "subject": subject, "body": words}) for one in customers]


def who(name: str) -> Call:
    return "findCustomers", {"search": name}


def look(what: str, **filters: object) -> Call:
    return f"list{what}", filters


def to(street: str, postcode: str, city: str) -> dict[str, object]:
    return {"address": {"street": street, "postcode": postcode, "city": city}}


ORDER, RETURN, CUSTOMER, CODE = number("Order number, five digits."), text("Return id, e.g. R-71."), text("Customer id, e.g. C-501."), text("Voucher code.")
ADDRESS = {"type": "object", "properties": {"street": text("Street and house number."), "postcode": text(), "city": text()}, "required": ["street", "postcode", "city"]}
UNTIL, NOTE = text("Last day of validity, YYYY-MM-DD. One year from today if left out.", format="date"), text("Shown to the customer.")
TOOLS = (
    Tool("findCustomers", "Finds customers whose name or e-mail address contains the search text.", {"search": text("Part of the name or address.")}, customers),
    Tool("listOrders", "Lists orders, optionally of one customer or in one status.", {"customerId": CUSTOMER, "status": text("Order status.", enum=list(STATUS))}, orders),
    Tool("getOrder", "Returns an order with its items.", {"orderNo": ORDER}, order, ("orderNo",)),
    Tool("cancelOrder", "Cancels an order that has not been shipped and pays the whole amount back.", {"orderNo": ORDER}, cancel, ("orderNo",)),
    Tool("changeShippingAddress", "Changes where an order is delivered. Only before it is shipped.", {"orderNo": ORDER, "address": ADDRESS}, readdress, ("orderNo", "address")),
    Tool("refundOrder", "Pays part of an order back to the customer without a return.", {"orderNo": ORDER, "amountCents": number("Amount in cents."), "reason": text("Reason of the refund.", enum=list(WHY), default="goodwill")}, give_back, ("orderNo", "amountCents")),
    Tool("listReturns", "Lists returns, optionally in one state.", {"state": text("requested: to be decided; approved: parcel expected; received: parcel at the warehouse.", enum=list(STATE))}, returns),
    Tool("openReturn", "Opens a return for an item of an order.", {"orderNo": ORDER, "itemId": text("Item id, e.g. I-1."), "reason": text("Why it comes back.", enum=list(REASONS))}, open_return, ("orderNo", "itemId", "reason")),
    Tool("approveReturn", "Approves a requested return; the customer gets a label.", {"returnId": RETURN}, step("approved", "requested"), ("returnId",)),
    Tool("rejectReturn", "Rejects a requested return.", {"returnId": RETURN, "note": NOTE}, step("rejected", "requested"), ("returnId",)),
    Tool("refundReturn", "Refunds a return that was received, in full unless something is deducted.", {"returnId": RETURN, "deductCents": number("Cents kept back, e.g. for wear.", default=0)}, refund, ("returnId",)),
    Tool("listVouchers", "Lists vouchers, optionally of one customer or in one state.", {"customerId": CUSTOMER, "state": text("Voucher state.", enum=["active", "redeemed", "expired", "void"])}, vouchers),
    Tool("issueVoucher", "Issues a new voucher to a customer.", {"customerId": CUSTOMER, "valueCents": number("Value in cents."), "expiresOn": UNTIL}, issue, ("customerId", "valueCents")),
    Tool("extendVoucher", "Changes the last day of validity of an active voucher.", {"code": CODE, "expiresOn": text("New last day of validity, YYYY-MM-DD.", format="date")}, lambda rows, code, expiresOn: change(rows, code, expiresOn=expiresOn), ("code", "expiresOn")),
    Tool("voidVoucher", "Makes an active voucher void.", {"code": CODE}, lambda rows, code: change(rows, code, state="void"), ("code",)),
    Tool("emailCustomer", "Sends an e-mail to a customer.", {"customerId": CUSTOMER, "subject": text("Subject line."), "body": text("Plain text.")}, email, ("customerId", "subject", "body")),
)
JOBS = (
    Job("Cancel order 10433", on("cancelOrder", 10433)),
    Job("Lucia Ferri just rang, she doesn't want the order from yesterday any more. Please cancel it.", on("cancelOrder", 10435)),
    Job("Approve return R-71", back("approve", 71)),
    Job("approve all returns that are still waiting for a decision", back("approve", 71, 73, 77)),
    Job("Reject R-77 with the note 'Order not delivered yet'", back("reject", 77, note="Order not delivered yet")),
    Job("Refund Samuel Pike's hiking boots, the return is here", back("refund", 72)),
    Job("Refund every return that has reached the warehouse", back("refund", 72, 74)),
    Job("Refund R-74 but keep back 10 euros, the tags were torn off", back("refund", 74, deductCents=1000)),
    Job("Give Freya Holm a voucher over 15 euros", gift(503, 1500)),
    Job("Send Ines Moreau a 5 € voucher that's valid until 30 June 2026, and email her, subject 'Sorry for the wait', 'We have added a voucher to your account.'", [*gift(501, 500, expiresOn="2026-06-30"), *mail("Sorry for the wait", "We have added a voucher to your account.", 501)]),
    Job("A €12.50 voucher for Samuel Pike please, and the same for Lucia Ferri", [*gift(504, 1250), *gift(505, 1250)]),
    Job("Could you extend voucher SORRY-2PL by a month?", code("extend", "SORRY-2PL", expiresOn="2026-04-15")),
    Job("Extend all active vouchers that run out this month until 30 April 2026", code("extend", "SPRING-8KD", "SORRY-2PL", expiresOn="2026-04-30")),
    Job("Void GIFT-91B", code("void", "GIFT-91B")),
    Job("Order 10437 should go to 12 Rue des Lilas, 69003 Lyon instead", on("changeShippingAddress", 10437, **to("12 Rue des Lilas", "69003", "Lyon"))),
    Job("Open a return for the leather belt in order 10431, it's defective", on("openReturn", 10431, itemId="I-2", reason="defective")),
    Job("Refund 20 euros on order 10431 as goodwill", on("refundOrder", 10431, amountCents=2000, reason="goodwill")),
    Job("Pay back 10% of order 10434 because of the late delivery", on("refundOrder", 10434, amountCents=2390, reason="late_delivery")),
    Job("If order 10436 hasn't been shipped yet, cancel it, otherwise email Daniel Frost, subject 'Your order', 'It is on its way.'", on("cancelOrder", 10436)),
    Job("If Freya Holm still has an active voucher, extend it to 31 May 2026, otherwise give her a new one over 10 euros", code("extend", "SPRING-8KD", expiresOn="2026-05-31")),
    Job("Of the orders that are paid but not packed, cancel the most expensive one", on("cancelOrder", 10435)),
    Job("Cancel Ines Moreau's latest order and write to her, subject 'Your order', 'We have cancelled it as you asked.'", [*on("cancelOrder", 10437), *mail("Your order", "We have cancelled it as you asked.", 501)]),
    Job("Reject the return of the tent lantern and void Yuki Tanaka's active voucher", [*back("reject", 73), *code("void", "LOYAL-6M")]),
    Job("Everybody whose order has been shipped but not delivered should get an email, subject 'Delay', 'Your parcel is a day late.'", mail("Delay", "Your parcel is a day late.", 502)),
    Job("What is Freya Holm's voucher code?", [], shows=("SPRING-8KD",)),
    Job("Which returns are approved and still expecting a parcel?", [], shows=("R-75",)),
    Job("Send Daniel a voucher over 10 euros", ASK),
    Job("Issue a voucher for Yuki Tanaka", ASK),
    Job("Exchange the beanie in order 10436 for a red one", ASK),
    Job("Open a return for the scarf in order 10436", ASK),
)
PASTS = (
    Past("Cancel order 10436", [("getOrder", {"orderNo": 10436})], on("cancelOrder", 10436)),
    Past("Freya Holm doesn't want the order from Sunday any more, please cancel it", [who("Freya Holm"), look("Orders", customerId="C-503")], on("cancelOrder", 10433)),
    Past("Approve return R-73", [], back("approve", 73)),
    Past("Reject R-71 with the note 'Worn'", [], back("reject", 71, note="Worn")),
    Past("Reject all returns that are still waiting for a decision", [look("Returns", state="requested")], back("reject", 71, 73, 77)),
    Past("Refund Lucia Ferri's fleece pullover, the return is here", [who("Lucia Ferri"), look("Orders", customerId="C-505"), ("getOrder", {"orderNo": 10439}), look("Returns", state="received")], back("refund", 74)),
    Past("Refund R-72 but keep back 25 euros, the soles are worn", [], back("refund", 72, deductCents=2500)),
    Past("Give Lucia Ferri a voucher over 30 euros", [who("Lucia Ferri")], gift(505, 3000)),
    Past("Send Samuel Pike a 7.50 € voucher that's valid until 31 August 2026", [who("Samuel Pike")], gift(504, 750, expiresOn="2026-08-31")),
    Past("Extend voucher LOYAL-6M by two months", [look("Vouchers", state="active")], code("extend", "LOYAL-6M", expiresOn="2026-06-05")),
    Past("Extend all active vouchers that run out in April until 15 May 2026", [look("Vouchers", state="active")], code("extend", "LOYAL-6M", expiresOn="2026-05-15")),
    Past("Void GIFT-77X", [], code("void", "GIFT-77X")),
    Past("Order 10433 should go to Havnegade 2, 8000 Aarhus instead", [], on("changeShippingAddress", 10433, **to("Havnegade 2", "8000", "Aarhus"))),
    Past("Open a return for the belt in order 10431, it's too small", [("getOrder", {"orderNo": 10431})], on("openReturn", 10431, itemId="I-2", reason="too_small")),
    Past("Refund 15 euros on order 10438 because of the late delivery", [], on("refundOrder", 10438, amountCents=1500, reason="late_delivery")),
    Past("Pay back 20% of order 10439 as goodwill", [("getOrder", {"orderNo": 10439})], on("refundOrder", 10439, amountCents=1480, reason="goodwill")),
    Past("If order 10433 hasn't been shipped yet, cancel it, otherwise email Freya Holm, subject 'Sorry', 'We are too late.'", [("getOrder", {"orderNo": 10433})], on("cancelOrder", 10433)),
    Past("Of the orders that are paid but not packed, cancel the oldest one", [look("Orders", status="paid")], on("cancelOrder", 10433)),
    Past("Email Yuki Tanaka, subject 'Camping chair', 'Your label is attached.'", [who("Yuki Tanaka")], mail("Camping chair", "Your label is attached.", 507)),
    Past("What did Samuel Pike order?", [who("Samuel Pike"), look("Orders", customerId="C-504"), ("getOrder", {"orderNo": 10434})], []),
)
FIELD = Field("returns", ROWS, TOOLS, JOBS, PASTS)
