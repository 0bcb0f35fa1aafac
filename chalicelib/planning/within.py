"""A request within one place: "in acme/webshop" tells the inputs that stand side by side in the paths of requests.

    GET /repos/{owner}/{repo}/issues      close the issue about gift cards in acme/webshop

It is planned as if nothing but that place were there: with the actions that are called in it, without those inputs, and
without the words that name it.  What is planned gets them back before anybody else sees it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import starmap

from chalicelib.domain.binding import Binding, Mention
from chalicelib.domain.edit import Edit
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.mentions import quotes
from chalicelib.planning.composer.place import segments
from chalicelib.planning.composer.slashed import row, spelled
from chalicelib.planning.composer.words import name_parts, stem
from chalicelib.planning.generic import edited, turned
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, Catalogue, NoPlan, Revise, Run

ENOUGH, PLAINLY = 4, 3
"""So many actions that are called in such a place make it one, and so many times as many as in any other."""
_WHOSE = re.compile(r"(?<![\w/.@:-])([A-Za-z0-9][\w.-]*)['’]s\s+([A-Za-z0-9][\w.-]*)\s+[a-z]+\b")
_IN = r"(?:\s+(?:in|within|inside|at|on|from|for|of|to))"


@dataclass(frozen=True, slots=True)
class Within:
    """`told`: the inputs that the place tells; none where the request names no place, or several."""

    brief: Brief
    told: Mapping[str, Binding] = field(default_factory=dict)
    actions: frozenset[str] = frozenset()

    def back(self, step: Step) -> Step:
        body = self.back(step.body) if step.body else None
        known = step.ref in self.actions
        inputs = {**self.told, **step.inputs} if known else step.inputs
        return replace(step, inputs=inputs, body=body)

    def forward(self, step: Step) -> Step:
        body = self.forward(step.body) if step.body else None
        known = step.ref in self.actions
        left = {name: value for name, value in step.inputs.items() if name not in self.told}
        return replace(step, inputs=left if known else step.inputs, body=body)


@once
def within(brief: Brief) -> Within:
    marks = quotes(brief.prompt)
    slashed = [one for one in spelled(brief.prompt) if not any(one in mark for mark in marks)]
    said = {one.text: tuple(one.text.split("/")) for one in slashed} or dict(_owned(brief.prompt))
    if len(said) != 1:
        return Within(brief)
    text, parts = next(iter(said.items()))
    rows = [found for found in _rows(brief.catalogue).items() if len(found[0][1]) == len(parts)]
    rows.sort(key=lambda found: -len(found[1][1]))
    if not rows or (rows[1:] and len(rows[0][1][1]) < PLAINLY * len(rows[1][1][1])):
        return Within(brief)
    (tool, names), (things, refs) = rows[0]
    prompt = without(brief.prompt, text, things)
    noun = "" if slashed else text.rpartition(" ")[2]
    if prompt is None or (noun and not _called(noun, things)):
        return Within(brief)
    actions = {
        ref: _narrowed(one, names, things) if ref in refs else one
        for ref, one in brief.catalogue.actions.items() if one.tool != tool or ref in refs or one.via == "auth"
    }
    told = {name: Mention(part, text) for name, part in zip(names, parts, strict=True)}
    known = Catalogue(f"{brief.catalogue.digest}+in {'/'.join(names)}", actions)
    return Within(replace(brief, prompt=prompt, catalogue=known), told, refs)


def _owned(prompt: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """ "acme's webshop repository": whose it is, and what it is called."""
    for match in _WHOSE.finditer(prompt):
        yield match[0], (match[1], match[2])


@once
def _rows(catalogue: Catalogue) -> Mapping[tuple[str, tuple[str, ...]], tuple[frozenset[str], frozenset[str]]]:
    """The inputs that make a place, by tool: what such places are called, and the actions that are called in them."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[str, Action]]] = {}
    for ref, action in catalogue.actions.items():
        if names := row(action):
            found.setdefault((action.tool, names), []).append((ref, action))
    return {
        key: (frozenset(starmap(_before, ((one, key[1][0]) for _, one in held))), frozenset(ref for ref, _ in held))
        for key, held in found.items() if len(held) >= ENOUGH
    }


def _before(action: Action, name: str) -> str:
    """What stands in front of the place in the path: `repos`."""
    parts = segments(action)
    at = parts.index(f"{{{name}}}")
    return stem(parts[at - 1]) if at else ""


def without(prompt: str, said: str, things: frozenset[str]) -> str | None:
    """The request without the words that name the place; None where these carry the sentence."""
    name = re.escape(said) + r"(?![\w/])"
    noun = r"(?:\s+(?:the\s+)?(?P<noun>[a-z]+))?"
    match = re.search(rf"{_IN}{noun}\s+{name}", prompt)
    if match and (not match["noun"] or _called(match["noun"], things)):
        return f"{prompt[: match.start()]}{prompt[match.end() :]}".strip()
    asked = re.sub(rf"\b(?:does|do)\s+{name}\s+have\b", "are there", prompt, count=1)
    return asked if asked != prompt else None


def _called(noun: str, things: frozenset[str]) -> bool:
    """Whether the noun is the place's own, or a longer form of it: "repository" of `repos`."""
    return noun == "the" or any(stem(noun) == one or (len(one) > 2 and noun.startswith(one)) for one in things)


def _narrowed(action: Action, names: tuple[str, ...], things: frozenset[str]) -> Action:
    """The action as it is called there: `list labels for repo` lists the labels."""
    schema, words = action.input_schema, name_parts(action.words)
    there = words[-2:-1] in (("for",), ("of",), ("in",)) and stem(words[-1]) in things and len(words) > 3
    said = " ".join(words[:-2]) if there else action.said
    left = {name: one for name, one in (schema.get("properties") or {}).items() if name not in names}
    needed = [name for name in schema.get("required") or () if name not in names]
    return replace(action, said=said, input_schema={**schema, "properties": left, "required": needed})


def drafted(brief: Brief, draft: Callable[[Brief], Plan | NoPlan]) -> Plan | NoPlan:
    one = within(brief)
    plan = draft(one.brief)
    return turned(plan, one.back) if one.told and isinstance(plan, Plan) else plan


def revised(brief: Brief, run: Run, step: Step, revise: Revise, edit: Edit) -> Edit:
    """The edit that `revise` makes of `edit`, as if nothing but the place were there."""
    one = within(brief)
    if not one.told:
        return revise(brief, run, step, edit)
    so_far = replace(run, plan=turned(run.plan, one.forward))
    return edited(revise(one.brief, so_far, one.forward(step), edited(edit, one.forward)), one.back)
