"""An input that the service does not know any more, while it names another one that the action has.

The value is what it was; only its name changes, and only to a name that both the service and the schema know.
"""

import re
from collections.abc import Iterator

from chalicelib.domain.binding import Binding
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.planner import Brief
from chalicelib.planning.revise.meaning import said
from chalicelib.planning.revise.remedy import Candidate, replacement
from chalicelib.planning.revise.renamed import likeness


def other_names(brief: Brief, step: Step, failure: Failed) -> Iterator[Candidate]:
    """The same step with one input under the name that the refusal tells."""
    action = brief.catalogue.actions.get(step.ref)
    if action is None:
        return
    properties = action.properties
    told = f"{failure.detail} {said(failure)}".lower()
    new = [name for name in properties if name not in step.inputs and names(told, name)]
    required = set(action.required)
    old = [name for name in step.inputs if name not in required]
    unknown = [name for name in old if names(told, name)]
    if len(new) != 1 or not old:
        return
    best = max(unknown or old, key=lambda name: likeness(name, new[0]))
    sure = len(unknown) == 1 or (action.effect == "read" and len(unknown or old) == 1)
    if not sure and not likeness(best, new[0]):
        return  # what a change still lacks is no other name of what was told
    inputs: dict[str, Binding] = {(new[0] if name == best else name): one for name, one in step.inputs.items()}
    why = f"{step.tool} asks for {new[0]} instead of {best}"
    yield Candidate((replacement(action, inputs, step, why),), why, {}, instead=True)


def plainly(failure: Failed) -> str:
    """What the failure says, a code also word by word."""
    plain = f"{failure.detail} {said(failure)}".lower()
    return f"{plain} {re.sub(r'[_-]', ' ', plain)}"


def names(text: str, name: str) -> bool:
    """Whether the text names the input, as it is written or, inside a code, by its words."""
    words = " ".join(name_parts(name))
    return any(re.search(rf"(?<![a-z0-9_]){re.escape(one)}(?![a-z0-9_])", text) for one in (name.lower(), words))
