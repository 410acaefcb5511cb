"""What the two formats for bills of materials share: packages named by purl."""

from __future__ import annotations

from urllib.parse import unquote

from knownhands.documents.dependency import Dependency
from knownhands.documents.gaps import gap
from knownhands.ecosystems._known import known_ecosystems


def from_purl(text: str, name: str, version: str | None, hashes: tuple[str, ...], source: str) -> Dependency:
    """Make a dependency of a purl; without a proper one, of the name alone, with a gap.

    A package of an ecosystem that is not read here has no gap: whether it can be looked up is not for the file's
    reader to know.
    """
    from packageurl import PackageURL

    try:
        # NOTE: what packageurl calls normal may be another package of the registry, see `Ecosystem.purl`.
        given, purl = PackageURL.from_string(text, normalize_purl=False), PackageURL.from_string(text)
    except ValueError:
        return Dependency("", name, version, "", hashes, source=source, gap=gap("no purl", text))
    why = ""
    qualifiers = purl.qualifiers if isinstance(purl.qualifiers, dict) else {}
    for key, kind in (("vcs_url", "vcs"), ("download_url", "url")):
        if address := qualifiers.get(key):
            why = gap(kind, address)
    if ecosystem := known_ecosystems().get(str(purl.type)):
        whole = unquote(f"{given.namespace}/{given.name}" if given.namespace else given.name)
        return ecosystem.dependency(whole, purl.version or version, hashes=hashes, source=source, gap=why)
    why = why or ("" if purl.version else gap("unpinned"))
    return Dependency(purl.to_string(), purl.name, purl.version or version, purl.type, hashes, source=source, gap=why)
