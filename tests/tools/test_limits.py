"""A registration's limits become part of each action's call record."""

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.tools import compile_tool

CAPABILITY = {"name": "ping", "method": "GET", "path": "/ping"}


def compiled(**limits):
    return compile_tool({
        "name": "echo", "base_url": "https://echo.example", "auth": {"type": "bearer"}, "capabilities": [CAPABILITY],
        **limits,
    })


def test_limits_stand_in_the_records_of_the_actions_and_not_of_the_logins():
    tool = compiled(rate_limit={"calls": 5, "per_seconds": 60}, max_concurrent=2)

    limits = {"rate_limit": {"calls": 5, "per_seconds": 60}, "max_concurrent": 2}
    assert tool.limits == limits
    assert {action.name: action.call.get("limits") for action in tool.actions} == {"ping": limits, "authenticate": None}


def test_a_tool_without_limits_has_none_in_its_records():
    assert all("limits" not in action.call for action in compiled().actions)


def test_a_rate_is_per_second_unless_it_says_otherwise():
    assert compiled(rate_limit={"calls": 5}).limits == {"rate_limit": {"calls": 5, "per_seconds": 1}}


@pytest.mark.parametrize(("limits", "field"), [
    ({"rate_limit": 5}, "rate_limit"), ({"rate_limit": {}}, "rate_limit.calls"),
    ({"rate_limit": {"calls": 0}}, "rate_limit.calls"), ({"rate_limit": {"calls": True}}, "rate_limit.calls"),
    ({"rate_limit": {"calls": 1, "per_seconds": 0.5}}, "rate_limit.per_seconds"),
    ({"max_concurrent": 0}, "max_concurrent"), ({"max_concurrent": 501}, "max_concurrent"),
])
def test_a_limit_that_is_none_is_refused_by_field(limits, field):
    with pytest.raises(InvalidRequest) as refused:
        compiled(**limits)

    assert refused.value.details[0]["field"] == field
