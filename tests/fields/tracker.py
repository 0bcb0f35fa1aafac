"""An issue tracker: operation ids, keys such as MOB-101, values nested in objects, offset pages, workflow steps with ids of their own.

What forms are in it: every attribute of an issue stands in `fields`, and what has a name is an object there (`status.name`,
`assignee.displayName`); a body to write has the same nesting.  A status is not set: `getTransitions` tells which steps an issue
can take, by ids, and `doTransition` takes one.  Nobody is known by name but through `findUsers`.  Labels are replaced as a whole.
Time is logged in seconds, estimates are points, days are dates and instants have an offset.  `startAt` and `maxResults` page with
a `total`; sprints take issues in batches.  `completeSprint`, `deleteIssue`, `startSprint` and `moveIssuesToBacklog` stand beside
what tasks need.  The search declares its answer, most of the others do not.

Left out.  Written on 2026-11-29 without reading the planner, and before it was run.
"""

from typing import Any

from tests.fields.checks import array, body, day, matching, one_of, shape, texts, whole, words
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

TODAY = "2026-03-11"
NADIA, TOMASZ, INES, GUS, LEILA, YUSUF, BRANDT = (f"712020:{one}" for one in ("8f1c2", "c07aa", "51e9d", "e44b0", "9a3f7", "2bd68", "f6602"))
TYPES, PRIORITIES = ("Bug", "Story", "Task"), ("Highest", "High", "Medium", "Low")
STEPS = {
    "11": ("Start work", "In Progress", ("To Do",)),
    "21": ("Request review", "In Review", ("In Progress",)),
    "31": ("Close", "Done", ("To Do", "In Progress", "In Review")),
    "41": ("Reopen", "To Do", ("Done", "Won't Do")),
    "51": ("Reject", "Won't Do", ("To Do", "In Progress", "In Review")),
}


def issues(*lines: str) -> list[Row]:
    names = "key project summary type status priority assignee labels points due sprint created"
    found = rows_of(names, *lines)
    for row in found:
        row.update(labels=row["labels"].split(), assignee=row["assignee"] or None, points=row["points"] or None, sprint=row["sprint"] or None, due=row["due"] or None)
    return found


