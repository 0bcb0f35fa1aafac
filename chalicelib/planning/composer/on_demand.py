"""The composer for those who seldom draft: a worker plans once a task and looks at the plan after every step.

The half that drafts takes most of the time that planning takes to import, and is imported at the first draft.
"""

from chalicelib.domain.edit import Edit
from chalicelib.domain.outcome import Done, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.gathering import gathers
from chalicelib.planning.planner import Brief, NoPlan, Run

VERSION = "composer/20"
"""Counted up whenever golden runs are planned otherwise than before (tests/golden)."""


class OnDemand:
    """Plans as `Composer` does."""

    version = VERSION

    def draft(self, brief: Brief) -> Plan | NoPlan:
        from chalicelib.planning.composer.composer import Composer

        return Composer().draft(brief)

    def revise(self, brief: Brief, run: Run, step: Step, outcome: Outcome) -> Edit:
        from chalicelib.planning.composer.clock import heard
        from chalicelib.planning.revise import revise

        if isinstance(outcome, Done) and gathers(step):
            from chalicelib.planning.composer.composer import Composer

            return Composer().revise(brief, run, step, outcome)
        return revise(heard(brief), run, step, outcome)
