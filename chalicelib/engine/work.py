"""A step in the hands of a worker, and the one way in which what became of it is settled."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.domain.control import Control
from chalicelib.domain.edit import Edit
from chalicelib.domain.outcome import Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.task import Task
from chalicelib.engine.ask import unknown_question
from chalicelib.engine.decide import decide, decide_unknown
from chalicelib.engine.decision import Decision, Held
from chalicelib.engine.ends import ends_without_effect
from chalicelib.engine.engine import Ack, Engine, Nack, StepRef
from chalicelib.engine.load import Loaded, Loader
from chalicelib.engine.records import Record
from chalicelib.engine.reports import Attempt
from chalicelib.engine.settle import settle


@dataclass(frozen=True, slots=True)
class Work:
    """The claimed step that a message speaks of."""

    engine: Engine
    ref: StepRef
    held: Held

    def settle(
        self, loaded: Loaded, outcome: Outcome, edit: Callable[[Control, Plan], Edit], record: Record,
        *, open_call: Callable[[], Failed | None] = lambda: None,
    ) -> Ack | Nack:
        """`open_call`: that an earlier call may have had its effect; the step cannot be said to have failed then.

        It is asked only where the step is about to fail: the answer has to be read.
        """
        loader = Loader(self.engine, self.ref.account, self.ref.task)
        settings, cap = self.engine.settings, loaded.task.cap

        def judge(control: Control) -> Decision:
            plan = loader.plan(control)
            now = self.engine.ports.now()
            decision = decide(control, plan, self.held, outcome, edit(control, plan), now, settings, cap)
            doubt = open_call() if loaded.step is not None and ends_without_effect(decision) else None
            if doubt is None or loaded.step is None:
                return decision
            question = unknown_question(loaded.step, doubt)
            return decide_unknown(control, plan, self.held, question, doubt, settings, cap)
        return settle(self.engine, self.ref, self.held, loaded.control, judge, record)


def told_of(verdict: Ack | Nack, task: Task, step: Step | None) -> Ack | Nack:
    """The verdict, saying of whose step it tells."""
    if isinstance(verdict, Ack) and isinstance(verdict.report, Attempt):
        return replace(verdict, report=verdict.report.of(task, step))
    return verdict
