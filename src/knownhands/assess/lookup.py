"""Look packages up in registries and fetch the archives of their releases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from knownhands.errors import NotFound
from knownhands.harvest.registry.releases import asked_at, find_releases, is_dated, release_before
from knownhands.records import Unknown
from knownhands.scoring.scale import BUDGET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    import duckdb

    from knownhands.documents.registry import Outcome
    from knownhands.harvest.registry.downloads import Fetched, ReleaseName
    from knownhands.harvest.registry.purls import PackageName
    from knownhands.harvest.registry.sources import Source
    from knownhands.learn.model import Model

    ProgressBar = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Whom to ask about packages, and what.

    Attributes:
        sources: ecosystem → whom to ask.
        model: of packages.
        now: seconds since 1970-01-01 UTC.
        progress_bar: title → a context that yields a progress callback.
        budget: share of ordinary packages that may be called `review` or worse.
        with_previous: whether the release before is fetched too, and compared with; else nobody asks what is new.
        min_age_days: how long a release has to have been out; None asks nothing.
        locks: package → the hashes that a dependency file holds of it.
    """

    sources: Mapping[str, Source]
    model: Model
    now: int
    progress_bar: ProgressBar
    budget: float = BUDGET
    with_previous: bool = True
    min_age_days: int | None = None
    locks: Mapping[PackageName, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lookup:
    """One package that is to be scored, and what came of looking it up.

    Attributes:
        release: None where there is none, or nobody could be asked.
        as_of: when the registry said what is known, in seconds since 1970.
        now: likewise.
        before: the release before it; None also where it is not asked for.
        is_undated: it is asked for, and nobody can say which one it is.
    """

    package: PackageName
    outcome: Outcome
    release: ReleaseName | None
    as_of: int
    now: int
    before: ReleaseName | None = None
    is_undated: bool = False


def look_up(connection: duckdb.DuckDBPyConnection, packages: Sequence[PackageName], inquiry: Inquiry) -> list[Lookup]:
    """Ask registries about packages, and find the releases meant."""
    outcomes: dict[tuple[str, str], Outcome] = {}
    for ecosystem in dict.fromkeys(package.ecosystem for package in packages):
        names = list(dict.fromkeys(package.name for package in packages if package.ecosystem == ecosystem))
        with inquiry.progress_bar("Asking registries") as progress:
            answers = inquiry.sources[ecosystem].ask(connection, names, progress)
        outcomes |= {(ecosystem, name): outcome for name, outcome in zip(names, answers, strict=True)}
    known = [
        package for package in packages if not isinstance(outcomes[package.ecosystem, package.name].error, NotFound)
    ]
    releases, moments = find_releases(connection, known), asked_at(connection, known)
    lookups = [
        Lookup(
            package,
            outcomes[package.ecosystem, package.name],
            releases.get(package),
            moments.get(package) or inquiry.now,
            inquiry.now,
        )
        for package in packages
    ]
    return [_with_previous(connection, lookup) for lookup in lookups] if inquiry.with_previous else lookups


def fetch(
    connection: duckdb.DuckDBPyConnection, lookups: Sequence[Lookup], inquiry: Inquiry
) -> dict[ReleaseName, Fetched]:
    """Have every archive in the store that is to be looked at or compared with."""
    needed: dict[str, dict[ReleaseName, None]] = defaultdict(dict)
    for lookup in lookups:
        for release in (lookup.release, lookup.before):
            if release:
                needed[release.ecosystem][release] = None
    fetched: dict[ReleaseName, Fetched] = {}
    for ecosystem, releases in needed.items():
        with inquiry.progress_bar("Reading archives") as progress:
            answers = inquiry.sources[ecosystem].fetch(connection, list(releases), progress)
            fetched |= {answer.release: answer for answer in answers}
    return fetched


def gaps_of(lookup: Lookup, fetched: Mapping[ReleaseName, Fetched]) -> Iterator[Unknown]:
    """Name what the registry did not say, and which archives could not be had."""
    error = lookup.outcome.error
    if error:
        yield Unknown("package" if isinstance(error, NotFound) else "registry", f"{error.message} {error.hint}".strip())
    yield from (Unknown("registry", gap) for gap in lookup.outcome.gaps)
    if lookup.release is None:
        if not isinstance(error, NotFound):
            yield Unknown("release", _no_release(lookup))
        return
    yield from (Unknown("archive", gap) for gap in fetched[lookup.release].gaps)
    if lookup.is_undated:
        why = "The registry does not say when it was published, so nobody can say which release came before it."
        yield Unknown("previous release", why)
    if lookup.before:
        yield from (Unknown("previous release", gap) for gap in fetched[lookup.before].gaps)


def _with_previous(connection: duckdb.DuckDBPyConnection, lookup: Lookup) -> Lookup:
    if lookup.release is None:
        return lookup
    is_undated = not is_dated(connection, lookup.release)
    return replace(lookup, before=release_before(connection, lookup.release), is_undated=is_undated)


def _no_release(lookup: Lookup) -> str:
    package = f"{lookup.package.ecosystem} {lookup.package.name}"
    if lookup.package.version is None:
        return f"Nobody says which version of {package} is the latest."
    version = f"version {lookup.package.version} of {package}"
    is_fresh = lookup.as_of == lookup.now
    return f"There is no {version}." if is_fresh else f"There was no {version} when a registry last answered."
