"""A request as it is told: its words, values and names, and its clauses."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

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
from chalicelib.planning.tables.explain import links
from chalicelib.planning.tables.sources import writes
from chalicelib.planning.tables.world import Table

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


def parts(brief: Brief, index: Index, doing: frozenset[str] = frozenset()) -> Sequence[Part]:
    """The clauses of the request.  `doing`: stems of verbs besides those of the catalogue."""
    told = request(brief, index)
    scene = Scene(brief.prompt, told.words, told.marks, now_of(brief), (), (), Reach({}, brief.catalogue.actions))
    own = writes(index.entries.values())
    doing = doing | frozenset(one.verb for one in own if one.verb) | {
        token.stem for one in own for token in tokens(one.action.description)[:1]
    }
    return again.joined(again.whole(scene, doing, index.verbs))


def named(
    told: Request, token: Token, held: Container[int] = (), known: Iterable[Table] | None = None
) -> bool:
    """Whether the word is part of a name.  `held`: where words stand that are names of `known` records."""
    if token.low in STOP or not token.text[0].isalnum():
        return False
    if token.start in held:
        return True
    marked = any(one.start <= token.start < one.end for one in told.marks if one.kind in ("name", "id", "email"))
    strange = phrase.bare(token) in {word for name in told.names for word in shapes.words(name)}
    return marked or (strange and (known is None or any(links(table, token) for table in known)))


def carried(words: Sequence[Token], before: Sequence[Token], names: Callable[[Token], bool]) -> list[Token]:
    """The names of earlier clauses, where a word points back at them."""
    back = any(token.low in _BACK for token in words) or not any(map(names, words))
    return [token for token in before if token not in words] if back else []
