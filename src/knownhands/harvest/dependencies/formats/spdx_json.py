"""SPDX 2.2 and 2.3 bills of materials, in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.documents.dependency import Found, Reader
from knownhands.documents.graph import connect
from knownhands.documents.tree import parse_json
from knownhands.errors import Unparsable
from knownhands.harvest.dependencies.bill import from_purl

if TYPE_CHECKING:
    from knownhands.documents.dependency import Dependency
    from knownhands.documents.document import Document
    from knownhands.documents.tree import Node


def read(document: Document) -> Found:
    """Read the packages; what the document describes is the project, where paths begin."""
    root = parse_json(document)
    if not root["spdxVersion"].need().startswith("SPDX-2."):
        raise Unparsable(f"{root.place}/spdxVersion is not one that we read, 2.2 or 2.3.", "Write it as SPDX 2.3.")
    own = {item.text() for item in root["documentDescribes"]}
    edges: dict[str, list[str]] = {}
    for item in root["relationships"]:
        kind = item["relationshipType"].text()
        element, other = item["spdxElementId"].text(), item["relatedSpdxElement"].text()
        if kind == "DESCRIBES":
            own.add(other)
        elif kind == "DEPENDS_ON":
            edges.setdefault(element, []).append(other)
        elif kind.endswith("DEPENDENCY_OF"):
            edges.setdefault(other, []).append(element)
    entries = {item["SPDXID"].need(): _entry(item) for item in root["packages"]}
    # A document may describe all its packages one by one; then none of them is the project.
    own = {key for key in own if key in edges or (key in entries and not entries[key].purl)}
    direct = [other for key in sorted(own) for other in edges.get(key, ())]
    entries = {key: entry for key, entry in entries.items() if key not in own}
    return Found(connect(entries, direct or None, edges))


def _entry(item: Node) -> Dependency:
    purls = [
        reference["referenceLocator"].text()
        for reference in item["externalRefs"]
        if reference["referenceType"].text() == "purl"
    ]
    hashes = tuple(
        f"{checksum['algorithm'].need().lower()}:{checksum['checksumValue'].need()}" for checksum in item["checksums"]
    )
    version = item["versionInfo"].text() or None
    return from_purl(purls[0] if purls else "", item["name"].need(), version, hashes, item.place)


def _recognises(document: Document) -> bool:
    return document.name.endswith(".json") and '"spdxVersion"' in document.text


READER = Reader("spdx_json", "SPDX JSON", ("*.spdx.json",), _recognises, read)
