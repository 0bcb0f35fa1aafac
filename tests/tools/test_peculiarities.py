"""What real documents do: each of these is in a published one, and none may need a special case."""

import base64
import json

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.outcome import Done, Failed
from chalicelib.tools import Guard, compile_tool
from chalicelib.tools.document import read_text
from tests.tools.calls import sent_by
from tests.tools.documents import BASE, act, body, document, op, tool
from tests.tools.service import Reply, serving
from tests.tools.world import Outside, call, compiled

KEY = {"type": "apiKey", "in": "query", "name": "key"}
TOKEN = {"type": "apiKey", "in": "query", "name": "token"}


def param(name, place="query", required=False, **more):
    return {"name": name, "in": place, "required": required, "schema": {"type": "string"}, **more}


def names(action):
    return list(action.input_schema["properties"])


# where the service is


def test_an_operation_with_a_server_of_its_own_is_called_there():
    made = tool({"/a": {"get": op()}, "/b": {"servers": [{"url": "https://8.8.8.8/up"}], "post": op()}})

    assert [action.call["base_url"] for action in made.actions] == [BASE, "https://8.8.8.8/up"]
    assert any("POST /b" in warning and "https://8.8.8.8/up" in warning for warning in made.warnings)


def test_a_base_url_that_is_given_is_that_of_every_operation():
    made = tool(
        {"/a": {"get": op(servers=[{"url": "https://8.8.8.8"}])}, "/b": {"get": op()}}, base_url="https://1.1.1.1"
    )

    assert {action.call["base_url"] for action in made.actions} == {"https://1.1.1.1"}


def test_a_private_address_of_a_single_operation_is_refused_like_any_other():
    with pytest.raises(InvalidRequest, match="not public"):
        tool({"/a": {"get": op()}, "/b": {"get": op(servers=[{"url": "https://10.0.0.1"}])}})


def test_where_only_paths_name_a_server_the_most_named_one_is_the_tools():
    other, most = [{"url": "https://1.1.1.1"}], [{"url": "https://8.8.8.8"}]
    paths = {"/a": {"get": op(), "servers": other}, "/b": {"get": op(), "servers": most},
             "/c": {"get": op(), "servers": most}}
    made = tool(paths, servers=[])

    assert made.base_url == "https://8.8.8.8"
    assert [action.call["base_url"] for action in made.actions] == [
        "https://1.1.1.1", "https://8.8.8.8", "https://8.8.8.8",
    ]


def test_a_document_that_says_http_is_called_by_https_and_a_registration_that_says_so_is_refused():
    made = tool({"/a": {"get": op()}}, servers=[{"url": "http://8.8.8.8/v1"}])

    assert made.base_url == "https://8.8.8.8/v1" and any("https is called" in warning for warning in made.warnings)
    with pytest.raises(InvalidRequest, match="https"):
        tool({"/a": {"get": op()}}, base_url="http://8.8.8.8/v1")


# who is asking


def test_two_keys_that_are_sent_together_are_both_in_the_connection_and_no_inputs():
    paths = {"/cards": {"get": op(parameters=[param("key", required=True), param("token", required=True)])}}
    with serving(lambda asked: Reply()) as service:
        made = tool(paths, components={"securitySchemes": {"k": KEY, "t": TOKEN}},
                    security=[{"k": []}, {"t": []}], base_url=service.url)
        outside = Outside()
        outside.connect(made, api_key="key-value-1", token="token-value-1")
        outcome = outside.box.call(call(made.actions[0]))

    assert names(made.actions[0]) == [] and isinstance(outcome, Done)
    assert sorted(service.asked[0].query) == [("key", "key-value-1"), ("token", "token-value-1")]


def test_keys_that_one_requirement_names_together_are_sent_together():
    made = tool({"/a": {"get": op()}}, components={"securitySchemes": {"k": KEY, "t": {**TOKEN, "in": "header"}}},
                security=[{"k": [], "t": []}])

    assert made.auth["more"] == [{"in": "header", "name": "token"}]
    with pytest.raises(InvalidRequest, match="api_key and token"):
        Outside().connect(made, api_key="only-one")


