"""Which addresses on the network we are willing to speak to: those of the open internet, and no others.

A page can redirect, and a name can point, into the network that we stand in: to a router, a printer, a cloud's
metadata service. So what is judged is the number that a name leads to, never the name; and an address that only wraps
another (IPv4 in IPv6, in its many forms) is judged by what it wraps.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Resolve = Callable[[str, int], tuple[str, ...]]
"""From a host and a port to the numeric addresses that it stands for."""

# RFC 6052: IPv6 addresses that a translator turns into the IPv4 address in their last 32 bits.
_TRANSLATED = IPv6Network("64:ff9b::/96")
# All of IPv6 that was ever given out to be reached from everywhere (RFC 4291, 2.4, and IANA's registry).
_GIVEN_OUT = IPv6Network("2000::/3")


# Given out, but answered by what is near: Azure's hosts to their guests, and the old relays of 6to4 (RFC 7526).
_NEAR = (IPv4Network("168.63.129.16/32"), IPv4Network("192.88.99.0/24"))


def resolved(host: str, port: int) -> tuple[str, ...]:
    """The addresses that the system's resolver gives for a host, in its order, each once; OSError if there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def is_open_internet(address: str) -> bool:
    """Whether a numeric address is one that anybody on the internet can reach (IANA's special-purpose registries)."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    if isinstance(number, IPv4Address):
        return _is_open(number)
    if number.ipv4_mapped is None and number not in _TRANSLATED and (number not in _GIVEN_OUT or not number.is_global):
        return False
    return all(map(_is_open, _wrapped(number)))


def _is_open(number: IPv4Address) -> bool:
    # What Python calls global still holds multicast.
    special = number.is_multicast or number.is_reserved or number.is_unspecified
    return number.is_global and not special and not any(number in network for network in _NEAR)


def _wrapped(number: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, 6to4, Teredo, translated."""
    inner = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
    if number in _TRANSLATED:
        inner.append(IPv4Address(int(number) & 0xFFFFFFFF))
    return tuple(one for one in inner if one is not None)
