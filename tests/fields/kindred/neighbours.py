"""Past runs of the kinds of neighbours's tasks."""

from tests.fields.neighbours import BOARDS, CIRCLES, circle, found, reply, status
from tests.fields.service import Past

PASTS = (
    Past("Rita's sofa has been picked up, you can close that one", [found("sofa"), found("rita")], [status(209, "closed", "true")]),
    Past("The grey cat ought to stay on top of everything else for now, so pin it", [found("grey cat")], [status(201, "pinned", "true")]),
    Past("The cheap sunglasses aren't chatter, they belong in Give & Take", [found("sunglasses"), BOARDS], [("updateNotice", {"id": 210, "board_id": 4})]),
    Past("Please put Lin Chen and Zack Oswald on the night watch as well, they've asked me to", [found("Lin Chen"), found("Zack Oswald"), CIRCLES], [circle("add", 43, "lin.c,zacharias")]),
    Past('Answer Toby about the pump: "You can have my old one"', [found("pump"), found("toby")], [reply(204, "You can have my old one")]),
    Past(
        'I\'d like to have something new on the Repairs & Works board. The title is "Street lamp out at no. 9" and the text "It has been dark there since Friday"',
        [BOARDS],
        [("createPost", {"title": "Street lamp out at no. 9", "raw": "It has been dark there since Friday", "board": 6})],
    ),
    Past("The street party's settled! Please unpin that notice and tag it as planned", [found("street party"), ("getNotice", {"id": 205})], [status(205, "pinned", "false"), ("updateNotice", {"id": 205, "tags": ["summer", "planned"]})]),
    Past('We have to shut Rita Vane out because of "Spam in Chatter", that\'s up to the end of April', [found("Rita Vane")], [("suspendResident", {"id": 17, "suspend_until": "2026-04-30", "reason": "Spam in Chatter"})]),
    Past("Who's with the gardeners?", [CIRCLES, ("listCircleMembers", {"name": "gardeners"})], []),
    Past("All that Berta Bloom put in Street Events can be thrown out, only the party has to remain", [found("Berta Bloom"), BOARDS, ("listLatestNotices", {"board_id": 5})], [("removeNotice", {"id": 206})]),
    Past("Anyone in the street party circle who hasn't shown up here since the 5th of March has to leave it", [CIRCLES, ("listCircleMembers", {"name": "street_party"})], [circle("remove", 41, "jules")]),
    Past('The football one can be closed in case it\'s got more than half a dozen posts by now. In case it hasn\'t, answer there: "Who brings a ball?"', [found("football"), ("getNotice", {"id": 212})], [status(212, "closed", "true")]),
    None,
    None,
)
