"""Which records a noun phrase means: filters, order and choice, each word accounted for.

    "maria's overdue open tickets"   agent = maria · due before today · state = open
    "the last event on December 4"   start within the day · latest
    "products with a quantity below 5"

A word that nothing explains is never dropped: either it names something that no record holds (then no record is
meant), or the phrase cannot be read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import STOP, Token, bag, name_stems, stem
from chalicelib.planning.records import phrase, shapes, times
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Resource, field_stems

Test = Callable[[Row], bool]

EVERY = bag("all every each any both whichever")
_NEWEST, _OLDEST = bag("last latest newest recent final"), bag("first earliest oldest soonest")
_HIGH, _LOW = bag("highest largest biggest most greatest longest maximum top"), bag("lowest smallest least fewest shortest minimum")
_DEAR, _CHEAP = bag("expensive priciest dearest costliest"), bag("cheapest")
_AHEAD, _GONE = bag("future upcoming next coming"), bag("past previous earlier")
_LATE = bag("overdue late expired")
_URGENT = bag("urgent pressing")
_UNDER, _OVER = bag("below under less fewer lower"), bag("above over more exceeding exceeds greater higher")
_PRICE, _AMOUNT = bag("price cost amount fee rate total fare"), bag("quantiti stock count amount number unit level")
_DUE = bag("due deadlin expir until end")
_ENDED = ("complet", "close", "finish", "done", "end", "resolv", "solv", "return")
_FILL = bag(
    "called named titled one ones everything thing things currently still already have has had is are that which who "
    "bunch lot some most recent piece pieces item items value than set marked scheduled planned not no up back forward "
    "please me company team today's date time with without there exist exists older newer earlier later number"
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
    complete: bool = True

    @property
    def field_words(self) -> frozenset[str]:
        names = {*self.resource.fields, *shapes.names(self.rows)}
        return frozenset(word for name in names for word in (*field_stems(name), *name_stems(name)))


@dataclass(frozen=True, slots=True)
class Selection:
    """`single`: one record is meant, by the noun's number.  `told`: something limits which."""

    rows: tuple[Row, ...]
    single: bool
    told: bool
    strays: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    view: View
    tokens: Sequence[Token]
    used: Used
    tests: list[Test] = field(default_factory=list)
    empty: bool = False


def select(view: View, tokens: Sequence[Token], used: Used) -> Selection:
    one = _Reading(view, tokens, used)
    extreme = _extreme(one)
    late = _times(one)
    _people(one)
    _phrases(one)
    _predicates(one)
    _numbers(one)
    strays = _strays(one)
    chosen = [row for row in view.rows if all(test(row) for test in one.tests)]
    if one.empty or (strays and view.rows and _absent(one, strays)):
        chosen = []
    elif strays and view.rows:
        raise Unsure(f"it is not clear what {' '.join(strays)!r} means")
    chosen = extreme(chosen) if extreme else chosen
    plural = any(token.low in EVERY for token in tokens) or any(
        token.stem in view.nouns and bare_plural(token) for token in tokens
    ) or any(token.low == "ones" for token in tokens)
    told = bool(one.tests or extreme or strays or one.empty or late)
    return Selection(tuple(chosen), not plural and not extreme, told or plural and _everything(tokens), tuple(strays))


def bare_plural(token: Token) -> bool:
    low = phrase.bare(token)
    return low.endswith("s") and not low.endswith("ss")


def _everything(tokens: Sequence[Token]) -> bool:
    return any(token.low in ("all", "every", "each") for token in tokens)


# order and choice

def _extreme(one: _Reading) -> Callable[[list[Row]], list[Row]] | None:
    """The choice that a superlative makes, its words used up."""
    for at, token in enumerate(one.tokens):
        if not one.used.free(token) or _inside(one, token):
            continue
        follows = one.tokens[at + 1] if at + 1 < len(one.tokens) else None
        before = one.tokens[at - 1].low if at else ""
        choice = _choice(one, token, follows, before)
        if choice is None:
            continue
        name, high, words = choice
        count = 1
        behind = one.tokens[at + len(words)] if at + len(words) < len(one.tokens) else None
        told = next((m for m in one.view.marks if behind and m.kind == "number" and m.start == behind.start), None)
        if told and isinstance(told.value, int) and behind:
            count, words = told.value, [*words, behind]
        one.used.take(words)
        ahead = token.low == "next"
        return lambda rows: _ranked(one.view, rows, name, high, count, ahead)
    return None


def _inside(one: _Reading, token: Token) -> bool:
    """Whether the word is part of a mention ("last 7 days") or of a name that a record holds."""
    if any(mark.start <= token.start < mark.end and mark.kind != "number" for mark in one.view.marks):
        return True
    return False


