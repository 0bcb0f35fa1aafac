"""What past runs add to a plan that the words of a request make: inputs of which the words say nothing, no more."""

from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.planner import NoPlan


def filled(plan: Plan | NoPlan, other: Plan | NoPlan) -> Plan | NoPlan:
    """`other`, made with what runs show, where it does the same with all that the plan gives; else the plan."""
    if not isinstance(plan, Plan) or not isinstance(other, Plan) or len(plan.steps) != len(other.steps):
        return plan
    return other if all(map(_adds, plan.steps, other.steps)) else plan


def _adds(step: Step, other: Step) -> bool:
    """Whether the other step is the same with all that the first is given."""
    same = (step.tool, step.action, step.body is None) == (other.tool, other.action, other.body is None)
    inner = step.body is None or other.body is None or _adds(step.body, other.body)
    return same and inner and step.inputs.items() <= other.inputs.items()
