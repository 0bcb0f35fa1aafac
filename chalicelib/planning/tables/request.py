"""A request as the second reading takes it: its words, what is marked in them, its clauses, and what points back.

The names are those that are marked, and words that nobody knows.
"""

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.composer import thesaurus, verbs
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.forbidden import allowed, forbidden
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import IT, PREPOSITIONS, STOP, Token, bag, is_verb, senses, tokens
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import again, phrase, shapes, times
from chalicelib.planning.records.clauses import Clause as Part
from chalicelib.planning.records.reach import Reach
from chalicelib.planning.records.scene import Scene
from chalicelib.planning.records.view import (
    AHEAD,
    CHEAP,
    DEAR,
    EVERY,
    FILL,
    GONE,
    HIGH,
    JOINING,
    LATE,
    LOW,
    NEWEST,
    OLDEST,
    OVER,
    UNDER,
    URGENT,
)
from chalicelib.planning.tables import compounds
from chalicelib.planning.tables.sources import besides, short_for, writes
from chalicelib.planning.tables.stand_ins import links
from chalicelib.planning.tables.table import Table

_BACK = bag("it its them they their theirs him his he she her hers that this these those there")
_SOMEBODY = bag("him her them")
_CHOOSING = bag("take pick choose find get look")
_EACH = bag("every each all both")
_ANY = bag("everything anything something nothing all those one ones everyone everybody anyone anybody")
_SHORT = {"minimum": "min", "maximum": "max"}
_NAMED = ("name", "quote", "id", "email")
_OWNED = re.compile(r"['’]s(?:\s+|$)")
_READ = LATE | URGENT | NEWEST | OLDEST | AHEAD | GONE | OVER | UNDER | EVERY | FILL | HIGH | LOW | DEAR | CHEAP
"""Words that say how records are, and no name."""


@dataclass(frozen=True, slots=True)
class Request:
    text: str
    words: tuple[Token, ...]
    marks: tuple[Found, ...]
    names: tuple[str, ...]

    @property
    def forbidden(self) -> tuple[tuple[Token, ...], ...]:
        """What it says must not be done."""
        return tuple(forbidden(self.words, self.marks))


def request(brief: Brief, index: Index) -> Request:
    plain = tokens(brief.prompt)
    marks = times.marks(brief.prompt, plain, now_of(brief))
    words = compounds.whole(plain, [*compounds.addressed(brief.prompt, marks)], brief.prompt)
    words = tuple(_as_named(one, index) for one in words)
    called = [part for one in marks if one.kind in _NAMED for part in _OWNED.split(str(one.value)) if part]
    strange = [
        phrase.bare(token)
        for token in words
        if token.content
        and token.word
        and token.stem not in index.idf
        and token.low not in _READ
        and not spoken(token)
        and not any(token in one for one in marks)
    ]
    named = [part for name in called for part in [name] if len(name) < 40]
    return Request(brief.prompt, words, marks, tuple(dict.fromkeys((*named, *strange))))


def _as_named(token: Token, index: Index) -> Token:
    """The word as names have it that are shorter: a minimum is the `min_qty` of something."""
    short = _SHORT.get(token.low, "")
    return replace(token, stem=short) if short in index.idf else token


def spoken(token: Token) -> bool:
    """Whether it is a word of the language, also a shortened one, "we're", or a form of a verb: "fallen"."""
    lead = token.low.partition("'")[0]
    shortened = lead != token.low and lead in STOP | JOINING
    return thesaurus.known(token.stem) or shortened or token.low in JOINING or is_verb(verb_of(token))


def _chooses(part: Part) -> bool:
    """Whether the clause only says which records the next one is about: "take the card that is due first and"."""
    return any(token.low in _CHOOSING for token in part.tokens)


def _chosen(part: Part) -> list[Token]:
    """The records that it tells."""
    ends = part.tokens[:-1] if part.tokens and part.tokens[-1].low in ("and", "then") else part.tokens
    return [token for token in ends if token.low not in _CHOOSING and token.text != ","]


def _ranges(part: Part) -> bool:
    """Whether the clause only says for how many something is to be done: "in every hall that has a stage"."""
    lows = [token.low for token in part.tokens[:2]]
    return len(lows) == 2 and lows[0] in PREPOSITIONS and lows[1] in _EACH


