"""Allotment gardens: operation ids of a generated client, filters on the server, pence, notices with a day to reply by, all declared.

Left out until its failures were read on 2026-11-28.  Written without reading the planner, and before it was run.
"""

from collections.abc import Mapping

from tests.fields.service import (
    ASK,
    NOW,
    Field,
    Job,
    Past,
    Refusal,
    Rows,
    Tool,
    contains,
    equal,
    find,
    listing,
    number,
    rows_of,
    text,
)

ROWS = {
    "plots": rows_of(
        "PlotNo Site AreaSqm RentPence HolderId Status LastInspected",
        "M-01|Mill Lane|125|4200|H-11|let|2026-02-14",
        "M-02|Mill Lane|250|8000|H-12|let|2025-09-30",
        "M-03|Mill Lane|125|4200||vacant|2025-10-02",
        "M-04|Mill Lane|60|2500|H-13|let|2026-02-14",
        "M-05|Mill Lane|250|8000|H-14|under_notice|2025-09-30",
        "R-01|Riverside|200|6600|H-15|let|2026-03-01",
        "R-02|Riverside|200|6600||vacant|2026-03-01",
        "R-03|Riverside|100|4000|H-11|let|2025-08-18",
        "R-04|Riverside|150|5200|H-16|let|2026-03-01",
        "R-05|Riverside|300|9800||vacant|2025-08-18",
        "K-01|Kiln Field|180|5800|H-17|let|2025-11-20",
        "K-02|Kiln Field|90|3500|H-12|under_notice|2025-11-20",
    ),
    "holders": rows_of(
        "HolderId Name Email MemberSince",
        "H-11|Agnes Thorpe|agnes@thorpe.example|2009-04-01",
        "H-12|Desmond Pike|desmond@pike.example|2014-10-12",
        "H-13|Farah Siddiqui|farah.s@garden.example|2021-03-03",
        "H-14|Colin Webb|colin@webb.example|2017-06-20",
        "H-15|Rosa Lindqvist|rosa@lindqvist.example|2023-02-11",
        "H-16|Joan Pike|joan@pike.example|2019-05-07",
        "H-17|Tadeusz Wrona|tadeusz@wrona.example|2020-08-30",
    ),
    "waiting": rows_of(
        "ApplicantId Name Email Site JoinedOn",
        "W-31|Beth Salter|beth@salter.example|Mill Lane|2024-05-02",
        "W-32|Omar Haddad|omar@haddad.example|Riverside|2024-08-19",
        "W-33|Una Clegg|una@clegg.example|Riverside|2025-01-07",
        "W-34|Piotr Mazur|piotr@mazur.example|Mill Lane|2025-06-30",
        "W-35|Lily Chan|lily@chan.example|Kiln Field|2025-09-12",
        "W-36|Gwen Askew|gwen@askew.example|Riverside|2025-11-23",
    ),
    "invoices": rows_of(
        "InvoiceNo HolderId PlotNo AmountPence DueOn Status",
        "7001|H-11|M-01|4200|2026-03-01|unpaid",
        "7002|H-12|M-02|8000|2026-03-01|paid",
        "7003|H-13|M-04|2500|2026-03-01|unpaid",
        "7004|H-14|M-05|8000|2025-03-01|unpaid",
        "7005|H-15|R-01|6600|2026-04-01|unpaid",
        "7006|H-11|R-03|4000|2026-04-01|unpaid",
        "7007|H-16|R-04|5200|2026-04-01|paid",
        "7008|H-17|K-01|5800|2026-02-01|unpaid",
        "7009|H-12|K-02|3500|2026-02-01|unpaid",
    ),
    "notices": rows_of(
        "NoticeId PlotNo Kind ReplyBy State",
        "N-81|M-05|quit|2026-03-20|open",
        "N-82|K-02|untidy|2026-03-09|open",
        "N-83|R-03|untidy|2025-10-01|withdrawn",
        "N-84|M-02|untidy|2026-04-05|open",
    ),
    "letters": [],
}
KINDS, SITES = ("untidy", "rent", "quit"), ("Mill Lane", "Riverside", "Kiln Field")


def plots(rows: Rows, PlotNo: str = "", Site: str = "", Status: str = "", HolderId: str = "") -> object:
    return {"Plots": equal(rows["plots"], {"PlotNo": PlotNo, "Site": Site, "Status": Status, "HolderId": HolderId})}


