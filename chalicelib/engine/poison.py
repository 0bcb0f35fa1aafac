"""What a person is told of a step whose workers all died: above all, whether its call may have had its effect."""

from chalicelib.domain.control import Kind
from chalicelib.domain.edit import GiveUp
from chalicelib.domain.plan import Step
from chalicelib.engine.settings import Settings


def poisoned(step: Step | None, kind: Kind, settings: Settings) -> GiveUp:
    """The end of the step.  An unsafe one does not end like this: it is asked about after its first worker's death."""
    died = f"{settings.max_attempts} workers in a row died"
    if step is None or kind == "z":
        return GiveUp(
            "poison", f"{died} while they planned this task; nothing was called",
            "Send the task again; if it ends like this once more, report it: it is a defect of ours", recoverable=True,
        )
    name = step.ref
    if kind == "i":
        hours = settings.key_window // 3_600_000
        return GiveUp(
            "poison", f"{died} while they called {name}: it says failed, but its effect may have happened",
            f"Look in {step.tool} whether {step.action} happened.  Retrying the task from this step is safe within "
            f"{hours} hours of its first call, if {step.tool} keeps to idempotency keys: the same key is used",
            recoverable=True,
        )
    doing = "put its question" if kind == "h" else f"carried out {name}, which changes nothing there"
    return GiveUp(
        "poison", f"{died} while they {doing}",
        "Retry the task from this step; if it ends like this once more, report it: it is a defect of ours",
        recoverable=True,
    )
