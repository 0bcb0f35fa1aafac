"""What of a phrase records can be searched by: runs of words that may be values, people, and the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token, bag
from chalicelib.planning.records import phrase, times
from chalicelib.planning.records.times import Span

_JOINS = bag("& of the in for and to on")


@dataclass(frozen=True, slots=True)
class Wanted:
    """`words`: runs of words that may be values.  `people`: addresses of those who are named.  `span`: the time."""

    words: tuple[str, ...]
    people: tuple[str, ...]
    span: Span


def wanted(
    tokens: Sequence[Token],
    marks: Sequence[Found],
    people: Mapping[str, str],
    skip: frozenset[str],
    now: datetime,
    ahead: frozenset[str],
    gone: frozenset[str],
) -> Wanted:
    """What of a phrase can be searched for."""
    told = [token for token in tokens if phrase.bare(token) in people]
    runs: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        inside = any(
            token in mark and mark.kind not in ("name", "quote", "id") for mark in marks
        )
        behind = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if token in told or inside or behind == "than" or (not token.text[0].isalnum() and token.text not in "&-'"):
            runs.append([])
        elif token.content and token.stem not in skip:
            runs[-1].append(token)
            if token.low.endswith("'s"):
                runs.append([])
        elif (runs[-1] and token.low in _JOINS and token.low not in ("to", "in", "on")) or token.text in "&-":
            runs[-1].append(token)
        else:
            runs.append([])
    words = [_text(run) for run in runs if any(token.content for token in run)]
    return Wanted(
        tuple(dict.fromkeys(word for word in words if len(word) > 1)),
        tuple(dict.fromkeys(people[phrase.bare(token)] for token in told)),
        _span(tokens, marks, now, ahead, gone),
    )


def _text(run: Sequence[Token]) -> str:
    kept = list(run)
    while kept and not kept[-1].content:
        kept.pop()
    while kept and not kept[0].content:
        kept.pop(0)
    return _singular("".join(
        (" " if at and token.start > kept[at - 1].end else "")
        + token.text[: len(phrase.bare(token))]
        for at, token in enumerate(kept)
    ))


def _singular(text: str) -> str:
    """A plural is searched by its singular, which most searches find in it: records hold `vacation`, not vacations."""
    last = text.rsplit(" ", 1)[-1]
    plural = last.islower() and len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return (text[:-3] + "y" if last.endswith("ies") else text[:-1]) if plural else text


def _span(
    tokens: Sequence[Token], marks: Sequence[Found], now: datetime, ahead: frozenset[str], gone: frozenset[str]
) -> Span:
    first: datetime | None = None
    last: datetime | None = None
    for mark in marks:
        inside = [token for token in tokens if token in mark]
        if mark.kind in ("date", "period", "datetime") and inside:
            lead = [token.low for token in tokens if token.end <= mark.start][-3:]
            limit = times.span(mark, now, lead)
            first = limit.first if first is None or (limit.first and limit.first > first) else first
            last = limit.last if last is None or (limit.last and limit.last < last) else last
    lows = {token.low for token in tokens if not any(token in m for m in marks)}
    if lows & ahead:
        first = now if first is None else max(first, now)
    if lows & gone:
        last = now if last is None else min(last, now)
    return Span(first, last)