def test_one_of_two_ways_to_prove_oneself_is_enough():
    made = tool({"/a": {"get": op()}}, components={"securitySchemes": {"k": KEY, "t": TOKEN}},
                security=[{"k": []}, {"t": []}])

    assert "more" not in made.auth


def test_a_token_in_a_body_is_a_credential_only_where_most_operations_ask_for_one():
    told = {"type": "object", "properties": {"token": {"type": "string", "description": "Authentication token."},
                                             "text": {"type": "string"}}}
    schemes = {"securitySchemes": {"b": {"type": "http", "scheme": "bearer"}}}
    usual = tool({"/a": {"post": op(**body(told))}, "/b": {"post": op(**body(told))}}, components=schemes)
    once = tool({"/revoke": {"post": op(**body(told))}, "/b": {"get": op()}, "/c": {"get": op()}}, components=schemes)

    assert names(usual.actions[0]) == ["text"] and names(once.actions[0]) == ["token", "text"]


def test_an_oauth_that_only_a_browser_can_do_takes_a_token_got_elsewhere():
    flows = {"implicit": {"authorizationUrl": "https://8.8.8.8/a", "scopes": {"read": ""}}}
    made = tool({"/a": {"get": op(security=[{"o": ["read"]}])}},
                components={"securitySchemes": {"o": {"type": "oauth2", "flows": flows}}})

    assert made.auth["type"] == "bearer" and made.actions[0].scopes == ("read",)


def test_a_key_that_stands_for_the_user_name_with_an_empty_password_never_comes_back():
    with serving(lambda asked: Reply(400, {"error": "no such key: plain-canary-0001"})) as service:
        made = tool({"/a": {"get": op()}}, auth={"type": "basic"}, base_url=service.url)
        outside = Outside()
        outside.connect(made, username="plain-canary-0001", password="")
        failed = outside.box.call(call(made.actions[0]))

    assert service.asked[0].headers["Authorization"] == f"Basic {base64.b64encode(b'plain-canary-0001:').decode()}"
    assert isinstance(failed, Failed) and "canary" not in failed.detail


# what is sent


def test_a_body_of_bytes_is_base64_for_us_and_bytes_for_the_service():
    content = {"image/png": {"schema": {"type": "string", "format": "binary"}}}
    asked = sent_by(body=content, inputs={"body": base64.b64encode(b"\x89PNG").decode()}, method="put")

    assert (asked.body, asked.headers["Content-Type"]) == (b"\x89PNG", "image/png")


def test_a_body_of_text_is_sent_as_it_is():
    asked = sent_by(body={"text/markdown": {"schema": {"type": "string"}}}, inputs={"body": "# Ä"})

    assert (asked.body.decode(), asked.headers["Content-Type"]) == ("# Ä", "text/markdown")


def test_bytes_that_are_not_base64_are_refused_before_anything_is_sent():
    made = act({"/a": {"put": op(**body({"type": "string", "format": "binary"}, "application/pdf"))}})
    failed = Outside().box.call(call(made, body="no base64!"))

    assert isinstance(failed, Failed) and failed.reason == "invalid_input" and "base64" in failed.detail


def test_a_path_that_has_a_query_already_gets_more_of_it():
    paths = {"/search?version=2": {"get": op(parameters=[param("q")])}}
    with serving(lambda asked: Reply()) as service:
        Outside().box.call(call(tool(paths, base_url=service.url).actions[0], q="x"))

    assert service.asked[0].query == [("version", "2"), ("q", "x")]


EVIL = "X-A\r\nX-Evil: 1"


def test_no_name_in_a_document_can_add_a_header_of_its_own():
    listed = [param(EVIL, "header"), param(EVIL, "cookie"), param("X-Good", "header")]
    content = {f"text/plain\r\n{EVIL}": {"schema": {"type": "string"}}}
    asked = sent_by(listed, body=content, inputs={"body": "eA==", "X-Good": "1"})

    assert asked.headers["X-Good"] == "1" and "X-Evil" not in asked.headers
    assert asked.headers["Content-Type"] == "application/octet-stream"
    for where in ("header", "cookie"):
        scheme = {"k": {"type": "apiKey", "in": where, "name": EVIL}}
        with pytest.raises(InvalidRequest, match=r"auth\.name"):
            tool({"/a": {"get": op()}}, components={"securitySchemes": scheme})
    more = [{"in": "header", "name": EVIL}]
    with pytest.raises(InvalidRequest, match=r"auth\.more"):
        tool({"/a": {"get": op()}}, auth={"type": "bearer", "more": more})


