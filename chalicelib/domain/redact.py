"""What nobody may read later is taken out before anything is written down.

Three nets, because each has holes: the name of the field, values that are known to be secrets, and the
look of well-known credentials.  Pure; applied before persistence, never at display.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any  # Any: what is redacted is JSON

MASK = "[redacted]"
SHORTEST = 6
"""A shorter value is not looked for: it would be found everywhere."""

_NAMES = re.compile(
    r"(^|[-_.])(authorization|cookie|set[-_]?cookie|password|passwd|passphrase|secret|api[-_]?key|apikey"
    r"|(access|refresh|id|bearer|auth|bot|session|user)[-_]?token|client[-_]?secret|private[-_]?key"
    r"|signing[-_]?(key|secret)|credentials?|code[-_]?verifier)$",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LOOKS = re.compile(
    r"(?P<scheme>\b(?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{8,}"
    r"|\b(?:pk|sk|rk)_(?:test|live)_[A-Za-z0-9]{6,}"
    r"|\bc[bs]_[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{43}"
    r"|\bwhsec_[A-Za-z0-9+/=_-]{6,}"
    r"|\bxox[abeoprs]-[A-Za-z0-9-]{8,}"
    r"|\bgh[opsur]_[A-Za-z0-9]{20,}"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
    r"|(?P<query>[?&;](?:access_token|refresh_token|client_secret|api_key|apikey|token|password)=)[^&\s\"']+",
)


def redact(value: Any, secrets: Collection[str] = ()) -> Any:
    """`value` without fields that hold secrets by name, known secret values, and what looks like a credential."""
    match value:
        case str():
            return redact_text(value, secrets)
        case Mapping():
            return {
                redact_text(str(key), secrets): MASK if _hides(key, entry) else redact(entry, secrets)
                for key, entry in value.items()
            }
        case list() | tuple():
            return [redact(entry, secrets) for entry in value]
    return value


def redact_text(text: str, secrets: Collection[str] = ()) -> str:
    return _LOOKS.sub(_masked, mask_values(text, secrets))


def mask_values(value: Any, secrets: Collection[str]) -> Any:
    """Only known secret values are taken out: for outputs, which later steps still need to read."""
    match value:
        case str():
            for secret in secrets:
                if len(secret) >= SHORTEST and secret in value:
                    value = value.replace(secret, MASK)
            return value
        case Mapping():
            return {mask_values(str(key), secrets): mask_values(entry, secrets) for key, entry in value.items()}
        case list() | tuple():
            return [mask_values(entry, secrets) for entry in value]
    return value


def _hides(name: Any, entry: Any) -> bool:
    """A named secret; flags, counts and nothing at all are kept (`"password": null` is no secret)."""
    if entry is None or isinstance(entry, (bool, int, float)) or entry in ("", [], {}):
        return False
    return bool(_NAMES.search(_CAMEL.sub("_", str(name))))


def _masked(found: re.Match[str]) -> str:
    return (found["scheme"] or found["query"] or "") + MASK
