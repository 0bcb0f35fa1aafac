"""What a request says only for manners, and what looks like it."""

import pytest

from chalicelib.planning.composer.manners import plain
from chalicelib.planning.composer.words import stem


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Hello team,\nClose ticket 7", "Close ticket 7"),
        ("Hi Ann, close ticket 7 right away!", "close ticket 7!"),
        ("btw close ticket 7 as soon as possible", "close ticket 7"),
        ("When you have a minute, close ticket 7", "close ticket 7"),
        ("Close ticket 7 when you get a chance, please", "Close ticket 7"),
        ("Remember to close ticket 7 asap", "close ticket 7"),
        ("Please make sure to close ticket 7 if that's ok with you.", "close ticket 7."),
        ("Let's close ticket 7. Thanks a lot!", "close ticket 7."),
        ("It's time to close ticket 7", "close ticket 7"),
        ("Task: close ticket 7", "close ticket 7"),
        ("Close ticket 7 and let me know when it's done", "Close ticket 7"),
        ("Close ticket 7. Tell me once you're done. Cheers, Tom", "Close ticket 7."),
        ("Close ticket 7. It's urgent.", "Close ticket 7."),
        ("Move ticket 7 to room 105 for me", "Move ticket 7 to room 105"),
        ("Post 'We come as soon as possible' right away", "Post 'We come as soon as possible'"),
    ],
)
def test_the_request_is_what_is_left(said: str, meant: str) -> None:
    assert plain(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "Tell Ann to call me as soon as possible",
        "Text everybody that we are late, thanks",
        "Text Ann: come asap",
        "Send 'Please come asap'",
        "Let's Encrypt needs a new key",
        "Good morning yoga starts at nine",
        "Make sure that the door is closed",
        "Help me with ticket 7",
        "Book the sauna for me",
        "Remember the milk",
        "FYI the shop is closed",
        "asap",
    ],
)
def test_what_only_looks_like_it_stays(said: str) -> None:
    assert plain(said) == said


def test_a_word_that_an_input_is_called_by_says_something() -> None:
    assert plain("Cancel it immediately") == "Cancel it"
    assert plain("Cancel it immediately", lambda: frozenset([stem("immediately")])) == "Cancel it immediately"
    assert plain("Task: water the roses", lambda: frozenset(["task"])) == "Task: water the roses"
