"""A small CRM: resource_verb names, whole-number ids, a `properties` body for what is written, filters on the server, all declared.

Left out: whoever works on the planner does not read this.  Written without reading the planner, and before it was run.
"""

from collections.abc import Mapping, Sequence

from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Rows, Tool, equal, find, number, rows_of, text

ROWS = {
    "owners": rows_of(
        "owner_id name email",
        "101|Hanna Weiss|hanna@northpeak.example",
        "102|Theo Marsh|theo@northpeak.example",
        "103|Amina Diallo|amina@northpeak.example",
        "104|Marek Novak|marek@northpeak.example",
        "105|Sofia Costa|sofia@northpeak.example",
        "106|Ben Archer|ben@northpeak.example",
    ),
    "companies": rows_of(
        "company_id name industry city",
        "2001|Brightwater Foods|food|Leeds",
        "2002|Kestrel Logistics|transport|Rotterdam",
        "2003|Oakhurst Clinics|health|Dublin",
        "2004|Solvane Energy|energy|Lyon",
        "2005|Tamarind Hotels|hospitality|Lisbon",
        "2006|Pellworm Printing|printing|Kiel",
        "2007|Kestrel Aviation|transport|Toulouse",
    ),
    "contacts": rows_of(
        "contact_id first_name last_name email phone company_id job_title",
        "3001|Maria|Lindqvist|maria.lindqvist@brightwater.example|+44 113 555 0142|2001|Head of Purchasing",
        "3002|Anna|Keane|anna.keane@oakhurst.example|+353 1 555 0107|2003|IT Manager",
        "3003|Joris|van Dam|joris@kestrel-logistics.example|+31 10 555 0121|2002|Operations Director",
        "3004|Claire|Aubert|c.aubert@solvane.example|+33 4 5550 0119|2004|Facility Manager",
        "3005|Priya|Raman|priya.raman@tamarind.example|+351 21 555 0133|2005|CFO",
        "3006|Jonas|Reimer|j.reimer@pellworm.example|+49 431 555 0150|2006|Owner",
        "3007|Anna|Sorel|a.sorel@kestrel-aviation.example|+33 5 5550 0171|2007|Crew Planner",
        "3008|Luis|Prado|luis.prado@tamarind.example|+351 21 555 0188|2005|Revenue Manager",
    ),
    "deals": rows_of(
        "deal_id title company_id owner_id stage amount close_date",
        "4001|Cold-chain sensors|2001|102|proposal|42000|2026-04-15",
        "4002|Fleet tracking|2002|103|negotiation|88000|2026-03-27",
        "4003|Patient portal|2003|101|qualified|35000|2026-05-29",
        "4004|Rooftop solar monitoring|2004|104|proposal|120000|2026-06-30",
        "4005|Booking platform|2005|102|negotiation|64000|2026-03-20",
        "4006|Press upgrade|2006|103|proposal|27500|2026-02-27",
        "4007|Crew scheduling|2007|104|qualified|51000|2026-03-06",
        "4008|Warehouse dashboards|2002|101|won|39000|2026-01-16",
        "4009|Label printing|2006|104|lead|8000|2026-07-10",
        "4010|Wind farm analytics|2004|103|lead|15000|2026-08-14",
        "4011|Telehealth pilot|2003|105|lost|18000|2025-12-05",
        "4012|Loyalty app|2005|104|lead|12000|2026-09-01",
    ),
    "activities": rows_of(
        "activity_id type subject deal_id owner_id due_date done",
        "5001|call|Discuss volume discount|4002|103|2026-03-09|false",
        "5002|email|Follow up on quote|4001|102|2026-03-10|false",
        "5003|meeting|Product demo|4003|101|2026-03-12|false",
        "5004|call|Pricing questions|4004|104|2026-03-04|false",
        "5005|task|Prepare contract|4005|102|2026-03-13|false",
        "5006|call|Check budget|4006|104|2026-03-02|false",
        "5007|meeting|Site visit|4004|104|2026-03-18|false",
        "5008|call|Intro call|4003|101|2026-02-12|true",
        "5009|task|Send case studies|4007|104|2026-03-16|false",
        "5010|email|Share references|4005|102|2026-03-24|false",
        "5011|call|Renewal chat|4001|102|2026-03-17|false",
    ),
    "notes": [],
}
STAGES = ("lead", "qualified", "proposal", "negotiation", "won", "lost")
TYPES, REASONS = ("call", "email", "meeting", "task"), ("price", "competitor", "no_budget", "timing", "other")


