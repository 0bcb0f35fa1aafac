"""Hand-written lists become tools, whichever way their parameters are written."""

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.tools.capabilities import read_capabilities
from tests.tools.world import compiled


def first(**capability):
    made = compiled({"name": "desk", "base_url": "https://8.8.8.8", "capabilities": [{"name": "act", **capability}]})
    return made.actions[0]


@pytest.mark.parametrize(
    "parameters",
    [
        {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "n": {"type": "integer"}}},
        [{"name": "kind", "type": "string"}, {"name": "n", "type": "int", "required": False}],
    ],
)
def test_parameters_may_be_a_schema_or_a_list(parameters):
    schema = first(parameters=parameters).input_schema

    assert schema["properties"] == {"kind": {"type": "string"}, "n": {"type": "integer"}}
    assert schema["required"] == ["kind"] and schema["additionalProperties"] is False


def test_parameters_by_name_and_references_inside_a_schema():
    by_name = first(parameters={"kind": "str", "when": {"type": "date", "description": "Day"}}).input_schema
    referred = first(
        parameters={"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "integer"}}}
    )

    assert by_name["properties"] == {"kind": {"type": "string"}, "when": {"type": "string", "description": "Day"}}
    assert referred.input_schema["properties"]["a"] == {"type": "integer"}


def test_a_name_in_the_path_is_an_input_even_if_the_list_forgot_it():
    action = first(method="GET", path="/beds/{bed}/plants")

    assert action.input_schema["required"] == ["bed"] and action.call["parameters"]["bed"]["in"] == "path"


@pytest.mark.parametrize(
    ("capability", "effect"),
    [
        ({"method": "GET"}, "read"),
        ({"method": "DELETE"}, "idempotent"),
        ({}, "unsafe"),
        ({"effect": "read"}, "read"),
        ({"parameters": {"idempotency_key": "string", "x": "string"}}, "idempotent"),
    ],
)
def test_effects(capability, effect):
    assert first(**capability).effect == effect


@pytest.mark.parametrize(
    ("returns", "properties"),
    [
        (None, None),
        ("a list of beds", None),
        ({"type": "object", "properties": {"id": {"type": "string"}}}, {"id": {"type": "string"}}),
        ([{"name": "id", "type": "str"}], {"id": {"type": "string"}}),
        ({"id": "int"}, {"id": {"type": "integer"}}),
    ],
)
def test_what_it_returns_may_be_told_in_several_ways(returns, properties):
    schema = first(returns=returns).output_schema

    assert (schema["properties"] if schema else None) == properties


@pytest.mark.parametrize(
    ("capabilities", "field"),
    [
        ([], "capabilities"),
        ("x", "capabilities"),
        ([{}], "capabilities[0].name"),
        ([{"name": "a"}, {"name": "a"}], "capabilities[1].name"),
        ([{"name": "a", "method": "FETCH"}], "capabilities[0].method"),
        ([{"name": "a", "path": "x"}], "capabilities[0].path"),
        ([{"name": "a", "effect": "nice"}], "capabilities[0].effect"),
        ([{"name": "a", "parameters": 5}], "capabilities[0].parameters"),
        ([{"name": "a", "parameters": [{"type": "string"}]}], "capabilities[0].parameters[0]"),
        ([{"name": "a", "parameters": {"x": 5}}], "capabilities[0].parameters.x"),
        ([{"name": "a", "returns": 5}], "capabilities[0].returns"),
    ],
)
def test_a_capability_that_cannot_be_used_is_refused_by_its_place(capabilities, field):
    with pytest.raises(InvalidRequest) as refusal:
        read_capabilities(capabilities)

    assert refusal.value.details[0]["field"] == field
