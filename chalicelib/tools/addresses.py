"""Kinds of IP addresses: those that are public, those that a deployment may open, and those that nobody may call.

Loopback is this machine, link-local and metadata addresses hand out its credentials: no setting opens them.  The
one exception is 127.0.0.1 in the embedded home, which the guard knows by itself.
"""

import ipaddress

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_CREDENTIALS = "where a machine's credentials are"
_NEVER: tuple[tuple[Network, str], ...] = tuple((ipaddress.ip_network(text), why) for text, why in (
    ("127.0.0.0/8", "loopback"), ("::1/128", "loopback"),
    ("0.0.0.0/8", "this machine itself"), ("::/128", "this machine itself"),
    ("169.254.0.0/16", "link-local"), ("fe80::/10", "link-local"),
    ("fd00:ec2::/32", _CREDENTIALS), ("fd20:ce::254/128", _CREDENTIALS), ("100.100.100.200/32", _CREDENTIALS),
    ("192.0.0.192/32", _CREDENTIALS), ("168.63.129.16/32", _CREDENTIALS),
    ("224.0.0.0/4", "multicast"), ("ff00::/8", "multicast"), ("255.255.255.255/32", "broadcast"),
))
_WRAPS_V4 = tuple(map(ipaddress.IPv6Network, (
    "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32",
)))
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_RESERVED: tuple[Network, ...] = tuple(map(ipaddress.ip_network, ("2001::/23", "3fff::/20", "192.88.99.0/24")))
"""Set aside by IANA, though not every Python knows."""


def parsed(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def never(address: Address) -> str | None:
    """What an address is that is called under no setting."""
    if isinstance(address, ipaddress.IPv6Address) and any(address in network for network in _WRAPS_V4):
        return "another address in disguise"
    return next((why for network, why in _NEVER if address in network), None)


def never_within(network: Network) -> str | None:
    """What a network is that lies whole among such addresses."""
    for other, why in _NEVER:
        if other.version == network.version and network.subnet_of(other):  # type: ignore[arg-type]  # the same version
            return why
    return None


def public(address: Address) -> bool:
    if never(address) is not None or any(address in network for network in _RESERVED):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _PUBLIC_V6:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
