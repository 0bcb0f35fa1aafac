"""What the registration says itself wins, and one that cannot be used is refused by field."""

import json

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.tool import decode_action, encode_action
from tests.tools.documents import BASE, act, document, op, tool
from tests.tools.world import compiled


def test_effects_come_from_the_method_the_key_the_document_and_last_from_the_registration():
    key = [{"name": "idempotency-key", "in": "header", "schema": {"type": "string"}}]
    paths = {
        "/a": {
            "get": op(operationId="g"),
            "put": op(operationId="u"),
            "delete": op(operationId="d"),
            "post": op(operationId="p"),
            "patch": op(operationId="q"),
        },
        "/b": {"post": op(operationId="keyed", parameters=key)},
        "/c": {"post": op(operationId="search_all", **{"x-replan-effect": "read"})},
        "/d": {"post": op(operationId="find_it")},
    }
    made = tool(paths, effects={"find_*": "read", "nothing_*": "read"})

    effects = {action.name: action.effect for action in made.actions}
    assert effects == {
        "g": "read",
        "u": "idempotent",
        "d": "idempotent",
        "p": "unsafe",
        "q": "unsafe",
        "keyed": "idempotent",
        "search_all": "read",
        "find_it": "read",
    }
    keyed = next(action for action in made.actions if action.name == "keyed")
    assert not keyed.input_schema["properties"] and keyed.call["idempotency"]["in"] == "header"
    assert any("nothing_*" in warning for warning in made.warnings)


SCHEMES = {
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "query", "name": "token"},
            "oauth": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {"read": ""}}},
            },
            "tls": {"type": "mutualTLS"},
        }
    }
}


def test_security_becomes_auth_with_scopes_per_action_and_open_actions_need_none():
    made = tool(
        {
            "/a": {"get": op(operationId="a", security=[{"oauth": ["read"]}])},
            "/b": {"get": op(operationId="b", security=[])},
        },
        **SCHEMES,
        security=[{"oauth": []}, {"key": []}],
    )

    assert made.auth["type"] == "oauth2" and made.auth["grant"] == "client_credentials"
    assert made.auth["token_url"] == "https://93.184.216.34/oauth/token"
    names = {action.name: action for action in made.actions}
    assert names["a"].scopes == ("read",) and names["a"].call["auth"]["type"] == "oauth2"
    assert names["b"].call["auth"] == {"type": "none"}
    assert names["authenticate"].via == names["refresh_token"].via == "auth"
    assert any("tls" in warning for warning in made.warnings)


def test_the_registration_chooses_the_way_and_a_credential_parameter_is_no_input():
    made = tool(
        {"/a": {"get": op(parameters=[{"name": "token", "in": "query", "schema": {"type": "string"}}])}},
        **SCHEMES,
        auth={"type": "api_key"},
    )

    assert made.auth == {"type": "api_key", "in": "query", "name": "token"}
    assert not made.actions[0].input_schema["properties"]
    assert [action.name for action in made.actions] == ["GET_a", "authenticate"]
    assert any("credential" in warning for warning in made.warnings)


def test_allow_deny_and_overrides_of_the_registration_win():
    made = tool(
        {
            "/a": {"get": op(operationId="list_a"), "post": op(operationId="make_a")},
            "/b": {"get": op(operationId="list_b")},
        },
        allow=["list_*"],
        deny=["*_b", "zzz"],
        name="mine",
        base_url="https://8.8.8.8/",
        description="Mine.",
    )

    assert [action.ref for action in made.actions] == ["mine.list_a"]
    assert (made.base_url, made.description, made.actions[0].call["base_url"]) == (
        "https://8.8.8.8",
        "Mine.",
        "https://8.8.8.8",
    )
    assert any("zzz" in warning for warning in made.warnings) and any(
        "2 actions" in warning for warning in made.warnings
    )


