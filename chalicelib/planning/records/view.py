"""A noun phrase while it is read: the records it is held against, the tests found so far, the words used up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any  # Any: context facts are JSON

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import PLURALS, Token, bag, name_stems, stem, stem_bag
from chalicelib.planning.once import once_each
from chalicelib.planning.records import lengths, phrase, shapes, times
from chalicelib.planning.records.bookkeeping import only_some
from chalicelib.planning.records.choices import Choices
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Resource, field_stems

Test = Callable[[Row], bool]

JOINING = bag(
    "instead rather much unless since because whether between within never anything nobody somebody anybody something "
    "everywhere"
)
"""Words that are no name of anything, beside the plainest."""
EVERY = bag("all every each any both whichever whatever whoever whomever everyone everybody everything")
_SEVERAL = bag("ones them these those")
NEWEST, OLDEST = bag("last latest newest recent final"), bag("first earliest oldest soonest")
HIGH, LOW = (
    bag("highest largest biggest most greatest longest maximum top"),
    bag("lowest smallest least fewest shortest minimum"),
)
DEAR, CHEAP = bag("expensive priciest dearest costliest"), bag("cheapest")
AHEAD, GONE = bag("future upcoming next coming"), bag("past previous earlier")
LATE = bag("overdue late expired")
URGENT = bag("urgent pressing")
UNDER = bag("below under less fewer lower smaller")
OVER = bag("above over more exceeding exceeds greater higher bigger larger")
PRICE = bag("price cost amount fee rate total fare rent charg premium toll tariff")
AMOUNT = bag("quantiti stock count amount number unit level")
DUE = bag("due deadlin expir until end")
BEGINS = stem_bag("start begin commence depart departure beginning")
FINISHES = stem_bag("end finish expire due deadline arrive arrival")
_NOTED = stem_bag("created updated changed modified reported issued paid recorded posted noted seen")
_FIRST = BEGINS | stem_bag("first from since opens opening valid effective checkin")
_LAST = FINISHES | stem_bag("last until till to closes closing through checkout")
ENDED = bag("completed closed finished done ended resolved solved returned paid settled cancelled voided delivered")
_ENDED = frozenset(map(stem, ENDED))
FILL = bag(
    "called named titled one ones everything thing things currently still already have has had is are that which who "
    "bunch lot some most recent piece pieces item items value than set marked scheduled planned not no up back forward "
    "yet please more me company team today's date time with without there exist exists older newer earlier later "
    "only number mr mrs ms"
)


@dataclass(frozen=True, slots=True)
class View:
    """What a noun phrase is read against.  `people`: addresses by the name that the prompt uses."""

    resource: Resource
    rows: tuple[Row, ...]
    marks: tuple[Found, ...]
    now: datetime
    nouns: frozenset[str]
    people: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[Row, ...] = ()
    partial: bool = False
    choices: Choices = field(default_factory=Choices)
    guess: str = ""
    oneself: Mapping[str, Any] = field(default_factory=dict)
    """What the context tells of the person who asks, by its path."""
    minor: frozenset[str] = frozenset()
    """Fields that count the smallest units of money."""
    plain: frozenset[str] = frozenset()
    """Words that are values of the records, though a field of what they refer to is called so."""
    ended: frozenset[str] = frozenset()
    """States to which the actions lead that close a record: of such records the others go on."""
    lasting: Mapping[str, str] = field(default_factory=dict)
    """What the schemas say of fields that count a unit of time."""
    sweeping: bool = False
    """Whether all but some of the records may be meant."""

    @property
    def seen(self) -> tuple[Row, ...]:
        """Every record that shows how values are written; the same object for the same records."""
        known = _beside(self.rows) if self.shown else {}
        held = known.get(id(self.shown), ((), self.rows))
        if held[0] is not self.shown:
            held = known[id(self.shown)] = self.shown, (*self.rows, *self.shown)
        return held[1]

    @property
    def field_words(self) -> frozenset[str]:
        names = {*self.resource.fields, *shapes.names(self.seen)}
        return frozenset(word for name in names for word in (*field_stems(name), *name_stems(name))) - self.plain


@dataclass(frozen=True, slots=True)
class Selection:
    """`single`: one record is meant, by the noun's number.  `told`: something limits which."""

    rows: tuple[Row, ...]
    single: bool
    told: bool
    strays: tuple[str, ...] = ()
    limited: bool = False
    """Whether anything but "all" tells which."""
    choice: bool = False
    """Whether of several one is meant by their order: "the latest booking"."""
    unclear: bool = False
    """Whether words are left over that are no name of something unknown."""


