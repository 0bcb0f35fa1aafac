"""A project board: `noun_verb` tools with short numbers and codes, a card list that only knows the project, bare arrays, nothing declared.

Left out: whoever works on the planner does not read this.  Written without reading the planner, and before it was run.
"""

from collections.abc import Sequence

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


def split(names: Sequence[str], *lines: str) -> list[Row]:
    return [{name: [one for one in value.split(",") if one] if name in names else value for name, value in row.items()} for row in rows_of(*lines)]


ROWS = {
    "projects": rows_of(
        "key title lead state",
        "web|Website relaunch|maya|active",
        "app|Mobile app|tomas|active",
        "off|Office move|ruth|active",
        "hire|Hiring round|ruth|on hold",
        "onb|Onboarding handbook|maya|closed",
        "crm|CRM migration|jun|on hold",
    ),
    "columns": rows_of(
        "column project name position",
        "web-1|web|Backlog|1", "web-2|web|In progress|2", "web-3|web|Review|3", "web-4|web|Done|4",
        "app-1|app|Backlog|1", "app-2|app|Doing|2", "app-3|app|Done|3",
        "off-1|off|To do|1", "off-2|off|Waiting|2", "off-3|off|Done|3",
    ),
    "members": rows_of(
        "handle name email",
        "maya|Maya Lind|maya@northlight.example",
        "tomas|Tomáš Novák|tomas@northlight.example",
        "ruth|Ruth Adeyemi|ruth@northlight.example",
        "leofi|Leo Fischer|leo.fischer@northlight.example",
        "leobr|Leonie Braun|leonie@northlight.example",
        "sam|Sam Whitcombe|sam@northlight.example",
        "jun|Jun Park|jun@northlight.example",
    ),
    "cards": split(
        ("assignees", "labels"),
        "card title project column assignees labels due priority archived",
        "1041|Homepage hero image|web|web-2|maya|design|2026-03-13|high|false",
        "1042|Fix contact form|web|web-1|leofi|bug|2026-03-09|high|false",
        "1043|Write privacy page|web|web-3|ruth|content|2026-03-16|normal|false",
        "1044|Choose web fonts|web|web-4|maya|design|2026-02-27|low|false",
        "1045|Redirect old URLs|web|web-1|||2026-03-20|normal|false",
        "1046|Cookie banner|web|web-2|leofi|blocked|2026-03-06|normal|false",
        "1051|Login with fingerprint|app|app-2|tomas||2026-03-18|high|false",
        "1052|Crash on empty search|app|app-1|jun|bug|2026-03-10|high|false",
        "1053|Dark mode|app|app-1||design||low|false",
        "1054|Push notifications|app|app-2|jun,tomas||2026-03-27|normal|false",
        "1055|App store screenshots|app|app-3|leobr|content|2026-03-03|normal|false",
        "1061|Order new desks|off|off-1|sam||2026-03-12|high|false",
        "1062|Cancel the old lease|off|off-2|ruth|blocked|2026-03-31|high|false",
        "1063|Label moving boxes|off|off-1|sam||2026-03-25|low|false",
        "1064|Book movers|off|off-3|sam||2026-03-02|normal|false",
        "1065|Internet contract|off|off-2|ruth||2026-03-11|normal|false",
        "1066|Visit the new building|off|off-3|maya||2026-02-20|normal|false",
    ),
    "checklist": rows_of(
        "item card text done",
        "7001|1041|Shoot photos|true",
        "7002|1041|Retouch photos|false",
        "7003|1041|Write alt text|false",
        "7011|1061|Measure the rooms|true",
        "7012|1061|Compare three offers|false",
        "7021|1054|Ask for permission on first start|true",
        "7022|1054|Test on Android|false",
        "7031|1043|Legal review|false",
    ),
    "comments": rows_of("comment card text", "9001|1062|Waiting for the landlord's answer", "9002|1046|Legal has not decided yet"),
}
LABELS, PRIORITIES = ("blocked", "bug", "content", "design", "urgent"), ("low", "normal", "high")


def every(table: str) -> object:
    def read(rows: Rows) -> object:
        return rows[table]
    return read


def cards(rows: Rows, project: str = "") -> object:
    return [row for row in equal(rows["cards"], {"project": project}) if not row["archived"]]