def holders(rows: Rows, Name: str = "") -> object:
    return {"Holders": contains(rows["holders"], {"Name": Name})}


def waiting(rows: Rows, Site: str = "") -> object:
    return {"Applicants": equal(rows["waiting"], {"Site": Site})}


def invoices(rows: Rows, HolderId: str = "", Status: str = "", DueBefore: str = "") -> object:
    return {"Invoices": [row for row in equal(rows["invoices"], {"HolderId": HolderId, "Status": Status}) if row["DueOn"] < (DueBefore or "9999")]}


def notices(rows: Rows, PlotNo: str = "", State: str = "") -> object:
    return {"Notices": equal(rows["notices"], {"PlotNo": PlotNo, "State": State})}


def let(rows: Rows, PlotNo: str, To: str, From: str) -> object:
    plot = find(rows["plots"], "PlotNo", PlotNo)
    if plot["Status"] != "vacant":
        raise Refusal(f"409 Conflict: plot {PlotNo} is not vacant")
    plot.update({"HolderId": taker(rows, To), "Status": "let", "LetFrom": From})
    return plot


def taker(rows: Rows, who: str) -> str:
    """The holder who takes a plot; an applicant leaves the waiting list and becomes one."""
    if not str(who).startswith("W-"):
        return str(find(rows["holders"], "HolderId", who)["HolderId"])
    applicant = find(rows["waiting"], "ApplicantId", who)
    rows["waiting"].remove(applicant)
    rows["holders"].append({"HolderId": f"H-{11 + len(rows['holders'])}", "Name": applicant["Name"], "Email": applicant["Email"], "MemberSince": NOW[:10]})
    return str(rows["holders"][-1]["HolderId"])


def end(rows: Rows, PlotNo: str, On: str) -> object:
    plot = find(rows["plots"], "PlotNo", PlotNo)
    if plot["Status"] == "vacant":
        raise Refusal(f"409 Conflict: plot {PlotNo} is vacant")
    plot.update({"Status": "ending", "EndsOn": On})
    return plot


def rent(rows: Rows, PlotNo: str, RentPence: float) -> object:
    if not isinstance(RentPence, int | float):
        raise Refusal("400 Bad Request: RentPence")
    find(rows["plots"], "PlotNo", PlotNo)["RentPence"] = round(RentPence)
    return {}


def serve(rows: Rows, PlotNo: str, Kind: str, ReplyBy: str) -> object:
    if Kind not in KINDS:
        raise Refusal("400 Bad Request: Kind")
    find(rows["plots"], "PlotNo", PlotNo)
    rows["notices"].append({"NoticeId": f"N-{81 + len(rows['notices'])}", "PlotNo": PlotNo, "Kind": Kind, "ReplyBy": ReplyBy, "State": "open"})
    return rows["notices"][-1]


def withdraw(rows: Rows, NoticeId: str) -> object:
    notice = find(rows["notices"], "NoticeId", NoticeId)
    notice["State"] = "withdrawn"
    return notice


def join(rows: Rows, Applicant: Mapping[str, object]) -> object:
    if not isinstance(Applicant, Mapping) or {*Applicant} != {"Name", "Email", "Site"} or Applicant["Site"] not in SITES:
        raise Refusal("400 Bad Request: an applicant has Name, Email and Site")
    rows["waiting"].append({"ApplicantId": f"W-{31 + len(rows['waiting'])}", **{name: Applicant[name] for name in ("Name", "Email", "Site")}, "JoinedOn": NOW[:10]})
    return rows["waiting"][-1]


def strike(rows: Rows, ApplicantId: str) -> object:
    rows["waiting"].remove(find(rows["waiting"], "ApplicantId", ApplicantId))
    return {}


def pay(rows: Rows, InvoiceNo: int) -> object:
    invoice = find(rows["invoices"], "InvoiceNo", InvoiceNo)
    if invoice["Status"] == "paid":
        raise Refusal("409 Conflict: already paid")
    invoice["Status"] = "paid"
    return invoice


def write(rows: Rows, HolderId: str, Subject: str, Body: str) -> object:
    find(rows["holders"], "HolderId", HolderId)
    rows["letters"].append({"HolderId": HolderId, "Subject": Subject, "Body": Body})
    return {}


def ends(on: str, *plots: str) -> list[tuple[str, dict[str, object]]]:
    return [("Tenancies_End", {"PlotNo": one, "On": on}) for one in plots]


