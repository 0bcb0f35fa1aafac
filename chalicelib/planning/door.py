"""The door for evaluations: catalogues and requests in plain JSON, plans out in plain JSON.

Tools there have no effect and no authentication, and an action's name is the tool.  What does not change anything by
its verb counts as reading, so that it may be inserted to provide a value.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any  # Any: plain JSON in and out

from chalicelib.domain.binding import Answer, Binding, Item, Literal, Mention, Output, Text
from chalicelib.domain.lesson import Evidence, Lesson, Memory
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import PERSON, Action
from chalicelib.planning.composer.cases import case_of, encoded
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.planner import Brief, Catalogue


def catalogue_from_tools(document: Mapping[str, Any]) -> Catalogue:
    """The catalogue of a document {"tools": [{name, description, parameters, outputs, domain}]}."""
    actions = {}
    for tool in document["tools"]:
        action = _action(tool)
        actions[action.ref] = action
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    return Catalogue(digest, actions)


def _action(tool: Mapping[str, Any]) -> Action:
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
    meant = entry(action.ref, action).senses
    harmless = not meant or bool(meant & {"read", "compute"})
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
    composer = Composer()
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
    return Memory(
        tuple(
            Lesson(one.lesson, one.kind, one.key, one.content, supported=1, tasks=(one.task,))
            for one in _evidence(catalogue, runs)
        )
    )


def evidence_of_runs(document: Mapping[str, Any], runs: Iterable[Mapping[str, Any]]) -> list[Evidence]:
    """Past runs over the tools of a document as evidence for a sub-agent's memory."""
    return list(_evidence(catalogue_from_tools(document), runs))


def _evidence(catalogue: Catalogue, runs: Iterable[Mapping[str, Any]]) -> Iterator[Evidence]:
    refs = {action.name: action.ref for action in catalogue.actions.values()}
    for number, run in enumerate(runs):
        case = case_of(run, refs)
        if case is not None:
            key = " ".join(sorted(case.words))
            name = hashlib.sha256(json.dumps([key, case.actions]).encode()).hexdigest()[:16]
            yield Evidence(f"case.{name}", "case", key, encoded(case), 1, f"run-{number}", 0)


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
