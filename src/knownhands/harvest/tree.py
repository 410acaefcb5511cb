"""Read what a repository holds at a release's tag, as if it were an archive."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import NotFound, Unparsable
from knownhands.harvest.archive.artifact import keep
from knownhands.harvest.archive.contents import Limits
from knownhands.harvest.archive.reader import read_bytes
from knownhands.harvest.git.process import open_repository
from knownhands.harvest.registry.downloads import ReleaseName

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import duckdb

    from knownhands.harvest.git.process import Repository

_TAGS = "refs/tags/"
_MOST_BYTES = Limits().total_bytes


def harvest_tree(
    connection: duckdb.DuckDBPyConnection, repository_path: Path, release: ReleaseName | None, tag: str = ""
) -> str | None:
    """Store what a clone holds at the tag of a release; nothing is checked out.

    Args:
        connection: a package store.
        repository_path: a local clone.
        release: the release; None is not known.
        tag: the tag itself, where somebody knows it.

    Returns:
        The SHA-256 by which the tables name it; None where no tag says that it is this release.

    Raises:
        NotFound: there is no repository, or no such tag.
        Unparsable: an object is damaged or missing, or there is too much to read.
    """
    repository = open_repository(repository_path, os.fsencode(repository_path).decode("utf-8", "replace"))
    commit = _named(repository, tag) if tag else _tagged(repository, release)
    if commit is None:
        return None
    _refuse_too_large(repository, commit)
    # Read through a repository without a work tree, this option makes git heed no attributes: what they would leave
    # out of an archive is in most sdists.
    packed = repository.run("archive", "--format=tar", "--worktree-attributes", "--prefix=tree/", commit)
    artifact = hashlib.sha256(packed).hexdigest()
    keep(connection, artifact, read_bytes("tree", packed))
    return artifact


def release_of(filename: str) -> ReleaseName | None:
    """Return the release that an archive's file name says, None where it says none."""
    for ecosystem in known_ecosystems().values():
        if release := ecosystem.release_of(filename):
            return ReleaseName(ecosystem.id, *release)
    return None


def find_tags(tags: Iterable[str], release: ReleaseName) -> list[str]:
    """Return the tags that name a release, the likeliest first: those with the package's name, then the others."""
    named = "[-_.]?".join(re.escape(part) for part in re.split(r"[-_.]+", release.name) if part)
    form = re.compile(rf"(?:({named})[-_@/]?)?(?:(?:releases?|rel|version|ver)[-_/.]?)?v?[-_.]?(\d.*)", re.IGNORECASE)
    ranked = []
    for tag in tags:
        match = form.fullmatch(tag)
        if match and _is_same(match[2], release):
            ranked.append((not (named and match[1]), match[2] != release.version, tag))
    return [tag for *_, tag in sorted(ranked)]


def _tagged(repository: Repository, release: ReleaseName | None) -> str | None:
    if release is None:
        return None
    tags = [ref.removeprefix(_TAGS) for ref, _ in repository.refs() if ref.startswith(_TAGS)]
    commits = (repository.resolve(f"{_TAGS}{tag}^{{commit}}") for tag in find_tags(tags, release))
    return next((commit for commit in commits if commit), None)


def _named(repository: Repository, tag: str) -> str:
    commit = repository.resolve(f"{_TAGS}{tag}^{{commit}}")
    if commit is None:
        raise NotFound(
            f"{repository.source} has no tag {tag!r}.", "Fetch it (`git fetch --tags`), or check the spelling."
        )
    return commit


def _is_same(said: str, release: ReleaseName) -> bool:
    if said == release.version:
        return True
    bound = known_ecosystems()[release.ecosystem].versions.bound
    said = said if "." in said else said.replace("_", ".").replace("-", ".")
    return (meant := bound(release.version)) is not None and bound(said) == meant


def _refuse_too_large(repository: Repository, commit: str) -> None:
    """Git would hand over all of it at once."""
    listed = repository.run("ls-tree", "-r", "-l", "-z", "--full-tree", commit).split(b"\0")
    sizes = (line.partition(b"\t")[0].split()[-1] for line in listed if line)
    size = sum(int(digits) for digits in sizes if digits.isdigit())
    if size > _MOST_BYTES:
        raise Unparsable(
            f"{repository.source} holds {size:,} bytes at that tag, more than is read.", "Compare it without --repo."
        )
