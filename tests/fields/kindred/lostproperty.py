"""Past runs of the kinds of lostproperty's tasks."""

from tests.fields.lostproperty import (
    FIELDS,
    GROUPS,
    NELL,
    ROSA,
    SAM,
    SHELF,
    agents,
    find,
    put,
    said,
    up,
)
from tests.fields.service import Past

PASTS = (
    Past("The bunch of keys goes to Sam", [find("keys"), agents("Sam")], [up(410, assignee_id=SAM)]),
    Past("We can tick off the cello bow, Amina Yusuf has been here and taken it home", [find("requester:yusuf")], [up(415, status="solved")]),
    Past("The lunch box is needed for a school trip on Monday, treat it as high", [find("lunch box")], [up(417, priority="high")]),
    Past('Please write to the man who\'s missing his laptop: "Bring the receipt with you if you still have it"', [find("laptop")], [said(406, "Bring the receipt with you if you still have it", True)]),
    Past('Leave a note for colleagues on the pram, riders mustn\'t see it: "left front wheel is loose"', [find("pram")], [said(409, "left front wheel is loose", False)]),
    Past("Could you tag the two rucksacks as luggage?", [find("rucksack")], [("PutTagsClaim", {"claim_id": one, "tags": ["luggage"]}) for one in (408, 416)]),
    Past("The winter coat turned up, it's lying on shelf D4", [find("winter coat"), FIELDS], [put(411, SHELF, "D4")]),
    Past("Nell is on holiday as of today, so Sam takes over all the claims she has open", [find("assignee:nell status:open"), agents("Sam")], [("ClaimsUpdateMany", {"ids": "403,406,408,415", "claim": {"assignee_id": SAM}})]),
    Past("which claims has nobody given a priority yet?", [("ListClaims", {"page": {"size": 100}})], []),
    Past("Harbour depot gets whatever is open on line 4. Leave those with normal priority where they are, though", [find("status:open"), FIELDS, GROUPS], [up(one, group_id=503) for one in (402, 417)]),
    Past("If Sam has more than one open claim, give the oldest of them to Rosa, otherwise give him the bunch of keys", [("Search", {"query": "type:claim assignee:sam status:open", "sort_by": "created_at", "sort_order": "asc"}), agents("Rosa")], [up(404, assignee_id=ROSA)]),
    Past("The claim that came in last of all the new ones can be set to low. It's a quick one, so the person with the most open claims may take it along", [("Search", {"query": "type:claim status:new", "sort_by": "created_at", "sort_order": "desc"}), find("status:open"), ("SearchUsers", {"role": "agent"})], [up(412, priority="low", assignee_id=NELL)]),
    None,
    None,
)
