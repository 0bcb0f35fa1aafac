"""The secrets that this process has handed to a tool: whatever comes back is searched for them.

Values are registered when a credential is joined to a request, so that nothing a service echoes, and no
error text, carries one out of here.  The rules themselves are pure and live in the domain.
"""

import json
from base64 import b64encode
from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import Any  # Any: outputs are JSON
from urllib.parse import quote, quote_plus

from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.redact import SHORTEST, mask_values, redact, redact_text

KEPT = 2_000
_WEB = str.maketrans({"+": "-", "/": "_", "=": None})
LONGEST_DETAIL = 600


class Secrets:
    """Values to look for, the longest first so that a part never shields a whole; the oldest are forgotten."""

    def __init__(self) -> None:
        self._values: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def add(self, *values: str | None) -> None:
        with self._lock:
            for value in values:
                if value and len(value) >= SHORTEST:
                    for form in _forms(value):
                        self._values[form] = None
                        self._values.move_to_end(form)
            while len(self._values) > KEPT:
                self._values.popitem(last=False)

    def values(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(sorted(self._values, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """A detail for people and planners: redacted and capped."""
        cleaned = redact_text(" ".join(text.split()), self.values())
        return cleaned if len(cleaned) <= LONGEST_DETAIL else cleaned[: LONGEST_DETAIL - 1] + "…"

    def clean_value(self, value: Any) -> Any:
        return redact(value, self.values())

    def clean_outcome(self, outcome: Outcome) -> Outcome:
        match outcome:
            case Done():
                onward = {name: value for name, value in outcome.onward.items() if self.clean(str(value)) == str(value)}
                output = self.clean_output(outcome.output)
                return replace(outcome, output=output, note=self.clean(outcome.note), onward=onward)
            case Failed():
                return self.clean_failure(outcome)

    def clean_failure(self, failed: Failed) -> Failed:
        scopes = tuple(one for one in failed.scopes if self.clean(one) == one)
        return replace(failed, detail=self.clean(failed.detail), signal=self.clean(failed.signal), scopes=scopes)

    def clean_output(self, output: Any) -> Any:
        """Outputs can be large: they are walked only if one of the values is in them at all."""
        text = json.dumps(output, ensure_ascii=False, default=str)
        found = [value for value in self.values() if value in text or json.dumps(value)[1:-1] in text]
        return mask_values(output, found) if found else output


def _forms(value: str) -> tuple[str, ...]:
    """A secret also travels percent-encoded, escaped in JSON, in hex, and in base64, alone or within something else."""
    raw = value.encode()
    packed = [b64encode(raw).decode(), *(_within(raw, before) for before in range(3))]
    plain = (value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1], raw.hex())
    web = [one.translate(_WEB) for one in packed]
    return tuple(dict.fromkeys(one for one in (*plain, *packed, *web) if len(one) >= SHORTEST))


def _within(raw: bytes, before: int) -> str:
    """What base64 makes of the bytes behind `before` others, without what depends on its neighbours."""
    text = b64encode(b"x" * before + raw + b"x").decode().rstrip("=")
    first, last = (0, 2, 3)[before], (before + len(raw)) * 8 // 6
    return text[first:last]
