"""What a request makes its writes depend on and a plan does not: then nothing may be written.

    "post it if the order is ready"       no step of the plan waits for a condition
    "cancel every order over 100 USD"     the bound is given to the write as its own amount
    "wipe it, but don't keep it enrolled" an input that says so is left to its default
    "open a case and assign it to Ann"    no step assigns anything
"""

from collections.abc import Iterator, Sequence

from chalicelib.domain.binding import Mention
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.composer.forbidden import against, forbidden
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.mentions import COUNTED, Found
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.schema import params
from chalicelib.planning.composer.words import Token, bag, senses, stem_bag, text_stems
from chalicelib.planning.planner import Catalogue

_CONDITIONS = bag("if unless otherwise")
_POLITE = bag("possible needed necessary you please not so")
_BOUNDS = bag("over above under below exceeding beyond")
_THAN, _AT = bag("more less fewer greater higher lower larger smaller older longer shorter"), bag("least most")
_ORDERS = ("sentence", "then", "clause", "and")
_CHANGES = frozenset(("create", "update", "delete", "send", "pay", "refund", "book"))
_BOUNDING = stem_bag("min max minimum maximum least most limit threshold lower upper above below cap")


def unheeded(plan: Plan, words: Sequence[Token], mentions: Sequence[Found], catalogue: Catalogue) -> str:
    """The words that the plan's writes do not heed; "" where they heed all, or nothing is written."""
    written = [one for step in plan.steps for one in _writing(step, catalogue)]
    if not written:
        return ""
    quotes = [one for one in mentions if one.kind == "quote"]
    said = [token for token in words if not any(token in one for one in quotes)]
    if not any(step.when for step in plan.steps) and (told := _condition(said)):
        return told
    refs = [(one.ref, one.inputs) for one in written]
    calls = [(entry(ref, catalogue.actions[ref]), given) for ref, given in refs]
    if said_no := against(forbidden(words, mentions), calls):
        return said_no
    return next((f"{' '.join(one.before[-2:])} {one.text}" for one in mentions if _taken(one, written, catalogue)), "")


def undone(plan: Plan, reading: Reading, goals: Sequence[Goal], catalogue: Catalogue) -> str:
    """A clause with a verb that orders a change, and is in no goal of a plan that writes; "" where there is none."""
    if not [one for step in plan.steps for one in _writing(step, catalogue)]:
        return ""
    for unit in reading.units:
        lead = next((one for one in reading.tokens[unit.first : unit.first + 2] if one.stem == unit.verb), None)
        if lead is None or unit.refused or unit.cut not in _ORDERS or not senses(unit.verb) & _CHANGES:
            continue
        if not any(one.start <= lead.start < one.end for one in goals):
            return reading.text[lead.start : reading.tokens[unit.last - 1].end]
    return ""


def _writing(step: Step, catalogue: Catalogue) -> Iterator[Step]:
    """The step, and what it does for each item, as far as they change anything."""
    for one in (step, step.body):
        action = catalogue.actions.get(one.ref) if one is not None else None
        if one is not None and action is not None and action.writes:
            yield one


def _condition(said: Sequence[Token]) -> str:
    """The condition as it is said, up to the next comma; "if possible" is none."""
    for at, token in enumerate(said):
        behind = said[at + 1].low if at + 1 < len(said) else ""
        if token.low in _CONDITIONS and behind and behind not in _POLITE:
            rest = [one.text for one in said[at:]]
            return " ".join(rest[: rest.index(",") if "," in rest else len(rest)])
    return ""


def _taken(one: Found, written: Sequence[Step], catalogue: Catalogue) -> bool:
    """Whether a bound ("over 100 USD") is given to a write as a value of its own."""
    if one.kind not in COUNTED or not _bounds(one.before[-2:]):
        return False
    return any(
        isinstance(binding, Mention) and binding.text == one.text and not _takes_bounds(step, name, catalogue)
        for step in written
        for name, binding in step.inputs.items()
    )


def _bounds(before: Sequence[str]) -> bool:
    last, first = (*reversed(before), "", "")[:2]
    return last in _BOUNDS or (last == "than" and first in _THAN) or (last in _AT and first == "at")


def _takes_bounds(step: Step, name: str, catalogue: Catalogue) -> bool:
    known = params(catalogue.actions[step.ref].input_schema)
    about = [word for one in known if one.path[0] == name for word in (*one.stems, *text_stems(one.describes))]
    return bool(_BOUNDING & {*about})