# how it is written


def test_a_reference_to_another_file_is_refused_with_the_remedy():
    with pytest.raises(InvalidRequest, match=r"common\.yaml.*bundle"):
        tool({"/a": {"post": op(**body({"$ref": "common.yaml#/Plant"}))}})


def test_what_stands_beside_a_reference_counts_too():
    made = act({"/a": {"post": op(**body({"type": "object", "properties": {
        "due": {"$ref": "#/components/schemas/Day", "description": "When", "nullable": True}}}))}},
        components={"schemas": {"Day": {"type": "string", "format": "date"}}})

    assert made.input_schema["properties"]["due"] == {
        "type": ["string", "null"], "format": "date", "description": "When",
    }


def test_openapi_3_1_says_null_and_constants_in_the_words_of_json_schema():
    told = {"type": "object", "properties": {"note": {"type": ["string", "null"]}, "kind": {"const": "herb"},
                                             "size": {"type": "integer", "exclusiveMinimum": 0}}}
    written = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "servers": [{"url": BASE}],
               "paths": {"/a": {"post": op(**body(told))}}}
    OpenAPIV31SpecValidator(written).validate()
    properties = compiled({"openapi": written}).actions[0].input_schema["properties"]

    assert properties == {"note": {"type": ["string", "null"]}, "kind": {"const": "herb"},
                          "size": {"type": "integer", "exclusiveMinimum": 0}}


def test_yaml_is_read_as_json_would_be():
    text = "a: on\nb: no\nc: 2030-01-31\nd: 12:30:00\ne: 0123\nf: true\ng: ~\nh: 1.5\n200: x\ni: 0x1F\nj: {n: y}\n"

    assert read_text(text) == {"a": "on", "b": "no", "c": "2030-01-31", "d": "12:30:00", "e": 123, "f": True,
                               "g": None, "h": 1.5, 200: "x", "i": 31, "j": {"n": "y"}}


def test_yaml_that_refers_to_itself_or_grows_by_repetition_still_gives_small_records():
    laughs = "\n".join(f"  x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 9))
    text = (
        f"openapi: 3.0.0\ninfo: {{title: T}}\nservers: [{{url: '{BASE}'}}]\nx-l:\n  x0: &x0 [lol]\n{laughs}\n"
        "x-s: &self {type: object, properties: {a: *self}}\n"
        "paths:\n  /a:\n    post:\n      requestBody: {content: {application/json: {schema: {type: object, "
        "properties: {d: {type: array, default: *x8, enum: [*x8]}, s: *self}}}}}\n      responses: {}\n"
    )
    made = compiled({"openapi": text}).actions[0]

    assert len(json.dumps(made.input_schema)) < 10_000 and names(made) == ["d", "s"]


def test_what_is_true_of_many_operations_is_said_once():
    made = tool({f"/{n}": {"get": op(parameters=[param("key")])} for n in "abc"},
                components={"securitySchemes": {"k": KEY}}, security=[{"k": []}])

    assert made.warnings == (
        "GET /a and 2 more: parameter 'key' is a credential: it is taken from the connection, not an input",
    )


def test_words_are_told_without_markup():
    made = act({"/a": {"get": op(summary="See [the guide](https://x.example/a_b) <br/> first &amp; last")}})

    assert made.description == "See the guide first & last"


def test_choices_and_defaults_are_told_in_the_notation_of_their_type():
    made = act({"/a": {"get": op(parameters=[
        {"name": "dry", "in": "query", "schema": {"type": "string", "enum": [True, False, 3]}},
        {"name": "n", "in": "query", "schema": {"type": "integer", "enum": ["1", "2"], "default": "many"}},
        {"name": "sort", "in": "query", "schema": {"type": "array", "items": {"type": "string"}, "enum": ["a", "b"]}},
    ])}})

    assert made.input_schema["properties"] == {
        "dry": {"type": "string", "enum": ["true", "false", "3"]},
        "n": {"type": "integer", "enum": [1, 2]},
        "sort": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
    }


# what comes back


def test_fields_of_an_answer_are_read_from_its_example_where_the_schema_is_silent_and_are_no_promise():
    answer = {"schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "owner": {}}},
              "examples": {"one": {"value": {"id": "1", "owner": {"name": "Ann", "age": 3}, "more": True}}}}
    made = act({"/a": {"get": {"responses": {"200": {"content": {"application/json": answer}}}}}})

    owner = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "number"}}}
    assert made.output_schema == {"type": "object", "required": ["id"],
                                  "properties": {"id": {"type": "string"}, "owner": owner}}


