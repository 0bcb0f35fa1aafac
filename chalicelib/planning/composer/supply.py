"""Supply: where the value of an input comes from when nobody told it: a step that is there, or one to insert.

A step is inserted only if something of the prompt narrows it down, so that its answer is not arbitrary.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from chalicelib.domain.binding import Binding, Mention, Output
from chalicelib.planning.composer import chain, choose, ground, habits, lookups
from chalicelib.planning.composer.chain import Provider
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.fit import speaks_for
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.ground import Bound, Sources
from chalicelib.planning.composer.match import SMALL
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.reasons import for_provider
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.setting import Setting
from chalicelib.planning.composer.sketch import Node, Path, Sketch

DEPTH = 3
WISHED = 1.05
MOST, FEW = 12, 5
"""How many sources are tried for an input, in a small catalogue and in a large one."""
SHARED = 1.0
"""What speaks for the step that is there, where past runs took the input from such a step."""
HABIT = 2.0
"""The agreement of a source that past runs show."""
NARROWING = frozenset(("quote", "name", "tag", "id", "email", "phone", "url", "number"))

Supplied = tuple[Binding, list[Node], set[Found]]


def provided(
    setting: Setting,
    sketch: Sketch,
    goal: Goal,
    entry: Entry,
    inputs_of: Mapping[Path, Binding],
    one: Param,
    used: set[Found],
    inserted: Iterable[Node],
    depth: int,
) -> Supplied | None:
    """Where a value may come from: a step that is there, or one to insert."""
    options = setting.index.sources(one)
    usual = habits.provider(setting.recall, setting.index, entry, one)
    options = (replace(usual, side=_side(entry, one)), *options) if usual else options
    here = [*sketch.nodes, *inserted]
    entries = setting.index.entries
    best: tuple[float, Supplied] | None = None
    there = {node.entry.ref for node in here}
    usable = [one for one in options if one.ref != entry.ref and (one.ref in there or chain.reads(entries[one.ref]))]
    usable.sort(key=lambda option: lookups.aside(goal, entries[option.ref]))
    for option in islice(usable, MOST if setting.index.size <= SMALL else FEW):
        for score, found in _ways(setting, sketch, goal, entry, inputs_of, one, option, here, used, inserted, depth):
            if best is None or score > best[0] + 1e-9:
                best = score, found
    if best is None or (not one.required and not _wished(goal, entry, one, *best)):
        return None
    return best[1]


def _side(entry: Entry, one: Param) -> tuple[str, ...]:
    """What tells the input from another of its kind: the origin of `originId` beside `destinationId`."""
    twin = any(other is not one and len(one.stems) > 1 and other.stems[1:] == one.stems[1:] for other in entry.params)
    return one.stems[:1] if twin else ()


def _wished(goal: Goal, entry: Entry, one: Param, score: float, found: Supplied) -> bool:
    """Whether what is not required is meant: runs had it, a value of the prompt leads to it, or a "her" means it."""
    if score >= HABIT:
        return True
    return score >= WISHED and (bool(found[2]) or (goal.back and identifies(entry, one)))


def identifies(entry: Entry, one: Param) -> bool:
    """Whether the input is the only thing that can tell what an action without required inputs speaks of."""
    alone = not any(other.required for other in entry.params)
    return alone and next((other for other in entry.params if other.is_id), None) is one


def _ways(
    setting: Setting,
    sketch: Sketch,
    goal: Goal,
    parent: Entry,
    inputs_of: Mapping[Path, Binding],
    one: Param,
    option: Provider,
    here: Iterable[Node],
    used: set[Found],
    inserted: Iterable[Node],
    depth: int,
) -> Iterable[tuple[float, Supplied]]:
    entry = setting.index.entries[option.ref]
    if goal.choice and (lookups.tells_of(parent, goal, entry) or lookups.of_another(setting, goal.choice.noun, entry)):
        goal = replace(goal, choice=None)  # "their latest loan" tells nothing of which member
    for there in here if one.is_id or option.agreement >= HABIT else ():
        if there.entry.ref == option.ref and _on_side(there, option):
            by_habit = option.agreement >= HABIT and not option.side
            shared = SHARED if by_habit else 0.5 if there.used & _said_of(goal, one, entry) or goal.back else 0.0
            yield option.agreement + 0.35 + shared, (_output(setting, goal, there, option), [], set())
    if depth >= DEPTH or not chain.reads(entry) or (not one.is_id and option.agreement < HABIT):
        return
    made = _insert(setting, sketch, goal, parent, inputs_of, entry, option, used, inserted, depth)
    if made is None:
        return
    node, nodes, spent, narrow = made
    score = option.agreement + 0.5 * min(narrow, 2) - 0.3 * len(nodes) - 0.1 * depth
    score += 0.05 * lookups.kinship(parent, entry) + lookups.NEEDS * lookups.needs(node)
    foreign = one.owner[-1:] != (entry.resource,)
    if entry.resource == parent.resource and (foreign or "create" in parent.senses):
        score -= 0.6
    if entry.resource and entry.resource in one.owner:
        score += 0.3
    if goal.choice and choose.measure(goal.choice, entry.fields, option.field.within):
        score += 0.4
    score += lookups.by_name(goal, one, node, spent, option.agreement < 0.7 and parent.action.effect != "read")
    score -= lookups.PASSED_OVER * lookups.passes_over(goal, one, spent, used)
    score -= lookups.ASIDE * lookups.aside(goal, entry)
    yield score, (_output(setting, goal, node, option), nodes, spent)


def _said_of(goal: Goal, one: Param, entry: Entry) -> frozenset[Found]:
    """The mentions that may speak of what the input identifies: an id that names another thing does not."""
    own = {*one.owner, *entry.name, ""}
    return frozenset(found for found in (*goal.own, *goal.near) if found.kind != "id" or found.noun in own)


def _on_side(there: Node, option: Provider) -> bool:
    """Whether the step that is there stands for the side that is asked for ("origin"), as far as can be told."""
    told = [found for found in there.used if found.kind in NARROWING]
    return not option.side or not told or any(speaks_for(option.side, found) for found in told)


def _insert(
    setting: Setting,
    sketch: Sketch,
    goal: Goal,
    parent: Entry,
    inputs_of: Mapping[Path, Binding],
    entry: Entry,
    option: Provider,
    used: set[Found],
    inserted: Iterable[Node],
    depth: int,
) -> tuple[Node, list[Node], set[Found], float] | None:
    """A provider, bound from what the goal has left; None if it lacks something or nothing narrows it down."""
    bound = _bound(setting, goal, entry, option, used)
    inputs, spent = dict(bound.inputs), set(bound.used)
    nodes: list[Node] = []
    inputs |= _alike(parent, inputs_of, entry, inputs)
    for lack in (lack for lack in bound.missing if lack.path not in inputs):
        found = provided(setting, sketch, goal, entry, inputs, lack, used | spent, inserted, depth + 1)
        if found is None:
            return None
        inputs[lack.path] = found[0]
        nodes, spent = [*nodes, *found[1]], spent | found[2]
    narrow = _narrowing(goal, entry, bound, nodes)
    inputs |= habits.constants(setting.recall, entry, inputs)
    called = None if spent else _called(goal, entry, option, used)
    if called:
        spent.add(called)
        narrow = max(narrow, 0.5 if called.kind == "tag" else 1.0)
    if not narrow:
        return None
    name = sketch.fresh(20 + len(list(inserted)) + len(nodes) + 10 * depth)
    why = for_provider(goal, option.field.name)
    node = Node(name, entry, inputs, frozenset(spent), (), why, goal.text, goal.number)
    same = sketch.same(node) or next(
        (one for one in (*inserted, *nodes) if one.entry.ref == entry.ref and dict(one.inputs) == inputs), None
    )
    return (same, nodes, spent, narrow) if same else (node, [*nodes, node], spent, narrow)


def _bound(setting: Setting, goal: Goal, entry: Entry, option: Provider, used: set[Found]) -> Bound:
    """Bound from what the goal itself has left; where that is not enough, from what stands near it."""
    from_ = goal, entry.ref, option.side, frozenset(used)
    if from_ not in setting.bound:
        setting.bound[from_] = _newly_bound(setting, goal, entry, option, used)
    found: Bound = setting.bound[from_]
    return found


def _newly_bound(setting: Setting, goal: Goal, entry: Entry, option: Provider, used: set[Found]) -> Bound:
    entry = habits.told(setting.recall, entry, goal)
    spare = tuple(found for found in goal.own if found not in used)
    bound = ground.bind(entry, Sources(_sided(spare, option), goal.words, goal.verb, setting.context, goal.choice))
    if bound.used or not (goal.near or bound.missing or goal.back):
        return bound
    near = tuple(
        found
        for found in (*goal.near, *(f for g in setting.goals for f in g.own if goal.back or bound.missing))
        if found not in used
        and found not in goal.own
        and found.kind in NARROWING
        and (found.kind != "quote" or found in goal.near)
    )
    return ground.bind(entry, Sources(_sided(near, option), goal.words, goal.verb, setting.context, goal.choice))


def _alike(
    parent: Entry, inputs_of: Mapping[Path, Binding], entry: Entry, inputs: Mapping[Path, Binding]
) -> dict[Path, Binding]:
    """Inputs that the provider shares by name with the action it provides for."""
    told = {one.stems: inputs_of[one.path] for one in parent.params if one.path in inputs_of and len(one.path) == 1}
    return {
        one.path: told[one.stems]
        for one in entry.params
        if one.path not in inputs and one.stems in told and not one.paging
    }


def _called(goal: Goal, entry: Entry, option: Provider, used: set[Found]) -> Found | None:
    """A name of the goal by which the item can be told among those of the provider's list."""
    if not option.field.within or choose.naming(entry.fields, option.field) is None:
        return None
    spare = [found for found in goal.own if found not in used]
    own = {*entry.name, chain.owner_of(entry, option.field)}
    called = [
        found for found in spare
        if found.kind in ("name", "quote", "tag") and (not found.noun or found.noun in own)
    ]
    return min(called, key=lambda found: found.kind != "tag", default=None) or _foreign(goal, entry, option, used)


