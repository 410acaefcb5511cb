"""Where the archives of JavaScript packages come from."""

from __future__ import annotations

from knownhands.documents.gaps import origin


def tarball_origin(address: str, name: str) -> str:
    """Say where a JavaScript archive comes from: empty for a registry, which serves `…/name/-/name-1.0.tgz`.

    NOTE: any host can serve that path. Whether the host is the configured registry is for whoever knows the settings.
    """
    if address.lower().startswith(("http:", "https:")) and f"/{name}/-/" in address.replace("%2f", "/"):
        return ""
    return origin(address)
