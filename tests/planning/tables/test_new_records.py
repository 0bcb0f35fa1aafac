"""What something new is told, and what of its words tells nothing of it."""

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import Field, Job, Rows, Tool, number, rows_of, text

ROWS: Rows = {
    "people": rows_of("personId name job", "p1|Hannah Vogt|Crossing lead", "p2|Milan Petrov|Deckhand"),
    "piers": rows_of("pierId town", "r1|Mitte", "r2|Nord"),
    "crossings": [],
}
HOLDS = {"pierId": text(), "personId": text(), "startMinutes": number(), "endMinutes": number(), "note": text()}


def planned(rows: Rows, **told: object) -> None:
    rows["crossings"].append(told)


FERRIES = Field("crossings", ROWS, (
    Tool("listPeople", "All people.", {}, lambda rows: rows["people"],
         outputs=array(personId=text(), name=text(), job=text())),
    Tool("listPiers", "All piers.", {}, lambda rows: rows["piers"], outputs=array(pierId=text(), town=text())),
    Tool("listCrossings", "All crossings.", {}, lambda rows: {"crossings": rows["crossings"]},
         outputs=shape(crossings=array(crossingId=text(), **HOLDS))),
    Tool("createCrossing", "Create a crossing.", HOLDS, planned, ("pierId", "startMinutes", "endMinutes")),
), ())  # fmt: skip


@pytest.mark.parametrize("said", [
    "New crossing please: Mitte, 9 to 17",
    "New crossing at Mitte, 9 to 17, nobody on it yet",
])  # fmt: skip
def test_hours_are_no_minutes_and_what_is_made_is_nobodys_job(said: str) -> None:
    verdict = judge(FERRIES, Job(said, []))

    assert not verdict.harm, verdict.calls
