"""The rows that a Python package index's two documents hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename
from packaging.version import InvalidVersion

from knownhands.documents.address import without_credentials
from knownhands.documents.objects import (
    Object,
    clean,
    count,
    mapping,
    moment,
    objects,
    required,
    required_objects,
    text,
)
from knownhands.documents.registry import Body, Link, Package, Person, Release, ReleaseFile, Requirement
from knownhands.ecosystems.pypi.versions import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packaging.version import Version

    from knownhands.documents.registry import Row

_REPOSITORY = ("source", "source code", "repository", "code", "github", "gitlab", "sourcecode")


def parse_json(document: Object, body: Body) -> Iterator[Row]:
    """Yield what the JSON document of a project says.

    Raises:
        Unparsable: it has another shape.
    """
    info = required(document, "info", body)
    links = [(clean(label), url) for label, value in mapping(info.get("project_urls")).items() if (url := text(value))]
    ownership = mapping(info.get("ownership") or document.get("ownership"))
    yield Package(
        "pypi",
        body.item,
        shown_name=text(info.get("name")),
        latest_version=text(info.get("version")),
        summary=text(info.get("summary")),
        description=text(info.get("description")),
        licence=text(info.get("license_expression")) or text(info.get("license")),
        homepage=text(info.get("home_page")) or _labelled(links, ("homepage", "home", "home-page", "home page")),
        repository=_labelled(links, _REPOSITORY),
        organisation=text(ownership.get("organization")),
    )
    yield from (Link("pypi", body.item, label, url) for label, url in links)
    for holder in objects(ownership.get("roles")):
        role = (text(holder.get("role")) or "maintainer").lower()
        yield Person("pypi", body.item, "", role, text(holder.get("user")))
    yield from _authors(info, body)
    latest, requirements = text(info.get("version")), info.get("requires_dist")
    if latest is not None and isinstance(requirements, list):
        for requirement in filter(None, map(text, requirements)):
            kind = "optional" if re.search(r";.*\bextra\s*==", requirement) else "runtime"
            yield Requirement("pypi", body.item, latest, kind, requirement)
    for version, files in required(document, "releases", body).items():
        entries = required_objects(files, "releases", body)
        yield from _release_and_files(
            clean(version), [_json_file(clean(version), entry, body) for entry in entries], body
        )


def _authors(info: Object, body: Body) -> Iterator[Person]:
    for role, key in (("author", "author"), ("author-maintainer", "maintainer")):
        person, email = text(info.get(key)) or None, text(info.get(f"{key}_email")) or None
        if person or email:
            yield Person("pypi", body.item, "", role, person, email)


def _labelled(links: list[tuple[str, str]], labels: tuple[str, ...]) -> str | None:
    return next((url for label, url in links if label.lower() in labels), None)


def _json_file(version: str, entry: Object, body: Body) -> tuple[ReleaseFile, str | None]:
    filename = text(entry.get("filename")) or ""
    row = ReleaseFile(
        "pypi",
        body.item,
        filename,
        version=version,
        kind=text(entry.get("packagetype")),
        url=_absolute(text(entry.get("url")), body),
        size_bytes=count(entry.get("size")),
        sha256=text(mapping(entry.get("digests")).get("sha256")),
        uploaded_at=moment(entry.get("upload_time_iso_8601") or entry.get("upload_time")),
        is_yanked=_is_yanked(entry.get("yanked")),
        yanked_reason=text(entry.get("yanked_reason")),
    )
    return row, text(entry.get("requires_python"))


def _release_and_files(
    version: str, files: list[tuple[ReleaseFile, str | None]], body: Body
) -> Iterator[Release | ReleaseFile]:
    """Yield a release, summed up from its files, and those files."""
    rows = [row for row, _ in files if row.filename]
    times = [row.uploaded_at for row in rows if row.uploaded_at is not None]
    yanks = [row.is_yanked for row in rows]
    yield Release(
        "pypi",
        body.item,
        version,
        published_at=min(times, default=None),
        is_removed=not files,
        is_yanked=None if not yanks or None in yanks else all(yanks),
        yanked_reason=next((row.yanked_reason for row in rows if row.yanked_reason), None),
        requires_runtime=next((runtime for _, runtime in files if runtime), None),
    )
    yield from rows


def parse_simple(document: Object, body: Body) -> Iterator[Row]:
    """Yield what the simple index says of a project.

    Raises:
        Unparsable: it has another shape.
    """
    status = text(mapping(document.get("project-status")).get("status")) or text(document.get("project-status"))
    meta = mapping(document.get("meta"))
    yield Package("pypi", body.item, lifecycle=status or text(meta.get("project-status")))
    listed = document.get("versions")
    spelled = {
        place(version) or version: clean(version)
        for version in (listed if isinstance(listed, list) else [])
        if isinstance(version, str)
    }
    releases: dict[str, list[tuple[ReleaseFile, str | None]]] = {version: [] for version in spelled.values()}
    for entry in required_objects(document.get("files"), "files", body):
        row, runtime = _simple_file(entry, spelled, body)
        if row.version is not None:
            releases.setdefault(row.version, []).append((row, runtime))
        elif row.filename:
            yield row
    for version, files in releases.items():
        yield from _release_and_files(version, files, body)


def _simple_file(entry: Object, spelled: dict[Version | str, str], body: Body) -> tuple[ReleaseFile, str | None]:
    filename = text(entry.get("filename")) or ""
    yanked = entry.get("yanked")
    kind, version = _from_filename(filename)
    row = ReleaseFile(
        "pypi",
        body.item,
        filename,
        version=None if version is None else spelled.setdefault(version, str(version)),
        kind=kind,
        url=_absolute(text(entry.get("url")), body),
        size_bytes=count(entry.get("size")),
        sha256=text(mapping(entry.get("hashes")).get("sha256")),
        uploaded_at=moment(entry.get("upload-time")),
        is_yanked=_is_yanked(yanked),
        yanked_reason=text(yanked),
        provenance=_absolute(text(entry.get("provenance")), body),
    )
    return row, text(entry.get("requires-python"))


def _is_yanked(value: object) -> bool | None:
    """PEP 592: a text is the reason, and even an empty one means yes; PEP 691 has a false for no."""
    return value if isinstance(value, bool) else True if isinstance(value, str) else None


def _absolute(url: str | None, body: Body) -> str | None:
    try:
        return without_credentials(urljoin(body.source, url)) if url else None
    except ValueError:
        return None


def _from_filename(filename: str) -> tuple[str | None, Version | None]:
    try:
        if filename.endswith(".whl"):
            return "bdist_wheel", parse_wheel_filename(filename)[1]
        return "sdist", parse_sdist_filename(filename)[1]
    except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
        return None, None
