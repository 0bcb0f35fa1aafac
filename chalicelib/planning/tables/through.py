"""Records that are told by what refers to them: "the owner of the grey van", "every member with an overdue book".

The words behind "of" or "with" mean records of another table, and that table has a field with the keys of this one.
Those "without an overdue book", or "that have no book yet", are all others, where every record of that table is there.
"""

from collections.abc import Callable, Iterator, Sequence

from chalicelib.planning.composer.words import Token, bag
from chalicelib.planning.records import shapes
from chalicelib.planning.records.denials import negates
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.view import Selection
from chalicelib.planning.tables.joins import normal
from chalicelib.planning.tables.table import Table

_LEADS = bag("of with without for from in on by who whose that which having")
_HAVING = bag("has have had having got a an any do does did with")
Select = Callable[[Table, Sequence[Token]], Selection]


def through(table: Table, known: Sequence[Table], words: Sequence[Token], select: Select) -> Selection | None:
    """None where nothing refers to the records so; raises where it may be meant in two ways."""
    found: dict[str, Selection] = {}
    for spoken in (True, False):  # first what the words behind call by its name, then what only they fit
        for head, tail in _cuts(table, words):
            for other in known:
                if other.refs == table.refs or spoken != any(token.stem in other.words for token in tail):
                    continue
                for name, refs, field in other.links:
                    if refs == table.refs and (meant := _meant(table, other, (head, tail), (name, field), select)):
                        found.setdefault(str([row.values for row in meant.rows]), meant)
        if found:
            break
    if len(found) > 1:
        raise Unsure("it is not clear which records are meant")
    return next(iter(found.values()), None)


def _cuts(table: Table, words: Sequence[Token]) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    for at, token in enumerate(words):
        head, tail = words[:at], words[at + 1 :]
        tail = words[at:] if token.low == "without" else tail
        lacks = any(one.content for one in head) and bool(tail) and _lacking(tail)[0]
        spoken = any(other.stem in table.words for other in head) or lacks
        if token.low in _LEADS and spoken and any(other.content for other in tail):
            yield head, tail


def _lacking(tail: Sequence[Token]) -> tuple[bool, Sequence[Token]]:
    """Whether there is to be none of what the words mean, and those words: "without a visit", "has no visit yet"."""
    at = next((at for at, token in enumerate(tail) if token.low not in _HAVING and not _none(token)), len(tail))
    lack = any(map(_none, tail[:at]))
    ends = len(tail) - (tail[-1].low == "yet") if lack else len(tail)
    return lack, tail[at:ends] if lack else tail


def _none(token: Token) -> bool:
    return negates(token) or token.low in ("no", "without")


def _meant(
    table: Table, other: Table, cut: tuple[Sequence[Token], Sequence[Token]], link: tuple[str, str], select: Select
) -> Selection | None:
    """The records of the head to which those of the tail refer."""
    head, tail = cut
    lack, tail = _lacking(tail)
    if lack and not other.whole:
        return None
    try:
        through, own = select(other, tail), select(table, head)
    except Unsure:
        return None
    plain = through.limited and through.rows and not through.strays and not own.strays
    if lack:
        plain = not through.strays and not own.strays
    if not plain or not (any(token.stem in other.words for token in tail) or (len(through.rows) == 1 and not lack)):
        return None
    held = [row.values[link[0]] for row in through.rows if row.values.get(link[0]) not in (None, "")]
    keys = {normal(one) for value in held for one in (shapes.items(value) if lack else [value])}
    rows = tuple(row for row in own.rows if (normal(row.values.get(link[1])) in keys) != lack)
    return Selection(rows, own.single, True, (), True) if rows else None
