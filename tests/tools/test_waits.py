"""When to come back, read from whatever the service wrote."""

import pytest

from chalicelib.tools.waits import speaks_of_limit, wait_in

NOW = 1_790_000_000_000  # 2026-09-21T14:13:20Z


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Too many requests, try again in 90 seconds.", 90),
        ("Rate limit exceeded. Retry after 2 minutes", 120),
        ("please wait 1.5 s", 1.5),
        ("Quota used up; access resumes in 1 hour.", 3600),
        ("retry in 250ms", 0.25),
        ("available again at 2026-09-21T14:14:20Z", 60),
        ("The token expired 5 minutes ago.", None),
        ("There are 30 seconds of audio.", None),
        ("Try again later.", None),
    ],
)
def test_a_sentence_tells_how_long_to_wait_only_where_it_speaks_of_coming_back(text, seconds):
    assert wait_in((), text, NOW) == seconds


def test_where_the_limit_is_known_any_length_of_time_counts_but_not_the_period_of_the_limit():
    assert wait_in((), "Easy there, 40 seconds please", NOW, limited=True) == 40
    assert wait_in((), "Only 100 calls per 60 seconds", NOW, limited=True) is None


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ({"retry_after": 30}, 30),
        ({"retryAfterMs": 4000}, 4),
        ({"retry_in_ms": 2500}, 2.5),
        ({"wait_seconds": "12"}, 12),
        ({"reset_at": NOW / 1000 + 45}, 45),
        ({"resets_at": "2026-09-21T14:14:00Z"}, 40),
        ({"backoff": "3 minutes"}, 180),
        ({"retry_after": -3}, None),
        ({"retry": True}, None),
        ({"seconds": 30}, None),
    ],
)
def test_a_field_tells_how_long_to_wait_in_its_own_unit(body, seconds):
    assert wait_in((body,), "", NOW) == seconds


@pytest.mark.parametrize(
    ("text", "limited"),
    [
        ("TOO_MANY_REQUESTS", True), ("throttled", True), ("the quota was exceeded", True), ("slow down", True),
        ("rate-limit hit", True), ("the rate is not a number", False), ("too many letters", False),
        ("Request limit hit", True), ("ERR_RATE", True), ("Please refrain from further calls", True),
        ("error_rate must be a number", False), ("calls are recorded", False),
    ],
)
def test_too_many_calls_are_told_in_many_ways(text, limited):
    assert speaks_of_limit(text) is limited
