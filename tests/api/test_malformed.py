"""Whatever is wrong with a request: the right status and code, a message that names it, and nothing enqueued."""

import json
import socket
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.api.conftest import CAPABILITIES, Client, Home, parcels, task

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Bad:
    """`says`: words that the message must hold, in any case: the field, the value, the remedy."""

    name: str
    line: str
    status: int
    code: str
    says: tuple[str, ...] = ()
    body: Any = None
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


def bad_task(case: str, status: int, *says: str, code: str = "invalid_request", **changes: Any) -> Bad:
    return Bad(f"task {case}", "POST /v1/tasks", status, code, says, task(**changes))


def raw_task(
    name: str, raw: bytes, status: int, *says: str, code: str = "invalid_request", kind: str | None = None
) -> Bad:
    headers = {"Content-Type": kind} if kind else JSON
    return Bad(f"body {name}", "POST /v1/tasks", status, code, says, raw=raw, headers=headers)


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": value}
    return value


GOOD = json.dumps(task()).encode()

BODIES = [
    raw_task("empty", b"", 400, "empty", "JSON object"),
    raw_task("blank", b"  \n ", 400, "empty"),
    raw_task("not JSON", b"prompt=hello", 400, "not JSON", "line 1"),
    raw_task("cut short", GOOD[:-5], 400, "not JSON"),
    raw_task("two values", GOOD + GOOD, 400, "not JSON"),
    raw_task("a list", b"[]", 400, "object", "a list"),
    raw_task("a string", b'"prompt"', 400, "object", "a string"),
    raw_task("null", b"null", 400, "object", "null"),
    raw_task("not UTF-8", b'{"prompt": "caf\xe9"}', 400, "UTF-8", "byte"),
    raw_task("UTF-16", json.dumps(task()).encode("utf-16"), 400, "UTF-8"),
    raw_task("NaN", b'{"prompt": "a", "sub_agent": "shipper", "context": {"x": NaN}}', 400, "NaN"),
    raw_task("Infinity", b'{"prompt": "a", "context": {"x": -Infinity}}', 400, "Infinity"),
    raw_task("a float without end", b'{"prompt": "a", "context": {"x": 1e999}}', 400, "too large", "string"),
    raw_task("a huge integer", b'{"prompt": "a", "max_steps": ' + b"9" * 5000 + b"}", 400, "digits", "string"),
    raw_task("a key twice", b'{"prompt": "a", "prompt": "b", "sub_agent": "shipper"}', 400, "prompt", "twice"),
    raw_task("half a surrogate", b'{"prompt": "\\ud800", "sub_agent": "shipper"}', 400, "surrogate"),
    raw_task("33 levels", json.dumps(task(context=nested(32))).encode(), 400, "32", "levels"),
    raw_task("100,000 levels", b"[" * 100_000 + b"]" * 100_000, 400, "levels"),
    raw_task("too large", json.dumps(task(context={"x": "y" * 262_144})).encode(), 413, "bytes", "262144",
             code="request_too_large"),
    raw_task("a form", b"prompt=hello", 415, "application/json", code="unsupported_media_type",
             kind="application/x-www-form-urlencoded"),
    raw_task("text", GOOD, 415, "text/plain", code="unsupported_media_type", kind="text/plain"),
    raw_task("another charset", GOOD, 415, "latin", code="unsupported_media_type",
             kind="application/json; charset=latin-1"),
    raw_task("almost JSON", GOOD, 415, "jsonp", code="unsupported_media_type", kind="application/jsonp"),
    raw_task("multipart", GOOD, 415, code="unsupported_media_type", kind="multipart/form-data; boundary=x"),
]

