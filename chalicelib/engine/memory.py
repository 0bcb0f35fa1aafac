"""Execution memory in the store: evidence, one item per (lesson, task); lessons, folded from it.

    M#<account>#<sub-agent>   E#<lesson id>#<task>   one task's vote, put if absent
                              L#<lesson id>          the lesson: counts, provenance, pinned, disabled; or, once
                                                     it was deleted, only when that was (`forgotten_at`)
                              L#!reset               when everything was forgotten

What a person has deleted must not come back from runs that were there before: learning is delivered late and
more than once.  So a task counts only if it was accepted after its lesson, or everything, was forgotten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, Literal  # Any: items are JSON

from chalicelib.domain.errors import Conflict
from chalicelib.domain.lesson import Evidence, Lesson, Memory
from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Item, Ports, Write
from chalicelib.engine.records import memory_pk
from chalicelib.engine.registry import everything

FRESH = 60_000
VOTES = "votes"
FORGOTTEN = "forgotten_at"
SINCE = "since"
RESET = "L#!reset"
TRIES = 20
_FIELDS = frozenset(field.name for field in fields(Lesson))


def memory_of(engine: Engine, account: str, sub_agent: str, max_age: int = 0) -> Memory:
    """The lessons of a sub-agent; `max_age` in ms: plans and recoveries ask for fresh ones."""
    pk = memory_pk(account, sub_agent)
    found: Memory | None = engine.cache.find(pk, max_age) if max_age else None
    if found is None:
        found = Memory(tuple(lessons(engine.ports, account, sub_agent)))
        engine.cache.keep(pk, found)
    return found


def lessons(ports: Ports, account: str, sub_agent: str) -> Iterable[Lesson]:
    """Those that stand: learned since everything was last forgotten, and not deleted."""
    since = 0
    for item in everything(ports.store, memory_pk(account, sub_agent), "L#"):
        if item.sk == RESET:  # the first of them, by its name
            since = item.data["at"]
        elif stands(item, since):
            yield decode_lesson(item.data)


def stands(item: Item | None, since: int) -> bool:
    return item is not None and "id" in item.data and item.data.get(SINCE, 0) >= since


def reset_at(ports: Ports, account: str, sub_agent: str) -> int:
    """When everything was last forgotten; 0 if never."""
    item = ports.store.get(memory_pk(account, sub_agent), RESET)
    return item.data["at"] if item else 0


def decode_lesson(data: Mapping[str, Any]) -> Lesson:
    known = {name: value for name, value in data.items() if name in _FIELDS}
    return Lesson(**{**known, "tasks": tuple(data.get("tasks", ()))})


def add_evidence(
    ports: Ports, account: str, sub_agent: str, evidence: Evidence, began: int | None = None,
    *, since: int | None = None, used: bool = False,
) -> None:
    """Put the vote, then fold it into the lesson.  A second vote of the same task changes nothing.

    `began` is when the task was accepted (by default when the vote was cast), `used` whether it had used the lesson.
    `since`: what `reset_at` gave, for who casts many votes.  The lesson's item keeps the latest
    votes (those that count), so that the cost of learning does not grow with the number of tasks.  Its write is
    conditional on the version that was read: of two at once, the later one sees the other's vote.
    """
    pk = memory_pk(account, sub_agent)
    began = evidence.at if began is None else began
    since = reset_at(ports, account, sub_agent) if since is None else since
    if since and began <= since:
        return
    put = False
    for _ in range(TRIES):
        before = ports.store.get(pk, f"L#{evidence.lesson}")
        forgotten = before.data.get(FORGOTTEN, 0) if before else 0
        if forgotten and began <= forgotten:
            ports.store.delete(pk, f"E#{evidence.lesson}#{evidence.task}")
            return
        if not put:
            evidence = _cast(ports, pk, evidence)
            put = True
        if _folded(ports, pk, evidence, before, since, began if used else 0):
            return


def _cast(ports: Ports, pk: str, evidence: Evidence) -> Evidence:
    """The vote as it was first put: a later delivery does not make an old run a new one."""
    sk = f"E#{evidence.lesson}#{evidence.task}"
    if ports.store.put(Write(pk, sk, asdict(evidence), when="absent")):
        return evidence
    there = ports.store.get(pk, sk)
    return replace(evidence, at=there.data["at"]) if there else evidence


def _folded(
    ports: Ports, pk: str, evidence: Evidence, before: Item | None, since: int, used_at: int
) -> bool:
    """Whether the vote is in the lesson now; False when somebody else was quicker."""
    from chalicelib.planning.lessons import WINDOW, fold

    known = before if stands(before, since) else None
    latest = [tuple(vote) for vote in known.data.get(VOTES, ())] if known else []
    if evidence.task in (task for task, *_ in latest):
        return True
    cast = (evidence.task, evidence.at, evidence.vote, evidence.by)
    latest = sorted([*latest, cast], key=lambda vote: vote[1])[-WINDOW:]
    votes = [replace(evidence, task=task, at=at, vote=vote, by=by) for task, at, vote, by in latest]
    lesson = fold(votes, decode_lesson(known.data) if known else None)
    stored = {**asdict(lesson), "used_at": max(lesson.used_at, used_at), VOTES: latest, SINCE: since}
    if before is not None and FORGOTTEN in before.data:
        stored[FORGOTTEN] = before.data[FORGOTTEN]
    when: Literal["absent"] | int = before.version if before else "absent"
    return ports.store.put(Write(pk, f"L#{evidence.lesson}", stored, when=when))


def unname(ports: Ports, account: str, sub_agent: str, lesson: str, task: str, by: str, mask: str) -> bool:
    """A vote stays and names nobody any more: neither its task nor (`by`) whose it was; False where there is none.

    All votes of one person are under the same `mask`, so that they count as one person's as before.  A constant that
    nobody else's tasks have shown goes.
    """
    pk = memory_pk(account, sub_agent)
    ports.store.delete(pk, f"E#{lesson}#{task}")
    other = f"gone_{ports.token(8)}"
    for _ in range(TRIES):
        item = ports.store.get(pk, f"L#{lesson}")
        if item is None or VOTES not in item.data or task not in (vote[0] for vote in item.data[VOTES]):
            return False
        votes = [
            [other if name == task else name, at, vote, mask if whose == by else whose]
            for name, at, vote, whose in item.data[VOTES]
        ]
        if item.data["content"].get("from") == "constant" and {vote[3] for vote in votes} == {mask}:
            ports.store.delete(pk, item.sk)
            return True
        named = [other if name == task else name for name in item.data.get("tasks", ())]
        if ports.store.put(Write(pk, item.sk, {**item.data, VOTES: votes, "tasks": named}, when=item.version)):
            return True
    raise Conflict(f"lesson {lesson!r} is being changed by many tasks at once: try again")


def note_use(ports: Ports, account: str, sub_agent: str, lesson: str, at: int) -> None:
    """The lesson was used by a task of that instant.  Left out where somebody else changes it: it is no count."""
    pk = memory_pk(account, sub_agent)
    item = ports.store.get(pk, f"L#{lesson}")
    if item is not None and "id" in item.data and item.data.get("used_at", 0) < at:
        ports.store.put(Write(pk, item.sk, {**item.data, "used_at": at}, when=item.version))


def found(ports: Ports, account: str, sub_agent: str, names: Sequence[str]) -> list[Lesson]:
    """The lessons of these ids that there are."""
    pk = memory_pk(account, sub_agent)
    there: list[Item] = []
    for start in range(0, len(names), 100):
        there += ports.store.get_many([(pk, f"L#{name}") for name in names[start:start + 100]]).values()
    return [decode_lesson(item.data) for item in there if "id" in item.data]
