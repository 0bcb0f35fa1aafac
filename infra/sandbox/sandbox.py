"""Both services, put together and listening.

with running_sandbox() as sandbox:
    sandbox.set_faults({"kind": "rate_limited", "operation": "post_message"})
    ...
    assert sandbox.ledger()["messages"] == []
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from infra.sandbox.chat import Chat
from infra.sandbox.control import PREFIX, Control
from infra.sandbox.document import Document
from infra.sandbox.faults import Faults
from infra.sandbox.grants import Grants, Terms
from infra.sandbox.ledger import Clock, Ledger
from infra.sandbox.oauth import OAuth
from infra.sandbox.payments import Payments
from infra.sandbox.server import Listener
from infra.sandbox.service import Behaviour, Service
from infra.sandbox.store import Store
from infra.sandbox.wire import Json, Reaction, Request


def utc_now() -> datetime:
    return datetime.now(UTC)


class Sandbox:
    """Two listeners on one memory. `port` is that of payments; chat takes the next one (0: any two)."""

    def __init__(self, port: int = 0, state: Path | None = None, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._store = Store(state)
        self._ledger = Ledger(self._store, clock)
        self._faults = Faults(self._store)
        self._stopped = threading.Event()
        payments, chat = Payments(self._store, clock), Chat(self._store, self._faults, clock)
        self._listeners = (Listener(port), Listener(port + 1 if port else 0))
        services = {
            "payments": self._service("payments", payments, self._listeners[0].url),
            "chat": self._service("chat", chat, self._listeners[1].url),
        }
        self._services = services
        self._control = Control(self._store, self._faults, self._ledger, payments, chat, services)

    @property
    def payments_url(self) -> str:
        return self._services["payments"].url

    @property
    def chat_url(self) -> str:
        return self._services["chat"].url

    def start(self) -> None:
        if self._store.empty:
            self._control.reset({})
        for listener, service in zip(self._listeners, self._services.values(), strict=True):
            listener.serve_in_thread(partial(self._respond, service))

    def stop(self) -> None:
        self._stopped.set()
        for listener in self._listeners:
            listener.stop()
        with self._store.changing():
            pass  # the counts of reads since the last change are kept too

    def reset(self, *, keep_credentials: bool = False, access_token_seconds: int | None = None) -> Json:
        seconds = {} if access_token_seconds is None else {"access_token_seconds": access_token_seconds}
        return self._control.reset({"keep_credentials": keep_credentials, **seconds})

    def credentials(self, **scopes: str) -> Json:
        """A fresh connection to each service; `chat="channels:read"` narrows one of them."""
        return self._control.credentials({"scopes": scopes})

    def set_faults(self, *faults: Json) -> list[Json]:
        fresh: list[Json] = self._control.set_faults({"faults": list(faults)})["faults"]
        return fresh

    def set_currency(self, currency: str, invoice: str = "INV-1042") -> Json:
        return self._control.set_currency({"currency": currency, "invoice": invoice})

    def ledger(self) -> Json:
        return self._control.view()

    def _respond(self, service: Service, request: Request) -> Reaction:
        if request.path.startswith(PREFIX):
            return self._control.respond(request)
        return service.respond(request)

    def _service(self, name: str, behaviour: Behaviour, url: str) -> Service:
        document = Document(name)
        terms = Terms(
            service=name,
            scopes=document.scopes,
            rotates=name == "chat",
            tells_expiry=name == "payments",
            gives_keys=name == "payments",
        )
        grants = Grants(terms, self._store, self._ledger, self._faults, self._clock)
        return Service(
            name=name,
            url=url,
            document=document,
            behaviour=behaviour,
            grants=grants,
            oauth=OAuth(grants, self._clock),
            faults=self._faults,
            ledger=self._ledger,
            store=self._store,
            apply=lambda fault: self._control.apply(fault),
            stopped=self._stopped.wait,
        )


@contextmanager
def running_sandbox(port: int = 0, state: Path | None = None, clock: Clock = utc_now) -> Iterator[Sandbox]:
    sandbox = Sandbox(port, state, clock)
    sandbox.start()
    try:
        yield sandbox
    finally:
        sandbox.stop()
