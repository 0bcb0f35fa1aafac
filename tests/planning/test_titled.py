"""Records are called in the titles of their fields otherwise than in the names of actions."""

from typing import Any

import pytest

from chalicelib.planning.bidding.titled import titled
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.planner import Catalogue
from tests.tools.documents import op, tool

TEXT = {"type": "string"}


def listing(kind: str, **titles: str) -> dict[str, Any]:
    fields = {field: {**TEXT, "title": title} for field, title in titles.items()}
    answer = {"type": "array", "items": {"type": "object", "properties": fields}}
    told = {"200": {"description": "ok", "content": {"application/json": {"schema": answer}}}}
    return {f"/{kind}": {"get": op(operationId=f"{kind}_list", tags=[kind], responses=told)}}


def said(prompt: str, **more: str) -> str:
    stays = listing("stays", number="Booking number", state="Booking state", **more)
    paths = {**stays, **listing("rooms", name="Room name")}
    actions = tool(paths, name="inn", auth={"type": "none"}).actions
    return titled(prompt, index_of(Catalogue(f"inn {more}", {one.ref: one for one in actions})))


@pytest.mark.parametrize(("prompt", "plain"), [
    ("How many bookings are open?", "How many stays are open?"),
    ("Cancel the booking “My booking”", "Cancel the stay “My booking”"),
    ("Cancel the Booking Elm", "Cancel the Booking Elm"),
    ("List all rooms", "List all rooms"),
])  # fmt: skip
def test_it_is_said_as_the_actions_call_it(prompt: str, plain: str) -> None:
    assert said(prompt) == plain


def test_one_title_alone_and_a_word_of_another_thing_say_nothing() -> None:
    assert said("How many guests are there?", guest="Guest guest") == "How many guests are there?"
    assert said("How many payments are due?", due="Payment due") == "How many payments are due?"
