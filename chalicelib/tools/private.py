"""Private hosts that tools and webhooks may reach: named by whoever deploys, never through the API.

    REPLAN_PRIVATE_HOSTS="10.1.0.0/16, billing.internal, *.svc.example, http://10.2.0.7:8080"

    10.1.0.0/16       any host whose addresses all lie inside
    billing.internal  this host, wherever it is in a private network;  *.svc.example  every host below
    http://…          without encryption as well;  …:8080  at this port only

What `addresses.never` names is part of no entry, however wide it is.
"""

import ipaddress
import re
from dataclasses import dataclass

from chalicelib.tools.addresses import Address, Network, never, never_within

SETTING = "REPLAN_PRIVATE_HOSTS"

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*")
_ENTRY = re.compile(
    r"(?:(?P<scheme>https?)://)?(?:\[(?P<v6>[0-9a-f:.]+(?:/[0-9]+)?)\]|(?P<place>[^:\[\]]+|[0-9a-f:]+/[0-9]+|[0-9a-f:]*::[0-9a-f:]*))"
    r"(?::(?P<port>[0-9]{1,5}))?"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A `network`, or a `host` (with a dot in front: every host below it).  `plain`: over http as well."""

    host: str = ""
    network: Network | None = None
    port: int | None = None
    plain: bool = False

    def names(self, host: str) -> bool:
        if self.host.startswith("."):
            return host.endswith(self.host) and _HOST.fullmatch(host) is not None
        return bool(self.host) and host == self.host

    def admits(self, host: str, address: Address, port: int) -> bool:
        inside = self.network is not None and address.version == self.network.version and address in self.network
        return (inside or self.names(host)) and self.port in (None, port)


@dataclass(frozen=True, slots=True)
class Private:
    entries: tuple[Entry, ...] = ()

    def names(self, host: str) -> bool:
        return any(entry.names(host) for entry in self.entries)

    @property
    def by_address(self) -> bool:
        """Whether a host without an entry of its own may be inside, too."""
        return any(entry.network is not None for entry in self.entries)

    def admits(self, host: str, address: Address, port: int, *, plain: bool = False) -> bool:
        """`plain`: whether http is enough."""
        return never(address) is None and any(
            entry.admits(host, address, port) and (entry.plain or not plain) for entry in self.entries
        )

    @property
    def plain(self) -> bool:
        return any(entry.plain for entry in self.entries)


NOTHING_PRIVATE = Private()


def read_private(text: str) -> Private:
    """The setting.  Raises `ValueError` naming the entry, and what to write instead."""
    return Private(tuple(_entry(part.strip().lower()) for part in text.split(",") if part.strip()))


def _entry(text: str) -> Entry:
    found = _ENTRY.fullmatch(text)
    port = int(found["port"]) if found and found["port"] else None
    if found is None or (port is not None and not 0 < port < 65536):
        raise _wrong(text, "it names no host and no network")
    place, plain = found["v6"] or found["place"], found["scheme"] == "http"
    if ":" in place or re.fullmatch(r"[0-9.]+(/.*)?", place):
        return Entry(network=_network(text, place), port=port, plain=plain)
    host = place.removeprefix("*") if place.startswith("*.") else place
    if not _HOST.fullmatch(host.removeprefix(".")) or place.startswith(".") or host.split(".")[-1] == "localhost":
        raise _wrong(text, "it names no host and no network")
    return Entry(host=host, port=port, plain=plain)


def _network(text: str, place: str) -> Network:
    try:
        network = ipaddress.ip_network(place)
    except ValueError as error:
        raise _wrong(text, str(error)) from None
    why = never_within(network)
    if why:
        raise _wrong(text, f"it is {why}, which is called under no setting")
    return network


def _wrong(text: str, why: str) -> ValueError:
    return ValueError(f"{SETTING} has the entry {text!r}: {why}; write entries such as 10.1.0.0/16 or billing.internal")
