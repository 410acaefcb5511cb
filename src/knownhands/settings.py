"""The only reader of environment variables and configuration files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment decides.

    Attributes:
        cache: where stores and clones are kept; `KNOWNHANDS_CACHE`, else the system's cache folder.
        workers: git processes at a time; `KNOWNHANDS_WORKERS`, else the number of cores, at most 4.
    """

    cache: Path
    workers: int


def load() -> Settings:
    """Read the environment."""
    return Settings(cache=_cache(), workers=_workers())


def _cache() -> Path:
    named = os.environ.get("KNOWNHANDS_CACHE")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("knownhands", appauthor=False)


def _workers() -> int:
    named = os.environ.get("KNOWNHANDS_WORKERS", "")
    return int(named) if named.isdigit() and int(named) > 0 else min(os.cpu_count() or 1, 4)