@dataclass(slots=True)
class Reading:
    view: View
    tokens: Sequence[Token]
    used: Used
    tests: list[Test] = field(default_factory=list)
    doubtful: list[Test] = field(default_factory=list)
    """Tests that may raise: they are put to the records that pass all others."""
    weak: dict[str, Test] = field(default_factory=dict)
    """Those of the tests that rest on one plain word in a text, by that word."""
    empty: bool = False
    named: bool = False
    listed: bool = False
    """Whether several values of a field are told: "Bruno and Rex"."""

    @property
    def plural(self) -> bool:
        """Whether several records may be meant, by the noun's number or a quantifier."""
        nouns = self.view.nouns | {self.view.guess}
        said = [token for token in self.tokens if token not in self._no_longer]
        return self.listed or any(
            token.low in EVERY | _SEVERAL or (token.stem in nouns and bare_plural(token)) for token in said
        ) or self._of_state

    @property
    def _of_state(self) -> bool:
        """ "The drafts": the last word is what records are that have the state, and several of them."""
        last = next((token for token in reversed(self.tokens) if token.content), None)
        if last is None or not bare_plural(last) or not last.text.islower():
            return False
        held = (shapes.words(value) for row in self.view.seen for value in row.values.values())
        return any(len(one) == 1 and one[0] != last.low and stem(one[0]) == last.stem for one in held)

    @property
    def _no_longer(self) -> Sequence[Token]:
        """ "Doesn't want it any more": that "any" says nothing of how many are meant."""
        ends = [at for at, one in enumerate(self.tokens) if one.low in ("more", "longer") and not self._counts(at + 1)]
        return [self.tokens[at - 1] for at in ends if at and self.tokens[at - 1].low == "any"]

    def _counts(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].content and self.tokens[at].text[0].isalnum()


def moment_field(one: Reading, words: frozenset[str] = frozenset(), said: str = "when") -> str:
    """The field that times limit; raises where several may be meant, "" where there is none."""
    found = moment_fields(one, words, said)
    if len(found) > 1:
        raise Unsure(f"the time may be that of {' or '.join(found)}")
    return found[0] if found else ""


def moment_fields(one: Reading, words: frozenset[str] = frozenset(), said: str = "when") -> list[str]:
    """The fields that times may limit: the only one, the one that the phrase names, or the one of past runs.

    The newest and the oldest are told by when they came to be, not by when they end.
    """
    rows = one.view.rows
    found = [name for name in shapes.names(rows) if shapes.shape(rows, name) == "moment"]
    stems = {token.stem for token in one.tokens if not _dates(one, token)} | words
    spoken = [name for name in found if {*field_stems(name)} & stems - {"date", "time"}]
    plain = [name for name in found if not only_some([row.values for row in rows], name)] or found
    if len(spoken) == 1 and len(found) > 1 and (spoken[0] in plain or _in_the_past(one, spoken[0])):
        return spoken
    found = plain
    if len(found) < 2:
        _told_by_verb(one, found)
        return found
    told = _told_by_verb(one, found)
    if len(told) == 1:
        return told
    settled = one.view.choices.settled(f"time|{one.view.resource.noun}|{said}", found)
    if settled:
        return [str(settled)]
    if said == "next" and (pair := ends(rows, found)) and not {*name_stems(pair[1])} & (DUE - {"end"}):
        return [pair[0]]
    begun = [name for name in found if not {*name_stems(name)} & DUE]
    if said in NEWEST | OLDEST and len(begun) == 1:
        one.view.choices.taken[f"time|{one.view.resource.noun}|{said}"] = begun[0]
        return begun
    return found


