"""Advice on goals: what memory may take from a reading, and what it may add to it."""

from dataclasses import dataclass

import pytest

from chalicelib.planning.composer.clock import heard
from chalicelib.planning.composer.composer import understood
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.planner import Brief
from chalicelib.planning.recall import experience
from chalicelib.planning.recall.advise import UNLIKELY, advised
from chalicelib.planning.recall.case import Case
from chalicelib.planning.recall.recall import Recall
from tests.planning.recall.made_up import CATALOGUE

WATER, RESTORE, DISCARD = (f"catalogue.{name}" for name in ("water_bed", "restore_binding", "discard_plants"))


@dataclass(frozen=True)
class Sure(Recall):
    """A memory with given chances, which chooses what is likelier than not."""

    told: tuple[tuple[str, float], ...] = ()

    def chances(self, words, hints):
        return dict(self.told)

    def chosen(self, words, chances):
        return [ref for ref, chance in chances.items() if chance > 0.5]


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


def meant(prompt, cases, chances):
    index = index_of(CATALOGUE)
    reading, goals, _ = understood(index, heard(Brief(prompt, CATALOGUE)))
    known = Sure(experience.counted(cases), ids=tuple(map(str, range(len(cases)))), told=tuple(chances.items()))
    return [goal.candidates[0].ref for goal in advised(index, reading, goals, known)]
