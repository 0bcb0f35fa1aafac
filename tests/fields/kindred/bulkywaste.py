"""Past runs of the kinds of bulkywaste's tasks."""

from tests.fields.bulkywaste import FIELDS_LOOK, GROUPS, PICKUPS, changed, dated, looked, many, user
from tests.fields.service import Past

PASTS = (
    Past("Irma Vogel's sofa is one for the South crew", [looked('type:pickup requester:"Irma Vogel"'), GROUPS], [changed(5501, group_id=36002)]),
    Past("On the 19th nobody will be in for the shed boards, could you put them back by one day?", [looked("type:pickup shed boards"), FIELDS_LOOK], [dated(5511, "2026-03-20")]),
    Past('Let Halina know about her fridge freezer, so that she can read it: "Please take the shelves out"', [looked("type:pickup requester:halina")], [changed(5510, comment={"body": "Please take the shelves out", "public": True})]),
    Past("It'll be raining for days: every wooden thing that still has to be fetched gets high priority", [PICKUPS, FIELDS_LOOK], [many("5501,5504,5511", priority="high")]),
    Past("Omar wants it all fetched in one go: merge 5505 into 5509", [("ShowPickup", {"pickup_id": 5509}), ("ShowPickup", {"pickup_id": 5505})], [("MergePickups", {"pickup_id": 5509, "ids": [5505]})]),
    Past("Irma Vogt can be reached at 555-0433 from now on, and the pickup she's still waiting for may come down to low", [looked('type:user "Irma Vogt"'), looked('type:pickup requester:"Irma Vogt" -status:solved')], [user(91002, phone="555-0433"), changed(5502, priority="low")]),
    Past("There is no fee on the shed boards after all, drop that tag", [looked("type:pickup shed boards")], [("RemoveTags", {"pickup_id": 5511, "tags": ["fee"]})]),
    Past("Aki's at home with a bad back. Whatever is open with Aki, please give to Steffi", [looked("type:pickup assignee:aki status:open"), looked("type:user steffi")], [many("5507,5509", assignee_id=92001)]),
    Past("which pickups has no crew been given yet?", [PICKUPS], []),
    Past("What's at normal priority and has no crew yet should go along with Omar's bike frames: same crew, same driver", [PICKUPS], [many("5502,5508", group_id=36003, assignee_id=92003)]),
    Past("The crew with the fewest cubic metres among what's open takes the old fridge", [PICKUPS, FIELDS_LOOK, GROUPS], [changed(5502, group_id=36002)]),
    Past("Should Thursday's pickups come to over 4 cubic metres together, move the smaller of the two to next Tuesday; failing that, both get high priority", [PICKUPS, FIELDS_LOOK], [many("5501,5507", priority="high")]),
    None,
    None,
)
