"""A document with anything anywhere compiles, or is refused with a reason: it is never a defect of ours."""

import copy
import json
import random
from functools import cache

import pytest
from jsonschema import Draft202012Validator

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.tool import encode_action
from chalicelib.tools import Guard, compile_tool
from tests.tools.documents import body, document, op
from tests.tools.test_guard import PUBLIC
from tests.tools.test_swagger import PARCELS

JUNK = (
    None, True, False, 0, -1, 1e308, "", "x", "#", "#/", "#/paths", "$ref", "{", "https://[", "\x00", [], [[]], [None],
    ["x"], {}, {"": None}, {"$ref": "#/nowhere"}, {"$ref": "#"}, {"$ref": 3}, {"type": "wrong"}, {"type": ["null"]},
    {"allOf": 3}, {"properties": []}, {"items": {"items": {"items": {}}}}, {"enum": {}}, {"required": "x"},
    {"schema": None}, {"in": "body"}, {"in": 3, "name": {}}, 12345678901234567890,
)
PLANT = {
    "type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "pattern": "^a", "minLength": 1, "enum": ["a"]},
        "beds": {"type": "array", "items": {"$ref": "#/components/schemas/Bed"}},
        "size": {"oneOf": [{"type": "integer", "exclusiveMinimum": True, "minimum": 0}, {"type": "string"}]},
        "more": {"allOf": [{"$ref": "#/components/schemas/Bed"}, {"properties": {"x": {"nullable": True}}}]},
    },
}
GARDEN = document(
    {
        "/plants/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "servers": [{"url": "https://{h}/v1", "variables": {"h": {"default": "8.8.8.8"}}}],
            "post": op(operationId="grow", tags=["plants"], security=[{"key": [], "login": ["a"]}], **body(PLANT)),
            "put": op(**body({"type": "string", "format": "binary"}, "image/png")),
            "get": {
                "responses": {
                    "200": {"content": {"application/json": {"schema": PLANT, "examples": {"a": {"value": {"b": 1}}}}}}
                },
                "parameters": [{"name": "q", "in": "query", "style": "deepObject", "content": {"a/b": {"schema": {}}}}],
            },
        }
    },
    components={
        "schemas": {"Bed": {"type": "object", "properties": {"in": {"$ref": "#/components/schemas/Bed"}}}},
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "login": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://8.8.8.8/t"}}},
        },
    },
)


def places(node, at=()):
    """Every way to a node of the document."""
    yield at
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from places(value, (*at, key))


def spoiled(whole, at, junk):
    changed = copy.deepcopy(whole)
    node = changed
    for key in at[:-1]:
        node = node[key]
    node[at[-1]] = junk
    return changed


def compiles(whole):
    """Whether it does; if so, what came of it is sound."""
    try:
        made = compile_tool({"name": "x", "openapi": whole}, Guard(resolve=lambda host, port: (PUBLIC,)))
    except InvalidRequest:
        return False
    for action in made.actions:
        json.dumps(encode_action(action))
        for schema in (action.input_schema, action.output_schema):
            sound(json.dumps(schema or {}))
    return True


@cache
def sound(schema):
    """Most schemas are the same whatever was spoiled elsewhere: each is checked once."""
    Draft202012Validator.check_schema(json.loads(schema))


@pytest.mark.parametrize("whole", [GARDEN, PARCELS], ids=["garden", "parcels"])
def test_junk_in_one_place_of_a_document_breaks_nothing(whole):
    every = [at for at in places(whole) if at]
    seeded = random.Random(7)
    tried = [(at, junk) for at in every for junk in seeded.sample(JUNK, 5)]
    outcomes = [compiles(spoiled(whole, at, junk)) for at, junk in tried]

    assert compiles(whole)
    assert len(outcomes) > 300 and 0 < outcomes.count(False) < len(outcomes) // 2


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_junk_as_a_whole_document_is_refused(junk):
    assert not compiles(junk if isinstance(junk, dict) else {"openapi": junk})
    assert not compiles({"openapi": "3.0.0", "paths": {"/a": {"get": junk}}, "servers": [{"url": junk}]})
