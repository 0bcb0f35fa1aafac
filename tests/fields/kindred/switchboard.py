"""Past runs of the kinds of switchboard's tasks."""

from tests.fields.service import Call, Past
from tests.fields.switchboard import DEPOT, HARBOUR, HILLSIDE, SITES, at, look, patch, ruled, target


def rules(where: str) -> Call:
    return "call-rules-list", at(where)


PASTS = (
    Past("The manager at hillside-clinic has a new number, +441223000218", [SITES, look(HILLSIDE, name="manager")], [patch(HILLSIDE, "manager", content="+441223000218")]),
    Past("Dr Ahmad needs more time to get to his phone, so have the mobile ring for 50 seconds", [SITES, *(look(where, search="ahmad") for where in (HARBOUR, HILLSIDE, DEPOT, "head-office"))], [patch(HARBOUR, "dr-ahmad", "MOBILE", ring_seconds=50)]),
    Past("Don't record calls to the pharmacy at Harbour any more", [SITES, look(HARBOUR, name="pharmacy")], [patch(HARBOUR, "pharmacy", recorded=False)]),
    Past("The fax at Harbour has gone to the tip, please delete the entry for it", [SITES, look(HARBOUR, type="FAX")], [("extensions-delete", at(HARBOUR, "records", "FAX"))]),
    Past("Nothing should ring at harbour-clinic for now, they've got the builders in. The depot's open again though, so unpause that one", [SITES], [("sites-patch", {**at(HARBOUR), "paused": True}), ("sites-patch", {**at(DEPOT), "paused": False})]),
    Past("At Harbour too many people ring us without showing a number, please turn on the rule that sends them to voicemail", [SITES, rules(HARBOUR)], [ruled("patch", HARBOUR, "r3", status="active")]),
    Past("Give old-mill-depot a desk extension called office on +441603000303, 25 seconds of ringing", [SITES], [("extensions-create", {**at(DEPOT), "record": {"type": "DESK", "name": "office", "content": "+441603000303", "ring_seconds": 25}})]),
    Past("Somebody keeps pestering Hillside from +443300112233. Make a rule there that blocks the number, with priority 3, and have it active right away", [SITES],
         [("call-rules-create", {**at(HILLSIDE), "targets": target("+443300112233", "equals"), "actions": [{"id": "block"}], "priority": 3, "status": "active"})]),
    Past("What number rings at the Hillside reception?", [SITES, look(HILLSIDE, name="reception")], []),
    Past("Please set the ringing to 35 seconds for all those extensions at Hillside which have less than 30 at the moment", [SITES, look(HILLSIDE)], [patch(HILLSIDE, "reception", ring_seconds=35), patch(HILLSIDE, "manager", ring_seconds=35)]),
    Past("If Harbour has more than three recorded extensions, stop recording reception; otherwise start recording x-ray", [SITES, look(HARBOUR, per_page=100)], [patch(HARBOUR, "reception", recorded=False)]),
    Past("The depot's calls are sent on to the reception at Harbour. Hillside's reception should get those instead, as of today", [SITES, rules(DEPOT), look(HARBOUR, name="reception"), look(HILLSIDE, name="reception")],
         [ruled("patch", DEPOT, "r6", actions=[{"id": "forward", "value": {"number": "+441223000201"}}])]),
    None,
    None,
)  # fmt: skip
