"""Documents become tools: names, texts, flat inputs and schemas."""

import json
import time

from chalicelib.domain.tool import encode_action
from tests.tools.documents import act, body, op, tool


def test_names_come_from_the_operation_id_made_safe_and_short_or_from_method_and_path():
    long = "a" * 70
    made = tool(
        {
            "/a": {"get": op(operationId="plants/list all")},
            "/b": {"get": op(operationId=long)},
            "/c/{id}": {"delete": op()},
            "/d": {"get": op(operationId="plants/list_all")},
        }
    )

    names = [action.name for action in made.actions]
    assert names[0] == "plants_list_all" and names[2] == "DELETE_c_id"
    assert len(names[1]) == 64 and names[1].startswith("aaaa") and names[1] != "a" * 64
    assert names[3].startswith("plants_list_all_") and len(set(names)) == 4
    assert made.name == "garden-shop" and made.description == "Sells plants."


def test_the_text_is_summary_and_description_without_markup():
    made = tool(
        {
            "/a": {"get": op(summary="List plants", description="<p>Returns <b>all</b> plants &amp; pots.</p>")},
            "/b": {"get": op(description="Only this.")},
            "/c": {"get": op()},
        }
    )

    assert [action.description for action in made.actions] == [
        "List plants. Returns all plants & pots.",
        "Only this.",
        "GET /c",
    ]


def test_the_group_is_the_tag_or_the_first_telling_part_of_the_path():
    made = tool({"/v1/plants/{id}": {"get": op()}, "/x": {"get": op(tags=["orders", "b"])}})

    assert [action.group for action in made.actions] == ["plants", "orders"]


def test_all_inputs_are_flat_and_two_of_one_name_are_told_apart():
    made = act(
        {
            "/beds/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "patch": op(
                    parameters=[
                        {"name": "dry", "in": "query", "schema": {"type": "boolean"}},
                        {"name": "X-Team", "in": "header", "required": True, "schema": {"type": "string"}},
                        {"name": "theme", "in": "cookie", "schema": {"type": "string"}},
                    ],
                    **body(
                        {
                            "type": "object",
                            "required": ["name"],
                            "properties": {
                                "id": {"type": "integer"},
                                "name": {"type": "string"},
                                "made": {"type": "string", "readOnly": True},
                            },
                        }
                    ),
                ),
            }
        }
    )

    assert list(made.input_schema["properties"]) == ["id", "dry", "X-Team", "theme", "body_id", "name"]
    assert made.input_schema["required"] == ["id", "X-Team", "name"]
    assert made.call["parameters"]["body_id"] == {"in": "body", "name": "id"}
    assert made.input_schema["additionalProperties"] is False


def test_a_path_parameter_that_nobody_declared_is_an_input_all_the_same():
    assert act({"/beds/{bed}": {"get": op()}}).input_schema["required"] == ["bed"]


def test_a_body_that_is_no_object_is_one_input():
    made = act({"/a": {"post": op(**body({"type": "array", "items": {"type": "string"}}))}})

    assert made.call["parameters"] == {"body": {"in": "whole", "name": "body"}}
    assert made.input_schema["properties"]["body"]["type"] == "array"


