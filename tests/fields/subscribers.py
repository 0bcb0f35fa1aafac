"""A newsletter: snake_case, opaque ids, a search with filters, tags given to many at once, instants in UTC, answers under `data`.

Left out: whoever works on the planner does not read this.  Written without reading the planner, and before it was run.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from tests.fields.service import (
    ASK,
    Call,
    Field,
    Job,
    Past,
    Refusal,
    Row,
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


def split(names: Sequence[str], *lines: str) -> list[Row]:
    return [{name: [one for one in value.split(",") if one] if name in names else value for name, value in row.items()} for row in rows_of(*lines)]


ROWS = {
    "lists": rows_of(
        "list_id name sender",
        "lst_n8|Monthly News|hello@brightleaf.example",
        "lst_o3|Shop Offers|shop@brightleaf.example",
        "lst_e5|Events Berlin|events@brightleaf.example",
        "lst_p1|Press|press@brightleaf.example",
        "lst_b7|Beta Testers|product@brightleaf.example",
        "lst_w4|Winter Fair 2024|events@brightleaf.example",
    ),
    "subscribers": split(
        ("lists", "tags"),
        "subscriber_id email first_name last_name country status lists tags joined_on last_opened_on",
        "sub_2f1|amelia.ford@gmail.example|Amelia|Ford|GB|subscribed|lst_n8,lst_o3|customer|2024-05-02|2026-03-02",
        "sub_7c3|b.okafor@okaforlegal.example|Ben|Okafor|NG|subscribed|lst_n8|customer,vip|2023-11-20|2026-02-25",
        "sub_0a8|carla.rossi@posta.example|Carla|Rossi|IT|unsubscribed|lst_n8||2024-01-15|2024-12-01",
        "sub_4e4|daniel.kim@kimworks.example|Daniel|Kim|KR|subscribed|lst_b7,lst_n8|beta|2025-06-30|2026-03-09",
        "sub_9d0|elena.petrova@mailbox.example|Elena|Petrova|BG|bounced|lst_o3|customer|2025-02-11|2025-09-14",
        "sub_3b6|farid@studiofarid.example|Farid|Aziz|DE|subscribed|lst_e5,lst_n8|speaker|2025-09-01|2026-03-10",
        "sub_6a2|grace.lin@harbourpost.example|Grace|Lin|GB|subscribed|lst_p1|journalist|2026-01-12|2026-03-04",
        "sub_8f9|hugo.martin@lamarge.example|Hugo|Martin|FR|pending|lst_e5||2026-03-07|",
        "sub_1c5|ines.martin@courriel.example|Inès|Martin|FR|subscribed|lst_e5,lst_o3|customer|2024-10-03|2025-08-19",
        "sub_5d7|jonas.weber@tagblatt.example|Jonas|Weber|DE|subscribed|lst_p1|journalist|2025-03-18|2025-12-22",
        "sub_b21|kate.obrien@gmail.example|Kate|O'Brien|IE|pending|lst_n8||2026-02-20|",
        "sub_e40|liam.ford@fordandsons.example|Liam|Ford|GB|subscribed|lst_o3|customer,wholesale|2022-07-08|2025-11-30",
        "sub_c93|mia.schulz@schulz.example|Mia|Schulz|AT|bounced|lst_n8|vip|2023-04-27|2025-10-05",
    ),
    "campaigns": rows_of(
        "campaign_id name subject list_id status send_at",
        "cmp_301|March news|What grew in February|lst_n8|sent|2026-03-03T08:00:00Z",
        "cmp_302|Spring sale teaser|Something green is coming|lst_o3|scheduled|2026-03-13T09:00:00Z",
        "cmp_303|Spring sale|20% off all seedlings|lst_o3|scheduled|2026-03-20T09:00:00Z",
        "cmp_304|April news|What grew in March|lst_n8|draft|",
        "cmp_305|Open day invitation|Come and see the greenhouse|lst_e5|draft|",
        "cmp_306|New greenhouse press release|Brightleaf opens its third greenhouse|lst_p1|scheduled|2026-03-12T07:30:00Z",
        "cmp_307|Beta round two|Ready to test again?|lst_b7|draft|",
        "cmp_308|Valentine offer|Roses for less|lst_o3|sent|2026-02-10T09:00:00Z",
        "cmp_309|February news|A quiet month|lst_n8|sent|2026-02-03T08:00:00Z",
        "cmp_310|Pruning workshop|Learn to prune|lst_e5|scheduled|2026-03-30T16:00:00Z",
    ),
    "reports": rows_of("campaign_id delivered opened clicked complaints", "cmp_301|2204|931|208|1", "cmp_308|1418|412|97|6", "cmp_309|2190|884|151|0"),
    "test_mails": [],
}
STATUS, STATE = ("subscribed", "unsubscribed", "pending", "bounced"), ("draft", "scheduled", "sent")


def instant(told: object) -> str:
    with suppress(ValueError, TypeError, AttributeError):
        at = datetime.fromisoformat(told)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    raise Refusal("send_at must be an ISO 8601 instant")


def word(told: object) -> str:
    if not isinstance(told, str) or not told:
        raise Refusal("expected a text")
    return told


def search(rows: Rows, email: str = "", name: str = "", status: str = "", tag: str = "", list_id: str = "") -> object:
    found = equal(contains(rows["subscribers"], {"email": email}), {"status": status})
    called = str(name or "").lower()
    return {"data": [
        row for row in found
        if called in f"{row['first_name']} {row['last_name']}".lower() and (not tag or tag in row["tags"]) and (not list_id or list_id in row["lists"])
    ]}


def add(rows: Rows, email: str, list_ids: Sequence[str], first_name: str = "", last_name: str = "", tags: Sequence[str] = ()) -> object:
    if any(row["email"] == email for row in rows["subscribers"]):
        raise Refusal(f"{email} is already known")
    lists = sorted(find(rows["lists"], "list_id", one)["list_id"] for one in list_ids)
    rows["subscribers"].append({
        "subscriber_id": f"sub_{len(rows['subscribers']):03x}", "email": word(email), "first_name": first_name, "last_name": last_name, "country": "",
        "status": "subscribed", "lists": lists, "tags": sorted(map(word, tags)), "joined_on": "2026-03-11", "last_opened_on": "",
    })
    return rows["subscribers"][-1]


def update(rows: Rows, subscriber_id: str, **changes: str) -> object:
    row = find(rows["subscribers"], "subscriber_id", subscriber_id)
    row.update({name: word(changes[name]) for name in ("email", "first_name", "last_name", "country") if name in changes})
    return row


def unsubscribe(rows: Rows, subscriber_id: str) -> object:
    row = find(rows["subscribers"], "subscriber_id", subscriber_id)
    if row["status"] == "unsubscribed":
        raise Refusal("already unsubscribed")
    row["status"] = "unsubscribed"
    return row


def join(rows: Rows, subscriber_id: str, list_id: str) -> object:
    row, wanted = find(rows["subscribers"], "subscriber_id", subscriber_id), find(rows["lists"], "list_id", list_id)["list_id"]
    row["lists"] = sorted({*row["lists"], wanted})
    return row


def quit_list(rows: Rows, subscriber_id: str, list_id: str) -> object:
    row = find(rows["subscribers"], "subscriber_id", subscriber_id)
    if list_id not in row["lists"]:
        raise Refusal("not on that list")
    row["lists"].remove(list_id)
    return row


def tagging(gives: bool) -> object:
    def act(rows: Rows, subscriber_ids: Sequence[str], tag: str) -> object:
        for row in [find(rows["subscribers"], "subscriber_id", one) for one in subscriber_ids]:
            row["tags"] = sorted({*row["tags"], word(tag)} if gives else {*row["tags"]} - {tag})
        return {"changed": len(subscriber_ids)}
    return act


def create(rows: Rows, name: str, subject: str, list_id: str) -> object:
    find(rows["lists"], "list_id", list_id)
    rows["campaigns"].append({"campaign_id": f"cmp_{301 + len(rows['campaigns'])}", "name": name, "subject": subject, "list_id": list_id, "status": "draft", "send_at": ""})
    return rows["campaigns"][-1]


def unsent(rows: Rows, campaign_id: str, *states: str) -> Row:
    row = find(rows["campaigns"], "campaign_id", campaign_id)
    if row["status"] not in states:
        raise Refusal(f"the campaign is {row['status']}")
    return row


def edit(rows: Rows, campaign_id: str, **changes: str) -> object:
    row = unsent(rows, campaign_id, "draft", "scheduled")
    row.update({name: word(changes[name]) for name in ("name", "subject") if name in changes})
    return row


def schedule(rows: Rows, campaign_id: str, send_at: str) -> object:
    row = unsent(rows, campaign_id, "draft", "scheduled")
    row.update(status="scheduled", send_at=instant(send_at))
    return row


def unschedule(rows: Rows, campaign_id: str) -> object:
    row = unsent(rows, campaign_id, "scheduled")
    row.update(status="draft", send_at="")
    return row


def test_mail(rows: Rows, campaign_id: str, to_email: str) -> object:
    find(rows["campaigns"], "campaign_id", campaign_id)
    rows["test_mails"].append({"campaign_id": campaign_id, "to_email": word(to_email)})
    return {"queued": True}


def off(*subscribers: str) -> list[Call]:
    return [("unsubscribe", {"subscriber_id": f"sub_{one}"}) for one in subscribers]


def on(name: str, subscriber: str, which: str) -> list[Call]:
    return [(name, {"subscriber_id": f"sub_{subscriber}", "list_id": f"lst_{which}"})]


def tag(words: str, *subscribers: str, name: str = "tag_subscribers") -> list[Call]:
    return [(name, {"subscriber_ids": [f"sub_{one}" for one in subscribers], "tag": words})]


def send(campaign: int, at: str) -> Call:
    return "schedule_campaign", {"campaign_id": f"cmp_{campaign}", "send_at": f"{at}:00Z"}


def camp(name: str, campaign: int, /, **more: str) -> list[Call]:
    return [(name, {"campaign_id": f"cmp_{campaign}", **more})]


def who(**by: str) -> Call:
    return "search_subscribers", by


def new(email: str, *lists: str, **more: object) -> list[Call]:
    return [("add_subscriber", {"email": email, "list_ids": [f"lst_{one}" for one in lists], **more})]


LISTS: Call = ("list_lists", {})
CAMPAIGNS: Call = ("list_campaigns", {})
SUB, LIST, CAMPAIGN, TAG = text("ID of the subscriber."), text("ID of the list."), text("ID of the campaign."), text("The tag.")
MANY = {"type": "array", "items": {"type": "string"}, "description": "IDs of the subscribers."}
NAMES = {"first_name": text("First name."), "last_name": text("Last name.")}
OUT_LIST, OUT_TAGS = {"type": "array", "items": LIST}, {"type": "array", "items": {"type": "string"}}
ONE_SUB = dict(subscriber_id=SUB, email=text(format="email"), **NAMES, country=text("ISO 3166 code."), status=text(enum=list(STATUS)), lists=OUT_LIST, tags=OUT_TAGS, joined_on=text(format="date"), last_opened_on=text(format="date"))
ONE_CAMPAIGN = dict(campaign_id=CAMPAIGN, name=text("Internal name."), subject=text("Subject line."), list_id=LIST, status=text(enum=list(STATE)), send_at=text("When it goes or went out.", format="date-time"))
SUBSCRIBER, A_CAMPAIGN = {"type": "object", "properties": ONE_SUB}, {"type": "object", "properties": ONE_CAMPAIGN}
REPORT = {"type": "object", "properties": {"campaign_id": CAMPAIGN, **{name: number() for name in ("delivered", "opened", "clicked", "complaints")}}}
FIELD = Field(
    "subscribers", ROWS,
    (
        Tool("list_lists", "List all mailing lists.", {}, lambda rows: {"data": rows["lists"]}, outputs=listing("data", list_id=LIST, name=text(), sender=text())),
        Tool("search_subscribers", "Search subscribers. All filters are optional and combined with AND.", {"email": text("Full or partial e-mail address."), "name": text("Full or partial name."), "status": text("Subscription status.", enum=list(STATUS)), "tag": TAG, "list_id": LIST}, search, outputs=listing("data", **ONE_SUB)),
        Tool("list_campaigns", "List campaigns, newest and older ones, drafts included.", {"status": text("Only campaigns in this state.", enum=list(STATE)), "list_id": LIST}, lambda rows, **by: {"data": equal(rows["campaigns"], by)}, outputs=listing("data", **ONE_CAMPAIGN)),
        Tool("get_campaign_report", "Get delivery, open and click numbers of a campaign that was sent.", {"campaign_id": CAMPAIGN}, lambda rows, campaign_id: find(rows["reports"], "campaign_id", campaign_id), ("campaign_id",), REPORT),
        Tool("add_subscriber", "Add a new subscriber to one or more lists.", {"email": text("E-mail address.", format="email"), "list_ids": {"type": "array", "items": {"type": "string"}, "description": "IDs of the lists."}, **NAMES, "tags": {"type": "array", "items": {"type": "string"}, "description": "Tags to give."}}, add, ("email", "list_ids"), SUBSCRIBER),
        Tool("update_subscriber", "Update the profile of a subscriber.", {"subscriber_id": SUB, "email": text("New e-mail address.", format="email"), **NAMES, "country": text("ISO 3166 code.")}, update, ("subscriber_id",), SUBSCRIBER),
        Tool("unsubscribe", "Unsubscribe somebody from all mail.", {"subscriber_id": SUB}, unsubscribe, ("subscriber_id",), SUBSCRIBER),
        Tool("add_to_list", "Put an existing subscriber on a further list.", {"subscriber_id": SUB, "list_id": LIST}, join, ("subscriber_id", "list_id"), SUBSCRIBER),
        Tool("remove_from_list", "Take a subscriber off one list only.", {"subscriber_id": SUB, "list_id": LIST}, quit_list, ("subscriber_id", "list_id"), SUBSCRIBER),
        Tool("tag_subscribers", "Give a tag to one or more subscribers.", {"subscriber_ids": MANY, "tag": TAG}, tagging(gives=True), ("subscriber_ids", "tag")),
        Tool("untag_subscribers", "Take a tag away from one or more subscribers.", {"subscriber_ids": MANY, "tag": TAG}, tagging(gives=False), ("subscriber_ids", "tag")),
        Tool("create_campaign", "Create a campaign as a draft.", {"name": text("Internal name."), "subject": text("Subject line."), "list_id": LIST}, create, ("name", "subject", "list_id"), A_CAMPAIGN),
        Tool("update_campaign", "Change the name or the subject line of a campaign that was not sent yet.", {"campaign_id": CAMPAIGN, "name": text("Internal name."), "subject": text("Subject line.")}, edit, ("campaign_id",), A_CAMPAIGN),
        Tool("schedule_campaign", "Schedule a campaign, or move one that is scheduled.", {"campaign_id": CAMPAIGN, "send_at": text("When to send, UTC.", format="date-time")}, schedule, ("campaign_id", "send_at"), A_CAMPAIGN),
        Tool("unschedule_campaign", "Stop a scheduled campaign. It becomes a draft again.", {"campaign_id": CAMPAIGN}, unschedule, ("campaign_id",), A_CAMPAIGN),
        Tool("send_test", "Send a test copy of a campaign to one address.", {"campaign_id": CAMPAIGN, "to_email": text("Where to send the test.", format="email")}, test_mail, ("campaign_id", "to_email")),
    ),
    (
        Job("Unsubscribe Amelia Ford", off("2f1")),
        Job("Hi, daniel.kim@kimworks.example wrote that he doesn't want any more mail from us. Can you unsubscribe him? Thanks", off("4e4")),
        Job("Add nora.blum@blumen.example to the Monthly News list, her name is Nora Blum", new("nora.blum@blumen.example", "n8", first_name="Nora", last_name="Blum")),
        Job("add tom@tinyfarm.example to Shop Offers with the tag wholesale", new("tom@tinyfarm.example", "o3", tags=["wholesale"])),
        Job("Put Farid Aziz on the Press list as well", on("add_to_list", "3b6", "p1")),
        Job("Take Inès Martin off Shop Offers, she only wants to hear about events", on("remove_from_list", "1c5", "o3")),
        Job("Tag all journalists 'spring-preview'", tag("spring-preview", "6a2", "5d7")),
        Job("Remove the beta tag from Daniel Kim", tag("beta", "4e4", name="untag_subscribers")),
        Job("Schedule the April news for 1 April at 8 am", [send(304, "2026-04-01T08:00")]),
        Job("Move the Spring sale campaign to March 23, same time of day", [send(303, "2026-03-23T09:00")]),
        Job("Change the subject of the open day invitation to 'Greenhouse open day on 18 April'", camp("update_campaign", 305, subject="Greenhouse open day on 18 April")),
        Job("Send a test of Beta round two to rosa@brightleaf.example", camp("send_test", 307, to_email="rosa@brightleaf.example")),
        Job("The greenhouse press release must not go out tomorrow! Please unschedule it", camp("unschedule_campaign", 306)),
        Job("Postpone the spring sale teaser and the spring sale by one week each", [send(302, "2026-03-20T09:00"), send(303, "2026-03-27T09:00")]),
        Job("Kate O'Brien's new e-mail address is kate@obrien.example", [("update_subscriber", {"subscriber_id": "sub_b21", "email": "kate@obrien.example"})]),
        Job("Unsubscribe everybody whose address has bounced", off("9d0", "c93")),
        Job("Give every subscribed customer who has not opened a mail since 1 January 2026 the tag win-back", tag("win-back", "1c5", "e40")),
        Job("Which campaigns are going out this week?", [], shows=("Spring sale teaser", "New greenhouse press release")),
        Job("How many people opened the Valentine offer?", [], shows=("412",)),
        Job("If Hugo Martin still hasn't confirmed his subscription, remove him from Events Berlin, otherwise tag him 'french'", on("remove_from_list", "8f9", "e5")),
        Job("Create a campaign called 'Easter hours' for Monthly News, subject: 'When we are open at Easter'", [("create_campaign", {"name": "Easter hours", "subject": "When we are open at Easter", "list_id": "lst_n8"})]),
        Job("I'd like Ben Okafor and Grace Lin to be on the Beta Testers list", [*on("add_to_list", "7c3", "b7"), *on("add_to_list", "6a2", "b7")]),
        Job("Tag Grace Lin 'vip', and the same for Jonas Weber", tag("vip", "6a2", "5d7")),
        Job("The person who has been with us the longest gets the tag 'founder'", tag("founder", "e40")),
        Job("Schedule the greenhouse press release for Friday at 9 unless it is already scheduled", []),
        Job("Rename the Pruning workshop campaign to 'Rose pruning' and bring it forward by two days", [*camp("update_campaign", 310, name="Rose pruning"), send(310, "2026-03-28T16:00")]),
        Job("Please take Martin off Events Berlin", ASK),
        Job("Schedule the open day invitation", ASK),
        Job("Send Amelia Ford a voucher by post", ASK),
        Job("Unsubscribe Petra Nowak", ASK),
    ),
    (
        Past("Unsubscribe Farid Aziz", [who(name="Farid Aziz")], off("3b6")),
        Past("jonas.weber@tagblatt.example asked not to get any more mail, please unsubscribe him", [who(email="jonas.weber@tagblatt.example")], off("5d7")),
        Past("Add olga.reyes@huerta.example to the Events Berlin list, her name is Olga Reyes", [LISTS], new("olga.reyes@huerta.example", "e5", first_name="Olga", last_name="Reyes")),
        Past("add pia@wiesenhof.example to Monthly News with the tag customer", [LISTS], new("pia@wiesenhof.example", "n8", tags=["customer"])),
        Past("Put Liam Ford on the Monthly News list as well", [who(name="Liam Ford"), LISTS], on("add_to_list", "e40", "n8")),
        Past("Take Daniel Kim off Beta Testers", [who(name="Daniel Kim"), LISTS], on("remove_from_list", "4e4", "b7")),
        Past("Tag all speakers 'autumn'", [who(tag="speaker")], tag("autumn", "3b6")),
        Past("Remove the vip tag from Ben Okafor", [who(name="Ben Okafor")], tag("vip", "7c3", name="untag_subscribers")),
        Past("Schedule the open day invitation for 20 March at 10 am", [CAMPAIGNS], [send(305, "2026-03-20T10:00")]),
        Past("Move the Pruning workshop campaign to April 2, same time of day", [CAMPAIGNS], [send(310, "2026-04-02T16:00")]),
        Past("Postpone the pruning workshop campaign by three days", [CAMPAIGNS], [send(310, "2026-04-02T16:00")]),
        Past("Change the subject of the April news to 'Showers and flowers'", [CAMPAIGNS], camp("update_campaign", 304, subject="Showers and flowers")),
        Past("Send a test of the April news to rosa@brightleaf.example", [CAMPAIGNS], camp("send_test", 304, to_email="rosa@brightleaf.example")),
        Past("Unschedule the spring sale", [CAMPAIGNS], camp("unschedule_campaign", 303)),
        Past("Grace Lin's new e-mail address is grace@lin.example", [who(name="Grace Lin")], [("update_subscriber", {"subscriber_id": "sub_6a2", "email": "grace@lin.example"})]),
        Past("Unsubscribe everybody who is still pending", [who(status="pending")], off("8f9", "b21")),
        Past("Give every vip who has not opened a mail since 1 December 2025 the tag sleepy", [who(tag="vip")], tag("sleepy", "c93")),
        Past("How many people clicked in the March news?", [CAMPAIGNS, ("get_campaign_report", {"campaign_id": "cmp_301"})], []),
        Past("If Kate O'Brien still hasn't confirmed her subscription, tag her 'reminder', otherwise put her on Shop Offers", [who(name="Kate O'Brien")], tag("reminder", "b21")),
        Past("Create a campaign called 'Seed swap' for Events Berlin, subject: 'Swap your seeds'", [LISTS], [("create_campaign", {"name": "Seed swap", "subject": "Swap your seeds", "list_id": "lst_e5"})]),
        Past("The person who joined last gets the tag 'new'", [who()], tag("new", "8f9")),
    ),
)
