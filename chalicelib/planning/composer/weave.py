"""Weaving: goals become nodes, and nodes get what they need from each other.

For each goal the best few actions are tried: bound from the goal's mentions, then from steps that are there,
then by inserting an action that provides what is missing.  What explains most of the goal with the least
invention wins.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any  # Any: context facts are JSON

from chalicelib.domain.binding import Binding, Item, Mention, Output
from chalicelib.planning.composer import chain, choose, content, ground, habits, phrases
from chalicelib.planning.composer.chain import Provider, Providers
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.ground import Bound, Sources
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.fit import speaks_for
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.reasons import for_goal, for_provider
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.setting import Setting
from chalicelib.planning.composer.sketch import Each, Node, Path, Sketch

DEPTH = 3
WISHED = 1.05
TRIED, MARGIN = 5, 2.6
FITNESS = 0.3
NARROWING = frozenset(("quote", "name", "tag", "id", "email", "phone", "url", "number"))


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
    for scored in goal.candidates[:TRIED]:
        if scored.score >= best - MARGIN:
            one = _try(setting, sketch, goal, setting.index.entries[scored.ref])
            found.append(replace(one, score=one.score + scored.score))
    return max(found, key=lambda one: one.score, default=None)


def _try(setting: Setting, sketch: Sketch, goal: Goal, entry: Entry) -> Attempt:
    key = sketch.fresh(10)
    bound = ground.bind(entry, Sources(goal.own, goal.words, goal.verb, setting.context, goal.choice))
    inputs, used = dict(bound.inputs), set(bound.used)
    _from_elsewhere(setting, goal, entry, inputs, used)
    phrases.beside(entry, goal, inputs, used)
    inserted: list[Node] = []
    each: Each | None = None
    for one in _open(entry, inputs, goal, used):
        found = _provided(setting, sketch, goal, entry, inputs, one, used, inserted, 0)
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
    content.fill(setting, sketch, goal, entry, inputs, inserted)
    if goal.every:
        inputs, each = _each(setting, [*sketch.nodes, *inserted], inputs)
    missing = tuple(one for one in entry.required if one.path not in inputs and "default" not in one.schema)
    node = Node(key, entry, inputs, frozenset(used), missing, for_goal(goal, entry), goal.text, goal.number, each=each)
    return Attempt(node, tuple(inserted), _worth(goal, node, inserted) + FITNESS * bound.fitness)


def _worth(goal: Goal, node: Node, inserted: list[Node]) -> float:
    spent = sum(found in node.used for found in goal.own)
    spare = sum(found not in node.used and found.kind in NARROWING for found in goal.own)
    harm = 1.0 * spare * bool(node.entry.senses & {"delete"} and node.entry.action.effect != "read")
    return 0.1 * spent - harm - 0.3 * spare - 0.8 * len(node.missing) - 0.2 * len(inserted)


def _open(entry: Entry, inputs: Mapping[Path, Binding], goal: Goal, used: set[Found]) -> list[Param]:
    """Inputs worth looking for: the required ones, and ids by which what is left of the goal could be used."""
    spare = any(found not in used and found.kind in NARROWING for found in goal.own)
    return [
        one for one in entry.params if one.path not in inputs and "default" not in one.schema
        and (one.required or spare and one.is_id and not one.many)
    ]


def _from_elsewhere(
    setting: Setting, goal: Goal, entry: Entry, inputs: dict[Path, Binding], used: set[Found]
) -> None:
    """Mentions outside the goal: near ones for what is required, those of other goals where the goal points back."""
    lacking = [one for one in entry.required if one.path not in inputs]
    wishes = [one for one in entry.params if one.path not in inputs and not one.required]
    taken, spent = ground.assign([*lacking, *wishes], goal.near)
    if not taken and goal.back or lacking:
        others = [found for other in setting.goals if other.number < goal.number for found in other.own]
        wanted = [one for one in (entry.params if goal.back else lacking) if one.is_id and one.path not in inputs]
        wanted = [replace(one, required=False) for one in wanted if one.path not in taken]
        more, again = ground.assign(wanted, reversed(others))
        taken, spent = {**taken, **more}, spent | again
    inputs.update(taken)
    used |= spent


Found3 = tuple[Binding, list[Node], set[Found]]


def _provided(
    setting: Setting, sketch: Sketch, goal: Goal, entry: Entry, inputs_of: Mapping[Path, Binding], one: Param, used: set[Found],
    inserted: Iterable[Node], depth: int,
) -> Found3 | None:
    """Where a value may come from: a step that is there, or one to insert."""
    options = chain.providers(one, setting.providers, setting.index.entries)
    usual = habits.provider(setting.recall, setting.index, entry, one)
    options = (usual, *options) if usual else options
    here = [*sketch.nodes, *inserted]
    best: tuple[float, Found3] | None = None
    for option in options[:12]:
        if option.ref == entry.ref:
            continue
        for score, found in _ways(setting, sketch, goal, entry, inputs_of, one, option, here, used, inserted, depth):
            if best is None or score > best[0] + 1e-9:
                best = score, found
    if best is None or not one.required and (not best[1][2] or best[0] < WISHED):
        return None
    return best[1]


def _ways(
    setting: Setting, sketch: Sketch, goal: Goal, parent: Entry, inputs_of: Mapping[Path, Binding], one: Param, option: Provider, here: Iterable[Node],
    used: set[Found], inserted: Iterable[Node], depth: int,
) -> Iterable[tuple[float, Found3]]:
    entry = setting.index.entries[option.ref]
    for there in here:
        if there.entry.ref != option.ref or not _on_side(there, option):
            continue
        if not one.is_id and len(one.stems) < 2 and not goal.back and option.agreement < 2:
            continue
        shared = 0.5 if there.used & {*goal.own, *goal.near} or goal.back else 0.0
        yield option.agreement + 0.35 + shared, (_output(setting, goal, there, option), [], set())
    if depth >= DEPTH or not chain.reads(entry) or not one.is_id and option.agreement < 2:
        return
    made = _insert(setting, sketch, goal, parent, inputs_of, entry, option, used, inserted, depth)
    if made is None:
        return
    node, nodes, spent, narrow = made
    score = option.agreement + 0.5 * min(narrow, 2) - 0.3 * len(nodes) - 0.1 * depth
    if "create" in parent.senses and entry.resource == parent.resource:
        score -= 0.6
    if entry.resource and entry.resource in one.owner:
        score += 0.3
    if goal.choice and choose.measure(goal.choice, entry.fields, option.field.within):
        score += 0.4
    yield score, (_output(setting, goal, node, option), nodes, spent)


def _on_side(there: Node, option: Provider) -> bool:
    """Whether the step that is there stands for the side that is asked for ("origin"), as far as can be told."""
    told = [found for found in there.used if found.kind in NARROWING]
    return not option.side or not told or any(speaks_for(option.side, found) for found in told)


def _insert(
    setting: Setting, sketch: Sketch, goal: Goal, parent: Entry, inputs_of: Mapping[Path, Binding], entry: Entry, option: Provider, used: set[Found],
    inserted: Iterable[Node], depth: int,
) -> tuple[Node, list[Node], set[Found], float] | None:
    """A provider, bound from what the goal has left; None if it lacks something or nothing narrows it down."""
    spare = tuple(found for found in goal.own if found not in used)
    bound = ground.bind(entry, Sources(_sided(spare, option), goal.words, goal.verb, setting.context, goal.choice))
    if not bound.used and (goal.near or bound.missing or goal.back):
        spare = tuple(
            found for found in (*goal.near, *(f for g in setting.goals for f in g.own if goal.back or bound.missing))
            if found not in used and found not in goal.own and found.kind in NARROWING
        )
        bound = ground.bind(entry, Sources(_sided(spare, option), goal.words, goal.verb, setting.context, goal.choice))
    inputs, spent, nodes = dict(bound.inputs), set(bound.used), []
    alike = {one.stems: inputs_of[one.path] for one in parent.params if one.path in inputs_of and len(one.path) == 1}
    for one in entry.params:
        if one.path not in inputs and one.stems in alike and not one.paging:
            inputs[one.path] = alike[one.stems]
    for lack in bound.missing:
        if lack.path in inputs:
            continue
        found = _provided(setting, sketch, goal, entry, inputs, lack, used | spent, inserted, depth + 1)
        if found is None:
            return None
        inputs[lack.path] = found[0]
        nodes += found[1]
        spent |= found[2]
    narrow = _narrowing(goal, entry, bound, nodes)
    called = None if spent else _called(goal, entry, option, used)
    if called:
        spent.add(called)
        narrow = max(narrow, 1.0)
    if not narrow:
        return None
    taken = len(list(inserted)) + len(nodes)
    node = Node(sketch.fresh(20 + taken + 10 * depth), entry, inputs, frozenset(spent), (),
                for_provider(goal, entry, option.field.name), goal.text, goal.number)
    same = sketch.same(node) or next(
        (one for one in (*inserted, *nodes) if one.entry.ref == entry.ref and dict(one.inputs) == inputs), None)
    return (same, nodes, spent, narrow) if same else (node, [*nodes, node], spent, narrow)


def _called(goal: Goal, entry: Entry, option: Provider, used: set[Found]) -> Found | None:
    """A name of the goal by which the item can be told among those of the provider's list."""
    if not option.field.within or choose.naming(entry.fields, option.field.within) is None:
        return None
    return next((found for found in goal.own if found not in used and found.kind in ("name", "quote")), None)


