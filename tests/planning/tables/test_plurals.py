"""Nouns whose plural is no form of their singular with an "s" behind: shelves, knives."""

import pytest

from chalicelib.planning.composer.words import stem
from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import Call, Field, Job, Rows, Tool, find, number, rows_of, text

ROWS: Rows = {"shelves": rows_of("id room width state", "s1|North|80|full", "s2|North|120|empty", "s3|South|60|empty")}
STORE = Field("store", ROWS, (
    Tool("listShelves", "All shelves.", {}, lambda rows: {"shelves": rows["shelves"]},
         outputs=shape(shelves=array(id=text(), room=text(), width=number(), state=text(enum=["full", "empty"])))),
    Tool("dismantleShelf", "Dismantles a shelf.", {"shelfId": text()},
         lambda rows, shelfId: rows["shelves"].remove(find(rows["shelves"], "id", shelfId)), ("shelfId",)),
), ())  # fmt: skip


@pytest.mark.parametrize(("said", "end"), [
    ("Dismantle the shelf in the South room", [("dismantleShelf", {"shelfId": "s3"})]),
    ("Dismantle all empty shelves", [("dismantleShelf", {"shelfId": f"s{one}"}) for one in (2, 3)]),
])  # fmt: skip
def test_a_record_is_one_of_those_that_are_listed(said: str, end: list[Call]) -> None:
    verdict = judge(STORE, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def test_a_form_of_a_verb_is_no_plural() -> None:
    assert stem("knives") == stem("knife") and stem("leaves") == stem("leave") != stem("leaf")
