"""A fundraising service: camelCase names, prefixed ids, cents, letter codes, patches, answers in an envelope, people only by search.

Written without reading the planner, and before it was run.
"""

from collections.abc import Mapping

from tests.fields.checks import array, boolean, changing, day, matching, one_of, shape, step, whole
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

TODAY = "2026-03-11"
ROWS = {
    "supporters": [{**row, "tags": row["tags"].split()} for row in rows_of(
        "id name email city doNotContact tags",
        "sup_a1|Beatrix Holm|beatrix.holm@post.example|Aarhus|false|major",
        "sup_a2|Conor Walsh|conor@walsh.example|Cork|false|",
        "sup_a3|Delia Marsh|delia.marsh@post.example|Leeds|true|",
        "sup_a4|Edwin Achterberg|edwin@achterberg.example|Utrecht|false|volunteer",
        "sup_a5|Fiona Walsh|fiona.walsh@post.example|Galway|false|",
        "sup_a6|Hollis Bakery Ltd|accounts@hollisbakery.example|Leeds|false|corporate",
        "sup_a7|Ines Caldeira|ines@caldeira.example|Porto|false|",
        "sup_a8|Jasper Nkemelu|jasper.n@post.example|London|false|major volunteer",
        "sup_a9|Katrin Vogel|katrin@vogel.example|Bremen|false|",
    )],
    "appeals": rows_of(
        "code name goalCents raisedCents status endsOn",
        "WATER26|Clean Water 2026|5000000|3120000|open|2026-06-30",
        "ROOF|A new roof for the shelter|2000000|1985000|open|2026-03-31",
        "BOOKS|Books for all|300000|45000|open|2026-05-15",
        "WINTER25|Winter appeal 2025|1500000|1612000|closed|2026-01-31",
    ),
    "gifts": rows_of(
        "id supporterId amountCents method appeal receivedOn status receiptSent",
        "gft_300|sup_a3|1500|CQ|WINTER25|2026-01-12|received|true",
        "gft_301|sup_a1|250000|BT|WATER26|2026-02-03|received|true",
        "gft_302|sup_a2|5000|CC|ROOF|2026-02-17|received|false",
        "gft_303|sup_a6|120000|BT|ROOF|2026-02-20|received|false",
        "gft_304|sup_a9|4000|CC|BOOKS|2026-02-27|received|true",
        "gft_305|sup_a9|4000|CC|BOOKS|2026-02-27|received|true",
        "gft_306|sup_a4|2500|DD|BOOKS|2026-03-02|bounced|false",
        "gft_307|sup_a7|7500|CC|WATER26|2026-03-02|received|false",
        "gft_308|sup_a8|100000|CQ|ROOF|2026-03-03|received|true",
        "gft_309|sup_a5|3000|DD|WATER26|2026-03-05|received|false",
        "gft_310|sup_a2|5500|CC|WATER26|2026-03-10|received|false",
        "gft_311|sup_a1|50000|BT|BOOKS|2026-03-10|received|false",
    ),
    "pledges": rows_of(
        "id supporterId amountCents frequency method appeal nextOn status",
        "plg_41|sup_a4|2500|M|DD|BOOKS|2026-04-01|active",
        "plg_42|sup_a5|3000|M|DD|WATER26|2026-04-05|active",
        "plg_43|sup_a8|50000|Q|BT|WATER26|2026-03-31|active",
        "plg_44|sup_a2|12000|A|CC|ROOF|2026-09-01|active",
        "plg_45|sup_a7|1000|M|CC|WATER26|2026-03-15|paused",
        "plg_46|sup_a9|2000|M|DD|ROOF|2026-03-12|active",
        "plg_47|sup_a3|1500|Q|CQ|WATER26|2026-04-01|cancelled",
    ),
    "emails": [],
}
METHODS, FREQUENCIES = ("CC", "DD", "BT", "CQ"), ("M", "Q", "A")
GIFT_STATES, PLEDGE_STATES = ("received", "bounced", "refunded"), ("active", "paused", "cancelled")
WHY = ("duplicate", "donor_request", "fraud")


def data(rows: list[dict]) -> dict[str, object]:
    return {"data": rows, "count": len(rows)}


def cents(told: object) -> int:
    return whole(told, 100, 10**9)


def appeal_of(rows: Rows, code: object) -> str:
    row = find(rows["appeals"], "code", code)
    if row["status"] == "closed":
        raise Refusal(f"{code} is closed")
    return str(code)


