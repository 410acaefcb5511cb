"""Score every package of a dependency file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import UsageError
from knownhands.harvest.dependencies.read import read_dependencies
from knownhands.harvest.registry.purls import PackageName
from knownhands.inventory import Entry, Inventory
from knownhands.records import Answer, Band, Score, Severity, Subject, Unknown
from knownhands.scoring.locked import compare_with_lock
from knownhands.scoring.package import score_packages
from knownhands.scoring.policy import LOCK
from knownhands.scoring.settled import SETTLED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

    from knownhands.documents.dependency import Dependency, DependencyFile
    from knownhands.harvest.registry.sources import Source
    from knownhands.learn.artefact import Artefact
    from knownhands.scoring.package import Bar

_ORDER = (Band.HIGH_RISK, Band.REVIEW, Band.UNKNOWN, Band.ORDINARY, Band.TRUSTED)
"""What nobody knows could be anything, so it stands before what is known to be ordinary."""
_SETTLED = (SETTLED, LOCK)
"""Checks whose yes is no guess: such a package stands before all others."""
_LEFT_OPEN = "unpinned"


def read_inventory(path: Path) -> tuple[DependencyFile, dict[Dependency, PackageName]]:
    """Read a dependency file, and say which of its packages can be looked up in a registry.

    Raises:
        UsageError: no reader knows the format.
        NotFound: there is no such file.
        Unreachable: it may not be read.
        Unparsable: it is malformed.
    """
    file = read_dependencies(path)
    found = {one: package for one in file.dependencies if (package := _package(one))}
    return file, found


def score_dependencies(  # noqa: PLR0913, PLR0917 - one caller, and each is a different thing
    connection: duckdb.DuckDBPyConnection,
    file: DependencyFile,
    packages: Mapping[Dependency, PackageName],
    sources: Mapping[str, Source],
    model: Artefact,
    now: int,
    bar: Bar,
    *,
    with_previous: bool = False,
) -> Inventory:
    """Score every package of a file, and name those that cannot be scored.

    Args:
        connection: a store of packages; what is read is kept there.
        file: from `read_inventory`.
        packages: likewise: those of its packages that a registry may know.
        sources: ecosystem → whom to ask.
        model: of packages.
        now: seconds since 1970-01-01 UTC.
        bar: title → a context that yields a progress callback.
        with_previous: whether each is also compared with the release before it, which doubles what is fetched.
    """
    wanted = list(dict.fromkeys(packages.values()))
    told = score_packages(connection, wanted, sources, model, now, bar, with_previous=with_previous)
    scores = dict(zip(wanted, told, strict=True))
    looked_up = compare_with_lock(connection, [(one, scores[package]) for one, package in packages.items()])
    known = dict(zip(packages, looked_up, strict=True))
    entries = [_entry(one, known.get(one)) for one in file.dependencies]
    gaps = tuple(Unknown(place, why) for place, why in file.gaps)
    return Inventory(file.path, tuple(sorted(entries, key=_risk)), gaps)


def _package(dependency: Dependency) -> PackageName | None:
    """Return what to look up; None for what is in no registry that is asked here, or could be of any version."""
    is_known = dependency.ecosystem in known_ecosystems() and bool(dependency.purl)
    if not is_known or (dependency.gap and not dependency.gap.startswith(_LEFT_OPEN)):
        return None
    try:
        name = known_ecosystems()[dependency.ecosystem].normalise(dependency.name)
    except UsageError:
        return None
    return PackageName(dependency.ecosystem, name, dependency.version)


def _entry(dependency: Dependency, score: Score | None) -> Entry:
    gap = dependency.gap
    if score is None:
        gap = gap or f"{dependency.ecosystem or 'its ecosystem'}: packages of this kind are not looked up"
        score = _unscored(dependency, gap)
    elif gap:
        why = f"The file leaves the version open ({gap}); this is the registry's latest, others may be installed."
        score = replace(score, unknown=(*score.unknown, Unknown("version", why)))
    path = tuple(map(_name, dependency.brought_in_by))
    return Entry(score, dependency.is_direct, path, dependency.source, gap)


def _unscored(dependency: Dependency, gap: str) -> Score:
    why = f"{gap}; it comes from no registry that is asked here, so nothing is known of it"
    return Score(
        subject=Subject("package", dependency.purl or dependency.name, "", "", "", 0),
        as_of="",
        trust=None,
        band=Band.UNKNOWN,
        risk=None,
        coverage=0.0,
        reasons=(),
        unknown=(Unknown("package", why),),
        model=None,
    )


def _name(purl: str) -> str:
    """Return what people call a package: without its ecosystem and version."""
    from packageurl import PackageURL

    try:
        found = PackageURL.from_string(purl)
    except ValueError:
        return purl
    return f"{found.namespace}/{found.name}" if found.namespace else str(found.name)


def _risk(entry: Entry) -> tuple[bool, int, float, int, str]:
    """Sort the riskiest first."""
    score = entry.score
    yes = [finding for finding in score.findings if finding.answer is Answer.YES]
    is_settled = any(finding.check in _SETTLED for finding in yes)
    worst = max((list(Severity).index(finding.severity) for finding in yes), default=-1)
    risk = score.risk.probability if score.risk else 0.0
    return not is_settled, _ORDER.index(score.band), -risk, -worst, score.subject.id
