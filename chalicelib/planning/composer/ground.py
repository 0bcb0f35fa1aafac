"""Grounding: every input of an action gets its value from somewhere, or is named as missing.

In this order: the goal's own mentions, its own words (allowed values, yes-or-no words), mentions that stand near,
facts of the context, outputs of steps that are there, an action that provides the value, free text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any  # Any: context facts are JSON

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer import coerce, ranking, receivers
from chalicelib.planning.composer.beside import beside
from chalicelib.planning.composer.choose import Choice
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.facts import fact_of
from chalicelib.planning.composer.fit import fit
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.composer.spans import Window, halves
from chalicelib.planning.composer.traits import sort_of
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import (
    NEGATIONS,
    PRONOUNS,
    Token,
    bag,
    text_stems,
)

CERTAIN = frozenset(("email", "url", "phone", "date", "time", "datetime", "id", "tag", "path", "number", "money"))
REQUIRED_FIT, OPTIONAL_FIT = 0.45, 0.75
SURE_FIT = 1.5
DEEPER = 0.05
"""What an input inside an object of inputs yields to one that stands by itself."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where values may come from: mentions, the words themselves, the context's facts."""

    mentions: tuple[Found, ...]
    words: tuple[Token, ...] = ()
    verb: str = ""
    context: Mapping[str, Any] | None = None
    choice: Choice | None = None
    near: Window | None = None
    """The words around, from which the ranking takes values; without it only mentions are assigned."""


@dataclass(frozen=True, slots=True)
class Bound:
    inputs: Mapping[Path, Binding]
    used: frozenset[Found]
    fitness: float
    missing: tuple[Param, ...]


def bind(entry: Entry, sources: Sources, only: Sequence[Param] | None = None) -> Bound:
    """Inputs of one action from the available values; what is required and not there is `missing`."""
    wanted = tuple(_askable(entry) if only is None else only)
    inputs: dict[Path, Binding] = {}
    spoken = _spoken(entry, wanted, sources)
    inputs.update(spoken)
    named = {str(binding.value).lower() for binding in spoken.values() if isinstance(binding, Literal)}
    heard = [found for found in sources.mentions if found.text.lower() in named]
    mute = [found for found in sources.mentions if found.kind == "name" and {*text_stems(found.text)} <= {*entry.name}]
    told = _telling_which(entry, sources)
    open_ = [one for one in wanted if one.path not in inputs and not (told and _naming(one))]
    free = [found for found in sources.mentions if found not in heard and found not in mute]
    taken, used, fitness, given = weighed(open_, free)
    if sources.near is not None:
        sure = {one.path: _sure(one, given[one.path]) for one in open_ if one.path in given}
        certain = {path: taken[path] for path, found in given.items() if found.kind in CERTAIN or sure.get(path)}
        sought = {} if inputs else _sought(entry, open_, taken)
        taken, used = _picked(entry, open_, sources.near, {*heard, *mute}, given)
        certain = certain if taken else {**sought, **certain}
        used |= _kept(certain, given, taken, used, free)
        if entry.action.writes:
            taken |= {one.path: Mention(span.text, span.text) for one, span in beside(open_, sources.near, taken)}
    used |= set(heard)
    inputs.update({path: _signed(one, taken[path], sources.verb) for one in wanted if (path := one.path) in taken})
    for one in wanted:
        fact = fact_of(one, entry, sources)
        if one.path not in inputs and fact:
            inputs[one.path] = fact
        elif one.path not in inputs and (group := receivers.group(one, entry, sources.words)) is not None:
            inputs[one.path] = group
    missing = tuple(one for one in wanted if one.required and one.path not in inputs and not _optional(one))
    return Bound(inputs, frozenset(used), fitness + 0.5 * len(spoken), missing)


def _askable(entry: Entry) -> Iterable[Param]:
    """The inputs that words may tell; no word tells the operator of a filter: `runs.state.any_`."""
    reads = entry.action.effect == "read"
    return [one for one in entry.params if not reads or len(one.path) < 3 or one.required]


def _sought(entry: Entry, params: Sequence[Param], taken: Mapping[Path, Binding]) -> dict[Path, Binding]:
    """What is searched for, where nothing else is required: a search for nothing would find everything."""
    free = entry.action.effect == "read" and not entry.required
    return {one.path: taken[one.path] for one in params if free and one.path in taken and sort_of(one) == "seeks"}


def _sure(one: Param, found: Found) -> bool:
    """Whether a quoted text stands where the input is named ("called '…'" for a name)."""
    return found.kind == "quote" and fit(one, found) >= SURE_FIT


def _picked(
    entry: Entry, params: Sequence[Param], near: Window, taken: set[Found], given: Mapping[Path, Found]
) -> tuple[dict[Path, Binding], set[Found]]:
    """What the ranking chooses from the words around."""
    free = replace(near, spans=tuple(span for span in near.spans if span.found not in taken))
    inputs: dict[Path, Binding] = {}
    used: set[Found] = set()
    chosen = ranking.picks(entry, ranking.ranked(params), free, given)
    for pick in chosen:
        value, text, row = (
            ranking.together(pick, free, chosen) if pick.param.many else (pick.value, pick.span.text, [pick.span])
        )
        inputs[pick.param.path] = Mention(value, text)
        used |= near.touched(row)
    return inputs, used


