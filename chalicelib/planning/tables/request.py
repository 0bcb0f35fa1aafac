"""A request as it is told: its words, values and names, and its clauses."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from chalicelib.planning.composer import thesaurus
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import STOP, Token, bag, tokens
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import again, phrase, shapes, times
from chalicelib.planning.records.clauses import Clause as Part
from chalicelib.planning.records.reach import Reach
from chalicelib.planning.records.scene import Scene
from chalicelib.planning.records.view import AHEAD, GONE, LATE, NEWEST, OLDEST, OVER, UNDER, URGENT
from chalicelib.planning.tables.sources import writes

_BACK = bag("it its them they their theirs him his he she her hers that this these those")
_NAMED = ("name", "quote", "id", "email")
_READ = LATE | URGENT | NEWEST | OLDEST | AHEAD | GONE | OVER | UNDER
"""Words that say how records are, and no name."""


@dataclass(frozen=True, slots=True)
class Request:
    text: str
    words: tuple[Token, ...]
    marks: tuple[Found, ...]
    names: tuple[str, ...]


def request(brief: Brief, index: Index) -> Request:
    words = tokens(brief.prompt)
    marks = times.marks(brief.prompt, words, now_of(brief))
    called = [str(one.value).removesuffix("'s") for one in marks if one.kind in _NAMED]
    strange = [
        phrase.bare(token)
        for token in words
        if token.content
        and token.word
        and token.stem not in index.idf
        and token.low not in _READ
        and not thesaurus.known(token.stem)
        and not any(one.start <= token.start < one.end for one in marks)
    ]
    named = [part for name in called for part in [name] if len(name) < 40]
    return Request(brief.prompt, words, marks, tuple(dict.fromkeys((*named, *strange))))


def referring(parts: Sequence[Part]) -> list[Part]:
    """A deed without an object of its own is done about what was told: "Greta weighs 595 kg, please record it"."""
    found: list[Part] = []
    for one in parts:
        last = found[-1] if found else None
        bare = one.role == "do" and one.verb >= 0 and not any(token.content for token in one.tokens[one.verb + 1 :])
        if bare and last is not None and last.role == "told" and one.said is not None:
            found[-1] = replace(one, tokens=(one.said, *last.tokens), verb=0)
        else:
            found.append(one)
    return found


def parts(brief: Brief, index: Index, doing: frozenset[str] = frozenset()) -> Sequence[Part]:
    """The clauses of the request.  `doing`: stems of verbs besides those of the catalogue."""
    told = request(brief, index)
    scene = Scene(brief.prompt, told.words, told.marks, now_of(brief), (), (), Reach({}, brief.catalogue.actions))
    own = writes(index.entries.values())
    doing = doing | frozenset(one.verb for one in own if one.verb) | {
        token.stem for one in own for token in tokens(one.action.description)[:1]
    }
    return again.joined(again.whole(scene, doing, index.verbs))


def named(told: Request, token: Token, held: Container[int] = ()) -> bool:
    """Whether the word is part of a name.  `held`: where words stand that are names of records."""
    if token.low in STOP or not token.text[0].isalnum():
        return False
    if token.start in held:
        return True
    marked = any(one.start <= token.start < one.end for one in told.marks if one.kind in ("name", "id", "email"))
    return marked or phrase.bare(token) in {word for name in told.names for word in shapes.words(name)}


def carried(
    told: Request, words: Sequence[Token], before: Sequence[Token], held: Container[int] = ()
) -> list[Token]:
    """The names of earlier clauses, where a word points back at them."""
    back = any(token.low in _BACK for token in words) or not any(named(told, token, held) for token in words)
    return [token for token in before if token not in words] if back else []
