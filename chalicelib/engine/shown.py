"""What a person is shown before they agree: the exact requests, why they are asked, where each argument comes from.

What is shown is also what is agreed to: `approved` holds, by step, the digest of the request as it is shown, and which
of its inputs nobody knew yet.  It is kept with the question, and with the answer (`permits`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: requests are JSON

from chalicelib.domain.binding import Unresolved, Values, encode_condition, resolve
from chalicelib.domain.control import Control, Live, Settled, all_needs
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.redact import redact
from chalicelib.domain.rules import asking
from chalicelib.domain.task import Task
from chalicelib.domain.tool import Action
from chalicelib.engine import registry
from chalicelib.engine.act import call_of, facts
from chalicelib.engine.engine import Engine
from chalicelib.engine.load import Loader, done_steps
from chalicelib.engine.permits import agreed, request_digest
from chalicelib.engine.provenance import came_from


@dataclass(frozen=True, slots=True)
class Shown:
    """`details` go to the person; `approved` is what a yes to them means; `inputs` are those of the one call."""

    details: Mapping[str, Any]
    approved: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    inputs: Mapping[str, Any] = field(default_factory=dict)


def shown(engine: Engine, task: Task, control: Control, plan: Plan, question: Step) -> Shown:
    """What the question puts to a person; nothing where it is not about a call of this plan."""
    looked = _Look(engine, task, control, plan)
    assert question.ask is not None
    if not question.ask.approves:
        return Shown({})
    if question.ask.of_plan:
        return looked.at_all(question)
    about = next((step for step in plan.steps if step.id == question.ask.about), None)
    if about is None or looked.settled(about.id):
        return Shown({"why": question.reason})
    return looked.at_one(question, about)


def still_to_read(engine: Engine, task: Task, control: Control, plan: Plan) -> bool:
    """Whether something can be read before anything is written, and before anybody is asked.

    Work that has begun and goes on elsewhere is not waited for: it may take a day.
    """
    looked = _Look(engine, task, control, plan)
    live = [(step, state) for step in plan.steps if (state := control.live(step.id)) is not None]
    holding = {
        step.id for step, state in live
        if state.state == "W" or state.kind == "h" or step.poll is not None or looked.writes(step)
    }
    return any(step.id not in holding and not holding & set(all_needs(control, step.id)) for step, _ in live)


@dataclass(frozen=True, slots=True)
class _Look:
    engine: Engine
    task: Task
    control: Control
    plan: Plan

    def settled(self, sid: str) -> bool:
        return isinstance(self.control.steps.get(sid), Settled)

    def at_one(self, question: Step, about: Step) -> Shown:
        step = self.plan.effective(about.id, done_steps(self.control))
        inputs = self._inputs(step)
        told = self._described(step, inputs)
        body = step.body
        if body is not None and question.ask is not None and question.ask.action == body.action != step.action:
            told["for_each"] = self._described(body, self._inputs(body))
        told = {name: value for name, value in told.items() if name not in ("step", "id")}
        return Shown({"why": question.reason, **told}, {step.id: _agreed_to(step, inputs)}, inputs)

    def at_all(self, question: Step) -> Shown:
        """The writes that are planned and that nobody has agreed to, and the reads behind us."""
        writes: list[dict[str, Any]] = []
        approved: dict[str, Mapping[str, Any]] = {}
        for one in self.plan.steps:
            state = self.control.steps.get(one.id)
            if not isinstance(state, Live) or one.ask is not None or one.poll is not None:
                continue
            step = self.plan.effective(one.id, done_steps(self.control))
            inputs = self._inputs(step)
            if step.body is not None and self.writes(step.body):
                writes.append({**self._described(step.body, self._inputs(step.body)), "step": step.label or step.id,
                               "for_each": f"item of step {step.label or step.id}, asked about again when it is there"})
            if self.writes(step) and agreed(self.plan, step, inputs, self._answers()) is None:
                writes.append(self._described(step, inputs))
                approved[step.id] = _agreed_to(step, inputs)
        reads = [
            {"step": one.label or one.id, "tool": one.tool, "action": one.action} for one in self.plan.steps
            if self._done(one.id) and one.effect == "read" and one.ask is None
        ]
        return Shown({"why": question.reason, "writes": writes, "reads": reads}, approved)

    def _done(self, sid: str) -> bool:
        state = self.control.settled(sid)
        return state is not None and state.letter == "D"

    def _answers(self) -> Mapping[str, Any]:
        loader = Loader(self.engine, self.task.account, self.task.id)
        asked = [one.id for one in self.plan.steps if one.ask and one.ask.approves]
        return loader.outputs(self.control, self.plan, asked)

    def _inputs(self, step: Step) -> dict[str, Any]:
        """Those that are known by now."""
        loader = Loader(self.engine, self.task.account, self.task.id)
        values = Values(loader.outputs(self.control, self.plan, step.sources()), facts(self.task))
        found: dict[str, Any] = {}
        for name, binding in step.inputs.items():
            try:
                found[name] = resolve(binding, values)
            except Unresolved:
                continue
        return found

    def _action(self, step: Step) -> Action | None:
        return registry.action_of(self.engine.ports, self.engine.cache, self.task, step)

    def writes(self, step: Step) -> bool:
        action = self._action(step)
        return action is not None and action.writes

    def _described(self, step: Step, inputs: Mapping[str, Any]) -> dict[str, Any]:
        action = self._action(step)
        told: dict[str, Any] = {
            "step": step.label or step.id, "id": step.id, "tool": step.tool, "action": step.action,
            "request": {"tool": step.tool, "action": step.action, "inputs": dict(inputs)},
            "arguments": self._arguments(step, inputs, action),
        }
        unknown = [name for name in step.inputs if name not in inputs]
        if unknown:
            told["needs"] = unknown
        if action is not None:
            told["effect"] = action.effect
            told["rule"] = "; ".join(str(rule) for rule, _ in asking(self._rules(), action, inputs))
        if action is not None and not unknown:
            call = call_of(self.engine, self.task, step, action, inputs)
            told["request"] = self.engine.ports.tools.preview(call)
        if step.when is not None:
            told["if"] = encode_condition(step.when)
        told["step_reason"] = step.reason
        return {name: value for name, value in told.items() if value not in ("", None)}

    def _rules(self) -> tuple[Any, ...]:
        engine, task = self.engine, self.task
        return registry.version(engine.ports, engine.cache, task.account, task.sub_agent_version).requires_approval

    def _arguments(self, step: Step, inputs: Mapping[str, Any], action: Action | None) -> list[dict[str, Any]]:
        schema = action.properties if action else {}
        found = []
        for name in step.inputs:
            origin = came_from(step, name, self.plan, self.task.prompt, _schema(schema.get(name)))
            known = {"value": redact({name: inputs[name]})[name]} if name in inputs else {"unknown": True}
            found.append({"name": name, **known, **origin})
        return found


def _schema(found: Any) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}


def _agreed_to(step: Step, inputs: Mapping[str, Any]) -> dict[str, Any]:
    unknown = [name for name in step.inputs if name not in inputs]
    return {"digest": request_digest(step, inputs, unknown), **({"open": unknown} if unknown else {})}
