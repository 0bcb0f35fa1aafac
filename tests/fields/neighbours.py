"""The noticeboard of a street: boards, notices with replies, residents and circles, in the manner of a discussion platform.

A list of notices stands two levels deep beside the users that it speaks of and says where the next page is; one act writes
both a notice and a reply; truths are told as texts, several usernames as one text with commas, a state is switched by its
name, and residents are suspended by a number but join circles by their usernames.  No outputs are declared.

neighbours (one of six fields by one hand).  Left out until late that night.  Written on 2026-11-29 without reading the planner, and before it was run.
"""

from collections.abc import Sequence
from typing import Any

from tests.fields.checks import day, one_of, shape, texts, whole, words
from tests.fields.service import (
    ASK,
    Absent,
    Call,
    Field,
    Job,
    Past,
    Refusal,
    Row,
    Rows,
    Tool,
    equal,
    find,
    number,
    rows_of,
    text,
)

PAGE = 8
ROWS: Rows = {
    "residents": [{**row, "suspended_till": row["suspended_till"] or None, "suspend_reason": None} for row in rows_of(
        "id username name house trust_level last_seen_at suspended_till",
        "11|gwen_h|Gwen Hollis|no. 3|2|2026-03-11|", "12|pat.moss|Pat Moss|no. 8|2|2026-01-30|", "13|pat_mossop|Pat Mossop|no. 21|1|2026-03-09|",
        "14|dariusz|Dariusz Wrona|no. 5|3|2026-03-10|", "15|lin.c|Lin Chen|no. 12|2|2026-03-08|", "16|tobias|Toby Grant|no. 12|1|2026-02-27|",
        "17|hedgehog|Rita Vane|no. 30|0|2026-03-05|", "18|zak|Zak Osman|no. 14|1|2026-02-11|", "19|mrs_b|Berta Bloom|no. 1|4|2026-03-11|",
        "20|jules|Jules Amari|no. 9|2|2026-03-02|2026-04-01", "21|zacharias|Zack Oswald|no. 17|1|2026-03-07|",
    )],
    "boards": rows_of("id name slug", "3|Lost & Found|lost-found", "4|Give & Take|give-take", "5|Street Events|events", "6|Repairs & Works|repairs", "7|Chatter|chatter"),
    "notices": [
        {**{key: row[key] for key in ("id", "title", "slug", "board_id")}, "tags": row["tags"].split(), "closed": "closed" in row["states"], "pinned": "pinned" in row["states"], "archived": False,
         "posts_count": row["posts"], "like_count": row["likes"], "created_at": f"{row['made']}T08:00:00.000Z", "op_username": row["by"]}
        for row in rows_of(
            "id title slug board_id by posts likes made tags states",
            "201|Grey cat missing since Sunday|grey-cat|3|gwen_h|5|9|2026-03-08|pets|",
            "202|Found: bunch of keys at the bus stop|found-keys|3|dariusz|2|1|2026-03-09||",
            "203|Child's bicycle to give away|childs-bicycle|4|lin.c|4|6|2026-03-01|free kids|",
            "204|Bicycle pump wanted|bicycle-pump|4|tobias|1|0|2026-02-26||",
            "205|Street party in June - who helps?|street-party|5|mrs_b|9|14|2026-02-15|summer|pinned",
            "206|Spring clean-up on 21 March|spring-clean-up|5|mrs_b|3|4|2026-03-04||",
            "207|Water off on Thursday|water-off|6|pat.moss|2|3|2026-03-10|urgent|pinned",
            "208|Pothole outside no. 14|pothole|6|zak|6|2|2026-01-19||closed",
            "209|Sofa, must go this week|sofa|4|hedgehog|2|1|2026-03-05|free|",
            "210|Cheap sunglasses!!!|cheap-sunglasses|7|hedgehog|1|0|2026-03-05||",
            "211|Make money from home|make-money|7|hedgehog|1|0|2026-03-05||",
            "212|Football on Saturday?|football|7|zacharias|7|5|2026-03-07||",
        )
    ],
    "posts": rows_of("id notice_id username cooked", "901|201|gwen_h|<p>Answers to Minka.</p>", "902|202|dariusz|<p>Three keys, blue tag.</p>", "903|205|mrs_b|<p>We need tables.</p>", "904|208|zak|<p>Fixed at last.</p>", "905|209|hedgehog|<p>Brown, three seats.</p>"),
    "circles": [{**row, "usernames": row["usernames"].split()} for row in rows_of(
        "id name full_name usernames", "41|street_party|Street party|mrs_b jules lin.c", "42|gardeners|Gardeners|gwen_h pat_mossop", "43|night_watch|Night watch|dariusz zak pat.moss tobias",
    )],
}


