"""Past runs of the kinds of wedding's tasks."""

from tests.fields.service import Call, Past
from tests.fields.wedding import ALL, FOLDERS, HELPERS, F, act, note, put

PARTS: Call = ("list_parts", {})


def left(part: str) -> Call:
    return "list_errands", {"part_id": part}


PASTS = (
    Past("We've been to the consulate and the passports are renewed, so that one's done", [ALL], [act("close", "gp2")]),
    Past("You can cross the bouquet off the list, we picked one last night", [ALL], [act("close", "gn1")]),
    Past("Fitting the dress doesn't work on the 27th, push it back by two weeks", [ALL], [put("gr1", due_date="2026-04-10")]),
    Past(
        'Honeymoon needs another errand, "Buy travel insurance". It has to be done by the 30th, and its urgency is one step below the highest',
        [FOLDERS],
        [("create_errand", {"content": "Buy travel insurance", "folder_id": F["honeymoon"], "due_date": "2026-03-30", "priority": 3})],
    ),
    Past("Food can't wait. Set everything in that part to the highest priority", [PARTS, left("7hBd1k")], [put("gm1", priority=4), put("gm2", priority=4), put("gm3", priority=4)]),
    Past("Forget about writing a playlist, the DJ has his own. You can delete that", [ALL], [act("delete", "gm5")]),
    Past("Nadia isn't looking after the bouquet or the dress any more - give both to Ruben Faber", [ALL, FOLDERS, HELPERS], [put("gn1", assignee_id="u702"), put("gr1", assignee_id="u702")]),
    Past("Show me everything we still have to phone somebody for", [("list_errands", {"label": "phone"})], []),
    Past("The menu needs a deposit too, so label it deposit as well, and note on it what we can't have: \"No nuts, no shellfish\"", [ALL], [put("gm1", labels=["phone", "deposit"]), note("gm1", "No nuts, no shellfish")]),
    Past("If we've missed the day for something, let's do it this Friday instead", [ALL], [put("gm4", due_date="2026-03-13"), put("gn3", due_date="2026-03-13")]),
    Past("Nadia Kern wants to help more: whoever has the most open errands hands the one that's due last to her", [ALL, FOLDERS, HELPERS], [put("gp1", assignee_id="u701")]),
    Past(
        'Are we down to one errand in Flowers? Then a note on the bouquet will do, "Ask for white ones only". As long as there are more than that, all of them count as urgent',
        [PARTS, left("7hBd3p")],
        [put("gn1", priority=4), put("gn2", priority=4)],
    ),
    None,
    None,
)
