"""The steps of a question whose answer is a number: reads, a gathering step, and the step that computes it.

    R₁ R₂ ─> gather ─> aggregate
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from chalicelib.domain.binding import Binding, Literal
from chalicelib.domain.edit import CarryOn, Edit, Insert
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import UTILITY
from chalicelib.planning.composer.words import Token
from chalicelib.planning.gathering import GATHER
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.records.carry import KEEP, looking, reached
from chalicelib.planning.records.reach import MOST_READS, Unsure

if TYPE_CHECKING:
    from chalicelib.planning.tables import questions

COMPUTE = "aggregate"


def computed(brief: Brief, run: Run, step: Step) -> Edit | None:
    """What follows the reads of such a question; None where the prompt is none."""
    from chalicelib.planning.tables import questions

    if questions.asked(brief) is None or f"{UTILITY}.{COMPUTE}" not in brief.catalogue.actions:
        return None
    reach, reads = reached(brief, run)
    try:
        found = questions.measured(brief, reach)
    except Unsure as doubt:
        return CarryOn(f"The records that the question is about were read, but {doubt}")
    if found is not None:
        return Insert(tuple(_steps(step, found, brief)))
    if len(reads) + len(reach.wanted) > MOST_READS:
        return CarryOn("The records were read as far as there is room for: too many to compute the answer")
    number = int(step.id.removeprefix(GATHER).strip(".")) + 1
    return Insert(
        tuple(looking(brief, reach, [one.id for one in reads], number)), "More records have to be looked at"
    )


def seen(brief: Brief, run: Run, step: Step, words: Sequence[Token], some: bool = False) -> Edit | None:
    """The records that the words of a request mean that only wants to see them; None where that is not clear.

    `some`: there must be some, else it is something else that is asked for.
    """
    from chalicelib.planning.tables import questions

    reach, _ = reached(brief, run)
    try:
        found = questions.shown(brief, reach, words)
    except Unsure:
        return None
    if some and not found.rows:
        return None
    shown = {"data": found.items, "fields": Literal([*found.fields])}
    left = f"What {' '.join(found.left)!r} says of the records is not clear, and was left out" if found.left else ""
    return Insert((_step(step, 1, KEEP, shown, "shows the records that are meant", brief),), left)


def _steps(step: Step, found: "questions.Measured", brief: Brief) -> Iterator[Step]:
    yield _step(step, 1, COMPUTE, found.inputs, "computes what is asked", brief)
    if found.winner is not None:
        shown = {"data": found.winner, "fields": Literal(list(found.named))}
        yield _step(step, 2, KEEP, shown, "tells who or which it is", brief)


def _step(after: Step, at: int, action: str, inputs: Mapping[str, Binding], reason: str, brief: Brief) -> Step:
    return Step(
        f"answer.{at}", UTILITY, action, "read", dict(inputs), (after.id,), reason, f"{after.label}{chr(96 + at)}",
        after.revision + 1, brief.prompt[:120],
    )  # fmt: skip
