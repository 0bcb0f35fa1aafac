"""OAuth 2 as a client: new tokens, once, whoever asks and however many ask at the same time.

A rotating refresh token dies on use, and using it twice revokes the whole grant.  So one asks and the
others wait for what it gets:

    read connection ── generation newer than mine? ──> use it
         └─ take the lease (conditional on the version) ── POST ── write the new pair over the old, lease gone

The lease outlives the request, so a second one is never sent while the first may still be answered.
"""

import base64
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any  # Any: auth configurations and answers are JSON
from urllib.parse import quote, urlencode, urlsplit

from chalicelib.domain.outcome import Failed
from chalicelib.tools.answers import content, message_in, outcome_of, signal_in
from chalicelib.tools.connections import TRIES, Connection, Connections, Tokens
from chalicelib.tools.redact import Secrets
from chalicelib.tools.request import AGENT, Request
from chalicelib.tools.transport import Answer, Transport

REQUEST_SECONDS = 10.0
LEASE_MS = 25_000
WAIT_SECONDS = 15.0
PAUSE_SECONDS = 0.05
_CONSENT_NEEDED = ("invalid_grant", "invalid_refresh_token", "token_revoked", "access_denied", "interaction_required")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a tool's tokens come from: its `auth`, and whether the sandbox is meant."""

    record: Mapping[str, Any]
    sandbox: bool = False

    @property
    def auth(self) -> Mapping[str, Any]:
        auth: Mapping[str, Any] = self.record["auth"]
        return auth

    def url(self, name: str) -> str:
        """An address of `auth`; in the sandbox its own, or the same path there if the two share a host."""
        url = str(self.auth.get(name, ""))
        if not self.sandbox:
            return url
        own = self.auth.get(f"sandbox_{name}")
        base, sandbox = str(self.record["base_url"]), self.record.get("sandbox_base_url")
        if own or not sandbox or urlsplit(url)[:2] != urlsplit(base)[:2]:
            return str(own or "")
        return urlsplit(url)._replace(scheme=urlsplit(sandbox).scheme, netloc=urlsplit(sandbox).netloc).geturl()


