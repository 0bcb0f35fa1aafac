"""An input that the service refused while telling what it takes: the value is corrected where that is safe.

Only a value that plainly means one of the allowed ones is exchanged; everything else is a person's choice.
"""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Unresolved, Values, resolve
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import UTILITY
from chalicelib.planning.composer.words import name_parts, stem
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.remedy import Candidate, asking_for, replacement

_LISTED = re.compile(
    r"\b(?:one of|allowed(?: values?)?(?: are| is)?|must be(?: either)?|valid \w+(?: are| is)?|choose from|"
    r"has to be|(?:known|expected|accepted|admissible)(?: (?!one\b)\w+)?(?: are| is)?|options|choices|"
    r"supported(?: \w+)?(?: are| is)?|accepts?)(?: one of)?\b\s*:?\s*[\[({]?\s*(?P<list>[^.;\n\])}]+)",
    re.IGNORECASE,
)
_ANY_LIST = re.compile(
    r"(?:[:(\[{]|\b(?:be|from|among|are|either)\b)\s*(?P<list>[\w-]+(?:\s*(?:,|\||/|\bor\b|\band\b)\s*[\w-]+)+)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:,|\||/|\bor\b|\band\b)\s*")
_LONGEST = 40


def corrections(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    """The same step with an allowed value, else the question which one is meant."""
    values = allowed_values(failure.detail)
    name = _field(run, brief, step, failure, values)
    if not values:
        name, values = _meant(step, run, brief, failure.detail)
    action = brief.catalogue.actions.get(step.ref)
    if len(values) < 2 or name is None or action is None:
        return
    current = given(step.inputs[name], run, brief)
    meant = closest(current, values)
    if meant is not None and meant != current:
        inputs: dict[str, Binding] = {**step.inputs, name: Literal(meant)}
        why = f"{name} must be one of {', '.join(values)}: {meant!r} is what {current!r} means"
        yield Candidate((replacement(action, inputs, step, why),), why, {}, instead=True)
    elif meant is None and step.tool != UTILITY:  # what only shows a value in another form is gone on without
        yield _asked(step, name, values, current)


def allowed_values(detail: str) -> tuple[str, ...]:
    """The values that a refusal lists; () where it lists none."""
    for match in _LISTED.finditer(detail):
        found = [entry.strip(" \"'`“”‘’") for entry in _SEPARATOR.split(match["list"])]
        values = tuple(dict.fromkeys(entry for entry in found if entry))
        if len(values) > 1 and all(len(entry) <= _LONGEST for entry in values):
            return values
    return ()


def _meant(step: Step, run: Run, brief: Brief, detail: str) -> tuple[str | None, tuple[str, ...]]:
    """A list in the refusal that nobody calls one of allowed values, where the value of one input is nearly in it."""
    for match in _ANY_LIST.finditer(detail):
        values = tuple(dict.fromkeys(entry.strip(" \"'`.") for entry in _SEPARATOR.split(match["list"]) if entry))
        near = [
            name for name, binding in step.inputs.items()
            if (current := given(binding, run, brief)) not in values and closest(current, values) is not None
        ]
        if len(values) > 1 and len(near) == 1 and all(len(value) <= _LONGEST for value in values):
            return near[0], values
    return None, ()


def closest(value: Any, values: tuple[str, ...]) -> str | None:
    """The one allowed value that `value` plainly means: same letters, same stem, one begins the other, or a slip."""
    if not isinstance(value, str) or not value.strip():
        return None
    plain = {entry: re.sub(r"[^a-z0-9]", "", entry.lower()) for entry in values}
    wanted = re.sub(r"[^a-z0-9]", "", value.lower())
    tests: tuple[Callable[[str], bool], ...] = (
        lambda other: other == wanted,
        lambda other: stem(other) == stem(wanted),
        lambda other: min(len(other), len(wanted)) > 2 and (other.startswith(wanted) or wanted.startswith(other)),
        lambda other: bool(get_close_matches(wanted, [other], 1, 0.8)),
    )
    for test in tests:
        found = [entry for entry, other in plain.items() if test(other)]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


def _field(run: Run, brief: Brief, step: Step, failure: Failed, values: tuple[str, ...]) -> str | None:
    """The input that the refusal speaks of: named in it, or the only one whose value stands in it."""
    told = f"{failure.signal} {failure.detail}".lower()
    words = {stem(part) for part in name_parts(told.replace("_", " "))}
    named = [name for name in step.inputs if re.search(rf"\b{re.escape(name.lower())}\b", told)]
    if not named:
        named = [name for name in step.inputs if {stem(part) for part in name_parts(name)} <= words]
    if len(named) == 1:
        return named[0]
    quoted = [
        name for name in (named or step.inputs)
        if (current := given(step.inputs[name], run, brief)) and str(current).lower() in told
        and str(current) not in values
    ]
    return quoted[0] if len(quoted) == 1 else None


def given(binding: Binding, run: Run, brief: Brief) -> Any:
    """The value that the step gave."""
    if isinstance(binding, (Literal, Mention)):
        return binding.value
    try:
        return resolve(binding, Values(run.outputs, brief.context))
    except Unresolved:
        return None


def _asked(step: Step, name: str, values: tuple[str, ...], current: Any) -> Candidate:
    return asking_for(
        step, name, {"type": "string", "enum": list(values)},
        f"{step.ref} does not take {current!r} as {name}. Which one is meant?",
        f"{step.tool} does not take the {name}", f"Asks which {name} is meant",
    )
