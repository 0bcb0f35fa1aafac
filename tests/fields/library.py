"""A library: loans and members; addresses and member ids by look-up, acts with an id, search by substring, capped."""

from tests.fields.service import ASK, Field, Job, Refusal, Rows, Tool, contains, find, rows_of, text

ROWS = {
    "loans": rows_of(
        "loan_id title member_name branch due_date status",
        "'0007|Silent Spring|Iris Blom|Central|2026-03-01|overdue",
        "'0008|Dune|Iris Blom|Central|2026-03-21|on loan",
        "'0009|Emma|Omar Said|West|2026-03-10|overdue",
        "'0010|Dune|Pia Holm|West|2026-03-14|on loan",
        "'0011|The Trial|Pia Holm|Central|2026-02-20|returned",
        "'0012|Walden|Omar Said|West|2026-04-01|on loan",
        "'0013|Middlemarch|Pia Holm|Central|2026-03-12|on loan",
        "'0014|Ulysses|Iris Blom|West|2026-03-30|on loan",
    ),
    "messages": [],
}


def search(rows: Rows, title: str = "", member_name: str = "", branch: str = "", status: str = "") -> object:
    return contains(rows["loans"], {"title": title, "member_name": member_name, "branch": branch, "status": status})[:5]


def renew(rows: Rows, loan_id: str, due_date: str) -> object:
    find(rows["loans"], "loan_id", loan_id)["due_date"] = due_date
    return "renewed"


def give_back(rows: Rows, loan_id: str) -> object:
    find(rows["loans"], "loan_id", loan_id)["status"] = "returned"
    return "returned"


def remove(rows: Rows, loan_id: str) -> object:
    rows["loans"].remove(find(rows["loans"], "loan_id", loan_id))
    return "deleted"


def lend(rows: Rows, title: str, member_name: str, branch: str, due_date: str) -> object:
    if not (title and member_name and branch and due_date):
        raise Refusal("all details are needed")
    rows["loans"].append({"loan_id": f"{len(rows['loans']) + 7:04d}", "title": title, "member_name": member_name, "branch": branch, "due_date": due_date, "status": "on loan"})
    return rows["loans"][-1]["loan_id"]


def remind(rows: Rows, loan_id: str, text: str) -> object:
    find(rows["loans"], "loan_id", loan_id)
    rows["messages"].append({"loan_id": loan_id, "text": text})
    return "sent"


ID, DUE = text("4-digit ID of the loan."), text('Due date, "YYYY-MM-DD".')
FIELD = Field(
    "library", ROWS,
    (
        Tool("find_loans", "Finds loans whose fields contain the given texts. At most 5 are returned.", {"title": text("Title of the book."), "member_name": text("Name of the member."), "branch": text("Branch of the library."), "status": text("Status of the loan.")}, search, outputs={"type": "array", "items": {"type": "object"}}),
        Tool("renew_loan", "Renews a loan: gives it another due date.", {"loan_id": ID, "due_date": DUE}, renew, ("loan_id", "due_date")),
        Tool("return_loan", "Marks a loan as returned.", {"loan_id": ID}, give_back, ("loan_id",)),
        Tool("delete_loan", "Deletes the record of a loan.", {"loan_id": ID}, remove, ("loan_id",)),
        Tool("create_loan", "Lends a book to a member: creates a loan.", {"title": text("Title of the book."), "member_name": text("Name of the member."), "branch": text("Branch of the library."), "due_date": DUE}, lend, ("title", "member_name", "branch", "due_date")),
        Tool("send_reminder", "Sends a reminder about a loan to its member.", {"loan_id": ID, "text": text("Text of the reminder.")}, remind, ("loan_id", "text")),
    ),
    (
        Job("Renew the Walden loan until May 1", [("renew_loan", {"loan_id": "0012", "due_date": "2026-05-01"})]),
        Job("Return all overdue loans of the West branch", [("return_loan", {"loan_id": "0009"})]),
        Job("Return all of Pia Holm's loans that are on loan", [("return_loan", {"loan_id": "0010"}), ("return_loan", {"loan_id": "0013"})]),
        Job("Delete all returned loans", [("delete_loan", {"loan_id": "0011"})]),
        Job("Delete all returned loans of Omar Said", []),
        Job("Extend the due date of Omar Said's Walden loan by 2 weeks", [("renew_loan", {"loan_id": "0012", "due_date": "2026-04-15"})]),
        Job("Send a reminder saying 'Please bring it back' about every overdue loan", [("send_reminder", {"loan_id": "0007", "text": "Please bring it back"}), ("send_reminder", {"loan_id": "0009", "text": "Please bring it back"})]),
        Job("Return the Dune loan", ASK),
        Job("Renew Iris Blom's Dune loan until April 10 and return her Silent Spring loan", [("renew_loan", {"loan_id": "0008", "due_date": "2026-04-10"}), ("return_loan", {"loan_id": "0007"})]),
        Job("If Omar Said has any overdue loans, return the Walden loan", [("return_loan", {"loan_id": "0012"})]),
        Job("If Pia Holm has any overdue loans, return the Walden loan", []),
        Job("Return the loan with the earliest due date in the Central branch that is on loan", [("return_loan", {"loan_id": "0013"})]),
        Job("Lend Persuasion to Omar Said from the West branch until April 4", [("create_loan", {"title": "Persuasion", "member_name": "Omar Said", "branch": "West", "due_date": "2026-04-04"})]),
    ),
)
