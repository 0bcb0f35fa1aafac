"""Whatever a server says, it is an outcome or a refusal of the registration: never an exception of ours."""

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.tool import encode_action
from chalicelib.engine.registry import content_digest
from chalicelib.tools.mcp.messages import Error, Hearing, Told
from chalicelib.tools.mcp.results import error_outcome, result_outcome
from tests.tools.world import compiled

TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
WORDS = st.sampled_from((
    "name", "type", "object", "text", "image", "properties", "$ref", "#/a", "allOf", "items", "anyOf", "readOnlyHint",
    "resource", "blob", "data", "error", "code", "required", "enum", "-32602",
))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | TEXT, inner, max_size=5), max_leaves=20,
)
TOOLS = st.fixed_dictionaries({}, optional={
    "name": TEXT | VALUES, "title": VALUES, "description": VALUES, "inputSchema": VALUES, "outputSchema": VALUES,
    "annotations": VALUES,
})
BLOCKS = st.fixed_dictionaries({}, optional={
    "type": WORDS | VALUES, "text": TEXT | VALUES, "data": VALUES, "resource": VALUES, "mimeType": VALUES})
RESULTS = st.fixed_dictionaries({}, optional={
    "content": st.lists(BLOCKS | VALUES, max_size=4) | VALUES, "structuredContent": VALUES, "isError": VALUES})

PIECES = st.sampled_from([b"data: ", b"id: ", b"retry: ", b":", b"\n", b"\r\n", b"\n\n", b"{", b"[", b'"', b"\xff"])


@settings(max_examples=400, deadline=None)
@given(st.lists(TOOLS | VALUES, max_size=4), VALUES)
def test_any_list_of_tools_is_compiled_and_can_be_kept(tools, server):
    with suppress(InvalidRequest):
        made = compiled({"name": "d", "mcp_url": "https://93.184.216.34/m", "mcp": {"tools": tools, "server": server}})
        for action in made.actions:
            content_digest(encode_action(action))
        content_digest([made.description, list(made.warnings)])


@settings(max_examples=400, deadline=None)
@given(RESULTS)
def test_any_result_is_an_outcome(result):
    outcome = result_outcome(result, {}, 0, ("id",))
    assert isinstance(outcome, Done | Failed)
    json.dumps(outcome.output if isinstance(outcome, Done) else outcome.detail)


@settings(max_examples=200, deadline=None)
@given(st.integers(), TEXT, VALUES)
def test_any_error_is_a_failure(code, message, data):
    assert isinstance(error_outcome(Error(code, message, data), "unsafe", 0), Failed)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES | VALUES.map(lambda value: json.dumps(value).encode()), max_size=12))
def test_any_bytes_are_an_answer_or_none(parts):
    hearing = Hearing(1)
    hearing.enough(b"".join(parts))
    hearing.read(b"".join(parts))
    assert hearing.response is None or isinstance(hearing.response, Told | Error)


def deep(levels: int):
    value: object = {}
    for _ in range(levels):
        value = {"properties": {"a": value}, "allOf": [{"a": 1}]}
    return value


def test_what_is_nested_too_deeply_is_left_out_and_the_rest_is_not():
    tools = [{"name": "deep", "inputSchema": deep(200)}, {"name": "fine", "inputSchema": deep(5)}]
    made = compiled({"name": "d", "mcp_url": "https://93.184.216.34/m", "mcp": {"tools": tools}})
    assert [action.name for action in made.actions] == ["fine"] and any("left out" in one for one in made.warnings)
    said = {"structuredContent": deep(200), "content": [{"type": "text", "text": "in words"}]}
    assert result_outcome(said, {}, 0) == Done("in words")
