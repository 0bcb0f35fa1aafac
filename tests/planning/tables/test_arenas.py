"""Arenas with the stands in them: each action is told the arena as well, a stand is called otherwise by who asks, names of deeds tell what becomes of a thing."""

from typing import Any

import pytest

from tests.fields.checks import array, boolean, words
from tests.fields.driver import judge
from tests.fields.service import Call, Field, Job, Row, Rows, Tool, equal, find, rows_of, text

ROWS: Rows = {
    "arenas": rows_of("slug name", "north|North Hall", "river|River Field"),
    "stands": [
        {**row, "featured": False} for row in rows_of("arena code title state", "north|S1|Glass Beads|open", "north|S2|Old Maps|taken", "river|S3|Honey|taken", "river|S4|Candles|open")
    ],
}  # fmt: skip
STATE = text(enum=["open", "taken", "closed"])
STAND = {"title": text(), "featured": {"type": "boolean"}, "planned_state": STATE}
IN = {"arena": text("The slug of the arena"), "code": text()}


def stand(rows: Rows, arena: str, code: str) -> Row:
    return find(equal(rows["stands"], {"arena": arena}), "code", code)


def becoming(rows: Rows, arena: str, code: str, **told: Any) -> Row:
    row = stand(rows, arena, code)
    row.update({name: boolean(value) if name == "featured" else words(value) for name, value in told.items()})
    return row


def done(state: str) -> Any:
    return lambda rows, arena, code: becoming(rows, arena, code, state=state)


ARENAS = Field("arenas", ROWS, (
    Tool("arenas_list", "List Arenas", {}, lambda rows: rows["arenas"], outputs=array(slug=text(), name=text())),
    Tool("stands_list", "List Stands", {"arena": IN["arena"]}, lambda rows, arena: equal(rows["stands"], {"arena": arena}), ("arena",), array(code=text(), title=text(), state=STATE, featured={"type": "boolean"})),
    Tool("stands_update", "Update Stand", {**IN, **STAND}, becoming, ("arena", "code")),
    Tool("stands_release", "Release Stand", IN, done("open"), ("arena", "code")),
    Tool("stands_close", "Close Stand", IN, done("closed"), ("arena", "code")),
    Tool("stands_make_vacant", "Make Vacant", IN, done("open"), ("arena", "code")),
), ())  # fmt: skip


def call(name: str, arena: str, code: str, **told: object) -> Call:
    return f"stands_{name}", {"arena": arena, "code": code, **told}


@pytest.mark.parametrize(("said", "end"), [
    ("Close the booth “Honey”", [call("close", "river", "S3")]),
    ("If the booth “Honey” is taken, close it", [call("close", "river", "S3")]),
    ("If the booth “Candles” is taken, close it", []),
    ("Make “Old Maps” a featured booth", [call("update", "north", "S2", featured=True)]),
])  # fmt: skip
def test_what_is_asked_for_is_done(said: str, end: Any) -> None:
    verdict = judge(ARENAS, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)
