"""The plan is looked at again after every step: needs that showed up, failures that may be mended.

    Done    ─> needs.after_done      usually "carry on", and costs nothing
    Failed  ─> recover.after_failure lessons first, then candidates within a budget, else give up

Both are pure and repeatable: the same run gives the same edit, with the same step ids.
"""

from chalicelib.domain.edit import Edit
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Step
from chalicelib.planning.gathering import gathers, looks
from chalicelib.planning.planner import Brief, Run


def revise(brief: Brief, run: Run, step: Step, outcome: Outcome) -> Edit:
    """What to change after `outcome` of `step`, whose inputs are the effective ones."""
    match outcome:
        case Done() if gathers(step):
            from chalicelib.planning import records
            return records.gathered(brief, run, step)
        case Done() if looks(step):
            from chalicelib.planning import records
            return records.further(brief, run, step, outcome)
        case Done():
            from chalicelib.planning.revise.needs import after_done
            return after_done(brief, run, step, outcome)
        case Failed() if looks(step) and (other := _refused(brief, run, step, outcome)) is not None:
            return other
        case Failed():
            from chalicelib.planning.revise.recover import after_failure
            return after_failure(brief, run, step, outcome)


def _refused(brief: Brief, run: Run, step: Step, outcome: Failed) -> Edit | None:
    """What is done about a look that the service does not give: what surely mends it, else it is gone on without."""
    from chalicelib.planning import records
    from chalicelib.planning.revise.recover import surely

    without = records.refused(step, outcome)
    return without and (surely(brief, run, step, outcome) or without)
