"""Addresses: their parts, and what they hide."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}


def split(url: str) -> SplitResult | None:
    """Split an http or https address; None for anything else, and for what readers of addresses disagree about."""
    if "\\" in url or any(character <= " " or character == "\x7f" for character in url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # a ValueError unless it is a number
    except ValueError:
        return None
    return parts if parts.scheme in _PORTS and parts.hostname else None


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port: two addresses with the same ones are served by the same party."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def without_credentials(url: str) -> str:
    """Drop the user and password from an address; "" where it cannot be read.

    >>> without_credentials("https://user:secret@index.example/simple/?a=b")
    'https://index.example/simple/?a=b'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