def matching(rows: Sequence[dict], query: str, *fields: str) -> list[dict]:
    """Rows where each word of the query stands in one of the fields."""
    words = str(query or "").lower().split()
    return [row for row in rows if all(any(word in str(row[name]).lower() for name in fields) for word in words)]


def properties_of(told: object, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, object]:
    """The properties in the service's own order, checked as far as a CRM does."""
    if not isinstance(told, Mapping) or not told or {*required} - {*told} or {*told} - {*required, *optional}:
        raise Refusal(f"properties: required {', '.join(required) or 'at least one'}; allowed {', '.join((*required, *optional))}")
    if told.get("stage", "lead") not in STAGES or told.get("type", "call") not in TYPES:
        raise Refusal("properties: unknown stage or type")
    if not isinstance(amount := told.get("amount", 0), int | float) or amount < 0:
        raise Refusal("properties: amount must be a number")
    whole = {"amount": int(amount)} if "amount" in told and amount == int(amount) else {}
    return {name: {**told, **whole}[name] for name in (*required, *optional) if name in told}


def known(rows: Rows, told: Mapping[str, object]) -> None:
    for key, table in (("owner_id", "owners"), ("company_id", "companies"), ("deal_id", "deals")):
        if told.get(key) is not None:
            find(rows[table], key, told[key])


def added(rows: Rows, table: str, row: dict) -> dict:
    known(rows, row)
    key = next(iter(rows[table][0]))
    rows[table].append({key: rows[table][-1][key] + 1, **row})
    return rows[table][-1]


def new_company(rows: Rows, name: str, industry: str = "", city: str = "") -> object:
    return added(rows, "companies", {"name": name, "industry": industry, "city": city})


def new_contact(rows: Rows, properties: Mapping[str, object]) -> object:
    told = properties_of(properties, ("first_name", "last_name", "company_id"), ("email", "phone", "job_title"))
    return added(rows, "contacts", {"email": "", "phone": "", "job_title": "", **told})


def change_contact(rows: Rows, contact_id: int, properties: Mapping[str, object]) -> object:
    row = find(rows["contacts"], "contact_id", contact_id)
    row.update(properties_of(properties, (), ("first_name", "last_name", "email", "phone", "job_title")))
    return row


def new_deal(rows: Rows, properties: Mapping[str, object]) -> object:
    told = properties_of(properties, ("title", "company_id"), ("owner_id", "stage", "amount", "close_date"))
    return added(rows, "deals", {"title": "", "company_id": 0, "owner_id": None, "stage": "lead", "amount": 0, "close_date": None, **told})


def change_deal(rows: Rows, deal_id: int, properties: Mapping[str, object]) -> object:
    row = find(rows["deals"], "deal_id", deal_id)
    told = properties_of(properties, (), ("title", "owner_id", "stage", "amount", "close_date"))
    if told.get("stage") in ("won", "lost"):
        raise Refusal("use deals_mark_won or deals_mark_lost")
    if row["stage"] in ("won", "lost"):
        raise Refusal(f"the deal is {row['stage']}")
    known(rows, told)
    row.update(told)
    return row


def closing(rows: Rows, deal_id: int, stage: str) -> dict:
    row = find(rows["deals"], "deal_id", deal_id)
    if row["stage"] in ("won", "lost"):
        raise Refusal(f"the deal is {row['stage']} already")
    row["stage"] = stage
    return row


