"""Which look-up suits what it is for: what speaks for one and against another, beside the agreement of names."""

from chalicelib.domain.binding import Mention
from chalicelib.planning.composer.entry import DESCRIBED, Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.setting import Setting
from chalicelib.planning.composer.sketch import Node

ASIDE = 1.0
"""What an aside of a document yields to what is there without it."""
NEEDS = 0.1
"""What speaks for a look-up that needs what the prompt tells, before one that could also do without."""
PASSED_OVER = 1.0
"""What a look-up yields that leaves out the name which stands beside the thing ("the #ops channel")."""


def tells_of(parent: Entry, goal: Goal, entry: Entry) -> bool:
    """Whether the superlative speaks of what is acted on, not of what is looked up for it."""
    return parent.resource in goal.stems - {goal.verb} and entry.resource not in goal.stems


def of_another(setting: Setting, noun: str, entry: Entry) -> bool:
    """Whether what is chosen is a thing of the catalogue of which the action does not speak."""
    return noun in setting.index.about and entry.weights.get(noun, 0.0) < DESCRIBED


def aside(goal: Goal, entry: Entry) -> bool:
    """Whether the action is an aside of its document that the goal does not speak of."""
    return any(word not in goal.stems for word in entry.aside)


def passes_over(goal: Goal, one: Param, spent: set[Found], used: set[Found]) -> bool:
    """Whether the goal names the thing ("the #ops channel") and the look-up leaves that name out."""
    named = {found for found in goal.own if found.kind in ("tag", "quote", "name") and found.noun in one.owner} - used
    return bool(named) and not named & spent


def needs(node: Node) -> bool:
    """Whether something that the prompt tells is needed by it."""
    return any(isinstance(node.inputs.get(one.path), Mention) for one in node.entry.required)


def kinship(one: Entry, other: Entry) -> float:
    """How much of their names two actions begin with in common: those of one service are often named alike."""
    names = one.action.name, other.action.name
    shared = next((at for at, (a, b) in enumerate(zip(*names, strict=False)) if a != b), min(map(len, names)))
    return shared / max(map(len, names))


def by_name(goal: Goal, one: Param, node: Node, spent: set[Found], lenient: bool) -> float:
    """What speaks for a look-up by name where nothing demands one.

    That it takes the name, and that the name is not one of something else ("the Billing team" is no person); what
    only lists must be spoken of.  `lenient` lifts a look-up that only descriptions speak for, in an action that writes.
    """
    if one.required:
        return 0.0
    others = [found for found in spent if found.noun and found.noun not in one.owner and found.noun not in one.about]
    if any(found.kind != "id" for found in others):
        return -1.0
    named = any(found.kind in ("name", "email") for found in spent)
    if any(isinstance(binding, Mention) for binding in node.inputs.values()):
        return 0.3 if named and lenient else 0.0
    return -0.6 if named and not goal.stems & {*one.owner} else 0.0
