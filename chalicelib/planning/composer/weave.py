"""Weaving: goals become nodes, and nodes get what they need from each other.

For each goal the best few actions are tried: bound from the goal's mentions, then from steps that are there,
then by inserting an action that provides what is missing.  What explains most of the goal with the least
invention wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.domain.binding import Binding, Item, Mention, Output
from chalicelib.planning.composer import becomes, choose, content, ground, habits, jsons, phrases, quoted, refs, slashed
from chalicelib.planning.composer.earlier import taken_along
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.fit import kind_of
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.ground import Sources
from chalicelib.planning.composer.match import SMALL
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.reasons import for_goal
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.setting import Setting
from chalicelib.planning.composer.sketch import Each, Node, Path, Sketch
from chalicelib.planning.composer.spans import Window, window
from chalicelib.planning.composer.supply import NARROWING, identifies, provided
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
    for entry in _about(setting, goal):
        one = _try(setting, sketch, goal, entry)
        found.append(replace(one, score=one.score + best))
    for entry in _doing(setting, goal):
        one = _try(setting, sketch, goal, entry)
        if _explains_all(goal, one):
            found.append(replace(one, score=one.score + best))
    best_one = max(found, key=lambda one: one.score, default=None)
    if best_one is None:
        return None
    near = window(setting.text, setting.words, goal, setting.goals)
    return replace(_try(setting, sketch, goal, best_one.node.entry, near), score=best_one.score)


def _about(setting: Setting, goal: Goal) -> list[Entry]:
    """What does as the verb says to the thing that is identified, where no word led to an action of that kind."""
    wanted = kind(goal.verb)
    others = [found for other in setting.goals if other.number < goal.number for found in other.own]
    own = {found.noun for found in goal.own} - {""}
    nouns = own or {found.noun for found in (*goal.near, *others) if goal.back} - {""}
    if not wanted or not nouns or not goal.candidates or goal.tentative or setting.index.size > SMALL:
        return []

    def does(entry: Entry) -> bool:
        takes = any(one.is_id and one.required and one.owner[-1:] and one.owner[-1] in nouns for one in entry.params)
        return takes and _writes(entry, wanted)

    entries = setting.index.entries
    tried = [entries[one.ref] for one in goal.candidates[:TRIED]]
    if tried[0].action.effect == "read" or any(does(one) for one in tried):
        return []
    return [entry for entry in entries.values() if does(entry)][:TRIED]


def _doing(setting: Setting, goal: Goal) -> list[Entry]:
    """Writes of the verb's kind, where the words led only to actions of another kind ("move … from … to …")."""
    wanted, entries = kind(goal.verb), setting.index.entries
    tried = [entries[one.ref] for one in goal.candidates[:TRIED]]
    if not wanted or not tried or goal.tentative or setting.index.size > SMALL:
        return []
    if wanted & {"read", "compute"} or any(_writes(one, wanted) or goal.verb in one.name for one in tried):
        return []
    return [one for one in entries.values() if _writes(one, wanted)]


def _writes(entry: Entry, wanted: frozenset[str]) -> bool:
    """Whether the action changes something in a way that the verb speaks of."""
    return entry.action.effect != "read" and agreement(wanted, entry.senses) == 1.0


def _explains_all(goal: Goal, one: Attempt) -> bool:
    """Whether the values alone speak for the action: two or more of them, none left over, and nothing missing."""
    said = [found for found in goal.own if found.kind in NARROWING]
    spent = one.node.used.union(*(node.used for node in one.inserted))
    known = {word for param in one.node.entry.params for word in (*param.owner, *param.about)}
    apt = all(not found.noun or found.noun in known for found in said)
    return len(said) >= 2 and apt and not one.node.missing and all(found in spent for found in said)


def _strays(setting: Setting, goal: Goal, ref: str) -> bool:
    """Whether the action writes what the goal does not speak of, while another candidate writes what is named."""
    other = setting.index.entries[ref]
    if other.action.effect == "read" or goal.tentative or other.resource in goal.stems:
        return False
    best, wanted = setting.index.entries[goal.candidates[0].ref], kind(goal.verb)
    tried = (setting.index.entries[one.ref] for one in goal.candidates[:TRIED])
    return best.resource in goal.stems or any(one.resource == goal.head and _writes(one, wanted) for one in tried)