TASKS = [
    Bad("task without prompt", "POST /v1/tasks", 422, "invalid_request", ("prompt", "required"),
        without(task(), "prompt")),
    Bad("task without sub_agent", "POST /v1/tasks", 422, "invalid_request", ("sub_agent", "required"),
        without(task(), "sub_agent")),
    bad_task("empty prompt", 422, "prompt", "at least 1", prompt=""),
    bad_task("blank prompt", 422, "prompt", "blank", prompt=" \n "),
    bad_task("10,001 letters", 422, "10001", "10000", code="prompt_too_long", prompt="x" * 10_001),
    bad_task("10,001 astral letters", 422, "10001", code="prompt_too_long", prompt="\U0001F4E6" * 10_001),
    bad_task("prompt a number", 422, "prompt", "string", "got 7", prompt=7),
    bad_task("prompt null", 422, "prompt", "string", prompt=None),
    bad_task("prompt a list", 422, "prompt", "a list", prompt=["a"]),
    bad_task("unknown sub-agent", 404, "nobody", code="subagent_not_found", sub_agent="nobody"),
    bad_task("sub-agent a number", 422, "sub_agent", sub_agent=1),
    bad_task("sub-agent too long", 422, "sub_agent", "100", sub_agent="a" * 101),
    bad_task("user_id a number", 422, "user_id", "got 12", user_id=12),
    bad_task("user_id empty", 422, "user_id", "at least 1", user_id=""),
    bad_task("user_id too long", 422, "user_id", "256", user_id="u" * 257),
    bad_task("user_id of many bytes", 422, "user_id", "512", "bytes", user_id="\U0001F4E6" * 129),
    bad_task("user_id with a newline", 422, "user_id", "control", user_id="u\n1"),
    bad_task("metadata a list", 422, "metadata", "a list", metadata=[1]),
    bad_task("metadata null", 422, "metadata", metadata=None),
    bad_task("metadata too large", 422, "metadata", "16384", "your side", metadata={"x": "y" * 16_384}),
    bad_task("metadata too large in bytes", 422, "metadata", "16384", metadata={"x": "é" * 8_190}),
    bad_task("unknown mode", 422, "mode", "'shadow'", "dry", mode="dry"),
    bad_task("mode in capitals", 422, "mode", mode="TEST"),
    bad_task("unknown approve", 422, "approve", "'plan'", "always", approve="always"),
    bad_task("context a string", 422, "context", "EUR", context="EUR"),
    bad_task("currency a number", 422, "context", "currency", "EUR", context={"currency": 978}),
    bad_task("timezone an object", 422, "timezone", context={"timezone": {"utc": 1}}),
    bad_task("locale null", 422, "locale", context={"locale": None}),
    bad_task("output_schema a string", 422, "output_schema", output_schema="object"),
    bad_task("output_schema not a schema", 422, "output_schema", "JSON Schema", output_schema={"type": "thing"}),
    bad_task("output_schema with a bad property", 422, "output_schema", "properties",
             output_schema={"properties": {"x": 5}}),
    bad_task("training a string", 422, "training", "boolean", "yes", training="yes"),
    bad_task("training a number", 422, "training", training=0),
    bad_task("max_steps 0", 422, "max_steps", "greater than or equal to 1", "got 0", max_steps=0),
    bad_task("max_steps 51", 422, "max_steps", "less than or equal to 50", "got 51", max_steps=51),
    bad_task("max_steps -1", 422, "max_steps", max_steps=-1),
    bad_task("max_steps a string", 422, "max_steps", "integer", max_steps="5"),
    bad_task("max_steps a fraction", 422, "max_steps", max_steps=2.5),
    bad_task("max_steps a boolean", 422, "max_steps", max_steps=True),
    bad_task("a misspelt field", 422, "max_step", "did you mean 'max_steps'", max_step=3),
    bad_task("a field in capitals", 422, "Prompt", "did you mean 'prompt'", Prompt="x"),
    bad_task("a field of nowhere", 422, "zebra", "fields:", zebra=1),
    Bad("task with an empty idempotency key", "POST /v1/tasks", 400, "invalid_request", ("Idempotency-Key",),
        task(), headers={"Idempotency-Key": ""}),
    Bad("task with a long idempotency key", "POST /v1/tasks", 400, "invalid_request", ("Idempotency-Key", "255"),
        task(), headers={"Idempotency-Key": "k" * 256}),
    Bad("task with a query", "POST /v1/tasks?dry=1", 422, "invalid_request", ("dry",), task()),
    Bad("input without anything", "POST /v1/tasks/task_1/input", 422, "invalid_request", ("values", "decision"), {}),
    Bad("input with an unknown decision", "POST /v1/tasks/task_1/input", 422, "invalid_request",
        ("decision", "maybe"), {"decision": "maybe"}),
    Bad("input with values as a list", "POST /v1/tasks/task_1/input", 422, "invalid_request", ("values",),
        {"values": [1]}),
    Bad("cancel with a body", "POST /v1/tasks/task_1/cancel", 422, "invalid_request", ("why",), {"why": "x"}),
]