def test_the_failure_rule_of_the_document_or_the_registration_stands_in_each_call_record():
    rule = {"path": "ok", "equals": False, "reason": "error"}
    by_document = act({"/a": {"get": op()}}, **{"x-replan-failed-when": rule})
    by_registration = act({"/a": {"get": op()}}, failed_when={"path": "state", "equals": "bad"})

    assert by_document.call["failed_when"] == rule
    assert by_registration.call["failed_when"] == {"path": "state", "equals": "bad", "reason": ""}


def test_server_variables_relative_servers_and_more_than_one_server():
    paths = {"/a": {"get": op()}}
    varied = compiled(
        {
            "openapi": document(
                paths,
                servers=[
                    {"url": "https://{ip}/v{n}", "variables": {"ip": {"default": "8.8.8.8"}, "n": {"default": "3"}}},
                    {"url": BASE},
                ],
            )
        }
    )
    relative = compiled(
        {"openapi": document(paths, servers=[{"url": "/api"}]), "openapi_url": "https://8.8.8.8/docs/openapi.json"}
    )

    assert varied.base_url == "https://8.8.8.8/v3" and any("servers" in warning for warning in varied.warnings)
    assert relative.base_url == "https://8.8.8.8/api"


def test_an_operation_whose_body_is_not_described_is_left_out_and_said():
    made = tool({"/a": {"post": op(requestBody={"required": True, "content": {}})}, "/b": {"get": op()}})

    assert [action.name for action in made.actions] == ["GET_b"]
    assert any("POST /a: was left out" in warning and "not described" in warning for warning in made.warnings)


def test_yaml_and_json_text_are_read_like_an_object():
    whole = document({"/a": {"get": op(operationId="a")}})
    yaml_text = (
        "openapi: 3.1.0\ninfo: {title: T}\nservers: [{url: 'https://8.8.8.8'}]\npaths:\n  /a:\n    get:\n"
        "      operationId: a\n      responses:\n        200: {description: ok}\n"
    )

    assert compiled({"openapi": json.dumps(whole)}) == compiled({"openapi": whole})
    assert compiled({"openapi": yaml_text}).actions[0].name == "a"


def test_a_record_is_json_and_comes_back_as_it_was():
    made = act({"/a": {"get": op()}})

    assert decode_action(json.loads(json.dumps(encode_action(made)))) == made


@pytest.mark.parametrize(
    ("registration", "field"),
    [
        ({}, "source"),
        ({"openapi": {}, "capabilities": []}, "source"),
        ({"openapi": "{not json: ["}, "openapi"),
        ({"openapi": {"swagger": "1.2", "paths": {}}}, "openapi"),
        ({"openapi": {"openapi": "3.0.0"}}, "openapi.paths"),
        ({"openapi": document({})}, "openapi.paths"),
        ({"openapi": document({"/a": {"get": op()}}), "name": "Big Name"}, "name"),
        ({"openapi": document({"/a": {"get": op()}}), "name": "utility"}, "name"),
        ({"openapi": document({"/a": {"get": op()}}, servers=[])}, "base_url"),
        ({"openapi": document({"/a": {"get": op()}}), "base_url": "http://8.8.8.8"}, "base_url"),
        ({"openapi": document({"/a": {"get": op()}}), "base_url": "https://8.8.8.8/?a=b"}, "base_url"),
        ({"openapi": document({"/a": {"get": op()}}), "sandbox_base_url": "https://10.0.0.1"}, "sandbox_base_url"),
        ({"openapi": document({"/a": {"get": op()}}), "auth": "secret"}, "auth"),
        ({"openapi": document({"/a": {"get": op()}}), "auth": {"type": "magic"}}, "auth.type"),
        ({"openapi": document({"/a": {"get": op()}}), "auth": {"type": "bearer", "token": "t0p-secret"}}, "auth.token"),
        ({"openapi": document({"/a": {"get": op()}}), "auth": {"type": "oauth2"}}, "auth.token_url"),
        (
            {"openapi": document({"/a": {"get": op()}}), "auth": {"type": "oauth2", "token_url": "https://10.0.0.1/t"}},
            "auth.token_url",
        ),
        ({"openapi": document({"/a": {"get": op()}}), "auth": {"type": "basic", "colour": 1}}, "auth.colour"),
        ({"openapi": document({"/a": {"get": op()}}), "failed_when": "ok"}, "failed_when"),
        ({"openapi": document({"/a": {"get": op()}}), "failed_when": {"path": "a[", "equals": 1}}, "failed_when.path"),
        ({"openapi": document({"/a": {"get": op()}}), "effects": {"*": "harmless"}}, "effects.*"),
        ({"openapi": document({"/a": {"get": op()}}), "allow": ["zzz*"]}, "allow"),
        ({"openapi": document({"/a": {"get": op()}}), "deny": "x"}, "deny"),
    ],
)
def test_a_registration_that_cannot_be_used_is_refused_by_field_with_a_remedy(registration, field):
    with pytest.raises(InvalidRequest) as refusal:
        compiled(registration)

    assert refusal.value.details[0]["field"] == field and ": " in refusal.value.detail
    assert "t0p-secret" not in refusal.value.detail


