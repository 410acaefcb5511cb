"""Where Python packages come from."""

from __future__ import annotations

from knownhands.documents.address import origin, split
from knownhands.documents.configuration import default_site
from knownhands.documents.gaps import gap


def index_gap(address: str) -> str:
    """Say which index a file names: empty for the home of all Python packages, and where it names none.

    NOTE: whether another one is an index that pip is told to ask is for whoever knows pip's settings.
    """
    if not address or (split(address) and origin(address) == origin(default_site("pkg:pypi/any@1"))):
        return ""
    return gap("index", address)
