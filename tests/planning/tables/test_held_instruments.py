"""What records are is not what they become; and what is left out because it was just said is said again."""

import pytest

from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Job
from tests.planning.tables.held_instruments import FIELD


def right(said: str, end: object) -> bool:
    return judge(FIELD, Job(said, end)).right


def become(*ids: int, **told: object) -> list[Call]:
    return [("update_instrument", {"id": one, **told}) for one in ids]


@pytest.mark.parametrize(("said", "ids"), [
    ("Mark all woodwind instruments that are on loan as insured", (3,)),
    ("Mark every instrument with the status On loan as insured", (2, 3)),
    ("Mark all instruments on loan as insured", (2, 3)),
    ("Mark all instruments in store as insured", (1, 4)),
])
def test_the_state_of_those_that_are_meant_is_not_written(said: str, ids: tuple[int, ...]) -> None:
    assert right(said, become(*ids, insured=True))


@pytest.mark.parametrize("said", [
    "Set the value to 100 for every instrument whose status is On loan",
    "For every instrument whose status is On loan, set the value to 100",
    "Set the value to 100 on all instruments where the status is On loan",
    "Change the value to 100 for every instrument whose status isn't In store",
])
def test_nor_wherever_in_the_sentence_they_are_told(said: str) -> None:
    assert right(said, become(2, 3, 5, value=100))


@pytest.mark.parametrize(("said", "end"), [
    ("Put all brass instruments on loan", become(1, status="On loan")),
    ("Put the Fox Horn in store", become(2, status="In store")),
])
def test_what_they_become_may_stand_behind_them(said: str, end: list[Call]) -> None:
    assert right(said, end)


@pytest.mark.parametrize("said", ["Take Dmitri off as the borrower", "Remove Dmitri as borrower"])
def test_who_is_no_longer_something_is_not_deleted(said: str) -> None:
    assert right(said, ASK)


def test_who_is_to_go_is() -> None:
    assert right("Delete Tom Pryce from the players", [("delete_player", {"id": 3})])


@pytest.mark.parametrize("said", [
    "Set the value of the Fox Horn to 850 and its shelf number to 9",
    "Set the value of the Fox Horn to 850, its shelf number to 9",
])
def test_two_changes_of_one_record(said: str) -> None:
    assert right(said, become(2, value=850, shelf_number=9))


@pytest.mark.parametrize("said", [
    "Set the value of the Fox Horn to 850 and that of the Gem Flute to 450",
    "Set the value of the Fox Horn to 850 and the value of the Gem Flute to 450",
    "Set the value of the Fox Horn to 850 and of the Gem Flute to 450",
    "Set the Fox Horn's value to 850 and the Gem Flute's to 450",
])
def test_one_change_of_two_records(said: str) -> None:
    assert right(said, [*become(2, value=850), *become(5, value=450)])


@pytest.mark.parametrize("said", [
    "If the status of instrument 2 is Retired, set its value to 0",
    "If the family of the instrument 2 is Woodwind, set its shelf number to 7",
])
def test_nothing_is_done_under_a_condition_that_does_not_hold(said: str) -> None:
    assert not judge(FIELD, Job(said, [])).harm


@pytest.mark.parametrize("said", [
    "Set the value of instrument 2 to 4",
    "Set the value of the instrument 2 to 4",
    "Change instrument 2's value to 4",
    "Set the value to 4 for instrument 2",
])
def test_the_number_behind_the_noun_is_its_key(said: str) -> None:
    assert right(said, become(2, value=4))


def test_a_number_goes_to_no_input_but_the_one_that_is_named() -> None:
    assert not judge(FIELD, Job("Set the shelf number of the instrument 2 to 8", become(2, shelf_number=8))).harm
