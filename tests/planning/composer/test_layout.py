"""Requests over several lines, and what is left as it is."""

import pytest

from chalicelib.planning.composer.layout import plain


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Please do the following:\n- close gate 7\n- tell Ann", "close gate 7. tell Ann"),
        ("Two things:\n1) gate 7 is open\n2) gate 8 is shut\n", "gate 7 is open. gate 8 is shut"),
        ("1. Close gate 7\r\n2. Tell Ann", "Close gate 7. Tell Ann"),
        ("Close these gates:\n* North\n* East\n* West", "Close these gates: North, East and West"),
        ("Add a gate:\n- name: North\n- code: 7", "Add a gate: name: North, code: 7"),
        ("For gate 7:\n- close it\n- tell Ann", "For gate 7: close it. tell Ann"),
        ("[ ] close gate 7\n[x] open gate 8", "close gate 7. open gate 8"),
        ("1) close gate 7, 2) tell Ann and 3) go", "close gate 7. tell Ann. go"),
        ("Close gate 7\nOpen gate 8", "Close gate 7. Open gate 8"),
        ("close gate 7\n\nopen gate 8", "close gate 7. open gate 8"),
        ("Close gate 7, and\ntell Ann", "Close gate 7, and tell Ann"),
        ("Move the tour of\nRosa Lind to\nFriday", "Move the tour of Rosa Lind to Friday"),
        ("  Close   gate\t7  ", "Close gate 7"),
        ("Subject: gates\n\nClose gate 7", "Close gate 7"),
        ("From: ann@x.org\nTo: desk@x.org\nSubject: gates\n\nClose gate 7", "Close gate 7"),
        ("Hi,\n\nClose gate 7\n\nBest regards\nTom Reed\nHead of Works", "Hi. Close gate 7"),
        ("Close gate 7\n\nThanks\nPS: Rita has the key", "Close gate 7. Thanks. PS: Rita has the key"),
        ("Close gate 7\nThanks\nOpen gate 8 too", "Close gate 7. Thanks. Open gate 8 too"),
        ("First, Rita called. Second, close gate 7. Lastly tell Ann", "Rita called. Then close gate 7. Then tell Ann"),
        ("Step 1: close gate 7\nStep 2: Rita's gate is to be shut", "Close gate 7. Then Rita's gate is to be shut"),
    ],
)  # fmt: skip
def test_lines_and_lists_are_sentences(said: str, meant: str) -> None:
    assert plain(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "Open gate 7 on 1. March and gate 8 on 2. April",
        "Tell Ann 'First, close it.  Finally, go\nhome'",
        'Add {"name":\n  "North"}',
        "Write Ann this message:\nHi Ann,\nthe tour is off.\n\nBest, Tom",
        "The first gate is open",
    ],
)
def test_what_is_no_layout_stays(said: str) -> None:
    assert plain(said) == said


def test_a_text_below_its_introduction_keeps_its_lines() -> None:
    said = plain("- close gate 7\n- post this note:\nGate 7 is shut.\n\nUse gate 8.\n")

    assert said == "close gate 7. post this note:\nGate 7 is shut.\n\nUse gate 8."
