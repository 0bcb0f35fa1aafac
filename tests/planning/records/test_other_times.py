"""A name that only records of other times have is a name and no unknown word: then there is nothing to do."""

from typing import Any

import pytest

from tests.fields.driver import judge
from tests.fields.service import ASK, Field, Job, Rows, Tool, find, rows_of, text

MOST = 3
RIDES = rows_of(
    "ride_id name starts",
    "r1|bridge to bridge|2026-01-10 09:00", "r2|night loop|2026-03-20 21:00", "r3|river run|2026-04-02 10:00",
    "r4|castle round|2026-05-03 11:00", "r5|mill walk|2026-03-28 10:00", "r6|harvest tour|2025-10-04 09:00",
)  # fmt: skip
WHEN = text("Format: YYYY-MM-DD HH:MM")


def search(rows: Rows, query: str = "", after: str = "", before: str = "9") -> object:
    found = [row for row in rows["rides"] if query.lower() in str(row["name"])]
    return [row for row in found if after <= str(row["starts"]) <= before][:MOST]


def drop(rows: Rows, ride_id: str) -> object:
    rows["rides"].remove(find(rows["rides"], "ride_id", ride_id))
    return {}


FIELD = Field("rides", {"rides": RIDES}, (
    Tool(
        "search_rides", "Searches rides by name and start. Returns at most 3 rides.",
        {"query": text(), "after": WHEN, "before": WHEN}, search,
    ),
    Tool("drop_ride", "Cancels a ride.", {"ride_id": text()}, drop, ("ride_id",)),
), ())  # fmt: skip


@pytest.mark.parametrize(("prompt", "end"), [
    ("Cancel future harvest tour rides", []),
    ("Cancel all future night loop rides", [("drop_ride", {"ride_id": "r2"})]),
    ("Cancel future brass band rides", ASK),
])  # fmt: skip
def test_what_is_called_so_at_other_times_only_leaves_nothing_to_do(prompt: str, end: Any) -> None:
    verdict = judge(FIELD, Job(prompt, end))
    assert verdict.right and not verdict.idle, verdict
