"""What a registration says of single actions wins over its document."""

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.tools.request import build
from tests.tools.documents import body, document, op, tool
from tests.tools.world import compiled

LISTS = [
    {"name": "types", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}, "explode": False},
    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
]
ROOM = [{"name": "room", "in": "path", "required": True, "schema": {"type": "string"}}]
TEXT = body({"type": "object", "properties": {"text": {"type": "string"}}})
PATHS = {
    "/rooms.list": {"get": op(operationId="rooms_list", parameters=LISTS)},
    "/rooms/{room}/topic": {"put": op(operationId="rooms_topic", parameters=ROOM, **TEXT)},
    "/say": {"post": op(operationId="say", **TEXT)},
}


def by_name(**registration):
    made = tool(PATHS, **registration)
    return {action.name: action for action in made.actions}, made.warnings


def sent(action, **inputs):
    return build(action.call, inputs, "https://93.184.216.34/v2", "")


def test_a_read_that_the_service_takes_by_post_sends_its_query_as_a_form_and_stays_a_read():
    actions, _ = by_name(overrides={"rooms_*": {"method": "POST"}})

    request = sent(actions["rooms_list"], types=["public", "private"], limit=5)
    assert (request.method, request.url) == ("POST", "https://93.184.216.34/v2/rooms.list")
    assert request.body == b"types=public%2Cprivate&limit=5"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert actions["rooms_list"].effect == "read"


def test_a_body_stays_what_it_is_and_what_could_be_repeated_by_put_cannot_by_post():
    actions, _ = by_name(overrides={"rooms_*": {"method": "POST"}})

    request = sent(actions["rooms_topic"], room="7", text="x")
    assert (request.method, request.url, request.content) == (
        "POST", "https://93.184.216.34/v2/rooms/7/topic", {"text": "x"}
    )
    assert actions["rooms_topic"].effect == "unsafe"


def test_the_first_pattern_that_gives_a_field_counts_and_effects_are_its_short_form():
    actions, warnings = by_name(
        overrides={
            "say": {"effect": "idempotent"},
            "*": {"effect": "unsafe", "description": "Speaks."},
            "x": {"method": "PUT"},
        },
        effects={"say": "read", "rooms_*": "read"},
    )

    assert {name: action.effect for name, action in actions.items()} == {
        "say": "idempotent", "rooms_list": "unsafe", "rooms_topic": "unsafe"
    }
    assert {action.description for action in actions.values()} == {"Speaks."}
    assert any("overrides: 'x' matches no action" in warning for warning in warnings)


def test_an_action_may_say_itself_when_it_has_failed_and_the_others_do_not():
    rule = {"path": "ok", "equals": False}
    actions, _ = by_name(overrides={"say": {"failed_when": rule}}, failed_when={"path": "error", "equals": "x"})

    assert actions["say"].call["failed_when"]["path"] == "ok"
    assert actions["rooms_list"].call["failed_when"]["path"] == "error"


@pytest.mark.parametrize(("overrides", "field"), [
    ({"say": {"effect": "harmless"}}, "overrides.say.effect"),
    ({"say": {"method": "TRACE"}}, "overrides.say.method"),
    ({"say": {"method": "GET"}}, "overrides.say.method"),
    ({"say": {"colour": "red"}}, "overrides.say.colour"),
    ({"say": {"description": ""}}, "overrides.say.description"),
    ({"say": {"failed_when": {"path": "a[", "equals": 1}}}, "overrides.say.failed_when.path"),
    ({"say": "read"}, "overrides.say"),
    ({"say": {}}, "overrides.say"),
    ("read", "overrides"),
])
def test_an_override_that_cannot_be_used_is_refused_by_field(overrides, field):
    with pytest.raises(InvalidRequest) as refusal:
        compiled({"openapi": document(PATHS), "overrides": overrides})

    assert refusal.value.details[0]["field"] == field


def test_an_action_without_a_document_can_be_overridden_too():
    made = compiled({
        "name": "desk", "base_url": "https://93.184.216.34",
        "capabilities": [{"name": "look", "method": "GET", "path": "/look", "parameters": {
            "type": "object", "properties": {"q": {"type": "string"}},
        }}],
        "overrides": {"look": {"method": "POST"}},
    })

    request = sent(made.actions[0], q="a b")
    assert (request.method, request.body) == ("POST", b"q=a%20b")
