"""Hours on projects: numbers over many records, a search by people and days, acts with kebab-case names."""

from tests.fields.service import ASK, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

ROWS = {
    "entries": rows_of(
        "entry_id person project day hours billable approved",
        "e1|Alma Reyes|Apollo|2026-03-02|8|true|true",
        "e2|Alma Reyes|Hermes|2026-03-03|6|true|true",
        "e3|Boris Klee|Apollo|2026-03-03|7|true|false",
        "e4|Boris Klee|Internal|2026-03-04|4|false|false",
        "e5|Chen Wu|Hermes|2026-03-05|9|true|true",
        "e6|Alma Reyes|Apollo|2026-03-09|5|true|false",
        "e7|Chen Wu|Apollo|2026-03-09|8|true|false",
        "e8|Boris Klee|Hermes|2026-03-10|11|true|false",
        "e9|Chen Wu|Internal|2026-03-10|2|false|false",
        "e10|Alma Reyes|Internal|2026-03-11|3|false|false",
    ),
    "projects": rows_of("project_id title budget_hours lead", "1|Apollo|40|Alma Reyes", "2|Hermes|20|Chen Wu", "3|Internal|15|Boris Klee"),
    "posts": [],
}


def entries(rows: Rows, person: str = "", project: str = "", from_day: str = "", to_day: str = "") -> object:
    return [
        row for row in rows["entries"]
        if person.lower() in row["person"].lower() and project.lower() in row["project"].lower()
        and (not from_day or row["day"] >= from_day) and (not to_day or row["day"] <= to_day)
    ]


def projects(rows: Rows) -> object:
    return rows["projects"]


def approve(rows: Rows, entry_id: str) -> object:
    find(rows["entries"], "entry_id", entry_id)["approved"] = True
    return "approved"


def correct(rows: Rows, entry_id: str, hours: int) -> object:
    find(rows["entries"], "entry_id", entry_id)["hours"] = hours
    return "corrected"


def delete(rows: Rows, entry_id: str) -> object:
    rows["entries"].remove(find(rows["entries"], "entry_id", entry_id))
    return "deleted"


def book(rows: Rows, entry_id: str, project: str) -> object:
    if project not in ("Apollo", "Hermes", "Internal"):
        raise Refusal("no such project")
    find(rows["entries"], "entry_id", entry_id)["project"] = project
    return "moved"


def budget(rows: Rows, project_id: int, budget_hours: int) -> object:
    find(rows["projects"], "project_id", project_id)["budget_hours"] = budget_hours
    return "set"


def lead(rows: Rows, project_id: int, lead: str) -> object:
    find(rows["projects"], "project_id", project_id)["lead"] = lead
    return "set"


def post(rows: Rows, channel: str, text: str) -> object:
    rows["posts"].append({"channel": channel, "text": text})
    return "posted"


def e(name: str, *ids: str, **more: object) -> list[tuple[str, dict[str, object]]]:
    return [(name, {"entry_id": one, **more}) for one in ids]


def p(name: str, one: int, **more: object) -> list[tuple[str, dict[str, object]]]:
    return [(name, {"project_id": one, **more})]


def seen(**told: str) -> list[tuple[str, dict[str, object]]]:
    return [("find-entries", told)]