def list_notices(rows: Rows, page: int = 0, order: str = "created", ascending: str = "false", board_id: int | None = None) -> object:
    key = {"created": "created_at", "likes": "like_count", "posts": "posts_count"}[one_of(order, "created", "likes", "posts")]
    found = sorted(equal(rows["notices"], {"board_id": board_id}), key=lambda row: (row[key], row["id"]), reverse=not truth(ascending))
    first = whole(page, 0, 1000) * PAGE
    some = found[first:first + PAGE]
    users = [{name: row[name] for name in ("id", "username", "name")} for row in rows["residents"] if row["username"] in {one["op_username"] for one in some}]
    more = {"more_notices_url": f"/latest?page={page + 1}"} if first + PAGE < len(found) else {}
    return {"users": users, "notice_list": {"can_create_notice": True, **more, "per_page": PAGE, "notices": some}}


def get_notice(rows: Rows, id: int) -> object:
    row = notice(rows, id)
    return {**row, "post_stream": {"posts": equal(rows["posts"], {"notice_id": row["id"]})}}


def notice(rows: Rows, key: object) -> Row:
    if isinstance(key, bool) or key not in [row["id"] for row in rows["notices"]]:
        raise Absent("The requested URL or resource could not be found.")
    return find(rows["notices"], "id", key)


def search(rows: Rows, q: str) -> object:
    wanted = words(q).lower().split()
    if len(q) < 3:
        raise Refusal("Your search term is too short.")

    def hit(*of: str) -> bool:
        return all(one in " ".join(of).lower() for one in wanted)

    return {
        "notices": [row for row in rows["notices"] if hit(row["title"], row["op_username"])],
        "posts": [row for row in rows["posts"] if hit(row["cooked"])],
        "users": [{name: row[name] for name in ("id", "username", "name")} for row in rows["residents"] if hit(row["username"], row["name"])],
    }


def truth(told: object) -> bool:
    return one_of(told, "true", "false") == "true"


def create_post(rows: Rows, raw: str, title: str | None = None, board: int | None = None, notice_id: int | None = None) -> object:
    told = words(raw)
    if (title is None) == (notice_id is None):
        raise Refusal("Give a title, or the notice that is replied to.")
    if notice_id is not None:
        row = notice(rows, notice_id)
        if row["closed"]:
            raise Refusal("This notice is closed.")
        row["posts_count"] += 1
    else:
        place, slug = find(rows["boards"], "id", board), words(title).lower().replace(" ", "-")
        row = {**rows["notices"][0], "id": 201 + len(rows["notices"]), "title": title, "slug": slug, "board_id": place["id"], "tags": [], "closed": False, "pinned": False, "posts_count": 1, "like_count": 0, "created_at": "2026-03-11T10:00:00.000Z", "op_username": "mrs_b"}
        rows["notices"].append(row)
    rows["posts"].append({"id": 901 + len(rows["posts"]), "notice_id": row["id"], "username": "mrs_b", "cooked": f"<p>{told}</p>"})
    return rows["posts"][-1]


def update_notice(rows: Rows, id: int, **told: Any) -> object:
    row, checks = notice(rows, id), {"title": words, "board_id": lambda one: find(rows["boards"], "id", one)["id"], "tags": texts}
    if not told or {*told} - {*checks}:
        raise Refusal("param is missing or the value is empty: title, board_id or tags")
    row.update({name: check(told[name]) for name, check in checks.items() if name in told})
    return {"basic_notice": {name: row[name] for name in ("id", "title", "slug", "board_id", "tags")}}


def update_status(rows: Rows, id: int, status: str, enabled: str) -> object:
    notice(rows, id)[one_of(status, "closed", "pinned", "archived")] = truth(enabled)
    return {"success": "OK", "notice_status_update": None}


