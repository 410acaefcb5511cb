"""Which package a person means: a purl, or an ecosystem, a colon and a name."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import UsageError

_ELSEWHERE = ("repository_url", "download_url", "vcs_url")


@dataclass(frozen=True, slots=True)
class PackageName:
    """A package as somebody asked for it.

    Attributes:
        ecosystem: its id.
        name: as its registry looks it up.
        version: as it was typed; None for the registry's latest.
    """

    ecosystem: str
    name: str
    version: str | None = None

    def purl(self, version: str | None = None) -> str:
        """Return the purl, of another version where one is given."""
        return known_ecosystems()[self.ecosystem].purl(self.name, version or self.version)


def read_purl(text: str) -> PackageName:
    """Understand a purl, an ecosystem's id, a colon, a name and perhaps @ and a version, or what an installer takes.

    >>> read_purl("pypi:Tea_Pot@1.0") == read_purl("Tea_Pot==1.0")
    True

    Raises:
        UsageError: it is nothing of the kind, is of an ecosystem that is not read here, or names a place of its own.
    """
    if not text.isprintable():  # a lone surrogate, which no store takes, is not
        raise UsageError(f"{text!r} names no package.", _hint())
    ecosystem, name, version = _from_purl(text) if text.startswith("pkg:") else _from_pin(text) or _from_short(text)
    known = known_ecosystems()
    if ecosystem not in known:
        titles = ", ".join(kind.title for kind in known.values())
        raise UsageError(f"{text!r} names no package of a kind that is read here ({titles}).", _hint())
    return PackageName(ecosystem, known[ecosystem].normalise(name), version or None)


def _from_purl(text: str) -> tuple[str, str, str | None]:
    from packageurl import PackageURL

    try:
        # NOTE: what packageurl calls normal may be another package of the registry, see `Ecosystem.purl`.
        purl = PackageURL.from_string(text, normalize_purl=False)
    except ValueError as cause:
        raise UsageError(f"{text!r} is no purl.", _hint()) from cause
    elsewhere = [key for key in _ELSEWHERE if key in (purl.qualifiers or {})]
    if elsewhere:
        raise UsageError(
            f"{text!r} has a {elsewhere[0]}, and only the registries of the installer's settings are asked.",
            "Leave it out.",
        )
    name = f"{purl.namespace}/{purl.name}" if purl.namespace else str(purl.name)
    return str(purl.type), unquote(name), unquote(purl.version) if purl.version else None


def _from_pin(text: str) -> tuple[str, str, str] | None:
    """Read a name and a version as the one installer that writes them so does; None where there is no such sign."""
    for ecosystem in (ecosystem for ecosystem in known_ecosystems().values() if ecosystem.pin):
        name, sign, version = text.removeprefix(f"{ecosystem.id}:").partition(ecosystem.pin)
        if not sign or ":" in name:
            continue
        if ecosystem.versions.place(version) is None:
            raise UsageError(f"{text!r} names no exact version.", _hint())
        return ecosystem.id, name, version
    return None


def _from_short(text: str) -> tuple[str, str, str]:
    ecosystem, _, rest = text.partition(":")
    at = rest.find("@", 1)
    return (ecosystem, rest[:at], rest[at + 1 :]) if at > 0 else (ecosystem, rest, "")


def _hint() -> str:
    return f"Write {', '.join(example for ecosystem in known_ecosystems().values() for example in ecosystem.examples)}."
