"""The desk of a restaurant: verb_noun names, dates apart from times, prices in cents, bare lists, people told by table and name.

Left out until 2026-11-29.  Written without reading the planner, and before it was run.
"""

from tests.fields.checks import array, boolean, changing, clock, day, matching, one_of, step, whole
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Rows, Tool, equal, find, number, rows_of, text

TODAY = "2026-03-11"
ROWS = {
    "reservations": rows_of(
        "reservation_id name party_size date time table_number phone status note",
        "rsv-198|Lucille Achebe|2|2026-03-10|20:00|3|+44 20 5550 0190|booked|",
        "rsv-200|Oscar Nyman|4|2026-03-10|19:00|5|+44 20 5550 0164|completed|",
        "rsv-201|Giulia Bianchi|4|2026-03-11|19:00|5|+44 20 5550 0101|booked|",
        "rsv-202|Chidi Okonkwo|2|2026-03-11|19:30|2|+44 20 5550 0112|booked|window seat",
        "rsv-203|Werner Hartmann|6|2026-03-11|20:00|8|+44 20 5550 0123|booked|",
        "rsv-204|Min Lee|2|2026-03-11|12:30|1|+44 20 5550 0134|booked|",
        "rsv-205|Grace Lee|5|2026-03-12|19:00|7|+44 20 5550 0145|booked|",
        "rsv-206|Jana Novak|3|2026-03-12|18:30|4|+44 20 5550 0156|booked|",
        "rsv-207|Paul Delacroix|8|2026-03-13|20:00|10|+44 20 5550 0167|booked|birthday cake",
        "rsv-208|Ana Ferreira|2|2026-03-13|19:00|3|+44 20 5550 0178|booked|",
        "rsv-209|Ingmar Sorensen|4|2026-03-14|13:00|5|+44 20 5550 0189|booked|",
        "rsv-210|Werner Hartmann|2|2026-03-15|12:00|2|+44 20 5550 0123|booked|",
        "rsv-211|Elena Ruiz|4|2026-03-11|20:30|6|+44 20 5550 0111|cancelled|",
    ),
    "tables": rows_of(
        "table_number seats area",
        "1|2|window",
        "2|2|window",
        "3|2|main",
        "4|4|main",
        "5|4|main",
        "6|4|main",
        "7|6|main",
        "8|6|window",
        "9|6|terrace",
        "10|10|private room",
        "11|12|terrace",
    ),
    "menu": rows_of(
        "item_id name category price_cents available",
        "101|Onion soup|starter|750|true",
        "102|Beef tartare|starter|1400|true",
        "103|Burrata|starter|1250|false",
        "111|Steak frites|main|2650|true",
        "112|Sea bass|main|2900|true",
        "113|Mushroom risotto|main|1950|true",
        "114|Duck confit|main|2450|false",
        "121|Crème brûlée|dessert|850|true",
        "122|Chocolate tart|dessert|900|true",
        "131|House red, glass|drink|650|true",
        "132|House white, glass|drink|650|true",
        "133|Sparkling water|drink|480|true",
        "134|Espresso|drink|320|true",
        "141|Granola bowl|breakfast|890|true",
        "142|Croque madame|breakfast|1150|true",
        "143|Croissant|breakfast|290|true",
    ),
    "orders": rows_of(
        "order_id table_number opened_at status discount_percent",
        "8800|4|08:45|closed|0",
        "8801|3|09:20|open|0",
        "8802|6|09:35|open|0",
        "8803|8|09:50|open|0",
        "8804|1|09:55|open|0",
    ),
    "lines": rows_of(
        "line_id order_id item_id quantity remark status",
        "60010|8800|143|2||served",
        "60011|8801|142|2||served",
        "60012|8801|134|2||served",
        "60013|8802|141|1|no nuts|served",
        "60014|8802|143|3||served",
        "60015|8802|133|1||ordered",
        "60016|8803|134|1||served",
        "60017|8803|143|1||ordered",
        "60018|8804|142|1||ordered",
    ),
    "texts": [],
}
WHY, PAYMENT = ("not_served", "mistake", "complaint", "other"), ("card", "cash", "invoice")


