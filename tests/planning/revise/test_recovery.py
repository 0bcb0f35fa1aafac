"""What is done about a failure: lessons, exploration within bounds, waiting, asking, giving up."""

from dataclasses import replace

import pytest

from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.edit import GiveUp, Later, Recover, Replace
from chalicelib.domain.outcome import Failed
from chalicelib.planning.check import check_edit
from chalicelib.planning.lessons import lesson_id
from chalicelib.planning.revise import revise
from chalicelib.planning.revise.allowed import allowed_values
from chalicelib.planning.revise.signature import signature, tool_signature

from .made_up import NUMBER, TEXT, action, brief, catalogue, lesson, listing, renewals, run, step, tried

GARDEN = catalogue(
    action("garden.water_bed", "Water a bed.", {"bed": TEXT, "litres": NUMBER}, effect="idempotent"),
    action("garden.open_valve", "Open the valve of a bed.", {"bed": TEXT}, effect="idempotent"),
    action("garden.close_valve", "Close the valve of a bed.", {"bed": TEXT}, effect="idempotent"),
    action("garden.remove_valve", "Remove the valve of a bed.", {"bed": TEXT}, effect="idempotent"),
    action("garden.list_beds", "List all beds.", output=listing("beds", id=TEXT, name=TEXT)),
    *renewals("garden"),
)
WATER = step("4", "garden.water_bed", "idempotent", bed="b7", litres=20)
VALVE_SHUT = Failed("rejected", "The valve is shut", "valve_shut")
EXPIRED = Failed("unauthorized", "the token has expired", "token_expired")


def after(failure, *, actions=GARDEN, failed=WATER, lessons=(), trials=(), others=(), **more):
    return revise(
        brief("Water bed b7 with 20 litres", actions, lessons=lessons),
        run(failed, *others, trials=trials, **more),
        failed,
        failure,
    )


def refs(edit):
    return [f"{one.tool}.{one.action}" for one in edit.steps]


def test_an_action_of_the_same_tool_that_speaks_of_the_failure_is_tried_with_the_failing_steps_inputs():
    edit = after(VALVE_SHUT)

    assert isinstance(edit, Recover)
    assert refs(edit) == ["garden.open_valve"]
    assert edit.steps[0].inputs == {"bed": Literal("b7")}
    assert edit.steps[0].remedy_for == "4" and edit.steps[0].id.startswith("4.")
    assert edit.steps[0].label == "" and "valve_shut" in edit.steps[0].reason


def test_the_same_failure_gives_the_same_edit_again():
    assert after(VALVE_SHUT) == after(VALVE_SHUT)


def test_a_destructive_action_is_never_tried_even_when_it_is_all_that_speaks_of_the_failure():
    kept = {ref: one for ref, one in GARDEN.actions.items() if ref != "garden.open_valve"}

    edit = after(VALVE_SHUT, actions=replace(GARDEN, actions=kept))

    assert isinstance(edit, GiveUp)
    assert edit.reason == "rejected" and edit.suggestion


@pytest.mark.parametrize(
    "name",
    [
        "leave_valve",
        "delete_valve",
        "archive_valve",
        "revoke_valve",
        "unsubscribe_valve",
        "disableValve",
        "cancel_valve",
    ],
)
def test_verbs_that_take_something_away_are_no_remedies(name):
    actions = catalogue(
        *GARDEN.of_tool("garden")[:1], action(f"garden.{name}", "", {"bed": TEXT}, effect="idempotent")
    )

    assert isinstance(after(VALVE_SHUT, actions=actions), GiveUp)


@pytest.mark.parametrize("name", ["activate_valve", "unlock_valve", "enableValve", "accept_valve", "reopen_valve"])
def test_verbs_that_make_the_missing_state_are_remedies(name):
    actions = catalogue(
        *GARDEN.of_tool("garden")[:1], action(f"garden.{name}", "", {"bed": TEXT}, effect="idempotent")
    )

    assert refs(after(VALVE_SHUT, actions=actions)) == [f"garden.{name}"]


def test_an_action_that_only_reads_mends_nothing():
    looks = action("garden.open_valve", "Open the valve view.", {"bed": TEXT}, effect="read")
    actions = catalogue(GARDEN.actions["garden.water_bed"], looks)

    assert isinstance(after(VALVE_SHUT, actions=actions), GiveUp)


