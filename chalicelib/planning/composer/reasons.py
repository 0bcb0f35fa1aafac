"""Why a step is there, in one plain sentence."""

from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.schema import Param


def for_goal(goal: Goal) -> str:
    match goal.role:
        case "condition":
            return f"The request makes what follows depend on it: “{goal.text}”."
        case "then":
            return f"The request asks for it under its condition: “{goal.text}”."
        case "otherwise":
            return f"The request asks for it if its condition does not hold: “{goal.text}”."
    return f"The request asks for it: “{goal.text}”."


def for_provider(goal: Goal, field: str) -> str:
    return f"Gives `{field}`, which “{goal.text}” needs and the request does not tell."


def for_record(goal: Goal) -> str:
    return f"Reads what “{goal.text}” speaks of."


def for_content(goal: Goal) -> str:
    return f"Makes the text that “{goal.text}” asks for."


def for_auth(tool: str) -> str:
    return f"The steps that use {tool} need a connection that works."


def for_question(missing: tuple[Param, ...], action: str) -> str:
    names = ", ".join(f"`{one.name}`" for one in missing)
    return f"{action} needs {names}, which neither the request nor any action tells."


def for_each(goal: str) -> str:
    return f"Goes through the list, one step for each item: “{goal}”."