def lose(rows: Rows, deal_id: int, reason: str) -> object:
    if reason not in REASONS:
        raise Refusal(f"reason must be one of {', '.join(REASONS)}")
    row = closing(rows, deal_id, "lost")
    row["lost_reason"] = reason
    return row


def new_activity(rows: Rows, properties: Mapping[str, object]) -> object:
    told = properties_of(properties, ("type", "subject", "deal_id", "due_date"), ("owner_id",))
    owner = find(rows["deals"], "deal_id", told["deal_id"])["owner_id"]
    return added(rows, "activities", {**told, "owner_id": told.get("owner_id") or owner, "done": False})


def change_activity(rows: Rows, activity_id: int, properties: Mapping[str, object]) -> object:
    row = find(rows["activities"], "activity_id", activity_id)
    told = properties_of(properties, (), ("subject", "owner_id", "due_date"))
    known(rows, told)
    row.update(told)
    return row


def complete(rows: Rows, activity_id: int) -> object:
    row = find(rows["activities"], "activity_id", activity_id)
    row["done"] = True
    return row


def note(rows: Rows, deal_id: int, text: str) -> object:
    find(rows["deals"], "deal_id", deal_id)
    rows["notes"].append({"deal_id": deal_id, "text": text})
    return rows["notes"][-1]


def deal(*ids: int, **fields: object) -> list[Call]:
    return [("deals_update", {"deal_id": one, "properties": fields}) for one in ids]


def contact(contact_id: int, **fields: object) -> Call:
    return "contacts_update", {"contact_id": contact_id, "properties": fields}


def activity(*ids: int, **fields: object) -> list[Call]:
    return [("activities_update", {"activity_id": one, "properties": fields}) for one in ids]


def plan(type: str, subject: str, deal_id: int, due_date: str, **more: object) -> Call:
    return "activities_create", {"properties": {"type": type, "subject": subject, "deal_id": deal_id, "due_date": due_date, **more}}


def noted(words: str, *ids: int) -> list[Call]:
    return [("notes_create", {"deal_id": one, "text": words}) for one in ids]


def done(*ids: int) -> list[Call]:
    return [("activities_complete", {"activity_id": one}) for one in ids]


def look(table: str, **filters: object) -> Call:
    return f"{table}_search", filters


WHO: Call = ("owners_list", {})
OWNER, COMPANY, CONTACT, DEAL, ACTIVITY = number("Id of the owner."), number("Id of the company."), number("Id of the contact."), number("Id of the deal."), number("Id of the activity.")
STAGE, OPEN, DAY = text("Pipeline stage.", enum=list(STAGES)), text("Pipeline stage.", enum=list(STAGES[:4])), text("Date as YYYY-MM-DD.", format="date")
AMOUNT = {"type": "number", "description": "Deal value in euros."}
PERSON = dict(first_name=text(), last_name=text(), email=text(format="email"), phone=text(), job_title=text())
TYPE, SUBJECT = text("Kind of activity.", enum=list(TYPES)), text("Subject line.")
DEALS = dict(deal_id=DEAL, title=text(), company_id=COMPANY, owner_id={**OWNER, "type": ["integer", "null"]}, stage=STAGE, amount=AMOUNT, close_date={**DAY, "type": ["string", "null"]})
ACTIVITIES = dict(activity_id=ACTIVITY, type=TYPE, subject=SUBJECT, deal_id=DEAL, owner_id=OWNER, due_date=DAY, done={"type": "boolean"})


def listing(name: str, /, **fields: object) -> dict[str, object]:
    return shape(**{name: {"type": "array", "items": shape(**fields)}})


def shape(*required: str, **fields: object) -> dict[str, object]:
    return {"type": "object", "properties": fields, **({"required": list(required)} if required else {})}


