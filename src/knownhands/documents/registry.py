"""What a registry is, what it answered, and one record per row that is read from an answer.

The fields of a row are the columns of its table, in order.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from knownhands.errors import SourceError

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Registry:
    """An address that packages are looked up at.

    Attributes:
        address: without credentials and without a slash at the end.
        authorization: what to send as the Authorization header, to this origin only; "" for nothing.
    """

    address: str
    authorization: str = field(default="", repr=False)

    def secrets(self) -> tuple[str, ...]:
        """Return what must never be shown or stored, in every form in which it may come back."""
        scheme, _, value = self.authorization.partition(" ")
        if scheme != "Basic":
            return (value,) if value else ()
        user, _, password = base64.b64decode(value).decode("utf-8", "replace").partition(":")
        return value, f"{user}:{password}@", f"{quote(user, safe='')}:{quote(password, safe='')}@"


@dataclass(frozen=True, slots=True)
class Target:
    """A package, and the registries that may have it, the first one first."""

    name: str
    registries: tuple[Registry, ...]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a registry gave with its last answer, so that it need not send the same one again."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask a registry.

    Attributes:
        kind: names the interface, in `Body.kind`.
        url: where.
        accept: the media type that is understood.
        is_optional: some registries lack the interface, and answer with a page for people.
    """

    kind: str
    url: str
    accept: str = JSON
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """One answer of a registry.

    Attributes:
        ecosystem: its id.
        item: the package's name.
        kind: which question was asked.
        source: the address that was asked, without credentials.
        status: 200, 304 (as before), 404 (not there) or 406 (no such interface).
        content: as it came, decompressed; None unless the status is 200.
        validators: see there.
    """

    ecosystem: str
    item: str
    kind: str
    source: str
    status: int
    content: bytes | None = None
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of harvesting one package.

    Attributes:
        name: the package's name.
        releases: how many releases the store holds now.
        is_new: whether a registry sent anything that was not known.
        gaps: what could not be read beside it, one sentence each.
        error: why nothing, or not everything, could be read.
    """

    name: str
    releases: int = 0
    is_new: bool = False
    gaps: tuple[str, ...] = ()
    error: SourceError | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """A row of `packages`."""

    ecosystem: str
    name: str
    shown_name: str | None = None
    latest_version: str | None = None
    created_at: int | None = None
    modified_at: int | None = None
    summary: str | None = None
    description: str | None = None
    licence: str | None = None
    homepage: str | None = None
    repository: str | None = None
    organisation: str | None = None
    lifecycle: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A row of `releases`."""

    ecosystem: str
    name: str
    version: str
    published_at: int | None = None
    is_removed: bool | None = None
    is_yanked: bool | None = None
    yanked_reason: str | None = None
    deprecated: str | None = None
    has_install_script: bool | None = None
    requires_runtime: str | None = None
    trusted_publisher: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A row of `release_files`."""

    ecosystem: str
    name: str
    filename: str
    version: str | None = None
    kind: str | None = None
    url: str | None = None
    size_bytes: int | None = None
    unpacked_bytes: int | None = None
    file_count: int | None = None
    sha256: str | None = None
    sha1: str | None = None
    integrity: str | None = None
    uploaded_at: int | None = None
    is_yanked: bool | None = None
    yanked_reason: str | None = None
    provenance: str | None = None
    provenance_type: str | None = None
    signatures: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A row of `people`."""

    ecosystem: str
    name: str
    version: str
    role: str
    person: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A row of `scripts`."""

    ecosystem: str
    name: str
    version: str
    script: str
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A row of `requirements`."""

    ecosystem: str
    name: str
    version: str
    kind: str
    requirement: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A row of `tags`."""

    ecosystem: str
    name: str
    tag: str
    version: str


@dataclass(frozen=True, slots=True)
class Link:
    """A row of `links`."""

    ecosystem: str
    name: str
    label: str
    url: str


Row = Package | Release | ReleaseFile | Person | Script | Requirement | Tag | Link
