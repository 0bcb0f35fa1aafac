"""Sets of actions: what is done together, and how many actions a task does."""

import pytest

from chalicelib.planning.recall import blend, experience
from chalicelib.planning.recall.case import Case, Hint
from chalicelib.planning.recall.together import together


def test_a_third_action_that_is_as_likely_as_not_is_left_out_where_tasks_do_two():
    chances = {"book": 0.9, "search": 0.9, "mail": 0.5}

    assert set(together(chances, {}).actions) == {"book", "search", "mail"}
    assert set(together(chances, {}, {2: 1.5, 3: 0.3}).actions) == {"book", "search"}


def test_an_action_that_words_speak_for_is_kept_however_many_tasks_usually_do():
    chances = {"book": 0.95, "search": 0.95, "mail": 0.95}

    assert set(together(chances, {}, {2: 2.0, 3: 0.5}).actions) == {"book", "search", "mail"}


def test_tasks_that_never_did_one_action_alone_make_single_actions_rarer_and_pairs_not():
    read = {"one": Hint(0.0, 0.0), "two": Hint(1.0, 1.0)}
    known = experience.counted([Case(frozenset((f"w{at}", "often")), ("one", "two"), hints=read) for at in range(40)])

    sizes = blend.fitted(known).sizes
    assert sizes[1] < 0.9 < 1.0 <= sizes[2]


def test_two_actions_that_are_likely_only_together_are_likelier_for_the_near_tasks_that_did_both():
    chances = {"cancel": 0.45, "book": 0.45}

    found = together(chances, {frozenset(chances): 0.9}).chances
    assert min(found.values()) > 0.8
    assert max(together(chances, {}).chances.values()) < 0.7


def test_a_second_action_that_is_less_likely_than_not_is_planned_beside_a_likely_one():
    assert together({"look": 0.9, "book": 0.4}, {}).actions == ("look", "book")
    assert together({"look": 0.9, "book": 0.2}, {}).actions == ("look",)


def test_a_lone_near_case_weighs_less_as_a_whole_than_many():
    one = experience.counted([Case(frozenset(("wet", "bed")), ("water", "mail"))])
    many = experience.counted([Case(frozenset(("wet", "bed")), ("water", "mail"))] * 9)

    both = frozenset(("water", "mail"))
    assert experience.plans(one, frozenset(("wet",)))[both] < 0.6 < experience.plans(many, frozenset(("wet",)))[both]


def test_what_words_stood_for_counts_for_less_in_ten_tasks_than_in_a_hundred():
    surest = experience.NAMES.index("surest word")

    assert blend.start(4) == blend.start(10) == blend.FEW
    assert blend.start(5000) == pytest.approx(blend.MANY)
    assert blend.start(10)[surest] < blend.start(30)[surest] < blend.start(100)[surest]



def test_cases_that_are_asked_alike_vote_more_than_those_that_merely_resemble():
    place = experience.NAMES.index("near votes")
    hot, dry = Case(frozenset(("hot", "house")), ("air",)), Case(frozenset(("dry",)), ("water",))
    known = experience.counted([hot, hot, hot, dry])

    alike = experience.evidence(known, frozenset(("hot", "house")), {})["air"]
    distant = experience.evidence(known, frozenset(("hot", "bed", "wet")), {})["air"]
    assert alike[place] > 0.9 and distant[place] < 0.8 * alike[place]
