"""A way of asking for an action, as one lesson.

    let … stay        change_departure    mooring: the records meant · departure: the day behind "until"

Kept are words of the prompt that stand in no record, and for each input where its value came from; no value but one
that is nobody's (`planning.impersonal`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal  # Any: content is JSON

from chalicelib.planning.composer.words import Token, bag

PREFIX, ONLY, DENIAL = "use|", "only|", "n't"
SAYING = bag("let out off up down away back forward through more less longer again")
"""Words of the language that make another deed of a verb."""
Path = tuple[str, ...]
Kind = Literal[
    "target", "text", "tail", "option", "truth", "held", "record", "number", "length", "moment", "moved", "row",
    "constant",
]


@dataclass(frozen=True, slots=True)
class Way:
    """Where a value came from.  `detail`: a field, a factor or a form; `lead`: the word in front of it."""

    kind: Kind
    detail: Any = ""
    lead: str = ""

    def same(self, other: "Way") -> bool:
        """Whether both come alike, whatever the word in front."""
        return (self.kind, self.detail) == (other.kind, other.detail)


@dataclass(frozen=True, slots=True)
class Construction:
    """`verb`: the stem of the verb that opened the clause, "" for none; `words`: all stems that stood in no record."""

    ref: str
    verb: str
    words: frozenset[str]
    ways: Mapping[Path, Way] = field(default_factory=dict)


def key(ref: str) -> str:
    return PREFIX + ref


def encoded(one: Construction) -> dict[str, Any]:
    ways = {".".join(path): [way.kind, way.detail, way.lead] for path, way in sorted(one.ways.items())}
    return {"verb": one.verb, "words": sorted(one.words), "inputs": ways}


def decoded(key_: str, content: Mapping[str, Any]) -> Construction | None:
    """None for what is no such lesson: a memory may hold what another version learned."""
    if not key_.startswith(PREFIX) or not isinstance(content.get("inputs"), Mapping):
        return None
    ways = {tuple(path.split(".")): Way(*told) for path, told in content["inputs"].items()}
    words = frozenset(map(str, content.get("words", ())))
    return Construction(key_.removeprefix(PREFIX), str(content.get("verb", "")), words, ways)


def speaks(token: Token) -> bool:
    """Whether the word may be one of those that ask for an action."""
    return token.word and (token.content or token.low in SAYING)