def test_a_call_record_carries_of_auth_only_what_a_call_needs():
    flows = {"authorizationCode": {"authorizationUrl": "/a", "tokenUrl": "/t", "scopes": {"read": "", "write": ""}}}
    made = tool(
        {"/a": {"get": op(operationId="look")}},
        components={"securitySchemes": {"oauth": {"type": "oauth2", "flows": flows}}},
        security=[{"oauth": ["read"]}],
    )
    look, authenticate = made.actions[0], made.actions[1]

    assert look.call["auth"] == {"type": "oauth2", "grant": "authorization_code"}
    assert authenticate.call["auth"]["token_url"] == "https://93.184.216.34/t"
    assert made.auth["scopes"] == ["read", "write"]


def test_a_post_that_only_searches_is_a_read_where_its_path_and_its_name_say_so():
    paths = {
        "/boats/search": {"post": op(operationId="SearchBoats")},
        "/boats/batch-retrieve": {"post": op(operationId="BatchRetrieveBoats")},
        "/berths/{id}/query": {"post": op(summary="Query a berth")},
        "/v1/crew:filter": {"post": op(operationId="x", description="Returns the crew that fits.")},
        "/searches": {"post": op(operationId="create_search")},
        "/saved/search": {"post": op(operationId="create_saved_search", summary="Create a saved search")},
        "/boats/filter": {"put": op(operationId="read_boats")},
        "/boats": {"post": op(operationId="find_boat")},
    }

    effects = [action.effect for action in tool(paths).actions]

    assert effects == ["read"] * 4 + ["unsafe"] * 2 + ["idempotent", "unsafe"]


def test_a_post_that_may_do_more_than_search_is_no_read_though_it_is_called_a_search():
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"sql": {"type": "string"}}}}}}
    paths = {
        "/db/{id}/query": {"post": op(operationId="query_database", requestBody=body)},
        "/labels/find": {"post": op(operationId="find_or_create_label")},
        "/texts/search": {"post": op(operationId="x", summary="Search and replace in texts")},
        "/keys/retrieve": {"post": op(operationId="getAndDeleteKey")},
        "/stock/counts": {"post": op(operationId="count_stock", summary="Count the stock of a shelf")},
    }

    effects = [action.effect for action in tool(paths).actions]

    assert effects == ["unsafe"] * 5


def test_a_header_that_only_tells_the_version_of_the_api_is_no_input():
    headers = [{"name": name, "in": "header", "schema": {"type": "string"}} for name in ("X-Api-Version", "X-Team")]
    must = [{**headers[0], "required": True}]
    made = tool({"/a": {"get": op(parameters=headers)}, "/b": {"get": op(parameters=must)}})

    assert [[*action.input_schema["properties"]] for action in made.actions] == [["X-Team"], ["X-Api-Version"]]
