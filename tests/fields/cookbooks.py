"""Recipes in cookbooks of one's own and of others: short ids beside URIs, simplified objects inside paging objects, what is
in a cookbook as a sub-resource in an order of its own, snapshots, ids joined by commas, a library that one saves to and follows.

COOKBOOKS: 14 tools, 14 tasks, 8 past runs.  Left out.  Written on 2026-11-29 without reading the planner, and before it was run.
At first sight: 3 of 14 right and none harmed without runs, 3 and one with all.
"""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from tests.fields.checks import array, boolean, one_of, shape, texts, whole, words
from tests.fields.service import ASK, Absent, Call, Field, Job, Past, Refusal, Row, Rows, Tool, number, rows_of, text

ME, URI = "hollyb83", "larder:recipe:"
BASE = "https://api.larder.example/v1"
MINUTE = 60000
ROWS: Rows = {
    "recipes": [{**row, "duration_ms": row["duration_ms"] * MINUTE} for row in rows_of(
        "id name cook_id duration_ms vegan servings",
        "0Ax7mRisT2|Mushroom Risotto|ck01|40|false|4",
        "0Ax7mRagU9|Mushroom Ragù|ck02|75|true|6",
        "1Be3stEwQ4|Beef Stew|ck03|180|false|6",
        "1Be3stRoK8|Beef Stroganoff|ck01|35|false|4",
        "2Sh4kshuK1|Shakshuka|ck02|30|false|2",
        "3Le5tartP6|Lemon Tart|ck03|90|false|8",
        "3On5tartV3|Onion Tart|ck04|70|false|6",
        "4Fo6cacCi5|Focaccia|ck04|150|true|8",
        "5La7bneDi2|Labneh Dip|ck02|15|false|4",
        "6Pa8vlovA7|Pavlova|ck03|120|false|8",
        "7Gr9anolA0|Granola|ck01|50|true|10",
        "8To1fuScR6|Tofu Scramble|ck02|15|true|2",
        "9Pe2stoPa3|Pesto Pasta|ck04|20|false|4",
        "9Da3lTadK4|Dal Tadka|ck02|45|true|4",
        "9Mi4nestR1|Minestrone|ck04|60|true|6",
    )],
    "cooks": rows_of("id name", "ck01|Otto Prell", "ck02|Samira Haddad", "ck03|June Whitlock", "ck04|Carla Bruni-Testa"),
    "cookbooks": rows_of(
        "id name description owner public collaborative followed",
        "37wkNighT1|Weeknights|Quick ones, mostly|hollyb83|true|false|true",
        "37slSundaY|Slow Sundays|No hurry|hollyb83|true|false|true",
        "37brUncHh2|Brunch||hollyb83|false|true|true",
        "37gaPartY5|Party|For the garden|hollyb83|true|false|true",
        "37xmBakinG|Christmas Baking|Cookies and more|hollyb83|true|false|true",
        "52noRdicT0|Nordic at Home|Pickles and rye|astrid.k|true|false|true",
        "52quIckT77|Quick Thai|Under half an hour|kob_n|true|false|true",
        "52soUpsW09|Soups of the World|One for each day|marko|true|false|false",
        "52soUpsS02|Soups and Stews|Winter food|kob_n|true|false|false",
    ),
    "entries": [
        {"key": f"{book[:4]}-{at}", "cookbook_id": book, "uri": URI + recipe, "place": float(at)} for book, held in (
            ("37wkNighT1", "9Pe2stoPa3 1Be3stEwQ4 1Be3stRoK8 0Ax7mRagU9 9Da3lTadK4"),
            ("37slSundaY", "4Fo6cacCi5 9Mi4nestR1"),
            ("37brUncHh2", "7Gr9anolA0 5La7bneDi2 8To1fuScR6 2Sh4kshuK1"),
            ("37gaPartY5", "5La7bneDi2 6Pa8vlovA7 3On5tartV3"),
            ("37xmBakinG", "3Le5tartP6"),
            ("52soUpsW09", "9Mi4nestR1 9Da3lTadK4"),
            ("52noRdicT0", "5La7bneDi2"),
        ) for at, recipe in enumerate(held.split())
    ],
    "saved": rows_of("key recipe_id added_at", "sv-1|0Ax7mRisT2|2026-01-04T10:12:00Z", "sv-2|7Gr9anolA0|2026-02-11T07:30:00Z", "sv-3|1Be3stRoK8|2026-02-20T18:01:00Z", "sv-4|6Pa8vlovA7|2026-03-01T14:45:00Z"),
}


