"""Boats in a harbour: which of them are meant is learned from which were taken, and acted on where that is sure."""

from typing import Any

import pytest

from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.planner import Brief
from chalicelib.planning.precedent.alike import alike, heard
from chalicelib.planning.precedent.kept import PREFIX, Precedent, Record, decoded, several
from chalicelib.planning.precedent.kept import Call as Written
from chalicelib.planning.precedent.limiting import choosing, every
from chalicelib.planning.tables import request
from tests.fields.checks import array, shape, words
from tests.fields.driver import Verdict, judge, taught_by
from tests.fields.service import ASK, Call, Field, Job, Past, Row, Rows, Tool, find, number, text

PAGE = 6
TOLD = """
Merle  |north|moored|0|180|2026-01-10|kim|
Otter  |north|moored|1|140|2026-03-01|ada|leaks
Puffin |north|away  |1|210|2026-02-20|kim|
Heron  |north|ashore|0|160|2025-11-30|ada|
Tern   |south|moored|1|175|2026-03-05|lou|
Curlew |south|away  |0|120|2026-01-28|kim|leaks
Dunlin |south|moored|0|230|2026-02-02|ada|
Gannet |south|ashore|1|190|2025-12-12|lou|
Knot   |west |moored|0|110|2026-03-09|lou|
Avocet |west |moored|1|200|2026-01-02|kim|
Eider  |west |away  |0|150|2026-02-27|ada|leaks
Whimbrel|west|moored|0|165|2026-02-25|kim|
"""
OWNERS = {"kim": "ow-7", "ada": "ow-8", "lou": "ow-9"}
ROWS: Rows = {
    "boats": [
        {"id": f"bt-{at:02}", "name": name, "pier": pier, "status": status, "insured": insured == "1",
         "draught_cm": int(draught), "last_seen": seen, "owner": OWNERS[owner], "note": note}
        for at, line in enumerate(TOLD.strip().splitlines(), 1)
        for name, pier, status, insured, draught, seen, owner, note in [[part.strip() for part in line.split("|")]]
    ],
    "owners": [{"id": OWNERS[name[:3].lower()], "name": name} for name in ("Kim Roe", "Ada Vale", "Lou Hart")],
    "letters": [],
}  # fmt: skip


def page(rows: Rows, after: str = "") -> Row:
    told = [row for row in rows["boats"] if row["id"] > after][:PAGE]
    more = bool(told) and told[-1]["id"] != rows["boats"][-1]["id"]
    return {"boats": told, "next": told[-1]["id"] if more else None}


def hoisted(rows: Rows, boatId: str) -> Row:
    row = find(rows["boats"], "id", boatId)
    row["status"] = "ashore"
    return row


def wrote(rows: Rows, to: str, body: str) -> Row:
    rows["letters"].append({"id": 1, "to": find(rows["owners"], "id", to)["id"], "body": words(body)})
    return rows["letters"][-1]


def towed(rows: Rows, boatIds: str) -> Row:
    for one in boatIds.split(","):
        find(rows["boats"], "id", one)["status"] = "moored"
    return {}


def reserved(rows: Rows, boatId: str, until: str) -> Row:
    rows["letters"].append({"id": 1, "to": find(rows["boats"], "id", boatId)["id"], "body": until})
    return {}


BOAT = {
    "id": text(), "name": text(), "pier": text(), "status": text(), "insured": {"type": "boolean"},
    "draught_cm": number(), "last_seen": text(format="date"), "owner": text("The owner's id."), "note": text(),
}  # fmt: skip
SERVICE = Field("harbour", ROWS, (
    Tool("listBoats", "Lists the boats.", {"after": text("The last one that was seen.")}, page,
         outputs=shape(boats=array(**BOAT), next=text())),
    Tool("listOwners", "Lists the owners.", {}, lambda rows: {"owners": rows["owners"]},
         outputs=shape(owners=array(id=text(), name=text()))),
    Tool("hoistBoat", "Hoists a boat onto the hard.", {"boatId": text("The boat.")}, hoisted, ("boatId",)),
    Tool("writeLetter", "Writes to an owner.", {"to": text("The owner."), "body": text()}, wrote, ("to", "body")),
    Tool("towBoats", "Tows boats in.", {"boatIds": text("Which ones, with commas in between.")}, towed, ("boatIds",)),
    Tool("reserve", "Keeps the place of a boat.", {"boatId": text("The boat."), "until": text(format="date-time")},
         reserved, ("boatId", "until")),
), ())  # fmt: skip
BOATS: tuple[Call, ...] = (("listBoats", {}), ("listBoats", {"after": "bt-06"}))


