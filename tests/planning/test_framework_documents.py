"""A document as a framework makes it of views: verbs last, look-ups in paths, bodies that nothing takes, PUT by PATCH.

    PUT, PATCH /clocks/{code__iexact}/       clocks_update, clocks_partial_update
    POST /clocks/{code__iexact}/wind/        clocks_wind_create, with the body of a whole clock
    halls                                    whose names are texts by language
"""

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

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
SPOKEN = {"type": "object", "additionalProperties": TEXT}
STATE = {"type": "string", "enum": ["stopped", "wound"], "readOnly": True}
CLOCK = {"title": TEXT, "maker": TEXT, "owner": TEXT, "note": TEXT, "hall": {**NUMBER, "nullable": True}}
HALL = {"name": SPOKEN, "note": SPOKEN, "floor": NUMBER}
SORT = {"name": SPOKEN, "price": NUMBER}


def listed(**fields: Any) -> Any:
    schema = {"type": "object", "required": ["count", "results"], "properties": {
        "count": NUMBER, "next": TEXT, "results": {"type": "array", "items": {"type": "object", "properties": fields}}}}
    return {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}}


def body_of(*needed: str, **fields: Any) -> Any:
    return body({"type": "object", "properties": fields, "required": list(needed)})


def views(kind: str, key: str, fields: Any, *needed: str) -> dict[str, Any]:
    keyed = [{"name": key, "in": "path", "required": True, "schema": NUMBER if key == "id" else TEXT}]
    return {
        f"/{kind}/": {
            "get": op(operationId=f"{kind}_list", tags=[kind], responses=listed(**fields)),
            "post": op(operationId=f"{kind}_create", tags=[kind], **body_of(*needed, **fields)),
        },
        f"/{kind}/{{{key}}}/": {
            "put": op(operationId=f"{kind}_update", tags=[kind], parameters=keyed, **body_of(*needed, **fields)),
            "patch": op(operationId=f"{kind}_partial_update", tags=[kind], parameters=keyed, **body_of(**fields)),
            "delete": op(operationId=f"{kind}_destroy", tags=[kind], parameters=keyed),
        },
    }


LOOKED_UP = [{"name": "code__iexact", "in": "path", "required": True, "schema": TEXT}]
PATHS = {
    **views("clocks", "code__iexact", CLOCK, "title"), **views("halls", "id", HALL, "name"),
    **views("sorts", "id", SORT, "name"),
    "/clocks/{code__iexact}/wind/": {"post": op(
        operationId="clocks_wind_create", tags=["clocks"], parameters=LOOKED_UP, **body_of("title", **CLOCK))},
}
KEEPER = {"name": TEXT, "email": {**TEXT, "format": "email"}, "has_arrived": {"type": "boolean"}}
USED = [{"name": "user__code__iexact", "in": "path", "required": True, "schema": TEXT}]
TOLD = {"tags": ["keepers"], "parameters": USED, **body_of("name", "email", **KEEPER)}
PATHS |= {
    "/keepers/": {"get": op(operationId="keepers_list", tags=["keepers"], responses=listed(code=TEXT, **KEEPER))},
    "/keepers/{user__code__iexact}/": {
        method: op(operationId=f"keepers_{name}", **TOLD)
        for method, name in (("put", "update"), ("patch", "partial_update"))
    },
}
ACTIONS = tool(PATHS, name="tower", auth={"type": "none"}).actions
HELD = {
    "clocks_list": [
        {"code": "A1", "title": "Clean my brass", "maker": "Lee", "owner": "Ann", "note": "", "hall": 2,
         "state": "stopped"},
        {"code": "B2", "title": "Tallboy", "maker": "Dent", "owner": "Ann", "note": "", "hall": 2, "state": "wound"},
    ],
    "halls_list": [
        {"id": 1, "name": {"en": "North"}, "note": {"en": ""}, "floor": 1},
        {"id": 2, "name": {"en": "South", "de": "Süd"}, "note": {"en": ""}, "floor": 1},
    ],
    "sorts_list": [{"id": 5, "name": {"en": "Clock"}, "price": 30}],
    "keepers_list": [
        {"code": "K1", "name": "Lena Holm", "email": "lena@example.com", "has_arrived": False},
        {"code": "K2", "name": "Ruth Dale", "email": "ruth@example.com", "has_arrived": False},
    ],
}


class Tower(Scene):
    def __init__(self, prompt: str, held: Any = HELD) -> None:
        self.held, self.writes = held, []
        self.world = World(tools={one.ref: self.serve for one in ACTIONS})
        utility = Utility(lambda: {"base": "EUR", "date": "2026-03-11", "rates": {}})
        self.world.outside.functions.update({one.ref: utility.call for one in utility_actions()})
        self.settings = Settings()
        self.engine = Engine(self.world.ports, self.settings, Composer(), Cache(self.world.clock))
        agent = SubAgent(name="agent", prompt="keeps clocks", tools=(), actions={}, limits={"writes": 50})
        deploy(self.world.ports, ACCOUNT, agent, [*ACTIONS, *utility_actions()])
        self.task = self.accept(prompt=prompt, context={"timezone": "UTC"})
        self.run()

    def serve(self, call: Any) -> Any:
        rows = self.held.get(call.action.name)
        if rows is not None:
            return Done({"count": len(rows), "next": None, "results": deepcopy(rows)})
        self.writes.append((call.action.name, dict(call.inputs)))
        return Done({})


@pytest.mark.parametrize(("prompt", "write"), [
    ("Wind the clock “Clean my brass”.", ("clocks_wind_create", {"code__iexact": "A1"})),
    ("Move the clock “Tallboy” to the hall North.", ("clocks_partial_update", {"code__iexact": "B2", "hall": 1})),
    ("If the clock “Tallboy” has been wound, delete it.", ("clocks_destroy", {"code__iexact": "B2"})),
    ("Delete the clock “Clean my brass”.", ("clocks_destroy", {"code__iexact": "A1"})),
    ("Rename the hall North to “North wing”.", ("halls_partial_update", {"id": 1, "name": {"en": "North wing"}})),
    ("Lena Holm has arrived. Note that.",
     ("keepers_partial_update", {"user__code__iexact": "K1", "has_arrived": True})),
    ("Create a hall called Annex.", ("halls_create", {"name": {"en": "Annex"}})),
])
def test_what_is_asked_is_done_in_the_form_that_the_service_takes(prompt, write):
    assert Tower(prompt).writes == [write]


def test_a_text_is_written_in_the_language_in_which_the_records_have_theirs():
    halls = [{"id": 1, "name": {"de": "Nord"}, "note": {"de": ""}, "floor": 1}]
    assert Tower("Rename the hall Nord to “Nordflügel”.", {**HELD, "halls_list": halls}).writes == [
        ("halls_partial_update", {"id": 1, "name": {"de": "Nordflügel"}})
    ]


def test_what_stands_in_quotes_behind_its_noun_is_no_new_name_for_what_happens_to_be_called_as_the_noun():
    assert Tower("Set the price of the clock “Tallboy” to 45.").writes == []


def test_what_is_only_put_in_a_place_by_way_of_all_its_fields_is_not_replaced():
    words = {one.name: one.words for one in ACTIONS}
    assert words["clocks_wind_create"] == "wind clocks"
    assert (words["halls_partial_update"], words["halls_list"]) == ("update halls", "list halls")
