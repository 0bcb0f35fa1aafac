"""What is asked about a part of a record is written in the list that the action takes, and loses no other part.

Hires whose pieces are replaced as a whole, brews whose casks are told one by one, repairs with fields that the workshop
made itself, members with telephones by kind.  The doubles do replace what they are told.
"""

from typing import Any

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Row, Rows, Tool, find, number, text


def piece(code: str, name: str, count: int) -> Row:
    return {"uid": code, "name": name, "count": count, "note": f"bag {code}"}


HIRES: Rows = {
    "hires": [
        {"id": "h-81", "number": 2301, "troupe": "Mill Players", "state": "open",
         "pieces": [piece("p1", "Velvet cloak", 2), piece("p2", "Straw hat", 6)]},
        {"id": "h-82", "number": 2302, "troupe": "Quay Theatre", "state": "open", "pieces": [piece("p3", "Straw hat", 4)]},
        {"id": "h-83", "number": 2303, "troupe": "Harbour School", "state": "back", "pieces": []},
    ],
    "costumes": [{"id": "c1", "name": "Velvet cloak", "fee": 14}, {"id": "c2", "name": "Straw hat", "fee": 3},
                 {"id": "c3", "name": "Wooden sword", "fee": 5}],
}  # fmt: skip
PIECE: dict[str, Any] = {"uid": text(), "name": text(), "count": number(), "note": text()}


def told_anew(rows: Rows, hire_id: str, pieces: list[Row] | None = None, state: str = "") -> object:
    hire = find(rows["hires"], "id", hire_id)
    hire["pieces"] = hire["pieces"] if pieces is None else pieces
    hire["state"] = state or hire["state"]
    return hire


def without_pieces(rows: Rows) -> object:
    return {"hires": [{name: one[name] for name in one if name != "pieces"} for one in rows["hires"]]}


UPDATE = Tool("update_hire", "Update a hire", {"hire_id": text(), "state": text(enum=["open", "back"]), "pieces": array(**PIECE)},
              told_anew, ("hire_id",))  # fmt: skip
SHOWN = {"id": text(), "number": number(), "troupe": text(), "state": text()}
WHOLE = Field("hires", HIRES, (
    Tool("list_hires", "List hires with their pieces", {}, lambda rows: {"hires": rows["hires"]}, outputs=shape(hires=array(**SHOWN, pieces=array(**PIECE)))),
    UPDATE,
), ())  # fmt: skip
SINGLY = Field("hires, one by one", HIRES, (
    Tool("list_hires", "List hires", {}, without_pieces, outputs=shape(hires=array(**SHOWN))),
    Tool("get_hire", "Get a hire with its pieces", {"hire_id": text()}, lambda rows, hire_id: {"hire": find(rows["hires"], "id", hire_id)},
         ("hire_id",), shape(hire=shape(**SHOWN, pieces=array(**PIECE)))),
    UPDATE,
), ())  # fmt: skip


def hire(at: int, **counts: int) -> Call:
    """The hire with all its pieces, of which some have another count."""
    one = HIRES["hires"][at]
    pieces = [{**held, "count": counts.get(held["uid"], held["count"])} for held in one["pieces"]]
    return "update_hire", {"hire_id": one["id"], "pieces": pieces}


@pytest.mark.parametrize("field", [WHOLE, SINGLY], ids=["listed", "read singly"])
@pytest.mark.parametrize(("said", "end"), [
    ("Set the count of the straw hat in hire 2301 to 8", [hire(0, p2=8)]),
    ("Change the count of the velvet cloak in the Mill Players' hire to 3", [hire(0, p1=3)]),
    ("Raise the count of the straw hat in hire 2302 by 2", [hire(1, p3=6)]),
    ("Set the count of the velvet cloak in hire 2301 to 3 and set the count of the straw hat in hire 2301 to 5", [hire(0, p1=3, p2=5)]),
    ("Set the count of the straw hat to 8", ASK),
])  # fmt: skip
def test_a_part_changes_in_a_list_that_is_told_whole(field: Field, said: str, end: list[Call]) -> None:
    verdict = judge(field, Job(said, end))

    assert verdict.right and not verdict.harm, (verdict.calls, verdict.said)


