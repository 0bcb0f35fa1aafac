"""The same Idempotency-Key within 24 hours: the same body gets the first answer again, another body a 409.

    IDEM#<kind>#<hash of the key>   first_seen, hash of the body, the answer once there is one

What is shown once (an API key, a signing secret) is not stored, not even here.  It is drawn from HMAC(pepper,
account, key, first_seen) instead of from the random source, and so can be drawn again for the same key.
"""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any  # Any: answers are JSON

from chalicelib.api.body import digest
from chalicelib.api.http import Home, Request
from chalicelib.domain.errors import Conflict, InvalidRequest, ReplanError
from chalicelib.engine.keys import Token
from chalicelib.engine.ports import Item, Store, Write
from chalicelib.engine.records import account_pk

REMEMBERED = 24 * 3_600_000
STALE = 60_000
LONGEST = 255
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

Answer = dict[str, Any]


def header(request: Request) -> str | None:
    """The Idempotency-Key, if there is one."""
    key = request.headers.get("idempotency-key")
    if key is not None and not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise InvalidRequest(
            f"Idempotency-Key must be 1 to {LONGEST} printable ASCII characters: a UUID is a good one",
            details=[{"field": "Idempotency-Key", "message": f"1 to {LONGEST} printable ASCII characters"}],
            malformed=True,
        )
    return key


def once(
    request: Request, home: Home, kind: str, make: Callable[[Token], Answer],
    *, shown_once: str | None = None, redraw: Callable[[Token], str] | None = None,
) -> Answer:
    """What `make` answers; made once for an Idempotency-Key.

    `shown_once` names the field of the answer that is never stored, and `redraw` draws it again.
    """
    key = header(request)
    if key is None:
        return make(home.ports.token)
    store, pk = home.ports.store, account_pk(request.account)
    sk = f"IDEM#{kind}#{hashlib.sha256(key.encode()).hexdigest()[:40]}"
    body_hash = digest(request.json()) if request.body.strip() else ""
    item, is_new = _reserve(store, pk, sk, body_hash, home.ports.now())
    token = _drawing(home.settings.pepper, request.account, f"{kind}|{key}", item.data["first_seen"])
    if not is_new:
        again = {shown_once: redraw(token)} if shown_once and redraw else {}
        return {**item.data["answer"], **again}
    return _made(store, item, make, token, shown_once)


def _made(store: Store, item: Item, make: Callable[[Token], Answer], token: Token, shown_once: str | None) -> Answer:
    try:
        answer = make(token)
    except ReplanError:
        store.delete(item.pk, item.sk)  # nothing was made: the key is free for a corrected request
        raise
    kept = {name: value for name, value in answer.items() if name != shown_once}
    store.put(Write(item.pk, item.sk, {**item.data, "answer": kept}, expires=_expiry(item.data["first_seen"])))
    return answer


def _reserve(store: Store, pk: str, sk: str, body_hash: str, now: int) -> tuple[Item, bool]:
    """The record of the key, and whether this request is the one that makes the thing."""
    data = {"first_seen": now, "body": body_hash}
    item = store.get(pk, sk)
    if item is not None and now - item.data["first_seen"] < REMEMBERED:
        if item.data["body"] != body_hash:
            raise Conflict(
                "this Idempotency-Key was used with another body less than 24 hours ago: use a new key",
                code="idempotency_key_reused",
            )
        if "answer" in item.data:
            return item, False
        if now - item.data["first_seen"] < STALE:
            raise _busy()
    if not store.put(Write(pk, sk, data, when=item.version if item else "absent", expires=_expiry(now))):
        raise _busy()
    return Item(pk, sk, data), True


def _busy() -> Conflict:
    return Conflict("a request with this Idempotency-Key is being carried out: send it again in a moment")


def _expiry(first_seen: int) -> int:
    return (first_seen + 2 * REMEMBERED) // 1000


def _drawing(pepper: bytes, account: str, what: str, first_seen: int) -> Token:
    """A source of tokens that gives the same ones in the same order for the same key."""
    drawn = 0

    def token(length: int) -> str:
        nonlocal drawn
        letters = ""
        while len(letters) < length:
            block = hmac.new(pepper, f"{account}|{what}|{first_seen}|{drawn}".encode(), hashlib.sha256).digest()
            drawn += 1
            # 248 is the largest multiple of 62 in a byte: the rest would make some letters likelier
            letters += "".join(ALPHABET[byte % 62] for byte in block if byte < 248)
        return letters[:length]

    return token
