"""What a request takes back: the later value stands in the place of the one that it replaces."""

import pytest

from chalicelib.planning.composer import taken_back
from chalicelib.planning.composer.numerals import numbered
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.planner import Brief, Catalogue

LEVELS = {"type": "string", "enum": ["low", "normal", "very_high"]}
TASK = {"type": "object", "properties": {"task_id": {"type": "string"}, "level": LEVELS}}
KNOWN = catalogue_from_tools({"tools": [{"name": "update_task", "description": "Updates a task.", "parameters": TASK}]})


def brief(prompt: str, known: Catalogue = KNOWN) -> Brief:
    return Brief(prompt, known)


def meant(prompt: str) -> str:
    return taken_back.without(numbered(brief(prompt))).prompt


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Book it for Friday. Sorry, I meant Monday", "Book it for Monday"),
        ("Dim the hall light to 30, no, wait, to 25 percent", "Dim the hall light to 25 percent"),
        ("Insure it for 95000 – no, sorry, for 99000", "Insure it for 99000"),
        ("Give R-01 to Omar, sorry, R-02 I mean, from 1 April", "Give R-02 to Omar, from 1 April"),
        ("Give it to Maren. Sorry, I mean Dev", "Give it to Dev"),
        ("Give Maren's to Dev. No, sorry, to Lucia Ferrer", "Give Maren's to Lucia Ferrer"),
        ("Rename it to 'A'. No, make that 'B'", "Rename it to 'B'"),
        ("Set the price to €30. Actually, make it 25", "Set the price to €25"),
        ("Set the price to 30 euros, sorry, 35 euros", "Set the price to 35 euros"),
        ("Extend it by two days. Wait, three days.", "Extend it by three days."),
        ("Move call 7 to 3pm, no sorry, 4pm, and tell Ann", "Move call 7 to 4pm, and tell Ann"),
        ("Set the level to low. No wait, that should be very high", "Set the level to very high"),
        ("Plan it for the first of May. No, make that the 3rd", "Plan it for the 3rd of May"),
        ("Set 3 seats and a price of €30. Actually, make it 25", "Set 3 seats and a price of €25"),
        ("Start pump 2 for 10 minutes. Sorry, 5 minutes", "Start pump 2 for 5 minutes"),
        ("Assign it to Bob, sorry, Ann", "Assign it to Ann"),
        ("Reset connector 3, no, wait, 2 at the market", "Reset connector 2 at the market"),
        ("Ann takes over 9B's history. Sorry, I meant 8B", "Ann takes over 8B's history"),
        ("Write 'Hello'. Sorry, I meant 'Hello, all. Bye.'", "Write 'Hello, all. Bye.'"),
        ("Close ticket 7. No, scratch that, close ticket 8", "close ticket 8"),
        ("Close it. Scratch that, book it for Friday. Sorry, I meant Monday", "book it for Monday"),
    ],
)
def test_the_later_value_stands(said: str, expected: str) -> None:
    assert meant(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "The parts are late. Sorry for the delay",
        "Change it to Friday. Wait for Ann's reply",
        "Sorry, I'm late. Close it",
        "Start pump 2, wait 5 minutes, stop it",
        "Move Bob's call to 3pm. Sorry, Ann, it is late",
        "Close Bob's ticket 7. Sorry Ann",
        "Please cancel it. No hurry",
        "Email Ann 'Sorry, I meant Friday'",
        "Tell Ann: no, sorry, Friday",
        "Is it free on Friday? If so, book it",
        "There's no room on Friday. Sorry, I should have said so",
    ],
)
def test_what_takes_nothing_back_stays(said: str) -> None:
    assert meant(said) == said
    assert not taken_back.unclear(brief(said))


def test_what_replaces_nothing_that_was_told_is_unclear() -> None:
    assert taken_back.unclear(brief("Close the old ones. No, make that the blue ones")) == "the blue ones"
