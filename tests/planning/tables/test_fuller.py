"""What only the read of a single record shows: whether a tent is dry, at a camp that is made up."""

from copy import deepcopy
from typing import Any

import pytest

from chalicelib.domain.outcome import Done
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine
from chalicelib.engine.settings import Settings
from chalicelib.planning.composer.composer import Composer
from chalicelib.tools.utility import Utility, utility_actions
from tests.engine.scripted import ACCOUNT, Scene
from tests.tools.documents import body, op, tool
from tests.world import World

TEXT, NUMBER, TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
KEY = [{"name": "number", "in": "path", "required": True, "schema": NUMBER}]
ROW, WHOLE = {"number": NUMBER, "name": TEXT}, {"number": NUMBER, "name": TEXT, "dry": TRUTH, "guests": NUMBER}


def gives(schema: Any) -> Any:
    return {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}}


def record(**fields: Any) -> Any:
    return {"type": "object", "properties": fields}


PATHS = {
    "/tents": {"get": op(operationId="listTents", summary="List the tents",
                         responses=gives({"type": "array", "items": record(**ROW)}))},
    "/tents/{number}": {
        "get": op(operationId="getTent", summary="Get a tent", parameters=KEY, responses=gives(record(**WHOLE))),
        "patch": op(operationId="updateTent", summary="Update a tent", parameters=KEY, **body(record(name=TEXT, guests=NUMBER))),
    },
    "/tents/{number}/pack": {"post": op(operationId="packTent", summary="Pack a tent", parameters=KEY)},
}
ACTIONS = tool(PATHS, name="camp", auth={"type": "none"}).actions
TENTS = [{"number": 4, "name": "Ridge", "dry": True, "guests": 2}, {"number": 5, "name": "Dome", "dry": False, "guests": 5},
         {"number": 6, "name": "Bell", "dry": True, "guests": 4}]


class Camp(Scene):
    def __init__(self, prompt: str) -> None:
        self.writes: list[tuple[str, Any]] = []
        self.singles = 0
        self.world = World(tools={one.ref: self.serve for one in ACTIONS})
        utility = Utility(lambda: {"base": "EUR", "date": "2026-03-11", "rates": {}})
        self.world.outside.functions.update({one.ref: utility.call for one in utility_actions()})
        self.settings = Settings()
        self.engine = Engine(self.world.ports, self.settings, Composer(), Cache(self.world.clock))
        agent = SubAgent(name="agent", prompt="camps", tools=(), actions={}, limits={"writes": 50})
        deploy(self.world.ports, ACCOUNT, agent, [*ACTIONS, *utility_actions()])
        self.task = self.accept(prompt=prompt, context={"timezone": "UTC"})
        self.run()

    def serve(self, call: Any) -> Any:
        if call.action.name == "listTents":
            return Done([{name: one[name] for name in ROW} for one in TENTS])
        if call.action.name == "getTent":
            self.singles += 1
            return Done(deepcopy(next(one for one in TENTS if one["number"] == call.inputs["number"])))
        self.writes.append((call.action.name, call.inputs["number"]))
        return Done({})


@pytest.mark.parametrize(("prompt", "numbers"), [
    ("Pack all tents that are dry.", [4, 6]), ("Pack the tents with more than 4 guests.", [5]),
])
def test_what_a_list_leaves_out_is_read_of_each_record(prompt, numbers):
    assert sorted(Camp(prompt).writes) == [("packTent", number) for number in numbers]


def test_records_are_shown_that_a_field_of_theirs_alone_tells():
    shown = Camp("Which tents are dry?").trace["steps"][-1]["output"]["data"]
    assert [(one["name"], one["dry"]) for one in shown] == [("Ridge", True), ("Bell", True)]


def test_nothing_more_is_read_where_the_list_shows_what_is_spoken_of():
    assert Camp("Pack the tent Ridge.").singles == 0