def test_the_fields_of_several_possible_bodies_are_merged_and_only_shared_ones_required():
    variants = [
        {"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "string"}, "b": {}}},
        {"type": "object", "required": ["a", "c"], "properties": {"a": {"type": "string"}, "c": {}}},
    ]
    made = act({"/a": {"post": op(**body({"oneOf": variants}))}})

    assert set(made.input_schema["properties"]) == {"a", "b", "c"} and made.input_schema["required"] == ["a"]


def test_references_are_resolved_also_those_of_parameters_bodies_and_answers():
    made = act(
        {
            "/a": {
                "post": {
                    "parameters": [{"$ref": "#/components/parameters/Page"}],
                    "requestBody": {"$ref": "#/components/requestBodies/B"},
                    "responses": {"201": {"$ref": "#/components/responses/R"}},
                }
            }
        },
        components={
            "parameters": {"Page": {"name": "page", "in": "query", "schema": {"$ref": "#/components/schemas/N"}}},
            "requestBodies": {
                "B": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Plant"}}}}
            },
            "responses": {"R": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Plant"}}}}},
            "schemas": {
                "N": {"type": "integer"},
                "Plant": {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {"kind": {"type": "string"}, "secret": {"type": "string", "writeOnly": True}},
                },
            },
        },
    )

    assert made.input_schema["properties"]["page"] == {"type": "integer"}
    assert made.input_schema["required"] == ["kind"] and "secret" in made.input_schema["properties"]
    assert set(made.output_schema["properties"]) == {"kind"}


def test_a_schema_that_refers_to_itself_ends_and_a_reference_to_nowhere_is_told():
    made = tool(
        {
            "/a": {
                "get": op(
                    responses={
                        "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Node"}}}}
                    }
                ),
                "post": op(**body({"$ref": "#/components/schemas/None"})),
            }
        },
        components={
            "schemas": {
                "Node": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string"},
                        "next": {"$ref": "#/components/schemas/Node"},
                        "all": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
                    },
                }
            }
        },
    )

    schema = made.actions[0].output_schema
    assert schema["properties"]["next"] == {"type": "object"}
    assert schema["properties"]["all"]["items"] == {"type": "object"}
    assert any("lead nowhere" in warning for warning in made.warnings)


def test_a_very_wide_answer_keeps_its_outer_fields_and_stays_small():
    deep = {"type": "object", "properties": {"end": {"type": "string"}}}
    for level in range(4):
        deep = {"type": "object", "properties": {f"f{level}_{n}": deep for n in range(12)}}
    made = act({"/a": {"get": op(responses={"200": {"content": {"application/json": {"schema": deep}}}})}})

    assert len(made.output_schema["properties"]) == 12
    assert len(json.dumps(encode_action(made))) < 100_000


def test_all_of_is_merged_and_the_words_of_3_0_become_those_of_json_schema():
    made = act(
        {
            "/a": {
                "post": op(
                    **body(
                        {
                            "allOf": [
                                {
                                    "type": "object",
                                    "required": ["a"],
                                    "properties": {"a": {"type": "string", "nullable": True}},
                                },
                                {
                                    "type": "object",
                                    "properties": {
                                        "b": {
                                            "type": "number",
                                            "minimum": 0,
                                            "exclusiveMinimum": True,
                                            "example": 3,
                                            "pattern": "(",
                                        }
                                    },
                                },
                            ]
                        }
                    )
                )
            }
        }
    )

    fields = made.input_schema["properties"]
    assert fields["a"]["type"] == ["string", "null"] and made.input_schema["required"] == ["a"]
    assert fields["b"] == {"type": "number", "exclusiveMinimum": 0, "examples": [3]}


def test_twelve_hundred_operations_compile_within_seconds():
    schemas = {
        f"S{n}": {
            "type": "object",
            "properties": {
                "id": {"type": "string"},
                **{f"p{m}": {"$ref": f"#/components/schemas/S{(n * 7 + m) % 200}"} for m in range(8)},
            },
        }
        for n in range(200)
    }
    paths = {
        f"/r{n}/{{id}}": {
            "get": op(
                operationId=f"get/{n}",
                responses={
                    "200": {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/S{n % 200}"}}}}
                },
            ),
            "post": op(operationId=f"post/{n}", **body({"$ref": f"#/components/schemas/S{n % 200}"})),
        }
        for n in range(600)
    }

    started = time.process_time()
    made = tool(paths, components={"schemas": schemas})

    assert len(made.actions) == 1200
    assert time.process_time() - started < 10
    assert max(len(json.dumps(encode_action(action))) for action in made.actions) < 200_000


def test_words_of_a_schema_that_no_validator_can_read_are_left_out():
    odd = {
        "a": {"type": "file"},
        "b": {"type": "Date", "minimum": "1", "enum": "x"},
        "c": {"type": ["string", "null"]},
        "d": {"type": "integer", "required": True, "maximum": 5},
        "e": "string",
    }
    made = act({"/a": {"post": op(**body({"type": "object", "properties": odd}))}})

    assert made.input_schema["properties"] == {
        "a": {},
        "b": {},
        "c": {"type": ["string", "null"]},
        "d": {"type": "integer", "maximum": 5},
        "e": {},
    }
