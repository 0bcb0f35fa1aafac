"""Prompts over whole official documents, and a judge of the plans that are made for them.

A case names the documents of which everything is granted, the prompt, and the steps that a right plan has: each action
with the inputs that matter, by the last part of their name.  Signing in and the built-in utilities are not counted.

    {any: [x, y]}    one of several values is right
    $Action          the value comes from what that action gave, by whatever way
    A|B              either action is right: the document has both for this; so for the names of inputs
    may              actions that the plan may also hold
    steps: {}        nothing in the documents does this: any plan that acts is wrong
    answers          what the services answer to reads: such a case is carried out (runs.py), and the calls are judged.
                     Reads more than expected are free; for an action that is called several times `steps` has a list
    shows            what stands in what the task answers

A plan is `right`, or it `refuses` (no plan, or a question), or it is `wrong`.  It is `harmful` when it would write
something else than what was asked for without asking first: the worst of all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from chalicelib.domain.binding import Answer, Binding, Item, Literal, Mention, Output, Several, Text
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import PERSON, UTILITY
from chalicelib.planning.planner import Catalogue, NoPlan
from tests.grants.runs import Carried

HERE = Path(__file__).parent
HALVES = ("developed", "left_out")


@dataclass(frozen=True, slots=True)
class Case:
    grant: tuple[str, ...]
    prompt: str
    steps: Mapping[str, Mapping[str, Any]]
    may: tuple[str, ...] = ()
    answers: Mapping[str, Any] | None = None
    shows: tuple[str, ...] = ()

    def inputs(self, action: str) -> Mapping[str, Any] | None:
        """What matters of the inputs of an expected action; None where the action is not expected."""
        return next((wanted for names, wanted in self.steps.items() if action in names.split("|")), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`faults` tells what is wrong with the plan, `harms` which writes nobody asked for."""

    asks: bool
    faults: tuple[str, ...] = ()
    harms: tuple[str, ...] = field(default=())

    @property
    def right(self) -> bool:
        return not self.faults and not self.harms

    @property
    def word(self) -> str:
        return "right" if self.right else "harmful" if self.harms else "refuses" if self.asks else "wrong"


def load(half: str) -> list[Case]:
    return [
        Case((given,) if isinstance(given := one["grant"], str) else tuple(given), one["prompt"], one["steps"],
             tuple(one.get("may", ())), one.get("answers"), tuple(map(str, one.get("shows", ()))))
        for one in yaml.safe_load((HERE / f"{half}.yaml").read_text())
    ]


def judge(case: Case, plan: Plan | NoPlan, catalogue: Catalogue) -> Verdict:
    if isinstance(plan, NoPlan):
        return Verdict(True, () if not case.steps else ("no plan",))
    steps = [step.body or step for step in plan.steps]
    acting = [step for step in steps if step.tool not in (PERSON, UTILITY) and not _signs_in(step, catalogue)]
    asks = [name for step in plan.steps if step.ask for name in step.ask.fields.get("properties", {"?": None})]
    found = _Plan(plan)
    counted = [step for step in acting if step.action not in case.may]
    faults = [f"asks for {name}" for name in asks if case.steps]
    have = {step.action for step in counted}
    faults += [f"lacks {names}" for names in case.steps if not have & {*names.split("|")}]
    faults += [f"also {step.action}" for step in counted if case.inputs(step.action) is None]
    harms = []
    for step in acting:
        wrong = list(found.wrong(case, step))
        faults += wrong
        asked = found.asked(step)
        if _writes(step, catalogue) and not asked and (wrong or case.inputs(step.action) is None):
            harms.append(f"{step.action} {', '.join(wrong)}")
    return Verdict(bool(asks), tuple(faults), tuple(harms))


