"""Score packages of a registry by what their archives hold and what the registry says of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from knownhands.assess import lookup as looked_up
from knownhands.assess import reading
from knownhands.assess.locked import compare_with_lock
from knownhands.assess.measured import unmeasured, with_evidence
from knownhands.assess.packages import measure_packages
from knownhands.assess.release_age import ask_age
from knownhands.checks.assemble import checks_of, run_checks
from knownhands.harvest.advisories.match import match_advisories
from knownhands.kinds.package import KIND
from knownhands.records import Answer, Finding, Subject
from knownhands.scoring.case import Case
from knownhands.scoring.judge import judge
from knownhands.store import subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import duckdb

    from knownhands.assess.lookup import Inquiry, Lookup
    from knownhands.harvest.registry.downloads import Fetched, ReleaseName
    from knownhands.harvest.registry.purls import PackageName
    from knownhands.records import Evidence, Read
    from knownhands.score import Score
    from knownhands.scoring.case import Reading

_WORSE = (Answer.NOT_APPLICABLE, Answer.NO, Answer.UNKNOWN, Answer.YES)
"""The answer of two archives is the later one here."""
_OPAQUE = "carries_native_code"
"""What ordinary packages carry and nobody can read: it keeps a package from `trusted`."""


def score_packages(
    connection: duckdb.DuckDBPyConnection, packages: Sequence[PackageName], inquiry: Inquiry
) -> list[Score]:
    """Look packages up, read their archives, judge them, and ask every check about them.

    Args:
        connection: a store of packages; what is read is kept there.
        packages: what one lacks does not stop the others.
        inquiry: whom to ask, and what else.

    Returns:
        One score for each package, in the order asked.
    """
    lookups = looked_up.look_up(connection, packages, inquiry)
    fetched = looked_up.fetch(connection, lookups, inquiry)
    numbers = _make_subjects(connection, lookups, fetched)
    artifacts = [file.artifact for release in fetched.values() for file in release.downloads]
    reads = reading.what_was_read(connection, artifacts)
    readings = measure_packages(connection) if any(numbers) else {}  # looks names up, about which a check asks too
    findings = _ask(connection, numbers) if any(numbers) else {}
    extra = _ask_of_releases(connection, lookups, inquiry)
    cases = [
        _case(
            lookup,
            fetched,
            reads,
            tuple(readings[number] for number in own if number in readings),
            _in_order((*_merge(findings[number] for number in own), *extra[at])),
        )
        for at, (lookup, own) in enumerate(zip(lookups, numbers, strict=True))
    ]
    judged = judge(KIND, cases, {inquiry.model.task: inquiry.model}, inquiry.budget)
    return with_evidence(connection, KIND, judged)


def _make_subjects(
    connection: duckdb.DuckDBPyConnection, lookups: Sequence[Lookup], fetched: Mapping[ReleaseName, Fetched]
) -> list[list[int]]:
    """Fill `subjects` with one row for each archive, and return whose rows are whose."""
    rows: list[Mapping[str, object]] = []
    numbers = []
    for lookup in lookups:
        own = list(_rows(lookup, fetched))
        numbers.append(list(range(len(rows), len(rows) + len(own))))
        rows += own
    subjects.prepare(connection, KIND.evidence)
    subjects.add(connection, rows)
    return numbers


def _rows(lookup: Lookup, fetched: Mapping[ReleaseName, Fetched]) -> Iterator[Mapping[str, object]]:
    """Yield a row for each archive of a release, or one without an archive: some checks ask the registry alone."""
    release = lookup.release
    if release is None:
        return
    known = {"ecosystem": release.ecosystem, "name": release.name, "version": release.version, "as_of": lookup.as_of}
    own = {file.kind: file.artifact for file in fetched[release].downloads}
    before = {file.kind: file.artifact for file in fetched[lookup.before].downloads} if lookup.before else {}
    for kind, artifact in own.items():
        sibling = own.get("sdist") if kind == "bdist_wheel" else None
        yield known | {"artifact": artifact, "previous": before.get(kind), "sibling": sibling}
    if not own:
        yield known


def _ask(connection: duckdb.DuckDBPyConnection, numbers: Sequence[Sequence[int]]) -> dict[int, Sequence[Finding]]:
    """Ask every check; what one archive cannot be compared with is left to the archives that can be."""
    columns = {check.id: check.compares for check in checks_of(KIND) if check.compares}
    given = {
        (subject, column): value is not None
        for column in set(columns.values())
        for subject, value in connection.execute(f"SELECT subject_id, {column} FROM subjects").fetchall()  # noqa: S608 - our own names
    }
    match_advisories(connection)
    answers = run_checks(connection, KIND)
    kept: dict[int, Sequence[Finding]] = {}
    for own in numbers:
        comparable = {check for check, column in columns.items() if any(given[number, column] for number in own)}
        for number in own:
            kept[number] = [
                finding
                for finding in answers[number]
                if finding.check not in comparable or given[number, columns[finding.check]]
            ]
    return kept


def _ask_of_releases(
    connection: duckdb.DuckDBPyConnection, lookups: Sequence[Lookup], inquiry: Inquiry
) -> list[list[Finding]]:
    """Ask what only the caller can: about the hashes in a lock file, and the age that a policy wants."""
    releases = [lookup.release for lookup in lookups]
    hashes = [inquiry.locks.get(lookup.package, frozenset()) for lookup in lookups]
    locked = compare_with_lock(connection, releases, hashes)
    aged = ask_age(connection, releases, inquiry.now, inquiry.min_age_days)
    return [[finding for finding in pair if finding] for pair in zip(locked, aged, strict=True)]


def _case(
    lookup: Lookup,
    fetched: Mapping[ReleaseName, Fetched],
    reads: Mapping[str, Read],
    readings: tuple[Reading, ...],
    findings: tuple[Finding, ...],
) -> Case:
    archives = fetched[lookup.release].downloads if lookup.release else ()
    read = reading.together((file.filename, reads[file.artifact]) for file in archives)
    is_opaque = any(finding.check == _OPAQUE and finding.answer is Answer.YES for finding in findings)
    return Case(
        subject=Subject(
            kind=KIND.id,
            id=lookup.package.purl(lookup.release.version if lookup.release else None),
            head=archives[0].artifact if archives else "",
        ),
        as_of=_moment(lookup.as_of),
        readings=() if lookup.outcome.error else readings,
        group=lookup.package.ecosystem,
        findings=findings,
        read=read,
        unknown=(
            *looked_up.gaps_of(lookup, fetched),
            *reading.gaps_of(read),
            *(gap for archive in readings[:1] for gap in unmeasured(KIND, archive.values)),
        ),
        may_earn=not read.unread and not is_opaque,
    )


def _merge(findings: Iterable[Sequence[Finding]]) -> tuple[Finding, ...]:
    """Make one finding of what a check says of each archive: a yes beats unknown, which beats a no."""
    merged: dict[str, Finding] = {}
    for finding in (finding for of_archive in findings for finding in of_archive):
        known = merged.setdefault(finding.check, finding)
        worst = max(known, finding, key=lambda answer: _WORSE.index(answer.answer))
        places = [] if known is finding else [at for at in finding.evidence if not _is_known(at, known.evidence)]
        merged[finding.check] = replace(worst, evidence=(*known.evidence, *places))
    return tuple(merged.values())


def _is_known(evidence: Evidence, known: Iterable[Evidence]) -> bool:
    """Say whether a place is known already: what a wheel has as `pots/a.py` is `src/pots/a.py` in many an sdist."""
    return any(f"/{evidence.ref}".endswith(f"/{place.ref}") and evidence.line == place.line for place in known)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.check))


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
