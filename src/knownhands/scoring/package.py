"""Score packages of a registry by what their archives hold and what the registry says of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from knownhands.checks.assemble import check_packages, package_checks
from knownhands.errors import NotFound
from knownhands.harvest.advisories.match import match_advisories
from knownhands.harvest.registry.releases import asked_at, find_releases, is_dated, release_before
from knownhands.records import Answer, Band, Finding, ModelRef, Score, Subject, Unknown
from knownhands.scoring.artifact import unread
from knownhands.scoring.judge import Judged, judge, worst
from knownhands.scoring.settled import settle
from knownhands.store import package_subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    import duckdb

    from knownhands.documents.registry import Outcome
    from knownhands.harvest.registry.downloads import Fetched, ReleaseName
    from knownhands.harvest.registry.purls import PackageName
    from knownhands.harvest.registry.sources import Source
    from knownhands.learn.artefact import Artefact
    from knownhands.records import Evidence

    Bar = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]

_WORSE = (Answer.NO, Answer.UNKNOWN, Answer.YES)
"""The answer of two archives is the later one here."""


@dataclass(frozen=True, slots=True)
class _Case:
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


def score_packages(  # noqa: PLR0913, PLR0917 - each is a different thing
    connection: duckdb.DuckDBPyConnection,
    wanted: Sequence[PackageName],
    sources: Mapping[str, Source],
    model: Artefact,
    now: int,
    bar: Bar,
    *,
    with_previous: bool = True,
) -> list[Score]:
    """Look packages up, read their archives, and ask every check about them.

    Args:
        connection: a store of packages; what is read is kept there.
        wanted: the packages; what one lacks does not stop the others.
        sources: ecosystem → whom to ask.
        model: of packages.
        now: seconds since 1970-01-01 UTC.
        bar: title → a context that yields a progress callback.
        with_previous: whether the release before is fetched too, and compared with; else nobody asks what is new.

    Returns:
        One score for each package, in the order asked.
    """
    cases = _look_up(connection, wanted, sources, now, bar)
    if with_previous:
        cases = [_with_previous(connection, case) for case in cases]
    fetched = _fetch(connection, cases, sources, bar)
    numbers = _make_subjects(connection, cases, fetched)
    odd = unread(connection, [one.artifact for found in fetched.values() for one in found.downloads])
    judged = judge(connection, model) if any(numbers) else {}  # looks names up, about which a check asks too
    findings = _asked(connection, numbers) if any(numbers) else {}
    return [
        _score(model, case, fetched, odd, [judged[number] for number in own], [findings[number] for number in own])
        for case, own in zip(cases, numbers, strict=True)
    ]


def _asked(connection: duckdb.DuckDBPyConnection, numbers: Sequence[Sequence[int]]) -> dict[int, Sequence[Finding]]:
    """Ask every check; what one archive cannot be compared with is left to the archives that can be."""
    columns = {check.id: check.compares for check in package_checks() if check.compares}
    rows = {
        (subject, column): value is not None
        for column in set(columns.values())
        for subject, value in connection.execute(f"SELECT subject_id, {column} FROM subjects").fetchall()  # noqa: S608 - our own names
    }
    match_advisories(connection)
    found = check_packages(connection, "package")
    kept: dict[int, Sequence[Finding]] = {}
    for own in numbers:
        given = {check for check, column in columns.items() if any(rows[number, column] for number in own)}
        for number in own:
            kept[number] = [one for one in found[number] if one.check not in given or rows[number, columns[one.check]]]
    return kept


def _look_up(
    connection: duckdb.DuckDBPyConnection,
    wanted: Sequence[PackageName],
    sources: Mapping[str, Source],
    now: int,
    bar: Bar,
) -> list[_Case]:
    outcomes: dict[tuple[str, str], Outcome] = {}
    for ecosystem in dict.fromkeys(one.ecosystem for one in wanted):
        names = list(dict.fromkeys(one.name for one in wanted if one.ecosystem == ecosystem))
        with bar("Asking registries") as progress:
            asked = sources[ecosystem].ask(connection, names, progress)
        outcomes |= {(ecosystem, name): outcome for name, outcome in zip(names, asked, strict=True)}
    there = [one for one in wanted if not isinstance(outcomes[one.ecosystem, one.name].error, NotFound)]
    releases, moments = find_releases(connection, there), asked_at(connection, there)
    return [
        _Case(one, outcomes[one.ecosystem, one.name], releases.get(one), moments.get(one) or now, now) for one in wanted
    ]


def _with_previous(connection: duckdb.DuckDBPyConnection, case: _Case) -> _Case:
    if case.release is None:
        return case
    is_undated = not is_dated(connection, case.release)
    return replace(case, before=release_before(connection, case.release), is_undated=is_undated)


def _fetch(
    connection: duckdb.DuckDBPyConnection, cases: Sequence[_Case], sources: Mapping[str, Source], bar: Bar
) -> dict[ReleaseName, Fetched]:
    """Have every archive in the store that is to be looked at or compared with."""
    wanted: dict[str, dict[ReleaseName, None]] = defaultdict(dict)
    for case in cases:
        for release in (case.release, case.before):
            if release:
                wanted[release.ecosystem][release] = None
    found: dict[ReleaseName, Fetched] = {}
    for ecosystem, releases in wanted.items():
        with bar("Reading archives") as progress:
            found |= {one.release: one for one in sources[ecosystem].fetch(connection, list(releases), progress)}
    return found


def _make_subjects(
    connection: duckdb.DuckDBPyConnection, cases: Sequence[_Case], fetched: Mapping[ReleaseName, Fetched]
) -> list[list[int]]:
    """Fill `subjects` with one row for each archive, and return whose rows are whose."""
    rows: list[Mapping[str, object]] = []
    numbers = []
    for case in cases:
        own = list(_rows(case, fetched)) if case.release else []
        numbers.append(list(range(len(rows), len(rows) + len(own))))
        rows += own
    package_subjects.prepare(connection)
    if rows:
        package_subjects.add(connection, rows)
    return numbers


def _rows(case: _Case, fetched: Mapping[ReleaseName, Fetched]) -> Iterator[Mapping[str, object]]:
    """Yield a row for each archive of a release, or one without an archive: some checks ask the registry alone."""
    if case.release is None:
        return
    release = case.release
    known = {"ecosystem": release.ecosystem, "name": release.name, "version": release.version, "as_of": case.as_of}
    own = {one.kind: one.artifact for one in fetched[release].downloads}
    before = {one.kind: one.artifact for one in fetched[case.before].downloads} if case.before else {}
    for kind, artifact in own.items():
        sibling = own.get("sdist") if kind == "bdist_wheel" else None
        yield known | {"artifact": artifact, "previous": before.get(kind), "sibling": sibling}
    if not own:
        yield known


def _score(  # noqa: PLR0913, PLR0917 - one caller, and each is a different thing
    model: Artefact,
    case: _Case,
    fetched: Mapping[ReleaseName, Fetched],
    odd: Mapping[str, Sequence[Unknown]],
    judged: Sequence[Judged],
    findings: Sequence[Sequence[Finding]],
) -> Score:
    archives = fetched[case.release].downloads if case.release else ()
    told = worst(judged) if judged else Judged(None, 0.0, ())
    verdict = told.verdict if not case.outcome.error else None
    strange = [
        Unknown(f"{one.filename}: {gap.id.removeprefix('archive: ')}", gap.why)
        for one in archives
        for gap in odd.get(one.artifact, ())
    ]
    found = Score(
        subject=Subject(
            kind="package",
            id=case.package.purl(case.release.version if case.release else None),
            repository="",
            base="",
            head=archives[0].artifact if archives else "",
            commits=0,
        ),
        as_of=_moment(case.as_of),
        trust=verdict.trust if verdict else None,
        band=verdict.band if verdict else Band.UNKNOWN,
        risk=verdict.risk if verdict else None,
        coverage=told.coverage,
        reasons=verdict.reasons if verdict else (),
        unknown=(*_gaps(case, fetched), *told.gaps, *strange),
        model=ModelRef(model.id, model.sha256),
        findings=_merge(findings),
    )
    return settle(found)


def _merge(findings: Iterable[Sequence[Finding]]) -> tuple[Finding, ...]:
    """Make one finding of what a check says of each archive: a yes beats unknown, which beats a no."""
    merged: dict[str, Finding] = {}
    for finding in (one for of_archive in findings for one in of_archive):
        known = merged.setdefault(finding.check, finding)
        worst = max(known, finding, key=lambda one: _WORSE.index(one.answer))
        new = known is not finding and [one for one in finding.evidence if not _is_told(one, known.evidence)]
        merged[finding.check] = replace(worst, evidence=(*known.evidence, *(new or ())))
    return tuple(merged.values())


def _is_told(evidence: Evidence, known: Iterable[Evidence]) -> bool:
    """Say whether a place is known already: what a wheel has as `pots/a.py` is `src/pots/a.py` in many an sdist."""
    return any(f"/{evidence.ref}".endswith(f"/{one.ref}") for one in known)


def _gaps(case: _Case, fetched: Mapping[ReleaseName, Fetched]) -> Iterator[Unknown]:
    """Name what the registry did not tell, and which archives could not be had."""
    error = case.outcome.error
    if error:
        yield Unknown("package" if isinstance(error, NotFound) else "registry", f"{error.message} {error.hint}".strip())
    yield from (Unknown("registry", gap) for gap in case.outcome.gaps)
    if case.release is None:
        if not isinstance(error, NotFound):
            yield Unknown("release", _no_release(case))
        return
    yield from (Unknown("archive", gap) for gap in fetched[case.release].gaps)
    if case.is_undated:
        why = "The registry does not say when it was published, so nobody can say which release came before it."
        yield Unknown("previous release", why)
    if case.before:
        yield from (Unknown("previous release", gap) for gap in fetched[case.before].gaps)


def _no_release(case: _Case) -> str:
    package = f"{case.package.ecosystem} {case.package.name}"
    if case.package.version is None:
        return f"Nobody says which version of {package} is the latest."
    version = f"version {case.package.version} of {package}"
    return (
        f"There is no {version}."
        if case.as_of == case.now
        else f"There was no {version} when a registry last answered."
    )


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
