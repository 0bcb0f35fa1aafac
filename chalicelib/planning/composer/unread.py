"""What a request names and a plan leaves out: then something was misread, and nothing may be written.

Names, quotations, numbers, addresses and days are told because they matter.  One that stands in no input of the plan
was dropped silently, which is what nearly all wrong writes have in common.
"""

from collections.abc import Sequence

from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.planner import Catalogue

_TOLD = frozenset(("quote", "id", "email", "url", "tag", "money", "percent", "number", "name", "phone"))


def unread(plan: Plan, mentions: Sequence[Found], catalogue: Catalogue) -> str:
    """The first thing named that no step uses, where a step writes; "" where everything is used."""
    if not any(_writes(step, catalogue) for step in plan.steps):
        return ""
    said = " ".join(str(dict(step.inputs)) + str(step.body and dict(step.body.inputs)) for step in plan.steps).lower()
    said += " ".join(f"{step.action} {step.when}" for step in plan.steps).lower()
    return next((one.text for one in mentions if one.kind in _TOLD and not _used(one, said)), "")


def _used(one: Found, said: str) -> bool:
    """Whether the value stands somewhere, or for a name one of its words."""
    words = one.text.lower().split() if one.kind == "name" else [one.text.lower()]
    words = [word.removesuffix("'s").strip("'\"“”‘’#@.,") for word in words]
    return str(one.value).lower() in said or any(word in said for word in words)


def _writes(step: Step, catalogue: Catalogue) -> bool:
    action = catalogue.actions.get(f"{step.tool}.{step.action}")
    body = step.body is not None and _writes(step.body, catalogue)
    return body or (action is not None and action.effect == "unsafe" and action.via != "auth")
