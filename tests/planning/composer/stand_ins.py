"""Catalogues for the composer's tests: compiled documents, and stand-ins for the built-in utility tool."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalicelib.domain.binding import Answer, Binding, Item, Literal, Mention, Output, Text
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import UTILITY, Action
from chalicelib.planning.planner import Catalogue, NoPlan
from chalicelib.tools.compile import compile_tool
from chalicelib.tools.guard import Guard
from tests.catalogues import exam

ROOT = Path(__file__).resolve().parents[3]
TEXT = {"type": "object", "properties": {"text": {"type": "string"}}}

UTILITIES = tuple(
    Action(UTILITY, name, description, {"type": "object", "required": required, "properties": properties}, output,
           "read", "utility")
    for name, description, required, properties, output in (
        ("convert_currency", "Convert an amount of money from one currency into another.",
         ["amount", "from_currency", "to_currency"],
         {"amount": {"type": "number"}, "from_currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
          "to_currency": {"type": "string", "pattern": "^[A-Z]{3}$"}, "date": {"type": "string", "format": "date"}},
         {"type": "object", "properties": {"amount": {"type": "number"}, "currency": {"type": "string"}}}),
        ("summarize", "Summarize records as a short text.", ["data"],
         {"data": {"description": "What to summarize"}, "title": {"type": "string"}}, TEXT),
        ("for_each", "Do one step for each item of a list.", ["items"], {"items": {"type": "array"}}, None),
    )
)


@lru_cache
def sandbox() -> Catalogue:
    return catalogue("payments", "chat")


def catalogue(*names: str) -> Catalogue:
    """The documents of sandbox services, and the utility tool."""
    actions = {action.ref: action for action in UTILITIES}
    for name in names:
        document = json.loads((ROOT / "infra" / "sandbox" / f"{name}.openapi.json").read_text())
        actions |= compiled(name, document)
    return Catalogue("+".join(names), actions)


@lru_cache
def exam_catalogue(field: str) -> Catalogue:
    return Catalogue(field, compiled(field, exam.load_document(field)))


def compiled(name: str, document: Mapping[str, Any]) -> dict[str, Action]:
    tool = compile_tool({"name": name, "openapi": document}, Guard(allow_loopback=True))
    return {action.ref: action for action in tool.actions}


def told(plan: Plan | NoPlan) -> dict[str, Any]:
    """A plan as the exam reads it."""
    if isinstance(plan, NoPlan):
        return {"no_plan": True, "steps": []}
    rows, asks = [], []
    for step in plan.steps:
        if step.ask:
            asks += list(step.ask.fields["properties"])
        inner = step.body or step
        rows.append({
            "id": step.id, "tool": inner.tool, "action": inner.action, "depends_on": list(plan.needs(step)),
            "inputs": {name: _shown(one, step) for name, one in inner.inputs.items()
                       if not isinstance(one, Answer)},
        })
    return {"steps": rows, "asks": asks}


def _shown(binding: Binding, step: Step) -> Any:
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
            return {"text": [_shown(part, step) for part in parts]}
    return {"context": True}
