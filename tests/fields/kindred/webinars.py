"""Past runs of the kinds of webinars's tasks."""

from tests.fields.service import Past
from tests.fields.webinars import (
    AMARA,
    FELIX,
    KENJI,
    LENA,
    MARIA,
    ODILE,
    PENDING,
    REC,
    SES,
    WEB,
    acts,
    batch,
    change,
    look,
    of,
    says,
    speaks,
    starts,
    titled,
    who,
)

SCHEDULED = {"filter": {"status": {"eq": "SCHEDULED"}}, "first": 5}
ALL_SCHEDULED = (look("webinars", **SCHEDULED), look("webinars", **SCHEDULED, after=f"{WEB}2087"))


def named(name: str) -> dict[str, object]:
    return {"filter": {"name": {"contains": name}}}


PASTS = (
    Past("approve Clara Vogel for Regional cheeses of France pls", [titled("Regional cheeses of France"), of(2084, **named("Clara Vogel"))], batch("Approve", 5505)),
    Past("Kenji is happy with Food photography now, so you can open it for registration", [titled("food photography")], acts("webinarPublish", WEB, 2086)),
    Past("Wine pairing evening should have room for 120 people", [titled("wine pairing evening")], change(2085, capacity=120)),
    Past("Let's begin Sourdough, advanced a bit later, at a quarter to seven in the evening, Madrid time", [titled("Sourdough, advanced")], starts(3110, "2026-03-24T18:45:00")),
    Past("add Felix Braun as a speaker to Coffee brewing at home", [titled("coffee brewing"), who("Felix Braun")], speaks("Add", 2090, FELIX)),
    Past("Sofia Lund wants to come to Fermentation basics as well. Her address is sofia@lund.example, please sign her up", [titled("fermentation")], [("registrantAdd", {"input": {"webinarId": f"{WEB}2082", "name": "Sofia Lund", "email": "sofia@lund.example"}})]),
    Past("Sourdough, advanced: no session on March 24, please skip it", [titled("Sourdough, advanced")], [("sessionSkip", {"sessionId": f"{SES}3110"})]),
    Past("Fermentation basics won't take place, so please call it off. No mails to the registrants though, I'm going to phone them", [titled("fermentation")], acts("webinarCancel", WEB, 2082, notify=False)),
    Past("the recording of the winter soups can go in the trash", [look("recordings", filter={"title": {"contains": "winter soups"}})], acts("recordingTrash", REC, 7703)),
    Past("Nobody outside needs to see the Christmas biscuits recording any longer, set it to private", [look("recordings", filter={"title": {"contains": "biscuits"}})], acts("recordingUpdate", REC, 7706, input={"visibility": "PRIVATE"})),
    Past("We need the bread recording back from the trash", [look("recordings", trashed=True, filter={"title": {"contains": "bread"}})], acts("recordingRestore", REC, 7705)),
    Past("Please mail the coffee brewing participants the following: 'Grind the beans just before we start'", [titled("coffee")], says(2090, "Grind the beans just before we start")),
    Past("Approve all who are waiting for Sourdough for beginners except jonas.weber@post.example. That one gets denied", [titled("sourdough for beginners"), of(2081, **PENDING)], [*batch("Approve", 5502), *batch("Deny", 5501)]),
    Past("Maria is taking over Fermentation basics as the host, since Ben's away that day", [titled("fermentation"), who("Maria")], change(2082, hostId=MARIA)),
    Past("both of Odile's upcoming webinars get 30 more seats", [who("Odile"), look("webinars", filter={"hostId": {"eq": ODILE}, "status": {"eq": "SCHEDULED"}})], [*change(2084, capacity=230), *change(2085, capacity=110)]),
    Past("Check whether anybody's waiting for a yes on Sourdough for beginners, and should that be so, let them in", [titled("sourdough for beginners"), of(2081, **PENDING)], batch("Approve", 5501, 5502)),
    Past("Everything that's on the week after next starts a quarter of an hour earlier", ALL_SCHEDULED, [*starts(3104, "2026-03-26T16:45:00Z"), *starts(3110, "2026-03-24T16:45:00Z")]),
    Past("Recordings that are public should all be binned, so please move them to the trash", [look("recordings", filter={"visibility": {"eq": "PUBLIC"}})], acts("recordingTrash", REC, 7703, 7706)),
    Past("Aisha Khan isn't coming to anything, cancel whatever she's registered for", [look("registrants", **named("Aisha Khan"))], batch("Cancel", 5502, 5513)),
    Past("Look for the one with the fewest seats among the webinars that are scheduled and give it 25 more", ALL_SCHEDULED, change(2082, capacity=75)),
    Past("publish all of Kenji's drafts please", [who("Kenji"), look("webinars", filter={"hostId": {"eq": KENJI}, "status": {"eq": "DRAFT"}})], acts("webinarPublish", WEB, 2086)),
    Past("Lena has to drop out of the coffee brewing. Would you put Amara Obi down as the speaker in her place?", [titled("coffee brewing"), who("Amara Obi")], [*speaks("Remove", 2090, LENA), *speaks("Add", 2090, AMARA)]),
    Past("the next session of Fermentation basics moves to Monday, same time", [titled("fermentation basics")], starts(3105, "2026-03-16T12:00:00Z")),
    Past("Odile Renard would like to give a webinar called 'Spring salads'. It'll be on April 21, half past seven in the evening in Paris, and takes 90 minutes. Please create it", [who("Odile Renard")], [("webinarCreate", {"input": {"title": "Spring salads", "hostId": ODILE, "timeZone": "Europe/Paris", "durationMinutes": 90, "startsAt": "2026-04-21T19:30:00"}})]),
    Past("who's still waiting to be approved for Regional cheeses of France?", [titled("Regional cheeses of France"), of(2084, **PENDING)], []),
    Past("I need the number of webinars that have ended so far", [look("webinars", filter={"status": {"eq": "ENDED"}})], []),
    Past("when's the coffee brewing?", [titled("coffee brewing")], []),
    Past("Can you tell me whom we've got as the speaker on Sourdough, advanced?", [titled("Sourdough, advanced")], []),
    Past("Which recordings are public?", [look("recordings", filter={"visibility": {"eq": "PUBLIC"}})], []),
    Past("I'd like to know all the webinars that Nina Rossi has signed up to", [look("registrants", **named("Nina Rossi"))], []),
    None,
    None,
    None,
    Past("Has the coffee brewing been called off? In that case let everyone who signed up know: 'We'll try again in the autumn'", [titled("coffee brewing")], []),
    Past("Deny all the pending registrations for Sourdough, advanced", [titled("Sourdough, advanced"), of(2087, **PENDING)], batch("Deny", 5511)),
    None,
)
