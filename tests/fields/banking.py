"""A firm's bank: verbNoun names, opaque hexadecimal ids, signed decimals, ISO dates, settings nested in bodies, `items` with an offset.

Left out until the morning of 2026-11-29.  Written without reading the planner, and before it was run.
At first sight: 18 of 35 right and none harmed without runs, 21 with ten, 22 with all.
"""

from collections.abc import Mapping, Sequence

from tests.fields.checks import array, boolean, changing, day, matching, one_of, shape, step
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

TODAY = "2026-03-11"


def decimals(rows: list[dict], *names: str) -> list[dict]:
    return [{**row, **{name: float(row[name]) for name in names}} for row in rows]


ROWS: Rows = {
    "accounts": decimals(rows_of(
        "accountId name iban balance",
        "9f41c0d2|Operating|DE02120300000000202051|18250.40",
        "b7720e15|Tax reserve|DE02500105170137075030|9400.00",
        "c3d95a08|Payroll|DE02100500000054540402|3100.00",
        "e86b1f77|Deposits|DE02300209000106531065|25000.00",
    ), "balance"),
    "payees": rows_of(
        "payeeId name iban",
        "p0a31|Kraft Energy|DE88100900001234567892",
        "p1c77|Lumen Print|DE12500105170648489890",
        "p2e08|Nadia Farouk|FR7630006000011234567890189",
        "p3b52|Sami Farouk|FR7610107001011234567890129",
        "p4d19|Orchard Rent|DE75512108001245126199",
        "p5f64|Petra Simic|HR1210010051863000160",
        "p6a90|Quill Insurance|IE29AIBK93115212345678",
        "p7e25|Tax Office|DE21301204000000015228",
    ),
    "payments": decimals(rows_of(
        "paymentId fromAccountId payeeId amount reference executeOn status",
        "5d0e11a4|9f41c0d2|p1c77|210.00|Posters|2026-02-20|executed",
        "5d0e11a5|9f41c0d2|p0a31|388.15|Settlement 2025|2026-03-13|scheduled",
        "5d0e11a6|9f41c0d2|p2e08|640.00|Workshop February|2026-03-12|scheduled",
        "5d0e11a7|b7720e15|p7e25|4100.00|VAT Q4|2026-03-20|scheduled",
        "5d0e11a8|9f41c0d2|p3b52|75.50|Travel|2026-03-05|returned",
        "5d0e11a9|9f41c0d2|p1c77|95.00|Business cards|2026-03-31|draft",
        "5d0e11aa|9f41c0d2|p5f64|180.00|Windows|2026-03-31|draft",
        "5d0e11ab|9f41c0d2|p6a90|512.00|Policy 7731|2026-03-02|executed",
    ), "amount"),
    "standingOrders": decimals([{**row, "endsOn": row["endsOn"] or None} for row in rows_of(
        "orderId fromAccountId payeeId amount frequency nextOn endsOn status",
        "so-41|9f41c0d2|p4d19|1420.00|monthly|2026-04-01||active",
        "so-42|9f41c0d2|p0a31|85.00|monthly|2026-03-16||active",
        "so-43|9f41c0d2|p5f64|240.00|weekly|2026-03-13||active",
        "so-44|9f41c0d2|p6a90|310.00|quarterly|2026-04-15|2027-04-15|active",
        "so-45|e86b1f77|p2e08|50.00|monthly|2026-04-02|2026-06-30|paused",
    )], "amount"),
    "cards": [{**row, "settings": {"monthlyLimit": limit, "onlinePayments": online, "cashWithdrawals": cash}} for row, limit, online, cash in zip(decimals(rows_of(
        "cardId holder lastFour spentThisMonth frozen",
        "crd_1|Ines Prado|4417|812.30|false",
        "crd_2|Yusuf Demir|'0923|145.00|false",
        "crd_3|Tomas Hajek|7750|960.75|false",
        "crd_4|Olga Brandt|3381|0.00|true",
        "crd_5|Mei Tan|6204|402.10|false",
    ), "spentThisMonth"), (1200.0, 1000.0, 1500.0, 800.0, 1000.0), (True, True, True, False, True), (True, False, False, False, True), strict=True)],
    "transactions": decimals(rows_of(
        "transactionId accountId bookedOn amount counterparty category",
        "t-90811|9f41c0d2|2026-03-02|-512.00|Quill Insurance|insurance",
        "t-90812|9f41c0d2|2026-03-03|-64.90|Bahn|none",
        "t-90813|9f41c0d2|2026-03-04|2380.00|Alder Consulting|income",
        "t-90814|9f41c0d2|2026-03-05|-129.00|Bahn|none",
        "t-90815|9f41c0d2|2026-03-06|-41.20|Corner Bistro|meals",
        "t-90816|9f41c0d2|2026-03-09|-18.00|Cloudbox|none",
        "t-90817|9f41c0d2|2026-03-10|1190.00|Ferrum Tools|income",
        "t-90818|c3d95a08|2026-02-27|-8900.00|Salaries|salaries",
    ), "amount"),
}
STATES, RHYTHMS = ("draft", "scheduled", "executed", "returned", "cancelled"), ("weekly", "monthly", "quarterly", "yearly")
CATEGORIES = ("none", "income", "insurance", "meals", "rent", "salaries", "software", "travel")