def cask(rows: Rows, brew_id: str, brew: Row) -> object:
    held = find(rows["brews"], "id", brew_id)
    for one in brew.get("casks", []):
        if "litres" not in one or {*one} - {"id", "litres", "state"}:
            raise AssertionError("more than what changes is told")
        find(held["casks"], "id", one["id"]).update(one)
    return held


BREWS = Field("brews", {"brews": [
    {"id": 7, "name": "Harvest ale", "casks": [{"id": 31, "cellar": "North", "litres": 40}, {"id": 32, "cellar": "South", "litres": 60}]},
    {"id": 8, "name": "Winter stout", "casks": [{"id": 33, "cellar": "North", "litres": 25}]},
]}, (
    Tool("brews.list", "List the brews", {}, lambda rows: {"data": rows["brews"]},
         outputs=shape(data=array(id=number(), name=text(), casks=array(id=number(), cellar=text(), litres=number())))),
    Tool("brews.update", "Update a brew. Casks that are not told stay as they are.", {"brew_id": number(), "brew": shape(
        name=text(), casks=array(id=number(), litres=number(), state=text()))}, cask, ("brew_id", "brew")),
), ())  # fmt: skip


def test_only_what_changes_is_told_where_the_rest_stays() -> None:
    end = [("brews.update", {"brew_id": 7, "brew": {"casks": [{"id": 32, "litres": 55}]}})]
    verdict = judge(BREWS, Job("Set the litres of the south cask of the harvest ale to 55", end))

    assert verdict.right, (verdict.calls, verdict.said)


REPAIRS: Rows = {
    "repairs": [
        {"id": 51, "title": "Leaking boiler", "urgency": "low", "own_fields": [{"id": 9001, "value": "low"}, {"id": 9002, "value": "East"}]},
        {"id": 52, "title": "Stuck lift", "urgency": "high", "own_fields": [{"id": 9001, "value": "high"}, {"id": 9002, "value": None}]},
    ],
    "fields": [
        {"id": 9001, "title": "Danger level", "kind": "choice", "options": [{"name": "Low", "value": "low"}, {"name": "High", "value": "high"}]},
        {"id": 9002, "title": "Wing", "kind": "text", "options": []},
    ],
}  # fmt: skip


def repaired(rows: Rows, repair_id: int, own_fields: list[Row] | None = None, urgency: str = "") -> object:
    one = find(rows["repairs"], "id", repair_id)
    one["own_fields"] = one["own_fields"] if own_fields is None else [*sorted(own_fields, key=lambda told: told["id"])]
    one["urgency"] = urgency or one["urgency"]
    return one


VALUES = array(id=number(), value=text())
WORKSHOP = Field("workshop", REPAIRS, (
    Tool("list_repairs", "List the repairs", {}, lambda rows: rows["repairs"], outputs=array(id=number(), title=text(), urgency=text(), own_fields=VALUES)),
    Tool("list_repair_fields", "List the fields of repairs", {}, lambda rows: rows["fields"], outputs=array(
        id=number(), title=text(), kind=text(), options=array(name=text(), value=text()))),
    Tool("update_repair", "Update a repair", {"repair_id": number(), "urgency": text(enum=["low", "high"]), "own_fields": VALUES}, repaired, ("repair_id",)),
), ())  # fmt: skip


def own(repair: int, *values: tuple[int, str]) -> list[Call]:
    return [("update_repair", {"repair_id": repair, "own_fields": [{"id": one, "value": value} for one, value in values]})]


@pytest.mark.parametrize(("said", "end"), [
    ("Set the danger level of the leaking boiler repair to high", own(51, (9001, "high"), (9002, "East"))),
    ("Change the wing of repair 51 to North", own(51, (9001, "low"), (9002, "North"))),
    ("Set the urgency of all repairs with a high danger level to low", [("update_repair", {"repair_id": 52, "urgency": "low"})]),
])  # fmt: skip
def test_fields_that_users_made_are_called_by_their_names(said: str, end: list[Call]) -> None:
    verdict = judge(WORKSHOP, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def test_fields_that_users_made_are_shown_by_their_names() -> None:
    verdict = judge(WORKSHOP, Job("What is the danger level of the stuck lift?", [], shows=("'Danger level': 'high'",)))

    assert verdict.right, (verdict.calls, verdict.said)


def members(kind: str, value: str) -> Field:
    """Members with telephones that are told by these two fields."""
    rows: Rows = {"members": [
        {"id": "m1", "name": "Ada Moss", "part": "alto", "phones": [{kind: "home", value: "+46 8 100"}, {kind: "work", value: "+46 8 200"}]},
        {"id": "m2", "name": "Bo Lind", "part": "bass", "phones": [{kind: "work", value: "+46 8 300"}]},
    ]}  # fmt: skip
    phones = array(**{kind: text(), value: text()})
    return Field("members", rows, (
        Tool("list_members", "List members", {}, lambda rows: {"members": rows["members"]}, outputs=shape(members=array(
            id=text(), name=text(), part=text(), phones=phones))),
        Tool("update_member", "Update a member", {"member_id": text(), "part": text(), "phones": phones},
             lambda rows, member_id, **told: find(rows["members"], "id", member_id).update(told), ("member_id",)),
    ), ())  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), [("type", "value"), ("kind", "number")])