QUERIES = [
    Bad("limit 0", "GET /v1/tasks?limit=0", 422, "invalid_request", ("limit", "1")),
    Bad("limit 101", "GET /v1/tasks?limit=101", 422, "invalid_request", ("limit", "100")),
    Bad("limit a word", "GET /v1/tasks?limit=ten", 422, "invalid_request", ("limit", "ten")),
    Bad("limit empty", "GET /v1/tasks?limit=", 422, "invalid_request", ("limit",)),
    Bad("limit twice", "GET /v1/tasks?limit=1&limit=2", 422, "invalid_request", ("limit", "once")),
    Bad("unknown status", "GET /v1/tasks?status=done", 422, "invalid_request", ("status", "complete", "done")),
    Bad("unknown parameter", "GET /v1/tasks?stat=done", 422, "invalid_request", ("stat", "status")),
    Bad("parameter in capitals", "GET /v1/tasks?Limit=3", 422, "invalid_request", ("Limit", "limit")),
    Bad("bad cursor", "GET /v1/tasks?cursor=%25%25", 422, "invalid_request", ("cursor",)),
    Bad("a cursor of another kind", "GET /v1/tasks?cursor=aGVsbG8", 422, "invalid_request", ("cursor",)),
    Bad("bad cursor of keys", "GET /v1/keys?cursor=aGVsbG8", 422, "invalid_request", ("cursor", "next_cursor")),
    Bad("odd cursor of tools", "GET /v1/tools?cursor=%C3%A9", 422, "invalid_request", ("cursor",)),
    Bad("a cursor that is a list of lists", "GET /v1/tools?cursor=W1tdLFtdXQ", 422, "invalid_request", ("cursor",)),
    Bad("wait 21", "GET /v1/tasks/task_1/events?wait=21", 422, "invalid_request", ("wait", "20")),
    Bad("wait -1", "GET /v1/tasks/task_1/events?wait=-1", 422, "invalid_request", ("wait",)),
    Bad("after a word", "GET /v1/tasks/task_1/events?after=x", 422, "invalid_request", ("after",)),
    Bad("after -1", "GET /v1/tasks/task_1/events?after=-1", 422, "invalid_request", ("after",)),
    Bad("connections of nobody", "GET /v1/connections?user_id=", 422, "invalid_request", ("user_id",)),
]


def bad_agent(case: str, status: int, *says: str, code: str = "invalid_request", **changes: Any) -> Bad:
    body = {"name": "other", "prompt": "Parcels of customers", **changes}
    return Bad(f"sub-agent {case}", "POST /v1/subagents", status, code, says, body)


AGENTS = [
    bad_agent("name in capitals", 422, "name", "match", name="Shipper"),
    bad_agent("name of one letter", 422, "name", name="s"),
    bad_agent("name of 64 letters", 422, "name", name="s" * 64),
    bad_agent("name with a space", 422, "name", "my agent", name="my agent"),
    bad_agent("name with a newline", 422, "name", name="shipper\n"),
    bad_agent("name beginning with a digit", 422, "name", name="1shipper"),
    bad_agent("taken name", 409, "shipper", "PATCH", code="subagent_exists", name="shipper"),
    bad_agent("prompt too long", 422, "10001", code="prompt_too_long", prompt="x" * 10_001),
    bad_agent("tools a string", 422, "tools", "list", tools="parcels"),
    bad_agent("unknown pinned tool", 422, "tools", "zebra", "parcels", tools=["zebra"]),
    bad_agent("pinned pattern with a space", 422, "tools[0]", tools=["par cels"]),
    bad_agent("no effects", 422, "effects", "at least 1", effects=[]),
    bad_agent("unknown effect", 422, "effects[0]", "write", effects=["write"]),
    bad_agent("limit of steps", 422, "limits.steps", "50", limits={"steps": 51}),
    bad_agent("unknown limit", 422, "limits.wishes", limits={"wishes": 3}),
    bad_agent("unknown record", 422, "record", "some", record="some"),
    Bad("patch of nothing", "PATCH /v1/subagents/shipper", 422, "invalid_request", ("at least one",), {}),
    Bad("patch of the name", "PATCH /v1/subagents/shipper", 422, "invalid_request", ("name",), {"name": "x"}),
    Bad("patch of prompt to null", "PATCH /v1/subagents/shipper", 422, "invalid_request", ("prompt",),
        {"prompt": None}),
    Bad("patch of none", "PATCH /v1/subagents/nobody", 404, "subagent_not_found", ("nobody",), {"record": "none"}),
]