def convincing(found: Attempt) -> bool:
    """Whether the values alone speak for an action that no word speaks for."""
    told = sum(isinstance(one, Mention) for node in (found.node, *found.inserted) for one in node.inputs.values())
    return (
        not found.node.missing
        and told >= 2
        and any(one.kind in SURE for node in (found.node, *found.inserted) for one in node.used)
    )


def _try(setting: Setting, sketch: Sketch, goal: Goal, entry: Entry, near: Window | None = None) -> Attempt:
    """The action with everything that the goal, its neighbours and look-ups tell; JSON tells its inputs first."""
    told, data = jsons.told(entry, (*goal.own, *goal.near))
    found = _bound(setting, sketch, goal, jsons.open_part(entry, told) if told else entry, near)
    if not told:
        return found
    node = replace(found.node, entry=entry, inputs={**found.node.inputs, **told}, used=found.node.used | data)
    return replace(found, node=node, score=found.score + FITNESS * len(told))


def _bound(setting: Setting, sketch: Sketch, goal: Goal, entry: Entry, near: Window | None) -> Attempt:
    key = sketch.fresh(10)
    goal, near = _unreported(goal, near, phrases.reported(entry, goal))
    told = habits.told(setting.recall, entry, goal)
    inputs, used = refs.formed(setting.goals, goal, entry)
    inputs = {**taken_along(sketch.nodes, goal, entry), **inputs}
    left = replace(told, params=tuple(one for one in told.params if one.path not in inputs))
    bound = ground.bind(left, Sources(_unspent(goal, used), goal.words, goal.verb, setting.context, goal.choice, near))
    inputs.update(bound.inputs)
    used |= bound.used
    _from_elsewhere(setting, goal, told, inputs, used)
    phrases.beside(entry, goal, inputs, used)
    quoted.placed(entry, goal, inputs, used)
    becomes.placed(entry, goal, inputs, used)
    inserted: list[Node] = []
    each: Each | None = None
    for one in _open(setting, entry, inputs, goal, used):
        if (found := provided(setting, sketch, goal, entry, inputs, one, used, inserted, 0)) is not None:
            inputs[one.path], inserted, used = found[0], [*inserted, *found[1]], used | found[2]
    if near is not None and entry.action.effect == "read":
        _those_days(setting, goal, entry, inputs)
    for one in habits.unlisted(setting.recall, entry) if near is not None else ():
        if (found := provided(setting, sketch, goal, entry, inputs, one, used, inserted, 0)) is not None:
            inputs[one.path], inserted, used = found[0], [*inserted, *found[1]], used | found[2]
    inputs |= habits.constants(setting.recall, entry, inputs)
    _guessed(entry, goal, inputs, used)
    if near is None:
        phrases.fill(entry, goal, inputs, used)
    else:
        phrases.said(entry, goal, inputs, used)
    content.fill(setting, sketch, goal, entry, inputs, inserted, used)
    if goal.every:
        inputs, each = _each([*sketch.nodes, *inserted], inputs)
    missing = tuple(one for one in entry.required if one.path not in inputs and "default" not in one.schema)
    node = Node(key, entry, inputs, frozenset(used), missing, for_goal(goal), goal.text, goal.number, each=each)
    return Attempt(node, tuple(inserted), _worth(goal, node, inserted) + FITNESS * bound.fitness)


def _unspent(goal: Goal, used: set[Found]) -> tuple[Found, ...]:
    return tuple(found for found in goal.own if found not in used)


def _guessed(entry: Entry, goal: Goal, inputs: dict[Path, Binding], used: set[Found]) -> None:
    """What is required and nothing provides, from what is left of the goal."""
    guesses = [replace(one, looked_up=False) for one in entry.required if one.path not in inputs and not one.named_id]
    taken, spent = ground.assign(guesses, _unspent(goal, used))
    inputs.update(taken)
    used |= spent


def _unreported(goal: Goal, near: Window | None, place: tuple[int, int]) -> tuple[Goal, Window | None]:
    """The goal and the words around without what stands in a clause that is written as it is."""
    first, last = place
    if first == last:
        return goal, near
    own = tuple(found for found in goal.own if not first <= found.start < last)
    if near is not None:
        near = replace(near, spans=tuple(one for one in near.spans if not first <= one.start < last))
    return replace(goal, own=own), near


