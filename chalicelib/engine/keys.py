"""API keys: made once, shown once, kept only as a keyed hash.

    pk_live_ + 12 letters that find the item (K#<letters>) + 43 letters of 62 (256 bits) that prove it

What is stored is HMAC-SHA256(pepper, whole key): a copy of the table opens nothing without the server's
pepper.  A key belongs to one partition ("<account id>.live" or "<account id>.test") and can only make keys
of that partition, with scopes that it has itself.  Revoking deletes the item, and nothing caches it.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol  # Any: items are JSON

from chalicelib.domain.errors import Conflict, Forbidden, NotFound, Unauthorized
from chalicelib.engine.ports import Store, Write

SCOPES = ("tasks:read", "tasks:write", "approve", "admin")
LOOKUP = 12
PROOF = 43
MODES = ("live", "test")

Token = Callable[[int], str]


class Puts(Protocol):
    """As much of the store as making a key needs: a key can be made from outside, too."""

    def put(self, write: Write) -> bool: ...


@dataclass(frozen=True, slots=True)
class Key:
    """`hint`: the key's first letters, by which a person recognises it."""

    id: str
    account: str
    name: str
    scopes: tuple[str, ...]
    created_at: int
    hint: str
    created_by: str = ""

    @property
    def mode(self) -> str:
        return self.account.rpartition(".")[2]


def create(
    store: Puts, pepper: bytes, account: str, name: str, scopes: tuple[str, ...],
    *, token: Token, now: int, created_by: Key | None = None,
) -> tuple[Key, str]:
    """A new key and its secret, which is nowhere after this.

    `token` must come from a cryptographic source.  Raises `Forbidden` if `created_by` lacks one of `scopes`.
    """
    _check_scopes(scopes, created_by)
    secret = draw(account, token)
    key = Key(
        id=f"key_{token(16)}", account=account, name=name, scopes=scopes, created_at=now, hint=secret[:12],
        created_by=created_by.id if created_by else "",
    )
    data = {**_encode(key), "hash": _hash(pepper, secret), "lookup": _lookup(secret)}
    if not store.put(Write(f"K#{_lookup(secret)}", "KEY", data, when="absent")):
        raise Conflict("two keys would have the same prefix: make the key again")
    store.put(Write(f"A#{account}", f"KEY#{key.id}", {**_encode(key), "lookup": _lookup(secret)}))
    return key, secret


def draw(account: str, token: Token) -> str:
    """A fresh secret of the partition: the first thing that `create` takes from `token`."""
    mode = account.rpartition(".")[2]
    if mode not in MODES:
        raise ValueError(f"a key belongs to a partition such as 'acme.test', not to {account!r}")
    return f"pk_{mode}_{token(LOOKUP)}{token(PROOF)}"


def authenticate(store: Store, pepper: bytes, presented: str) -> Key:
    """The key behind what a caller presents; raises `Unauthorized` in one wording, whatever was wrong."""
    stored = _stored(store, presented)
    matches = hmac.compare_digest(_hash(pepper, presented), stored.get("hash", "0" * 64))
    if not matches or not stored:
        raise Unauthorized("nobody knows this API key: check that it was copied whole and has not been revoked")
    return _decode(stored)


def listing(store: Store, account: str) -> tuple[Key, ...]:
    """Every key of the partition, newest first."""
    found: list[Key] = []
    after: str | None = None
    while True:
        page = store.query(f"A#{account}", "KEY#", after=after)
        found += [_decode(item.data) for item in page.items]
        after = page.after
        if after is None:
            return tuple(sorted(found, key=lambda key: (-key.created_at, key.id)))


def revoke(store: Store, account: str, key_id: str) -> None:
    """From now on nobody is known by this key.  The item that opens goes first."""
    item = store.get(f"A#{account}", f"KEY#{key_id}")
    if item is None:
        raise NotFound(f"there is no key {key_id!r}: GET /v1/keys lists those that there are")
    store.delete(f"K#{item.data['lookup']}", "KEY")
    store.delete(f"A#{account}", f"KEY#{key_id}")


def _check_scopes(scopes: tuple[str, ...], creator: Key | None) -> None:
    beyond = [scope for scope in scopes if creator and scope not in creator.scopes]
    if creator and beyond:
        raise Forbidden(f"key {creator.name!r} cannot give {', '.join(beyond)}: it does not have it itself")


def _stored(store: Store, presented: str) -> Mapping[str, Any]:
    """The item that the key's prefix names, or nothing.  Odd input never reaches the store."""
    lookup = _lookup(presented)
    plausible = len(presented) == len("pk_live_") + LOOKUP + PROOF and lookup.isascii() and lookup.isalnum()
    item = store.get(f"K#{lookup}", "KEY") if plausible else None
    return item.data if item else {}


def _lookup(secret: str) -> str:
    return secret[len("pk_live_"):][:LOOKUP]


def _hash(pepper: bytes, secret: str) -> str:
    return hmac.new(pepper, secret.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _encode(key: Key) -> dict[str, Any]:
    return {
        "id": key.id, "account": key.account, "name": key.name, "scopes": list(key.scopes),
        "created_at": key.created_at, "hint": key.hint, "created_by": key.created_by,
    }


def _decode(stored: Mapping[str, Any]) -> Key:
    return Key(
        id=stored["id"], account=stored["account"], name=stored["name"], scopes=tuple(stored["scopes"]),
        created_at=stored["created_at"], hint=stored["hint"], created_by=stored["created_by"],
    )
