"""Slips of the keyboard, what is typed for short, and requests in capitals."""

from types import ModuleType

import pytest

from chalicelib.planning.composer.spelling import plain
from tests.fields import library, plans, rooms
from tests.fields.driver import judge
from tests.fields.service import Job

TOLD = frozenset(("booking", "bookings", "cancel", "confirmed", "orders", "fragile", "unconfirmed", "priority"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("cancel all bookigns", "cancel all bookings"),
        ("cancel all bokings", "cancel all bookings"),
        ("canncel all ordres", "cancel all orders"),
        ("Cancle the unconfrimed ones", "Cancel the unconfirmed ones"),
        ("Canecl Ann Lee's orders", "Cancel Ann Lee's orders"),
        ("Plesae close it", "Please close it"),
        ("close it if it is late, othewrise leave it", "close it if it is late, otherwise leave it"),
        ("the most expesnive one", "the most expensive one"),
        ("move it to 3pm tmrw & tell Ann", "move it to 3pm tomorrow and tell Ann"),
        ("move it w/o asking, b/c it is late", "move it without asking, b/c it is late"),
        ("close it @ 3pm", "close it at 3pm"),
        ("CANCEL ALL BOOKINGS OF ROOM B12", "cancel all bookings of room B12"),
    ],
)
def test_slips_become_the_word_that_is_meant(said: str, meant: str) -> None:
    assert plain(said, TOLD) == meant


@pytest.mark.parametrize(
    "said",
    [
        "Marko has two orders", "greta called", "greta's orders", "move it to bokings-1", "ask bokings@x.org",
        "say 'two bokings'", "Tell Ann that bokings are late", "call it bokings", "the urine samples", "5 metres",
        "who wrote it", "the fennel & co order", "Smith & Sons", "ann@3pm.org", "Close B12", "CLOSE IT NOW",
    ],
)  # fmt: skip
def test_names_codes_and_texts_stay(said: str) -> None:
    assert plain(said, TOLD) == said


def test_two_words_that_may_be_meant_leave_it_as_it_is() -> None:
    assert plain("the wadrs", frozenset(("wards",))) == "the wards"
    assert plain("the wadrs", frozenset(("wards", "waders"))) == "the wadrs"


@pytest.mark.parametrize(("kind", "said", "slip"), [
    (rooms, "Cancel the Design sync booking", "Cancle the Design sync boking"),
    (plans, "Cancel Lumen Press's subscription right now", "Canecl Lumen Press's subscrpition right now"),
    (library, "Delete all returned loans of Omar Said", "Delte all retunred loans of Omar Said"),
])
def test_a_task_with_slips_ends_as_it_does_without(kind: ModuleType, said: str, slip: str) -> None:
    job = next(one for one in kind.FIELD.jobs if one.prompt == said)

    assert judge(kind.FIELD, Job(slip, job.end)).right
