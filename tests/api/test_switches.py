"""Kill switches through the API: for admins, by name, and visible to whoever looks."""

from tests.api.conftest import Client, Home, task


def test_a_switch_is_thrown_seen_and_released(ready: Client) -> None:
    assert ready.call("GET /v1/switches").body == {"stopped": False, "sub_agents": {}}

    thrown = ready.call("POST /v1/switches/stop", {"reason": "it buys too much"}).body
    assert thrown["stopped"] is True
    assert thrown["switch"]["reason"] == "it buys too much" and thrown["switch"]["by"].startswith("key_")
    assert ready.call("GET /v1/switches").body == thrown

    assert ready.call("POST /v1/switches/release").body == {"stopped": False, "sub_agents": {}}


def test_one_sub_agent_is_stopped_by_name(ready: Client) -> None:
    thrown = ready.call("POST /v1/switches/stop", {"sub_agent": "shipper"}).body

    assert thrown["stopped"] is False and set(thrown["sub_agents"]) == {"shipper"}
    assert ready.call("POST /v1/switches/release", {"sub_agent": "shipper"}).body["sub_agents"] == {}


def test_a_sub_agent_that_does_not_exist_cannot_be_stopped(ready: Client) -> None:
    refused = ready.call("POST /v1/switches/stop", {"sub_agent": "shiper"})

    assert (refused.status, refused.error["code"]) == (404, "subagent_not_found")


def test_tasks_are_taken_while_it_is_stopped(ready: Client) -> None:
    ready.call("POST /v1/switches/stop")

    assert ready.call("POST /v1/tasks", task()).status == 201


def test_only_admins_and_only_their_own_account(ready: Client, home: Home) -> None:
    worker = home.key(scopes=("tasks:read", "tasks:write", "approve"))
    for line in ("GET /v1/switches", "POST /v1/switches/stop", "POST /v1/switches/release"):
        assert ready.call(line, key=worker).status == 403
    ready.call("POST /v1/switches/stop")

    assert ready.call("GET /v1/switches", key=home.key("acme.live")).body["stopped"] is False
    assert ready.call("GET /v1/switches", key=home.key("other.test")).body["stopped"] is False


def test_an_unknown_field_is_refused(ready: Client) -> None:
    assert ready.call("POST /v1/switches/stop", {"subagent": "shipper"}).status == 422
