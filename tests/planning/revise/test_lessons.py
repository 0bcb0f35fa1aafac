"""What a finished run teaches, and what the votes of many runs amount to."""

from dataclasses import replace

import pytest

from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.edit import Insert, Recover, Replace
from chalicelib.domain.lesson import Evidence, Memory
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.plan import Plan
from chalicelib.planning.lessons import WINDOW, History, PastStep, fold, learn, lesson_id
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise import revise

from .made_up import TEXT, action, brief, catalogue, listing, renewals, run, step, tried

DOCK = catalogue(
    action("dock.load_crate", "Load a crate.", {"ship": TEXT, "crate": TEXT}, effect="idempotent"),
    action("dock.unload_crate", "Unload a crate.", {"ship": TEXT, "crate": TEXT}, effect="idempotent"),
    action("dock.open_hatch", "Open the hatch of a ship.", {"ship": TEXT}, effect="idempotent"),
    action("dock.release_hatch", "Release the hatch of a ship.", {"ship": TEXT}, effect="idempotent"),
    *renewals("dock"),
)
LOAD = step("3", "dock.load_crate", "idempotent", ship="Aurora", crate="c9")
SHUT = Failed("rejected", "hatch of Aurora is shut", "hatch_shut")
EXPIRED = Failed("unauthorized", "", "token_expired")


def remedy(failure, *trials, failed=LOAD, others=()):
    edit = revise(brief("Load crate c9", DOCK), run(failed, *others, trials=trials), failed, failure)
    assert isinstance(edit, Recover)
    return edit.steps[0]


def past(*trials, failed=LOAD, done=True, others=(), ended_well=True):
    remedies = {one.id: one for trial in trials for one in trial.remedies}
    worked = {sid: on for trial in trials for sid, on in trial.worked.items()}
    steps = [PastStep(failed, done, tuple(trials)), *(PastStep(one, worked[sid]) for sid, one in remedies.items())]
    return History((*steps, *others), ended_well)


def votes(history, task="task_1"):
    return [
        (one.key, [(s["tool"], s["action"]) for s in one.content["steps"]], one.vote)
        for one in learn(task, 5, history)
    ]


def memory(*histories):
    """The lessons after these runs."""
    evidence = [one for n, history in enumerate(histories) for one in learn(f"task_{n}", n, history)]
    ids = dict.fromkeys(one.lesson for one in evidence)
    return Memory(tuple(fold([one for one in evidence if one.lesson == sid]) for sid in ids))


def test_a_remedy_after_which_the_step_was_done_is_learned():
    opened = remedy(SHUT)

    assert votes(past(tried(SHUT, opened))) == [
        ("dock.load_crate|rejected|hatch_shut", [("dock", "open_hatch")], 1)
    ]


def test_a_lesson_holds_where_inputs_come_from_and_no_value():
    (evidence,) = learn("task_1", 5, past(tried(SHUT, remedy(SHUT))))

    assert evidence.content == {
        "steps": [{"tool": "dock", "action": "open_hatch", "inputs": {"ship": {"same": "ship"}}}]
    }
    assert "Aurora" not in str(evidence) and evidence.task == "task_1" and evidence.at == 5


def test_what_was_learned_is_used_for_another_thing_without_exploring():
    lessons = memory(past(tried(SHUT, remedy(SHUT))))
    failed = step("8", "dock.load_crate", "idempotent", ship="Borealis", crate="d1")

    edit = revise(
        Brief("Load d1", DOCK, lessons), run(failed), failed, replace(SHUT, detail="hatch of Borealis is shut")
    )

    assert edit.steps[0].inputs == {"ship": Literal("Borealis")}
    assert edit.steps[0].lessons == (lessons.lessons[0].id,)


def test_a_remedy_after_which_the_same_failure_came_again_is_opposed():
    opened = remedy(SHUT)
    second = remedy(SHUT, tried(SHUT, opened), others=[opened])

    assert votes(past(tried(SHUT, opened), tried(SHUT, second))) == [
        ("dock.load_crate|rejected|hatch_shut", [("dock", opened.action)], -1),
        ("dock.load_crate|rejected|hatch_shut", [("dock", second.action)], 1),
    ]


