"""Find releases among what registries said: the one that is meant, and the one before it."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from knownhands.ecosystems._known import known_ecosystems
from knownhands.harvest.registry.downloads import ReleaseName

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from knownhands.harvest.registry.purls import PackageName

_OF_PACKAGE = "WHERE ecosystem = $ecosystem AND name = $name"


def find_releases(
    connection: duckdb.DuckDBPyConnection, packages: Sequence[PackageName]
) -> dict[PackageName, ReleaseName]:
    """Return the release that is meant by each package, without those of which there is none.

    Nearly all versions stand in a file as their registry spells them: those are found by one query.
    """
    listed = dict.fromkeys(packages)
    exact = connection.execute(
        "SELECT ecosystem, name, version FROM releases SEMI JOIN (SELECT unnest($ecosystems::VARCHAR[]) AS ecosystem, "
        "unnest($names::VARCHAR[]) AS name, unnest($versions::VARCHAR[]) AS version) USING (ecosystem, name, version)",
        {
            "ecosystems": [package.ecosystem for package in listed],
            "names": [package.name for package in listed],
            "versions": [package.version for package in listed],
        },
    ).fetchall()
    known = {ReleaseName(*map(str, row)) for row in exact}
    releases = {}
    for package in listed:
        spelled = ReleaseName(package.ecosystem, package.name, package.version or "")
        release = spelled if spelled in known else find_release(connection, package)
        if release:
            releases[package] = release
    return releases


def find_release(connection: duckdb.DuckDBPyConnection, package: PackageName) -> ReleaseName | None:
    """Return the release that is meant, as its registry spells it; None where there is none.

    Where the registry has no version of that spelling, it is the same version in another one, or a tag.
    """
    known = {"ecosystem": package.ecosystem, "name": package.name}
    rows = connection.execute(f"SELECT version FROM releases {_OF_PACKAGE}", known).fetchall()  # noqa: S608 - our own
    versions = [str(version) for (version,) in rows]
    asked_version = package.version or _latest(connection, known)
    if asked_version is None:
        return None
    tags = connection.execute(
        f"SELECT version FROM tags {_OF_PACKAGE} AND tag = $tag",  # noqa: S608 - our own
        known | {"tag": asked_version},
    ).fetchall()
    meant = [asked_version, *_same(versions, asked_version, package.ecosystem), *(str(tag) for (tag,) in tags)]
    version = next((spelling for spelling in meant if spelling in versions), None)
    return None if version is None else ReleaseName(package.ecosystem, package.name, version)


def release_before(connection: duckdb.DuckDBPyConnection, release: ReleaseName) -> ReleaseName | None:
    """Return the release that another one continues; None where there is none, or nobody knows when they were published.

    Of those published before it that is the highest version below it, and no pre-release unless it is one itself: what
    came out in between, and what few got, is not what it continues. Where there is none, it is the one published last.
    """
    rows = connection.execute(
        f"SELECT version FROM releases {_OF_PACKAGE} AND is_removed IS NOT TRUE AND published_at < ("  # noqa: S608 - our own
        f"SELECT published_at FROM releases {_OF_PACKAGE} AND version = $version) "
        "ORDER BY published_at DESC, version DESC",
        {"ecosystem": release.ecosystem, "name": release.name, "version": release.version},
    ).fetchall()
    earlier = [str(version) for (version,) in rows]
    rule = known_ecosystems()[release.ecosystem].versions
    place, own, is_early = rule.place, rule.place(release.version), rule.is_early(release.version)
    placed = [
        (at, version)
        for version in earlier
        if own is not None and (at := place(version)) is not None and at < own and is_early >= rule.is_early(version)
    ]
    before = max(placed, key=itemgetter(0))[1] if placed else next(iter(earlier), None)
    return ReleaseName(release.ecosystem, release.name, before) if before else None


def is_dated(connection: duckdb.DuckDBPyConnection, release: ReleaseName) -> bool:
    """Say whether it is known when a release was published."""
    row = connection.execute(
        f"SELECT 1 FROM releases {_OF_PACKAGE} AND version = $version AND published_at IS NOT NULL",  # noqa: S608 - our own
        {"ecosystem": release.ecosystem, "name": release.name, "version": release.version},
    ).fetchone()
    return row is not None


def asked_at(connection: duckdb.DuckDBPyConnection, packages: Sequence[PackageName]) -> dict[PackageName, int]:
    """Return when a registry last said that what is kept of packages is how things are, in seconds since 1970."""
    rows = connection.execute(
        "SELECT ecosystem, item, max(checked_at) FROM bodies WHERE status = 200 AND list_contains($names, item) "
        "GROUP BY ecosystem, item",
        {"names": list({package.name for package in packages})},
    ).fetchall()
    moments = {(ecosystem, name): moment for ecosystem, name, moment in rows}
    return {
        package: moments[package.ecosystem, package.name]
        for package in packages
        if (package.ecosystem, package.name) in moments
    }


def _latest(connection: duckdb.DuckDBPyConnection, known: dict[str, str]) -> str | None:
    """Return what the registry calls the latest; where it calls none so, what the installer would take."""
    row = connection.execute(
        f"SELECT latest_version FROM packages {_OF_PACKAGE}",  # noqa: S608 - our own
        known,
    ).fetchone()
    if row and row[0]:
        return str(row[0])
    rows = connection.execute(
        f"SELECT version FROM releases {_OF_PACKAGE} AND is_removed IS NOT TRUE AND is_yanked IS NOT TRUE",  # noqa: S608 - our own
        known,
    ).fetchall()
    return known_ecosystems()[known["ecosystem"]].versions.newest(str(version) for (version,) in rows)


def _same(versions: Iterable[str], asked_version: str, ecosystem: str) -> list[str]:
    place = known_ecosystems()[ecosystem].versions.place
    meant = place(asked_version)
    return [version for version in versions if meant is not None and place(version) == meant]
