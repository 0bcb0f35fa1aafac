"""Execution memory in the store: evidence, one item per (lesson, task); lessons, folded from it.

    M#<account>#<sub-agent>   E#<lesson id>#<task>   one task's vote, put if absent
                              L#<lesson id>          the lesson: counts, provenance, pinned, disabled
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any  # Any: items are JSON

from chalicelib.domain.lesson import Evidence, Lesson, Memory
from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Ports, Write
from chalicelib.engine.records import memory_pk
from chalicelib.engine.registry import everything
from chalicelib.planning.lessons import fold

FRESH = 60_000


def memory_of(engine: Engine, account: str, sub_agent: str, max_age: int = 0) -> Memory:
    """The lessons of a sub-agent; `max_age` in ms: plans and recoveries ask for fresh ones."""
    pk = memory_pk(account, sub_agent)
    found: Memory | None = engine.cache.find(pk, max_age) if max_age else None
    if found is None:
        found = Memory(tuple(lessons(engine.ports, account, sub_agent)))
        engine.cache.keep(pk, found)
    return found


def lessons(ports: Ports, account: str, sub_agent: str) -> Iterable[Lesson]:
    for item in everything(ports.store, memory_pk(account, sub_agent), "L#"):
        yield decode_lesson(item.data)


def decode_lesson(data: Mapping[str, Any]) -> Lesson:
    return Lesson(**{**data, "tasks": tuple(data.get("tasks", ()))})


def add_evidence(ports: Ports, account: str, sub_agent: str, evidence: Evidence) -> None:
    """Put the vote, then fold the lesson anew.  A second vote of the same task changes nothing.

    Two folds at once: each reads all votes after its own was written, and the write is conditional on the
    version that was read, so the later one sees both.
    """
    pk = memory_pk(account, sub_agent)
    ports.store.put(Write(pk, f"E#{evidence.lesson}#{evidence.task}", asdict(evidence), when="absent"))
    for _ in range(5):
        before = ports.store.get(pk, f"L#{evidence.lesson}")
        votes = [Evidence(**item.data) for item in everything(ports.store, pk, f"E#{evidence.lesson}#")]
        lesson = fold(votes, decode_lesson(before.data) if before else None)
        when = before.version if before else "absent"
        if ports.store.put(Write(pk, f"L#{evidence.lesson}", asdict(lesson), when=when)):  # type: ignore[arg-type]
            return
