"""A person's consent: the link that asks for it, and what comes back with the browser.

    link ──> A#<account> / CONSENT#<hash of state>   open ──take──> taken ──redeem──> done
                                                       └<── no code, or the provider gave nothing

The browser comes back without a key, so `state` is the whole authority: unguessable, kept only as a hash, bound to
account, user, tool, client, redirect address and provider, good until it expires, and used up by the connection that
it makes.  The verifier (PKCE) is sealed under the same names.  One code is never sent twice: a provider may revoke
what a code gave when it sees that code again.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal  # Any: items are JSON
from urllib.parse import urlsplit

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.outcome import Failed
from chalicelib.engine.ports import Consent, Grant, Item, Link, Store, Vault, Write
from chalicelib.tools.auth_config import DOCUMENT
from chalicelib.tools.connections import ACCOUNT_WIDE, Connection, Connections
from chalicelib.tools.guard import Guard
from chalicelib.tools.oauth import OAuth, Site, authorization_url, can_renew, new_verifier

STATE = 43
TAKEN_MS = 60_000
KEPT_S = 24 * 3600
"""How long after its end a link is still known, so that a late visitor is told what became of it."""

Refused = Literal["unknown", "expired", "used", "busy", "denied", "mixed_up", "not_given", "unreachable", "refused"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was connected.  `again`: the same link may be opened once more."""

    why: Refused
    tool: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Connected:
    """`lacking`: scopes that were asked for and not granted."""

    account: str
    user: str
    tool: str
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A consent whose code is about to be redeemed, by us alone."""

    account: str
    item: Item = field(repr=False)

    @property
    def user(self) -> str:
        return str(self.item.data["user"])

    @property
    def tool(self) -> str:
        return str(self.item.data["tool"])

    @property
    def site(self) -> Site:
        return Site(self.item.data["site"], self.item.data["sandbox"])


@dataclass(frozen=True, slots=True)
class Returned:
    """What the browser brought back."""

    state: str = field(repr=False)
    code: str = field(default="", repr=False)
    error: str = ""
    issuer: str = ""


class Consents:
    def __init__(
        self, store: Store, vault: Vault, guard: Guard, connections: Connections, oauth: OAuth,
        now: Callable[[], int], token: Callable[[int], str],
    ) -> None:
        self._store = store
        self._vault = vault
        self._guard = guard
        self._connections = connections
        self._oauth = oauth
        self._now = now
        self._token = token

    def grant(self, account: str, user_id: str | None, tool: str, auth: Mapping[str, Any]) -> Grant | None:
        found = self._connections.find(account, user_id, tool)
        if found is None:
            return None
        usable = not found.broken and found.doubted < found.generation and _answers(auth, found, self._now())
        return Grant(f"{found.user}|{found.created_at}|{found.granted}", usable, found.scopes)

    def link(self, wanted: Consent) -> Link:
        site, user = Site(wanted.site, wanted.sandbox), wanted.user_id or ACCOUNT_WIDE
        client = self._client(wanted.account, user, wanted.tool, site)
        problem = self._problem(wanted, site, client)
        if problem:
            return Link(problem=problem)
        state, verifier = make_state(wanted.account, self._token), new_verifier(self._token)
        scopes = self._scopes(wanted)
        url = authorization_url(site, client["client_id"], wanted.redirect_uri, state, verifier, scopes)
        sealed = self._vault.seal(verifier.encode(), _context(wanted.account, wanted.tool, user))
        data = {
            "status": "open", "user": user, "tool": wanted.tool, "site": dict(wanted.site), "sandbox": wanted.sandbox,
            "scopes": list(scopes), "redirect_uri": wanted.redirect_uri, "client_id": client["client_id"],
            "verifier": sealed, "expires_at": wanted.expires, "task": wanted.task, "step": wanted.step,
            "code": "", "taken_until": 0,
        }
        expires = wanted.expires // 1000 + KEPT_S
        self._store.put(Write(_pk(wanted.account), _sk(state), data, when="absent", expires=expires))
        return Link(url, scopes)

    def take(self, back: Returned) -> Taken | Refusal | Connected:
        """The consent that the browser comes back from, taken by this caller alone."""
        account = account_of(back.state)
        item = self._store.get(_pk(account), _sk(back.state)) if account else None
        if account is None or item is None:
            return Refusal("unknown")
        taken, code = Taken(account, item), _digest(back.code)
        refusal = self._before(taken, back, code)
        if refusal is not None:
            return refusal
        changes = {"status": "taken", "code": code, "taken_until": self._now() + TAKEN_MS}
        if not self._put(taken, changes):
            return Refusal("busy", taken.tool, again=True)
        fresh = Item(item.pk, item.sk, {**item.data, **changes}, item.version + 1)
        return Taken(account, fresh)

    def redeem(self, taken: Taken, code: str) -> Connected | Refusal:
        """Exchange the code and keep what it gives."""
        data = taken.item.data
        client = self._client(taken.account, taken.user, taken.tool, taken.site)
        if client.get("client_id") != data["client_id"]:
            self._put(taken, {"status": "open"})
            return Refusal("refused", taken.tool)
        verifier = self._vault.open(data["verifier"], _context(taken.account, taken.tool, taken.user)).decode()
        got = self._oauth.exchange_code(taken.site, code, data["redirect_uri"], verifier, client)
        if isinstance(got, Failed):
            self._put(taken, {"status": "open"})
            return Refusal("unreachable" if got.reason == "unavailable" else "not_given", taken.tool, again=True)
        self._connections.consented(taken.account, taken.user, taken.tool, got, tuple(data["scopes"]))
        lacking = tuple(one for one in data["scopes"] if got.scopes and one not in got.scopes)
        kept = self._put(taken, {"status": "done", "lacking": list(lacking), "verifier": ""})
        if not kept and self._store.get(taken.item.pk, taken.item.sk) is None:
            for handle in self._connections.list(taken.account, taken.user):  # the user was deleted meanwhile
                if handle["tool"] == taken.tool:
                    self._connections.delete(taken.account, handle["id"])
            return Refusal("unknown")
        return Connected(taken.account, taken.user, taken.tool, lacking)

    def _before(self, taken: Taken, back: Returned, code: str) -> Refusal | Connected | None:
        """Why the code is not to be redeemed, if it is not."""
        data, tool = taken.item.data, taken.tool
        if data["status"] == "done":
            same = data["code"] == code and bool(back.code)
            return Connected(taken.account, taken.user, tool, tuple(data["lacking"])) if same else Refusal("used", tool)
        if data["expires_at"] <= self._now():
            return Refusal("expired", tool)
        if not _from(taken.site, back.issuer):
            return Refusal("mixed_up", tool)
        if not back.code:
            return Refusal("denied" if back.error == "access_denied" else "not_given", tool, again=True)
        if data["status"] == "taken" and data["taken_until"] > self._now():
            return Refusal("busy", tool, again=True)
        return self._sent_before(taken) if data["code"] == code else None

    def _sent_before(self, taken: Taken) -> Refusal | Connected:
        """The provider has this code already, and whoever sent it did not live to say what came of it."""
        found = self._connections.get(taken.account, taken.user, taken.tool)
        since = taken.item.data["taken_until"] - TAKEN_MS
        if found is not None and found.created_at >= since and not found.broken:
            return Connected(taken.account, taken.user, taken.tool)
        return Refusal("not_given", taken.tool, again=True)

    def _client(self, account: str, user: str, tool: str, site: Site) -> dict[str, str]:
        public = {"client_id": str(site.auth["client_id"])} if site.auth.get("client_id") else {}
        return self._connections.client(account, user, tool) or public

    def _problem(self, wanted: Consent, site: Site, client: Mapping[str, str]) -> str:
        """Why nobody can be asked for consent; in words that tell whoever runs the account what to do."""
        auth = site.auth
        if auth.get("type") != "oauth2" or auth.get("grant") == "client_credentials":
            return f"store a credential for {wanted.tool} with PUT /v1/connections"
        url = site.url("authorization_url")
        if not url:
            name = "auth.sandbox_authorization_url" if wanted.sandbox else "auth.authorization_url"
            return f"register {wanted.tool} with {name}, or store tokens with PUT /v1/connections"
        try:
            self._guard.check(url, "auth.authorization_url")
        except InvalidRequest as error:
            return error.detail
        if not client.get("client_id"):
            return f"store the client_id of your app at {wanted.tool} with PUT /v1/connections (no user_id), then " \
                "ask for a link with POST /v1/connections/consent"
        if not wanted.redirect_uri:
            return "set REPLAN_PUBLIC_URL, so that a browser can come back from the consent"
        return ""

    def _scopes(self, wanted: Consent) -> tuple[str, ...]:
        """Those that are held, those that the registration always asks for, and those that are needed now."""
        auth = wanted.site["auth"]
        held = self._connections.find(wanted.account, wanted.user_id, wanted.tool)
        all_there_are = auth.get("scopes_from") == DOCUMENT
        always = () if all_there_are and wanted.scopes else tuple(auth.get("scopes", ()))
        return tuple(dict.fromkeys((*always, *(held.scopes if held else ()), *wanted.scopes)))

    def _put(self, taken: Taken, changes: Mapping[str, Any]) -> bool:
        item = taken.item
        expires = item.data["expires_at"] // 1000 + KEPT_S
        return self._store.put(Write(item.pk, item.sk, {**item.data, **changes}, when=item.version, expires=expires))


def make_state(account: str, token: Callable[[int], str]) -> str:
    """Names the account, whose items it is looked for among, and nothing else."""
    named = base64.urlsafe_b64encode(account.encode()).decode().rstrip("=")
    return f"cs_{named}.{token(STATE)}"


def account_of(state: str) -> str | None:
    named, dot, secret = state.removeprefix("cs_").partition(".")
    if not dot or len(secret) != STATE or not state.isascii():
        return None
    try:
        return base64.urlsafe_b64decode(named + "=" * (-len(named) % 4)).decode()
    except ValueError:
        return None


def _answers(auth: Mapping[str, Any], connection: Connection, now: int) -> bool:
    """Whether it has what a call needs, or can get it without a person."""
    if auth.get("type") != "oauth2":
        return True
    ended = connection.expires_at is not None and connection.expires_at <= now
    return bool(connection.access_token and not ended) or can_renew(auth, connection)


def _from(site: Site, issuer: str) -> bool:
    """Whether the answer comes from the provider that was asked (RFC 9207).

    A registered `issuer` must be named exactly, unless its provider is known to name none (`sends_issuer`).  Where
    none is registered, one that is named must at least live where the person was sent.
    """
    known = site.auth.get("issuer")
    if known and not site.sandbox:
        silent = not issuer and site.auth.get("sends_issuer") is False
        return silent or issuer == str(known)
    return not issuer or urlsplit(issuer)[:2] == urlsplit(site.url("authorization_url"))[:2]


def _context(account: str, tool: str, user: str) -> dict[str, str]:
    return {"account": account, "tool": tool, "user": user, "for": "consent"}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _pk(account: str) -> str:
    return f"A#{account}"


def _sk(state: str) -> str:
    return f"CONSENT#{_digest(state)}"
