"""Requests to a made-up diving club: names of records that are new values elsewhere, numbers, what goes on now, "it"."""

from typing import Any

import pytest

from tests.planning.tables.dives import asked, changed, done, remarked


def right(prompt: str, end: Any) -> bool:
    verdict = done(prompt, end)
    return verdict.right and not verdict.harm


@pytest.mark.parametrize("prompt", ["Give the Cave course to Yara", "Hand the Cave course over to Yara Said", "Yara will take the Cave course"])
def test_the_name_of_somebody_to_whom_a_record_goes_is_no_new_title(prompt: str) -> None:
    assert right(prompt, changed(7103, guide_id=13))


def test_a_value_behind_in_tells_which_records_are_meant_where_another_tells_what_they_become() -> None:
    raised = [*changed(7101, seats=10), *changed(7103, seats=7), *changed(7105, seats=11), *changed(7107, seats=9)]
    assert right("Raise the seats of all trips in the planned stage by 2", raised)


def test_an_adjective_in_the_description_of_an_action_still_limits_what_is_meant() -> None:
    assert right("Give all open trips on the Heron to Yara", changed(7105, guide_id=13))  # 7104 has sailed


def test_what_an_action_that_closes_leads_to_is_not_open() -> None:
    assert right("Give Vera's open trips to Otto Brandt", changed(7101, 7102, guide_id=12))
    assert right("Give Yara's open trips to Otto Brandt", changed(7107, guide_id=12))


@pytest.mark.parametrize(("prompt", "end"), [
    ("Move 7103 to boarding", changed(7103, stage="boarding")),
    ("Add the remark 'bring lamps' to 7103 and 7105", remarked("bring lamps", 7103, 7105)),
    ("If 7102 is in boarding, give it to Otto Brandt, otherwise add the remark 'seen'", changed(7102, guide_id=12)),
    ("If 7101 is in boarding, give it to Otto Brandt, otherwise add the remark 'seen'", remarked("seen", 7101)),
])  # fmt: skip
def test_a_bare_number_is_the_record_that_is_told_by_it(prompt: str, end: Any) -> None:
    assert right(prompt, end)


def test_a_number_that_is_set_is_no_record() -> None:
    assert right("Set the seats of the Wreck dive to 12", changed(7101, seats=12))


def test_who_gets_a_record_is_no_part_of_what_it_is() -> None:
    both = [*changed(7103, guide_id=13), *changed(7103, seats=4)]
    assert right("Assign the Cave course to Yara Said and change its seats to 4", both)


@pytest.mark.parametrize("prompt", [
    "The cave course is nearly full, set its seats to 4",
    "I talked to the people of the cave course. Please change its seats to 4",
])  # fmt: skip
def test_it_is_what_was_told_before_also_in_small_letters(prompt: str) -> None:
    assert right(prompt, changed(7103, seats=4))


@pytest.mark.parametrize(("prompt", "end"), [
    ("Give Vera's current trip to Otto", changed(7102, guide_id=12)),
    ("Give Vera's next trip to Otto", changed(7101, guide_id=12)),
    ("Otto takes Vera's next trip", changed(7101, guide_id=12)),
    ("Give Otto's current trip to Vera", []),
])  # fmt: skip
def test_what_goes_on_now_has_begun_and_not_ended_and_what_is_next_begins_first(prompt: str, end: Any) -> None:
    verdict = done(prompt, end)
    assert not verdict.harm and (verdict.right or not end)


def test_a_name_is_no_plain_word_in_the_text_of_a_record() -> None:
    verdict = asked("Scrub the Marlin trip, engine")  # three sail on that boat, and one is to the "Old marlin grounds"
    assert verdict.right and not verdict.harm


@pytest.mark.parametrize(("prompt", "guide"), [
    ("New trip on the Seal: 'Kelp forest'", {}),
    ("New trip on the Seal, 'Kelp forest', guide Otto Brandt", {"guide_id": 12}),
    ("New trip for the Seal, 'Kelp forest', give it to Otto Brandt", {"guide_id": 12}),
])  # fmt: skip
def test_new_and_a_noun_bid_to_make_one(prompt: str, guide: dict[str, int]) -> None:
    assert right(prompt, [("trips_plan", {"boat_id": "b2", "title": "Kelp forest", **guide})])


def test_what_is_new_is_done_to_no_record_that_there_is() -> None:
    assert asked("New trip with Vera Holm: 'Kelp forest'").right  # on which boat?


def test_a_part_of_a_name_that_other_records_hold_is_not_absent() -> None:
    assert asked("Scrub the Brandt trip because of the weather").right  # he has two


