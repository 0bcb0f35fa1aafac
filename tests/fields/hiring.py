"""Applications for jobs: PascalCase, e-mail addresses as ids, pages and nested queries, interviews at times, verbs of the trade.

Written without reading the planner, and before any of it was run.
"""

from collections.abc import Mapping

from tests.fields.service import (
    ASK,
    Field,
    Job,
    Past,
    Refusal,
    Rows,
    Tool,
    contains,
    equal,
    find,
    number,
    rows_of,
    text,
)

HOST = "@post.example"
ROWS = {
    "candidates": rows_of(
        "Email Name Position Stage Score Source AppliedOn Recruiter",
        "amy.lark@post.example|Amy Lark|ENG-2|interview|78|referral|2026-02-20|Joan",
        "bo.timms@post.example|Bo Timms|ENG-2|applied|0|website|2026-03-09|Joan",
        "cy.ware@post.example|Cy Ware|ENG-2|screening|64|agency|2026-03-01|Joan",
        "di.moss@post.example|Di Moss|OPS-1|offer|88|referral|2026-02-10|Kurt",
        "ed.nash@post.example|Ed Nash|OPS-1|interview|71|website|2026-02-18|Kurt",
        "flo.hart@post.example|Flo Hart|SAL-3|applied|0|agency|2026-03-10|Lena",
        "gil.bard@post.example|Gil Bard|SAL-3|screening|55|website|2026-02-27|Lena",
        "hal.reed@post.example|Hal Reed|SAL-3|interview|82|agency|2026-02-16|Lena",
        "ina.cole@post.example|Ina Cole|SAL-3|interview|69|website|2026-02-24|Lena",
        "jo.penn@post.example|Jo Penn|OPS-1|rejected|40|website|2026-02-05|Kurt",
        "kit.penn@post.example|Kit Penn|ENG-2|applied|0|website|2026-01-30|Joan",
        "lou.vale@post.example|Lou Vale|FIN-1|screening|60|website|2026-03-04|Kurt",
    ),
    "positions": rows_of(
        "Code Title Department Openings Status HiringManager ClosesOn",
        "ENG-2|Backend engineer|Engineering|2|open|Vera Holt|2026-03-31",
        "OPS-1|Office manager|Operations|1|open|Sam Teague|2026-03-13",
        "SAL-3|Account executive|Sales|3|open|Wim Doran|2026-04-15",
        "FIN-1|Controller|Finance|1|on_hold|Vera Holt|2026-03-20",
        "MKT-4|Copywriter|Marketing|1|draft|Wim Doran|2026-05-01",
    ),
    "interviews": rows_of(
        "Id Candidate Interviewer Start Format Outcome",
        "61|amy.lark@post.example|Vera Holt|2026-03-12T14:00|onsite|pending",
        "62|ed.nash@post.example|Sam Teague|2026-03-10T09:30|video|no_show",
        "63|hal.reed@post.example|Wim Doran|2026-03-13T11:00|video|pending",
        "64|ina.cole@post.example|Wim Doran|2026-03-16T15:00|onsite|pending",
        "65|di.moss@post.example|Sam Teague|2026-03-02T10:00|onsite|passed",
        "66|ed.nash@post.example|Sam Teague|2026-03-17T09:30|video|pending",
        "67|amy.lark@post.example|Lars Egan|2026-03-05T16:00|video|passed",
    ),
    "offers": rows_of("OfferId Candidate Salary StartsOn State", "801|di.moss@post.example|52000|2026-04-01|sent"),
    "mails": rows_of("MailId To Text", "1|di.moss@post.example|Congratulations"),
}
STAGES = ("applied", "screening", "interview", "offer", "hired")


