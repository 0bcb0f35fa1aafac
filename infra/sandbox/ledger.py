"""What really happened in the services, as a judge would want to know it afterwards.

An effect is written down once, when it happens; a request that its idempotency key showed to be a repetition
is a replay, not an effect. Tests compare what a client believes with what stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from infra.sandbox.store import Store
from infra.sandbox.wire import Json

Clock = Callable[[], datetime]
TokenEvent = Literal["issued", "refreshed", "reused", "refused", "revoked"]
TOKEN_EVENTS: tuple[TokenEvent, ...] = ("issued", "refreshed", "reused", "refused", "revoked")


def timestamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Ledger:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def effect(self, service: str, operation: str, key: str | None, record: Json) -> None:
        self._write("effects", service, operation=operation, idempotency_key=key, record=record)

    def replay(self, service: str, operation: str, key: str) -> None:
        self._write("replays", service, operation=operation, idempotency_key=key)

    def token(self, service: str, event: TokenEvent, grant: str | None) -> None:
        self._write("tokens", service, event=event, grant=grant)

    def request(self, service: str, operation: str, outcome: str) -> None:
        counts = self._store.table("ledger.requests").setdefault(f"{service}.{operation}", {})
        counts[outcome] = counts.get(outcome, 0) + 1

    def view(self) -> Json:
        effects = self._rows("effects")
        return {
            "messages": [e["record"]["message"] for e in effects if e["operation"] == "post_message"],
            "channels": {id: row["name"] for id, row in self._store.table("chat.channels").items()},
            "invoices_created": [e["record"] for e in effects if e["operation"] == "create_invoice"],
            "effects": effects,
            "replays": self._rows("replays"),
            "tokens": {name: self._token_counts(name) for name in ("payments", "chat")},
            "token_events": self._rows("tokens"),
            "requests": {name: self._requests(name) for name in ("payments", "chat")},
            "faults": list(self._store.table("faults").values()),
        }

    def _write(self, table: str, service: str, **row: object) -> None:
        number = self._store.next_number(f"ledger.{table}")
        told = {"at": timestamp(self._clock()), "service": service, **row}
        self._store.table(f"ledger.{table}")[str(number)] = told

    def _rows(self, table: str) -> list[Json]:
        return list(self._store.table(f"ledger.{table}").values())

    def _token_counts(self, service: str) -> Json:
        events = [row["event"] for row in self._rows("tokens") if row["service"] == service]
        return {event: events.count(event) for event in TOKEN_EVENTS}

    def _requests(self, service: str) -> Json:
        counts = self._store.table("ledger.requests").items()
        return {name.removeprefix(f"{service}."): row for name, row in counts if name.startswith(f"{service}.")}
