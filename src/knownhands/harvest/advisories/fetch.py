"""Fetch a file of advisories from an https address that a person named, without credentials."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from knownhands.documents.address import split, without_credentials
from knownhands.documents.registry import Registry, Validators
from knownhands.errors import NotFound, Unreachable, UsageError
from knownhands.harvest.registry.address import may_follow, resolve_host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractAsyncContextManager

    from knownhands.harvest.registry.http import Http

_OK = 200


def is_address(name: str) -> bool:
    """Whether a name is an address rather than a path."""
    return "://" in name


def fetch(
    url: str,
    connect: Callable[[], AbstractAsyncContextManager[Http]],
    resolve: Callable[[str], Iterable[str]] = resolve_host,
) -> bytes:
    """Ask an address on the public internet.

    Args:
        url: where.
        connect: opens the way to the network.
        resolve: host name → its IP addresses.

    Raises:
        UsageError: it is no https address, or holds a password.
        NotFound: there is nothing.
        SourceError: see `Http.get`.
    """
    parts = split(url)
    shown = without_credentials(url)
    if parts is None or parts.scheme != "https" or "@" in parts.netloc:
        raise UsageError(f"{shown!r} is no https address without a password.", "Fetch it yourself and name the file.")
    if not may_follow(url, resolve):
        raise Unreachable(f"{shown} leads to no host on the public internet.", "Fetch it yourself and name the file.")
    return asyncio.run(_ask(url, connect))


async def _ask(url: str, connect: Callable[[], AbstractAsyncContextManager[Http]]) -> bytes:
    async with connect() as http:
        reply = await http.get(Registry(url), url, Validators(), "application/json, application/zip, */*")
    if reply.status != _OK:
        raise NotFound(f"There is nothing at {url}.", "Check the address.")
    return reply.content
