"""Days and lengths of time as people say them, reckoned from Wednesday, 11 March 2026."""

from datetime import date

import pytest

from chalicelib.planning.composer import dates
from chalicelib.planning.composer.words import tokens

TODAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Keep it until the 15th", "2026-03-15"),
        ("Back by the 3rd, please", "2026-04-03"),
        ("from the 31st", "2026-03-31"),
    ],
)
def test_a_bare_number_of_a_day_is_the_next_such_day(text: str, day: str) -> None:
    assert [one.first for one in dates.find(text, TODAY)] == [day]


@pytest.mark.parametrize("text", ["Sell the 2nd chair", "move it to the 5th row", "the 15th anniversary"])
def test_a_number_in_a_row_is_no_day(text: str) -> None:
    assert dates.find(text, TODAY) == ()


@pytest.mark.parametrize(("text", "clocks"), [
    ("from 4 to 5 pm", ["16:00", "17:00"]), ("9-11:30 am", ["09:00", "11:30"]),
    ("between 11 and 1 pm", ["11:00", "13:00"]), ("move 3 to 5 pm", ["17:00"]),
])  # fmt: skip
def test_an_hour_in_front_of_another_is_in_its_half_of_the_day(text: str, clocks: list[str]) -> None:
    assert [one.first for one in dates.find(text, TODAY)] == clocks


def test_more_days_are_a_length_of_time() -> None:
    (found,) = dates.find("Give them five more days", TODAY)
    assert (found.kind, found.count, found.unit) == ("duration", 5, "day")


def test_a_small_word_with_a_capital_inside_a_sentence_is_a_name() -> None:
    told = {token.text: token.content for token in tokens("Move the card on pier A to Done once It is done")}
    assert (told["A"], told["Done"], told["It"], told["done"]) == (True, True, False, False)
    assert not tokens("Done with it")[0].content