def _worth(goal: Goal, node: Node, inserted: list[Node]) -> float:
    spent = sum(found in node.used for found in goal.own)
    left = [found for found in goal.own if found not in node.used and found.kind in NARROWING]
    spare = len(left) + 3 * sum(_which(found, node.entry) for found in left)
    spare += 3 * any(found not in node.used for found in goal.own if slashed.names(found))
    verb = kind(goal.verb)
    other = verb and node.entry.action.effect == "unsafe" and agreement(verb, node.entry.senses) < 1
    harm = 0.6 * bool(other) + 1.0 * spare * bool(node.entry.senses & {"delete"} and node.entry.action.effect != "read")
    harm += 1.5 * _makes_anew(goal, node.entry)
    harm += 1.0 * (node.entry.action.effect != "read" and _of_another(goal, node))
    return 0.1 * spent - harm - 0.3 * spare - 0.8 * len(node.missing) - 0.2 * len(inserted)


def _makes_anew(goal: Goal, entry: Entry) -> bool:
    """Whether the action would make what the goal speaks of as being there ("raise its threshold")."""
    if "create" not in entry.senses or "update" in entry.senses or entry.action.effect == "read":
        return False
    stems = {word for one in entry.params for word in one.stems}
    return any(
        token.low in ("its", "their", "his", "her") and goal.words[at + 1].stem in stems
        for at, token in enumerate(goal.words[:-1])
    )


def _of_another(goal: Goal, node: Node) -> bool:
    """Whether what the goal acts on and identifies only leads to what the action would act on."""
    named = [found for found in goal.own if found.kind in ("id", "number") and found.noun == goal.head]
    return bool(named) and not any(found in node.used for found in named)


def _which(found: Found, entry: Entry) -> bool:
    """Whether the mention tells which one of what the action is about is meant ("ticket 4821")."""
    return found.kind in ("id", "number") and bool(found.noun) and found.noun == entry.resource


def _open(
    setting: Setting, entry: Entry, inputs: Mapping[Path, Binding], goal: Goal, used: set[Found]
) -> list[Param]:
    """Inputs worth looking for: the required ones, those that runs took from other steps, and ids by which what is left
    of the goal could be used.
    """
    said = (*goal.own, *(goal.near if goal.back else ()))
    entry = habits.given(setting.recall, entry)
    spare = any(found not in used and found.kind in NARROWING for found in said)

    def wanted(one: Param) -> bool:
        identified = one.is_id and not one.many and (spare or (goal.back and identifies(entry, one)))
        return one.required or identified or habits.handed_over(setting.recall, entry, one)

    return [one for one in entry.params if one.path not in inputs and "default" not in one.schema and wanted(one)]


def _from_elsewhere(setting: Setting, goal: Goal, entry: Entry, inputs: dict[Path, Binding], used: set[Found]) -> None:
    """Mentions outside the goal: near ones for what is required, those of other goals where the goal points back."""
    lacking = [one for one in entry.required if one.path not in inputs]
    unknown = any(one.is_id and one.looked_up for one in lacking)  # then a name tells which one, not what it becomes
    wishes = [
        one
        for one in entry.params
        if one.path not in inputs and not one.required and not (unknown and {*one.stems} <= {"name", "titl"})
    ]
    taken, spent = ground.assign([*lacking, *wishes], goal.near)
    if (not taken and goal.back) or lacking:
        others = [found for other in setting.goals if other.number < goal.number for found in other.own]
        wanted = [one for one in (entry.params if goal.back else lacking) if one.is_id and one.path not in inputs]
        wanted = [replace(one, required=False) for one in wanted if one.path not in taken]
        more, again = ground.assign(wanted, reversed(others))
        taken, spent = {**taken, **more}, spent | again
    inputs.update(taken)
    used |= spent


def _those_days(setting: Setting, goal: Goal, entry: Entry, inputs: dict[Path, Binding]) -> None:
    """The days told for another goal, where a reading action needs days and was told none ("… and hotels there")."""
    days = [one for one in entry.required if kind_of(one) == "date"]
    others = [found for other in setting.goals if other is not goal for found in other.own]
    said = [found for found in others if found.kind in ("date", "period")]
    if len(days) <= len(said) and not any(one.path in inputs for one in days):
        inputs.update(ground.assign(days, said)[0])


def _each(nodes: list[Node], inputs: dict[Path, Binding]) -> tuple[dict[Path, Binding], Each | None]:
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
