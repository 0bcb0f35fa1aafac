"""What a prompt says an action takes from a step before: "hash the encoded data", "the id from the previous call"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from chalicelib.domain.binding import Binding, Output
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.schema import Field, Param
from chalicelib.planning.composer.sketch import Node, Path
from chalicelib.planning.composer.words import Token, bag, stem

_STEP = r"(?:api\s+)?(?:call|step|operation|request|query|search|task|action|response|results?|output)s?"
_BACK = re.compile(
    rf"\b(?:from|by|of|in)\s+(?:the\s+)?(?:(?:response|results?|output)\s+(?:of|from)\s+(?:the\s+)?)?"
    rf"(?P<which>previous|prior|preceding|earlier|last|first)\s+(?:(?P<deed>\w+)\s+)??{_STEP}\b",
    re.IGNORECASE,
)
"""A step is spoken of by its place, perhaps by what it does: "obtained from the previous hash operation"."""
_BEFORE, _NEAR = 6, 2
_GOT = bag("obtain result return retriev extract generat calcul comput found receiv fetch")
"""Stems of words for what a step gave: "the resulting sequence"."""


def taken_along(nodes: Sequence[Node], goal: Goal, entry: Entry) -> dict[Path, Binding]:
    """The inputs that the goal says a step before gives."""
    inputs: dict[Path, Binding] = {}
    before = sorted((node for node in nodes if 0 <= node.number < goal.number), key=lambda node: node.number)
    for one, node in (*_by_place(before, goal, entry), *_by_name(before, goal, entry)) if before else ():
        field = _field(node.entry, one, goal)
        if field is not None and (entry.action.effect == "read" or _agrees(node.entry, one, field)):
            inputs.setdefault(one.path, Output(node.key, field.path))
    return inputs


def _by_place(before: Sequence[Node], goal: Goal, entry: Entry) -> Iterator[tuple[Param, Node]]:
    """ "With the photo_id obtained from the previous hash operation"."""
    for match in _BACK.finditer(goal.raw):
        start = goal.start + match.start()
        said = [token.stem for token in goal.words if token.end <= start][-_BEFORE:]
        named = [one for one in entry.params if one.stems and one.stems[-1] in said]
        needed = [one for one in entry.required if "default" not in one.schema]
        one = next(iter(named), needed[0] if len(needed) == 1 else None)
        if one is not None:
            deed = stem(match["deed"] or "")
            doing = [node for node in before if deed in node.entry.name]
            yield one, (doing or before)[0 if match["which"].lower() == "first" else -1]


def _by_name(before: Sequence[Node], goal: Goal, entry: Entry) -> Iterator[tuple[Param, Node]]:
    """ "The encoded data", "the resulting sequence": a field of the step, or an input, with a word for what it gave."""
    for one in entry.required:
        for node in reversed(before):
            alike = [field for field in _plain(node.entry) if field.stems[-1:] == one.stems[-1:]]
            if any(_said(field.stems, goal) for field in alike):
                yield one, node
                break
    for token, noun in pairwise(goal.words):
        for one in entry.required:
            if noun.stem in one.stems and token.low.endswith(("ed", "ing")) and not _told(noun, goal):
                doing = [node for node in before if token.stem in node.entry.name]
                yield from ((one, node) for node in (doing or before)[-1:] if doing or token.stem in _GOT)


def _said(stems: Sequence[str], goal: Goal) -> bool:
    """Whether the words of the name stand side by side, and no value behind them; one word alone says nothing."""
    size, words = len(stems), goal.words
    runs = (words[at : at + size] for at in range(len(words) - size + 1)) if size > 1 else ()
    return any(tuple(token.stem for token in run) == tuple(stems) and not _told(run[-1], goal) for run in runs)


def _told(noun: Token, goal: Goal) -> bool:
    """Whether its value stands behind the word: "the plain text 'Hello'"."""
    return any(0 <= found.start - noun.end <= _NEAR for found in goal.own)


def _plain(entry: Entry) -> list[Field]:
    return [field for field in entry.fields if not field.within and "." not in field.path]


def _agrees(entry: Entry, one: Param, field: Field) -> bool:
    """Whether nothing else of the step can be meant: what changes something is told no guess."""
    return field.stems[-1:] == one.stems[-1:] or (len(_plain(entry)) == 1 and one.type == field.type)


def _field(entry: Entry, one: Param, goal: Goal) -> Field | None:
    """The field of that name, else one that the goal names, else the only one, or the first that has the type."""
    fields = _plain(entry)
    for fits in (
        [field for field in fields if field.stems == one.stems],
        [field for field in fields if field.stems[-1:] == one.stems[-1:] and _said(field.stems, goal)],
        [field for field in fields if one.type in ("", field.type)],
        fields,
    ):
        if fits:
            return fits[0]
    return None
