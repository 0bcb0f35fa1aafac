"""Where we may connect to.  Every address that a caller names passes here, when it is given and at each call.

    URL ── shape ──> host ── resolved once ──> addresses, all public ──> Target: connect to exactly this one

The name is never resolved again after it was vetted, so an answer that changes in between changes nothing.
Only https leaves; one setting (embedded home) permits http to 127.0.0.1 as well, and no other spelling of it.
Private hosts are those that the deploy setting names (`private`), and no others.
"""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import SplitResult, urlsplit

from chalicelib.domain.errors import InvalidRequest
from chalicelib.tools.addresses import never, parsed, public
from chalicelib.tools.private import NOTHING_PRIVATE, SETTING, Private

Resolve = Callable[[str, int], Sequence[str]]

LOOPBACK = "127.0.0.1"
_NAME = re.compile(r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_NUMBER = re.compile(r"(0[xX][0-9a-fA-F]*|[0-9]+)")
_DOTTED = re.compile(r"(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}")
_LOCAL = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa")
_ENCRYPTED = "only https addresses are called; use the https address of the service"
_OR_NAME_IT = f", or have whoever runs this deployment name the host in {SETTING}"


class Refused(InvalidRequest):
    """We do not connect to this address."""


class Unresolvable(InvalidRequest):
    """The host has no address now; it may have one later."""


@dataclass(frozen=True, slots=True)
class Target:
    """A vetted place to connect to: `address` is the IP, `host` the name for TLS and the Host header.

    `private`: it is one of those that the deploy setting names.
    """

    scheme: str
    host: str
    address: str
    port: int
    path: str
    private: bool = False

    @property
    def netloc(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.scheme == "https" else 80) else f"{name}:{self.port}"


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of `host`, by the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    def __init__(
        self, allow_loopback: bool = False, resolve: Resolve = resolved, private: Private | None = None
    ) -> None:
        self._allow_loopback = allow_loopback
        self._resolve = resolve
        self._private = private or NOTHING_PRIVATE

    def check(self, url: str, field: str = "url") -> None:
        """At registration: a name that does not resolve yet is let through, since each call asks again."""
        try:
            self.vet(url, field)
        except Unresolvable:
            return

    def vet(self, url: str, field: str = "url") -> Target:
        """Where to connect for `url`.  Raises `Refused`, or `Unresolvable` when the name has no address."""
        parts, host, port = self._shape(url, field)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if self._allow_loopback and parts.scheme == "http" and host == LOOPBACK:
            return Target("http", host, host, port, path)
        if parts.scheme != "https" and not self._private.plain:
            raise _refused(field, url, _ENCRYPTED)
        addresses = self._addresses(host, port, field, url)
        for address in addresses:
            wrong = self._wrong(host, address, port, parts.scheme)
            if wrong:
                raise _refused(field, url, wrong)
        private = any((known := parsed(address)) and not public(known) for address in addresses)
        return Target(parts.scheme, host, addresses[0], port, path, private)

    def _wrong(self, host: str, text: str, port: int, scheme: str) -> str | None:
        """Why this address of the host may not be called, if so."""
        address = parsed(text)
        if address is None:
            return f"{host} is at {text}, which is not an address"
        if public(address):
            return None if scheme == "https" else _ENCRYPTED
        why = never(address)
        if why:
            return f"{host} is at {text}, which is not public ({why}); use a public address"
        if self._private.admits(host, address, port, plain=scheme == "http"):
            return None
        if self._private.admits(host, address, port):
            return f"{SETTING} has {host} without http://, so use https"
        return f"{host} is at {text}, which is not public; use a public address{_OR_NAME_IT}"

    def _addresses(self, host: str, port: int, field: str, url: str) -> Sequence[str]:
        if ":" in host or _DOTTED.fullmatch(host):
            return (host,)
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError):
            addresses = ()
        if not addresses:
            raise Unresolvable(f"{field}: the host {host!r} has no address; check its spelling", details=[
                {"field": field, "message": f"the host {host!r} does not resolve"}])
        return addresses

    def _shape(self, url: str, field: str) -> tuple[SplitResult, str, int]:
        """The parts of a URL that can be read in one way only."""
        if not url.isascii() or re.search(r"[\x00-\x20\\\x7f]", url):
            remedy = "write it in plain ASCII, international names as xn--…, without spaces or backslashes"
            raise _refused(field, url, remedy)
        try:
            parts = urlsplit(url)
            port, host = parts.port, (parts.hostname or "")
        except ValueError:
            raise _refused(field, url, "it is not an address; write https://host/path") from None
        if parts.scheme not in ("http", "https") or not host or port == 0:
            raise _refused(field, url, "write it as https://host/path")
        if "@" in parts.netloc or "%" in parts.netloc or parts.fragment:
            raise _refused(field, url, "leave out user names, % signs in the host and #fragments")
        wrong = _wrong_host(host, parts.netloc, self._private)
        if wrong:
            raise _refused(field, url, wrong)
        return parts, host, port or (443 if parts.scheme == "https" else 80)


def _wrong_host(host: str, netloc: str, private: Private) -> str | None:
    if netloc.startswith("["):
        return None if isinstance(parsed(host), IPv6Address) and "%" not in host else "the IPv6 address is malformed"
    if _NUMBER.fullmatch(host.rstrip(".").rsplit(".", 1)[-1]):
        plain = _DOTTED.fullmatch(host) and all(int(part) < 256 for part in host.split("."))
        return None if plain else "write an IPv4 address as four decimal numbers"
    if private.names(host):
        return None
    if not _NAME.fullmatch(host):
        return f"the host must be a full domain name such as api.example.com{_OR_NAME_IT}"
    if not private.by_address and any(host == suffix or host.endswith(f".{suffix}") for suffix in _LOCAL):
        return f"names of a local network are not called; use a public name{_OR_NAME_IT}"
    return None


def _refused(field: str, url: str, remedy: str) -> Refused:
    shown = re.sub(r"//[^/@]*@", "//…@", url)
    shown = re.sub(r"[?#].*", "", shown, flags=re.DOTALL)  # where a key may stand
    shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
    message = f"{shown!r} is refused: {remedy}"
    return Refused(f"{field}: {message}", details=[{"field": field, "message": message}])
