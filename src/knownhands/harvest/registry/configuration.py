"""Where packages are looked up: what pip and npm were told, else what packageurl knows of every package's home."""

from __future__ import annotations

import base64
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from knownhands.errors import UsageError
from knownhands.harvest.registry.address import split, without_credentials
from knownhands.harvest.registry.records import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one installer was told.

    Attributes:
        registries: in the order in which they are asked.
        scopes: npm only: '@scope' → its own registry.
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
        raise UsageError(f"{shown!r} is no http or https address.", "Look at the configuration of pip or npm.")
    if parts.username:
        authorization = basic(unquote(parts.username), unquote(parts.password or ""))
    return Registry(without_credentials(address.strip()).rstrip("/"), authorization)


def basic(user: str, password: str) -> str:
    """Return the header of RFC 7617."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def trust(found: Configuration) -> ssl.SSLContext:
    """Return the certificates to trust: those configured, else those that httpx trusts.

    Raises:
        UsageError: they cannot be read.
    """
    import httpx

    try:
        if found.certificates:
            is_folder = Path(found.certificates).is_dir()
            file, folder = (None, found.certificates) if is_folder else (found.certificates, None)
            context = ssl.create_default_context(cafile=file, capath=folder)
        else:
            context = httpx.create_ssl_context()
        if found.extra_certificates:
            context.load_verify_locations(found.extra_certificates)
    except OSError as cause:  # ssl.SSLError is one
        where = found.certificates or found.extra_certificates
        raise UsageError(
            f"The certificates {where} cannot be read.", "Look at the configuration of pip or npm."
        ) from cause
    return context
