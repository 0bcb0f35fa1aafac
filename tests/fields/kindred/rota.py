"""Past runs of the kinds of rota's tasks."""

from tests.fields.rota import (
    AYLIN,
    HANNAH,
    JANA,
    LEO,
    MAREK,
    MILAN,
    MITTE,
    NORD,
    SOFIA,
    STORES,
    TOBIAS,
    gone,
    look,
    named,
    off,
    shift,
    swap,
    written,
)
from tests.fields.service import Call, Past


def shifts(told: str) -> Call:
    return look("schedule.ListShifts", told)


def pending(who: str) -> Call:
    return look("requests.ListTimeOff", f"UserId eq '{who}' and State eq 'PENDING'")


SWAPS = look("requests.ListSwaps", "State eq 'PENDING'")
PASTS = (
    Past("Hannah takes the open till shift in Mitte on Saturday", [named("Hannah"), STORES, shifts(f"UserId eq null and StoreId eq '{MITTE}' and Date eq 2026-03-14")], shift(4011, UserId=HANNAH)),
    Past("You can say yes to the unpaid day Tobias has asked for", [named("Tobias"), pending(TOBIAS)], off("Approve", 816)),
    Past("Sofia comes in at 8 on Saturday instead of 7", [named("Sofia"), shifts(f"UserId eq '{SOFIA}' and Date eq 2026-03-14")], shift(4013, StartMinutes=480)),
    Past("Turn down the week in April that Jana asked for and give 'We are short of people then' as the reason", [named("Jana"), pending(JANA)], off("Decline", 813, ManagerMessage="We are short of people then")),
    Past("put a note on Milan's shift tomorrow: 'Trains the new barista'", [named("Milan"), shifts(f"UserId eq '{MILAN}' and Date eq 2026-03-12")], shift(4008, Notes="Trains the new barista")),
    Past("Can you set up an open shift in Nord for Monday, the 16th? Kitchen, from 10 to 18, we'll find somebody for it later", [STORES], [("schedule.CreateShift", {"body": {"StoreId": NORD, "Date": "2026-03-16", "StartMinutes": 600, "EndMinutes": 1080, "Role": "KITCHEN"}})]),
    Past("the swap between Sofia and Jana is ok with me, approve it", [SWAPS], swap("Approve", 62)),
    Past("Please cut Aylin down to 20 hours per week", [named("Aylin")], [("staff.UpdateUser", {"Id": AYLIN, "body": {"WeeklyHours": 20}})]),
    Past("Jana's shift on Friday can be deleted", [named("Jana"), shifts(f"UserId eq '{JANA}' and Date eq 2026-03-13")], gone(4012)),
    Past("Could you message Sofia 'Your new apron is in the office'?", [named("Sofia")], written("Your new apron is in the office", SOFIA)),
    Past("Share next week's drafts for Mitte, but without notifying anyone", [STORES], [("schedule.ShareSchedule", {"StoreId": MITTE, "FirstDay": "2026-03-16", "LastDay": "2026-03-22", "NotifyTeam": False})]),
    Past("Sofia just called, she's ill and won't be in tomorrow, so enter that as sick leave for her", [named("Sofia")], [("requests.CreateTimeOff", {"body": {"UserId": SOFIA, "FirstDay": "2026-03-12", "LastDay": "2026-03-12", "Reason": "SICK"}})]),
    Past("Aylin is out through Friday. All her shifts become open", [named("Aylin"), shifts(f"UserId eq '{AYLIN}' and Date ge 2026-03-11 and Date le 2026-03-13")], [*shift(4002, UserId=None), *shift(4010, UserId=None)]),
    Past("Please say yes to every time off request for days in March that is still waiting for an answer", [look("requests.ListTimeOff", "State eq 'PENDING' and FirstDay le 2026-03-31 and LastDay ge 2026-03-01")], off("Approve", 811, 812, 816)),
    Past("Marek will do both of the open shifts at the weekend", [named("Marek"), shifts("UserId eq null and Date ge 2026-03-14 and Date le 2026-03-15")], [*shift(4011, UserId=MAREK), *shift(4015, UserId=MAREK)]),
    Past("Let all the people on duty in Mitte today know: 'The coffee machine gets serviced at three'", [STORES, shifts(f"StoreId eq '{MITTE}' and Date eq 2026-03-11 and UserId ne null")], written("The coffee machine gets serviced at three", MILAN, AYLIN, LEO)),
    Past("if the swap of Milan and Aylin is still pending, decline it", [SWAPS], swap("Decline", 61)),
    Past("Nobody should start at 7 this week: wherever that's the start of a shift, make it 7:30", [shifts("Date ge 2026-03-09 and Date le 2026-03-15 and StartMinutes eq 420")], [*shift(4004, StartMinutes=450), *shift(4012, StartMinutes=450), *shift(4013, StartMinutes=450)]),
    Past("what Tobias has on next week goes to Leo", [named("Tobias"), named("Leo"), shifts(f"UserId eq '{TOBIAS}' and Date ge 2026-03-16 and Date le 2026-03-22")], shift(4019, UserId=LEO)),
    Past("The kitchen shift that's open on Sunday should go to the cook with the least hours per week", [look("staff.ListUsers", "JobTitle eq 'Cook' and Active eq true"), shifts("UserId eq null and Date eq 2026-03-15")], shift(4015, UserId=LEO)),
    Past("delete all the drafts in Mitte except Aylin's", [STORES, named("Aylin"), shifts(f"Draft eq true and StoreId eq '{MITTE}'")], gone(4016, 4021)),
    Past("We need Jana in Mitte on Tuesday the 17th, please change the place of her shift that day", [named("Jana"), STORES, shifts(f"UserId eq '{JANA}' and Date eq 2026-03-17")], shift(4020, StoreId=MITTE)),
    Past("the open till shift on Saturday is from 10 to 16 now", [shifts("UserId eq null and Date eq 2026-03-14")], shift(4011, StartMinutes=600, EndMinutes=960)),
    Past("Tobias gets the day off he wants for moving house. He has a shift that same week, he shouldn't be on it either, just leave it open", [named("Tobias"), pending(TOBIAS), shifts(f"UserId eq '{TOBIAS}' and Date ge 2026-03-16 and Date le 2026-03-22")], [*off("Approve", 816), *shift(4019, UserId=None)]),
    Past("who's working in Mitte on Friday?", [STORES, shifts(f"StoreId eq '{MITTE}' and Date eq 2026-03-13")], []),
    Past("What's the number of drafts we have at the moment?", [shifts("Draft eq true")], []),
    Past("where is Tobias tomorrow, which shop?", [named("Tobias"), shifts(f"UserId eq '{TOBIAS}' and Date eq 2026-03-12")], []),
    Past("Show me the time off that got turned down", [look("requests.ListTimeOff", "State eq 'DECLINED'")], []),
    Past("how many hours a week does Milan have?", [named("Milan")], []),
    Past("For which days has Jana asked for vacation?", [named("Jana"), look("requests.ListTimeOff", f"UserId eq '{JANA}' and Reason eq 'VACATION'")], []),
    None,
    None,
    None,
    Past("Look whether anything is open in Mitte, and if so give it to Aylin", [STORES, shifts(f"UserId eq null and StoreId eq '{MITTE}'"), named("Aylin")], shift(4011, UserId=AYLIN)),
    Past("Decline all of Sofia's swap requests", [named("Sofia"), look("requests.ListSwaps", f"SenderUserId eq '{SOFIA}'")], swap("Decline", 62)),
    None,
)
