"""Where packages are looked up: what an installer was told, else what packageurl knows of every package's home."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from knownhands.documents.address import split, without_credentials
from knownhands.documents.registry import Registry
from knownhands.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one installer was told.

    Attributes:
        registries: in the order in which they are asked.
        scopes: '@scope' → its own registry, where names have scopes.
        certificates: a file or folder that replaces the certificates we would trust.
        extra_certificates: a file of certificates to trust as well.
        trusted_hosts: hosts that files may come from even if they have no public address.
        notes: what a person should know, such as an index that cannot be asked; one sentence each.
    """

    registries: tuple[Registry, ...]
    scopes: Mapping[str, Registry]
    certificates: str = ""
    extra_certificates: str = ""
    trusted_hosts: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def default_site(purl: str) -> str:
    """Return scheme and host of a package's home, as packageurl knows it."""
    from packageurl.contrib.purl2url import get_download_url, get_repo_url

    parts = urlsplit(get_download_url(purl) or get_repo_url(purl) or "")
    return f"{parts.scheme}://{parts.netloc}"


def registry(address: str, authorization: str = "") -> Registry:
    """Make a registry of an address as somebody configured it, credentials and all.

    Raises:
        UsageError: it is no http or https address.
    """
    parts = split(address.strip())
    if parts is None:
        shown = without_credentials(address.strip())
        raise UsageError(f"{shown!r} is no http or https address.", "Look at the installer's settings.")
    if parts.username:
        authorization = basic(unquote(parts.username), unquote(parts.password or ""))
    return Registry(without_credentials(address.strip()).rstrip("/"), authorization)


def basic(user: str, password: str) -> str:
    """Return the header of RFC 7617."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