def test_an_unsafe_remedy_that_nobody_confirmed_goes_to_a_person_with_the_exact_action_and_inputs():
    unsafe = action("garden.open_valve", "Open the valve of a bed.", {"bed": TEXT}, effect="unsafe")
    actions = replace(GARDEN, actions={**GARDEN.actions, unsafe.ref: unsafe})

    edit = after(VALVE_SHUT, actions=actions)

    asked, remedy = edit.steps
    assert asked.ask.reason == "approval" and asked.ask.about == remedy.id
    assert "garden.open_valve" in asked.ask.text and "'b7'" in asked.ask.text
    assert remedy.depends_on == (asked.id,) and remedy.action == "open_valve"


def test_a_lesson_confirms_an_unsafe_remedy_so_that_nobody_is_asked():
    unsafe = action("garden.open_valve", "Open the valve of a bed.", {"bed": TEXT}, effect="unsafe")
    actions = replace(GARDEN, actions={**GARDEN.actions, unsafe.ref: unsafe})

    edit = after(VALVE_SHUT, actions=actions, lessons=[open_valve_lesson()])

    assert refs(edit) == ["garden.open_valve"]


def open_valve_lesson(tool="garden", **counts):
    content = {"steps": [{"tool": tool, "action": "open_valve", "inputs": {"bed": {"same": "bed"}}}]}
    return lesson(signature(replace(WATER, tool=tool), VALVE_SHUT), content, **counts)


def refill_lesson(**counts):
    content = {"steps": [{"tool": "garden", "action": "list_beds", "inputs": {}}]}
    return lesson(signature(WATER, VALVE_SHUT), content, **counts)


def test_a_lesson_is_used_first_and_named_in_step_and_note():
    known = refill_lesson()

    edit = after(VALVE_SHUT, lessons=[known])

    assert refs(edit) == ["garden.list_beds"]
    assert edit.steps[0].lessons == (known.id,) and known.id in edit.note


def test_the_most_trusted_lesson_is_used_before_others():
    edit = after(VALVE_SHUT, lessons=[refill_lesson(supported=2), open_valve_lesson(supported=9)])

    assert refs(edit) == ["garden.open_valve"]


def test_a_lesson_whose_confidence_fell_below_one_half_is_not_used():
    edit = after(VALVE_SHUT, lessons=[refill_lesson(supported=1, opposed=1)])

    assert refs(edit) == ["garden.open_valve"] and edit.steps[0].lessons == ()


def test_a_lesson_of_another_tool_is_not_applied():
    orchard = [
        action("orchard.water_bed", "Water a bed.", {"bed": TEXT, "litres": NUMBER}, effect="idempotent"),
        action("orchard.open_valve", "Turn.", {"bed": TEXT}, effect="unsafe"),
    ]
    failed = replace(WATER, tool="orchard")

    edit = after(
        VALVE_SHUT,
        actions=catalogue(*GARDEN.of_tool("garden"), *orchard),
        failed=failed,
        lessons=[open_valve_lesson()],
    )

    assert all(one.lessons == () for one in edit.steps)
    assert "garden.open_valve" not in refs(edit)


def test_a_lesson_about_another_failure_is_not_applied():
    assert after(Failed("rejected", "", "bed_unknown"), lessons=[open_valve_lesson()]).__class__ is GiveUp


def test_a_lesson_whose_action_is_outside_the_boundary_is_passed_over():
    kept = {ref: one for ref, one in GARDEN.actions.items() if ref != "garden.list_beds"}

    edit = after(VALVE_SHUT, actions=replace(GARDEN, actions=kept), lessons=[refill_lesson()])

    assert refs(edit) == ["garden.open_valve"]


def test_what_a_person_disabled_is_not_explored_again():
    assert isinstance(after(VALVE_SHUT, lessons=[open_valve_lesson(disabled=True)]), GiveUp)


def test_what_failed_in_many_runs_is_not_explored_again():
    assert isinstance(after(VALVE_SHUT, lessons=[open_valve_lesson(supported=0, opposed=2)]), GiveUp)


# trying again does not loop


def test_a_remedy_that_was_done_and_did_not_help_is_not_tried_again():
    first = after(VALVE_SHUT).steps[0]

    edit = after(VALVE_SHUT, trials=[tried(VALVE_SHUT, first)], others=[first], attempts=2)

    assert isinstance(edit, GiveUp)


def test_a_lesson_that_did_not_help_in_this_run_gives_way_to_exploration():
    known = refill_lesson()
    first = after(VALVE_SHUT, lessons=[known]).steps[0]

    edit = after(VALVE_SHUT, lessons=[known], trials=[tried(VALVE_SHUT, first)], others=[first], attempts=2)

    assert refs(edit) == ["garden.open_valve"] and edit.steps[0].lessons == ()


