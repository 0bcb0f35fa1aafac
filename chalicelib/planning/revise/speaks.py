"""Which actions of the failing tool speak of the failure.

Words of the failure are compared with names and descriptions; words that most actions of the tool share
weigh little.  An action that nothing connects with the failure is never proposed.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from chalicelib.domain.binding import Binding, Context, Literal, Mention
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import name_parts, stem, stem_bag, text_stems
from chalicelib.planning.planner import Brief
from chalicelib.planning.revise.meaning import (
    asks_for_something,
    demands,
    lacks_a_state,
    names_a_state,
    said,
    speaks_of_absence,
    stems_said,
)
from chalicelib.planning.revise.verbs import deed, joins, undoes

_HOLLOW = stem_bag(
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
    because: str = ""


def speaking(brief: Brief, step: Step, failure: Failed) -> tuple[Speaking, ...]:
    """Actions of the same tool, the most plausible first; destructive ones never."""
    siblings = brief.catalogue.of_tool(step.tool)
    common = Counter(word for action in siblings for word in set(_name_words(action)))
    words = frozenset(stems_said(failure)) - _HOLLOW
    found: list[Speaking] = []
    for action in siblings:
        if not _may_mend(action, step):
            continue
        inputs = bind(action, step, brief)
        tie = _tie(action, step, failure, words, common, len(siblings))
        score = _score(action, tie, failure, words)
        if inputs is not None and score > 0:
            found.append(Speaking(action, inputs, score, tie.told()))
    return tuple(sorted(found, key=lambda one: (-one.score, one.action.effect == "unsafe", one.action.name)))


def supposed(brief: Brief, step: Step, failure: Failed) -> Speaking | None:
    """The one action that makes a state of something that the failure speaks of, where no word tells which state.

    Not where it quotes the value: then the value is refused.  Two such actions are no guess that anybody could judge.
    """
    told = said(failure).lower()
    words = frozenset(stems_said(failure))
    found = []
    for action in brief.catalogue.of_tool(step.tool):
        inputs = bind(action, step, brief) if _may_mend(action, step) and joins(action) else None
        shared = [name for name in inputs or {} if input_like(name, step) is not None]
        if not inputs or not shared or any(_quoted(inputs[name], told) for name in shared):
            continue
        if speaks_of_absence(failure):
            continue
        if lacks_a_state(failure) or any(set(_object(name)) & words for name in shared):
            found.append(Speaking(action, inputs, 0.0))
    return found[0] if len(found) == 1 else None


def _quoted(binding: Binding, told: str) -> bool:
    return isinstance(binding, (Literal, Mention)) and str(binding.value).lower() in told


def bind(action: Action, step: Step, brief: Brief) -> dict[str, Binding] | None:
    """The required inputs, taken from the failing step's; None where one of them is not to be had."""
    properties: Mapping[str, Mapping[str, object]] = action.properties
    bound: dict[str, Binding] = {}
    for name in action.required:
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
    return deed(action) != "destructive"


def _name_words(action: Action) -> tuple[str, ...]:
    return tuple(stem(part) for part in name_parts(action.words))


@dataclass(frozen=True, slots=True)
class _Tie:
    """What connects an action with a failure."""

    named: bool
    demanded: bool
    undone: bool
    stated: bool
    shared: bool
    name: frozenset[str]
    described: frozenset[str]
    kin: float
    weight: float

    @property
    def exists(self) -> bool:
        return self.named or self.demanded or self.undone or self.stated or self.weight > 0

    def told(self) -> str:
        """Why the action is tried, in words for the trace."""
        if self.named:
            return "the service names it"
        if self.demanded:
            return "the service asks for what its name says"
        if self.name:
            return f"its name speaks of {', '.join(sorted(self.name))}"
        if self.described:
            return f"its description speaks of {', '.join(sorted(self.described))}"
        if self.undone:
            return "it undoes what the service speaks of"
        return "it makes a state that is missing" if self.stated else "its words are near those of the service"


def _tie(action: Action, step: Step, failure: Failed, words: frozenset[str], common: Counter[str], size: int) -> _Tie:
    parts = name_parts(action.words)
    name = set(_name_words(action)) & words
    own = {stem(part) for param in step.inputs for part in name_parts(param)}
    described = (set(text_stems(action.description)) & words) - name - own
    weigh = {word: log(1 + size / common.get(word, 1)) / log(1 + size) for word in name | described}
    kin = _kinship(action, words - own)
    shared = any(input_like(param, step) for param in action.required)
    makes = shared and joins(action)
    return _Tie(
        named=action.name.lower() in f"{failure.signal} {failure.detail}".lower() and len(action.name) > 4,
        demanded=shared and any(demands(failure, part) for part in parts if stem(part) not in own),
        undone=undoes(action) in words if undoes(action) else False,
        stated=makes and lacks_a_state(failure), shared=shared,
        name=frozenset(name), described=frozenset(described), kin=kin,
        weight=sum(weigh[word] for word in name) + 0.3 * (sum(weigh[word] for word in described) + kin),
    )


def _kinship(action: Action, words: frozenset[str]) -> float:
    """How near the failure's words are to those of the action in meaning: `asleep` to `wake`."""
    own = {*_name_words(action), *text_stems(action.description)} - words
    return max((near for one in words for other, near in related(one) if other in own), default=0.0)


def _score(action: Action, tie: _Tie, failure: Failed, words: frozenset[str]) -> float:
    """0 where nothing connects the action with the failure, or too little for a deed of its kind."""
    kind = deed(action)
    if kind == "other" and not (tie.named or tie.demanded or set(_name_words(action)[:1]) & words):
        return 0.0
    if not tie.exists or (kind == "outward" and not (tie.named or tie.demanded)):
        return 0.0
    plain = tie.stated and (names_a_state(failure) or asks_for_something(failure))
    return (
        tie.weight + NAMED * max(tie.named, tie.demanded, plain) + _UNDOING * tie.undone + _SHARED * tie.shared
        + _ESTABLISHING * (kind == "establishing") + 0.5 * joins(action)
    )