def named(*names: str) -> list[Call]:
    return [("hoistBoat", {"boatId": row["id"]}) for row in ROWS["boats"] if row["name"] in names]


def past(said: str, *names: str) -> Past:
    return Past(said, [*BOATS, ("listOwners", {})], named(*names))


def done(run: Past, said: str, end: Any) -> Verdict:
    taught = taught_by(SERVICE, Field("harbour", ROWS, SERVICE.tools, (), (run,)).runs())
    return judge(SERVICE, Job(said, end), taught)


MOORED = past("Winter comes: the moored ones at the north pier go up", "Merle", "Otter")
DEEPEST = past("Up goes the deepest of Kim Roe's", "Puffin")
UNSEEN = past("Whoever hasn't shown up at the south pier since 1 February goes up", "Curlew", "Gannet")
BUT = past("Kim Roe's all go up, except Avocet", "Merle", "Puffin", "Curlew", "Whimbrel")
INSURED = past("The insured ones of Lou Hart go up", "Tern", "Gannet")
DEEP = past("Those of Kim Roe of more than 170 cm go up", "Merle", "Puffin", "Avocet")
DEEPER = "Those of Ada Vale of more than 155 cm go up"
SEEN = past("Whoever has shown up at the west pier since 20 February goes up", "Knot", "Eider", "Whimbrel")
SINCE = "Whoever has shown up at the north pier since 1 February goes up"
BOTH = past("Both of Lou Hart's at the south pier go up", "Tern", "Gannet")
EITHER = past("Up goes the deepest of Lou Hart's, to be scrubbed", "Gannet")
LINE = Past("Puffin and Curlew come in on the line", [*BOATS], [("towBoats", {"boatIds": "bt-03,bt-06"})])
STAYS = Past("Tern may lie here to the end of March 20", [*BOATS],
             [("reserve", {"boatId": "bt-05", "until": "2026-03-20T23:59:59Z"})])  # fmt: skip


@pytest.mark.parametrize(("run", "said", "end"), [
    (MOORED, "Winter comes: the moored ones at the west pier go up", named("Knot", "Avocet", "Whimbrel")),
    (MOORED, "Winter comes: the away ones at the south pier go up", named("Curlew")),
    (DEEPEST, "Up goes the deepest of Ada Vale's", named("Dunlin")),
    (UNSEEN, "Whoever hasn't shown up at the north pier since 1 February goes up", named("Merle")),
    (BUT, "Ada Vale's all go up, except Eider", named("Otter", "Heron", "Dunlin")),
    (INSURED, "The insured ones of Kim Roe go up", named("Puffin", "Avocet")),
    (BOTH, "Both of Kim Roe's at the west pier go up", named("Avocet", "Whimbrel")),
    (LINE, "Puffin and Eider come in on the line", [("towBoats", {"boatIds": "bt-03,bt-11"})]),
    (STAYS, "Knot may lie here to the end of March 25",
     [("reserve", {"boatId": "bt-09", "until": "2026-03-25T23:59:59Z"})]),
])
def test_what_tells_those_that_were_taken_from_others_chooses_anew(run, said, end):
    alone = judge(SERVICE, Job(said, end))
    again = done(run, said, end)

    assert not alone.right and not alone.harm, "the words alone do not tell it"
    assert again.right, (again.calls, again.said)


