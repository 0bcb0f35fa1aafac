"""Ordering: nodes become numbered steps.  Data dependencies only; what is independent stays independent.

Steps are numbered by level; within a level the one with the longest way still ahead comes first, then the
prompt's order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: question fields are JSON Schema

from chalicelib.domain.binding import Answer, Binding, Condition, Item, Output, Text
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.domain.tool import ASK, AUTHENTICATE, PERSON, UTILITY, Action
from chalicelib.planning.composer import reasons
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.sketch import Node, assembled

FOR_EACH = "for_each"


def ordered(nodes: Sequence[Node], auth: Mapping[str, Action], wanted: Sequence[str]) -> Plan:
    """The plan for the nodes; `wanted` are tools that the prompt asks to be connected to, used or not."""
    steps = [*_auth_steps(nodes, auth, wanted)]
    known = {step.tool: step.id for step in steps}
    for node in nodes:
        steps += _steps(node, known)
    return _numbered(steps)


def _auth_steps(nodes: Sequence[Node], auth: Mapping[str, Action], wanted: Sequence[str]) -> list[Step]:
    tools = dict.fromkeys([*wanted, *(node.entry.action.tool for node in nodes)])
    return [
        Step(f"a:{tool}", tool, AUTHENTICATE, auth[tool].effect, reason=reasons.for_auth(tool), goal="")
        for tool in tools
        if tool in auth
    ]


def _steps(node: Node, auth: Mapping[str, str]) -> list[Step]:
    action = node.entry.action
    inputs = assembled(node.inputs)
    found = []
    if node.missing:
        question = _question(node)
        found.append(question)
        inputs |= {one.path[0]: Answer(question.id, ".".join(one.path)) for one in node.missing}
    first = (auth[action.tool],) if action.tool in auth else ()
    step = Step(
        node.key,
        action.tool,
        action.name,
        action.effect,
        inputs,
        (*first, *node.after),
        node.reason,
        goal=node.goal,
        when=node.when,
        lessons=node.lessons,
    )
    return [*found, step if node.each is None else _looped(node, step)]


def _looped(node: Node, step: Step) -> Step:
    assert node.each is not None
    body = replace(step, id=f"{node.key}.each", depends_on=(), when=None)
    return Step(
        node.key,
        UTILITY,
        FOR_EACH,
        "read",
        {"items": node.each.items},
        step.depends_on,
        reasons.for_each(node.goal),
        goal=node.goal,
        when=step.when,
        body=body,
        lessons=step.lessons,
    )


def _question(node: Node) -> Step:
    action = node.entry.action
    names = [".".join(one.path) for one in node.missing]
    fields: dict[str, Any] = {
        "type": "object",
        "required": names,
        "properties": {name: _asked(one) for name, one in zip(names, node.missing, strict=True)},
    }
    told = " and ".join(_wording(one) for one in node.missing)
    ask = Question(
        "missing_input", f"To {_doing(node)}, please tell: {told}.", fields, node.key, action.tool, action.name
    )
    return Step(
        f"q:{node.key}",
        PERSON,
        ASK,
        "read",
        reason=reasons.for_question(node.missing, action.name),
        goal=node.goal,
        when=node.when,
        ask=ask,
    )


def _asked(one: Param) -> Mapping[str, Any]:
    return {
        key: value
        for key, value in one.schema.items()
        if key
        in ("type", "enum", "format", "description", "pattern", "minimum", "maximum", "minLength", "maxLength", "items")
    }


def _wording(one: Param) -> str:
    words = " ".join(one.name.replace("_", " ").split())
    return f"{words} ({one.describes.rstrip('.')})" if one.describes else words


def _doing(node: Node) -> str:
    return f"“{node.goal}”" if node.goal else node.entry.action.name


def _numbered(steps: Sequence[Step]) -> Plan:
    needs = {step.id: [key for key in (*step.depends_on, *step.sources()) if key != step.id] for step in steps}
    level: dict[str, int] = {}
    ahead: dict[str, int] = {step.id: 0 for step in steps}

    def depth(key: str) -> int:
        if key not in level:
            level[key] = 0
            level[key] = 1 + max((depth(other) for other in needs[key]), default=0)
        return level[key]

    for step in steps:
        depth(step.id)
    for key in sorted(level, key=lambda one: -level[one]):
        for other in needs[key]:
            ahead[other] = max(ahead[other], ahead[key] + 1)
    place = {step.id: at for at, step in enumerate(steps)}
    row = sorted(steps, key=lambda step: (level[step.id], -ahead[step.id], place[step.id]))
    names = {step.id: str(at) for at, step in enumerate(row, 1)}
    return Plan(tuple(renamed(step, names) for step in row))


def renamed(step: Step, names: Mapping[str, str]) -> Step:
    """The step with every id that it holds or speaks of replaced."""
    body = step.body
    return replace(
        step,
        id=names.get(step.id, step.id),
        label=names.get(step.id, step.label),
        inputs={name: _binding(binding, names) for name, binding in step.inputs.items()},
        depends_on=tuple(names.get(key, key) for key in step.depends_on),
        when=_condition(step.when, names) if step.when else None,
        body=replace(renamed(body, names), id=f"{names[step.id]}.each", label="") if body else None,
        ask=replace(step.ask, about=names.get(step.ask.about, step.ask.about)) if step.ask else None,
    )


def _binding(binding: Binding, names: Mapping[str, str]) -> Binding:
    match binding:
        case Output(step, path):
            return Output(names.get(step, step), path)
        case Answer(step, field):
            return Answer(names.get(step, step), field)
        case Text(parts):
            return Text(tuple(_binding(part, names) for part in parts))
        case Item():
            return binding
    return binding


def _condition(condition: Condition, names: Mapping[str, str]) -> Condition:
    return replace(condition, left=_binding(condition.left, names), right=_binding(condition.right, names))
