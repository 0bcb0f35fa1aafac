"""A stranger's plant hire: its own words for records, what records lack, tags for ids, rates by the day."""

import pytest

from tests.fields.driver import Verdict, judge
from tests.fields.service import Call, Job
from tests.planning.tables.plant_hire import FIELD


def done(said: str, end: list[Call]) -> Verdict:
    return judge(FIELD, Job(said, end))


def amended(hire: int, **changes: object) -> Call:
    return "amend_hire", {"hire_id": f"hir_{hire}", "changes": changes}


def booked(kind: str, day: str, *assets: int) -> list[Call]:
    return [("book_workshop_visit", {"asset_id": f"ast_{one}", "kind": kind, "visit_date": day}) for one in assets]


@pytest.mark.parametrize(("said", "end"), [
    ("Extend the Aire Valley Scaffolding rental by three days", amended(9105, due_back="2026-03-23")),
    ("Raise the deposit on the Whitby Harbour Trust rental to £350", amended(9107, deposit_cents=35000)),
    ("Cancel the St Oswald's Primary School rental", ("cancel_hire", {"hire_id": "hir_9108"})),
])
def test_a_word_of_the_users_own_for_what_is_hired(said: str, end: Call) -> None:
    assert done(said, [end]).right


@pytest.mark.parametrize(("said", "assets"), [
    ("Book an inspection this Friday for every aerial platform that has no booked visit", (7007,)),
    ("Book an inspection this Friday for every aerial platform that doesn't have a booked visit", (7007,)),
    ("Book an inspection this Friday for every aerial platform without a booked visit", (7007,)),
    ("Book an inspection this Friday for every excavator without a booked visit", (7003, 7004)),
    ("Book an inspection this Friday for every excavator that has no visit yet", (7003,)),
])
def test_what_lacks_a_record_of_another_kind(said: str, assets: tuple[int, ...]) -> None:
    assert done(said, booked("inspection", "2026-03-13", *assets)).right


@pytest.mark.parametrize("said", [
    "Book a safety inspection this Friday for every aerial platform that doesn't have one planned yet",
    "Book a service on 2 April for every excavator that doesn't have one",
])
def test_a_lack_of_what_is_not_told_is_asked_about(said: str) -> None:
    found = done(said, [])
    assert found.status == "waiting" and not found.harm


def test_a_code_unlike_the_ids_that_are_shown_is_looked_up() -> None:
    assert done("Book DU-01 in for a service on 25 March", booked("service", "2026-03-25", 7005)).right
    moved: Call = ("relocate_assets", {"asset_ids": ["ast_7006"], "depot_id": "dpt_11"})
    assert done("Move DU-02 to the Leeds depot", [moved]).right


def test_a_daily_rate_is_a_rate_by_the_day() -> None:
    end: Call = ("update_asset", {"asset_id": "ast_7013", "day_rate_cents": 11250})
    assert done("Set the daily rate of the Bomag BW 120 to £112.50", [end]).right
