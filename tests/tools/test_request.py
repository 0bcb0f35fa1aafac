"""What is sent for the inputs of an action."""

import pytest

from chalicelib.domain.outcome import Done, Failed
from chalicelib.tools.request import key_for
from tests.tools.calls import openapi_act, send, sent, sent_by
from tests.tools.service import Reply, serving
from tests.tools.world import Outside, call


def test_inputs_go_where_the_capability_says():
    read = sent({"path": "/beds/{id}", "parameters": [{"name": "id"}, {"name": "n", "type": "int"}]}, id="a/b c", n=2)
    write = sent(
        {"method": "POST", "path": "/beds/{id}", "parameters": [{"name": "id"}, {"name": "n", "type": "int"}]},
        id="x",
        n=2,
    )

    assert (read.path, read.query) == ("/beds/a%2Fb%20c", [("n", "2")])
    assert (write.path, write.json, write.headers["Content-Type"]) == ("/beds/x", {"n": 2}, "application/json")


def test_an_envelope_holds_all_inputs_and_its_result_is_unwrapped():
    outcome, asked = send(
        {
            "name": "plants.find",
            "method": "POST",
            "path": "/call",
            "parameters": {"kind": {"type": "string"}},
            "body": {"tool": "$action", "arguments": "$inputs", "only": "$inputs.kind"},
            "result": "result",
        },
        Reply(200, {"result": [1, 2]}),
        kind="herb",
    )

    assert asked[0].json == {"tool": "plants_find", "arguments": {"kind": "herb"}, "only": "herb"}
    assert outcome == Done([1, 2])


@pytest.mark.parametrize(
    ("style", "value", "query"),
    [
        ({}, ["a", "b c"], [("f", "a"), ("f", "b c")]),
        ({"explode": False}, ["a", "b"], [("f", "a,b")]),
        ({"style": "pipeDelimited", "explode": False}, ["a", "b"], [("f", "a|b")]),
        ({"style": "spaceDelimited", "explode": False}, ["a", "b"], [("f", "a b")]),
        ({"style": "deepObject"}, {"a": 1, "b": {"c": True}}, [("f[a]", "1"), ("f[b][c]", "true")]),
        ({}, {"a": 1, "b": 2}, [("a", "1"), ("b", "2")]),
        ({"explode": False}, {"a": 1}, [("f", "a,1")]),
        ({}, 2.0, [("f", "2")]),
        ({}, False, [("f", "false")]),
        ({}, "ü&=", [("f", "ü&=")]),
    ],
)
def test_query_styles(style, value, query):
    assert (
        sent_by([{"name": "f", "in": "query", "schema": {}, **style}], inputs={"f": value}, method="get").query == query
    )


def test_a_form_has_brackets_for_objects_and_repeats_the_name_of_a_list():
    schema = {
        "schema": {"type": "object", "properties": {"a": {}, "n": {}, "xs": {}, "ys": {}, "rows": {}}},
        "encoding": {"ys": {"style": "deepObject", "explode": True}},
    }
    asked = sent_by(
        body={"application/x-www-form-urlencoded": schema},
        inputs={"a": {"b": {"c": 1}}, "n": True, "xs": [1, 2], "ys": ["p"], "rows": [{"k": "v"}]},
    )

    assert asked.body.decode() == "a%5Bb%5D%5Bc%5D=1&n=true&xs=1&xs=2&ys%5B0%5D=p&rows%5B0%5D%5Bk%5D=v"


def test_multipart_headers_and_cookies():
    asked = sent_by(
        [
            {"name": "X-Team", "in": "header", "schema": {"type": "string"}},
            {"name": "theme", "in": "cookie", "schema": {"type": "string"}},
        ],
        {"multipart/form-data": {"schema": {"type": "object", "properties": {"note": {"type": "string"}}}}},
        {"X-Team": "blue", "theme": "a;b", "note": "hi"},
    )

    assert asked.headers["Content-Type"].startswith("multipart/form-data; boundary=") and b"hi" in asked.body
    assert (asked.headers["X-Team"], asked.headers["Cookie"]) == ("blue", "theme=a%3Bb")


def test_every_write_carries_the_steps_key_and_a_read_none():
    write, again = sent({"method": "POST"}), sent({"method": "PUT"})
    key = write.headers["Idempotency-Key"]

    assert key == again.headers["Idempotency-Key"] == key_for("acc1.live/task_1/2") and "task_1" not in key
    assert "Idempotency-Key" not in sent({}).headers


def test_the_key_goes_where_the_action_asks_for_it():
    assert "idempotency_key" in sent({"method": "POST", "parameters": {"idempotency_key": "string"}}).json
    header = {"name": "X-Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}}
    assert sent_by([header]).headers["X-Idempotency-Key"] == key_for("acc1.live/task_1/2")


def test_values_in_another_notation_are_put_right():
    schema = {
        "type": "object",
        "properties": {
            "n": {"type": "integer"},
            "x": {"type": "number"},
            "b": {"type": "boolean"},
            "s": {"type": "string"},
            "l": {"type": "array", "items": {"type": "string"}},
            "o": {"type": "string"},
        },
    }
    asked = sent({"method": "POST", "parameters": schema}, n="5", x="1.5", b="true", s=12, l="one", o=None)

    assert asked.json == {"n": 5, "x": 1.5, "b": True, "s": "12", "l": ["one"]}


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({}, "'kind' is missing"),
        ({"kind": "tree"}, "'kind'"),
        ({"kind": "herb", "n": "many"}, "'n'"),
        ({"kind": "herb", "colour": 1}, "colour"),
        ({"kind": "herb", "id": ".."}, "'id'"),
        ({"kind": "herb", "id": ""}, "id"),
    ],
)
def test_inputs_that_do_not_fit_are_refused_by_name_before_anything_is_sent(inputs, words):
    schema = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": ["herb", "bush"]}, "n": {"type": "integer"}, "id": {"type": "string"}},
    }
    outcome, asked = send({"method": "POST", "path": "/a/{id}", "parameters": schema}, **{"id": "x", **inputs})

    assert isinstance(outcome, Failed) and outcome.reason == "invalid_input" and words in outcome.detail
    assert asked == []


def test_a_line_break_cannot_become_a_header_of_somebody_else():
    with serving(lambda asked: Reply()) as service:
        action = openapi_act(service.url, [{"name": "X-A", "in": "header", "schema": {"type": "string"}}])
        outcome = Outside().box.call(call(action, **{"X-A": "a\r\nX-Evil: 1"}))

    assert isinstance(outcome, Failed) and outcome.reason == "invalid_input" and service.asked == []