def test_at_most_four_candidates_are_tried_for_one_failure():
    openers = [
        action(f"garden.{verb}_valve", "", {"bed": TEXT}, effect="idempotent")
        for verb in ("open", "enable", "activate", "unlock", "connect", "install")
    ]
    actions = catalogue(GARDEN.actions["garden.water_bed"], *openers)
    trials, others = [], []
    while isinstance(edit := after(VALVE_SHUT, actions=actions, trials=trials, others=others), Recover):
        trials.append(tried(VALVE_SHUT, *edit.steps))
        others += edit.steps

    assert len(others) == 4
    assert len({one.id for one in others}) == 4


def test_another_failure_after_a_remedy_has_candidates_of_its_own():
    first = after(EXPIRED).steps[0]

    edit = after(VALVE_SHUT, trials=[tried(EXPIRED, first)], others=[first], attempts=2)

    assert refs(edit) == ["garden.open_valve"]


def test_the_sixth_attempt_is_the_last():
    assert isinstance(after(VALVE_SHUT, attempts=5), Recover)
    assert isinstance(after(VALVE_SHUT, attempts=6), GiveUp)


# credentials


def test_a_refused_credential_is_refreshed_then_authenticated_then_a_person_is_asked():
    trials, others, order = [], [], []
    for _ in range(4):
        edit = after(EXPIRED, trials=trials, others=others)
        if isinstance(edit, GiveUp):
            break
        order.append(edit.steps[0].action if not edit.steps[0].ask else edit.steps[0].ask.reason)
        trials.append(tried(EXPIRED, *edit.steps))
        others += edit.steps

    assert order == ["refresh_token", "authenticate", "oauth_consent"]


def test_a_service_that_says_token_expired_in_its_own_way_is_refreshed_too():
    edit = after(Failed("rejected", "", "token_expired"))

    assert refs(edit) == ["garden.refresh_token"] and edit.note == "Token refreshed automatically"


def test_a_tool_without_renewal_asks_for_consent():
    edit = after(EXPIRED, actions=catalogue(GARDEN.actions["garden.water_bed"]))

    assert edit.steps[0].ask.reason == "oauth_consent" and edit.steps[0].ask.tool == "garden"


def test_an_unconnected_service_asks_for_consent_at_once():
    assert after(Failed("not_connected")).steps[0].ask.reason == "oauth_consent"


def test_a_missing_permission_asks_for_consent_when_nothing_speaks_of_it():
    assert after(Failed("forbidden", "scope beds.write is missing")).steps[0].ask.reason == "oauth_consent"


def test_a_missing_scope_is_a_persons_to_grant_even_where_an_action_speaks_of_it():
    adds = action("garden.add_scope", "Add a scope.", {"bed": TEXT}, effect="idempotent")
    actions = catalogue(GARDEN.actions["garden.water_bed"], adds)

    assert after(Failed("forbidden", "a scope is missing"), actions=actions).steps[0].ask.reason == "oauth_consent"


def test_a_lesson_about_the_tools_credential_holds_for_its_other_actions():
    content = {"steps": [{"tool": "garden", "action": "authenticate", "inputs": {}}]}
    known = lesson(tool_signature(step("9", "garden.list_beds"), EXPIRED), content)

    edit = after(EXPIRED, lessons=[known])

    assert refs(edit) == ["garden.authenticate"] and edit.steps[0].lessons == (known.id,)


# a remedy that fails itself


def test_a_remedy_that_failed_is_replaced_by_the_next_candidate():
    refresh = after(EXPIRED).steps[0]
    failed = Failed("unauthorized", "the refresh token was revoked", "invalid_grant")

    edit = revise(
        brief("Water bed b7", GARDEN),
        run(WATER, refresh, trials=[tried(EXPIRED, refresh, worked=False)]),
        refresh,
        failed,
    )

    assert isinstance(edit, Replace)
    assert edit.step.action == "authenticate"
    assert edit.step.replaces == refresh.id and edit.step.remedy_for == "4"


def test_a_failed_renewal_is_followed_up_even_if_the_run_does_not_tell_what_it_was_for():
    refresh = after(EXPIRED).steps[0]

    edit = revise(
        brief("Water bed b7", GARDEN), run(WATER, refresh), refresh, Failed("unauthorized", "", "invalid_grant")
    )

    assert isinstance(edit, Replace) and edit.step.action == "authenticate"


def test_when_the_last_remedy_fails_too_the_first_failure_is_told():
    opened = after(VALVE_SHUT).steps[0]

    edit = revise(
        brief("Water bed b7", GARDEN),
        run(WATER, opened, trials=[tried(VALVE_SHUT, opened, worked=False)]),
        opened,
        Failed("conflict", "the valve is stuck"),
    )

    assert isinstance(edit, GiveUp)
    assert "The valve is shut" in edit.detail and "the valve is stuck" in edit.detail


