"""References that say their kind beside their id: "comment on file 17" is about {"type": "file", "id": 17}."""

from collections.abc import Iterable, Iterator

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer import coerce, slashed
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.composer.words import name_stems, stem


def formed(goals: Iterable[Goal], goal: Goal, entry: Entry) -> tuple[dict[Path, Binding], set[Found]]:
    """What tells by its form where it belongs: a name with a slash, also of a goal before, or an id with its kind."""
    inputs: dict[Path, Binding] = {}
    used: set[Found] = set()
    before = [found for other in goals if goal.back and other.number < goal.number for found in other.own]
    slashed.placed(entry, (*goal.own, *goal.near, *before), inputs, used)
    placed(entry, (*goal.own, *goal.near), inputs, used)
    return inputs, used


def placed(entry: Entry, told: Iterable[Found], inputs: dict[Path, Binding], used: set[Found]) -> None:
    """Give each id that is told with its kind to the reference that takes such a kind, unless an own input does."""
    owned = {one.owner[-1] for one in entry.required if one.is_id and len(one.path) == 1}
    said = [found for found in told if found.kind in ("id", "number") and found.noun and found.noun not in owned]
    for key, sort in _pairs(entry) if entry.action.writes else ():
        for found in said:
            kind = next((value for value in sort.enum if stem(str(value)) == found.noun), None)
            value = coerce.value_for(key, found)
            if kind is not None and value is not None and found not in used and key.path not in inputs:
                inputs |= {key.path: Mention(value, found.text), sort.path: Literal(kind)}
                used.add(found)


def _pairs(entry: Entry) -> Iterator[tuple[Param, Param]]:
    """Inputs side by side of which one is an id and the other lists of what."""
    for key in entry.params:
        for sort in entry.params if key.stems[-1:] == ("id",) and not key.many else ():
            own, other = name_stems(key.path[-1]), name_stems(sort.path[-1])  # a bare `id` is called by what it is in
            beside = key.path[:-1] == sort.path[:-1] and own[:-1] == other[:-1]
            if beside and sort.stems[-1:] == ("type",) and len(sort.enum) > 1:
                yield key, sort
