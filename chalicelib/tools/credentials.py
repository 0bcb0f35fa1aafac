"""Credentials as callers give them: which fields a kind of `auth` needs, and in which form they are kept."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any  # Any: credentials are JSON until they are checked

from chalicelib.tools.source import invalid


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
