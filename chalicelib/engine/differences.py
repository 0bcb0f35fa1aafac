"""How a run that was planned again differs from the recorded one: at which step, and why.

Steps are set side by side first, by what they do and in their order; then each pair is compared.  What the
recorded run added after an outcome that the new run did not come to is not judged.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal  # Any: bindings as JSON

from chalicelib.domain.binding import encode, encode_condition
from chalicelib.domain.plan import Step
from chalicelib.engine.recording import Recording
from chalicelib.engine.replay import Replayed

Kind = Literal["action", "binding", "condition", "order", "more", "fewer", "remedy", "question", "no_plan", "undecided"]
_ABSENT = "–"
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Difference:
    """`step` is a label; `recorded` and `now` say what stands on each side; `why` is the step's own reason."""

    step: str
    kind: Kind
    recorded: str
    now: str
    why: str = ""


def differences(past: Recording, again: Replayed) -> tuple[Difference, ...]:
    """In the order of the plan; empty where the run would be the same."""
    before = tuple(step for step in past.steps if step.poll is None)
    if again.unplanned:
        told = _listed(before) or "no plan"
        return () if not before else (Difference("", "no_plan", told, "no plan", again.unplanned),)
    pairs = _pairs(before, again.plan.steps)
    judged = frozenset(sid for record in again.seen for sid in (*record.adds, *record.remedies))
    found: list[Difference] = []
    for old, new in pairs:
        found += _of_pair(old, new, pairs, judged)
    for sid, why in again.open.items():
        step = again.plan.step(sid)
        found.append(Difference(_name(step), "undecided", _ABSENT, step.ref, f"{step.ref} {why}"))
    return tuple(found)


Pair = tuple[Step | None, Step | None]


def _pairs(before: Sequence[Step], now: Sequence[Step]) -> list[Pair]:
    """Every step of both, next to its counterpart where it has one."""
    own = _aligned([step for step in before if not _added(step)], [step for step in now if not _added(step)])
    names = {new.id: old.id for old, new in own if old and new}
    left = [step for step in before if _added(step)]
    found: dict[str, Step] = {}
    for alike in (_same_deed, _same_kind):
        for new in now:
            old = next((one for one in left if _added(new) and alike(one, new, names)), None)
            if new.id not in found and old is not None:
                left.remove(old)
                found[new.id], names[new.id] = old, old.id
    later: list[Pair] = [(found.get(step.id), step) for step in now if _added(step)]
    return [*own, *later, *((step, None) for step in left)]


def _same_deed(old: Step, new: Step, names: Mapping[str, str]) -> bool:
    return _same_kind(old, new, names) and _inputs(old, {}) == _inputs(new, names)


def _same_kind(old: Step, new: Step, names: Mapping[str, str]) -> bool:
    """Whether the steps do the same to the same row: what a later step is for is known by its owner."""
    owner = new.remedy_for or new.replaces or ""
    return _same_action(old, new) and (old.remedy_for or old.replaces or "") == names.get(owner, owner)


def _aligned(before: Sequence[Step], now: Sequence[Step]) -> list[Pair]:
    """Steps that do the same, then those of the same action, then whatever is left, each in their order."""
    left = list(before)
    found: dict[str, Step] = {}
    for alike in (_same_call, _same_action, _any):
        for new in now:
            old = next((one for one in left if alike(one, new)), None)
            if new.id not in found and old is not None:
                left.remove(old)
                found[new.id] = old
    return [*((found.get(new.id), new) for new in now), *((old, None) for old in left)]


def _same_call(old: Step, new: Step) -> bool:
    """Wherever it takes its data from: steps may have other numbers now."""
    return _same_action(old, new) and _unnumbered(_inputs(old, {})) == _unnumbered(_inputs(new, {}))


def _same_action(old: Step, new: Step) -> bool:
    return old.ref == new.ref


def _any(old: Step, new: Step) -> bool:
    return True


def _unnumbered(stored: Any) -> Any:
    match stored:
        case Mapping():
            return {key: _unnumbered(value) for key, value in stored.items() if key not in ("step", "answer")}
        case list():
            return [_unnumbered(value) for value in stored]
    return stored


