"""Say which packages a change adds to dependency files, and what is known of them; nobody is asked."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from knownhands.assess.named import package_of
from knownhands.declarations import Severity
from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import ModelError, SourceError, UsageError
from knownhands.harvest.dependencies.brought_in import asks_for_packages, brought_in, other_indexes
from knownhands.harvest.dependencies.hosts import owner_of
from knownhands.harvest.dependencies.includes import included
from knownhands.harvest.git.objects import read_files
from knownhands.harvest.registry.releases import find_releases
from knownhands.kinds.package import MALWARE
from knownhands.records import Answer, Band, Evidence, Finding, Unknown
from knownhands.store.history_subjects import CHANGE_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import duckdb

    from knownhands.documents.dependency import Dependency
    from knownhands.harvest.dependencies.manifests._manifest import Index
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
_LISTS = (".txt", ".in", ".pip")
_MOST_LISTS = 100  # lists of pip's that are searched for the name of a file; chosen by eye


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

    @property
    def is_open(self) -> bool:
        """Whether the file leaves the version open."""
        return self.dependency.gap.startswith("unpinned")


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


@dataclass(frozen=True, slots=True)
class _File:
    """One file that asks for packages, as it was and as it is.

    Attributes:
        path, old_path: after and before the change.
        is_new: whether it was not there before, or nothing asked for it.
        is_readable: whether it is a plain file.
    """

    path: str
    old_path: str
    is_new: bool = False
    is_readable: bool = True


def _read(
    connection: duckdb.DuckDBPyConnection, repository: Repository, target: Target
) -> tuple[list[_Addition], list[Unknown]]:
    """Compare the dependency files before and after the change, and name those that cannot be read."""
    rows = connection.execute(
        "SELECT path, coalesce(previous_path, path), status, new_mode FROM subject_files "
        "WHERE status <> 'D' AND subject_id = $one ORDER BY path",
        {"one": CHANGE_ID},
    ).fetchall()
    touched = [_File(path, old, status == "A" or not target.base, mode != _LINK) for path, old, status, mode in rows]
    files = [file for file in touched if asks_for_packages(file.path)]
    bodies = _bodies(repository, target, files)
    more = _included(files, bodies, touched) | _asked_from_elsewhere(repository, target, touched)
    bodies |= _bodies(repository, target, list(more.values()))
    additions: list[_Addition] = []
    gaps: list[Unknown] = []
    for file in [*files, *more.values()]:
        before, after = bodies[file]
        if before is None or after is None or not file.is_readable:
            size = f"{_MOST_BYTES // 1_000_000} MB"
            gaps.append(
                Unknown(CHECK, f"{file.path} could not be read, or is larger than {size}, so what it adds is unknown")
            )
            continue
        gaps += [_elsewhere(index, file) for index in other_indexes(before, after, file.old_path, file.path)]
        try:
            dependencies = brought_in(before, after, file.old_path, file.path)
            additions += [_Addition(dependency, file.path) for dependency in dependencies]
        except (SourceError, UsageError) as error:
            gaps.append(Unknown(CHECK, f"{error.message} What the change adds there is unknown."))
    return _pinned(_distinct(additions)), list(dict.fromkeys(gaps))


def _bodies(
    repository: Repository, target: Target, files: Sequence[_File]
) -> dict[_File, tuple[bytes | None, bytes | None]]:
    """Return what each file held before the change, empty for none, and holds after it."""
    base, head = target.base, target.head
    places = [(head, file.path) for file in files] + [(base, file.old_path) for file in files if base]
    bodies = dict(zip(places, read_files(repository, places, _MOST_BYTES), strict=True))
    return {file: (b"" if file.is_new else bodies[base, file.old_path], bodies[head, file.path]) for file in files}


def _included(
    files: Sequence[_File], bodies: Mapping[_File, tuple[bytes | None, bytes | None]], touched: Sequence[_File]
) -> dict[str, _File]:
    """Return the files that changed lists of pip's include: those that the change touches, and those included anew."""
    changed = {file.path: file for file in touched}
    known = {file.path for file in files}
    more: dict[str, _File] = {}
    for file in files:
        before, after = bodies[file]
        if not file.path.endswith(_LISTS) or after is None:
            continue
        was = included(before or b"", file.old_path)
        for path in sorted(included(after, file.path) - known)[:_MOST]:
            if path in changed or path not in was:
                own = changed.get(path, _File(path, path, is_new=True))
                more[path] = replace(own, is_new=own.is_new or path not in was)
    return more


def _asked_from_elsewhere(repository: Repository, target: Target, touched: Sequence[_File]) -> dict[str, _File]:
    """Return the touched files of no known name that lists of pip's include which the change may not touch."""
    odd = {file.path: file for file in touched if file.path.endswith(_LISTS) and not asks_for_packages(file.path)}
    if not odd:
        return {}
    names = repository.run("ls-tree", "-r", "--name-only", "-z", target.head).decode("utf-8", "surrogateescape")
    lists = [path for path in names.split("\0") if path.endswith(_LISTS) and asks_for_packages(path)][:_MOST_LISTS]
    bodies = read_files(repository, [(target.head, path) for path in lists], _MOST_BYTES)
    paths = {name for path, body in zip(lists, bodies, strict=True) for name in included(body or b"", path)}
    return {path: file for path, file in odd.items() if path in paths}


def _elsewhere(index: Index, file: _File) -> Unknown:
    host = owner_of(index.address)
    return Unknown(CHECK, f"{file.path} has packages looked up at {host}, and what is served there is not known")


def _pinned(additions: Sequence[_Addition]) -> list[_Addition]:
    """Leave out what a file asks for in any version where another file of the change says which one."""
    exact = {(a.dependency.ecosystem, a.dependency.name) for a in additions if a.dependency.version}
    return [
        addition
        for addition in additions
        if not addition.is_open or (addition.dependency.ecosystem, addition.dependency.name) not in exact
    ]


def _distinct(additions: Sequence[_Addition]) -> list[_Addition]:
    """Leave out what was named before."""
    return list({addition.name: addition for addition in reversed(additions)}.values())[::-1]


def _look_up(additions: Sequence[_Addition], packages: Packages | None) -> list[_Addition]:
    """Judge the packages of which the store holds an archive."""
    names = {
        addition.name: package
        for addition in additions
        if (package := package_of(addition.dependency, may_be_open=True))
    }
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
    latest = ", the latest of which something is known," if addition.is_open else ","
    return Finding(
        check=CHECK,
        severity=_SEVERITY.get(band, Severity.INFO),
        answer=Answer.YES,
        sentence=f"It adds {addition.name}{latest} whose own trust is {addition.trust} of 100 ({band}).",
        remedy="Read what that package does before you take it in." if band in _SEVERITY else "",
        evidence=(Evidence("file", addition.path),),
        concern=_CONCERN,
    )


def _nothing(addition: _Addition) -> str:
    if addition.dependency.gap and not addition.is_open:
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
