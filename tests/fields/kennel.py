"""A kennel: stays with two days each, weights, owners' names, one search that filters exactly, a bill beside the stay."""

from tests.fields.service import ASK, Field, Job, Past, Refusal, Rows, Tool, equal, find, listing, number, rows_of, text

ROWS = {
    "stays": rows_of(
        "stay_no dog breed owner arrives leaves weight_kg run status",
        "401|Bruno|beagle|Ines Falk|2026-03-09|2026-03-13|12|A1|checked in",
        "402|Lotte|poodle|Marc Hahn|2026-03-12|2026-03-20|7|A2|booked",
        "403|Odin|mastiff|Ines Falk|2026-03-16|2026-03-18|61|B1|booked",
        "404|Pip|beagle|Sara Iqbal|2026-03-02|2026-03-06|10|A1|left",
        "405|Rex|collie|Tom Weiss|2026-03-10|2026-03-11|24|B2|checked in",
        "406|Sky|collie|Sara Iqbal|2026-04-03|2026-04-10|21|B2|requested",
        "407|Tara|poodle|Marc Hahn|2026-04-01|2026-04-02|8|A2|requested",
        "408|Udo|mastiff|Tom Weiss|2026-02-20|2026-02-22|58|B1|cancelled",
    ),
    "extras": [],
    "notes": [],
}


def stays(rows: Rows, dog: str = "", owner: str = "", status: str = "", run: str = "") -> object:
    return {"stays": equal(rows["stays"], {"dog": dog, "owner": owner, "status": status, "run": run})}


def confirm(rows: Rows, stay_no: int) -> object:
    row = find(rows["stays"], "stay_no", stay_no)
    if row["status"] != "requested":
        raise Refusal("only a requested stay can be confirmed")
    row["status"] = "booked"
    return row


def call_off(rows: Rows, stay_no: int, reason: str = "") -> object:
    row = find(rows["stays"], "stay_no", stay_no)
    row["status"] = "cancelled"
    if reason:
        row["reason"] = reason
    return row


def check(rows: Rows, stay_no: int) -> object:
    find(rows["stays"], "stay_no", stay_no)["status"] = "left"
    return {}


def alter(rows: Rows, stay_no: int, **told: object) -> object:
    if {*told} - {"arrives", "leaves", "run"}:
        raise Refusal("this cannot be altered")
    find(rows["stays"], "stay_no", stay_no).update(told)
    return {}


def extra(rows: Rows, stay_no: int, service: str, price: int) -> object:
    if service not in ("bath", "walk", "training"):
        raise Refusal("service is bath, walk or training")
    rows["extras"].append({"stay_no": stay_no, "service": service, "price": price})
    return {}


def note(rows: Rows, owner: str, message: str) -> object:
    rows["notes"].append({"owner": owner, "message": message})
    return {}


def acts(name: str, *ids: int, **more: object) -> list[tuple[str, dict[str, object]]]:
    return [(name, {"stay_no": one, **more}) for one in ids]


def seen(**told: str) -> list[tuple[str, dict[str, object]]]:
    return [("listStays", told)]


