"""Encryption at rest for the embedded home: AES-256-GCM under one key in a file of its own.

The context is the associated data: a sealed text that is moved to another account or connection does not
open.  The key file is its owner's alone; who copies only the database has no secrets.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import TYPE_CHECKING

from chalicelib.domain.errors import Unavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = "v1."
NONCE = 12


class LocalVault:
    """`cryptography` is loaded at the first secret: most steps need none."""

    def __init__(self, key_file: Path) -> None:
        self._key_file = key_file
        self._aead: AESGCM | None = None

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> str:
        nonce = token_bytes(NONCE)
        sealed = self._cipher().encrypt(nonce, plaintext, _associated(context))
        return MARK + urlsafe_b64encode(nonce + sealed).decode()

    def open(self, sealed: str, context: Mapping[str, str]) -> bytes:
        from cryptography.exceptions import InvalidTag

        if not sealed.startswith(MARK):
            raise ValueError("not a text that this vault has sealed")
        try:
            raw = urlsafe_b64decode(sealed.removeprefix(MARK).encode())
            return self._cipher().decrypt(raw[:NONCE], raw[NONCE:], _associated(context))
        except (InvalidTag, ValueError) as error:
            raise ValueError("the sealed text was altered, or belongs to another context or key") from error

    def _cipher(self) -> "AESGCM":
        if self._aead is None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._aead = AESGCM(_key(self._key_file))
        return self._aead


def _associated(context: Mapping[str, str]) -> bytes:
    return json.dumps(dict(context), sort_keys=True, separators=(",", ":")).encode()


def _key(path: Path) -> bytes:
    if not path.exists():
        _make_key(path)
    if path.stat().st_mode & 0o077:
        raise Unavailable(f"the key file {path} can be read by others: run chmod 600 {path}")
    key = path.read_bytes()
    if len(key) != 32:
        raise Unavailable(f"the key file {path} must hold 32 bytes, it holds {len(key)}")
    return key


def _make_key(path: Path) -> None:
    """Linked into place whole, so that two processes that start together end up with one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, token_bytes(32))
        os.fsync(descriptor)
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        os.close(descriptor)
        draft.unlink()
