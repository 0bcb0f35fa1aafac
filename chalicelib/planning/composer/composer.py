"""The composer as a planner: read, match, ground, order, explain.  Deterministic, and without a model."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.edit import Edit
from chalicelib.domain.lesson import Memory
from chalicelib.domain.outcome import Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning import records
from chalicelib.planning.composer import chain, conditions, goals, habits, logins, match, order, read, refuse, weave
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.index import Index, index_of
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.setting import Setting
from chalicelib.planning.composer.sketch import Node, Sketch
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.planner import Brief, NoPlan, Run
from chalicelib.planning.recall.advise import advised
from chalicelib.planning.recall.recall import NOTHING, Recall, from_memory


class Composer:
    """The built-in planner.

    `looks`: a request about existing records begins with reads, and its writes are planned when they are there.
    Without it the whole plan is drafted at once, which is what drafts that nobody runs are judged by.
    """

    def __init__(self, looks: bool = True) -> None:
        self._looks = looks

    def draft(self, brief: Brief) -> Plan | NoPlan:
        looks = records.draft(brief) if self._looks else None
        if looks is not None:
            return looks
        index = index_of(brief.catalogue)
        reading, meant, wanted = understood(index, brief)
        known = remembered(brief.memory)
        meant = advised(index, reading, meant, known)
        if not meant and not wanted:
            return refuse.nothing(index, reading)
        nodes = compose(index, brief, meant, known)
        if not nodes and not wanted:
            return refuse.nothing(index, reading)
        return order.ordered(nodes, index.auth, wanted)

    def revise(self, brief: Brief, run: Run, step: Step, outcome: Outcome) -> Edit:
        from chalicelib.planning.revise import revise

        return revise(brief, run, step, outcome)


def understood(index: Index, brief: Brief) -> tuple[Reading, tuple[Goal, ...], tuple[str, ...]]:
    """The prompt as it reads without memory: its goals, and the tools that it asks to be connected to."""
    reading = read.typed(read.without_labels(read.read(brief, index.verbs), index.idf), index.shapes, index.owners)
    pieces = match.absorbed(index, reading, match.segment(index, reading))
    wanted, left = logins.tools(index, reading, pieces)
    asked = match.silent(index, reading, goals.wanted(reading, left))
    if not asked and not wanted:
        asked = match.whole(index, reading)
    meant = refuse.kept(index, reading, goals.goals(reading, asked))
    return reading, meant, tuple(wanted)


_MEMORIES: dict[int, tuple[Memory, Recall]] = {}


def remembered(memory: Memory) -> Recall:
    """The execution memory in the lessons, made once per memory."""
    held = _MEMORIES.get(id(memory))
    if held is None or held[0] is not memory:
        if len(_MEMORIES) > 16:
            _MEMORIES.clear()
        held = _MEMORIES[id(memory)] = memory, from_memory(memory)
    return held[1]


def compose(index: Index, brief: Brief, meant: Sequence[Goal], known: Recall = NOTHING) -> list[Node]:
    """The nodes that the goals need: those that read first, so that the others find them."""
    sketch = Sketch()
    setting = Setting(index, index.providers, brief.context, tuple(meant), brief.prompt, tokens(brief.prompt), known)
    for goal in sorted(meant, key=lambda one: (not _reads(index, one), one.number)):
        found = weave.attempt(setting, sketch, goal)
        if found is not None and (not goal.tentative or weave.convincing(found)):
            _add(sketch, found)
    return habits.followed(conditions.guarded(weave.shared(sketch.nodes), meant), known)


def _reads(index: Index, goal: Goal) -> bool:
    return bool(goal.candidates) and chain.reads(index.entries[goal.candidates[0].ref])


def _add(sketch: Sketch, found: weave.Attempt) -> None:
    names: dict[str, str] = {}
    for node in (*found.inserted, found.node):
        renamed = _renamed(node, names)
        same = sketch.same(renamed)
        if same is not None and not renamed.missing:
            names[node.key] = same.key
            if renamed.number < same.number or same.number < 0 or node is found.node:
                sketch.nodes[sketch.nodes.index(same)] = replace(
                    same, number=renamed.number, goal=renamed.goal, reason=renamed.reason
                )
            continue
        names[node.key] = sketch.fresh()
        sketch.nodes.append(replace(renamed, key=names[node.key]))


def _renamed(node: Node, names: dict[str, str]) -> Node:
    inputs = {path: order._binding(binding, names) for path, binding in node.inputs.items()}
    each = node.each and replace(
        node.each, items=replace(node.each.items, step=names.get(node.each.items.step, node.each.items.step))
    )
    return replace(node, inputs=inputs, each=each)
