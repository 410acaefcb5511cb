"""Which certificates are trusted when a registry is asked."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from knownhands.errors import UsageError

if TYPE_CHECKING:
    from knownhands.documents.configuration import Configuration


def trust(configuration: Configuration) -> ssl.SSLContext:
    """Return the certificates to trust: those configured, else those that httpx trusts.

    Raises:
        UsageError: they cannot be read.
    """
    import httpx

    try:
        if configuration.certificates:
            is_folder = Path(configuration.certificates).is_dir()
            file, folder = (None, configuration.certificates) if is_folder else (configuration.certificates, None)
            context = ssl.create_default_context(cafile=file, capath=folder)
        else:
            context = httpx.create_ssl_context()
        if configuration.extra_certificates:
            context.load_verify_locations(configuration.extra_certificates)
    except OSError as cause:  # ssl.SSLError is one
        where = configuration.certificates or configuration.extra_certificates
        raise UsageError(f"The certificates {where} cannot be read.", "Look at the installer's settings.") from cause
    return context
