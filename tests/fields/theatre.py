"""A box office: shows and orders that speak of each other by codes, patrons who are only found by their name."""

from tests.fields.service import ASK, Field, Job, Rows, Tool, contains, equal, find, listing, number, rows_of, text

ROWS = {
    "performances": rows_of(
        "perfNo show venue day seatsLeft status",
        "11|Hamlet|Main Stage|2026-03-14|40|on_sale",
        "12|Hamlet|Main Stage|2026-03-21|0|sold_out",
        "13|Swan Lake|Main Stage|2026-03-18|25|on_sale",
        "14|The Gulls|Studio|2026-03-13|6|on_sale",
        "15|The Gulls|Studio|2026-04-02|30|hidden",
    ),
    "patrons": rows_of("patronId fullName tier", "501|Rita Moss|gold", "502|Otto Lang|basic", "503|Pia Moss|basic"),
    "orders": rows_of(
        "orderRef patronId perfNo seats state",
        "R-1|501|11|2|paid",
        "R-2|501|13|4|reserved",
        "R-3|502|14|1|reserved",
        "R-4|503|11|3|paid",
        "R-5|502|12|2|paid",
    ),
    "notes": rows_of("noteNo patronId body", "1|501|Welcome back"),
}


def performances(rows: Rows, show: str = "", venue: str = "") -> object:
    return contains(rows["performances"], {"show": show, "venue": venue})


def patrons(rows: Rows, name: str) -> object:
    return {"hits": contains(rows["patrons"], {"fullName": name})}


def orders(rows: Rows, patronId: int = 0, state: str = "") -> object:
    return {"orders": equal(rows["orders"], {"patronId": patronId or None, "state": state})}


def void(rows: Rows, orderRef: str) -> object:
    rows["orders"].remove(find(rows["orders"], "orderRef", orderRef))
    return {"ok": True}


def seats(rows: Rows, orderRef: str, seats: int) -> object:
    find(rows["orders"], "orderRef", orderRef)["seats"] = seats
    return {"ok": True}


def swap(rows: Rows, orderRef: str, perfNo: int) -> object:
    find(rows["performances"], "perfNo", perfNo)
    find(rows["orders"], "orderRef", orderRef)["perfNo"] = perfNo
    return {"ok": True}


def shift(rows: Rows, perfNo: int, day: str) -> object:
    find(rows["performances"], "perfNo", perfNo)["day"] = day
    return {"ok": True}


def status(rows: Rows, perfNo: int, status: str) -> object:
    assert status in ("on_sale", "sold_out", "hidden")
    find(rows["performances"], "perfNo", perfNo)["status"] = status
    return {"ok": True}


def tier(rows: Rows, patronId: int, tier: str) -> object:
    assert tier in ("basic", "silver", "gold")
    find(rows["patrons"], "patronId", patronId)["tier"] = tier
    return {"ok": True}


def note(rows: Rows, patronId: int, body: str) -> object:
    find(rows["patrons"], "patronId", patronId)
    rows["notes"].append({"noteNo": 9, "patronId": patronId, "body": body})
    return {"ok": True}


PERF, PATRON, REF = number("Number of the performance."), number("Id of the patron."), text("Reference of the order.")
FIELD = Field(
    "theatre", ROWS,
    (
        Tool("performances.list", "Performances, past and to come.", {"show": text("Title of the show."), "venue": text("Main Stage or Studio")}, performances),
        Tool("patrons.find", "Looks patrons up.", {"name": text("Name, or a part of it.")}, patrons, ("name",), listing("hits", patronId=number(), fullName=text(), tier=text())),
        Tool("orders.list", "Orders of tickets.", {"patronId": PATRON, "state": text("reserved or paid")}, orders, outputs=listing("orders", orderRef=text(), patronId=number(), perfNo=number(), seats=number(), state=text())),
        Tool("orders.void", "Voids an order and sets its seats free.", {"orderRef": REF}, void, ("orderRef",)),
        Tool("orders.resize", "Changes how many seats an order holds.", {"orderRef": REF, "seats": number("How many seats.")}, seats, ("orderRef", "seats")),
        Tool("orders.exchange", "Exchanges an order for another performance.", {"orderRef": REF, "perfNo": PERF}, swap, ("orderRef", "perfNo")),
        Tool("performances.postpone", "Moves a performance to another day.", {"perfNo": PERF, "day": text("The new day.", format="date")}, shift, ("perfNo", "day")),
        Tool("performances.publish", "Sets whether a performance is offered.", {"perfNo": PERF, "status": text("How it is offered.", enum=["on_sale", "sold_out", "hidden"])}, status, ("perfNo", "status")),
        Tool("patrons.setTier", "Sets the tier of a patron.", {"patronId": PATRON, "tier": text("The tier.", enum=["basic", "silver", "gold"])}, tier, ("patronId", "tier")),
        Tool("patrons.annotate", "Writes a note on a patron.", {"patronId": PATRON, "body": text("What to write.")}, note, ("patronId", "body")),
    ),
    (
        Job("Void Rita Moss's order for Hamlet", [("orders.void", {"orderRef": "R-1"})]),
        Job("Make Otto Lang a gold patron", [("patrons.setTier", {"patronId": 502, "tier": "gold"})]),
        Job("Put the sold out Hamlet back on sale", [("performances.publish", {"perfNo": 12, "status": "on_sale"})]),
        Job("Hide all performances in the Studio", [("performances.publish", {"perfNo": 14, "status": "hidden"})]),
        Job("Void every reserved order", [("orders.void", {"orderRef": one}) for one in ("R-2", "R-3")]),
        Job("Postpone Swan Lake to March 25", [("performances.postpone", {"perfNo": 13, "day": "2026-03-25"})]),
        Job("Push the performances on the Main Stage back by a week", [("performances.postpone", {"perfNo": one, "day": day}) for one, day in ((11, "2026-03-21"), (12, "2026-03-28"), (13, "2026-03-25"))]),
        Job("Set the seats of order R-4 to 5", [("orders.resize", {"orderRef": "R-4", "seats": 5})]),
        Job("Give Pia Moss two more seats for Hamlet", [("orders.resize", {"orderRef": "R-4", "seats": 5})]),
        Job("Add a note to Otto Lang: 'Prefers the aisle'", [("patrons.annotate", {"patronId": 502, "body": "Prefers the aisle"})]),
        Job("If Otto Lang has a reserved order, void it", [("orders.void", {"orderRef": "R-3"})]),
        Job("If Pia Moss has more than one order, make her silver", []),
        Job("Void the order of Rita Moss", ASK),
        Job("Void all orders of Ugo Stein", []),
        Job("Which performances in the Studio are on sale?", [], shows=("The Gulls",)),
    ),
)