def _choice(
    one: _Reading, token: Token, follows: Token | None, before: str
) -> tuple[str, bool, list[Token]] | None:
    rows, low = one.view.rows, token.low
    if low == "most" and follows is not None and follows.low in _URGENT | _DEAR | {"recent"}:
        words = [token, follows]
        if follows.low in _URGENT:
            return _moment_field(one, _DUE), False, words
        return (_price(rows), True, words) if follows.low in _DEAR else (_moment_field(one), True, words)
    if low in _DEAR | _CHEAP:
        return _price(rows), low in _DEAR, [token]
    if low in _HIGH | _LOW and follows is not None:
        name = _field_at(one, one.tokens, follows)
        if name and before in ("the", "with", "has", "a", "'s", "") or name:
            return name or "", low in _HIGH, [token]
    if low in _NEWEST | _OLDEST | {"next"}:
        return _moment_field(one), low in _NEWEST, [token]
    return None


def _field_at(one: _Reading, tokens: Sequence[Token], token: Token) -> str | None:
    for name in shapes.names(one.view.rows):
        if token.stem in field_stems(name) or token.stem in name_stems(name):
            return name
    return None


def _ranked(view: View, rows: list[Row], name: str, high: bool, count: int, ahead: bool) -> list[Row]:
    if not rows:
        return []
    if not name:
        raise Unsure("nothing tells by what the records are ordered")
    kept = [row for row in rows if row.values.get(name) not in (None, "")]
    if shapes.shape(rows, name) == "moment":
        kept = [row for row in kept if not ahead or _moment(row, name) >= view.now]
        kept.sort(key=lambda row: _moment(row, name), reverse=high)
    else:
        kept.sort(key=lambda row: shapes.number(row.values[name]) or 0.0, reverse=high)
    if len(kept) > count and kept[count - 1].values[name] == kept[count].values[name]:
        raise Unsure(f"several records share the same {name}")
    return kept[:count]


def _moment(row: Row, name: str) -> datetime:
    return shapes.moment(row.values[name]) or datetime.min


def _price(rows: Sequence[Row]) -> str:
    return next((n for n in shapes.names(rows) if {*name_stems(n)} & _PRICE and shapes.shape(rows, n) == "number"), "")


def _moment_field(one: _Reading, words: frozenset[str] = frozenset()) -> str:
    """The field that times limit: the only one, or the one that the phrase names."""
    rows = one.view.rows
    found = [name for name in shapes.names(rows) if shapes.shape(rows, name) == "moment"]
    said = {token.stem for token in one.tokens} | words
    spoken = [name for name in found if {*field_stems(name)} & said - {"date", "time"}]
    if len(found) == 1:
        return found[0]
    if len(spoken) == 1:
        return spoken[0]
    if not found:
        return ""
    raise Unsure(f"the time may be that of {' or '.join(found)}")


# filters

def _times(one: _Reading) -> bool:
    found = False
    words = list(one.tokens)
    for mark in one.view.marks:
        inside = [token for token in words if mark.start <= token.start < mark.end]
        if mark.kind not in times.TIMED or not inside or not all(one.used.free(token) for token in inside):
            continue
        lead = [token for token in words if token.end <= mark.start][-3:]
        limit = times.span(mark, one.view.now, [token.low for token in lead])
        one.used.take([*inside, *(token for token in lead if token.low in times._BEFORE | times._AFTER)])
        _limit(one, limit)
        found = True
    for token in words:
        if one.used.free(token) and token.low in _AHEAD | _GONE and not _inside(one, token):
            one.used.take([token])
            ahead = token.low in _AHEAD
            _limit(one, times.Span(one.view.now if ahead else None, None if ahead else one.view.now))
            found = True
    return found


def _limit(one: _Reading, limit: times.Span) -> None:
    name = _moment_field(one)
    if not name:
        if one.view.rows:
            raise Unsure("the records have no date to compare with")
        return
    one.tests.append(lambda row: (when := shapes.moment(row.values.get(name))) is not None and limit.holds(when))


def _people(one: _Reading) -> None:
    fields = [name for name in shapes.names(one.view.rows) if shapes.shape(one.view.rows, name) == "address"]
    for token in one.tokens:
        address = one.view.people.get(phrase.bare(token))
        if not address or not one.used.free(token):
            continue
        if fields:
            one.used.take([token])
            one.tests.append(lambda row, want=address: any(  # type: ignore[misc]  # bound now, not later
                str(row.values.get(name, "")).lower() == want.lower() for name in fields
            ))
        elif not one.view.rows:
            one.used.take([token])


def _phrases(one: _Reading) -> None:
    view = one.view
    skip = view.nouns | view.field_words | frozenset(map(stem, _FILL)) | frozenset(map(stem, _LATE))
    quotes = [mark for mark in view.marks if mark.kind == "quote"]
    for found in phrase.named(one.tokens, view.rows, skip, one.used):
        found = phrase.certain(_narrowed(one, found), view.rows)
        one.tests.append(found.holds)
        one.used.take(token for mark in quotes for token in one.tokens if mark.start <= token.start < mark.end)


def _narrowed(one: _Reading, found: phrase.Named) -> phrase.Named:
    """The phrase limited to the field whose name stands beside it ("the supplier Volt", "West branch")."""
    words = [token for token in one.tokens if token.text[0].isalnum()]
    first = words.index(found.tokens[0])
    last = words.index(found.tokens[-1])
    beside = {token.stem for token in (*words[max(0, first - 1) : first], *words[last + 1 : last + 2])}
    near = frozenset(name for name in found.fields if {*field_stems(name)} & beside)
    return phrase.Named(found.tokens, near, found.said, found.whole) if near else found


