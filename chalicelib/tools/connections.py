"""Who has connected which service: credentials, sealed, one item per user and tool.

    A#<account> / CONN#<user id or ->#<tool>     "-" is the account's own, used where a user has none

Opened only here and used only inside `tools`; everybody else sees handles.  The sealed text is bound to
account, tool and user: copied to another place it does not open.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any  # Any: items are JSON

from chalicelib.domain.errors import NotFound
from chalicelib.engine.ports import Item, Store, Vault, Write
from chalicelib.tools.redact import Secrets
from chalicelib.tools.source import invalid

ACCOUNT_WIDE = "-"
TRIES = 8
_PUBLIC = ("client_id", "username")


@dataclass(frozen=True, slots=True)
class Connection:
    """`generation` counts the token pairs; `doubted` is the latest one that a service refused.

    Times in ms; `lifetime` is how long the access token was good for.  `broken` says why a refresh cannot help.
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

    @property
    def access_token(self) -> str:
        return self.secrets.get("access_token", "")

    @property
    def refresh_token(self) -> str:
        return self.secrets.get("refresh_token", "")


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
        user = user_id or ACCOUNT_WIDE
        for _ in range(TRIES):
            before = self.get(account, user, tool)
            generation = before.generation + 1 if before else 1
            fresh = Connection(
                tool, user, kept, generation, expires_at, created_at=self._now(), scopes=scopes,
                lifetime=expires_at - self._now() if expires_at else None, version=before.version if before else 0,
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

    def delete(self, account: str, connection_id: str) -> None:
        found = next((one for one in self.list(account) if one["id"] == connection_id), None)
        if found is None:
            raise NotFound(f"there is no connection {connection_id!r}")
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
            "scopes": list(connection.scopes),
        }
        when: Any = connection.version or "absent"  # Any: a version or a word
        return self._store.put(Write(_pk(account), _sk(connection.user, connection.tool), data, when))

    def _opened(self, account: str, item: Item) -> Connection:
        plain = _plain(item)
        text = self._vault.open(item.data["sealed"], _context(account, plain.tool, plain.user))
        return replace(plain, secrets=json.loads(text))


def checked_credentials(
    auth: Mapping[str, Any], given: Mapping[str, Any], now: int
) -> tuple[dict[str, str], int | None, tuple[str, ...]]:
    """The secrets to keep, when the access token ends, and its scopes.  Raises `InvalidRequest`."""
    kind = auth.get("type", "none")
    if kind == "none":
        raise invalid("credentials", "(hidden)", "this tool needs no connection")
    if kind == "oauth2":
        return _oauth_credentials(auth, given, now)
    if kind == "bearer" and not given.get("token"):
        given = {**given, "token": given.get("access_token") or given.get("api_key")}
    own = {"api_key": ("api_key",), "bearer": ("token",)}.get(str(kind), ("username", "password"))
    kept = _needed(str(kind), (*own, *_further(auth)), given)
    if kind == "bearer":
        kept["access_token"] = kept.pop("token")
    return kept, None, ()


def _further(auth: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the further keys that calls carry."""
    return tuple(str(key["name"]) for key in auth.get("more", ()))


def _needed(kind: str, names: Sequence[str], given: Mapping[str, Any]) -> dict[str, str]:
    for name in names:
        if not isinstance(given.get(name), str) or not (given[name] or name == "password"):
            empty = ' (write "" where the service knows no password)' if name == "password" else ""
            raise invalid(f"credentials.{name}", None, f"a {kind} connection needs {' and '.join(names)}{empty}")
        _check_text(name, given[name])
    return {name: given[name] for name in names}


def _secret_values(secrets: Mapping[str, str]) -> tuple[str, ...]:
    """What must not come back; a user's name is public unless it is all that there is."""
    public = ("client_id",) if secrets.get("password") == "" else _PUBLIC
    return tuple(value for name, value in secrets.items() if name not in public)


def _oauth_credentials(
    auth: Mapping[str, Any], given: Mapping[str, Any], now: int
) -> tuple[dict[str, str], int | None, tuple[str, ...]]:
    names = ("access_token", "refresh_token", "client_id", "client_secret", *_further(auth))
    kept = {name: given[name] for name in names if given.get(name)}
    static = given.get("token") or given.get("api_key")
    if static and "access_token" not in kept:
        kept["access_token"] = static
    for name, value in kept.items():
        _check_text(name, value)
    if not kept.keys() & {"access_token", "refresh_token", "client_secret"}:
        raise invalid("credentials.access_token", None, "an oauth2 connection needs an access_token, a "
                      "refresh_token, or the client's client_id and client_secret")
    scope = given.get("scope") or given.get("scopes") or ()
    scopes = tuple(str(one) for one in (scope.replace(",", " ").split() if isinstance(scope, str) else scope))
    return kept, _end(given, now), scopes


def _end(given: Mapping[str, Any], now: int) -> int | None:
    match given.get("expires_at"), given.get("expires_in"):
        case str() as text, _:
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                raise invalid("credentials.expires_at", text, "write it as 2030-01-31T12:00:00Z") from None
            return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
        case (int() | float()) as number, _:
            return int(number if number > 1e11 else number * 1000)
        case _, (int() | float()) as seconds:
            return now + int(seconds * 1000)
    return None


def _check_text(name: str, value: Any) -> None:
    if not isinstance(value, str) or not value.isascii() or not value.isprintable():
        raise invalid(f"credentials.{name}", "(hidden)", "it must be one line of plain ASCII text")


def _with_client(own: Connection, shared: Connection | None) -> Connection:
    """The user's tokens with the account's client, which is the same for all users."""
    if shared is None:
        return own
    client = {name: shared.secrets[name] for name in ("client_id", "client_secret") if name in shared.secrets}
    return replace(own, secrets={**client, **own.secrets})


def _plain(item: Item) -> Connection:
    data = item.data
    return Connection(
        tool=data["tool"], user=data["user"], secrets={}, generation=data["generation"],
        expires_at=data["expires_at"], lifetime=data["lifetime"], refreshed_at=data["refreshed_at"],
        doubted=data["doubted"], broken=data["broken"], lease_owner=data["lease_owner"],
        lease_until=data["lease_until"], created_at=data["created_at"], scopes=tuple(data["scopes"]),
        version=item.version,
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
