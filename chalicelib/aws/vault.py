"""Encryption at rest: KMS guards data keys, and a data key guards the secrets of one account.

    sealed = base64url( 1 | length of the wrapped key (2 bytes) | wrapped key | nonce (12) | AES-256-GCM )

The wrapped key opens only under its account (KMS encryption context), and a text only under its whole
context (additional data of GCM).  A ciphertext that was moved to another account or connection does not open.
"""

import base64
import json
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from chalicelib.aws.clients import Clients

FORMAT = 1
NONCE = 12
KEYS_KEPT = 256
KEY_LIFE = 300.0
"""Seconds for which a process may use a data key without asking KMS again."""


@dataclass(frozen=True, slots=True)
class _Key:
    plain: bytes
    wrapped: bytes
    until: float


class KmsVault:
    """`clock` counts seconds; only differences matter."""

    def __init__(self, clients: Clients, kms_key_id: str, clock: Callable[[], float] = monotonic) -> None:
        self._clients = clients
        self._kms_key_id = kms_key_id
        self._clock = clock
        self._keys: OrderedDict[tuple[str, bytes], _Key] = OrderedDict()

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> str:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        key = self._sealing_key(_account(context))
        nonce = os.urandom(NONCE)
        secret = AESGCM(key.plain).encrypt(nonce, plaintext, _bound(context))
        head = bytes([FORMAT]) + len(key.wrapped).to_bytes(2, "big") + key.wrapped
        return base64.urlsafe_b64encode(head + nonce + secret).decode()

    def open(self, sealed: str, context: Mapping[str, str]) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        wrapped, nonce, secret = _parts(sealed)
        key = self._opening_key(_account(context), wrapped)
        try:
            return AESGCM(key.plain).decrypt(nonce, secret, _bound(context))
        except InvalidTag:
            raise ValueError("the sealed text was altered, or belongs to another context") from None

    def _sealing_key(self, account: str) -> _Key:
        """One key per account and process, for a while.  Nonces are random: far fewer than 2^32 per key."""
        if (kept := self._kept((account, b""))) is not None:
            return kept
        answer = self._clients.kms.generate_data_key(
            KeyId=self._kms_key_id, KeySpec="AES_256", EncryptionContext=_for_kms(account)
        )
        key = _Key(answer["Plaintext"], answer["CiphertextBlob"], self._clock() + KEY_LIFE)
        self._keep((account, key.wrapped), key)
        return self._keep((account, b""), key)

    def _opening_key(self, account: str, wrapped: bytes) -> _Key:
        if (kept := self._kept((account, wrapped))) is not None:
            return kept
        client = self._clients.kms
        try:
            answer = client.decrypt(
                CiphertextBlob=wrapped, KeyId=self._kms_key_id, EncryptionContext=_for_kms(account)
            )
        except (client.exceptions.InvalidCiphertextException, client.exceptions.IncorrectKeyException):
            raise ValueError("the sealed text was altered, or belongs to another account") from None
        return self._keep((account, wrapped), _Key(answer["Plaintext"], wrapped, self._clock() + KEY_LIFE))

    def _kept(self, name: tuple[str, bytes]) -> _Key | None:
        key = self._keys.get(name)
        return key if key is not None and key.until > self._clock() else None

    def _keep(self, name: tuple[str, bytes], key: _Key) -> _Key:
        self._keys[name] = key
        self._keys.move_to_end(name)
        while len(self._keys) > KEYS_KEPT:
            self._keys.popitem(last=False)
        return key


def _account(context: Mapping[str, str]) -> str:
    return context.get("account", "")


def _for_kms(account: str) -> dict[str, str]:
    return {"account": account} if account else {}


def _bound(context: Mapping[str, str]) -> bytes:
    return json.dumps(dict(context), sort_keys=True, separators=(",", ":")).encode()


def _parts(sealed: str) -> tuple[bytes, bytes, bytes]:
    """Wrapped key, nonce, ciphertext.  Raises ValueError for what `seal` did not write."""
    try:
        raw = base64.b64decode(sealed.encode(), altchars=b"-_", validate=True)
    except ValueError:
        raise ValueError("not a sealed text") from None
    end = 3 + int.from_bytes(raw[1:3], "big")
    if len(raw) < end + NONCE or raw[0] != FORMAT or end == 3:
        raise ValueError("not a sealed text")
    return raw[3:end], raw[end:end + NONCE], raw[end + NONCE:]
