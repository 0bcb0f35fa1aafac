"""Cases: what past runs say about a new prompt, and how far they can be trusted.

Kept from a run: the words of its prompt that are no values, its actions, its links, and where each input came
from (a constant, an earlier output).  Nothing is replayed.  How much neighbours count is decided by how well the runs
foretell each other (each left out in turn): where they do not, memory abstains.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log, sqrt
from typing import Any  # Any: arguments are JSON

from chalicelib.domain.lesson import Memory
from chalicelib.planning.composer.words import text_stems

NEIGHBOURS = 12
CHECKED = 150
SURE, OFTEN = 2, 0.6
LIKENESS = 0.25
"""Cases that together are less alike than this speak with a smaller voice."""
REFERENCE = re.compile(r"^\$(\d+)\.?(.*)$", re.DOTALL)
_VALUES = re.compile(r"\"[^\"]*\"|'[^']*'|\S*[\d@#]\S*")


@dataclass(frozen=True, slots=True)
class Case:
    """One run without its values.  `sources`: (action, input, "constant" or "output", what)."""

    words: frozenset[str]
    actions: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """Counts over cases; `trust` is how well cases foretell each other, 0 where they do not."""

    cases: tuple[Case, ...] = ()
    idf: Mapping[str, float] = field(default_factory=dict)
    postings: Mapping[str, Sequence[int]] = field(default_factory=dict)
    lengths: Sequence[float] = ()
    links: Mapping[tuple[str, str], int] = field(default_factory=dict)
    together: Mapping[tuple[str, str], int] = field(default_factory=dict)
    sources: Mapping[tuple[str, str], "Counter[tuple[str, str]]"] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)
    trust: float = 0.0

    def votes(self, words: Iterable[str], without: int = -1) -> dict[str, float]:
        """For each action the share of the nearest cases that used it, weighed by nearness."""
        nearest = self._nearest(frozenset(words), without)
        whole = max(sum(weight for weight, _ in nearest), LIKENESS)
        found: dict[str, float] = {}
        for weight, at in nearest:
            for action in set(self.cases[at].actions):
                found[action] = found.get(action, 0.0) + weight / whole
        return found

    def _nearest(self, words: frozenset[str], without: int) -> list[tuple[float, int]]:
        near: dict[int, float] = {}
        for word in words:
            for at in self.postings.get(word, ()):
                if at != without:
                    near[at] = near.get(at, 0.0) + self.idf[word] ** 2
        length = sqrt(sum(self.idf.get(word, 0.0) ** 2 for word in words)) or 1.0
        scored = sorted(((total / (length * self.lengths[at]), -at) for at, total in near.items()), reverse=True)
        return [(likeness**2, -at) for likeness, at in scored[:NEIGHBOURS]]

    def linked(self, first: str, then: str) -> bool:
        """Whether `then` has waited for `first` in most of the runs that had both."""
        both = self.together.get((first, then), 0)
        return both >= SURE and self.links.get((first, then), 0) >= OFTEN * both

    def source(self, action: str, name: str) -> tuple[str, str] | None:
        """Where the input came from in most runs of the action, if it was the same often enough."""
        found = self.sources.get((action, name))
        if not found or self.seen.get(action, 0) < SURE:
            return None
        best, count = min(found.items(), key=lambda one: (-one[1], one[0]))
        return best if count >= SURE and count >= OFTEN * self.seen[action] else None


NOTHING = Known()


def words_of(prompt: str) -> frozenset[str]:
    """The words of a prompt that are no values."""
    return frozenset(text_stems(_VALUES.sub(" ", prompt)))


def case_of(run: Mapping[str, Any], refs: Mapping[str, str]) -> Case | None:
    """The case of a run {prompt, status, steps, links}; `refs` maps the names of its tools to actions."""
    steps = [(refs.get(str(step.get("action") or step["tool"])), step.get("arguments") or {}) for step in run["steps"]]
    if run.get("status", "succeeded") != "succeeded" or any(name is None for name, _ in steps):
        return None
    names = [str(name) for name, _ in steps]
    links = tuple((names[a], names[b]) for a, b in run.get("links") or () if a < len(names) and b < len(names))
    sources = tuple(
        (name, key, *_source(value, names))
        for name, (_, arguments) in zip(names, steps, strict=True)
        for key, value in arguments.items()
    )
    return Case(words_of(str(run["prompt"])), tuple(names), links, sources)


def _source(value: Any, names: Sequence[str]) -> tuple[str, str]:
    found = REFERENCE.match(value) if isinstance(value, str) else None
    if found and int(found[1]) < len(names):
        return "output", f"{names[int(found[1])]} {found[2] or '@'}"
    return "constant", json.dumps(value, sort_keys=True)


def counted(cases: Iterable[Case]) -> Known:
    """Everything that the cases say together."""
    kept = tuple(cases)
    if not kept:
        return NOTHING
    holders = Counter(word for case in kept for word in case.words)
    idf = {word: log(1 + len(kept) / count) for word, count in holders.items()}
    postings: dict[str, list[int]] = {}
    together: Counter[tuple[str, str]] = Counter()
    sources: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for at, case in enumerate(kept):
        for word in case.words:
            postings.setdefault(word, []).append(at)
        names = set(case.actions)
        together.update((one, other) for one in names for other in names if one != other)
        for action, name, kind, what in case.sources:
            sources.setdefault((action, name), Counter())[kind, what] += 1
    links = Counter(link for case in kept for link in set(case.links))
    seen = Counter(action for case in kept for action in case.actions)
    lengths = [sqrt(sum(idf[word] ** 2 for word in case.words)) or 1.0 for case in kept]
    known = Known(kept, idf, postings, lengths, links, together, sources, seen)
    return replace(known, trust=_trust(known))


def _trust(known: Known) -> float:
    """Mean agreement (F1) between each case and what the others foretell, over a spread of at most `CHECKED`."""
    scores = []
    for at in range(0, len(known.cases), max(1, len(known.cases) // CHECKED)):
        votes = known.votes(known.cases[at].words, at)
        foretold = {action for action, share in votes.items() if share >= 0.5}
        actual = set(known.cases[at].actions)
        scores.append(2 * len(foretold & actual) / max(len(foretold) + len(actual), 1))
    return sum(scores) / len(scores) if len(scores) > 1 else 0.0


def from_memory(memory: Memory) -> Known:
    """What the lessons of a sub-agent know of its past runs; a case that many tasks shared counts thrice at most."""
    return counted(
        decoded(lesson.content)
        for lesson in memory.of("case")
        if "words" in lesson.content
        for _ in range(min(max(lesson.supported, 1), 3))
    )


def encoded(case: Case) -> dict[str, Any]:
    """A case as the content of a lesson."""
    return {
        "words": sorted(case.words),
        "steps": list(case.actions),
        "links": [list(link) for link in case.links],
        "sources": [list(source) for source in case.sources],
    }


def decoded(content: Mapping[str, Any]) -> Case:
    return Case(
        frozenset(content.get("words", ())),
        tuple(content.get("steps", ())),
        tuple((str(a), str(b)) for a, b in content.get("links", ())),
        tuple((str(a), str(b), str(c), str(d)) for a, b, c, d in content.get("sources", ())),
    )
