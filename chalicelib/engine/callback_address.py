"""The address that a tool is given to tell when it is done: it names one step, and proves that we made it."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from chalicelib.domain.task import Task
from chalicelib.engine.engine import Engine


@dataclass(frozen=True, slots=True)
class Address:
    """The step that a callback speaks of."""

    account: str
    task: str
    sid: str


def address_of(engine: Engine, task: Task, sid: str) -> str:
    """Where the tool is to tell that the step is done; empty where nobody outside can reach us."""
    base = engine.settings.callback_url.rstrip("/")
    token = make_token(engine.settings.callback_key, Address(task.account, task.id, sid))
    return f"{base}/v1/callbacks/{token}" if base and engine.settings.callback_key else ""


def make_token(key: bytes, address: Address) -> str:
    text = json.dumps([address.account, address.task, address.sid], separators=(",", ":"))
    named = urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"cb_{named}.{_proof(key, named)}"


def read_token(key: bytes, token: str) -> Address | None:
    """The address, if this token was made with the key; compared in constant time."""
    named, _, proof = token.removeprefix("cb_").partition(".")
    if not key or not token.isascii() or not hmac.compare_digest(proof, _proof(key, named)):
        return None
    account, task, sid = json.loads(urlsafe_b64decode(named + "=" * (-len(named) % 4)))
    return Address(account, task, sid)


def _proof(key: bytes, named: str) -> str:
    return urlsafe_b64encode(hmac.new(key, f"callback|{named}".encode(), hashlib.sha256).digest()).decode().rstrip("=")