def _kept(
    certain: Mapping[Path, Binding],
    given: Mapping[Path, Found],
    taken: dict[Path, Binding],
    used: set[Found],
    free: Iterable[Found],
) -> set[Found]:
    """What fits by its kind stays where the ranking chose nothing and gave it to nobody else."""
    whole = {(found.start, found.end): found for found in free}
    kept = set()
    for path, binding in certain.items():
        found = whole.get((given[path].start, given[path].end))
        if path not in taken and found is not None and found not in used:
            taken[path] = binding
            kept.add(found)
    return kept


def _signed(one: Param, binding: Binding, verb: str) -> Binding:
    """A change by an amount is negative where the verb takes away and the description says what negative means."""
    if (
        "negat" in one.about
        and isinstance(binding, Mention)
        and "delete" in kind(verb)
        and isinstance(binding.value, int | float)
    ):
        return Mention(-abs(binding.value), binding.text)
    return binding


def _telling_which(entry: Entry, sources: Sources) -> bool:
    """Whether a name tells which thing is meant ("the monitor called X"), so that it is not what to call it."""
    owners = {one.owner[-1] for one in entry.required if one.is_id and one.looked_up and one.owner}
    return any(found.kind in ("quote", "name") and found.noun in owners for found in sources.mentions)


def _naming(one: Param) -> bool:
    return not one.required and {*one.stems} <= {"name", "titl"}


def _optional(one: Param) -> bool:
    return "default" in one.schema and one.schema["default"] is not None


def assign(wanted: Iterable[Param], mentions: Iterable[Found]) -> tuple[dict[Path, Binding], set[Found]]:
    inputs, used, _, _ = weighed(wanted, mentions)
    return inputs, used


def weighed(
    wanted: Iterable[Param], mentions: Iterable[Found]
) -> tuple[dict[Path, Binding], set[Found], float, dict[Path, Found]]:
    """Mentions to parameters, the best pair first; each mention serves one parameter, lists take several.

    The last of the four says which mention each parameter got first.
    """
    params = list(wanted)
    sides = [(half, found) for found in mentions for half in halves(found)]
    spans = [half for half, _ in sides]
    pairs = []
    for at, one in enumerate(params):
        for position, found in enumerate(spans):
            score = round(fit(one, found), 6)  # a sum of tenths is the bound itself, not a hair below it
            if score >= (REQUIRED_FIT if one.required else OPTIONAL_FIT) and coerce.value_for(one, found) is not None:
                rank = score + 0.15 * one.required - DEEPER * (len(one.path) - 1)
                pairs.append((-rank, abs(at - position), at, position))
    inputs: dict[Path, Binding] = {}
    used: set[int] = set()
    given: dict[Path, Found] = {}
    fitness = 0.0
    for worse, _, at, position in sorted(pairs):
        one, found = params[at], spans[position]
        if position in used or (one.path in inputs and not one.many):
            continue
        value = coerce.value_for(one, found)
        before = inputs.get(one.path)
        if isinstance(before, Mention):
            inputs[one.path] = Mention([*before.value, *value], f"{before.text}, {found.text}")
        else:
            inputs[one.path] = Mention(value, found.text)
            given[one.path] = found
        used.add(position)
        fitness -= worse
    return inputs, {sides[position][1] for position in used}, fitness, given


def _spoken(entry: Entry, wanted: Sequence[Param], sources: Sources) -> dict[Path, Binding]:
    """Allowed values and yes-or-no words that the goal's own words name."""
    stems = [token.stem for token in sources.words if token.stem != sources.verb and token.low not in PRONOUNS]
    inputs: dict[Path, Binding] = {}
    reads = entry.action.effect == "read"
    for one in wanted:
        if one.enum or (one.many and coerce.items(one).enum):
            value = _listed(one, stems, sources, reads)
            if value is not None:
                inputs[one.path] = Literal([value] if one.many else value)
        elif one.type == "boolean":
            told = _told(one, sources.words, sources.verb)
            told = _described(one, entry.action.description, sources) if told is None else told
            if told is not None:
                inputs[one.path] = Literal(told)
        elif one.stems[-1:] == ("currenc",) or one.stems[-1:] == ("currency",):
            unit = next((found for found in sources.mentions if found.kind == "money"), None)
            if unit:
                inputs[one.path] = Mention(unit.unit, unit.text)
    return inputs


def _listed(one: Param, stems: list[str], sources: Sources, reads: bool) -> Any:
    allowed = one.enum or coerce.items(one).enum
    value = None if reads else coerce.enum_value(allowed, [sources.verb])
    value = coerce.enum_value(allowed, stems) if value is None else value
    if value is None and sources.choice:
        value = coerce.enum_value(allowed, sources.choice.measures)
    return None if value == one.schema.get("default") and not one.required else value


_EMPTY = bag("only is has with includ exclud flag enabl the and or")


def _described(one: Param, description: str, sources: Sources) -> bool | None:
    """What the action's description says of the input: it "leaves an internal note when `public` is false"."""
    said = re.compile(rf"([^.,;]+?)\s(?:when|if)\s+`?{re.escape(one.name)}`?\s+is\s+`?(true|false)\b", re.IGNORECASE)
    have = {token.stem for token in sources.words}
    for match in said.finditer(description):
        words = text_stems(match[1])
        if len(words) >= 2 and {*words} <= have:
            return match[2].lower() == "true"
    return None


def _told(one: Param, words: tuple[Token, ...], verb: str) -> bool | None:
    asked = {word for word in one.stems if word not in _EMPTY}
    have = {token.stem for token in words if token.stem != verb}
    if not asked or not asked <= have:
        return None
    first = next(at for at, token in enumerate(words) if token.stem in asked)
    lead = words[max(0, first - 3) : first]
    return not any(token.low in NEGATIONS or token.low.endswith("n't") for token in lead)