def _foreign(goal: Goal, entry: Entry, option: Provider, used: set[Found]) -> Found | None:
    """An id of something else ("user_77") by which the item may be known all the same.

    Services let such ids be noted beside their own, in a field of that name or in one that holds whatever is put there.
    Which item bears it is found when the list is there.
    """
    inner = [one for one in entry.fields if one.within == option.field.within]
    open_ = any(one.type == "object" and not any(other.path.startswith(f"{one.path}.") for other in inner)
                for one in inner if one.path != "@")
    return next(
        (
            found for found in (*goal.own, *(goal.near if goal.back else ()))
            if found not in used and found.kind == "id" and found.noun and found.noun not in entry.name
            and (open_ or any(found.noun in one.stems for one in inner))
        ),
        None,
    )


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
    if goal.every or (
        goal.choice and any(choose.measure(goal.choice, entry.fields, one.within) for one in entry.fields if one.within)
    ):
        return 0.4
    return 0.0


def _output(setting: Setting, goal: Goal, node: Node, option: Provider) -> Output:
    return Output(node.key, _path(setting, goal, node, option))


def _path(setting: Setting, goal: Goal, node: Node, option: Provider) -> str:
    fields = node.entry.fields
    called = None
    names = _names_of(setting, goal, node)
    searched = any(isinstance(one, Mention) for one in node.inputs.values())
    if option.field.within and (not searched or any(found.kind == "tag" for found in names)):
        spare = next((found for kinds in (("tag",), ("name", "quote")) for found in names if found.kind in kinds), None)
        naming = choose.naming(fields, option.field)
        called = (naming, str(spare.value).lstrip("#@")) if spare and naming else None
    own = {*node.entry.name, ""}
    foreign = (found for found in (*goal.own, *goal.near) if found in node.used and found.kind == "id")
    bearing = next((str(found.value) for found in foreign if found.noun not in own), "")
    return choose.path(option.field, fields, goal.choice, called, bearing if not node.inputs else "")


def _names_of(setting: Setting, goal: Goal, node: Node) -> list[Found]:
    """What the goal names of the list; or the goal that the list is read for, where that is another ("find #ops")."""
    own = [found for found in goal.own if found in node.used]
    read_for = next((one for one in setting.goals if one.number == node.number and one is not goal), None)
    return own or ([found for found in read_for.own if found.kind == "tag"] if read_for else [])