def search(rows: Rows, query: str) -> object:
    words = str(query or "").lower()
    if len(words) < 2:
        raise Refusal("type at least two letters")
    return data([row for row in rows["supporters"] if words in f"{row['name']} {row['email']} {row['city']} {' '.join(row['tags'])}".lower()])


def create_supporter(rows: Rows, name: str, email: str, city: str = "") -> object:
    rows["supporters"].append({"id": f"sup_b{len(rows['supporters'])}", "name": name, "email": email, "city": city or "", "doNotContact": False, "tags": []})
    return rows["supporters"][-1]


def update_supporter(rows: Rows, supporterId: str, patch: Mapping[str, object]) -> object:
    return changing(find(rows["supporters"], "id", supporterId), {**patch}, name=str, email=str, city=str, doNotContact=boolean)


def tag(rows: Rows, supporterId: str, tag: str) -> object:
    row = find(rows["supporters"], "id", supporterId)
    row["tags"] = sorted({*row["tags"], str(tag)})
    return row


def update_appeal(rows: Rows, code: str, patch: Mapping[str, object]) -> object:
    return changing(find(rows["appeals"], "code", appeal_of(rows, code)), {**patch}, name=str, goalCents=cents, endsOn=day)


def close_appeal(rows: Rows, code: str) -> object:
    row = find(rows["appeals"], "code", appeal_of(rows, code))
    row["status"] = "closed"
    return row


def gifts(rows: Rows, receivedFrom: str = "", receivedTo: str = "", **equals: object) -> object:
    first, last = day(receivedFrom or "0001-01-01"), day(receivedTo or "9999-12-31")
    return data([row for row in matching(rows["gifts"], {}, **equals) if first <= row["receivedOn"] <= last])


def record(rows: Rows, supporterId: str, amountCents: int, method: str, appeal: str, receivedOn: str = TODAY) -> object:
    rows["gifts"].append({
        "id": f"gft_{300 + len(rows['gifts'])}", "supporterId": find(rows["supporters"], "id", supporterId)["id"], "amountCents": cents(amountCents),
        "method": one_of(method, *METHODS), "appeal": appeal_of(rows, appeal), "receivedOn": day(receivedOn), "status": "received", "receiptSent": False,
    })  # fmt: skip
    return rows["gifts"][-1]


def refund(rows: Rows, giftId: str, reason: str) -> object:
    why = one_of(reason, *WHY)
    row = step(rows, "gifts", giftId, "refunded", "received")
    row["refundReason"] = why
    return row


def receipt(rows: Rows, giftId: str) -> object:
    step(rows, "gifts", giftId, "received", "received")["receiptSent"] = True
    return {"sent": True}


def update_pledge(rows: Rows, pledgeId: str, patch: Mapping[str, object]) -> object:
    row = find(rows["pledges"], "id", pledgeId)
    if row["status"] == "cancelled":
        raise Refusal("a cancelled pledge stays as it is")
    return changing(
        row, {**patch}, amountCents=cents, frequency=lambda told: one_of(told, *FREQUENCIES), method=lambda told: one_of(told, *METHODS),
        appeal=lambda told: appeal_of(rows, told), nextOn=day, status=lambda told: one_of(told, "active", "paused"),
    )  # fmt: skip


def email(rows: Rows, supporterId: str, subject: str, body: str) -> object:
    if find(rows["supporters"], "id", supporterId)["doNotContact"]:
        raise Refusal("this supporter does not want to be contacted")
    rows["emails"].append({"supporterId": supporterId, "subject": subject, "body": body})
    return {"queued": True}


def gave(supporter: int, amount: int, method: str, appeal: str, **more: object) -> list[Call]:
    return [("recordGift", {"supporterId": f"sup_a{supporter}", "amountCents": amount, "method": method, "appeal": appeal, **more})]


def receipts(*gifts: int) -> list[Call]:
    return [("sendReceipt", {"giftId": f"gft_{one}"}) for one in gifts]


def pledge(*pledges: int, **patch: object) -> list[Call]:
    return [("updatePledge", {"pledgeId": f"plg_{one}", "patch": patch}) for one in pledges]


def dropped(*pledges: int) -> list[Call]:
    return [("cancelPledge", {"pledgeId": f"plg_{one}"}) for one in pledges]


def person(supporter: int, **patch: object) -> list[Call]:
    return [("updateSupporter", {"supporterId": f"sup_a{supporter}", "patch": patch})]


