"""A gallery: objects, rooms and loans; ids hidden in objects, a status as a code, text searches."""

from collections.abc import Mapping

from tests.fields.service import ASK, Field, Job, Rows, Tool, contains, equal, find, listing, number, rows_of, text

ROWS = {
    "objects": rows_of(
        "inventoryNo title artist kind roomId condition insuredFor",
        "M-101|Harbour at Dusk|Ida Blom|painting|R1|good|40000",
        "M-102|Seated Woman|Jens Falk|sculpture|R2|fair|90000",
        "M-103|Blue Vase|Unknown|ceramic|R2|poor|3000",
        "M-104|Winter Road|Ida Blom|painting|R3|fair|52000",
        "M-105|Study of Hands|Piet Ruys|drawing|R3|good|8000",
        "M-106|Red Vase|Unknown|ceramic|R1|good|3500",
    ),
    "rooms": rows_of("roomId roomName floor closed", "R1|Sea Gallery|1|false", "R2|Hall of Stone|0|false", "R3|Print Cabinet|2|true"),
    "loans": rows_of(
        "loanId inventoryNo borrower from_day until_day state",
        "71|M-101|City Museum Ghent|2026-01-10|2026-04-10|out",
        "72|M-104|Nordic House|2026-04-01|2026-07-01|agreed",
        "73|M-105|City Museum Ghent|2025-10-01|2026-03-01|out",
        "74|M-102|Villa Sole|2026-05-01|2026-06-15|asked",
    ),
    "visits": rows_of("visitId guide groupName startsAt people", "1|Nadia|Rowan School|2026-03-13T10:00|24", "2|Omar|Senior Club|2026-03-13T14:00|12", "3|Nadia|Lions|2026-03-18T11:00|8"),
}


def objects(rows: Rows, filter: Mapping[str, str] | None = None) -> object:
    return {"data": contains(rows["objects"], dict(filter or {}))}


def loans(rows: Rows, state: str = "") -> object:
    return {"loans": equal(rows["loans"], {"state": state})}


def rooms(rows: Rows) -> object:
    return rows["rooms"]


def visits(rows: Rows, guide: str = "") -> object:
    return {"visits": contains(rows["visits"], {"guide": guide})}


def put(rows: Rows, inventoryNo: str, roomId: str) -> object:
    find(rows["rooms"], "roomId", roomId)
    find(rows["objects"], "inventoryNo", inventoryNo)["roomId"] = roomId
    return {"ok": True}


def assess(rows: Rows, inventoryNo: str, condition: str) -> object:
    assert condition in ("good", "fair", "poor")
    find(rows["objects"], "inventoryNo", inventoryNo)["condition"] = condition
    return {"ok": True}


def insure(rows: Rows, inventoryNo: str, insuredFor: int) -> object:
    find(rows["objects"], "inventoryNo", inventoryNo)["insuredFor"] = insuredFor
    return {"ok": True}


def prolong(rows: Rows, loanId: int, until_day: str) -> object:
    find(rows["loans"], "loanId", loanId)["until_day"] = until_day
    return {"ok": True}


def loan_state(state: str) -> object:
    def do(rows: Rows, loanId: int) -> object:
        find(rows["loans"], "loanId", loanId)["state"] = state
        return {"ok": True}

    return do


def close(rows: Rows, roomId: str, closed: bool) -> object:
    find(rows["rooms"], "roomId", roomId)["closed"] = closed
    return {"ok": True}


def guide(rows: Rows, visitId: int, guide: str) -> object:
    find(rows["visits"], "visitId", visitId)["guide"] = guide
    return {"ok": True}


def visit_time(rows: Rows, visitId: int, startsAt: str) -> object:
    find(rows["visits"], "visitId", visitId)["startsAt"] = startsAt
    return {"ok": True}


