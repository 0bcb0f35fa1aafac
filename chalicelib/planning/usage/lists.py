"""Inputs that take a list: one value, or that of each record that the words name ("Tim Cole and Ines Rocha")."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Several
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.tables.clause import Candidate, Value
from chalicelib.planning.tables.table import Wide
from chalicelib.planning.usage.construction import Way

Told = tuple[Any, Binding]


def inner(param: Param) -> Param:
    """What the list is of."""
    schema = param.schema.get("items")
    held: Mapping[str, Any] = schema if isinstance(schema, Mapping) else {}
    return replace(param, type=str(held.get("type", "string")), schema=held)


def listed(found: Iterable[tuple[Way, Candidate]]) -> Iterator[tuple[Way, Candidate]]:
    by_way: dict[tuple[str, str], list[tuple[Way, Candidate]]] = {}
    for way, one in found:
        yield way, replace(one, of=_several((one.of,)))
        if way.kind == "record":
            by_way.setdefault((way.kind, str(way.detail)), []).append((way, one))
    for alike in by_way.values():
        apart = list(_apart([one for _, one in alike]))
        if len(apart) > 1:
            words = tuple(token for one in apart for token in one.tokens)
            weight = sum(one.weight for one in apart) / len(apart)
            yield alike[0][0], Candidate(words, _several(tuple(one.of for one in apart)), weight)


def _apart(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Those of the most words that share none, as they stand in the clause."""
    taken: list[Candidate] = []
    for one in sorted(found, key=lambda each: -len(each.tokens)):
        if not any({*one.tokens} & {*other.tokens} for other in taken):
            taken.append(one)
    yield from sorted(taken, key=lambda each: each.tokens[0].start)


def _several(each: Sequence[Value]) -> Value:
    def of(row: Wide) -> Told | None:
        told = [value(row) for value in each]
        known = [one for one in told if one is not None]
        if len(known) < len(told):
            return None
        return [value for value, _ in known], Several(tuple(binding for _, binding in known))

    return of
