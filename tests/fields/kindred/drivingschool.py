"""Past runs of the kinds of drivingschool's tasks."""

from tests.fields.drivingschool import DIARIES, asked, d, deleted, looked, moved, patched, when
from tests.fields.service import Past

MONTH = {"timeMin": "2026-03-01T00:00:00Z", "timeMax": "2026-04-01T00:00:00Z", "maxResults": 50}
TOMORROW = {"timeMin": "2026-03-12T00:00:00Z", "timeMax": "2026-03-13T00:00:00Z", "maxResults": 50}
FRIDAY = {"timeMin": "2026-03-13T00:00:00Z", "timeMax": "2026-03-14T00:00:00Z", "maxResults": 50}
NEXT_WEEK = {"timeMin": "2026-03-16T00:00:00Z", "timeMax": "2026-03-23T00:00:00Z", "maxResults": 50}
PASTS = (
    Past("Jonas can't make it on Monday, take his night drive out of the diary", [DIARIES, looked("hana", q="Jonas")], [deleted("hana", "k1v4e")]),
    Past("Eli's town drive had better begin half an hour earlier, without getting any shorter or longer", [DIARIES, looked("hana", q="Eli"), looked("bert", q="Eli"), looked("coralie", q="Eli")], [patched("coralie", "k2v2m", start=when("19T12:30"), end=when("19T14:00"))]),
    Past("Hana is taking Nora Lund through town instead of Bert", [DIARIES, looked("bert", q="Nora Lund")], [moved("bert", "k1v6g", "hana")]),
    Past("Nora Lund wants to sit in the back when Wilma does her parking, so please invite her to that too", [DIARIES, looked("hana", q="Wilma"), looked("bert", q="Wilma"), looked("bert", q="Nora Lund")], [patched("bert", "k1v7h", attendees=asked("wilma.jansen", "nora.lund"))]),
    Past('Put "Nora Lund: night driving" in Coralie\'s diary for next Monday, 7 to 8:30 pm, at Station forecourt', [DIARIES], [("lessons.insert", {"diaryId": d("coralie"), "body": {"summary": "Nora Lund: night driving", "start": when("16T19:00"), "end": when("16T20:30"), "location": "Station forecourt"}})]),
    Past('For all that Coralie has next week the meeting point is "Mill bridge"', [DIARIES, looked("coralie", **NEXT_WEEK)], [patched("coralie", "k2v1l", location="Mill bridge"), patched("coralie", "k2v2m", location="Mill bridge")]),
    Past("lena@wheels.example needs to be able to see things in the car diary, and the people from the office shouldn't get at it any more", [DIARIES, ("acl.list", {"diaryId": d("cars")})], [("acl.insert", {"diaryId": d("cars"), "body": {"role": "reader", "scope": {"type": "user", "value": "lena@wheels.example"}}}), ("acl.delete", {"diaryId": d("cars"), "ruleId": "user:office@wheels.example"})]),
    Past("Wilma will need a quarter of an hour longer for her mock test", [DIARIES, looked("hana", q="Wilma"), looked("bert", q="Wilma")], [patched("bert", "k1v9j", end=when("18T10:15"))]),
    Past("what's Bert got on this Friday?", [DIARIES, looked("bert", **FRIDAY)], []),
    Past("Should Hana be free on the 20th from three to four in the afternoon, hand Pia's mock test over to her; if she's busy then, strike it out", [DIARIES, looked("hana", q="Pia"), looked("bert", q="Pia"), looked("coralie", q="Pia"), ("freebusy.query", {"timeMin": "2026-03-20T15:00:00Z", "timeMax": "2026-03-20T16:00:00Z", "items": [{"id": d("hana")}]})], [moved("coralie", "k2v1l", "hana")]),
    Past("Everyone with town driving this month ought to be invited to the theory evening too", [DIARIES, looked("hana", q="town driving", **MONTH), looked("bert", q="town driving", **MONTH), looked("coralie", q="town driving", **MONTH), looked("hana", q="theory evening")], [patched("hana", "k1v2c", attendees=asked("jonas.wirth", "nora.lindqvist", "pia.moreau", "nora.lund", "eli.stone"))]),
    Past("Which instructor gives the most lessons tomorrow? Cancel every one that this person has then, but nothing on other days", [DIARIES, looked("hana", **TOMORROW), looked("bert", **TOMORROW), looked("coralie", **TOMORROW)], [deleted("hana", "k1v0a"), deleted("hana", "k1v1b"), deleted("hana", "k1v2c")]),
    None,
    None,
)
