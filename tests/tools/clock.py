"""The real clock and real chance, for tests in which several processes share a database."""

import secrets
import time


def now() -> int:
    return time.time_ns() // 1_000_000


def token(letters: int) -> str:
    return secrets.token_hex(letters)[:letters]
