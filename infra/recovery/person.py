"""The person: approves the right remedy with the right inputs and nothing else, and answers only what people know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any  # Any: answers are JSON

from chalicelib.domain.control import Live
from chalicelib.domain.plan import Question
from chalicelib.engine.engine import Engine
from chalicelib.engine.history import history
from chalicelib.engine.signals import answer
from infra.recovery.service import Service
from infra.recovery.worlds import World

if TYPE_CHECKING:
    from infra.recovery.driver import Driver

Reply = tuple[str, Mapping[str, Any]]


@dataclass
class Person:
    """`said`: (reason of the question, what it is about, the answer) in this run; `approved`: in all runs."""

    world: World
    service: Service
    said: list[tuple[str, str, str]] = field(default_factory=list)
    approved: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def begin(self, driver: Driver, account: str) -> None:
        self.said, self.seen = [], set()

    def answers(self, driver: Driver, account: str, task_id: str) -> bool:
        """Answer the question that is open; whether there was one that could be answered."""
        past = history(driver.ports, account, task_id)
        waiting = [
            sid for sid, live in past.control.steps.items()
            if isinstance(live, Live) and live.state == "W" and sid not in self.seen
        ]
        if not waiting:
            return False
        sid = waiting[0]
        self.seen.add(sid)
        question = past.steps[sid].ask
        assert question is not None
        about = past.steps.get(question.about)
        inputs = shown(past.steps[sid].id, past.of(sid))
        reply = self._reply(question, inputs, driver, account)
        action = f"{question.tool}.{question.action}" if about is None else f"{about.tool}.{about.action}"
        self.said.append((question.reason, action, reply[0] if reply else ""))
        if reply is not None:
            self._tell(driver.engine, account, task_id, reply)
        return reply is not None or len(waiting) > 1

    def _tell(self, engine: Engine, account: str, task_id: str, reply: Reply) -> None:
        answer(engine, account, task_id, decision=reply[0], values=reply[1], who="person")

    def _reply(self, question: Question, request: Mapping[str, Any], driver: Driver, account: str) -> Reply | None:
        match question.reason:
            case "approval":
                return ("approve" if self._right(question, request) else "reject"), {}
            case "oauth_consent":
                return self._consent(question, driver, account), {}
            case "missing_input":
                values = self._known(question.fields)
                return None if values is None else ("values", values)
            case "outcome_unknown":
                driver.clock.instant += 300_000
                name = question.action
                happened = any(entry.action == name for entry in self.service.ledger)
                return ("happened" if happened else "did_not_happen"), {}

    def _right(self, question: Question, request: Mapping[str, Any]) -> bool:
        """Whether this very request is the remedy, or the record that was asked for."""
        if self.world.fault.mode == "renamed":
            new = self.world.fault.settings.get("field")
            return bool(new) and f"{new!r}" in question.text
        offer = self.world.offer(question.tool, question.action)
        if offer is None:
            return False
        right = right_inputs(self.world, offer.role, request)
        if right:
            self.approved.add(offer.name)
        return right

    def _consent(self, question: Question, driver: Driver, account: str) -> str:
        """A scope can be granted by consenting again; a token that the service refuses for ever cannot."""
        fault = self.world.fault
        if fault.mode != "scope" or not fault.remedy or question.tool not in self.world.oauth:
            return "reject"
        self.service.scoped = True
        return "approve"

    def _known(self, fields: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """What the task itself says, and which of several values is meant."""
        words, settings = self.world.words, self.world.fault.settings
        facts = {words.place: settings.get("right") or words.where}
        if self.world.fault.mode == "styled":
            facts[settings["new"]] = self.world.item[settings["new"]]
        names = tuple(fields.get("properties") or {})
        values = {name: facts[name] for name in names if facts.get(name)}
        for name in names:
            allowed = (fields["properties"][name] or {}).get("enum")
            if allowed and values.get(name) not in allowed:
                return None
        return values if len(values) == len(names) else None


def right_inputs(world: World, role: str, inputs: Mapping[str, Any]) -> bool:
    """Whether a write with these inputs is one that the task needs."""
    words, settings = world.words, world.fault.settings
    where = settings.get("right") or words.where
    match role:
        case "mend":
            return world.fault.mode == "state" and list(inputs.values()) == [words.where]
        case "make" | "successor":
            right = inputs.get(f"{words.thing}_id") == world.item_id != ""
            return right and inputs.get(words.place) == where
    return False


def shown(sid: str, records: Any) -> Mapping[str, Any]:
    """The body of the exact request that the question shows."""
    for record in records:
        request = (record.output or {}).get("request") if isinstance(record.output, Mapping) else None
        if isinstance(request, Mapping):
            return request.get("body") or {}
    return {}
