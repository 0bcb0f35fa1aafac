"""The deletion of a user: everything that an account holds of them, from every store, with a receipt.

    A#<account>   GONE#<mark>   who is deleted, since when, how far it has come, and what was removed

    asked ── look 1: all that is there ──> gone ── look 2, a minute later: what was being written ──> done

Whoever asks does as much as fits into a request; the sweeper goes on from where it stopped, also after a crash.  A
task is cancelled first; one whose step a worker still holds is left until that step is over.  What counts is the
instant at which it was asked for: a task accepted later is a new one, and stays.  A request that was being carried out
at that instant is over a minute later, when the second look removes what it has written.
Nobody's name is left in the receipt once it is done: only the mark, by which the one who knows the name can find it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any  # Any: items and receipts are JSON

from chalicelib.domain.errors import NotFound
from chalicelib.engine.engine import Engine
from chalicelib.engine.erase_task import erase_task
from chalicelib.engine.ports import Item, Write
from chalicelib.engine.records import account_pk, listing_pk, user_mark
from chalicelib.engine.trace import iso

PREFIX = "GONE#"
PAGE = 25
AT_ONCE = 15_000
"""Milliseconds of work at a time."""
HELD = 60_000
GRACE = 60_000
"""No request, and nothing that it writes, takes longer."""
REMEMBERED = 25 * 3_600_000
"""A request that is repeated under its key makes a task as old as the first (`intake.identity`)."""
MOST_BUSY = 200
RECEIPT_S = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Walk:
    """What is looked through: items below a prefix, and what becomes of each that is the user's."""

    kind: str
    prefix: str
    whose: Callable[[Item, "Deletion"], bool]


@dataclass(frozen=True, slots=True)
class Deletion:
    """`walk`, `after`: where it has come to.  `busy`: lines of tasks that a worker still holds."""

    user: str | None
    asked_at: int
    mask: str = ""
    look: int = 1
    began: int = 0
    walk: int = 0
    after: str | None = None
    busy: tuple[str, ...] = ()
    removed: Mapping[str, int | None] = field(default_factory=dict)
    gone_at: int | None = None
    finished_at: int | None = None
    held_until: int = 0


def _by_user(item: Item, deletion: Deletion) -> bool:
    return bool(item.data.get("user") == deletion.user)


def _by_mark(item: Item, deletion: Deletion) -> bool:
    account = item.pk.partition("#")[2]
    return bool(item.data.get("by") == user_mark(account, deletion.user or ""))


WALKS = (
    Walk("idempotency_keys", "IDEM#task#", _by_mark),
    Walk("tasks", "", lambda item, deletion: bool(item.data["user_id"] == deletion.user)),
    Walk("consents", "CONSENT#", _by_user),
    Walk("questions", "AWAIT#", _by_user),
    Walk("questions", "WAKE#", _by_user),
    Walk("connections", "CONN#", _by_user),
)


def erase(engine: Engine, account: str, user_id: str) -> dict[str, Any]:
    """Begin, or go on with, the deletion of a user; the receipt as far as it has come."""
    ports = engine.ports
    pk, sk = account_pk(account), PREFIX + user_mark(account, user_id)
    item = ports.store.get(pk, sk)
    if item is None or item.data["finished_at"] is not None:
        fresh = Deletion(user_id, ports.now(), mask=f"gone_{ports.token(8)}")
        ports.store.put(_write(engine, pk, sk, fresh, when=item.version if item else "absent"))
        item = ports.store.get(pk, sk)
    assert item is not None
    return _shown(user_id, carry_on(engine, item))


def receipt(engine: Engine, account: str, user_id: str) -> dict[str, Any]:
    """Of the user's last deletion.  Raises `NotFound`."""
    item = engine.ports.store.get(account_pk(account), PREFIX + user_mark(account, user_id))
    if item is None:
        raise NotFound("this user was not deleted in the last 30 days: DELETE /v1/users/{user_id} does it")
    return _shown(user_id, _decode(item))


def carry_on(engine: Engine, item: Item) -> Deletion:
    """Work for a while, unless somebody else does."""
    found, now = _decode(item), engine.ports.now()
    if found.user is None or found.held_until > now:
        return found
    held = replace(found, held_until=now + HELD, began=found.began or now)
    if not engine.ports.store.put(_write(engine, item.pk, item.sk, held, when=item.version)):
        return found
    version = item.version + 1
    for deletion in _pages(engine, item.pk.partition("#")[2], held):
        over = deletion.began == 0 or engine.ports.now() - now > AT_ONCE
        held = replace(deletion, held_until=0 if over else held.held_until)
        if not engine.ports.store.put(_write(engine, item.pk, item.sk, held, when=version)) or over:
            break
        version += 1
    return held


