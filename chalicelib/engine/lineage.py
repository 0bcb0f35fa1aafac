"""How the steps of a past task hang together: what a row consists of, what comes after it, who put it there.

A settled step has forgotten its dependencies, so order is read from the plan and from the records: what a
step names, what it rebinds, and what was inserted before others when it was done.

A row is a step that entered the plan for its own sake; replacements and remedies belong to the row that they
were for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.domain.control import Live, Settled
from chalicelib.domain.plan import Step
from chalicelib.engine.history import History
from chalicelib.engine.revisions import row_of
from chalicelib.engine.trace import rows_of, status


@dataclass(frozen=True, slots=True)
class Lineage:
    """`before`: the rows that each row waits for.  `inserted_by`: the row whose outcome asked for a row."""

    past: History
    rows: Mapping[str, Step]
    before: Mapping[str, frozenset[str]]
    inserted_by: Mapping[str, str]

    def root(self, sid: str) -> str:
        return root(self.past, sid)

    def of_row(self, row: str) -> tuple[str, ...]:
        """Every step of the row, remedies included."""
        return tuple(sid for sid in self.past.steps if self.root(sid) == row)

    def finished(self, row: str) -> bool:
        """Whether its effect stands, and nothing that it asked for is missing from the plan."""
        last = self.past.chain(row)[-1]
        stands = self.settled(last) and status(self.past, last) in ("complete", "skipped")
        return stands and not self.cut_off(row)

    def cut_off(self, row: str) -> bool:
        """Whether the task ended, for want of room or by a person, before what this row asked for was planned."""
        record = self.past.valid(self.past.chain(row)[-1])
        ended = self.past.control.status in ("DEPTH", "CANC") and record is not None and record.edit == "insert"
        return ended and record is not None and not set(record.adds) <= set(self.past.control.steps)

    def settled(self, sid: str) -> bool:
        state = self.past.control.steps.get(sid)
        return isinstance(state, Settled) and state.letter in ("D", "U", "S")

    def unknown(self, row: str) -> bool:
        return status(self.past, self.past.chain(row)[-1]) == "unknown"

    def running(self, row: str) -> bool:
        states = [self.past.control.steps.get(sid) for sid in self.of_row(row)]
        return any(isinstance(state, Live) and state.state == "R" for state in states)

    def after(self, row: str) -> frozenset[str]:
        """Every row that waits for `row`, directly or through others."""
        found: set[str] = set()
        todo = [row]
        while todo:
            current = todo.pop()
            following = {other for other, needs in self.before.items() if current in needs} - found
            found |= following
            todo += following
        return frozenset(found)


def lineage(past: History) -> Lineage:
    rows = {step.id: step for step in rows_of(past)}
    before: dict[str, set[str]] = {row: set() for row in rows}
    for step in past.steps.values():
        own = root(past, step.id)
        needed = (*step.depends_on, *step.sources())
        before[own] |= {root(past, sid) for sid in needed if sid in past.steps} - {own}
        for sid in step.rebinds:
            if sid in past.steps and root(past, sid) != own:
                before[root(past, sid)].add(own)
    inserted_by: dict[str, str] = {}
    for inserter, added in _inserts(past):
        waited = [row for row, needs in before.items() if inserter in needs and row not in added]
        for sid in added - _ancestors(before, inserter):
            before[sid].add(inserter)
            inserted_by.setdefault(sid, inserter)
            for row in waited:
                if row not in _ancestors(before, sid):
                    before[row].add(sid)
    return Lineage(past, rows, {row: frozenset(needs) for row, needs in before.items()}, inserted_by)


def root(past: History, sid: str) -> str:
    """The row that a step belongs to."""
    return row_of(past.steps, sid)


def _inserts(past: History) -> Iterable[tuple[str, set[str]]]:
    """(row whose outcome showed a need, the rows that were put in because of it), oldest first."""
    for record in past.records:
        if record.edit == "insert" and record.sid in past.steps and past.valid(record.sid) == record:
            inserter = root(past, record.sid)
            yield inserter, {root(past, sid) for sid in record.adds if sid in past.steps} - {inserter}


def _ancestors(before: Mapping[str, set[str]], row: str) -> set[str]:
    found: set[str] = set()
    todo = [row]
    while todo:
        for needed in before[todo.pop()] - found:
            found.add(needed)
            todo.append(needed)
    return found
