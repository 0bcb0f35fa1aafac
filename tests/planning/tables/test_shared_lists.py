"""A theatre's plays: labels that can be listed for each play, too, props that several plays share, and groups of lamps."""

from typing import Any

import pytest

from chalicelib.domain.binding import Output
from chalicelib.planning.tables.joins import joined
from chalicelib.planning.tables.table import Table, Wide
from tests.fields.checks import boolean, texts, words
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Row, Rows, Tool, equal, find, number, text

MANY = {"type": "array", "items": text()}
ROWS: Rows = {
    "plays": [
        {"number": key, "title": title, "state": "open", "labels": labels.split(), "props": props.split()}
        for key, title, labels, props in (
            (1, "Winter Night", "stale", "P7 P8"), (2, "The Ferry", "stale", "P8"), (3, "Our House", "loud", "P9"),
        )
    ],
    "labels": [{"id": key, "name": name, "default": False, "color": "ddd"} for key, name in ((71, "stale"), (72, "loud"), (73, "new"))],
    "props": [{"id": key, "name": name, "plays": plays.split()} for key, name, plays in (("P7", "Lantern", "1"), ("P8", "Oars", "1 2"), ("P9", "Clock", "3"))],
    "lamps": [
        {"id": key, "place": place, "paused": False, "match": "ANY", "groups": groups.split()}
        for key, place, groups in (("la", "Bridge left", "g1"), ("lb", "Bridge right", "g1 g2"), ("lc", "Foyer", "g2"))
    ],
    "groups": [{"id": key, "title": title} for key, title in (("g1", "Bridges"), ("g2", "Evening"))],
}  # fmt: skip


def plays(rows: Rows) -> list[Row]:
    return [{**row, "labels": [label for label in rows["labels"] if label["name"] in row["labels"]]} for row in rows["plays"]]


def changed(rows: Rows, table: str, name: str, key: Any, **told: Any) -> Row:
    row = find(rows[table], name, key)
    checks = {"labels": texts, "groups": texts, "paused": boolean}
    row.update({name: checks.get(name, words)(value) for name, value in told.items()})
    return row


def created(rows: Rows, title: str, **told: Any) -> Row:
    rows["plays"].append({"number": 4, "title": words(title), "state": "open", "labels": [], "props": [], **told})
    return rows["plays"][-1]


def labels_on(rows: Rows, play_number: int) -> list[Row]:
    return [label for label in rows["labels"] if label["name"] in find(rows["plays"], "number", play_number)["labels"]]


THEATRE = Field("theatre", ROWS, (
    Tool("plays/list-for-house", "List the plays of the house", {}, plays),
    Tool("plays/list-labels-for-house", "List the labels of the house", {}, lambda rows: rows["labels"]),
    Tool("plays/list-labels-on-play", "List the labels on a play", {"play_number": number()}, labels_on, ("play_number",)),
    Tool("plays/list-props", "List the props", {"play": text()}, lambda rows, **told: equal(rows["props"], told)),
    Tool("plays/update", "Update a play", {"play_number": number(), "title": text(), "state": text(enum=["open", "closed"]), "labels": MANY}, lambda rows, play_number, **told: changed(rows, "plays", "number", play_number, **told), ("play_number",)),
    Tool("plays/create", "Create a play", {"title": text("The title of the play."), "opens": text(format="date-time")}, created, ("title",)),
    Tool("lamps/list", "List the lamps", {}, lambda rows: rows["lamps"]),
    Tool("groups/list", "List the groups of lamps", {}, lambda rows: rows["groups"]),
    Tool("lamps/update", "Update a lamp", {"id": text(), "place": text(), "paused": {"type": "boolean"}, "match": text(enum=["ALL", "ANY"]), "groups": {**MANY, "description": "Groups of lamps"}}, lambda rows, id, **told: changed(rows, "lamps", "id", id, **told), ("id",)),
    Tool("groups/update", "Update a group of lamps", {"id": text(), "title": text(), "paused": {"type": "boolean", "description": "Whether all lamps in the group are paused"}, "match": text(enum=["ALL", "ANY"]), "groups": {**MANY, "description": "Groups of lamps"}}, lambda rows, id, **told: changed(rows, "groups", "id", id, **told), ("id",)),
), ())  # fmt: skip


def closed(key: int) -> Call:
    return "plays/update", {"play_number": key, "state": "closed"}


def paused(key: str) -> Call:
    return "lamps/update", {"id": key, "paused": True}


