"""Which actions of the failing tool speak of the failure.

Words of the failure are compared with names and descriptions; words that most actions of the tool share
weigh little.  An action that nothing connects with the failure is never proposed.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from chalicelib.domain.binding import Binding, Context, Literal
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import name_parts, stem, text_stems
from chalicelib.planning.planner import Brief
from chalicelib.planning.revise.meaning import asks_for_something, demands, lacks_a_state, names_a_state, stems_said
from chalicelib.planning.revise.verbs import deed, joins, undoes
from chalicelib.planning.revise.words import stem_set

_HOLLOW = stem_set(
    "error failed failure fail invalid request action operation could cannot unable must first try again service "
    "server response status code message required missing found"
)
NAMED = 4.0
"""What it counts that the failure names the action, or asks for what it does; shared words do not reach it."""
_ESTABLISHING, _UNDOING, _SHARED = 1.0, 2.0, 0.5


@dataclass(frozen=True, slots=True)
class Speaking:
    """An action that may mend the failure, bound from the failing step's own inputs."""

    action: Action
    inputs: Mapping[str, Binding]
    score: float


def speaking(brief: Brief, step: Step, failure: Failed) -> tuple[Speaking, ...]:
    """Actions of the same tool, the most plausible first; destructive and outward ones never."""
    siblings = brief.catalogue.of_tool(step.tool)
    common = Counter(word for action in siblings for word in set(_name_words(action)))
    said = frozenset(stems_said(failure)) - _HOLLOW
    found: list[Speaking] = []
    for action in siblings:
        if not _may_mend(action, step):
            continue
        inputs = bind(action, step, brief)
        score = _score(action, step, failure, said, common, len(siblings))
        if inputs is not None and score > 0:
            found.append(Speaking(action, inputs, score))
    return tuple(sorted(found, key=lambda one: (-one.score, one.action.effect == "unsafe", one.action.name)))


def bind(action: Action, step: Step, brief: Brief) -> dict[str, Binding] | None:
    """The required inputs, taken from the failing step's; None where one of them is not to be had."""
    properties: Mapping[str, Mapping[str, object]] = action.input_schema.get("properties") or {}
    bound: dict[str, Binding] = {}
    for name in action.input_schema.get("required") or ():
        binding = input_like(name, step) or _constant(properties.get(name) or {})
        if binding is None and name in brief.context:
            binding = Context(name)
        if binding is None:
            return None
        bound[name] = binding
    return bound


def input_like(name: str, step: Step) -> Binding | None:
    """The failing step's input of that name, or of the same object: `room` for `room_id`."""
    if name in step.inputs:
        return step.inputs[name]
    wanted = _object(name)
    alike = [binding for other, binding in step.inputs.items() if wanted and _object(other) == wanted]
    return alike[0] if len(alike) == 1 else None


def _constant(schema: Mapping[str, object]) -> Binding | None:
    match schema:
        case {"const": value} | {"default": value} | {"enum": [value]}:
            return Literal(value)
    return None


def _object(name: str) -> tuple[str, ...]:
    return tuple(stem(part) for part in name_parts(name) if part not in ("id", "ids", "name", "key", "code", "ref"))


def _may_mend(action: Action, step: Step) -> bool:
    if action.via in ("auth", "person", "utility") or action.name == step.action or action.effect == "read":
        return False
    return deed(action) in ("establishing", "other")


def _name_words(action: Action) -> tuple[str, ...]:
    return tuple(stem(part) for part in name_parts(action.name))


def _kinship(action: Action, said: frozenset[str]) -> float:
    """How near the failure's words are to those of the action in meaning: `asleep` to `wake`."""
    words = {*_name_words(action), *text_stems(action.description)} - said
    return max((near for one in said for other, near in related(one) if other in words), default=0.0)


def _score(
    action: Action, step: Step, failure: Failed, said: frozenset[str], common: Counter[str], size: int
) -> float:
    """0 where nothing connects the action with the failure."""
    named = action.name.lower() in f"{failure.signal} {failure.detail}".lower() and len(action.name) > 4
    name = set(_name_words(action)) & said
    own = {stem(part) for param in step.inputs for part in name_parts(param)}
    described = (set(text_stems(action.description)) & said) - name - own
    weight = {word: log(1 + size / common.get(word, 1)) / log(1 + size) for word in name | described}
    undone = undoes(action) in said if undoes(action) else False
    overlap = sum(weight[word] for word in name) + 0.3 * sum(weight[word] for word in described)
    overlap += 0.3 * _kinship(action, said - own)
    shared = any(input_like(param, step) for param in action.input_schema.get("required") or ())
    demanded = shared and any(demands(failure, part) for part in name_parts(action.name))
    if deed(action) == "other" and not (named or demanded or set(_name_words(action)[:1]) & said):
        return 0.0
    if not (named or demanded or undone or overlap or (shared and joins(action) and lacks_a_state(failure))):
        return 0.0
    stated = shared and joins(action) and (names_a_state(failure) or asks_for_something(failure))
    return (
        overlap + NAMED * max(named, demanded, stated) + _UNDOING * undone + _SHARED * shared
        + _ESTABLISHING * (deed(action) == "establishing") + 0.5 * joins(action)
    )
