"""Events to an account's webhook: signed, at least once, in no promised order.

Two signatures go along: `X-Replan-Signature`, the hex HMAC-SHA256 of the raw body, and the trio of Standard
Webhooks (https://www.standardwebhooks.com), which is safe against replay.  The body is made when it is
sent, from what is stored then; the delivery item holds none of it.
"""

import base64
import hashlib
import hmac
import json
from typing import Any  # Any: bodies are JSON

from chalicelib.domain.control import public_status
from chalicelib.domain.errors import NotFound
from chalicelib.engine.deliveries import TRIES, Webhook, after_try, webhook
from chalicelib.engine.engine import Ack, Engine
from chalicelib.engine.history import History, history
from chalicelib.engine.keeping import seen
from chalicelib.engine.ports import Item, Ports
from chalicelib.engine.records import task_pk
from chalicelib.engine.registry import webhook_context
from chalicelib.engine.reports import Delivered
from chalicelib.engine.sealing import opened_address
from chalicelib.engine.tasks import details, waiting_for
from chalicelib.engine.trace import iso, row, rows_of
from chalicelib.tools.guard import Guard
from chalicelib.tools.request import Request
from chalicelib.tools.transport import Answer, Transport

TIMEOUT_S = 30.0
SHOWN = {"task.complete": "result", "task.failed": "error", "task.cancelled": ""}


def deliver(engine: Engine, guard: Guard, account: str, task_id: str, sk: str) -> Ack:
    """One try of one delivery.  A copy of a message for what is settled already does nothing."""
    ports = engine.ports
    item = ports.store.get(task_pk(account, task_id), sk)
    if item is None or item.data.get("status") != "pending":
        return Ack("settled already")
    hook = webhook(engine, account)
    if hook is None:
        after_try(engine, item, delivered=True, answer="no webhook is registered any more")
        return Ack("no webhook")
    try:
        body = json.dumps(event_body(ports, history(ports, account, task_id), item), ensure_ascii=False).encode()
    except NotFound:
        after_try(engine, item, delivered=True, answer="the task was deleted")
        return Ack("no such task")
    headers = signed(ports, account, hook, delivery_id(item), body)
    url = opened_address(ports, account, hook.url)
    reply = Transport(guard).send(Request("POST", url, headers, body), TIMEOUT_S)
    ok = isinstance(reply, Answer) and 200 <= reply.status < 300
    answer = f"HTTP {reply.status}" if isinstance(reply, Answer) else f"{type(reply).__name__}: {reply}"
    after_try(engine, item, delivered=ok, answer=answer[:300])
    number = int(item.data["tries"]) + 1
    status = "delivered" if ok else "gave_up" if number >= TRIES else "pending"
    http_status = reply.status if isinstance(reply, Answer) else None
    return Ack(status, report=Delivered(status, str(item.data["event"]), number, http_status))


def event_body(ports: Ports, past: History, item: Item) -> dict[str, Any]:
    event = str(item.data["event"])
    about = item.sk.split("#", 2)[2]
    data: Any
    if event == "task.progress":
        past = seen(past)
        data = next((row(past, step) for step in rows_of(past) if about in past.chain(step.id)), None)
    elif event == "task.waiting":
        data = waiting_for(ports, past, about)
    else:
        data = details(ports, past, public_status(past.control, ports.now())).get(SHOWN[event])
    return {
        "event": event, "task_id": past.task.id, "timestamp": iso(item.data["created_at"]), "data": data or {},
    }


def delivery_id(item: Item) -> str:
    """The same for every try, so that a receiver can tell a repetition."""
    return "msg_" + hashlib.sha256(f"{item.pk}|{item.sk}".encode()).hexdigest()[:24]


def signed(ports: Ports, account: str, hook: Webhook, message_id: str, body: bytes) -> dict[str, str]:
    """Headers with both kinds of signature; the old secret signs along while it is being rotated out."""
    now = ports.now()
    secrets = [hook.secret, *([hook.old_secret] if hook.old_secret and hook.old_until > now else [])]
    opened = [ports.vault.open(secret, webhook_context(account)).decode() for secret in secrets]
    timestamp = str(now // 1000)
    return {
        "Content-Type": "application/json", "User-Agent": "replan",
        "X-Replan-Signature": hmac.new(opened[0].encode(), body, hashlib.sha256).hexdigest(),
        "webhook-id": message_id, "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_standard(secret, message_id, timestamp, body) for secret in opened),
    }


def _standard(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
