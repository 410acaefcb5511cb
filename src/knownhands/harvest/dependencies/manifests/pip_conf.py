"""pip's own settings: the indexes that it asks, and whom it trusts without a certificate."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest
from knownhands.harvest.dependencies.tables import read_settings

_KEYS = frozenset({"index-url", "extra-index-url", "find-links", "trusted-host", "index"})


def read(body: bytes) -> Contents:
    """Read every section."""
    return Contents(
        indexes=tuple(
            Index("pypi", key, address)
            for _, key, value in read_settings(body)
            if key in _KEYS
            for address in value.split()
        )
    )


MANIFEST = Manifest("pip_conf", "pypi", re.compile(r"(?:^|/)(?:pip\.(?:conf|ini)|\.pypirc|pydistutils\.cfg)$"), read)
