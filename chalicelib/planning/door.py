"""The door for evaluations: catalogues and requests in plain JSON, plans out in plain JSON.

Tools there have no effect and no authentication, and an action's name is the tool.  What does not change anything by
its verb counts as reading, so that it may be inserted to provide a value.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any  # Any: plain JSON in and out

from chalicelib.domain.binding import Answer, Binding, Item, Literal, Mention, Output, Text
from chalicelib.domain.lesson import Evidence, Memory
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import PERSON, Action
from chalicelib.planning.composer.clock import heard
from chalicelib.planning.composer.composer import Composer, understood
from chalicelib.planning.composer.entry import Entry, entry
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.methods import in_words
from chalicelib.planning.composer.words import (
    DETERMINERS,
    PLURALS,
    PREPOSITIONS,
    STOP,
    bag,
    is_verb,
    name_parts,
    senses,
    stem,
    stem_bag,
    tokens,
)
from chalicelib.planning.lessons import fold
from chalicelib.planning.planner import Brief, Catalogue
from chalicelib.planning.recall.answers import vocabulary
from chalicelib.planning.recall.teach import answers_taught, recorded, taught, words_taught
from chalicelib.planning.records.recorded import Done
from chalicelib.planning.records.resources import coded


def catalogue_from_tools(document: Mapping[str, Any], *, carried_out: bool = False) -> Catalogue:
    """The catalogue of a document {"tools": [{name, description, parameters, outputs, domain}]}.

    Where plans are carried out, what is not known to show something counts as a write: to look is no reason to do it.
    """
    actions = {}
    said = in_words([(str(tool["name"]), str(tool.get("description") or "")) for tool in document["tools"]])
    for tool, (words, description) in zip(document["tools"], said, strict=True):
        action = replace(_action({**tool, "description": description}, carried_out), said=words)
        actions[action.ref] = action
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    return Catalogue(digest, actions)


def _first(description: str) -> tuple[str, str]:
    """The first two words."""
    first, second = (*(token.low for token in tokens(description) if token.word), "", "")[:2]
    return first, second


def _does(description: str) -> bool:
    """Whether the description begins with what the action does: "Throws a member out", "Tick an item off".

    "Meters of a site" and "All meters" begin with no verb.
    """
    first, second = _first(description)
    third = first.endswith("s") and not first.endswith("ss")
    done_to = second.isalpha() and second not in PREPOSITIONS | (STOP - DETERMINERS) and not second.endswith("ed")
    bidden = first not in STOP | DETERMINERS and second in DETERMINERS
    return bidden or (third and done_to)


def _of_a_thing(action: Action) -> bool:
    """Whether the description is what is shown, and tells of no deed.

    "The meter with a serial number", "All plots", "Areas and what is in them" of `areas`, "Who works here".
    """
    words = [token.low for token in tokens(action.description) if token.word]
    named = words[:1] and (words[0] in DETERMINERS or (words[1:2] and words[1] in PREPOSITIONS))
    itself = tuple(words[:1]) == name_parts(action.words) and (words[0].endswith("s") or words[0] in _MANY)
    return itself or words[:1] in _ASKING or (bool(named) and not _PASSIVE & {*words[1:6]})


def _by_its_key(action: Action) -> bool:
    """Whether it is called as what its description says it is: "A webinar by its ID" of `webinar`, "Recordings"."""
    words = [token.low for token in tokens(action.description) if token.word]
    name = name_parts(action.words)
    told = words[:1] and words[0] in DETERMINERS and bool(_BY & {*words[1:5]}) and not _PASSIVE & {*words}
    alone = tuple(words) == name and len(name) == 1 and words[0].endswith("s")
    return alone or (bool(told) and {*name} <= {*words[1:4]})


def _gives_away(description: str, known: Entry) -> bool:
    """ "Gives a candidate a score", "Give a box up", "Gives a box to the museum": not "Gives the address of a box"."""
    words = [token.low for token in tokens(description) if token.word]
    return len(known.required) > 1 or bool(_AWAY & {*words[1:7]})


_ASKING = (["who"], ["what"], ["where"], ["which"])
_BY = frozenset(("by", "with", "of"))
_MANY = PLURALS.keys() | bag("people staff personnel crew media data news equipment furniture luggage stock inventory")
"""What is of several, and ends in no "s"."""
_PASSIVE = frozenset(("is", "are", "was", "were", "be", "been", "gets", "becomes", "goes", "leaves"))
_AWAY = frozenset(("up", "away", "back", "out", "in", "off", "over", "to"))
_GIVEN = stem_bag("returns get list fetch retrieve show find read all")
_NOUNS = bag("review view check watch track monitor display query load access verify validate")
"""Verbs for looking that are nouns as well, `review.conclude`, or that say that a thing is good, `verify_member`."""


def _changes(action: Action, known: Entry) -> bool:
    """Whether it does something though a noun of its name is a verb for looking, too: `Plots_SetRent`.

    Its name says no plain word for looking, and its description begins with a deed; or it takes down about a record
    what it is told, or does it again.
    """
    plain = [part for part in name_parts(action.words) if is_verb(part) and part not in _NOUNS]
    if any(senses(stem(part)) <= {"read"} for part in plain):
        return False
    first, second = _first(action.description)
    said = senses(stem(first))
    gives = stem(first) == stem("give") and not _gives_away(action.description, known)
    shows = gives or (bool(said & {"read", "compute"}) and stem(first) != stem("give"))
    shows = shows or (known.senses == {"read"} and known.verb == stem(first))  # "Returns the actor for a user"
    deed = (bool(said) or second in DETERMINERS) and second not in PREPOSITIONS
    needed = known.required
    told = "read" not in known.senses and len(needed) > 1 and any(one.is_id for one in needed)
    told = told or "again" in [token.low for token in tokens(action.description)]  # "Lists a withdrawn house again"
    return told or (not shows and (deed or _does(action.description)))


def _shows_several(action: Action) -> bool:
    """Whether it is called by nothing but what it gives, and given: `orders`, "Returns a list of orders"."""
    name = name_parts(action.words)
    several = len(name) == 1 and name[0].endswith("s") and not is_verb(name[0])
    return several and stem(_first(action.description)[0]) in _GIVEN


def _action(tool: Mapping[str, Any], carried_out: bool) -> Action:
    group = " ".join(tool.get("domain") or ())
    action = Action(
        "catalogue",
        str(tool["name"]),
        str(tool.get("description") or ""),
        tool.get("parameters") or {},
        tool.get("outputs"),
        "unsafe",
        group=group,
    )
    known = entry(action.ref, action)
    on_record = any(one.required and one.is_id for one in known.params) or bool(coded(known))
    strange = not known.senses and not (carried_out and (on_record or not _of_a_thing(action)))
    gives = carried_out and known.verb == stem("give") and _gives_away(action.description, known)
    changes = carried_out and _changes(action, known)
    harmless = not changes and (strange or (bool(known.senses & {"read", "compute"}) and not gives))
    harmless = harmless or (carried_out and (_shows_several(action) or _by_its_key(action)))
    return (
        action
        if not harmless
        else Action(
            action.tool, action.name, action.description, action.input_schema, action.output_schema, "read", group=group
        )
    )


def plan_requests(
    catalogue: Catalogue, requests: Iterable[Mapping[str, Any]], runs: Iterable[Mapping[str, Any]] = ()
) -> Iterator[dict[str, Any]]:
    """One plan per request, in the form of the evaluations."""
    composer = Composer(looks=False)
    memory = memory_of(catalogue, runs)
    for request in requests:
        brief = Brief(
            str(request["prompt"]),
            catalogue,
            memory,
            context=request.get("context") or {},
            now=int(request.get("now") or 0),
        )
        plan = composer.draft(brief)
        yield {"id": request["id"], **(plain(plan) if isinstance(plan, Plan) else {"steps": [], "links": []})}


def memory_of(catalogue: Catalogue, runs: Iterable[Mapping[str, Any]]) -> Memory:
    """Past runs as the lessons that they leave."""
    votes: dict[str, list[Evidence]] = {}
    for one in evidence(catalogue, {action.name: action.ref for action in catalogue.actions.values()}, runs):
        votes.setdefault(one.lesson, []).append(one)
    return Memory(tuple(fold(one) for one in votes.values()))


def evidence_of_runs(document: Mapping[str, Any], runs: Iterable[Mapping[str, Any]]) -> list[Evidence]:
    """Past runs over the tools of a document as evidence, its tools split as `tool_and_action` says."""
    flat = catalogue_from_tools(document, carried_out=True)
    actions = {}
    refs = {}
    for action in flat.actions.values():
        tool, name = tool_and_action(action.name)
        split = replace(action, tool=tool, name=name)
        actions[split.ref] = split
        refs[action.name] = split.ref
    return list(evidence(Catalogue(flat.digest + "/split", actions), refs, runs))


def tool_and_action(name: str) -> tuple[str, str]:
    """How a tool of a document is registered: under the name before its first dot, else as one of "tools"."""
    group, dot, rest = name.partition(".")
    return (group, rest) if dot else ("tools", name)


def evidence(catalogue: Catalogue, refs: Mapping[str, str], runs: Iterable[Mapping[str, Any]]) -> Iterator[Evidence]:
    """What each run teaches; runs with tools that are not in the catalogue teach nothing."""
    index = index_of(catalogue)
    known = vocabulary(index)
    for number, run in enumerate(runs):
        context = run.get("context") or {}
        brief = heard(Brief(str(run["prompt"]), catalogue, context=context, now=int(run.get("now") or 0)))
        reading, goals, _ = understood(index, brief)
        past = recorded(run, refs, reading)
        if past is not None:
            yield from taught(f"run-{number}", number, catalogue, reading, goals, past)
        if past is not None and past.ended_well:
            calls = _calls(catalogue, refs, run)
            yield from words_taught(f"run-{number}", number, brief, calls)
            yield from answers_taught(f"run-{number}", number, catalogue, calls, known)


def _calls(catalogue: Catalogue, refs: Mapping[str, str], run: Mapping[str, Any]) -> list[Done]:
    """What the run did, with what came back; calls that failed did nothing."""
    return [
        Done(ref, step.get("arguments") or {}, step.get("result"), catalogue.actions[ref].effect == "read")
        for step in run.get("steps") or ()
        if step.get("ok", True) and "result" in step
        for ref in [refs[str(step.get("action") or step["tool"])]]
    ]


def plain(plan: Plan) -> dict[str, Any]:
    """The steps of a plan with references as "$2.field", and its links."""
    steps = [step.body or step for step in plan.steps if step.tool != PERSON]
    outer = [step for step in plan.steps if step.tool != PERSON]
    place = {step.id: at for at, step in enumerate(outer)}
    rows = [{"tool": step.action, "arguments": _arguments(step, place, at, outer)} for at, step in enumerate(steps)]
    links = sorted({(place[key], place[step.id]) for step in outer for key in plan.needs(step) if key in place})
    return {"steps": rows, "links": [list(link) for link in links]}


def _arguments(step: Step, place: Mapping[str, int], at: int, outer: list[Step]) -> dict[str, Any]:
    found = {}
    for name, binding in step.inputs.items():
        value = _shown(binding, place, outer[at])
        if value is not None:
            found[name] = value
    return found


def _shown(binding: Binding, place: Mapping[str, int], outer: Step) -> Any:
    match binding:
        case Literal(value) | Mention(value, _):
            return value
        case Output(step, path):
            return f"${place[step]}" if path == "@" else f"${place[step]}.{path}"
        case Item(path):
            items = outer.inputs["items"]
            return f"{_shown(items, place, outer)}[0].{path}"
        case Text(parts):
            return "".join(str(_shown(part, place, outer)) for part in parts)
        case Answer():
            return None
    return None