@pytest.mark.parametrize(("run", "said", "meant"), [
    (MOORED, "Winter comes: the moored ones that leak at the west pier go up", ()),
    (MOORED, "Winter comes: the moored ones at the west pier don't go up", ()),
    (MOORED, "Winter comes: the moored ones at no pier go up", ()),
    (MOORED, "Winter comes: the red ones at the west pier go up", ()),
    (MOORED, "Winter comes: the moored ones at the west pier go up if they leak", ()),
    (MOORED, "Winter comes: the moored ones at the west pier without insurance go up", ("Knot", "Whimbrel")),
    (DEEPEST, "Up goes the flattest of Ada Vale's", ("Otter",)),
    (DEEPEST, "Up go the two deepest of Ada Vale's", ("Dunlin", "Heron")),
    (DEEPEST, "Up goes the deepest insured one of Ada Vale's", ("Otter",)),
    (DEEPEST, "Up goes the deepest of Nobody's", ()),
    (UNSEEN, "Whoever has shown up at the north pier since 1 February goes up", ("Otter", "Puffin")),
    (UNSEEN, "Whoever hasn't shown up at the north pier until 1 February goes up", ()),
    (BUT, "Ada Vale's all go up, except Eider and Heron", ("Otter", "Dunlin")),
    (BUT, "Ada Vale's all go up, Eider too", ("Otter", "Heron", "Dunlin", "Eider")),
    (BUT, "Ada Vale's all go up, except the leaky ones", ("Heron", "Dunlin")),
    (INSURED, "The uninsured ones of Kim Roe go up", ("Merle", "Curlew", "Whimbrel")),
    (INSURED, "The insured ones of Kim Roe at the west pier go up", ("Avocet",)),
    (EITHER, "Up goes the deepest of Kim Roe's, to be scrubbed", ("Puffin",)),
])
def test_what_chooses_otherwise_is_not_done_like_it(run, said, meant):
    found = done(run, said, named(*meant))

    assert found.right or not found.harm, found.calls


@pytest.mark.parametrize(("run", "said"), [
    (DEEP, "Those of Ada Vale of less than 155 cm go up"),
    (DEEP, "Those of Ada Vale of fewer than 155 cm go up"),
    (DEEP, "Those of Ada Vale under 155 cm go up"),
    (SEEN, "Whoever has shown up at the north pier before 1 February goes up"),
    (SEEN, "Whoever has shown up at the north pier until 1 February goes up"),
    (SEEN, "Whoever has shown up at the north pier by 1 February goes up"),
])
def test_the_other_side_of_a_limit_is_another_request(run, said):
    again = DEEPER if run is DEEP else SINCE

    assert fits(run, again) and not fits(run, said)


def fits(run: Past, said: str) -> bool:
    catalogue = catalogue_from_tools(SERVICE.document(), carried_out=True)
    taught = taught_by(SERVICE, Field("harbour", ROWS, SERVICE.tools, (), (run,)).runs())
    told = next(one for one in taught if one.key.startswith(PREFIX))
    one, words = decoded(told.key, told.content), request.request(Brief(said, catalogue), index_of(catalogue))
    assert one is not None
    return bool(alike(one, heard(words.words, words.marks), index_of(catalogue).verbs))


def test_both_are_two_of_those_that_are_chosen_however_many_others_are_named():
    told = Precedent(("both",), (), (Written("r", {}, each=1),), (Record("a", 0), Record("b", 1)))
    apart = Precedent(("both",), (), (Written("r", {}), Written("r", {})), (Record("a", 0), Record("b", 1)))

    assert several(told) == {1} and several(apart) == set()


def test_of_two_ways_in_which_one_may_have_been_chosen_neither_is_taken():
    taught = taught_by(SERVICE, Field("harbour", ROWS, SERVICE.tools, (), (EITHER,)).runs())
    told = next(one.content for one in taught if one.key.startswith(PREFIX))

    assert told["records"][0][4] == ((["most", "draught_cm"],), (["least", "last_seen"],))
    assert done(EITHER, "Up goes the deepest of Ada Vale's, to be scrubbed", ASK).status == "waiting"


@pytest.mark.parametrize(("said", "chooses"), [
    ("hoist every boat", "every"), ("open it every day, please", ""), ("cancel every morning class", "every"),
    ("it rang all along", ""), ("all of the boats", "all"), ("everything else can stay", ""),
    ("the deepest boat", "deepest"), ("the request of a guest from the forest", ""), ("we came last night", ""),
    ("the latest trip", "latest"), ("at last she is here", ""), ("set the highest fee", ""),
])
def test_words_that_choose_are_told_from_phrases_that_only_hold_them(said, chooses):
    words = tokens(said)

    assert " ".join(one.low for one in (*every(words, (), True), *choosing(words, (), {"fee"}))) == chooses


@pytest.mark.parametrize("said", ["Hoist the moored boats at no pier", "Hoist all of Ada Vale's boats, Eider too"])
def test_words_that_turn_or_add_are_not_passed_over(said):
    assert not judge(SERVICE, Job(said, ASK)).harm
