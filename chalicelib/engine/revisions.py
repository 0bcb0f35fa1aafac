"""How often a step was revised: remedies, replacements, and what a person had done again, counted in the plan."""

from collections.abc import Mapping

from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Plan, Step


def revisions(plan: Plan, step: Step) -> int:
    """Remedies and replacements of the row that the step belongs to."""
    by_id = {planned.id: planned for planned in plan.steps}
    row = row_of(by_id, step.id)
    return sum(1 for sid in by_id if sid != row and row_of(by_id, sid) == row)


def repeated_too_often(plan: Plan, step: Step, most: int) -> Failed | None:
    """Why a step is not done once more, although a person says that it did not happen."""
    if revisions(plan, step) < most:
        return None
    return Failed(
        "loop_detected", f"{step.ref} was done again and again, and each time nobody knew what came "
        f"of it; a step is revised {most} times at most",
    )


def row_of(steps: Mapping[str, Step], sid: str) -> str:
    """The step that entered the plan for its own sake, whose remedy or replacement this one is."""
    seen = {sid}
    while sid in steps:
        owner = steps[sid].replaces or steps[sid].remedy_for
        if owner is None or owner in seen or owner not in steps:
            break
        seen.add(owner)
        sid = owner
    return sid
