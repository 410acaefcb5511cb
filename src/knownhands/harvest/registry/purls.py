"""Which package a person means: a purl, or an ecosystem, a colon and a name."""

from __future__ import annotations

from dataclasses import dataclass

from knownhands.errors import UsageError
from knownhands.harvest.registry import npm, pypi

HARVESTERS = {one.id: one for one in (pypi.HARVESTER, npm.HARVESTER)}
"""Ecosystem → how its registries are asked."""

_HINT = "Write pkg:pypi/NAME@VERSION, pkg:npm/NAME@VERSION, pypi:NAME or npm:@SCOPE/NAME@VERSION."
_ELSEWHERE = ("repository_url", "download_url", "vcs_url")


@dataclass(frozen=True, slots=True)
class PackageName:
    """A package as somebody asked for it.

    Attributes:
        ecosystem: 'pypi' or 'npm'.
        name: as its registry looks it up.
        version: as it was typed; None for the registry's latest.
    """

    ecosystem: str
    name: str
    version: str | None = None

    def purl(self, version: str | None = None) -> str:
        """Return the canonical purl, of another version where one is given.

        >>> PackageName("npm", "@kettles/pots").purl("1.0")
        'pkg:npm/%40kettles/pots@1.0'
        """
        from packageurl import PackageURL

        scope, _, short = self.name.rpartition("/")
        return str(PackageURL(self.ecosystem, scope or None, short, version or self.version).to_string())


def read_purl(text: str) -> PackageName:
    """Understand `pkg:pypi/requests@2.32.3`, `pypi:requests`, `npm:@types/node@22.0.0` and the like.

    Raises:
        UsageError: it is nothing of the kind, is of an ecosystem that is not read here, or names a place of its own.
    """
    ecosystem, name, version = _from_purl(text) if text.startswith("pkg:") else _from_short(text)
    if ecosystem not in HARVESTERS:
        raise UsageError(f"{text!r} names no package of PyPI's or npm's kind.", _HINT)
    return PackageName(ecosystem, HARVESTERS[ecosystem].normalise(name), version or None)


def _from_purl(text: str) -> tuple[str, str, str | None]:
    from packageurl import PackageURL

    try:
        found = PackageURL.from_string(text)
    except ValueError as cause:
        raise UsageError(f"{text!r} is no purl.", _HINT) from cause
    elsewhere = [key for key in _ELSEWHERE if key in (found.qualifiers or {})]
    if elsewhere:
        raise UsageError(
            f"{text!r} has a {elsewhere[0]}, and only the registries that pip and npm use are asked.", "Leave it out."
        )
    name = f"{found.namespace}/{found.name}" if found.namespace else str(found.name)
    return str(found.type), name, found.version


def _from_short(text: str) -> tuple[str, str, str]:
    ecosystem, _, rest = text.partition(":")
    at = rest.find("@", 1)
    return (ecosystem, rest[:at], rest[at + 1 :]) if at > 0 else (ecosystem, rest, "")
