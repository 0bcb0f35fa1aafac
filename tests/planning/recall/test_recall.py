"""Execution memory: what it adds to plans, and what it must not do to them."""

import json
import time
from dataclasses import replace

import pytest

from chalicelib.domain.binding import Condition, Literal, Mention, Output
from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.domain.plan import Step
from chalicelib.planning.composer.composer import understood
from chalicelib.planning.composer.habits import followed
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.sketch import Node
from chalicelib.planning.planner import Brief
from chalicelib.planning.recall import experience, order
from chalicelib.planning.recall.blend import Blend, chosen, fitted
from chalicelib.planning.recall.case import UNTOLD, Case, Hint, Told, clauses_of, decoded, encoded
from chalicelib.planning.recall.recall import NOTHING, from_memory, milestone
from chalicelib.planning.recall.sources import Source
from chalicelib.planning.recall.teach import case_of_task, finished
from chalicelib.planning.recall.together import together
from tests.planning.recall.made_up import CATALOGUE, USUAL, copied, memory, planned, run, thirsty, tools

NOWHERE, IN_TURN = [Told(), Told()], [Told(0, 0), Told(1, 1)]


def test_a_word_that_no_description_has_is_learned_from_runs():
    assert tools(planned('The tomatoes in bed "West 3" look thirsty')) != ["measure_soil", "water_bed"]

    plan = planned('The tomatoes in bed "West 3" look thirsty', USUAL)

    assert tools(plan) == ["measure_soil", "water_bed"]
    assert plan["links"] == [[0, 1]]


def test_a_known_kind_of_prompt_gets_its_own_values_and_none_of_an_earlier_one():
    plan = planned('The tomatoes in bed "West 3" look thirsty', USUAL)

    assert [step["arguments"] for step in plan["steps"]] == [{"bed": "West 3"}, {"bed": "West 3"}]


def test_an_input_that_runs_always_gave_alike_is_given_again():
    assert planned('Photograph the folio "Ars Magna"', USUAL)["steps"][-1]["arguments"]["quality"] == "archival"


def test_a_prompt_that_resembles_no_run_is_planned_as_without_memory():
    prompt = 'Restore the binding of shelfmark "K 12"'

    assert planned(prompt, USUAL) == planned(prompt)


def test_words_that_no_case_has_make_a_prompt_less_like_the_cases():
    known = experience.counted([Case(frozenset(("show", "statistics", "virus")), ("count_virus",))])

    [(alike, _)], [(less, _)] = (
        known.nearest(words) for words in ({"show", "statistics"}, {"show", "statistics", "singer"})
    )
    assert less < alike


def test_a_case_is_foretold_as_if_its_own_words_had_never_been_said():
    cases = [Case(frozenset(("water", "bed")), ("water_bed",)), Case(frozenset(("water", "fern")), ("water_bed",))]
    known = experience.counted(cases)

    assert known.nearest(("water", "fern"), 1) == known.nearest(("water", "moss"), 1)


def test_wrong_runs_are_outvoted():
    poison = [run('The seedlings in bed "North 1" look thirsty', ("discard_plants", {"bed": "North 1"}))]

    assert tools(planned('The tomatoes in bed "West 3" look thirsty', [*USUAL, *poison])) == [
        "measure_soil",
        "water_bed",
    ]


def test_one_run_alone_never_adds_an_action_that_writes():
    odd = [run('Photograph the folio "Liber Ignium"', ("discard_plants", {"bed": "North 1"}))]

    assert "discard_plants" not in tools(planned('Photograph the folio "Ars Magna"', [*USUAL, *odd]))


def test_runs_that_failed_are_not_followed():
    failed = [thirsty(bed, status="failed") for bed in ("North 1", "North 2", "South 4", "East 7")]

    assert from_memory(memory(failed)) is NOTHING


def test_runs_with_actions_that_the_catalogue_lacks_teach_nothing():
    assert memory([run("Sweep the floor", ("sweep_floor", {}))]).lessons == ()


def test_a_case_and_its_facts_hold_no_value_of_the_prompt():
    told = run(
        'Lend the folio "Liber Ignium" to anna.wirth@example.org by 14 May',
        ("find_folio", {"title": "Liber Ignium"}),
        ("lend_folio", {"shelfmark": "$0.shelfmark", "reader": "anna.wirth@example.org"}),
        links=[(0, 1)],
    )

    stored = json.dumps([[lesson.key, lesson.content] for lesson in memory([told]).lessons]).lower()

    assert not [value for value in ("ignium", "anna", "wirth", "example.org", "14", "may") if value in stored]


