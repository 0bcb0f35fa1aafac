"""Forms of answers.

    enveloped     {"data": {"orders": [...]}, "meta": {"requestId": "r1"}}
    connected     {"data": {"orders": {"edges": [{"node": {...}}, …], "pageInfo": {...}}}}
    with_books    each record also tells when it was made and changed, its version and its address
    keyed         {"orders": {"o1": {...}, "o2": {...}}}
    resources     {"data": [{"type": "orders", "id": "o1", "attributes": {...}}]}
    sparse        what is empty is left out
    nulls         what is empty is null
    embedded      {"customerId": 7} is {"customer": {"id": 7, "name": "Aster"}}
    missing       a search that finds nothing answers with 404
    silent        what was changed is answered with nothing
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any  # Any: answers and schemas are JSON
from zlib import crc32

from chalicelib.planning.door import catalogue_from_tools
from tests.fields.service import Absent, Field, Row, Rows, Tool

Answered = Callable[[Any], Any]


def enveloped(answer: Any) -> Any:
    return {"data": answer, "meta": {"requestId": "r1"}}


def connected(answer: Any) -> Any:
    told = answer if isinstance(answer, Mapping) else {"records": answer}
    return {"data": {name: _edges(value) if records(value) else value for name, value in told.items()}}


def with_books(answer: Any) -> Any:
    return of_records(answer, lambda name, rows: [{**_books(str(one)), **one} for one in rows])


def keyed(answer: Any) -> Any:
    return of_records(answer, lambda name, rows: _by_key(rows))


def as_resources(kinds: Mapping[str, str], answer: Any) -> Any:
    """`kinds`: by what the key of a record is called, what such records are called."""
    if records(answer):
        return {"data": [_resource(kinds, one) for one in answer]}
    if not isinstance(answer, Mapping):
        return answer
    told = [(name, value) for name, value in answer.items() if records(value)]
    if len(told) != 1:
        return answer if told or not answer else {"data": _resource(kinds, answer)}
    name, rows = told[0]
    rest = {one: value for one, value in answer.items() if one != name}
    return {"data": [_resource(kinds, one) for one in rows], **({"meta": rest} if rest else {})}


def sparse(answer: Any) -> Any:
    return of_records(answer, lambda name, rows: [{key: one[key] for key in one if one[key] not in _EMPTY} for one in rows])


def nulls(answer: Any) -> Any:
    return of_records(answer, lambda name, rows: [{key: one[key] or None if one[key] == "" else one[key] for key in one} for one in rows])


def missing(answer: Any) -> Any:
    lists = [value for value in (answer.values() if isinstance(answer, Mapping) else [answer]) if isinstance(value, list)]
    if lists and not any(lists):
        raise Absent("nothing was found")
    return answer


_EMPTY = ("", None, [])


def records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def of_records(answer: Any, told: Callable[[str, list[Row]], Any]) -> Any:
    """The answer with each list of records in it as it is told."""
    if records(answer):
        return told("records", answer)
    if not isinstance(answer, Mapping):
        return answer
    return {name: told(name, one) if records(one) else one for name, one in answer.items()}


def _edges(rows: list[Any]) -> dict[str, Any]:
    edges = [{"cursor": f"c{at}", "node": one} for at, one in enumerate(rows, 1)]
    return {"edges": edges, "pageInfo": {"hasNextPage": False, "endCursor": edges[-1]["cursor"]}}


def _books(told: str) -> dict[str, Any]:
    """Drawn by what the record tells."""
    day = crc32(told.encode())
    return {
        "createdAt": f"2025-{1 + day % 12:02d}-{1 + day % 28:02d}T08:{day % 60:02d}:00Z",
        "updatedAt": f"2026-02-{1 + day % 28:02d}T09:{day % 60:02d}:11Z",
        "version": 1 + day % 4,
        "url": f"https://api.example.com/records/{day}",
    }


def _by_key(rows: list[Row]) -> Any:
    """Without the key in the record, whose name is told nowhere but in inputs."""
    key = next(iter(rows[0]))
    told = {str(one.get(key)): {name: value for name, value in one.items() if name != key} for one in rows}
    return told if len(told) == len(rows) and all(told.values()) else rows


def _resource(kinds: Mapping[str, str], row: Row) -> Row:
    key, *names = row
    if key not in kinds:
        return row
    return {"type": kinds[key], "id": str(row[key]), "attributes": {name: row[name] for name in names}}


def embedding(rows: Rows) -> Answered:
    """By the rows: a field that is called like the key of another table is the record there."""
    keys = {next(iter(table[0])): table for table in rows.values() if table}

    def one(row: Row) -> Row:
        own = next(iter(row))
        return dict(_embedded(name, value, keys) if name != own else (name, value) for name, value in row.items())

    return lambda answer: of_records(answer, lambda name, rows: [one(row) for row in rows])


def _embedded(name: str, value: Any, keys: Mapping[str, list[Row]]) -> tuple[str, Any]:
    short = next((name.removesuffix(end) for end in ("_id", "Id", "_no", "No", "Ref", "_ref") if name.endswith(end)), "")
    found = [row for row in keys.get(name, ()) if row[name] == value]
    if not short or not found:
        return name, value
    other = [key for key in found[0] if key != name][:1]
    return short, {"id": value, **{key: found[0][key] for key in other}}


def _kinds(kind: Field) -> Mapping[str, str]:
    return {next(iter(table[0])): name for name, table in kind.rows.items() if table}


def _answered(form: Answered) -> Callable[[Field], Field]:
    return lambda kind: replace(kind, tools=tuple(_told(one, form) for one in kind.tools))


def _told(one: Tool, form: Answered) -> Tool:
    return replace(one, do=lambda rows, **told: form(one.do(rows, **told)))


def of_effect(kind: Field, form: Callable[[Tool], Tool], *, reads: bool) -> Field:
    """With the form on the tools that only read, or on the others."""
    known = {one.name: one.effect == "read" for one in catalogue_from_tools(kind.document(), carried_out=True).actions.values()}
    return replace(kind, tools=tuple(form(one) if known[one.name] == reads else one for one in kind.tools))


def _only_changes(kind: Field) -> Field:
    return of_effect(kind, lambda one: _told(one, lambda answer: {}), reads=False)


def _only_reads(kind: Field) -> Field:
    return of_effect(kind, lambda one: _told(one, missing), reads=True)


FORMS = {
    **{form.__name__: _answered(form) for form in (enveloped, connected, with_books, keyed, sparse, nulls)},
    "resources": lambda kind: _answered(partial(as_resources, _kinds(kind)))(kind),
    "embedded": lambda kind: _answered(embedding(kind.rows))(kind),
    "missing": _only_reads,
    "silent": _only_changes,
}
