"""Leave of employees: services with dots in names, filters one by one, capped at eight, decisions with and without a text."""

from tests.fields.service import ASK, Field, Job, Past, Refusal, Rows, Tool, contains, find, rows_of, text

ROWS = {
    "requests": rows_of(
        "request_id employee team kind first_day last_day days status",
        "R-21|Anja Falk|Sales|vacation|2026-03-23|2026-03-27|5|pending",
        "R-22|Bruno Keil|Sales|sick|2026-03-09|2026-03-10|2|approved",
        "R-23|Carla Mohr|Support|vacation|2026-04-06|2026-04-17|10|pending",
        "R-24|Dario Penn|Support|training|2026-03-16|2026-03-16|1|pending",
        "R-25|Anja Falk|Sales|training|2026-05-04|2026-05-05|2|approved",
        "R-26|Elin Storm|Platform|vacation|2026-03-12|2026-03-13|2|rejected",
        "R-27|Elin Storm|Platform|vacation|2026-03-30|2026-04-03|5|pending",
        "R-28|Bruno Keil|Sales|vacation|2026-04-13|2026-04-24|10|approved",
        "R-29|Dario Penn|Support|vacation|2026-03-18|2026-03-20|3|escalated",
        "R-30|Carla Mohr|Support|sick|2026-03-02|2026-03-06|5|approved",
        "R-31|Finn Aker|Platform|training|2026-03-25|2026-03-26|2|pending",
    ),
    "staff": rows_of("employee email balance", "Anja Falk|anja.falk@fir.example|12", "Bruno Keil|bruno.keil@fir.example|4", "Carla Mohr|carla.mohr@fir.example|18", "Dario Penn|dario.penn@fir.example|9", "Elin Storm|elin.storm@fir.example|0", "Finn Aker|finn.aker@fir.example|15"),
    "mails": [],
}


def query(rows: Rows, employee: str = "", team: str = "", kind: str = "", status: str = "", start_from: str = "", start_until: str = "") -> object:
    found = contains(rows["requests"], {"employee": employee, "team": team, "kind": kind, "status": status})
    return [row for row in found if (not start_from or row["first_day"] >= start_from) and (not start_until or row["first_day"] <= start_until)][:8]


def approve(rows: Rows, request_id: str) -> object:
    find(rows["requests"], "request_id", request_id)["status"] = "approved"
    return {"ok": True}


def reject(rows: Rows, request_id: str, reason: str = "") -> object:
    row = find(rows["requests"], "request_id", request_id)
    row["status"] = "rejected"
    if reason:
        row["reason"] = reason
    return {"ok": True}


def withdraw(rows: Rows, request_id: str) -> object:
    rows["requests"].remove(find(rows["requests"], "request_id", request_id))
    return {"ok": True}


def move(rows: Rows, request_id: str, first_day: str = "", last_day: str = "") -> object:
    row = find(rows["requests"], "request_id", request_id)
    row["first_day"], row["last_day"] = first_day or row["first_day"], last_day or row["last_day"]
    return {"ok": True}


def submit(rows: Rows, employee: str, kind: str, first_day: str, last_day: str) -> object:
    if kind not in ("vacation", "sick", "training"):
        raise Refusal("kind is vacation, sick or training")
    rows["requests"].append({"request_id": f"R-{21 + len(rows['requests'])}", "employee": employee, "team": "", "kind": kind, "first_day": first_day, "last_day": last_day, "days": 0, "status": "pending"})
    return rows["requests"][-1]


def mail(rows: Rows, to: str, text: str) -> object:
    if "@" not in to:
        raise Refusal("not an address")
    rows["mails"].append({"to": to, "text": text})
    return {"ok": True}


def address(rows: Rows, name: str) -> object:
    return [row["email"] for row in contains(rows["staff"], {"employee": name})]


def act(name: str, *ids: str) -> list[tuple[str, dict[str, object]]]:
    return [(f"requests.{name}", {"request_id": one}) for one in ids]


def asked(**told: str) -> list[tuple[str, dict[str, object]]]:
    return [("requests.query", told)]


