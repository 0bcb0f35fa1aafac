"""What a request names and a plan leaves out: then something was misread, and nothing may be written.

Names, quotations, numbers, addresses and days are told because they matter.  One that stands in no input of the plan
was dropped silently, which is what nearly all wrong writes have in common.  Where an input is an entry of a list that
is still to be read, the entry is chosen then, by what the request calls it: one name for each list is no dropped one.
"""

from collections.abc import Container, Sequence

from chalicelib.domain.binding import Mention, Output
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.bidding import left_open
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.planner import Catalogue

_CALLED = frozenset(("quote", "id", "email", "tag", "name"))
_TOLD = _CALLED | {"url", "money", "percent", "number", "phone", "date", "datetime", "period", "json"}


def unread(plan: Plan, mentions: Sequence[Found], catalogue: Catalogue, prompt: str = "") -> str:
    """The first thing named or wished for that no step does, where a step writes; "" where everything is used."""
    return dropped(plan, mentions, prompt) if any(_writes(step, catalogue) for step in plan.steps) else ""


def dropped(plan: Plan, mentions: Sequence[Found], prompt: str = "") -> str:
    """The first thing named or wished for that no step does; "" where everything is used."""
    said = " ".join(str(dict(step.inputs)) + str(step.body and dict(step.body.inputs)) for step in plan.steps).lower()
    said += " ".join(f"{step.action} {step.when}" for step in plan.steps).lower()
    data = {one.text for step in plan.steps for one in step.inputs.values() if isinstance(one, Mention)}
    left = [one for one in mentions if one.kind in _TOLD and not _used(one, said, data)]
    chosen = _lists(plan) if all(one.kind in _CALLED for one in left) else 0
    return left[chosen].text if len(left) > chosen else left_open(prompt)


def _lists(plan: Plan) -> int:
    """How many lists an entry is taken from, nobody yet knows which."""
    bindings = [one for step in plan.steps for one in step.inputs.values()]
    return len({one.step for one in bindings if isinstance(one, Output) and "[0]" in one.path and "[?" not in one.path})


def _used(one: Found, said: str, data: Container[str]) -> bool:
    """Whether the value stands somewhere, or for a name one of its words; `data`: what the values stand in."""
    if one.kind == "json":
        return str(one.value) in data
    words = one.text.lower().split() if one.kind == "name" else [one.text.lower()]
    words = [word.removesuffix("'s").strip("'\"“”‘’#@.,") for word in words]
    return str(one.value).lower() in said or any(word in said for word in words)


def _writes(step: Step, catalogue: Catalogue) -> bool:
    action = catalogue.actions.get(step.ref)
    body = step.body is not None and _writes(step.body, catalogue)
    return body or (action is not None and action.writes)
