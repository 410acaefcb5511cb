"""Score every package of a dependency file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.assess.named import package_of
from knownhands.assess.package import score_packages
from knownhands.assess.sources import configured_indexes
from knownhands.declarations import Severity
from knownhands.documents.gaps import gap
from knownhands.harvest.dependencies.read import read_dependencies
from knownhands.inventory import Entry, Inventory
from knownhands.kinds.package import KIND
from knownhands.records import Answer, Band, Subject, Unknown
from knownhands.score import Score

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

    from knownhands.assess.lookup import Inquiry
    from knownhands.documents.dependency import Dependency, DependencyFile
    from knownhands.harvest.registry.purls import PackageName

_ORDER = (Band.HIGH_RISK, Band.REVIEW, Band.UNKNOWN, Band.ORDINARY, Band.TRUSTED)
"""What nobody knows could be anything, so it stands before what is known to be ordinary."""
_INDEX = "index: "


def read_inventory(
    path: Path, place: tuple[Mapping[str, str], Path, Path]
) -> tuple[DependencyFile, dict[Dependency, PackageName]]:
    """Read a dependency file, and say which of its packages can be looked up in a registry.

    Args:
        path: of the file.
        place: where installers keep their settings, as in `find_sources`. An index that they name is one that is asked.

    Raises:
        UsageError: no reader knows the format, or the settings make no sense.
        NotFound: there is no such file.
        Unreachable: it may not be read.
        Unparsable: it is malformed.
    """
    file = _with_indexes(read_dependencies(path), place)
    return file, {
        dependency: package for dependency in file.dependencies if (package := package_of(dependency, may_be_open=True))
    }


def _with_indexes(file: DependencyFile, place: tuple[Mapping[str, str], Path, Path]) -> DependencyFile:
    """Close the gaps of packages whose index is asked."""
    named = {item.ecosystem for item in file.dependencies if item.gap.startswith(_INDEX)}
    indexes = {_INDEX + address for ecosystem in named for address in configured_indexes(ecosystem, place)}
    return replace(
        file,
        dependencies=tuple(
            replace(item, gap="" if item.version else gap("unpinned")) if item.gap.rstrip("/") in indexes else item
            for item in file.dependencies
        ),
    )


def locks_of(packages: Mapping[Dependency, PackageName]) -> dict[PackageName, frozenset[str]]:
    """Return package → the hashes that the file holds of it."""
    hashes: dict[PackageName, set[str]] = defaultdict(set)
    for dependency, package in packages.items():
        hashes[package].update(dependency.hashes)
    return {package: frozenset(own) for package, own in hashes.items()}


def score_dependencies(
    connection: duckdb.DuckDBPyConnection,
    file: DependencyFile,
    packages: Mapping[Dependency, PackageName],
    inquiry: Inquiry,
) -> Inventory:
    """Score every package of a file, and name those that cannot be scored.

    Args:
        connection: a store of packages; what is read is kept there.
        file: from `read_inventory`.
        packages: likewise: those of its packages that a registry may know.
        inquiry: whom to ask, and what else.
    """
    names = list(dict.fromkeys(packages.values()))
    answers = score_packages(connection, names, replace(inquiry, locks=locks_of(packages)))
    scores = dict(zip(names, answers, strict=True))
    entries = [
        _entry(dependency, scores[packages[dependency]] if dependency in packages else None)
        for dependency in file.dependencies
    ]
    gaps = tuple(Unknown(place, why) for place, why in file.gaps)
    return Inventory(file.path, tuple(sorted(entries, key=_risk)), gaps)


def _entry(dependency: Dependency, score: Score | None) -> Entry:
    open_by = dependency.gap
    if score is None:
        open_by = open_by or f"{dependency.ecosystem or 'its ecosystem'}: packages of this kind are not looked up"
        score = _unscored(dependency, open_by)
    elif open_by:
        why = f"The file leaves the version open ({open_by}); this is the registry's latest, others may be installed."
        score = replace(score, unknown=(*score.unknown, Unknown("version", why)))
    path = tuple(map(_name, dependency.brought_in_by))
    return Entry(score, dependency.is_direct, path, dependency.source, open_by)


def _unscored(dependency: Dependency, open_by: str) -> Score:
    why = f"{open_by}; it comes from no registry that is asked here, so nothing is known of it"
    elsewhere = dependency.gap.partition(": ")[2]  # where it comes from instead
    subject = Subject(KIND.id, dependency.purl or dependency.name, repository=elsewhere)
    verdict = f"No verdict on this {KIND.id}: {why}."
    return Score(subject, "", None, Band.UNKNOWN, verdict, unknown=(Unknown(KIND.id, why),))


def _name(purl: str) -> str:
    """Return what people call a package: without its ecosystem and version."""
    from packageurl import PackageURL

    try:
        named = PackageURL.from_string(purl)
    except ValueError:
        return purl
    return f"{named.namespace}/{named.name}" if named.namespace else str(named.name)


def _risk(entry: Entry) -> tuple[int, int, int, str]:
    """Sort the riskiest first."""
    score = entry.score
    yes = [finding for finding in score.findings if finding.answer is Answer.YES]
    worst = max((list(Severity).index(finding.severity) for finding in yes), default=-1)
    trust = -1 if score.trust is None else score.trust
    return _ORDER.index(score.band), trust, -worst, score.subject.id