NO, LOAN, VISIT = text("Inventory number."), number("Id of the loan."), number("Id of the visit.")
FIELD = Field(
    "gallery", ROWS,
    (
        Tool("searchCollection", "Searches the collection.", {"filter": {"type": "object", "properties": {"title": text(), "artist": text(), "kind": text()}}}, objects),
        Tool("listRooms", "Rooms of the house.", {}, rooms),
        Tool("listLoans", "Loans to other houses.", {"state": text("asked, agreed, out or returned")}, loans, outputs=listing("loans", loanId=number(), inventoryNo=text(), borrower=text(), from_day=text(format="date"), until_day=text(format="date"), state=text())),
        Tool("listVisits", "Guided visits that are booked.", {"guide": text("First name of the guide.")}, visits),
        Tool("hangObject", "Hangs or places an object in a room.", {"inventoryNo": NO, "roomId": text("Id of the room.")}, put, ("inventoryNo", "roomId")),
        Tool("assessCondition", "Assesses in which condition an object is.", {"inventoryNo": NO, "condition": text("The condition.", enum=["good", "fair", "poor"])}, assess, ("inventoryNo", "condition")),
        Tool("setInsurance", "Sets the sum that an object is insured for.", {"inventoryNo": NO, "insuredFor": number("Sum in euros.")}, insure, ("inventoryNo", "insuredFor")),
        Tool("prolongLoan", "Prolongs a loan.", {"loanId": LOAN, "until_day": text("The new last day.", format="date")}, prolong, ("loanId", "until_day")),
        Tool("recallLoan", "Calls an object on loan back.", {"loanId": LOAN}, loan_state("recalled"), ("loanId",)),
        Tool("agreeToLoan", "Agrees to a loan that is asked for.", {"loanId": LOAN}, loan_state("agreed"), ("loanId",)),
        Tool("declineLoan", "Declines a loan that is asked for.", {"loanId": LOAN}, loan_state("declined"), ("loanId",)),
        Tool("setRoomClosed", "Closes a room to visitors, or opens it again.", {"roomId": text("Id of the room."), "closed": {"type": "boolean", "description": "Whether it is closed."}}, close, ("roomId", "closed")),
        Tool("assignGuide", "Gives a visit to a guide.", {"visitId": VISIT, "guide": text("First name of the guide.")}, guide, ("visitId", "guide")),
        Tool("rescheduleVisit", "Moves a visit to another time.", {"visitId": VISIT, "startsAt": text("Day and time.", format="date-time")}, visit_time, ("visitId", "startsAt")),
    ),
    (
        Job("Hang Winter Road in the Sea Gallery", [("hangObject", {"inventoryNo": "M-104", "roomId": "R1"})]),
        Job("Move both vases to the Hall of Stone", [("hangObject", {"inventoryNo": "M-106", "roomId": "R2"})]),
        Job("The condition of the Blue Vase is now fair", [("assessCondition", {"inventoryNo": "M-103", "condition": "fair"})]),
        Job("Insure everything by Ida Blom for 60000", [("setInsurance", {"inventoryNo": one, "insuredFor": 60000}) for one in ("M-101", "M-104")]),
        Job("Raise the insurance of Seated Woman by 10%", [("setInsurance", {"inventoryNo": "M-102", "insuredFor": 99000})]),
        Job("Prolong the loan of Harbour at Dusk by a month", [("prolongLoan", {"loanId": 71, "until_day": "2026-05-10"})]),
        Job("Call back every loan that is overdue", [("recallLoan", {"loanId": 73})]),
        Job("Say no to Villa Sole", [("declineLoan", {"loanId": 74})]),
        Job("Decline the loan that Villa Sole asked for", [("declineLoan", {"loanId": 74})]),
        Job("Close the Sea Gallery", [("setRoomClosed", {"roomId": "R1", "closed": True})]),
        Job("Open the Print Cabinet again", [("setRoomClosed", {"roomId": "R3", "closed": False})]),
        Job("Omar takes over all of Nadia's visits", [("assignGuide", {"visitId": one, "guide": "Omar"}) for one in (1, 3)]),
        Job("Give Nadia's visit on Friday to Omar", [("assignGuide", {"visitId": 1, "guide": "Omar"})]),
        Job("Move the visit of the Senior Club to 3pm", [("rescheduleVisit", {"visitId": 2, "startsAt": "2026-03-13T15:00"})]),
        Job("If the Print Cabinet is closed, hang Study of Hands in the Sea Gallery", [("hangObject", {"inventoryNo": "M-105", "roomId": "R1"})]),
        Job("Recall all loans to the City Museum in Ghent", [("recallLoan", {"loanId": one}) for one in (71, 73)]),
        Job("Lower the insurance of the cheapest drawing to 5000", [("setInsurance", {"inventoryNo": "M-105", "insuredFor": 5000})]),
        Job("Prolong the loan to the City Museum Ghent until May 1", ASK),
        Job("Sell the Red Vase", ASK),
        Job("Recall the loan to Casa Verde", ASK),
        Job("Which objects are in the Print Cabinet?", [], shows=("Winter Road",)),
    ),
)
