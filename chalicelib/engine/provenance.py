"""Where each argument of a call comes from, in words: what a person needs to judge a request that they did not make.

    prompt    the request itself names it, here
    context   a fact that the caller sent along
    output    an earlier step's tool answered it: it is somebody else's word
    answer    a person gave it
    default   the action's own schema says so
    memory    nobody said it in this task; earlier runs did
    planner   nobody said it: the planner chose it
"""

import json
from collections.abc import Mapping
from typing import Any  # Any: schemas and arguments are JSON

from chalicelib.domain.binding import (
    Answer,
    Binding,
    Context,
    Item,
    Literal,
    Mention,
    Output,
    Sealed,
    Several,
    Text,
    as_text,
)
from chalicelib.domain.plan import Plan, Step


def came_from(step: Step, name: str, plan: Plan, prompt: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Where an input of the step comes from; `schema` is that of the input."""
    return _from(step.inputs[name], step, plan, prompt, schema)


def _from(
    binding: Binding, step: Step, plan: Plan, prompt: str, schema: Mapping[str, Any]
) -> dict[str, Any]:
    match binding:
        case Mention(_, text):
            return {"from": "prompt", "text": text}
        case Context(path):
            return {"from": "context", "fact": path}
        case Output(sid, path):
            return {"from": "output", **_named(plan, sid), "path": path}
        case Answer(sid, name):
            return {"from": "answer", **_named(plan, sid), "field": name}
        case Item(path):
            return {"from": "output", "path": path, "of": "each item of the list"}
        case Text(parts) | Several(parts):
            return {"from": "parts", "parts": [_from(part, step, plan, prompt, schema) for part in parts]}
        case Sealed():
            return {"from": "sealed"}
        case Literal(value):
            return {"from": _said_by(value, step, prompt, schema)}


def _said_by(value: Any, step: Step, prompt: str, schema: Mapping[str, Any]) -> str:
    """Who said a value that stands in the plan as it is."""
    if value not in (None, "", [], {}) and not isinstance(value, bool) and as_text(value).lower() in prompt.lower():
        return "prompt"
    if "default" in schema and json.dumps(schema["default"]) == json.dumps(value):
        return "default"
    return "memory" if step.lessons else "planner"


def _named(plan: Plan, sid: str) -> dict[str, str]:
    source = next((one for one in plan.steps if one.id == sid), None)
    if source is None:
        return {"step": sid}
    return {"step": source.label or sid, "action": source.ref}
