"""The same fields as other services would answer: what a request means does not hang on how the answer is wrapped.

    enveloped     {"data": {"orders": [...]}, "meta": {"requestId": "r1"}}
    connected     {"data": {"orders": {"edges": [{"node": {...}}, …], "pageInfo": {...}}}}
    with_books    each record also tells when it was made and changed, its version and its address

`python -m tests.fields.dressed [FIELD …]` prints how many tasks end right plainly and in each form.  A form is put on
nothing that is read in pages: what leads to the next one would have to be told in its way, too.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any  # Any: answers and schemas are JSON
from zlib import crc32

from tests.fields import fields
from tests.fields.driver import verdicts
from tests.fields.service import Field, Tool

Answered = Callable[[Any], Any]


def enveloped(answer: Any) -> Any:
    return {"data": answer, "meta": {"requestId": "r1"}}


def connected(answer: Any) -> Any:
    told = answer if isinstance(answer, Mapping) else {"records": answer}
    return {"data": {name: _edges(value) if _records(value) else value for name, value in told.items()}}


def with_books(answer: Any) -> Any:
    if _records(answer):
        return [{**_books(str(one)), **one} for one in answer]
    return {name: with_books(one) if _records(one) else one for name, one in answer.items()} if (
        isinstance(answer, Mapping)
    ) else answer


def _records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _edges(records: list[Any]) -> dict[str, Any]:
    edges = [{"cursor": f"c{at}", "node": one} for at, one in enumerate(records, 1)]
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


FORMS: Mapping[str, Answered] = {"enveloped": enveloped, "connected": connected, "with_books": with_books}


def dressed(kind: Field, form: str) -> Field:
    """The field with all its answers in the form, and nothing said of them."""
    return replace(kind, tools=tuple(_dressed(one, FORMS[form]) for one in kind.tools))


def _dressed(one: Tool, form: Answered) -> Tool:
    return replace(one, do=lambda rows, **told: form(one.do(rows, **told)), outputs=None)


def main() -> None:
    for kind in (one for kinds in fields.GROUPS.values() for one in kinds if one.name in sys.argv[1:]):
        plain = replace(kind, tools=tuple(replace(one, outputs=None) for one in kind.tools))
        told = {"plain": plain, **{form: dressed(kind, form) for form in FORMS}}
        found = {name: sum(one.right for one in verdicts(held)) for name, held in told.items()}
        print(f"{kind.name:12}", *(f"{name} {right}" for name, right in found.items()), f"of {len(kind.jobs)}", flush=True)


if __name__ == "__main__":
    main()
