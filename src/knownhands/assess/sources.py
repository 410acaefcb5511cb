"""Choose whom to ask about packages."""

from __future__ import annotations

from knownhands.cli._packages import find_sources

__all__ = ["find_sources"]
