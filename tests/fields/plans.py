"""Software subscriptions: camelCase, cents, Unix seconds, cursor pages of five, nested changes, list envelopes, nothing declared.

Left out: whoever works on the planner does not read this.  Written without reading the planner, and before it was run.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from tests.fields.service import ASK, Field, Job, Past, Refusal, Row, Rows, Tool, equal, find, number, rows_of, text

Call = tuple[str, Mapping[str, object]]
TODAY = "2026-03-11"


def epoch(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def timed(names: Sequence[str], *lines: str) -> list[Row]:
    return [{name: epoch(value) if name in names and value else value or None for name, value in row.items()} for row in rows_of(*lines)]


ROWS = {
    "customers": rows_of(
        "id name email contact country",
        "cus_N4w|Northwind Traders|ap@northwind.example|Paula Reyes|US",
        "cus_T3l|Tellus Studio|hello@tellus.example|Mats Ek|SE",
        "cus_K9o|Kobo Kitchen|kobo@kitchen.example|Yuki Sato|JP",
        "cus_B2r|Brightwater Dental|office@brightwater.example|Lena Hart|GB",
        "cus_B7s|Brightwater Solar|accounts@bwsolar.example|Owen Price|GB",
        "cus_M1c|Macchia & Figli|conti@macchia.example|Sara Macchia|IT",
        "cus_D5v|Devlin Partners|finance@devlin.example|Aoife Devlin|IE",
        "cus_R8q|Rivet Robotics|billing@rivet.example|Carl Boone|US",
        "cus_L6p|Lumen Press|press@lumen.example|Chidi Obi|NG",
        "cus_S0x|Saltmarsh Brewery|brew@saltmarsh.example|Tess Hall|GB",
        "cus_V2z|Valley Yoga|om@valleyyoga.example|Priya Rao|IN",
    ),
    "plans": rows_of(
        "id name amount interval",
        "plan_starter|Starter|900|month",
        "plan_team|Team|1500|month",
        "plan_business|Business|2900|month",
        "plan_enterprise|Enterprise|5500|month",
        "plan_nonprofit|Nonprofit|600|month",
        "plan_archive|Read-only|200|month",
    ),
    "subscriptions": timed(
        ("trialEnd", "currentPeriodEnd"),
        "id customer plan seats status trialEnd currentPeriodEnd coupon",
        "sub_101|cus_N4w|plan_business|25|active||2026-04-01|",
        "sub_102|cus_T3l|plan_team|6|trialing|2026-03-14|2026-03-14|",
        "sub_103|cus_K9o|plan_starter|3|active||2026-03-28|WELCOME10",
        "sub_104|cus_B2r|plan_team|12|past_due||2026-03-15|",
        "sub_105|cus_B7s|plan_business|8|active||2026-04-05|",
        "sub_106|cus_M1c|plan_team|4|paused||2026-01-31|",
        "sub_107|cus_D5v|plan_team|10|active||2026-03-30|",
        "sub_108|cus_R8q|plan_business|40|past_due||2026-03-20|",
        "sub_109|cus_L6p|plan_starter|1|trialing|2026-03-20|2026-03-20|",
        "sub_110|cus_S0x|plan_team|5|canceled||2025-12-31|",
        "sub_111|cus_V2z|plan_starter|2|active||2026-03-25|",
    ),
    "invoices": timed(
        ("dueDate",),
        "id customer subscription amountDue status dueDate",
        "in_5001|cus_N4w|sub_101|72500|open|2026-03-31",
        "in_5002|cus_B2r|sub_104|18000|open|2026-02-15",
        "in_5003|cus_R8q|sub_108|116000|open|2026-02-20",
        "in_5004|cus_R8q|sub_108|116000|open|2026-03-20",
        "in_5005|cus_K9o|sub_103|2430|paid|2026-02-28",
        "in_5006|cus_B7s|sub_105|23200|open|2026-03-05",
        "in_5007|cus_D5v|sub_107|15000|paid|2026-02-28",
        "in_5008|cus_M1c|sub_106|6000|void|2026-01-31",
        "in_5009|cus_V2z|sub_111|1800|open|2026-03-25",
        "in_5010|cus_S0x|sub_110|7500|open|2025-12-31",
        "in_5011|cus_D5v|sub_107|15000|draft|2026-03-31",
    ),
    "credits": [],
    "reminders": [],
}
COUPONS = ("WELCOME10", "SPRING20", "LOYAL15")
STATES, INVOICE = ("trialing", "active", "past_due", "paused", "canceled"), ("draft", "open", "paid", "void")


def whole(value: object, least: int = 1) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value) or value < least:
        raise Refusal(f"invalid_request: an integer of at least {least} was expected")
    return int(value)


def page(found: list[Row], limit: int | None, startingAfter: str) -> object:
    start = 1 + found.index(find(found, "id", startingAfter)) if startingAfter else 0
    end = start + min(whole(limit or 5), 20)
    return {"object": "list", "data": found[start:end], "hasMore": end < len(found)}


def customers(rows: Rows, query: str = "", limit: int = 5, startingAfter: str = "") -> object:
    words = str(query or "").lower()
    return page([row for row in rows["customers"] if words in f"{row['name']} {row['email']}".lower()], limit, startingAfter)


def listed(table: str) -> object:
    def read(rows: Rows, limit: int = 5, startingAfter: str = "", **by: str) -> object:
        return page(equal(rows[table], by), limit, startingAfter)
    return read


def running(rows: Rows, subscription: str) -> Row:
    row = find(rows["subscriptions"], "id", subscription)
    if row["status"] == "canceled":
        raise Refusal("resource_state: the subscription is canceled")
    return row


def subscribe(rows: Rows, customer: str, item: Mapping[str, object], trialDays: int = 0) -> object:
    find(rows["customers"], "id", customer)
    if not isinstance(item, Mapping) or {*item} != {"plan", "seats"}:
        raise Refusal("invalid_request: item needs plan and seats")
    plan, seats, days = find(rows["plans"], "id", item["plan"])["id"], whole(item["seats"]), whole(trialDays or 0, 0)
    end = epoch(TODAY) + 86400 * (days or 30)
    rows["subscriptions"].append({
        "id": f"sub_{101 + len(rows['subscriptions'])}", "customer": customer, "plan": plan, "seats": seats,
        "status": "trialing" if days else "active", "trialEnd": end if days else None, "currentPeriodEnd": end, "coupon": None,
    })
    return rows["subscriptions"][-1]


def change(rows: Rows, subscription: str, changes: Mapping[str, object]) -> object:
    row = running(rows, subscription)
    if not isinstance(changes, Mapping) or not changes or {*changes} - {"plan", "seats"}:
        raise Refusal("invalid_request: changes may name plan and seats")
    told = {"plan": row["plan"], "seats": row["seats"], **changes}
    row.update(plan=find(rows["plans"], "id", told["plan"])["id"], seats=whole(told["seats"]))
    return row


def coupon(rows: Rows, subscription: str, coupon: str) -> object:
    row = running(rows, subscription)
    if coupon not in COUPONS:
        raise Refusal("resource_missing: no such coupon")
    row["coupon"] = coupon
    return row


def cancel(rows: Rows, subscription: str, when: str = "periodEnd") -> object:
    row = running(rows, subscription)
    if when not in ("now", "periodEnd"):
        raise Refusal("invalid_request: when")
    row.update({"status": "canceled"} if when == "now" else {"cancelAtPeriodEnd": True})
    return row


def turns(table: str, status: str, *before: str) -> object:
    def act(rows: Rows, subscription: str = "", invoice: str = "") -> object:
        row = find(rows[table], "id", subscription or invoice)
        if row["status"] not in before:
            raise Refusal(f"resource_state: it is {row['status']}")
        row["status"] = status
        return row
    return act


def extend(rows: Rows, subscription: str, trialEnd: int) -> object:
    row = running(rows, subscription)
    if row["status"] != "trialing":
        raise Refusal("resource_state: it is not on trial")
    row["trialEnd"] = row["currentPeriodEnd"] = whole(trialEnd, epoch(TODAY))
    return row


def remind(rows: Rows, invoice: str, note: str = "") -> object:
    if find(rows["invoices"], "id", invoice)["status"] != "open":
        raise Refusal("resource_state: only an open invoice can be reminded of")
    rows["reminders"].append({"invoice": invoice, "note": note})
    return {"sent": True}


def credit(rows: Rows, customer: str, amount: int, reason: str = "") -> object:
    find(rows["customers"], "id", customer)
    rows["credits"].append({"customer": customer, "amount": whole(amount), "reason": reason})
    return rows["credits"][-1]


def update(rows: Rows, customer: str, changes: Mapping[str, object]) -> object:
    row = find(rows["customers"], "id", customer)
    if not isinstance(changes, Mapping) or not changes or {*changes} - {"name", "email", "contact"}:
        raise Refusal("invalid_request: changes may name name, email and contact")
    row.update(changes)
    return row


def sub(number: int, **changes: object) -> Call:
    return "updateSubscription", {"subscription": f"sub_{number}", "changes": changes}


def at(name: str, *numbers: int, **more: object) -> list[Call]:
    return [(name, {"subscription": f"sub_{one}", **more}) for one in numbers]


def inv(name: str, *numbers: int, **more: object) -> list[Call]:
    return [(name, {"invoice": f"in_{one}", **more}) for one in numbers]


def give(amount: int, reason: str, *customers: str) -> list[Call]:
    return [("createCredit", {"customer": f"cus_{one}", "amount": amount, "reason": reason}) for one in customers]


def edit(customer: str, **changes: object) -> list[Call]:
    return [("updateCustomer", {"customer": f"cus_{customer}", "changes": changes})]


def start(customer: str, plan: str, seats: int, **more: object) -> list[Call]:
    return [("createSubscription", {"customer": f"cus_{customer}", "item": {"plan": f"plan_{plan}", "seats": seats}, **more})]


def look(query: str, what: str, customer: str, **more: object) -> list[Call]:
    return [("listCustomers", {"query": query}), (what, {"customer": f"cus_{customer}", **more})]


SUBS, INVS, PLANS = "listSubscriptions", "listInvoices", ("listPlans", {})
CUSTOMER, SUBSCRIPTION, AN_INVOICE = text("Customer id."), text("Subscription id."), text("Invoice id.")
PAGES = {"limit": number("Page size, 1 to 20. Default 5."), "startingAfter": text("Cursor: id of the last object of the page before.")}
ITEM = {"plan": text("Plan id."), "seats": number("Number of seats.")}
FIELD = Field(
    "plans", ROWS,
    (
        Tool("listCustomers", "Lists customers. Set query to search by name or e-mail. hasMore tells whether there is a further page.", {"query": text("Search text."), **PAGES}, customers),
        Tool("listPlans", "Lists the plans on offer. amount is the price of a seat in cents.", {}, lambda rows: {"object": "list", "data": rows["plans"], "hasMore": False}),
        Tool("listSubscriptions", "Lists subscriptions. trialEnd and currentPeriodEnd are Unix timestamps.", {"customer": CUSTOMER, "status": text("Filter by status.", enum=list(STATES)), **PAGES}, listed("subscriptions")),
        Tool("listInvoices", "Lists invoices. amountDue is in cents, dueDate a Unix timestamp; an open invoice has not been paid.", {"customer": CUSTOMER, "status": text("Filter by status.", enum=list(INVOICE)), **PAGES}, listed("invoices")),
        Tool("createSubscription", "Starts a subscription for a customer.", {"customer": CUSTOMER, "item": {"type": "object", "properties": ITEM, "required": ["plan", "seats"]}, "trialDays": number("Length of a free trial in days.")}, subscribe, ("customer", "item")),
        Tool("updateSubscription", "Changes the plan or the number of seats of a subscription.", {"subscription": SUBSCRIPTION, "changes": {"type": "object", "properties": ITEM}}, change, ("subscription", "changes")),
        Tool("applyCoupon", "Applies a discount coupon to a subscription.", {"subscription": SUBSCRIPTION, "coupon": text("Coupon code.")}, coupon, ("subscription", "coupon")),
        Tool("cancelSubscription", "Cancels a subscription, immediately or at the end of the period that is paid.", {"subscription": SUBSCRIPTION, "when": text("now or periodEnd.", enum=["now", "periodEnd"], default="periodEnd")}, cancel, ("subscription",)),
        Tool("pauseSubscription", "Pauses a subscription; nothing is charged until it is resumed.", {"subscription": SUBSCRIPTION}, turns("subscriptions", "paused", "active", "trialing", "past_due"), ("subscription",)),
        Tool("resumeSubscription", "Resumes a paused subscription.", {"subscription": SUBSCRIPTION}, turns("subscriptions", "active", "paused"), ("subscription",)),
        Tool("extendTrial", "Sets a new end of the trial of a subscription that is on trial.", {"subscription": SUBSCRIPTION, "trialEnd": number("Unix timestamp in seconds, midnight UTC of the day.")}, extend, ("subscription", "trialEnd")),
        Tool("markInvoicePaid", "Marks an open invoice as paid outside of the system.", {"invoice": AN_INVOICE}, turns("invoices", "paid", "open"), ("invoice",)),
        Tool("voidInvoice", "Voids an open invoice.", {"invoice": AN_INVOICE}, turns("invoices", "void", "open"), ("invoice",)),
        Tool("remindInvoice", "E-mails the customer a reminder of an open invoice.", {"invoice": AN_INVOICE, "note": text("Personal note in the mail.")}, remind, ("invoice",)),
        Tool("createCredit", "Credits an amount to the balance of a customer.", {"customer": CUSTOMER, "amount": number("Amount in cents."), "reason": text("Shown on the next invoice.")}, credit, ("customer", "amount")),
        Tool("updateCustomer", "Updates name, e-mail or contact of a customer.", {"customer": CUSTOMER, "changes": {"type": "object", "properties": {"name": text("Company."), "email": text("Billing e-mail.", format="email"), "contact": text("Contact person.")}}}, update, ("customer", "changes")),
    ),
    (
        Job("Add five seats to Northwind Traders", [sub(101, seats=30)]),
        Job("Set Kobo Kitchen to 4 seats", [sub(103, seats=4)]),
        Job("Upgrade Valley Yoga to the Team plan", [sub(111, plan="plan_team")]),
        Job("Tellus Studio would like to be on Business with 8 seats, please change that when you have a minute", [sub(102, plan="plan_business", seats=8)]),
        Job("Cancel Lumen Press's subscription right now", at("cancelSubscription", 109, when="now")),
        Job("Devlin Partners do not want to renew, so cancel their subscription at the end of the period", at("cancelSubscription", 107, when="periodEnd")),
        Job("Please pause Kobo Kitchen's subscription", at("pauseSubscription", 103)),
        Job("Macchia & Figli are back from their winter break. Resume their subscription", at("resumeSubscription", 106)),
        Job("Extend the trial of Tellus Studio by ten days", at("extendTrial", 102, trialEnd=epoch("2026-03-24"))),
        Job("Could Lumen Press keep their trial until March 31?", at("extendTrial", 109, trialEnd=epoch("2026-03-31"))),
        Job("mark in_5009 as paid", inv("markInvoicePaid", 5009)),
        Job("Brightwater Dental has paid by bank transfer today, mark their open invoice as paid", inv("markInvoicePaid", 5002)),
        Job("Void the open invoice of Saltmarsh Brewery, we'll never see that money", inv("voidInvoice", 5010)),
        Job("Send a reminder for every overdue invoice", inv("remindInvoice", 5002, 5003, 5006, 5010)),
        Job("Remind Rivet Robotics of both of their open invoices with the note 'Please pay within five days'", inv("remindInvoice", 5003, 5004, note="Please pay within five days")),
        Job("Credit Rivet Robotics $50, reason: 'Outage on 3 March'", give(5000, "Outage on 3 March", "R8q")),
        Job("Everyone whose subscription is past due gets a credit of 10 dollars, reason 'Billing mix-up'", give(1000, "Billing mix-up", "B2r", "R8q")),
        Job("Apply SPRING20 to Brightwater Solar and Valley Yoga", at("applyCoupon", 105, 111, coupon="SPRING20")),
        Job("Rivet Robotics have a new billing e-mail: ap@rivet.example", edit("R8q", email="ap@rivet.example")),
        Job("Saltmarsh Brewery are coming back! Start them on Starter with 3 seats and a free trial of 14 days", start("S0x", "starter", 3, trialDays=14)),
        Job("Which trials end this week?", [], shows=("sub_102",)),
        Job("How much does Rivet Robotics owe us at the moment?", [], shows=("in_5003", "in_5004")),
        Job("If Brightwater Dental still has an overdue invoice, pause their subscription, otherwise apply LOYAL15 to it", at("pauseSubscription", 104)),
        Job("Send a reminder for the largest open invoice that is not due yet", inv("remindInvoice", 5004)),
        Job("Take two seats away from Rivet Robotics, and the same for Northwind Traders", [sub(108, seats=38), sub(101, seats=23)]),
        Job("Extend Northwind Traders' trial by a week if they are still on trial", []),
        Job("Owen Price has left Brightwater Solar; their new contact is Dana Price. And give them two more seats", [*edit("B7s", contact="Dana Price"), sub(105, seats=10)]),
        Job("Add a seat for Brightwater", ASK),
        Job("Give Northwind Traders a credit for the downtime", ASK),
        Job("Move Kobo Kitchen's data to the EU region", ASK),
        Job("Void the open invoice of Harbour & Sons", ASK),
    ),
    (
        Past("Add three seats to Brightwater Solar", look("Brightwater Solar", SUBS, "B7s"), [sub(105, seats=11)]),
        Past("Set Rivet Robotics to 45 seats", look("Rivet Robotics", SUBS, "R8q"), [sub(108, seats=45)]),
        Past("Upgrade Kobo Kitchen to the Business plan", [*look("Kobo Kitchen", SUBS, "K9o"), PLANS], [sub(103, plan="plan_business")]),
        Past("Valley Yoga would like to be on Nonprofit with 3 seats", [*look("Valley Yoga", SUBS, "V2z"), PLANS], [sub(111, plan="plan_nonprofit", seats=3)]),
        Past("Cancel Brightwater Dental's subscription right now", look("Brightwater Dental", SUBS, "B2r"), at("cancelSubscription", 104, when="now")),
        Past("Northwind Traders do not want to renew, cancel at the end of the period", look("Northwind Traders", SUBS, "N4w"), at("cancelSubscription", 101, when="periodEnd")),
        Past("Please pause Devlin Partners' subscription", look("Devlin Partners", SUBS, "D5v"), at("pauseSubscription", 107)),
        Past("Resume the subscription of Macchia & Figli", look("Macchia & Figli", SUBS, "M1c"), at("resumeSubscription", 106)),
        Past("Extend the trial of Lumen Press by five days", look("Lumen Press", SUBS, "L6p"), at("extendTrial", 109, trialEnd=epoch("2026-03-25"))),
        Past("Could Tellus Studio keep their trial until April 7?", look("Tellus Studio", SUBS, "T3l"), at("extendTrial", 102, trialEnd=epoch("2026-04-07"))),
        Past("mark in_5001 as paid", [], inv("markInvoicePaid", 5001)),
        Past("Valley Yoga has paid by bank transfer today, mark their open invoice as paid", look("Valley Yoga", INVS, "V2z", status="open"), inv("markInvoicePaid", 5009)),
        Past("Void the open invoice of Brightwater Solar", look("Brightwater Solar", INVS, "B7s", status="open"), inv("voidInvoice", 5006)),
        Past("Send a reminder for every invoice that is due later this month", [(INVS, {"status": "open", "limit": 20})], inv("remindInvoice", 5001, 5004, 5009)),
        Past("Remind Northwind Traders of their open invoice with the note 'Thank you'", look("Northwind Traders", INVS, "N4w", status="open"), inv("remindInvoice", 5001, note="Thank you")),
        Past("Credit Kobo Kitchen $25, reason: 'Double charge'", [("listCustomers", {"query": "Kobo Kitchen"})], give(2500, "Double charge", "K9o")),
        Past("Everyone who is on trial gets a credit of 5 dollars, reason 'Welcome'", [(SUBS, {"status": "trialing"})], give(500, "Welcome", "T3l", "L6p")),
        Past("Apply LOYAL15 to Devlin Partners", look("Devlin Partners", SUBS, "D5v"), at("applyCoupon", 107, coupon="LOYAL15")),
        Past("Lumen Press have a new billing e-mail: money@lumen.example", [("listCustomers", {"query": "Lumen Press"})], edit("L6p", email="money@lumen.example")),
        Past("If Valley Yoga has an overdue invoice, pause their subscription, otherwise apply WELCOME10 to it", [*look("Valley Yoga", INVS, "V2z", status="open"), (SUBS, {"customer": "cus_V2z"})], at("applyCoupon", 111, coupon="WELCOME10")),
        Past("How much does Northwind Traders owe us at the moment?", look("Northwind Traders", INVS, "N4w", status="open"), []),
    ),
)