@pytest.mark.parametrize("said", [
    "Change Ada Moss's work phone number to +46 8 999", "Set Ada Moss's work phone to +46 8 999",
])
def test_one_of_several_sorts_changes_and_the_others_stay(kind: str, value: str, said: str) -> None:
    phones = [{kind: "home", value: "+46 8 100"}, {kind: "work", value: "+46 8 999"}]
    verdict = judge(members(kind, value), Job(said, [("update_member", {"member_id": "m1", "phones": phones})]))

    assert verdict.right, (verdict.calls, verdict.said)


BERTHS = Field("berths", {"piers": [
    {"id": "q1", "name": "North pier", "berths": {"nodes": [{"id": "b1", "boat": "Marlin", "state": "taken"}, {"id": "b2", "boat": "Otter", "state": "due"}]}},
    {"id": "q2", "name": "South pier", "berths": {"edges": [{"cursor": "x", "node": {"id": "b3", "boat": "Heron", "state": "due"}}]}},
]}, (
    Tool("piers", "The piers with their berths", {}, lambda rows: {"piers": {"nodes": rows["piers"]}}),
    Tool("berthUpdate", "Update a berth", {"id": text(), "input": shape(boat=text(), state=text(enum=["taken", "due", "free"]))},
         lambda rows, id, input: find([one for pier in rows["piers"] for one in (*pier["berths"].get("nodes", ()), *(
             edge["node"] for edge in pier["berths"].get("edges", ())))], "id", id).update(input), ("id", "input")),
), ())  # fmt: skip


@pytest.mark.parametrize(("said", "ends"), [
    ("Set the state of the Otter berth to free", ("b2",)),
    ("Mark the berths of the south pier as free", ("b3",)),
])  # fmt: skip
def test_parts_that_stand_in_an_object_are_parts(said: str, ends: tuple[str, ...]) -> None:
    verdict = judge(BERTHS, Job(said, [("berthUpdate", {"id": one, "input": {"state": "free"}}) for one in ends]))

    assert verdict.right, (verdict.calls, verdict.said)


COSTUMES = Tool("list_costumes", "List costumes", {}, lambda rows: {"costumes": rows["costumes"]}, outputs=shape(costumes=array(
    id=text(), name=text(), fee=number())))  # fmt: skip


def added(rows: Rows, hire_id: str, pieces: list[Row]) -> object:
    find(rows["hires"], "id", hire_id)["pieces"] += pieces
    return {}


ONE = {"costume_id": text(), "count": number()}
ADDING = Field("adding", HIRES, (WHOLE.tools[0], COSTUMES, Tool(
    "add_pieces", "Add pieces to a hire", {"hire_id": text(), "pieces": array(**ONE)}, added, ("hire_id", "pieces"))), ())  # fmt: skip


@pytest.mark.parametrize(("said", "end"), [
    ("Add two of the wooden sword to hire 2302", [("h-82", [{"costume_id": "c3", "count": 2}])]),
    ("Add 3 wooden swords to the Mill Players' hire", [("h-81", [{"costume_id": "c3", "count": 3}])]),
])  # fmt: skip
def test_a_part_is_added_by_an_action_that_takes_several(said: str, end: list[tuple[str, Any]]) -> None:
    calls = [("add_pieces", {"hire_id": one, "pieces": pieces}) for one, pieces in end]
    verdict = judge(ADDING, Job(said, calls))

    assert verdict.right, (verdict.calls, verdict.said)