# waiting


def test_a_rate_limit_waits_as_long_as_the_service_told():
    assert after(Failed("rate_limited", retry_after=30)) == Later(30, "Rate limited: waits 30 s")


def test_without_a_time_the_wait_doubles():
    limited = Failed("rate_limited")
    waits = [after(limited, trials=[tried(limited)] * count).seconds for count in range(3)]

    assert waits == [2, 4, 8]


def test_an_unavailable_service_is_given_up_after_three_waits():
    gone = Failed("unavailable", "503")

    assert isinstance(after(gone, trials=[tried(gone)] * 2), Later)
    ended = after(gone, trials=[tried(gone)] * 3)
    assert isinstance(ended, GiveUp) and ended.recoverable


# other providers


def weather(**more):
    return catalogue(
        action("skycast.get_forecast", "Forecast for a town.", {"town": TEXT}, output=more.get("mine")),
        action("meteo.get_forecast", "Weather forecast.", {"town": TEXT}, output=more.get("other")),
        action("meteo.get_map", "A map of a town.", {"town": TEXT}),
    )


def test_another_provider_of_the_same_stands_in_once_waiting_did_not_help():
    gone, failed = Failed("unavailable", "503"), step("1", "skycast.get_forecast", town="Lund")

    edit = after(gone, actions=weather(), failed=failed, trials=[tried(gone)] * 3)

    assert isinstance(edit, Replace)
    assert (edit.step.tool, edit.step.action) == ("meteo", "get_forecast")
    assert edit.step.replaces == "1" and edit.step.inputs == failed.inputs and edit.step.label == "1"


def test_another_provider_that_lacks_the_fields_in_use_does_not_stand_in():
    gone, failed = Failed("unavailable", "503"), step("1", "skycast.get_forecast", town="Lund")
    uses = step("2", "utility.summarize", data=Output("1", "rain.probability"))
    lacking = {"type": "object", "properties": {"sun": {"type": "object", "properties": {"hours": NUMBER}}}}

    edit = after(gone, actions=weather(other=lacking), failed=failed, trials=[tried(gone)] * 3, others=[uses])

    assert isinstance(edit, GiveUp)


def test_providers_do_not_take_turns_for_ever():
    gone, failed = Failed("unavailable", "503"), step("1", "skycast.get_forecast", town="Lund")
    second = after(gone, actions=weather(), failed=failed, trials=[tried(gone)] * 3).step

    edit = revise(brief("", weather()), run(failed, second, trials=[tried(gone)] * 3), second, gone)

    assert isinstance(edit, GiveUp)


def test_an_unsafe_step_is_not_moved_to_another_provider_but_the_person_hears_of_it():
    actions = catalogue(
        action("couriers.book_pickup", "", {"address": TEXT}, effect="unsafe"),
        action("riders.book_pickup", "", {"address": TEXT}, effect="unsafe"),
    )
    gone, failed = Failed("unavailable", "503"), step("1", "couriers.book_pickup", "unsafe", address="Main St 1")

    edit = after(gone, actions=actions, failed=failed, trials=[tried(gone)] * 3)

    assert isinstance(edit, GiveUp) and "riders.book_pickup" in edit.suggestion


# inputs that were refused


def ticket(priority, effect="idempotent"):
    actions = catalogue(action("desk.label_case", "", {"priority": TEXT, "case": TEXT}, effect=effect))
    return actions, step("2", "desk.label_case", effect, priority=priority, case="77")


@pytest.mark.parametrize(("said", "meant"), [("High", "high"), ("low priority", "low"), ("mediun", "medium")])
def test_a_refused_value_becomes_the_allowed_one_that_it_plainly_means(said, meant):
    actions, failed = ticket(said)

    edit = after(
        Failed("invalid_input", "priority must be one of: low, medium, high"), actions=actions, failed=failed
    )

    assert isinstance(edit, Replace)
    assert edit.step.inputs == {"priority": Literal(meant), "case": Literal("77")}
    assert edit.step.id != "2" and edit.step.replaces == "2"


@pytest.mark.parametrize(
    ("detail", "values"),
    [
        ("input 'priority': 'urgent' is not one of ['low', 'medium', 'high']", ("low", "medium", "high")),
        ("state must be either open or closed.", ("open", "closed")),
        ("Invalid state. Allowed values: open, closed", ("open", "closed")),
        ("unsupported colour; supported colours are red, blue and green", ("red", "blue", "green")),
        ("size is not valid; valid sizes: s | m | l", ("s", "m", "l")),
        ("must be a string", ()),
        ("expected integer, got string", ()),
        ("the bed is closed, or gone", ()),
    ],
)
def test_allowed_values_are_read_from_a_refusal_that_lists_them(detail, values):
    assert allowed_values(detail) == values