ROWS: Rows = {
    "users": rows_of(
        "accountId displayName emailAddress",
        f"{NADIA}|Nadia Karim|nadia.karim@pelican.example",
        f"{TOMASZ}|Tomasz Wilk|tomasz@pelican.example",
        f"{INES}|Ines Duarte|ines@pelican.example",
        f"{GUS}|Gus Ferreira|gus@pelican.example",
        f"{LEILA}|Leila Amini|leila@pelican.example",
        f"{YUSUF}|Yusuf Demir|yusuf@pelican.example",
        f"{BRANDT}|Nadia Brandt|nadia.brandt@pelican.example",
    ),
    "projects": rows_of("key name lead", f"MOB|Mobile app|{INES}", f"PAY|Payments|{GUS}", f"OPS|Infrastructure|{YUSUF}"),
    "issues": issues(
        f"MOB-101|MOB|Login screen freezes on Android 15|Bug|In Progress|High|{NADIA}|android login|3|2026-03-13|31|2026-02-24",
        "MOB-102|MOB|Dark mode for the settings|Story|To Do|Low||ui|5|||2026-01-19",
        f"MOB-103|MOB|Push notifications arrive twice|Bug|To Do|Highest|{TOMASZ}|android|2|2026-03-10|31|2026-03-02",
        f"MOB-104|MOB|Upgrade to the new camera library|Task|In Review|Medium|{NADIA}||3|2026-03-18|31|2026-02-12",
        "MOB-105|MOB|Offline mode for the map|Story|To Do|Medium||map|8||32|2026-02-03",
        f"MOB-106|MOB|Crash when the tablet is rotated|Bug|Done|High|{INES}|ios|2|2026-03-06|31|2026-02-26",
        f"MOB-107|MOB|Onboarding tour|Story|In Progress|Medium|{INES}|ui|5|2026-03-20|31|2026-02-10",
        "MOB-108|MOB|Map tiles load slowly|Bug|To Do|Low||map||||2026-03-09",
        f"PAY-41|PAY|Refund fails for vouchers|Bug|In Progress|Highest|{GUS}|refund|3|2026-03-12|40|2026-03-03",
        f"PAY-42|PAY|Add Apple Pay|Story|To Do|High|{GUS}|checkout|8|2026-03-31|40|2026-01-28",
        f"PAY-43|PAY|Rounding error in Swiss francs|Bug|In Review|Medium|{LEILA}|checkout|2|2026-03-09|40|2026-02-27",
        "PAY-44|PAY|Invoice shows the wrong VAT number|Bug|To Do|High||invoice|2|||2026-03-10",
        f"PAY-45|PAY|Retire the old checkout page|Task|To Do|Low|{LEILA}|checkout|5|||2025-12-11",
        f"PAY-46|PAY|Log failed card payments|Task|Done|Medium|{GUS}||1|2026-03-05|40|2026-02-25",
        f"PAY-47|PAY|Save cards for later|Story|To Do|Medium|{LEILA}|checkout|5|2026-03-31|40|2026-02-16",
        f"OPS-7|OPS|Renew the wildcard certificate|Task|To Do|Highest|{YUSUF}||1|2026-03-16||2026-03-04",
        f"OPS-8|OPS|Move the build cache to faster disks|Task|In Progress|Medium|{YUSUF}||3|||2026-02-19",
        "OPS-9|OPS|Alert when the queue is too long|Task|To Do|Medium|||2|||2026-03-06",
    ),
    "comments": rows_of("id issueKey author body", f"20511|MOB-101|{NADIA}|Only with biometric login", f"20512|PAY-43|{LEILA}|Fixed, please review"),
    "watchers": rows_of("id issueKey accountId", f"1|MOB-101|{INES}", f"2|PAY-41|{LEILA}", f"3|PAY-41|{INES}", f"4|OPS-7|{GUS}"),
    "worklogs": rows_of("id issueKey seconds started", "30071|MOB-104|10800|2026-03-09", "30072|OPS-8|5400|2026-03-10"),
    "links": rows_of("id type inward outward", "501|Blocks|PAY-45|PAY-42"),
    "sprints": rows_of(
        "id name project state startDate endDate goal",
        "30|Mobile Sprint 11|MOB|closed|2026-02-16|2026-02-27|Stable login",
        "31|Mobile Sprint 12|MOB|active|2026-03-02|2026-03-13|Release 4.2",
        "32|Mobile Sprint 13|MOB|future|2026-03-16|2026-03-27|",
        "40|Payments Sprint 5|PAY|active|2026-03-02|2026-03-20|Wallets",
        "41|Payments Sprint 6|PAY|future|2026-03-23|2026-04-10|",
    ),
    "versions": rows_of(
        "id project name released releaseDate",
        "10021|MOB|Mobile 4.2|false|2026-03-19",
        "10022|MOB|Mobile 4.3|false|2026-04-30",
        "10030|PAY|Payments 2026.1|true|2026-02-02",
        "10031|PAY|Payments 2026.2|false|2026-04-01",
    ),
}


def person(rows: Rows, account: object) -> object:
    return account and {"accountId": account, "displayName": find(rows["users"], "accountId", account)["displayName"]}


def seen(rows: Rows, row: Row) -> dict[str, Any]:
    sprint = row["sprint"] and find(rows["sprints"], "id", row["sprint"])
    return {"key": row["key"], "fields": {
        "project": {"key": row["project"]}, "summary": row["summary"], "issuetype": {"name": row["type"]}, "status": {"name": row["status"]},
        "priority": {"name": row["priority"]}, "assignee": person(rows, row["assignee"]), "labels": row["labels"], "storyPoints": row["points"],
        "dueDate": row["due"], "sprint": sprint and {"id": sprint["id"], "name": sprint["name"]}, "created": f"{row['created']}T09:12:00.000+0000",
    }}  # fmt: skip


def search(rows: Rows, text: str = "", label: str = "", startAt: int = 0, maxResults: int = 10, **equals: object) -> object:
    names = {"issueType": "type", "sprintId": "sprint"}
    found = matching(rows["issues"], {"summary": text}, **{names.get(name, name): value for name, value in equals.items()})
    found = [seen(rows, row) for row in found if not label or label in row["labels"]]
    first, size = whole(startAt, 0, 10**6), whole(maxResults, 1, 10)
    return {"startAt": first, "maxResults": size, "total": len(found), "issues": found[first:first + size]}


def issue(rows: Rows, key: object) -> Row:
    return find(rows["issues"], "key", key)


