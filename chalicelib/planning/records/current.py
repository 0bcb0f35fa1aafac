"""What goes on at this moment, and what has gone by: "the current booking", "whose renewal date has passed".

Records that tell when they begin and when they end are current in between.  A day on which something is due is no end:
what is overdue still goes on.  A day has passed when the next one begins.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from chalicelib.planning.composer.words import Token, bag, name_stems
from chalicelib.planning.records import shapes
from chalicelib.planning.records.denials import denied, negates, no_longer
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.view import FINISHES, Reading, ends, inside_mention, moment_field, moment_of

_PLAIN = bag("current currently presently")
_PHRASES = (("right", "now"), ("at", "the", "moment"), ("at", "present"))
_PASSED, _PERFECT = bag("passed elapsed lapsed"), bag("has have already had")
WHOEVER = bag("who that which whoever whatever whose")
_UNTIL = frozenset(name_stems("until till valid over"))
_OWED = frozenset(name_stems("due deadline return"))


def by_current(one: Reading) -> None:
    words = [token for token in said(one.tokens) if one.used.free(token)]
    names = [name for name in shapes.names(one.view.rows) if shapes.shape(one.view.rows, name) == "moment"]
    pair = ends(one.view.rows, names)
    if not words or any(inside_mention(one, token) for token in words):
        return
    if not pair or {*name_stems(pair[1])} & _OWED:
        if any(token.low in WHOEVER and token.start < words[0].start for token in one.tokens):
            raise Unsure("nothing tells what goes on now")
        one.used.take(token for token in words if token.low not in _PLAIN)  # "call Ann right now"
        return
    one.used.take(words)
    one.named = True
    one.tests.append(lambda row: _goes_on(row, pair, one.view.now, one.view.rows))


def by_passed(one: Reading) -> None:
    """ "Whose close date has passed", "whose trial is over": the moment that is named, and no state of that name."""
    states = {low for name in shapes.names(one.view.seen) for value in shapes.column(one.view.seen, name)
              for low in shapes.words(value)}
    for at, token in enumerate(one.tokens):
        lead = [other.low for other in one.tokens[max(0, at - 2) : at]]
        passed = token.low in _PASSED and {*lead} & _PERFECT
        amount = any(other.text[0] in "0123456789$€£" for other in one.tokens[at + 1 : at + 2])  # "is over 50"
        over = token.low == "over" and {*lead[-1:]} & {"is", "are"} and not amount
        if not (passed or over) or token.low in states or not one.used.free(token):
            continue
        name = moment_field(one)
        if name:
            one.used.take([token])
            whole = _days(one.view.rows, name)
            limit = one.view.now.replace(hour=0, minute=0, second=0, microsecond=0) if whole else one.view.now
            one.tests.append(lambda row, n=name, t=limit: (w := moment_of(row, n)) is not None and w < t)  # type: ignore[misc]  # bound now


def by_lasting(one: Reading) -> None:
    """ "Still under warranty", "in trial", "out of contract": the moment at which that is over tells it."""
    for at, token in enumerate(one.tokens):
        lead = [other.low for other in one.tokens[max(0, at - 2) : at]]
        within, out = lead[-1:] in (["under"], ["in"], ["within"], ["on"]), lead == ["out", "of"]
        if not (within or out) or not token.content or not one.used.free(token) or inside_mention(one, token):
            continue
        names = [name for name in shapes.names(one.view.rows) if _over_of(one.view.rows, name, token.stem)]
        if len(names) == 1:
            first = at - (1 if within else 2)
            turned = denied(one.tokens[:first]) or no_longer(one.tokens[:first])
            one.used.take([*one.tokens[first : at + 1], *(t for t in one.tokens[:first] if negates(t))])
            one.named = True
            _still(one, names[0], within != turned)


def _over_of(rows: Sequence[Row], name: str, noun: str) -> bool:
    """Whether the field tells when that is over: `warrantyEnds`, `trial_until`."""
    stems = name_stems(name)
    ends_ = noun in stems and bool({*stems} & (FINISHES | _UNTIL))
    return ends_ and shapes.shape(rows, name) == "moment"


def _still(one: Reading, name: str, lasts: bool) -> None:
    today = one.view.now.replace(hour=0, minute=0, second=0, microsecond=0)
    limit = today if _days(one.view.rows, name) else one.view.now
    one.tests.append(lambda row: (when := moment_of(row, name)) is not None and (when >= limit) == lasts)


def _days(rows: Sequence[Row], name: str) -> bool:
    """Whether the field holds days without a time of day."""
    return all((when := moment_of(one, name)) is None or when.time() == datetime.min.time() for one in rows)


def said(words: Sequence[Token]) -> Iterator[Token]:
    """The words that say that it is so at this moment."""
    lows = [token.low for token in words]
    for at in range(len(words)):
        yield from words[at : at + 1] if lows[at] in _PLAIN else ()
        for phrase in _PHRASES:
            if tuple(lows[at : at + len(phrase)]) == phrase:
                yield from words[at : at + len(phrase)]


def _goes_on(row: Row, pair: Sequence[str], now: datetime, rows: Sequence[Row]) -> bool:
    begins, finishes = moment_of(row, pair[0]), moment_of(row, pair[1])
    last = timedelta(days=1) if _days(rows, pair[1]) else timedelta()  # a day as the end is over when it is over
    return begins is not None and begins <= now and (finishes is None or now < finishes + last)
