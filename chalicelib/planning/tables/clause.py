"""A clause while its values are looked for, and what may be a value in it."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import QUOTES, RELATIVE, Token, bag, stem, stem_bag
from chalicelib.planning.records.weekdays import weekday
from chalicelib.planning.tables.table import Wide

INTO = bag("to into as until till onto is are now it's")
"""Words behind which something new stands."""
AT = bag("on at for with over in of : by from")
ADDING, _TAKING = frozenset((stem("add"),)), stem_bag("remove take deduct subtract")
_EACH = frozenset(("all", "every", "each", "any", "both", "these", "those"))
_TIME, _STILL = 4, bag("still already now only")
_DATED, _WHEN = stem_bag("due schedule plan book date expect"), bag("by on before after for in from since")
ARTICLES = bag("the a an my our their his her its all")
_LONGEST = 5
Value = Callable[[Wide], tuple[Any, Binding] | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be the value of an input; `of` gives it by record, None where it would change nothing."""

    tokens: tuple[Token, ...]
    of: Value
    weight: float
    into: bool = False
    """Whether a word like "to" says that something becomes so."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The words of a clause without its verb."""

    text: str
    words: tuple[Token, ...]
    verb: Token | None
    marks: tuple[Found, ...]
    now: datetime
    stated: bool = False
    """Whether it is a statement, with the verb anywhere."""
    made: Token | None = None
    """The noun for the new thing that it speaks of."""
    plain: str = ""
    """The stem of the verb for which the verb stands with its particle: "turn X off" disables it."""
    forbidden: tuple[tuple[Token, ...], ...] = ()
    """The words of what must not be done beside it."""
    remarks: tuple[Token, ...] = ()
    """The words of what is only told before it, or right behind."""

    def lead(self, run: Sequence[Token]) -> str:
        """The word in front of the run, articles aside."""
        words = sorted({*self.words, self.verb}, key=lambda one: one.start) if self.stated and self.verb else self.words
        before = [one for one in words if one.end <= run[0].start and one.low not in ARTICLES | {*QUOTES}]
        plain = [one for one in before if one.low not in _STILL]
        state = plain[:-1] if plain and plain[-1].low.endswith("ed") else plain
        if state[1:] and state[-1].low in ("is", "are") and state[-2].low in RELATIVE:
            return state[-2].low  # "that is free", "that are marked rare" say how it is, and nothing new
        return before[-1].low if before else ""

    def limits(self, run: Sequence[Token], nouns: Container[str]) -> bool:
        """ "Every active pledge": what stands between such a word and the noun tells which of them are meant."""
        before = [token for token in self.words if run and token.end <= run[0].start]
        first = next((at for at in range(len(before) - 1, -1, -1) if not _adjective(before[at])), None)
        behind = [token for token in self.words if run and token.start >= run[-1].end]
        noun = next((token for token in behind if not _adjective(token) or token.stem in nouns), None)
        return noun is not None and noun.stem in nouns and first is not None and before[first].low in _EACH

    def inside(self, mark: Found) -> tuple[Token, ...]:
        return tuple(token for token in self.words if token in mark)

    def quoted(self, token: Token) -> bool:
        return any(mark.kind == "quote" and token in mark for mark in self.marks)

    def sentence(self, token: Token) -> bool:
        """Whether it stands in quotes that hold more than a name."""
        held = [mark for mark in self.marks if mark.kind == "quote" and token in mark]
        return any(len(str(mark.value).split()) > _LONGEST for mark in held)

    def runs(self) -> Iterator[tuple[Token, ...]]:
        plain = [token for token in self.words if token.text[0].isalnum() and not self.quoted(token)]
        for size in range(min(_LONGEST, len(plain)), 0, -1):
            for at in range(len(plain) - size + 1):
                yield tuple(plain[at : at + size])
        for mark in self.marks:
            if mark.kind == "quote" and (inside := [one for one in self.inside(mark) if one.text[0].isalnum()]):
                yield tuple(inside)


def becomes(clause: Clause, token: Token) -> bool:
    """Whether the word stands in a quotation that says what something is to be: "rename it to 'Dusk'"."""
    quotes = [mark for mark in clause.marks if mark.kind == "quote" and token in mark]
    return any(clause.lead(run) in INTO for mark in quotes if (run := clause.inside(mark)))