def said(told: object) -> str:
    if not isinstance(told, str) or not told:
        raise Refusal("text expected")
    return told


def create(rows: Rows, project: str, title: str, column: str = "", assignee: str = "", due: str = "") -> object:
    columns = [row["column"] for row in rows["columns"] if row["project"] == project]
    if not columns or (column and column not in columns):
        raise Refusal("that project has no such column")
    handles = [find(rows["members"], "handle", assignee)["handle"]] if assignee else []
    rows["cards"].append({
        "card": 1050 + len(rows["cards"]), "title": said(title), "project": project, "column": column or columns[0], "assignees": handles,
        "labels": [], "due": due or "", "priority": "normal", "archived": False,
    })
    return rows["cards"][-1]


def edit(rows: Rows, card: int, title: str | None = None, due: str | None = None, priority: str | None = None) -> object:
    row = find(rows["cards"], "card", card)
    if priority is not None and priority not in PRIORITIES:
        raise Refusal(f"priority is one of {', '.join(PRIORITIES)}")
    told = {"title": title, "due": due, "priority": priority}
    row.update({name: said(value) for name, value in told.items() if value is not None})
    return row


def move(rows: Rows, card: int, column: str) -> object:
    row, to = find(rows["cards"], "card", card), find(rows["columns"], "column", column)
    if row["project"] != to["project"]:
        raise Refusal("that column is on another board")
    row["column"] = column
    return row


def give(name: str, value: str) -> object:
    def act(rows: Rows, card: int, **told: str) -> object:
        row, one = find(rows["cards"], "card", card), told[value]
        if one not in (LABELS if value == "label" else [row["handle"] for row in rows["members"]]):
            raise Refusal(f"there is no {value} {one!r}")
        row[name] = sorted({*row[name], one})
        return row
    return act


def take(name: str, value: str) -> object:
    def act(rows: Rows, card: int, **told: str) -> object:
        row, one = find(rows["cards"], "card", card), told[value]
        if one not in row[name]:
            raise Refusal(f"the card does not have {one!r}")
        row[name].remove(one)
        return row
    return act


def comment(rows: Rows, card: int, text: str) -> object:
    find(rows["cards"], "card", card)
    rows["comments"].append({"comment": 9001 + len(rows["comments"]), "card": card, "text": said(text)})
    return rows["comments"][-1]


def add_item(rows: Rows, card: int, text: str) -> object:
    find(rows["cards"], "card", card)
    rows["checklist"].append({"item": 7101 + len(rows["checklist"]), "card": card, "text": said(text), "done": False})
    return rows["checklist"][-1]


def tick(rows: Rows, item: int, done: bool = True) -> object:
    row = find(rows["checklist"], "item", item)
    row["done"] = done is not False
    return row


def archive(rows: Rows, card: int) -> object:
    row = find(rows["cards"], "card", card)
    if row["archived"]:
        raise Refusal("it is archived")
    row["archived"] = True
    return row


def on(name: str, *numbers: int, **more: object) -> list[Call]:
    return [(name, {"card": one, **more}) for one in numbers]


def to(column: str, *numbers: int) -> list[Call]:
    return on("card_move", *numbers, column=column)


def due(card: int, day: str) -> Call:
    return "card_edit", {"card": card, "due": day}


def new(project: str, title: str, **more: object) -> list[Call]:
    return [("card_create", {"project": project, "title": title, **more})]


def look(project: str) -> Call:
    return "card_list", {"project": project}


def cols(project: str) -> Call:
    return "column_list", {"project": project}


