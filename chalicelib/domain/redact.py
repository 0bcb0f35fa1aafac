"""What nobody may read later is taken out before anything is written down.

Three nets, because each has holes: the name of the field, values that are known to be secrets, and the
look of well-known credentials.  Pure; applied before persistence, never at display.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any  # Any: what is redacted is JSON

MASK = "[redacted]"
SHORTEST = 6
"""A shorter value is not looked for: it would be found everywhere."""

_HIDDEN = (
    r"(?:authorization|cookie|set[-_]?cookie|passw(?:or)?d|passphrase|passcode|pwd|secret|api[-_]?key|apikey|jwt"
    r"|(?:access|refresh|id|bearer|auth|bot|session|user|security|csrf|xsrf)[-_]?token"
    r"|(?:client|webhook|signing|shared|app)[-_]?secret|(?:private|secret|signing|encryption)(?:[-_]?access)?[-_]?key"
    r"|connection[-_]?string|credentials?|code[-_]?verifier)"
)
_NAMES = re.compile(rf"(?:^|[-_.]){_HIDDEN}$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LOOKS = re.compile(
    r"(?P<scheme>\b(?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{8,}"
    r"|\b(?:pk|sk|rk)_(?:test|live)_[A-Za-z0-9]{6,}"
    r"|\bcb_[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{43}"
    r"|\bwhsec_[A-Za-z0-9+/=_-]{6,}"
    r"|\bx(?:ox[abeoprs]|app)-[A-Za-z0-9-]{8,}"
    r"|\bgh[opsur]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}|\bnpm_[A-Za-z0-9]{30,}"
    r"|\bsk-[A-Za-z0-9_-]{20,}|\bshp(?:at|ca|pa|ss)_[A-Za-z0-9]{20,}|\bSG\.[A-Za-z0-9_-]{12,}\.[A-Za-z0-9_-]{12,}"
    r"|\bA(?:KIA|SIA)[0-9A-Z]{16}\b|\bAIza[A-Za-z0-9_-]{30,}|\bya29\.[A-Za-z0-9_-]{16,}"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
    r"|(?P<hook>\bhooks\.[A-Za-z0-9.-]+/(?:[A-Za-z0-9_-]{1,19}/)*)[A-Za-z0-9_-]{20,}"
    r"|(?P<login>\b[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s/@:\"']*:)[^\s/@\"']+(?=@)"
    r"|(?i:(?P<query>[?&;](?:access_token|refresh_token|id_token|client_secret|api[_-]?key|apikey|token|password|secret|jwt"
    r"|sig|signature|x-amz-(?:signature|security-token|credential))=)[^&\s\"'<>]+)"
    r"|(?i:(?P<cookie>\bset-cookie[\"']?\s*[:=]\s*[\"']?[^=;\s\"']+=)[^;\s\"']+)"
    rf"|(?i:(?P<told>\b{_HIDDEN}(?:\\?[\"'])?\s*[:=]\s*(?:\\?[\"'])?)(?=[^\s\"',;&<>{{}}\\]*\d)[^\s\"',;&<>{{}}\\]{{6,}})",
)
_HINTS = (
    "bearer", "basic", "_test_", "_live_", "cb_", "whsec_", "xox", "xapp-", "ghp_", "gho_", "ghs_", "ghu_", "ghr_",
    "github_pat_", "glpat-", "npm_", "sk-", "shp", "sg.", "akia", "asia", "aiza", "ya29.", "eyj", "-----begin",
    "hooks.", "://", "sig=", "signature=", "authorization", "cookie", "passw", "passphrase", "passcode", "pwd",
    "secret", "key", "jwt", "token", "connection", "credential", "verifier",
)
"""A text with none of these holds nothing that looks like a credential: the pattern need not be tried."""
_KEPT = ("scheme", "query", "login", "hook", "cookie", "told")


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
    masked: str = mask_values(text, secrets)
    if len(masked) <= SHORTEST:
        return masked
    low = masked.lower()
    return _LOOKS.sub(_masked, masked) if any(hint in low for hint in _HINTS) else masked


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
    return _is_secret(str(name))


@lru_cache(maxsize=4096)
def _is_secret(name: str) -> bool:
    return _NAMES.search(_CAMEL.sub("_", name)) is not None


def _masked(found: re.Match[str]) -> str:
    return next((found[name] for name in _KEPT if found[name]), "") + MASK
