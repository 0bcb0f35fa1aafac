"""Past runs of the kinds of hives' tasks."""

from tests.fields.hives import CONTACTS, FOLDERS, HUSHES, RULES, contact, hushed, limit, saved, whole
from tests.fields.service import Past

PASTS = (
    Past('I\'m opening the heath hives this evening from five to seven, so hush the weight-loss alarm there for that time. Comment: "swapping frames"', [RULES], [hushed("Weight loss", "heath", "11T17:00", "11T19:00", "swapping frames")]),
    Past("There won't be a harvest in the orchard on the 20th, so weight loss mustn't be kept quiet there, lift that", [HUSHES], [("deleteHush", {"hushId": "c97731ef-5b60"})]),
    Past("Start watching for cold brood on the heath again", [RULES], [whole("cdm8wq0", isPaused=False)]),
    Past("Have the damp alarm wait for three quarters of an hour before it rings", [RULES], [whole("cdm8wq2", **{"for": "45m"})]),
    Past("On the roof I want to hear about hot brood at 36 degrees already, not just at 37", [RULES], [whole("cdz5bn0", data=limit("cdz5bn0", 36))]),
    Past("The queenless roar has cried wolf all along. Delete it, it won't be needed again", [RULES], [("RouteDeleteWatchRule", {"uid": "cdz5bn2"})]),
    Past("Whatever goes to the beekeepers should reach tomas@hives.example as well", [CONTACTS], [contact("cp1beek", "jonas@hives.example;mirela@hives.example;tomas@hives.example")]),
    Past('I\'d like another name for the view "Hive weights" in the orchard: "Blossom scales"', [FOLDERS, ("searchViews", {"query": "Hive weights", "folderUIDs": ["fOrch4k"]}), ("getViewByUID", {"uid": "vw7Ob1"})], [saved("vw7Ob1", title="Blossom scales")]),
    Past("which alarms are just warnings right now, and where?", [RULES], []),
    Past("Apart from the orchard's, everything critical is for the office mail from today", [RULES, CONTACTS], [whole(uid, notification_settings={"receiver": "Office mail"}) for uid in ("cdm8wq0", "cdm8wq1", "cdz5bn0")]),
    Past("If more than one alarm is paused, switch them all back on; otherwise only the one on the roof", [RULES], [whole("cdm8wq0", isPaused=False), whole("cdz5bn1", isPaused=False)]),
    Past('Please put "town" with the tags of all the views kept under the town hall roof, without losing the ones that are there', [FOLDERS, ("searchViews", {"folderUIDs": ["fRoof2t"]}), ("getViewByUID", {"uid": "vw7Rc1"}), ("getViewByUID", {"uid": "vw7Rc2"})], [saved("vw7Rc1", tags=["sound", "roof", "town"]), saved("vw7Rc2", tags=["battery", "town"])]),
    None,
    None,
)
