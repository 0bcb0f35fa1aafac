"""What a scenario says: a plan, what its tools do, what becomes of failures, what people answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any  # Any: requests, limits and settings are JSON

from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Insert, Later, Recover, Replace
from chalicelib.domain.outcome import Failed, Outcome
from chalicelib.domain.plan import Step
from chalicelib.planning.planner import NoPlan, Run
from tests.proof.provider import Behaviour

if TYPE_CHECKING:
    from tests.proof.stage import Stage

CALLBACK = {
    "input": "notify", "done": {"path": "state", "equals": "done"},
    "failed": {"path": "state", "equals": "failed", "reason": "why"},
}
PROBE = {"action": "look", "inputs": {}, "happened": {"path": "ok", "equals": True}}
Person = Callable[["Stage", str, Step], str | None]
"""What a person decides on a question (its step id and definition); None: nothing, for now or for ever."""


def truthful(stage: "Stage", sid: str, asked: Step) -> str | None:
    """Approves, gives values, and looks at the provider's ledger when asked whether something happened."""
    assert asked.ask is not None
    match asked.ask.reason:
        case "missing_input":
            return "values"
        case "outcome_unknown":
            if not stage.may_look(sid):
                return None
            about = stage.watcher.definition(stage.pk, asked.ask.about)
            return "happened" if stage.provider.did(about.action) else "did_not_happen"
    return "approve"


def connects(stage: "Stage", sid: str, asked: Step) -> str | None:
    """Opens the link of a question for consent."""
    assert asked.ask is not None
    return "connect" if asked.ask.reason == "oauth_consent" else truthful(stage, sid, asked)


def rejects(stage: "Stage", sid: str, asked: Step) -> str | None:
    assert asked.ask is not None
    return "reject" if asked.ask.reason == "approval" else truthful(stage, sid, asked)


def silent(stage: "Stage", sid: str, asked: Step) -> str | None:
    return None


@dataclass(frozen=True)
class Scenario:
    """`inserts`: by step id, what its success adds.  `remedies`: by step id, what is tried after a failure, in order:
    each one is a Recover or Replace whose step has not entered the plan yet.  `meanwhile`: by action, what an
    API call does while the action is being called.  `ends`: the ends that are right, whatever goes wrong.
    `hours`: it ends within so many.  `loose`: added steps that may be refused (they could make a circle).
    `limits`: those of the tool.  `memory`: how long (ms) it remembers an idempotency key.  `retry`: the step from which
    the ended task is retried, once; `then` are the ends that are right after that.  `call_back`: actions that do.
    `connects`: its actions need a connection, which people make at the link that they are given.
    `stops`: the sub-agent that is stopped; None: the account.  `probed`: actions whose effect `look` can find.
    `ruled`: actions whose arguments are such that a rule puts them to a person.
    """

    name: str
    plan: tuple[Step, ...] | NoPlan
    behaviours: Mapping[str, Behaviour] = field(default_factory=dict)
    inserts: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    remedies: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    revise: Callable[[Run, Step, Outcome], Edit] | None = None
    extra: tuple[Step, ...] = ()
    person: Person = truthful
    meanwhile: Mapping[str, str] = field(default_factory=dict)
    request: Mapping[str, Any] = field(default_factory=dict)
    agent: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    webhook: tuple[int, ...] = ()
    hours: float = 24 * 9
    ends: tuple[str, ...] = ("OK",)
    loose: frozenset[str] = frozenset()
    limits: Mapping[str, Any] = field(default_factory=dict)
    memory: int | None = None
    retry: str = ""
    then: tuple[str, ...] = ("OK",)
    call_back: frozenset[str] = frozenset()
    stops: str | None = None
    probed: frozenset[str] = frozenset()
    ruled: frozenset[str] = frozenset()
    connects: bool = False

    @property
    def calls(self) -> Mapping[str, Mapping[str, Any]]:
        """How each action is called, as far as the engine looks at it."""
        limits = {"limits": self.limits} if self.limits else {}
        return {
            step.action: limits | ({"callback": CALLBACK} if step.action in self.call_back else {})
            | ({"probe": PROBE} if step.action in self.probed else {})
            for step in self.steps
        }

    @property
    def swept(self) -> bool:
        """Whether the sweeper is needed even if nothing goes wrong: what a switch holds back is sent again by it."""
        return "stop" in self.meanwhile.values()

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step that may ever enter the plan, those that the engine itself makes left out."""
        planned = self.plan if isinstance(self.plan, tuple) else ()
        added = [step for steps in self.inserts.values() for step in steps]
        mended = [step for edits in self.remedies.values() for edit in edits for step in steps_of(edit)]
        return tuple({step.id: step for step in (*planned, *added, *mended, *self.extra)}.values())

    def edit(self, run: Run, looked_at: Step, outcome: Outcome) -> Edit:
        if self.revise is not None:
            return self.revise(run, looked_at, outcome)
        if not isinstance(outcome, Failed):
            wanted = self.inserts.get(looked_at.id, ())
            return Insert(wanted) if wanted else CarryOn()
        if outcome.reason in ("rate_limited", "unavailable"):
            return Later(outcome.retry_after or 1)
        present = {step.id for step in run.plan.steps}
        for edit in self.remedies.get(looked_at.id, ()):
            new = [step.id for step in steps_of(edit)]
            if any(sid not in present or sid not in run.settled for sid in new):
                return edit
        return GiveUp(outcome.reason, outcome.detail or "no remedy is left")


def steps_of(edit: Edit) -> tuple[Step, ...]:
    match edit:
        case Insert(steps) | Recover(steps):
            return steps
        case Replace(step):
            return (step,)
    return ()
