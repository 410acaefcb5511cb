"""What the two formats for bills of materials share: packages named by purl."""

from __future__ import annotations

from knownhands.harvest.dependencies.names import gap, package
from knownhands.harvest.dependencies.records import Dependency


def from_purl(text: str, name: str, version: str | None, hashes: tuple[str, ...], source: str) -> Dependency:
    """Make a dependency of a purl; without a proper one, of the name alone, with a gap.

    A package of an ecosystem other than pypi and npm has no gap here: whether it can be looked up is not for the
    file's reader to know.
    """
    from packageurl import PackageURL

    try:
        purl = PackageURL.from_string(text) if text else None
    except ValueError:
        purl = None
    if purl is None:
        return Dependency("", name, version, "", hashes, source=source, gap=gap("no purl", text))
    why = ""
    qualifiers = purl.qualifiers if isinstance(purl.qualifiers, dict) else {}
    for key, kind in (("vcs_url", "vcs"), ("download_url", "url")):
        if address := qualifiers.get(key):
            why = gap(kind, address)
    if purl.type in ("pypi", "npm"):
        whole = f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name
        return package(purl.type, whole, purl.version or version, hashes=hashes, source=source, gap=why)
    why = why or ("" if purl.version else gap("unpinned"))
    return Dependency(purl.to_string(), purl.name, purl.version or version, purl.type, hashes, source=source, gap=why)
