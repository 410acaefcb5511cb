"""Say whether a file's hashes are among those that a registry has: what was locked may since have been exchanged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING

from knownhands.declarations import Severity
from knownhands.documents.registry import ReleaseFile
from knownhands.harvest.registry.hashes import known, uniform
from knownhands.records import Answer, Evidence, Finding
from knownhands.scoring.policy import LOCK

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import duckdb

    from knownhands.harvest.registry.downloads import ReleaseName

_QUESTION = "Does the file lock a hash that the registry does not have for this version?"
_REMEDY = "Do not install it before you know whether the registry's files, or the file's hashes, were exchanged."
_UNKNOWN = "the registry gives no hash of that kind, or does not know the version"
_MOST_REFS = 3


def compare_with_lock(
    connection: duckdb.DuckDBPyConnection,
    releases: Sequence[ReleaseName | None],
    hashes: Sequence[Collection[str]],
) -> list[Finding | None]:
    """Compare the hashes that a dependency file holds with a registry's.

    Args:
        connection: a store of packages that holds what registries say of them.
        releases: in order; None where there is none.
        hashes: of each, in the same order.

    Returns:
        One finding for each release of which the file holds a hash.
    """
    pairs = list(zip(releases, hashes, strict=True))
    given = _given(connection, [release for release, own in pairs if release and own])
    return [_finding(own, given[release]) if release and own else None for release, own in pairs]


def _given(connection: duckdb.DuckDBPyConnection, releases: Sequence[ReleaseName]) -> dict[ReleaseName, set[str]]:
    """Return release → every hash that the registry gives of its files."""
    given: dict[ReleaseName, set[str]] = {release: set() for release in releases}
    if not given:
        return given
    columns = ", ".join(field.name for field in fields(ReleaseFile))
    rows = connection.execute(
        f"SELECT {columns} FROM release_files SEMI JOIN (SELECT unnest($ecosystems::VARCHAR[]) AS ecosystem, "  # noqa: S608 - our own names
        "unnest($names::VARCHAR[]) AS name, unnest($versions::VARCHAR[]) AS version) USING (ecosystem, name, version)",
        {
            "ecosystems": [release.ecosystem for release in releases],
            "names": [release.name for release in releases],
            "versions": [release.version for release in releases],
        },
    ).fetchall()
    by_name: dict[tuple[str, str, str | None], set[str]] = defaultdict(set)
    for file in (ReleaseFile(*row) for row in rows):
        by_name[file.ecosystem, file.name, file.version] |= known(file)
    return {release: by_name[release.ecosystem, release.name, release.version] for release in given}


def _finding(hashes: Collection[str], given: set[str]) -> Finding:
    """Compare the hashes of the kinds that the registry gives; the others say nothing."""
    kinds = {hash_.partition("-")[0] for hash_ in given}
    locked = [hash_ for own in sorted(hashes) if (hash_ := uniform(own)) and hash_.partition("-")[0] in kinds]
    other = [hash_ for hash_ in locked if hash_ not in given]

    def finding(answer: Answer, words: str, remedy: str = "") -> Finding:
        evidence = tuple(Evidence("field", hash_) for hash_ in other[:_MOST_REFS])
        return Finding(LOCK, Severity.HIGH, answer, f"{_QUESTION} {words}", remedy, evidence, "provenance")

    if not locked:
        return finding(Answer.UNKNOWN, f"unknown; it is when {_UNKNOWN}.")
    return finding(Answer.YES, "yes.", _REMEDY) if other else finding(Answer.NO, "no.")