def _pages(engine: Engine, account: str, deletion: Deletion) -> Iterator[Deletion]:
    """The state after each page, up to the end of a look (`began` is 0 then)."""
    deletion = _counted(deletion, {"messages": engine.ports.queue.forget_user(account, deletion.user or "")})
    if deletion.look > 1 and deletion.walk == 0 and deletion.after is None:
        deletion = _busy_again(engine, account, deletion)
    while deletion.walk < len(WALKS):
        if len(deletion.busy) >= MOST_BUSY:
            yield replace(deletion, began=0)
            return
        deletion = _page(engine, account, deletion)
        yield deletion
    yield _looked(engine, deletion)


def _looked(engine: Engine, deletion: Deletion) -> Deletion:
    """At the end of a look: another one, or none."""
    now = engine.ports.now()
    last = deletion.look > 1 and deletion.began >= deletion.asked_at + GRACE and not deletion.busy
    gone_at = deletion.gone_at or (None if deletion.busy else now)
    fresh = replace(deletion, look=2, walk=0, after=None, began=0, gone_at=gone_at)
    return replace(fresh, user=None, mask="", finished_at=now) if last else fresh


def _page(engine: Engine, account: str, deletion: Deletion) -> Deletion:
    walk = WALKS[deletion.walk]
    of_tasks = walk.kind == "tasks"
    pk = listing_pk(account) if of_tasks else account_pk(account)
    start = deletion.after or (_line(deletion.asked_at) if of_tasks else None)
    page = engine.ports.store.query(pk, walk.prefix, limit=PAGE, after=start)
    mine = [item for item in page.items if walk.whose(item, deletion)]
    if of_tasks:
        deletion = _erased(engine, account, deletion, mine)
    else:
        engine.ports.store.delete_many([(item.pk, item.sk) for item in mine])
        deletion = _counted(deletion, {walk.kind: len(mine)})
    ends = of_tasks and deletion.look > 1 and (page.after or "") > _line(deletion.asked_at - REMEMBERED)
    if page.after is None or ends:
        return replace(deletion, walk=deletion.walk + 1, after=None)
    return replace(deletion, after=page.after)


def _busy_again(engine: Engine, account: str, deletion: Deletion) -> Deletion:
    lines = [engine.ports.store.get(listing_pk(account), sk) for sk in deletion.busy]
    return _erased(engine, account, replace(deletion, busy=()), [line for line in lines if line is not None])


def _erased(engine: Engine, account: str, deletion: Deletion, lines: list[Item]) -> Deletion:
    """The line of a task goes last: while it is there, the task is found again."""
    for line in lines:
        counts = erase_task(engine, account, line.data, deletion.mask)
        if counts is None:
            deletion = replace(deletion, busy=tuple(dict.fromkeys((*deletion.busy, line.sk))))
            continue
        engine.ports.store.delete(line.pk, line.sk)
        deletion = _counted(deletion, counts)
    return deletion


def _counted(deletion: Deletion, more: Mapping[str, int | None]) -> Deletion:
    """None: a store that cannot be searched."""
    known = dict(deletion.removed)
    added = {kind: None if count is None else count + (known.get(kind) or 0) for kind, count in more.items()}
    return replace(deletion, removed={**known, **added})


def _line(at: int) -> str:
    """Where in the list of tasks, newest first, those of an instant begin."""
    return f"{10**14 - at:015d}"


def _write(engine: Engine, pk: str, sk: str, deletion: Deletion, when: Any) -> Write:  # Any: a version or a word
    now = engine.ports.now()
    pause = max(engine.settings.sweep_after, deletion.held_until - now)
    data = {name: getattr(deletion, name) for name in Deletion.__slots__}
    stored = {**data, "busy": list(deletion.busy), "removed": dict(deletion.removed)}
    done = deletion.finished_at is not None
    return Write(
        pk, sk, stored, when=when, due=None if done else now + pause, expires=now // 1000 + RECEIPT_S if done else None
    )


def _decode(item: Item) -> Deletion:
    return Deletion(**{**item.data, "busy": tuple(item.data["busy"])})


def _shown(user_id: str, deletion: Deletion) -> dict[str, Any]:
    counts = Counter({kind: count for kind, count in deletion.removed.items() if count is not None})
    kinds = dict.fromkeys(walk.kind for walk in WALKS) | dict.fromkeys(("records", "deliveries", "votes"))
    searched = deletion.removed.get("messages", 0) is not None
    return {
        "user_id": user_id, "status": "running" if deletion.gone_at is None or deletion.busy else "done",
        "asked_at": iso(deletion.asked_at), "gone_at": iso(deletion.gone_at), "checked_at": iso(deletion.finished_at),
        "still_running": len(deletion.busy),
        "removed": {
            "table": {kind: counts[kind] for kind in kinds}, "blobs": counts["blobs"],
            "queues": counts["messages"] if searched else None,
        },
    }
