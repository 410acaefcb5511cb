"""Ask whether a release has been out for as long as a policy wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.declarations import Severity
from knownhands.records import Answer, Evidence, Finding
from knownhands.scoring.policy import AGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from knownhands.harvest.registry.downloads import ReleaseName

_DAY_S = 86_400
_REMEDY = "Wait until others have looked at it; most malicious releases are found within days."
_UNKNOWN = "unknown; it is when the registry does not say when the release was published."


def ask_age(
    connection: duckdb.DuckDBPyConnection, releases: Sequence[ReleaseName | None], now: int, least_days: int | None
) -> list[Finding | None]:
    """Ask about each release that there is; nothing where no age is wanted.

    Args:
        connection: a store of packages that holds what registries say of them.
        releases: in order; None where there is none.
        now: seconds since 1970-01-01 UTC.
        least_days: how long a release has to have been out.
    """
    known = [release for release in releases if release]
    if least_days is None or not known:
        return [None] * len(releases)
    rows = connection.execute(
        "SELECT ecosystem, name, version, published_at FROM releases "
        "SEMI JOIN (SELECT unnest($ecosystems::VARCHAR[]) AS ecosystem, unnest($names::VARCHAR[]) AS name, "
        "unnest($versions::VARCHAR[]) AS version) USING (ecosystem, name, version)",
        {
            "ecosystems": [release.ecosystem for release in known],
            "names": [release.name for release in known],
            "versions": [release.version for release in known],
        },
    ).fetchall()
    published = {(ecosystem, name, version): moment for ecosystem, name, version, moment in rows}
    return [
        _finding(published.get((release.ecosystem, release.name, release.version)), now, least_days)
        if release
        else None
        for release in releases
    ]


def _finding(published_at: int | None, now: int, least_days: int) -> Finding:
    question = f"Was it published less than {least_days} days ago?"
    if published_at is None:
        return Finding(AGE, Severity.INFO, Answer.UNKNOWN, f"{question} {_UNKNOWN}")
    if now - published_at >= least_days * _DAY_S:
        return Finding(AGE, Severity.INFO, Answer.NO, f"{question} no.")
    evidence = (Evidence("field", f"published {(now - published_at) // _DAY_S} days ago"),)
    return Finding(AGE, Severity.INFO, Answer.YES, f"{question} yes.", _REMEDY, evidence)
