"""How a tool's credential is used: `auth` as registered, over what the document says.  Never a secret.

    none · api_key {in, name, prefix?} · bearer {prefix?} · basic
    oauth2 {grant, authorization_url, token_url, refresh_url, revocation_url, issuer, scopes, client_id,
            client_authentication, authorization_params, scopes_from, audience, resource, sends_issuer}
    more?: [{in, name}], with any of them: further keys that every call carries, kept in the connection by name
"""

import re
from collections.abc import Mapping
from typing import Any  # Any: registrations are JSON

from chalicelib.tools.guard import Guard
from chalicelib.tools.source import invalid, is_token

TYPES = ("none", "api_key", "bearer", "basic", "oauth2")
GRANTS = ("authorization_code", "client_credentials")
_URLS = (
    "authorization_url", "token_url", "refresh_url", "revocation_url", "sandbox_authorization_url",
    "sandbox_token_url", "sandbox_revocation_url",
)
_FIELDS = {
    "none": (),
    "api_key": ("in", "name", "prefix", "more"),
    "bearer": ("prefix", "more"),
    "basic": ("more",),
    "oauth2": (
        *_URLS, "more", "grant", "scopes", "client_id", "client_authentication", "prefix", "audience", "issuer",
        "resource", "authorization_params", "scopes_from", "sends_issuer",
    ),
}
_PLACES = ("header", "query", "cookie")
MOST_KEYS = 5
OURS = (
    "response_type", "response_mode", "client_id", "redirect_uri", "state", "scope", "code_challenge",
    "code_challenge_method", "client_secret", "request", "request_uri",
)
DOCUMENT = "document"
_SCOPE = re.compile(r"[!#-\[\]-~]+")  # RFC 6749, 3.3
_SECRETS = ("client_secret", "api_key", "key", "token", "access_token", "refresh_token", "password", "secret")


def checked_auth(given: Any, found: Mapping[str, Any], base_url: str, guard: Guard) -> dict[str, Any]:
    """The `auth` of a tool."""
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        raise invalid("auth", given, 'write {"type": "bearer"}')
    secret = next((name for name in _SECRETS if given.get(name)), None)
    if secret:
        remedy = "a registration holds no secrets; store it with PUT /v1/connections"
        raise invalid(f"auth.{secret}", "(hidden)", remedy)
    kind = given.get("type") or found.get("type") or "none"
    if kind not in TYPES:
        raise invalid("auth.type", kind, f"use one of {', '.join(TYPES)}")
    base = found if found.get("type") == kind else {}
    auth = {**base, **{key: value for key, value in given.items() if value is not None}, "type": kind}
    unknown = sorted(set(auth) - {"type", *_FIELDS[kind]})
    if unknown:
        known = ", ".join(("type", *_FIELDS[kind]))
        raise invalid(f"auth.{unknown[0]}", auth[unknown[0]], f"for {kind} there are: {known}")
    if kind == "oauth2" and base.get("scopes") and given.get("scopes") is None:
        auth["scopes_from"] = DOCUMENT  # all that there are: a consent asks for what the operations need
    return _completed(kind, auth, guard)


def _completed(kind: str, auth: dict[str, Any], guard: Guard) -> dict[str, Any]:
    if kind == "api_key":
        auth = {"in": "header", "name": "X-API-Key", **auth}
        _check_key(auth)
    if "more" in auth:
        _check_more(auth["more"])
    if kind == "oauth2":
        auth = {"grant": "authorization_code", "scopes": [], "client_authentication": "body", **auth}
        if auth["grant"] not in GRANTS:
            raise invalid("auth.grant", auth["grant"], f"use one of {', '.join(GRANTS)}")
        if auth["client_authentication"] not in ("body", "basic"):
            raise invalid("auth.client_authentication", auth["client_authentication"], "use body or basic")
        for name in _URLS:
            if auth.get(name):
                guard.check(str(auth[name]), f"auth.{name}")
        if not auth.get("token_url"):
            raise invalid("auth.token_url", None, "oauth2 needs the address where tokens are given out")
        _check_consent(auth)
    return auth


def _check_consent(auth: Mapping[str, Any]) -> None:
    """What a consent is asked for with."""
    for name in _URLS:
        if "#" in str(auth.get(name) or ""):
            raise invalid(f"auth.{name}", auth[name], "an address of OAuth has no fragment")
    if auth.get("scopes_from") != DOCUMENT and not _are_scopes(auth["scopes"]):
        raise invalid("auth.scopes", auth["scopes"], 'write a list of names, such as ["read", "write"]')
    for name in ("client_id", "issuer"):
        if auth.get(name) is not None and not _is_line(auth[name]):
            raise invalid(f"auth.{name}", auth[name], "it must be one line of plain ASCII text")
    if not isinstance(auth.get("sends_issuer", True), bool):
        raise invalid("auth.sends_issuer", auth["sends_issuer"], "write true or false")
    params = auth.get("authorization_params", {})
    if not isinstance(params, Mapping) or not all(isinstance(value, str) for value in params.values()):
        raise invalid("auth.authorization_params", params, 'write {"prompt": "consent"}')
    taken = next((name for name in params if name in OURS), None)
    if taken:
        remedy = "this one is set at each consent; leave it out"
        raise invalid(f"auth.authorization_params.{taken}", params[taken], remedy)


def _are_scopes(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(one, str) and _SCOPE.fullmatch(one) for one in value)


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and bool(value)


def _check_key(auth: Mapping[str, Any]) -> None:
    if auth["in"] not in _PLACES:
        raise invalid("auth.in", auth["in"], "use header, query or cookie")
    if not _nameable(auth):
        raise invalid("auth.name", auth["name"], "nothing can be called so")


def _check_more(more: Any) -> None:
    sound = isinstance(more, (list, tuple)) and 0 < len(more) <= MOST_KEYS and all(
        isinstance(key, Mapping) and key.get("in") in _PLACES and _nameable(key) for key in more
    )
    if not sound:
        raise invalid("auth.more", more, 'write [{"in": "header", "name": "X-App-Id"}]')


def _nameable(key: Mapping[str, Any]) -> bool:
    name = key.get("name")
    return isinstance(name, str) and bool(name) and (key.get("in") == "query" or is_token(name))