def got(rows: Rows, table: str, key: object) -> Row:
    for row in rows[table]:
        if row["id"] == key:
            return row
    raise Absent("Resource not found")


def paging(href: str, found: Sequence[Any], limit: object, offset: object) -> Row:
    first, most = whole(offset, 0, 10**5), whole(limit, 1, 50)
    after = f"{BASE}/{href}?offset={first + most}&limit={most}" if first + most < len(found) else None
    return {"href": f"{BASE}/{href}", "items": [*found[first:first + most]], "limit": most, "offset": first, "next": after, "total": len(found)}


def simple(rows: Rows, row: Row) -> Row:
    cook = got(rows, "cooks", row["cook_id"])
    rest = {name: value for name, value in row.items() if name != "cook_id"}
    return {**rest, "type": "recipe", "uri": URI + row["id"], "href": f"{BASE}/recipes/{row['id']}", "cooks": [{"id": cook["id"], "name": cook["name"], "type": "cook", "uri": f"larder:cook:{cook['id']}"}]}


def held(rows: Rows, book: object) -> list[Row]:
    """What is in a cookbook in its order; what was added stands behind the rest."""
    return sorted((row for row in rows["entries"] if row["cookbook_id"] == book), key=lambda row: (row["place"] is None, row["place"] or 0.0))


def snapshot(rows: Rows, book: object) -> str:
    return f"{crc32(str(held(rows, book)).encode()):08x}"


def book(rows: Rows, row: Row) -> Row:
    names = ("id", "name", "description", "public", "collaborative")
    return {
        **{name: row[name] for name in names}, "type": "cookbook", "uri": f"larder:cookbook:{row['id']}", "owner": {"id": row["owner"], "type": "user"},
        "snapshot_id": snapshot(rows, row["id"]), "recipes": {"href": f"{BASE}/cookbooks/{row['id']}/recipes", "total": len(held(rows, row["id"]))},
    }  # fmt: skip


def own(rows: Rows, key: object) -> Row:
    row = got(rows, "cookbooks", key)
    if row["owner"] != ME:
        raise Refusal("You cannot change a cookbook you don't own.")
    return row


def search(rows: Rows, q: str, type: str, limit: int = 20, offset: int = 0) -> object:
    kinds = words(type).split(",")
    told, found = words(q).lower().split(), {}
    for kind in kinds:
        plural = one_of(kind, "recipe", "cookbook", "cook") + "s"
        every = [simple(rows, row) if kind == "recipe" else book(rows, row) if kind == "cookbook" else {**row, "type": "cook"} for row in rows[plural]]
        hits = [one for one in every if all(word in f"{one['name']} {one.get('description', '')} {[cook['name'] for cook in one.get('cooks', [])]}".lower() for word in told)]
        found[plural] = paging("search", hits, limit, offset)
    return found


def my_cookbooks(rows: Rows, limit: int = 20, offset: int = 0) -> object:
    return paging("me/cookbooks", [book(rows, row) for row in rows["cookbooks"] if row["followed"]], limit, offset)


def cookbook_recipes(rows: Rows, cookbook_id: str, limit: int = 50, offset: int = 0) -> object:
    owner = got(rows, "cookbooks", cookbook_id)["owner"]
    found = [{"added_by": {"id": owner, "type": "user"}, "recipe": simple(rows, got(rows, "recipes", row["uri"].removeprefix(URI)))} for row in held(rows, cookbook_id)]
    return paging(f"cookbooks/{cookbook_id}/recipes", found, limit, offset)


def known(rows: Rows, uris: object) -> list[str]:
    told = texts(uris)
    if not told or not all(one.startswith(URI) for one in told):
        raise Refusal("Invalid recipe uri")
    return [URI + got(rows, "recipes", one.removeprefix(URI))["id"] for one in told]


