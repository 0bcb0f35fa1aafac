"""A translation agency: epoch seconds, cents, opaque ids, a search that stops at five, and answers declared by halves.

Left out until its failures were read on 2026-11-28.  Written without reading the planner, and before it was run.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from tests.fields.service import (
    ASK,
    Field,
    Job,
    Past,
    Refusal,
    Rows,
    Tool,
    contains,
    equal,
    find,
    listing,
    number,
    rows_of,
    text,
)


def at(when: str) -> int:
    return int(datetime.fromisoformat(when).replace(tzinfo=UTC).timestamp())


def order(line: str) -> dict[str, object]:
    (row,) = rows_of("id title client_id source target words price_cents due_at status translator_id", line)
    return {**row, "due_at": at(str(row["due_at"])), "translator_id": row["translator_id"] or None}


ROWS = {
    "orders": [order(line) for line in (
        "ord_7a501|Annual report|cli_ard|en|de|12400|186000|2026-03-13T17:00|in_progress|tr_03",
        "ord_7a502|Website relaunch|cli_bel|de|fr|5200|83200|2026-03-18T12:00|accepted|",
        "ord_7a503|Patent claims|cli_cor|de|en|3100|68200|2026-03-10T17:00|in_progress|tr_05",
        "ord_7a504|Staff handbook|cli_ard|en|fr|8800|123200|2026-03-27T17:00|accepted|",
        "ord_7a505|Press release|cli_dun|fr|en|600|9600|2026-03-11T16:00|in_review|tr_01",
        "ord_7a506|Menu cards|cli_bel|fr|de|900|13500|2026-03-06T09:00|delivered|tr_02",
        "ord_7a507|User manual|cli_cor|en|es|15000|210000|2026-04-02T17:00|quoted|",
        "ord_7a508|Safety data sheets|cli_cor|en|de|4300|64500|2026-03-09T12:00|in_progress|tr_03",
        "ord_7a509|Tender documents|cli_dun|de|fr|7700|130900|2026-03-16T09:00|in_progress|tr_02",
        "ord_7a510|March newsletter|cli_bel|de|en|1200|18000|2026-03-20T10:00|accepted|",
        "ord_7a511|Board minutes|cli_ard|de|en|2500|40000|2026-03-24T17:00|quoted|",
        "ord_7a512|Museum labels|cli_est|es|en|1900|28500|2026-03-30T12:00|quoted|",
        "ord_7a513|Podcast script|cli_est|en|es|3300|46200|2026-02-27T17:00|cancelled|",
    )],
    "clients": rows_of(
        "id name email",
        "cli_ard|Ardent Pumps|lang@ardent.example",
        "cli_bel|Bellevue Hotels|marketing@bellevue.example",
        "cli_cor|Cortex Medical|regulatory@cortex.example",
        "cli_dun|Dunmore Legal|office@dunmore.example",
        "cli_est|Estrella Museum|prensa@estrella.example",
    ),
    "translators": [
        {**row, "pairs": str(row["pairs"]).split()} for row in rows_of(
            "id name pairs cents_per_word available",
            "tr_01|Amélie Roux|fr>en en>fr|14|true",
            "tr_02|Bastian Keller|de>fr fr>de|13|true",
            "tr_03|Clara Vogt|en>de|15|true",
            "tr_04|Diego Sanz|en>es es>en|12|true",
            "tr_05|Edith Shaw|de>en|18|true",
            "tr_06|Felix Arndt|de>en|14|false",
            "tr_07|Greta Holm|de>en|16|true",
            "tr_08|Hugo Blanc|de>fr|11|true",
        )
    ],
    "invoices": [
        {**row, "due_at": at(str(row["due_at"]))} for row in rows_of(
            "id client_id amount_cents due_at status",
            "inv_901|cli_bel|13500|2026-03-20T00:00|open",
            "inv_902|cli_dun|45000|2026-02-25T00:00|open",
            "inv_903|cli_cor|22000|2026-03-05T00:00|open",
            "inv_904|cli_ard|99000|2026-01-31T00:00|paid",
            "inv_905|cli_cor|31000|2026-03-31T00:00|open",
            "inv_906|cli_dun|5000|2026-03-08T00:00|open",
            "inv_907|cli_est|46200|2026-03-02T00:00|void",
        )
    ],
    "reminders": [],
    "messages": [],
}
CAP, NEEDED = 5, ("client_id", "title", "source", "target", "words", "due_at")
STATUSES = ("quoted", "accepted", "in_progress", "in_review", "delivered", "cancelled")


def orders(rows: Rows, text: str = "", status: str = "", client_id: str = "", translator_id: str = "") -> object:
    if status and status not in STATUSES:
        raise Refusal(f"status must be one of {', '.join(STATUSES)}")
    exact = equal(rows["orders"], {"status": status, "client_id": client_id, "translator_id": translator_id})
    found = contains(exact, {"title": text})[::-1]
    return {"data": found[:CAP], "has_more": len(found) > CAP}


def clients(rows: Rows, name: str = "") -> object:
    return {"data": contains(rows["clients"], {"name": name})}


def translators(rows: Rows, source: str = "", target: str = "") -> object:
    told = [pair for pair in ((source or "") + ">", ">" + (target or "")) if pair != ">"]
    return {"data": [row for row in rows["translators"] if any(all(part in pair for part in told) for pair in row["pairs"])]}


def invoices(rows: Rows, client_id: str = "", status: str = "") -> object:
    return {"data": equal(rows["invoices"], {"client_id": client_id, "status": status})}


def assign(rows: Rows, order_id: str, translator_id: str) -> object:
    row, who = find(rows["orders"], "id", order_id), find(rows["translators"], "id", translator_id)
    if f"{row['source']}>{row['target']}" not in who["pairs"]:
        raise Refusal(f"{who['name']} does not work from {row['source']} into {row['target']}")
    row["translator_id"] = translator_id
    return row


def deadline(rows: Rows, order_id: str, due_at: int) -> object:
    if not isinstance(due_at, int):
        raise Refusal("due_at must be a Unix timestamp")
    find(rows["orders"], "id", order_id)["due_at"] = due_at
    return {"id": order_id, "due_at": due_at}


def status(rows: Rows, order_id: str, status: str) -> object:
    if status not in STATUSES[1:5]:
        raise Refusal(f"status must be one of {', '.join(STATUSES[1:5])}")
    find(rows["orders"], "id", order_id)["status"] = status
    return {"id": order_id, "status": status}


def cancel(rows: Rows, order_id: str, fee_cents: float = 0) -> object:
    row = find(rows["orders"], "id", order_id)
    if row["status"] in ("delivered", "cancelled"):
        raise Refusal("this order can no longer be cancelled")
    row.update({"status": "cancelled", **({"fee_cents": round(fee_cents)} if fee_cents else {})})
    return {"id": order_id, "status": "cancelled"}


def reprice(rows: Rows, order_id: str, price_cents: float) -> object:
    if not isinstance(price_cents, int | float):
        raise Refusal("price_cents must be an integer")
    find(rows["orders"], "id", order_id)["price_cents"] = round(price_cents)
    return {"id": order_id, "price_cents": price_cents}


def create(rows: Rows, order: Mapping[str, object]) -> object:
    if not isinstance(order, Mapping) or {*order} != {*NEEDED}:
        raise Refusal(f"order must have {', '.join(NEEDED)}")
    find(rows["clients"], "id", order["client_id"])
    if not {order["source"], order["target"]} <= {"de", "en", "es", "fr"} or not isinstance(order["due_at"], int):
        raise Refusal("source and target are ISO 639-1 codes, due_at is a Unix timestamp")
    rows["orders"].append({"id": f"ord_7a{501 + len(rows['orders'])}", **{name: order[name] for name in NEEDED}, "status": "quoted", "translator_id": None})
    return rows["orders"][-1]


def remind(rows: Rows, invoice_id: str) -> object:
    if find(rows["invoices"], "id", invoice_id)["status"] != "open":
        raise Refusal("only open invoices can be reminded of")
    rows["reminders"].append({"invoice_id": invoice_id})
    return {"sent": True}


def void(rows: Rows, invoice_id: str) -> object:
    row = find(rows["invoices"], "id", invoice_id)
    if row["status"] != "open":
        raise Refusal("only open invoices can be voided")
    row["status"] = "void"
    return {"id": invoice_id, "status": "void"}


def message(rows: Rows, translator_id: str, body: str) -> object:
    find(rows["translators"], "id", translator_id)
    rows["messages"].append({"translator_id": translator_id, "body": body})
    return {"sent": True}


def availability(rows: Rows, translator_id: str, available: bool) -> object:
    if not isinstance(available, bool):
        raise Refusal("available must be true or false")
    find(rows["translators"], "id", translator_id)["available"] = available
    return {"id": translator_id, "available": available}


def on(name: str, *orders: int, **more: object) -> list[tuple[str, dict[str, object]]]:
    return [(f"lingo_{name}", {"order_id": f"ord_7a{one}", **more}) for one in orders]


def due(order: int, when: str) -> tuple[str, dict[str, object]]:
    return "lingo_set_deadline", {"order_id": f"ord_7a{order}", "due_at": at(when)}


def for_invoice(name: str, *invoices: int) -> list[tuple[str, dict[str, object]]]:
    return [(f"lingo_{name}", {"invoice_id": f"inv_{one}"}) for one in invoices]


def say(who: int, words: str) -> tuple[str, dict[str, object]]:
    return "lingo_message_translator", {"translator_id": f"tr_0{who}", "body": words}


def free(who: int, available: bool) -> tuple[str, dict[str, object]]:
    return "lingo_set_availability", {"translator_id": f"tr_0{who}", "available": available}


def new(client: str, title: str, source: str, target: str, words: int, when: str) -> tuple[str, dict[str, object]]:
    return "lingo_create_order", {"order": {"client_id": f"cli_{client}", "title": title, "source": source, "target": target, "words": words, "due_at": at(when)}}


def f(**by: str) -> tuple[str, dict[str, object]]:
    return "lingo_find_orders", by


def c(name: str) -> tuple[str, dict[str, object]]:
    return "lingo_find_clients", {"name": name}


def t(**by: str) -> tuple[str, dict[str, object]]:
    return "lingo_list_translators", by


def i(**by: str) -> tuple[str, dict[str, object]]:
    return "lingo_list_invoices", by


ORDER, TRANSLATOR, INVOICE, CLIENT, DUE, CODE = text("ID of the order (ord_…)."), text("ID of the translator (tr_…)."), text("ID of the invoice (inv_…)."), text("ID of the client (cli_…)."), number("Deadline, Unix timestamp in seconds."), text("ISO 639-1 language code.")
FIELD = Field(
    "translations", ROWS,
    (
        Tool("lingo_find_orders", "Find translation orders. At most 5 are returned, newest first; if has_more is true, narrow your search.", {"text": text("Words of the title."), "status": text("Filter by status.", enum=list(STATUSES)), "client_id": CLIENT, "translator_id": TRANSLATOR}, orders, outputs={"type": "object", "properties": {**listing("data", id=text(), title=text(), status=text(), due_at=DUE)["properties"], "has_more": {"type": "boolean"}}}),
        Tool("lingo_find_clients", "Find clients by name.", {"name": text("Part of the name.")}, clients, outputs=listing("data", id=text(), name=text(), email=text())),
        Tool("lingo_list_translators", "List freelance translators with their language pairs, rate per word and availability.", {"source": CODE, "target": CODE}, translators),
        Tool("lingo_list_invoices", "List invoices (open, paid or void).", {"client_id": CLIENT, "status": text("Filter by status.", enum=["open", "paid", "void"])}, invoices, outputs={"type": "object", "properties": {"data": {"type": "array", "items": {"type": "object"}}}}),
        Tool("lingo_assign_translator", "Assign an order to a translator. Replaces whoever was assigned before.", {"order_id": ORDER, "translator_id": TRANSLATOR}, assign, ("order_id", "translator_id")),
        Tool("lingo_set_deadline", "Change the deadline of an order.", {"order_id": ORDER, "due_at": DUE}, deadline, ("order_id", "due_at")),
        Tool("lingo_set_status", "Set the status of an order, e.g. accepted once the client has accepted the quote.", {"order_id": ORDER, "status": text("New status.", enum=list(STATUSES[1:5]))}, status, ("order_id", "status")),
        Tool("lingo_cancel_order", "Cancel an order or quote, optionally with a cancellation fee for the client.", {"order_id": ORDER, "fee_cents": number("Cancellation fee in cents.")}, cancel, ("order_id",)),
        Tool("lingo_set_price", "Set the price of an order.", {"order_id": ORDER, "price_cents": number("New price in cents.")}, reprice, ("order_id", "price_cents")),
        Tool("lingo_create_order", "Create an order. It starts as a quote.", {"order": {"type": "object", "properties": {"client_id": CLIENT, "title": text("Title of the document."), "source": CODE, "target": CODE, "words": number("Word count."), "due_at": DUE}, "required": list(NEEDED)}}, create, ("order",)),
        Tool("lingo_remind_invoice", "Send the client a payment reminder for an open invoice.", {"invoice_id": INVOICE}, remind, ("invoice_id",), {"type": "object", "properties": {"sent": {"type": "boolean"}}}),
        Tool("lingo_void_invoice", "Void an open invoice. This cannot be undone.", {"invoice_id": INVOICE}, void, ("invoice_id",)),
        Tool("lingo_message_translator", "Send a message to a translator.", {"translator_id": TRANSLATOR, "body": text("Message text.")}, message, ("translator_id", "body"), {"type": "object", "properties": {"sent": {"type": "boolean"}}}),
        Tool("lingo_set_availability", "Set whether a translator takes on work at the moment.", {"translator_id": TRANSLATOR, "available": {"type": "boolean"}}, availability, ("translator_id", "available")),
    ),
    (
        Job("Assign the website relaunch to Bastian Keller", on("assign_translator", 502, translator_id="tr_02")),
        Job("Give the March newsletter to the cheapest German to English translator who is available", on("assign_translator", 510, translator_id="tr_07")),
        Job("Assign every quote from or into Spanish to Diego Sanz", on("assign_translator", 507, 512, translator_id="tr_04")),
        Job("Move the deadline of the annual report to March 16 at 17:00", [due(501, "2026-03-16T17:00")]),
        Job("The client is in no hurry with the staff handbook, it may be delivered a week later. Please adjust the deadline.", [due(504, "2026-04-03T17:00")]),
        Job("Postpone the deadline of all overdue orders by three days", [due(503, "2026-03-13T17:00"), due(508, "2026-03-12T12:00")]),
        Job("press release: delivered", on("set_status", 505, status="delivered")),
        Job("Cortex Medical has accepted its quote", on("set_status", 507, status="accepted")),
        Job("Cancel the tender documents, Dunmore Legal pays a cancellation fee of 150 euros", on("cancel_order", 509, fee_cents=15000)),
        Job("Set the price of the user manual to €1,950", on("set_price", 507, price_cents=195000)),
        Job("10% off the staff handbook, please", on("set_price", 504, price_cents=110880)),
        Job("Remind Dunmore Legal of all their overdue invoices", for_invoice("remind_invoice", 902, 906)),
        Job("Send a reminder for the two invoices that have been overdue the longest", for_invoice("remind_invoice", 902, 903)),
        Job("Void Bellevue Hotels' invoice", for_invoice("void_invoice", 901)),
        Job("Message Clara Vogt: 'Please send the safety data sheets today'", [say(3, "Please send the safety data sheets today")]),
        Job("Tell the translator of the tender documents 'The client needs the files by 8 am'", [say(2, "The client needs the files by 8 am")]),
        Job("Felix Arndt is back from his holiday, set him to available again", [free(6, True)]),
        Job("Edith Shaw is ill. Mark her as unavailable and hand the patent claims over to Greta Holm", [free(5, False), *on("assign_translator", 503, translator_id="tr_07")]),
        Job("New order for Estrella Museum: 'Audio guide', 2,400 words from Spanish into English, due on April 10 at 12:00", [new("est", "Audio guide", "es", "en", 2400, "2026-04-10T12:00")]),
        Job("If the annual report is still in progress, move its deadline to Monday at 9 am, otherwise mark it as delivered", [due(501, "2026-03-16T09:00")]),
        Job("If Cortex Medical has an overdue invoice, cancel their quote, otherwise mark it as accepted", on("cancel_order", 507)),
        Job("Cancel all quotes above 1,000 euros", on("cancel_order", 507)),
        Job("Mark the podcast script as delivered unless it has been cancelled", []),
        Job("How many orders are in progress?", [], shows=("Annual report", "Patent claims", "Safety data sheets", "Tender documents")),
        Job("What does Dunmore Legal still owe us?", [], shows=("inv_902", "inv_906")),
        Job("Cancel the Ardent Pumps order", ASK),
        Job("Assign the board minutes to a translator", ASK),
        Job("Refund Bellevue Hotels for the menu cards", ASK),
    ),
    (
        Past("Assign the staff handbook to Amélie Roux", [f(text="Staff handbook"), t()], on("assign_translator", 504, translator_id="tr_01")),
        Past("Give the website relaunch to the cheapest German to French translator who is available", [f(text="Website relaunch"), t(source="de", target="fr")], on("assign_translator", 502, translator_id="tr_08")),
        Past("Assign every accepted order from German into French to Hugo Blanc", [f(status="accepted"), t()], on("assign_translator", 502, translator_id="tr_08")),
        Past("Move the deadline of the user manual to April 7 at 12:00", [f(text="User manual")], [due(507, "2026-04-07T12:00")]),
        Past("The museum labels may be delivered two days later, please adjust the deadline", [f(text="Museum labels")], [due(512, "2026-04-01T12:00")]),
        Past("Postpone the deadline of all quotes by a week", [f(status="quoted")], [due(507, "2026-04-09T17:00"), due(511, "2026-03-31T17:00"), due(512, "2026-04-06T12:00")]),
        Past("Mark the tender documents as delivered", [f(text="Tender documents")], on("set_status", 509, status="delivered")),
        Past("Ardent Pumps has accepted its quote", [c("Ardent Pumps"), f(client_id="cli_ard", status="quoted")], on("set_status", 511, status="accepted")),
        Past("Cancel the March newsletter, Bellevue Hotels pays a cancellation fee of 40 euros", [f(text="March newsletter")], on("cancel_order", 510, fee_cents=4000)),
        Past("Set the price of the board minutes to €375", [f(text="Board minutes")], on("set_price", 511, price_cents=37500)),
        Past("5% off the website relaunch, please", [f(text="Website relaunch")], on("set_price", 502, price_cents=79040)),
        Past("Remind Cortex Medical of all their overdue invoices", [c("Cortex Medical"), i(client_id="cli_cor", status="open")], for_invoice("remind_invoice", 903)),
        Past("Void Cortex Medical's largest open invoice", [c("Cortex Medical"), i(client_id="cli_cor", status="open")], for_invoice("void_invoice", 905)),
        Past("Message Diego Sanz: 'Are you free in April?'", [t()], [say(4, "Are you free in April?")]),
        Past("Tell the translator of the annual report 'There are new figures'", [f(text="Annual report")], [say(3, "There are new figures")]),
        Past("Hugo Blanc is on leave, set him to unavailable", [t()], [free(8, False)]),
        Past("New order for Dunmore Legal: 'Witness statement', 1,800 words from French into English, due on March 26 at 15:00", [c("Dunmore Legal")], [new("dun", "Witness statement", "fr", "en", 1800, "2026-03-26T15:00")]),
        Past("If the press release is still in review, move its deadline to tomorrow at 9 am, otherwise mark it as delivered", [f(text="Press release")], [due(505, "2026-03-12T09:00")]),
        Past("If Bellevue Hotels has an overdue invoice, cancel the March newsletter", [c("Bellevue Hotels"), i(client_id="cli_bel", status="open")], []),
        Past("Cancel all quotes below 300 euros", [f(status="quoted")], on("cancel_order", 512)),
        Past("How many orders are in review?", [f(status="in_review")], []),
    ),
)