def show(rows: Rows, issueKey: str) -> object:
    mine = {name: equal(rows[name], {"issueKey": issueKey}) for name in ("comments", "watchers", "worklogs")}
    return {
        **seen(rows, issue(rows, issueKey)), "watchers": [person(rows, one["accountId"]) for one in mine["watchers"]],
        "comment": {"total": len(mine["comments"])}, "timeSpentSeconds": sum(one["seconds"] for one in mine["worklogs"]),
    }  # fmt: skip


def named(told: object, *allowed: str) -> str:
    return one_of(body(told).get("name"), *allowed)


def written(rows: Rows, fields: dict[str, Any]) -> Row:
    """What is told of an issue, looked at."""
    checks = {
        "summary": ("summary", words), "issuetype": ("type", lambda told: named(told, *TYPES)), "priority": ("priority", lambda told: named(told, *PRIORITIES)),
        "labels": ("labels", texts), "storyPoints": ("points", lambda told: told and whole(told, 0, 100)), "dueDate": ("due", lambda told: told and day(told)),
    }  # fmt: skip
    if not body(fields) or {*fields} - {*checks}:
        raise Refusal(f"fields can be {', '.join(checks)}")
    return {key: check(fields[name]) for name, (key, check) in checks.items() if name in fields}


def create(rows: Rows, fields: dict[str, Any]) -> object:
    told = dict(body(fields))
    project = find(rows["projects"], "key", body(told.pop("project", None)).get("key"))["key"]
    account = told.pop("assignee", None)
    account = account and find(rows["users"], "accountId", body(account).get("accountId"))["accountId"]
    told = written(rows, told)
    if not {"summary", "type"} <= {*told}:
        raise Refusal("summary and issuetype are required")
    free = 1 + max(int(row["key"].split("-")[1]) for row in rows["issues"] if row["project"] == project)
    first = {"key": f"{project}-{free}", "project": project, "summary": "", "type": "", "status": "To Do", "priority": "Medium", "assignee": account, "labels": []}
    rows["issues"].append({**first, "points": None, "due": None, "sprint": None, "created": TODAY, **told})
    return {"key": rows["issues"][-1]["key"]}


def edit(rows: Rows, issueKey: str, fields: dict[str, Any]) -> object:
    issue(rows, issueKey).update(written(rows, fields))
    return {}


def assign(rows: Rows, issueKey: str, accountId: str | None) -> object:
    row = issue(rows, issueKey)
    row["assignee"] = None if accountId is None else find(rows["users"], "accountId", accountId)["accountId"]
    return {}


def transitions(rows: Rows, issueKey: str) -> object:
    now = issue(rows, issueKey)["status"]
    return {"transitions": [{"id": one, "name": name, "to": {"name": to}} for one, (name, to, before) in STEPS.items() if now in before]}


def transition(rows: Rows, issueKey: str, transition: dict[str, str]) -> object:
    row, told = issue(rows, issueKey), str(body(transition).get("id"))
    if told not in STEPS or row["status"] not in STEPS[told][2]:
        raise Refusal(f"transition {told} is not valid for {issueKey}")
    row["status"] = STEPS[told][1]
    return {}


def comment(rows: Rows, issueKey: str, body: str) -> object:
    rows["comments"].append({"id": 20511 + len(rows["comments"]), "issueKey": issue(rows, issueKey)["key"], "author": "me", "body": words(body)})
    return rows["comments"][-1]


def comments(rows: Rows, issueKey: str) -> object:
    found = equal(rows["comments"], {"issueKey": issue(rows, issueKey)["key"]})
    return {"comments": [{"id": one["id"], "author": person(rows, one["author"]) if one["author"] != "me" else None, "body": one["body"]} for one in found]}


def watch(rows: Rows, issueKey: str, accountId: str) -> object:
    told = {"issueKey": issue(rows, issueKey)["key"], "accountId": find(rows["users"], "accountId", accountId)["accountId"]}
    if not equal(rows["watchers"], told):
        rows["watchers"].append({"id": 90 + len(rows["watchers"]), **told})
    return {}


def unwatch(rows: Rows, issueKey: str, accountId: str) -> object:
    found = equal(rows["watchers"], {"issueKey": issue(rows, issueKey)["key"], "accountId": accountId or "nobody"})
    if not found:
        raise Refusal(f"{accountId} does not watch {issueKey}")
    rows["watchers"].remove(found[0])
    return {}


