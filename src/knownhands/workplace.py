"""What every score on this machine needs: what was given, and the stores, clones and models that it leads to."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from knownhands import arguments, settings
from knownhands.assess.bar import Bar
from knownhands.errors import ModelError, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import duckdb

    from knownhands.assess.change import History
    from knownhands.assess.lookup import Inquiry, ProgressBar
    from knownhands.declarations import Kind
    from knownhands.harvest.git.process import Repository
    from knownhands.learn.model import Model
    from knownhands.scoring.policy import Policy


def _say_nothing(_text: str) -> None:
    """Swallow a note."""


@contextmanager
def _draw_nothing(_title: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a progress callback that draws nothing."""
    yield lambda _done, _total: None


def _bar(name: str, value: object) -> Bar:
    if not isinstance(value, Bar):
        raise UsageError(f"{name} is {value!r}, which is no Bar.", 'Give knownhands.Bar(budget="1%") or the like.')
    return value


_CHECKS: Mapping[str, Callable[[str, object], object]] = {
    "cache": arguments.path,
    "offline": arguments.flag,
    "now": arguments.moment,
    "store": arguments.path,
    "model": arguments.path,
    "bar": _bar,
    "say": arguments.function,
    "progress": arguments.function,
}
_NEEDED = frozenset({"offline", "bar", "say", "progress"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where scores are made; `Knownhands` says what its attributes are."""

    cache: str | Path | None = None
    offline: bool = False
    now: float | datetime | None = None
    store: str | Path | None = None
    model: str | Path | None = None
    bar: Bar = field(default_factory=Bar)
    say: Callable[[str], None] = _say_nothing
    progress: ProgressBar = _draw_nothing

    def __post_init__(self) -> None:
        """Refuse at once what would be an odd failure later."""
        for name, check in _CHECKS.items():
            value = getattr(self, name)
            if value is not None or name in _NEEDED:
                check(name, value)

    @property
    def _cache(self) -> Path:
        return settings.load().cache if self.cache is None else arguments.path("cache", self.cache)

    @property
    def _store(self) -> Path | None:
        return None if self.store is None else arguments.path("store", self.store)

    @property
    def _now(self) -> int:
        return int(time.time()) if self.now is None else arguments.moment("now", self.now)

    @property
    def _place(self) -> tuple[Mapping[str, str], Path, Path]:
        """Where installers keep their settings."""
        return settings.environment(), Path.home(), Path.cwd()

    def _model(self, kind: Kind) -> Model:
        """Load the model that answers the first question of a kind that a model answers."""
        from knownhands.learn.saved import load

        return load(self.model, next(question.task for question in kind.questions if question.task))

    def _models(self, kind: Kind, concern: str | None = None) -> dict[str, Model]:
        """Load the model of each task that a question of a kind, or one of them, names; the one that was given for its own task."""
        from knownhands.learn.saved import load

        given = load(self.model) if self.model is not None else None
        tasks = [q.task for q in kind.questions if q.task and concern in {None, q.id}]
        if given and given.task not in tasks:
            raise ModelError(
                f"The model {given.id} has learnt {given.task}, not {' or '.join(tasks)}.", "Name another one."
            )
        return {task: given if given and given.task == task else load(None, task) for task in tasks}

    def _policy(self, kind: Kind, history: History | None = None) -> Policy:
        return self.bar.policy(
            kind, datetime.fromtimestamp(self._now, UTC).date(), history.repository if history else None, self.say
        )

    def _locate(self, repo: str | Path) -> Repository:
        """Find a repository by its path or address."""
        from knownhands.harvest.git.source import locate

        named = arguments.text(
            "repo", str(repo) if isinstance(repo, Path) else repo, "Give a path or an https address."
        )
        return locate(named, self._cache, offline=self.offline, say=self.say)

    @contextmanager
    def _history(self, repo: str | Path, *, concern: str | None = None, is_patient: bool = False) -> Iterator[History]:
        """Open a repository and its store, and bring that up to date.

        Args:
            repo: a path or an https address.
            concern: the only one to be asked about; None for all.
            is_patient: whether to wait until what earlier changes do is read.
        """
        from knownhands.assess.change import History
        from knownhands.harvest.git.history import harvest
        from knownhands.harvest.git.source import store_path
        from knownhands.kinds.change import KIND
        from knownhands.store.connection import open_store

        if self._store:
            arguments.store_of_history(self._store, self._cache)
        models = self._models(KIND, concern)
        repository = self._locate(repo)
        with open_store(self._store or store_path(repository, self._cache), self.say) as connection:
            with self.progress("Reading history") as progress:
                harvest(connection, repository, workers=settings.WORKERS, progress=progress)
            with (
                self.progress("Counting lines") as counting,
                self.progress("Reading what earlier changes do") as reading,
            ):
                yield History(
                    connection,
                    repository,
                    models,
                    progress=counting,
                    reading=reading,
                    is_patient=is_patient,
                    say=self.say,
                )

    @contextmanager
    def _packages(self) -> Iterator[duckdb.DuckDBPyConnection]:
        from knownhands.kinds.package import KIND
        from knownhands.store.connection import open_store

        with open_store(self._store or settings.packages_path(self._cache), self.say, KIND.schema) as connection:
            yield connection

    @contextmanager
    def _known_packages(self) -> Iterator[duckdb.DuckDBPyConnection | None]:
        """Open the store of packages in the cache if there is one; otherwise yield nothing, and make none."""
        with ExitStack() as stack:
            connection = None
            if settings.packages_path(self._cache).exists():
                try:
                    connection = stack.enter_context(replace(self, store=None)._packages())  # noqa: SLF001 - our own
                except StoreError as error:
                    self.say(f"Nothing is known of packages that are added: {error.message}")
            yield connection

    def _inquiry(self, ecosystems: set[str], policy: Policy, *, compare: bool = True) -> Inquiry:
        from knownhands.assess.lookup import Inquiry
        from knownhands.assess.sources import find_sources, offline_sources
        from knownhands.kinds.package import KIND

        return Inquiry(
            sources=offline_sources(ecosystems)
            if self.offline
            else find_sources(ecosystems, self._now, self._place, self.say),
            model=self._model(KIND),
            now=self._now,
            progress_bar=self.progress,
            budget=policy.budget,
            with_previous=compare,
            min_age_days=policy.min_release_age_days,
        )
