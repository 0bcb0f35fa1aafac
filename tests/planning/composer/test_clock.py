"""What "now" means: told by the prompt, by the context, or by the task's own instant."""

from datetime import datetime

import pytest

from chalicelib.planning.composer.clock import heard, now_of
from chalicelib.planning.planner import Brief, Catalogue

NOTHING = Catalogue("", {})
TASK = 1_800_000_000_000  # 2027-01-15 08:00 UTC


@pytest.mark.parametrize(("sentence", "moment"), [
    ("Today's date is Thursday, 2023-11-30 and the current time is 09:15.", datetime(2023, 11, 30, 9, 15)),
    ("Today is March 3, 2025.", datetime(2025, 3, 3)),
    ("It is now 2024-05-06 14:30:00.", datetime(2024, 5, 6, 14, 30)),
    ("The current date and time is Monday 2024-05-06T07:00.", datetime(2024, 5, 6, 7)),
    ("Note: the current time is 2 p.m. on 6 May 2024!", datetime(2024, 5, 6, 14)),
])
def test_a_sentence_that_tells_the_clock_is_heard_and_is_no_part_of_the_request(
    sentence: str, moment: datetime
) -> None:
    for prompt in (f"{sentence} Cancel my next meeting.", f"Cancel my next meeting. {sentence}"):
        brief = heard(Brief(prompt, NOTHING, now=TASK))
        assert brief.prompt == "Cancel my next meeting."
        assert now_of(brief) == moment


@pytest.mark.parametrize("prompt", [
    "Book a table for today, 2024-05-06 at 19:00.",
    "Today is my birthday. Send me cake on 2024-05-06.",
    "The meeting is on 2024-05-06.",
    "The current price is 12.50 as of 2024-05-06.",
    "Is it true that the fair is now on 2024-05-06?",
    "Today is 3 March.",
])
def test_a_date_that_is_part_of_the_request_does_not_set_the_clock(prompt: str) -> None:
    brief = heard(Brief(prompt, NOTHING, now=TASK))
    assert brief.prompt == prompt
    assert now_of(brief) == datetime(2027, 1, 15, 8)


@pytest.mark.parametrize("told", ["2023-11-30 09:00:00", "2023-11-30T09:00:00Z", "Thursday 2023-11-30 09:00"])
def test_the_context_may_tell_the_clock_in_iso_or_as_people_write_it(told: str) -> None:
    assert now_of(Brief("What is next?", NOTHING, context={"now": told}, now=TASK)) == datetime(2023, 11, 30, 9)


@pytest.mark.parametrize("name", ["now", "current_time", "current_date", "today"])
def test_the_fact_that_tells_the_clock_may_have_another_name(name: str) -> None:
    context = {name: "2023-11-30", "date": "1999-01-01"}
    assert now_of(Brief("What is next?", NOTHING, context=context, now=TASK)) == datetime(2023, 11, 30)


def test_without_being_told_the_clock_is_the_one_of_the_users_zone() -> None:
    assert now_of(Brief("", NOTHING, context={"timezone": "Asia/Tokyo"}, now=TASK)) == datetime(2027, 1, 15, 17)
    assert now_of(Brief("", NOTHING, context={"timezone": "Nowhere/At_all", "now": "soon"}, now=TASK)) == datetime(
        2027, 1, 15, 8
    )


@pytest.mark.parametrize(("said", "zone"), [
    ("Move it to Friday 20:00 UTC", "UTC"), ("Move it to Friday 20:00 (UTC)", ""),
    ("Move it to Friday 20:00 CET", "Europe/Oslo"),
])
def test_the_users_own_zone_behind_a_time_of_day_says_nothing_more(said: str, zone: str) -> None:
    assert heard(Brief(said, NOTHING, context={"timezone": zone}, now=TASK)).prompt == "Move it to Friday 20:00"


@pytest.mark.parametrize("said", ["Move it to Friday 20:00 UTC", "Set the zone to CET", "Rename it to Track 8 CET"])
def test_another_zone_and_the_name_of_a_zone_stay(said: str) -> None:
    assert heard(Brief(said, NOTHING, context={"timezone": "Europe/Oslo"}, now=TASK)).prompt == said