def test_an_example_of_a_list_tells_what_its_items_hold():
    answer = {"example": [{"id": 1}, {"id": 2}]}
    made = act({"/a": {"get": {"responses": {"200": {"content": {"application/json": answer}}}}}})

    assert made.output_schema == {
        "type": "array", "items": {"type": "object", "properties": {"id": {"type": "number"}}},
    }


def test_the_guard_asks_no_name_twice_for_a_document_with_many_operations():
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ("93.184.216.34",)

    paths = {f"/{n}": {"get": op(servers=[{"url": "https://up.example.com"}])} for n in range(50)}
    compile_tool({"openapi": document(paths, servers=[{"url": "https://api.example.com"}])}, Guard(resolve=resolve))

    assert asked == ["api.example.com", "up.example.com"]


def answering(schema, reply, **more):
    """The outcome of the one operation whose success answer is promised to be like that."""
    content = {"application/json": {"schema": schema}}
    with serving(lambda asked: reply) as service:
        made = tool({"/a": {"get": {"responses": {"200": {"content": content}}}}}, base_url=service.url, **more)
        return Outside().box.call(call(made.actions[0]))


ONLY_TRUE = {"type": "boolean", "enum": [True]}
FLAG = {"type": "object", "required": ["ok"], "properties": {"ok": ONLY_TRUE, "id": {"type": "string"}}}


def test_a_flag_that_may_only_be_true_tells_a_failure_when_it_is_false():
    failed = answering(FLAG, Reply(200, {"ok": False, "error": "no_such_plant"}))
    done = answering(FLAG, Reply(200, {"ok": True, "id": "1"}))

    assert isinstance(failed, Failed) and (failed.reason, failed.signal) == ("rejected", "no_such_plant")
    assert isinstance(done, Done)


def test_a_flag_that_may_be_either_tells_nothing():
    either = {"type": "object", "required": ["open"], "properties": {"open": {"type": "boolean"}}}

    assert isinstance(answering(either, Reply(200, {"open": False})), Done)


def test_a_flag_that_need_not_be_there_tells_nothing():
    seldom = {"type": "object", "properties": {"beta": ONLY_TRUE}}

    assert isinstance(answering(seldom, Reply(200, {"beta": False})), Done)


def test_what_most_operations_promise_holds_for_all_and_the_registration_wins():
    told = {"responses": {"200": {"content": {"application/json": {"schema": FLAG}}}}}
    paths = {"/a": {"get": told}, "/b": {"get": told}, "/c": {"get": op()}}
    own = {"path": "state", "equals": "bad", "reason": ""}

    assert [one.call["failed_when"]["path"] for one in tool(paths).actions] == ['"ok"'] * 3
    assert [one.call["failed_when"] for one in tool(paths, failed_when=own).actions] == [own] * 3


def test_an_answer_of_another_shape_than_promised_says_so():
    html = answering(FLAG, Reply(200, "please log in", {"Content-Type": "text/html"}))
    right = answering(FLAG, Reply(200, {"ok": True}))

    assert isinstance(html, Done) and html.note == "The answer has another shape than promised: text instead of object"
    assert isinstance(right, Done) and right.note == ""


def test_a_link_to_the_next_page_in_a_header_says_that_there_is_more():
    listed = {"type": "array", "items": {"type": "string"}}
    link = '<https://x.example/a?page=2>; rel="next", <https://x.example/a?page=9>; rel="last"'
    last = '<https://x.example/a?page=8>; rel="prev"'

    assert answering(listed, Reply(200, ["a"], {"Link": link})).more
    assert not answering(listed, Reply(200, ["a"], {"Link": last})).more