def test_two_failures_each_have_their_own_remedy():
    refresh = remedy(EXPIRED)
    opened = remedy(SHUT, tried(EXPIRED, refresh), others=[refresh])

    assert sorted(votes(past(tried(EXPIRED, refresh), tried(SHUT, opened)))) == [
        ("dock.*|unauthorized|token_expired", [("dock", "refresh_token")], 1),
        ("dock.load_crate|rejected|hatch_shut", [("dock", "open_hatch")], 1),
    ]


def test_a_renewed_credential_is_learned_for_every_action_of_the_tool():
    lessons = memory(past(tried(EXPIRED, remedy(EXPIRED))))
    other = step("5", "dock.unload_crate", "idempotent", ship="Aurora", crate="c9")

    edit = revise(Brief("", DOCK, lessons), run(other), other, EXPIRED)

    assert edit.steps[0].lessons == (lessons.lessons[0].id,)


def test_a_remedy_about_a_thing_is_not_learned_for_the_tools_other_actions():
    lessons = memory(past(tried(SHUT, remedy(SHUT))))
    other = step("5", "dock.unload_crate", "idempotent", ship="Aurora", crate="c9")

    edit = revise(Brief("", DOCK, lessons), run(other), other, SHUT)

    assert edit.steps[0].lessons == ()


def test_nothing_counts_in_favour_where_the_task_ended_badly():
    assert votes(past(tried(SHUT, remedy(SHUT)), ended_well=False)) == []
    assert votes(past(tried(SHUT, remedy(SHUT)), done=False)) == []


def test_what_did_not_help_counts_against_even_where_the_task_ended_badly():
    opened = remedy(SHUT)

    found = votes(past(tried(SHUT, opened), tried(SHUT), done=False, ended_well=False))

    assert found == [("dock.load_crate|rejected|hatch_shut", [("dock", "open_hatch")], -1)]


def test_a_remedy_that_failed_itself_is_opposed_and_the_one_in_its_place_is_learned():
    opened = remedy(SHUT)
    stuck = Failed("conflict", "stuck")
    edit = revise(
        brief("Load crate c9", DOCK), run(LOAD, opened, trials=[tried(SHUT, opened, worked=False)]), opened, stuck
    )
    assert isinstance(edit, Replace)
    history = History(
        (
            PastStep(LOAD, True, (tried(SHUT, opened, worked=False),)),
            PastStep(opened, False, (tried(stuck),)),
            PastStep(edit.step, True),
        ),
        True,
    )

    assert {(content[0][1], vote) for _, content, vote in votes(history)} == {
        (opened.action, -1),
        (edit.step.action, 1),
    }


def test_a_refused_renewal_tells_of_one_users_credential_and_not_against_the_remedy():
    refresh = remedy(EXPIRED)
    history = History(
        (
            PastStep(LOAD, False, (tried(EXPIRED, refresh, worked=False),)),
            PastStep(refresh, False, (tried(Failed("unauthorized", "", "invalid_grant")),)),
        ),
        False,
    )

    assert votes(history) == []


def unsafe_dock():
    hatch = action("dock.open_hatch", "Open the hatch of a ship.", {"ship": TEXT}, effect="unsafe")
    keep = {ref: one for ref, one in DOCK.actions.items() if ref != "dock.release_hatch"}
    return replace(DOCK, actions={**keep, hatch.ref: hatch})


def test_a_persons_yes_confirms_the_remedy_and_their_no_counts_against_it():
    asked, opened = revise(brief("", unsafe_dock()), run(LOAD), LOAD, SHUT).steps
    yes = past(tried(SHUT, asked, opened))
    no = History(
        (
            PastStep(LOAD, False, (replace(tried(SHUT, asked, opened, worked=False)),)),
            PastStep(asked, False, (tried(Failed("declined")),)),
            PastStep(opened, False),
        ),
        False,
    )

    assert [vote for *_, vote in votes(yes)] == [1]
    assert [vote for *_, vote in votes(no)] == [-1]
    confirmed = revise(Brief("", unsafe_dock(), memory(yes)), run(LOAD), LOAD, SHUT)
    assert [one.action for one in confirmed.steps] == ["open_hatch"]


