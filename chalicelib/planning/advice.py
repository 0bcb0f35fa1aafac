"""What a planner will stumble on in a service's actions, and what to write instead.

It plans from words and schemas: an action without a text, an input without a type, an id that no action gives back
or an answer that nobody describes are where its plans go wrong.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: schemas are JSON

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.chain import providers
from chalicelib.planning.composer.index import Index, build
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.planner import Catalogue

_NO_WORDS = re.compile(r"^(GET|HEAD|POST|PUT|PATCH|DELETE) /")
_READING = frozenset(("get", "list", "search", "find", "query", "lookup", "fetch", "count", "read", "retrieve", "show"))
_TYPED = ("type", "enum", "const", "anyOf", "$ref")


@dataclass(frozen=True, slots=True)
class Advice:
    """`actions` names those that are concerned; `inputs` are there where it is about single inputs."""

    kind: str
    says: str
    remedy: str
    actions: tuple[str, ...]


def advice(actions: Iterable[Action]) -> tuple[Advice, ...]:
    """What was found, the worst first; nothing where the planner has all that it needs."""
    own = [action for action in actions if action.via != "auth"]
    index = build(Catalogue("advice", {action.ref: action for action in own}))
    found = []
    for kind, says, remedy, finder in _FINDERS:
        names = tuple(finder(own, index))
        if names:
            found.append(Advice(kind, says, remedy, names))
    return tuple(found)


def _without_words(actions: Sequence[Action], _: Index) -> Iterator[str]:
    yield from (action.name for action in actions if _NO_WORDS.match(action.description))


def _untyped(actions: Sequence[Action], _: Index) -> Iterator[str]:
    for action in actions:
        for name, schema in _properties(action.input_schema).items():
            if not any(word in schema for word in _TYPED):
                yield f"{action.name}.{name}"


def _alike(actions: Sequence[Action], _: Index) -> Iterator[str]:
    """Actions whose names say the same: `listUsers` and `users_list`."""
    by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for action in actions:
        by_words[tuple(sorted(set(name_parts(action.name))))].append(action.name)
    yield from (" = ".join(names) for names in by_words.values() if len(names) > 1)


def _same_words(actions: Sequence[Action], _: Index) -> Iterator[str]:
    by_text: dict[str, list[str]] = defaultdict(list)
    for action in actions:
        if not _NO_WORDS.match(action.description):
            by_text[action.description.casefold()].append(action.name)
    yield from (" = ".join(names) for names in by_text.values() if len(names) > 1)


def _undeclared(actions: Sequence[Action], _: Index) -> Iterator[str]:
    for action in actions:
        schema = action.output_schema
        bare = schema is not None and schema.get("type") in (None, "object") and not (
            _properties(schema) or schema.get("anyOf") or schema.get("additionalProperties")
        )
        if action.effect == "read" and (schema is None or bare):
            yield action.name


def _unprovided(actions: Sequence[Action], index: Index) -> Iterator[str]:
    """Required ids that no other action gives back: only the prompt can tell them."""
    for entry in index.entries.values():
        for one in entry.required:
            if one.is_id and not any(
                found.ref != entry.ref for found in providers(one, index.providers, index.entries)
            ):
                yield f"{entry.action.name}.{'.'.join(one.path)}"


def _reads_by_name(actions: Sequence[Action], _: Index) -> Iterator[str]:
    yield from (action.name for action in actions if action.effect == "unsafe" and _reads(action))


def _unsafe(actions: Sequence[Action], _: Index) -> Iterator[str]:
    yield from (action.name for action in actions if action.effect == "unsafe" and not _reads(action))


def _reads(action: Action) -> bool:
    return bool(_READING & set(name_parts(action.name)[:2]))


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema.get("properties") or {}
    return found


Finder = Callable[[Sequence[Action], Index], Iterator[str]]

_FINDERS: tuple[tuple[str, str, str, Finder], ...] = (
    ("no_words", "have no summary and no description: they are found by their names alone",
     "write a summary that says what is done to what", _without_words),
    ("nobody_provides", "need an id that no action gives back: it must stand in the prompt or the context",
     "add the action that lists or finds it, or describe the answer that holds it", _unprovided),
    ("undeclared_output", "read, and do not tell what they give back: later steps find nothing to bind to",
     "give the answer a schema or an example", _undeclared),
    ("untyped_input", "are inputs without a type: any value passes until the service refuses it",
     "give them a type", _untyped),
    ("alike", "have names that say the same", "use words that tell them apart, or deny one of them", _alike),
    ("same_words", "have the same text", "say in each what it does that the others do not", _same_words),
    ("reads_by_name", "read by their names and are unsafe by their method: they are asked about like writes",
     'register with "overrides": {"NAME": {"effect": "read"}}, or x-replan-effect: read', _reads_by_name),
    ("unsafe", "are not repeated when their answer is lost: a person, or a declared probe, says what happened",
     'where the service honours Idempotency-Key, register with "overrides": {"NAME": {"effect": "idempotent"}}',
     _unsafe),
)
