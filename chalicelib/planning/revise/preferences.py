"""Which currency a person thinks in: what the prompt names, else the user's context, else the records of the task.

A context may name the currency, or a locale, whose region tells it.  Where it does neither, a record by which the step
looked something up ("the loans of this member") may say the locale of whom it is about.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # Any: records are JSON

from chalicelib.domain.binding import Binding, Context, Literal, Mention, Output
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.revise.look import Look
from chalicelib.planning.revise.money import CODES
from chalicelib.planning.revise.paths import look_up, owner_of
from chalicelib.planning.revise.regions import currency_in

_CURRENCY = ("currency", "preferred_currency", "preferences.currency", "user.currency")
_LOCALE = ("locale", "preferences.locale", "user.locale")


@dataclass(frozen=True, slots=True)
class Preferred:
    """`why` completes "the total is in EUR, …"."""

    binding: Binding
    currency: str
    why: str


def preferred_currency(look: Look) -> Preferred | None:
    named = [
        code for code in re.findall(r"\b(?:in|to|into|as)\s+([A-Z]{3})\b", look.brief.prompt) if code in CODES
    ]
    if named:
        return Preferred(Mention(named[-1], named[-1]), named[-1], f"the prompt asks for {named[-1]}")
    context = dict(look.brief.context)
    for path in _CURRENCY:
        value = look_up(path, context)
        if isinstance(value, str) and value.upper() in CODES:
            binding = Context(path) if value.isupper() else Literal(value.upper())
            return Preferred(binding, value.upper(), f"the user's context prefers {value.upper()}")
    told = next(((value, "the user's context") for path in _LOCALE if (value := look_up(path, context))), None)
    told = told or next(((value, f"the record of {tool}") for value, tool in _record_locales(look)), None)
    currency = currency_in(str(told[0])) if told else ""
    if told is None or not currency:
        return None
    return Preferred(Literal(currency), currency, f"{told[1]} has the locale {told[0]}, where {currency} is used")


def _record_locales(look: Look) -> Iterator[tuple[str, str]]:
    """The locales in records that the step's inputs were taken from, with the action that gave them."""
    steps = {step.id: step for step in look.run.plan.steps}
    for binding in look.step.inputs.values():
        if not isinstance(binding, Output):
            continue
        owner, step = owner_of(binding.path), steps.get(binding.step)
        record = look_up(owner, look.run.outputs.get(binding.step)) if owner else None
        if step is not None and isinstance(record, Mapping):
            yield from ((value, step.ref) for value in _locales(record))


def _locales(record: Mapping[str, Any]) -> Iterator[str]:
    """The first of a list is the one that is preferred."""
    for name, value in record.items():
        if not {"locale", "locales"} & set(name_parts(name)):
            continue
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and first:
            yield first
