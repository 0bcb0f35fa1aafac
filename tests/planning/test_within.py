"""A request within one place, and other shapes of official documents, on a printing house that is made up."""

from copy import deepcopy
from typing import Any

import pytest

from chalicelib.domain.binding import Mention
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine
from chalicelib.engine.settings import Settings
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.planner import Brief, Catalogue
from chalicelib.planning.within import within
from chalicelib.tools.utility import Utility, utility_actions
from tests.engine.scripted import ACCOUNT, Scene
from tests.tools.documents import body, op, tool
from tests.world import World

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
HOUSE = [{"name": name, "in": "path", "required": True, "schema": TEXT} for name in ("town", "house")]
TAGS = {"type": "array", "items": TEXT}
STATE = {"type": "string", "enum": ["open", "done"]}
PHASE = {"type": ["string", "null"], "description": "The `number` of the phase that the job is a part of."}
JOB = {"number": NUMBER, "id": NUMBER, "title": TEXT, "state": STATE}


def of(name: str, schema: Any) -> list[Any]:
    return [*HOUSE, {"name": name, "in": "path", "required": True, "schema": schema}]


def listed(**fields: Any) -> Any:
    schema = {"type": "array", "items": {"type": "object", "properties": fields}}
    return {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}}


def body_of(*needed: str, **fields: Any) -> Any:
    return body({"type": "object", "properties": fields, "required": list(needed)})


PATHS = {
    "/houses/{town}/{house}/jobs": {
        "get": op(operationId="jobs/list-for-house", summary="List the jobs of a house", tags=["jobs"], parameters=[
            *HOUSE, {"name": "state", "in": "query", "schema": {
                "type": "string", "enum": ["open", "done", "all"], "default": "open"}},
        ], responses=listed(**JOB)),
        "post": op(operationId="jobs/create", summary="Create a job", tags=["jobs"], parameters=HOUSE, **body_of(
            "title", title=TEXT, due_on={"type": "string", "format": "date"}, description=TEXT)),
    },
    "/houses/{town}/{house}/jobs/{job_number}": {
        "patch": op(operationId="jobs/update", summary="Update a job", tags=["jobs"], parameters=of(
            "job_number", NUMBER), **body_of(title=TEXT, state=STATE, tags=TAGS, phase=PHASE)),
    },
    "/houses/{town}/{house}/papers": {
        "get": op(operationId="papers/list-for-house", summary="List the papers of a house", tags=["papers"],
                  parameters=HOUSE, responses=listed(id=NUMBER, name=TEXT)),
    },
    "/houses/{town}/{house}/papers/{name}": {
        "delete": op(operationId="papers/delete", summary="Delete a paper", tags=["papers"],
                     parameters=of("name", TEXT)),
    },
    "/houses/{town}/{house}/phases": {
        "get": op(operationId="phases/list-for-house", summary="List the phases of a house", tags=["phases"],
                  parameters=HOUSE, responses=listed(id=NUMBER, number=NUMBER, title=TEXT, open_jobs=NUMBER)),
    },
    "/houses": {"get": op(operationId="houses/list", summary="List the houses", tags=["houses"])},
}
ACTIONS = tool(PATHS, name="press", auth={"type": "none"}).actions
JOBS = [
    {"id": 901, "number": 1, "title": "Menus for the inn", "state": "done", "tags": [{"id": 7, "name": "rush"}]},
    {"id": 902, "number": 2, "title": "Wedding cards", "state": "open", "tags": [{"id": 8, "name": "gilt"}]},
    {"id": 903, "number": 3, "title": "Posters", "state": "open", "tags": [{"id": 8, "name": "gilt"}]},
]
PHASES = [
    {"id": 41, "number": 6, "title": "Spring fair", "open_jobs": 902},
    {"id": 42, "number": 7, "title": "Easter", "open_jobs": 1},
]
PAPERS = [{"id": 5, "name": "kraft"}, {"id": 6, "name": "linen"}]


