"""Past runs of the kinds of laundry's tasks."""

from tests.fields.laundry import DRAFTS, ORDERS, RULES, SERVICES, client, look, order, rule, service
from tests.fields.service import Past

UNPAID = ("orders_index", {"status": "any", "financial_status": "unpaid"})
PASTS = (
    Past("Priya Anand has a restaurant too from today, tag her like the other one", [look("Priya Anand"), look("tags:restaurant")], [client(18, tags="hotel, vip, restaurant")]),
    Past("Please change the number that we have for Hannah Weir, she's on +44 7700 900523 from now on", [look("Hannah Weir")], [client(16, phone="+44 7700 900523")]),
    Past("L1045 won't be paid after all, the customer's card was declined. Cancel it please", [ORDERS], [order("cancel", 1045, reason="declined")]),
    Past("As of today we charge 4.50 for a tablecloth", [SERVICES], [service(5503, price="4.50")]),
    Past('Put "fold in thirds" down on Priya Anand\'s order', [ORDERS], [("orders_update", {"id": 887301, "order": {"id": 887301, "note": "fold in thirds"}})]),
    Past("Duvets are off for good since the big drum broke. That service can be archived", [SERVICES], [service(5506, status="archived")]),
    Past("Let the 5 pound spring code run until the end of May", [RULES], [rule("SPRINGDUVET", 9902, ends_at="2026-05-31T23:59:59+00:00")]),
    Past("Could you count the orders for me that Tam Nguyen hasn't paid yet?", [UNPAID], []),
    Past("Get rid of Dev's draft, and the one with the silk scarf becomes a proper order", [DRAFTS], [("drafts_destroy", {"id": 662204}), ("drafts_complete", {"id": 662205})]),
    Past(
        "All orders made between 24 February and 3 March that we've been paid for and have brought back may be closed now, save those somebody has put a note on",
        [("orders_index", {"status": "open", "financial_status": "paid", "created_at_min": "2026-02-24T00:00:00+00:00", "created_at_max": "2026-03-03T23:59:59+00:00"})],
        [order("close", 1041), order("close", 1043)],
    ),
    Past('If what Ivo Falk owes us comes to more than 20 pounds, tag him "remind", otherwise "reliable"', [look("Ivo Falk"), UNPAID], [client(14, tags="reliable")]),
    Past("Every draft that one of our VIPs has should go ahead as an order; the Anchor Inn's has to wait, though", [look("tags:vip"), DRAFTS], [("drafts_complete", {"id": 662205})]),
    None,
    None,
)
