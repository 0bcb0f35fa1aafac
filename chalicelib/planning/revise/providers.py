"""Another action in the place of one that fails: of another tool while this one is down, or the successor that the
service itself names.

An action that writes is swapped only for one that writes as much, and only if the service says so; whether a
person is asked first is decided where every proposal is checked (`planning.deliberate`).
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from chalicelib.domain.binding import Binding
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.words import agreement, name_stems, senses
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.look import asked_paths
from chalicelib.planning.revise.paths import field_names, promised
from chalicelib.planning.revise.remedy import Candidate, general_form, replacement
from chalicelib.planning.revise.speaks import input_like

ALIKE = 0.5
_GONE = re.compile(
    r"\b(?:instead|replac\w*|supersed\w*|succeed\w*|successor|retired|deprecat\w*|obsolete|withdrawn|discontinued|"
    r"no longer|not (?:supported|available|served) any ?more|history|takes its place|switched off|shut down|sunset|"
    r"end of life|moved for good|renamed|new name)\b",
    re.IGNORECASE,
)
_SUCCESSION = re.compile(rf"{_GONE.pattern}|\b(?:removed|moved|use|see|call|try|switch|migrat\w*)\b", re.IGNORECASE)
_FIRST = re.compile(
    r"\b(first|before|beforehand|must(?! be (?:migrated|replaced))|required|requires|needs?|until|yet|after)\b",
    re.IGNORECASE,
)
_GONE_FOR_GOOD = (410, 426, 501)


def providers(brief: Brief, run: Run, step: Step) -> Iterator[Candidate]:
    """Actions of other tools that do the same; an unsafe one is never swapped without being asked for."""
    own = brief.catalogue.actions.get(step.ref)
    if own is None or step.effect == "unsafe":
        return
    rated = sorted(
        ((likeness(own, other), other) for other in brief.catalogue.actions.values() if _may_stand_in(other, own)),
        key=lambda pair: (-pair[0], pair[1].ref),
    )
    for near, other in rated:
        if near >= ALIKE:
            yield from _swapped(other, run, step, f"{step.tool} is not available; {other.ref} does the same")


def successors(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    """An action of the same tool that the refusal names in the place of this one.

    One that is called otherwise only where it reads, or where a person is asked before it writes.
    """
    own = brief.catalogue.actions.get(step.ref)
    for other in named_instead(brief, step, failure):
        if own is None or other.via != own.via or other.effect not in ("read", own.effect):
            continue
        unlike = other.effect != "idempotent" and len(name_stems(other.name)) > 1
        if likeness(own, other) >= ALIKE or (unlike and _gone(own, failure)):
            why = f"{step.tool} names {other.name} as the successor of {own.name}"
            yield from _swapped(other, run, step, why)


def named_instead(brief: Brief, step: Step, failure: Failed) -> list[Action]:
    """The other actions of the tool that a refusal names which tells that this one is gone."""
    plain, own = _plain(failure), brief.catalogue.actions.get(step.ref)
    if own is None or _FIRST.search(plain) or not (_SUCCESSION.search(plain) or _gone(own, failure)):
        return []
    named = [other for other in brief.catalogue.of_tool(step.tool) if _named(other, plain) and other.name != own.name]
    longest = [one for one in named if not any(one is not other and _words(one) in _words(other) for other in named)]
    return longest if len(longest) == 1 or not _named(own, plain) else []


def _gone(own: Action, failure: Failed) -> bool:
    """Whether the action itself is refused: by its name, by the status, or in words for it."""
    plain = _plain(failure)
    return failure.status in _GONE_FOR_GOOD or _named(own, plain) or _GONE.search(plain) is not None


def _plain(failure: Failed) -> str:
    return re.sub(r"[^a-z0-9]+", " ", f"{failure.signal} {failure.detail}".lower())


def _named(action: Action, plain: str) -> bool:
    return re.search(rf"\b{re.escape(_words(action))}\b", plain) is not None


def _words(action: Action) -> str:
    return " ".join(re.split(r"[^a-z0-9]+", action.name.lower()))


def _swapped(other: Action, run: Run, step: Step, why: str) -> Iterator[Candidate]:
    inputs = _inputs_for(other, step)
    if inputs is not None and _gives(other, run, step):
        made = replacement(other, inputs, step, why)
        content = {"replace": general_form(made, step)}
        yield Candidate((made,), why[:1].upper() + why[1:], content, instead=True)


def _may_stand_in(other: Action, own: Action) -> bool:
    return other.tool != own.tool and other.via not in ("auth", "person", "utility") and (
        other.effect == "read" or other.effect == own.effect
    )


def likeness(own: Action, other: Action) -> float:
    """How alike two actions are by name; 0 where their verbs contradict each other."""
    one, two = name_stems(own.name), name_stems(other.name)
    if not one or not two:
        return 0.0
    if one[0] not in two and two[0] not in one and agreement(senses(one[0]), senses(two[0])) == 0.0:
        return 0.0
    nouns, others = set(one[1:]) or set(one), set(two[1:]) or set(two)
    shared = len(nouns & others) / len(nouns | others)
    return max(shared, SequenceMatcher(None, own.name, other.name).ratio() if shared else 0.0)


def _inputs_for(other: Action, step: Step) -> dict[str, Binding] | None:
    properties = other.properties
    inputs: dict[str, Binding] = {}
    for name in properties:
        binding = input_like(name, step)
        if binding is not None:
            inputs[name] = binding
    missing = set(other.required) - set(inputs)
    return None if missing or (step.inputs and not inputs) else inputs


def _gives(other: Action, run: Run, step: Step) -> bool:
    """Whether the other's output, where it is known, has the fields that dependants ask for."""
    if other.output_schema is None:
        return True
    known = set(promised(other.output_schema))
    wanted = {name for path in asked_paths(run, step.id) for name in field_names(path)}
    return wanted <= known