ENTRY, PROJECT = text("Id of the time entry."), number("Id of the project.")
FIELD = Field(
    "timesheets", ROWS,
    (
        Tool("find-entries", "Finds time entries; empty filters find all.", {"person": text("Name or part of it."), "project": text("Title of the project."), "from_day": text("First day, YYYY-MM-DD."), "to_day": text("Last day, YYYY-MM-DD.")}, entries),
        Tool("list-projects", "Lists the projects.", {}, projects),
        Tool("approve-entry", "Approves a time entry.", {"entry_id": ENTRY}, approve, ("entry_id",)),
        Tool("correct-entry", "Corrects the hours of a time entry.", {"entry_id": ENTRY, "hours": number("Hours worked.")}, correct, ("entry_id", "hours")),
        Tool("delete-entry", "Deletes a time entry.", {"entry_id": ENTRY}, delete, ("entry_id",)),
        Tool("rebook-entry", "Books a time entry on another project.", {"entry_id": ENTRY, "project": text("Title of the project.")}, book, ("entry_id", "project")),
        Tool("set-project-budget", "Sets the budget of a project in hours.", {"project_id": PROJECT, "budget_hours": number("Hours.")}, budget, ("project_id", "budget_hours")),
        Tool("set-project-lead", "Sets who leads a project.", {"project_id": PROJECT, "lead": text("Full name of the person.")}, lead, ("project_id", "lead")),
        Tool("post-message", "Posts a message to a channel.", {"channel": text("Name of the channel."), "text": text("What to say.")}, post, ("channel", "text")),
    ),
    (
        Job("Approve all of Alma Reyes's unapproved entries", e("approve-entry", "e6", "e10")),
        Job("Approve everything that Chen Wu booked on Apollo", e("approve-entry", "e7")),
        Job("Delete Boris Klee's entry from March 4", e("delete-entry", "e4")),
        Job("Correct the hours of Boris Klee's Hermes entry to 10", e("correct-entry", "e8", hours=10)),
        Job("Rebook all Internal entries of this week to Apollo", e("rebook-entry", "e9", "e10", project="Apollo")),
        Job("Approve every entry from last week that is not approved yet", e("approve-entry", "e3", "e4")),
        Job("Delete all entries with fewer than 3 hours", e("delete-entry", "e9")),
        Job("Correct the longest entry to 8 hours", e("correct-entry", "e8", hours=8)),
        Job("Raise the budget of Hermes to 30 hours", p("set-project-budget", 2, budget_hours=30)),
        Job("Make Chen Wu the lead of Apollo", p("set-project-lead", 1, lead="Chen Wu")),
        Job("If the total hours on Hermes are more than 20, set the budget of Hermes to 40", p("set-project-budget", 2, budget_hours=40)),
        Job("If the total hours on Internal are above 15, set the budget of the Internal project to 25", []),
        Job("If Alma Reyes has booked fewer than 10 hours this week in total, approve her entries from this week", e("approve-entry", "e6", "e10")),
        Job("If the average hours of Chen Wu's entries are above 7, delete his shortest entry", []),
        Job("Approve the entries of Boris Klee and Chen Wu on Hermes", e("approve-entry", "e5", "e8")),
        Job("Delete Dora Finn's entries", []),
        Job("Delete Chen Wu's entry", ASK),
        Job("Boris Klee is leaving. Delete his unapproved entries and make Alma Reyes the lead of Internal", [*e("delete-entry", "e3", "e4", "e8"), *p("set-project-lead", 3, lead="Alma Reyes")]),
    ),
    (
        Past("Approve all of Boris Klee's unapproved entries", seen(person="Boris Klee"), e("approve-entry", "e3", "e4", "e8")),
        Past("Delete Alma Reyes's entry from March 3", seen(person="Alma Reyes"), e("delete-entry", "e2")),
        Past("Correct the hours of Chen Wu's Apollo entry to 7", seen(person="Chen Wu"), e("correct-entry", "e7", hours=7)),
        Past("Rebook all Internal entries of last week to Hermes", seen(project="Internal"), e("rebook-entry", "e4", project="Hermes")),
        Past("Delete all entries with fewer than 4 hours", seen(), e("delete-entry", "e9", "e10")),
        Past("Raise the budget of Apollo to 60 hours", [("list-projects", {})], p("set-project-budget", 1, budget_hours=60)),
        Past("Make Alma Reyes the lead of Hermes", [("list-projects", {})], p("set-project-lead", 2, lead="Alma Reyes")),
        Past("If the total hours on Apollo are more than 20, set the budget of Apollo to 50", [*seen(project="Apollo"), ("list-projects", {})], p("set-project-budget", 1, budget_hours=50)),
    ),
)
