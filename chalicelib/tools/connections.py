"""Who has connected which service: credentials, sealed, one item per user and tool.

    A#<account> / CONN#<user id or ->#<tool>     "-" is the account's own, used where a user has none

Opened only here and used only inside `tools`; everybody else sees handles.  The sealed text is bound to
account, tool and user: copied to another place it does not open.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any  # Any: items are JSON

from chalicelib.domain.errors import NotFound
from chalicelib.engine.ports import Item, Store, Vault, Write
from chalicelib.tools.credentials import checked_credentials
from chalicelib.tools.redact import Secrets
from chalicelib.tools.source import invalid

ACCOUNT_WIDE = "-"
TRIES = 8
CLIENT = ("client_id", "client_secret")
_PUBLIC = ("client_id", "username")


@dataclass(frozen=True, slots=True)
class Connection:
    """`generation` counts the token pairs; `doubted` is the latest one that a service refused.

    Times in ms; `lifetime` is how long the access token was good for.  `broken` says why a refresh cannot help.
    `granted` is the generation with which somebody gave the credential; those after it came by refreshes.
    """

    tool: str
    user: str
    secrets: Mapping[str, str] = field(repr=False)
    generation: int = 1
    expires_at: int | None = None
    lifetime: int | None = None
    refreshed_at: int | None = None
    doubted: int = 0
    broken: str = ""
    lease_owner: str = ""
    lease_until: int = 0
    created_at: int = 0
    scopes: tuple[str, ...] = ()
    version: int = 0
    granted: int = 1

    @property
    def access_token(self) -> str:
        return self.secrets.get("access_token", "")

    @property
    def refresh_token(self) -> str:
        return self.secrets.get("refresh_token", "")

    @property
    def holds_token(self) -> bool:
        return bool(self.access_token or self.refresh_token)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a token endpoint gave.  No refresh token means: the old one stays good."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_in: float | None = None
    scopes: tuple[str, ...] = ()


class Connections:
    def __init__(self, store: Store, vault: Vault, now: Callable[[], int], secrets: Secrets) -> None:
        self._store = store
        self._vault = vault
        self._now = now
        self._secrets = secrets

    def store(
        self, account: str, tool: str, auth: Mapping[str, Any], credentials: Mapping[str, Any],
        user_id: str | None = None,
    ) -> dict[str, Any]:
        """Keep a credential, in place of an earlier one; the handle comes back."""
        if user_id == ACCOUNT_WIDE:
            raise invalid("user_id", user_id, "leave user_id out for the account's own connection")
        kept, expires_at, scopes = checked_credentials(auth, credentials, self._now())
        return self._replaced(account, user_id or ACCOUNT_WIDE, tool, lambda _: kept, expires_at, scopes)

    def consented(
        self, account: str, user: str, tool: str, tokens: Tokens, asked: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Keep the tokens that a person's consent gave.  Whatever else the connection holds stays.

        A refresh token of before is not kept: it may be that of somebody else.  `asked`: the scopes, where the
        answer names none, which then are those that were asked for (RFC 6749, 5.1).
        """
        pair = {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token}
        given = {name: value for name, value in pair.items() if value}

        def kept(before: Mapping[str, str]) -> dict[str, str]:
            return {**{name: value for name, value in before.items() if name not in pair}, **given}

        expires_at = None if tokens.expires_in is None else self._now() + int(tokens.expires_in * 1000)
        return self._replaced(account, user, tool, kept, expires_at, tokens.scopes or asked)

    def _replaced(
        self, account: str, user: str, tool: str, kept: Callable[[Mapping[str, str]], Mapping[str, str]],
        expires_at: int | None, scopes: tuple[str, ...],
    ) -> dict[str, Any]:
        """`kept` makes the secrets of those of before."""
        for _ in range(TRIES):
            before, now = self.get(account, user, tool), self._now()
            generation = before.generation + 1 if before else 1
            fresh = Connection(
                tool, user, kept(before.secrets if before else {}), generation, expires_at, created_at=now,
                scopes=scopes, lifetime=expires_at - now if expires_at else None,
                version=before.version if before else 0, granted=generation,
            )
            if self.put(account, fresh):
                return _handle(account, fresh)
        raise invalid("connection", tool, "it is being changed by others; try again")

    def get(self, account: str, user: str, tool: str) -> Connection | None:
        item = self._store.get(_pk(account), _sk(user, tool))
        return self._opened(account, item) if item else None

    def find(self, account: str, user_id: str | None, tool: str) -> Connection | None:
        """The user's own, else the account's.  Its secrets are looked for in all that comes back from now on."""
        found = self.get(account, user_id, tool) if user_id and user_id != ACCOUNT_WIDE else None
        if found is None or (found.refresh_token and "client_id" not in found.secrets):
            shared = self.get(account, ACCOUNT_WIDE, tool)
            found = _with_client(found, shared) if found else shared
        if found:
            self._secrets.add(*_secret_values(found.secrets))
        return found

    def client(self, account: str, user: str, tool: str) -> dict[str, str]:
        """The client that asks in the name of this user: the user's own, else the account's."""
        for whose in dict.fromkeys((user, ACCOUNT_WIDE)):
            found = self.get(account, whose, tool)
            if found is not None and "client_id" in found.secrets:
                return {name: found.secrets[name] for name in CLIENT if name in found.secrets}
        return {}

    def list(self, account: str, user_id: str | None = None) -> list[dict[str, Any]]:
        """Handles of the account's connections, or of one user's."""
        handles: list[dict[str, Any]] = []
        prefix, after = (f"CONN#{user_id}#" if user_id else "CONN#"), None
        while True:
            page = self._store.query(_pk(account), prefix, after=after)
            for item in page.items:
                if not user_id or item.data["user"] == user_id:
                    handles.append(_handle(account, _plain(item)))
            after = page.after
            if after is None:
                return handles

    def handle(self, account: str, connection_id: str) -> dict[str, Any]:
        found = next((one for one in self.list(account) if one["id"] == connection_id), None)
        if found is None:
            raise NotFound(f"there is no connection {connection_id!r}")
        return found

    def delete(self, account: str, connection_id: str) -> None:
        found = self.handle(account, connection_id)
        self._store.delete(_pk(account), _sk(found["user_id"] or ACCOUNT_WIDE, found["tool"]))

    def delete_user(self, account: str, user_id: str) -> int:
        """How many connections of this user were deleted."""
        mine = self.list(account, user_id)
        for handle in mine:
            self._store.delete(_pk(account), _sk(user_id, handle["tool"]))
        return len(mine)

    def doubt(self, account: str, seen: Connection) -> None:
        """A service refused this generation of the credential: a refresh is worth its call."""
        for _ in range(TRIES):
            current = self.get(account, seen.user, seen.tool)
            if current is None or current.generation != seen.generation or current.doubted >= seen.generation:
                return
            if self.put(account, replace(current, doubted=seen.generation)):
                return

    def put(self, account: str, connection: Connection) -> bool:
        """Write over exactly the version that was read; False when somebody else wrote first."""
        context = _context(account, connection.tool, connection.user)
        data = {
            "tool": connection.tool, "user": connection.user,
            "sealed": self._vault.seal(json.dumps(dict(connection.secrets)).encode(), context),
            "generation": connection.generation, "expires_at": connection.expires_at,
            "lifetime": connection.lifetime, "refreshed_at": connection.refreshed_at,
            "doubted": connection.doubted, "broken": connection.broken, "lease_owner": connection.lease_owner,
            "lease_until": connection.lease_until, "created_at": connection.created_at,
            "scopes": list(connection.scopes), "granted": connection.granted,
        }
        when: Any = connection.version or "absent"  # Any: a version or a word
        return self._store.put(Write(_pk(account), _sk(connection.user, connection.tool), data, when))

    def _opened(self, account: str, item: Item) -> Connection:
        plain = _plain(item)
        text = self._vault.open(item.data["sealed"], _context(account, plain.tool, plain.user))
        return replace(plain, secrets=json.loads(text))


