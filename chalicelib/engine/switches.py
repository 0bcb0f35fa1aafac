"""Kill switches: who throws one stops an account, or one of its sub-agents, within ten seconds.

    A#<account>   SWITCHES   {"all": {at, by, reason}?, "sub_agents": {name: {at, by, reason}}}

Looked at before a claim and before a call.  While one is thrown, messages are acked and nothing is lost: the sweeper
sends again once it is released.  What a tool is doing already is not called back; its result is recorded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: items are JSON

from chalicelib.domain.errors import Conflict
from chalicelib.engine.engine import Engine
from chalicelib.engine.load import Loader
from chalicelib.engine.ports import Store, Write
from chalicelib.engine.records import account_pk

SWITCHES = "SWITCHES"
FRESH = 10_000
TRIES = 6


@dataclass(frozen=True, slots=True)
class Switches:
    """The switches that are thrown: when, by which key, and why."""

    whole: Mapping[str, Any] | None = None
    sub_agents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def account_stopped(engine: Engine, account: str) -> bool:
    """Whether nothing at all of the account may be called."""
    return _thrown(engine, account).whole is not None


def _thrown(engine: Engine, account: str) -> Switches:
    found: Switches = engine.cache.get((account, SWITCHES), lambda: read(engine.ports.store, account)[0], FRESH)
    return found


def stopped(engine: Engine, account: str, task_id: str) -> str:
    """Why nothing of this task may start; empty if it may.  The task is read only while a sub-agent is stopped."""
    thrown = _thrown(engine, account)
    if thrown.whole is not None:
        return "stopped by the account's switch"
    if not thrown.sub_agents:
        return ""
    task = Loader(engine, account, task_id).known_task()
    name = task.sub_agent if task is not None else ""
    return f"stopped by the switch of sub-agent {name!r}" if name in thrown.sub_agents else ""


def throw(store: Store, account: str, sub_agent: str | None, *, at: int, by: str, reason: str) -> Switches:
    """Thrown again, it keeps its first instant, key and reason."""
    mark = {"at": at, "by": by, "reason": reason}

    def change(before: Switches) -> Switches:
        if sub_agent is None:
            return Switches(before.whole or mark, before.sub_agents)
        return Switches(before.whole, {sub_agent: mark, **before.sub_agents})
    return _change(store, account, change)


def release(store: Store, account: str, sub_agent: str | None) -> Switches:
    """What was not thrown stays so."""
    def change(before: Switches) -> Switches:
        if sub_agent is None:
            return Switches(None, before.sub_agents)
        return Switches(before.whole, {name: mark for name, mark in before.sub_agents.items() if name != sub_agent})
    return _change(store, account, change)


def read(store: Store, account: str) -> tuple[Switches, int | None]:
    """The switches, and the version of their item."""
    item = store.get(account_pk(account), SWITCHES)
    if item is None:
        return Switches(), None
    return Switches(item.data.get("all"), item.data.get("sub_agents", {})), item.version


def _change(store: Store, account: str, change: Callable[[Switches], Switches]) -> Switches:
    for _ in range(TRIES):
        before, version = read(store, account)
        after = change(before)
        data = {"sub_agents": dict(after.sub_agents), **({"all": after.whole} if after.whole else {})}
        if store.put(Write(account_pk(account), SWITCHES, data, when="absent" if version is None else version)):
            return after
    raise Conflict("the switches are being changed by others: read them, and try again")
