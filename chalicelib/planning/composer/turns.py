"""In which turn goals become nodes: each finds what it needs among the nodes that are there already."""

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.planning.composer import chain
from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.index import Index
from chalicelib.planning.recall.recall import Recall


def taken(index: Index, goals: Sequence[Goal], known: Recall) -> list[Goal]:
    """The goals, each behind those that it may need."""
    depth = _depths(known, (one.candidates[0].ref for one in goals if one.candidates))
    return sorted(goals, key=lambda goal: _turn(index, goals, depth, goal))


def _depths(known: Recall, refs: Iterable[str]) -> dict[str, int]:
    """For each action how many of the others stand before it where each waits for what it is handed by habit."""
    wanted = dict.fromkeys(refs)
    feeds = {ref: {one for one in known.inputs.feeding(ref) if one in wanted and one != ref} for ref in wanted}

    def depth(ref: str, seen: frozenset[str]) -> int:
        return max((1 + depth(one, seen | {one}) for one in feeds[ref] - seen), default=0)

    return {ref: depth(ref, frozenset((ref,))) for ref in wanted}


def _turn(index: Index, goals: Sequence[Goal], depth: Mapping[str, int], goal: Goal) -> tuple[bool, int, int]:
    """What reads goes first, and what feeds others by habit before these."""
    fed = depth.get(goal.candidates[0].ref, 0) if goal.candidates else 0
    return not _first(index, goal, goals), fed, goal.number


def _first(index: Index, goal: Goal, goals: Sequence[Goal]) -> bool:
    """Whether the goal reads, and nothing that a deed told before it makes ("create a ticket. Then show it")."""
    if not _reads(index, goal) or not goal.back:
        return _reads(index, goal)
    deeds = {one.candidates[0].ref for one in goals if one.number < goal.number and one.candidates}
    made = {ref for ref in deeds if not chain.reads(index.entries[ref])}
    wanted = index.entries[goal.candidates[0].ref].required
    return not any(source.ref in made for one in wanted if one.is_id for source in index.sources(one))


def _reads(index: Index, goal: Goal) -> bool:
    return bool(goal.candidates) and chain.reads(index.entries[goal.candidates[0].ref])
