"""A museum that lends its objects: camelCase, prefixed ids, nested bodies and filters, upper-case enums, page tokens, all declared.

Left out until its failures were read on 2026-11-28.  Written without reading the planner, and before it was run.
"""

from collections.abc import Mapping, Sequence

from tests.fields.service import (
    ASK,
    Field,
    Job,
    Past,
    Refusal,
    Row,
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

ROWS = {
    "objects": rows_of(
        "objectId title artist medium insuredValue condition",
        "OBJ-101|The Miller's Daughter|Ada Verhoeven|oil on canvas|240000|GOOD",
        "OBJ-102|Harbour at Dusk|Ada Verhoeven|oil on canvas|180000|FAIR",
        "OBJ-103|Still Life with Quinces|Joris Maas|oil on panel|95000|GOOD",
        "OBJ-104|Study of Hands|Joris Maas|chalk on paper|12000|POOR",
        "OBJ-105|Seated Shepherd|Ilse Brandt|bronze|60000|GOOD",
        "OBJ-106|Blue Vase|unknown|porcelain|35000|FAIR",
        "OBJ-107|The Night Ferry|Tomas Reuter|photograph|8000|GOOD",
        "OBJ-108|Winter Orchard|Ilse Brandt|oil on canvas|150000|GOOD",
        "OBJ-109|Astrolabe|unknown|brass|420000|GOOD",
        "OBJ-110|Harbour at Dawn|Ada Verhoeven|oil on canvas|175000|GOOD",
    ),
    "institutions": rows_of(
        "institutionId name city email",
        "INS-1|Stadtmuseum Lindau|Lindau|loans@stadtmuseum-lindau.example",
        "INS-2|Galerie Nord|Hamburg|office@galerienord.example",
        "INS-3|Musée de la Rive|Lyon|prets@rive.example",
        "INS-4|Holloway Gallery|Leeds|registrar@holloway.example",
        "INS-5|Museo del Faro|Cádiz|registro@faro.example",
    ),
    "loans": rows_of(
        "loanId objectId institutionId exhibition startsOn endsOn state",
        "LN-2401|OBJ-101|INS-1|Women at Work|2026-01-10|2026-04-12|OUT",
        "LN-2402|OBJ-103|INS-2|Table Manners|2025-11-01|2026-02-28|OUT",
        "LN-2403|OBJ-105|INS-4|Form|2025-12-05|2026-03-08|OUT",
        "LN-2404|OBJ-108|INS-3|Vergers|2026-04-20|2026-07-31|APPROVED",
        "LN-2405|OBJ-104|INS-2|Drawn|2026-05-01|2026-06-15|REQUESTED",
        "LN-2406|OBJ-102|INS-5|El Mar|2026-06-01|2026-09-30|REQUESTED",
        "LN-2407|OBJ-109|INS-4|Measuring the Sky|2026-03-25|2026-06-20|APPROVED",
        "LN-2408|OBJ-106|INS-1|Feuer|2025-06-01|2025-09-30|RETURNED",
        "LN-2409|OBJ-110|INS-5|El Mar|2026-06-01|2026-09-30|REQUESTED",
        "LN-2410|OBJ-107|INS-3|La Nuit|2026-02-01|2026-03-29|OUT",
        "LN-2411|OBJ-107|INS-4|After Dark|2026-05-10|2026-08-10|REQUESTED",
    ),
    "shipments": rows_of(
        "shipmentId loanId carrier direction pickupOn state",
        "SHP-51|LN-2404|Artex|OUTBOUND|2026-04-15|PLANNED",
        "SHP-52|LN-2407|Kortmann|OUTBOUND|2026-03-19|PLANNED",
        "SHP-53|LN-2410|Artex|INBOUND|2026-03-30|PLANNED",
        "SHP-54|LN-2401|Kortmann|OUTBOUND|2026-01-07|DELIVERED",
    ),
    "reports": rows_of("reportId objectId grade remarks", "CR-1|OBJ-104|POOR|Foxing along the upper edge"),
    "emails": [],
}
PAGE = 4
GRADES, STATES = ("GOOD", "FAIR", "POOR"), ("REQUESTED", "APPROVED", "OUT", "RETURNED", "DECLINED", "CANCELLED")


def body(told: object, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, object]:
    """A nested body that has what it needs and nothing that the service does not know, in the service's own order."""
    if not isinstance(told, Mapping) or {*required} - {*told} or {*told} - {*required, *optional}:
        raise Refusal(f"INVALID_ARGUMENT: expected {required}, optionally {optional}")
    return {name: told[name] for name in (*required, *optional) if name in told}


def page_of(name: str, found: list[Row], token: str) -> object:
    told = str(token or "pt-0").removeprefix("pt-")
    start = int(told) if told.isdigit() else -1
    if start < 0 or start % PAGE:
        raise Refusal("INVALID_ARGUMENT: pageToken")
    more = {"nextPageToken": f"pt-{start + PAGE}"} if start + PAGE < len(found) else {}
    return {name: found[start:start + PAGE], **more}


def objects(rows: Rows, query: Mapping[str, object] | None = None, pageToken: str = "") -> object:
    told = body(query or {}, (), ("title", "artist", "condition"))
    exact = {"condition": told.pop("condition", "")}
    return page_of("objects", contains(equal(rows["objects"], exact), told), pageToken)


def loans(rows: Rows, filter: Mapping[str, object] | None = None, pageToken: str = "") -> object:
    told = body(filter or {}, (), ("state", "objectId", "institutionId"))
    if told.get("state") and told["state"] not in STATES:
        raise Refusal("INVALID_ARGUMENT: state")
    return page_of("loans", equal(rows["loans"], told), pageToken)


def shipments(rows: Rows, loanId: str = "") -> object:
    return {"shipments": equal(rows["shipments"], {"loanId": loanId})}


def create(rows: Rows, loan: Mapping[str, object]) -> object:
    told = body(loan, ("objectId", "institutionId", "startsOn", "endsOn"), ("exhibition",))
    find(rows["objects"], "objectId", told["objectId"])
    find(rows["institutions"], "institutionId", told["institutionId"])
    rows["loans"].append({"loanId": f"LN-{2401 + len(rows['loans'])}", **told, "exhibition": told.get("exhibition", ""), "state": "REQUESTED"})
    return rows["loans"][-1]


def decide(rows: Rows, loanId: str, decision: str, note: str = "") -> object:
    row = find(rows["loans"], "loanId", loanId)
    if row["state"] != "REQUESTED":
        raise Refusal("FAILED_PRECONDITION: only a requested loan can be decided")
    row["state"] = {"APPROVE": "APPROVED", "DECLINE": "DECLINED"}[decision]
    if note:
        row["note"] = note
    return row


def patch(rows: Rows, loanId: str, patch: Mapping[str, object]) -> object:
    row = find(rows["loans"], "loanId", loanId)
    row.update(body(patch, (), ("startsOn", "endsOn", "exhibition")))
    return row


def becomes(state: str, *before: str) -> object:
    def act(rows: Rows, loanId: str) -> object:
        row = find(rows["loans"], "loanId", loanId)
        if row["state"] not in before:
            raise Refusal(f"FAILED_PRECONDITION: the loan is {row['state']}")
        row["state"] = state
        return row
    return act


def ship(rows: Rows, shipment: Mapping[str, object]) -> object:
    told = body(shipment, ("loanId", "carrier", "direction", "pickupOn"))
    find(rows["loans"], "loanId", told["loanId"])
    if told["direction"] not in ("OUTBOUND", "INBOUND"):
        raise Refusal("INVALID_ARGUMENT: direction")
    rows["shipments"].append({"shipmentId": f"SHP-{51 + len(rows['shipments'])}", **told, "state": "PLANNED"})
    return rows["shipments"][-1]


def reschedule(rows: Rows, shipmentId: str, pickupOn: str) -> object:
    row = find(rows["shipments"], "shipmentId", shipmentId)
    if row["state"] != "PLANNED":
        raise Refusal("FAILED_PRECONDITION: the shipment is on its way")
    row["pickupOn"] = pickupOn
    return row


def report(rows: Rows, objectId: str, report: Mapping[str, object]) -> object:
    told = body(report, ("grade",), ("remarks",))
    if told["grade"] not in GRADES:
        raise Refusal("INVALID_ARGUMENT: grade")
    find(rows["objects"], "objectId", objectId)["condition"] = told["grade"]
    rows["reports"].append({"reportId": f"CR-{1 + len(rows['reports'])}", "objectId": objectId, **told, "remarks": told.get("remarks", "")})
    return rows["reports"][-1]


def insure(rows: Rows, objectId: str, value: Mapping[str, object]) -> object:
    told = body(value, ("amount",), ("currency",))
    if told.get("currency", "EUR") != "EUR":
        raise Refusal("INVALID_ARGUMENT: values are kept in EUR")
    row = find(rows["objects"], "objectId", objectId)
    row["insuredValue"] = round(told["amount"])
    return row


def email(rows: Rows, to: str, message: Mapping[str, object]) -> object:
    find(rows["institutions"], "email", to)
    rows["emails"].append({"to": to, **body(message, ("subject", "body"))})
    return {}


def decided(decision: str, *loans: int, **more: object) -> list[tuple[str, dict[str, object]]]:
    return [("decideLoan", {"loanId": f"LN-{one}", "decision": decision, **more}) for one in loans]


def change(loan: int, **fields: object) -> tuple[str, dict[str, object]]:
    return "updateLoan", {"loanId": f"LN-{loan}", "patch": fields}


def on(name: str, loan: int) -> list[tuple[str, dict[str, object]]]:
    return [(name, {"loanId": f"LN-{loan}"})]


def later(shipment: int, day: str) -> tuple[str, dict[str, object]]:
    return "rescheduleShipment", {"shipmentId": f"SHP-{shipment}", "pickupOn": day}


def wrote(subject: str, words: str, *institutions: int) -> list[tuple[str, dict[str, object]]]:
    return [("emailInstitution", {"to": ROWS["institutions"][one - 1]["email"], "message": {"subject": subject, "body": words}}) for one in institutions]


def o(pageToken: str = "", **query: object) -> tuple[str, dict[str, object]]:
    return "searchObjects", {"query": query, **({"pageToken": pageToken} if pageToken else {})}


def n(pageToken: str = "", **filter: object) -> tuple[str, dict[str, object]]:
    return "searchLoans", {"filter": filter, **({"pageToken": pageToken} if pageToken else {})}


def shape(required: tuple[str, ...] = (), **fields: object) -> dict[str, object]:
    return {"type": "object", "properties": fields, **({"required": list(required)} if required else {})}


WHO: tuple[str, dict[str, object]] = ("listInstitutions", {})
THING, LOAN, DAY = text("Resource id of the object, such as OBJ-101."), text("Resource id of the loan, such as LN-2401."), text("Calendar day, ISO 8601.", format="date")
HOUSE, STATE, PICKUP, WAY = text("Resource id of the institution."), text("Lifecycle state.", enum=list(STATES)), text("Day of pickup.", format="date"), text("OUTBOUND to the borrower, INBOUND back to us.", enum=["OUTBOUND", "INBOUND"])
LOANS = dict(loanId=LOAN, objectId=THING, institutionId=HOUSE, exhibition=text("Title of the exhibition."), startsOn=DAY, endsOn=DAY, state=STATE)
SHIPMENT = dict(loanId=LOAN, carrier=text("Name of the art carrier."), direction=WAY, pickupOn=PICKUP)


def paged(name: str, **fields: object) -> dict[str, object]:
    whole = listing(name, **fields)
    return {**whole, "properties": {**whole["properties"], "nextPageToken": text("Absent on the last page.")}}


FIELD = Field(
    "museum", ROWS,
    (
        Tool("searchObjects", "Searches the collection. Returns up to four objects per page; use nextPageToken to fetch more.", {"query": shape(title=text("Part of the title."), artist=text("Part of the artist's name."), condition=text("Condition grade.", enum=list(GRADES))), "pageToken": text("Token of a further page.")}, objects, outputs=paged("objects", objectId=THING, title=text(), artist=text(), medium=text(), insuredValue=number("In euros."), condition=text())),
        Tool("searchLoans", "Searches outgoing loans in all states. Returns up to four loans per page; use nextPageToken to fetch more.", {"filter": shape(state=STATE, objectId=THING, institutionId=HOUSE), "pageToken": text("Token of a further page.")}, loans, outputs=paged("loans", **LOANS)),
        Tool("listInstitutions", "Lists the institutions we lend to, with the address of their registrar.", {}, lambda rows: {"institutions": rows["institutions"]}, outputs=listing("institutions", institutionId=HOUSE, name=text(), city=text(), email=text(format="email"))),
        Tool("listShipments", "Lists art shipments, optionally those of one loan.", {"loanId": LOAN}, shipments, outputs=listing("shipments", shipmentId=text(), **SHIPMENT, state=text("PLANNED, PICKED_UP or DELIVERED"))),
        Tool("createLoan", "Creates a loan of an object to an institution.", {"loan": shape(("objectId", "institutionId", "startsOn", "endsOn"), objectId=THING, institutionId=HOUSE, startsOn=DAY, endsOn=DAY, exhibition=text("Title of the exhibition."))}, create, ("loan",), shape(**LOANS)),
        Tool("decideLoan", "Approves or declines a requested loan.", {"loanId": LOAN, "decision": text("The decision.", enum=["APPROVE", "DECLINE"]), "note": text("Note to the borrower.")}, decide, ("loanId", "decision"), shape(**LOANS)),
        Tool("updateLoan", "Updates the dates or the exhibition of a loan. Fields that are not set stay as they are.", {"loanId": LOAN, "patch": shape(startsOn=DAY, endsOn=DAY, exhibition=text("Title of the exhibition."))}, patch, ("loanId", "patch"), shape(**LOANS)),
        Tool("returnLoan", "Books a loaned object back in. The loan becomes RETURNED.", {"loanId": LOAN}, becomes("RETURNED", "OUT"), ("loanId",), shape(**LOANS)),
        Tool("cancelLoan", "Cancels a loan that has not started.", {"loanId": LOAN}, becomes("CANCELLED", "REQUESTED", "APPROVED"), ("loanId",), shape(**LOANS)),
        Tool("bookShipment", "Books a pickup with an art carrier for a loan.", {"shipment": shape(("loanId", "carrier", "direction", "pickupOn"), **SHIPMENT)}, ship, ("shipment",), shape(shipmentId=text(), **SHIPMENT, state=text())),
        Tool("rescheduleShipment", "Moves the pickup of a planned shipment to another day.", {"shipmentId": text("Resource id of the shipment."), "pickupOn": PICKUP}, reschedule, ("shipmentId", "pickupOn"), shape(shipmentId=text(), **SHIPMENT, state=text())),
        Tool("fileConditionReport", "Files a condition report; the object takes over its grade.", {"objectId": THING, "report": shape(("grade",), grade=text("Condition grade.", enum=list(GRADES)), remarks=text("Findings."))}, report, ("objectId", "report"), shape(reportId=text(), objectId=THING, grade=text(), remarks=text())),
        Tool("setInsuredValue", "Sets the value an object is insured for.", {"objectId": THING, "value": shape(("amount",), amount=number("Whole euros."), currency=text("ISO 4217 code.", default="EUR"))}, insure, ("objectId", "value"), shape(objectId=THING, insuredValue=number())),
        Tool("emailInstitution", "Sends an e-mail to an institution.", {"to": text("E-mail address of the institution.", format="email"), "message": shape(("subject", "body"), subject=text("Subject line."), body=text("Plain text."))}, email, ("to", "message"), shape()),
    ),
    (
        Job("Approve the Holloway Gallery's request for The Night Ferry", decided("APPROVE", 2411)),
        Job("Decline Galerie Nord's request for Study of Hands with the note 'Too fragile to travel'", decided("DECLINE", 2405, note="Too fragile to travel")),
        Job("Approve everything that Museo del Faro has asked for", decided("APPROVE", 2406, 2409)),
        Job("Turn down every loan request for an object in poor condition", decided("DECLINE", 2405)),
        Job("Decline all requests that would run for more than 100 days", decided("DECLINE", 2406, 2409)),
        Job("Extend the loan of The Miller's Daughter until 3 May and that of Still Life with Quinces until 17 May", [change(2401, endsOn="2026-05-03"), change(2402, endsOn="2026-05-17")]),
        Job("Musée de la Rive would like to keep The Night Ferry for two more weeks; please extend the loan accordingly", [change(2410, endsOn="2026-04-12")]),
        Job("Extend the Vergers loan by a week", [change(2404, endsOn="2026-08-07")]),
        Job("Seated Shepherd came back from Leeds this morning, please book it in", on("returnLoan", 2403)),
        Job("Write to every institution with an overdue loan, subject 'Overdue loan', 'Please arrange the return of our object.'", wrote("Overdue loan", "Please arrange the return of our object.", 2, 4)),
        Job("Email Musée de la Rive, subject 'Couriers', 'Our courier will arrive on 14 April.'", wrote("Couriers", "Our courier will arrive on 14 April.", 3)),
        Job("Book Kortmann to collect Still Life with Quinces from Hamburg on March 20", [("bookShipment", {"shipment": {"loanId": "LN-2402", "carrier": "Kortmann", "direction": "INBOUND", "pickupOn": "2026-03-20"}})]),
        Job("Move the Astrolabe's pickup to March 23", [later(52, "2026-03-23")]),
        Job("Push all planned Artex pickups back by three days", [later(51, "2026-04-18"), later(53, "2026-04-02")]),
        Job("Raise the insured value of Winter Orchard to 165000", [("setInsuredValue", {"objectId": "OBJ-108", "value": {"amount": 165000, "currency": "EUR"}})]),
        Job("Insure our most valuable object by Ada Verhoeven for 260,000 euros", [("setInsuredValue", {"objectId": "OBJ-101", "value": {"amount": 260000, "currency": "EUR"}})]),
        Job("Cancel the Vergers loan", on("cancelLoan", 2404)),
        Job("Of the loans we have approved, cancel the one that starts first", on("cancelLoan", 2407)),
        Job("Lend Blue Vase to Galerie Nord from 1 September to 30 November 2026 for 'Porcelain Dreams'", [("createLoan", {"loan": {"objectId": "OBJ-106", "institutionId": "INS-2", "startsOn": "2026-09-01", "endsOn": "2026-11-30", "exhibition": "Porcelain Dreams"}})]),
        Job("File a condition report for Harbour at Dusk: grade POOR, 'Flaking at the lower left corner'", [("fileConditionReport", {"objectId": "OBJ-102", "report": {"grade": "POOR", "remarks": "Flaking at the lower left corner"}})]),
        Job("If the Astrolabe loan has been approved, bring its pickup forward by two days, otherwise decline it", [later(52, "2026-03-17")]),
        Job("Extend Seated Shepherd's loan by a month unless it is already overdue", []),
        Job("Both Harbour paintings are to stay in Cádiz for longer: set the end of those loans to 31 October and write to Museo del Faro, subject 'El Mar', 'Your new dates are confirmed.'", [change(2406, endsOn="2026-10-31"), change(2409, endsOn="2026-10-31"), *wrote("El Mar", "Your new dates are confirmed.", 5)]),
        Job("How many of our objects are out on loan at the moment?", [], shows=("LN-2401", "LN-2402", "LN-2403", "LN-2410")),
        Job("What do we have by Ilse Brandt?", [], shows=("Seated Shepherd", "Winter Orchard")),
        Job("Extend the El Mar loan by a week", ASK),
        Job("Send Study of Hands to the restorer", ASK),
        Job("Book a shipment for the Vergers loan", ASK),
    ),
    (
        Past("Approve Galerie Nord's request for Study of Hands", [o(title="Study of Hands"), WHO, n(objectId="OBJ-104", institutionId="INS-2")], decided("APPROVE", 2405)),
        Past("Decline Museo del Faro's request for Harbour at Dawn with the note 'Already promised'", [o(title="Harbour at Dawn"), WHO, n(objectId="OBJ-110", institutionId="INS-5")], decided("DECLINE", 2409, note="Already promised")),
        Past("Approve everything that the Holloway Gallery has asked for", [WHO, n(institutionId="INS-4", state="REQUESTED")], decided("APPROVE", 2411)),
        Past("Turn down every loan request for an object in fair condition", [o(condition="FAIR"), n(state="REQUESTED")], decided("DECLINE", 2406)),
        Past("Decline all requests that would run for less than 50 days", [n(state="REQUESTED")], decided("DECLINE", 2405)),
        Past("Extend the loan of Still Life with Quinces until 30 April", [o(title="Still Life with Quinces"), n(objectId="OBJ-103")], [change(2402, endsOn="2026-04-30")]),
        Past("Extend the Winter Orchard loan by three weeks", [o(title="Winter Orchard"), n(objectId="OBJ-108")], [change(2404, endsOn="2026-08-21")]),
        Past("Extend the La Nuit loan by ten days", [n(), n("pt-4"), n("pt-8")], [change(2410, endsOn="2026-04-08")]),
        Past("The Night Ferry came back today, please book it in", [o(title="The Night Ferry"), n(objectId="OBJ-107", state="OUT")], on("returnLoan", 2410)),
        Past("Write to every institution that has one of our objects at the moment, subject 'Spring check', 'Please confirm the condition of the object.'", [n(state="OUT"), WHO], wrote("Spring check", "Please confirm the condition of the object.", 1, 2, 4, 3)),
        Past("Email the Stadtmuseum Lindau, subject 'Climate', 'Please send us the readings for February.'", [WHO], wrote("Climate", "Please send us the readings for February.", 1)),
        Past("Book Artex to collect Seated Shepherd from Leeds on March 27", [o(title="Seated Shepherd"), n(objectId="OBJ-105", state="OUT")], [("bookShipment", {"shipment": {"loanId": "LN-2403", "carrier": "Artex", "direction": "INBOUND", "pickupOn": "2026-03-27"}})]),
        Past("Move Winter Orchard's pickup to April 17", [o(title="Winter Orchard"), n(objectId="OBJ-108"), ("listShipments", {"loanId": "LN-2404"})], [later(51, "2026-04-17")]),
        Past("Push all planned Kortmann pickups back by a week", [("listShipments", {})], [later(52, "2026-03-26")]),
        Past("Raise the insured value of Blue Vase to 40000", [o(title="Blue Vase")], [("setInsuredValue", {"objectId": "OBJ-106", "value": {"amount": 40000, "currency": "EUR"}})]),
        Past("Insure our least valuable object by Joris Maas for 14,000 euros", [o(artist="Joris Maas")], [("setInsuredValue", {"objectId": "OBJ-104", "value": {"amount": 14000, "currency": "EUR"}})]),
        Past("Cancel the Measuring the Sky loan", [n(), n("pt-4"), n("pt-8")], on("cancelLoan", 2407)),
        Past("Lend Study of Hands to the Stadtmuseum Lindau from 5 October to 20 December 2026 for 'Line'", [o(title="Study of Hands"), WHO], [("createLoan", {"loan": {"objectId": "OBJ-104", "institutionId": "INS-1", "startsOn": "2026-10-05", "endsOn": "2026-12-20", "exhibition": "Line"}})]),
        Past("File a condition report for the Astrolabe: grade FAIR, 'Dent on the rim'", [o(title="Astrolabe")], [("fileConditionReport", {"objectId": "OBJ-109", "report": {"grade": "FAIR", "remarks": "Dent on the rim"}})]),
        Past("If the Winter Orchard loan has been approved, bring its pickup forward by a day, otherwise decline it", [o(title="Winter Orchard"), n(objectId="OBJ-108"), ("listShipments", {"loanId": "LN-2404"})], [later(51, "2026-04-14")]),
        Past("How many requests are undecided?", [n(state="REQUESTED")], []),
    ),
)