ALL, MEMBERS, PROJECTS = ("card_list", {}), ("member_list", {}), ("project_list", {})
CARD, COLUMN, PROJECT, MEMBER, LABEL = number("Card number."), text("Column code."), text("Project key."), text("Handle of the member."), text("Label.", enum=list(LABELS))
DUE = text("Due date, YYYY-MM-DD.")
FIELD = Field(
    "board", ROWS,
    (
        Tool("project_list", "List the projects. Each project has a board of its own.", {}, every("projects")),
        Tool("column_list", "List the columns of the board of a project from left to right.", {"project": PROJECT}, lambda rows, project: equal(rows["columns"], {"project": project}), ("project",)),
        Tool("member_list", "List the people of the workspace.", {}, every("members")),
        Tool("card_list", "List the cards on the board of a project, or on all boards. Archived cards are left out.", {"project": PROJECT}, cards),
        Tool("checklist_get", "Get the checklist of a card.", {"card": CARD}, lambda rows, card: equal(rows["checklist"], {"card": card}), ("card",)),
        Tool("card_create", "Create a card. It lands in the first column if none is given.", {"project": PROJECT, "title": text("Title of the card."), "column": COLUMN, "assignee": MEMBER, "due": DUE}, create, ("project", "title")),
        Tool("card_edit", "Edit title, due date or priority of a card.", {"card": CARD, "title": text("New title."), "due": DUE, "priority": text("Priority.", enum=list(PRIORITIES))}, edit, ("card",)),
        Tool("card_move", "Move a card to a column of its board.", {"card": CARD, "column": COLUMN}, move, ("card", "column")),
        Tool("card_assign", "Assign a member to a card. A card can have several assignees.", {"card": CARD, "member": MEMBER}, give("assignees", "member"), ("card", "member")),
        Tool("card_unassign", "Remove an assignee from a card.", {"card": CARD, "member": MEMBER}, take("assignees", "member"), ("card", "member")),
        Tool("card_add_label", "Put a label on a card.", {"card": CARD, "label": LABEL}, give("labels", "label"), ("card", "label")),
        Tool("card_remove_label", "Take a label off a card.", {"card": CARD, "label": LABEL}, take("labels", "label"), ("card", "label")),
        Tool("card_comment", "Write a comment on a card.", {"card": CARD, "text": text("The comment.")}, comment, ("card", "text")),
        Tool("checklist_add", "Add an item to the checklist of a card.", {"card": CARD, "text": text("What is to be done.")}, add_item, ("card", "text")),
        Tool("checklist_tick", "Tick a checklist item off, or untick it.", {"item": number("Number of the item."), "done": {"type": "boolean", "default": True}}, tick, ("item",)),
        Tool("card_archive", "Archive a card; it disappears from the board.", {"card": CARD}, archive, ("card",)),
    ),
    (
        Job("Move 'Write privacy page' to Done", to("web-4", 1043)),
        Job("Assign Dark mode to Jun", on("card_assign", 1053, member="jun")),
        Job("Push the due date of Redirect old URLs to March 27", [due(1045, "2026-03-27")]),
        Job("The contact form is fixed, please move the card to Review", to("web-3", 1042)),
        Job("label 1053 as blocked", on("card_add_label", 1053, label="blocked")),
        Job("Take the blocked label off the Cookie banner and move it to Review", [*on("card_remove_label", 1046, label="blocked"), *to("web-3", 1046)]),
        Job("Comment on Crash on empty search: 'Reproduced on Android 14'", on("card_comment", 1052, text="Reproduced on Android 14")),
        Job("New card on the Mobile app board: 'Update splash screen', due March 19, for Leonie", new("app", "Update splash screen", assignee="leobr", due="2026-03-19")),
        Job("Could you please add a card 'Order cable ducts' to the Office move project? Ruth is going to do it.", new("off", "Order cable ducts", assignee="ruth")),
        Job("Tick off 'Compare three offers' on the card about the desks", [("checklist_tick", {"item": 7012, "done": True})]),
        Job("Add 'Check on iPad' and 'Check on old Safari' to the checklist of Homepage hero image", [*on("checklist_add", 1041, text="Check on iPad"), *on("checklist_add", 1041, text="Check on old Safari")]),
        Job("Archive everything in the Done column of Office move", on("card_archive", 1064, 1066)),
        Job("Everything on the website board that is overdue and not done yet should get the label urgent", on("card_add_label", 1042, 1046, label="urgent")),
        Job("Sam is ill for the rest of the month. Give all of his cards that are not done to Maya instead", [*on("card_unassign", 1061, 1063, member="sam"), *on("card_assign", 1061, 1063, member="maya")]),
        Job("Postpone every card in the Doing column of the app by one week", [due(1051, "2026-03-25"), due(1054, "2026-04-03")]),
        Job("Set the priority of Internet contract to high, and that of Label moving boxes as well", on("card_edit", 1065, 1063, priority="high")),
        Job("What is Tomáš working on?", [], shows=("Login with fingerprint", "Push notifications")),
        Job("Which cards of the office move are waiting for somebody?", [], shows=("Cancel the old lease", "Internet contract")),
        Job("If the movers are booked, comment 'Boxes can be packed' on Label moving boxes, otherwise set the priority of Book movers to high", on("card_comment", 1063, text="Boxes can be packed")),
        Job("Rename Dark mode to 'Dark theme'", on("card_edit", 1053, title="Dark theme")),
        Job("Assign the website cards nobody is assigned to to Leo Fischer", on("card_assign", 1045, member="leofi")),
        Job("In the app backlog, take the card with the earliest due date and move it to Doing", to("app-2", 1052)),
        Job("I want Leonie to help Maya with Homepage hero image, put her on the card too", on("card_assign", 1041, member="leobr")),
        Job("Login with fingerprint slips by two days", [due(1051, "2026-03-20")]),
        Job("We're out of the old office! Comment 'Keys handed back' on the lease card and archive it", [*on("card_comment", 1062, text="Keys handed back"), *on("card_archive", 1062)]),
        Job("Move Choose web fonts to Done if it isn't there yet", []),
        Job("Archive the bug card", ASK),
        Job("Change the due date of Dark mode", ASK),
        Job("Invite karl@northlight.example to the Mobile app project as a guest", ASK),
        Job("Assign Book movers to Henrik", ASK),
    ),
    (
        Past("Move 'Homepage hero image' to Review", [look("web"), cols("web")], to("web-3", 1041)),
        Past("Push notifications is finished, please move the card to Done", [ALL, cols("app")], to("app-3", 1054)),
        Past("Assign Redirect old URLs to Tomáš", [ALL, MEMBERS], on("card_assign", 1045, member="tomas")),
        Past("Push the due date of Order new desks to March 18", [ALL], [due(1061, "2026-03-18")]),
        Past("label 1065 as urgent", [], on("card_add_label", 1065, label="urgent")),
        Past("Take the blocked label off Cancel the old lease", [ALL], on("card_remove_label", 1062, label="blocked")),
        Past("Comment on Dark mode: 'Designs are in the shared folder'", [ALL], on("card_comment", 1053, text="Designs are in the shared folder")),
        Past("New card on the Website relaunch board: 'Add site map', due April 2, for Ruth", [PROJECTS, MEMBERS], new("web", "Add site map", assignee="ruth", due="2026-04-02")),
        Past("Please add a card 'Rent a van' to the Office move project", [PROJECTS], new("off", "Rent a van")),
        Past("Tick off 'Test on Android' on the card Push notifications", [ALL, ("checklist_get", {"card": 1054})], [("checklist_tick", {"item": 7022, "done": True})]),
        Past("Add 'Ask for a discount' to the checklist of Order new desks", [ALL], on("checklist_add", 1061, text="Ask for a discount")),
        Past("Archive everything in the Done column of Mobile app", [PROJECTS, cols("app"), look("app")], on("card_archive", 1055)),
        Past("Everything on the app board that is overdue and not done yet should get the label urgent", [PROJECTS, cols("app"), look("app")], on("card_add_label", 1052, label="urgent")),
        Past("Give all of Leo Fischer's cards on the website board to Jun instead", [PROJECTS, MEMBERS, look("web")], [*on("card_unassign", 1042, 1046, member="leofi"), *on("card_assign", 1042, 1046, member="jun")]),
        Past("Postpone every card in the Waiting column of the office move by three days", [PROJECTS, cols("off"), look("off")], [due(1062, "2026-04-03"), due(1065, "2026-03-14")]),
        Past("Set the priority of Cookie banner to low", [ALL], on("card_edit", 1046, priority="low")),
        Past("Rename Book movers to 'Book the movers'", [ALL], on("card_edit", 1064, title="Book the movers")),
        Past("If the app store screenshots are done, archive the card, otherwise set its priority to high", [ALL, cols("app")], on("card_archive", 1055)),
        Past("In the website backlog, take the card with the latest due date and move it to In progress", [PROJECTS, cols("web"), look("web")], to("web-2", 1045)),
        Past("Cookie banner slips by a week", [ALL], [due(1046, "2026-03-13")]),
        Past("What is Ruth working on?", [MEMBERS, ALL], []),
    ),
)
