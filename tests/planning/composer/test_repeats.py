"""A clause that repeats the deed before with something else in its place: "and send it to the finance team too"."""

from typing import Any

import pytest

from chalicelib.domain.binding import Mention, Output
from chalicelib.domain.plan import Plan
from chalicelib.planning.planner import Catalogue
from tests.planning.composer.stand_ins import action, planned, small
from tests.planning.composer.test_planning import GARDEN

TEXT: dict[str, Any] = {"type": "string"}
LOG = {"type": "object", "properties": {"log": TEXT}}
CHANNEL = {"type": "string", "description": "Channel, as `#general`."}
RECEIVER = {"type": "string", "description": "Address of the receiver."}
VINEYARD = small(
    action("get_report", "Get the report of a vineyard.", {"vineyard_id": TEXT}, LOG),
    action("post_message", "Post a message to a channel.", {"channel": CHANNEL, "text": TEXT}, None, "unsafe"),
)
FERRY = small(
    action("letters.send", "Sends a letter by mail.", {"to": RECEIVER, "body": TEXT}, None, "unsafe"),
    action("logs.fetch", "Fetches the log of a ship.", {"shipId": TEXT}, LOG),
)
SQUAD = small(
    action("notify_group", "Notifies a group of people.", {"group": TEXT, "message": TEXT}, None, "unsafe"),
    action("get_weather", "Gets the weather of a city.", {"city": TEXT}, LOG),
)
ARCHIVE = small(action("share_file", "Shares a file.", {"file_id": TEXT, "team": TEXT}, None, "unsafe"))


def values(plan: Plan, name: str, field: str) -> list[Any]:
    found = [step.inputs[field] for step in plan.steps if step.action == name]
    return [one.value if isinstance(one, Mention) else one for one in found]


@pytest.mark.parametrize(
    ("catalogue", "prompt", "name", "field", "told"),
    [
        (
            VINEYARD,
            "Get the report of vineyard v-7, post it to the sales team and send it to the finance team too",
            "post_message",
            "channel",
            ["sales", "finance"],
        ),
        (
            SQUAD,
            "Get the weather of Lyon and send it to the drivers group and to the pickers group too",
            "notify_group",
            "group",
            ["drivers", "pickers"],
        ),
        (
            ARCHIVE,
            "Share file f-12 with the design team and with the legal team as well",
            "share_file",
            "team",
            ["design", "legal"],
        ),
        (
            VINEYARD,
            "Post 'Harvest is on' to #sales and to #finance as well",
            "post_message",
            "channel",
            ["sales", "finance"],
        ),
        (
            VINEYARD,
            "Post 'Harvest is on' to #sales, and also to #finance",
            "post_message",
            "channel",
            ["sales", "finance"],
        ),
        (
            VINEYARD,
            "Post 'It rains' to #sales and send it to #finance too",
            "post_message",
            "channel",
            ["sales", "finance"],
        ),
        (
            VINEYARD,
            "Post 'It rains' to #sales. Do the same for #finance.",
            "post_message",
            "channel",
            ["sales", "finance"],
        ),
        (
            FERRY,
            "Send 'Ahoy' to a@x.example and to b@x.example as well",
            "letters.send",
            "to",
            ["a@x.example", "b@x.example"],
        ),
        (
            FERRY,
            "Fetch the log of ship s-1 and do the same for s-2 and s-3",
            "logs.fetch",
            "shipId",
            ["s-1", "s-2", "s-3"],
        ),
        (
            GARDEN,
            "Water plant p-17 with 3 litres and do the same for p-18",
            "water_plant",
            "plant_id",
            ["p-17", "p-18"],
        ),
        (GARDEN, "Water plant p-17 with 3 litres and p-18 too", "water_plant", "litres", [3, 3]),
        (GARDEN, "Move plant p-17 to bed 'North', and p-18 as well", "move_plant", "to_bed", ["North", "North"]),
    ],
)
def test_the_deed_is_repeated_with_what_is_named_in_its_place(
    catalogue: Catalogue, prompt: str, name: str, field: str, told: list[Any]
) -> None:
    assert values(planned(prompt, catalogue), name, field) == told


def test_the_word_for_what_it_is_is_no_part_of_the_value() -> None:
    plan = planned("Post 'It rains' to the sales channel and to the finance channel as well", VINEYARD)

    assert values(plan, "post_message", "channel") == ["sales", "finance"]


def test_what_was_read_once_serves_both() -> None:
    plan = planned("Get the report of vineyard v-12, post it to #sales and send it to #finance too", VINEYARD)
    (read,) = [step for step in plan.steps if step.action == "get_report"]

    assert values(plan, "post_message", "channel") == ["sales", "finance"]
    assert {one.step for one in values(plan, "post_message", "text") if isinstance(one, Output)} == {read.id}


def test_another_object_is_read_anew_and_goes_to_the_same_receiver() -> None:
    plan = planned("Get the report of vineyard v-12 and post it to #sales. Do the same for vineyard v-13", VINEYARD)
    reads = [step.id for step in plan.steps if step.action == "get_report"]

    assert values(plan, "get_report", "vineyard_id") == ["v-12", "v-13"]
    assert values(plan, "post_message", "channel") == ["sales", "sales"]
    assert [one.step for one in values(plan, "post_message", "text")] == reads


def test_a_name_that_is_looked_up_is_looked_up_again() -> None:
    plan = planned('Water the plant "Old Rose" and do the same for "Young Rose"', GARDEN)

    assert values(plan, "list_plants", "name") == ["Old Rose", "Young Rose"]
    assert len({one.step for one in values(plan, "water_plant", "plant_id")}) == 2


@pytest.mark.parametrize("prompt", ["Water p-17 and remove p-18 too", "Water p-17, and also remove p-18"])
def test_a_verb_of_its_own_repeats_nothing(prompt: str) -> None:
    assert [step.action for step in planned(prompt, GARDEN).steps] == ["water_plant", "remove_plant"]


def test_the_condition_of_the_first_holds_for_the_second() -> None:
    plan = planned("If the forecast for tomorrow has less than 2 mm of rain, water p-1 and p-2 too", GARDEN)
    first, second = [step for step in plan.steps if step.action == "water_plant"]

    assert first.when is not None and first.when == second.when
