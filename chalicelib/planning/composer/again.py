"""Repeating a deed: the steps of the goal before once more, one value exchanged for what the clause names.

The value is exchanged wherever it stands: what only leads to it is done anew with the new one, everything else (what
was read once, the receiver, the condition) serves both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Mention
from chalicelib.planning.composer import coerce, order, receivers
from chalicelib.planning.composer.fit import fit
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.repeats import Repeat, bare
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.sketch import Node, Path
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import agreement, stem

LEAST = 0.45


@dataclass(frozen=True, slots=True)
class Place:
    """An input whose value is exchanged."""

    node: Node
    param: Param
    score: float


def repeated(
    nodes: Sequence[Node], meant: Sequence[Goal], reading: Reading, clauses: Sequence[Repeat]
) -> list[Node] | None:
    """The nodes with those of the clauses; None where one of them has nothing that it could exchange."""
    found = list(nodes)
    for number, clause in enumerate(clauses):
        before = {goal.number for goal in meant if goal.start < clause.start}
        base = [node for node in nodes if node.number in before or node.number < 0]
        more = _copies(reading, base, _named(reading, clause), clause, f"r{number}")
        if not more:
            return None
        found += more
    return found


def _named(reading: Reading, clause: Repeat) -> list[Found]:
    """The mentions of the clause, else its words as a name."""
    end = clause.first + len(clause.text)
    found = [one for one in reading.mentions if clause.first <= one.start < end]
    text = bare(clause.text)
    return found or [Found(clause.first, end, "name", text, text, before=(clause.place,))]


def _copies(
    reading: Reading, base: Sequence[Node], named: Sequence[Found], clause: Repeat, key: str
) -> list[Node]:
    places = [(one, _place(reading, base, one, clause)) for one in named]
    chosen = [(found, place) for found, place in places if place is not None]
    if not chosen or len(chosen) < len(named):
        return []
    targets = {(place.node.key, place.param.path) for _, place in chosen}
    rounds = [chosen] if len(targets) == len(chosen) else [[one] for one in chosen]
    if len(targets) not in (1, len(chosen)):
        return []
    copies: list[Node] = []
    for number, exchanged in enumerate(rounds):
        copies += _round(base, exchanged, clause, f"{key}.{number}")
    return copies


def _place(reading: Reading, base: Sequence[Node], named: Found, clause: Repeat) -> Place | None:
    """Where the value goes: the best fit among the latest deeds that have one."""
    wanted = kind(clause.verb)
    last = sorted(base, key=lambda node: node.number, reverse=True)
    agreeing = [node for node in last if wanted and agreement(wanted, node.entry.senses) == 1.0]
    for group in ([node] for node in (*agreeing, *last)):
        around = [*group, *_before(base, group[0])]
        found = [one for node in around for one in _places(reading, node, named, clause)]
        if found:
            return max(found, key=lambda one: one.score)
    return None


def _places(reading: Reading, node: Node, named: Found, clause: Repeat) -> list[Place]:
    found = []
    for param in node.entry.params:
        held = node.inputs.get(param.path)
        if not isinstance(held, Mention) or coerce.value_for(param, named) is None:
            continue
        before = next((one for one in node.used if one.text == held.text), None)
        alike = before is not None and before.kind == named.kind
        beside = before is not None and bool(clause.place) and before.before[-1:] == (clause.place,)
        beside = beside or (before is None and _leads(reading, held.text, clause.place))
        score = fit(param, named) + alike + 0.5 * beside + _called(param, named)
        if score >= LEAST and (alike or beside or before is None or fit(param, named) >= LEAST):
            found.append(Place(node, param, score))
    return found


def _called(param: Param, named: Found) -> float:
    """Whether the words say what it is: "the pickers group" is a group."""
    return 1.0 if stem(str(named.value).split()[-1]) in param.stems else 0.0


def _leads(reading: Reading, text: str, place: str) -> bool:
    """Whether the value stands behind the word that also leads to what takes its place."""
    words = [token.low for token in reading.tokens if token.low not in ("the", "a", "our", "my")]
    first = text.lower().split()[:1]
    return bool(place) and any(lead == place and [word] == first for lead, word in pairwise(words))


def _before(base: Sequence[Node], node: Node) -> list[Node]:
    """Every node that the node needs."""
    found: dict[str, Node] = {}
    waiting = [*node.needs()]
    while waiting:
        key = waiting.pop()
        one = next((other for other in base if other.key == key), None)
        if one is not None and key not in found:
            found[key] = one
            waiting += one.needs()
    return list(found.values())


def _round(base: Sequence[Node], exchanged: Sequence[tuple[Found, Place]], clause: Repeat, key: str) -> list[Node]:
    """One copy of everything that the exchanged values stand in or lead to."""
    new: dict[tuple[str, Path], Binding] = {}
    for named, place in exchanged:
        held = place.node.inputs[place.param.path]
        for node in base if clause.whole else [place.node]:
            for param in node.entry.params:
                if node.inputs.get(param.path) == held and (value := _value(param, named)) is not None:
                    new[node.key, param.path] = Mention(value, named.text)
    touched = {node for node, _ in new}
    rows = [node for node in base if node.key in touched or touched & {one.key for one in _before(base, node)}]
    names = {node.key: f"{node.key}{key}" for node in rows}
    return [_copy(node, names, new, clause) for node in rows]


def _value(param: Param, named: Found) -> Any:
    """The value without the word for what it is: "the finance channel" for `channel`."""
    words = str(named.value).split()
    if named.kind == "name" and len(words) > 1 and stem(words[-1]) in {*param.stems, *receivers.GROUPS}:
        named = replace(named, value=" ".join(words[:-1]))
    return coerce.value_for(param, named)


def _copy(node: Node, names: Mapping[str, str], new: Mapping[tuple[str, Path], Binding], clause: Repeat) -> Node:
    inputs = {path: new.get((node.key, path)) or order._binding(held, names) for path, held in node.inputs.items()}
    items = node.each and replace(node.each.items, step=names.get(node.each.items.step, node.each.items.step))
    return replace(
        node,
        key=names[node.key],
        inputs=inputs,
        each=replace(node.each, items=items) if node.each and items else None,
        when=order._condition(node.when, names) if node.when else None,
        after=tuple(names.get(one, one) for one in node.after),
        reason=f"The request asks for it once more: “{clause.text.strip()}”.",
    )
