"""What a change leaves out because it was just said."""

import pytest

from chalicelib.planning.bidding.gapped import gapped


@pytest.mark.parametrize(("said", "whole"), [
    ("Set the limit of A to 5 and its owner to Ann", "Set the limit of A to 5 and set its owner to Ann"),
    ("Set A to open, its limit to 5", "Set A to open, set its limit to 5"),
    ("Set the limit of A to 5 and that of B to 7", "Set the limit of A to 5 and set the limit of B to 7"),
    ("set the limit of A to 5, of B to 7 and C's to 9",
     "set the limit of A to 5, set the limit of B to 7 and set C's limit to 9"),
    ("Set the limit of A to 5 and the limit of B to 7", "Set the limit of A to 5 and set the limit of B to 7"),
    ("Change Ann's grade to 5 and Tom's to 4", "Change Ann's grade to 5 and change Tom's grade to 4"),
    ("Raise the price of tea by 5 percent and that of mint by 3 percent",
     "Raise the price of tea by 5 percent and raise the price of mint by 3 percent"),
])  # fmt: skip
def test_each_change_stands_for_itself(said: str, whole: str) -> None:
    assert gapped(said) == whole


@pytest.mark.parametrize("said", [
    "Move the meeting to Friday and tell Ann",
    "Set the title of A to 'x and its y to z' and close it",
    "Change the city of Ann to Bath and the phone to 5",
    "Set the price to 5 and of the others to 6",
    "Set its owner to Ann and tell her to call",
    "What was the limit of A set to, and its owner?",
])
def test_what_has_a_verb_or_is_quoted_stays(said: str) -> None:
    assert gapped(said) == said


def test_long_texts_are_read_in_no_time() -> None:
    assert gapped("set " + "the limit of A, and " * 400)
