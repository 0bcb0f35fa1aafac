"""Names that are a method and a path are read as the deeds that they stand for."""

from tests.tools.documents import body, op, tool

TEXT = body({"type": "object", "properties": {"text": {"type": "string"}}})
ID = [{"name": "payout", "in": "path", "required": True, "schema": {"type": "string"}}]


def said(paths):
    return {action.name: action.said for action in tool(paths).actions}


LED = {
    "/payouts": {
        "get": op(operationId="GetPayouts", description="Returns a list of payouts."),
        "post": op(operationId="PostPayouts", description="Schedules a payout.", **TEXT),
    },
    "/payouts/{payout}": {
        "post": op(operationId="PostPayoutsPayout", description="Any field may be given.", parameters=ID, **TEXT),
        "delete": op(operationId="DeletePayoutsPayout", parameters=ID),
    },
    "/payouts/{payout}/cancel": {
        "post": op(operationId="PostPayoutsPayoutCancel", description="A payout can be canceled.", parameters=ID),
    },
    "/tokens": {"post": op(operationId="PostTokens", description="One-time tokens.", **TEXT)},
}


def test_a_name_led_by_its_method_says_what_the_path_ends_in_or_the_text_begins_with_or_the_method_does():
    assert said(LED) == {
        "GetPayouts": "get payouts", "PostPayouts": "schedules payouts", "PostPayoutsPayout": "update payouts",
        "DeletePayoutsPayout": "delete payouts", "PostPayoutsPayoutCancel": "cancel payouts",
        "PostTokens": "create tokens",
    }


def test_names_made_of_method_and_path_for_want_of_others_are_read_so_too():
    assert said({"/orders": {"get": op(), "post": op(**TEXT)}}) == {
        "GET_orders": "get orders", "POST_orders": "create orders"
    }


def test_post_stays_a_verb_where_the_texts_say_that_something_is_posted():
    paths = {
        "/rooms": {"get": op(operationId="get_rooms", description="Get the rooms.")},
        "/say": {"post": op(operationId="post_message", description="Post a message.", **TEXT)},
    }

    assert set(said(paths).values()) == {""}


def test_names_that_are_deeds_stay_what_they_are():
    paths = {**LED, "/a": {"post": op(operationId="sendIt", **TEXT)}, "/b": {"post": op(operationId="openIt", **TEXT)}}

    assert set(said(paths).values()) == {""}


def test_a_path_and_a_method_behind_every_name_are_no_part_of_the_deed():
    paths = {
        "/boats/": {"get": op(operationId="read_boats_boats__get")},
        "/boats/{boat}/hire_out": {
            "post": op(operationId="hire_out_boat_boats__boat__hire_out_post", parameters=[{**ID[0], "name": "boat"}]),
        },
        "/moorings/{mooring}/reservations/{reservation}/guests": {"post": op(
            operationId="add_guest_moorings__mooring__reservations__reservation__guests_post", **TEXT)},
    }

    assert [*said(paths).values()] == ["read boats", "hire out boat", "add guest"]


def test_a_group_in_front_of_every_name_stands_behind_the_verb_where_nothing_else_does():
    def boat(name, method="post"):
        return {method: op(operationId=f"boats/{name}", tags=["boats"])}

    paths = {"/a": boat("list-for-harbour", "get"), "/b": boat("create"), "/c": boat("create-mooring")}

    assert [*said(paths).values()] == ["list boats for harbour", "create boats", "create mooring"]


def test_the_service_with_which_all_names_begin_is_no_part_of_what_is_said():
    paths = {
        f"/{thing}s": {method: op(operationId=f"harbour.{thing}s.{deed}")}
        for thing, method, deed in (
            ("berth", "get", "list"), ("crane", "post", "insert"), ("tide", "get", "list"), ("pilot", "post", "call"),
            ("mooring", "get", "list"),
        )
    }
    few = dict([*paths.items()][:3])

    assert [*said(paths).values()] == ["berths list", "cranes insert", "tides list", "pilots call", "moorings list"]
    assert {*said(few).values()} == {""}
