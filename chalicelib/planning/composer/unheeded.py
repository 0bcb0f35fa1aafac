"""What a request makes its writes depend on and a plan does not: then nothing may be written.

    "post it if the order is ready"       no step of the plan waits for a condition
    "cancel every order over 100 USD"     the bound is given to the write as its own amount
    "wipe it, but don't keep it enrolled" an input that says so is left to its default
    "open a case and assign it to Ann"    no step assigns anything
"""

from collections.abc import Iterator, Sequence

from chalicelib.domain.binding import Literal, Mention, Output
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.composer.forbidden import against, forbidden
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.mentions import COUNTED, Found
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.schema import params
from chalicelib.planning.composer.words import Token, bag, senses, stem, stem_bag, text_stems
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
    if (told := _condition(said)) and not _decided(plan, told, mentions, catalogue):
        return " ".join(token.text for token in told)
    if told_ := next(filter(None, (_misplaced(one, said, catalogue) for one in written)), ""):
        return told_
    if told_ := next(filter(None, (_swapped(one, mentions, catalogue) for one in written)), ""):
        return told_
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


def _condition(said: Sequence[Token]) -> Sequence[Token]:
    """The condition as it is said, up to the next comma; "if possible" is none."""
    for at, token in enumerate(said):
        behind = said[at + 1].low if at + 1 < len(said) else ""
        if token.low in _CONDITIONS and behind and behind not in _POLITE:
            ends = (end for end in range(at, len(said)) if said[end].text == ",")
            return said[at : next(ends, len(said))]
    return ()


def _decided(plan: Plan, told: Sequence[Token], mentions: Sequence[Found], catalogue: Catalogue) -> bool:
    """Whether the plan decides it: by looking, and at what it names.

    "If the plan of subscription 201 is starter" is not decided by a search for anything called starter.
    """
    guards = [step.when for step in plan.steps if step.when]
    deciding = {one.step for guard in guards for one in (guard.left, guard.right) if isinstance(one, Output)}
    looks = [step for step in plan.steps if step.id in deciding]
    if not guards or any(True for step in looks for _ in _writing(step, catalogue)):
        return False
    bound = {str(one.value) for guard in guards for one in (guard.left, guard.right) if isinstance(one, Literal)}
    bound |= {one.text for step in looks for one in step.inputs.values() if isinstance(one, Mention)}
    named = [one for one in mentions if told[0].start <= one.start < told[-1].end]
    return all(one.text in bound or str(one.value) in bound for one in named)


def _misplaced(step: Step, said: Sequence[Token], catalogue: Catalogue) -> str:
    """The input that the request names and the step is not told, where another is told what it is to become.

    "Set the table number of R 7 to 5" says nothing of the size of the party.
    """
    bound = {one.text: name for name, one in step.inputs.items() if isinstance(one, Mention)}
    for param in params(catalogue.actions[step.ref].input_schema):
        own = [stem for stem in param.stems if stem != "id"]
        for at in range(len(said)) if len(own) > 1 and param.path[0] not in step.inputs else ():
            behind = [one.text for one in said[at + len(own) :]]
            if [one.stem for one in said[at : at + len(own)]] == own and "to" in behind:
                to = behind[behind.index("to") + 1 :][:1]
                if to and to[0] in bound:
                    return " ".join(one.text for one in said[at : at + len(own)])
    return ""


def _swapped(step: Step, mentions: Sequence[Found], catalogue: Catalogue) -> str:
    """A number behind what the action is about that is told to something else than its key: the 2 of "room 2"."""
    known = entry(step.ref, catalogue.actions[step.ref])
    key = next((one.path[0] for one in known.required if one.stems == ("id",) and len(one.path) == 1), "")
    if not key or not isinstance(step.inputs.get(key), Mention):
        return ""
    told = {one.text: name for name, one in step.inputs.items() if isinstance(one, Mention)}
    behind = [one for one in mentions if one.kind == "number" and stem("".join(one.before[-1:])) in known.objects]
    return next((f"{one.before[-1]} {one.text}" for one in behind if told.get(one.text, key) != key), "")


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
