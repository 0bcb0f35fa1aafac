"""Swagger 2 documents: everything that OpenAPI 3 says in another way."""

import base64
import json

import pytest
from openapi_spec_validator import OpenAPIV2SpecValidator, OpenAPIV30SpecValidator

from chalicelib.domain.outcome import Done
from chalicelib.tools.swagger import upgraded
from tests.tools.service import Reply, serving
from tests.tools.world import Outside, call, compiled

PARCELS = {
    "swagger": "2.0",
    "info": {"title": "Parcels", "version": "1"},
    "host": "93.184.216.34",
    "basePath": "/ship/v1",
    "schemes": ["http", "https"],
    "consumes": ["application/json"],
    "produces": ["application/json", "text/xml"],
    "securityDefinitions": {
        "login": {
            "type": "oauth2",
            "flow": "accessCode",
            "authorizationUrl": "https://93.184.216.34/authorize",
            "tokenUrl": "https://93.184.216.34/token",
            "scopes": {"parcels:read": "see parcels", "parcels:write": "send parcels"},
        },
        "plain": {"type": "basic"},
    },
    "security": [{"login": ["parcels:read"]}],
    "parameters": {"page": {"name": "page", "in": "query", "type": "integer", "minimum": 1}},
    "responses": {"Parcel": {"description": "one", "schema": {"$ref": "#/definitions/Parcel"}}},
    "definitions": {
        "Parcel": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string"},
                "weight": {"type": "number", "x-nullable": True},
                "within": {"$ref": "#/definitions/Parcel"},
            },
        }
    },
    "paths": {
        "/parcels": {
            "parameters": [{"$ref": "#/parameters/page"}],
            "get": {
                "operationId": "listParcels",
                "parameters": [
                    {"name": "state", "in": "query", "type": "array", "items": {"type": "string"}},
                    {
                        "name": "tag",
                        "in": "query",
                        "type": "array",
                        "collectionFormat": "multi",
                        "items": {"type": "string"},
                    },
                    {
                        "name": "token",
                        "in": "query",
                        "required": True,
                        "type": "string",
                        "description": "Authentication token.",
                    },
                ],
                "responses": {
                    "200": {
                        "description": "all",
                        "schema": {"type": "array", "items": {"$ref": "#/definitions/Parcel"}},
                    }
                },
            },
            "post": {
                "operationId": "sendParcel",
                "security": [{"login": ["parcels:write"]}],
                "parameters": [
                    {"name": "parcel", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Parcel"}}
                ],
                "responses": {"201": {"$ref": "#/responses/Parcel"}},
            },
        },
        "/parcels/{id}/label": {
            "post": {
                "operationId": "attachLabel",
                "consumes": ["multipart/form-data"],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "type": "string"},
                    {"name": "label", "in": "formData", "required": True, "type": "file"},
                    {"name": "note", "in": "formData", "type": "string", "description": "Shown to the driver"},
                ],
                "responses": {"204": {"description": "done"}},
            }
        },
        "/quotes": {
            "post": {
                "operationId": "quote",
                "consumes": ["application/x-www-form-urlencoded", "application/json"],
                "parameters": [
                    {"name": "kg", "in": "formData", "required": True, "type": "number"},
                    {"name": "via", "in": "formData", "type": "array", "items": {"type": "string"}},
                    {
                        "name": "token",
                        "in": "formData",
                        "required": True,
                        "type": "string",
                        "description": "Authentication token.",
                    },
                ],
                "responses": {
                    "200": {
                        "description": "a price",
                        "examples": {"application/json": {"price": 12.5, "days": 2, "express": True}},
                    }
                },
            }
        },
    },
}


@pytest.fixture(scope="module")
def actions():
    return {one.name: one for one in compiled({"openapi": PARCELS}).actions if one.via == "http"}


def test_our_document_is_one_and_what_becomes_of_it_is_valid_openapi_3():
    OpenAPIV2SpecValidator(PARCELS).validate()
    made = {
        key: value
        for key, value in upgraded(PARCELS).items()
        if key in ("openapi", "info", "servers", "components", "paths", "security")
    }
    moved = json.loads(json.dumps(made).replace("#/definitions/", "#/components/schemas/"))
    moved["components"]["schemas"] = json.loads(
        json.dumps(PARCELS["definitions"]).replace("#/definitions/", "#/components/schemas/")
    )
    assert len(list(OpenAPIV30SpecValidator(moved).iter_errors())) == 0