def page(rows: Sequence[dict], offset: object, limit: int = 10) -> object:
    if not isinstance(offset, int) or isinstance(offset, bool) or offset < 0:
        raise Refusal("offsets begin with 0")
    return {"items": [*rows[offset:offset + limit]], "hasMore": offset + limit < len(rows)}


def money(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 < told <= 10**6:
        raise Refusal("amounts are positive decimals")
    return round(float(told), 2)


def words(told: object) -> str:
    if not isinstance(told, str) or not told:
        raise Refusal("a text is needed")
    return told


def listed(table: str) -> object:
    return lambda rows, offset=0, **equals: page(matching(rows[table], {}, **equals), offset)


def payments(rows: Rows, executeFrom: str = "", executeTo: str = "", offset: int = 0, **equals: object) -> object:
    first, last = day(executeFrom or "0001-01-01"), day(executeTo or "9999-12-31")
    return page([row for row in matching(rows["payments"], {}, **equals) if first <= row["executeOn"] <= last], offset)


def transfer(rows: Rows, fromAccountId: str, toAccountId: str, amount: float, note: str = "") -> object:
    giver, taker, value = find(rows["accounts"], "accountId", fromAccountId), find(rows["accounts"], "accountId", toAccountId), money(amount)
    if giver is taker or giver["balance"] < value:
        raise Refusal("two accounts are needed, and enough money on the first")
    giver["balance"], taker["balance"] = round(giver["balance"] - value, 2), round(taker["balance"] + value, 2)
    return {"done": True, "note": note}


def add_payee(rows: Rows, name: str, iban: str) -> object:
    rows["payees"].append({"payeeId": f"p{8 + len(rows['payees'])}x", "name": words(name), "iban": words(iban).replace(" ", "")})
    return rows["payees"][-1]


def pay(rows: Rows, fromAccountId: str, payeeId: str, amount: float, reference: str, executeOn: str = TODAY) -> object:
    when = day(executeOn)
    if when < TODAY:
        raise Refusal("that day is over")
    rows["payments"].append({
        "paymentId": f"5d0e11{164 + len(rows['payments']):x}", "fromAccountId": find(rows["accounts"], "accountId", fromAccountId)["accountId"],
        "payeeId": find(rows["payees"], "payeeId", payeeId)["payeeId"], "amount": money(amount), "reference": words(reference),
        "executeOn": when, "status": "scheduled",
    })  # fmt: skip
    return rows["payments"][-1]


def reschedule(rows: Rows, paymentId: str, executeOn: str) -> object:
    when = day(executeOn)
    row = find(rows["payments"], "paymentId", paymentId)
    if row["status"] not in ("draft", "scheduled") or when < TODAY:
        raise Refusal("it has been carried out, or that day is over")
    row["executeOn"] = when
    return row


def update_order(rows: Rows, orderId: str, changes: Mapping[str, object]) -> object:
    row = find(rows["standingOrders"], "orderId", orderId)
    if row["status"] == "ended":
        raise Refusal("it has ended")
    return changing(
        row, {**changes}, amount=money, frequency=lambda told: one_of(told, *RHYTHMS), nextOn=day, endsOn=day,
        status=lambda told: one_of(told, "active", "paused"),
    )  # fmt: skip


def update_card(rows: Rows, cardId: str, settings: Mapping[str, object]) -> object:
    row = find(rows["cards"], "cardId", cardId)
    changing(row["settings"], {**settings}, monthlyLimit=money, onlinePayments=boolean, cashWithdrawals=boolean)
    return row


def freeze(to: bool) -> object:
    def do(rows: Rows, cardId: str) -> object:
        row = find(rows["cards"], "cardId", cardId)
        row["frozen"] = to
        return row

    return do


def categorise(rows: Rows, transactionId: str, category: str) -> object:
    row = find(rows["transactions"], "transactionId", transactionId)
    row["category"] = one_of(category, *CATEGORIES)
    return row


OPERATING, RESERVE, PAYROLL, DEPOSITS = "9f41c0d2", "b7720e15", "c3d95a08", "e86b1f77"


def paid(payee: str, amount: float, reference: str, **more: str) -> list[Call]:
    return [("createPayment", {"fromAccountId": OPERATING, "payeeId": payee, "amount": amount, "reference": reference, **more})]


def sent(giver: str, taker: str, amount: float) -> list[Call]:
    return [("transferMoney", {"fromAccountId": giver, "toAccountId": taker, "amount": amount})]


def later(payment: str, on: str) -> list[Call]:
    return [("reschedulePayment", {"paymentId": f"5d0e11{payment}", "executeOn": on})]


def stopped(*payments: str) -> list[Call]:
    return [("cancelPayment", {"paymentId": f"5d0e11{one}"}) for one in payments]


def order(number: int, **changes: object) -> list[Call]:
    return [("updateStandingOrder", {"orderId": f"so-{number}", "changes": changes})]


def card(*cards: int, **settings: object) -> list[Call]:
    return [("updateCard", {"cardId": f"crd_{one}", "settings": settings}) for one in cards]


def frozen(*cards: int, verb: str = "freeze") -> list[Call]:
    return [(f"{verb}Card", {"cardId": f"crd_{one}"}) for one in cards]


def filed(category: str, *transactions: int) -> list[Call]:
    return [("setCategory", {"transactionId": f"t-{one}", "category": category}) for one in transactions]


def look(what: str, **filters: object) -> Call:
    return f"list{what}", filters


def payee(query: str) -> Call:
    return "searchPayees", {"query": query}


ACCOUNTS, CARDS, ORDERS = look("Accounts"), look("Cards"), look("StandingOrders")
ACCOUNT, PAYEE, MONEY, DAY, FLAG = text(), text(), {"type": "number", "description": "EUR, e.g. 12.50"}, text(format="date"), {"type": "boolean"}
STATE, RHYTHM, CATEGORY, OFFSET = text(enum=list(STATES)), text(enum=list(RHYTHMS)), text(enum=list(CATEGORIES)), number("How many to leave out", default=0)


def items(**fields: object) -> dict:
    return shape(items=array(**fields), hasMore=FLAG)


TOOLS = (
    Tool("listAccounts", "All accounts of the company with their balances.", {}, listed("accounts"), outputs=items(accountId=ACCOUNT, name=text(), iban=text(), balance=MONEY)),
    Tool("transferMoney", "Moves money between two of your own accounts, at once.", {"fromAccountId": ACCOUNT, "toAccountId": ACCOUNT, "amount": MONEY, "note": text("For yourself")}, transfer, ("fromAccountId", "toAccountId", "amount")),
    Tool("searchPayees", "Searches saved payees. Payments can only go to a saved payee.", {"query": text("Part of the name")}, lambda rows, query: page(matching(rows["payees"], {"name": query}), 0), ("query",), items(payeeId=PAYEE, name=text(), iban=text())),
    Tool("addPayee", "Saves a payee.", {"name": text(), "iban": text()}, add_payee, ("name", "iban"), shape(payeeId=PAYEE, name=text(), iban=text())),
    Tool("listPayments", "Single payments to payees, whatever their status.", {"status": STATE, "payeeId": PAYEE, "executeFrom": DAY, "executeTo": DAY, "offset": OFFSET}, payments, outputs=items(paymentId=text(), fromAccountId=ACCOUNT, payeeId=PAYEE, amount=MONEY, reference=text(), executeOn=DAY, status=STATE)),
    Tool("createPayment", "Orders a payment to a payee (SEPA transfer).", {"fromAccountId": ACCOUNT, "payeeId": PAYEE, "amount": MONEY, "reference": text("What the payee sees on the statement"), "executeOn": {**DAY, "description": "Today if not given"}}, pay, ("fromAccountId", "payeeId", "amount", "reference")),
    Tool("reschedulePayment", "Lets a payment that was not carried out yet happen on another day.", {"paymentId": text(), "executeOn": DAY}, reschedule, ("paymentId", "executeOn")),
    Tool("cancelPayment", "Cancels a draft or a scheduled payment.", {"paymentId": text()}, lambda rows, paymentId: step(rows, "payments", paymentId, "cancelled", "draft", "scheduled"), ("paymentId",)),
    Tool("listStandingOrders", "Standing orders, that is payments that repeat themselves.", {"payeeId": PAYEE, "status": text(enum=["active", "paused", "ended"])}, listed("standingOrders"), outputs=items(orderId=text(), fromAccountId=ACCOUNT, payeeId=PAYEE, amount=MONEY, frequency=RHYTHM, nextOn=DAY, endsOn={"type": ["string", "null"]}, status=text())),
    Tool("updateStandingOrder", "Changes a standing order, pauses it or sets it going again. Send only what is to change.", {"orderId": text(), "changes": shape(amount=MONEY, frequency=RHYTHM, nextOn={**DAY, "description": "Next execution"}, endsOn={**DAY, "description": "Last day"}, status=text(enum=["active", "paused"]))}, update_order, ("orderId", "changes")),
    Tool("endStandingOrder", "Ends a standing order for good.", {"orderId": text()}, lambda rows, orderId: step(rows, "standingOrders", orderId, "ended", "active", "paused"), ("orderId",)),
    Tool("listCards", "The company's cards, who holds them and what was spent with them this month.", {"frozen": FLAG}, listed("cards"), outputs=items(cardId=text(), holder=text(), lastFour=text(), spentThisMonth=MONEY, frozen=FLAG, settings=shape(monthlyLimit=MONEY, onlinePayments=FLAG, cashWithdrawals=FLAG))),
    Tool("updateCard", "Changes the settings of a card.", {"cardId": text(), "settings": shape(monthlyLimit=MONEY, onlinePayments={**FLAG, "description": "May be used on the internet"}, cashWithdrawals={**FLAG, "description": "May be used at cash machines"})}, update_card, ("cardId", "settings")),
    Tool("freezeCard", "Freezes a card, for example when it cannot be found. Can be undone.", {"cardId": text()}, freeze(True), ("cardId",)),
    Tool("unfreezeCard", "Makes a frozen card usable again.", {"cardId": text()}, freeze(False), ("cardId",)),
    Tool("listTransactions", "What was booked on an account; money that went out is negative.", {"accountId": ACCOUNT, "counterparty": text("Exact name"), "category": CATEGORY, "offset": OFFSET}, listed("transactions"), outputs=items(transactionId=text(), accountId=ACCOUNT, bookedOn=DAY, amount=MONEY, counterparty=text(), category=CATEGORY)),
    Tool("setCategory", "Files a transaction under a category for the bookkeeping.", {"transactionId": text(), "category": CATEGORY}, categorise, ("transactionId", "category")),
)
JOBS = (
    Job("Pay Lumen Print 340 euros from the operating account, reference 'Flyers March'", paid("p1c77", 340, "Flyers March")),
    Job("Move 2,000 from Operating to the tax reserve", sent(OPERATING, RESERVE, 2000)),
    Job("Tomas can't find his card, please freeze it", frozen(3)),
    Job("Raise the monthly limit of Ines Prado's card to 1,500 euros", card(1, monthlyLimit=1500)),
    Job("Yusuf's card shouldn't work for online payments any more", card(2, onlinePayments=False)),
    Job("Our rent goes up: the standing order to Orchard Rent is 1,480 from now on", order(41, amount=1480)),
    Job("Pause the standing order to Quill Insurance", order(44, status="paused")),
    Job("Petra Simic doesn't clean for us any more, so end her standing order", [("endStandingOrder", {"orderId": "so-43"})]),
    Job("Cancel the payment to Kraft Energy that's due on Friday", stopped("a5")),
    Job("We're a bit short: all payments that are scheduled for this week should happen a week later", [*later("a5", "2026-03-20"), *later("a6", "2026-03-19")]),
    Job("Nadia Farouk gets 125.50 on the 25th, from Operating, reference 'Workshop March'", paid("p2e08", 125.5, "Workshop March", executeOn="2026-03-25")),
    Job("Olga Brandt found her card again. It can be unfrozen", frozen(4, verb="unfreeze")),
    Job("Whoever has spent more than 800 euros with their card this month gets a limit of 1,000", card(1, 3, monthlyLimit=1000)),
    Job("There's been a data leak, so freeze every card except Mei Tan's", frozen(1, 2, 3)),
    Job("The largest scheduled payment can wait until April 1", later("a7", "2026-04-01")),
    Job("New payee please: Solvej Dahl, DK5000400440116243", [("addPayee", {"name": "Solvej Dahl", "iban": "DK5000400440116243"})]),
    Job("File both Bahn transactions under travel", filed("travel", 90812, 90814)),
    Job("If there's less than 5,000 on the payroll account, top it up with 3,000 from Operating", sent(OPERATING, PAYROLL, 3000)),
    Job("If the tax reserve has fallen below 5,000, move 1,000 there from Deposits, otherwise leave it", []),
    Job("Kraft Energy bills us differently now: 270 euros every quarter instead of 85 a month", order(42, amount=270, frequency="quarterly")),
    Job("The standing order to Nadia Farouk can start again, next time on 15 April", order(45, status="active", nextOn="2026-04-15")),
    Job("Cancel all payments that are still drafts", stopped("a9", "aa")),
    Job("Set Mei Tan's monthly limit to 600, and the same for Yusuf Demir", card(5, 2, monthlyLimit=600)),
    Job("Lower Tomas Hajek's monthly limit by 250 euros and let him withdraw cash with it", card(3, monthlyLimit=1250, cashWithdrawals=True)),
    Job("Move 1,500 from Deposits to Operating and 500 from Deposits to the payroll account", [*sent(DEPOSITS, OPERATING, 1500), *sent(DEPOSITS, PAYROLL, 500)]),
    Job("Our lease is up at the end of the year, so the standing order to Orchard Rent should run until December 31", order(41, endsOn="2026-12-31")),
    Job("If Petra Simic's standing order is paused, resume it", []),
    Job("How much money is on the tax reserve?", [], shows=("9400.0",)),
    Job("Which of our payments was returned?", [], shows=("5d0e11a8",)),
    Job("How much has Yusuf spent with his card this month?", [], shows=("145.0",)),
    Job("When is the next standing order to Kraft Energy due?", [], shows=("2026-03-16",)),
    Job("Pay Farouk 80 euros from Operating, reference 'Books'", ASK),
    Job("Pay Lumen Print from the operating account, reference 'Stickers'", ASK),
    Job("Freeze Gundula's card", ASK),
    Job("Apply for an overdraft of 20,000 euros", ASK),
)
PASTS = (
    Past("Pay Kraft Energy 92 euros from Operating, reference 'Meter 4'", [ACCOUNTS, payee("Kraft Energy")], paid("p0a31", 92, "Meter 4")),
    Past("Petra Simic gets 60 euros from Operating on March 16, reference 'Extra hours'", [ACCOUNTS, payee("Petra Simic")], paid("p5f64", 60, "Extra hours", executeOn="2026-03-16")),
    Past("Move 800 from Deposits to Payroll", [ACCOUNTS], sent(DEPOSITS, PAYROLL, 800)),
    Past("Mei's card was stolen, freeze it", [CARDS], frozen(5)),
    Past("Unfreeze Olga Brandt's card", [CARDS], frozen(4, verb="unfreeze")),
    Past("Raise Mei Tan's monthly limit to 1,100 euros", [CARDS], card(5, monthlyLimit=1100)),
    Past("Ines Prado's card shouldn't work at cash machines any more", [CARDS], card(1, cashWithdrawals=False)),
    Past("The standing order to Petra Simic is 260 from now on", [payee("Petra Simic"), look("StandingOrders", payeeId="p5f64")], order(43, amount=260)),
    Past("Pause the standing order to Kraft Energy", [payee("Kraft Energy"), look("StandingOrders", payeeId="p0a31")], order(42, status="paused")),
    Past("End the standing order to Nadia Farouk", [payee("Nadia Farouk"), look("StandingOrders", payeeId="p2e08")], [("endStandingOrder", {"orderId": "so-45"})]),
    Past("Cancel the payment to Nadia Farouk that's due tomorrow", [payee("Nadia Farouk"), look("Payments", payeeId="p2e08", status="scheduled")], stopped("a6")),
    Past("The payment to the Tax Office should happen on March 27", [payee("Tax Office"), look("Payments", payeeId="p7e25", status="scheduled")], later("a7", "2026-03-27")),
    Past("New payee: Rafael Cruz, ES9121000418450200051332", [payee("Rafael Cruz")], [("addPayee", {"name": "Rafael Cruz", "iban": "ES9121000418450200051332"})]),
    Past("File the Cloudbox transaction under software", [look("Transactions", counterparty="Cloudbox")], filed("software", 90816)),
    Past("If there's more than 20,000 on Deposits, move 4,000 from there to Operating", [ACCOUNTS], sent(DEPOSITS, OPERATING, 4000)),
    Past("What's Tomas Hajek's monthly limit?", [CARDS], []),
)
FIELD = Field("banking", ROWS, TOOLS, JOBS, PASTS)