def appeal(code: str, **patch: object) -> list[Call]:
    return [("updateAppeal", {"code": code, "patch": patch})]


def tagged(word: str, *supporters: int) -> list[Call]:
    return [("addTag", {"supporterId": f"sup_a{one}", "tag": word}) for one in supporters]


def wrote(supporter: int, subject: str, body: str) -> list[Call]:
    return [("emailSupporter", {"supporterId": f"sup_a{supporter}", "subject": subject, "body": body})]


def who(query: str) -> Call:
    return "searchSupporters", {"query": query}


def look(what: str, of: int = 0, **filters: object) -> Call:
    return f"list{what}", {**filters, **({"supporterId": f"sup_a{of}"} if of else {})}


APPEALS = look("Appeals")
SUPPORTER, GIFT, PLEDGE, CODE, DAY = text("ID of the supporter (sup_…)"), text("ID of the gift (gft_…)"), text("ID of the pledge (plg_…)"), text("Appeal code"), text("ISO date", format="date")
CENTS, METHOD, FREQUENCY = number("In euro cents", minimum=100), text("CC card, DD direct debit, BT bank transfer, CQ cheque", enum=list(METHODS)), text("M monthly, Q quarterly, A annually", enum=list(FREQUENCIES))
PERSON = dict(id=SUPPORTER, name=text(), email=text(), city=text(), doNotContact={"type": "boolean"}, tags={"type": "array", "items": text()})
GIVEN = dict(id=GIFT, supporterId=SUPPORTER, amountCents=CENTS, method=METHOD, appeal=CODE, receivedOn=DAY, status=text(enum=list(GIFT_STATES)), receiptSent={"type": "boolean"})
PLEDGED = dict(id=PLEDGE, supporterId=SUPPORTER, amountCents=CENTS, frequency=FREQUENCY, method=METHOD, appeal=CODE, nextOn=DAY, status=text(enum=list(PLEDGE_STATES)))


def patch(**fields: object) -> dict[str, object]:
    return {"type": "object", "description": "The fields to change", "properties": fields}