def fits(rows: Rows, table_number: int | None, party_size: int) -> int | None:
    if table_number is not None and find(rows["tables"], "table_number", table_number)["seats"] < party_size:
        raise Refusal(f"table {table_number} is too small")
    return table_number


def reservations(rows: Rows, date: str = "", name: str = "") -> object:
    return matching(rows["reservations"], {"name": name}, date=day(date) if date else "")


def create(rows: Rows, name: str, party_size: int, date: str, time: str, phone: str = "", table_number: int | None = None, note: str = "") -> object:
    rows["reservations"].append({
        "reservation_id": f"rsv-{199 + len(rows['reservations'])}", "name": name, "party_size": whole(party_size, 1, 40), "date": day(date), "time": clock(time),
        "table_number": fits(rows, table_number, party_size), "phone": phone or "", "status": "booked", "note": note or "",
    })  # fmt: skip
    return rows["reservations"][-1]


def update(rows: Rows, reservation_id: str, **fields: object) -> object:
    row = step(rows, "reservations", reservation_id, "booked", "booked")
    fits(rows, fields.get("table_number"), fields.get("party_size", row["party_size"]))
    return changing(row, fields, date=day, time=clock, party_size=lambda told: whole(told, 1, 40), table_number=int, note=str)


def cancel(rows: Rows, reservation_id: str, cancelled_by: str = "guest") -> object:
    who = one_of(cancelled_by, "guest", "restaurant")
    row = step(rows, "reservations", reservation_id, "cancelled", "booked")
    row["cancelled_by"] = who
    return row


def item(rows: Rows, item_id: int, **fields: object) -> object:
    return changing(find(rows["menu"], "item_id", item_id), fields, available=boolean, price_cents=lambda told: whole(told, 1, 100_000))


def details(rows: Rows, order_id: int) -> object:
    names = {row["item_id"]: row["name"] for row in rows["menu"]}
    lines = [{**row, "item_name": names[row["item_id"]]} for row in equal(rows["lines"], {"order_id": order_id})]
    return {**find(rows["orders"], "order_id", order_id), "lines": lines}


def add(rows: Rows, order_id: int, item_id: int, quantity: int = 1, remark: str = "") -> object:
    if not find(rows["menu"], "item_id", item_id)["available"]:
        raise Refusal("that is not available today")
    rows["lines"].append({
        "line_id": 60010 + len(rows["lines"]), "order_id": step(rows, "orders", order_id, "open", "open")["order_id"], "item_id": item_id, "quantity": whole(quantity, 1, 50),
        "remark": remark or "", "status": "ordered",
    })  # fmt: skip
    return rows["lines"][-1]


def void(rows: Rows, line_id: int, reason: str = "other") -> object:
    why = one_of(reason, *WHY)
    row = step(rows, "lines", line_id, "void", "ordered", "served")
    row["reason"] = why
    return row


def discount(rows: Rows, order_id: int, percent: int) -> object:
    row = step(rows, "orders", order_id, "open", "open")
    row["discount_percent"] = whole(percent, 0, 100)
    return row


def close(rows: Rows, order_id: int, paid_by: str) -> object:
    how = one_of(paid_by, *PAYMENT)
    row = step(rows, "orders", order_id, "closed", "open")
    row["paid_by"] = how
    return row


def sms(rows: Rows, phone: str, message: str) -> object:
    rows["texts"].append({"phone": find(rows["reservations"], "phone", phone)["phone"], "message": message})
    return {"status": "sent"}


def rsv(verb: str, *reservations: int, **more: object) -> list[Call]:
    return [(f"{verb}_reservation", {"reservation_id": f"rsv-{one}", **more}) for one in reservations]


