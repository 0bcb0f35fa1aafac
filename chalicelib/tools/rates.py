"""Exchange rates by address: a table of one day, as JSON or as the European Central Bank publishes it.

    {"base": "EUR", "date": "2026-11-27", "rates": {"USD": 1.08, …}}
    https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml

A process keeps a table for some hours; one that cannot be fetched anew stays in use, and its date stands in every
answer.  The address is a setting of whoever deploys; it is vetted like that of any tool.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any  # Any: tables are JSON

from chalicelib.domain.outcome import Failed
from chalicelib.tools.request import AGENT, Request
from chalicelib.tools.transport import Answer, Transport

KEEP_MS = 6 * 3_600_000
SECONDS = 10.0
_DAY = re.compile(r"<Cube\s+time=['\"]([0-9-]{10})['\"]")
_RATE = re.compile(r"<Cube\s+currency=['\"]([A-Z]{3})['\"]\s+rate=['\"]([0-9.]+)['\"]")


class Rates:
    def __init__(self, url: str, transport: Transport, now: Callable[[], int]) -> None:
        self._url = url
        self._transport = transport
        self._now = now
        self._table: Mapping[str, Any] | None = None
        self._until = 0

    def __call__(self) -> Mapping[str, Any] | Failed:
        """The table of the day, or why there is none."""
        if self._table is not None and self._now() < self._until:
            return self._table
        reply = self._transport.send(Request("GET", self._url, {"User-Agent": AGENT}), SECONDS, follow=True)
        text = reply.body.decode("utf-8", "replace") if isinstance(reply, Answer) and reply.status == 200 else ""
        fresh = read_table(text)
        if fresh is not None:
            self._table, self._until = fresh, self._now() + KEEP_MS
        return self._table or Failed("unavailable", f"no exchange rates came from {self._url}", "no_rates")


def read_table(text: str) -> Mapping[str, Any] | None:
    """{"base", "date", "rates"}; None for a text that is no table of rates."""
    found = _DAY.search(text)
    if found:  # the file's few attributes, read without an XML parser: nothing in it can be expanded
        return {"base": "EUR", "date": found[1], "rates": dict(_RATE.findall(text))}
    try:
        table = json.loads(text)
        known = {str(code): float(rate) for code, rate in table["rates"].items()}
        return {"base": str(table["base"]), "date": str(table["date"])[:10], "rates": known}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
