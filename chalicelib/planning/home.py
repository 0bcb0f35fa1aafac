"""Everything in one place, which a request need not name: where there is but one such place, it is meant.

    GET /sites                     the places there are
    GET /sites/{site}/rooms        what is in one: most of what the service has

The places are read first.  Then the request is planned as if nothing but the one were there, as in `within`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.domain.binding import Binding, Literal, Output
from chalicelib.domain.edit import Edit
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.place import segments
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.generic import edited, turned
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, Catalogue, NoPlan, Run
from chalicelib.planning.within import without

ENOUGH, MOST = 6, 0.6
"""So many actions, and such a part of all that a service has, are about what is in one place."""


@dataclass(frozen=True, slots=True)
class Home:
    """`listing` gives the places; `name` is the input that takes the key of one, of the actions `refs`.

    `catalogue`: as if there were but one.  `told`: its key, and where that was read.
    """

    listing: str
    name: str
    refs: frozenset[str]
    catalogue: Catalogue
    told: tuple[Literal, Output] | None = None

    def back(self, step: Step) -> Step:
        body = self.back(step.body) if step.body else None
        if f"{step.tool}.{step.action}" not in self.refs or self.told is None:
            return replace(step, body=body)
        key: Binding = self.told[step.effect != "read"]
        return replace(step, inputs={self.name: key, **step.inputs}, body=body)

    def forward(self, step: Step) -> Step:
        body = self.forward(step.body) if step.body else None
        known = f"{step.tool}.{step.action}" in self.refs
        left = {name: value for name, value in step.inputs.items() if name != self.name}
        return replace(step, inputs=left if known else step.inputs, body=body)


@once
def home(catalogue: Catalogue) -> Home | None:
    places: dict[tuple[str, str, tuple[str, ...]], set[str]] = {}
    for ref, action in catalogue.actions.items():
        parts = segments(action)
        at = next((at for at, part in enumerate(parts) if "{" in part), len(parts))
        found = re.fullmatch(r"\{([^{}]+)\}", parts[at]) if len(parts) > at + 1 else None
        if found and "{" not in parts[at + 1]:
            places.setdefault((action.tool, found[1], parts[:at]), set()).add(ref)
    for (tool, name, front), refs in sorted(places.items(), key=lambda place: -len(place[1])):
        own = [one for one in catalogue.of_tool(tool) if one.via == "http"]
        listing = next((one for one in own if _lists(one, front)), None)
        if listing is not None and len(refs) >= max(ENOUGH, MOST * len(own)):
            actions = {ref: _narrowed(one, name) if ref in refs else one for ref, one in catalogue.actions.items()}
            return Home(listing.ref, name, frozenset(refs), Catalogue(f"{catalogue.digest}+at home", actions))
    return None


def _lists(action: Action, front: tuple[str, ...]) -> bool:
    return action.effect == "read" and segments(action) == front and not action.input_schema.get("required")


def _narrowed(action: Action, name: str) -> Action:
    schema = action.input_schema
    left = {key: one for key, one in (schema.get("properties") or {}).items() if key != name}
    needed = [key for key in schema.get("required") or () if key != name]
    return replace(action, input_schema={**schema, "properties": left, "required": needed})


def drafted(brief: Brief, draft: Callable[[Brief], Plan | NoPlan]) -> Plan | NoPlan:
    """The plan; where it is about what is in a place, the read of the places, and the reading of the request behind."""
    from chalicelib.planning import records

    one = home(brief.catalogue)
    plan = draft(replace(brief, catalogue=one.catalogue)) if one else draft(brief)
    steps = plan.steps if isinstance(plan, Plan) else ()
    if one is None or not any(f"{step.tool}.{step.action}" in one.refs for step in steps):
        return plan
    return records.reading(brief, one.listing) or draft(brief)


def revised(brief: Brief, run: Run, step: Step, revise: Callable[[Brief, Run, Step], Edit]) -> Edit:
    found = home(brief.catalogue)
    one, prompt = _told(found, brief, run) if found else (None, "")
    if one is None:
        return revise(brief, run, step)
    so_far = replace(run, plan=turned(run.plan, one.forward))
    there = replace(brief, prompt=prompt, catalogue=one.catalogue)
    return edited(revise(there, so_far, one.forward(step)), one.back)


def _told(one: Home, brief: Brief, run: Run) -> tuple[Home | None, str]:
    """The place that the request names, or the only one, and the request without what names it; None for neither."""
    from chalicelib.planning import records
    from chalicelib.planning.tables.parents import named
    from chalicelib.planning.tables.sources import Source, called
    from chalicelib.planning.tables.world import keyed, table_of

    entries = index_of(brief.catalogue).entries
    source = Source(entries[one.listing], None, called(entries[one.listing]))
    rows = records.rows(brief, run, one.listing)
    if not rows:
        return None, ""
    table, said = table_of(source, rows, True), tokens(brief.prompt)
    taking = entries[min(one.refs)]
    key = keyed(next(param for param in taking.params if param.name == one.name), table, taking.name)
    spoken = [row for row in table.rows if named([row], key, said, [row.values.get(key)])]
    meant = spoken if spoken or any(token.stem in table.words for token in said) else table.rows
    if not key or len(meant) != 1:
        return None, ""
    prompt = brief.prompt
    for words in named(spoken, key, said, [row.values.get(key) for row in spoken]):
        text = re.search(r"\W+".join(map(re.escape, words)), prompt, re.IGNORECASE)
        prompt = (without(prompt, text[0], table.words) if text else None) or prompt
    return replace(one, told=(Literal(meant[0].values[key]), meant[0].binding(key))), prompt
