"""The documents are all that Replan will know of the services: they must be valid, complete and true."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate

from infra.sandbox import Sandbox
from infra.sandbox.check import LIMITS, SIZES, TYPES
from infra.sandbox.client import Client
from infra.sandbox.wire import Json

NEW_CUSTOMER = {"name": "Nadia Petrova", "email": "nadia@example.com", "external_id": "user_321"}
NEW_INVOICE = {"customer": "user_123", "currency": "USD", "lines": [{"description": "Setup", "unit_amount": 99.5}]}
INVOICE = "/v1/invoices/{invoice}"
CHANNEL = "/api/channels/{channel}"

# Every operation, in an order in which each can succeed.
PAYMENTS_CALLS = (
    ("get", "/v1/customers", "/v1/customers?limit=2", None),
    ("post", "/v1/customers", "/v1/customers", NEW_CUSTOMER),
    ("post", "/v1/customers/search", "/v1/customers/search", {"text": "maya"}),
    ("get", "/v1/customers/{customer}", "/v1/customers/user_321", None),
    ("patch", "/v1/customers/{customer}", "/v1/customers/user_321", {"locale": "bg-BG"}),
    ("get", "/v1/invoices", "/v1/invoices", None),
    ("post", "/v1/invoices", "/v1/invoices", NEW_INVOICE),
    ("get", INVOICE, "/v1/invoices/INV-1042", None),
    ("post", INVOICE + "/finalize", "/v1/invoices/{draft}/finalize", None),
    ("post", INVOICE + "/void", "/v1/invoices/INV-1041/void", None),
    ("post", INVOICE + "/pay", "/v1/invoices/INV-1042/pay", None),
    ("post", "/v1/refunds", "/v1/refunds", {"invoice": "INV-1042", "amount": 40.5}),
    ("get", "/v1/refunds", "/v1/refunds?invoice=INV-1042", None),
    ("get", "/v1/refunds/{refund}", "/v1/refunds/{made}", None),
)
CHAT_CALLS = (
    ("get", "/api/channels", "/api/channels", None),
    ("get", "/api/channels/find", "/api/channels/find?name=general", None),
    ("get", CHANNEL, "/api/channels/{id}", None),
    ("put", CHANNEL + "/membership", "/api/channels/{id}/membership", None),
    ("put", CHANNEL + "/topic", "/api/channels/{id}/topic", {"topic": "Ships on Tuesday"}),
    ("get", "/api/members", "/api/members?channel={id}", None),
    ("post", "/api/messages", "/api/messages", {"channel": "{id}", "text": "hello"}),
    ("get", CHANNEL + "/messages", "/api/channels/{id}/messages", None),
    ("delete", CHANNEL + "/messages/{ts}", "/api/channels/{id}/messages/{ts}", None),
    ("delete", CHANNEL + "/membership", "/api/channels/{id}/membership", None),
)


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        for method in item.keys() - {"parameters"}:
            yield method, path, item[method]


def published(url: str) -> Json:
    return Client(url).get("/openapi.json").json


@pytest.fixture(params=["payments", "chat"])
def document(request: pytest.FixtureRequest, sandbox: Sandbox) -> Json:
    return published({"payments": sandbox.payments_url, "chat": sandbox.chat_url}[request.param])


def check_told(document: Json, method: str, path: str, status: int, body: Json) -> None:
    """The answer must fit its schema and hold no field that the schema does not speak of."""
    responses = document["paths"][path][method]["responses"]
    told = responses[str(status)]["content"]["application/json"]["schema"]
    validator = OAS30Validator if document["openapi"].startswith("3.0") else Draft202012Validator
    validator({"allOf": [told], "components": document["components"]}).validate(body)
    check_known(document, told, body)


def check_known(document: Json, schema: Json, value: object) -> None:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list):
        for item in value:
            check_known(document, schema["items"], item)
    if isinstance(value, dict):
        assert value.keys() <= schema["properties"].keys()
        for name, part in value.items():
            check_known(document, schema["properties"][name], part)


def test_each_document_is_valid_openapi(document: Json) -> None:
    validate(document)


def test_a_published_document_names_the_address_that_it_was_read_from(sandbox: Sandbox) -> None:
    for url in (sandbox.payments_url, sandbox.chat_url):
        document = published(url)
        flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
        addresses = [value for flow in flows.values() for name, value in flow.items() if name.endswith("Url")]
        assert document["servers"][0]["url"] == url
        assert len(addresses) >= 3
        assert all(address.startswith(f"{url}/oauth/") for address in addresses)


def test_every_operation_has_a_snake_case_id_words_a_schema_and_a_scope(document: Json) -> None:
    found = list(operations(document))
    ids = [spec["operationId"] for _, _, spec in found]
    assert len(found) >= 10
    assert len(set(ids)) == len(ids)
    for _, _, spec in found:
        assert spec["operationId"].replace("_", "").isalpha()
        assert spec["operationId"].islower()
        assert spec["summary"]
        assert spec["description"]
        assert any(scopes for way in spec["security"] for scopes in way.values())
        assert any("schema" in r["content"]["application/json"] for c, r in spec["responses"].items() if c[0] == "2")


def test_every_field_and_parameter_is_described(document: Json) -> None:
    undescribed: list[str] = []
    for name, schema in document["components"]["schemas"].items():
        fields = schema["properties"].items()
        undescribed += [f"{name}.{field}" for field, part in fields if not ({"description", "$ref"} & part.keys())]
    for parameter in document["components"]["parameters"].values():
        undescribed += [] if parameter["description"] else [parameter["name"]]
    assert undescribed == []


def test_every_scope_that_an_operation_asks_for_is_offered(document: Json) -> None:
    flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
    asked = {s for _, _, spec in operations(document) for way in spec["security"] for s in way.get("oauth2", ())}
    assert asked == set(flows["authorizationCode"]["scopes"])


def test_chat_says_how_its_failures_are_told_and_payments_needs_no_such_word(sandbox: Sandbox) -> None:
    rule = published(sandbox.chat_url)["x-replan-failed-when"]
    assert rule == {"path": "ok", "equals": False, "reason": "error"}
    assert "x-replan-failed-when" not in published(sandbox.payments_url)


def test_an_effect_is_named_only_where_the_method_would_mislead(sandbox: Sandbox) -> None:
    named: dict[str, str | None] = {}
    for url in (sandbox.payments_url, sandbox.chat_url):
        found = operations(published(url))
        named |= {spec["operationId"]: spec.get("x-replan-effect") for _, _, spec in found}
    assert {id: effect for id, effect in named.items() if effect} == {
        "search_customers": "read",
        "update_customer": "idempotent",
        "void_invoice": "idempotent",
    }


def test_what_a_request_must_look_like_is_said_in_words_that_the_service_checks(document: Json) -> None:
    known = {"$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "pattern", "default"}
    known |= {"description", "example", "examples", "format"} | LIMITS.keys() | SIZES.keys()
    names = [name for name in document["components"]["schemas"] if name.startswith("New") or name[-6:] == "Update"]
    assert names
    for name in names:
        schema = document["components"]["schemas"][name]
        for part in (schema, *schema["properties"].values()):
            assert part.keys() <= known
            assert part["type"] in TYPES


def test_every_answer_of_payments_is_as_documented(sandbox: Sandbox, payments: Client) -> None:
    document = published(sandbox.payments_url)
    made: dict[str, str] = {}
    for method, path, target, body in PAYMENTS_CALLS:
        reply = payments.send(method.upper(), target.format(**made), body)
        check_told(document, method, path, reply.status, reply.json)
        if method == "post" and reply.status == 201:
            made |= {"draft": reply.json["id"], "made": reply.json["id"]}
    assert {(m, p) for m, p, _, _ in PAYMENTS_CALLS} == {(m, p) for m, p, _ in operations(document)}


def test_every_answer_of_chat_is_as_documented(sandbox: Sandbox, chat: Client, engineering: str) -> None:
    document = published(sandbox.chat_url)
    made = {"id": engineering, "ts": ""}
    for method, path, target, body in CHAT_CALLS:
        filled = {name: text.format(**made) for name, text in body.items()} if body else None
        reply = chat.send(method.upper(), target.format(**made), filled)
        assert reply.json["ok"] is True, (target, reply.text)
        check_told(document, method, path, reply.status, reply.json)
        made["ts"] = reply.json.get("ts", made["ts"])
    assert {(m, p) for m, p, _, _ in CHAT_CALLS} == {(m, p) for m, p, _ in operations(document)}


def test_refusals_are_as_documented(sandbox: Sandbox, payments: Client, chat: Client) -> None:
    refused = payments.get("/v1/invoices/INV-0000")
    assert refused.status == 404
    error = published(sandbox.payments_url)["components"]["schemas"]["Error"]
    OAS30Validator(error).validate(refused.json)
    for path, target in ((CHANNEL, "/api/channels/C0"), ("/api/channels/find", "/api/channels/find")):
        reply = chat.get(target)
        assert reply.json["ok"] is False
        check_told(published(sandbox.chat_url), "get", path, reply.status, reply.json)
