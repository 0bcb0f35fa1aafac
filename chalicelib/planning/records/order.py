"""Superlatives and ordinals: by which field records are ordered, and how many are taken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib.planning.composer.words import Token, bag, name_parts, name_stems, stem
from chalicelib.planning.records import dimensions, shapes
from chalicelib.planning.records.lengths import LENGTH
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import field_stems
from chalicelib.planning.records.view import (
    CHEAP,
    DEAR,
    DUE,
    HIGH,
    LOW,
    NEWEST,
    OLDEST,
    PRICE,
    URGENT,
    Reading,
    View,
    has_ended,
    inside_mention,
    moment_field,
    moment_of,
)

_FAR, _NEAR, _AWAY = bag("furthest farthest"), bag("nearest closest"), bag("away off out ahead")
"""Of moments: the furthest away is the last to come, the nearest the next."""
ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}


def extreme(one: Reading) -> Callable[[list[Row]], list[Row]] | None:
    """The choice that a superlative makes, its words used up."""
    for at, token in enumerate(one.tokens):
        if not one.used.free(token) or inside_mention(one, token):
            continue
        follows = one.tokens[at + 1] if at + 1 < len(one.tokens) else None
        if follows is not None and (_names(one, token, follows) or _numbered(one, token, follows)):
            continue
        if (place := ORDINALS.get(token.low)) is not None and (name := moment_field(one, said="first")):
            one.used.take([token])
            return partial(_at_place, name, place)
        of_two = _of_two(one, at)
        choice = _choice(one, of_two or token, follows)
        if choice is None:
            continue
        name, high, words = choice[0], choice[1], [token if word is of_two else word for word in choice[2]]
        if of_two is not None:
            one.used.take(words)
            return lambda rows: _ranked(one.view, _both(rows, token.text), name, high, 1, False, token.low)
        count = 1
        behind = one.tokens[at + len(words)] if at + len(words) < len(one.tokens) else None
        told = next((m for m in one.view.marks if behind and m.kind == "number" and m.start == behind.start), None)
        if told and isinstance(told.value, int) and behind:
            count, words = told.value, [*words, behind]
        ahead_of = one.tokens[at - 1] if at else None
        several = next((m for m in one.view.marks if ahead_of and m.kind == "number" and m.end == ahead_of.end), None)
        if several and isinstance(several.value, int) and ahead_of and one.used.free(ahead_of):
            count, words = several.value, [ahead_of, *words]
        elif count == 1 and (mark := _how_many(one)) is not None:
            count, words = mark[1], [mark[0], *words]
        one.used.take(words)
        ahead = token.low in _NEAR | {"next"}
        said = words[-1].low if token.low == "most" else token.low
        return lambda rows: _ranked(one.view, rows, name, high, count, ahead, said)
    return None


_COMPARATIVES = {
    "older": "oldest", "earlier": "earliest", "newer": "newest", "later": "latest", "cheaper": "cheapest",
    "dearer": "dearest", "pricier": "priciest",
}  # fmt: skip
_TWO = bag("two both them those these")


def _of_two(one: Reading, at: int) -> Token | None:
    """The superlative for which a comparative stands where two are spoken of: "the older one", "the later booking"."""
    token, behind = one.tokens[at], one.tokens[at + 1 : at + 4]
    meant = any(other.low == "one" or other.stem in one.view.nouns for other in behind)
    two = behind[:1] and behind[0].low == "of" and any(other.low in _TWO for other in one.tokens[at + 2 :])
    led = at > 0 and one.tokens[at - 1].low == "the" and not any(other.low == "than" for other in behind)
    if not led or not (meant or two):
        return None
    measured = token.low.endswith("er") and dimensions.compares(token.low, _numbers(one), ("er",)) is not None
    said = _COMPARATIVES.get(token.low) or (f"{token.low.removesuffix('er')}est" if measured else "")
    return replace(token, low=said, stem=stem(said)) if said else None


def _both(rows: list[Row], said: str) -> list[Row]:
    """Raises where they are not two: of three the older one is nobody."""
    if len(rows) > 2:
        raise Unsure(f"{len(rows)} records fit, and it is not clear which is the {said} one")
    return rows


def _names(one: Reading, token: Token, follows: Token) -> bool:
    """Whether both are what a field is called: a "last name" is no last one."""
    return any(name_parts(name)[-2:] == (token.low, follows.low) for name in shapes.names(one.view.rows))


def _numbered(one: Reading, token: Token, noun: Token) -> bool:
    """ "In the third period", "on the second floor": the record's own number, and no order.

    A field in the plural counts: the third seat says nothing of `seats`.
    """
    number = (ORDINALS | {"first": 1}).get(token.low)
    names = [name for name in _numbers(one) if name_parts(name)[-1:] == (noun.low,)] if number else []
    if len(names) != 1 or noun.stem in one.view.nouns:
        return False
    one.used.take([token, noun])
    one.named = True
    one.tests.append(lambda row: shapes.number(row.values.get(names[0])) == number)
    return True


def _at_place(name: str, place: int, rows: list[Row]) -> list[Row]:
    """The one at that place in the order of time."""
    kept = sorted((row for row in rows if row.values.get(name)), key=lambda row: _moment(row, name))
    if len({_moment(row, name) for row in kept}) < len(kept):
        raise Unsure(f"several records share the same {name}")
    return kept[place - 1 : place]


def _how_many(one: Reading) -> tuple[Token, int] | None:
    """ "The two posts with the most replies": a number in front of the kind of record, and behind an article."""
    for before, number, noun in zip(one.tokens, one.tokens[1:], one.tokens[2:], strict=False):
        mark = next((m for m in one.view.marks if m.kind == "number" and m.start == number.start), None)
        if mark and isinstance(mark.value, int) and before.low == "the" and noun.stem in one.view.nouns:
            return number, mark.value
    return None


def _choice(one: Reading, token: Token, follows: Token | None) -> tuple[str, bool, list[Token]] | None:
    low = token.low
    if low == "most" and follows is not None and follows.low in URGENT | DEAR | {"recent"}:
        words = [token, follows]
        if follows.low in URGENT:
            one.tests.append(lambda row: not has_ended(row))
            return moment_field(one, DUE), False, words
        name = _price(one, follows.low) if follows.low in DEAR else moment_field(one, said="latest")
        return name, True, words
    if low in DEAR | CHEAP:
        return _price(one, low), low in DEAR, [token]
    if low in ("most", "least") and follows is not None and (name := _named_after(one, follows)):
        return name, low == "most", [token, follows]
    if low in HIGH | LOW and follows is not None:
        told = dimensions.compares(low, _numbers(one))
        name = _field_at(one, follows) or (told[0] if told else "")
        counted = bool(name) and low in ("most", "least") and follows.low.endswith("ed")  # "the most reported"
        name = name or (_measure(one, low) if low.endswith("est") else "")
        if name:
            return name, low in HIGH, [token, follows] if counted else [token]
    if low in _FAR | _NEAR and _compared(one, token) is None and (name := moment_field(one, said=low)):
        away = [follows] if follows is not None and follows.low in _AWAY else []
        return name, low in _FAR, [token, *away]
    if low in NEWEST | OLDEST | {"next"}:
        return moment_field(one, said=low), low in NEWEST, [token]
    if low.endswith("est") and len(low) > 5 and token.stem not in one.view.nouns | one.view.field_words:
        return _direction(one, token)
    return _compared(one, token) if low in dimensions.RATED else None


def _named_after(one: Reading, adjective: Token) -> str:
    """The only number field whose name the adjective is made of: "valuable" of `value`, "profitable" of `profit`."""
    found = [
        name for name in _numbers(one)
        if any(len(word) > 3 and adjective.low.startswith(word) for word in name_stems(name))
    ]
    return found[0] if len(found) == 1 else ""


def _compared(one: Reading, token: Token) -> tuple[str, bool, list[Token]] | None:
    told = dimensions.compares(token.low, _numbers(one))
    if told is None:
        return None
    one.view.choices.taken[f"order|{one.view.resource.noun}|{token.low}"] = f"{told[0]} {'high' if told[1] else 'low'}"
    return (*told, [token])


def _field_at(one: Reading, token: Token) -> str | None:
    """The field that stands behind the superlative; the kind of record itself is none."""
    for name in shapes.names(one.view.rows):
        ordered = shapes.shape(one.view.rows, name) in ("number", "moment", "clock")
        own = token.stem in one.view.nouns or name_stems(name)[-1:] == ("id",)
        if ordered and not own and token.stem in (*field_stems(name), *name_stems(name)):
            return name
    return None


def _ranked(
    view: View, rows: list[Row], name: str, high: bool, count: int, ahead: bool, said: str
) -> list[Row]:
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
    if len(kept) > count and _rank(kept[count - 1], name) == _rank(kept[count], name):
        return _tied(view, kept, name, count, said)
    return kept[:count]


def _tied(view: View, kept: list[Row], name: str, count: int, said: str) -> list[Row]:
    """Of equal records those that past runs took; the order in which they were read breaks the tie."""
    equal = [row for row in kept if _rank(row, name) == _rank(kept[count - 1], name)]
    better = kept[: kept.index(equal[0])]
    match view.choices.settled(f"tie|{view.resource.noun}|{said}", ("first", "last", "all")):
        case "first":
            return [*better, *equal][:count]
        case "last":
            return [*better, *reversed(equal)][:count]
        case "all":
            return [*better, *equal]
    raise Unsure(f"several records share the same {name}")


def _rank(row: Row, name: str) -> object:
    return moment_of(row, name) or row.values[name]


def _moment(row: Row, name: str) -> datetime:
    return moment_of(row, name) or datetime.min


def _price(one: Reading, said: str) -> str:
    return next((name for name in _numbers(one) if {*name_stems(name)} & PRICE), "") or _measure(one, said)


def _numbers(one: Reading) -> list[str]:
    rows = one.view.rows
    return [n for n in shapes.names(rows) if shapes.shape(rows, n) == "number" and name_stems(n)[-1:] != ("id",)]


def _measure(one: Reading, said: str) -> str:
    """The field by which records are compared: the only number, else the one of past runs."""
    found = [name for name in _numbers(one) if name != LENGTH]
    if len(found) == 1:
        return found[0]
    return str(one.view.choices.settled(f"order|{one.view.resource.noun}|{said}", found) or "")


def _direction(one: Reading, token: Token) -> tuple[str, bool, list[Token]] | None:
    """A superlative that is not known here ("heaviest"): past runs tell the field and which end of it is meant."""
    ends = [f"{name} {end}" for name in _numbers(one) for end in ("high", "low")]
    told = one.view.choices.settled(f"order|{one.view.resource.noun}|{token.low}", ends)
    if not told and (plain := _compared(one, token)) is not None:
        return plain
    if not told and one.view.choices.loose and ends:
        raise Unsure(f"nothing tells what {token.low!r} compares")
    if not told:
        return None
    name, _, end = str(told).rpartition(" ")
    return name, end == "high", [token]