def _added(step: Step) -> bool:
    """Whether it entered the plan after an outcome: such ids have a dot."""
    return "." in step.id


def _of_pair(old: Step | None, new: Step | None, pairs: Sequence[Pair], judged: frozenset[str]) -> Iterator[Difference]:
    names = {one.id: other.id for other, one in pairs if one and other}
    if old is not None and new is not None:
        yield from _changed(old, new, names)
    elif new is not None:
        kind: Kind = "question" if new.ask else "remedy" if new.remedy_for or new.replaces else "more"
        yield Difference(_name(new), kind, _ABSENT, _described(new), new.reason)
    elif old is not None and (not _added(old) or old.id in judged):
        kind = "remedy" if old.remedy_for or old.replaces else "fewer"
        yield Difference(_name(old), kind, _described(old), _ABSENT, old.reason)


def _changed(old: Step, new: Step, names: Mapping[str, str]) -> Iterator[Difference]:
    if old.ref != new.ref:
        kind: Kind = "question" if new.ask and not old.ask else "action"
        yield Difference(_name(old), kind, _described(old), _described(new), new.reason)
        return
    before, now = _inputs(old, {}), _inputs(new, names)
    changed = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    for name in changed:
        told, tells = (f"{name}: {_shown(side.get(name))}" for side in (before, now))
        yield Difference(_name(old), "binding", told, tells, new.reason)
    condition, conditioned = _condition(new, names), _condition(old, {})
    if condition != conditioned:
        yield Difference(_name(old), "condition", _shown(conditioned), _shown(condition), new.reason)
    waits, waited = (", ".join(needs) or "nothing" for needs in (_needs(new, names), _needs(old, {})))
    if waits != waited and not changed and condition == conditioned:  # else the order follows from what was told
        yield Difference(_name(old), "order", f"after {waited}", f"after {waits}", new.reason)


def _inputs(step: Step, names: Mapping[str, str]) -> dict[str, Any]:
    """The inputs as JSON, rebinds and body among them, steps under the names that the recorded run has."""
    said: dict[str, Any] = {name: _renamed(encode(binding), names) for name, binding in step.inputs.items()}
    for sid, inputs in step.rebinds.items():
        for name, binding in inputs.items():
            said[f"rebinds {names.get(sid, sid)}.{name}"] = _renamed(encode(binding), names)
    if step.body is not None:
        said["each"] = {"ref": step.body.ref, **_inputs(step.body, names)}
    if step.ask is not None:
        said["asks"] = {"reason": step.ask.reason, "fields": sorted(step.ask.fields.get("properties") or ())}
    return said


def _renamed(stored: Any, names: Mapping[str, str]) -> Any:
    match stored:
        case {"step": str(sid), **rest}:
            return {"step": names.get(sid, sid), **rest}
        case {"value": value, "mention": _}:
            return {"value": value}  # the same call, wherever the planner has the value from
        case {"answer": str(sid), **rest}:
            return {"answer": names.get(sid, sid), **rest}
        case Mapping():
            return {key: _renamed(value, names) for key, value in stored.items()}
        case list():
            return [_renamed(value, names) for value in stored]
    return stored


def _condition(step: Step, names: Mapping[str, str]) -> Any:
    return _renamed(encode_condition(step.when), names) if step.when else None


def _needs(step: Step, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({names.get(sid, sid) for sid in (*step.depends_on, *step.sources())}))


def _name(step: Step) -> str:
    return step.label or step.remedy_for or step.replaces or step.id


def _described(step: Step) -> str:
    if step.ask is not None:
        return f"asks: {step.ask.text}"[:_LONGEST]
    owner = f" for step {step.remedy_for}" if step.remedy_for else ""
    return f"{step.ref}{owner}"


def _listed(steps: Iterable[Step]) -> str:
    return ", ".join(step.ref for step in steps)


def _shown(value: Any) -> str:
    text = _ABSENT if value is None else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