def _secret_values(secrets: Mapping[str, str]) -> tuple[str, ...]:
    """What must not come back; a user's name is public unless it is all that there is."""
    public = ("client_id",) if secrets.get("password") == "" else _PUBLIC
    return tuple(value for name, value in secrets.items() if name not in public)


def _with_client(own: Connection, shared: Connection | None) -> Connection:
    """The user's tokens with the account's client, which is the same for all users."""
    if shared is None:
        return own
    client = {name: shared.secrets[name] for name in CLIENT if name in shared.secrets}
    return replace(own, secrets={**client, **own.secrets})


def _plain(item: Item) -> Connection:
    data = item.data
    return Connection(
        tool=data["tool"], user=data["user"], secrets={}, generation=data["generation"],
        expires_at=data["expires_at"], lifetime=data["lifetime"], refreshed_at=data["refreshed_at"],
        doubted=data["doubted"], broken=data["broken"], lease_owner=data["lease_owner"],
        lease_until=data["lease_until"], created_at=data["created_at"], scopes=tuple(data["scopes"]),
        version=item.version, granted=data.get("granted", 1),
    )


def _handle(account: str, connection: Connection) -> dict[str, Any]:
    """What may be shown of a connection."""
    digest = sha256(f"{account}/{connection.user}/{connection.tool}".encode()).hexdigest()
    user = None if connection.user == ACCOUNT_WIDE else connection.user
    return {
        "id": f"conn_{digest[:16]}", "tool": connection.tool, "user_id": user,
        "status": "needs_consent" if connection.broken else "connected",
        "created_at": connection.created_at, "refreshed_at": connection.refreshed_at,
        "expires_at": connection.expires_at, "scopes": list(connection.scopes),
    }


def _context(account: str, tool: str, user: str) -> dict[str, str]:
    return {"account": account, "tool": tool, "user": user}


def _pk(account: str) -> str:
    return f"A#{account}"


def _sk(user: str, tool: str) -> str:
    return f"CONN#{user}#{tool}"
