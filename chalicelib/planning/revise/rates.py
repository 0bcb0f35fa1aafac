"""A service that gives exchange rates, put before a conversion that takes a table of them.

The rates that an account has chosen to connect are those that its people go by; the built-in ones are for accounts
that have none.
"""

from collections.abc import Mapping
from typing import Any  # Any: schemas are JSON

from chalicelib.domain.binding import Binding, Output
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import UTILITY, Action
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.revise.look import Look, inserted

_BASE = frozenset(("base", "from", "source"))
_TABLE = "rates"


def table_step(look: Look, converting: Action, have: Binding, reason: str) -> tuple[Step, Mapping[str, Binding]] | None:
    """The step that reads the rates of a currency, and the input by which the conversion takes them."""
    if _TABLE not in converting.properties:
        return None
    for ref in sorted(look.brief.catalogue.actions):
        action = look.brief.catalogue.actions[ref]
        base = _base(action) if action.effect == "read" and action.tool != UTILITY else ""
        if base:
            step = inserted(look, action, {base: have}, reason)
            return step, {_TABLE: Output(step.id)}
    return None


def _base(action: Action) -> str:
    """The one required input of an action whose answer has rates by currency: the currency that they are told in."""
    answer = (action.output_schema or {}).get("properties") or {}
    table: Any = answer.get(_TABLE)
    if not isinstance(table, Mapping) or table.get("type") != "object" or table.get("properties"):
        return ""
    required = list(action.required)
    parts = set(name_parts(required[0])) if len(required) == 1 else set()
    return required[0] if parts & _BASE or "currency" in parts else ""
