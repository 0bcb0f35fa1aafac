"""Numbers that records make together, as the value of an input: "the average of the last three readings"."""

from collections.abc import Iterator
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.records import series, shapes
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.tables.clause import Candidate, Clause
from chalicelib.planning.tables.explain import Ground, narrowed, selected

_WEIGHT, _ENDS = 2.4, frozenset(("as", "to", ",", "into"))


def computed(ground: Ground, clause: Clause, param: Param) -> Iterator[Candidate]:
    """ "The average of the last three readings": a number that records make together."""
    words = clause.words
    at = next((at for at, token in enumerate(words) if token.low in series.MEAN | series.TOTAL), -1)
    if param.type not in ("integer", "number") or at < 0 or words[at + 1 : at + 2] == () or words[at + 1].low != "of":
        return
    end = next((place for place in range(at, len(words)) if words[place].low in _ENDS), len(words))
    phrase_ = words[at + 2 : end]
    for table in ground.known:
        own = narrowed(table, "number")
        names = [name for name in sorted(own.own) if shapes.shape(own.rows, name) == "number"]
        plain = [name for name in names if not is_key(name)]
        if len(plain) != 1 or not any(token.stem in table.words for token in phrase_):
            continue
        try:
            found, _ = selected(ground, own, phrase_, clause, frozenset())
        except Unsure:
            continue
        held = [value for row in found.rows if (value := shapes.number(row.values.get(plain[0]))) is not None]
        if not held or found.strays:
            continue
        value = sum(held) / (len(held) if words[at].low in series.MEAN else 1)
        whole = int(value) if value.is_integer() else round(value, 2)
        names_of = [m for m in clause.marks if m.kind in ("name", "id")]
        kept = [t for t in phrase_ if any(t in m for m in names_of)]
        told: tuple[Any, Binding] = whole, Literal(whole)
        yield Candidate(tuple(t for t in words[at:end] if t not in kept), lambda row, told=told: told, _WEIGHT, True)  # type: ignore[misc]  # bound now