def same(value: Any) -> Value:
    return lambda row: value


def placed(clause: Clause, run: Sequence[Token]) -> float:
    """New values stand behind "to" and the like, and mostly at the end."""
    lead = clause.lead(run)
    ends = not any(token.content and token.start > run[-1].start for token in clause.words)
    return (0.6 if lead in INTO else 0.0 if lead in AT else -0.2) + 0.3 * ends


def text_of(clause: Clause, run: Sequence[Token]) -> str:
    return clause.text[run[0].start : run[-1].end]


def counted(verb: Token | None, behind: Sequence[Token], param: Param) -> bool:
    """Whether so many of what the field counts are added to it or taken from it: "take two seats away"."""
    return added(verb) and any(one.stem in param.stems for one in behind[:1])


def added(verb: Token | None) -> bool:
    """Whether the verb adds to what there is or takes from it, so that a number is no new value of it."""
    return verb is not None and verb.stem in ADDING | _TAKING


def _adjective(token: Token) -> bool:
    """Whether it may be one of several words in front of a noun."""
    return token.content and token.text[0].islower() and token.low not in _EACH


def becomes_so(clause: Clause, run: Sequence[Token]) -> bool:
    """Whether something becomes what the words say; what is added "to" something only goes there."""
    lead = clause.lead(run)
    return lead in INTO and not (lead == "to" and clause.verb is not None and clause.verb.stem in ADDING)


def tells_which(clause: Clause, run: Sequence[Token], nouns: Container[str]) -> bool:
    """Whether the words tell which or whose is meant, and nothing new.

    "That is free", "every active pledge", "Eli Frost's blood", "the Friday class".
    """
    behind = next((token for token in clause.words if token.start >= run[-1].end), None)
    owned = behind is not None and run[-1].low.endswith("'s") and behind.content
    weekly = behind is not None and len(run) == 1 and weekday(run[0].text) is not None and behind.stem in nouns
    return owned or weekly or clause.lead(run) in RELATIVE or clause.limits(run, nouns) or _due(clause, run)


def _due(clause: Clause, run: Sequence[Token]) -> bool:
    """ "That is due by Friday" says when records of now are due, and nothing new."""
    every = {*clause.words, *(() if clause.verb is None else (clause.verb,))}
    plain = sorted((one for one in every if one.low not in _STILL), key=lambda one: one.start)
    for who, be, due, when in zip(plain, plain[1:], plain[2:], plain[3:], strict=False):
        told = who.low in RELATIVE and be.low in ("is", "are", "was", "were") and stem(due.low) in _DATED
        behind = [token for token in plain if token.start > when.start][:_TIME]
        if told and when.low in _WHEN and behind and {*run} - {due, when} and {*run} <= {due, when, *behind}:
            return when.low != "by" or not behind[0].text[0].isdigit()  # "that is due by 2 days" is no time
    return False


def describes(clause: Clause, run: Sequence[Token], nouns: Container[str]) -> bool:
    """ "The Harbour depot vehicle": what stands between "the" or "every" and the noun, with a word for what it is.

    "The" only where the clause begins, or behind "of": "the rate of the West dome telescope".
    """
    before = [token.low for token in clause.words if token.end <= run[0].start]
    behind = [token for token in clause.words if token.start >= run[-1].end][:2]
    noun = next((at for at, token in enumerate(behind) if token.stem in nouns), len(behind))
    labels = all(token.content and token.text.islower() for token in behind[:noun])
    told = before[-1:] == ["the"] and before[-2:-1] in ([], ["of"])
    return noun < len(behind) and labels and (told or (bool(before) and before[-1] in _EACH))


def owns(clause: Clause, run: Sequence[Token]) -> bool:
    """Whether it is who owns what is meant, or their first name: the "Ann" of "Ann Berg's locker"."""
    behind = next((token for token in clause.words if token.start >= run[-1].end), run[-1])
    whole = behind if run[-1].text[0].isupper() and behind.text[0].isupper() else run[-1]
    return run[-1].low.endswith("'s") or whole.low.endswith("'s")
