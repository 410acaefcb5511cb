"""What an archive says of itself: its name, version, summary and where it claims to come from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from knownhands.ecosystems._known import known_ecosystems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from knownhands.harvest.archive.contents import Contents

_LONGEST = 300
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """A row of `artifact_manifests`, without the artifact: "" where there is nothing, None where it cannot be told.

    Attributes:
        ecosystem: whose package it is; None where nothing says so.
        name: as its author spells it.
        version: likewise.
        summary: the short description.
        author: a person's or team's name.
        email: of the author or maintainer.
        homepage: any address that it gives: of a site, a repository or a bug tracker.
        licence: a name or expression.
    """

    ecosystem: str | None = None
    name: str | None = None
    version: str | None = None
    summary: str | None = None
    author: str | None = None
    email: str | None = None
    homepage: str | None = None
    licence: str | None = None


def read_manifest(contents: Contents) -> Manifest:
    """Read what an archive or folder says of itself, as the ecosystem does that is surest; what makes no sense is not known."""
    files = {
        contents.inner_path(member.path): member.body
        for member in contents.members
        if member.body is not None and "!/" not in member.path and len(member.body) <= _LARGEST
    }
    claims = [
        (*claim, ecosystem.id)
        for ecosystem in known_ecosystems().values()
        if ecosystem.archives and (claim := ecosystem.archives.sources_of(contents.form, files))
    ]
    _, sources, ecosystem_id = max(claims, key=lambda claim: claim[0], default=(0, (), None))
    return _merged(ecosystem_id, sources)


def _merged(ecosystem: str | None, sources: Iterable[Mapping[str, str | None]]) -> Manifest:
    """Take each field from the first source that has it; it is empty where all that could be read leave it out."""
    read = [source for source in sources if source]
    if not read:
        return Manifest(ecosystem)
    values: dict[str, str | None] = {}
    for name in (field.name for field in fields(Manifest) if field.name != "ecosystem"):
        stated = [source[name] for source in read if name in source]
        value = next((text for text in stated if text), None)
        # NOTE: half of a character pair can be written in JSON and Python, and in no store.
        clean = (value or "")[:_LONGEST].encode("utf-8", "replace").decode()
        values[name] = clean or (None if None in stated else "")
    return Manifest(ecosystem, **values)
