"""A plan: steps made at run time, and what they wait for.

A plan that breaks a rule cannot be built: ids are unique, dependencies exist and have no cycle, every
binding speaks of a step that comes before, and there are at most `CAP` steps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal  # Any: stored forms are JSON

from chalicelib.domain.binding import (
    Binding,
    Condition,
    condition_sources,
    decode,
    decode_condition,
    encode,
    encode_condition,
    sources,
)
from chalicelib.domain.errors import InvalidPlan
from chalicelib.domain.tool import Effect

CAP = 50
PLAN = "plan"

Asks = Literal["missing_input", "approval", "oauth_consent", "outcome_unknown"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked.  `fields` is a JSON Schema of the answer's `values`; `about` the step that asks.

    `about` is `PLAN` where several writes are put to a person at once.  `number`: how often the same was asked.
    `scopes`: what a consent must grant on top of what is granted already.
    """

    reason: Asks
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""
    tool: str = ""
    action: str = ""
    number: int = 1
    scopes: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The action that the question is about, behind its tool."""
        return f"{self.tool}.{self.action}"

    @property
    def approves(self) -> bool:
        return self.reason == "approval"

    @property
    def of_plan(self) -> bool:
        """Whether it is about all the writes that are planned."""
        return self.reason == "approval" and self.about == PLAN


@dataclass(frozen=True, slots=True)
class Step:
    """One action with bound inputs, what it depends on, and why it is there.

    `when`: the step is skipped, and counts as done, if this is false once its dependencies are.
    `body`: the step to add for each item of the output list (only on steps that go through a list).
    `rebinds`: inputs of pending steps that change once this step is done, by step id.
    `replaces`: the step whose place this one takes.  `remedy_for`: the step it repairs.
    `ask`: set on questions to a person.  `poll`: set on a step that finds out when the one whose place it took is
    done (`outcome.Started`): it asks, or waits for the callback to that step (`callback`), or both; and on one that
    looks whether a call with a lost answer had its effect (`probe`).
    """

    id: str
    tool: str
    action: str
    effect: Effect
    inputs: Mapping[str, Binding] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    reason: str = ""
    label: str = ""
    revision: int = 1
    goal: str = ""
    when: Condition | None = None
    body: "Step | None" = None
    rebinds: Mapping[str, Mapping[str, Binding]] = field(default_factory=dict)
    replaces: str | None = None
    remedy_for: str | None = None
    lessons: tuple[str, ...] = ()
    ask: Question | None = None
    poll: Mapping[str, Any] | None = None

    @property
    def ref(self) -> str:
        """The action's name behind that of its tool."""
        return f"{self.tool}.{self.action}"

    @property
    def awaits_callback(self) -> bool:
        """Whether there is nothing to ask: the tool calls back."""
        return self.poll is not None and "callback" in self.poll and not self.poll.keys() & {"url", "done"}

    def sources(self) -> tuple[str, ...]:
        """Every step that the inputs, the condition and the body speak of."""
        found = [step for binding in self.inputs.values() for step in sources(binding)]
        if self.when:
            found += condition_sources(self.when)
        if self.body:
            found += [step for step in self.body.sources() if step != self.id]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Plan:
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        known = {step.id for step in self.steps}
        if len(known) < len(self.steps):
            raise InvalidPlan("two steps of the plan have the same id")
        earlier, ordered = set[str](), True
        for step in self.steps:
            for needed in self.needs(step):
                if needed not in earlier:
                    ordered = False
                    if needed not in known:
                        ref = step.ref
                        raise InvalidPlan(f"step {step.id!r} ({ref}) needs unknown step {needed!r}")
            earlier.add(step.id)
        if not ordered:  # where each step needs only earlier ones, there is no circle to look for
            self._check_for_circles()

    def _check_for_circles(self) -> None:
        try:
            tuple(TopologicalSorter({step.id: self.needs(step) for step in self.steps}).static_order())
        except CycleError as cycle:
            raise InvalidPlan(f"the plan runs in a circle: {' -> '.join(cycle.args[1])}") from cycle

    def needs(self, step: Step) -> tuple[str, ...]:
        """What the step waits for: declared dependencies, and the steps its bindings speak of."""
        return tuple(dict.fromkeys((*step.depends_on, *step.sources())))

    def step(self, sid: str) -> Step:
        return next(step for step in self.steps if step.id == sid)

    def with_steps(self, added: Iterable[Step]) -> "Plan":
        return Plan((*self.steps, *added))

    def effective(self, sid: str, done: Iterable[str]) -> Step:
        """The step with the inputs that finished steps have rebound for it."""
        step = self.step(sid)
        finished = set(done)
        inputs = dict(step.inputs)
        for other in self.steps:
            if other.id in finished and sid in other.rebinds:
                inputs.update(other.rebinds[sid])
        return replace(step, inputs=inputs)


def encode_step(step: Step) -> dict[str, Any]:
    """The stored form; fields that say nothing are left out."""
    stored: dict[str, Any] = {
        "id": step.id, "label": step.label, "tool": step.tool, "action": step.action, "effect": step.effect,
        "inputs": {name: encode(binding) for name, binding in step.inputs.items()},
        "depends_on": list(step.depends_on), "reason": step.reason, "revision": step.revision,
        "goal": step.goal, "replaces": step.replaces, "remedy_for": step.remedy_for,
        "lessons": list(step.lessons),
        "when": encode_condition(step.when) if step.when else None,
        "body": encode_step(step.body) if step.body else None,
        "rebinds": {
            sid: {name: encode(binding) for name, binding in inputs.items()}
            for sid, inputs in step.rebinds.items()
        },
        "ask": _encode_question(step.ask) if step.ask else None,
    }
    said = {key: value for key, value in stored.items() if value not in (None, [], {}, "")}
    return said if step.poll is None else {**said, "poll": dict(step.poll)}


def _encode_question(asked: Question) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "reason": asked.reason, "text": asked.text, "fields": asked.fields, "about": asked.about, "tool": asked.tool,
        "action": asked.action,
    }
    if asked.scopes:
        stored["scopes"] = list(asked.scopes)
    return {**stored, "number": asked.number} if asked.number > 1 else stored


def _decode_question(stored: Mapping[str, Any]) -> Question:
    return Question(**{**stored, "scopes": tuple(stored.get("scopes", ()))})


def decode_step(stored: Mapping[str, Any]) -> Step:
    return Step(
        id=stored["id"], label=stored.get("label", ""), tool=stored["tool"], action=stored["action"],
        effect=stored["effect"],
        inputs={name: decode(binding) for name, binding in stored.get("inputs", {}).items()},
        depends_on=tuple(stored.get("depends_on", ())), reason=stored.get("reason", ""),
        revision=stored.get("revision", 1), goal=stored.get("goal", ""),
        replaces=stored.get("replaces"), remedy_for=stored.get("remedy_for"),
        lessons=tuple(stored.get("lessons", ())),
        when=decode_condition(stored["when"]) if "when" in stored else None,
        body=decode_step(stored["body"]) if "body" in stored else None,
        rebinds={
            sid: {name: decode(binding) for name, binding in inputs.items()}
            for sid, inputs in stored.get("rebinds", {}).items()
        },
        ask=_decode_question(stored["ask"]) if "ask" in stored else None,
        poll=stored.get("poll"),
    )
