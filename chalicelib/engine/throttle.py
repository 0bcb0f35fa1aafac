"""Rate limits and concurrency caps of a tool, for one account, over all its workers.

    A#<account>   LIMIT#<tool>   {"calls": {instant: count}, "slots": {holder: until}}

One item, changed only over the version that was read, so that two workers cannot both take the last place.
Calls are counted in fiftieths of the period, and each counts until its whole fiftieth has left the window and
a little longer: never more than the rate in any window, at the price of some of it.  A slot is leased for as
long as a worker can live, so that a dead one's comes free by itself.  A tool without limits costs nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: stored items are JSON
from zlib import crc32

from chalicelib.domain.tool import Action
from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Write
from chalicelib.engine.records import account_pk

PARTS = 50
LEEWAY = 100
"""Milliseconds that may pass between counting a call and making it; later than that it is counted anew."""

TRIES = 12
LONGEST_PAUSE = 60_000
KEPT_S = 2 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Limits:
    """`calls` in any `per` ms; at most `concurrent` at once.  None: no such limit."""

    calls: int | None = None
    per: int = 1_000
    concurrent: int | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """`calls`: number by fiftieth of the period; `slots`: the end of each holder's lease."""

    calls: Mapping[int, int] = field(default_factory=dict)
    slots: Mapping[str, int] = field(default_factory=dict)


def limits_of(action: Action) -> Limits | None:
    given = action.call.get("limits")
    if not given:
        return None
    rate = given.get("rate_limit") or {}
    return Limits(rate.get("calls"), round(rate.get("per_seconds", 1) * 1000), given.get("max_concurrent"))


def admit(use: Use, limits: Limits, holder: str, now: int, until: int) -> tuple[Use, int]:
    """What is used from now on, and 0; or what is used as it is, and the ms after which to ask again."""
    part = max(1, limits.per // PARTS)
    span = limits.per + LEEWAY
    calls = {at: count for at, count in use.calls.items() if (at + 1) * part > now - span}
    slots = {name: end for name, end in use.slots.items() if end > now and name != holder}
    if limits.concurrent is not None and len(slots) >= limits.concurrent:
        return Use(calls, slots), min(1_000, max(1, min(slots.values()) - now))
    if limits.calls is not None and sum(calls.values()) >= limits.calls:
        return Use(calls, slots), max(1, (min(calls) + 1) * part + span - now)
    if limits.calls is not None:
        calls[now // part] = calls.get(now // part, 0) + 1
    if limits.concurrent is not None:
        slots[holder] = until
    return Use(calls, slots), 0


def pause(wait: int, refusals: int, holder: str) -> int:
    """When to ask again: those who were refused often wait longer, and not all at the same instant."""
    grown = max(wait, min(wait * (1 + refusals), LONGEST_PAUSE))
    return grown + crc32(holder.encode()) % (1 + min(grown // 4, 1_000))


def enter(engine: Engine, account: str, action: Action, holder: str) -> int:
    """0 when the call may be made now; else the ms after which to ask again.  Then nothing was counted."""
    limits = limits_of(action)
    if limits is None:
        return 0
    for _ in range(TRIES):
        use, version = _read(engine, account, action.tool)
        now = engine.ports.now()
        use, wait = admit(use, limits, holder, now, now + engine.settings.lease)
        if wait:
            return wait
        written = _write(engine, account, action.tool, use, version)
        if written and engine.ports.now() - now <= LEEWAY:
            return 0
    leave(engine, account, action, holder)
    return engine.settings.backoff


def leave(engine: Engine, account: str, action: Action, holder: str) -> None:
    """The slot is free.  Where neighbours keep writing first, its lease frees it."""
    limits = limits_of(action)
    if limits is None or limits.concurrent is None:
        return
    for _ in range(TRIES):
        use, version = _read(engine, account, action.tool)
        if holder not in use.slots:
            return
        slots = {name: end for name, end in use.slots.items() if name != holder}
        if _write(engine, account, action.tool, Use(use.calls, slots), version):
            return


def _read(engine: Engine, account: str, tool: str) -> tuple[Use, int | None]:
    item = engine.ports.store.get(account_pk(account), f"LIMIT#{tool}")
    if item is None:
        return Use(), None
    stored: Mapping[str, Any] = item.data
    return Use({int(at): count for at, count in stored["calls"].items()}, dict(stored["slots"])), item.version


def _write(engine: Engine, account: str, tool: str, use: Use, version: int | None) -> bool:
    data = {"calls": {str(at): count for at, count in use.calls.items()}, "slots": dict(use.slots)}
    return engine.ports.store.put(Write(
        account_pk(account), f"LIMIT#{tool}", data, when="absent" if version is None else version,
        expires=engine.ports.now() // 1000 + KEPT_S,
    ))
