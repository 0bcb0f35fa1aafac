"""Advice on the goals of a prompt: which to keep, which to read differently, which to add.

Memory gives each action a chance; the set of actions whose expected agreement with what a run would do is
greatest is planned.  A goal that the prompt spells out stays unless memory knows its action well; a guess that
runs did not make gives way; and what runs did though the reading missed it is added.  What writes is added only if a
run did it and the prompt speaks of it, or several tasks did it and it is likelier than not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalicelib.planning.composer.entry import DESCRIBED
from chalicelib.planning.composer.goals import Goal, numbered
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import Scored, gains
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.refuse import explained
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import agreement, senses
from chalicelib.planning.recall.case import hints_of, words_of
from chalicelib.planning.recall.recall import Recall

SPELLED_OUT, KNOWN_WELL = 0.95, 5
LIKELY, CONFIRMED = 0.5, 2
UNLIKELY = 0.12
_NEW = -1


def advised(index: Index, reading: Reading, goals: Sequence[Goal], known: Recall) -> tuple[Goal, ...]:
    """The goals after memory was asked; as they are where it has nothing to say."""
    hints = hints_of(index, reading, goals)
    words = words_of(reading, index.idf)
    alone = {ref: chance for ref, chance in known.chances(words, hints).items() if ref in index.entries}
    if not alone:
        return tuple(goals)
    found = known.chosen(words, alone)
    picked, chances = found.actions, found.chances
    read = {goal.candidates[0].ref for goal in goals}
    spare = [ref for ref in picked if ref not in read]
    kept: list[Goal] = []
    for goal in goals:
        best = goal.candidates[0]
        if best.ref in picked and known.experience.uses.get(best.ref, 0) >= CONFIRMED:
            kept.append(replace(goal, candidates=(best,)))
        elif best.ref in picked or _beyond_doubt(index, goal, alone.get(best.ref, 0.0), known):
            kept.append(goal)
        elif (other := _otherwise(goal, spare, chances)) is not None:
            spare.remove(other.ref)
            kept.append(_remembered(replace(goal, candidates=(other,)), index, goals, known, words))
    added = [
        ref for ref in spare
        if _likely(known.experience.uses.get(ref, 0), alone[ref], chances[ref]) or _spoken(index, reading, ref, known)
    ]
    new = (_within(_added(reading, ref, known.place(reading, ref)), _fed(index, kept, ref)) for ref in added)
    return numbered([*kept, *(_remembered(goal, index, goals, known, words) for goal in new)])


def _remembered(
    goal: Goal, index: Index, goals: Sequence[Goal], known: Recall, words: frozenset[str]
) -> Goal:
    """The goal, resting on the cases that speak for it unless one piece of the prompt itself names its action."""
    entry = index.entries[goal.candidates[0].ref]
    named = any(
        one.verb and agreement(kind(one.verb), entry.senses) == 1.0 and one.stems & set(entry.objects) for one in goals
    )
    return goal if named else replace(goal, lessons=known.speaking(words, entry.ref))


def _otherwise(goal: Goal, spare: Sequence[str], chances: Mapping[str, float]) -> Scored | None:
    """Another action that the goal may mean and memory expects."""
    options = [one for one in goal.candidates if one.ref in spare]
    return max(options, key=lambda one: chances[one.ref], default=None)


def _beyond_doubt(index: Index, goal: Goal, chance: float, known: Recall) -> bool:
    """Whether memory knows too little of the action to doubt a goal that the prompt spells out.

    Words alone do not save what memory calls unlikely: "at the same time" spells out a time tracker.
    """
    uses = known.experience.uses.get(goal.candidates[0].ref, 0)
    return uses < KNOWN_WELL and chance >= UNLIKELY and explained(index, goal) >= SPELLED_OUT


def _likely(uses: int, alone: float, among: float) -> bool:
    """Whether an action is likelier than not: by itself, or, if tasks did it often, among the others of the task."""
    return (alone >= LIKELY and uses >= CONFIRMED) or (among >= LIKELY and uses >= KNOWN_WELL)


def _spoken(index: Index, reading: Reading, ref: str, known: Recall) -> bool:
    """Whether the prompt speaks of an action that memory sees, and asks for it if it writes."""
    entry = index.entries[ref]
    nouns = {token.stem for token in reading.tokens if token.content and not senses(token.stem)}
    spoken = any(index.entries[ref].weights.get(word, 0.0) >= DESCRIBED and ref in gains(index, word) for word in nouns)
    if entry.action.effect == "read":
        return spoken
    if not known.experience.uses.get(ref):
        return False  # memory knows nothing of it: of such additions on recorded requests one in twenty was right
    asked = any(unit.verb and agreement(kind(unit.verb), entry.senses) == 1.0 for unit in reading.units)
    objects = {token.stem for token in reading.tokens if token.content and token.stem in entry.objects}
    return asked and any(ref in gains(index, word) for word in objects)


def _added(reading: Reading, ref: str, start: int) -> Goal:
    """A goal that only memory sees; it stands where the words are that have meant the action."""
    text, mentions = reading.text, reading.mentions
    return Goal(_NEW, start, start, text, text, reading.tokens, "", "", (Scored(ref, 1.0),), mentions, ())


def _fed(index: Index, goals: Sequence[Goal], ref: str) -> Goal | None:
    """The one goal that tells of something and needs what the action gives."""
    found = []
    for goal in goals:
        needed = index.entries[goal.candidates[0].ref].required
        if goal.own and any(source.ref == ref for one in needed for source in index.sources(one)):
            found.append(goal)
    return found[0] if len(found) == 1 else None


def _within(goal: Goal, fed: Goal | None) -> Goal:
    """The goal, told by the words of the one that it looks something up for: the hotels in London, not the flights."""
    if fed is None:
        return goal
    return replace(goal, text=fed.text, raw=fed.raw, words=fed.words, own=fed.own, near=fed.near)
