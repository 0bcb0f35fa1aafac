"""Conditions: "if … otherwise …" as a condition over the output of the step that decides."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.binding import Comparison, Condition, Literal, Output
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.schema import Field
from chalicelib.planning.composer.sketch import Node
from chalicelib.planning.composer.words import bag, text_stems

_LESS = bag("below under less fewer lower short")
_MORE = bag("above over more exceeds exceed higher greater beyond")


def guarded(nodes: Sequence[Node], goals: Sequence[Goal]) -> list[Node]:
    """The nodes, those of a branch with the condition under which they run."""
    by_number = {goal.number: goal for goal in goals}
    deciding = {node.number: node for node in nodes}
    found = []
    for node in nodes:
        goal = by_number.get(node.number)
        guard = deciding.get(goal.guard) if goal and goal.guard is not None else None
        if goal is None or guard is None or guard.key == node.key or _needed(guard, node, nodes):
            found.append(node)
            continue
        decider = by_number[goal.guard if goal.guard is not None else -1]
        found.append(replace(node, when=condition(decider, guard, goal.turned)))
    return _shared(found)


def _shared(nodes: Sequence[Node]) -> list[Node]:
    """A step that another branch needs too runs in either case."""
    users = {node.key: [other.when for other in nodes if node.key in other.needs()] for node in nodes}
    return [
        replace(node, when=None) if node.when and any(when != node.when for when in users[node.key]) else node
        for node in nodes
    ]


def _needed(guard: Node, node: Node, nodes: Sequence[Node]) -> bool:
    """Whether the deciding step needs the node itself: then it cannot wait for it."""
    by_key = {one.key: one for one in nodes}
    todo, seen = list(guard.needs()), set()
    while todo:
        key = todo.pop()
        if key in seen:
            continue
        seen.add(key)
        todo += by_key[key].needs()
    return node.key in seen


def condition(goal: Goal, node: Node, turned: bool) -> Condition:
    """What the deciding goal asks of its step's output: a comparison, a yes-or-no field, or that something is there."""
    compared = _compared(goal, node)
    if compared is not None:
        return replace(compared, negated=compared.negated != turned)
    told = next(
        (one for one in node.entry.fields if one.type == "boolean" and not one.within and {*one.stems} & goal.stems),
        None,
    )
    if told is not None:
        return Condition(Output(node.key, told.path), "eq", Literal(True), turned)
    rows = next((one for one in node.entry.fields if one.listed and one.within), None)
    path = rows.within if rows else "@"
    return Condition(Output(node.key, path), "empty", negated=not turned)


def _compared(goal: Goal, node: Node) -> Condition | None:
    number = next(
        (one for one in goal.own if one.kind in ("number", "money", "percent") and one not in node.used), None
    )
    if number is None:
        return None
    comparison = _comparison({*number.before, *number.after})
    field = _measured(goal, node)
    if comparison is None or field is None:
        return None
    path = field.path if not field.within else f"{'' if field.within == '@' else field.within}[0].{field.path}"
    return Condition(Output(node.key, path), comparison, Literal(number.value))


def _comparison(words: set[str]) -> Comparison | None:
    if words & _LESS:
        return "lt"
    if words & _MORE:
        return "gt"
    return "ge" if "least" in words else "le" if "most" in words else None


def _measured(goal: Goal, node: Node) -> Field | None:
    stems = {*text_stems(goal.text)}
    inner = [one for one in node.entry.fields if one.type in ("number", "integer")]
    spoken = [one for one in inner if {*one.stems} & stems]
    return next(iter(spoken or inner), None)