def _sided(spare: tuple[Found, ...], option: Provider) -> tuple[Found, ...]:
    """With a side ("origin"), the mentions of that side first and alone, if the words in front tell."""
    if not option.side:
        return spare
    return tuple(found for found in spare if speaks_for(option.side, found)) or spare


def _narrowing(goal: Goal, entry: Entry, bound: Bound, nodes: list[Node]) -> float:
    """How much of the prompt stands behind the look-up; 0 means that its answer would be arbitrary."""
    if bound.used:
        return float(len(bound.used))
    if nodes or bound.inputs:
        return 0.5
    if goal.every or goal.choice and any(
        choose.measure(goal.choice, entry.fields, one.within) for one in entry.fields if one.within
    ):
        return 0.4
    return 0.0


def _output(setting: Setting, goal: Goal, node: Node, option: Provider) -> Output:
    return Output(node.key, _path(goal, node, option))


def _path(goal: Goal, node: Node, option: Provider) -> str:
    fields = node.entry.fields
    called = None
    if option.field.within and not any(isinstance(one, Mention) for one in node.inputs.values()):
        spare = next((found for found in goal.own if found in node.used and found.kind in ("name", "quote")), None)
        naming = choose.naming(fields, option.field.within)
        called = (naming, str(spare.value)) if spare and naming else None
    return choose.path(option.field, fields, goal.choice, called)


def _each(
    setting: Setting, nodes: list[Node], inputs: dict[Path, Binding]
) -> tuple[dict[Path, Binding], Each | None]:
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
