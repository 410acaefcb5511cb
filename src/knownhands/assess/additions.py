"""Say which packages a change adds to dependency files, and what is known of them; nobody is asked."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from knownhands.assess.named import package_of
from knownhands.declarations import Severity
from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import ModelError, SourceError, UsageError
from knownhands.harvest.dependencies.read import added, is_dependency_file
from knownhands.harvest.git.objects import read_files
from knownhands.harvest.registry.releases import find_releases
from knownhands.kinds.package import MALWARE
from knownhands.records import Answer, Band, Evidence, Finding, Unknown
from knownhands.store.history_subjects import CHANGE_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import duckdb

    from knownhands.documents.dependency import Dependency
    from knownhands.harvest.git.process import Repository
    from knownhands.harvest.git.target import Target
    from knownhands.harvest.registry.purls import PackageName
    from knownhands.score import Score

    Packages = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection | None]]

CHECK = "adds_a_package"
_CONCERN = "attack"
_SEVERITY = {Band.REVIEW: Severity.HIGH, Band.HIGH_RISK: Severity.CRITICAL}
_MOST = 10
_MOST_BYTES = 5_000_000
_LINK = 0o120000


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
        """What it is called: the purl of the release that it is, as the file has it where nothing is known."""
        return self.score.subject.id if self.score else self.dependency.purl or self.dependency.name

    @property
    def trust(self) -> int | None:
        """None where nothing is known of it."""
        return self.score.trust if self.score else None


def find_additions(
    connection: duckdb.DuckDBPyConnection, repository: Repository, target: Target, packages: Packages | None
) -> tuple[tuple[Finding, ...], tuple[Unknown, ...]]:
    """Return a finding for each package that a change adds and of which something is known, and a gap for every other.

    An alarming package is as alarming for the change; an ordinary one says nothing about it.

    Args:
        connection: the repository's store, with the change as a subject.
        repository: where the change is.
        target: its two ends.
        packages: opens the store of packages.
    """
    additions, gaps = _read(connection, repository, target)
    additions = _distinct(_look_up(additions, packages))
    known = sorted((addition for addition in additions if addition.trust is not None), key=_risk)
    return tuple(_finding(addition) for addition in known[:_MOST]), (*gaps, *_unknown(additions))


def _read(
    connection: duckdb.DuckDBPyConnection, repository: Repository, target: Target
) -> tuple[list[_Addition], list[Unknown]]:
    """Compare the dependency files before and after the change, and name those that cannot be read."""
    rows = connection.execute(
        "SELECT path, coalesce(previous_path, path), status, new_mode FROM subject_files "
        "WHERE status <> 'D' AND subject_id = $one ORDER BY path",
        {"one": CHANGE_ID},
    ).fetchall()
    files = [row for row in rows if is_dependency_file(row[0])]
    base, head = target.base, target.head
    places = [(head, path) for path, *_ in files] + [(base, old) for _, old, *_ in files if base]
    bodies = dict(zip(places, read_files(repository, places, _MOST_BYTES), strict=True))
    additions: list[_Addition] = []
    gaps: list[Unknown] = []
    for path, old, status, mode in files:
        is_new = status == "A" or not base
        before, after = b"" if is_new else bodies[base, old], bodies[head, path]
        if before is None or after is None or mode == _LINK:
            size = f"{_MOST_BYTES // 1_000_000} MB"
            gaps.append(
                Unknown(CHECK, f"{path} could not be read, or is larger than {size}, so what it adds is unknown")
            )
            continue
        try:
            additions += [_Addition(dependency, path) for dependency in added(before, after, path)]
        except (SourceError, UsageError) as error:
            gaps.append(Unknown(CHECK, f"{error.message} What the change adds there is unknown."))
    return _distinct(additions), gaps


def _distinct(additions: Sequence[_Addition]) -> list[_Addition]:
    """Leave out what was named before."""
    return list({addition.name: addition for addition in reversed(additions)}.values())[::-1]


def _look_up(additions: Sequence[_Addition], packages: Packages | None) -> list[_Addition]:
    """Judge the packages of which the store holds an archive."""
    names = {addition.name: package for addition in additions if (package := package_of(addition.dependency))}
    scores: Mapping[PackageName, Score] = {}
    if names and packages is not None:
        with packages() as store:
            scores = _judge(store, list(names.values())) if store else {}
    return [
        replace(addition, score=scores.get(names[addition.name])) if addition.name in names else addition
        for addition in additions
    ]


def _judge(store: duckdb.DuckDBPyConnection, packages: Sequence[PackageName]) -> dict[PackageName, Score]:
    held = set(
        store.execute("SELECT ecosystem, name, version FROM downloads SEMI JOIN artifacts USING (artifact)").fetchall()
    )
    there = [name for name, release in find_releases(store, packages).items() if astuple(release) in held]
    if not there:
        return {}
    from knownhands.assess.lookup import Inquiry
    from knownhands.assess.package import score_packages
    from knownhands.assess.sources import offline_sources
    from knownhands.learn.saved import load

    try:
        model = load(task=MALWARE.task)
    except ModelError:
        return {}  # without a model nothing is known of any package, and the gaps say so
    inquiry = Inquiry(offline_sources(known_ecosystems()), model, 0, _no_bar, with_previous=False)
    return dict(zip(there, score_packages(store, there, inquiry), strict=True))


@contextmanager
def _no_bar(_title: str) -> Iterator[Callable[[int, int], None]]:
    yield lambda _done, _total: None


def _risk(addition: _Addition) -> tuple[int, str]:
    return addition.trust or 0, addition.name


def _finding(addition: _Addition) -> Finding:
    band = addition.score.band if addition.score else Band.UNKNOWN
    return Finding(
        check=CHECK,
        severity=_SEVERITY.get(band, Severity.INFO),
        answer=Answer.YES,
        sentence=f"It adds {addition.name}, whose own trust is {addition.trust} of 100 ({band}).",
        remedy="Read what that package does before you take it in." if band in _SEVERITY else "",
        evidence=(Evidence("file", addition.path),),
        concern=_CONCERN,
    )


def _nothing(addition: _Addition) -> str:
    if addition.dependency.gap:
        return f"nothing is known of it ({addition.dependency.gap})"
    if addition.dependency.ecosystem not in known_ecosystems():
        return "nothing is known of it, for packages of its kind are not looked up"
    return f"nothing is known of it; `knownhands score package {addition.dependency.purl}` looks it up"


def _unknown(additions: Sequence[_Addition]) -> list[Unknown]:
    dark = [addition for addition in additions if addition.trust is None]
    named = [Unknown(CHECK, f"{addition.name} in {addition.path}: {_nothing(addition)}") for addition in dark[:_MOST]]
    left = len(dark) - _MOST
    more = f"nothing is known of {left} more package{'s' if left > 1 else ''}"
    return [*named, Unknown(CHECK, more)] if left > 0 else named