def log(rows: Rows, issueKey: str, timeSpentSeconds: int, started: str = TODAY) -> object:
    told = {"issueKey": issue(rows, issueKey)["key"], "seconds": whole(timeSpentSeconds, 60, 86400), "started": day(started)}
    rows["worklogs"].append({"id": 30071 + len(rows["worklogs"]), **told})
    return rows["worklogs"][-1]


def place(rows: Rows, keys: list[str], sprint: int | None) -> object:
    found = [issue(rows, one) for one in texts(keys)]
    if sprint is not None and find(rows["sprints"], "id", sprint)["state"] == "closed":
        raise Refusal("the sprint is closed")
    for row in found:
        row["sprint"] = sprint
    return {}


def update_sprint(rows: Rows, sprintId: int, **fields: str) -> object:
    row = find(rows["sprints"], "id", sprintId)
    if not fields or {*fields} - {"name", "goal", "startDate", "endDate"}:
        raise Refusal("name, goal, startDate or endDate is needed")
    told = {name: (day if name.endswith("Date") else words)(fields[name]) for name in ("name", "goal", "startDate", "endDate") if name in fields}
    row.update(told)
    return row


def turn_sprint(rows: Rows, sprintId: int, before: str, to: str) -> object:
    row = find(rows["sprints"], "id", sprintId)
    if row["state"] != before:
        raise Refusal(f"the sprint is {row['state']}")
    row["state"] = to
    for one in rows["issues"] if to == "closed" else ():
        if one["sprint"] == row["id"] and one["status"] not in ("Done", "Won't Do"):
            one["sprint"] = None
    return row


def link(rows: Rows, type: dict[str, str], inwardIssue: dict[str, str], outwardIssue: dict[str, str]) -> object:
    ends = [issue(rows, body(one).get("key"))["key"] for one in (inwardIssue, outwardIssue)]
    rows["links"].append({"id": 501 + len(rows["links"]), "type": named(type, "Blocks", "Duplicate", "Relates"), "inward": ends[0], "outward": ends[1]})
    return {}


def release(rows: Rows, versionId: int, releaseDate: str = TODAY) -> object:
    row = find(rows["versions"], "id", versionId)
    if row["released"]:
        raise Refusal(f"{row['name']} is released")
    row.update(released=True, releaseDate=day(releaseDate))
    return row


def delete(rows: Rows, issueKey: str) -> object:
    rows["issues"].remove(issue(rows, issueKey))
    return {}


def to(key: str, account: str | None) -> list[Call]:
    return [("assignIssue", {"issueKey": key, "accountId": account})]


def edited(key: str, **fields: object) -> list[Call]:
    return [("editIssue", {"issueKey": key, "fields": fields})]


def went(step: str, *keys: str) -> list[Call]:
    return [("doTransition", {"issueKey": one, "transition": {"id": step}}) for one in keys]


def said(key: str, words: str) -> list[Call]:
    return [("addComment", {"issueKey": key, "body": words})]


def watched(key: str, *accounts: str) -> list[Call]:
    return [("addWatcher", {"issueKey": key, "accountId": one}) for one in accounts]


def into(sprint: int, *keys: str) -> list[Call]:
    return [("moveIssuesToSprint", {"sprintId": sprint, "issues": [*keys]})]


def named_type(*allowed: str) -> dict[str, object]:
    return shape(name=text(**({"enum": [*allowed]} if allowed else {})))