@pytest.mark.parametrize(("prompt", "number", "cause"), [
    ("Scrub the Night swim due to illness", 7102, "illness"), ("Scrub 7105 owing to the weather", 7105, "weather"),
    ("Scrub the cave course because of the engine", 7103, "engine"),
])  # fmt: skip
def test_why_it_is_done_is_a_value_and_limits_nothing(prompt: str, number: int, cause: str) -> None:
    assert right(prompt, [("trips_scrub", {"trip_no": number, "cause": cause})])


def test_of_several_that_fit_not_the_one_is_meant_that_others_happen_to_refer_to() -> None:
    assert asked("Scrub Yara's trip because of the weather").right
    assert asked("Scrub the Marlin trip because of the weather").right  # only two of three have divers


@pytest.mark.parametrize("prompt", [
    "The Cave course is moved to March 22", "The cave course has been moved to March 22", "The cave course was postponed to 22 March",
])  # fmt: skip
def test_what_is_said_to_have_been_changed_is_recorded(prompt: str) -> None:
    assert right(prompt, changed(7103, begins_at="2026-03-22 09:00:00"))


def test_what_is_only_said_to_be_so_changes_nothing() -> None:
    assert not asked("The Cave course was moved").harm
    assert not asked("The reef tour is closed").harm


@pytest.mark.parametrize("prompt", [
    "Otto Brandt has a new phone number, it's +49 40 555 0177", "Otto Brandt's phone number is now +49 40 555 0177",
    "Otto Brandt's new phone number is +49 40 555 0177", "Change Otto Brandt's phone to +49 40 555 0177",
])  # fmt: skip
def test_a_new_number_to_call_is_recorded(prompt: str) -> None:
    assert right(prompt, [("guides_update", {"guide_id": 12, "phone": "+49 40 555 0177"})])


def test_the_deed_that_is_described_by_the_state_is_meant() -> None:
    assert right("Mark Jan Roth's place as settled", [("places_settle", {"place_id": 2})])


@pytest.mark.parametrize("prompt", ["Kim Lund has settled, tick it off", "Jan Roth and Kim Lund paid me, tick them off"])
def test_what_is_ticked_off_is_asked_about_or_done(prompt: str) -> None:
    assert not asked(prompt).harm or done(prompt, [("places_settle", {"place_id": one}) for one in (2, 3) if one == 3 or "Jan" in prompt]).right


def test_what_has_passed_is_the_moment_that_is_named() -> None:
    assert right("Add the remark 'on the way' to every open trip whose beginning has passed", remarked("on the way", 7102))


@pytest.mark.parametrize(("prompt", "guides"), [
    ("Ring whoever is on duty at the North quay right now: 'fog'", [11]),
    ("Ring whoever is on duty at the moment: 'fog'", [11, 13]),
    ("Ring Otto Brandt right now: 'fog'", [12]),
])  # fmt: skip
def test_whoever_does_something_now_is_told_by_the_records_of_doing_it(prompt: str, guides: list[int]) -> None:
    assert right(prompt, [("guides_ring", {"guide_id": one, "message": "fog"}) for one in guides])


def test_what_whoever_is_told_by_is_not_passed_over() -> None:
    assert not asked("Ring whoever is on leave at the North quay right now: 'fog'").harm


def test_an_action_may_be_asked_for_by_its_short_name() -> None:
    assert right("Dep everything that's boarding", [("trips_mark_sailed", {"trip_no": 7102})])


def test_what_stands_behind_a_label_is_recorded_though_a_deed_follows() -> None:
    assert right("Cave course: boarding. Add the remark 'lamps' to it", [*changed(7103, stage="boarding"), *remarked("lamps", 7103)])


def test_a_label_before_what_is_only_told_changes_nothing() -> None:
    assert right("Cave course: many questions. Add the remark 'lamps' to it", remarked("lamps", 7103))


def test_something_new_for_another_is_made_in_the_same_words() -> None:
    both = [("trips_plan", {"boat_id": one, "title": "Kelp forest"}) for one in ("b2", "b3")]
    assert right("Plan a trip 'Kelp forest' on the Seal, and the same on the Heron", both)


@pytest.mark.parametrize("prompt", [
    "Whatever Vera still has to do in the workshop should go to Otto Brandt",
    "Vera Holm is ill. Whatever she still has to do in the workshop should go to Otto Brandt",
])  # fmt: skip
def test_what_somebody_still_has_to_do_is_not_finished(prompt: str) -> None:
    assert right(prompt, [("chores_pass", {"chore_id": "c1", "guide_id": 12})])


def test_a_share_of_an_amount_is_no_amount() -> None:
    assert asked("Refund 10% of the cave course because of the weather").right  # ten cents of what?
    assert asked("Refund 10 percent of 7103 because of the weather").right