def lets(plot: str, to: str, start: str) -> list[tuple[str, dict[str, object]]]:
    return [("Tenancies_Start", {"PlotNo": plot, "To": to, "From": start})]


def costs(**pence: int) -> list[tuple[str, dict[str, object]]]:
    return [("Plots_SetRent", {"PlotNo": plot.replace("_", "-"), "RentPence": one}) for plot, one in pence.items()]


def served(kind: str, by: str, *plots: str) -> list[tuple[str, dict[str, object]]]:
    return [("Notices_Serve", {"PlotNo": one, "Kind": kind, "ReplyBy": by}) for one in plots]


def each(name: str, key: str, *ids: object) -> list[tuple[str, dict[str, object]]]:
    return [(name, {key: one}) for one in ids]


def joins(name: str, email: str, site: str) -> list[tuple[str, dict[str, object]]]:
    return [("WaitingList_Add", {"Applicant": {"Name": name, "Email": email, "Site": site}})]


def letters(subject: str, body: str, *holders: str) -> list[tuple[str, dict[str, object]]]:
    return [("Letters_Send", {"HolderId": one, "Subject": subject, "Body": body}) for one in holders]


def p(**by: str) -> tuple[str, dict[str, object]]:
    return "Plots_Search", by


def h(name: str = "") -> tuple[str, dict[str, object]]:
    return "Holders_Search", {"Name": name} if name else {}


def q(**by: str) -> tuple[str, dict[str, object]]:
    return "WaitingList_Get", by


def i(**by: str) -> tuple[str, dict[str, object]]:
    return "Invoices_Search", by


def seen(**by: str) -> tuple[str, dict[str, object]]:
    return "Notices_Search", by


