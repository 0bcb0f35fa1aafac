"""Advice on goals: what memory may take from a reading, and what it may add to it."""

from dataclasses import dataclass

import pytest

from chalicelib.planning.composer.clock import heard
from chalicelib.planning.composer.composer import understood
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.planner import Brief
from chalicelib.planning.recall import experience
from chalicelib.planning.recall.advise import KNOWN_WELL, UNLIKELY, advised
from chalicelib.planning.recall.case import Case
from chalicelib.planning.recall.recall import Recall
from chalicelib.planning.recall.together import Picked
from tests.planning.recall.made_up import CATALOGUE

WATER, RESTORE, DISCARD = (f"catalogue.{name}" for name in ("water_bed", "restore_binding", "discard_plants"))
FIND, LEND = "catalogue.find_folio", "catalogue.lend_folio"


@dataclass(frozen=True)
class Sure(Recall):
    """A memory with given chances, alone and among the others of the task, which chooses what is likelier than not."""

    told: tuple[tuple[str, float], ...] = ()
    among: tuple[tuple[str, float], ...] = ()

    def chances(self, words, hints):
        return dict(self.told)

    def chosen(self, words, chances):
        all_told = {**chances, **dict(self.among)}
        return Picked(tuple(ref for ref, chance in all_told.items() if chance > 0.5), all_told)


def test_a_goal_that_a_grown_memory_calls_unlikely_is_not_kept_for_its_words_alone():
    prompt = 'Water the bed "West 3" and restore the binding of shelfmark "K 12"'
    cases = [Case(frozenset(("water", "bed")), (WATER,))] * 40 + [Case(frozenset(("bind",)), (RESTORE,))]

    assert meant(prompt, cases, {WATER: 0.9, RESTORE: UNLIKELY / 2}) == [WATER]
    assert meant(prompt, cases, {WATER: 0.9, RESTORE: UNLIKELY}) == [WATER, RESTORE]


def test_a_guess_that_a_memory_of_a_few_tasks_calls_unlikely_gives_way():
    prompt = 'Water the bed "West 3" and restore the binding of shelfmark "K 12"'
    cases = [Case(frozenset(("water", "bed")), (WATER,))] * 4

    assert meant(prompt, cases, {WATER: 0.9, RESTORE: UNLIKELY / 2}) == [WATER]


@pytest.mark.parametrize(("runs", "added"), [((), False), ((DISCARD,), True)])
def test_a_write_that_no_run_did_is_never_added_by_memory(runs, added):
    prompt = 'Water the bed "West 3" because the plants there are dry, then drop me a line'
    cases = [Case(frozenset(("water", "bed")), (WATER, *runs))]

    assert (DISCARD in meant(prompt, cases, {WATER: 0.9, DISCARD: 0.6})) is added


@pytest.mark.parametrize(("tasks", "added"), [(KNOWN_WELL - 1, False), (KNOWN_WELL, True)])
def test_a_write_that_is_likely_only_with_the_others_is_added_where_tasks_did_it_often(tasks, added):
    prompt = 'Water the bed "West 3"'
    cases = [Case(frozenset(("water", "bed")), (WATER, DISCARD))] * tasks

    assert (DISCARD in meant(prompt, cases, {WATER: 0.9, DISCARD: 0.4}, {DISCARD: 0.8})) is added


def test_a_look_up_that_memory_adds_is_told_by_the_goal_that_needs_it():
    prompt = 'Water the bed "West 3" and lend the folio "Ars Magna" to Ilse Wagner'
    cases = [Case(frozenset(("lend", "folio")), (FIND, LEND))] * KNOWN_WELL

    goals = advice(prompt, cases, {WATER: 0.9, LEND: 0.9, FIND: 0.9})

    assert {goal.candidates[0].ref: [found.text for found in goal.own] for goal in goals}[FIND] == [
        '"Ars Magna"',
        "Ilse Wagner",
    ]


def meant(*told):
    return [goal.candidates[0].ref for goal in advice(*told)]


def advice(prompt, cases, chances, among=()):
    index = index_of(CATALOGUE)
    reading, goals, _ = understood(index, heard(Brief(prompt, CATALOGUE)))
    ids = tuple(map(str, range(len(cases))))
    known = Sure(experience.counted(cases), ids=ids, told=tuple(chances.items()), among=tuple(dict(among).items()))
    return advised(index, reading, goals, known)