@pytest.mark.parametrize(("said", "end"), [
    ("Close all plays that are labelled stale", [closed(1), closed(2)]),
    ("Close all plays that have the label stale", [closed(1), closed(2)]),
    ("Close every play with the label stale", [closed(1), closed(2)]),
    ("Set all plays labelled stale to closed", [closed(1), closed(2)]),
    ("Close the play “Winter Night”", [closed(1)]),
    ("Label the play “Winter Night” as new", [("plays/update", {"play_number": 1, "labels": ["stale", "new"]})]),
    ("Create a play “Summer Rain” that opens on 30 June 2027", [("plays/create", {"title": "Summer Rain", "opens": "2027-06-30T00:00:00Z"})]),
    ("Close every play, just not “Our House”", [closed(1), closed(2)]),
    ("Close all plays, not “Our House”", [closed(1), closed(2)]),
    ("Close all plays, and not “Our House”", [closed(1), closed(2)]),
    ("Close every play without “Our House”", [closed(1), closed(2)]),
    ("Close all plays save “Our House”", [closed(1), closed(2)]),
    ("Close all plays, with the exception of “Our House”", [closed(1), closed(2)]),
    ("Close all plays, leave out “Our House”", [closed(1), closed(2)]),
    ("Close all plays, but don't close “Our House”", [closed(1), closed(2)]),
    ("Close every play. Do not close “Our House”.", [closed(1), closed(2)]),
    ("Close all plays, never “Our House”", [closed(1), closed(2)]),
    ("Close most plays", ASK),
    ("Should we close the play “The Ferry”?", []),
    ("Shall we close the play “The Ferry”?", []),
    *((said, [closed(3)]) for said in (
        "Close the plays that aren't stale", "Close every play that is not stale", "Close plays lacking the label stale",
        "Close all plays without the label stale", "Close every play that has no label stale",
        "Close each play that hasn't got the label stale", "Close every play that carries no label called stale",
        "Close each play not bearing the label stale", "Close every play where the label stale is absent",
    )),
    ("Close the plays without the label loud", [closed(1), closed(2)]),
    ("Close all plays without labels", []),
    ("Close all but one play", ASK),
    ("Close every play", [closed(1), closed(2), closed(3)]),
    ("Close all plays, but leave “Our House” out", [closed(1), closed(2)]),
    ("Label all plays as new, only not what's loud", [
        ("plays/update", {"play_number": key, "labels": ["stale", "new"]}) for key in (1, 2)
    ]),
    ("Pause all lamps in the group Bridges", [paused("la"), paused("lb")]),
    ("Pause all lamps of the group Evening", [paused("lb"), paused("lc")]),
])  # fmt: skip
def test_what_is_asked_for_is_done(said: str, end: Any) -> None:
    verdict = judge(THEATRE, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def table(word: str, *rows: dict[str, Any]) -> Table:
    """Records of that kind whose first field is their key."""
    wide = [Wide(row, word, f"[{at}]", places={name: Output(word, name) for name in row}) for at, row in enumerate(rows)]
    own = frozenset(name for row in rows for name in row)
    return Table(frozenset((word,)), tuple(wide), next(iter(rows[0])), own, True, frozenset((f"house.list_{word}s",)))


def test_who_shares_a_thing_with_a_record_is_none_of_what_that_shows() -> None:
    plays = table("play", {"code": "p1", "title": "Winter Night", "prop": ["x7", "x8"]}, {"code": "p2", "title": "The Ferry", "prop": ["x8"]})
    props = table("prop", {"tag": "x7", "name": "Lantern", "play": ["p1"]}, {"tag": "x8", "name": "Oars", "play": ["p1", "p2"]})
    shown = {row.values["code"]: str(row.values) for row in joined([plays, props])[0].rows}

    assert "Oars" in shown["p1"] and "Lantern" in shown["p1"]
    assert "The Ferry" not in shown["p1"] and "Winter Night" not in shown["p2"]


def test_of_one_record_it_refers_to_others_of_its_kind_are_shown() -> None:
    workers = table("worker", {"code": "w1", "name": "Ann", "team": "t1"}, {"code": "w2", "name": "Bo", "team": "t1"})
    teams = table("team", {"tag": "t1", "title": "Stage", "worker": "w1"})
    shown = {row.values["code"]: str(row.values) for row in joined([workers, teams])[0].rows}

    assert "Ann" in shown["w2"]
