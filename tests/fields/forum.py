"""A forum: posts and members joined by a handle, REST-like names, flags as truths, counts, a moderator's log."""

from tests.fields.service import (
    ASK,
    Field,
    Job,
    Past,
    Refusal,
    Rows,
    Tool,
    contains,
    find,
    listing,
    number,
    rows_of,
    text,
)

ROWS = {
    "posts": rows_of(
        "id title author board created_at replies reports pinned locked",
        "11|Welcome everybody|nia|News|2026-01-05T09:00:00|42|0|true|false",
        "12|Best tent for rain|oskar|Gear|2026-03-07T18:20:00|7|0|false|false",
        "13|Cheap watches here|spamking|Gear|2026-03-10T02:11:00|0|9|false|false",
        "14|Trip to the fjords|pavel|Travel|2026-02-18T11:45:00|23|1|false|false",
        "15|Win a phone|spamking|News|2026-03-10T02:15:00|1|14|false|false",
        "16|Boots size 43 for sale|quinn|Market|2026-03-01T08:00:00|3|0|false|true",
        "17|Rude words about tents|oskar|Gear|2026-03-11T07:30:00|5|4|false|false",
        "18|Summer meeting|nia|News|2026-03-09T10:00:00|11|0|false|false",
    ),
    "members": rows_of(
        "handle joined_on post_count role banned",
        "nia|2021-04-01|512|moderator|false", "oskar|2024-09-12|77|member|false", "pavel|2023-02-28|140|member|false",
        "quinn|2026-02-25|3|newcomer|false", "spamking|2026-03-09|2|newcomer|false",
    ),
    "warnings": [],
}


def posts(rows: Rows, board: str = "", author: str = "", title: str = "") -> object:
    return {"data": contains(rows["posts"], {"board": board, "author": author, "title": title})[:6]}


def members(rows: Rows, role: str = "") -> object:
    return {"data": contains(rows["members"], {"role": role})}


def flag(name: str, value: bool) -> object:
    def set_flag(rows: Rows, post_id: int) -> object:
        find(rows["posts"], "id", post_id)[name] = value
        return {}

    return set_flag


def drop(rows: Rows, post_id: int) -> object:
    rows["posts"].remove(find(rows["posts"], "id", post_id))
    return {}


def shift(rows: Rows, post_id: int, board: str) -> object:
    if board not in ("News", "Gear", "Travel", "Market"):
        raise Refusal("no such board")
    find(rows["posts"], "id", post_id)["board"] = board
    return {}


def retitle(rows: Rows, post_id: int, title: str) -> object:
    find(rows["posts"], "id", post_id)["title"] = title
    return {}


def ban(rows: Rows, handle: str, days: int = 0) -> object:
    find(rows["members"], "handle", handle)["banned"] = True
    return {}


def promote(rows: Rows, handle: str, role: str) -> object:
    find(rows["members"], "handle", handle)["role"] = role
    return {}


def warn(rows: Rows, handle: str, message: str) -> object:
    find(rows["members"], "handle", handle)
    rows["warnings"].append({"handle": handle, "message": message})
    return {}


def on(name: str, *ids: int, **more: object) -> list[tuple[str, dict[str, object]]]:
    return [(name, {"post_id": one, **more}) for one in ids]


def at(name: str, *handles: str, **more: object) -> list[tuple[str, dict[str, object]]]:
    return [(name, {"handle": one, **more}) for one in handles]


POST, HANDLE = number("Id of the post."), text("Handle of the member.")
FIELD = Field(
    "forum", ROWS,
    (
        Tool("listPosts", "Lists posts, at most 6.", {"board": text("Board."), "author": text("Handle of the author."), "title": text("Words of the title.")}, posts, outputs=listing("data", id=number(), title=text(), author=text(), board=text(), created_at=text(format="date-time"), replies=number(), reports=number("How often it was reported."), pinned={"type": "boolean"}, locked={"type": "boolean"})),
        Tool("listMembers", "Lists members.", {"role": text("moderator, member or newcomer")}, members, outputs=listing("data", handle=text(), joined_on=text(format="date"), post_count=number(), role=text(), banned={"type": "boolean"})),
        Tool("pinPost", "Pins a post to the top.", {"post_id": POST}, flag("pinned", True), ("post_id",)),
        Tool("unpinPost", "Unpins a post.", {"post_id": POST}, flag("pinned", False), ("post_id",)),
        Tool("lockPost", "Locks a post, so that nobody can reply.", {"post_id": POST}, flag("locked", True), ("post_id",)),
        Tool("deletePost", "Deletes a post.", {"post_id": POST}, drop, ("post_id",)),
        Tool("movePost", "Moves a post to another board.", {"post_id": POST, "board": text("News, Gear, Travel or Market")}, shift, ("post_id", "board")),
        Tool("renamePost", "Gives a post another title.", {"post_id": POST, "title": text("New title.")}, retitle, ("post_id", "title")),
        Tool("banMember", "Bans a member.", {"handle": HANDLE, "days": number("For how many days; forever without.")}, ban, ("handle",)),
        Tool("changeRole", "Changes the role of a member.", {"handle": HANDLE, "role": text("moderator, member or newcomer", enum=["moderator", "member", "newcomer"])}, promote, ("handle", "role")),
        Tool("warnMember", "Sends a member a warning.", {"handle": HANDLE, "message": text("Text of the warning.")}, warn, ("handle", "message")),
    ),
    (
        Job("Delete all posts by spamking", on("deletePost", 13, 15)),
        Job("Lock the post about the fjords", on("lockPost", 14)),
        Job("Unpin the Welcome everybody post", on("unpinPost", 11)),
        Job("Delete every post with more than 8 reports", on("deletePost", 13, 15)),
        Job("Pin the newest post on the News board", on("pinPost", 15)),
        Job("Move the boots post to the Gear board", on("movePost", 16, board="Gear")),
        Job("Rename the Summer meeting post to 'Summer meeting in July'", on("renamePost", 18, title="Summer meeting in July")),
        Job("Lock all posts in Gear that nobody has locked yet", on("lockPost", 12, 13, 17)),
        Job("Ban all newcomers with fewer than 3 posts", at("banMember", "spamking")),
        Job("Make pavel a moderator", at("changeRole", "pavel", role="moderator")),
        Job("Warn oskar 'Please stay polite'", at("warnMember", "oskar", message="Please stay polite")),
        Job("If spamking has more than one post, ban him", at("banMember", "spamking")),
        Job("If quinn has more than one post, ban him", []),
        Job("If the posts of spamking have more than 20 reports in total, delete them", on("deletePost", 13, 15)),
        Job("Delete oskar's post", ASK),
        Job("Delete the posts of tilda", []),
        Job("Delete the post with the most reports and lock the one with the most replies", [*on("deletePost", 15), *on("lockPost", 11)]),
        Job("Lock the two most reported posts", on("lockPost", 13, 15)),
    ),
    (
        Past("Delete all posts by quinn", [("listPosts", {"author": "quinn"})], on("deletePost", 16)),
        Past("Pin the newest post on the Gear board", [("listPosts", {"board": "Gear"})], on("pinPost", 17)),
        Past("Make oskar a moderator", [], at("changeRole", "oskar", role="moderator")),
        Past("Warn pavel 'No more photos of food'", [], at("warnMember", "pavel", message="No more photos of food")),
        Past("If nia has more than one post, make her a member", [("listPosts", {"author": "nia"})], at("changeRole", "nia", role="member")),
    ),
)