NO = number("Number of the stay.")
FIELD = Field(
    "kennel", ROWS,
    (
        Tool("listStays", "Lists stays of dogs, all of them or those that match exactly.", {"dog": text("Name of the dog."), "owner": text("Name of the owner."), "status": text("requested, booked, checked in, left or cancelled"), "run": text("Run in which the dog stays.")}, stays, outputs=listing("stays", stay_no=number(), dog=text(), breed=text(), owner=text(), arrives=text(format="date"), leaves=text(format="date"), weight_kg=number(), run=text(), status=text())),
        Tool("confirmStay", "Confirms a requested stay.", {"stay_no": NO}, confirm, ("stay_no",)),
        Tool("cancelStay", "Cancels a stay.", {"stay_no": NO, "reason": text("Why it is cancelled.")}, call_off, ("stay_no",)),
        Tool("checkOutStay", "Checks a dog out at the end of its stay.", {"stay_no": NO}, check, ("stay_no",)),
        Tool("changeStay", "Changes the days or the run of a stay.", {"stay_no": NO, "arrives": text("First day.", format="date"), "leaves": text("Last day.", format="date"), "run": text("Run.")}, alter, ("stay_no",)),
        Tool("addExtra", "Adds an extra service to a stay.", {"stay_no": NO, "service": text("bath, walk or training", enum=["bath", "walk", "training"]), "price": number("Price in euros.")}, extra, ("stay_no", "service", "price")),
        Tool("messageOwner", "Sends the owner of a dog a message.", {"owner": text("Full name of the owner."), "message": text("Text of the message.")}, note, ("owner", "message")),
    ),
    (
        Job("Confirm all requested stays of Marc Hahn", acts("confirmStay", 407)),
        Job("Cancel Odin's stay", acts("cancelStay", 403)),
        Job("Call off the stay of the heaviest dog that is booked", acts("cancelStay", 403)),
        Job("Cancel every stay that starts in April", acts("cancelStay", 406, 407)),
        Job("Check out the dogs that leave today", acts("checkOutStay", 405)),
        Job("Move Lotte to run B1", acts("changeStay", 402, run="B1")),
        Job("Extend Bruno's stay by 2 days", acts("changeStay", 401, leaves="2026-03-15")),
        Job("Extend Odin's stay until March 22", acts("changeStay", 403, leaves="2026-03-22")),
        Job("Cancel all stays of dogs heavier than 50 kg that are booked", acts("cancelStay", 403)),
        Job("Add a bath for 15 euros to Bruno's stay", acts("addExtra", 401, service="bath", price=15)),
        Job("Tell Sara Iqbal 'Please bring the vaccination card'", [("messageOwner", {"owner": "Sara Iqbal", "message": "Please bring the vaccination card"})]),
        Job("Cancel Tara's stay with the reason 'No room'", acts("cancelStay", 407, reason="No room")),
        Job("If Tom Weiss has no upcoming stay, confirm Sky's stay", acts("confirmStay", 406)),
        Job("If Ines Falk has more than one open stay, cancel her shortest one, otherwise confirm Tara's", acts("cancelStay", 403)),
        Job("Sara Iqbal called. Cancel her April stay", acts("cancelStay", 406)),
        Job("Cancel the poodle's stay", ASK),
        Job("Check out Bruno and Rex", acts("checkOutStay", 401, 405)),
        Job("Cancel Hugo's stay", ASK),
    ),
    (
        Past("Confirm all requested stays of Sara Iqbal", seen(owner="Sara Iqbal"), acts("confirmStay", 406)),
        Past("Cancel Sky's stay", seen(dog="Sky"), acts("cancelStay", 406)),
        Past("Call off the stay of the lightest dog that is requested", seen(status="requested"), acts("cancelStay", 407)),
        Past("Cancel every stay that ends in March and is booked", seen(status="booked"), acts("cancelStay", 402, 403)),
        Past("Check out the dogs that leave on Friday", seen(status="checked in"), acts("checkOutStay", 401)),
        Past("Move Odin to run A2", seen(dog="Odin"), acts("changeStay", 403, run="A2")),
        Past("Extend Tara's stay by 3 days", seen(dog="Tara"), acts("changeStay", 407, leaves="2026-04-05")),
        Past("Extend Lotte's stay until March 25", seen(dog="Lotte"), acts("changeStay", 402, leaves="2026-03-25")),
        Past("Add a walk for 8 euros to Rex's stay", seen(dog="Rex"), acts("addExtra", 405, service="walk", price=8)),
        Past("Tell Ines Falk 'Odin is doing well'", [], [("messageOwner", {"owner": "Ines Falk", "message": "Odin is doing well"})]),
        Past("Cancel Lotte's stay with the reason 'Owner is ill'", seen(dog="Lotte"), acts("cancelStay", 402, reason="Owner is ill")),
        Past("If Marc Hahn has no upcoming stay, confirm Sky's stay", seen(owner="Marc Hahn"), []),
        Past("If Marc Hahn has more than one open stay, cancel his shortest one", seen(owner="Marc Hahn"), acts("cancelStay", 407)),
        Past("Check out Rex", seen(dog="Rex"), acts("checkOutStay", 405)),
    ),
)
