"""Every route does what it is there for."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from chalicelib.api.openapi import DOCS, document
from chalicelib.api.routes import ROUTES
from chalicelib.engine.ports import Write
from tests.api.conftest import PEPPER, Client, Home, parcels, task


def conforms(answer: Any, model: str) -> None:
    schemas = document()["components"]["schemas"]
    schema = {"$ref": f"#/components/schemas/{model}", "components": {"schemas": schemas}}
    Draft202012Validator(schema).validate(answer)


def test_health_needs_no_key(api: Client) -> None:
    answer = api.call("GET /health", key=None)
    assert (answer.status, answer.body["status"]) == (200, "ok")
    assert api.call("HEAD /health", key=None).raw == b""


def test_the_description_is_valid_openapi_and_knows_every_route(api: Client) -> None:
    answer = api.call("GET /v1/openapi.json")
    validate(answer.body)
    described = {(method.upper(), path) for path, methods in answer.body["paths"].items() for method in methods}
    assert described == {(route.method, route.path) for route in ROUTES if not route.path.startswith("/dashboard")}
    assert set(DOCS) == {route.handler for route in ROUTES if not route.handler.startswith("pages:")}


def test_every_handler_of_the_table_exists() -> None:
    from chalicelib.api.routes import _handler

    assert all(callable(_handler(route)) for route in ROUTES)


def test_a_task_is_accepted_and_waits_in_the_queue(ready: Client, home: Home) -> None:
    answer = ready.call("POST /v1/tasks", task(metadata={"mine": [1, {"a": None}]}, user_id="u-1"))
    assert answer.status == 201
    assert answer.body["status"] == "pending"
    assert answer.body["metadata"] == {"mine": [1, {"a": None}]}
    assert answer.body["id"].startswith("task_") and len(answer.body["id"]) >= 17
    assert answer.body["created_at"].endswith("Z")
    assert answer.headers["Location"] == f"/v1/tasks/{answer.body['id']}"
    conforms(answer.body, "Task")
    (sent,) = home.world.queue.bodies("steps")
    assert sent["task"] == answer.body["id"] and "parcels" not in json.dumps(sent)


def test_a_task_can_be_read_listed_traced_and_followed(ready: Client) -> None:
    made = ready.call("POST /v1/tasks", task()).body
    path = f"/v1/tasks/{made['id']}"
    assert ready.call(f"GET {path}").body == made
    listed = ready.call("GET /v1/tasks?status=pending&sub_agent=shipper&limit=5")
    assert [one["id"] for one in listed.body["data"]] == [made["id"]]
    conforms(listed.body, "Tasks")
    assert ready.call("GET /v1/tasks?status=failed").body["data"] == []
    trace = ready.call(f"GET {path}/trace").body
    assert (trace["task_id"], trace["steps"], trace["total_duration_ms"]) == (made["id"], [], 0)
    conforms(trace, "Trace")
    events = ready.call(f"GET {path}/events?after=0&wait=0").body
    assert (events["data"], events["status"], events["next"]) == ([], "pending", 0)
    conforms(events, "Events")


def test_a_long_poll_of_an_ended_task_answers_at_once(ready: Client) -> None:
    made = ready.call("POST /v1/tasks", task()).body
    ready.call(f"POST /v1/tasks/{made['id']}/cancel")
    assert ready.call(f"GET /v1/tasks/{made['id']}/events?wait=20", timeout=5).body["status"] == "cancelled"


def test_a_long_poll_waits_until_something_happens(ready: Client) -> None:
    made = ready.call("POST /v1/tasks", task()).body
    with ThreadPoolExecutor(1) as aside:
        poll = aside.submit(ready.call, f"GET /v1/tasks/{made['id']}/events?wait=20")
        with pytest.raises(TimeoutError):
            poll.result(timeout=0.5)
        ready.call(f"POST /v1/tasks/{made['id']}/cancel")
        assert poll.result(timeout=5).body["status"] == "cancelled"


def test_a_cancelled_task_stays_so_and_cannot_be_cancelled_again(ready: Client) -> None:
    made = ready.call("POST /v1/tasks", task()).body
    first = ready.call(f"POST /v1/tasks/{made['id']}/cancel", {})
    again = ready.call(f"POST /v1/tasks/{made['id']}/cancel")
    assert (first.status, first.body["status"]) == (200, "cancelled")
    assert (again.status, again.error["code"]) == (409, "task_not_cancellable")


def test_an_answer_to_a_task_that_asks_nothing_is_a_conflict(ready: Client) -> None:
    made = ready.call("POST /v1/tasks", task()).body
    answer = ready.call(f"POST /v1/tasks/{made['id']}/input", {"values": {"city": "Graz"}})
    assert answer.status == 409


def test_a_decision_needs_the_scope_approve(ready: Client, home: Home) -> None:
    made = ready.call("POST /v1/tasks", task()).body
    writer = home.key(scopes=("tasks:write",))
    answer = ready.call(f"POST /v1/tasks/{made['id']}/input", {"decision": "approve"}, key=writer)
    assert (answer.status, answer.error["code"]) == (403, "forbidden")
    assert "approve" in answer.error["message"]


def test_tasks_are_paged_newest_first(ready: Client, home: Home) -> None:
    made = []
    for _ in range(5):
        home.world.clock.advance(1)
        made.append(ready.call("POST /v1/tasks", task()).body["id"])
    found, cursor, pages = [], "", 0
    while cursor is not None:
        page = ready.call(f"GET /v1/tasks?limit=2{'&cursor=' + cursor if cursor else ''}").body
        found += [one["id"] for one in page["data"]]
        cursor, pages = page["next_cursor"], pages + 1
        assert page["has_more"] == (cursor is not None)
    assert (found, pages) == (made[::-1], 3)


def test_collections_are_paged_newest_first_and_new_entries_shift_nothing(api: Client, home: Home) -> None:
    for number in range(4):
        home.world.clock.advance(1)
        api.call("POST /v1/keys", {"name": f"robot {number}"})
    first = api.call("GET /v1/keys?limit=2").body
    api.call("POST /v1/keys", {"name": "latecomer"})
    second = api.call(f"GET /v1/keys?limit=2&cursor={first['next_cursor']}").body
    last = api.call(f"GET /v1/keys?limit=2&cursor={second['next_cursor']}").body
    names = [[one["name"] for one in page["data"]] for page in (first, second, last)]
    assert names == [["robot 3", "robot 2"], ["robot 1", "robot 0"], ["root"]]
    assert (first["has_more"], last["has_more"], last["next_cursor"]) == (True, False, None)


def test_a_prompt_alone_grants_the_tools_that_match(ready: Client) -> None:
    found = ready.call("GET /v1/subagents/shipper")
    assert found.status == 200
    assert found.body["status"] == "deployed"
    assert "parcels" in found.body["tools"]
    assert {"parcels.list_parcels", "parcels.send_parcel"} <= set(found.body["actions"])
    assert any(name.startswith("utility.") for name in found.body["actions"])
    conforms(found.body, "SubAgent")
    conforms(ready.call("GET /v1/subagents").body, "SubAgents")


def test_pinned_tools_grant_exactly_those_their_connection_and_the_utility(ready: Client) -> None:
    made = ready.call("POST /v1/subagents", {
        "name": "reader", "prompt": "Whatever is asked", "tools": ["parcels.list_*"],
        "requires_approval": ["parcels.*"], "limits": {"writes": 3}, "record": "shape",
    })
    assert made.status == 201
    own = [ref for ref in made.body["actions"] if not ref.startswith("utility.")]
    assert own == ["parcels.authenticate", "parcels.list_parcels"]
    assert made.body["limits"] == {"writes": 3}


def test_rules_on_arguments_are_checked_shown_and_warned_of(ready: Client) -> None:
    heavy = {"action": "parcels.send*", "when": "weight > `30` && insured"}
    made = ready.call("POST /v1/subagents", {
        "name": "careful", "prompt": "Parcels of customers", "requires_approval": ["mail.*", heavy],
    })
    assert made.status == 201 and made.body["requires_approval"] == ["mail.*", heavy]
    assert ready.call("GET /v1/subagents/careful").body["requires_approval"] == ["mail.*", heavy]
    assert any("'mail.*' matches no granted action" in one for one in made.body["warnings"])
    assert any("'insured', which parcels.send_parcel has not" in one for one in made.body["warnings"])

    changed = ready.call("PATCH /v1/subagents/careful", {
        "requires_approval": [{"action": "parcels.*", "when": "weight > `30`"}], "limits": {"tokens": 9},
    })
    assert not any("mail" in one or "insured" in one for one in changed.body["warnings"])
    assert any("speaks of 'weight', which parcels.list_parcels has not" in one
               for one in changed.body["warnings"])
    assert any("limits.tokens: accepted" in one for one in changed.body["warnings"])


@pytest.mark.parametrize(("rule", "field"), [
    ({"action": "parcels.*", "when": "weight > 30"}, "requires_approval[0].when"),
    ({"action": "parcels.*", "when": "items[*].weight > `30`"}, "requires_approval[0].when"),
    ({"action": "parcels.*", "when": ""}, "requires_approval[0].when"),
    ({"action": "parcels.*"}, "requires_approval[0].when"),
    ({"action": "a b", "when": "weight > `30`"}, "requires_approval[0].action"),
    ({"actions": "a", "when": "weight > `30`"}, "requires_approval[0].action"),
    (7, "requires_approval[0]"), ("a b", "requires_approval[0]"),
])
def test_a_rule_that_says_nothing_is_refused_by_name(ready: Client, rule: object, field: str) -> None:
    for line in ("POST /v1/subagents", "PATCH /v1/subagents/shipper"):
        named = {"name": "careful2", "prompt": "Parcels"} if line.startswith("POST") else {}
        refused = ready.call(line, {**named, "requires_approval": [rule]})
        assert refused.status == 422
        assert field in [one["field"] for one in refused.error["details"]]


def test_effects_narrow_the_grant(ready: Client) -> None:
    made = ready.call("POST /v1/subagents", {
        "name": "reader", "prompt": "Parcels of customers", "tools": ["parcels"], "effects": ["read"],
    })
    own = [ref for ref in made.body["actions"] if not ref.startswith("utility.")]
    assert own == ["parcels.authenticate", "parcels.list_parcels"], "without a connection nothing could be read"


def test_a_tool_registered_later_is_offered_and_granted_only_by_a_patch(ready: Client) -> None:
    more = parcels(name="parcel-labels", description="Labels of parcels", capabilities=[
        {"name": "print_label", "description": "Print the label of a parcel of a customer", "method": "POST",
         "path": "/labels", "parameters": {"parcel_id": {"type": "string"}}},
    ])
    assert ready.call("POST /v1/tools", more).status == 201
    before = ready.call("GET /v1/subagents/shipper").body
    assert "parcel-labels" not in before["tools"]
    assert any("parcel-labels" in warning and "PATCH" in warning for warning in before["warnings"])
    limits = ready.call("PATCH /v1/subagents/shipper", {"limits": {"steps": 9}}).body
    assert "parcel-labels" not in limits["tools"]
    after = ready.call("PATCH /v1/subagents/shipper", {"prompt": before["prompt"]}).body
    assert "parcel-labels" in after["tools"]
    assert after["limits"] == {"steps": 9}


def test_a_tool_registered_again_is_granted_in_its_old_form_until_a_patch(ready: Client) -> None:
    changed = parcels(capabilities=[{**parcels()["capabilities"][0], "description": "List parcels otherwise"}])
    assert ready.call("POST /v1/tools", changed).status == 201
    found = ready.call("GET /v1/subagents/shipper").body
    assert "parcels.send_parcel" in found["actions"]
    assert any("registered again" in warning for warning in found["warnings"])
    patched = ready.call("PATCH /v1/subagents/shipper", {"tools": ["parcels"]}).body
    assert "parcels.send_parcel" not in patched["actions"] and patched["version"] != found["version"]


def test_of_two_changes_at_the_same_time_the_second_is_told_to_look_again(ready: Client, home: Home) -> None:
    put = home.world.store.put

    def put_with_a_neighbour(write: Write) -> bool:
        if write.sk.startswith("SUBV#"):
            home.world.store.put = put  # type: ignore[method-assign]  # only once
            assert ready.call("PATCH /v1/subagents/shipper", {"record": "shape"}).status == 200
        return put(write)

    home.world.store.put = put_with_a_neighbour  # type: ignore[method-assign]  # somebody is quicker
    answer = ready.call("PATCH /v1/subagents/shipper", {"record": "none"})
    assert (answer.status, answer.error["code"]) == (409, "conflict")
    assert ready.call("GET /v1/subagents/shipper").body["record"] == "shape"


def test_a_task_keeps_the_version_it_was_accepted_with(ready: Client, home: Home) -> None:
    from chalicelib.engine import registry, tasks

    made = ready.call("POST /v1/tasks", task()).body
    ready.call("PATCH /v1/subagents/shipper", {"tools": ["parcels.list_*"]})
    stored, _ = tasks.find(home.ports, "acme.test", made["id"])
    version = registry.version(home.ports, home.engine.cache, "acme.test", stored.sub_agent_version)
    catalogue = registry.catalogue(home.ports, home.engine.cache, "acme.test", version)
    assert "parcels.send_parcel" in catalogue.actions
    assert registry.catalogue(home.ports, home.engine.cache, "acme.test", version) is catalogue


def test_a_sub_agent_is_not_deleted_while_its_tasks_run(ready: Client) -> None:
    made = ready.call("POST /v1/tasks", task()).body
    refused = ready.call("DELETE /v1/subagents/shipper")
    assert (refused.status, refused.error["code"]) == (409, "subagent_busy")
    ready.call(f"POST /v1/tasks/{made['id']}/cancel")
    assert ready.call("DELETE /v1/subagents/shipper").status == 204
    assert ready.call("GET /v1/subagents/shipper").error["code"] == "subagent_not_found"


def test_a_tool_shows_its_actions_with_their_schemas(ready: Client) -> None:
    found = ready.call("GET /v1/tools/parcels").body
    by_name = {action["name"]: action for action in found["actions"]}
    assert by_name["list_parcels"]["effect"] == "read"
    assert "customer_id" in by_name["send_parcel"]["input_schema"]["properties"]
    conforms(found, "Tool")
    listed = ready.call("GET /v1/tools").body
    assert [one["name"] for one in listed["data"]] == ["parcels"]
    conforms(listed, "Tools")


def test_a_tool_in_use_is_not_deleted(ready: Client) -> None:
    refused = ready.call("DELETE /v1/tools/parcels")
    assert (refused.status, refused.error["code"]) == (409, "tool_in_use")
    assert "shipper" in refused.error["message"]
    ready.call("DELETE /v1/subagents/shipper")
    assert ready.call("DELETE /v1/tools/parcels").status == 204
    assert ready.call("GET /v1/tools/parcels").status == 404


def test_a_connection_is_stored_listed_and_deleted_as_a_handle(ready: Client) -> None:
    made = ready.call("PUT /v1/connections", {
        "tool": "parcels", "user_id": "u-1", "credentials": {"token": "canary-token-1234"}})
    assert made.status == 200, made.raw
    assert b"canary" not in made.raw
    conforms(made.body, "Connection")
    assert ready.call("GET /v1/connections?user_id=u-1").body["data"] == [made.body]
    assert ready.call("GET /v1/connections?user_id=u-2").body["data"] == []
    assert ready.call(f"DELETE /v1/connections/{made.body['id']}").status == 204
    assert ready.call("GET /v1/connections").body["data"] == []


def test_a_webhook_secret_is_shown_once_and_rotated(api: Client, home: Home) -> None:
    made = api.call("PUT /v1/webhook", {"url": "http://127.0.0.1:9/hook"})
    rotated = api.call("POST /v1/webhook/rotate")
    assert (made.status, rotated.status) == (200, 200)
    assert made.body["secret"].startswith("whsec_") and made.body["secret"] != rotated.body["secret"]
    item = home.ports.store.get("A#acme.test", "WEBHOOK")
    assert item and made.body["secret"] not in json.dumps(item.data)
    from chalicelib.engine.registry import webhook_context

    opened = [home.ports.vault.open(item.data[name], webhook_context("acme.test")) for name in ("secret", "old_secret")]
    assert opened == [rotated.body["secret"].encode(), made.body["secret"].encode()]
    assert item.data["old_until"] == home.ports.now() + 24 * 3_600_000


def test_a_key_is_made_used_and_revoked_at_once(api: Client) -> None:
    made = api.call("POST /v1/keys", {"name": "robot", "scopes": ["tasks:read"]})
    assert made.status == 201
    assert made.body["key"].startswith("pk_test_") and len(made.body["key"]) == 8 + 12 + 43
    conforms(made.body, "NewKey")
    assert api.call("GET /v1/tasks", key=made.body["key"]).status == 200
    listed = api.call("GET /v1/keys").body["data"]
    assert {one["name"] for one in listed} == {"root", "robot"}
    assert all("key" not in one for one in listed)
    assert api.call(f"DELETE /v1/keys/{made.body['id']}").status == 204
    assert api.call("GET /v1/tasks", key=made.body["key"]).error["code"] == "invalid_api_key"


def test_a_key_cannot_give_what_it_does_not_have(api: Client, home: Home) -> None:
    admin = home.key(scopes=("admin",))
    refused = api.call("POST /v1/keys", {"name": "more", "scopes": ["approve"]}, key=admin)
    assert (refused.status, refused.error["code"]) == (403, "forbidden")
    assert api.call("POST /v1/keys", {"name": "same", "scopes": ["admin"]}, key=admin).status == 201


def test_only_a_keyed_hash_of_a_key_is_stored(api: Client, home: Home) -> None:
    secret = api.call("POST /v1/keys", {"name": "robot"}, headers={"Idempotency-Key": "k"}).body["key"]
    stored = json.dumps([item.data for rows in home.world.store._items.values() for item in rows.values()])
    assert secret not in stored and secret[20:] not in stored
    assert PEPPER.decode() not in stored


@pytest.mark.parametrize("path", [
    "/dashboard", "/dashboard/tasks/task_1", "/dashboard/assets/task.js", "/dashboard/assets/ask.js",
    "/dashboard/assets/style.css",
])
def test_the_dashboard_is_static_and_keeps_everything_else_out(api: Client, path: str) -> None:
    answer = api.call(f"GET {path}", key=None)
    assert answer.status == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert b"http://" not in answer.raw.replace(b"http://www.w3.org/2000/svg", b"")
    assert b"innerHTML" not in answer.raw and b"<script>" not in answer.raw and b" style=" not in answer.raw


def test_a_slash_at_the_end_leads_to_the_page_without_it(api: Client) -> None:
    answer = api.pool.request("GET", f"{api.url}/dashboard/?a=1", redirect=False)
    assert (answer.status, answer.headers["Location"]) == (308, "/dashboard?a=1")


def test_the_dashboard_serves_no_other_file(api: Client) -> None:
    assert api.call("GET /dashboard/assets/__init__.py", key=None).status == 404
    assert api.call("GET /dashboard/assets/..%2f..%2fapp.py", key=None).status == 404