class OAuth:
    def __init__(
        self, connections: Connections, transport: Transport, secrets: Secrets, now: Callable[[], int],
        token: Callable[[int], str], pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._connections = connections
        self._transport = transport
        self._secrets = secrets
        self._now = now
        self._token = token
        self._pause = pause

    def renew(self, account: str, site: Site, seen: Connection) -> Connection | Failed:
        """The connection with a newer token than `seen`, asked for by us or by whoever was quicker."""
        owner = self._token(12)
        leased = self._lease(account, seen, owner)
        if isinstance(leased, Failed) or leased.lease_owner != owner:
            return leased
        client = {name: seen.secrets[name] for name in ("client_id", "client_secret") if name in seen.secrets}
        leased = replace(leased, secrets={**client, **leased.secrets})
        got = self.ask(site, self._form(site, leased), leased.secrets)
        if isinstance(got, Tokens):
            return self._keep(account, leased, got)
        self._release(account, leased, "invalid_grant" if got.reason == "not_connected" else "")
        return got

    def exchange_code(
        self, site: Site, code: str, redirect_uri: str, verifier: str, client: Mapping[str, str]
    ) -> Tokens | Failed:
        """The pair for a code that a person's consent gave."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        return self.ask(site, {**form, "code_verifier": verifier}, client)

    def ask(self, site: Site, form: Mapping[str, str], client: Mapping[str, str]) -> Tokens | Failed:
        """One form POST to the token endpoint."""
        refreshes = form["grant_type"] == "refresh_token" and bool(site.auth.get("refresh_url"))
        url = site.url("refresh_url" if refreshes else "token_url")
        if not url:
            detail = "no token address is registered: give auth.token_url, and auth.sandbox_token_url for test keys"
            return Failed("unavailable", detail, "no_token_url")
        self._secrets.add(*(form.get(name) for name in ("refresh_token", "code", "code_verifier")))
        self._secrets.add(client.get("client_secret"))
        request = _token_request(site.auth, url, form, client)
        reply = self._transport.send(request, REQUEST_SECONDS)
        if isinstance(reply, Answer):
            return self._tokens(reply)
        failed = outcome_of(reply, "read", {}, self._now())
        assert isinstance(failed, Failed)
        return replace(failed, detail=self._secrets.clean(failed.detail))

    def revoke(self, site: Site, connection: Connection, client: Mapping[str, str]) -> str:
        """Ask the provider to forget the grant (RFC 7009).  Empty: it has; else why not."""
        url = site.url("revocation_url")
        kind = "refresh_token" if connection.refresh_token else "access_token"
        token = connection.secrets.get(kind)
        if not url or not token:
            return "there is no address for it in this mode" if token else "there was no token to revoke"
        self._secrets.add(token, client.get("client_secret"))
        form = {"token": token, "token_type_hint": kind}
        reply = self._transport.send(_token_request(site.auth, url, form, client), REQUEST_SECONDS)
        if isinstance(reply, Answer) and reply.status < 300:
            return ""
        failed = outcome_of(reply, "read", {}, self._now())
        return self._secrets.clean(failed.detail if isinstance(failed, Failed) else "") or "the provider refused"

    def _tokens(self, answer: Answer) -> Tokens | Failed:
        body = content(answer)
        if answer.status < 300 and isinstance(body, Mapping) and isinstance(body.get("access_token"), str):
            refresh = body.get("refresh_token")
            self._secrets.add(body["access_token"], refresh if isinstance(refresh, str) else None)
            return Tokens(
                body["access_token"], refresh if isinstance(refresh, str) else "", _seconds(body.get("expires_in")),
                tuple(str(body.get("scope") or "").replace(",", " ").split()),
            )
        signal = _oauth_code(body)
        detail = self._secrets.clean(f"no token was given: {message_in(body) or signal or answer.status}")
        if signal in _CONSENT_NEEDED:
            detail += "; the user must connect this service again"
            return Failed("not_connected", detail, signal, status=answer.status)
        if answer.status < 300:
            return Failed("rejected", detail, signal, status=answer.status)
        judged = outcome_of(answer, "read", {}, self._now())
        assert isinstance(judged, Failed)
        return replace(judged, detail=detail, signal=signal)

    def _lease(self, account: str, seen: Connection, owner: str) -> Connection | Failed:
        """The connection leased to `owner`, or somebody else's newer one."""
        for _ in range(int(WAIT_SECONDS / PAUSE_SECONDS)):
            current = self._connections.get(account, seen.user, seen.tool)
            if current is None:
                return Failed("not_connected", f"the connection of {seen.tool} was deleted", "not_connected")
            if current.generation != seen.generation:
                return replace(current, secrets={**seen.secrets, **current.secrets})
            if current.broken:
                detail = f"the access to {seen.tool} was revoked; the user must connect it again"
                return Failed("not_connected", detail, current.broken)
            if current.lease_until < self._now():
                leased = replace(current, lease_owner=owner, lease_until=self._now() + LEASE_MS)
                if self._connections.put(account, leased):
                    return leased
            self._pause(PAUSE_SECONDS)
        detail = "another worker is getting the new token and has not finished"
        return Failed("unavailable", detail, "refresh_in_progress", 2.0)

    def _keep(self, account: str, leased: Connection, got: Tokens) -> Connection:
        """Put the new pair in the place of the old; whoever else wrote meanwhile changed only marks."""
        self._secrets.add(got.access_token, got.refresh_token)
        for _ in range(TRIES):
            current = self._connections.get(account, leased.user, leased.tool)
            if current is None or current.generation != leased.generation:
                return current or leased  # deleted, or replaced by the user: theirs is the truth now
            lifetime = None if got.expires_in is None else int(got.expires_in * 1000)
            pair = {"access_token": got.access_token, "refresh_token": got.refresh_token}
            fresh = replace(
                current, secrets={**current.secrets, **_given(pair)}, generation=current.generation + 1,
                lifetime=lifetime,
                expires_at=None if lifetime is None else self._now() + lifetime, refreshed_at=self._now(),
                lease_owner="", lease_until=0, broken="", scopes=got.scopes or current.scopes,
            )
            if self._connections.put(account, fresh):
                return replace(fresh, secrets={**leased.secrets, **fresh.secrets})
        raise RuntimeError(f"the new token of {leased.tool} could not be kept: the connection keeps changing")

    def _release(self, account: str, leased: Connection, broken: str) -> None:
        for _ in range(TRIES):
            current = self._connections.get(account, leased.user, leased.tool)
            if current is None or current.lease_owner != leased.lease_owner:
                return
            if self._connections.put(account, replace(current, lease_owner="", lease_until=0, broken=broken)):
                return

    def _form(self, site: Site, connection: Connection) -> dict[str, str]:
        if connection.refresh_token:
            return {"grant_type": "refresh_token", "refresh_token": connection.refresh_token}
        form = {"grant_type": "client_credentials", "scope": " ".join(site.auth.get("scopes", ()))}
        audience = {"audience": str(site.auth["audience"])} if site.auth.get("audience") else {}
        return {key: value for key, value in {**form, **audience}.items() if value}


def can_renew(auth: Mapping[str, Any], connection: Connection) -> bool:
    """Whether a new token can be had without a person."""
    own = auth.get("grant") == "client_credentials" and "client_secret" in connection.secrets
    return bool(connection.refresh_token) or own


def new_verifier(token: Callable[[int], str]) -> str:
    """A fresh secret of one consent (RFC 7636)."""
    return token(64)


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def authorization_url(
    site: Site, client_id: str, redirect_uri: str, state: str, verifier: str, scopes: tuple[str, ...] = ()
) -> str:
    """Where to send a person for consent."""
    url = site.url("authorization_url")
    asked = {
        "response_type": "code", "client_id": client_id, "redirect_uri": redirect_uri, "state": state,
        "scope": " ".join(scopes or site.auth.get("scopes", ())),
        "code_challenge": challenge_of(verifier), "code_challenge_method": "S256",
    }
    further = {str(name): str(value) for name, value in site.auth.get("authorization_params", {}).items()}
    further |= resource_of(site.auth)
    query = urlencode({**further, **{key: value for key, value in asked.items() if value}}, quote_via=quote)
    return f"{url}{'&' if '?' in url else '?'}{query}"


def resource_of(auth: Mapping[str, Any]) -> dict[str, str]:
    """What the token is to be for, where that is told (RFC 8707)."""
    return {"resource": str(auth["resource"])} if auth.get("resource") else {}


def _token_request(auth: Mapping[str, Any], url: str, form: Mapping[str, str], client: Mapping[str, str]) -> Request:
    client_id = client.get("client_id") or str(auth.get("client_id") or "")
    secret = client.get("client_secret", "")
    headers = {"User-Agent": AGENT, "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    fields = {**form, **resource_of(auth)}
    if auth.get("client_authentication") == "basic" and secret:
        pair = f"{quote(client_id, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        fields |= {name: value for name, value in (("client_id", client_id), ("client_secret", secret)) if value}
    return Request("POST", url, headers, urlencode(fields, quote_via=quote).encode())


def _oauth_code(body: Any) -> str:
    """RFC 6749 puts the code into `error`; others put it elsewhere."""
    found = body.get("error") if isinstance(body, Mapping) else None
    return found if isinstance(found, str) and " " not in found else signal_in(body)


def _given(pair: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in pair.items() if value}


def _seconds(value: Any) -> float | None:
    try:
        return float(value) if value is not None else None
    except (TypeError, ValueError):
        return None
