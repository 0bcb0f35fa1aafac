"""What a decision says of its step: whether anything came of it, and how it is settled where the task has ended."""

from chalicelib.domain.transitions import Depth, Settle
from chalicelib.domain.transitions import Recover as RecoverStep
from chalicelib.domain.waits import Wait
from chalicelib.engine.decision import Decision


def ends_without_effect(decision: Decision) -> bool:
    """Whether it says of the step that nothing came of it: it has failed, or another is done in its place."""
    match decision.transition:
        case Settle(letter="F" | "S") | Depth(letter="F"):
            return True
    return False


def late_letter(decision: Decision) -> str:
    """What LATE settles a step as, when the task ended while it ran."""
    match decision.transition:
        case Settle(letter=letter) if letter != "S":
            return letter
        case Depth(letter=letter):
            return letter
        case Wait():
            return "U" if decision.status == "started" else "X"  # its tool was to call back, or a person to answer
        case RecoverStep() if decision.failure is None:
            return "X"  # it was to wait for an approval: nothing was called
        case Settle() if decision.failure is None:
            return "U"  # it has begun, and nobody asks any more whether it is done
    if decision.failure is None:
        return "D"
    return "U" if decision.failure.reason == "outcome_unknown" else "F"
