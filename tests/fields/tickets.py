"""Support tickets: filters one by one, update by field and value, integer ids, no output is declared."""

from tests.fields.service import ASK, Field, Job, Refusal, Rows, Tool, contains, find, number, rows_of, text

ROWS = {
    "tickets": rows_of(
        "ticket_id subject agent state priority due_on",
        "101|Login page is blank|maria|Open|High|2026-03-08",
        "102|Refund missing|maria|Waiting|Low|2026-03-20",
        "103|Printer offline|tom|Open|Medium|2026-03-09",
        "104|Slow search|tom|Solved|Low|2026-03-01",
        "105|Broken link in footer|maria|Open|Low|2026-03-15",
        "106|Password reset loop|lin|Open|High|2026-03-10",
        "107|Export fails|lin|Waiting|Medium|2026-03-12",
        "108|Typo on pricing page|tom|Open|Low|2026-03-18",
        "109|App crashes on start|tom|Waiting|High|2026-03-11",
    ),
}
STATES, LEVELS = ("Open", "Waiting", "Solved"), ("Low", "Medium", "High")


def search(rows: Rows, subject: str = "", agent: str = "", state: str = "", priority: str = "", due_on: str = "") -> object:
    told = {"subject": subject, "agent": agent, "state": state, "priority": priority, "due_on": due_on}
    if not any(told.values()):
        raise Refusal("Give at least one parameter.")
    return contains(rows["tickets"], told)


def change(rows: Rows, ticket_id: int, field: str, new_value: str) -> object:
    row = find(rows["tickets"], "ticket_id", ticket_id)
    if field not in row or field == "ticket_id":
        raise Refusal(f"Field not valid: {field}")
    if (field == "state" and new_value not in STATES) or (field == "priority" and new_value not in LEVELS):
        raise Refusal(f"Value not valid. Choose from: {STATES if field == 'state' else LEVELS}")
    row[field] = new_value
    return "Ticket updated."


def create(rows: Rows, subject: str = "", agent: str = "", state: str = "", priority: str = "", due_on: str = "") -> object:
    if not (subject and agent and state and priority and due_on) or state not in STATES or priority not in LEVELS:
        raise Refusal("Ticket details are missing or not valid.")
    rows["tickets"].append({"ticket_id": 101 + len(rows["tickets"]), "subject": subject, "agent": agent, "state": state, "priority": priority, "due_on": due_on})
    return rows["tickets"][-1]["ticket_id"]


def delete(rows: Rows, ticket_id: int) -> object:
    rows["tickets"].remove(find(rows["tickets"], "ticket_id", ticket_id))
    return "Ticket deleted."


ID = number("ID of the ticket.")
FIELDS = {"subject": text("Subject of the ticket."), "agent": text("First name of the person the ticket is assigned to."), "state": text("State of the ticket."), "priority": text("Priority of the ticket."), "due_on": text('Due date in "YYYY-MM-DD" format.')}


def update(number: int, name: str, value: str) -> tuple[str, dict[str, object]]:
    return "update_ticket", {"ticket_id": number, "field": name, "new_value": value}


FIELD = Field(
    "tickets", ROWS,
    (
        Tool("search_tickets", "Searches for tickets based on the given parameters.", FIELDS, search),
        Tool("update_ticket", "Updates a ticket by ID.", {"ticket_id": ID, "field": text('Field to update. Available fields are: "subject", "agent", "state", "priority", "due_on"'), "new_value": text("New value for the field.")}, change),
        Tool("create_ticket", "Creates a new ticket.", FIELDS, create),
        Tool("delete_ticket", "Deletes a ticket by ID.", {"ticket_id": ID}, delete),
    ),
    (
        Job("Reassign all of maria's open tickets to lin", [update(101, "agent", "lin"), update(105, "agent", "lin")]),
        Job("Move all of tom's tickets that are waiting to solved", [update(109, "state", "Solved")]),
        Job("tom is on holiday. Can you give all his overdue open tickets to maria?", [update(103, "agent", "maria")]),
        Job("Set the priority of the Export fails ticket to high", [update(107, "priority", "High")]),
        Job("Delete all solved tickets", [("delete_ticket", {"ticket_id": 104})]),
        Job("Delete all solved tickets of maria", []),
        Job("Take lin's most urgent ticket and reassign it to tom", [update(106, "agent", "tom")]),
        Job("If lin has no waiting tickets, delete the Slow search ticket", []),
        Job("If lin has any overdue tickets, set the priority of all of lin's tickets to high", [update(107, "priority", "High")]),
        Job("Create a ticket called Mail bounces, assign it to tom with high priority in the open state. It's due on March 19", [("create_ticket", {"subject": "Mail bounces", "agent": "tom", "state": "Open", "priority": "High", "due_on": "2026-03-19"})]),
        Job("Push back the due date of the Typo on pricing page ticket by 3 days", [update(108, "due_on", "2026-03-21")]),
        Job("Delete tom's open ticket", ASK),
        Job("Solve the Refund missing ticket and reassign the Slow search ticket to lin", [update(102, "state", "Solved"), update(104, "agent", "lin")]),
    ),
)
