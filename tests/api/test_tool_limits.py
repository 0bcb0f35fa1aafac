"""A tool's limits as they are registered and shown."""

import pytest

from tests.api.conftest import parcels


def test_limits_are_shown_as_they_were_given(api):
    limits = {"rate_limit": {"calls": 5, "per_seconds": 60}, "max_concurrent": 2}

    assert api.call("POST /v1/tools", parcels(**limits)).status == 201
    shown = api.call("GET /v1/tools/parcels").body

    assert {name: shown[name] for name in limits} == limits


def test_a_tool_without_limits_shows_none(api):
    made = api.call("POST /v1/tools", parcels()).body

    assert "rate_limit" not in made and "max_concurrent" not in made


@pytest.mark.parametrize(("limits", "field"), [
    ({"rate_limit": {"per_seconds": 60}}, "rate_limit.calls"), ({"rate_limit": {"calls": 0}}, "rate_limit.calls"),
    ({"max_concurrent": "two"}, "max_concurrent"),
])
def test_a_limit_that_is_none_is_refused_by_field(api, limits, field):
    answer = api.call("POST /v1/tools", parcels(**limits))

    assert (answer.status, answer.error["details"][0]["field"]) == (422, field)
