"""People whom a request names: their addresses, where the catalogue can look them up.

An answer counts when the name is a whole word of exactly one address.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # Any: outputs are JSON

from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import STOP, Token, bag, senses
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.reach import Ambiguous
from chalicelib.planning.records.scene import Person, Scene
from chalicelib.planning.records.view import EVERY
from chalicelib.planning.revise.paths import joined, quoted

_AHEAD = bag("with to of from for by and give invite")
_SUBJECT = bag("is has was hasn't isn't doesn't")
MOST = 4


def known_people(scene: Scene, words: Sequence[Token]) -> Mapping[str, Person]:
    """By the name in the prompt; a name that is still to be looked up is missing."""
    found: dict[str, Person] = {}
    if not scene.lookups:
        return found
    look = scene.lookups[0]
    for name in list(dict.fromkeys(_named(scene, words)))[:MOST]:
        told = scene.reach.ask(look.ref, {look.params[0].name: name})
        if told is None:
            continue
        step, output = told
        fitting = {value: path for path, value in _texts(output) if name in shapes.words(value) and "@" in value}
        if len(fitting) > 1:
            raise Ambiguous(f"{name!r} may be any of {', '.join(sorted(fitting))}")
        for value, path in fitting.items():
            found[name] = Person(value, step, path)
    return found


def _named(scene: Scene, words: Sequence[Token]) -> Iterator[str]:
    for at, token in enumerate(words):
        name = phrase.bare(token)
        before = words[at - 1].low if at else ""
        behind = words[at + 1].low if at + 1 < len(words) else ""
        placed = token.low.endswith("'s") or before in _AHEAD or behind in _SUBJECT or before == "that"
        placed = placed or bool(at and token.text[0].isupper() and "send" in kind(words[at - 1].stem))
        strange = token.stem not in scene.vocabulary and name not in STOP | EVERY and token.content
        if (
            placed
            and strange
            and token.word
            and not _marked(scene, token)
            and not senses(token.stem)
            and not kind(token.stem)
        ):
            yield name


def _marked(scene: Scene, token: Token) -> bool:
    return any(token in one and one.kind != "name" for one in scene.marks)


def _texts(output: Any, path: str = "@") -> Iterator[tuple[str, str]]:
    if isinstance(output, str):
        yield path, output
    elif isinstance(output, list):
        for at, value in enumerate(output[:50]):
            yield from _texts(value, joined(path, f"[{at}]"))
    elif isinstance(output, Mapping):
        for name, value in output.items():
            yield from _texts(value, joined(path, quoted(name)))
