"""Everything in one place, which a request need not name: where there is but one such place, it is meant.

    GET /sites                     the places there are
    GET /sites/{site}/rooms        what is in one: most of what the service has

The places are read first.  Then the request is planned as if nothing but the one were there, as in `within`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.binding import Binding, Literal, Output
from chalicelib.domain.edit import Edit
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.place import segments
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import STOP, Token, tokens
from chalicelib.planning.gathering import gathers
from chalicelib.planning.generic import edited, turned
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, Catalogue, NoPlan, Revise, Run
from chalicelib.planning.revise.paths import look_up
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.parents import named
from chalicelib.planning.tables.sources import Source, called
from chalicelib.planning.tables.world import table_of
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
        if step.ref not in self.refs or self.told is None:
            return replace(step, body=body)
        key: Binding = self.told[step.effect != "read"]
        return replace(step, inputs={self.name: key, **step.inputs}, body=body)

    def forward(self, step: Step) -> Step:
        body = self.forward(step.body) if step.body else None
        known = step.ref in self.refs
        left = {name: value for name, value in step.inputs.items() if name != self.name}
        return replace(step, inputs=left if known else step.inputs, body=body)


@once
def home(catalogue: Catalogue) -> Home | None:
    for tool, name, listing, refs in sorted([*_in_paths(catalogue), *_told(catalogue)], key=lambda one: -len(one[3])):
        own = [one for one in catalogue.of_tool(tool) if one.via not in ("auth", "utility", "person")]
        if len(refs) >= max(ENOUGH, MOST * len(own)):
            actions = {ref: _narrowed(one, name) if ref in refs else one for ref, one in catalogue.actions.items()}
            return Home(listing, name, refs, Catalogue(f"{catalogue.digest}+at home", actions))
    return None


Place = tuple[str, str, str, frozenset[str]]
"""The tool, the input that takes the key of a place, the read that gives the places, and the actions in one."""


def _in_paths(catalogue: Catalogue) -> Iterator[Place]:
    """The places that the paths of requests name: `/sites/{site}/rooms`."""
    places: dict[tuple[str, str, tuple[str, ...]], set[str]] = {}
    for ref, action in catalogue.actions.items():
        parts = segments(action)
        at = next((at for at, part in enumerate(parts) if "{" in part), len(parts))
        found = re.fullmatch(r"\{([^{}]+)\}", parts[at]) if len(parts) > at + 1 else None
        if found and "{" not in parts[at + 1]:
            places.setdefault((action.tool, found[1], parts[:at]), set()).add(ref)
    for (tool, name, front), refs in places.items():
        own = [one for one in catalogue.of_tool(tool) if one.via == "http"]
        listing = next((one for one in own if _lists(one, front)), None)
        if listing is not None:
            yield tool, name, listing.ref, frozenset(refs)


def _told(catalogue: Catalogue) -> Iterator[Place]:
    """The places whose key most actions are told, lists and those that are told the key of a record, too."""
    taking: dict[tuple[str, str], list[Entry]] = {}
    entries = index_of(catalogue).entries.values()
    for one in entries:
        for param in one.required if one.action.via in ("http", "mcp", "lambda") else ():
            if param.named_id and param.owner != param.stems and len(param.path) == 1:
                taking.setdefault((one.action.tool, param.name), []).append(one)
    for (tool, name), those in taking.items():
        lists = any(one.action.effect == "read" and len(one.required) == 1 for one in those)
        beside = any(other.is_id and other.name != name for one in those for other in one.required)
        place = next(param for one in those for param in one.required if param.name == name)
        giving = [one for one in entries if one.action.tool == tool and _gives(one, place)] if lists and beside else []
        if giving:
            best = min(giving, key=lambda one: (one.action.name not in place.describes, not _called_so(one, place)))
            yield tool, name, best.ref, frozenset(one.ref for one in those)


def _gives(one: Entry, place: Param) -> bool:
    """Whether it is a read that needs nothing, and gives the keys of such places, or that of one's own."""
    if one.action.effect != "read" or one.required:
        return False
    return one.action.name in place.describes or _called_so(one, place) or bool(_ones_own(one, place))


def _ones_own(one: Entry, place: Param) -> str:
    """Where a read of a single thing tells the key of the place where one is: `default_studio_id`; "" for none."""
    held = [field.path for field in one.fields if not field.within and field.stems[-len(place.stems) :] == place.stems]
    return held[0] if held and not any(field.within for field in one.fields) else ""


def _called_so(one: Entry, place: Param) -> bool:
    return called(one) == {*place.owner}


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
    if one is None or not any(step.ref in one.refs or gathers(step) for step in steps):
        return plan
    return records.reading(brief, one.listing) or draft(brief)


def revised(brief: Brief, run: Run, step: Step, revise: Revise, edit: Edit) -> Edit:
    """The edit that `revise` makes of `edit`, as if nothing but the place were there."""
    found = home(brief.catalogue)
    one, prompt = _meant(found, brief, run) if found else (None, "")
    if one is None:
        return revise(brief, run, step, edit)
    so_far = replace(run, plan=turned(run.plan, one.forward))
    there = replace(brief, prompt=prompt, catalogue=one.catalogue)
    return edited(revise(there, so_far, one.forward(step), edited(edit, one.forward)), one.back)


def _meant(one: Home, brief: Brief, run: Run) -> tuple[Home | None, str]:
    """The place that the request names, or the only one, and the request without what names it; None for neither."""
    from chalicelib.planning import records

    entries = index_of(brief.catalogue).entries
    taking, listing, said = entries[min(one.refs)], entries[one.listing], tokens(brief.prompt)
    place = next(param for param in taking.params if param.name == one.name)
    if path := _ones_own(listing, place):
        step, held = records.told(brief, run, one.listing)
        key = None if _names_one(said, place) else look_up(path, held)
        return (replace(one, told=(Literal(key), Output(step, path))) if key else None), brief.prompt
    rows = records.rows(brief, run, one.listing)
    if not rows:
        return None, ""
    table = table_of(Source(listing, None, called(listing)), rows, True)
    key = keyed(place, table, taking.name) or ("" if segments(listing.action) else table.key)
    spoken = [row for row in table.rows if named([row], key, said, [row.values.get(key)])]
    meant = spoken if spoken or any(token.stem in table.words for token in said) else table.rows
    if not key or len(meant) != 1:
        return None, ""
    prompt = brief.prompt
    for words in named(spoken, key, said, [row.values.get(key) for row in spoken]):
        text = re.search(r"\W+".join(map(re.escape, words)), prompt, re.IGNORECASE)
        prompt = (without(prompt, text[0], table.words) if text else None) or prompt
    if spoken and prompt == brief.prompt:
        return None, ""  # "Give Hillside a tank": the place is part of what is said
    return replace(one, told=(Literal(meant[0].values[key]), meant[0].binding(key))), prompt


def _names_one(said: Sequence[Token], place: Param) -> bool:
    """Whether such a place is spoken of, and not just as "my studio"."""
    padded = [*said, None]
    return any(
        word.stem in place.owner
        and not (before.low in ("my", "our", "the", "this") and (after is None or after.low in STOP or not after.word))
        for before, word, after in zip(padded, said[1:], padded[2:], strict=False) if before
    ) or bool(said and said[0].stem in place.owner)
