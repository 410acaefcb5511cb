"""Say which packages a change adds to dependency files, and what is known of them; nobody is asked."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import ModelError, SourceError, UsageError
from knownhands.harvest.dependencies.read import added, is_dependency_file
from knownhands.harvest.git.objects import read_files
from knownhands.harvest.registry.purls import PackageName
from knownhands.records import Band, Evidence, Reason, Score, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import duckdb

    from knownhands.documents.dependency import Dependency
    from knownhands.harvest.git.process import Repository

    Packages = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection | None]]

FEATURE = "adds-package"
_MOST = 10
_MOST_BYTES = 5_000_000
_LINK = 0o120000
_LAST = ("smaller-reasons", "end-of-scale")
_ORDER = (Band.HIGH_RISK, Band.REVIEW, Band.ORDINARY, Band.TRUSTED)


@dataclass(frozen=True, slots=True)
class _Addition:
    """One package that a change adds.

    Attributes:
        path: the dependency file.
        score: what is known of it; None for nothing.
    """

    dependency: Dependency
    path: str
    score: Score | None = None

    @property
    def name(self) -> str:
        """What it is called: its purl, or its own words where it has none."""
        return self.dependency.purl or self.dependency.name

    @property
    def trust(self) -> int | None:
        """None where nothing is known of it."""
        return self.score.trust if self.score else None

    @property
    def is_alarming(self) -> bool:
        """Whether somebody should look at it; the two scales of trust are not the same, so an ordinary one takes nothing."""
        return self.score is not None and self.score.band in {Band.REVIEW, Band.HIGH_RISK}


def with_additions(
    connection: duckdb.DuckDBPyConnection, repository: Repository, score: Score, packages: Packages | None
) -> Score:
    """Add a reason for each package that a change adds; the riskiest, if it is alarming, pulls the trust down to its own.

    Args:
        connection: the repository's store, with the change as its only subject.
        repository: where the change is.
        score: of the change.
        packages: opens the store of packages.
    """
    additions, gaps = _find(connection, repository, score)
    if not additions:
        return replace(score, unknown=(*score.unknown, *gaps)) if gaps else score
    additions = _known_first(_look_up(additions, packages))
    reasons = [_reason(one, score, is_riskiest=place == 0) for place, one in enumerate(additions[:_MOST])]
    if len(additions) > _MOST:
        reasons.append(Reason(FEATURE, 0.0, None, None, None, f"it adds {len(additions) - _MOST} more packages"))
    before = tuple(one for one in score.reasons if one.feature not in _LAST)
    after = tuple(one for one in score.reasons if one.feature in _LAST)
    return replace(
        _lowered(score, additions[0]),
        reasons=(*before, *reasons, *after),
        unknown=(*score.unknown, *gaps, *_unknown(additions)),
    )


def _find(
    connection: duckdb.DuckDBPyConnection, repository: Repository, score: Score
) -> tuple[list[_Addition], list[Unknown]]:
    """Compare the dependency files before and after the change, and name those that cannot be read."""
    rows = connection.execute(
        "SELECT path, coalesce(previous_path, path), status, new_mode FROM subject_files WHERE status <> 'D' ORDER BY path"
    ).fetchall()
    files = [row for row in rows if is_dependency_file(row[0])]
    base, head = score.subject.base, score.subject.head
    places = [(head, path) for path, *_ in files] + [(base, old) for _, old, *_ in files if base]
    bodies = dict(zip(places, read_files(repository, places, _MOST_BYTES), strict=True))
    found: list[_Addition] = []
    gaps: list[Unknown] = []
    for path, old, status, mode in files:
        is_new = status == "A" or not base
        before, after = b"" if is_new else bodies[base, old], bodies[head, path]
        if before is None or after is None or mode == _LINK:
            why = (
                f"{path} could not be read, or is larger than {_MOST_BYTES // 1_000_000} MB, so what it adds is unknown"
            )
            gaps.append(Unknown(FEATURE, why))
            continue
        try:
            found += [_Addition(one, path) for one in added(before, after, path)]
        except (SourceError, UsageError) as error:
            gaps.append(Unknown(FEATURE, f"{error.message} What the change adds there is unknown."))
    return list({one.name: one for one in reversed(found)}.values())[::-1], gaps


def _look_up(additions: Sequence[_Addition], packages: Packages | None) -> list[_Addition]:
    """Judge the packages of which the store holds an archive."""
    wanted = {one.name: package for one in additions if (package := _package(one.dependency))}
    scores: Mapping[PackageName, Score] = {}
    if wanted and packages is not None:
        with packages() as store:
            scores = _judge(store, list(wanted.values())) if store else {}
    return [replace(one, score=scores.get(wanted[one.name])) if one.name in wanted else one for one in additions]


def _judge(store: duckdb.DuckDBPyConnection, wanted: Sequence[PackageName]) -> dict[PackageName, Score]:
    held = set(
        store.execute("SELECT ecosystem, name, version FROM downloads SEMI JOIN artifacts USING (artifact)").fetchall()
    )
    there = [one for one in dict.fromkeys(wanted) if (one.ecosystem, one.name, one.version) in held]
    if not there:
        return {}
    from knownhands.harvest.registry.sources import Offline
    from knownhands.learn.artefact import load
    from knownhands.scoring.package import score_packages

    try:
        model = load(None, "package")
    except ModelError:
        return {}  # without a model nothing is known of any package, and the reasons say so
    sources = {name: Offline(ecosystem) for name, ecosystem in known_ecosystems().items()}
    return dict(zip(there, score_packages(store, there, sources, model, 0, _no_bar, with_previous=False), strict=True))


@contextmanager
def _no_bar(_title: str) -> Iterator[Callable[[int, int], None]]:
    yield lambda _done, _total: None


def _package(dependency: Dependency) -> PackageName | None:
    if dependency.gap or dependency.ecosystem not in known_ecosystems():
        return None
    try:
        name = known_ecosystems()[dependency.ecosystem].normalise(dependency.name)
    except UsageError:
        return None
    return PackageName(dependency.ecosystem, name, dependency.version)


def _known_first(additions: Sequence[_Addition]) -> list[_Addition]:
    """Put the riskiest first, and what nobody knows before what is ordinary or better."""
    riskiest = min((one for one in additions if one.trust is not None), key=_risk, default=None)
    others = sorted((one for one in additions if one is not riskiest), key=lambda one: one.trust is not None)
    return [riskiest, *others] if riskiest else others


def _risk(addition: _Addition) -> tuple[int, str]:
    return addition.trust or 0, addition.name


def _reason(addition: _Addition, score: Score, *, is_riskiest: bool) -> Reason:
    trust, evidence = addition.trust, (Evidence("file", addition.path),)
    adds = f"it adds {addition.name}"
    if trust is None or addition.score is None:
        return Reason(FEATURE, 0.0, None, None, None, f"{adds}; {_nothing(addition)}", evidence)
    counts = is_riskiest and addition.is_alarming and score.trust is not None
    points = float(min(0, trust - (score.trust or 0))) if counts else 0.0
    told = f"{adds}, whose own trust is {trust} of 100 ({addition.score.band})"
    return Reason(FEATURE, points, float(trust), None, None, told, evidence)


def _nothing(addition: _Addition) -> str:
    if addition.dependency.gap:
        return f"nothing is known of it ({addition.dependency.gap})"
    if addition.dependency.ecosystem not in known_ecosystems():
        return "nothing is known of it, for packages of its kind are not looked up"
    return f"nothing is known of it; `knownhands score package {addition.dependency.purl}` tells"


def _unknown(additions: Sequence[_Addition]) -> list[Unknown]:
    dark = [one for one in additions if one.trust is None]
    named = [Unknown(FEATURE, f"{one.name} in {one.path}: {_nothing(one)}") for one in dark[:_MOST]]
    more = [Unknown(FEATURE, f"nothing is known of {len(dark) - _MOST} more packages")] if len(dark) > _MOST else []
    return [*named, *more]


def _lowered(score: Score, riskiest: _Addition) -> Score:
    """Give the change the trust of what it adds, and the more alarming of both bands, if that trust is lower."""
    if riskiest.score is None or riskiest.trust is None or score.trust is None or riskiest.trust >= score.trust:
        return score
    if not riskiest.is_alarming:
        return score
    band = min(score.band, riskiest.score.band, key=_ORDER.index)
    return replace(score, trust=riskiest.trust, band=band)
