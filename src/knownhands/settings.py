"""The only reader of environment variables and configuration files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WORKERS = min(os.cpu_count() or 1, 4)
"""Git processes at a time."""

GIT_SECONDS = 600
"""After so long a git process that reads a repository is stopped. Chosen by eye, for large
histories on slow disks."""

CLONE_SECONDS = 4 * 3600
"""The same for one that clones or fetches."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment decides.

    Attributes:
        cache: where stores and clones are kept; `KNOWNHANDS_CACHE`, else the system's cache folder.
    """

    cache: Path


def load() -> Settings:
    """Read the environment."""
    return Settings(cache=_cache())


def packages_path(cache: Path) -> Path:
    """Return where the store of packages is kept unless the user names another place."""
    return cache / "stores" / "packages.duckdb"


def environment() -> Mapping[str, str]:
    """Return the environment as it is now, for settings that belong to other programs: installers."""
    return dict(os.environ)


def _cache() -> Path:
    named = os.environ.get("KNOWNHANDS_CACHE")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("knownhands", appauthor=False)
