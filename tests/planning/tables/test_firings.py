"""Lists beside other lists, a kind that must be told, members by the name of a team, keys in one text, a switch."""

from typing import Any

import pytest

from chalicelib.planning.cursors import linked
from chalicelib.planning.revise.paths import entries_in
from tests.fields.checks import one_of, shape, words
from tests.fields.driver import judge
from tests.fields.service import Call, Field, Job, Row, Rows, Tool, find, number, rows_of, text

ROWS: Rows = {
    "potters": rows_of(
        "id login name role",
        "1|ada|Ada Brook|member", "2|bo.k|Bo Kern|member", "3|cy|Cy Lamb|guest", "4|dee|Dee Marsh|guest", "5|eva|Eva Noll|owner",
    ),
    "firings": [
        {**row, "locked": "locked" in row["is"], "starred": "starred" in row["is"], "by": row["by"]}
        for row in rows_of(
            "id title by is", "11|Raku in the yard|ada|starred", "12|Bisque load|bo.k|", "13|Celadon bowls|cy|locked",
            "14|Tiles for the bakery|ada|", "15|Salt glaze|dee|",
        )
    ],
    "teams": [{**row, "logins": row["logins"].split()} for row in rows_of(
        "id name logins", "21|kiln_watch|ada cy", "22|glazing|bo.k dee",
    )],
}  # fmt: skip


def firings(rows: Rows, page: int = 0) -> object:
    some = rows["firings"][page * 3:page * 3 + 3]
    helpers = [{"id": row["id"], "login": row["login"], "name": row["name"]} for row in rows["potters"][:2]]
    more = {"more_firings_url": f"/latest?page={page + 1}"} if page * 3 + 3 < len(rows["firings"]) else {}
    shown = [{name: value for name, value in row.items() if name != "is"} for row in some]
    return {"helpers": helpers, "firing_list": {"can_create": True, **more, "firings": shown}}


def potters(rows: Rows, role: str) -> object:
    return [row for row in rows["potters"] if row["role"] == one_of(role, "member", "guest", "owner")]


def status(rows: Rows, id: int, status: str, enabled: str) -> object:
    find(rows["firings"], "id", id)[one_of(status, "locked", "starred")] = one_of(enabled, "true", "false") == "true"
    return {"success": "OK"}


def team(rows: Rows, name: str) -> object:
    row = find(rows["teams"], "name", name)
    return {"members": [one for one in rows["potters"] if one["login"] in row["logins"]], "meta": {"total": len(row["logins"])}}


def changed(rows: Rows, id: int, logins: str, *, leave: bool) -> Row:
    row, told = find(rows["teams"], "id", id), [find(rows["potters"], "login", one)["login"] for one in words(logins).split(",")]
    row["logins"] = sorted({*row["logins"]} - {*told} if leave else {*row["logins"], *told})
    return row


def tool(name: str, says: str, do: Any, needed: tuple[str, ...] = (), /, **inputs: Any) -> Tool:
    return Tool(name, says, shape(**inputs)["properties"], do, needed)


LOGINS = text("comma separated list")
FIRINGS = Field("firings", ROWS, (
    tool("listLatestFirings", "Get the latest firings", firings, page=number()),
    tool("listPotters", "Get a list of potters", potters, ("role",), role=text(enum=["member", "guest", "owner"])),
    tool("listTeams", "List teams", lambda rows: {"teams": [{"id": row["id"], "name": row["name"]} for row in rows["teams"]]}),
    tool("listTeamMembers", "List team members", team, ("name",), name=text()),
    tool("addTeamMembers", "Add team members", lambda rows, **told: changed(rows, **told, leave=False), ("id", "logins"), id=number(), logins=LOGINS),
    tool("removeTeamMembers", "Remove team members", lambda rows, **told: changed(rows, **told, leave=True), ("id", "logins"), id=number(), logins=LOGINS),
    tool("updateFiringStatus", "Update the status of a firing", status, ("id", "status", "enabled"), id=number(), status=text(enum=["locked", "starred"]), enabled=text(enum=["true", "false"])),
), ())  # fmt: skip


