"""Past runs of the kinds of crossdock's tasks."""

from tests.fields.crossdock import (
    CANCELLED,
    CREWS,
    FIRMS,
    HELD,
    PACKED,
    RELEASED,
    SLOTS,
    article,
    booked,
    changed,
    docked,
    gone,
    goods,
    orders,
    picked_by,
    said,
    to_state,
)
from tests.fields.service import Call, Past


def slots(day: str) -> Call:
    return "list_slots_docks_slots_get", {"day": f"2026-03-{day}"}


def read(no: int) -> Call:
    return "read_order_orders__order_no__get", {"order_no": f"SO-{no}"}


STOCK: Call = ("list_articles_articles_get", {})
PASTS = (
    Past("When does the order for Ivy Kitchens have to leave the warehouse?", [orders(customer="Ivy Kitchens")], []),
    Past("Are there orders that need to be out by tomorrow and aren't on their way yet? Ignore what's been cancelled", [orders(limit=6, offset=at) for at in (0, 6, 12)], []),
    Past("How many released orders do we have?", [orders(state=20)], []),
    Past("We got the money from Elbe Outdoor today. Could you release the new order that they've placed?", [orders(state=10, customer="Elbe Outdoor")], [to_state(70209, RELEASED)]),
    Past("Release every new order that has to leave after March 17", [orders(state=10)], [to_state(70210, RELEASED), to_state(70221, RELEASED)]),
    Past("Of the new orders, please give Mina Sorel the one to pick that weighs the most", [orders(state=10), CREWS], [picked_by(70209, "W-08")]),
    Past("Fennel & Co's order goes with Blueline instead of Nordfracht", [orders(customer="Fennel"), FIRMS], [changed(70211, carrier="BLU")]),
    Past("Please change the new Bistro Nord order: it needs to go out by Monday already, and give it priority 2", [orders(state=10, customer="Bistro Nord")], [changed(70210, prio=2, ship_by="2026-03-16")]),
    Past("cancel the gerber pianos order", [orders(customer="Gerber Pianos")], [to_state(70214, CANCELLED)]),
    Past("What is it that we've got the most of in stock?", [STOCK], []),
    Past("What has fallen below its reorder quantity?", [STOCK], []),
    Past("According to today's count there are just 24 cordless drills on the shelf, the system says 27. Please put that right", [goods("Cordless drill")], [booked("TL-015", -3, "CNT")]),
    Past("Three of the 24 cm cast iron pans are damaged, take them out of stock", [goods("Cast iron pan")], [booked("KT-046", -3, "DMG")]),
    Past("Please put the minimum quantity for the camping stoves up to 30, we were nearly out of them twice this winter", [goods("Camping stove")], [article("AX-100", min_qty=30)]),
    Past("We no longer sell the black piano stool, please make it inactive", [goods("Piano stool")], [article("PN-900", active=False)]),
    Past("Nordfracht will be delivering to us on Friday, can you reserve dock 2 for them between 10:00 and 11:30? It's inbound", [FIRMS, slots("13")],
         [("create_slot_docks_slots_post", {"body": {"dock": 2, "carrier": "NFR", "day": "2026-03-13", "from_time": "10:00", "to_time": "11:30", "direction": "IN"}})]),
    Past("Nordfracht just called: they'll come half an hour later tomorrow. Move their slot", [slots("12"), FIRMS], [docked(4405, from_time="08:30", to_time="09:30")]),
    Past("Blueline isn't coming today, so the slot they had can be removed", [slots("11"), FIRMS], [gone(4404)]),
    Past("The Blueline truck at dock 3 is here already, mark its slot today as arrived", [slots("11"), FIRMS], [docked(4404, state=2)]),
    Past("Could you send Zsófia Nagy this message: 'The pallet lift is being repaired'", [CREWS], [said("W-12", "The pallet lift is being repaired")]),
    Past("Send Kessler the order numbers of everything that is packed for them", [FIRMS, orders(state=40, carrier="KTR")], [said("KTR", "SO-70215")]),
    None,
    Past("Set SO-70205 to packed. Same for SO-70213", [read(70205), read(70213)], [to_state(70205, PACKED), to_state(70213, PACKED)]),
    Past("Check Casa Verde's released order, please: should it be heavier than 5 kg, Rapid Parcel takes it. If it isn't, nothing changes", [orders(state=20, customer="Casa Verde"), FIRMS], [changed(70206, carrier="RLP")]),
    Past("If we have fewer than 5 walnut reading lamps, tell Katja Brandt 'Please count the walnut lamps', otherwise no need", [goods("Reading lamp walnut"), CREWS], [said("W-03", "Please count the walnut lamps")]),
    Past("Katja Brandt takes over as picker of whatever Mina has in picking right now", [CREWS, orders(state=30)], [picked_by(70213, "W-03")]),
    Past("What do the two orders for Elbe Outdoor weigh together?", [orders(customer="Elbe Outdoor")], []),
    None,
    None,
    Past("Please enter an order for Haven Books, Kiel. It's 10 pieces with 18.5 kg altogether, Rapid Parcel should take it, it has to be out by March 19 and priority 4 will do", [FIRMS],
         [("create_order_orders_post", {"body": {"customer": "Haven Books", "city": "Kiel", "prio": 4, "carrier": "RLP", "ship_by": "2026-03-19", "pieces": 10, "weight_g": 18500}})]),
    Past("Remove the note on Fennel & Co's order that's on hold", [orders(state=80, customer="Fennel")], [changed(70211, note="")]),
    None,
    Past("All of Kessler's orders that are new or released go on hold", [FIRMS, orders(carrier="KTR")], [to_state(70209, HELD), to_state(70214, HELD)]),
    Past("Put Kessler's truck at dock 3 tomorrow morning, not at dock 1", [slots("12"), FIRMS], [docked(4406, dock=3)]),
    Past("Delete the slots that are done", [SLOTS], [gone(4401)]),
    Past("I have to ring somebody about the Fennel & Co order: what's the name of the carrier's dispatcher, and which number do I call?", [orders(customer="Fennel"), FIRMS], []),
)  # fmt: skip