def delete_notice(rows: Rows, id: int) -> object:
    row = notice(rows, id)
    rows["notices"].remove(row)
    rows["posts"][:] = [one for one in rows["posts"] if one["notice_id"] != row["id"]]
    return {"success": "OK"}


def members(rows: Rows, name: str) -> object:
    row = find(rows["circles"], "name", name)
    some = [{key: one[key] for key in ("id", "username", "name", "last_seen_at")} for one in rows["residents"] if one["username"] in row["usernames"]]
    return {"members": some, "owners": [], "meta": {"total": len(some), "limit": 50, "offset": 0}}


def named(rows: Rows, usernames: object) -> list[str]:
    return [find(rows["residents"], "username", one)["username"] for one in words(usernames).split(",")]


def add_members(rows: Rows, id: int, usernames: str) -> object:
    row = find(rows["circles"], "id", id)
    row["usernames"] = sorted({*row["usernames"], *named(rows, usernames)})
    return {"success": "OK", "usernames": usernames.split(",")}


def remove_members(rows: Rows, id: int, usernames: str) -> object:
    row, gone = find(rows["circles"], "id", id), named(rows, usernames)
    if {*gone} - {*row["usernames"]}:
        raise Refusal("Not a member of that circle.")
    row["usernames"] = sorted({*row["usernames"]} - {*gone})
    return {"success": "OK", "usernames": gone}


def list_residents(rows: Rows, flag: str, page: int = 1) -> object:
    found = [row for row in rows["residents"] if one_of(flag, "active", "suspended", "staff") == ("suspended" if row["suspended_till"] else "active") or (flag == "staff" and row["trust_level"] == 4)]
    first = (whole(page, 1, 1000) - 1) * PAGE
    return found[first:first + PAGE]


def suspend(rows: Rows, id: int, suspend_until: str, reason: str) -> object:
    until = day(suspend_until)
    find(rows["residents"], "id", id).update(suspended_till=until, suspend_reason=words(reason))
    return {"suspension": {"suspended_till": until, "suspend_reason": reason}}


def unsuspend(rows: Rows, id: int) -> object:
    row = find(rows["residents"], "id", id)
    if not row["suspended_till"]:
        raise Refusal("This user is not suspended.")
    row.update(suspended_till=None, suspend_reason=None)
    return {"suspension": {"suspended_till": None}}


def status(key: int, name: str, enabled: str) -> Call:
    return "updateNoticeStatus", {"id": key, "status": name, "enabled": enabled}


def reply(key: int, raw: str) -> Call:
    return "createPost", {"notice_id": key, "raw": raw}


def circle(verb: str, key: int, usernames: str) -> Call:
    return f"{verb}CircleMembers", {"id": key, "usernames": usernames}


def tool(name: str, describes: str, do: Any, required: Sequence[str] = (), /, **params: Any) -> Tool:
    return Tool(name, describes, shape(**params)["properties"], do, required)


