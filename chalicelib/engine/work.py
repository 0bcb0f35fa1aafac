"""A step in the hands of a worker, and the one way in which what became of it is settled."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.control import Control
from chalicelib.domain.edit import Edit
from chalicelib.domain.outcome import Outcome
from chalicelib.domain.plan import Plan
from chalicelib.engine.decide import decide
from chalicelib.engine.decision import Decision, Held
from chalicelib.engine.engine import Ack, Engine, Nack, StepRef
from chalicelib.engine.load import Loaded, Loader
from chalicelib.engine.records import Record
from chalicelib.engine.settle import settle


@dataclass(frozen=True, slots=True)
class Work:
    """The claimed step that a message speaks of."""

    engine: Engine
    ref: StepRef
    held: Held

    def settle(
        self, loaded: Loaded, outcome: Outcome, edit: Callable[[Control, Plan], Edit], record: Record
    ) -> Ack | Nack:
        loader = Loader(self.engine, self.ref.account, self.ref.task)

        def judge(control: Control) -> Decision:
            plan = loader.plan(control)
            return decide(
                control, plan, self.held, outcome, edit(control, plan), self.engine.ports.now(),
                self.engine.settings, loaded.task.cap,
            )
        return settle(self.engine, self.ref, self.held, loaded.control, judge, record)
