"""Score an archive or folder by what it holds, and by what it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knownhands.assess.measured import unmeasured, with_evidence
from knownhands.assess.packages import measure_packages
from knownhands.assess.reading import gaps_of, what_was_read
from knownhands.checks.assemble import run_checks
from knownhands.harvest.archive.artifact import harvest_artifact
from knownhands.harvest.tree import harvest_tree, release_of
from knownhands.kinds.artifact import KIND
from knownhands.records import Subject, Unknown
from knownhands.scoring.case import Case
from knownhands.scoring.judge import judge
from knownhands.scoring.scale import BUDGET
from knownhands.store import subjects

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

    from knownhands.learn.model import Model
    from knownhands.score import Score


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
    connection: duckdb.DuckDBPyConnection, path: Path, model: Model, beside: Beside = _ALONE, budget: float = BUDGET
) -> Score:
    """Read an archive or folder, judge it, and ask every check about it.

    Args:
        connection: a package store; what is read is kept there.
        path: an archive, or a folder.
        model: of packages.
        beside: what to compare it with.
        budget: share of ordinary packages that may be called `review` or worse.

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
    subjects.prepare(connection, KIND.evidence)
    subjects.add(connection, [row])
    readings = measure_packages(connection)
    read = what_was_read(connection, [artifact])[artifact]
    case = Case(
        subject=Subject(KIND.id, path.name or path.resolve().name, head=artifact),
        as_of="",
        readings=tuple(readings.values()),
        findings=run_checks(connection, KIND)[0],
        read=read,
        unknown=(
            *_no_tag(path, beside, row),
            *gaps_of(read),
            *_not_compared(connection),
            *(gap for reading in readings.values() for gap in unmeasured(KIND, reading.values)),
        ),
    )
    return with_evidence(connection, KIND, judge(KIND, [case], {model.task: model}, budget))[0]


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
