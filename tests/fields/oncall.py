"""On-call duty: Resource_Verb names, times in epoch seconds, lists without filters, short handles for people, wrapped answers.

Left out: whoever works on the planner does not read this.  Written without reading the planner, and before it was run.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from tests.fields.service import ASK, NOW, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text


def epoch(iso: str) -> int:
    return int(datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp())


def timed(rows: list[Row], *names: str) -> list[Row]:
    """The rows with the times of these columns in seconds, as the service keeps them."""
    return [{**row, **{name: epoch(row[name]) for name in names}} for row in rows]


ROWS = {
    "services": rows_of(
        "service_id name team status",
        "svc-api|Public API|Platform|operational",
        "svc-pay|Payments|Payments|degraded",
        "svc-auth|Login|Platform|operational",
        "svc-search|Search|Data|partial_outage",
        "svc-mail|Mail delivery|Messaging|operational",
        "svc-report|Reporting|Data|degraded",
        "svc-web|Website|Platform|operational",
        "svc-push|Push notifications|Messaging|maintenance",
    ),
    "people": rows_of(
        "handle name team",
        "nhaddad|Nadia Haddad|Payments",
        "tkeller|Tom Keller|Platform",
        "tashby|Tom Ashby|Data",
        "kofi|Kofi Mensah|Platform",
        "lena|Lena Fischer|Data",
        "raj|Raj Patel|Messaging",
        "mia|Mia Sorensen|Platform",
        "orla|Orla Byrne|Payments",
        "deniz|Deniz Aydin|Messaging",
    ),
    "incidents": timed(rows_of(
        "number title service_id severity state assignee opened_at",
        "2041|Elevated error rate on /orders|svc-api|sev2|acknowledged|kofi|2026-03-11T07:40:00",
        "2042|Card payments time out|svc-pay|sev2|triggered|nhaddad|2026-03-11T09:05:00",
        "2043|Index lagging behind|svc-search|sev3|acknowledged|lena|2026-03-10T16:20:00",
        "2044|Payout file late|svc-pay|sev3|triggered|orla|2026-03-11T08:15:00",
        "2045|Slow single sign-on|svc-auth|sev3|triggered|tkeller|2026-03-11T09:48:00",
        "2046|Dashboard shows yesterday's numbers|svc-report|sev4|acknowledged|tashby|2026-03-09T11:00:00",
        "2047|Certificate expires soon|svc-web|sev4|acknowledged|kofi|2026-03-08T10:30:00",
        "2039|Webhook backlog|svc-api|sev2|resolved|mia|2026-03-07T22:10:00",
        "2040|Push tokens rejected|svc-push|sev3|resolved|raj|2026-03-09T14:00:00",
    ), "opened_at"),
    "shifts": timed(rows_of(
        "shift_id team handle starts_at ends_at",
        "S-310|Platform|kofi|2026-03-09T09:00:00|2026-03-16T09:00:00",
        "S-311|Platform|mia|2026-03-16T09:00:00|2026-03-23T09:00:00",
        "S-312|Platform|tkeller|2026-03-23T09:00:00|2026-03-30T09:00:00",
        "S-320|Payments|nhaddad|2026-03-09T09:00:00|2026-03-16T09:00:00",
        "S-321|Payments|orla|2026-03-16T09:00:00|2026-03-23T09:00:00",
        "S-330|Data|lena|2026-03-02T09:00:00|2026-03-09T09:00:00",
        "S-331|Data|tashby|2026-03-09T09:00:00|2026-03-16T09:00:00",
        "S-332|Data|lena|2026-03-16T09:00:00|2026-03-23T09:00:00",
        "S-340|Messaging|deniz|2026-03-09T09:00:00|2026-03-16T09:00:00",
        "S-341|Messaging|raj|2026-03-16T09:00:00|2026-03-23T09:00:00",
    ), "starts_at", "ends_at"),
    "maintenance": timed(rows_of(
        "window_id service_id starts_at ends_at",
        "M-12|svc-push|2026-03-11T09:00:00|2026-03-11T12:00:00",
        "M-13|svc-api|2026-03-14T22:00:00|2026-03-15T00:00:00",
        "M-14|svc-report|2026-03-17T05:00:00|2026-03-17T06:00:00",
    ), "starts_at", "ends_at"),
    "notes": [],
    "posts": [],
    "pages": [],
}
SEVERITIES, STATUSES = ("sev1", "sev2", "sev3", "sev4"), ("operational", "degraded", "partial_outage", "major_outage", "maintenance")


def everything(table: str) -> Callable[[Rows], object]:
    return lambda rows: {"data": rows[table]}


def unresolved(rows: Rows, number: int) -> Row:
    row = find(rows["incidents"], "number", number)
    if row["state"] == "resolved":
        raise Refusal(f"incident {number} is resolved")
    return row


def set_status(rows: Rows, service_id: str, status: str) -> object:
    if status not in STATUSES:
        raise Refusal(f"status must be one of {', '.join(STATUSES)}")
    row = find(rows["services"], "service_id", service_id)
    row["status"] = status
    return row


def trigger(rows: Rows, service_id: str, title: str, severity: str = "sev3", assignee: str = "") -> object:
    find(rows["services"], "service_id", service_id)
    if severity not in SEVERITIES:
        raise Refusal(f"severity must be one of {', '.join(SEVERITIES)}")
    if assignee:
        find(rows["people"], "handle", assignee)
    new = {"number": 2039 + len(rows["incidents"]), "title": title, "service_id": service_id, "severity": severity, "state": "triggered", "assignee": assignee, "opened_at": epoch(NOW)}
    rows["incidents"].append(new)
    return new


def acknowledge(rows: Rows, number: int) -> object:
    row = unresolved(rows, number)
    if row["state"] != "triggered":
        raise Refusal("it was acknowledged before")
    row["state"] = "acknowledged"
    return row


def resolve(rows: Rows, number: int, resolution: str = "") -> object:
    row = unresolved(rows, number)
    row.update({"state": "resolved", **({"resolution": resolution} if resolution else {})})
    return row


def assign(rows: Rows, number: int, handle: str) -> object:
    row = unresolved(rows, number)
    row["assignee"] = find(rows["people"], "handle", handle)["handle"]
    return row


def grade(rows: Rows, number: int, severity: str) -> object:
    if severity not in SEVERITIES:
        raise Refusal(f"severity must be one of {', '.join(SEVERITIES)}")
    row = unresolved(rows, number)
    row["severity"] = severity
    return row


def note(rows: Rows, number: int, text: str) -> object:
    find(rows["incidents"], "number", number)
    rows["notes"].append({"number": number, "text": text})
    return {"ok": True}


def cover(rows: Rows, shift_id: str, handle: str) -> object:
    row = find(rows["shifts"], "shift_id", shift_id)
    if row["ends_at"] <= epoch(NOW):
        raise Refusal("that shift is over")
    row["handle"] = find(rows["people"], "handle", handle)["handle"]
    return row


def schedule(rows: Rows, service_id: str, starts_at: int, ends_at: int) -> object:
    find(rows["services"], "service_id", service_id)
    if not epoch(NOW) <= starts_at < ends_at:
        raise Refusal("a window lies ahead and ends after it starts; times are epoch seconds")
    new = {"window_id": f"M-{12 + len(rows['maintenance'])}", "service_id": service_id, "starts_at": starts_at, "ends_at": ends_at}
    rows["maintenance"].append(new)
    return new


def post(rows: Rows, service_id: str, message: str) -> object:
    find(rows["services"], "service_id", service_id)
    rows["posts"].append({"service_id": service_id, "message": message})
    return {"ok": True}


def page(rows: Rows, handle: str, message: str) -> object:
    find(rows["people"], "handle", handle)
    rows["pages"].append({"handle": handle, "message": message})
    return {"ok": True}


def inc(verb: str, *numbers: int, **more: object) -> list[Call]:
    return [(f"Incident_{verb}", {"number": one, **more}) for one in numbers]


def status(word: str, *services: str) -> list[Call]:
    return [("Service_SetStatus", {"service_id": f"svc-{one}", "status": word}) for one in services]


def new(service: str, title: str, **more: object) -> list[Call]:
    return [("Incident_Trigger", {"service_id": f"svc-{service}", "title": title, **more})]


def shift(number: int, handle: str) -> list[Call]:
    return [("Shift_Reassign", {"shift_id": f"S-{number}", "handle": handle})]


def window(service: str, start: str, end: str) -> list[Call]:
    return [("Maintenance_Schedule", {"service_id": f"svc-{service}", "starts_at": epoch(start), "ends_at": epoch(end)})]


def posted(words: str, *services: str) -> list[Call]:
    return [("StatusPage_Post", {"service_id": f"svc-{one}", "message": words}) for one in services]


def paged(words: str, *handles: str) -> list[Call]:
    return [("Person_Page", {"handle": one, "message": words}) for one in handles]


def rows_with(**fields: object) -> dict[str, object]:
    return {"type": "object", "properties": {"data": {"type": "array", "items": {"type": "object", "properties": fields}}}}


SERVICES, PEOPLE, INCIDENTS, SHIFTS, WINDOWS = ((f"{one}_List", {}) for one in ("Service", "Person", "Incident", "Shift", "Maintenance"))
SERVICE, HANDLE, NUMBER = text("Service id, svc-…"), text("Handle of a person, without @."), number("Incident number.")
SEVERITY, STATUS = text("sev1 is the worst.", enum=list(SEVERITIES)), text("Shown on the status page.", enum=list(STATUSES))
START, END, SAID = number("Start, Unix time in seconds."), number("End, Unix time in seconds."), text("Text of the message.")
TOOLS = (
    Tool("Service_List", "All services with the team that runs them and their public status.", {}, everything("services"), (), rows_with(service_id=SERVICE, name=text(), team=text(), status=STATUS)),
    Tool("Service_SetStatus", "Set the public status of a service.", {"service_id": SERVICE, "status": STATUS}, set_status, ("service_id", "status")),
    Tool("Person_List", "All responders with handle, name and team.", {}, everything("people"), (), rows_with(handle=HANDLE, name=text(), team=text())),
    Tool("Person_Page", "Page a responder: rings their phone and reads the message out.", {"handle": HANDLE, "message": SAID}, page, ("handle", "message")),
    Tool("Incident_List", "All incidents of the last 30 days in every state: triggered, acknowledged or resolved.", {}, everything("incidents"), (), rows_with(number=NUMBER, title=text(), service_id=SERVICE, severity=SEVERITY, state=text(), assignee=HANDLE, opened_at=number("Unix time in seconds."))),
    Tool("Incident_Trigger", "Open a new incident on a service.", {"service_id": SERVICE, "title": text("One line that says what is wrong."), "severity": {**SEVERITY, "default": "sev3"}, "assignee": HANDLE}, trigger, ("service_id", "title")),
    Tool("Incident_Acknowledge", "Acknowledge a triggered incident (ack).", {"number": NUMBER}, acknowledge, ("number",)),
    Tool("Incident_Resolve", "Resolve an incident.", {"number": NUMBER, "resolution": text("What fixed it.")}, resolve, ("number",)),
    Tool("Incident_Assign", "Assign an incident to a responder.", {"number": NUMBER, "handle": HANDLE}, assign, ("number", "handle")),
    Tool("Incident_SetSeverity", "Change the severity of an incident.", {"number": NUMBER, "severity": SEVERITY}, grade, ("number", "severity")),
    Tool("Incident_AddNote", "Add a note to the timeline of an incident.", {"number": NUMBER, "text": text("Text of the note.")}, note, ("number", "text")),
    Tool("Shift_List", "All on-call shifts: who is on call for which team from when until when.", {}, everything("shifts"), (), rows_with(shift_id=text("S-…"), team=text(), handle=HANDLE, starts_at=START, ends_at=END)),
    Tool("Shift_Reassign", "Give an on-call shift to somebody else.", {"shift_id": text("Shift id, S-…"), "handle": HANDLE}, cover, ("shift_id", "handle")),
    Tool("StatusPage_Post", "Publish a message about a service on the public status page.", {"service_id": SERVICE, "message": SAID}, post, ("service_id", "message")),
    Tool("Maintenance_List", "All planned maintenance windows.", {}, everything("maintenance"), (), rows_with(window_id=text("M-…"), service_id=SERVICE, starts_at=START, ends_at=END)),
    Tool("Maintenance_Schedule", "Schedule a maintenance window for a service.", {"service_id": SERVICE, "starts_at": START, "ends_at": END}, schedule, ("service_id", "starts_at", "ends_at")),
)
JOBS = (
    Job("ack 2042", inc("Acknowledge", 2042)),
    Job("Resolve 2041, resolution 'bad deploy rolled back'", inc("Resolve", 2041, resolution="bad deploy rolled back")),
    Job("Give the slow single sign-on incident to Kofi", inc("Assign", 2045, handle="kofi")),
    Job("Ack everything that's triggered on Payments", inc("Acknowledge", 2042, 2044)),
    Job("Bump 2042 up to sev1 and page Nadia Haddad 'Payments is down, please join the call'", [*inc("SetSeverity", 2042, severity="sev1"), *paged("Payments is down, please join the call", "nhaddad")]),
    Job("Set Login to degraded please", status("degraded", "auth")),
    Job("Search is fine again. Could you set it back to operational and post 'Search works again' on the status page?", [*status("operational", "search"), *posted("Search works again", "search")]),
    Job("Raj will take Mia's next shift", shift(311, "raj")),
    Job("Kofi is ill, give his current shift to Mia Sorensen", shift(310, "mia")),
    Job("Open a sev2 on Mail delivery: 'Bounces from large providers'", new("mail", "Bounces from large providers", severity="sev2")),
    Job("New incident for Reporting, 'Nightly export is missing', assign it to whoever is on call for Data right now", new("report", "Nightly export is missing", assignee="tashby")),
    Job("Page everyone in the Messaging team: 'War room in five minutes'", paged("War room in five minutes", "raj", "deniz")),
    Job("Page whoever is on call for Platform at the moment: 'Please have a look at 2045'", paged("Please have a look at 2045", "kofi")),
    Job("Resolve all sev4 incidents that are acknowledged", inc("Resolve", 2046, 2047)),
    Job("Raise every unresolved incident that was opened before today to sev2", inc("SetSeverity", 2043, 2046, 2047, severity="sev2")),
    Job("Kofi's open incidents go to Tom Keller", inc("Assign", 2041, 2047, handle="tkeller")),
    Job("If nobody has acknowledged 2044 yet, assign it to Nadia Haddad and page her 'Payout file is yours', otherwise just add the note 'checked at ten'", [*inc("Assign", 2044, handle="nhaddad"), *paged("Payout file is yours", "nhaddad")]),
    Job("Schedule maintenance for the Website on Saturday from 20:00 to 21:30 UTC", window("web", "2026-03-14T20:00", "2026-03-14T21:30")),
    Job("Is any maintenance planned for Reporting, and when?", [], shows=("M-14",)),
    Job("Add the note 'Vendor ticket 5531' to 2042 and the same to 2044", inc("AddNote", 2042, 2044, text="Vendor ticket 5531")),
    Job("Everything that is degraded should be operational again", status("operational", "pay", "report")),
    Job("Acknowledge the newest incident", inc("Acknowledge", 2045)),
    Job("The certificate incident was fixed: resolve it with 'renewed until 2027'", inc("Resolve", 2047, resolution="renewed until 2027")),
    Job("Payments: major outage. Post 'Card payments fail at the moment, we are working on it' and ack the card payments incident", [*status("major_outage", "pay"), *posted("Card payments fail at the moment, we are working on it", "pay"), *inc("Acknowledge", 2042)]),
    Job("Who is on call for Messaging right now?", [], shows=("deniz",)),
    Job("Which services are not fully operational?", [], shows=("Payments", "Search", "Reporting", "Push notifications")),
    Job("Assign 2046 to Tom", ASK),
    Job("Open an incident on the Public API", ASK),
    Job("Roll back the last deployment of the Website", ASK),
    Job("Resolve the Payments incident", ASK),
)
PASTS = (
    Past("ack 2045", [], inc("Acknowledge", 2045)),
    Past("Resolve 2043, resolution 'index rebuilt'", [], inc("Resolve", 2043, resolution="index rebuilt")),
    Past("Give the payout file incident to Nadia", [INCIDENTS, PEOPLE], inc("Assign", 2044, handle="nhaddad")),
    Past("Ack everything that's triggered on Login", [SERVICES, INCIDENTS], inc("Acknowledge", 2045)),
    Past("Bring 2044 down to sev4 and page Orla Byrne 'No rush with the payouts'", [PEOPLE], [*inc("SetSeverity", 2044, severity="sev4"), *paged("No rush with the payouts", "orla")]),
    Past("Set the Public API to partial outage", [SERVICES], status("partial_outage", "api")),
    Past("Post 'Logins may be slow' for Login on the status page", [SERVICES], posted("Logins may be slow", "auth")),
    Past("Kofi will take Lena's next shift", [PEOPLE, SHIFTS], shift(332, "kofi")),
    Past("Deniz is on a plane, give her current shift to Raj Patel", [PEOPLE, SHIFTS], shift(340, "raj")),
    Past("Open a sev4 on Search: 'Typos are not corrected'", [SERVICES], new("search", "Typos are not corrected", severity="sev4")),
    Past("New incident for Login, 'Codes arrive late', assign it to whoever is on call for Platform right now", [SERVICES, SHIFTS], new("auth", "Codes arrive late", assignee="kofi")),
    Past("Page everyone in the Payments team: 'Please read the summary'", [PEOPLE], paged("Please read the summary", "nhaddad", "orla")),
    Past("Page whoever is on call for Data at the moment: 'Search is slow'", [SHIFTS], paged("Search is slow", "tashby")),
    Past("Resolve all sev3 incidents that are acknowledged", [INCIDENTS], inc("Resolve", 2043)),
    Past("Lower every unresolved sev2 incident that was opened today to sev3", [INCIDENTS], inc("SetSeverity", 2041, 2042, severity="sev3")),
    Past("Orla's open incidents go to Nadia Haddad", [PEOPLE, INCIDENTS], inc("Assign", 2044, handle="nhaddad")),
    Past("If nobody has acknowledged 2042 yet, acknowledge it, otherwise add the note 'in good hands'", [INCIDENTS], inc("Acknowledge", 2042)),
    Past("Schedule maintenance for Search on Friday from 21:00 to 23:00 UTC", [SERVICES], window("search", "2026-03-13T21:00", "2026-03-13T23:00")),
    Past("When is the maintenance of the Public API?", [SERVICES, WINDOWS], []),
    Past("Add the note 'Waiting for the vendor' to 2043", [], inc("AddNote", 2043, text="Waiting for the vendor")),
    Past("Which incidents are still open?", [INCIDENTS], []),
)
FIELD = Field("oncall", ROWS, TOOLS, JOBS, PASTS)
