"""Subscriptions and invoices: camelCase, codes for states, ids as whole numbers, one list by pages, refund beside pay."""

from tests.fields.service import ASK, Field, Job, Past, Refusal, Rows, Tool, equal, find, listing, number, rows_of, text

ROWS = {
    "customers": rows_of(
        "customerId name email tier",
        "11|Aster Foods|ops@aster.example|gold",
        "12|Birch Media|hello@birch.example|basic",
        "13|Cobalt Labs|it@cobalt.example|gold",
        "14|Dune Travel|desk@dune.example|basic",
    ),
    "subscriptions": rows_of(
        "subscriptionId customer plan state seats renewsOn",
        "201|Aster Foods|pro|ACT|12|2026-03-20",
        "202|Birch Media|starter|ACT|3|2026-04-02",
        "203|Cobalt Labs|enterprise|ACT|40|2026-03-15",
        "204|Dune Travel|starter|PSD|2|2026-03-28",
        "205|Birch Media|pro|CAN|5|2026-01-31",
    ),
    "invoices": rows_of(
        "invoiceId customer amount issuedOn dueOn status",
        "3001|Aster Foods|240|2026-01-10|2026-02-09|PD",
        "3002|Birch Media|60|2026-01-15|2026-02-14|OPN",
        "3003|Cobalt Labs|800|2026-02-01|2026-03-03|OPN",
        "3004|Dune Travel|40|2026-02-03|2026-03-05|PD",
        "3005|Aster Foods|240|2026-02-10|2026-03-12|OPN",
        "3006|Birch Media|60|2026-02-15|2026-03-17|DSP",
        "3007|Cobalt Labs|800|2026-03-01|2026-03-31|OPN",
        "3008|Dune Travel|40|2026-03-03|2026-04-02|OPN",
        "3009|Birch Media|60|2026-02-20|2026-03-22|PD",
    ),
    "payments": [], "refunds": [], "reminders": [],
}
PLANS = ["starter", "pro", "enterprise"]


def invoices(rows: Rows, status: str = "", limit: int = 4, offset: int = 0) -> object:
    found = equal(rows["invoices"], {"status": status})
    return {"invoices": found[offset:offset + limit], "total": len(found)}


def subscriptions(rows: Rows) -> object:
    return {"subscriptions": rows["subscriptions"]}


def customers(rows: Rows) -> object:
    return {"customers": rows["customers"]}


def pay(rows: Rows, invoiceId: int) -> object:
    row = find(rows["invoices"], "invoiceId", invoiceId)
    if row["status"] == "PD":
        raise Refusal("the invoice is paid already")
    row["status"] = "PD"
    rows["payments"].append({"invoiceId": invoiceId, "amount": row["amount"]})
    return {"ok": True}


def refund(rows: Rows, invoiceId: int) -> object:
    row = find(rows["invoices"], "invoiceId", invoiceId)
    if row["status"] != "PD":
        raise Refusal("the invoice is not paid")
    row["status"] = "RFD"
    rows["refunds"].append({"invoiceId": invoiceId})
    return {"ok": True}


def remind(rows: Rows, invoiceId: int) -> object:
    rows["reminders"].append({"invoiceId": invoiceId})
    return {"ok": True}


def void(rows: Rows, invoiceId: int) -> object:
    find(rows["invoices"], "invoiceId", invoiceId)["status"] = "VD"
    return {"ok": True}


def plan(rows: Rows, subscriptionId: int, plan: str) -> object:
    find(rows["subscriptions"], "subscriptionId", subscriptionId)["plan"] = plan
    return {"ok": True}


def seats(rows: Rows, subscriptionId: int, seats: int) -> object:
    find(rows["subscriptions"], "subscriptionId", subscriptionId)["seats"] = seats
    return {"ok": True}


def cancel(rows: Rows, subscriptionId: int) -> object:
    find(rows["subscriptions"], "subscriptionId", subscriptionId)["state"] = "CAN"
    return {"ok": True}


def resume(rows: Rows, subscriptionId: int) -> object:
    find(rows["subscriptions"], "subscriptionId", subscriptionId)["state"] = "ACT"
    return {"ok": True}


def subscribe(rows: Rows, customerId: int, plan: str, seats: int = 1) -> object:
    name = find(rows["customers"], "customerId", customerId)["name"]
    rows["subscriptions"].append({"subscriptionId": 201 + len(rows["subscriptions"]), "customer": name, "plan": plan, "state": "ACT", "seats": seats, "renewsOn": "2026-04-11"})
    return {"subscriptionId": rows["subscriptions"][-1]["subscriptionId"]}


INVOICE, SUBSCRIPTION = number("Id of the invoice."), number("Id of the subscription.")


def i(name: str, *ids: int) -> list[tuple[str, dict[str, object]]]:
    return [(name, {"invoiceId": one}) for one in ids]


def s(name: str, one: int, **more: object) -> tuple[str, dict[str, object]]:
    return name, {"subscriptionId": one, **more}