def page_of(found: list[dict[str, object]], page: int) -> object:
    if not isinstance(page, int) or page < 1:
        raise Refusal("pages count from 1")
    return {"Items": found[5 * (page - 1):5 * page], "Page": page, "Pages": max(1, -(-len(found) // 5))}


def candidates(rows: Rows, Query: Mapping[str, object] | None = None, Page: int = 1) -> object:
    if not isinstance(Query or {}, Mapping):
        raise Refusal("a query names properties")
    told = dict(Query or {})
    if unknown := {*told} - {"Name", "Position", "Stage", "Source", "Recruiter"}:
        raise Refusal(f"cannot query by {sorted(unknown)}")
    name = {"Name": told.pop("Name", "")}
    return page_of(contains(equal(rows["candidates"], told), name), Page)


def positions(rows: Rows, Department: str = "", Status: str = "") -> object:
    return {"Items": equal(rows["positions"], {"Department": Department, "Status": Status})}


def interviews(rows: Rows, Email: str = "", Interviewer: str = "", From: str = "", To: str = "") -> object:
    found = contains(rows["interviews"], {"Candidate": Email, "Interviewer": Interviewer})
    return {"Items": [row for row in found if (From or "") <= row["Start"] and row["Start"][:10] <= (To or "9999")[:10]]}


def offers(rows: Rows, Email: str = "") -> object:
    return {"Items": equal(rows["offers"], {"Candidate": Email})}


def advance(rows: Rows, Email: str, Stage: str) -> object:
    if Stage not in STAGES:
        raise Refusal(f"stage is one of {', '.join(STAGES)}")
    find(rows["candidates"], "Email", Email)["Stage"] = Stage
    return {"Ok": True}


def turn_down(rows: Rows, Email: str) -> object:
    find(rows["candidates"], "Email", Email)["Stage"] = "rejected"
    return {"Ok": True}


def erase(rows: Rows, Email: str) -> object:
    rows["candidates"].remove(find(rows["candidates"], "Email", Email))
    return {"Ok": True}


def set_on(name: str) -> object:
    def act(rows: Rows, Email: str, **value: object) -> object:
        if {*value} != {name}:
            raise Refusal(f"{name} is needed")
        find(rows["candidates"], "Email", Email).update(value)
        return {"Ok": True}
    return act


def update(rows: Rows, Code: str, Changes: Mapping[str, object]) -> object:
    row = find(rows["positions"], "Code", Code)
    if not Changes or {*Changes} - {"Openings", "Status", "HiringManager", "ClosesOn"}:
        raise Refusal("this cannot be changed")
    if Changes.get("Status", "open") not in ("draft", "open", "on_hold", "closed"):
        raise Refusal("status is draft, open, on_hold or closed")
    row.update(Changes)
    return row


def schedule(rows: Rows, Interview: Mapping[str, object]) -> object:
    told = {"Format": "video", **Interview}
    if {*told} != {"Email", "Interviewer", "Start", "Format"}:
        raise Refusal("an interview has Email, Interviewer, Start and Format")
    find(rows["candidates"], "Email", told["Email"])
    rows["interviews"].append({"Id": 61 + len(rows["interviews"]), "Candidate": told["Email"], "Interviewer": told["Interviewer"], "Start": str(told["Start"])[:16], "Format": told["Format"], "Outcome": "pending"})
    return rows["interviews"][-1]


def reschedule(rows: Rows, Id: int, Start: str) -> object:
    find(rows["interviews"], "Id", Id)["Start"] = str(Start)[:16]
    return {"Ok": True}


def call_off(rows: Rows, Id: int) -> object:
    rows["interviews"].remove(find(rows["interviews"], "Id", Id))
    return {"Ok": True}


def outcome(rows: Rows, Id: int, Outcome: str) -> object:
    if Outcome not in ("passed", "failed", "no_show"):
        raise Refusal("outcome is passed, failed or no_show")
    find(rows["interviews"], "Id", Id)["Outcome"] = Outcome
    return {"Ok": True}


def offer(rows: Rows, Email: str, Salary: int, StartsOn: str) -> object:
    find(rows["candidates"], "Email", Email)
    rows["offers"].append({"OfferId": 801 + len(rows["offers"]), "Candidate": Email, "Salary": Salary, "StartsOn": StartsOn, "State": "sent"})
    return rows["offers"][-1]


def take_back(rows: Rows, OfferId: int) -> object:
    find(rows["offers"], "OfferId", OfferId)["State"] = "withdrawn"
    return {"Ok": True}


def mail(rows: Rows, To: str, Text: str) -> object:
    if "@" not in To:
        raise Refusal("To is an e-mail address")
    rows["mails"].append({"MailId": 1 + len(rows["mails"]), "To": To, "Text": Text})
    return {"Ok": True}


def on(tool: str, *people: str, **more: object) -> list[tuple[str, dict[str, object]]]:
    return [(tool, {"Email": one + HOST, **more}) for one in people]


def job(code: str, **changes: object) -> tuple[str, dict[str, object]]:
    return "UpdatePosition", {"Code": code, "Changes": changes}


def talk(who: str, by: str, start: str, **more: object) -> tuple[str, dict[str, object]]:
    return "ScheduleInterview", {"Interview": {"Email": who + HOST, "Interviewer": by, "Start": start, **more}}


def later(one: int, start: str) -> tuple[str, dict[str, object]]:
    return "RescheduleInterview", {"Id": one, "Start": start}


def off(*ids: int) -> list[tuple[str, dict[str, object]]]:
    return [("CallOffInterview", {"Id": one}) for one in ids]


def went(one: int, how: str) -> tuple[str, dict[str, object]]:
    return "RecordOutcome", {"Id": one, "Outcome": how}


def sent(who: str, words: str) -> tuple[str, dict[str, object]]:
    return "SendMail", {"To": who + HOST, "Text": words}


def c(page: int = 0, **query: object) -> tuple[str, dict[str, object]]:
    return "SearchCandidates", {"Query": query, **({"Page": page} if page else {})}


def talks(**by: object) -> tuple[str, dict[str, object]]:
    return "ListInterviews", by


JOBS: tuple[str, dict[str, object]] = ("ListPositions", {})
EMAIL, ID = text("E-mail address of the candidate.", format="email"), number("Id of the interview.")
INTERVIEWER, START = text("Full name of the interviewer."), text("When it starts.", format="date-time")
FIELD = Field(
    "hiring", ROWS,
    (
        Tool("SearchCandidates", "Candidates who applied, five a page.", {"Query": {"type": "object", "properties": {"Name": text("Name of the candidate."), "Position": text("Code of the position."), "Stage": text("applied, screening, interview, offer, hired or rejected"), "Source": text("website, agency or referral"), "Recruiter": text("First name of the recruiter.")}}, "Page": number("Page, from 1.")}, candidates),
        Tool("ListPositions", "Positions to fill.", {"Department": text("Name of the department."), "Status": text("draft, open, on_hold or closed")}, positions),
        Tool("ListInterviews", "Interviews of candidates, with how they went.", {"Email": EMAIL, "Interviewer": INTERVIEWER, "From": text("First day.", format="date"), "To": text("Last day.", format="date")}, interviews),
        Tool("ListOffers", "Offers made to candidates.", {"Email": EMAIL}, offers),
        Tool("AdvanceCandidate", "Moves a candidate to a stage.", {"Email": EMAIL, "Stage": text("The new stage.", enum=list(STAGES))}, advance, ("Email", "Stage")),
        Tool("TurnDownCandidate", "Turns a candidate down.", {"Email": EMAIL}, turn_down, ("Email",)),
        Tool("EraseCandidate", "Erases everything about a candidate for good.", {"Email": EMAIL}, erase, ("Email",)),
        Tool("ScoreCandidate", "Gives a candidate a score.", {"Email": EMAIL, "Score": number("From 0 to 100.")}, set_on("Score"), ("Email", "Score")),
        Tool("ReassignCandidate", "Hands a candidate to another recruiter.", {"Email": EMAIL, "Recruiter": text("First name of the recruiter.")}, set_on("Recruiter"), ("Email", "Recruiter")),
        Tool("UpdatePosition", "Changes a position.", {"Code": text("Code of the position."), "Changes": {"type": "object", "properties": {"Openings": number("How many people are wanted."), "Status": text("draft, open, on_hold or closed"), "HiringManager": text("Full name."), "ClosesOn": text("Last day to apply.", format="date")}}}, update, ("Code", "Changes")),
        Tool("ScheduleInterview", "Schedules an interview.", {"Interview": {"type": "object", "properties": {"Email": EMAIL, "Interviewer": INTERVIEWER, "Start": START, "Format": text("onsite or video", default="video")}, "required": ["Email", "Interviewer", "Start"]}}, schedule, ("Interview",)),
        Tool("RescheduleInterview", "Moves an interview to another time.", {"Id": ID, "Start": START}, reschedule, ("Id", "Start")),
        Tool("CallOffInterview", "Calls an interview off.", {"Id": ID}, call_off, ("Id",)),
        Tool("RecordOutcome", "Records how an interview went.", {"Id": ID, "Outcome": text("How it went.", enum=["passed", "failed", "no_show"])}, outcome, ("Id", "Outcome")),
        Tool("MakeOffer", "Makes a candidate an offer.", {"Email": EMAIL, "Salary": number("Yearly salary."), "StartsOn": text("First day at work.", format="date")}, offer, ("Email", "Salary", "StartsOn")),
        Tool("WithdrawOffer", "Takes an offer back.", {"OfferId": number("Id of the offer.")}, take_back, ("OfferId",)),
        Tool("SendMail", "Sends an e-mail.", {"To": text("E-mail address.", format="email"), "Text": text("What to write.")}, mail, ("To", "Text")),
    ),
    (
        Job("Turn down Gil Bard", on("TurnDownCandidate", "gil.bard")),
        Job("Move Cy Ware on to the interview stage", on("AdvanceCandidate", "cy.ware", Stage="interview")),
        Job("Give Bo Timms a score of 66", on("ScoreCandidate", "bo.timms", Score=66)),
        Job("Call off Hal Reed's interview", off(63)),
        Job("Lou Vale should go to Lena from now on, please reassign", on("ReassignCandidate", "lou.vale", Recruiter="Lena")),
        Job("Keep the backend engineer position open until April 14", [job("ENG-2", ClosesOn="2026-04-14")]),
        Job("Ina Cole passed her interview", [went(64, "passed")]),
        Job("Email Amy Lark 'Please bring your passport'", [sent("amy.lark", "Please bring your passport")]),
        Job("Offer Hal Reed 61000 a year from May 1", on("MakeOffer", "hal.reed", Salary=61000, StartsOn="2026-05-01")),
        Job("Withdraw the offer we made to Di Moss", [("WithdrawOffer", {"OfferId": 801})]),
        Job("Call off all of Wim Doran's interviews", off(63, 64)),
        Job("Reschedule Amy Lark's interview with Vera Holt to Friday at 3pm", [later(61, "2026-03-13T15:00")]),
        Job("Schedule an interview with Vera Holt for Cy Ware on March 18 at 10:00", [talk("cy.ware", "Vera Holt", "2026-03-18T10:00")]),
        Job("Turn down everybody in screening for the sales position", on("TurnDownCandidate", "gil.bard")),
        Job("Hand Lena's candidates who have only just applied over to Kurt", on("ReassignCandidate", "flo.hart", Recruiter="Kurt")),
        Job("Add one more opening for the account executive", [job("SAL-3", Openings=4)]),
        Job("Put the office manager position on hold and turn down Ed Nash", [job("OPS-1", Status="on_hold"), *on("TurnDownCandidate", "ed.nash")]),
        Job("Move the best scored candidate in the interview stage for SAL-3 to offer", on("AdvanceCandidate", "hal.reed", Stage="offer")),
        Job("If Ed Nash has missed an interview, turn him down", on("TurnDownCandidate", "ed.nash")),
        Job("If Amy Lark has failed any interview, turn her down, otherwise move her to the offer stage", on("AdvanceCandidate", "amy.lark", Stage="offer")),
        Job("If Hal Reed has already passed an interview, make him an offer of 60000 from April 1", []),
        Job("Turn down all website applicants who have been in applied for more than a month", on("TurnDownCandidate", "kit.penn")),
        Job("Push all of Sam Teague's upcoming interviews back by a week", [later(66, "2026-03-24T09:30")]),
        Job("Write to everyone in the interview stage for the office manager position 'The position closes on Friday'", [sent("ed.nash", "The position closes on Friday")]),
        Job("Close every open position whose closing date is this week", [job("OPS-1", Status="closed")]),
        Job("Erase Penn", ASK),
        Job("Fire Di Moss", ASK),
        Job("Erase all data about Mona Fisk", []),
        Job("Who is in the offer stage?", [], shows=("Di Moss",)),
    ),
    (
        Past("Turn down Cy Ware", [c(Name="Cy Ware")], on("TurnDownCandidate", "cy.ware")),
        Past("Move Bo Timms on to the screening stage", [c(Name="Bo Timms")], on("AdvanceCandidate", "bo.timms", Stage="screening")),
        Past("Give Flo Hart a score of 59", [c(Name="Flo Hart")], on("ScoreCandidate", "flo.hart", Score=59)),
        Past("Call off Ina Cole's interview", [c(Name="Ina Cole"), talks(Email="ina.cole" + HOST)], off(64)),
        Past("Cy Ware should go to Kurt from now on, please reassign", [c(Name="Cy Ware")], on("ReassignCandidate", "cy.ware", Recruiter="Kurt")),
        Past("Keep the controller position open until April 3", [JOBS], [job("FIN-1", ClosesOn="2026-04-03")]),
        Past("Hal Reed failed his interview", [c(Name="Hal Reed"), talks(Email="hal.reed" + HOST)], [went(63, "failed")]),
        Past("Email Ed Nash 'Please call us back'", [c(Name="Ed Nash")], [sent("ed.nash", "Please call us back")]),
        Past("Offer Amy Lark 70000 a year from June 1", [c(Name="Amy Lark")], on("MakeOffer", "amy.lark", Salary=70000, StartsOn="2026-06-01")),
        Past("Call off all of Vera Holt's interviews", [talks(Interviewer="Vera Holt")], off(61)),
        Past("Reschedule Ina Cole's interview with Wim Doran to Tuesday at 9am", [c(Name="Ina Cole"), talks(Email="ina.cole" + HOST, Interviewer="Wim Doran")], [later(64, "2026-03-17T09:00")]),
        Past("Schedule an onsite interview with Wim Doran for Gil Bard on March 19 at 14:30", [c(Name="Gil Bard")], [talk("gil.bard", "Wim Doran", "2026-03-19T14:30", Format="onsite")]),
        Past("Turn down everybody in screening for the engineering position", [("ListPositions", {"Department": "Engineering"}), c(Position="ENG-2", Stage="screening")], on("TurnDownCandidate", "cy.ware")),
        Past("Hand Joan's candidates who are in screening over to Lena", [c(Recruiter="Joan", Stage="screening")], on("ReassignCandidate", "cy.ware", Recruiter="Lena")),
        Past("Put the copywriter position on hold and turn down Lou Vale", [JOBS, c(Name="Lou Vale")], [job("MKT-4", Status="on_hold"), *on("TurnDownCandidate", "lou.vale")]),
        Past("Move the best scored candidate in screening for ENG-2 to interview", [c(Position="ENG-2", Stage="screening")], on("AdvanceCandidate", "cy.ware", Stage="interview")),
        Past("If Amy Lark has passed an interview, make her an offer of 68000 from May 4", [c(Name="Amy Lark"), talks(Email="amy.lark" + HOST)], on("MakeOffer", "amy.lark", Salary=68000, StartsOn="2026-05-04")),
        Past("Turn down all agency applicants who have been in screening for more than a week", [c(Source="agency", Stage="screening")], on("TurnDownCandidate", "cy.ware")),
        Past("Push all of Wim Doran's upcoming interviews back by a day", [talks(Interviewer="Wim Doran", From="2026-03-11")], [later(63, "2026-03-14T11:00"), later(64, "2026-03-17T15:00")]),
        Past("Write to everyone in screening for the controller position 'We will be in touch soon'", [JOBS, c(Position="FIN-1", Stage="screening")], [sent("lou.vale", "We will be in touch soon")]),
        Past("Who is in the interview stage for SAL-3?", [c(Position="SAL-3", Stage="interview")], []),
    ),
)