def bad_tool(case: str, *says: str, body: dict[str, Any] | None = None, **changes: Any) -> Bad:
    return Bad(f"tool {case}", "POST /v1/tools", 422, "invalid_request", says, body or parcels(**changes))


TOOLS = [
    bad_tool("without source", "exactly one", "none", body=without(parcels(), "capabilities")),
    bad_tool("with two sources", "exactly one", "openapi and capabilities", openapi={"openapi": "3.0.3"}),
    bad_tool("reserved name", "name", "utility", name="utility"),
    bad_tool("name with a dot", "name", name="a.b"),
    bad_tool("empty capabilities", "capabilities", "at least 1", capabilities=[]),
    bad_tool("capability without a name", "capabilities", "name", capabilities=[{"path": "/x"}]),
    bad_tool("capability twice", "name", capabilities=[CAPABILITIES[0], CAPABILITIES[0]]),
    bad_tool("capability with a bad effect", "effect", capabilities=[{**CAPABILITIES[0], "effect": "write"}]),
    bad_tool("no base_url", "base_url", body=without(parcels(), "base_url")),
    bad_tool("base_url of the metadata service", "base_url", "169.254", base_url="https://169.254.169.254/latest"),
    bad_tool("base_url without https", "base_url", "https", base_url="http://example.com"),
    bad_tool("base_url of a file", "base_url", base_url="file:///etc/passwd"),
    bad_tool("sandbox of a private network", "sandbox_base_url", sandbox_base_url="https://10.0.0.1"),
    bad_tool("unknown auth", "auth.type", "magic", auth={"type": "magic"}),
    bad_tool("a failed_when without a path", "failed_when", failed_when={"equals": False}),
    bad_tool("deny everything", "allow", "no action is left", deny=["*"]),
    bad_tool("OpenAPI that is none", "openapi", body=without(parcels(openapi="just text"), "capabilities")),
    bad_tool("OpenAPI without paths", "openapi", body=without(parcels(openapi={"openapi": "3.0.3"}), "capabilities")),
    bad_tool("an address that nobody answers", "openapi_url", "inline",
             body=without(parcels(openapi_url="http://127.0.0.1:9/x.json"), "capabilities")),
    bad_tool("openapi_url of a private network", "openapi_url",
             body=without(parcels(openapi_url="https://192.168.1.1/x.json"), "capabilities")),
]

