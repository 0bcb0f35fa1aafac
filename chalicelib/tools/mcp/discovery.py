"""Where a server's tokens come from, when a registration says `oauth2` and no more: the server itself tells.

    server, asked without a credential ──401──> its own metadata ──> the authorization server's metadata ──> `auth`
             WWW-Authenticate: Bearer resource_metadata="…"   (RFC 9728)              (RFC 8414, OpenID Connect)

What is found is the server's word, as its list of tools is: it is read at registration and kept.  Every address in it
passes the guard.  Metadata that speaks of another resource or another issuer, or of no PKCE, is refused.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any  # Any: metadata is JSON
from urllib.parse import urlsplit

from chalicelib.tools.answers import content
from chalicelib.tools.mcp.http import ACCEPT
from chalicelib.tools.mcp.messages import handshake, request
from chalicelib.tools.request import AGENT, Request
from chalicelib.tools.source import invalid
from chalicelib.tools.transport import Answer, Transport

_PARAMETER = re.compile(r'\b(resource_metadata|scope)="([^"]*)"')
_ENDPOINTS = {"authorization_url": "authorization_endpoint", "token_url": "token_endpoint",
              "revocation_url": "revocation_endpoint"}
_REMEDY = "give authorization_url and token_url in auth"


def wants_discovery(auth: Any) -> bool:
    return isinstance(auth, Mapping) and auth.get("type") == "oauth2" and not auth.get("token_url")


def discovered_auth(transport: Transport, url: str, timeout: float) -> dict[str, Any]:
    """The part of `auth` that the server tells.  Raises `InvalidRequest` where it tells too little, or too much."""
    until = time.monotonic() + timeout
    challenge = _challenge(transport, url, timeout)
    own = _first(transport, _resource_addresses(url, challenge), until)
    resource, issuers = own.get("resource"), own.get("authorization_servers")
    if not isinstance(issuers, list) or not issuers or not isinstance(issuers[0], str):
        raise invalid("auth", "oauth2", f"the server does not tell where its tokens come from; {_REMEDY}")
    if not isinstance(resource, str) or not _covers(resource, url):
        raise invalid("auth", resource, f"the server's metadata speak of another resource; {_REMEDY}")
    told = _first(transport, _issuer_addresses(issuers[0]), until)
    if told.get("issuer") != issuers[0]:
        raise invalid("auth", told.get("issuer"), f"the metadata of {issuers[0]} speak of another issuer; {_REMEDY}")
    if "S256" not in _texts(told.get("code_challenge_methods_supported")):
        raise invalid("auth", issuers[0], f"this authorization server does not say that it takes PKCE; {_REMEDY}")
    scopes = challenge.get("scope", "").split() or _texts(own.get("scopes_supported"))
    methods = _texts(told.get("token_endpoint_auth_methods_supported")) or ["client_secret_basic"]
    found = {name: told[key] for name, key in _ENDPOINTS.items() if isinstance(told.get(key), str)}
    return {
        "type": "oauth2", **found, "issuer": issuers[0], "resource": resource, "scopes": scopes,
        "sends_issuer": told.get("authorization_response_iss_parameter_supported") is True,  # RFC 9207
        "client_authentication": "body" if {"client_secret_post", "none"} & set(methods) else "basic",
    }


def _challenge(transport: Transport, url: str, timeout: float) -> dict[str, str]:
    body = json.dumps(request(1, "initialize", handshake(AGENT, ""))).encode()
    headers = {"User-Agent": AGENT, "Accept": ACCEPT, "Content-Type": "application/json"}
    reply = transport.send(Request("POST", url, headers, body), timeout, enough=lambda _: True)
    told = reply.headers.get("www-authenticate", "") if isinstance(reply, Answer) and reply.status == 401 else ""
    return dict(_PARAMETER.findall(told))


def _resource_addresses(url: str, challenge: Mapping[str, str]) -> Iterator[str]:
    if challenge.get("resource_metadata"):
        yield challenge["resource_metadata"]
        return
    origin, path = _parts(url)
    yield from dict.fromkeys(f"{origin}/.well-known/oauth-protected-resource{end}" for end in (path, ""))


def _issuer_addresses(issuer: str) -> Iterator[str]:
    origin, path = _parts(issuer)
    kinds = ("oauth-authorization-server", "openid-configuration")
    yield from dict.fromkeys((*(f"{origin}/.well-known/{kind}{path}" for kind in kinds),
                              f"{origin}{path}/.well-known/openid-configuration"))


def _first(transport: Transport, addresses: Iterator[str], until: float) -> Mapping[str, Any]:
    """The first of the addresses that answers with an object; empty where none does."""
    for address in addresses:
        asked = Request("GET", address, {"User-Agent": AGENT, "Accept": "application/json"})
        reply = transport.send(asked, until - time.monotonic(), follow=True)
        told = content(reply) if isinstance(reply, Answer) and reply.status == 200 else None
        if isinstance(told, Mapping):
            return told
    return {}


def _covers(resource: str, url: str) -> bool:
    """Whether the server at `url` is the resource, or lies below it."""
    (origin, path), (own, whole) = _parts(resource), _parts(url)
    return origin == own and (whole == path or whole.startswith(f"{path}/"))


def _parts(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}", parts.path.rstrip("/")


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