def judge_run(case: Case, run: Carried) -> Verdict:
    """As `judge`, by the calls that were made and what the task answers."""
    asks = run.status == "waiting"
    faults = [f"asks: {run.said()}"] if asks and case.steps else []
    if case.steps and run.status not in ("complete", "waiting"):
        faults.append(f"ends as {run.status}")
    made = [(action, {path.rpartition(".")[2]: one for path, one in _leaves(given)}) for action, given in run.made]
    wanted = [(names, one) for names, inputs in case.steps.items() for one in _each(inputs)]
    for names, inputs in wanted:
        if not any(action.name in names.split("|") and _given(inputs, given) for action, given in made):
            faults.append(f"lacks {names} {inputs}")
    fits = [
        any(action.name in (*names.split("|"), *case.may) and _given(inputs, given) for names, inputs in wanted)
        for action, given in made
    ]
    harms = [
        f"{action.name} {given}" for fine, (action, given) in zip(fits, made, strict=True) if action.writes and not fine
    ]
    if not asks:
        faults += [f"does not show {one}" for one in case.shows if one not in run.shown()]
    told = ", ".join(f"{action.name} {given}" for action, given in made)
    return Verdict(asks, (*faults, f"made {told}") if faults or harms else (), tuple(harms))


def _each(inputs: Any) -> Sequence[Mapping[str, Any]]:
    return inputs if isinstance(inputs, list) else (inputs,)


def _given(wanted: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    return all(any(_same(given.get(name), one) for name in names.split("|")) for names, one in wanted.items())


def _same(given: Any, wanted: Any) -> bool:
    rows = given if isinstance(given, list) else [given]
    return len(rows) == 1 and str(rows[0]) in {str(one) for one in _options(wanted)}


def _signs_in(step: Step, catalogue: Catalogue) -> bool:
    action = catalogue.actions.get(f"{step.tool}.{step.action}")
    return action is not None and action.via == "auth"


def _writes(step: Step, catalogue: Catalogue) -> bool:
    return catalogue.actions[f"{step.tool}.{step.action}"].writes


class _Plan:
    """The plan's steps by id, for following references."""

    def __init__(self, plan: Plan) -> None:
        self._by_id = {step.id: step for step in plan.steps}

    def wrong(self, case: Case, step: Step) -> Iterator[str]:
        given = {path.rpartition(".")[2]: binding for path, binding in _leaves(step.inputs)}
        for names, wanted in (case.inputs(step.action) or {}).items():
            has = [given[name] for name in names.split("|") if name in given]
            if not has:
                yield f"{step.action} without {names}"
            elif not any(self._is(has[0], one) for one in _options(wanted)):
                yield f"{step.action} with {names}={has[0]!r:.90}"

    def asked(self, step: Step) -> bool:
        """Whether a person is asked something before the step."""
        waiting, seen = [*_needs(step)], set()
        while waiting:
            other = self._by_id.get(waiting.pop())
            if other is None or other.id in seen:
                continue
            seen.add(other.id)
            if other.ask:
                return True
            waiting += _needs(other)
        return False

    def _is(self, given: Any, wanted: Any) -> bool:
        if isinstance(wanted, str) and wanted.startswith("$"):
            return any(self._leads(one, wanted[1:], set()) for one in _sources(given))
        if isinstance(given, Text) and all(isinstance(part, str) for part in given.parts):
            given = "".join(map(str, given.parts))
        value = getattr(given, "value", given)
        rows = value if isinstance(value, list) else [value]
        return len(rows) == 1 and str(rows[0]) == str(wanted)

    def _leads(self, sid: str, action: str, seen: set[str]) -> bool:
        step = self._by_id.get(sid)
        if step is None or sid in seen:
            return False
        seen.add(sid)
        inner = step.body or step
        return inner.action == action or (
            inner.tool == UTILITY and any(self._leads(one, action, seen) for one in _needs(step))
        )


def _needs(step: Step) -> Sequence[str]:
    inner = [binding for one in (step, step.body) if one for binding in one.inputs.values()]
    return tuple(dict.fromkeys((*step.depends_on, *(sid for one in inner for sid in _sources(one)))))


def _options(wanted: Any) -> Sequence[Any]:
    return wanted["any"] if isinstance(wanted, Mapping) else (wanted,)


def _leaves(inputs: Mapping[str, Binding]) -> Iterator[tuple[str, Any]]:
    for name, binding in inputs.items():
        value = getattr(binding, "value", None)
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", one) for inner, one in _leaves(value))
        elif isinstance(binding, Mapping):
            yield from ((f"{name}.{inner}", one) for inner, one in _leaves(binding))
        else:
            yield name, binding


def _sources(binding: Any) -> Sequence[str]:
    match binding:
        case Output(step) | Answer(step):
            return (step,)
        case Text(parts) | Several(parts):
            return tuple(sid for part in parts for sid in _sources(part))
        case Item() | Literal() | Mention():
            return ()
    return ()