def add(rows: Rows, cookbook_id: str, uris: list[str], position: int | None = None) -> object:
    key, told = own(rows, cookbook_id)["id"], known(rows, uris)
    there = held(rows, key)
    at = None if position is None or whole(position, 0, len(there)) == len(there) else position
    if at is not None:
        for place, row in enumerate(there):
            row["place"] = float(place if place < at else place + len(told))
    for offset, uri in enumerate(told):
        rows["entries"].append({"key": f"{key[:4]}-n{len(rows['entries'])}", "cookbook_id": key, "uri": uri, "place": None if at is None else float(at + offset)})
    return {"snapshot_id": snapshot(rows, key)}


def remove(rows: Rows, cookbook_id: str, recipes: list[Row], snapshot_id: str = "") -> object:
    key = own(rows, cookbook_id)["id"]
    if not isinstance(recipes, list) or not all(isinstance(one, dict) for one in recipes):
        raise Refusal("recipes: an array of objects with a uri is needed")
    if snapshot_id and words(snapshot_id) != snapshot(rows, key):
        raise Refusal("Invalid snapshot")
    told = known(rows, [one.get("uri") for one in recipes])
    rows["entries"][:] = [row for row in rows["entries"] if row["cookbook_id"] != key or row["uri"] not in told]
    return {"snapshot_id": snapshot(rows, key)}


def reorder(rows: Rows, cookbook_id: str, range_start: int, insert_before: int, range_length: int = 1) -> object:
    there = held(rows, own(rows, cookbook_id)["id"])
    first, many, to = whole(range_start, 0, len(there) - 1), whole(range_length, 1, len(there)), whole(insert_before, 0, len(there))
    moved = there[first:first + many]
    for place, row in enumerate([row for row in there[:to] if row not in moved] + moved + [row for row in there[to:] if row not in moved]):
        row["place"] = float(place)
    return {"snapshot_id": snapshot(rows, cookbook_id)}


def change(rows: Rows, cookbook_id: str, **fields: object) -> object:
    row = own(rows, cookbook_id)
    new = {**row, **{name: boolean(told) if name in ("public", "collaborative") else words(told) for name, told in fields.items()}}
    if not {*fields} <= {"name", "description", "public", "collaborative"} or (new["collaborative"] and new["public"]):
        raise Refusal("A collaborative cookbook is not public, and nothing else can be changed")
    row.update(new)
    return {}


def create(rows: Rows, user_id: str, name: str, public: bool = True, description: str = "") -> object:
    if user_id != ME or not isinstance(description, str):
        raise Refusal("You cannot create a cookbook for another user.")
    rows["cookbooks"].append({"id": f"37new{len(rows['cookbooks'])}", "name": words(name), "description": description, "owner": ME, "public": boolean(public), "collaborative": False, "followed": True})
    return book(rows, rows["cookbooks"][-1])


def follow(to: bool) -> Any:
    def do(rows: Rows, cookbook_id: str) -> object:
        got(rows, "cookbooks", cookbook_id)["followed"] = to
        return {}

    return do


def joined(rows: Rows, ids: object) -> list[str]:
    return [got(rows, "recipes", one.strip())["id"] for one in words(ids).split(",")]


def save(rows: Rows, ids: str) -> object:
    there = [row["recipe_id"] for row in rows["saved"]]
    rows["saved"] += [{"key": f"sv-{one}", "recipe_id": one, "added_at": "2026-03-11T10:00:00Z"} for one in joined(rows, ids) if one not in there]
    return {}


def unsave(rows: Rows, ids: str) -> object:
    told = joined(rows, ids)
    rows["saved"][:] = [row for row in rows["saved"] if row["recipe_id"] not in told]
    return {}


def saved(rows: Rows, limit: int = 20, offset: int = 0) -> object:
    return paging("me/recipes", [{"added_at": row["added_at"], "recipe": simple(rows, got(rows, "recipes", row["recipe_id"]))} for row in rows["saved"]], limit, offset)


def added(key: str, *recipes: str) -> Call:
    return "add-recipes-to-cookbook", {"cookbook_id": key, "uris": [URI + one for one in recipes]}


def removed(key: str, *recipes: str) -> Call:
    return "remove-recipes-cookbook", {"cookbook_id": key, "recipes": [{"uri": URI + one} for one in recipes]}


def mine(verb: str, *recipes: str) -> Call:
    return f"{verb}-recipes-user", {"ids": ",".join(recipes)}


