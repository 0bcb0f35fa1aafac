"""Catalogues for the composer's tests: compiled documents, with the built-in utility tool."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalicelib.domain.binding import Answer, Binding, Context, Item, Literal, Mention, Output, Text
from chalicelib.domain.lesson import Memory
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action, Effect
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.planner import Brief, Catalogue, NoPlan
from chalicelib.tools.compile import compile_tool
from chalicelib.tools.guard import Guard
from chalicelib.tools.utility import utility_actions
from tests.catalogues import exam

ROOT = Path(__file__).resolve().parents[3]


@lru_cache
def sandbox() -> Catalogue:
    return catalogue("payments", "chat")


def catalogue(*names: str) -> Catalogue:
    """The documents of sandbox services, and the utility tool."""
    actions = {action.ref: action for action in utility_actions()}
    for name in names:
        document = json.loads((ROOT / "infra" / "sandbox" / f"{name}.openapi.json").read_text())
        actions |= compiled(name, document)
    return Catalogue("+".join(names), actions)


NOW = 1795428000000
"""2026-11-23 10:00 UTC, a Monday."""


def draft(prompt: str, catalogue: Catalogue, memory: Memory | None = None, **context: Any) -> Plan | NoPlan:
    return Composer(looks=False).draft(Brief(prompt, catalogue, memory or Memory(), context, now=NOW))


def planned(prompt: str, catalogue: Catalogue, **context: Any) -> Plan:
    plan = draft(prompt, catalogue, **context)
    assert isinstance(plan, Plan), plan
    return plan


def the(plan: Plan, action: str) -> Step:
    """The one step of the plan that does the action."""
    (found,) = [step for step in plan.steps if (step.body or step).action == action]
    return found


def small(*actions: Action) -> Catalogue:
    return Catalogue("+".join(action.ref for action in actions), {action.ref: action for action in actions})


def action(
    title: str, text: str, required: Mapping[str, Any], output: Any = None, effect: Effect = "read", **optional: Any
) -> Action:
    schema = {"type": "object", "required": list(required), "properties": {**required, **optional}}
    return Action("garden", title, text, schema, output, effect)


@lru_cache
def exam_catalogue(field: str) -> Catalogue:
    actions = {action.ref: action for action in utility_actions()} | compiled(field, exam.load_document(field))
    return Catalogue(field, actions)


def compiled(name: str, document: Mapping[str, Any]) -> dict[str, Action]:
    tool = compile_tool({"name": name, "openapi": document}, Guard(allow_loopback=True))
    return {action.ref: action for action in tool.actions}


def told(plan: Plan | NoPlan, context: Mapping[str, Any]) -> dict[str, Any]:
    """A plan as the exam reads it; facts of the context stand with their values."""
    if isinstance(plan, NoPlan):
        return {"no_plan": True, "steps": []}
    rows, asks = [], []
    for step in plan.steps:
        if step.ask:
            asks += list(step.ask.fields["properties"])
        inner = step.body or step
        rows.append(
            {
                "id": step.id,
                "tool": inner.tool,
                "action": inner.action,
                "depends_on": list(plan.needs(step)),
                "inputs": {
                    name: _shown(one, step, context)
                    for name, one in inner.inputs.items()
                    if not isinstance(one, Answer)
                },
            }
        )
    return {"steps": rows, "asks": asks}


def _shown(binding: Binding, step: Step, context: Mapping[str, Any]) -> Any:
    match binding:
        case Literal(value) | Mention(value, _):
            return value
        case Output(source, path):
            return {"ref": source, "path": path}
        case Item(path):
            items = step.inputs["items"]
            assert isinstance(items, Output)
            return {"ref": items.step, "path": path}
        case Text(parts):
            return {"text": [_shown(part, step, context) for part in parts]}
    assert isinstance(binding, Context)
    return context[binding.path]
