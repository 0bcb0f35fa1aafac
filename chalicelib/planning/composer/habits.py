"""Habits: what execution memory says about the inputs and the order of a plan."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from chalicelib.domain.binding import Binding, Item, Literal, Output, condition_sources
from chalicelib.planning.composer.chain import Provider
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.schema import Field, Param, param
from chalicelib.planning.composer.sketch import Node, Path
from chalicelib.planning.impersonal import impersonal
from chalicelib.planning.recall.case import Told
from chalicelib.planning.recall.recall import Recall
from chalicelib.planning.recall.sources import general

Place = Callable[[Sequence[str]], Sequence[Told]]
"""Where the prompt tells of some actions."""


def provider(known: Recall, index: Index, entry: Entry, one: Param) -> Provider | None:
    """Where past runs of the action took the input from, if from one place."""
    found = known.inputs.usual(entry.ref, one.name)
    if found is None or found.origin != "output" or found.ref not in index.entries:
        return None
    within, listed, rest = found.what.rpartition("[]")
    listed, path = within or "@" if listed else "", rest.removeprefix(".") or "@"
    return Provider(found.ref, Field(one.name, listed, path, one.type, "", one.stems, frozenset(), False), 2.0)


def unlisted(known: Recall, entry: Entry) -> tuple[Param, ...]:
    """Inputs that the schema lacks and that past runs usually took from another step, or always gave alike."""
    listed = {one.path[0] for one in entry.params}
    names = (name for name in known.inputs.given.get(entry.ref, ()) if name not in listed)
    usual = ((name, known.inputs.usual(entry.ref, name)) for name in names)
    return tuple(
        param(name, (name,), False, {"type": "string"})
        for name, found in usual if found and found.origin in ("output", "constant")
    )


def told(known: Recall, entry: Entry, goal: Goal) -> Entry:
    """The action with the inputs alone that the goal's words may tell.

    An input that past runs took from another step, always gave alike or hardly ever gave has its value from the words
    only where they say its name or what it identifies: of "offers for the Galaxy S21" the S21 is no `product_id`.
    """
    kept = tuple(one for one in entry.params if not _silent(known, entry, one) or _named(goal, one))
    return entry if len(kept) == len(entry.params) else replace(entry, params=kept)


def _silent(known: Recall, entry: Entry, one: Param) -> bool:
    fixed = one.type == "string" and not one.enum and constant(known, entry, one) is not None
    return fixed or handed_over(known, entry, one) or known.inputs.left_out(entry.ref, one.name)


def _named(goal: Goal, one: Param) -> bool:
    said = any(found.noun and found.noun in one.owner for found in (*goal.own, *goal.near))
    return said or {*one.stems} <= {*goal.stems}


def given(known: Recall, entry: Entry) -> Entry:
    """The action without the inputs that past runs hardly ever gave."""
    kept = tuple(one for one in entry.params if one.required or not known.inputs.left_out(entry.ref, one.name))
    return entry if len(kept) == len(entry.params) else replace(entry, params=kept)


def handed_over(known: Recall, entry: Entry, one: Param) -> bool:
    """Whether past runs took the input from another step."""
    found = known.inputs.usual(entry.ref, one.name) if len(one.path) == 1 else None
    return found is not None and found.origin == "output"


def constants(known: Recall, entry: Entry, inputs: Mapping[Path, Binding]) -> dict[Path, Binding]:
    """What past runs of the action always gave, wherever nothing else was told; also for what its schema lacks."""
    open_ = (one for one in (*entry.params, *unlisted(known, entry)) if one.path not in inputs)
    return {one.path: value for one in open_ if (value := constant(known, entry, one)) is not None}


def constant(known: Recall, entry: Entry, one: Param) -> Binding | None:
    """The value that past runs of the action always gave."""
    found = known.inputs.usual(entry.ref, one.name)
    if found is None or found.origin != "constant" or len(one.path) != 1:
        return None
    value = json.loads(found.what)
    return Literal(value) if impersonal(value, one) else None  # a memory may be older than the rule


def filled(nodes: Sequence[Node], known: Recall, told: Place) -> list[Node]:
    """The nodes of a plan that words alone make, with what runs say of inputs and of an order that words leave open."""
    return credited(followed([_given(node, known) for node in nodes], known, told), known)


def _given(node: Node, known: Recall) -> Node:
    usual = constants(known, node.entry, node.inputs)
    return replace(node, inputs={**node.inputs, **usual}) if usual else node


def credited(nodes: Sequence[Node], known: Recall) -> list[Node]:
    """The nodes with the lessons that their inputs rest on: constants, and outputs that runs used to take."""
    return [replace(node, lessons=(*node.lessons, *_facts(node, nodes, known))) for node in nodes]


def _facts(node: Node, nodes: Sequence[Node], known: Recall) -> list[str]:
    refs = {other.key: other.entry.ref for other in nodes}
    found = []
    for path, binding in node.inputs.items():
        usual = known.inputs.usual(node.entry.ref, path[-1])
        match binding:
            case Literal(value) if usual and usual.origin == "constant" and usual.what == json.dumps(value):
                found.append(known.inputs.lesson(node.entry.ref, path[-1], usual))
            case Output(step, told) if usual and (usual.ref, usual.what) == (refs.get(step), general(told)):
                found.append(known.inputs.lesson(node.entry.ref, path[-1], usual))
            case Output(step, told):
                found.append(known.answers.lesson(refs.get(step, ""), told))
            case Item(told) if node.each:
                items = node.each.items
                found.append(known.answers.lesson(refs.get(items.step, ""), f"{items.path}[].{told}"))
    return [lesson for lesson in dict.fromkeys(found) if lesson]


def followed(nodes: Sequence[Node], known: Recall, told: Place) -> list[Node]:
    """The nodes with the orders that past runs kept, none of them in a circle."""
    stand = sorted(nodes, key=lambda node: node.number)
    refs = [node.entry.ref for node in stand]
    row = [stand[at] for at in known.orders.sequence(refs, told(refs))] if known.ids else stand
    found = {node.key: node for node in nodes}
    for at, then in enumerate(row):
        for back, first in enumerate(reversed(row[:at])):
            blind = _undeclared(first.entry, then.entry)
            if not known.orders.waits(first.entry.ref, then.entry.ref, next_to=not back, blind=blind):
                continue
            if then.key not in _behind(found, first.key) and first.key not in _behind(found, then.key):
                found[then.key] = replace(found[then.key], after=(*found[then.key].after, first.key))
    return list(found.values())


def _undeclared(first: Entry, then: Entry) -> bool:
    """Whether nobody can see if `then` takes anything from `first`: neither says what it gives or takes."""
    return not first.fields and not then.params


def _behind(nodes: Mapping[str, Node], key: str) -> set[str]:
    seen: set[str] = set()
    todo = [key]
    while todo:
        node = nodes[todo.pop()]
        for other in (*node.needs(), *(condition_sources(node.when) if node.when else ())):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen
