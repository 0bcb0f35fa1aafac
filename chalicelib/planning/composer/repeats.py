"""Clauses that leave their deed out: it is that of the clause before, with something else in its place.

    "post it to #sales, and send it to #finance too"       "water p-17 with 3 litres, and p-18 as well"
    "fetch the log of s-1. Do the same for s-2"            "… and also to b@x.example"

Such a clause is read apart: the prompt without it is read as ever, and then the deed is repeated.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.words import PREPOSITIONS, QUOTES, senses, stem, tokens

_TEXT = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^.;!?,\n\"']|[.;!?,](?=\S)|(?<=\w)'(?=\w))"
_OPENS = r"(?:^|(?<=[\s.;,!?]))"
_ENDS = r"(?=\s*(?:[.;!?,](?:\s|$)|$|\n|\b(?:and\s+)?then\b))"
_LIKE = re.compile(
    rf"{_OPENS}(?:(?:and|then|also|please|,)\s+)*"
    r"(?:(?:do|repeat)\s+(?:the\s+same(?:\s+thing)?|(?:this|that|it)(?!\s+for\s+(?:me|us)\b))(?:\s+again)?"
    rf"|the\s+same|likewise|ditto)\s+(?P<place>for|with|to|on)\s+(?P<what>{_TEXT}+?)(?:\s+(?:too|as\s+well))?{_ENDS}",
    re.IGNORECASE,
)
_TOO = re.compile(
    rf"{_OPENS}(?:(?:and|,)\s+)(?P<also>also\s+)?(?:(?P<verb>[a-z]+)\s+(?:it|them|that|this)\s+)?(?P<again>also\s+)?"
    rf"(?P<what>(?:(?!\band\b){_TEXT})+?)(?P<too>,?\s+(?:too|as\s+well))?{_ENDS}",
    re.IGNORECASE,
)
_ARTICLES = re.compile(r"^(?:the|a|an|our|my)\s+", re.IGNORECASE)
_THAT = re.compile(r"(?:that|those) of\s+", re.IGNORECASE)
_MOST_WORDS = 7


@dataclass(frozen=True, slots=True)
class Repeat:
    """`start` to `end`: the characters of the clause; `first`: where what it names begins, behind `place`.

    `verb`: the stem of a verb of its own ("send it to … too").  `whole`: everything before is meant ("do the same").
    """

    start: int
    end: int
    first: int
    text: str
    place: str
    verb: str = ""
    whole: bool = False


def repeats(text: str, doing: Container[str]) -> tuple[Repeat, ...]:
    """`doing`: what the catalogue's actions do, in their own words."""
    found: list[Repeat] = []
    for one in sorted((*_alike(text), *_added(text, doing)), key=lambda one: (one.start, -one.end)):
        if one.start > 0 and (not found or one.start >= found[-1].end):
            found.append(one)
    return tuple(found)


def without(text: str, found: Sequence[Repeat]) -> str:
    """The prompt with these clauses blanked, so that every place in it stays where it is."""
    for one in found:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _alike(text: str) -> Iterator[Repeat]:
    for match in _LIKE.finditer(text):
        yield Repeat(match.start(), match.end(), match.start("what"), match["what"], match["place"].lower(), whole=True)


def _added(text: str, doing: Container[str]) -> Iterator[Repeat]:
    for match in _TOO.finditer(text):
        if not (match["too"] or match["also"] or match["again"]):
            continue
        what = match["what"]
        lead = re.match(r"([A-Za-z]+)\s+", what)
        place = lead[1].lower() if lead and lead[1].lower() in PREPOSITIONS else ""
        that = _THAT.match(what)
        named = what[that.end() :] if that else what[lead.end() :] if lead and place else what
        if not place and not match["verb"] and (_begins(what, doing) or not _tells(named)):
            continue
        if len(tokens(named)) <= _MOST_WORDS:
            first = match.end("what") - len(named)
            yield Repeat(match.start(), match.end(), first, named, place, stem(match["verb"] or ""))


def _begins(what: str, doing: Container[str]) -> bool:
    """Whether a verb of its own comes first: then nothing is left out."""
    first = next((token for token in tokens(what) if token.content), None)
    if first is not None and first.text.istitle():
        return False  # behind "and" it is a name: "and Label moving boxes as well"
    return first is None or bool(senses(first.stem) or verbs.kind(first.stem)) or first.stem in doing


def _tells(named: str) -> bool:
    """Whether it names something by itself: a code, a quotation, a name."""
    return bool(re.search(r"[\d\"'@#]|\b[A-Z]", named))


def bare(text: str) -> str:
    """What is named, without its article."""
    return _ARTICLES.sub("", text.strip()).strip(f" {QUOTES}")
