""" "Me" and "my" as inputs: taken from what the context tells of the user, else asked."""

from typing import Any

import pytest

from chalicelib.domain.binding import Context
from tests.planning.composer.stand_ins import action, planned, small, the

TEXT: dict[str, Any] = {"type": "string"}
EMAIL = {"type": "string", "format": "email"}
BERTHS = {
    "type": "object",
    "properties": {"berths": {"type": "array", "items": {"type": "object", "properties": {"berth_id": TEXT}}}},
}
HARBOUR = small(
    action("send_message", "Send a message to a person.", {"recipient_email": EMAIL, "text": TEXT}, None, "unsafe"),
    action("list_berths", "List the berths of the harbour.", {}, BERTHS, owner_id=TEXT, pier=TEXT),
    action(
        "reserve_berth",
        "Reserve a berth.",
        {"berth_id": TEXT, "skipper_name": {**TEXT, "description": "The person who sails."}},
        None,
        "unsafe",
    ),
)
SHOP = small(
    action(
        "Mailings/dispatch",
        "Mails a letter to an address.",
        {"mailTo": {**TEXT, "description": "E-mail address."}, "body": TEXT},
        None,
        "unsafe",
    ),
    action(
        "Repairs/create", "Creates a repair of a bicycle.", {"bicycleName": TEXT, "customerPhone": TEXT}, None, "unsafe"
    ),
)


@pytest.mark.parametrize(
    ("prompt", "context", "path"),
    [
        ("Send me a message saying 'hello'", {"user_email": "ann@x.example"}, "user_email"),
        ("Send a message saying 'hello' to me", {"user": {"email": "ann@x.example", "id": "u1"}}, "user.email"),
        ("Message me 'hello'", {"email": "ann@x.example", "name": "Ann"}, "email"),
    ],
)
def test_me_is_the_address_that_the_context_tells(prompt: str, context: dict[str, Any], path: str) -> None:
    assert the(planned(prompt, HARBOUR, **context), "send_message").inputs["recipient_email"] == Context(path)


def test_for_me_is_the_name_where_a_person_is_named() -> None:
    plan = planned("Reserve berth B-12 for me", HARBOUR, name="Ann Lee", user_id="u1")

    assert the(plan, "reserve_berth").inputs["skipper_name"] == Context("name")


def test_my_things_are_read_by_the_users_id() -> None:
    assert the(planned("List my berths", HARBOUR, user_id="u1"), "list_berths").inputs == {
        "owner_id": Context("user_id")
    }
    assert the(planned("List the berths", HARBOUR, user_id="u1"), "list_berths").inputs == {}


def test_another_style_of_catalogue_reads_the_same() -> None:
    mailed = planned("Mail me 'The saddle is here'", SHOP, user_email="ann@x.example")
    repair = planned(
        "Create a repair of the bicycle 'Blue Gazelle', my phone is in the file", SHOP, user_phone="+44 20 7946 0000"
    )

    assert the(mailed, "Mailings/dispatch").inputs["mailTo"] == Context("user_email")
    assert the(repair, "Repairs/create").inputs["customerPhone"] == Context("user_phone")


@pytest.mark.parametrize("context", [{}, {"account_id": "a1"}, {"name": "Ann"}])
def test_what_no_fact_tells_is_asked(context: dict[str, Any]) -> None:
    plan = planned("Send me a message saying 'hello'", HARBOUR, **context)

    assert [list(step.ask.fields["properties"]) for step in plan.steps if step.ask] == [["recipient_email"]]


def test_what_is_made_for_me_is_not_called_by_my_name() -> None:
    plan = planned("Create a repair for me", SHOP, name="Ann", user_phone="+44 20 7946 0000")

    assert the(plan, "Repairs/create").inputs["bicycleName"] != Context("name")