def test_where_an_input_came_from_is_learned_once_two_runs_agree():
    one, two = (from_memory(memory(USUAL[:4] + runs)).inputs for runs in ([copied("A")], [copied("A"), copied("B")]))

    assert one.usual("catalogue.photograph_folio", "shelfmark") is None
    assert two.usual("catalogue.photograph_folio", "shelfmark") == Source("output", "shelfmark", "catalogue.find_folio")


def test_a_blend_that_foretells_runs_worse_than_the_reading_is_not_used():
    read = {"a": Hint(0.0, 0.0), "b": Hint(3.0, 3.0)}
    same = frozenset(("one", "two"))
    noise = [
        Case(same, ("b",) if at % 2 else ("a",), hints={("b" if at % 2 else "a"): Hint(0.0, 0.0)}) for at in range(40)
    ]

    assert fitted(experience.counted(noise)).checked[1] == 1.0
    assert not fitted(experience.counted(noise[:2])).trusted
    assert not Blend().trusted and read


def test_the_chosen_actions_are_those_with_the_best_expected_agreement():
    assert chosen({"a": 0.9, "b": 0.8, "c": 0.1}) == ["a", "b"]
    assert chosen({"a": 0.9, "b": 0.2}) == ["a"]


def test_steps_that_never_waited_for_each_other_stay_independent():
    apart = order.counted([Case(frozenset(), ("x", "y"))] * 12)
    after = order.counted([Case(frozenset(), ("x", "y"), ((0, 1),))] * 12)

    assert not apart.waits("x", "y", next_to=True)
    assert after.waits("x", "y", next_to=True)
    assert [after.sequence(["y", "x"], NOWHERE)[0], after.sequence(["x", "y"], NOWHERE)[0]] == [1, 0]


def test_what_a_prompt_tells_first_comes_first_although_most_runs_had_it_later():
    runs = [Case(frozenset(), ("cancel", "set"), told=(0, 1))] * 9 + [Case(frozenset(), ("set", "cancel"), told=(0, 1))]
    known = order.counted(runs)

    assert known.sequence(["set", "cancel"], IN_TURN) == [0, 1]
    assert known.sequence(["set", "cancel"], NOWHERE) == [1, 0]


def test_what_runs_did_first_however_they_were_told_comes_first():
    known = order.counted([Case(frozenset(), ("look", "book"), told=(1, 0))] * 6)

    assert known.sequence(["book", "look"], IN_TURN) == [1, 0]


def test_two_deeds_of_one_goal_are_done_as_its_clauses_tell_them():
    known = order.counted([Case(frozenset(), ("x", "y"), told=(0, 1), clauses=(0, 1))] * 9)

    assert known.sequence(["cancel", "set"], [Told(0, 1), Told(0, 0)]) == [1, 0]


def test_a_clause_is_the_place_of_the_action_that_it_names_and_of_no_other():
    index = index_of(CATALOGUE)
    brief = Brief("Mail the warden, water bed 7 and measure the soil.", CATALOGUE)
    reading, _, _ = understood(index, brief)
    names = ("catalogue.measure_soil", "catalogue.water_bed", "catalogue.prune_hedge")

    soil, water, hedge = clauses_of(index, reading, names)
    assert UNTOLD == hedge < water < soil


def test_what_runs_did_with_actions_of_the_same_kinds_orders_two_that_they_never_did():
    known = order.counted([Case(frozenset(), ("t.find_room", "t.book_room"))] * 40)

    assert known.sequence(["t.book_car", "t.find_car"], NOWHERE) == [1, 0]
    assert known.sequence(["t.car", "t.van"], NOWHERE) == [0, 1]


def test_a_case_from_before_clauses_were_kept_still_says_what_its_goals_told():
    held = decoded({"words": [], "steps": ["a", "b"], "told": [0, 1]})

    assert held is not None and order.counted([held]).kept["a", "b"] == 1


def test_a_step_under_a_condition_is_never_put_before_the_step_that_decides_it():
    entry = index_of(CATALOGUE).entries["catalogue.measure_soil"]
    decides = Node("s1", entry, {}, frozenset(), number=1)
    follows = Node("s2", entry, {}, frozenset(), number=0, when=Condition(Output("s1", "@"), "exists"))
    known = replace(NOTHING, orders=replace(NOTHING.orders, neighbours=20, waiting=1.0))

    assert [node.after for node in followed([decides, follows], known, lambda refs: NOWHERE)] == [(), ()]


