"""A prompt over whole documents carried out by the real engine, with services that know what the case says.

A service answers an action with what the case has for it: of a list, the rows that have what was given for their
fields, or hold what was searched for.  A read of one record gives the row with that key.  Every other read finds
nothing, and each write is taken.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # Any: answers are JSON

from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.tool import Action
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine
from chalicelib.engine.history import history
from chalicelib.engine.ports import Call
from chalicelib.engine.results import result
from chalicelib.engine.settings import Settings
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.planner import Catalogue
from chalicelib.tools.utility import Utility, utility_actions
from tests.engine.scripted import ACCOUNT, Scene
from tests.world import World

SEARCHES = {"q", "query", "term", "filter_term", "search"}


class Carried(Scene):
    """The task of a case."""

    def __init__(self, prompt: str, known: Catalogue, answers: Mapping[str, Any], now: int) -> None:
        self.answers = answers
        self.made: list[tuple[Action, Mapping[str, Any]]] = []
        actions = [one for one in known.actions.values() if one.via == "http"]
        self.world = World(tools={one.ref: self.serve for one in actions})
        utility = Utility(lambda: {"base": "EUR", "date": "2026-03-11", "rates": {}})
        self.world.outside.functions.update({one.ref: utility.call for one in utility_actions()})
        self.world.clock.instant = now
        self.settings = Settings()
        self.engine = Engine(self.world.ports, self.settings, Composer(), Cache(self.world.clock))
        agent = SubAgent(name="agent", prompt="does things", tools=(), actions={}, limits={"writes": 50})
        deploy(self.world.ports, ACCOUNT, agent, [*actions, *utility_actions()])
        self.task = self.accept(prompt=prompt, context={"timezone": "UTC", "user_id": "user_123"})
        self.run()

    def said(self) -> str:
        """What the person is asked, where one is."""
        steps = history(self.world.ports, ACCOUNT, self.task.id).steps.values()
        return " ".join(step.ask.text for step in steps if step.ask)

    def shown(self) -> str:
        return str(result(self.world.ports, history(self.world.ports, ACCOUNT, self.task.id))["outputs"])

    def serve(self, call: Call) -> Outcome:
        self.made.append((call.action, dict(call.inputs)))
        if (answer := self.answers.get(call.action.name)) is not None:
            return Done(_narrowed(answer, dict(_leaves(call.inputs))))
        if call.action.writes:
            return Done({"id": "new-1"})
        return self._one(call)

    def _one(self, call: Call) -> Outcome:
        keys = {str(value) for _, value in _leaves(call.inputs)}
        found = [row for answer in self.answers.values() for row in _rows(answer) if keys & {*map(str, row.values())}]
        if len(found) != 1:
            return Failed("not_found", "there is none", "404")
        fields = (call.action.output_schema or {}).get("properties", {})
        wraps = [name for name, one in fields.items() if "properties" in one and name not in found[0]]
        return Done({wraps[0]: found[0]} if len(wraps) == 1 and not {*fields} & {*found[0]} else found[0])


def _leaves(inputs: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in inputs.items():
        if isinstance(value, Mapping):
            yield from _leaves(value)
        else:
            yield name, value


def _rows(answer: Any) -> Sequence[Mapping[str, Any]]:
    """The rows of an answer: it is their list, or holds it, or is one."""
    if isinstance(answer, list):
        return answer
    lists = [value for value in answer.values() if isinstance(value, list)]
    return lists[0] if lists else [answer]


def _narrowed(answer: Any, given: Mapping[str, Any]) -> Any:
    if isinstance(answer, list):
        return [row for row in answer if not isinstance(row, Mapping) or _fits(row, given)]
    return {
        name: _narrowed(value, given) if isinstance(value, list) else value for name, value in answer.items()
    }


def _fits(row: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    sought = [str(value).casefold() for name, value in given.items() if name in SEARCHES]
    return all(str(row[name]).casefold() == str(value).casefold() for name, value in given.items() if name in row) and (
        all(one in str(row).casefold() for one in sought)
    )
