"""What a person has agreed to, told from what they were shown, and which calls that covers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.plan import PLAN, Step
from chalicelib.engine.permits import WRITES
from chalicelib.engine.ports import Call
from tests.proof.guards import demand


@dataclass
class Agreed:
    """`held`: the actions that always need a yes.  `whole`: every write does.  `writes`: so many may go without one.

    `seen`: by step, the inputs that were shown; None where the answer came before the question was put.
    """

    held: frozenset[str] = frozenset()
    whole: bool = False
    writes: int = WRITES
    seen: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """A retried task: what was agreed to in the old one is forgotten."""
        self.seen.clear()
        self.made.clear()

    def to(self, question: Step, waiting: Mapping[str, Any] | None, planned: Iterable[str]) -> None:
        """A yes to the question, as the API showed it; before it is put, it is one to all that is `planned` by then."""
        assert question.ask is not None
        shown = waiting or {}
        if question.ask.about != PLAN:
            self.seen[question.ask.about or question.id] = (shown.get("request") or {}).get("inputs")
        elif waiting is None:
            self.seen |= dict.fromkeys(planned)
        else:
            self.seen |= {write["id"]: write["request"]["inputs"] for write in shown["writes"]}

    def calling(self, call: Call, sid: str) -> None:
        """The call may be made: nobody need agree, or somebody has, to these very inputs."""
        if call.operation:
            return  # to ask what became of it needs no approval
        write = call.action.effect != "read"
        if write:
            self.made.add(sid)
        beyond = write and len(self.made) > self.writes
        needed = call.action.name in self.held or (write and self.whole) or beyond
        demand(not needed or sid in self.seen, "{} was not approved", sid)
        shown = self.seen.get(sid) or {}
        changed = [name for name, value in shown.items() if call.inputs.get(name) != value]
        demand(not changed, "{} was sent with other {} than was shown", sid, changed)