def switched(firing: int, state: str, enabled: str) -> list[Call]:
    return [("updateFiringStatus", {"id": firing, "status": state, "enabled": enabled})]


@pytest.mark.parametrize(("said", "end"), [
    ("Lock the tiles for the bakery", switched(14, "locked", "true")),
    ("Unlock the celadon bowls", switched(13, "locked", "false")),
    ("Mark the salt glaze as starred", switched(15, "starred", "true")),
    ("The raku in the yard is no longer starred", switched(11, "starred", "false")),
    ("The celadon bowls aren't locked any more", switched(13, "locked", "false")),
    ("Add Dee Marsh and Bo Kern to the kiln watch", [("addTeamMembers", {"id": 21, "logins": "bo.k,dee"})]),
    ("Add Cy Lamb to the glazing team", [("addTeamMembers", {"id": 22, "logins": "cy"})]),
    ("Remove Ada Brook and Cy Lamb from the kiln watch", [("removeTeamMembers", {"id": 21, "logins": "ada,cy"})]),
])  # fmt: skip
def test_what_is_asked_for_is_done(said: str, end: list[Call]) -> None:
    verdict = judge(FIRINGS, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("said", "shows"), [
    ("Who is on the kiln watch?", ("Ada Brook", "Cy Lamb")),
    ("How many firings are there?", ("11", "12", "13", "14", "15")),
])  # fmt: skip
def test_what_is_asked_is_answered(said: str, shows: tuple[str, ...]) -> None:
    verdict = judge(FIRINGS, Job(said, [], shows=shows))

    assert verdict.right, (verdict.calls, verdict.said)


CHOIRS: Rows = {
    "choirs": rows_of("id name", "1|altos", "2|basses"),
    "singers": rows_of("choir name role", "altos|Ann|tutor", "altos|Bea|tutor", "basses|Cid|tutor"),
}


def singers(rows: Rows, name: str) -> object:
    found = [row for row in rows["singers"] if row["choir"] == find(rows["choirs"], "name", name)["name"]]
    return {"singers": [{"name": row["name"], "role": row["role"]} for row in found]}


@pytest.mark.parametrize(("said", "shows"), [
    ("How many singers are there?", ("Ann", "Bea", "Cid")), ("How many singers are in the altos?", ("Ann", "Bea")),
])  # fmt: skip
def test_records_that_are_called_as_their_parents_are_and_have_no_key_stay_several(said: str, shows: tuple[str, ...]) -> None:
    kind = Field("choirs", CHOIRS, (
        tool("listChoirs", "List choirs", lambda rows: {"choirs": rows["choirs"]}),
        tool("listChoirSingers", "List choir singers", singers, ("name",), name=text()),
        tool("removeChoir", "Remove a choir", lambda rows, id: rows["choirs"].remove(find(rows["choirs"], "id", id)), ("id",), id=number()),
    ), ())  # fmt: skip

    assert judge(kind, Job(said, [], shows=shows)).right


@pytest.mark.parametrize(("value", "path"), [
    ({"helpers": [{"id": 1}], "firing_list": {"firings": [{"id": 2}]}}, "firing_list.firings[0]"),
    ({"firings": [{"id": 2}], "helpers": [{"id": 1}]}, "firings[0]"),
    ({"data": [{"id": 2}]}, "data[0]"),
])  # fmt: skip
def test_of_several_lists_it_is_the_one_that_is_called_so(value: Any, path: str) -> None:
    assert [where for where, _, _ in entries_in(value, frozenset(("list", "fire")))] == [path]


@pytest.mark.parametrize(("name", "further"), [
    ("more_firings_url", {"page": 2}), ("next", {"page": 2}), ("self", {}), ("cover_url", {}),
])  # fmt: skip
def test_a_link_to_more_leads_to_the_next_page(name: str, further: dict[str, int]) -> None:
    assert linked({"list": {name: "/latest?page=2"}}, {"page": {"type": "integer"}}) == further
