"""Score an archive or folder by what it holds, and by what it is compared with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knownhands.checks.assemble import check_packages
from knownhands.harvest.archive.artifact import harvest_artifact
from knownhands.harvest.tree import harvest_tree, release_of
from knownhands.records import Band, ModelRef, Score, Subject, Unknown
from knownhands.scoring.judge import judge
from knownhands.store import package_subjects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    from knownhands.learn.artefact import Artefact


@dataclass(frozen=True, slots=True)
class Beside:
    """What an archive is compared with; None is not at hand, and is not asked about.

    Attributes:
        previous: the archive or folder of the release before.
        sdist: of the same release, for a wheel.
        repository: a local clone.
        tag: the release's tag in that clone; "" looks for one.
    """

    previous: Path | None = None
    sdist: Path | None = None
    repository: Path | None = None
    tag: str = ""


_ALONE = Beside()


def score_artifact(
    connection: duckdb.DuckDBPyConnection, path: Path, model: Artefact, beside: Beside = _ALONE
) -> Score:
    """Read an archive or folder, judge it, and ask every check about it.

    Args:
        connection: a package store; what is read is kept there.
        path: an archive, or a folder.
        model: of packages.
        beside: what to compare it with.

    Raises:
        NotFound: there is nothing at a path, no repository, or no such tag.
        Unparsable: the repository cannot be read.
    """
    artifact = harvest_artifact(connection, path)
    row = {
        "artifact": artifact,
        "previous": harvest_artifact(connection, beside.previous) if beside.previous else None,
        "sibling": harvest_artifact(connection, beside.sdist) if beside.sdist else None,
        "tree": _tree(connection, path, beside),
    }
    package_subjects.prepare(connection)
    package_subjects.add(connection, [row])
    findings = check_packages(connection, "artifact")[0]
    gaps = (*_no_tag(path, beside, row), *unread(connection, [artifact])[artifact], *_not_compared(connection))
    judged = judge(connection, model)[0]
    verdict = judged.verdict
    return Score(
        subject=Subject("artifact", path.name, "", "", artifact, 0),
        as_of="",
        trust=verdict.trust if verdict else None,
        band=verdict.band if verdict else Band.UNKNOWN,
        risk=verdict.risk if verdict else None,
        coverage=judged.coverage,
        reasons=verdict.reasons if verdict else (),
        unknown=(*judged.gaps, *gaps),
        model=ModelRef(model.id, model.sha256),
        findings=findings,
    )


def _tree(connection: duckdb.DuckDBPyConnection, path: Path, beside: Beside) -> str | None:
    if beside.repository is None:
        return None
    return harvest_tree(connection, beside.repository, release_of(path.name), beside.tag)


def _no_tag(path: Path, beside: Beside, row: Mapping[str, str | None]) -> tuple[Unknown, ...]:
    if beside.repository is None or row["tree"]:
        return ()
    release = release_of(path.name)
    named = f"version {release.version} of {release.name}" if release else "a release that the file's name does not say"
    return (Unknown("differs_from_repository", f"no tag there names {named}, so nothing was compared; use --tag"),)


def unread(connection: duckdb.DuckDBPyConnection, artifacts: Sequence[str]) -> dict[str, list[Unknown]]:
    """Name what is odd about archives, whether or not a check asks about it.

    Programs in languages that we cannot read are among it: what they do is not among the answers.

    Returns:
        Artifact → what is odd; nothing is where it is missing.
    """
    asked = {"artifacts": list(artifacts)}
    found: dict[str, list[Unknown]] = defaultdict(list)
    for artifact, problem, count, path, detail in connection.execute(
        "SELECT artifact, problem, count(*), min(path), min(detail) FROM artifact_problems "
        "SEMI JOIN (SELECT unnest($artifacts::VARCHAR[]) AS artifact) USING (artifact) "
        "WHERE problem <> 'nested-archive' GROUP BY artifact, problem ORDER BY artifact, problem",
        asked,
    ).fetchall():
        why = f"{detail} ({count} in all, such as {path})" if path else str(detail)
        found[artifact].append(Unknown(f"archive: {problem}", why))
    for artifact, count, path in connection.execute(
        "SELECT artifact, count(*), min(path) FROM artifact_files "
        "SEMI JOIN (SELECT unnest($artifacts::VARCHAR[]) AS artifact) USING (artifact) "
        "WHERE kind = 'file' AND is_other_program(path) GROUP BY artifact ORDER BY artifact",
        asked,
    ).fetchall():
        why = f"{count} programs are neither Python nor JavaScript and were not read, such as {path}"
        found[artifact].append(Unknown("languages", why))
    return found


def _not_compared(connection: duckdb.DuckDBPyConnection) -> tuple[Unknown, ...]:
    """Name what the counterparts do not hold and nobody read: the checks say nothing of it."""
    gaps = []
    for counterpart, words in (("sibling", "the sdist"), ("tree", "the repository's tree")):
        row = connection.execute(
            "SELECT count(*), min(path) FROM unjudged_files($counterpart)", {"counterpart": counterpart}
        ).fetchone()
        if row and row[0]:
            why = f"{row[0]} files are not in {words} and could not be judged, such as {row[1]}"
            gaps.append(Unknown(f"compared: {counterpart}", why))
    return tuple(gaps)