def test_a_lesson_that_stops_helping_is_demoted():
    opened = remedy(SHUT)
    worked, failed = past(tried(SHUT, opened)), past(tried(SHUT, opened), tried(SHUT), done=False, ended_well=False)

    trusted, doubted = memory(worked), memory(worked, failed)

    assert trusted.of("remedy") and not doubted.of("remedy")
    assert (doubted.lessons[0].supported, doubted.lessons[0].opposed) == (1, 1)


def test_another_provider_that_stood_in_is_learned_for_that_failure():
    towns = catalogue(
        action("skycast.get_forecast", "", {"town": TEXT}), action("meteo.get_forecast", "", {"town": TEXT})
    )
    gone, asked = Failed("unavailable", "", "down"), step("1", "skycast.get_forecast", town="Lund")
    swapped = revise(brief("", towns), run(asked, trials=[tried(gone)] * 3), asked, gone).step
    history = History((PastStep(asked, False, (tried(gone),)), PastStep(swapped, True)), True)

    lessons = memory(history)

    again = step("4", "skycast.get_forecast", town="Oslo")
    edit = revise(Brief("", towns, lessons), run(again), again, gone)
    assert isinstance(edit, Replace)
    assert edit.step.tool == "meteo" and edit.step.inputs == {"town": Literal("Oslo")}
    assert edit.step.lessons == (lessons.lessons[0].id,)


def test_a_field_that_was_found_under_a_new_name_is_learned_as_a_fact():
    actions = catalogue(
        action("dock.list_ships", "", output=listing("ships", ship_id=TEXT, flag=TEXT)),
        *DOCK.of_tool("dock"),
    )
    listed = step("1", "dock.list_ships")
    opens = step("2", "dock.open_hatch", "idempotent", ship=Output("1", "ships[0].ship_id"))
    output = {"ships": [{"ship_ident": "a", "flag": "x"}]}
    edit = revise(brief("", actions), Run(Plan((listed, opens)), {}, {"1": output}), listed, Done(output))
    assert isinstance(edit, Insert)
    history = History((PastStep(listed, True), PastStep(opens, True), PastStep(edit.steps[0], True)), True)

    (evidence,) = learn("task_1", 5, history)

    assert (evidence.kind, evidence.key) == ("fact", "dock.list_ships|renamed:ship_id")
    assert evidence.content == {"value": "ship_ident"}


def test_an_uneventful_run_teaches_nothing():
    assert learn("task_1", 5, past()) == ()


def test_learning_the_same_run_twice_gives_the_same_votes():
    history = past(tried(SHUT, remedy(SHUT)))

    assert learn("task_1", 5, history) == learn("task_1", 5, history)


# folding


def vote(task, sign=1, at=0):
    return Evidence("les_x", "remedy", "k", {"steps": []}, sign, task, at)


def test_votes_are_counted_once_for_each_task():
    folded = fold([vote("a"), vote("a"), vote("b", -1)])

    assert (folded.supported, folded.opposed) == (1, 1)


def test_folding_again_changes_nothing_and_keeps_what_a_person_decided():
    evidence = [vote("a", at=1), vote("b", at=2)]
    once = fold(evidence)

    assert fold(evidence, once) == once
    assert fold(evidence, replace(once, pinned=True)).pinned
    assert fold(evidence, replace(once, disabled=True)).disabled


def test_the_order_of_votes_does_not_matter():
    evidence = [vote(str(n), 1 if n % 3 else -1, n) for n in range(9)]

    assert fold(evidence) == fold(evidence[::-1])


def test_old_votes_give_way_to_new_ones():
    old = [vote(f"old{n}", 1, n) for n in range(50)]
    new = [vote(f"new{n}", -1, 100 + n) for n in range(WINDOW)]

    assert not fold([*old, *new]).usable
    assert fold(old).usable


def test_provenance_names_the_latest_tasks():
    folded = fold([vote(str(n), at=n) for n in range(9)])

    assert folded.tasks == ("8", "7", "6", "5", "4") and folded.last_at == 8


@pytest.mark.parametrize("changed", [{"kind": "fact"}, {"key": "k2"}, {"content": {"a": 2}}])
def test_ids_tell_lessons_apart(changed):
    parts = {"kind": "remedy", "key": "k", "content": {"a": 1}}

    assert lesson_id(**parts) == lesson_id(**parts) != lesson_id(**{**parts, **changed})