REST = [
    Bad("connection to an unknown tool", "PUT /v1/connections", 404, "tool_not_found", ("zebra",),
        {"tool": "zebra", "credentials": {"token": "x"}}),
    Bad("connection without credentials", "PUT /v1/connections", 422, "invalid_request", ("credentials", "required"),
        {"tool": "parcels"}),
    Bad("connection with the wrong credentials", "PUT /v1/connections", 422, "invalid_request", ("token",),
        {"tool": "parcels", "credentials": {"username": "x"}}),
    Bad("webhook without https", "PUT /v1/webhook", 422, "invalid_request", ("url", "https"),
        {"url": "http://example.com"}),
    Bad("webhook at a private address", "PUT /v1/webhook", 422, "invalid_request", ("url",),
        {"url": "https://10.1.2.3/x"}),
    Bad("webhook a number", "PUT /v1/webhook", 422, "invalid_request", ("url", "got 5"), {"url": 5}),
    Bad("rotation without a webhook", "POST /v1/webhook/rotate", 404, "not_found", ("PUT /v1/webhook",)),
    Bad("key without a name", "POST /v1/keys", 422, "invalid_request", ("name", "required"), {}),
    Bad("key with an unknown scope", "POST /v1/keys", 422, "invalid_request", ("scopes[0]", "root"),
        {"name": "x", "scopes": ["root"]}),
    Bad("key with no scope", "POST /v1/keys", 422, "invalid_request", ("scopes",), {"name": "x", "scopes": []}),
    Bad("key with a control character", "POST /v1/keys", 422, "invalid_request", ("name", "control"),
        {"name": "a\x00b"}),
    Bad("unknown key", "DELETE /v1/keys/key_none", 404, "not_found", ("key_none",)),
    Bad("unknown connection", "DELETE /v1/connections/conn_none", 404, "not_found", ("conn_none",)),
    Bad("unknown tool", "GET /v1/tools/none", 404, "tool_not_found", ("none",)),
    Bad("unknown task", "GET /v1/tasks/task_none", 404, "task_not_found", ("task_none",)),
    Bad("trace of an unknown task", "GET /v1/tasks/task_none/trace", 404, "task_not_found"),
    Bad("events of an unknown task", "GET /v1/tasks/task_none/events", 404, "task_not_found"),
    Bad("cancel of an unknown task", "POST /v1/tasks/task_none/cancel", 404, "task_not_found"),
    Bad("an id of 3,000 letters", f"GET /v1/tasks/{'a' * 3000}", 404, "task_not_found"),
    Bad("an id with a control character", "GET /v1/tasks/task%00x", 404, "task_not_found"),
    Bad("an id beyond ASCII", "GET /v1/subagents/caf%C3%A9", 404, "subagent_not_found"),
    Bad("an id that is half a byte pair", "GET /v1/tools/%ff", 404, "tool_not_found"),
    Bad("unknown path", "GET /v1/task", 404, "not_found", ("openapi.json",)),
    Bad("root", "GET /", 404, "not_found"),
    Bad("unknown path with a body", "POST /v2/tasks", 404, "not_found", (), task()),
    Bad("path in capitals", "GET /V1/tasks", 404, "not_found"),
    Bad("a method too many", "PUT /v1/tasks", 405, "method_not_allowed", ("PUT", "POST"), task()),
    Bad("delete of a task", "DELETE /v1/tasks/task_1", 405, "method_not_allowed", ("GET",)),
    Bad("get of an action", "GET /v1/tasks/task_1/cancel", 405, "method_not_allowed", ("POST",)),
    Bad("options", "OPTIONS /v1/tasks", 405, "method_not_allowed"),
    Bad("post to health", "POST /health", 405, "method_not_allowed"),
    Bad("a method of nowhere", "BREW /v1/tasks", 405, "method_not_allowed"),
]

ALL = [*BODIES, *TASKS, *QUERIES, *AGENTS, *TOOLS, *REST]


@pytest.mark.parametrize("bad", ALL, ids=lambda bad: bad.name)
def test_it_is_refused_by_name_and_nothing_is_enqueued(bad: Bad, ready: Client, home: Home) -> None:
    answer = ready.call(bad.line, bad.body, raw=bad.raw, headers=bad.headers)
    assert (answer.status, answer.error["code"]) == (bad.status, bad.code), answer.raw
    message = answer.error["message"]
    assert len(message) > 15
    assert not [word for word in bad.says if word.lower() not in message.lower()], message
    assert answer.headers["Content-Type"] == "application/json"
    assert home.world.queue.sent == []
    assert set(answer.body) == {"error"}
    if answer.status == 422:
        assert all(set(one) == {"field", "message"} for one in answer.error.get("details", []))
    if answer.status == 405 and bad.line.split()[0] != "BREW":
        assert answer.headers["Allow"]


@pytest.mark.parametrize("identifier", ["a" * 3000, "%00", "caf%C3%A9", "%ff"])
def test_an_id_that_cannot_be_ours_never_reaches_a_store(identifier: str, ready: Client, home: Home) -> None:
    asked: list[str] = []
    get = home.world.store.get
    home.world.store.get = lambda pk, sk: asked.append(pk + sk) or get(pk, sk)  # type: ignore[method-assign, func-returns-value]
    for kind in ("tasks", "tools", "subagents"):
        assert ready.call(f"GET /v1/{kind}/{identifier}").status == 404
        ready.call(f"DELETE /v1/keys/{identifier}")
    assert asked and all(key.startswith("K#") for key in asked), "only the API key is looked up"


