"""Parcels of a carrier: noun first in names, nested filters and changes, codes as ids, weights in grams, pages by cursor."""

from collections.abc import Mapping

from tests.fields.service import ASK, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

ROWS = {
    "parcels": rows_of(
        "code sender receiver city status weight_g courier promised_on fragile",
        "PX-501|Lumen Shop|Ora Finch|Lyon|in_depot|1200|Rafi|2026-03-11|false",
        "PX-502|Lumen Shop|Pia Stern|Nice|out_for_delivery|300|Uma|2026-03-11|true",
        "PX-503|Book Barn|Ora Finch|Lyon|delivered|900|Rafi|2026-03-09|false",
        "PX-504|Book Barn|Sven Ruiz|Lille|in_depot|5400|Uma|2026-03-10|false",
        "PX-505|Toy Tower|Tess Quill|Lyon|returned|700|Rafi|2026-03-06|true",
        "PX-506|Toy Tower|Pia Stern|Nice|in_depot|2100|Viktor|2026-03-13|true",
        "PX-507|Lumen Shop|Sven Ruiz|Lille|lost|450|Viktor|2026-03-04|false",
        "PX-508|Book Barn|Tess Quill|Lyon|out_for_delivery|1500|Rafi|2026-03-10|false",
        "PX-509|Toy Tower|Ora Finch|Lyon|in_depot|8000|Rafi|2026-03-16|true",
    ),
    "messages": [],
}


def listing_of(rows: Rows, filter: Mapping[str, object] | None = None, cursor: str = "") -> object:
    told = filter or {}
    unknown = {*told} - {*ROWS["parcels"][0]}
    if unknown:
        raise Refusal(f"cannot filter by {sorted(unknown)}")
    found = [row for row in rows["parcels"] if all(row[name] == value for name, value in told.items())]
    at = int(cursor or 0)
    return {"items": found[at:at + 6], "next_cursor": str(at + 6) if at + 6 < len(found) else None}


def patch(rows: Rows, code: str, changes: Mapping[str, object]) -> object:
    row = find(rows["parcels"], "code", code)
    if {*changes} - {"receiver", "city", "courier", "promised_on", "fragile", "status"}:
        raise Refusal("this cannot be changed")
    row.update(changes)
    return row


def remove(rows: Rows, code: str) -> object:
    rows["parcels"].remove(find(rows["parcels"], "code", code))
    return {}


def give_back(rows: Rows, code: str) -> object:
    find(rows["parcels"], "code", code)["status"] = "returned"
    return {}


def register(rows: Rows, sender: str, receiver: str, city: str, weight_g: int, fragile: bool = False) -> object:
    rows["parcels"].append({"code": f"PX-{501 + len(rows['parcels'])}", "sender": sender, "receiver": receiver, "city": city, "status": "in_depot", "weight_g": weight_g, "courier": "", "promised_on": "", "fragile": fragile})
    return rows["parcels"][-1]


def message(rows: Rows, courier: str, body: str) -> object:
    rows["messages"].append({"courier": courier, "body": body})
    return {}


def change(code: str, **changes: object) -> tuple[str, dict[str, object]]:
    return "parcel_patch", {"code": code, "changes": changes}


def codes(name: str, *several: str) -> list[tuple[str, dict[str, object]]]:
    return [(name, {"code": one}) for one in several]


def only(**told: object) -> list[tuple[str, dict[str, object]]]:
    return [("parcel_list", {"filter": told})]