KEY, ACCOUNT, SPRINT, DAY = text("Key of the issue, e.g. MOB-101."), text("Account id of a user."), number("Id of the sprint."), text("ISO 8601 calendar date.", format="date")
PERSON = shape(accountId=text(), displayName=text())
WRITTEN = dict(summary=text(), issuetype=named_type(*TYPES), priority=named_type(*PRIORITIES), labels={"type": "array", "items": text(), "description": "Replaces the labels."}, storyPoints=number("Estimate."), dueDate=DAY)
FIELDS = shape(project=shape(key=text()), summary=text(), issuetype=named_type(), status=named_type(), priority=named_type(), assignee=PERSON, labels={"type": "array", "items": text()}, storyPoints=number(), dueDate=DAY, sprint=shape(id=number(), name=text()), created=text())
FOUND = shape(startAt=number(), maxResults=number(), total=number(), issues=array(key=text(), fields=FIELDS))
BATCH = {"type": "array", "items": KEY}
TOOLS = (
    Tool("searchIssues", "Searches for issues. All criteria must be met; with none of them every issue is returned. The result is paginated.", {"project": text("Key of the project."), "status": text(enum=["To Do", "In Progress", "In Review", "Done", "Won't Do"]), "issueType": text(enum=[*TYPES]), "priority": text(enum=[*PRIORITIES]), "assignee": ACCOUNT, "sprintId": SPRINT, "label": text(), "text": text("Words of the summary."), "startAt": number("Index of the first item, from 0."), "maxResults": number("At most 10.")}, search, outputs=FOUND),
    Tool("getIssue", "Returns the details for an issue.", {"issueKey": KEY}, show, ("issueKey",)),
    Tool("createIssue", "Creates an issue.", {"fields": {**shape(project=shape(key=text("Key of the project.")), assignee=shape(accountId=text()), **WRITTEN), "required": ["project", "summary", "issuetype"]}}, create, ("fields",)),
    Tool("editIssue", "Edits an issue. Fields that are not in the request keep their value. A transition can not be made with this operation.", {"issueKey": KEY, "fields": shape(**WRITTEN)}, edit, ("issueKey", "fields")),
    Tool("assignIssue", "Assigns an issue to a user. With accountId null the issue is unassigned.", {"issueKey": KEY, "accountId": {"type": ["string", "null"], "description": "Account id of the user."}}, assign, ("issueKey", "accountId")),
    Tool("getTransitions", "Returns the transitions that can be performed on an issue, based on its status.", {"issueKey": KEY}, transitions, ("issueKey",), shape(transitions=array(id=text(), name=text(), to=named_type()))),
    Tool("doTransition", "Performs an issue transition, which changes the status of the issue.", {"issueKey": KEY, "transition": {**shape(id=text("Id from getTransitions.")), "required": ["id"]}}, transition, ("issueKey", "transition")),
    Tool("addComment", "Adds a comment to an issue.", {"issueKey": KEY, "body": text()}, comment, ("issueKey", "body")),
    Tool("getComments", "Returns all comments for an issue.", {"issueKey": KEY}, comments, ("issueKey",)),
    Tool("addWatcher", "Adds a user as a watcher of an issue.", {"issueKey": KEY, "accountId": ACCOUNT}, watch, ("issueKey", "accountId")),
    Tool("removeWatcher", "Deletes a user as a watcher of an issue.", {"issueKey": KEY, "accountId": ACCOUNT}, unwatch, ("issueKey", "accountId")),
    Tool("addWorklog", "Adds a worklog to an issue.", {"issueKey": KEY, "timeSpentSeconds": number("The time spent working on the issue."), "started": text("Day of the work, today by default.", format="date")}, log, ("issueKey", "timeSpentSeconds")),
    Tool("getSprints", "Returns all sprints.", {"projectKey": text(), "state": text(enum=["future", "active", "closed"])}, lambda rows, projectKey="", state="": {"values": equal(rows["sprints"], {"project": projectKey, "state": state}), "isLast": True}),
    Tool("moveIssuesToSprint", "Moves issues to a sprint. Issues can only be moved to open or active sprints.", {"sprintId": SPRINT, "issues": BATCH}, lambda rows, sprintId, issues: place(rows, issues, find(rows["sprints"], "id", sprintId)["id"]), ("sprintId", "issues")),
    Tool("moveIssuesToBacklog", "Moves issues to the backlog; they leave any sprint.", {"issues": BATCH}, lambda rows, issues: place(rows, issues, None), ("issues",)),
    Tool("updateSprint", "Performs a partial update of a sprint.", {"sprintId": SPRINT, "name": text(), "goal": text(), "startDate": DAY, "endDate": DAY}, update_sprint, ("sprintId",)),
    Tool("startSprint", "Starts a future sprint.", {"sprintId": SPRINT}, lambda rows, sprintId: turn_sprint(rows, sprintId, "future", "active"), ("sprintId",)),
    Tool("completeSprint", "Completes an active sprint.", {"sprintId": SPRINT}, lambda rows, sprintId: turn_sprint(rows, sprintId, "active", "closed"), ("sprintId",)),
    Tool("linkIssues", "Creates a link between two issues.", {"type": named_type("Blocks", "Duplicate", "Relates"), "inwardIssue": shape(key=KEY), "outwardIssue": shape(key=KEY)}, link, ("type", "inwardIssue", "outwardIssue")),
    Tool("getVersions", "Returns the versions of a project.", {"projectKey": text()}, lambda rows, projectKey: {"values": equal(rows["versions"], {"project": find(rows["projects"], "key", projectKey)["key"]})}, ("projectKey",)),
    Tool("releaseVersion", "Marks a version as released.", {"versionId": number(), "releaseDate": text("Today by default.", format="date")}, release, ("versionId",)),
    Tool("getProjects", "Returns all projects.", {}, lambda rows: {"values": [{**one, "lead": person(rows, one["lead"])} for one in rows["projects"]]}),
    Tool("findUsers", "Returns users whose display name or e-mail address contains the query.", {"query": text()}, lambda rows, query: [one for one in rows["users"] if words(query).lower() in f"{one['displayName']} {one['emailAddress']}".lower()], ("query",)),
    Tool("deleteIssue", "Deletes an issue.", {"issueKey": KEY}, delete, ("issueKey",)),
)
JOBS = (
    Job("can you assign MOB-102 to Ines? thx", to("MOB-102", INES)),
    Job("pls comment on MOB-101: 'Reproduced on a Pixel 9'", said("MOB-101", "Reproduced on a Pixel 9")),
    Job("set PAY-45 to high priority", edited("PAY-45", priority={"name": "High"})),
    Job("OPS-8 is finished, please close it", went("31", "OPS-8")),
    Job("The due date of the onboarding tour slips to March 27", edited("MOB-107", dueDate="2026-03-27")),
    Job("MOB-108 needs an estimate - put 3 points", edited("MOB-108", storyPoints=3)),
    Job("Tomasz would like to watch PAY-41, can you add him?", watched("PAY-41", TOMASZ)),
    Job("log 2 hours on OPS-7 for today pls", [("addWorklog", {"issueKey": "OPS-7", "timeSpentSeconds": 7200})]),
    Job("New bug in payments: 'Receipt mail goes out twice', high priority", [("createIssue", {"fields": {"project": {"key": "PAY"}, "summary": "Receipt mail goes out twice", "issuetype": {"name": "Bug"}, "priority": {"name": "High"}}})]),
    Job("Pull the dark mode story into Mobile Sprint 13", into(32, "MOB-102")),
    Job("We're shipping Mobile 4.2 today, mark it as released", [("releaseVersion", {"versionId": 10021})]),
    Job("I've started on the queue alert - can you put OPS-9 in progress and on me?", [*went("11", "OPS-9"), *to("OPS-9", YUSUF)], context={"name": "Yusuf Demir", "email": "yusuf@pelican.example"}),
    Job("everything of Gus' that's in To Do goes to Leila", to("PAY-42", LEILA)),
    Job("All the tickets labelled map into sprint 13 please, those that aren't there yet", into(32, "MOB-108")),
    Job("Nadia Karim is off sick. Unassign whatever she's got in Mobile Sprint 12", [*to("MOB-101", None), *to("MOB-104", None)]),
    Job("There are two bugs that nobody is assigned to, give both to Tomasz", [*to("MOB-108", TOMASZ), *to("PAY-44", TOMASZ)]),
    Job("Whatever is overdue and not done yet gets the highest priority", edited("PAY-43", priority={"name": "Highest"})),
    Job("if PAY-43 is still in review, leave a comment there: 'Can somebody look at this today?'", said("PAY-43", "Can somebody look at this today?")),
    Job("Onboarding tour: replace the label ui with first-run", edited("MOB-107", labels=["first-run"])),
    Job("The biggest story in the current payments sprint won't make it, move it to the next one", into(41, "PAY-42")),
    Job("Reopen the tablet crash, and comment 'Still happens on the iPad mini'", [*went("41", "MOB-106"), *said("MOB-106", "Still happens on the iPad mini")]),
    Job("move everything in Mobile Sprint 12 that nobody has started yet to the backlog", [("moveIssuesToBacklog", {"issues": ["MOB-103"]})]),
    Job("What's in review can be closed, both of them", went("31", "PAY-43", "MOB-104")),
    Job("extend the current payments sprint by a week", [("updateSprint", {"sprintId": 40, "endDate": "2026-03-27"})]),
    Job("What's still open for Gus?", [], shows=("PAY-41", "PAY-42")),
    Job("how many bugs are there in the mobile project that aren't done yet?", [], shows=("MOB-101", "MOB-103", "MOB-108")),
    Job("who's on the certificate renewal?", [], shows=("Yusuf Demir",)),
    Job("when does Mobile Sprint 13 start?", [], shows=("2026-03-16",)),
    Job("anything in the mobile project without an estimate?", [], shows=("MOB-108",)),
    Job("Which tickets are due this week?", [], shows=("MOB-101", "MOB-103", "PAY-41", "PAY-43")),
    Job("assign MOB-105 to Nadia", ASK),
    Job("close MOB-131 please", ASK),
    Job("can you log my time on the map ticket", ASK),
    Job("If Apple Pay is in review already, close it", []),
    Job("Unassign all of Tomasz' tickets in payments", []),
    Job("Raise Yusuf's day rate to 700", ASK),
)


