"""Fields that are true or false by other names, and moments that are numbers."""

import pytest

from chalicelib.planning.records.instants import Instant, counted, typed
from chalicelib.planning.records.truths import truths, with_truths


@pytest.mark.parametrize(("name", "held", "read"), [
    ("insured", ["Y", "N", ""], [True, False, ""]),
    ("insured", ["yes", "yes"], [True, True]),
    ("is_active", [1, 0, 1], [True, False, True]),
    ("retries", [1, 0, 1], [1, 0, 1]),
    ("seat_count", [1, 0, 1], [1, 0, 1]),
    ("kite_id", [1, 0], [1, 0]),
    ("is_active", [1, 1], [1, 1]),
    ("insured", [1, 0, 2], [1, 0, 2]),
    ("answer", ["Y", "N", "unknown"], ["Y", "N", "unknown"]),
])
def test_two_values_that_say_so_are_true_and_false(name: str, held: list[object], read: list[object]) -> None:
    records = [{name: value} for value in held]

    found = [with_truths(one, truths(records))[name] for one in records]

    assert [(type(one), one) for one in found] == [(type(one), one) for one in read]


@pytest.mark.parametrize(("name", "moment"), [
    ("lastSeen", True), ("shipped", True), ("next_check", True), ("last_order_id", False), ("bytes_used", False),
])
def test_a_number_of_seconds_is_a_moment_where_its_name_says_when(name: str, moment: bool) -> None:
    assert isinstance(typed({name: 1_773_000_000}, "UTC")[name], Instant) == moment


def test_a_number_of_seconds_is_a_moment_where_a_schema_says_so() -> None:
    schema = {"type": "object", "properties": {"flight": {"type": "integer", "description": "Unix time, in seconds."}}}

    assert {*counted(schema)} == {"flight"}
    assert isinstance(typed({"flight": 1_773_000_000}, "UTC", "", frozenset(counted(schema)))["flight"], Instant)