ID = text("Id of the leave request.")
DAYS = {"first_day": text("First day of leave.", format="date"), "last_day": text("Last day of leave.", format="date")}
FIELD = Field(
    "leave", ROWS,
    (
        Tool("requests.query", "Queries the leave requests of employees. Up to 8 are given.", {"employee": text("Name of the employee."), "team": text("Team of the employee."), "kind": text("vacation, sick or training"), "status": text("Status of the request."), "start_from": text("Earliest first day.", format="date"), "start_until": text("Latest first day.", format="date")}, query),
        Tool("requests.approve", "Approves a leave request.", {"request_id": ID}, approve, ("request_id",)),
        Tool("requests.reject", "Rejects a leave request.", {"request_id": ID, "reason": text("Why.")}, reject, ("request_id",)),
        Tool("requests.withdraw", "Withdraws a leave request as if it had never been made.", {"request_id": ID}, withdraw, ("request_id",)),
        Tool("requests.reschedule", "Changes the days of a leave request.", {"request_id": ID, **DAYS}, move, ("request_id",)),
        Tool("requests.submit", "Submits a new leave request.", {"employee": text("Full name of the employee."), "kind": text("vacation, sick or training"), **DAYS}, submit, ("employee", "kind", "first_day", "last_day")),
        Tool("mails.send", "Sends an email.", {"to": text("Email address of the receiver."), "text": text("Text of the email.")}, mail, ("to", "text")),
        Tool("staff.email", "Gives the email address of an employee by name.", {"name": text("Name of the employee.")}, address, ("name",)),
    ),
    (
        Job("Approve all pending requests of the Support team", act("approve", "R-23", "R-24")),
        Job("Approve every open request of Platform", act("approve", "R-27", "R-31")),
        Job("Reject the longest pending vacation request", act("reject", "R-23")),
        Job("Withdraw Bruno Keil's vacation in April", act("withdraw", "R-28")),
        Job("Withdraw Anja Falk's request", ASK),
        Job("Approve all training requests that start before March 20", act("approve", "R-24")),
        Job("Wave through the Sales team's open requests", act("approve", "R-21")),
        Job("Reject Finn Aker's training with the reason 'No budget left'", [("requests.reject", {"request_id": "R-31", "reason": "No budget left"})]),
        Job("Submit a vacation request for Finn Aker from April 20 until April 24", [("requests.submit", {"employee": "Finn Aker", "kind": "vacation", "first_day": "2026-04-20", "last_day": "2026-04-24"})]),
        Job("If Elin Storm has a rejected request, approve her pending one", act("approve", "R-27")),
        Job("If Carla Mohr has no sick leave in March, approve her vacation", []),
        Job("If nobody in Support is on training next week, reject Dario Penn's vacation, otherwise approve it", act("approve", "R-29")),
        Job("Withdraw all sick notes of Greta Lind", []),
        Job("Approve Anja Falk's pending vacation and reject Elin Storm's", [*act("approve", "R-21"), *act("reject", "R-27")]),
        Job("Withdraw every rejected request", act("withdraw", "R-26")),
        Job("Email Carla Mohr 'Your leave is under review'", [("mails.send", {"to": "carla.mohr@fir.example", "text": "Your leave is under review"})]),
        Job("Move Dario Penn's training to March 17", ASK),
    ),
    (
        Past("Approve all pending requests of the Platform team", asked(team="Platform"), act("approve", "R-27", "R-31")),
        Past("Approve every open request of Support", asked(team="Support"), act("approve", "R-23", "R-24", "R-29")),
        Past("Approve every open request of Sales", asked(team="Sales"), act("approve", "R-21")),
        Past("Reject the shortest pending vacation request that starts in April", asked(kind="vacation", status="pending"), act("reject", "R-23")),
        Past("Withdraw Anja Falk's training in May", asked(employee="Anja Falk"), act("withdraw", "R-25")),
        Past("Approve all training requests that start before March 31", asked(kind="training"), act("approve", "R-24", "R-31")),
        Past("Wave through the Support team's open requests", asked(team="Support"), act("approve", "R-23", "R-24", "R-29")),
        Past("Wave through Elin Storm's pending vacation", asked(employee="Elin Storm"), act("approve", "R-27")),
        Past("Reject Dario Penn's training with the reason 'Too short'", asked(employee="Dario Penn"), [("requests.reject", {"request_id": "R-24", "reason": "Too short"})]),
        Past("Submit a training request for Anja Falk from June 1 until June 3", [], [("requests.submit", {"employee": "Anja Falk", "kind": "training", "first_day": "2026-06-01", "last_day": "2026-06-03"})]),
        Past("If Bruno Keil has a rejected request, withdraw his vacation", asked(employee="Bruno Keil"), []),
        Past("If Elin Storm has no sick leave in March, approve her pending vacation", asked(employee="Elin Storm"), act("approve", "R-27")),
        Past("If nobody in Platform is on training next week, reject Elin Storm's pending vacation, otherwise approve it", asked(team="Platform"), act("reject", "R-27")),
        Past("Withdraw all sick notes of Bruno Keil", asked(employee="Bruno Keil"), act("withdraw", "R-22")),
        Past("Email Finn Aker 'Please call me back'", [("staff.email", {"name": "Finn Aker"})], [("mails.send", {"to": "finn.aker@fir.example", "text": "Please call me back"})]),
    ),
)