def on(verb: str, key: str, **more: object) -> Call:
    return verb, {"cookbook_id": key, **more}


def look(q: str, type: str = "recipe") -> Call:
    return "search", {"q": q, "type": type}


BOOKS, SAVED = ("get-a-list-of-current-users-cookbooks", {}), ("get-users-saved-recipes", {})
WEEK, SLOW, BRUNCH, PARTY, XMAS = (row["id"] for row in ROWS["cookbooks"][:5])
BOOK_ID, IDS, FLAG = text("The ID of the cookbook."), text("A comma-separated list of the IDs."), {"type": "boolean"}
PAGE = {"limit": number("The maximum number of items to return.", maximum=50), "offset": number("The index of the first item to return.", default=0)}
RECIPE = shape(id=text(), name=text(), uri=text(), href=text(), type=text(), duration_ms=number("The preparation length in milliseconds."), vegan=FLAG, servings=number(), cooks=array(id=text(), name=text(), type=text(), uri=text()))
BOOK = shape(id=text(), name=text(), description=text(), uri=text(), type=text(), public=FLAG, collaborative=FLAG, snapshot_id=text(), owner=shape(id=text(), type=text()), recipes=shape(href=text(), total=number()))
SNAPSHOT = shape(snapshot_id=text("A snapshot ID for the cookbook"))


def page_of(item: Any) -> dict[str, Any]:
    return shape(href=text(), items={"type": "array", "items": item}, limit=number(), offset=number(), next={"type": ["string", "null"]}, total=number())