SUBS = [("listSubscriptions", {})]
PAGES = [("listInvoices", {"limit": 4, "offset": at}) for at in (0, 4, 8)]
OPEN = [("listInvoices", {"status": "OPN", "limit": 10, "offset": 0})]
FIELD = Field(
    "billing", ROWS,
    (
        Tool("listInvoices", "Lists invoices, a page at a time.", {"status": text("Only invoices in this status.", enum=["OPN", "PD", "DSP", "RFD", "VD"]), "limit": number("Invoices per page, 4 unless told."), "offset": number("How many to skip.")}, invoices, outputs={"type": "object", "properties": {**listing("invoices", invoiceId=number(), customer=text(), amount=number(), issuedOn=text(format="date"), dueOn=text(format="date"), status=text())["properties"], "total": number("How many there are in all.")}}),
        Tool("listSubscriptions", "Lists all subscriptions.", {}, subscriptions, outputs=listing("subscriptions", subscriptionId=number(), customer=text(), plan=text(), state=text(), seats=number(), renewsOn=text(format="date"))),
        Tool("listCustomers", "Lists all customers.", {}, customers, outputs=listing("customers", customerId=number(), name=text(), email=text(), tier=text())),
        Tool("payInvoice", "Pays an open invoice from the account on file.", {"invoiceId": INVOICE}, pay, ("invoiceId",)),
        Tool("refundInvoice", "Gives the money of a paid invoice back.", {"invoiceId": INVOICE}, refund, ("invoiceId",)),
        Tool("remindInvoice", "Sends a payment reminder for an invoice.", {"invoiceId": INVOICE}, remind, ("invoiceId",)),
        Tool("voidInvoice", "Voids an invoice for good.", {"invoiceId": INVOICE}, void, ("invoiceId",)),
        Tool("changePlan", "Changes the plan of a subscription.", {"subscriptionId": SUBSCRIPTION, "plan": text("The new plan.", enum=PLANS)}, plan, ("subscriptionId", "plan")),
        Tool("setSeats", "Sets the number of seats of a subscription.", {"subscriptionId": SUBSCRIPTION, "seats": number("New number of seats.")}, seats, ("subscriptionId", "seats")),
        Tool("cancelSubscription", "Cancels a subscription.", {"subscriptionId": SUBSCRIPTION}, cancel, ("subscriptionId",)),
        Tool("resumeSubscription", "Resumes a paused subscription.", {"subscriptionId": SUBSCRIPTION}, resume, ("subscriptionId",)),
        Tool("createSubscription", "Creates a subscription for a customer.", {"customerId": number("Id of the customer."), "plan": text("The plan.", enum=PLANS), "seats": number("Number of seats.")}, subscribe, ("customerId", "plan")),
    ),
    (
        Job("Send a reminder for every unpaid invoice of Cobalt Labs", i("remindInvoice", 3003, 3007)),
        Job("Pay all unpaid invoices of Aster Foods", i("payInvoice", 3005)),
        Job("Remind Birch Media of their overdue invoices", i("remindInvoice", 3002)),
        Job("Refund the latest paid invoice of Birch Media", i("refundInvoice", 3009)),
        Job("Refund the invoice 3005 of Aster Foods by paying it", ASK),
        Job("Void all disputed invoices", i("voidInvoice", 3006)),
        Job("Void the smallest invoice of Dune Travel that is unpaid", i("voidInvoice", 3008)),
        Job("Upgrade Aster Foods to the enterprise plan", [s("changePlan", 201, plan="enterprise")]),
        Job("Give Cobalt Labs' subscription 45 seats and move it to the pro plan", [s("setSeats", 203, seats=45), s("changePlan", 203, plan="pro")]),
        Job("Cancel every active subscription that renews before March 18", [s("cancelSubscription", 203)]),
        Job("If Dune Travel has any overdue invoice, cancel their subscription, otherwise resume it", [s("resumeSubscription", 204)]),
        Job("If Cobalt Labs has more than one unpaid invoice, send a reminder for the oldest one", i("remindInvoice", 3003)),
        Job("Start a pro subscription with 6 seats for Dune Travel", [("createSubscription", {"customerId": 14, "plan": "pro", "seats": 6})]),
        Job("Cancel the subscription of Elm Studios", ASK),
        Job("Cancel Birch Media's subscription", ASK),
        Job("Resume all paused subscriptions", [s("resumeSubscription", 204)]),
        Job("Pay every unpaid invoice above 500 that is due before March 20", i("payInvoice", 3003)),
        Job("Downgrade the active subscription with the most seats to starter", [s("changePlan", 203, plan="starter")]),
    ),
    (
        Past("Pay all unpaid invoices of Dune Travel", OPEN, i("payInvoice", 3008)),
        Past("Please send a reminder for every unpaid invoice of Aster Foods", OPEN, i("remindInvoice", 3005)),
        Past("Remind Cobalt Labs of their overdue invoices", PAGES, i("remindInvoice", 3003)),
        Past("Remind Aster Foods of their overdue invoices", PAGES, []),
        Past("Refund the latest paid invoice of Aster Foods", PAGES, i("refundInvoice", 3001)),
        Past("Void all disputed invoices of Birch Media", PAGES, i("voidInvoice", 3006)),
        Past("Void the smallest unpaid invoice of Cobalt Labs that was issued before February 10", PAGES, i("voidInvoice", 3003)),
        Past("Upgrade Dune Travel to the pro plan", SUBS, [s("changePlan", 204, plan="pro")]),
        Past("Downgrade Cobalt Labs to the starter plan", SUBS, [s("changePlan", 203, plan="starter")]),
        Past("Give Aster Foods' subscription 20 seats", SUBS, [s("setSeats", 201, seats=20)]),
        Past("Cancel every active subscription that renews before March 25", SUBS, [s("cancelSubscription", 201), s("cancelSubscription", 203)]),
        Past("If Cobalt Labs has any overdue invoice, cancel their subscription", [*PAGES, *SUBS], [s("cancelSubscription", 203)]),
        Past("If Aster Foods has more than one unpaid invoice, send a reminder for the oldest one", PAGES, []),
        Past("Start a starter subscription with 2 seats for Aster Foods", [("listCustomers", {})], [("createSubscription", {"customerId": 11, "plan": "starter", "seats": 2})]),
        Past("Resume the paused subscription of Dune Travel", SUBS, [s("resumeSubscription", 204)]),
        Past("Pay every unpaid invoice below 100 that is due before April 10", OPEN, i("payInvoice", 3002, 3008)),
    ),
)
