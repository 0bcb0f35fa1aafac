"""Users over HTTP, and what is kept of their tasks' values."""

from tests.api.conftest import Client, Home, task


def test_a_user_is_deleted_by_an_administrator_of_this_account_alone(ready: Client, home: Home) -> None:
    ready.call("POST /v1/tasks", task(user_id="zoë/1"))
    path = "/v1/users/zo%C3%AB%2F1"
    worker = home.key(scopes=("tasks:read", "tasks:write", "approve"))
    stranger = home.key("other.test")

    assert ready.call(f"DELETE {path}", key=worker).status == 403
    assert ready.call(f"DELETE {path}", key=stranger).body["removed"]["table"]["tasks"] == 0
    told = ready.call(f"DELETE {path}")

    assert (told.status, told.body["user_id"], told.body["removed"]["table"]["tasks"]) == (200, "zoë/1", 1)
    assert ready.call(f"GET {path}/deletion").body["removed"] == told.body["removed"]
    assert ready.call("GET /v1/tasks?user_id=zo%C3%AB/1").body["data"] == []


def test_what_is_no_user_is_refused_with_a_remedy(ready: Client) -> None:
    nobody = ready.call("GET /v1/users/nobody/deletion")
    itself, long = ready.call("DELETE /v1/users/-"), ready.call(f"DELETE /v1/users/{'x' * 300}")

    assert (nobody.status, nobody.error["code"]) == (404, "not_found")
    assert "DELETE /v1/users/{user_id}" in nobody.error["message"]
    assert (itself.status, itself.error["details"][0]["field"], long.status) == (422, "user_id", 422)


def test_what_is_kept_is_said_when_a_sub_agent_is_deployed_and_changed(ready: Client) -> None:
    made = ready.call("POST /v1/subagents", {"name": "keeper", "prompt": "Sends parcels", "record": "none"})
    assert (made.status, made.body["record"]) == (201, "none")
    assert ready.call("PATCH /v1/subagents/keeper", {"record": "shape"}).body["record"] == "shape"

    refused = ready.call("PATCH /v1/subagents/keeper", {"record": "some"})

    assert refused.status == 422
    (wrong,) = refused.error["details"]
    assert wrong["field"] == "record" and "'full', 'shape' or 'none'" in wrong["message"]
    assert ready.call("GET /v1/subagents/keeper").body["record"] == "shape"