ALL = [("parcel_list", {}), ("parcel_list", {"cursor": "6"})]
CODE = text("Code of the parcel, such as PX-100.")
NESTED = {"receiver": text("Who gets it."), "city": text("City it goes to."), "courier": text("First name of the courier."), "status": text("in_depot, out_for_delivery, delivered, returned or lost.")}
FIELD = Field(
    "parcels", ROWS,
    (
        Tool("parcel_list", "Parcels, six at a time.", {"filter": {"type": "object", "properties": {**NESTED, "sender": text("Shop that sends it."), "fragile": {"type": "boolean"}}}, "cursor": text("Where to go on, from next_cursor.")}, listing_of),
        Tool("parcel_patch", "Changes properties of a parcel.", {"code": CODE, "changes": {"type": "object", "properties": {**NESTED, "promised_on": text("Day promised to the receiver, YYYY-MM-DD."), "fragile": {"type": "boolean"}}}}, patch, ("code", "changes")),
        Tool("parcel_delete", "Deletes a parcel from the books.", {"code": CODE}, remove, ("code",)),
        Tool("parcel_return", "Sends a parcel back to the shop.", {"code": CODE}, give_back, ("code",)),
        Tool("parcel_register", "Registers a new parcel.", {"sender": text("Shop that sends it."), "receiver": text("Who gets it."), "city": text("City it goes to."), "weight_g": number("Weight in grams."), "fragile": {"type": "boolean"}}, register, ("sender", "receiver", "city", "weight_g")),
        Tool("courier_message", "Sends a courier a message.", {"courier": text("First name of the courier."), "body": text("What to tell the courier.")}, message, ("courier", "body")),
    ),
    (
        Job("Return every fragile parcel of Toy Tower that is in the depot", codes("parcel_return", "PX-506", "PX-509")),
        Job("Delete all lost parcels", codes("parcel_delete", "PX-507")),
        Job("Hand Uma's parcels over to Viktor", [change("PX-502", courier="Viktor"), change("PX-504", courier="Viktor")]),
        Job("Return the heaviest parcel for Lyon", codes("parcel_return", "PX-509")),
        Job("Set the courier of all undelivered parcels for Nice to Rafi", [change("PX-502", courier="Rafi"), change("PX-506", courier="Rafi")]),
        Job("Push the promised date of Tess Quill's parcel that is out for delivery back by 2 days", [change("PX-508", promised_on="2026-03-12")]),
        Job("Return Ora Finch's parcel", ASK),
        Job("Return all late parcels of Book Barn", codes("parcel_return", "PX-504", "PX-508")),
        Job("Mark every parcel of Pia Stern as delivered", [change("PX-502", status="delivered"), change("PX-506", status="delivered")]),
        Job("Register a fragile parcel of 750 grams from Toy Tower for Sven Ruiz in Lille", [("parcel_register", {"sender": "Toy Tower", "receiver": "Sven Ruiz", "city": "Lille", "weight_g": 750, "fragile": True})]),
        Job("Tell Rafi 'The depot closes at six'", [("courier_message", {"courier": "Rafi", "body": "The depot closes at six"})]),
        Job("If Viktor has more than two parcels, give his lightest one to Uma", []),
        Job("If Rafi has more than two parcels, give his lightest one to Uma", [change("PX-505", courier="Uma")]),
        Job("Return the parcel for Otto Kern", ASK),
        Job("Tess Quill has moved. Change the city of her undelivered parcels to Nice", [change("PX-508", city="Nice")]),
        Job("Delete every returned parcel and mark the parcel of Sven Ruiz that is in the depot as lost", [*codes("parcel_delete", "PX-505"), change("PX-504", status="lost")]),
    ),
    (
        Past("Return every fragile parcel for Nice that is in the depot", ALL, codes("parcel_return", "PX-506")),
        Past("Delete all returned parcels", only(status="returned"), codes("parcel_delete", "PX-505")),
        Past("Hand Viktor's parcels over to Rafi", only(courier="Viktor"), [change("PX-506", courier="Rafi"), change("PX-507", courier="Rafi")]),
        Past("Return the heaviest parcel for Lille", only(city="Lille"), codes("parcel_return", "PX-504")),
        Past("Set the courier of all undelivered parcels for Lille to Rafi", ALL, [change("PX-504", courier="Rafi")]),
        Past("Set the courier of the undelivered parcels of Toy Tower to Uma", ALL, [change("PX-506", courier="Uma"), change("PX-509", courier="Uma")]),
        Past("Push the promised date of Sven Ruiz's parcel in the depot back by 3 days", ALL, [change("PX-504", promised_on="2026-03-13")]),
        Past("Return all late parcels of Uma", ALL, codes("parcel_return", "PX-504")),
        Past("Return all late parcels", ALL, codes("parcel_return", "PX-504", "PX-508")),
        Past("Mark every parcel of Tess Quill as delivered", ALL, [change("PX-505", status="delivered"), change("PX-508", status="delivered")]),
        Past("Register a parcel of 400 grams from Book Barn for Ora Finch in Lyon", [], [("parcel_register", {"sender": "Book Barn", "receiver": "Ora Finch", "city": "Lyon", "weight_g": 400})]),
        Past("Tell Uma 'Please call the depot'", [], [("courier_message", {"courier": "Uma", "body": "Please call the depot"})]),
        Past("If Uma has more than two parcels, give her lightest one to Rafi", only(courier="Uma"), []),
        Past("If Rafi has more than three parcels, give his lightest one to Viktor", only(courier="Rafi"), [change("PX-505", courier="Viktor")]),
        Past("Delete every lost parcel and mark the parcel of Tess Quill that is out for delivery as delivered", ALL, [*codes("parcel_delete", "PX-507"), change("PX-508", status="delivered")]),
    ),
)
