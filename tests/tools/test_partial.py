"""A change that takes the body of what is made need not be told all that is required of something new."""

from typing import Any

import pytest

from chalicelib.tools import Guard, compile_tool

FIELDS = {"title": {"type": "string"}, "pages": {"type": "integer"}}
BOOK = {"type": "object", "required": ["title"], "properties": FIELDS}
WRAPPED = {"type": "object", "required": ["data"], "properties": {"data": BOOK}}
OTHER = {"type": "object", "required": ["title", "version"], "properties": {**FIELDS, "version": {"type": "integer"}}}


def schema(method: str, made: Any, changed: Any) -> dict[str, Any]:
    """What the action takes that changes a book."""
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}

    def operation(name: str, body: Any, *more: Any) -> dict[str, Any]:
        content = {"application/json": {"schema": body}}
        return {"operationId": name, "parameters": [*more], "requestBody": {"required": True, "content": content},
                "responses": {"200": {"description": "done"}}}

    document = {
        "openapi": "3.0.3", "info": {"title": "library", "version": "1"},
        "servers": [{"url": "https://library.example.com"}],
        "paths": {
            "/books": {"post": operation("makeBook", made)},
            "/books/{id}": {method: operation("changeBook", changed, key)},
        },
    }
    registration = {"name": "library", "openapi": document, "auth": {"type": "none"}}
    actions = compile_tool(registration, Guard(resolve=lambda host, port: ("93.184.216.34",))).actions
    return dict(next(one for one in actions if one.name == "changeBook").input_schema)


def test_what_a_patch_shares_with_what_is_made_need_not_be_told() -> None:
    assert schema("patch", BOOK, BOOK)["required"] == ["id"]
    wrapped = schema("patch", WRAPPED, WRAPPED)
    assert wrapped["required"] == ["id"]
    assert "required" not in wrapped["properties"]["data"]


@pytest.mark.parametrize(("method", "made", "changed"), [("put", BOOK, BOOK), ("patch", BOOK, OTHER)])
def test_a_body_of_its_own_and_a_record_that_is_replaced_are_as_they_are_told(
    method: str, made: Any, changed: Any
) -> None:
    assert {*schema(method, made, changed)["required"]} == {"id", *changed["required"]}