def _predicates(one: _Reading) -> None:
    """Truths by their name, states that are not to be ("unfinished"), and what is past its date."""
    rows = one.view.rows
    for at, token in enumerate(one.tokens):
        if not one.used.free(token) or not token.content:
            continue
        turned = at > 0 and one.tokens[at - 1].low in ("not", "n't", "no")
        test = _truth(rows, token, turned) or _past(one, token) or _unstate(rows, token)
        if test is not None:
            one.used.take([token])
            one.tests.append(test)


def _truth(rows: Sequence[Row], token: Token, turned: bool) -> Test | None:
    for name in shapes.names(rows):
        if shapes.shape(rows, name) != "truth":
            continue
        if token.stem in name_stems(name):
            return lambda row: bool(row.values.get(name)) != turned
        if token.low.startswith(("un", "non", "in")) and any(
            stem(token.low.removeprefix(cut)) in name_stems(name) for cut in ("un", "non", "in")
        ):
            return lambda row: bool(row.values.get(name)) == turned
    return None


def _past(one: _Reading, token: Token) -> Test | None:
    if token.low not in _LATE or not one.view.rows:
        return None
    name = _moment_field(one, _DUE)
    today = datetime.combine(one.view.now.date(), datetime.min.time())
    return lambda row: (when := shapes.moment(row.values.get(name))) is not None and when < today and not _over(row)


def _over(row: Row) -> bool:
    """Whether a category of the record says that it has ended."""
    return any(
        isinstance(value, str) and len(shapes.words(value)) == 1 and stem(value.lower()) in _ENDED
        for value in row.values.values()
    )


def _unstate(rows: Sequence[Row], token: Token) -> Test | None:
    """ "unfinished": every record whose category is not a word for "finished"."""
    if not token.low.startswith("un") or len(token.low) < 6:
        return None
    told = stem(token.low.removeprefix("un"))
    alike = {told, *(word for word, weight in related(told) if weight >= 0.7)}
    for name in shapes.names(rows):
        held = {str(value) for value in shapes.column(rows, name)}
        if shapes.shape(rows, name) != "text" or len(held) > 12:
            continue
        ended = {value for value in held if {stem(word) for word in shapes.words(value)} & alike}
        if ended:
            return lambda row: row.values.get(name) not in ended
    return None


def _numbers(one: _Reading) -> None:
    """ "a quantity below 5": a number compared with the field that the phrase names."""
    for mark in one.view.marks:
        inside = [token for token in one.tokens if mark.start <= token.start < mark.end]
        if mark.kind not in ("number", "money", "percent") or not inside or not one.used.free(inside[0]):
            continue
        lead = [token for token in one.tokens if token.end <= mark.start][-3:]
        near = {token.low for token in lead}
        compare = -1 if near & _UNDER else 1 if near & _OVER else 0
        name = measured(one.view.rows, one.tokens)
        if not name or (compare == 0 and "of" not in near and "is" not in near):
            continue
        one.used.take([*inside, *(token for token in lead if token.low in _UNDER | _OVER | {"than"})])
        wanted = float(mark.value)
        one.tests.append(lambda row, w=wanted, c=compare: _compares(shapes.number(row.values.get(name)), w, c))  # type: ignore[misc]  # bound now


def measured(rows: Sequence[Row], tokens: Sequence[Token]) -> str | None:
    """The number field that the tokens speak of, else the one that counts how many there are."""
    said = {token.stem for token in tokens}
    fields = [name for name in shapes.names(rows) if shapes.shape(rows, name) == "number" and name_stems(name)[-1] != "id"]
    spoken = [name for name in fields if {*field_stems(name)} & said]
    counting = [name for name in fields if {*name_stems(name)} & _AMOUNT]
    return spoken[0] if len(spoken) == 1 else counting[0] if len(counting) == 1 and not spoken else None


def _compares(held: float | None, wanted: float, compare: int) -> bool:
    if held is None:
        return False
    return held < wanted if compare < 0 else held > wanted if compare > 0 else held == wanted


# what is left

def _strays(one: _Reading) -> list[str]:
    known = one.view.nouns | one.view.field_words | frozenset(map(stem, _FILL | EVERY))
    return [
        token.text for token in one.tokens
        if one.used.free(token) and token.content and token.stem not in known and token.low not in STOP
        and not token.low.endswith("n't")
    ]


def _absent(one: _Reading, strays: Sequence[str]) -> bool:
    """Whether the words that nothing explains are a name that no record holds."""
    if not one.view.complete:
        return False
    left = [token for token in one.tokens if token.text in strays]
    begins = one.tokens[0].start if one.tokens else 0
    quoted = any(m.kind == "quote" and m.start <= left[0].start < m.end for m in one.view.marks)
    return quoted or any(token.text[0].isupper() and token.start > begins for token in left)
