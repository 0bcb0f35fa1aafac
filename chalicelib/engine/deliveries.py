"""Webhook deliveries: one item per event, put before it is sent, so that a crash cannot swallow it.

A delivery is `pending` until some 2xx, then `delivered`; after five tries `gave_up`.  The item holds
no content: the body is made from the task when it is delivered.  Its name is the event and the step it is
about, so that announcing twice makes one delivery.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # Any: items are JSON

from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Item, Message, Write
from chalicelib.engine.records import account_pk, expiry, task_pk

WEBHOOK = "WEBHOOK"
FRESH = 10_000
TRIES = 5
PAUSES_S = (60, 600, 6_000, 60_000)


def delivery_sk(event: str, about: str) -> str:
    return f"W#{event}#{about}"


@dataclass(frozen=True, slots=True)
class Webhook:
    """All but the time is sealed, the address too: it may hold a key.  `old_secret` is valid until `old_until` (ms)."""

    url: str
    secret: str
    old_secret: str = ""
    old_until: int = 0


def webhook(engine: Engine, account: str) -> Webhook | None:
    def look() -> Mapping[str, Any]:
        item = engine.ports.store.get(account_pk(account), WEBHOOK)
        return item.data if item else {}

    data = engine.cache.get((account, WEBHOOK), look, FRESH)
    return Webhook(**{name: data[name] for name in Webhook.__slots__ if name in data}) if data.get("url") else None


def announce(engine: Engine, account: str, task_id: str, event: str, about: str) -> None:
    """Put the delivery if it is not there, and send it; nothing without a webhook."""
    if webhook(engine, account) is None:
        return
    sk = delivery_sk(event, about)
    now = engine.ports.now()
    put = engine.ports.store.put(Write(
        task_pk(account, task_id), sk, {"status": "pending", "event": event, "tries": 0, "created_at": now},
        when="absent", due=now + engine.settings.sweep_after, expires=expiry(engine.ports, engine.settings),
    ))
    if put:
        engine.ports.queue.send([delivery_message(account, task_id, sk)])


def delivery_message(account: str, task_id: str, sk: str) -> Message:
    return Message("webhooks", {"account": account, "task": task_id, "delivery": sk})


def after_try(engine: Engine, item: Item, *, delivered: bool, answer: str) -> None:
    """Write down how a try went.  Another worker's newer word is not overwritten."""
    tries = int(item.data["tries"]) + 1
    over = delivered or tries >= TRIES
    status = "delivered" if delivered else "gave_up" if over else "pending"
    due = None if over else engine.ports.now() + PAUSES_S[tries - 1] * 1000
    engine.ports.store.put(Write(
        item.pk, item.sk, {**item.data, "status": status, "tries": tries, "answer": answer,
                           "last_at": engine.ports.now()},
        when=item.version, due=due, expires=expiry(engine.ports, engine.settings),
    ))