def _in_the_past(one: Reading, name: str) -> bool:
    """Whether it is said of the records: "those closed in February", not "close those of February"."""
    return any(token.low.endswith("ed") and token.stem in name_stems(name) for token in one.tokens)


def _told_by_verb(one: Reading, names: Sequence[str]) -> list[str]:
    """The fields for the end of which the phrase speaks: "that start before March 20" of `first_day`."""
    for told, named in ((BEGINS, _FIRST), (FINISHES, _LAST)):
        verbs = [token for token in one.tokens if token.stem in told and one.used.free(token)]
        fitting = [*ends(one.view.rows, names)][told is FINISHES :][:1] if verbs else []
        fitting = fitting or [name for name in names if {*name_stems(name)} & named]
        if verbs and len(fitting) == 1:
            one.used.take(verbs)
            return fitting
    return []


def ends(rows: Sequence[Row], names: Sequence[str]) -> tuple[str, ...]:
    """Of two fields with moments, the one that begins and the one that ends, as all records show; else nothing."""
    spans = [name for name in names if not {*name_stems(name)} & _NOTED]
    if len(spans) != 2:
        return ()
    told = [(a, b) for row in rows if (a := moment_of(row, spans[0])) and (b := moment_of(row, spans[1]))]
    if told and all(a <= b for a, b in told) and any(a < b for a, b in told):
        return spans[0], spans[1]
    if told and all(a >= b for a, b in told) and any(a > b for a, b in told):
        return spans[1], spans[0]
    return ()


@once_each
def _beside(rows: tuple[Row, ...]) -> dict[int, tuple[tuple[Row, ...], tuple[Row, ...]]]:
    """Other records, by what they are in memory, and these together with them."""
    return {}


def with_lengths(view: View) -> View:
    """The view with how long each record lasts."""
    return replace(view, rows=_measured(view.rows))


@once_each
def _measured(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    moments = [name for name in shapes.names(rows) if shapes.shape(rows, name) == "moment"]
    return lengths.measured(rows, ends(rows, moments))


def bare_plural(token: Token) -> bool:
    low = phrase.bare(token)
    return (low.endswith("s") and not low.endswith("ss")) or low in PLURALS


def moment_of(row: Row, name: str) -> datetime | None:
    """The moment of the field; a day is one moment together with the time of day that stands beside it."""
    day = shapes.moment(row.values.get(name))
    beside = clock_field(row, name) if day else ""
    told = shapes.clock(row.values[beside]) if beside else None
    return datetime.combine(day.date(), told) if day and told else day


def has_hours(row: Row, name: str) -> bool:
    """Whether its moment has a time of day."""
    when = moment_of(row, name)
    return when is not None and bool(when.hour)


def clock_field(row: Row, name: str) -> str:
    """The one field with a time of day that goes with the day in the field; "" where the field holds both."""
    if ":" in str(row.values.get(name)):
        return ""
    found = [other for other, value in row.values.items() if isinstance(value, str) and shapes.clock(value)]
    days = [other for other, value in row.values.items() if shapes.moment(value)]
    return found[0] if len(found) == 1 and len(days) == 1 else ""


def inside_mention(one: Reading, token: Token) -> bool:
    """Whether the word is part of a mention ("last 7 days")."""
    return any(token in mark and mark.kind != "number" for mark in one.view.marks)


def _dates(one: Reading, token: Token) -> bool:
    """Whether it is part of a time that is told ("the end of May"), and names no field."""
    return any(token in mark and mark.kind in times.TIMED for mark in one.view.marks)


def has_ended(row: Row) -> bool:
    """Whether a category of the record says that it has ended."""
    return any(
        isinstance(value, str)
        and len(shapes.words(value)) == 1
        and (stem(value.lower()) in _ENDED or any(phrase.abbreviates(value, (word,)) for word in ENDED))
        for value in row.own.values()
    )
