"""Execution memory in the store: evidence, one item per (lesson, task); lessons, folded from it.

    M#<account>#<sub-agent>   E#<lesson id>#<task>   one task's vote, put if absent
                              L#<lesson id>          the lesson: counts, provenance, pinned, disabled
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, Literal  # Any: items are JSON

from chalicelib.domain.lesson import Evidence, Lesson, Memory
from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Ports, Write
from chalicelib.engine.records import memory_pk
from chalicelib.engine.registry import everything
from chalicelib.planning.lessons import WINDOW, fold

FRESH = 60_000
VOTES = "votes"
TRIES = 20


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
    fields = {name: value for name, value in data.items() if name != VOTES}
    return Lesson(**{**fields, "tasks": tuple(data.get("tasks", ()))})


def add_evidence(ports: Ports, account: str, sub_agent: str, evidence: Evidence) -> None:
    """Put the vote, then fold it into the lesson.  A second vote of the same task changes nothing.

    The lesson's item keeps the latest votes (those that count), so that the cost of learning does not grow with
    the number of tasks.  Its write is conditional on the version that was read: of two at once, the later
    one sees the other's vote.
    """
    pk = memory_pk(account, sub_agent)
    ports.store.put(Write(pk, f"E#{evidence.lesson}#{evidence.task}", asdict(evidence), when="absent"))
    for _ in range(TRIES):
        before = ports.store.get(pk, f"L#{evidence.lesson}")
        latest = [tuple(vote) for vote in before.data.get(VOTES, ())] if before else []
        if evidence.task in (task for task, _, _ in latest):
            return
        latest = sorted([*latest, (evidence.task, evidence.at, evidence.vote)], key=lambda vote: vote[1])[-WINDOW:]
        votes = [replace(evidence, task=task, at=at, vote=vote) for task, at, vote in latest]
        lesson = fold(votes, decode_lesson(before.data) if before else None)
        stored = {**asdict(lesson), VOTES: latest}
        when: Literal["absent"] | int = before.version if before else "absent"
        if ports.store.put(Write(pk, f"L#{evidence.lesson}", stored, when=when)):
            return