@pytest.mark.parametrize("changes", [
    {"prompt": "x" * 10_000}, {"prompt": "\U0001F4E6" * 10_000}, {"metadata": {"x": "y" * 16_376}},
    {"context": nested(31)}, {"max_steps": 1}, {"max_steps": 50}, {"user_id": "u" * 256}, {"user_id": None},
    {"mode": "test"}, {"mode": "shadow"}, {"approve": "plan"}, {"training": False},
    {"output_schema": {"type": "object"}},
    {"context": {"currency": "USD", "locale": "de-AT", "timezone": "Europe/Vienna", "anything": [1, None, {"a": 1.5}]}},
], ids=lambda changes: next(iter(changes)))
def test_what_is_just_inside_the_limits_is_accepted(changes: dict[str, Any], ready: Client, home: Home) -> None:
    answer = ready.call("POST /v1/tasks", task(**changes))
    assert answer.status == 201, answer.raw
    assert len(home.world.queue.bodies("steps")) == 1


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "application/json;charset=UTF-8", "APPLICATION/JSON", None]
)
def test_json_is_taken_under_every_name_it_goes_by(kind: str | None, ready: Client) -> None:
    answer = ready.call("POST /v1/tasks", raw=GOOD, headers={"Content-Type": kind} if kind else {})
    assert answer.status == 201, answer.raw


@pytest.mark.parametrize(("name", "scheme", "code"), [
    ("none", None, "missing_api_key"), ("empty", "", "missing_api_key"),
    ("without a scheme", "{key}", "invalid_api_key"), ("basic", "Basic {key}", "invalid_api_key"),
    ("unknown", "Bearer pk_test_" + "a" * 55, "invalid_api_key"), ("cut short", "Bearer {key:.60}", "invalid_api_key"),
    ("of the other mode", "Bearer {live}", "invalid_api_key"), ("a slash", "Bearer ../../etc", "invalid_api_key"),
    ("with odd letters", "Bearer pk_test_" + "é" * 55, "invalid_api_key"),
    ("another proof", "Bearer {forged}", "invalid_api_key"),
])
def test_without_a_good_key_nothing_is_told(
    name: str, scheme: str | None, code: str, ready: Client, home: Home
) -> None:
    key = ready.key or ""
    sent = scheme and scheme.format(key=key, live=key.replace("pk_test_", "pk_live_"), forged=key[:-1] + "_")
    headers = {} if sent is None else {"Authorization": sent.encode().decode("latin-1")}
    for line in ("POST /v1/tasks", "GET /v1/tasks", "GET /v1/openapi.json", "GET /v1/tasks/task_1"):
        answer = ready.call(line, task() if line.startswith("POST") else None, headers=headers, key=None)
        assert (answer.status, answer.error["code"]) == (401, code)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert not sent or len(sent) < 20 or sent.removeprefix("Bearer ") not in answer.error["message"]
    assert home.world.queue.sent == []


def _over_a_socket(api: Client, request: bytes) -> bytes:
    port = int(api.url.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        raw.sendall(request)
        found = b""
        while chunk := raw.recv(65_536):
            found += chunk
    return found


@pytest.mark.parametrize(("request_bytes", "status", "code"), [
    (b"POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", b"413", b"request_too_large"),
    (b"POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", b"400", b"invalid_request"),
    (b"POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n", b"400", b"invalid_request"),
    (b"POST /v1/tasks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", b"400", b"invalid_request"),
    (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"400", b"invalid_request"),
    (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414", b"invalid_request"),
    (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", b"431", b"invalid_request"),
    (b"nonsense\r\n\r\n", b"400", b"invalid_request"),
], ids=["too long", "negative", "a word", "chunked", "long URL", "very long URL", "long header", "no HTTP"])
def test_what_no_function_ever_sees_gets_the_same_envelope(
    request_bytes: bytes, status: bytes, code: bytes, api: Client
) -> None:
    answer = _over_a_socket(api, request_bytes)
    assert b" " + status + b" " in answer.split(b"\r\n")[0]
    body = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert body["error"]["code"].encode() == code


def test_a_connection_is_kept_for_the_next_request(api: Client) -> None:
    for _ in range(5):
        api.call("GET /health")
    pool = api.pool.connection_from_url(api.url)
    assert pool.num_connections == 1 and pool.num_requests == 5