def _points(words: Sequence[Token]) -> bool:
    """Whether "it" or "them" is what the deed is done to."""
    return bool(words) and words[0].low in IT


def referring(parts: Sequence[Part]) -> list[Part]:
    """A deed without an object of its own is done about what was told: "Greta weighs 595 kg, please record it"."""
    found: list[Part] = []
    for one in parts:
        last = found[-1] if found else None
        behind = one.tokens[one.verb + 1 :]
        bare = one.role == "do" and one.verb >= 0 and not any(one.content or one.text[0].isupper() for one in behind)
        if last is not None and last.role == "told" and one.role == "do" and _chooses(last) and _points(behind):
            at = next(at for at, token in enumerate(behind) if token.low in IT)
            whole = (*one.tokens[: one.verb + 1], *behind[:at], *_chosen(last), *behind[at + 1 :])
            found[-1] = replace(one, tokens=whole)
            continue
        if last is not None and last.role == "told" and one.role == "do" and one.verb >= 0 and _ranges(last):
            found[-1] = replace(one, tokens=(*one.tokens[: one.verb + 1], *_chosen(last), *behind))
            continue
        somebody = any(token.low in _SOMEBODY for token in behind)
        if bare and not somebody and last is not None and last.role == "told" and one.said is not None:
            found[-1] = replace(one, tokens=(one.said, *last.tokens), verb=0)
        else:
            found.append(one)
    return found


def own_words(part: Part, place: int, tells: bool) -> tuple[Token, ...]:
    """The words of the clause without its verb."""
    if tells:
        return tuple(token for token in part.tokens if not verbs.general(token))
    if part.verb < 0:
        return tuple(token for token in part.tokens if token is not part.tokens[place])
    return part.tokens[part.verb + 1 :]


def with_names(told: Request, known: Sequence[Table]) -> Request:
    """The request, with names that records hold as one word each."""
    return replace(told, words=compounds.whole(told.words, [*compounds.held(told.text, known)], told.text))


def parts(
    brief: Brief, index: Index, doing: frozenset[str] = frozenset(), told: Request | None = None
) -> Sequence[Part]:
    """The clauses of the request.  `doing`: stems of verbs besides those of the catalogue.  `told`: as it was read."""
    told = told or request(brief, index)
    words = allowed(told.words, told.marks)
    scene = Scene(brief.prompt, words, told.marks, now_of(brief), (), (), Reach({}, brief.catalogue.actions))
    own = writes(index.entries.values())
    doing |= {one.name[-1] for one in own if len(one.name) > 1 and not any(map(senses, one.name))}  # `trips_scrub`
    doing = doing.union(*map(short_for, own), *map(besides, own))
    doing = doing | frozenset(one.verb for one in own if one.verb) | {
        token.stem for one in own for token in tokens(one.action.description)[:1]
    }
    return again.joined(again.whole(scene, doing, index.verbs))


def named(told: Request, token: Token, held: Container[int] = (), known: Sequence[Table] | None = None) -> bool:
    """Whether the word is part of a name.

    `held`: where words stand that are names of records.  `known`: a word that nobody knows is a name if one of these
    records holds it.
    """
    if token.low in STOP or not token.text[0].isalnum():
        return False
    if token.start in held:
        return True
    marked = any(token in one for one in told.marks if one.kind in ("name", "id", "email"))
    strange = phrase.bare(token) in {word for name in told.names for word in shapes.words(name)}
    code = token.text[0].isdigit() and phrase.bare(token)[-1].isalpha()  # class 7A
    strange = (strange or code) and (known is None or any(links(table, token) for table in known))
    return marked or strange or _held(token, known or ())


def _held(token: Token, known: Sequence[Table]) -> bool:
    """Whether it is written like a name, no word of the language, and a record holds just that."""
    if not token.text[0].isupper() or thesaurus.known(token.low) or thesaurus.known(token.stem):
        return False
    said = phrase.words_of([token])
    return any(said == shapes.words(value) for table in known for row in table.rows for value in row.values.values())


def carried(words: Sequence[Token], before: Sequence[Token], names: Callable[[Token], bool]) -> list[Token]:
    """The names of earlier clauses, where a word points back at them."""
    relative = {token for one, token in pairwise(words) if token.low == "that" and (one.content or one.low in _ANY)}
    back = any(token.low in _BACK and token not in relative for token in words) or not any(map(names, words))
    return [token for token in before if token not in words] if back else []
