"""When a record was made or changed tells nothing of what a request means, unless it says so."""

import pytest

from chalicelib.planning.composer.words import tokens
from chalicelib.planning.records.bookkeeping import kept_books

BOOKED = [
    {"guest": "Ito", "date": "2026-03-14", "createdAt": "2026-02-01T08:12:00Z", "updated_at": 1772000000, "version": 3}
]
NOTED = [{"text": "Ring Ito", "created_at": "2026-02-01T08:12:00Z", "last_modified": "2026-02-03T08:12:00Z"}]


def books(rows: list[dict[str, object]], prompt: str, *taken: str) -> set[str]:
    return {*kept_books(rows, {token.stem for token in tokens(prompt)}, taken)}


@pytest.mark.parametrize(("prompt", "left"), [
    ("Cancel Ito's table on Saturday", {"createdAt", "updated_at", "version"}),
    ("Cancel all tables that were created yesterday", {"updated_at", "version"}),
    ("Which tables have been changed since Monday?", {"createdAt", "version"}),
    ("Which of them has version 3?", {"createdAt", "updated_at"}),
])
def test_a_request_is_about_days_of_the_records_and_not_of_the_books(prompt: str, left: set[str]) -> None:
    assert books(BOOKED, prompt) == left


def test_when_it_was_made_counts_where_nothing_else_tells_a_day_and_what_an_action_takes_always() -> None:
    assert books(NOTED, "Delete the notes from February") == {"last_modified"}
    assert books(BOOKED, "Cancel Ito's table on Saturday", "version") == {"createdAt", "updated_at"}
    assert books([{"service": "mail", "version": "2.4.1"}], "Which services are there?") == set()
    assert books([{"name": "Ito", "updated_at": "2026-02-01"}], "Delete Ito") == set()