@pytest.mark.parametrize(
    ("value", "effect", "allowed"),
    [
        ("hig", "idempotent", ["high", "higher", "low"]),  # it may mean two of them
        ("purple", "idempotent", ["low", "medium", "high"]),
        ("purple", "read", ["low", "medium", "high"]),
    ],
)
def test_a_refused_value_that_means_none_of_the_allowed_ones_is_not_guessed_but_asked_for(value, effect, allowed):
    actions, failed = ticket(value, effect)

    edit = after(
        Failed("invalid_input", f"priority must be one of: {', '.join(allowed)}"), actions=actions, failed=failed
    )

    asked = edit.steps[0]
    assert asked.ask.fields["properties"]["priority"]["enum"] == allowed
    assert asked.rebinds["2"]["priority"].step == asked.id


def test_an_input_that_is_refused_is_mended_by_an_action_only_if_the_service_names_it():
    actions = catalogue(
        GARDEN.actions["garden.water_bed"],
        action("garden.register_bed", "Register a bed.", {"bed": TEXT}, effect="idempotent"),
    )

    named = after(Failed("invalid_input", "bed b7: call register_bed first"), actions=actions)
    vague = after(Failed("invalid_input", "bed b7 does not register as a bed"), actions=actions)

    assert refs(named) == ["garden.register_bed"]
    assert isinstance(vague, GiveUp)


def test_something_not_found_by_a_read_is_looked_up_again():
    actions = catalogue(
        action("garden.get_bed", "", {"bed": TEXT}),
        action("garden.list_beds", "", output=listing("beds", id=TEXT)),
    )
    failed = step("3", "garden.get_bed", bed="roses")

    edit = after(Failed("not_found", "no such bed"), actions=actions, failed=failed)

    search = edit.steps[0]
    assert search.action == "list_beds"
    assert search.rebinds == {"3": {"bed": Output(search.id, "@")}}


def test_an_input_that_could_not_be_bound_is_found_under_the_fields_new_name():
    actions = catalogue(
        action("garden.list_beds", "", output=listing("beds", bed_id=TEXT, area=NUMBER)),
        action("garden.get_bed", "", {"bed": TEXT}),
    )
    made, failed = step("1", "garden.list_beds"), step("2", "garden.get_bed", bed=Output("1", "beds[0].bed_id"))

    edit = after(
        Failed("unresolved", "nothing at beds[0].bed_id"),
        actions=actions,
        failed=failed,
        others=[made],
        outputs={"1": {"beds": [{"bed_ident": "b7", "area": 3}]}},
    )

    assert isinstance(edit, Replace)
    assert edit.step.inputs == {"bed": Output("1", "beds[0].bed_ident")}


# the end


@pytest.mark.parametrize(
    "reason", ["outcome_unknown", "out_of_scope", "declined", "input_timeout", "too_large", "internal"]
)
def test_what_cannot_be_mended_is_given_up_at_once(reason):
    failure = Failed(reason, "why", "valve_shut")
    content = {"steps": [{"tool": "garden", "action": "list_beds", "inputs": {}}]}

    edit = after(failure, lessons=[lesson(signature(WATER, failure), content)])

    assert isinstance(edit, GiveUp) and edit.reason == reason and edit.detail == "why"


def test_every_edit_passes_the_rules_for_edits():
    for failure in (VALVE_SHUT, EXPIRED, Failed("forbidden"), Failed("rate_limited"), Failed("not_connected")):
        edit = after(failure)
        assert check_edit(edit, run(WATER), WATER, GARDEN) == edit


@pytest.mark.parametrize(
    "detail", ["apples are not watered", '"big red tulips" are not watered', "Bed b7 is not watered"]
)
def test_what_the_user_named_is_not_part_of_a_signature(detail):
    failed = step("4", "garden.water_bed", "idempotent", bed="apples")

    assert signature(failed, Failed("rejected", detail)) in (
        "garden.water_bed|rejected|not_watered",
        "garden.water_bed|rejected|bed_not_watered",
    )


def test_signatures_hold_no_values_of_the_user():
    detail = 'Bed "roses" of Ada Fern (ada@fern.example, b7) is not watered, 20 litres'

    key = signature(WATER, Failed("rejected", detail))

    assert key == "garden.water_bed|rejected|bed_not_watered_~1592"
    assert lesson_id("remedy", key, {}) == lesson_id("remedy", key, {})
