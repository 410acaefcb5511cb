"""Addresses: where they lead, and whether one that somebody else typed may be followed."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from knownhands.documents.address import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


def may_follow(url: str, resolve: Callable[[str], Iterable[str]]) -> bool:
    """Say whether an address that was found in metadata leads to the public internet, and nowhere else.

    Args:
        url: an absolute address.
        resolve: host name → every IP address that it has now; raises OSError where there is none.
    """
    parts = split(url)
    if parts is None or not parts.hostname:
        return False
    literal = _literal(parts.hostname)
    if literal is not None:
        return _is_public(literal)
    try:
        addresses = [ip_address(text.partition("%")[0]) for text in resolve(parts.hostname.encode("idna").decode())]
    except (OSError, ValueError):  # no such host, or no host name at all
        return False
    return bool(addresses) and all(map(_is_public, addresses))


def resolve_host(host: str) -> list[str]:
    """Ask the system's resolver for every address of a host.

    Raises:
        OSError: it has none.
    """
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """Read an IP address however it is written: decimal, octal, hexadecimal, short, or in full-width digits."""
    text = host if host.isascii() or ":" in host else _ascii(host)
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(text.rstrip(".")))
    except (OSError, ValueError):
        return None


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    inner: list[IPv4Address | None] = []
    if isinstance(address, IPv6Address):
        nat64 = IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
        inner = [address.ipv4_mapped, address.sixtofour, nat64, *(address.teredo or ())]
        if address.ipv4_mapped or nat64:
            return all(_is_public(embedded) for embedded in inner if embedded is not None)
    is_public = address.is_global and not address.is_multicast and not address.is_reserved
    return is_public and all(_is_public(embedded) for embedded in inner if embedded is not None)