ID, TRUTH = number(), text(enum=["true", "false"])
TOOLS = (
    tool("listLatestNotices", "Get the latest notices", list_notices, page=number(), order=text("created, likes or posts"), ascending=TRUTH, board_id=number()),
    tool("getNotice", "Get a single notice", get_notice, ("id",), id=ID),
    tool("search", "Search for a term", search, ("q",), q=text()),
    tool("createPost", "Creates a new notice or a reply", create_post, ("raw",), title=text("Required if creating a new notice."), raw=text(), board=number("Optional if creating a new notice."), notice_id=number("Required if replying.")),
    tool("updateNotice", "Update a notice", update_notice, ("id",), id=ID, title=text(), board_id=number(), tags={"type": "array", "items": text()}),
    tool("updateNoticeStatus", "Update the status of a notice", update_status, ("id", "status", "enabled"), id=ID, status=text(enum=["closed", "pinned", "archived"]), enabled=TRUTH),
    tool("removeNotice", "Remove a notice", delete_notice, ("id",), id=ID),
    tool("listBoards", "Retrieves a list of boards", lambda rows: {"board_list": {"can_create_board": False, "boards": rows["boards"]}}),
    tool("listCircles", "List circles", lambda rows: {"circles": [{"id": row["id"], "name": row["name"], "full_name": row["full_name"], "user_count": len(row["usernames"])} for row in rows["circles"]], "total_rows_circles": len(rows["circles"])}),
    tool("listCircleMembers", "List circle members", members, ("name",), name=text()),
    tool("addCircleMembers", "Add circle members", add_members, ("id", "usernames"), id=ID, usernames=text("comma separated list")),
    tool("removeCircleMembers", "Remove circle members", remove_members, ("id", "usernames"), id=ID, usernames=text("comma separated list")),
    tool("adminListResidents", "Get a list of residents", list_residents, ("flag",), flag=text(enum=["active", "suspended", "staff"]), page=number()),
    tool("suspendResident", "Suspend a resident", suspend, ("id", "suspend_until", "reason"), id=ID, suspend_until=text("e.g. 2121-02-22"), reason=text()),
    tool("unsuspendResident", "Lift a suspension", unsuspend, ("id",), id=ID),
)
JOBS = (
    Job("Gwen's cat has come home, you can close that one", [status(201, "closed", "true")]),
    Job("Pin the spring clean-up to the top", [status(206, "pinned", "true")]),
    Job("The football question isn't chatter, it belongs in Street Events", [("updateNotice", {"id": 212, "board_id": 5})]),
    Job("Toby Grant and Rita Vane would like to be with the gardeners", [circle("add", 42, "tobias,hedgehog")]),
    Job('Answer Dariusz about the keys: "I think they are mine"', [reply(202, "I think they are mine")]),
    Job('Put up a notice under Give & Take, "Jam jars wanted", that says "About thirty of them, any size"', [("createPost", {"title": "Jam jars wanted", "raw": "About thirty of them, any size", "board": 4})]),
    Job("The pothole's back! Please open that notice again and tag it as urgent", [status(208, "closed", "false"), ("updateNotice", {"id": 208, "tags": ["urgent"]})]),
    Job('Zak Osman is out until the end of the month, reason: "Insulting neighbours"', [("suspendResident", {"id": 18, "suspend_until": "2026-03-31", "reason": "Insulting neighbours"})]),
    Job("Who's on the night watch?", [], shows=("Dariusz Wrona", "Zak Osman", "Pat Moss", "Toby Grant")),
    Job("Get rid of everything Rita Vane has put up in Chatter, but her sofa can stay", [("removeNotice", {"id": 210}), ("removeNotice", {"id": 211})]),
    Job("Anyone on the night watch who hasn't shown up here since the middle of February has to leave it", [circle("remove", 43, "pat.moss,zak")]),
    Job('If more than a dozen posts have piled up under the street party, close it; otherwise reply there "Still looking for helpers"', [reply(205, "Still looking for helpers")]),
    Job("Pat is moving away, take her out of her circle", ASK),
    Job("Pay Lin back the ten euros for the bicycle", ASK),
)
LATEST, CIRCLES, BOARDS = ("listLatestNotices", {}), ("listCircles", {}), ("listBoards", {})


def found(q: str) -> Call:
    return "search", {"q": q}


PASTS = (
    Past("Nobody needs a bicycle pump any more, close it", [found("bicycle")], [status(204, "closed", "true")]),
    Past("unpin the water thing", [LATEST], [status(207, "pinned", "false")]),
    Past("Jules has apologised, let him back in", [("adminListResidents", {"flag": "suspended"})], [("unsuspendResident", {"id": 20})]),
    Past("Sofa goes to Lost & Found", [LATEST, BOARDS], [("updateNotice", {"id": 209, "board_id": 3})]),
    Past("Gwen Hollis and Dariusz are helping with the street party now", [found("gwen"), found("dariusz"), CIRCLES], [circle("add", 41, "gwen_h,dariusz")]),
    Past("Toby has had enough of the night watch", [CIRCLES, ("listCircleMembers", {"name": "night_watch"})], [circle("remove", 43, "tobias")]),
    Past("Tell Lin under her bicycle: Is it still there?", [found("bicycle"), ("getNotice", {"id": 203})], [reply(203, "Is it still there?")]),
    Past("The water notice can be removed", [found("water")], [("removeNotice", {"id": 207})]),
)
FIELD = Field("neighbours", ROWS, TOOLS, JOBS, PASTS)
