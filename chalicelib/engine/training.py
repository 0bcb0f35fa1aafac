"""What people do with lessons: look at them, pin, disable and delete them.

A change is one conditional write, tried again when learning was quicker, so that neither a vote nor a person's
decision is lost.  To delete leaves the instant behind (`memory`): runs from before it teach the lesson no more.
A decision is in every plan and recovery from the next one on; looks at steps that went well may take a minute.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any  # Any: stored forms are JSON

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.lesson import Lesson
from chalicelib.engine.memory import (
    FORGOTTEN,
    RESET,
    SINCE,
    TRIES,
    VOTES,
    decode_lesson,
    lessons,
    reset_at,
    stands,
)
from chalicelib.engine.ports import Item, Ports, Write
from chalicelib.engine.records import memory_pk
from chalicelib.engine.registry import everything, find_sub_agent


def listing(ports: Ports, account: str, sub_agent: str) -> tuple[Lesson, ...]:
    """Raises `NotFound` (`subagent_not_found`)."""
    find_sub_agent(ports, account, sub_agent)
    return tuple(lessons(ports, account, sub_agent))


def find(ports: Ports, account: str, sub_agent: str, lesson: str) -> tuple[Lesson, tuple[tuple[str, int, int], ...]]:
    """The lesson, and its latest votes: (task, when, +1 or -1), newest first."""
    item = _item(ports, account, sub_agent, lesson)
    votes = tuple((task, at, vote) for task, at, vote, *_ in reversed(item.data.get(VOTES, ())))
    return decode_lesson(item.data), votes


def change(ports: Ports, account: str, sub_agent: str, lesson: str, wanted: Mapping[str, Any]) -> Lesson:
    """`wanted`: `pinned`, `disabled` or both; to enable it ends a suspension as well.

    Raises `Conflict` for a pin that would do nothing.
    """
    if wanted.get("disabled") is False:
        wanted = {**wanted, "suspended_at": 0, "suspended_because": ""}
    for _ in range(TRIES):
        item = _item(ports, account, sub_agent, lesson)
        found = decode_lesson(item.data)
        changed = replace(found, **wanted)
        if wanted.get("pinned") and changed.disabled:
            raise Conflict(
                f"lesson {lesson!r} is disabled, so a pin would do nothing: send \"disabled\": false along",
                code="lesson_disabled",
            )
        if changed == found or _put(ports, item, {**item.data, **wanted}):
            return changed
    raise _busy(lesson)


def suspend(ports: Ports, account: str, sub_agent: str, lesson: str, because: str) -> bool:
    """Do not use the lesson until a run or a person brings it back; False where it is out of use already."""
    for _ in range(TRIES):
        item = _item(ports, account, sub_agent, lesson)
        found = decode_lesson(item.data)
        if found.disabled or found.suspended_at:
            return False
        if _put(ports, item, {**item.data, "suspended_at": ports.now(), "suspended_because": because}):
            return True
    raise _busy(lesson)


def forget(ports: Ports, account: str, sub_agent: str, lesson: str) -> None:
    """Delete the lesson with its evidence."""
    for _ in range(TRIES):
        item = _item(ports, account, sub_agent, lesson)
        since = item.data.get(SINCE, 0)
        if _put(ports, item, {FORGOTTEN: ports.now(), SINCE: since}):
            _delete(ports, item.pk, everything(ports.store, item.pk, f"E#{lesson}#"))
            return
    raise _busy(lesson)


def reset(ports: Ports, account: str, sub_agent: str) -> None:
    """Forget everything.  The mark comes first: whatever is folded meanwhile does not stand any more.

    A vote of a run that was accepted after the mark may be lost, if it is folded while its lesson's old item goes.
    """
    find_sub_agent(ports, account, sub_agent)
    forget_all(ports, account, sub_agent)


def forget_all(ports: Ports, account: str, sub_agent: str) -> None:
    pk = memory_pk(account, sub_agent)
    at = max(ports.now(), reset_at(ports, account, sub_agent) + 1)
    ports.store.put(Write(pk, RESET, {"at": at}))
    old = [item for item in everything(ports.store, pk, "L#") if item.sk != RESET and item.data.get(SINCE, 0) < at]
    _delete(ports, pk, old)
    _delete(ports, pk, [item for item in everything(ports.store, pk, "E#") if item.data["at"] <= at])


def _item(ports: Ports, account: str, sub_agent: str, lesson: str) -> Item:
    find_sub_agent(ports, account, sub_agent)
    item = ports.store.get(memory_pk(account, sub_agent), f"L#{lesson}")
    if item is None or not stands(item, reset_at(ports, account, sub_agent)):
        raise NotFound(
            f"sub-agent {sub_agent!r} has no lesson {lesson!r}: GET /v1/subagents/{sub_agent}/training lists "
            "those that there are"
        )
    return item


def _put(ports: Ports, item: Item, data: Mapping[str, Any]) -> bool:
    return ports.store.put(Write(item.pk, item.sk, data, when=item.version))


def _delete(ports: Ports, pk: str, items: Iterable[Item]) -> None:
    for item in items:
        ports.store.delete(pk, item.sk)


def _busy(lesson: str) -> Conflict:
    return Conflict(f"lesson {lesson!r} is being changed by many tasks at once: try again")
