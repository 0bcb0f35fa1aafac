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


def test_what_a_patch_shares_with_the_put_beside_it_need_not_be_told() -> None:
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    answer = {"200": {"description": "done"}}
    taken = {"requestBody": {"required": True, "content": {"application/json": {"schema": BOOK}}}, "responses": answer}
    document = {
        "openapi": "3.0.3", "info": {"title": "library", "version": "1"},
        "servers": [{"url": "https://library.example.com"}],
        "paths": {"/books/{id}": {
            "parameters": [key],
            "put": {"operationId": "replaceBook", **taken}, "patch": {"operationId": "changeBook", **taken},
        }},
    }  # fmt: skip
    registration = {"name": "library", "openapi": document, "auth": {"type": "none"}}
    actions = compile_tool(registration, Guard(resolve=lambda host, port: ("93.184.216.34",))).actions
    needed = {one.name: {*one.input_schema["required"]} for one in actions}

    assert needed == {"replaceBook": {"id", "title"}, "changeBook": {"id"}}


@pytest.mark.parametrize(("method", "made", "changed"), [("put", BOOK, BOOK), ("patch", BOOK, OTHER)])
def test_a_body_of_its_own_and_a_record_that_is_replaced_are_as_they_are_told(
    method: str, made: Any, changed: Any
) -> None:
    assert {*schema(method, made, changed)["required"]} == {"id", *changed["required"]}


def deed(path: str, taken: Any, *, shown: bool = False) -> dict[str, Any]:
    """What a POST on one boat takes, where something new takes `LONG`."""
    def operation(name: str, body: Any = None, *more: Any) -> dict[str, Any]:
        told = {"requestBody": {"required": True, "content": {"application/json": {"schema": body}}}} if body else {}
        return {"operationId": name, "parameters": [*more], **told, "responses": {"200": {"description": "done"}}}

    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    done = {"post": operation("do", taken, key)}
    paths = {"/boats": {"post": operation("makeBoat", LONG)}, f"/boats/{{id}}/{path}": done}
    if shown:
        done["get"] = operation("show", None, key)
    document = {
        "openapi": "3.0.3", "info": {"title": "marina", "version": "1"},
        "servers": [{"url": "https://marina.example.com"}], "paths": paths,
    }
    actions = compile_tool(
        {"name": "marina", "openapi": document, "auth": {"type": "none"}},
        Guard(resolve=lambda host, port: ("93.184.216.34",)),
    ).actions
    return dict(next(one for one in actions if one.name == "do").input_schema["properties"])


LONG = {"type": "object", "required": ["name"], "properties": {
    name: {"type": "string"} for name in ("name", "colour", "builder", "berth")}}
SHORT = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def test_a_deed_that_is_described_as_if_it_took_a_whole_record_takes_nothing_but_its_key() -> None:
    assert [*deed("launch", LONG)] == ["id"]


@pytest.mark.parametrize(("path", "taken", "shown"), [
    ("copy", SHORT, False), ("tenders", LONG, False), ("tender", LONG, True),
])
def test_what_a_deed_takes_of_its_own_and_what_is_new_inside_of_a_record_is_told(
    path: str, taken: Any, shown: bool
) -> None:
    assert "name" in deed(path, taken, shown=shown)
