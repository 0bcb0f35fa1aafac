"""Weaving: goals become nodes, and nodes get what they need from each other.

For each goal the best few actions are tried: bound from the goal's mentions, then from steps that are there,
then by inserting an action that provides what is missing.  What explains most of the goal with the least
invention wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.domain.binding import Binding, Item, Mention, Output
from chalicelib.planning.composer import choose, content, ground, habits, phrases
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.ground import Sources
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.reasons import for_goal
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.setting import Setting
from chalicelib.planning.composer.sketch import Each, Node, Path, Sketch
from chalicelib.planning.composer.supply import NARROWING, provided
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import agreement

SURE = NARROWING - {"name", "number"}
TRIED, MARGIN = 5, 2.6
FITNESS = 0.3


@dataclass(frozen=True, slots=True)
class Attempt:
    """A node for a goal and the nodes that had to be inserted before it."""

    node: Node
    inserted: tuple[Node, ...]
    score: float


def attempt(setting: Setting, sketch: Sketch, goal: Goal) -> Attempt | None:
    """The best node for a goal; None if it has no candidate."""
    found = []
    best = goal.candidates[0].score if goal.candidates else 0.0
    for scored in goal.candidates if goal.tentative else goal.candidates[:TRIED]:
        if scored.score >= best - MARGIN and not _strays(setting, goal, scored.ref):
            one = _try(setting, sketch, goal, setting.index.entries[scored.ref])
            found.append(replace(one, score=one.score + scored.score))
    return max(found, key=lambda one: one.score, default=None)


def _strays(setting: Setting, goal: Goal, ref: str) -> bool:
    """Whether the action writes what the goal does not speak of, while the best candidate's object is named."""
    best, other = setting.index.entries[goal.candidates[0].ref], setting.index.entries[ref]
    if other.action.effect == "read" or goal.tentative:
        return False
    return best.resource in goal.stems and other.resource not in goal.stems


def convincing(found: Attempt) -> bool:
    """Whether the values alone speak for an action that no word speaks for."""
    told = sum(isinstance(one, Mention) for node in (found.node, *found.inserted) for one in node.inputs.values())
    return (
        not found.node.missing
        and told >= 2
        and any(one.kind in SURE for node in (found.node, *found.inserted) for one in node.used)
    )


def _try(setting: Setting, sketch: Sketch, goal: Goal, entry: Entry) -> Attempt:
    key = sketch.fresh(10)
    bound = ground.bind(entry, Sources(goal.own, goal.words, goal.verb, setting.context, goal.choice))
    inputs, used = dict(bound.inputs), set(bound.used)
    _from_elsewhere(setting, goal, entry, inputs, used)
    phrases.beside(entry, goal, inputs, used)
    inserted: list[Node] = []
    each: Each | None = None
    for one in _open(entry, inputs, goal, used):
        found = provided(setting, sketch, goal, entry, inputs, one, used, inserted, 0)
        if found is None:
            continue
        binding, nodes, spent = found
        inserted += nodes
        used |= spent
        inputs[one.path] = binding
    guesses = [replace(one, looked_up=False) for one in entry.required if one.path not in inputs and not one.named_id]
    taken, spent = ground.assign(guesses, [found for found in goal.own if found not in used])
    inputs.update(taken)
    used |= spent
    phrases.fill(entry, goal, inputs, used)
    for one in entry.params:
        if one.path not in inputs and (usual := habits.constant(setting.recall, entry, one)):
            inputs[one.path] = usual
    content.fill(setting, sketch, goal, entry, inputs, inserted, used)
    if goal.every:
        inputs, each = _each(setting, [*sketch.nodes, *inserted], inputs)
    missing = tuple(one for one in entry.required if one.path not in inputs and "default" not in one.schema)
    node = Node(key, entry, inputs, frozenset(used), missing, for_goal(goal, entry), goal.text, goal.number, each=each)
    return Attempt(node, tuple(inserted), _worth(goal, node, inserted) + FITNESS * bound.fitness)


def _worth(goal: Goal, node: Node, inserted: list[Node]) -> float:
    spent = sum(found in node.used for found in goal.own)
    spare = sum(found not in node.used and found.kind in NARROWING for found in goal.own)
    verb = kind(goal.verb)
    other = verb and node.entry.action.effect == "unsafe" and agreement(verb, node.entry.senses) < 1
    harm = 0.6 * bool(other) + 1.0 * spare * bool(node.entry.senses & {"delete"} and node.entry.action.effect != "read")
    return 0.1 * spent - harm - 0.3 * spare - 0.8 * len(node.missing) - 0.2 * len(inserted)


def _open(entry: Entry, inputs: Mapping[Path, Binding], goal: Goal, used: set[Found]) -> list[Param]:
    """Inputs worth looking for: the required ones, and ids by which what is left of the goal could be used."""
    spare = any(found not in used and found.kind in NARROWING for found in goal.own)
    return [
        one
        for one in entry.params
        if one.path not in inputs
        and "default" not in one.schema
        and (one.required or (spare and one.is_id and not one.many))
    ]


def _from_elsewhere(setting: Setting, goal: Goal, entry: Entry, inputs: dict[Path, Binding], used: set[Found]) -> None:
    """Mentions outside the goal: near ones for what is required, those of other goals where the goal points back."""
    lacking = [one for one in entry.required if one.path not in inputs]
    wishes = [one for one in entry.params if one.path not in inputs and not one.required]
    taken, spent = ground.assign([*lacking, *wishes], goal.near)
    if (not taken and goal.back) or lacking:
        others = [found for other in setting.goals if other.number < goal.number for found in other.own]
        wanted = [one for one in (entry.params if goal.back else lacking) if one.is_id and one.path not in inputs]
        wanted = [replace(one, required=False) for one in wanted if one.path not in taken]
        more, again = ground.assign(wanted, reversed(others))
        taken, spent = {**taken, **more}, spent | again
    inputs.update(taken)
    used |= spent


def _each(setting: Setting, nodes: list[Node], inputs: dict[Path, Binding]) -> tuple[dict[Path, Binding], Each | None]:
    """The inputs that come from an item of a list, rewritten to speak of each item."""
    by_key = {node.key: node for node in nodes}
    for path, binding in inputs.items():
        if not isinstance(binding, Output) or binding.step not in by_key:
            continue
        fields = by_key[binding.step].entry.fields
        field = next((one for one in fields if one.within and choose.path(one, fields, None) == binding.path), None)
        if field is None:
            continue
        rewritten: dict[Path, Binding] = {**inputs, path: Item(field.path)}
        return rewritten, Each(Output(binding.step, field.within))
    return inputs, None
