"""A farm that brings vegetables every week: flat inputs in snake case, sums in cents, moments in seconds, lists that go on after an id.

A box is a subscription with items of its own ids; what is told of it is changed, what is not stays, and an empty text takes a
pause away.  A search by name there is none, only one by the exact address.
VEGBOXES has the forms of a service for payments.  Written on 2026-11-30 without reading the planner, and
before it was run.  Developed on since that night.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tests.fields.checks import array, body, boolean, one_of, shape, whole, words
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


def at(told: str) -> int:
    return int(datetime.fromisoformat(told).replace(tzinfo=UTC).timestamp())


def held(key: str, *items: tuple[str, int]) -> list[Row]:
    return [{"id": f"si_{key}{at}", "price": f"price_{price}", "quantity": many} for at, (price, many) in enumerate(items, 1)]


def box(key: str, household: str, status: str, until: str, *items: tuple[str, int], ends: bool = False, pause: Row | None = None) -> Row:
    return {
        "id": f"sub_{key}", "object": "subscription", "household": f"hh_{household}", "status": status, "current_period_end": at(until),
        "cancel_at_period_end": ends, "pause_collection": pause, "items": held(key, *items),
    }  # fmt: skip


ROWS: Rows = {
    "households": [{**row, "object": "household"} for row in rows_of(
        "id name email phone",
        "hh_Nk4tA1|Petra Novak|petra.novak@post.example|555-0101",
        "hh_Nk4tB2|Petr Novak|petr.novak@post.example|555-0102",
        "hh_Lw8sC3|Lewis Grange|l.grange@field.example|555-0103",
        "hh_Dm2eD4|Aylin Demir|aylin@demir.example|555-0104",
        "hh_Oc6aE5|Orla Casey|orla.casey@post.example|555-0105",
        "hh_Tb9fF6|Theo Barnes|theo@barnes.example|555-0106",
        "hh_Kh3gG7|Katya Hahn|k.hahn@post.example|555-0107",
        "hh_Rs5hH8|Rosa Sandoval|rosa@sandoval.example|555-0108",
    )],
    "prices": [{**row, "object": "price", "currency": "eur", "recurring": {"interval": "week", "interval_count": 1}} for row in rows_of(
        "id nickname unit_amount active",
        "price_sml|Small vegetable box|1450|true",
        "price_lrg|Large vegetable box|2200|true",
        "price_l24|Large vegetable box (2024)|1900|false",
        "price_frt|Fruit bag|900|true",
        "price_egg|Half a dozen eggs|320|true",
        "price_brd|Sourdough loaf|450|true",
    )],
    "subscriptions": [
        box("A7", "Nk4tA1", "active", "2026-03-17", ("sml", 1), ("egg", 1)),
        box("B2", "Nk4tB2", "active", "2026-03-18", ("lrg", 1)),
        box("C9", "Lw8sC3", "active", "2026-03-15", ("lrg", 1), ("brd", 2), ends=True),
        box("D4", "Dm2eD4", "active", "2026-03-16", ("l24", 2), ("frt", 1)),
        box("E1", "Oc6aE5", "active", "2026-03-14", ("sml", 1), pause={"behavior": "void", "resumes_at": at("2026-04-20")}),
        box("F6", "Tb9fF6", "past_due", "2026-03-13", ("sml", 1)),
        box("G3", "Kh3gG7", "trialing", "2026-03-25", ("frt", 1)),
        box("H8", "Rs5hH8", "canceled", "2026-02-27", ("lrg", 1)),
    ],
    "invoices": [{**row, "object": "invoice", "due_date": at(row["due_date"]), "paid_out_of_band": False} for row in rows_of(
        "id household subscription amount_due status due_date",
        "in_1001|hh_Nk4tA1|sub_A7|1770|paid|2026-03-10",
        "in_1002|hh_Nk4tB2|sub_B2|2200|paid|2026-03-11",
        "in_1003|hh_Tb9fF6|sub_F6|1450|open|2026-02-20",
        "in_1004|hh_Tb9fF6|sub_F6|1450|open|2026-03-06",
        "in_1005|hh_Dm2eD4|sub_D4|4700|open|2026-03-16",
        "in_1006|hh_Oc6aE5|sub_E1|1450|void|2026-03-07",
        "in_1007|hh_Lw8sC3|sub_C9|3100|paid|2026-03-08",
        "in_1008|hh_Rs5hH8|sub_H8|2200|open|2026-02-27",
    )],
    "refunds": [],
}
PAUSES = ("void", "keep_as_draft", "mark_uncollectible")
BOX_STATES, BILL_STATES = ("active", "past_due", "trialing", "canceled"), ("draft", "open", "paid", "void")


def page(rows: Sequence[Row], limit: object, after: object) -> object:
    first = 0 if after is None else [one["id"] for one in rows].index(find(rows, "id", after)["id"]) + 1
    last = first + whole(limit, 1, 100)
    return {"object": "list", "data": [*rows[first:last]], "has_more": last < len(rows)}


def listed(table: str) -> Any:
    def do(rows: Rows, limit: int = 10, starting_after: str | None = None, **equals: Any) -> object:
        return page(equal(rows[table], equals), limit, starting_after)
    return do


def update_household(rows: Rows, household: str, **told: str) -> object:
    row = find(rows["households"], "id", household)
    row.update({name: words(value) for name, value in told.items() if name in ("name", "email", "phone")})
    return row


def live(rows: Rows, key: object) -> Row:
    row = find(rows["subscriptions"], "id", key)
    if row["status"] == "canceled":
        raise Refusal("a canceled subscription can only be looked at")
    return row


def priced(rows: Rows, told: object) -> str:
    row = find(rows["prices"], "id", told)
    if not row["active"]:
        raise Refusal(f"the price {row['id']} is inactive")
    return str(row["id"])


def put_item(rows: Rows, row: Row, told: object) -> None:
    item = body(told)
    if "id" not in item:
        many = whole(item.get("quantity", 1), 1, 99)
        price = priced(rows, item.get("price"))
        if any(one["price"] == price for one in row["items"]):
            raise Refusal("there is an item with that price already")
        row["items"].append({"id": f"si_new{len(row['items'])}", "price": price, "quantity": many})
        return
    old = find(row["items"], "id", item["id"])
    if item.get("deleted"):
        row["items"].remove(old)
        return
    old["price"] = priced(rows, item["price"]) if "price" in item else old["price"]
    old["quantity"] = whole(item.get("quantity", old["quantity"]), 1, 99)


def several(told: object) -> list[Any]:
    if not isinstance(told, list) or not told:
        raise Refusal("items is an array")
    return told


def paused(told: object) -> Row | None:
    if told == "":
        return None
    pause = body(told)
    resumes = pause.get("resumes_at")
    return {"behavior": one_of(pause.get("behavior"), *PAUSES), "resumes_at": None if resumes is None else whole(resumes, at("2026-03-11"), 2**33)}


def create_box(rows: Rows, household: str, items: list[Row]) -> object:
    row = box("new", find(rows["households"], "id", household)["id"][3:], "active", "2026-03-18")
    for one in several(items):
        put_item(rows, row, one)
    rows["subscriptions"].append(row)
    return row


def update_box(rows: Rows, subscription: str, **told: Any) -> object:
    row = live(rows, subscription)
    for one in several(told["items"]) if "items" in told else ():
        put_item(rows, row, one)
    if "cancel_at_period_end" in told:
        row["cancel_at_period_end"] = boolean(told["cancel_at_period_end"])
    if "pause_collection" in told:
        row["pause_collection"] = paused(told["pause_collection"])
    return row


def cancel_box(rows: Rows, subscription: str) -> object:
    row = live(rows, subscription)
    row["status"] = "canceled"
    return row


def open_bill(rows: Rows, key: object) -> Row:
    row = find(rows["invoices"], "id", key)
    if row["status"] != "open":
        raise Refusal(f"the invoice is {row['status']}")
    return row


def pay(rows: Rows, invoice: str, paid_out_of_band: bool = False) -> object:
    row = open_bill(rows, invoice)
    row.update(status="paid", paid_out_of_band=boolean(paid_out_of_band))
    return row


def void(rows: Rows, invoice: str) -> object:
    row = open_bill(rows, invoice)
    row["status"] = "void"
    return row


def refund(rows: Rows, invoice: str, amount: int | None = None) -> object:
    row = find(rows["invoices"], "id", invoice)
    if row["status"] != "paid":
        raise Refusal("only a paid invoice can be refunded")
    rows["refunds"].append({"id": "re_1", "invoice": row["id"], "amount": row["amount_due"] if amount is None else whole(amount, 1, row["amount_due"])})
    return rows["refunds"][-1]


def changed(key: str, **told: Any) -> Call:
    return "PostSubscriptionsSubscription", {"subscription": f"sub_{key}", **told}


def bill(verb: str, key: int, **told: Any) -> Call:
    return f"PostInvoicesInvoice{verb}", {"invoice": f"in_{key}", **told}


HOUSEHOLDS: Call = ("GetHouseholds", {"limit": 100})
PRICES: Call = ("GetPrices", {})
BOXES: Call = ("GetSubscriptions", {})
BILLS: Call = ("GetInvoices", {})
PAGES = {"limit": number("A limit on the number of objects to be returned, between 1 and 100.", default=10), "starting_after": text("A cursor for use in pagination: the ID of the last object of the page before.")}
HH, SUB, INV = text("The identifier of the household."), text("The identifier of the subscription."), text("The identifier of the invoice.")
ITEM = array(id=text("Subscription item to update."), price=text("The ID of the price object."), quantity=number("Quantity for this item."), deleted={"type": "boolean", "description": "Delete this item."})
SUBSCRIPTION = {"id": text(), "object": text(), "household": text(), "status": text(enum=list(BOX_STATES)), "current_period_end": number(format="unix-time"), "cancel_at_period_end": {"type": "boolean"}, "pause_collection": {"type": ["object", "null"]}, "items": array(id=text(), price=text(), quantity=number())}
INVOICE = {"id": text(), "object": text(), "household": text(), "subscription": text(), "amount_due": number("In cents."), "status": text(enum=list(BILL_STATES)), "due_date": number(format="unix-time"), "paid_out_of_band": {"type": "boolean"}}
HOUSEHOLD = {"id": text(), "object": text(), "name": text(), "email": text(), "phone": text()}


def pages(**fields: Any) -> dict[str, Any]:
    return shape(object=text(), data=array(**fields), has_more={"type": "boolean"})


TOOLS = (
    Tool("GetHouseholds", "Returns a list of your households.", {"email": text("A case-sensitive filter on the email field."), **PAGES}, listed("households"), outputs=pages(**HOUSEHOLD)),
    Tool("PostHouseholdsHousehold", "Updates the specified household by setting the values of the parameters passed. Any parameters not provided are left unchanged.", {"household": HH, "name": text("The household's full name."), "email": text("Email address."), "phone": text("The household's phone number.")}, update_household, ("household",), shape(**HOUSEHOLD)),
    Tool("GetPrices", "Returns a list of your prices.", {"active": {"type": "boolean", "description": "Only prices that are active or inactive."}, **PAGES}, listed("prices"), outputs=pages(id=text(), object=text(), nickname=text("What is delivered."), unit_amount=number("In cents."), active={"type": "boolean"}, currency=text(), recurring=shape(interval=text(), interval_count=number()))),
    Tool("GetSubscriptions", "Returns a list of subscriptions.", {"household": text("The ID of the household whose subscriptions will be retrieved."), "status": text("The status of the subscriptions to retrieve.", enum=list(BOX_STATES)), **PAGES}, listed("subscriptions"), outputs=pages(**SUBSCRIPTION)),
    Tool("PostSubscriptions", "Creates a new subscription on an existing household.", {"household": HH, "items": {**ITEM, "description": "A list of up to 20 subscription items, each with an attached price."}}, create_box, ("household", "items"), shape(**SUBSCRIPTION)),
    Tool("PostSubscriptionsSubscription", "Updates an existing subscription to match the specified parameters.", {"subscription": SUB, "cancel_at_period_end": {"type": "boolean", "description": "Whether this subscription should cancel at the end of the current period."}, "items": {**ITEM, "description": "Items to add or to update; those that are not listed stay."}, "pause_collection": {"anyOf": [{**shape(behavior=text("What happens to the invoices meanwhile.", enum=list(PAUSES)), resumes_at=number("The time after which collection resumes.", format="unix-time")), "required": ["behavior"]}, {"type": "string", "enum": [""]}], "description": "If specified, payment collection is paused. An empty text ends the pause."}}, update_box, ("subscription",), shape(**SUBSCRIPTION)),
    Tool("DeleteSubscriptionsSubscription", "Cancels a household's subscription immediately.", {"subscription": SUB}, cancel_box, ("subscription",), shape(**SUBSCRIPTION)),
    Tool("GetInvoices", "Returns a list of your invoices.", {"household": text("Only return invoices for the household with this ID."), "subscription": text("Only return invoices for this subscription."), "status": text("The status of the invoice.", enum=list(BILL_STATES)), **PAGES}, listed("invoices"), outputs=pages(**INVOICE)),
    Tool("PostInvoicesInvoicePay", "Attempts to collect an open invoice.", {"invoice": INV, "paid_out_of_band": {"type": "boolean", "description": "Whether it was paid outside of this service, as by cash or transfer. Nothing is charged then.", "default": False}}, pay, ("invoice",), shape(**INVOICE)),
    Tool("PostInvoicesInvoiceVoid", "Marks an open invoice as void. This cannot be undone.", {"invoice": INV}, void, ("invoice",), shape(**INVOICE)),
    Tool("PostRefunds", "Refunds a paid invoice, in part where an amount is given.", {"invoice": INV, "amount": number("A positive integer in cents.", minimum=1)}, refund, ("invoice",), shape(id=text(), invoice=text(), amount=number())),
)
JOBS = (
    Job("Orla's back from her holiday early, take the pause off her box", [changed("E1", pause_collection="")]),
    Job("Lewis Grange has thought better of it and isn't leaving, his box carries on", [changed("C9", cancel_at_period_end=False)]),
    Job("Petra Novak would like two lots of eggs a week rather than one", [changed("A7", items=[{"id": "si_A72", "quantity": 2}])]),
    Job("Rosa paid what she still owed us in cash at the farm gate, tick it off", [bill("Pay", 1008, paid_out_of_band=True)]),
    Job("Katya Hahn's got a new number, 555-0177, and she wants a loaf of bread with her fruit from now on", [("PostHouseholdsHousehold", {"household": "hh_Kh3gG7", "phone": "555-0177"}), changed("G3", items=[{"price": "price_brd", "quantity": 1}])]),
    Job("Anyone who's still on the 2024 large box goes over to the current one, as many as before", [changed("D4", items=[{"id": "si_D41", "price": "price_lrg"}])]),
    Job("Give Lewis Grange €5 of last week's payment back, half his carrots were mush", [("PostRefunds", {"invoice": "in_1007", "amount": 500})]),
    Job("Aylin's away till the 1st of April. Pause her box until then and void whatever would've been billed meanwhile", [changed("D4", pause_collection={"behavior": "void", "resumes_at": at("2026-04-01")})]),
    Job("which households are behind with a box right now?", [], shows=("hh_Tb9fF6",)),
    Job("Whoever has more than one unpaid bill gets no more boxes as of today", [("DeleteSubscriptionsSubscription", {"subscription": "sub_F6"})]),
    Job("Do Theo Barnes's open bills add up to more than 30 euros? If so cancel his box right now, otherwise just void the older bill", [bill("Void", 1003)]),
    Job("Write off every open invoice that was due before March, but not Theo's", [bill("Void", 1008)]),
    Job("The Novak box can stop at the end of the week", ASK),
    Job("Could you bring Orla Casey's delivery forward to Tuesdays?", ASK),
)
PASTS = (
    Past("Petr wants to finish when his period runs out", [HOUSEHOLDS, ("GetSubscriptions", {"household": "hh_Nk4tB2"})], [changed("B2", cancel_at_period_end=True)]),
    Past("theo@barnes.example is done with us, end his box at once", [("GetHouseholds", {"email": "theo@barnes.example"}), ("GetSubscriptions", {"household": "hh_Tb9fF6"})], [("DeleteSubscriptionsSubscription", {"subscription": "sub_F6"})]),
    Past("Set Rosa Sandoval up with a small box and two bags of fruit", [HOUSEHOLDS, PRICES], [("PostSubscriptions", {"household": "hh_Rs5hH8", "items": [{"price": "price_sml", "quantity": 1}, {"price": "price_frt", "quantity": 2}]})]),
    Past("Aylin Demir has transferred the money for her March bill", [HOUSEHOLDS, ("GetInvoices", {"household": "hh_Dm2eD4", "status": "open"})], [bill("Pay", 1005, paid_out_of_band=True)]),
    Past("Refund all of Petra's invoice from yesterday", [HOUSEHOLDS, BILLS], [("PostRefunds", {"invoice": "in_1001"})]),
    Past("No more bread for Lewis", [HOUSEHOLDS, PRICES, BOXES], [changed("C9", items=[{"id": "si_C92", "deleted": True}])]),
    Past("Petra's email is now petra@novak.example", [HOUSEHOLDS], [("PostHouseholdsHousehold", {"household": "hh_Nk4tA1", "email": "petra@novak.example"})]),
    Past("Hold Katya's box until the 20th, keeping the bills as drafts", [HOUSEHOLDS, BOXES], [changed("G3", pause_collection={"behavior": "keep_as_draft", "resumes_at": at("2026-03-20")})]),
)
FIELD = Field("vegboxes", ROWS, TOOLS, JOBS, PASTS)