def issues_of(**criteria: object) -> Call:
    return "searchIssues", criteria


def user(query: str) -> Call:
    return "findUsers", {"query": query}


def steps(key: str) -> Call:
    return "getTransitions", {"issueKey": key}


PASTS = (
    Past("assign OPS-9 to Yusuf pls", [user("Yusuf")], to("OPS-9", YUSUF)),
    Past("Comment on PAY-42: 'Certificates are there'", [], said("PAY-42", "Certificates are there")),
    Past("set MOB-105 to low", [], edited("MOB-105", priority={"name": "Low"})),
    Past("PAY-43 is fine, you can close it", [steps("PAY-43")], went("31", "PAY-43")),
    Past("the camera library is due on Monday", [issues_of(text="camera library")], edited("MOB-104", dueDate="2026-03-16")),
    Past("Leila wants to watch OPS-7", [user("Leila")], watched("OPS-7", LEILA)),
    Past("take Ines off the watchers of MOB-101", [user("Ines"), ("getIssue", {"issueKey": "MOB-101"})], [("removeWatcher", {"issueKey": "MOB-101", "accountId": INES})]),
    Past("log 30 minutes on PAY-44 for yesterday", [], [("addWorklog", {"issueKey": "PAY-44", "timeSpentSeconds": 1800, "started": "2026-03-10"})]),
    Past("New task in infrastructure: 'Clean up old backups', for Yusuf", [("getProjects", {}), user("Yusuf")], [("createIssue", {"fields": {"project": {"key": "OPS"}, "summary": "Clean up old backups", "issuetype": {"name": "Task"}, "assignee": {"accountId": YUSUF}}})]),
    Past("Put MOB-108 into the next mobile sprint", [("getSprints", {"projectKey": "MOB", "state": "future"})], into(32, "MOB-108")),
    Past("Apple Pay and the saved cards go back to the backlog", [issues_of(project="PAY", sprintId=40)], [("moveIssuesToBacklog", {"issues": ["PAY-42", "PAY-47"]})]),
    Past("Payments 2026.2 came out yesterday", [("getVersions", {"projectKey": "PAY"})], [("releaseVersion", {"versionId": 10031, "releaseDate": "2026-03-10"})]),
    Past("Give everything of Nadia Karim's that's in review to Ines", [user("Nadia Karim"), user("Ines"), issues_of(assignee=NADIA, status="In Review")], to("MOB-104", INES)),
    Past("the invoice bug duplicates PAY-43, link them", [issues_of(text="Invoice")], [("linkIssues", {"type": {"name": "Duplicate"}, "inwardIssue": {"key": "PAY-44"}, "outwardIssue": {"key": "PAY-43"}})]),
    Past("Reject MOB-102, nobody wants it", [steps("MOB-102")], went("51", "MOB-102")),
    Past("The goal of Mobile Sprint 13 is 'Offline maps'", [("getSprints", {"projectKey": "MOB"})], [("updateSprint", {"sprintId": 32, "goal": "Offline maps"})]),
    Past("Complete the mobile sprint and start the next one", [("getSprints", {"projectKey": "MOB"})], [("completeSprint", {"sprintId": 31}), ("startSprint", {"sprintId": 32})]),
    Past("PAY-45 was a test, delete it", [], [("deleteIssue", {"issueKey": "PAY-45"})]),
    Past("MOB-101: add the label regression", [("getIssue", {"issueKey": "MOB-101"})], edited("MOB-101", labels=["android", "login", "regression"])),
    Past("what has been said on PAY-43?", [("getComments", {"issueKey": "PAY-43"})], []),
)
FIELD = Field("tracker", ROWS, TOOLS, JOBS, PASTS)