def booked(name: str, size: int, date: str, time: str, **more: object) -> list[Call]:
    return [("create_reservation", {"name": name, "party_size": size, "date": f"2026-03-{date}", "time": time, **more})]


def stocked(available: bool, *items: int) -> list[Call]:
    return [("set_item_availability", {"item_id": one, "available": available}) for one in items]


def priced(*pairs: tuple[int, int]) -> list[Call]:
    return [("update_item_price", {"item_id": item, "price_cents": cents}) for item, cents in pairs]


def line(order: int, item: int, quantity: int = 1, **more: object) -> Call:
    return "add_order_line", {"order_id": order, "item_id": item, "quantity": quantity, **more}


def on(verb: str, *orders: int, **more: object) -> list[Call]:
    return [(verb, {"order_id": one, **more}) for one in orders]


def voided(reason: str, *lines: int) -> list[Call]:
    return [("void_order_line", {"line_id": one, "reason": reason}) for one in lines]


def texted(words: str, *phones: str) -> list[Call]:
    return [("send_sms", {"phone": f"+44 20 5550 {one}", "message": words}) for one in phones]


def look(**filters: object) -> Call:
    return "search_reservations", filters


ORDERS, MENU = ("list_orders", {"status": "open"}), ("list_menu", {})
RESERVATION, ITEM, ORDER, LINE, TABLE = text("Reservation id."), number("Menu item id."), number("Order id."), number("Line id."), number("Number of the table.")
DATE, TIME, SIZE, PHONE = text("YYYY-MM-DD", format="date"), text("HH:MM, 24 hours"), number("How many guests."), text("Phone number.")
BOOKED = dict(reservation_id=RESERVATION, name=text("Name of the guest."), party_size=SIZE, date=DATE, time=TIME, table_number=TABLE, phone=PHONE, status=text("booked, completed, cancelled or no_show"), note=text())
CATEGORY = text("Part of the menu.", enum=["breakfast", "starter", "main", "dessert", "drink"])