def test_the_address_is_made_of_host_and_base_path_and_https_where_there_is_a_choice():
    made = compiled({"openapi": PARCELS})
    assert made.base_url == "https://93.184.216.34/ship/v1"
    assert not any("https is called instead" in warning for warning in made.warnings)

    plain = compiled({"openapi": {**PARCELS, "schemes": ["http"]}})
    assert plain.base_url == made.base_url and any("https is called instead" in said for said in plain.warnings)
    assert compiled({"openapi": {**PARCELS, "schemes": ["http"], "host": "127.0.0.1:9"}}).base_url.startswith("http:")

    without = {key: value for key, value in PARCELS.items() if key != "host"}
    fetched = compiled({"openapi": without, "openapi_url": "https://8.8.8.8/docs/swagger.json"})
    assert fetched.base_url == "https://8.8.8.8/ship/v1"


def test_oauth_is_read_from_its_old_words_with_the_scopes_of_each_operation(actions):
    auth = compiled({"openapi": PARCELS}).auth

    assert (auth["type"], auth["grant"], auth["token_url"]) == (
        "oauth2",
        "authorization_code",
        "https://93.184.216.34/token",
    )
    assert actions["listParcels"].scopes == ("parcels:read",) and actions["sendParcel"].scopes == ("parcels:write",)
    assert compiled({"openapi": PARCELS, "auth": {"type": "basic"}}).auth["type"] == "basic"


def test_inputs_come_from_all_places_and_the_token_from_none(actions):
    assert list(actions["listParcels"].input_schema["properties"]) == ["page", "state", "tag"]
    assert list(actions["sendParcel"].input_schema["properties"]) == ["page", "id", "weight", "within"]
    assert actions["sendParcel"].input_schema["properties"]["weight"]["type"] == ["number", "null"]
    assert actions["quote"].input_schema["required"] == ["kg"]
    assert "token" not in actions["quote"].input_schema["properties"]
    assert actions["attachLabel"].input_schema["properties"]["note"]["description"] == "Shown to the driver"
    said = "GET /parcels and 1 more: parameter 'token' is a credential: it is taken from the connection, not an input"
    assert said in compiled({"openapi": PARCELS}).warnings


def test_outputs_come_from_schemas_also_named_ones_and_from_examples_where_there_is_no_schema(actions):
    assert actions["listParcels"].output_schema["items"]["properties"]["id"] == {"type": "string"}
    assert actions["sendParcel"].output_schema["required"] == ["id"]
    assert actions["attachLabel"].output_schema is None
    assert actions["quote"].output_schema == {
        "type": "object",
        "properties": {"price": {"type": "number"}, "days": {"type": "number"}, "express": {"type": "boolean"}},
    }


def sent(name, **inputs):
    with serving(lambda asked: Reply()) as service:
        made = compiled({"name": "t", "openapi": PARCELS, "base_url": service.url, "auth": {"type": "basic"}})
        outside = Outside()
        outside.connect(made, username="u", password="p")
        action = next(one for one in made.actions if one.name == name)
        outcome = outside.box.call(call(action, **inputs))
    assert isinstance(outcome, Done), outcome
    return service.asked[0]


def test_lists_are_written_with_commas_unless_the_document_says_otherwise():
    assert sent("listParcels", state=["a", "b"], tag=["x", "y"]).query == [("state", "a,b"), ("tag", "x"), ("tag", "y")]


def test_form_fields_and_files_are_sent_as_such():
    form = sent("quote", kg=2, via=["rail", "road"])
    upload = sent("attachLabel", id="p1", label=base64.b64encode(b"\x00PDF").decode(), note="fragile")

    assert form.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert form.body == b"kg=2&via=rail%2Croad"
    assert upload.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'name="label"; filename="label"' in upload.body and b"\r\n\r\n\x00PDF\r\n" in upload.body
    assert b'name="note"\r\n\r\nfragile' in upload.body
