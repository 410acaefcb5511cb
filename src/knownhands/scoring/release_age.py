"""Ask whether a release has been out for as long as a policy wants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.errors import UsageError
from knownhands.harvest.registry.purls import read_purl
from knownhands.records import Answer, Evidence, Finding, Severity
from knownhands.scoring.policy import AGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from knownhands.harvest.registry.purls import PackageName
    from knownhands.records import Score

_DAY_S = 86_400
_REMEDY = "Wait until others have looked at it; most malicious releases are found within days."
_UNKNOWN = "unknown; it is when the registry does not say when the release was published."


def ask_age(connection: duckdb.DuckDBPyConnection, scores: Sequence[Score], now: int, least_days: int) -> list[Score]:
    """Add a finding to the score of each release that was found.

    Args:
        connection: a store of packages that holds what registries say of them.
        scores: of packages.
        now: seconds since 1970-01-01 UTC.
        least_days: how long a release has to have been out.
    """
    packages = [_package(score) for score in scores]
    asked = [one for one in packages if one]
    rows = connection.execute(
        "SELECT ecosystem, name, version, published_at FROM releases "
        "SEMI JOIN (SELECT unnest($ecosystems::VARCHAR[]) AS ecosystem, unnest($names::VARCHAR[]) AS name, "
        "unnest($versions::VARCHAR[]) AS version) USING (ecosystem, name, version)",
        {
            "ecosystems": [one.ecosystem for one in asked],
            "names": [one.name for one in asked],
            "versions": [one.version for one in asked],
        },
    ).fetchall()
    published = {(ecosystem, name, version): moment for ecosystem, name, version, moment in rows}
    return [
        _with(score, _finding(published.get((one.ecosystem, one.name, one.version)), now, least_days)) if one else score
        for score, one in zip(scores, packages, strict=True)
    ]


def _package(score: Score) -> PackageName | None:
    """Return which release a score is about; None for what is in no registry."""
    try:
        return read_purl(score.subject.id)
    except UsageError:
        return None


def _finding(published_at: int | None, now: int, least_days: int) -> Finding:
    question = f"Was it published less than {least_days} days ago?"
    if published_at is None:
        return Finding(AGE, Severity.MEDIUM, Answer.UNKNOWN, f"{question} {_UNKNOWN}")
    age_days = (now - published_at) // _DAY_S
    if now - published_at >= least_days * _DAY_S:
        return Finding(AGE, Severity.MEDIUM, Answer.NO, f"{question} no.")
    evidence = (Evidence("field", f"published {age_days} days ago"),)
    return Finding(AGE, Severity.MEDIUM, Answer.YES, f"{question} yes. {_REMEDY}", evidence)


def _with(score: Score, finding: Finding) -> Score:
    return replace(score, findings=tuple(sorted((*score.findings, finding), key=lambda one: one.check)))
