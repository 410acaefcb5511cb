"""CycloneDX bills of materials, in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.documents.dependency import Found, Reader
from knownhands.documents.graph import connect
from knownhands.documents.tree import parse_json
from knownhands.harvest.dependencies.bill import from_purl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.documents.dependency import Dependency
    from knownhands.documents.document import Document
    from knownhands.documents.tree import Node

_OTHER = frozenset(
    {"file", "data", "device", "firmware", "device-driver", "machine-learning-model", "operating-system"}
)


def read(document: Document) -> Found:
    """Read the components that are packages; metadata.component is the project, where paths begin, and may hold some."""
    root = parse_json(document)
    main = root["metadata"]["component"]
    entries: dict[str, Dependency] = {}
    for item in (*_components(root["components"]), *_components(main["components"])):
        reference = item["bom-ref"].text()
        # A second one of the same reference must not hide the first.
        entries[item.place if not reference or reference in entries else reference] = _entry(item)
    edges: dict[str, list[str]] = {}
    for item in root["dependencies"]:
        edges.setdefault(item["ref"].text(), []).extend(other.text() for other in item["dependsOn"])
    project = main["bom-ref"].text()
    return Found(connect(entries, edges.get(project) or None, edges))


def _components(components: Node) -> Iterator[Node]:
    """Give the packages, also those inside others."""
    waiting = [components]
    for table in waiting:
        for item in table:
            waiting.append(item["components"])
            if item["type"].text() not in _OTHER:
                yield item


def _entry(item: Node) -> Dependency:
    hashes = tuple(
        f"{hash_['alg'].need().lower().replace('sha-', 'sha')}:{hash_['content'].need()}" for hash_ in item["hashes"]
    )
    return from_purl(item["purl"].text(), item["name"].need(), item["version"].text() or None, hashes, item.place)


def _recognises(document: Document) -> bool:
    return '"bomFormat"' in document.text and '"CycloneDX"' in document.text


READER = Reader("cyclonedx_json", "CycloneDX JSON", ("*.cdx.json", "bom.json"), _recognises, read)
