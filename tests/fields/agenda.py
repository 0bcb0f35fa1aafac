"""A person's calendars: flat snake_case, local times without seconds, events five to a page, lists of addresses, half declared.

Left out: whoever works on the planner does not read this.  Written without reading the planner, and before it was run.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.fields.service import (
    ASK,
    Call,
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

DOMAIN, PAGE, TODAY = "@orbit.example", 5, "2026-03-11T00:00"


def invited(told: str) -> list[str]:
    return sorted(f"{one}{DOMAIN}" for one in told.split())


ROWS = {
    "people": rows_of(
        "email name team",
        f"petra.lang{DOMAIN}|Petra Lang|Product",
        f"omar.said{DOMAIN}|Omar Said|Sales",
        f"lena.vogt{DOMAIN}|Lena Vogt|Design",
        f"lena.brandt{DOMAIN}|Lena Brandt|Finance",
        f"nils.berg{DOMAIN}|Nils Berg|Engineering",
        f"ruth.adler{DOMAIN}|Ruth Adler|Finance",
        f"yara.haddad{DOMAIN}|Yara Haddad|Engineering",
        f"tim.cole{DOMAIN}|Tim Cole|Sales",
        f"ines.rocha{DOMAIN}|Ines Rocha|People",
    ),
    "rooms": rows_of(
        "room_id name building capacity video",
        "rm_ash|Ash|North|4|false",
        "rm_oak|Oak|North|8|true",
        "rm_elm|Elm|North|14|true",
        "rm_birch|Birch|South|10|false",
        "rm_cedar|Cedar|South|20|true",
        "rm_fir|Fir|South|6|true",
    ),
    "calendars": rows_of("calendar_id name", "cal_work|Work", "cal_team|Product team", "cal_private|Private", "cal_travel|Travel"),
    "events": [{**row, "attendees": invited(row["attendees"])} for row in rows_of(
        "event_id title calendar_id start end room_id attendees",
        "ev_31|Stand-up|cal_team|2026-03-11T09:15|2026-03-11T09:30|rm_ash|nils.berg yara.haddad lena.vogt",
        "ev_32|Budget review|cal_work|2026-03-11T14:00|2026-03-11T15:00|rm_oak|ruth.adler lena.brandt",
        "ev_33|1:1 with Petra|cal_work|2026-03-11T16:00|2026-03-11T16:30||petra.lang",
        "ev_34|Roadmap workshop|cal_team|2026-03-12T10:00|2026-03-12T12:00|rm_elm|nils.berg lena.vogt",
        "ev_35|Hiring sync|cal_work|2026-03-12T14:00|2026-03-12T14:45|rm_ash|ines.rocha",
        "ev_36|Client demo|cal_work|2026-03-12T16:30|2026-03-12T17:30|rm_oak|omar.said tim.cole",
        "ev_38|Dentist|cal_private|2026-03-13T08:00|2026-03-13T09:00||",
        "ev_37|Design critique|cal_team|2026-03-13T11:00|2026-03-13T12:00||lena.vogt yara.haddad",
        "ev_39|Sprint review|cal_team|2026-03-13T15:00|2026-03-13T16:00|rm_elm|nils.berg yara.haddad petra.lang",
        "ev_40|Marketing sync|cal_work|2026-03-16T10:00|2026-03-16T10:30||tim.cole",
        "ev_41|Flight to Lisbon|cal_travel|2026-03-17T07:40|2026-03-17T11:10||",
        "ev_42|Offsite planning|cal_team|2026-03-18T13:00|2026-03-18T14:30|rm_birch|ines.rocha petra.lang",
        "ev_43|1:1 with Omar|cal_work|2026-03-19T11:00|2026-03-19T11:30||omar.said",
        "ev_45|School concert|cal_private|2026-03-20T18:00|2026-03-20T19:30||",
        "ev_44|Sprint review|cal_team|2026-03-27T15:00|2026-03-27T16:00|rm_elm|nils.berg yara.haddad petra.lang",
    )],
    "invitations": rows_of(
        "invitation_id title invited_by start end status",
        f"in_5|All-hands|petra.lang{DOMAIN}|2026-03-16T15:00|2026-03-16T16:00|pending",
        f"in_6|Lunch talk on privacy|ruth.adler{DOMAIN}|2026-03-13T12:30|2026-03-13T13:15|pending",
        f"in_7|Vendor pitch|tim.cole{DOMAIN}|2026-03-13T09:30|2026-03-13T10:30|pending",
        f"in_8|Retrospective|nils.berg{DOMAIN}|2026-03-19T14:00|2026-03-19T15:00|pending",
        f"in_9|Farewell drinks|ines.rocha{DOMAIN}|2026-03-18T17:00|2026-03-18T19:00|accepted",
        f"in_10|Pricing meeting|omar.said{DOMAIN}|2026-03-10T10:00|2026-03-10T11:00|declined",
        f"in_11|Security training|ines.rocha{DOMAIN}|2026-03-24T09:00|2026-03-24T11:00|pending",
    ),
    "mails": [],
}


def moment(told: object, minutes: int = 0) -> str:
    """A time as the service writes it, some minutes later; a zone is dropped, for everybody is in one."""
    try:
        when = datetime.fromisoformat(str(told)).replace(tzinfo=None)
    except ValueError:
        raise Refusal("times are written like 2026-03-11T14:00") from None
    return (when + timedelta(minutes=minutes)).isoformat(timespec="minutes")


def lasting(start: str, end: str) -> int:
    return int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()) // 60


def positive(minutes: object) -> int:
    if not isinstance(minutes, int) or not 0 < minutes <= 1440:
        raise Refusal("minutes must be a whole number between 1 and 1440")
    return minutes


def addresses(rows: Rows, told: object) -> list[str]:
    if not isinstance(told, list):
        raise Refusal("expected a list of e-mail addresses")
    return [find(rows["people"], "email", one)["email"] for one in told]


def events(rows: Rows, time_min: str = "", time_max: str = "", q: str = "", calendar_id: str = "", page: int = 1) -> object:
    if not isinstance(page, int) or page < 1:
        raise Refusal("pages count from 1")
    first, last = moment(time_min or TODAY), moment(time_max or "2027-01-01")
    found = [row for row in contains(equal(rows["events"], {"calendar_id": calendar_id}), {"title": q}) if first <= row["start"] < last]
    found.sort(key=lambda row: row["start"])
    return {"events": found[(page - 1) * PAGE:page * PAGE], "page": page, "pages": -(-len(found) // PAGE)}


def taken(rows: Rows, start: str, end: str, but: str = "") -> set[str]:
    return {row["room_id"] for row in rows["events"] if row["event_id"] != but and row["start"] < end and start < row["end"]}


def free(rows: Rows, start: str, end: str, min_capacity: int = 0) -> object:
    busy = taken(rows, moment(start), moment(end))
    return {"rooms": [row for row in rows["rooms"] if row["room_id"] not in busy and row["capacity"] >= (min_capacity or 0)]}


def create(rows: Rows, title: str, start: str, duration_minutes: int = 30, calendar_id: str = "cal_work", attendees: Sequence[str] = ()) -> object:
    find(rows["calendars"], "calendar_id", calendar_id)
    row = {
        "event_id": f"ev_{31 + len(rows['events'])}", "title": title, "calendar_id": calendar_id, "start": moment(start),
        "end": moment(start, positive(duration_minutes)), "room_id": "", "attendees": sorted(addresses(rows, list(attendees))),
    }  # fmt: skip
    rows["events"].append(row)
    return row


def reschedule(rows: Rows, event_id: str, start: str, duration_minutes: int | None = None) -> object:
    row = find(rows["events"], "event_id", event_id)
    minutes = lasting(row["start"], row["end"]) if duration_minutes is None else positive(duration_minutes)
    row.update(start=moment(start), end=moment(start, minutes))
    return row


def change(rows: Rows, event_id: str, **fields: object) -> object:
    row = find(rows["events"], "event_id", event_id)
    row.update(fields)
    return row


def cancel(rows: Rows, event_id: str) -> object:
    rows["events"].remove(find(rows["events"], "event_id", event_id))
    return {"status": "cancelled"}


def invite(rows: Rows, event_id: str, attendees: list[str]) -> object:
    row = find(rows["events"], "event_id", event_id)
    row["attendees"] = sorted({*row["attendees"], *addresses(rows, attendees)})
    return row


def uninvite(rows: Rows, event_id: str, attendee: str) -> object:
    row = find(rows["events"], "event_id", event_id)
    if attendee not in row["attendees"]:
        raise Refusal(f"{attendee} is not invited")
    row["attendees"].remove(attendee)
    return row


def place(rows: Rows, event_id: str, room_id: str) -> object:
    row = find(rows["events"], "event_id", event_id)
    if room_id in taken(rows, row["start"], row["end"], event_id):
        raise Refusal(f"{room_id} is taken at that time")
    row["room_id"] = find(rows["rooms"], "room_id", room_id)["room_id"]
    return row


def answer(rows: Rows, invitation_id: str, response: str) -> object:
    row = find(rows["invitations"], "invitation_id", invitation_id)
    row["status"] = {"yes": "accepted", "no": "declined", "maybe": "tentative"}[response]
    return row


def mail(rows: Rows, to: str, subject: str, body: str) -> object:
    rows["mails"].append({"to": find(rows["people"], "email", to)["email"], "subject": subject, "body": body})
    return {"status": "sent"}


def ev(name: str, *events: int, **more: object) -> list[Call]:
    return [(name, {"event_id": f"ev_{one}", **more}) for one in events]


def at(event: int, start: str) -> Call:
    return "reschedule_event", {"event_id": f"ev_{event}", "start": f"2026-03-{start}"}


def new(title: str, start: str, minutes: int = 30, names: str = "", **more: object) -> list[Call]:
    return [("create_event", {"title": title, "start": f"2026-03-{start}", "duration_minutes": minutes, **({"attendees": invited(names)} if names else {}), **more})]


def say(response: str, *invitations: int) -> list[Call]:
    return [("respond_to_invitation", {"invitation_id": f"in_{one}", "response": response}) for one in invitations]


def wrote(subject: str, words: str, *names: str) -> list[Call]:
    return [("send_email", {"to": f"{one}{DOMAIN}", "subject": subject, "body": words}) for one in names]


def who(name: str) -> Call:
    return "search_people", {"name": name}


def look(**filters: object) -> Call:
    return "search_events", filters


INVITED: Call = ("list_invitations", {"status": "pending"})
EVENT, WHEN, LAST = text("Id of the event."), text("Local date and time, like 2026-03-11T14:00."), number("Length in minutes.")
EMAIL, LIST, CALENDAR = text("E-mail address.", format="email"), {"type": "array", "items": text(format="email"), "description": "E-mail addresses of those invited."}, text("Id of the calendar.")
ROOM = dict(room_id=text(), name=text(), building=text(), capacity=number("Seats."), video={"type": "boolean"})
EVENTS = listing("events", event_id=EVENT, title=text(), calendar_id=CALENDAR, start=WHEN, end=WHEN, room_id=text(), attendees=LIST)
TOOLS = (
    Tool("search_people", "Search the directory of colleagues.", {"name": text("Part of the name."), "team": text("Part of the team's name.")}, lambda rows, name="", team="": {"people": contains(rows["people"], {"name": name, "team": team})}, outputs=listing("people", email=EMAIL, name=text(), team=text())),
    Tool("list_calendars", "List my calendars.", {}, lambda rows: {"calendars": rows["calendars"]}),
    Tool("list_rooms", "List all meeting rooms with their seats and equipment.", {}, lambda rows: {"rooms": rows["rooms"]}, outputs=listing("rooms", **ROOM)),
    Tool("find_free_rooms", "Find the meeting rooms that are free during a whole period.", {"start": WHEN, "end": WHEN, "min_capacity": number("Seats needed.")}, free, ("start", "end"), listing("rooms", **ROOM)),
    Tool("search_events", "Search the events in my calendars by start time, earliest first, five per page.", {"time_min": text("Events that start at or after this; default: the beginning of today."), "time_max": text("Events that start before this."), "q": text("Words from the title."), "calendar_id": CALENDAR, "page": number("Page, from 1.")}, events, outputs={**EVENTS, "properties": {**EVENTS["properties"], "page": number(), "pages": number("How many pages there are.")}}),
    Tool("create_event", "Create an event and invite people to it.", {"title": text("Title of the event."), "start": WHEN, "duration_minutes": {**LAST, "default": 30}, "calendar_id": {**CALENDAR, "default": "cal_work"}, "attendees": LIST}, create, ("title", "start")),
    Tool("reschedule_event", "Move an event to another time. It keeps its length unless told otherwise.", {"event_id": EVENT, "start": WHEN, "duration_minutes": LAST}, reschedule, ("event_id", "start")),
    Tool("rename_event", "Change the title of an event.", {"event_id": EVENT, "title": text("New title.")}, lambda rows, event_id, title: change(rows, event_id, title=title), ("event_id", "title")),
    Tool("cancel_event", "Cancel an event; it is removed from the calendar.", {"event_id": EVENT}, cancel, ("event_id",)),
    Tool("add_attendees", "Invite more people to an event.", {"event_id": EVENT, "attendees": LIST}, invite, ("event_id", "attendees")),
    Tool("remove_attendee", "Take somebody off an event.", {"event_id": EVENT, "attendee": EMAIL}, uninvite, ("event_id", "attendee")),
    Tool("set_event_room", "Book a meeting room for an event, instead of the one it has.", {"event_id": EVENT, "room_id": text("Id of the room.")}, place, ("event_id", "room_id")),
    Tool("set_reminder", "Set how long before an event I am reminded of it.", {"event_id": EVENT, "minutes_before": number("Minutes before the start.")}, lambda rows, event_id, minutes_before: change(rows, event_id, reminder_minutes=positive(minutes_before)), ("event_id", "minutes_before")),
    Tool("list_invitations", "List the invitations I got from others.", {"status": text("Which ones; all if left out.", enum=["pending", "accepted", "declined", "tentative"])}, lambda rows, status="": {"invitations": equal(rows["invitations"], {"status": status})}),
    Tool("respond_to_invitation", "Respond to an invitation: accept, decline or maybe.", {"invitation_id": text("Id of the invitation."), "response": text("yes accepts, no declines.", enum=["yes", "no", "maybe"])}, answer, ("invitation_id", "response")),
    Tool("send_email", "Send an e-mail to a colleague.", {"to": EMAIL, "subject": text("Subject line."), "body": text("Plain text.")}, mail, ("to", "subject", "body")),
)
JOBS = (
    Job("Cancel the budget review", ev("cancel_event", 32)),
    Job("Move my 1:1 with Petra to Friday at 2 pm", [at(33, "13T14:00")]),
    Job("Add Omar Said and Petra Lang to the roadmap workshop", ev("add_attendees", 34, attendees=invited("omar.said petra.lang"))),
    Job("Accept the invitation to the all-hands", say("yes", 5)),
    Job("Please decline all invitations that I have for this Friday", say("no", 6, 7)),
    Job("Say maybe to the retrospective and to the security training", say("maybe", 8, 11)),
    Job("Schedule 'Vendor call' with Omar Said for tomorrow at 9 am, 45 minutes", new("Vendor call", "12T09:00", 45, "omar.said")),
    Job("Put 'Pick up passport' into my private calendar on 19 March at 8:30, it'll take an hour", new("Pick up passport", "19T08:30", 60, calendar_id="cal_private")),
    Job("Can you rename the offsite planning to 'Offsite kick-off'?", ev("rename_event", 42, title="Offsite kick-off")),
    Job("Remind me 15 minutes before the client demo", ev("set_reminder", 36, minutes_before=15)),
    Job("I'm running late tomorrow: push everything I have that day back by half an hour", [at(34, "12T10:30"), at(35, "12T14:30"), at(36, "12T17:00")]),
    Job("Take Petra Lang off this Friday's sprint review", ev("remove_attendee", 39, attendee=f"petra.lang{DOMAIN}")),
    Job("Put the design critique into the largest room of the North building", ev("set_event_room", 37, room_id="rm_elm")),
    Job("If Cedar is free on 18 March from 13:00 to 14:30, put the offsite planning there, otherwise leave it where it is", ev("set_event_room", 42, room_id="rm_cedar")),
    Job("Cancel all my meetings tomorrow afternoon", ev("cancel_event", 35, 36)),
    Job("Cancel the design critique and email everybody who was invited to it, subject 'Design critique', 'We skip it this week.'", [*ev("cancel_event", 37), *wrote("Design critique", "We skip it this week.", "lena.vogt", "yara.haddad")]),
    Job("Email Ruth Adler, subject 'Numbers', 'Could you send me the February figures?'", wrote("Numbers", "Could you send me the February figures?", "ruth.adler")),
    Job("The school concert will be a day later, same time", [at(45, "21T18:00")]),
    Job("Set a reminder of 10 minutes for each of my 1:1s", ev("set_reminder", 33, 43, minutes_before=10)),
    Job("If I have nothing else on Monday between 3 and 4 pm, accept the all-hands, otherwise decline it", say("yes", 5)),
    Job("Set up a 'Catch-up' with Nils Berg on Monday at 2 pm and one with Ruth Adler at 3 pm, half an hour each", [*new("Catch-up", "16T14:00", 30, "nils.berg"), *new("Catch-up", "16T15:00", 30, "ruth.adler")]),
    Job("Could we start the client demo half an hour earlier? And invite Yara Haddad to it as well.", [at(36, "12T16:00"), *ev("add_attendees", 36, attendees=invited("yara.haddad"))]),
    Job("Invite everyone from Engineering to the offsite planning", ev("add_attendees", 42, attendees=invited("nils.berg yara.haddad"))),
    Job("When is the next sprint review?", [], shows=("ev_39", "2026-03-13T15:00")),
    Job("Which invitations haven't I answered yet?", [], shows=("All-hands", "Lunch talk on privacy", "Vendor pitch", "Retrospective", "Security training")),
    Job("Add Lena to the offsite planning", ASK),
    Job("Set up a meeting with Omar Said", ASK),
    Job("Move the sync to 4 pm", ASK),
    Job("Order sandwiches for the roadmap workshop", ASK),
)
PASTS = (
    Past("Cancel the design critique", [look(q="design critique")], ev("cancel_event", 37)),
    Past("Move my 1:1 with Omar to Tuesday at 3 pm", [look(q="1:1 with Omar")], [at(43, "17T15:00")]),
    Past("Add Tim Cole and Ines Rocha to the budget review", [who("Tim Cole"), who("Ines Rocha"), look(q="budget review")], ev("add_attendees", 32, attendees=invited("tim.cole ines.rocha"))),
    Past("Accept the invitation to the vendor pitch", [INVITED], say("yes", 7)),
    Past("Decline all invitations that I have for next Monday", [INVITED], say("no", 5)),
    Past("Say maybe to the lunch talk", [INVITED], say("maybe", 6)),
    Past("Schedule 'Contract check' with Tim Cole for Friday at 1 pm, 60 minutes", [who("Tim Cole")], new("Contract check", "13T13:00", 60, "tim.cole")),
    Past("Put 'Yoga' into my private calendar on 16 March at 18:00, it'll take 90 minutes", [("list_calendars", {})], new("Yoga", "16T18:00", 90, calendar_id="cal_private")),
    Past("Rename the marketing sync to 'Campaign sync'", [look(q="marketing sync")], ev("rename_event", 40, title="Campaign sync")),
    Past("Remind me an hour before the flight to Lisbon", [look(q="flight to Lisbon")], ev("set_reminder", 41, minutes_before=60)),
    Past("Push everything I have on Friday back by an hour", [look(time_min="2026-03-13T00:00", time_max="2026-03-14T00:00")], [at(38, "13T09:00"), at(37, "13T12:00"), at(39, "13T16:00")]),
    Past("Take Yara Haddad off the stand-up", [who("Yara Haddad"), look(q="stand-up")], ev("remove_attendee", 31, attendee=f"yara.haddad{DOMAIN}")),
    Past("Put the hiring sync into the largest room of the South building", [look(q="hiring sync"), ("list_rooms", {})], ev("set_event_room", 35, room_id="rm_cedar")),
    Past("If Fir is free on 16 March from 10:00 to 10:30, put the marketing sync there, otherwise leave it where it is", [("find_free_rooms", {"start": "2026-03-16T10:00", "end": "2026-03-16T10:30"}), look(q="marketing sync")], ev("set_event_room", 40, room_id="rm_fir")),
    Past("Cancel all my meetings this afternoon", [look(time_min="2026-03-11T12:00", time_max="2026-03-12T00:00")], ev("cancel_event", 32, 33)),
    Past("Cancel the budget review and email everybody who was invited to it, subject 'Budget', 'There is nothing to review.'", [look(q="budget review")], [*ev("cancel_event", 32), *wrote("Budget", "There is nothing to review.", "lena.brandt", "ruth.adler")]),
    Past("Email Nils Berg, subject 'Release', 'Is the release still on for Thursday?'", [who("Nils Berg")], wrote("Release", "Is the release still on for Thursday?", "nils.berg")),
    Past("The dentist will be an hour later", [look(q="dentist")], [at(38, "13T09:00")]),
    Past("Set a reminder of 5 minutes for each sprint review", [look(q="sprint review")], ev("set_reminder", 39, 44, minutes_before=5)),
    Past("Invite everyone from Sales to the marketing sync", [("search_people", {"team": "Sales"}), look(q="marketing sync")], ev("add_attendees", 40, attendees=invited("omar.said tim.cole"))),
    Past("When is the offsite planning?", [look(q="offsite planning")], []),
)
FIELD = Field("agenda", ROWS, TOOLS, JOBS, PASTS)
