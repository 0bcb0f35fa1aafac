"""Past runs of the kinds of playgrounds' tasks."""

from tests.fields.playgrounds import assigned, edited, looked, moved, remarked, sought
from tests.fields.service import Call, Past


def allowed(key: str) -> Call:
    return "getMoves", {"defectIdOrKey": key}


PASTS = (
    Past("Marek's taking over the rotten step at Harbour Green", [looked('site = "Harbour Green" AND summary ~ "rotten step"'), sought("Marek")], [assigned("HAR-1", "a31")]),
    Past("The gate on Elmshorn Street has to latch by Monday, so please make that one a high priority", [looked('site = "Elmshorn Street" AND summary ~ gate')], [edited("ELS-1", priority={"name": "High"}, due="2026-03-16")]),
    Past("The seesaw over on Mill Lane is repaired, mark it fixed", [looked('site = "Mill Lane" AND summary ~ seesaw'), allowed("MIL-3")], [moved("MIL-3", "31")]),
    Past('Could you note "The new rope comes on Monday" on HAR-2?', [], [remarked("HAR-2", "The new rope comes on Monday")]),
    Past("Get everything at Elm Park that's only been reported so far fenced off", [looked('site = "Elm Park" AND state = Reported'), allowed("ELM-1"), allowed("ELM-2"), allowed("ELM-3")], [moved("ELM-1", "21"), moved("ELM-2", "21"), moved("ELM-3", "21")]),
    Past('Somebody told me "Nail sticks out of the picnic table" in Elm Park. Please file that, it\'s of high priority', [], [("createDefect", {"fields": {"summary": "Nail sticks out of the picnic table", "site": {"key": "ELM"}, "priority": {"name": "High"}}})]),
    Past("Those two slides at Elm Park and Harbour Green come from the same maker, link them as related", [looked("summary ~ slide")], [("linkDefects", {"type": {"name": "Relates"}, "inwardDefect": {"key": "ELM-1"}, "outwardDefect": {"key": "HAR-4"}})]),
    Past("The crack in the slide is being repaired as of now, please set it to that and book the 45 minutes Marek has already spent on it", [looked('summary ~ "crack in the slide"'), allowed("HAR-4")], [moved("HAR-4", "11"), ("addWorklog", {"defectIdOrKey": "HAR-4", "timeSpentSeconds": 2700})]),
    Past("how many things at Mill Lane aren't fixed yet?", [looked('site = "Mill Lane" AND state != Fixed')], []),
    Past("While Marek is on holiday Lou takes care of all that's assigned to him, only not of what has been fixed already", [sought("Marek"), sought("Lou"), looked('fitter = "Marek Dvorak"')], [assigned("ELM-1", "c02"), assigned("HAR-4", "c02")]),
    Past("Give the newest unfixed defect that nobody's on to the active fitter who has the fewest unfixed ones", [looked("state != Fixed AND fitter is EMPTY ORDER BY reported DESC"), sought("@"), looked("state != Fixed AND fitter is not EMPTY")], [assigned("ELM-2", "c02")]),
    Past("Check how many defects at Elm Park are still unfixed. Should it be over three, all of those get the label inspection as well; if not, only start the repair of ELM-1", [looked('site = "Elm Park" AND state != Fixed')], [edited("ELM-1", labels=["inspection"]), edited("ELM-2", labels=["inspection", "wood"]), edited("ELM-3", labels=["inspection"]), edited("ELM-4", labels=["inspection", "metal"])]),
    None,
    None,
)
