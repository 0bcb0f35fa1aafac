"""The planner's exam: prompts on catalogues it has never seen, and a judge of the plans it makes for them.

The judge compares a plan, as a plain dict, with what a right plan must have; it knows no planner and no
catalogue.  Helper steps (`utility`, `person`, `authenticate`, `refresh_token`) are not counted, but what
depends on them, or refers to them, depends on and refers to whatever stands behind them.

How a case is written, beyond what the names say:
- `actions` has each action once per step of the plan, however often a loop will run it, and both branches of
  an "if".
- `order` holds data dependencies; a condition reads data, so a branch depends on what its condition looks at.
- `inputs` of an action that occurs twice is a list, one mapping per step, in any order; see `values`.
- `asks` may give alternatives: `into|ticket_number`. What a plan asks beyond that is a fault.
- `optional` steps may be there; in a case that asks they are the ones the plan may already hold.
- A case of kind `runtime` is judged by its steps only: its inputs are chosen when the data are there.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import permutations
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import yaml

from .steps import Steps, mapping, plain
from .values import field_faults

HERE = Path(__file__).parent
DEVELOPMENT = ("stock", "bookings", "tickets", "metrics")
HELD_OUT = ("library", "fleet", "clinic")
FIELDS = DEVELOPMENT + HELD_OUT

Kind = Literal["single", "lookup", "branches", "ask", "no_plan", "several", "danger", "runtime"]
KINDS: tuple[Kind, ...] = get_args(Kind)
DEFAULT_CONTEXT: Mapping[str, object] = {"now": "2026-11-23T10:00:00Z", "timezone": "UTC"}


@dataclass(frozen=True, slots=True)
class Expectation:
    actions: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    independent: tuple[tuple[str, str], ...] = ()
    inputs: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    no_plan: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    field: str
    heldout: bool
    kind: Kind
    prompt: str
    context: Mapping[str, object]
    expect: Expectation


def load_document(field: str) -> Mapping[str, object]:
    return mapping(yaml.safe_load((HERE / f"{field}.openapi.yaml").read_text()))


def load_cases(field: str | None = None, heldout: bool | None = None) -> list[Case]:
    return [
        case_from(raw, name)
        for name in (FIELDS if field is None else (field,))
        if heldout is None or (name in HELD_OUT) == heldout
        for raw in yaml.safe_load((HERE / f"{name}.cases.yaml").read_text())
    ]


def case_from(raw: Mapping[str, object], field: str) -> Case:
    """One case as the file has it; a misspelt word is an error, not an expectation that every plan meets."""
    given = mapping(raw["expect"])
    if unknown := given.keys() - {f.name for f in fields(Expectation)}:
        raise ValueError(f"case {raw['id']!r} expects unknown things: {sorted(unknown)}")
    kind = next((kind for kind in KINDS if kind == raw["kind"]), None)
    if kind is None:
        raise ValueError(f"case {raw['id']!r} is of unknown kind {raw['kind']!r}")
    wanted = {name: _frozen(value) for name, value in given.items() if name != "inputs"}
    wanted["inputs"] = {
        action: tuple(values) if isinstance(values, list) else (values,)
        for action, values in mapping(given.get("inputs", {})).items()
    }
    return Case(
        id=str(raw["id"]),
        field=field,
        heldout=field in HELD_OUT,
        kind=kind,
        prompt=str(raw["prompt"]),
        context={**DEFAULT_CONTEXT, **mapping(raw.get("context", {}))},
        expect=Expectation(**wanted),  # type: ignore[arg-type]  # YAML has no types; test_gold checks what it holds
    )


def judge(case: Case, plan: Mapping[str, object], inputs: bool | None = None) -> list[str]:
    """The faults of a plan, none when it is right.  `inputs`: whether values count (unless `runtime`)."""
    steps = Steps(plan.get("steps"))
    if faults := steps.faults():
        return faults
    expect = case.expect
    values_count = case.kind != "runtime" if inputs is None else inputs
    return [
        *_outcome_faults(expect, plan, steps),
        *_action_faults(expect, steps),
        *_order_faults(expect, steps),
        *(_input_faults(case, steps) if values_count else ()),
    ]


def _outcome_faults(expect: Expectation, plan: Mapping[str, object], steps: Steps) -> list[str]:
    faults = []
    match expect.no_plan, plan.get("no_plan") is True:
        case True, False:
            faults.append("missing refusal: nothing in the catalogue can do this")
        case False, True:
            faults.append("needless refusal: the catalogue can do this")
    asked = {plain(name.rsplit(".", 1)[-1]): name for name in _asked(plan, steps)}
    wanted = {field: {plain(name) for name in field.split("|")} for field in expect.asks}
    faults += [f"missing question: {field}" for field, names in wanted.items() if not names & asked.keys()]
    welcome = {name for names in wanted.values() for name in names}
    return faults + [f"needless question: {asked[name]}" for name in sorted(asked.keys() - welcome)]


def _asked(plan: Mapping[str, object], steps: Steps) -> Iterator[str]:
    asks = plan.get("asks") or ()
    if isinstance(asks, Sequence):
        yield from map(str, asks)
    for step in steps.counted:
        yield from _asking(steps.inputs(step))


def _asking(inputs: Mapping[str, object]) -> Iterator[str]:
    for name, value in inputs.items():
        if isinstance(value, Mapping):
            yield from (name,) if value.get("ask") is True else _asking(value)


def _action_faults(expect: Expectation, steps: Steps) -> list[str]:
    shown = {plain(name): name for name in (*(steps.action(step) for step in steps.counted), *expect.actions)}
    have = Counter(plain(steps.action(step)) for step in steps.counted)
    need = Counter(map(plain, expect.actions))
    never = {plain(name) for name in expect.never}
    extra = have - need - Counter(map(plain, expect.optional))
    return (
        [f"forbidden action: {shown[name]}" for name in sorted(never & have.keys())]
        + [f"missing action: {shown[name]}" for name in (need - have).elements()]
        + [f"unexpected action: {shown[name]}" for name in extra.elements() if name not in never]
    )


def _order_faults(expect: Expectation, steps: Steps) -> list[str]:
    missing = [
        f"missing dependency: {second} needs {first}"
        for first, second in expect.order
        for step in steps.of(second)
        if steps.of(first) and not steps.before(step) & set(steps.of(first))
    ]
    needless = [
        f"needless dependency: {one} and {other} are independent"
        for one, other in expect.independent
        for a in steps.of(one)
        for b in steps.of(other)
        if a in steps.before(b) or b in steps.before(a)
    ]
    return list(dict.fromkeys(missing + needless))


def _input_faults(case: Case, steps: Steps) -> list[str]:
    """Where an action occurs twice, the pairing of steps and wanted inputs with the fewest faults counts."""
    zone = ZoneInfo(str(case.context["timezone"]))
    faults: list[str] = []
    for action, wanted in case.expect.inputs.items():
        have = steps.of(action)
        pairings: Iterator[list[str]] = (
            [
                fault
                for want, step in zip(wanted, chosen, strict=False)
                for fault in field_faults(want, steps.inputs(step), action, steps, zone)
            ]
            for chosen in permutations(have, min(len(have), len(wanted)))
        )
        fewest = min(pairings, key=len, default=())
        faults += fewest
    return faults


def _frozen(value: object) -> object:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