TOOLS = (
    Tool("search_reservations", "Find reservations by date or guest.", {"date": DATE, "name": text("Part of the guest's name.")}, reservations, outputs=array(**BOOKED)),
    Tool("create_reservation", "Book a table. Without a table number the host picks one later.", {"name": text("Name of the guest."), "party_size": SIZE, "date": DATE, "time": TIME, "phone": PHONE, "table_number": TABLE, "note": text("Wishes of the guest.")}, create, ("name", "party_size", "date", "time")),
    Tool("update_reservation", "Change a reservation: day, time, number of guests, table or note.", {"reservation_id": RESERVATION, "date": DATE, "time": TIME, "party_size": SIZE, "table_number": TABLE, "note": text("Wishes of the guest.")}, update, ("reservation_id",)),
    Tool("cancel_reservation", "Cancel a reservation.", {"reservation_id": RESERVATION, "cancelled_by": text("Who cancels.", enum=["guest", "restaurant"], default="guest")}, cancel, ("reservation_id",)),
    Tool("mark_no_show", "Mark that the guests of a reservation did not come.", {"reservation_id": RESERVATION}, lambda rows, reservation_id: step(rows, "reservations", reservation_id, "no_show", "booked"), ("reservation_id",)),
    Tool("list_tables", "List all tables.", {}, lambda rows: rows["tables"], outputs=array(table_number=TABLE, seats=number(), area=text())),
    Tool("list_menu", "List the menu.", {"category": CATEGORY}, lambda rows, category="": equal(rows["menu"], {"category": category}), outputs=array(item_id=ITEM, name=text(), category=CATEGORY, price_cents=number("Price in cents."), available={"type": "boolean"})),
    Tool("set_item_availability", "Mark a menu item as available or sold out.", {"item_id": ITEM, "available": {"type": "boolean", "description": "false when sold out"}}, lambda rows, item_id, available: item(rows, item_id, available=available), ("item_id", "available")),
    Tool("update_item_price", "Change the price of a menu item.", {"item_id": ITEM, "price_cents": number("New price in cents.")}, lambda rows, item_id, price_cents: item(rows, item_id, price_cents=price_cents), ("item_id", "price_cents")),
    Tool("list_orders", "List today's orders (one per table and visit).", {"status": text("Which ones; all if left out.", enum=["open", "closed"])}, lambda rows, status="": equal(rows["orders"], {"status": status}), outputs=array(order_id=ORDER, table_number=TABLE, opened_at=TIME, status=text(), discount_percent=number())),
    Tool("get_order", "Get an order with its lines.", {"order_id": ORDER}, details, ("order_id",)),
    Tool("add_order_line", "Add a menu item to an open order.", {"order_id": ORDER, "item_id": ITEM, "quantity": number("How many.", default=1), "remark": text("For the kitchen.")}, add, ("order_id", "item_id")),
    Tool("void_order_line", "Take a line off the bill.", {"line_id": LINE, "reason": text("Why.", enum=list(WHY), default="other")}, void, ("line_id",)),
    Tool("apply_discount", "Give a discount on a whole open order.", {"order_id": ORDER, "percent": number("Percent off.")}, discount, ("order_id", "percent")),
    Tool("close_order", "Close an order when the guests have paid.", {"order_id": ORDER, "paid_by": text("How they paid.", enum=list(PAYMENT))}, close, ("order_id", "paid_by")),
    Tool("send_sms", "Send a text message to a guest.", {"phone": PHONE, "message": text("Text of the message.")}, sms, ("phone", "message")),
)
JOBS = (
    Job("Book a table for Marta Kowal, 4 people, Friday at 7 pm, phone +44 20 5550 0177", booked("Marta Kowal", 4, "13", "19:00", phone="+44 20 5550 0177")),
    Job("Okonkwo can't come tonight after all, please cancel", rsv("cancel", 202)),
    Job("The Bianchis will be three tonight instead of four", rsv("update", 201, party_size=3)),
    Job("Sorensen wants to come half an hour later on Saturday", rsv("update", 209, time="13:30")),
    Job("Mr Hartmann rang, he can't make it on Sunday. Cancel that one please.", rsv("cancel", 210)),
    Job("Delacroix comes an hour earlier and needs 10 seats instead of 8", rsv("update", 207, time="19:00", party_size=10)),
    Job("we're out of sea bass", stocked(False, 112)),
    Job("The burrata and the duck are back on", stocked(True, 103, 114)),
    Job("An espresso costs 3.50 from now on", priced((134, 350))),
    Job("All desserts go up by 50 cents", priced((121, 900), (122, 950))),
    Job("Steak frites 27.90 and risotto 20.50 from today please", priced((111, 2790), (113, 2050))),
    Job("Everything on the breakfast menu is sold out", stocked(False, 141, 142, 143)),
    Job("Two more espressos for table 3", [line(8801, 134, 2)]),
    Job("another croissant for table 6", [line(8802, 143)]),
    Job("Table 8 would like a granola bowl, remark 'without nuts', and a sparkling water", [line(8803, 141, remark="without nuts"), line(8803, 133)]),
    Job("Take the sparkling water off table 6's bill, it was never served", voided("not_served", 60015)),
    Job("15% off for table 6, they had to wait ages", on("apply_discount", 8802, percent=15)),
    Job("Table 3 has paid by card", on("close_order", 8801, paid_by="card")),
    Job("Tables 3 and 8 both paid cash, close them", on("close_order", 8801, 8803, paid_by="cash")),
    Job("Lucille Achebe never turned up last night", [("mark_no_show", {"reservation_id": "rsv-198"})]),
    Job("Please text everyone who has booked for tonight: 'The heating is broken, please dress warmly'", texted("The heating is broken, please dress warmly", "0101", "0112", "0123")),
    Job("Ana Ferreira isn't sure whether her booking went through. Text her 'Your table is confirmed, see you on Friday'", texted("Your table is confirmed, see you on Friday", "0178")),
    Job("Put Novak on table 9 and note 'high chair'", rsv("update", 206, table_number=9, note="high chair")),
    Job("All of Friday's reservations have to move to Saturday, same time", rsv("update", 207, 208, date="2026-03-14")),
    Job("The largest party on Friday should sit at table 11", rsv("update", 207, table_number=11)),
    Job("If Grace Lee's party is bigger than four, give them table 8, otherwise leave them where they are", rsv("update", 205, table_number=8)),
    Job("Who is coming tomorrow?", [], shows=("Grace Lee", "Jana Novak")),
    Job("Is the crème brûlée still available, and what does it cost?", [], shows=("850",)),
    Job("Cancel the reservation for Lee", ASK),
    Job("Book a table for Tom Ashworth on Saturday", ASK),
    Job("Have the carpet on the terrace cleaned", ASK),
    Job("A glass of the house wine for table 1", ASK),
)
PASTS = (
    Past("Book a table for Rosa Quint, 2 people, Saturday at 8 pm, phone +44 20 5550 0155", [], booked("Rosa Quint", 2, "14", "20:00", phone="+44 20 5550 0155")),
    Past("Cancel the Sorensen reservation", [look(name="Sorensen")], rsv("cancel", 209)),
    Past("We have to cancel Ferreira ourselves, the terrace is closed", [look(name="Ferreira")], rsv("cancel", 208, cancelled_by="restaurant")),
    Past("Novak will be four instead of three", [look(name="Novak")], rsv("update", 206, party_size=4)),
    Past("Okonkwo wants to come an hour later tonight", [look(name="Okonkwo", date=TODAY)], rsv("update", 202, time="20:30")),
    Past("we're out of onion soup", [MENU], stocked(False, 101)),
    Past("The duck is back on", [("list_menu", {"category": "main"})], stocked(True, 114)),
    Past("A croissant costs 3.10 from now on", [MENU], priced((143, 310))),
    Past("All starters go up by a euro", [("list_menu", {"category": "starter"})], priced((101, 850), (102, 1500), (103, 1350))),
    Past("All desserts are sold out", [("list_menu", {"category": "dessert"})], stocked(False, 121, 122)),
    Past("One more granola bowl for table 6", [ORDERS, MENU], [line(8802, 141)]),
    Past("Three croissants for table 3, remark 'warm'", [ORDERS, MENU], [line(8801, 143, 3, remark="warm")]),
    Past("Take the croissant off table 8's bill, it was a mistake", [ORDERS, ("get_order", {"order_id": 8803})], voided("mistake", 60017)),
    Past("10% off for table 1", [ORDERS], on("apply_discount", 8804, percent=10)),
    Past("Table 6 paid by card", [ORDERS], on("close_order", 8802, paid_by="card")),
    Past("Oh, and Min Lee didn't come today, mark it", [look(name="Min Lee")], [("mark_no_show", {"reservation_id": "rsv-204"})]),
    Past("Text everyone who has booked for tomorrow: 'We look forward to seeing you'", [look(date="2026-03-12")], texted("We look forward to seeing you", "0145", "0156")),
    Past("Text Paul Delacroix 'The cake is ordered'", [look(name="Paul Delacroix")], texted("The cake is ordered", "0167")),
    Past("All of tomorrow's reservations have to move to Friday, same time", [look(date="2026-03-12")], rsv("update", 205, 206, date="2026-03-13")),
    Past("The largest party tonight should sit at the biggest table on the terrace", [look(date=TODAY), ("list_tables", {})], rsv("update", 203, table_number=11)),
    Past("What did table 6 have?", [ORDERS, ("get_order", {"order_id": 8802})], []),
)
FIELD = Field("bistro", ROWS, TOOLS, JOBS, PASTS)
