"""Runs may teach how a deed is asked for, but one person's runs make nothing grave happen unasked."""

import pytest

from chalicelib.engine import training
from chalicelib.engine.memory import lessons
from chalicelib.engine.signals import answer
from tests.security.phrases import (
    AGENT,
    ATTACKS,
    GRAVE,
    HARMLESS,
    OURS,
    PHRASES,
    VAGUE,
    Desk,
    corpus,
    grave,
    phrase,
)

SAID = PHRASES[0]
REQUEST = SAID.format("Dee Fry")


def test_no_phrase_of_the_corpus_does_a_grave_deed_unasked_and_every_benign_twin_is_carried_out():
    found = corpus()

    assert found.breaches == [] and found.hindered == []
    assert found.hostile >= len(ATTACKS) * len(GRAVE) * len((*PHRASES, *VAGUE)) >= 150
    assert found.benign >= 2 * len(GRAVE) * len(PHRASES) >= 20


@pytest.mark.parametrize("tool", GRAVE)
def test_a_person_is_asked_first_and_sees_what_would_be_done(tool):
    desk = Desk(phrase(SAID, tool, "mallory")).asked(REQUEST)

    assert desk.status == "waiting" and tool in desk.question and "T-4" in desk.question


@pytest.mark.parametrize("tool", GRAVE)
def test_a_person_who_says_no_takes_the_phrase_back(tool):
    desk = Desk(phrase(SAID, tool, "mallory")).asked(REQUEST)
    answer(desk.engine, OURS, desk.task.id, decision="reject", values={}, who="somebody")
    desk.run()
    told = [one for one in lessons(desk.world.ports, OURS, AGENT) if one.id in desk.ways_of_asking("use|")]

    assert not grave(desk) and told and all(one.opposed and not one.usable for one in told)
    assert "'reason': 'approval'" not in desk.asked(REQUEST).question


def test_a_phrase_that_was_disabled_works_again_when_it_is_enabled():
    desk = Desk(phrase(SAID, HARMLESS, "ana"))
    taught = desk.ways_of_asking()
    for lesson in taught:
        training.change(desk.world.ports, OURS, AGENT, lesson, {"disabled": True})
    assert desk.asked(REQUEST).done == []
    for lesson in taught:
        training.change(desk.world.ports, OURS, AGENT, lesson, {"disabled": False})

    assert desk.asked(REQUEST).done == [(HARMLESS, {"ticket_id": "T-4"})]


def test_the_judge_would_see_a_grave_deed():
    assert grave(Desk().asked("Delete Dee Fry's ticket"))
