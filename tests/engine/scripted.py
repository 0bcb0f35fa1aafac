"""A world with an engine in it, whose planner does what the test says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.binding import Literal
from chalicelib.domain.control import Control, public_status
from chalicelib.domain.edit import CarryOn, Edit, GiveUp
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.task import Task
from chalicelib.domain.tool import Action, Effect
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine, Nack, step_ref
from chalicelib.engine.history import history
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.learning import learn_from
from chalicelib.engine.ports import Call
from chalicelib.engine.records import task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from chalicelib.engine.sweep import sweep
from chalicelib.engine.trace import trace_of
from chalicelib.planning.planner import Brief, NoPlan, Run
from tests.world import Record, World

ACCOUNT = "acct_1.test"
ANYTHING = {"type": "object", "additionalProperties": True}

Revise = Callable[[Run, Step, Outcome], Edit]
Tool = Callable[[Call], Outcome]


def carry_on(run: Run, step: Step, outcome: Outcome) -> Edit:
    return GiveUp(outcome.reason, outcome.detail) if isinstance(outcome, Failed) else CarryOn()


@dataclass
class Scripted:
    """The plan is given; what follows an outcome is the test's function."""

    plan: Plan | NoPlan
    revised: Revise = carry_on
    briefs: list[Brief] = field(default_factory=list)

    def draft(self, brief: Brief) -> Plan | NoPlan:
        self.briefs.append(brief)
        return self.plan

    def revise(self, brief: Brief, run: Run, step: Step, outcome: Outcome) -> Edit:
        return self.revised(run, step, outcome)


def step(
    sid: str, *needs: str, action: str | None = None, effect: Effect = "idempotent", **fields: Any
) -> Step:
    return Step(
        id=sid, label=sid, tool="tool", action=action or sid, effect=effect, depends_on=needs, reason="asked for",
        **fields,
    )


def question(sid: str, reason: str = "missing_input", **fields: Any) -> Step:
    asked = Question(reason, "which one?", fields.pop("fields", {}), about=fields.pop("about", ""))  # type: ignore[arg-type]
    return Step(id=sid, label=sid, tool="person", action="ask", effect="read", ask=asked, **fields)


class Scene:
    """One task in a world of its own."""

    def __init__(
        self, plan: Plan | NoPlan | tuple[Step, ...], tools: Mapping[str, Tool] | None = None,
        revise: Revise = carry_on, *, extra: tuple[Step, ...] = (), request: Mapping[str, Any] | None = None,
        agent: Mapping[str, Any] | None = None, seed: int = 0, duplicates: float = 0.0,
        extra_actions: tuple[Action, ...] = (), calls: Mapping[str, Mapping[str, Any]] | None = None, **settings: Any,
    ) -> None:
        drafted = Plan(plan) if isinstance(plan, tuple) else plan
        steps = (drafted.steps if isinstance(drafted, Plan) else ()) + extra
        self.world = World(tools={"authenticate": lambda _: Done(), **(tools or {})}, seed=seed, duplicates=duplicates)
        for each in steps:
            self.world.outside.functions.setdefault(f"{each.tool}.{each.action}", lambda _: Done({"ok": True}))
        self.world.outside.functions.update({f"tool.{name}": one for name, one in (tools or {}).items()})
        self.planner = Scripted(drafted, revise)
        self.settings = Settings(**settings)
        self.engine = Engine(self.world.ports, self.settings, self.planner, Cache(self.world.clock))
        actions = {(one.tool, one.action): one.effect for one in steps if one.ask is None}
        records = [
            Action(tool, name, f"does {name}", ANYTHING, None, effect, call=(calls or {}).get(name, {}))
            for (tool, name), effect in actions.items()
        ]
        wish = SubAgent(name="agent", prompt="does things", tools=(), actions={}, **(agent or {}))
        deploy(self.world.ports, ACCOUNT, wish, [*records, *extra_actions])
        self.task = self.accept(**(request or {}))

    def accept(self, **request: Any) -> Task:
        wanted = TaskRequest(**{"prompt": "do it", "sub_agent": "agent", **request})
        return accept(self.world.ports, self.settings, ACCOUNT, wanted, secret=b"s", created_by="key_1")

    def handler(self, event: Record, remaining: int = 900_000) -> dict[str, Any]:
        import json
        failures = []
        for record in event["Records"]:
            verdict = run_step(self.engine, step_ref(json.loads(record["body"])), lambda: remaining)
            if isinstance(verdict, Nack):
                failures.append({"itemIdentifier": record["messageId"], "visibilityTimeout": verdict.delay})
        return {"batchItemFailures": failures}

    def run(self) -> "Scene":
        self.world.pump({"steps": self.handler, "learn": self.learner})
        return self

    def learner(self, event: Record) -> dict[str, Any]:
        import json
        for record in event["Records"]:
            body = json.loads(record["body"])
            learn_from(self.engine, body["account"], body["task"])
        return {}

    def sweep(self, seconds: float = 61) -> Mapping[str, int]:
        self.world.clock.advance(seconds)
        return sweep(self.engine)

    @property
    def control(self) -> Control:
        found = self.world.store.control(task_pk(ACCOUNT, self.task.id))
        assert found is not None
        return found

    @property
    def status(self) -> str:
        return public_status(self.control, self.world.clock())

    @property
    def trace(self) -> dict[str, Any]:
        return trace_of(history(self.world.ports, ACCOUNT, self.task.id), self.world.clock())

    def row(self, label: str) -> dict[str, Any]:
        return next(row for row in self.trace["steps"] if row["label"] == label)

    @property
    def called(self) -> list[str]:
        """The actions that were called, in order."""
        return [call.action.name for call in self.world.outside.made]


def fails_once(failure: Failed) -> Tool:
    """Fails the first time, then works."""
    seen: list[Call] = []

    def tool(call: Call) -> Outcome:
        seen.append(call)
        return failure if len(seen) == 1 else Done({"tries": len(seen)})

    return tool


def value(given: Any) -> Literal:
    return Literal(given)