TOOLS = (
    Tool("owners_list", "List the sales people who can own deals and activities.", {}, lambda rows: {"owners": rows["owners"]}, outputs=listing("owners", owner_id=OWNER, name=text(), email=text())),
    Tool("companies_search", "Search companies by name or city.", {"query": text("Words from the name or city."), "industry": text("Exact industry.")}, lambda rows, query="", industry="": {"companies": equal(matching(rows["companies"], query, "name", "city"), {"industry": industry})}, outputs=listing("companies", company_id=COMPANY, name=text(), industry=text(), city=text())),
    Tool("companies_create", "Create a company.", {"name": text("Company name."), "industry": text("Industry in lower case."), "city": text("City of the head office.")}, new_company, ("name",), shape(company_id=COMPANY, name=text())),
    Tool("contacts_search", "Search contacts by name or email.", {"query": text("Words from the name or email."), "company_id": COMPANY}, lambda rows, query="", company_id=None: {"contacts": equal(matching(rows["contacts"], query, "first_name", "last_name", "email"), {"company_id": company_id})}, outputs=listing("contacts", contact_id=CONTACT, **PERSON, company_id=COMPANY)),
    Tool("contacts_create", "Create a contact at a company.", {"properties": shape("first_name", "last_name", "company_id", company_id=COMPANY, **PERSON)}, new_contact, ("properties",), shape(contact_id=CONTACT)),
    Tool("contacts_update", "Update a contact. Properties that are left out keep their value.", {"contact_id": CONTACT, "properties": shape(**PERSON)}, change_contact, ("contact_id", "properties"), shape(contact_id=CONTACT, **PERSON)),
    Tool("deals_search", "Search deals by title, company, owner or stage.", {"query": text("Words from the title."), "company_id": COMPANY, "owner_id": OWNER, "stage": STAGE}, lambda rows, query="", company_id=None, owner_id=None, stage="": {"deals": equal(matching(rows["deals"], query, "title"), {"company_id": company_id, "owner_id": owner_id, "stage": stage})}, outputs=listing("deals", **DEALS)),
    Tool("deals_create", "Create a deal. It starts as a lead without an owner unless told otherwise.", {"properties": shape("title", "company_id", title=text("Title of the deal."), company_id=COMPANY, owner_id=OWNER, stage=OPEN, amount=AMOUNT, close_date=DAY)}, new_deal, ("properties",), shape(**DEALS)),
    Tool("deals_update", "Update an open deal: title, owner, stage, amount or expected close date. Properties that are left out keep their value.", {"deal_id": DEAL, "properties": shape(title=text(), owner_id=OWNER, stage=OPEN, amount=AMOUNT, close_date=DAY)}, change_deal, ("deal_id", "properties"), shape(**DEALS)),
    Tool("deals_mark_won", "Close a deal as won.", {"deal_id": DEAL}, lambda rows, deal_id: closing(rows, deal_id, "won"), ("deal_id",), shape(**DEALS)),
    Tool("deals_mark_lost", "Close a deal as lost.", {"deal_id": DEAL, "reason": text("Why it was lost.", enum=list(REASONS))}, lose, ("deal_id", "reason"), shape(**DEALS, lost_reason=text())),
    Tool("activities_search", "Search activities (calls, emails, meetings, tasks).", {"deal_id": DEAL, "owner_id": OWNER, "type": TYPE, "done": {"type": "boolean"}}, lambda rows, deal_id=None, owner_id=None, type="", done=None: {"activities": equal(rows["activities"], {"deal_id": deal_id, "owner_id": owner_id, "type": type, "done": done})}, outputs=listing("activities", **ACTIVITIES)),
    Tool("activities_create", "Plan an activity on a deal. Without owner_id it belongs to the owner of the deal.", {"properties": shape("type", "subject", "deal_id", "due_date", type=TYPE, subject=SUBJECT, deal_id=DEAL, due_date=DAY, owner_id=OWNER)}, new_activity, ("properties",), shape(**ACTIVITIES)),
    Tool("activities_update", "Update the subject, owner or due date of an activity.", {"activity_id": ACTIVITY, "properties": shape(subject=SUBJECT, owner_id=OWNER, due_date=DAY)}, change_activity, ("activity_id", "properties"), shape(**ACTIVITIES)),
    Tool("activities_complete", "Mark an activity as done.", {"activity_id": ACTIVITY}, complete, ("activity_id",), shape(**ACTIVITIES)),
    Tool("notes_create", "Add a note to a deal.", {"deal_id": DEAL, "text": text("Text of the note.")}, note, ("deal_id", "text"), shape(deal_id=DEAL, text=text())),
)
JOBS = (
    Job("Move the rooftop solar monitoring deal to negotiation", deal(4004, stage="negotiation")),
    Job("We won Tamarind's booking platform!! Please mark it as won :)", [("deals_mark_won", {"deal_id": 4005})]),
    Job("Close the press upgrade as lost, they have no budget", [("deals_mark_lost", {"deal_id": 4006, "reason": "no_budget"})]),
    Job("Maria Lindqvist has a new phone number, it's +44 113 555 0199", [contact(3001, phone="+44 113 555 0199")]),
    Job("Add Liam Byrne to Oakhurst Clinics, liam.byrne@oakhurst.example, he is their Practice Manager", [("contacts_create", {"properties": {"first_name": "Liam", "last_name": "Byrne", "company_id": 2003, "email": "liam.byrne@oakhurst.example", "job_title": "Practice Manager"}})]),
    Job("Raise the amount of the cold-chain sensors deal to 48,500", deal(4001, amount=48500)),
    Job("Can you push the expected close date of Fleet tracking back by two weeks?", deal(4002, close_date="2026-04-10")),
    Job("Theo goes on parental leave tomorrow, please give all his open deals to Sofia", deal(4001, 4005, owner_id=105)),
    Job("Assign the patient portal deal to Ben Archer and change its amount to 40000", deal(4003, owner_id=106, amount=40000)),
    Job("Plan a call 'Pricing round two' on the Fleet tracking deal for next Tuesday and let Ben do it", [plan("call", "Pricing round two", 4002, "2026-03-17", owner_id=106)]),
    Job("Schedule a meeting 'Kick-off' on March 20 for the booking platform deal, and the same for Patient portal", [plan("meeting", "Kick-off", 4005, "2026-03-20"), plan("meeting", "Kick-off", 4003, "2026-03-20")]),
    Job("I've done the follow-up on the quote, tick it off", done(5002)),
    Job("Mark all of Marek's overdue calls as done", done(5004, 5006)),
    Job("The product demo is moved to Friday", activity(5003, due_date="2026-03-13")),
    Job("Create a deal 'Spa wing' for Tamarind Hotels worth 22000, expected to close on 30 April", [("deals_create", {"properties": {"title": "Spa wing", "company_id": 2005, "amount": 22000, "close_date": "2026-04-30"}})]),
    Job("New company: Farrow Textiles, Porto, industry textiles", [("companies_create", {"name": "Farrow Textiles", "industry": "textiles", "city": "Porto"})]),
    Job("Give the biggest deal in proposal to Hanna", deal(4004, owner_id=101)),
    Job("If Crew scheduling is still in qualified, move it to proposal, otherwise add the note 'stage checked'", deal(4007, stage="proposal")),
    Job("Put a note on every open deal whose close date has passed: 'Please update the close date'", noted("Please update the close date", 4006, 4007)),
    Job("Hand both open Kestrel deals over to Ben", deal(4002, 4007, owner_id=106)),
    Job("Increase the amount of each of Marek's deals in the lead stage by 10%", [*deal(4009, amount=8800), *deal(4012, amount=13200)]),
    Job("Theo called in sick. Whatever he still has to do this week should go to Amina", activity(5002, 5005, owner_id=103)),
    Job("Note on Label printing 'wants samples first', and move its close date to the end of July", [*noted("wants samples first", 4009), *deal(4009, close_date="2026-07-31")]),
    Job("What's Priya Raman's email address?", [], shows=("priya.raman@tamarind.example",)),
    Job("Which of our deals are in negotiation, and how much are they worth?", [], shows=("Fleet tracking", "Booking platform")),
    Job("Change Anna's job title to Head of IT", ASK),
    Job("Mark the Tamarind deal as lost because of the timing", ASK),
    Job("Create a new deal for Solvane Energy", ASK),
    Job("Print the contract for Pellworm and put it in the post", ASK),
)
PASTS = (
    Past("Move the crew scheduling deal to proposal", [look("deals", query="crew scheduling")], deal(4007, stage="proposal")),
    Past("Great news, we won Fleet tracking! Please mark it as won", [look("deals", query="Fleet tracking")], [("deals_mark_won", {"deal_id": 4002})]),
    Past("Close the wind farm analytics deal as lost, a competitor got it", [look("deals", query="wind farm analytics")], [("deals_mark_lost", {"deal_id": 4010, "reason": "competitor"})]),
    Past("Claire Aubert has a new phone number: +33 4 5550 0190", [look("contacts", query="Claire Aubert")], [contact(3004, phone="+33 4 5550 0190")]),
    Past("Jonas Reimer's email is jonas@pellworm.example now", [look("contacts", query="Jonas Reimer")], [contact(3006, email="jonas@pellworm.example")]),
    Past("Add Ruth Okafor to Brightwater Foods, ruth.okafor@brightwater.example, she is their Plant Manager", [look("companies", query="Brightwater Foods")], [("contacts_create", {"properties": {"first_name": "Ruth", "last_name": "Okafor", "company_id": 2001, "email": "ruth.okafor@brightwater.example", "job_title": "Plant Manager"}})]),
    Past("Lower the amount of the press upgrade deal to 25,000", [look("deals", query="press upgrade")], deal(4006, amount=25000)),
    Past("Push the expected close date of Booking platform back by a week", [look("deals", query="Booking platform")], deal(4005, close_date="2026-03-27")),
    Past("Please give all of Amina's open deals to Hanna", [WHO, look("deals", owner_id=103)], deal(4002, 4006, 4010, owner_id=101)),
    Past("Assign the loyalty app deal to Theo Marsh", [WHO, look("deals", query="loyalty app")], deal(4012, owner_id=102)),
    Past("Plan a call 'Open questions' on the Patient portal deal for Thursday and let Sofia do it", [WHO, look("deals", query="Patient portal")], [plan("call", "Open questions", 4003, "2026-03-12", owner_id=105)]),
    Past("Schedule a meeting 'Contract review' on March 24 for the fleet tracking deal", [look("deals", query="fleet tracking")], [plan("meeting", "Contract review", 4002, "2026-03-24")]),
    Past("The call about the volume discount is done, tick it off", [look("activities", done=False)], done(5001)),
    Past("Mark all of Theo's overdue emails as done", [WHO, look("activities", owner_id=102, type="email", done=False)], done(5002)),
    Past("The site visit is moved to March 25", [look("activities", done=False)], activity(5007, due_date="2026-03-25")),
    Past("Create a deal 'Route planner' for Kestrel Logistics worth 31000, expected to close on 15 May", [look("companies", query="Kestrel Logistics")], [("deals_create", {"properties": {"title": "Route planner", "company_id": 2002, "amount": 31000, "close_date": "2026-05-15"}})]),
    Past("Give the smallest deal in the lead stage to Sofia", [WHO, look("deals", stage="lead")], deal(4009, owner_id=105)),
    Past("If Patient portal is still in qualified, move it to negotiation, otherwise add the note 'moved before'", [look("deals", query="Patient portal")], deal(4003, stage="negotiation")),
    Past("Put a note on every deal in proposal: 'Send the new price list'", [look("deals", stage="proposal")], noted("Send the new price list", 4001, 4004, 4006)),
    Past("Hand both Pellworm deals over to Sofia", [WHO, look("companies", query="Pellworm"), look("deals", company_id=2006)], deal(4006, 4009, owner_id=105)),
    Past("What is Joris van Dam's phone number?", [look("contacts", query="Joris van Dam")], []),
)
FIELD = Field("deals", ROWS, TOOLS, JOBS, PASTS)
