"""Tokens and their lives, for one service.

    code ──▶ grant ──▶ access token (dies by time, by revocation, or by a fault)
                  └──▶ refresh token (chat: works once, then is replaced; used again, it revokes the grant)

Everything a grant gave out dies with it. A static secret key belongs to no grant and never expires.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from infra.sandbox.faults import Faults
from infra.sandbox.ledger import Clock, Ledger
from infra.sandbox.store import Store, Table
from infra.sandbox.wire import Json, Refused

DEFAULT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Terms:
    """How a service hands out tokens; services differ, and a client must cope with either."""

    service: str
    scopes: frozenset[str]
    rotates: bool
    tells_expiry: bool
    gives_keys: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """On whose behalf a request is made."""

    client_id: str
    scopes: frozenset[str]


class Grants:
    def __init__(self, terms: Terms, store: Store, ledger: Ledger, faults: Faults, clock: Clock) -> None:
        self.terms = terms
        self._store = store
        self._ledger = ledger
        self._faults = faults
        self._clock = clock

    def table(self, name: str) -> Table:
        return self._store.table(f"{self.terms.service}.{name}")

    def _new_client(self) -> Json:
        client = {
            "client_id": f"client_{secrets.token_hex(8)}",
            "client_secret": f"secret_{secrets.token_urlsafe(24)}",
        }
        if self.terms.gives_keys:
            client["api_key"] = f"sk_sandbox_{secrets.token_hex(16)}"
            self.table("keys")[client["api_key"]] = {"client_id": client["client_id"]}
        self.table("clients")[client["client_id"]] = client
        return client

    def client(self) -> Json:
        """The one client of the service, made when it is first asked for."""
        return next(iter(self.table("clients").values()), None) or self._new_client()

    def open(self, client_id: str, scopes: frozenset[str]) -> str:
        grant = f"grant_{secrets.token_hex(6)}"
        self.table("grants")[grant] = {"client_id": client_id, "scopes": sorted(scopes), "revoked": False}
        self._ledger.token(self.terms.service, "issued", grant)
        return grant

    def new_pair(self, grant: str) -> Json:
        """The token endpoint's answer for a grant that a person has consented to."""
        refresh = f"rt_{secrets.token_urlsafe(24)}"
        self.table("refresh_tokens")[refresh] = {"grant": grant, "used": False, "dead_by": None}
        return {**self.new_access(grant), "refresh_token": refresh}

    def new_access(self, grant: str) -> Json:
        seconds = self._store.table("settings").get("tokens", {}).get("seconds", DEFAULT_SECONDS)
        ends = self._clock() + timedelta(seconds=seconds)
        token = f"at_{secrets.token_urlsafe(24)}"
        self.table("access_tokens")[token] = {"grant": grant, "ends": ends.timestamp(), "dead_by": None}
        scope = " ".join(self.table("grants")[grant]["scopes"])
        told = {"access_token": token, "token_type": "Bearer", "scope": scope}
        return {**told, "expires_in": seconds} if self.terms.tells_expiry else told

    def refreshed(self, refresh: str) -> Json:
        row = self.table("refresh_tokens").get(refresh)
        if row is None:
            raise self._refused("the refresh token is unknown", None)
        grant = row["grant"]
        if row["dead_by"] or self.table("grants")[grant]["revoked"]:
            self._faults.felt(row["dead_by"])
            raise self._refused("the refresh token is no longer valid", grant)
        if row["used"]:
            self._ledger.token(self.terms.service, "reused", grant)
            self.revoke(grant)
            raise Refused("invalid_grant", "the refresh token was used before; the grant is revoked")
        self._ledger.token(self.terms.service, "refreshed", grant)
        if not self.terms.rotates:
            return self.new_access(grant)
        row["used"] = True
        return self.new_pair(grant)

    def revoke(self, grant: str) -> None:
        self.table("grants")[grant]["revoked"] = True
        self._ledger.token(self.terms.service, "revoked", grant)

    def revoke_token(self, token: str) -> None:
        """RFC 7009: a refresh token takes its grant along, an access token dies alone, an unknown one is fine."""
        row = self.table("refresh_tokens").get(token)
        if row is None:
            self.table("access_tokens").pop(token, None)
        else:
            self.revoke(row["grant"])

    def actor(self, authorization: str | None) -> Actor:
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refused("not_authed", "send 'Authorization: Bearer …'", 401)
        key = self.table("keys").get(token)
        if key is not None:
            return Actor(key["client_id"], self.terms.scopes)
        return self._holder(token.strip())

    def apply(self, fault: Json) -> None:
        """Kill what the fault kills: all tokens of a sort that are alive now."""
        sort = "access_tokens" if fault["kind"] == "expire_tokens" else "refresh_tokens"
        for row in self.table(sort).values():
            row["dead_by"] = row["dead_by"] or fault["id"]

    def _holder(self, token: str) -> Actor:
        row = self.table("access_tokens").get(token)
        if row is None:
            raise Refused("invalid_auth", f"the access token {quote(token[:6])}… is unknown", 401)
        grant = self.table("grants")[row["grant"]]
        if grant["revoked"]:
            raise Refused("token_revoked", "the grant was revoked: ask for consent again", 401)
        if row["dead_by"] or row["ends"] <= self._clock().timestamp():
            self._faults.felt(row["dead_by"])
            raise Refused("token_expired", "the access token has expired: refresh it", 401)
        return Actor(grant["client_id"], frozenset(grant["scopes"]))

    def _refused(self, why: str, grant: str | None) -> Refused:
        self._ledger.token(self.terms.service, "refused", grant)
        return Refused("invalid_grant", why)
