"""Say whether a file's hashes are among those that a registry has: what was locked may since have been exchanged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from knownhands.documents.registry import ReleaseFile
from knownhands.harvest.registry.hashes import known, uniform
from knownhands.harvest.registry.purls import read_purl
from knownhands.records import Answer, Evidence, Finding, Severity
from knownhands.scoring.policy import LOCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from knownhands.documents.dependency import Dependency
    from knownhands.records import Score

_QUESTION = "Does the file lock a hash that the registry does not have for this version?"
_REMEDY = "Do not install it before you know whether the registry's files, or the file's hashes, were exchanged."
_UNKNOWN = "the registry gives no hash of that kind, or does not know the version"
_MOST_REFS = 3

Release = tuple[str, str, str | None]


def compare_with_lock(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[Dependency, Score]]) -> list[Score]:
    """Add a finding to the score of each dependency of which the file holds a hash.

    Args:
        connection: a store of packages that holds what registries say of them.
        pairs: each dependency and the score of its package.

    Returns:
        The scores, in order.
    """
    releases = [_release(score) if dependency.hashes else None for dependency, score in pairs]
    given = _given(connection, {one for one in releases if one})
    return [
        _with(score, _finding(dependency.hashes, given[release])) if release else score
        for (dependency, score), release in zip(pairs, releases, strict=True)
    ]


def _release(score: Score) -> Release:
    package = read_purl(score.subject.id)
    return package.ecosystem, package.name, package.version


def _given(connection: duckdb.DuckDBPyConnection, releases: Iterable[Release]) -> dict[Release, set[str]]:
    """Return release → every hash that the registry gives of its files."""
    listed = list(releases)
    columns = ", ".join(field.name for field in fields(ReleaseFile))
    rows = connection.execute(
        f"SELECT {columns} FROM release_files SEMI JOIN (SELECT unnest($ecosystems::VARCHAR[]) AS ecosystem, "  # noqa: S608 - our own names
        "unnest($names::VARCHAR[]) AS name, unnest($versions::VARCHAR[]) AS version) USING (ecosystem, name, version)",
        dict(zip(("ecosystems", "names", "versions"), ([one[at] for one in listed] for at in range(3)), strict=True)),
    ).fetchall()
    found: dict[Release, set[str]] = defaultdict(set)
    for file in (ReleaseFile(*row) for row in rows):
        found[file.ecosystem, file.name, file.version] |= known(file)
    return found


def _finding(hashes: Iterable[str], given: set[str]) -> Finding:
    """Compare the hashes of the kinds that the registry gives; the others say nothing."""
    kinds = {one.partition("-")[0] for one in given}
    locked = [found for one in hashes if (found := uniform(one)) and found.partition("-")[0] in kinds]
    other = [one for one in locked if one not in given]
    if not locked:
        return Finding(LOCK, Severity.HIGH, Answer.UNKNOWN, f"{_QUESTION} unknown; it is when {_UNKNOWN}.")
    if not other:
        return Finding(LOCK, Severity.HIGH, Answer.NO, f"{_QUESTION} no.")
    evidence = tuple(Evidence("field", one) for one in other[:_MOST_REFS])
    return Finding(LOCK, Severity.HIGH, Answer.YES, f"{_QUESTION} yes. {_REMEDY}", evidence)


def _with(score: Score, finding: Finding) -> Score:
    return replace(score, findings=tuple(sorted((*score.findings, finding), key=lambda one: one.check)))
