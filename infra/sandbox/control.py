"""The door for whoever runs the sandbox: start afresh, arm faults, read the ledger.

Both services answer under /_sandbox/, which is in neither document. It is meant for the same machine:
a request that names another host, or that a web page made, is turned away.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from infra.sandbox import chat_data, payments_data
from infra.sandbox.chat import Chat
from infra.sandbox.check import checked
from infra.sandbox.faults import Faults
from infra.sandbox.grants import Grants
from infra.sandbox.ledger import Ledger
from infra.sandbox.payments import Payments
from infra.sandbox.service import Service
from infra.sandbox.store import Store
from infra.sandbox.wire import Answer, Json, Refused, Request, json_answer

PREFIX = "/_sandbox/"
CREDENTIAL_TABLES = ("clients", "keys", "grants", "access_tokens", "refresh_tokens")


def _object(*required: str, **properties: Json) -> Json:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


RESET = _object(
    keep_credentials={"type": "boolean", "default": False},
    access_token_seconds={"type": "integer", "minimum": 1, "maximum": 86400},
)
CREDENTIALS = _object(scopes={"type": "object"})
FAULTS = _object("faults", faults={"type": "array", "maxItems": 100, "items": {"type": "object"}})
CURRENCY = _object(
    "currency",
    currency={"type": "string", "pattern": "^[A-Z]{3}$"},
    invoice={"type": "string", "default": "INV-1042"},
)


@dataclass(frozen=True, slots=True)
class Control:
    store: Store
    faults: Faults
    ledger: Ledger
    payments: Payments
    chat: Chat
    services: Mapping[str, Service]

    def respond(self, request: Request) -> Answer:
        routes: dict[tuple[str, str], Callable[[Json], Json]] = {
            ("POST", "reset"): self.reset,
            ("POST", "credentials"): self.credentials,
            ("POST", "faults"): self.set_faults,
            ("POST", "currency"): self.set_currency,
            ("GET", "ledger"): lambda _: self.view(),
        }
        try:
            _check_near(request)
            act = routes.get((request.method, request.path.removeprefix(PREFIX)))
            if act is None:
                raise Refused("not_found", f"the control knows {', '.join(' '.join(route) for route in routes)}", 404)
            return json_answer(act(request.json()))
        except Refused as refused:
            return json_answer({"error": {"code": refused.code, "message": refused.message}}, refused.status)

    def reset(self, body: Json) -> Json:
        """Forget everything, fill in the first data again, and answer credentials."""
        wanted = _fields(RESET, body)
        with self.store.changing():
            kept = [f"{name}.{table}" for name in self.services for table in CREDENTIAL_TABLES]
            self.store.clear(tuple(kept) if wanted["keep_credentials"] else ())
            if "access_token_seconds" in wanted:
                self.store.table("settings")["tokens"] = {"seconds": wanted["access_token_seconds"]}
            payments_data.fill(self.store)
            chat_data.fill(self.store)
        return self.credentials({})

    def credentials(self, body: Json) -> Json:
        """A fresh connection to each service, as if a person had just consented; older ones stay valid."""
        scopes = _fields(CREDENTIALS, body).get("scopes", {})
        with self.store.changing():
            return {name: self._credentials(one, scopes.get(name)) for name, one in self.services.items()}

    def set_faults(self, body: Json) -> Json:
        """These faults and no others; an empty list ends all trouble (what it has broken stays broken)."""
        wanted = _fields(FAULTS, body)["faults"]
        with self.store.changing():
            for fault in wanted:
                self._check_target(fault)
            fresh = self.faults.replace(wanted)
            for fault in self.faults.at_once(fresh):
                self.apply(fault)
            return {"faults": copy.deepcopy(fresh)}

    def set_currency(self, body: Json) -> Json:
        wanted = _fields(CURRENCY, body)
        with self.store.changing():
            invoice = self.payments.invoice(wanted["invoice"])
            invoice["currency"] = wanted["currency"]
            return dict(invoice)

    def view(self) -> Json:
        with self.store.lock:
            return copy.deepcopy(self.ledger.view())

    def apply(self, fault: Json) -> None:
        """Make true what a fault says about a service's state."""
        if fault["kind"] == "remove_bot":
            self.chat.remove_bot(fault)
        else:
            self.services[fault["service"]].grants.apply(fault)

    def _check_target(self, fault: Json) -> None:
        """A fault that could never strike is a mistake of the test that arms it."""
        known = {name for service in self.services.values() for name in service.operation_ids}
        if fault.get("operation") not in known | {None}:
            raise Refused("invalid_request", f"no operation is called {fault['operation']!r}")
        if fault.get("kind") == "remove_bot":
            self.chat.channel_named(str(fault.get("channel")))

    def _credentials(self, service: Service, scopes: str | None) -> Json:
        grants: Grants = service.grants
        client = grants.client()
        granted = frozenset(scopes.split()) if scopes is not None else grants.terms.scopes
        urls = {"base_url": service.url, "openapi_url": f"{service.url}/openapi.json"}
        oauth = {
            f"{name}_url": f"{service.url}/oauth/{path}"
            for name, path in (("token", "token"), ("authorization", "authorize"), ("revocation", "revoke"))
        }
        return {**urls, **oauth, **client, **grants.new_pair(grants.open(client["client_id"], granted))}


def _fields(schema: Json, body: Json) -> Json:
    fields = checked(schema, body, "body")
    return fields if isinstance(fields, dict) else {}


def _check_near(request: Request) -> None:
    host = re.sub(r":\d+$", "", request.header("Host") or "")
    if host not in ("127.0.0.1", "localhost") or request.header("Origin"):
        raise Refused("forbidden", "the control answers programs on this machine only", 403)
