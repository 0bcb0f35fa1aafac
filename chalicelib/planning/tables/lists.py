"""Several values for an input that takes a list of them: "on Tuesdays and Thursdays"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Several
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import senses, stem_bag
from chalicelib.planning.revise.paths import joined
from chalicelib.planning.tables.clause import Candidate, Clause, same, text_of
from chalicelib.planning.tables.table import Wide

Told = tuple[Any, Binding]
_JOINING = frozenset((",", "and", "&", "plus"))
_NOBODY = Wide({}, "", "")
_MORE = 0.5
_GIVING = stem_bag("add append tag label attach include")
REPLACING = frozenset(("set", "change", "replace", "make"))
_MARK = re.compile(r"\s*[,;]\s*")


def offered_each(param: Param) -> tuple[str, ...]:
    """What each value of the list may be, as the schema tells."""
    each = param.schema.get("items") if param.type == "array" else None
    return tuple(map(str, each.get("enum") or ())) if isinstance(each, Mapping) else ()


def together(clause: Clause, values: Sequence[Candidate]) -> Iterator[Candidate]:
    """The values that stand beside one another, joined by "and" or a comma, as one list."""
    plain = sorted((one for one in values if one.tokens), key=lambda one: one.tokens[0].start)
    row: list[Candidate] = []
    for one in plain:
        if row and not _joined(clause, row[-1], one):
            yield from _listed(clause, row)
            row = []
        row.append(one)
    yield from _listed(clause, row)


def _joined(clause: Clause, one: Candidate, other: Candidate) -> bool:
    first, last = one.tokens[-1].end, other.tokens[0].start
    between = [token.low for token in clause.words if first <= token.start < last]
    return bool(between) and {*between} <= _JOINING


def _listed(clause: Clause, row: Sequence[Candidate]) -> Iterator[Candidate]:
    told = [value[0] for one in row if (value := one.of(_NOBODY)) is not None]
    if len(row) > 1 and len(told) == len(row):
        words = tuple(token for token in clause.words if row[0].tokens[0].start <= token.start < row[-1].tokens[-1].end)
        weight = max(one.weight for one in row) + _MORE
        held = same((told, Mention(told, text_of(clause, words))))
        yield Candidate(words, held, weight, any(one.into for one in row))


def with_held(clause: Clause, row: Wide, column: str, told: Told, *, anew: bool, several: bool) -> Told:
    """The value with those that the record holds already: who is tagged "vip" as well stays what she is.

    They are held in a list that the action replaces (`anew`), or in one text (`several`).  What is set is told whole.
    """
    held, takes = row.values.get(column), clause.verb is not None and "delete" in senses(clause.verb.stem)
    if clause.verb is not None and clause.verb.low in REPLACING:
        return told
    if isinstance(held, list) and anew:
        more = takes or (clause.verb is not None and clause.verb.stem in _GIVING)
        return _one_more(_each(row, column), told, takes) if more else told
    if not (isinstance(held, str) and held and isinstance(told[0], str) and several):
        return told
    parts = _MARK.split(held)
    mark = "; " if ";" in held else ", "
    kept = [one for one in parts if not (takes and one == told[0])]
    whole = mark.join(kept if takes or told[0] in parts else [*parts, told[0]])
    return whole, Mention(whole, told[1].text if isinstance(told[1], Mention) else told[0])


def _each(row: Wide, column: str) -> list[Told]:
    """The values of the list, bound to where each was read; by their names, where the record holds objects."""
    place = row.places.get(column) if column not in row.compound else None
    return [
        (one, Literal(one) if place is None else replace(place, path=joined(place.path, f"[{at}]")))
        for at, one in enumerate(row.values[column])
    ]


def _one_more(held: Sequence[Told], told: Told, takes: bool) -> Told:
    """What the list is to hold: the values beside its own, or its own without them."""
    values = told[0] if isinstance(told[0], list) else [told[0]]
    kept = [pair for pair in held if not (takes and pair[0] in values)]
    more = [] if takes else [one for one in values if one not in [own for own, _ in held]]
    parts = told[1].parts if isinstance(told[1], Several) else (told[1],)
    alone = len(parts) == len(values) and not isinstance(getattr(parts[0], "value", None), list)
    fresh: list[Binding] = [parts[values.index(one)] if alone else Mention(one, str(one)) for one in more]
    return [one for one, _ in kept] + more, Several((*(place for _, place in kept), *fresh))
