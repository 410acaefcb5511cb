"""npm's registry, and whatever serves packuments: one JSON document with every version of a package.

Source: https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from knownhands.documents.address import without_credentials
from knownhands.documents.objects import (
    Object,
    clean,
    count,
    mapping,
    moment,
    objects,
    read_object,
    required,
    text,
)
from knownhands.documents.registry import (
    Body,
    Link,
    Package,
    Person,
    Question,
    Release,
    ReleaseFile,
    Requirement,
    Script,
    Tag,
)
from knownhands.ecosystems._rules import RegistryRule
from knownhands.ecosystems.npm.runs import HOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.documents.registry import Row

_REQUIREMENTS = {"runtime": "dependencies", "optional": "optionalDependencies", "peer": "peerDependencies"}
_NO_VERSION = ("created", "modified", "unpublished")


def questions(address: str, name: str) -> tuple[Question, ...]:
    """Return what to ask a registry about a package: its packument."""
    return (Question("packument", f"{address}/{name.replace('/', '%2f')}"),)


def parse(body: Body) -> Iterator[Row]:
    """Yield the rows that a packument holds.

    Raises:
        Unparsable: it is no JSON, or of another shape than a packument has.
    """
    packument = read_object(body)
    times = {clean(version): moment(value) for version, value in required(packument, "time", body).items()}
    tags = mapping(packument.get("dist-tags"))
    links = [(label, url) for label in ("homepage", "repository", "bugs") if (url := _address(packument.get(label)))]
    yield Package(
        "npm",
        body.item,
        shown_name=text(packument.get("name")),
        latest_version=text(tags.get("latest")),
        created_at=times.get("created"),
        modified_at=times.get("modified"),
        summary=text(packument.get("description")),
        description=text(packument.get("readme")),
        licence=_licence(packument.get("license")),
        homepage=text(packument.get("homepage")),
        repository=_address(packument.get("repository")),
    )
    yield from (Link("npm", body.item, label, url) for label, url in links)
    for tag, value in tags.items():
        if version := text(value):
            yield Tag("npm", body.item, clean(tag), version)
    yield from _people(packument, "", body)
    versions = {clean(version): mapping(entry) for version, entry in required(packument, "versions", body).items()}
    stated = {key for entry in versions.values() for key in entry}
    for version, entry in versions.items():
        yield _release(version, entry, stated, times.get(version), body)
        yield from _file(version, entry, body)
        yield from _people(entry, version, body)
        yield from _scripts(version, entry, body)
        yield from _requirements(version, entry, body)
    for version, published_at in times.items():
        if version not in versions and version not in _NO_VERSION:
            yield Release("npm", body.item, version, published_at=published_at, is_removed=True)


def _release(version: str, entry: Object, stated: set[str], published_at: int | None, body: Body) -> Release:
    """Return a version's row.

    What is absent is a no where the registry says yes of another version, and unknown where it never says: some
    mirrors leave whole fields out.
    """
    publisher = mapping(mapping(entry.get("_npmUser")).get("trustedPublisher"))
    return Release(
        "npm",
        body.item,
        version,
        published_at=published_at,
        is_removed=False,
        deprecated=_deprecated(entry, stated),
        has_install_script=_has_install_script(entry, stated),
        requires_runtime=text(mapping(entry.get("engines")).get("node")),
        trusted_publisher=text(publisher.get("id")),
    )


def _deprecated(entry: Object, stated: set[str]) -> str | None:
    if "deprecated" not in entry:
        return "" if "deprecated" in stated else None
    return "" if entry["deprecated"] is False else text(entry["deprecated"])  # old registries write false


def _has_install_script(entry: Object, stated: set[str]) -> bool | None:
    """Believe either: `hasInstallScript` is the registry's word, and many versions are older than it."""
    if entry.get("hasInstallScript") is True:
        return True
    scripts = entry.get("scripts")
    if isinstance(scripts, dict):
        return any(hook in scripts for hook in HOOKS)
    return False if scripts is None and stated & {"scripts", "hasInstallScript"} else None


def _file(version: str, entry: Object, body: Body) -> Iterator[ReleaseFile]:
    dist = mapping(entry.get("dist"))
    if not dist:
        return
    attestations = mapping(dist.get("attestations"))
    signed = dist.get("signatures")
    yield ReleaseFile(
        "npm",
        body.item,
        filename=f"{body.item.rpartition('/')[2]}-{version}.tgz",  # what `npm pack` calls it, wherever it is kept
        version=version,
        kind="tgz",
        url=_absolute(text(dist.get("tarball")), body),
        size_bytes=count(dist.get("size")),
        unpacked_bytes=count(dist.get("unpackedSize")),
        file_count=count(dist.get("fileCount")),
        sha1=text(dist.get("shasum")),
        integrity=text(dist.get("integrity")),
        provenance=_absolute(text(attestations.get("url")), body),
        provenance_type=text(mapping(attestations.get("provenance")).get("predicateType")),
        signatures=len(signed) if isinstance(signed, list) else None,
    )


def _people(entry: Object, version: str, body: Body) -> Iterator[Person]:
    """Yield the maintainers, who published, and whom the author names as author."""
    for maintainer in objects(entry.get("maintainers")):
        yield _person(maintainer, version, "maintainer", body)
    if publisher := mapping(entry.get("_npmUser")):
        yield _person(publisher, version, "publisher", body)
    author = entry.get("author")
    if isinstance(author, dict):
        yield _person(author, version, "author", body)
    elif isinstance(author, str):
        yield Person("npm", body.item, version, "author", text(author))


def _person(entry: Object, version: str, role: str, body: Body) -> Person:
    return Person("npm", body.item, version, role, text(entry.get("name")), text(entry.get("email")))


def _scripts(version: str, entry: Object, body: Body) -> Iterator[Script]:
    for script, command in mapping(entry.get("scripts")).items():
        yield Script("npm", body.item, version, clean(script), text(command))


def _requirements(version: str, entry: Object, body: Body) -> Iterator[Requirement]:
    """Yield each once: the registry repeats what is optional among what is needed."""
    optional = mapping(entry.get("optionalDependencies"))
    for kind, key in _REQUIREMENTS.items():
        for name, specifier in mapping(entry.get(key)).items():
            if kind != "runtime" or name not in optional:
                yield Requirement("npm", body.item, version, kind, f"{clean(name)}@{text(specifier) or ''}")


def _licence(value: object) -> str | None:
    return text(value) or text(mapping(value).get("type"))


def _address(value: object) -> str | None:
    address = text(value) or text(mapping(value).get("url"))
    return without_credentials(address) or None if address else None


def _absolute(url: str | None, body: Body) -> str | None:
    try:
        return without_credentials(urljoin(body.source, url)) if url else None
    except ValueError:
        return None


REGISTRY = RegistryRule(
    1,
    questions,
    parse,
    tells_requirements=True,
    installed_kinds=tuple(_REQUIREMENTS),
    address=r"(?is)^@?[^@]+@\s*((git|ssh|https?|ftp|file|link|portal|github|gitlab|bitbucket|gist)[+:@]|~?/|\.\.?/"
    r"|[a-z0-9_-][a-z0-9_.-]*/[a-z0-9_.-]+(#|$))",
)