class Press(Scene):
    """A task on the house of Leeds; `writes` are the calls that would have changed something."""

    def __init__(self, prompt: str) -> None:
        self.writes: list[tuple[str, dict[str, Any]]] = []
        self.world = World(tools={one.ref: self.serve for one in ACTIONS})
        utility = Utility(lambda: {"base": "EUR", "date": "2026-03-11", "rates": {}})
        self.world.outside.functions.update({one.ref: utility.call for one in utility_actions()})
        self.settings = Settings()
        self.engine = Engine(self.world.ports, self.settings, Composer(), Cache(self.world.clock))
        agent = SubAgent(name="agent", prompt="prints", tools=(), actions={}, limits={"writes": 50})
        deploy(self.world.ports, ACCOUNT, agent, [*ACTIONS, *utility_actions()])
        self.task = self.accept(prompt=prompt, context={"timezone": "UTC"})
        self.run()

    def serve(self, call: Any) -> Any:
        name, inputs = call.action.name, dict(call.inputs)
        if name != "houses_list" and (inputs.pop("town", ""), inputs.pop("house", "")) != ("leeds", "oak"):
            return Failed("not_found", "no such house")
        if name == "jobs_list-for-house":
            state = inputs.get("state", "open")
            return Done(deepcopy([one for one in JOBS if state in ("all", one["state"])]))
        if name == "papers_list-for-house":
            return Done(deepcopy(PAPERS))
        if name == "phases_list-for-house":
            return Done(deepcopy(PHASES))
        if call.action.effect != "read":
            self.writes.append((name, inputs))
        return Done({})


@pytest.mark.parametrize(("prompt", "write"), [
    ("Set the job about the wedding cards in leeds/oak to done.", ("jobs_update", {"job_number": 2, "state": "done"})),
    ("Rename the job Posters of the house leeds/oak to “Large posters”.",
     ("jobs_update", {"job_number": 3, "title": "Large posters"})),
    ("Delete the paper kraft from leeds/oak.", ("papers_delete", {"name": "kraft"})),
    ("Create a job titled “Tickets” in leeds/oak that is due on 3 May 2027.",
     ("jobs_create", {"title": "Tickets", "due_on": "2027-05-03"})),
    ("Set the job about the wedding cards in leeds's oak house to done.",
     ("jobs_update", {"job_number": 2, "state": "done"})),
    ("Reopen the job about the menus in leeds/oak.", ("jobs_update", {"job_number": 1, "state": "open"})),
    ("Move the job “Posters” in leeds/oak to the phase “Spring fair”.",
     ("jobs_update", {"job_number": 3, "phase": "6"})),
])
def test_what_is_asked_within_a_place_is_done_there_to_the_record_with_that_number(prompt, write):
    assert Press(prompt).writes == [write]


def test_records_are_told_by_the_names_of_what_stands_in_them_and_that_is_nothing_new_to_them():
    writes = Press("Set all jobs in leeds/oak that are tagged gilt to done.").writes
    assert sorted(writes, key=str) == [
        ("jobs_update", {"job_number": number, "state": "done"}) for number in (2, 3)
    ]


def test_a_list_that_leaves_some_out_unless_told_otherwise_is_read_whole():
    assert Press("Set the job about the menus in leeds/oak to open.").writes == [
        ("jobs_update", {"job_number": 1, "state": "open"})
    ]


def brief(prompt: str) -> Brief:
    return Brief(prompt, Catalogue("press", {one.ref: one for one in ACTIONS}), now=1_795_428_000_000)


def test_the_place_is_taken_out_of_the_request_and_its_inputs_out_of_the_actions():
    one = within(brief("List the jobs of the house leeds/oak, please."))

    assert one.brief.prompt == "List the jobs, please."
    assert one.told == {"town": Mention("leeds", "leeds/oak"), "house": Mention("oak", "leeds/oak")}
    assert "press.houses_list" not in one.brief.catalogue.actions
    assert not one.brief.catalogue.actions["press.jobs_list-for-house"].input_schema["required"]


def test_what_a_place_has_is_what_there_is_in_it():
    assert within(brief("How many open jobs does york/minster have?")).brief.prompt == "How many open jobs are there?"


@pytest.mark.parametrize("prompt", [
    "Move the job from leeds/oak to leeds/elm.", "Create a job titled “Cards in leeds/oak”.", "List the jobs.",
    "leeds/oak is closed on Mondays.", "Print it in black and/or red.",
])
def test_without_one_place_that_is_named_beside_the_request_nothing_is_taken_out(prompt):
    assert within(brief(prompt)).brief.prompt == prompt


def test_a_clause_that_no_step_does_keeps_the_others_from_being_done():
    assert Press("Create a job titled “Tickets” in leeds/oak and refund the wedding cards.").writes == []
