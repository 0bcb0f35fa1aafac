"""What stays the same while one request is read, and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any  # Any: answers are JSON

from chalicelib.domain.binding import Binding
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token
from chalicelib.planning.impersonal import impersonal, named
from chalicelib.planning.records.choices import Choices
from chalicelib.planning.records.reach import Reach, Row
from chalicelib.planning.records.resources import Resource


@dataclass(frozen=True, slots=True)
class Person:
    """An address, and where it was read."""

    address: str
    step: str
    path: str


@dataclass(frozen=True, slots=True)
class Scene:
    text: str
    words: tuple[Token, ...]
    marks: tuple[Found, ...]
    now: datetime
    kinds: Sequence[Resource]
    lookups: Sequence[Entry]
    reach: Reach
    people: Mapping[str, Person] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    choices: Choices = field(default_factory=Choices)
    hours: tuple[time, time] | None = None
    loose: Sequence[Entry] = ()
    """Writes that belong to no kind of record."""
    oneself: Mapping[str, Any] = field(default_factory=dict)
    """What the context tells of the person who asks, by its path."""

    def known_act(self, verb: Token | None) -> Mapping[str, Any] | None:
        """What past runs did by the verb: only for verbs by which no action is called."""
        acts = [act for kind in self.kinds for act in (*kind.acts, *kind.makers)]
        if verb is None or any(verb.stem in act.entry.name for act in acts):
            return None
        found: Mapping[str, Any] | None = self.choices.answers.get(f"verb|{verb.stem}")
        return found if found and self._nobodys(found) else None

    def _nobodys(self, found: Mapping[str, Any]) -> bool:
        """Whether none of the values that the verb sets is somebody's: a memory may be older than the rule."""
        acts = [act for kind in self.kinds for act in kind.acts if act.entry.ref == found["action"]]
        told = {one.name: one for act in acts for one in act.rest}
        return all(impersonal(value, told.get(name) or named(name)) for name, value in found["set"].items())

    @property
    def addresses(self) -> Mapping[str, str]:
        return {name: one.address for name, one in self.people.items()}


@dataclass(frozen=True, slots=True)
class Write:
    ref: str
    inputs: Mapping[str, Binding]
    reason: str
    goal: str
    row: Row | None = None
    lessons: tuple[str, ...] = ()
    """What memory gave to it."""