TOOLS = (
    Tool("searchSupporters", "Search supporters (donors) by name, email, city or tag.", {"query": text("At least two letters")}, search, ("query",), shape(data=array(**PERSON), count=number())),
    Tool("createSupporter", "Create a supporter.", {"name": text("Full name"), "email": text(), "city": text()}, create_supporter, ("name", "email"), shape(**PERSON)),
    Tool("updateSupporter", "Update the contact data of a supporter.", {"supporterId": SUPPORTER, "patch": patch(name=text(), email=text(), city=text(), doNotContact={"type": "boolean", "description": "true if they do not want to hear from us"})}, update_supporter, ("supporterId", "patch"), shape(**PERSON)),
    Tool("addTag", "Add a tag to a supporter.", {"supporterId": SUPPORTER, "tag": text()}, tag, ("supporterId", "tag")),
    Tool("listAppeals", "List fundraising appeals. raisedCents is brought up to date every night.", {"status": text(enum=["open", "closed"])}, lambda rows, status="": data(matching(rows["appeals"], {}, status=status)), outputs=shape(data=array(code=CODE, name=text(), goalCents=CENTS, raisedCents=CENTS, status=text(), endsOn=DAY), count=number())),
    Tool("updateAppeal", "Update an open appeal.", {"code": CODE, "patch": patch(name=text(), goalCents=CENTS, endsOn={**DAY, "description": "Last day of the appeal"})}, update_appeal, ("code", "patch")),
    Tool("closeAppeal", "Close an appeal; it cannot get gifts any more.", {"code": CODE}, close_appeal, ("code",)),
    Tool("listGifts", "List single gifts (donations), oldest first.", {"supporterId": SUPPORTER, "appeal": CODE, "status": text(enum=list(GIFT_STATES)), "receivedFrom": DAY, "receivedTo": DAY}, gifts, outputs=shape(data=array(**GIVEN), count=number())),
    Tool("recordGift", "Record a gift that came in.", {"supporterId": SUPPORTER, "amountCents": CENTS, "method": METHOD, "appeal": CODE, "receivedOn": {**DAY, "description": "Today if left out"}}, record, ("supporterId", "amountCents", "method", "appeal"), shape(**GIVEN)),
    Tool("refundGift", "Pay a gift back.", {"giftId": GIFT, "reason": text(enum=list(WHY))}, refund, ("giftId", "reason")),
    Tool("sendReceipt", "Send the tax receipt for a gift to the supporter.", {"giftId": GIFT}, receipt, ("giftId",)),
    Tool("listPledges", "List pledges (regular gifts).", {"supporterId": SUPPORTER, "appeal": CODE, "status": text(enum=list(PLEDGE_STATES))}, lambda rows, **equals: data(matching(rows["pledges"], {}, **equals)), outputs=shape(data=array(**PLEDGED), count=number())),
    Tool("updatePledge", "Update a pledge: amount, rhythm, method, appeal, next collection, or pause it and take it up again.", {"pledgeId": PLEDGE, "patch": patch(amountCents=CENTS, frequency=FREQUENCY, method=METHOD, appeal=CODE, nextOn={**DAY, "description": "Next collection"}, status=text(enum=["active", "paused"]))}, update_pledge, ("pledgeId", "patch"), shape(**PLEDGED)),
    Tool("cancelPledge", "Cancel a pledge for good.", {"pledgeId": PLEDGE}, lambda rows, pledgeId: step(rows, "pledges", pledgeId, "cancelled", "active", "paused"), ("pledgeId",)),
    Tool("emailSupporter", "Send an email to a supporter.", {"supporterId": SUPPORTER, "subject": text(), "body": text()}, email, ("supporterId", "subject", "body")),
)
JOBS = (
    Job("Record a gift of 75 euros from Conor Walsh for Clean Water 2026, bank transfer", gave(2, 7500, "BT", "WATER26")),
    Job("A cheque for €1,200 from Hollis Bakery arrived yesterday, it's for the roof. Please enter it.", gave(6, 120000, "CQ", "ROOF", receivedOn="2026-03-10")),
    Job("Send Ines Caldeira the receipt for her gift", receipts(307)),
    Job("Refund gft_305, it's a duplicate", [("refundGift", {"giftId": "gft_305", "reason": "duplicate"})]),
    Job("Fiona Walsh would like to give 50 euros a month from now on instead of 30", pledge(42, amountCents=5000)),
    Job("Conor Walsh rang: instead of his yearly pledge he'd rather give 30 euros every quarter", pledge(44, amountCents=3000, frequency="Q")),
    Job("Edwin Achterberg lost his job and has to stop giving, cancel his pledge", dropped(41)),
    Job("Pause Jasper's pledge please", pledge(43, status="paused")),
    Job("Ines wants to take up her monthly gift again, next collection on April 15", pledge(45, status="active", nextOn="2026-04-15")),
    Job("Delia Marsh has moved to York", person(3, city="York")),
    Job("beatrix holm's new address is bea@holm.example", person(1, email="bea@holm.example")),
    Job("Edwin Achterberg doesn't want to hear from us any more", person(4, doNotContact=True)),
    Job("Raise the goal of the roof appeal to 25,000 euros", appeal("ROOF", goalCents=2500000)),
    Job("Books for all runs until the end of June now", appeal("BOOKS", endsOn="2026-06-30")),
    Job("The roof appeal is finished, please close it", [("closeAppeal", {"code": "ROOF"})]),
    Job("Everybody who gave to the roof gets a receipt, unless they've already had one", receipts(302, 303)),
    Job("The accountant wants all receipts of this month to be out: send one for every gift received in March that hasn't had one. Bounced ones don't count.", receipts(307, 309, 310, 311)),
    Job("Whoever gave 1,000 euros or more in one go should have the tag major", tagged("major", 6)),
    Job("Move all active pledges for the roof over to Clean Water 2026", pledge(44, 46, appeal="WATER26")),
    Job("Put every active monthly pledge up by 5 euros", [*pledge(41, amountCents=3000), *pledge(42, amountCents=3500), *pledge(46, amountCents=2500)]),
    Job("The bank is late with the direct debits, so the next collection of each active direct debit pledge has to be a week later", [*pledge(41, nextOn="2026-04-08"), *pledge(42, nextOn="2026-04-12"), *pledge(46, nextOn="2026-03-19")]),
    Job("Write to whoever made the largest gift this year, subject 'Thank you', text 'Your gift changed everything.'", wrote(1, "Thank you", "Your gift changed everything.")),
    Job("If the roof appeal is less than 500 euros short of its goal, close it; if not, extend it to the end of April", [("closeAppeal", {"code": "ROOF"})]),
    Job("Email Hollis Bakery, subject 'The roof', body 'We are nearly there!', and tag them roof-friend", [*wrote(6, "The roof", "We are nearly there!"), *tagged("roof-friend", 6)]),
    Job("New supporter: Lena Brandt from Kiel, lena@brandt.example", [("createSupporter", {"name": "Lena Brandt", "email": "lena@brandt.example", "city": "Kiel"})]),
    Job("If Delia Marsh still has an active pledge, cancel it", []),
    Job("How much has Clean Water 2026 raised so far?", [], shows=("3120000",)),
    Job("Did any gift bounce this month?", [], shows=("gft_306",)),
    Job("Mr or Mrs Walsh, I only caught the surname, wants to stop giving. Cancel the pledge.", ASK),
    Job("Record a gift from Beatrix Holm for Books for all, by card", ASK),
    Job("Send Gregor Lindqvist his receipt", ASK),
    Job("Print address labels for the spring mailing", ASK),
)
PASTS = (
    Past("Record a gift of 20 euros from Katrin Vogel for Books for all, card", [who("Katrin Vogel"), APPEALS], gave(9, 2000, "CC", "BOOKS")),
    Past("A bank transfer of €300 from Jasper Nkemelu arrived on Monday, it's for the water appeal", [who("Jasper Nkemelu"), APPEALS], gave(8, 30000, "BT", "WATER26", receivedOn="2026-03-09")),
    Past("Send Fiona Walsh the receipt for her gift", [who("Fiona Walsh"), look("Gifts", 5)], receipts(309)),
    Past("Refund gft_310, he asked for it", [look("Gifts")], [("refundGift", {"giftId": "gft_310", "reason": "donor_request"})]),
    Past("Edwin Achterberg would like to give 40 euros a month from now on", [who("Edwin Achterberg"), look("Pledges", 4)], pledge(41, amountCents=4000)),
    Past("Katrin would rather give once a year", [who("Katrin"), look("Pledges", 9)], pledge(46, frequency="A")),
    Past("Ines Caldeira wants to stop giving, cancel her pledge", [who("Ines Caldeira"), look("Pledges", 7)], dropped(45)),
    Past("Pause Conor's pledge please", [who("Conor"), look("Pledges", 2)], pledge(44, status="paused")),
    Past("Katrin Vogel has moved to Hamburg", [who("Katrin Vogel")], person(9, city="Hamburg")),
    Past("jasper nkemelu's new address is jasper@nkemelu.example", [who("jasper nkemelu")], person(8, email="jasper@nkemelu.example")),
    Past("Fiona Walsh doesn't want any more mail from us", [who("Fiona Walsh")], person(5, doNotContact=True)),
    Past("Raise the goal of Books for all to 4,000 euros", [APPEALS], appeal("BOOKS", goalCents=400000)),
    Past("The roof appeal runs until April 15 now", [APPEALS], appeal("ROOF", endsOn="2026-04-15")),
    Past("Books for all is finished, please close it", [APPEALS], [("closeAppeal", {"code": "BOOKS"})]),
    Past("Everybody who gave to Books for all this month gets a receipt, unless they've had one", [APPEALS, look("Gifts", appeal="BOOKS", status="received", receivedFrom="2026-03-01")], receipts(311)),
    Past("Tag Beatrix Holm and Jasper Nkemelu as gala-guest", [who("Beatrix Holm"), who("Jasper Nkemelu")], tagged("gala-guest", 1, 8)),
    Past("Put every quarterly pledge up by 10 euros", [look("Pledges", status="active")], pledge(43, amountCents=51000)),
    Past("The next collection of Fiona Walsh's pledge has to be two days later", [who("Fiona Walsh"), look("Pledges", 5)], pledge(42, nextOn="2026-04-07")),
    Past("Write to Edwin Achterberg, subject 'Your gift', text 'Your direct debit came back.'", [who("Edwin Achterberg")], wrote(4, "Your gift", "Your direct debit came back.")),
    Past("New supporter: Oskar Blum, oskar@blum.example", [who("Oskar Blum")], [("createSupporter", {"name": "Oskar Blum", "email": "oskar@blum.example"})]),
    Past("If Katrin Vogel has an active pledge, move it to Clean Water 2026", [who("Katrin Vogel"), look("Pledges", 9, status="active"), APPEALS], pledge(46, appeal="WATER26")),
    Past("Which appeals are still open?", [look("Appeals", status="open")], []),
)
FIELD = Field("giving", ROWS, TOOLS, JOBS, PASTS)