def test_actions_that_near_runs_did_together_are_chosen_together():
    chances = {"change": 0.6, "cancel": 0.55, "set": 0.55}
    near = {frozenset(("cancel", "set")): 0.8, frozenset(("change",)): 0.1}

    assert together(chances, {}).actions == ("change", "cancel", "set")
    assert together(chances, near).actions == ("cancel", "set")


def test_every_action_that_is_all_but_certain_is_chosen_however_many_there_are():
    chances = {f"a{at}": 0.99 for at in range(12)} | {"b": 0.01}

    assert together(chances, {}).actions == tuple(sorted(f"a{at}" for at in range(12)))


def test_one_action_is_chosen_even_where_none_is_likely():
    assert together({"a": 0.001, "b": 0.002}, {}).actions == ("b",)


def test_a_case_holds_verbs_with_what_they_are_about_whatever_stands_between():
    held = memory([run('Water the thirsty plants in bed "West 3"', ("water_bed", {"bed": "West 3"}))])

    assert "water … plant" in held.of("case")[0].content["words"]


def test_links_that_hand_over_data_do_not_make_other_neighbours_wait():
    fed = order.counted([Case(frozenset(), ("x", "y", "z"), ((0, 1),), frozenset({(0, 1)}))] * 12)

    assert not fed.waits("p", "q", next_to=True)


@pytest.mark.parametrize("content", [{}, {"words": 3, "steps": []}, {"words": [], "steps": ["a"], "read": {"a": 1}}])
def test_a_case_of_another_make_is_passed_over(content):
    assert decoded(content) is None


def test_a_finished_task_of_ours_becomes_a_case_without_its_question_and_its_constants_of_the_prompt():
    prompt = 'Photograph the folio "Ars Magna" in colour'
    steps = {
        "1": Step("1", "catalogue", "find_folio", "read", {"title": Mention("Ars Magna", "Ars Magna")}),
        "2": Step("2", "person", "ask", "read"),
        "3": Step(
            "3",
            "catalogue",
            "photograph_folio",
            "unsafe",
            {"shelfmark": Output("1", "shelfmark"), "quality": Literal("colour")},
            ("2",),
        ),
    }

    case, *facts = case_of_task("t", 5, Brief(prompt, CATALOGUE), finished(prompt, steps, {"1", "2", "3"}))

    assert (case.content["steps"], case.content["links"]) == (
        ["catalogue.find_folio", "catalogue.photograph_folio"],
        [[0, 1]],
    )
    assert "colour" not in json.dumps([fact.content for fact in facts])


def test_two_thousand_cases_are_searched_quickly():
    cases = [Case(frozenset(f"w{(at * step) % 700}" for step in range(1, 30)), (f"a{at % 200}",)) for at in range(2000)]
    known = experience.counted(cases)
    took = min(_timed(known, cases[at].words) for at in range(5))

    assert took < 0.05
    assert known.nearest(cases[7].words)[0][1] == 7


def _timed(known, words):
    begun = time.perf_counter()
    known.nearest(words)
    return time.perf_counter() - begun


def test_a_memory_that_grew_by_one_task_amounts_to_the_same_as_if_it_were_counted_anew():
    later = [*(thirsty(f"West {at}") for at in range(3)), run("Close the roof", ("ventilate_house", {}))]
    whole = memory([*USUAL, *later])
    parts = [Memory(whole.lessons[:count]) for count in range(1, len(whole.lessons) + 1)]

    known = NOTHING
    for part in parts:
        known = from_memory(part, known)

        assert known == from_memory(part)


def test_a_memory_that_lost_a_case_is_counted_anew():
    whole = memory()
    known = from_memory(whole)
    without = Memory(tuple(replace(one, disabled=at == 0) for at, one in enumerate(whole.lessons)))

    assert from_memory(without, known) == from_memory(without)


def test_a_blend_is_fitted_anew_only_at_milestones():
    cases = [Case(frozenset((f"w{at}", "often")), (f"a{at % 3}",), hints={"a0": Hint(0.0, 0.0)}) for at in range(126)]
    lessons = [Lesson(f"les_{at:03}", "case", "", encoded(case), 1, first_at=at) for at, case in enumerate(cases)]

    bases = {from_memory(Memory(tuple(lessons[:count]))).basis for count in range(100, 127)}

    assert len(bases) == 2
    assert [milestone(count) for count in (3, 24, 29, 30)] == [3, 24, 24, 30]


def test_memory_adds_a_first_look_only_where_the_prompt_speaks_of_it():
    odd = [run('Photograph the folio "Liber Ignium"', ("measure_soil", {"bed": "North 1"}))]

    assert "measure_soil" not in tools(planned('Photograph the folio "Ars Magna"', [*USUAL, *odd]))
