"""Expenses and supplier bills: nounVerb names, whole-number ids, amounts as decimals, date ranges on the server, all declared.

Left out until 2026-11-29.  Written without reading the planner, and before it was run.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.fields.checks import array, changing, day, matching, shape, step, whole
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

TODAY = "2026-03-11"


def priced(rows: list[dict], *names: str) -> list[dict]:
    return [{**row, **{name: float(row[name]) for name in names}} for row in rows]


ROWS = {
    "employees": rows_of(
        "employeeId name department email",
        "1101|Grace Odell|Marketing|grace.odell@lumen.example",
        "1102|Pavel Hruby|Engineering|pavel.hruby@lumen.example",
        "1103|Tara Singh|Sales|tara.singh@lumen.example",
        "1104|Marco Bellini|Sales|marco.bellini@lumen.example",
        "1105|Ingrid Dahl|Finance|ingrid.dahl@lumen.example",
        "1106|Kwame Boateng|Engineering|kwame.boateng@lumen.example",
        "1107|Marco Stein|Operations|marco.stein@lumen.example",
        "1108|Alice Fournier|Marketing|alice.fournier@lumen.example",
    ),
    "accounts": rows_of(
        "accountCode name",
        "6110|Travel",
        "6120|Meals and entertainment",
        "6130|Lodging",
        "6210|Software",
        "6220|Office supplies",
        "6310|Training",
        "6410|Marketing events",
        "6510|Legal fees",
        "6520|Utilities",
    ),
    "expenses": priced(rows_of(
        "expenseId employeeId date merchant amount currency accountCode status receipt note",
        "20411|1101|2026-03-02|Hotel Adler|289.00|EUR|6130|submitted|true|",
        "20412|1101|2026-03-03|Taxi Berlin|34.50|EUR|6110|submitted|false|",
        "20413|1102|2026-03-05|JetBrains|159.00|EUR|6210|submitted|true|",
        "20414|1103|2026-02-18|Trattoria Nove|212.40|EUR|6120|submitted|true|dinner with Kestrel",
        "20415|1104|2026-03-09|Rail Europe|98.20|EUR|6110|draft|true|",
        "20416|1104|2026-03-10|Hotel Miramar|174.00|EUR|6130|draft|true|",
        "20417|1106|2026-03-06|Udemy|24.99|EUR|6310|submitted|true|",
        "20418|1108|2026-02-25|Print Palace|640.00|EUR|6410|approved|true|",
        "20419|1107|2026-03-04|Staples|58.75|EUR|6220|approved|true|",
        "20420|1102|2026-02-27|Lufthansa|412.60|EUR|6110|approved|true|",
        "20421|1103|2026-03-10|Uber|19.80|EUR|6110|submitted|false|",
        "20422|1107|2026-01-21|IKEA|230.00|EUR|6220|reimbursed|true|",
        "20423|1108|2026-03-01|Zoom|13.99|EUR|6210|rejected|true|",
        "20424|1103|2026-02-19|Hotel Lux|338.00|EUR|6130|approved|true|",
    ), "amount"),
    "vendors": rows_of(
        "vendorId name email iban termsDays",
        "3301|Bluebird Catering|billing@bluebird.example|DE02 1203 0000 0000 2020 51|14",
        "3302|Nordlicht Hosting|accounts@nordlicht.example|DE02 5001 0517 0137 0750 30|30",
        "3303|Crane & Sons Cleaning|office@crane.example|DE02 1001 0010 0006 8201 01|30",
        "3304|Paperwing Design|hello@paperwing.example|DE02 3002 0900 0106 5310 65|14",
        "3305|Helix Legal|invoices@helix.example|DE02 2005 0550 1015 8719 31|60",
        "3306|Nordwind Energy|service@nordwind.example|DE02 7001 0080 0030 8768 08|30",
    ),
    "bills": priced(rows_of(
        "billId vendorId billNumber invoiceDate dueDate amount currency accountCode status payOn",
        "50071|3301|BB-2291|2026-02-26|2026-03-12|1180.00|EUR|6410|open|",
        "50072|3302|NH-0310|2026-03-01|2026-03-31|460.00|EUR|6210|open|",
        "50073|3303|CS-118|2026-02-02|2026-03-04|725.50|EUR|6220|open|",
        "50074|3304|PD-77|2026-02-20|2026-03-06|2300.00|EUR|6410|open|",
        "50075|3305|HL-9021|2026-01-30|2026-03-31|3900.00|EUR|6510|scheduled|2026-03-31",
        "50076|3306|NW-5540|2026-02-28|2026-03-30|815.30|EUR|6520|open|",
        "50077|3301|BB-2274|2026-02-05|2026-02-19|640.00|EUR|6410|paid|2026-02-19",
        "50078|3304|PD-79|2026-03-05|2026-03-19|950.00|EUR|6410|open|",
        "50079|3302|NH-0209|2026-02-01|2026-03-03|460.00|EUR|6210|disputed|",
        "50080|3306|NW-5491|2026-01-31|2026-03-02|790.00|EUR|6520|paid|2026-03-02",
    ), "amount"),
    "budgets": priced(rows_of(
        "department year budget spent",
        "Engineering|2026|96000.00|18420.60",
        "Finance|2026|12000.00|1310.00",
        "Marketing|2026|70000.00|31875.40",
        "Operations|2026|54000.00|9920.15",
        "Sales|2026|60000.00|14760.90",
    ), "budget", "spent"),
    "reminders": [],
}
EXPENSE_STATES, BILL_STATES = ("draft", "submitted", "approved", "rejected", "reimbursed"), ("open", "scheduled", "paid", "disputed")


def money(told: object) -> float:
    if not isinstance(told, int | float) or isinstance(told, bool) or told <= 0:
        raise Refusal("amount must be a positive number")
    return round(float(told), 2)


def between(rows: list[dict], key: str, first: object, last: object) -> list[dict]:
    return [row for row in rows if (not first or row[key] >= day(first)) and (not last or row[key] <= day(last))]


def items(rows: list[dict]) -> dict[str, object]:
    return {"items": rows, "total": len(rows)}


def expenses(rows: Rows, dateFrom: str = "", dateTo: str = "", merchant: str = "", **equals: object) -> object:
    return items(between(matching(rows["expenses"], {"merchant": merchant}, **equals), "date", dateFrom, dateTo))


def bills(rows: Rows, dueFrom: str = "", dueTo: str = "", billNumber: str = "", **equals: object) -> object:
    return items(between(matching(rows["bills"], {"billNumber": billNumber}, **equals), "dueDate", dueFrom, dueTo))


def create_expense(rows: Rows, employeeId: int, merchant: str, amount: float, accountCode: int, date: str = TODAY, note: str = "") -> object:
    find(rows["employees"], "employeeId", employeeId)
    find(rows["accounts"], "accountCode", accountCode)
    rows["expenses"].append({
        "expenseId": 20411 + len(rows["expenses"]), "employeeId": employeeId, "date": day(date), "merchant": merchant, "amount": money(amount),
        "currency": "EUR", "accountCode": accountCode, "status": "draft", "receipt": False, "note": note or "",
    })  # fmt: skip
    return rows["expenses"][-1]


def update_expense(rows: Rows, expenseId: int, **fields: object) -> object:
    now = find(rows["expenses"], "expenseId", expenseId)["status"]
    row = step(rows, "expenses", expenseId, now, "draft", "submitted")
    return changing(row, fields, date=day, merchant=str, amount=money, accountCode=lambda told: find(rows["accounts"], "accountCode", told)["accountCode"], note=str)


def decide(rows: Rows, expenseId: int, to: str, comment: str = "") -> object:
    row = step(rows, "expenses", expenseId, to, "submitted")
    row.update({"comment": comment} if comment else {})
    return row


def reimburse(rows: Rows, expenseIds: Sequence[int], payOn: str = TODAY) -> object:
    when = day(payOn)
    for one in list(expenseIds):
        if find(rows["expenses"], "expenseId", one)["status"] != "approved":
            raise Refusal(f"expense {one} is not approved")
    for one in expenseIds:
        step(rows, "expenses", one, "reimbursed", "approved")["paidOn"] = when
    return {"expenseIds": expenseIds, "payOn": when}


def update_vendor(rows: Rows, vendorId: int, **fields: object) -> object:
    return changing(find(rows["vendors"], "vendorId", vendorId), fields, email=str, iban=str, termsDays=lambda told: whole(told, 0, 365))


def create_bill(rows: Rows, vendorId: int, billNumber: str, amount: float, accountCode: int, invoiceDate: str = TODAY, dueDate: str = "") -> object:
    vendor = find(rows["vendors"], "vendorId", vendorId)
    find(rows["accounts"], "accountCode", accountCode)
    due = day(dueDate) if dueDate else (date.fromisoformat(day(invoiceDate)) + timedelta(vendor["termsDays"])).isoformat()
    rows["bills"].append({
        "billId": 50071 + len(rows["bills"]), "vendorId": vendorId, "billNumber": billNumber, "invoiceDate": day(invoiceDate), "dueDate": due,
        "amount": money(amount), "currency": "EUR", "accountCode": accountCode, "status": "open", "payOn": "",
    })  # fmt: skip
    return rows["bills"][-1]


def bill(rows: Rows, billId: int, to: str, *before: str, **fields: object) -> object:
    row = step(rows, "bills", billId, to, *before)
    row.update(fields)
    return row


def schedule(rows: Rows, billId: int, payOn: str = "") -> object:
    when = day(payOn or find(rows["bills"], "billId", billId)["dueDate"])
    if when < TODAY:
        raise Refusal("payments cannot lie in the past")
    return bill(rows, billId, "scheduled", "open", "scheduled", payOn=when)


def remind(rows: Rows, employeeId: int, message: str) -> object:
    rows["reminders"].append({"employeeId": find(rows["employees"], "employeeId", employeeId)["employeeId"], "message": message})
    return {"sent": True}


def ex(verb: str, *ids: int, **more: object) -> list[Call]:
    return [(f"expense{verb}", {"expenseId": one, **more}) for one in ids]


def paid(*ids: int, **more: object) -> list[Call]:
    return [("expenseReimburse", {"expenseIds": [*ids], **more})]


def on(verb: str, *ids: int, **more: object) -> list[Call]:
    return [(f"bill{verb}", {"billId": one, **more}) for one in ids]


def spent(employee: int, merchant: str, amount: float, account: int, **more: object) -> list[Call]:
    return [("expenseCreate", {"employeeId": employee, "merchant": merchant, "amount": amount, "accountCode": account, **more})]


def vendor(vendor: int, **fields: object) -> list[Call]:
    return [("vendorUpdate", {"vendorId": vendor, **fields})]


def told(words: str, *employees: int) -> list[Call]:
    return [("reminderSend", {"employeeId": one, "message": words}) for one in employees]


def look(what: str, **filters: object) -> Call:
    return f"{what}List", filters


def page(**fields: object) -> dict[str, object]:
    return shape(items=array(**fields), total=number("How many there are."))


ACCOUNTS: Call = ("accountList", {})
EMPLOYEE, EXPENSE, VENDOR, BILL, CODE = (number(f"Identifier of the {one}.") for one in ("employee", "expense", "vendor", "bill", "ledger account, see accountList"))
DAY, AMOUNT = text("Calendar date in the format YYYY-MM-DD.", format="date"), {"type": "number", "description": "Gross amount in the currency of the ledger, with two decimals."}
STATE, BILL_STATE, WHY = text("Where the expense is in its life cycle.", enum=list(EXPENSE_STATES)), text("Payment status of the bill.", enum=list(BILL_STATES)), text("Shown to the employee.")
SPENT = dict(expenseId=EXPENSE, employeeId=EMPLOYEE, date=DAY, merchant=text(), amount=AMOUNT, currency=text(), accountCode=CODE, status=STATE, receipt={"type": "boolean"}, note=text())
OWED = dict(billId=BILL, vendorId=VENDOR, billNumber=text(), invoiceDate=DAY, dueDate=DAY, amount=AMOUNT, currency=text(), accountCode=CODE, status=BILL_STATE, payOn=text())
VENDORS = dict(vendorId=VENDOR, name=text(), email=text(), iban=text(), termsDays=number())
TOOLS = (
    Tool("employeeList", "Returns employees. All of them unless a part of the name or a department is given.", {"name": text("Part of the name, case-insensitive."), "department": text("Department.")}, lambda rows, name="", department="": items(matching(rows["employees"], {"name": name, "department": department})), outputs=page(employeeId=EMPLOYEE, name=text(), department=text(), email=text())),
    Tool("accountList", "Returns the ledger accounts that expenses and bills can be booked on.", {}, lambda rows: items(rows["accounts"]), outputs=page(accountCode=CODE, name=text())),
    Tool("expenseList", "Returns expenses, oldest identifier first. Filters can be combined; both dates are inclusive and refer to the date of the receipt.", {"employeeId": EMPLOYEE, "status": STATE, "accountCode": CODE, "merchant": text("Part of the merchant's name."), "dateFrom": DAY, "dateTo": DAY}, expenses, outputs=page(**SPENT)),
    Tool("expenseCreate", "Records an expense for an employee as a draft.", {"employeeId": EMPLOYEE, "merchant": text("Shop, hotel, airline …"), "amount": AMOUNT, "accountCode": CODE, "date": text("Date of the receipt, YYYY-MM-DD; today by default.", format="date"), "note": text("Internal note.")}, create_expense, ("employeeId", "merchant", "amount", "accountCode"), shape(**SPENT)),
    Tool("expenseUpdate", "Changes a draft or submitted expense. Only the fields that are sent are changed.", {"expenseId": EXPENSE, "date": DAY, "merchant": text(), "amount": AMOUNT, "accountCode": CODE, "note": text("Internal note.")}, update_expense, ("expenseId",), shape(**SPENT)),
    Tool("expenseSubmit", "Submits a draft expense for approval.", {"expenseId": EXPENSE}, lambda rows, expenseId: step(rows, "expenses", expenseId, "submitted", "draft"), ("expenseId",), shape(**SPENT)),
    Tool("expenseApprove", "Approves a submitted expense. An approved expense can be reimbursed.", {"expenseId": EXPENSE, "comment": WHY}, lambda rows, expenseId, comment="": decide(rows, expenseId, "approved", comment), ("expenseId",), shape(**SPENT)),
    Tool("expenseReject", "Rejects a submitted expense and returns it to the employee with a reason.", {"expenseId": EXPENSE, "reason": WHY}, lambda rows, expenseId, reason: decide(rows, expenseId, "rejected", reason), ("expenseId", "reason"), shape(**SPENT)),
    Tool("expenseReimburse", "Pays approved expenses out to the employees, in one batch.", {"expenseIds": {"type": "array", "items": EXPENSE, "description": "Identifiers of approved expenses."}, "payOn": text("Day of the payment, YYYY-MM-DD; today by default.", format="date")}, reimburse, ("expenseIds",), shape(expenseIds={"type": "array", "items": EXPENSE}, payOn=DAY)),
    Tool("vendorList", "Returns vendors (suppliers).", {"name": text("Part of the name, case-insensitive.")}, lambda rows, name="": items(matching(rows["vendors"], {"name": name})), outputs=page(**VENDORS)),
    Tool("vendorUpdate", "Changes the master data of a vendor. Only the fields that are sent are changed.", {"vendorId": VENDOR, "email": text(), "iban": text("Bank account."), "termsDays": number("Payment terms: days from the invoice date until a bill is due.")}, update_vendor, ("vendorId",), shape(**VENDORS)),
    Tool("billList", "Returns bills (invoices of vendors). Filters can be combined; both dates are inclusive.", {"vendorId": VENDOR, "status": BILL_STATE, "billNumber": text("Part of the number that the vendor printed on it."), "dueFrom": DAY, "dueTo": DAY}, bills, outputs=page(**OWED)),
    Tool("billCreate", "Enters a bill of a vendor.", {"vendorId": VENDOR, "billNumber": text("Number that the vendor printed on it."), "amount": AMOUNT, "accountCode": CODE, "invoiceDate": text("Date on the bill, YYYY-MM-DD; today by default.", format="date"), "dueDate": text("YYYY-MM-DD; by default it follows from the payment terms of the vendor.", format="date")}, create_bill, ("vendorId", "billNumber", "amount", "accountCode"), shape(**OWED)),
    Tool("billSchedule", "Schedules the payment of an open bill, or moves a payment that is scheduled.", {"billId": BILL, "payOn": text("Day of the payment, YYYY-MM-DD; the due date by default.", format="date")}, schedule, ("billId",), shape(**OWED)),
    Tool("billUnschedule", "Takes a scheduled bill out of the payment run; it is open again.", {"billId": BILL}, lambda rows, billId: bill(rows, billId, "open", "scheduled", payOn=""), ("billId",), shape(**OWED)),
    Tool("billDispute", "Marks an open bill as disputed; it will not be paid.", {"billId": BILL, "reason": text("What is wrong with it.")}, lambda rows, billId, reason: bill(rows, billId, "disputed", "open", reason=reason), ("billId", "reason"), shape(**OWED)),
    Tool("budgetGet", "Returns the budget of a department for this year and what of it is spent.", {"department": text("Name of the department.")}, lambda rows, department: find(rows["budgets"], "department", department), ("department",), shape(department=text(), year=number(), budget=AMOUNT, spent=AMOUNT)),
    Tool("reminderSend", "Sends an employee a message about their expenses.", {"employeeId": EMPLOYEE, "message": text("Plain text.")}, remind, ("employeeId", "message"), shape(sent={"type": "boolean"})),
)
JOBS = (
    Job("Approve Pavel's JetBrains expense", ex("Approve", 20413)),
    Job("approve everything Grace has submitted", ex("Approve", 20411, 20412)),
    Job("Reject the dinner at Trattoria Nove, reason 'Alcohol is not reimbursed'", ex("Reject", 20414, reason="Alcohol is not reimbursed")),
    Job("Please approve all submitted expenses under 50 euros that have a receipt.", ex("Approve", 20417)),
    Job("Every submitted expense without a receipt goes back with 'Please attach the receipt'", ex("Reject", 20412, 20421, reason="Please attach the receipt")),
    Job("Pay out Pavel's Lufthansa flight today", paid(20420)),
    Job("Reimburse all approved expenses on March 27", paid(20418, 20419, 20420, 20424, payOn="2026-03-27")),
    Job("Kwame Boateng paid 42.80 for a lunch at Cafe Roma yesterday. Can you record it under meals and entertainment?", spent(1106, "Cafe Roma", 42.8, 6120, date="2026-03-10")),
    Job("New expense for Alice: Canva, 119.99, software", spent(1108, "Canva", 119.99, 6210)),
    Job("The Udemy course was 29.99, not 24.99", ex("Update", 20417, amount=29.99)),
    Job("Kwame's Udemy course was booked wrong, it belongs under software instead of training", ex("Update", 20417, accountCode=6210)),
    Job("Marco Bellini is done with his drafts, submit them please", ex("Submit", 20415, 20416)),
    Job("Schedule Nordlicht's open bill, the due date is fine", on("Schedule", 50072)),
    Job("tomorrow please pay every open bill that's overdue", on("Schedule", 50073, 50074, payOn="2026-03-12")),
    Job("Paperwing are chasing us. Schedule both of their open bills for this Friday", on("Schedule", 50074, 50078, payOn="2026-03-13")),
    Job("We got an invoice from Bluebird Catering dated March 9: number BB-2310, 540.25, for marketing events. Please enter it.", [("billCreate", {"vendorId": 3301, "billNumber": "BB-2310", "amount": 540.25, "accountCode": 6410, "invoiceDate": "2026-03-09"})]),
    Job("Dispute CS-118, reason 'Two of the cleanings never took place', and don't forget to put their new IBAN in: DE89 3704 0044 0532 0130 00", [*on("Dispute", 50073, reason="Two of the cleanings never took place"), *vendor(3303, iban="DE89 3704 0044 0532 0130 00")]),
    Job("Paperwing Design gives us 30 days to pay from now on", vendor(3304, termsDays=30)),
    Job("Take Helix Legal out of the payment run for now", on("Unschedule", 50075)),
    Job("The Helix bill should be paid a week earlier than planned", on("Schedule", 50075, payOn="2026-03-24")),
    Job("If Ingrid has anything waiting for approval, approve it, otherwise send her 'Nothing from you this month yet'", told("Nothing from you this month yet", 1105)),
    Job("Approve Tara's Uber ride and send her the message 'Next time with a receipt please'", [*ex("Approve", 20421), *told("Next time with a receipt please", 1103)]),
    Job("Remind everyone in Sales: 'Expenses are due on Friday'", told("Expenses are due on Friday", 1103, 1104)),
    Job("Of the expenses that are waiting for approval, approve the most expensive one", ex("Approve", 20411)),
    Job("The submitted expenses from February can be approved, and remind whoever they belong to: 'Please submit earlier'", [*ex("Approve", 20414), *told("Please submit earlier", 1103)]),
    Job("Which bills fall due this week?", [], shows=("BB-2291",)),
    Job("How much of its budget has Marketing spent this year?", [], shows=("31875.4",)),
    Job("Remind Marco 'I still need your hotel receipt'", ASK),
    Job("Record 65 euros at Rewe for Grace Odell", ASK),
    Job("Reject Pavel's JetBrains expense", ASK),
    Job("Give Tara Singh a pay rise of 3 percent", ASK),
)
PASTS = (
    Past("Approve Kwame's Udemy expense", [look("employee", name="Kwame"), look("expense", employeeId=1106, status="submitted")], ex("Approve", 20417)),
    Past("Approve everything that Tara has submitted", [look("employee", name="Tara"), look("expense", employeeId=1103, status="submitted")], ex("Approve", 20414, 20421)),
    Past("Reject the Hotel Adler expense, reason 'Above the limit'", [look("expense", merchant="Hotel Adler")], ex("Reject", 20411, reason="Above the limit")),
    Past("Approve all submitted expenses over 150 euros that have a receipt", [look("expense", status="submitted")], ex("Approve", 20411, 20413, 20414)),
    Past("Pay out Tara's Hotel Lux today", [look("expense", merchant="Hotel Lux", status="approved")], paid(20424)),
    Past("Reimburse the approved expenses from February on March 13", [look("expense", status="approved", dateFrom="2026-02-01", dateTo="2026-02-28")], paid(20418, 20420, 20424, payOn="2026-03-13")),
    Past("Ingrid Dahl paid 18.90 for stamps at Deutsche Post on Monday, record it under office supplies", [look("employee", name="Ingrid Dahl"), ACCOUNTS], spent(1105, "Deutsche Post", 18.9, 6220, date="2026-03-09")),
    Past("New expense for Grace: Eventbrite, 75, marketing events", [look("employee", name="Grace"), ACCOUNTS], spent(1101, "Eventbrite", 75, 6410)),
    Past("The Taxi Berlin was 43.50, not 34.50", [look("expense", merchant="Taxi Berlin")], ex("Update", 20412, amount=43.5)),
    Past("Book Pavel's JetBrains expense under training instead of software", [look("expense", merchant="JetBrains"), ACCOUNTS], ex("Update", 20413, accountCode=6310)),
    Past("Submit Marco Bellini's draft for Rail Europe", [look("expense", merchant="Rail Europe", status="draft")], ex("Submit", 20415)),
    Past("Schedule Nordwind's open bill on its due date", [look("vendor", name="Nordwind"), look("bill", vendorId=3306, status="open")], on("Schedule", 50076)),
    Past("Pay everything open that is due by the end of next week on Friday", [look("bill", status="open", dueTo="2026-03-20")], on("Schedule", 50071, 50073, 50074, 50078, payOn="2026-03-13")),
    Past("Enter a bill of Crane & Sons dated March 2: CS-131, 725.50, office supplies", [look("vendor", name="Crane"), ACCOUNTS], [("billCreate", {"vendorId": 3303, "billNumber": "CS-131", "amount": 725.5, "accountCode": 6220, "invoiceDate": "2026-03-02"})]),
    Past("Dispute PD-79, reason 'We never ordered this'", [look("bill", billNumber="PD-79")], on("Dispute", 50078, reason="We never ordered this")),
    Past("Helix Legal has a new billing address: finance@helix.example", [look("vendor", name="Helix Legal")], vendor(3305, email="finance@helix.example")),
    Past("If Kwame has anything waiting for approval, approve it, otherwise send him 'All done'", [look("employee", name="Kwame"), look("expense", employeeId=1106, status="submitted")], ex("Approve", 20417)),
    Past("Remind everyone in Engineering: 'Conference invoices are missing'", [look("employee", department="Engineering")], told("Conference invoices are missing", 1102, 1106)),
    Past("Of the expenses that are waiting for approval, approve the cheapest one", [look("expense", status="submitted")], ex("Approve", 20421)),
    Past("Take HL-9021 out of the payment run", [look("bill", billNumber="HL-9021")], on("Unschedule", 50075)),
    Past("What is left of the Sales budget?", [("budgetGet", {"department": "Sales"})], []),
)
FIELD = Field("expenses", ROWS, TOOLS, JOBS, PASTS)