TOOLS = (
    Tool("get-current-users-profile", "Get detailed profile information about the current user.", {}, lambda rows: {"id": ME, "display_name": "Holly Barnard", "type": "user"}, outputs=shape(id=text(), display_name=text(), type=text())),
    Tool("search", "Get catalog information about recipes, cookbooks or cooks that match a keyword string.", {"q": text("Your search query."), "type": text("A comma-separated list of item types to search across: recipe, cookbook, cook."), **PAGE}, search, ("q", "type"), shape(recipes=page_of(RECIPE), cookbooks=page_of(BOOK), cooks=page_of(shape(id=text(), name=text(), type=text())))),
    Tool("get-a-list-of-current-users-cookbooks", "Get a list of the cookbooks owned or followed by the current user.", PAGE, my_cookbooks, outputs=page_of(BOOK)),
    Tool("get-cookbooks-recipes", "Get full details of the items of a cookbook.", {"cookbook_id": BOOK_ID, **PAGE}, cookbook_recipes, ("cookbook_id",), page_of(shape(added_by=shape(id=text(), type=text()), recipe=RECIPE))),
    Tool("add-recipes-to-cookbook", "Add one or more items to a user's cookbook.", {"cookbook_id": BOOK_ID, "uris": {"type": "array", "items": text(), "description": "A JSON array of the recipe URIs to add."}, "position": number("The position to insert the items, a zero-based index. If omitted, the items will be appended.")}, add, ("cookbook_id", "uris"), SNAPSHOT),
    Tool("remove-recipes-cookbook", "Remove one or more items from a user's cookbook.", {"cookbook_id": BOOK_ID, "recipes": array(uri=text("URI")), "snapshot_id": text("The snapshot ID against which you want to make the changes.")}, remove, ("cookbook_id", "recipes"), SNAPSHOT),
    Tool("reorder-cookbooks-recipes", "Reorder items in a cookbook.", {"cookbook_id": BOOK_ID, "range_start": number("The position of the first item to be reordered."), "insert_before": number("The position where the items should be inserted."), "range_length": number("The amount of items to be reordered. Defaults to 1.")}, reorder, ("cookbook_id", "range_start", "insert_before"), SNAPSHOT),
    Tool("change-cookbook-details", "Change a cookbook's name and public/private state.", {"cookbook_id": BOOK_ID, "name": text("The new name for the cookbook."), "public": FLAG, "collaborative": FLAG, "description": text()}, change, ("cookbook_id",)),
    Tool("create-cookbook", "Create a cookbook for a user.", {"user_id": text("The user's ID."), "name": text("The name for the new cookbook."), "public": {**FLAG, "description": "Defaults to true."}, "description": text()}, create, ("user_id", "name"), BOOK),
    Tool("follow-cookbook", "Add the current user as a follower of a cookbook.", {"cookbook_id": BOOK_ID}, follow(True), ("cookbook_id",)),
    Tool("unfollow-cookbook", "Remove the current user as a follower of a cookbook.", {"cookbook_id": BOOK_ID}, follow(False), ("cookbook_id",)),
    Tool("get-users-saved-recipes", "Get a list of the recipes saved in the current user's library.", PAGE, saved, outputs=page_of(shape(added_at=text(), recipe=RECIPE))),
    Tool("save-recipes-user", "Save one or more recipes to the current user's library.", {"ids": IDS}, save, ("ids",)),
    Tool("remove-recipes-user", "Remove one or more recipes from the current user's library.", {"ids": IDS}, unsave, ("ids",)),
)
JOBS = (
    Job("Put the mushroom risotto into Weeknights", [added(WEEK, "0Ax7mRisT2")]),
    Job("Nobody has time for beef stew on a Tuesday, so kick it out of Weeknights", [removed(WEEK, "1Be3stEwQ4")]),
    Job('My Party one should be called "Garden Party" from now on, and don\'t let others see it', [on("change-cookbook-details", PARTY, name="Garden Party", public=False)]),
    Job("I'm tired of all that Nordic stuff, I don't want to follow it any more", [on("unfollow-cookbook", "52noRdicT0")]),
    Job("There's one with soups of the world by Marko, follow that for me", [on("follow-cookbook", "52soUpsW09")]),
    Job("Lemon tart and shakshuka look great, keep both in my library", [mine("save", "3Le5tartP6", "2Sh4kshuK1")]),
    Job("Throw everything by Otto Prell out of what I've saved", [mine("remove", "0Ax7mRisT2", "7Gr9anolA0", "1Be3stRoK8")]),
    Job("What's the quickest thing I've got in Weeknights?", [], shows=("Pesto Pasta",)),
    Job("The shakshuka should come first in Brunch", [on("reorder-cookbooks-recipes", BRUNCH, range_start=3, insert_before=0)]),
    Job("Whatever takes longer than an hour has no place in Weeknights, shift it over to Slow Sundays", [removed(WEEK, "1Be3stEwQ4", "0Ax7mRagU9"), added(SLOW, "1Be3stEwQ4", "0Ax7mRagU9")]),
    Job("If there are fewer than four dishes in Party, add the focaccia there; otherwise take the pavlova out", [added(PARTY, "4Fo6cacCi5")]),
    Job("Save all the vegan dishes from Brunch and Weeknights that I haven't saved so far", [mine("save", "8To1fuScR6", "0Ax7mRagU9", "9Da3lTadK4")]),
    Job("Add the tart to Brunch", ASK),
    Job("Print Weeknights and post it to my mother", ASK),
)
PASTS = (
    Past("The minestrone's so good, I want it in Party as well", [look("minestrone"), BOOKS], [added(PARTY, "9Mi4nestR1")]),
    Past("No granola in Brunch please", [BOOKS, ("get-cookbooks-recipes", {"cookbook_id": BRUNCH})], [removed(BRUNCH, "7Gr9anolA0")]),
    Past("Christmas is over: make the baking one private and describe it as \"Until next year\"", [BOOKS], [on("change-cookbook-details", XMAS, public=False, description="Until next year")]),
    Past("I never cook Thai, drop that one", [BOOKS], [on("unfollow-cookbook", "52quIckT77")]),
    Past("Let me follow kob_n's soups and stews", [look("soups and stews", "cookbook")], [on("follow-cookbook", "52soUpsS02")]),
    Past("Keep the dal and the minestrone in my library, and the pavlova can go", [look("dal"), look("minestrone"), SAVED], [mine("save", "9Da3lTadK4", "9Mi4nestR1"), mine("remove", "6Pa8vlovA7")]),
    Past("Start a new one called Picnic, nobody else needs to see it", [("get-current-users-profile", {})], [("create-cookbook", {"user_id": ME, "name": "Picnic", "public": False})]),
    Past("In Party, the onion tart goes to the very top", [BOOKS, ("get-cookbooks-recipes", {"cookbook_id": PARTY})], [on("reorder-cookbooks-recipes", PARTY, range_start=2, insert_before=0)]),
)
FIELD = Field("cookbooks", ROWS, TOOLS, JOBS, PASTS)
