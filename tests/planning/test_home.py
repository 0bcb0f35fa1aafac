"""Everything in one place that nobody needs to name: the sites of an aquarium that is made up."""

from copy import deepcopy
from typing import Any

import pytest

from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine
from chalicelib.engine.settings import Settings
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.home import home
from chalicelib.planning.planner import Catalogue
from chalicelib.tools.utility import Utility, utility_actions
from tests.engine.scripted import ACCOUNT, Scene
from tests.tools.documents import body, op, tool
from tests.world import World

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
SITE = {"name": "site", "in": "path", "required": True, "schema": {**TEXT, "description": "The site's slug"}}
KEY = {"name": "id", "in": "path", "required": True, "schema": NUMBER}


def listed(**fields: Any) -> Any:
    schema = {"type": "array", "items": {"type": "object", "properties": fields}}
    return {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}}


def body_of(*needed: str, **fields: Any) -> Any:
    return body({"type": "object", "properties": fields, "required": list(needed)})


TANK, FISH = {"name": TEXT, "litres": NUMBER}, {"name": TEXT, "tank": {**NUMBER, "description": "The id of the tank"}}
PATHS = {
    "/sites": {"get": op(operationId="listSites", summary="List the sites", responses=listed(slug=TEXT, name=TEXT))},
    "/sites/{site}/tanks": {
        "get": op(operationId="listTanks", summary="List the tanks", parameters=[SITE],
                  responses=listed(id=NUMBER, **TANK)),
        "post": op(operationId="createTank", summary="Create a tank", parameters=[SITE], **body_of("name", **TANK)),
    },
    "/sites/{site}/tanks/{id}": {
        "patch": op(operationId="updateTank", summary="Update a tank", parameters=[SITE, KEY], **body_of(**TANK)),
        "delete": op(operationId="deleteTank", summary="Delete a tank", parameters=[SITE, KEY]),
    },
    "/sites/{site}/fish": {"get": op(operationId="listFish", summary="List the fish", parameters=[SITE],
                                     responses=listed(id=NUMBER, **FISH))},
    "/sites/{site}/fish/{id}": {
        "patch": op(operationId="updateFish", summary="Update a fish", parameters=[SITE, KEY], **body_of(**FISH)),
    },
    "/sites/{site}/fish/{id}/feed": {
        "post": op(operationId="feedFish", summary="Feed a fish", parameters=[SITE, KEY]),
    },
}
ACTIONS = tool(PATHS, name="aquarium", auth={"type": "none"}).actions
TANKS = [{"id": 1, "name": "Reef", "litres": 900}, {"id": 2, "name": "Old pond", "litres": 300}]
SHOALS = [{"id": 7, "name": "Otto", "tank": 1}, {"id": 8, "name": "Nina", "tank": 2}]
PIER, WHARF = {"slug": "pier", "name": "Aquarium on the pier"}, {"slug": "wharf", "name": "Wharf Nine"}


class Aquarium(Scene):
    """A task on these sites, of which only the pier keeps anything; `writes` are calls that would change something."""

    def __init__(self, prompt: str, *sites: Any) -> None:
        self.sites, self.writes = sites, []
        self.world = World(tools={one.ref: self.serve for one in ACTIONS})
        utility = Utility(lambda: {"base": "EUR", "date": "2026-03-11", "rates": {}})
        self.world.outside.functions.update({one.ref: utility.call for one in utility_actions()})
        self.settings = Settings()
        self.engine = Engine(self.world.ports, self.settings, Composer(), Cache(self.world.clock))
        agent = SubAgent(name="agent", prompt="keeps fish", tools=(), actions={}, limits={"writes": 50})
        deploy(self.world.ports, ACCOUNT, agent, [*ACTIONS, *utility_actions()])
        self.task = self.accept(prompt=prompt, context={"timezone": "UTC"})
        self.run()

    def serve(self, call: Any) -> Any:
        name, inputs = call.action.name, dict(call.inputs)
        if name == "listSites":
            return Done(deepcopy([*self.sites]))
        if (site := inputs.pop("site", "")) != "pier":
            return Done([]) if site == "wharf" and call.action.effect == "read" else Failed("not_found", "no such site")
        if call.action.effect == "read":
            return Done(deepcopy(TANKS if name == "listTanks" else SHOALS))
        self.writes.append((name, inputs))
        return Done({})


@pytest.mark.parametrize(("prompt", "write"), [
    ("Delete the tank “Old pond”.", ("deleteTank", {"id": 2})),
    ("Create a tank called Lagoon with 450 litres.", ("createTank", {"name": "Lagoon", "litres": 450})),
    ("Feed the fish Otto.", ("feedFish", {"id": 7})),
    ("Move Otto to the tank “Old pond”.", ("updateFish", {"id": 7, "tank": 2})),
])
def test_where_there_is_but_one_place_it_is_meant(prompt, write):
    assert Aquarium(prompt, PIER).writes == [write]


def test_of_several_places_the_one_that_is_named_is_meant():
    assert Aquarium("Delete the tank “Old pond” in the site pier.", PIER, WHARF).writes == [("deleteTank", {"id": 2})]


@pytest.mark.parametrize("prompt", [
    "Delete the tank “Old pond” in the site quay.", "Feed the fish Otto in the site wharf.", "Feed Otto in drive",
])
def test_nothing_is_done_in_another_place_than_the_one_that_is_named(prompt):
    assert Aquarium(prompt, PIER, WHARF).writes == Aquarium(prompt, PIER).writes == []


def catalogue(*refs: str) -> Catalogue:
    return Catalogue("aquarium", {one.ref: one for one in ACTIONS if one.name not in refs})


def test_the_key_of_the_place_is_asked_of_nobody():
    one = home(catalogue())
    assert one is not None
    assert (one.listing, one.name) == ("aquarium.listSites", "site")
    assert "site" not in one.catalogue.actions["aquarium.feedFish"].input_schema["properties"]


def test_without_a_list_of_places_or_with_much_beside_them_none_is_the_home_of_everything():
    assert home(catalogue("listSites")) is None
    assert home(catalogue("listTanks", "createTank", "updateTank", "deleteTank")) is None