PLOT, HOLDER, SITE = text("Plot number, for instance M-03."), text("Id of the plot holder."), text("Name of the site.", enum=list(SITES))
STATUS, STATE = text("vacant, let, under_notice or ending"), text("open or withdrawn")
PENCE, BY, KIND = number("Yearly rent in pence."), text("Last day to reply.", format="date"), text("Kind of notice.", enum=list(KINDS))
FIELD = Field(
    "allotments", ROWS,
    (
        Tool("Plots_Search", "Gets plots, with optional filters.", {"PlotNo": PLOT, "Site": SITE, "Status": STATUS, "HolderId": HOLDER}, plots, outputs=listing("Plots", PlotNo=PLOT, Site=SITE, AreaSqm=number("Area in square metres."), RentPence=PENCE, HolderId=HOLDER, Status=STATUS, LastInspected=text(format="date"))),
        Tool("Holders_Search", "Gets plot holders, with optional filters.", {"Name": text("Full name or part of it.")}, holders, outputs=listing("Holders", HolderId=HOLDER, Name=text(), Email=text(format="email"), MemberSince=text(format="date"))),
        Tool("WaitingList_Get", "Gets the waiting list of a site, or of all sites.", {"Site": SITE}, waiting, outputs=listing("Applicants", ApplicantId=text("Id of the applicant."), Name=text(), Email=text(format="email"), Site=SITE, JoinedOn=text("Waiting since.", format="date"))),
        Tool("Invoices_Search", "Gets rent invoices, with optional filters.", {"HolderId": HOLDER, "Status": text("paid or unpaid"), "DueBefore": text("Only invoices due before this day.", format="date")}, invoices, outputs=listing("Invoices", InvoiceNo=number("Number of the invoice."), HolderId=HOLDER, PlotNo=PLOT, AmountPence=number("Amount in pence."), DueOn=text(format="date"), Status=text("paid or unpaid"))),
        Tool("Notices_Search", "Gets notices served on plots, with optional filters.", {"PlotNo": PLOT, "State": STATE}, notices, outputs=listing("Notices", NoticeId=text("Id of the notice."), PlotNo=PLOT, Kind=KIND, ReplyBy=BY, State=STATE)),
        Tool("Tenancies_Start", "Lets a vacant plot to a holder or to an applicant, who is then taken off the waiting list.", {"PlotNo": PLOT, "To": text("Id of the holder or of the applicant."), "From": text("First day of the tenancy.", format="date")}, let, ("PlotNo", "To", "From")),
        Tool("Tenancies_End", "Ends the tenancy of a plot.", {"PlotNo": PLOT, "On": text("Last day of the tenancy.", format="date")}, end, ("PlotNo", "On")),
        Tool("Plots_SetRent", "Sets the yearly rent of a plot.", {"PlotNo": PLOT, "RentPence": PENCE}, rent, ("PlotNo", "RentPence")),
        Tool("Notices_Serve", "Serves a notice on a plot: untidy, rent (arrears) or quit.", {"PlotNo": PLOT, "Kind": KIND, "ReplyBy": BY}, serve, ("PlotNo", "Kind", "ReplyBy")),
        Tool("Notices_Withdraw", "Withdraws a notice.", {"NoticeId": text("Id of the notice.")}, withdraw, ("NoticeId",)),
        Tool("WaitingList_Add", "Adds an applicant to the waiting list of a site.", {"Applicant": {"type": "object", "properties": {"Name": text("Full name."), "Email": text("E-mail address.", format="email"), "Site": SITE}, "required": ["Name", "Email", "Site"]}}, join, ("Applicant",)),
        Tool("WaitingList_Remove", "Removes an applicant from the waiting list.", {"ApplicantId": text("Id of the applicant.")}, strike, ("ApplicantId",)),
        Tool("Invoices_MarkPaid", "Marks a rent invoice as paid.", {"InvoiceNo": number("Number of the invoice.")}, pay, ("InvoiceNo",)),
        Tool("Letters_Send", "Sends a letter to a plot holder.", {"HolderId": HOLDER, "Subject": text("Subject line."), "Body": text("Text of the letter.")}, write, ("HolderId", "Subject", "Body")),
    ),
    (
        Job("Let plot R-02 to Omar Haddad from April 1", lets("R-02", "W-32", "2026-04-01")),
        Job("Let the vacant plot at Mill Lane to whoever has been waiting for that site the longest, starting on 1 April", lets("M-03", "W-31", "2026-04-01")),
        Job("Agnes Thorpe is giving up R-03 at the end of the month, please end that tenancy", ends("2026-03-31", "R-03")),
        Job("End Farah Siddiqui's tenancy on April 30", ends("2026-04-30", "M-04")),
        Job("I'd like to give up my plot on 30 June.", ends("2026-06-30", "R-01"), context={"name": "Rosa Lindqvist"}),
        Job("As of March 31, end the tenancies of all plots that are under notice", ends("2026-03-31", "M-05", "K-02")),
        Job("Mark Rosa Lindqvist's rent as paid", each("Invoices_MarkPaid", "InvoiceNo", 7005)),
        Job("Colin Webb has finally paid, tick off his invoice", each("Invoices_MarkPaid", "InvoiceNo", 7004)),
        Job("Agnes Thorpe paid everything she owes us this morning. Mark all her invoices as paid.", each("Invoices_MarkPaid", "InvoiceNo", 7001, 7006)),
        Job("Serve a rent notice on every plot whose rent has been overdue for more than a month, reply by April 8", served("rent", "2026-04-08", "M-05", "K-01", "K-02")),
        Job("Serve an untidy notice on R-04, they have until March 31 to reply", served("untidy", "2026-03-31", "R-04")),
        Job("Withdraw the notice for M-02", each("Notices_Withdraw", "NoticeId", "N-84")),
        Job("Withdraw all open notices on Desmond Pike's plots", each("Notices_Withdraw", "NoticeId", "N-82", "N-84")),
        Job("Put Hattie Blunt (hattie@blunt.example) on the waiting list for Kiln Field", joins("Hattie Blunt", "hattie@blunt.example", "Kiln Field")),
        Job("Take Una Clegg off the waiting list", each("WaitingList_Remove", "ApplicantId", "W-33")),
        Job("Remove everyone from the Riverside waiting list who joined in 2025", each("WaitingList_Remove", "ApplicantId", "W-33", "W-36")),
        Job("Set the rent of K-02 to £38.50 and that of K-01 to £60", costs(K_02=3850, K_01=6000)),
        Job("Raise the rent of all Riverside plots by 5%", costs(R_01=6930, R_02=6930, R_03=4200, R_04=5460, R_05=10290)),
        Job("Reduce the rent of the largest vacant plot by £9", costs(R_05=8900)),
        Job("Write to all plot holders at Kiln Field, subject 'Water', 'The water will be turned on again on Monday.'", letters("Water", "The water will be turned on again on Monday.", "H-17", "H-12")),
        Job("If Tadeusz Wrona still hasn't paid his rent, serve a rent notice on his plot with a reply by March 31, otherwise send him a letter, subject 'Rent', 'Thank you for paying.'", served("rent", "2026-03-31", "K-01")),
        Job("Let R-05 to Gwen Askew from May 1 unless somebody has been waiting for Riverside longer than she has", []),
        Job("Desmond Pike has paid for K-02 and tidied it up as well. Mark that invoice as paid and withdraw the notice on the plot.", [*each("Invoices_MarkPaid", "InvoiceNo", 7009), *each("Notices_Withdraw", "NoticeId", "N-82")]),
        Job("How many vacant plots are there?", [], shows=("M-03", "R-02", "R-05")),
        Job("Who is next in line for Riverside?", [], shows=("Omar Haddad",)),
        Job("Write to Pike, subject 'Shed', 'Your shed door is open.'", ASK),
        Job("Let plot M-03 to Beth Salter", ASK),
        Job("Have the grass on R-02 mown", ASK),
    ),
    (
        Past("Let plot R-05 to Una Clegg from May 1", [p(PlotNo="R-05"), q()], lets("R-05", "W-33", "2026-05-01")),
        Past("Let R-02 to whoever has been waiting for Riverside the longest, starting on 15 March", [p(PlotNo="R-02"), q(Site="Riverside")], lets("R-02", "W-32", "2026-03-15")),
        Past("Tadeusz Wrona is giving up K-01 at the end of April, please end that tenancy", [p(PlotNo="K-01")], ends("2026-04-30", "K-01")),
        Past("End Joan Pike's tenancy on May 31", [h("Joan Pike"), p(HolderId="H-16")], ends("2026-05-31", "R-04")),
        Past("End the tenancies of all let plots at Kiln Field on June 30", [p(Site="Kiln Field", Status="let")], ends("2026-06-30", "K-01")),
        Past("Mark Farah Siddiqui's rent as paid", [h("Farah Siddiqui"), i(HolderId="H-13", Status="unpaid")], each("Invoices_MarkPaid", "InvoiceNo", 7003)),
        Past("Tadeusz Wrona has paid, tick off his invoice", [h("Tadeusz Wrona"), i(HolderId="H-17", Status="unpaid")], each("Invoices_MarkPaid", "InvoiceNo", 7008)),
        Past("Serve a rent notice on every plot whose rent was due in February, reply by March 25", [i(Status="unpaid", DueBefore="2026-03-01")], served("rent", "2026-03-25", "K-01", "K-02")),
        Past("Serve a quit notice on M-04, they have until April 20 to reply", [p(PlotNo="M-04")], served("quit", "2026-04-20", "M-04")),
        Past("Withdraw the notice for K-02", [seen(PlotNo="K-02", State="open")], each("Notices_Withdraw", "NoticeId", "N-82")),
        Past("Withdraw all open notices on Colin Webb's plots", [h("Colin Webb"), p(HolderId="H-14"), seen(PlotNo="M-05", State="open")], each("Notices_Withdraw", "NoticeId", "N-81")),
        Past("Put Ned Frost (ned@frost.example) on the waiting list for Riverside", [], joins("Ned Frost", "ned@frost.example", "Riverside")),
        Past("Take Lily Chan off the waiting list", [q()], each("WaitingList_Remove", "ApplicantId", "W-35")),
        Past("Remove everyone from the Mill Lane waiting list who joined in 2024", [q(Site="Mill Lane")], each("WaitingList_Remove", "ApplicantId", "W-31")),
        Past("Set the rent of M-03 to £44.50", [p(PlotNo="M-03")], costs(M_03=4450)),
        Past("Raise the rent of all Kiln Field plots by 10%", [p(Site="Kiln Field")], costs(K_01=6380, K_02=3850)),
        Past("Reduce the rent of the smallest vacant plot by £4", [p(Status="vacant")], costs(M_03=3800)),
        Past("Write to all plot holders at Riverside, subject 'Flood', 'Please move your tools to the upper shed.'", [p(Site="Riverside")], letters("Flood", "Please move your tools to the upper shed.", "H-15", "H-11", "H-16")),
        Past("If Colin Webb still hasn't paid his rent, serve a rent notice on his plot with a reply by April 15", [h("Colin Webb"), i(HolderId="H-14", Status="unpaid")], served("rent", "2026-04-15", "M-05")),
        Past("If Joan Pike still hasn't paid her rent, serve a rent notice on her plot with a reply by April 15", [h("Joan Pike"), i(HolderId="H-16", Status="unpaid")], []),
        Past("How many plots are let at Mill Lane?", [p(Site="Mill Lane", Status="let")], []),
    ),
)
