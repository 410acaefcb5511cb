"""What commands about a repository do before anything else: open it, open its store, bring that up to date."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from knownhands import settings
from knownhands.cli._streams import note, write
from knownhands.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import duckdb
    from rich.progress import Progress

    from knownhands.harvest.git.process import Repository
    from knownhands.inventory import Inventory
    from knownhands.records import Score
    from knownhands.report._format import Format

_PATIENCE_S = 1.0  # a bar is drawn for anything longer


def speaker(*, quiet: bool) -> Callable[[str], None]:
    """Return what prints notes, or swallows them."""
    return (lambda _text: None) if quiet else note


@contextmanager
def opened(
    name: str, *, store: Path | None, offline: bool, quiet: bool
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Repository]]:
    """Open a repository and its store."""
    from knownhands.harvest.git.source import locate, store_path
    from knownhands.store.connection import open_store

    cache = settings.load().cache
    say = speaker(quiet=quiet)
    repository = locate(name, cache, offline=offline, say=say)
    with open_store(store or store_path(repository, cache), say) as connection:
        yield connection, repository


@contextmanager
def progress_bar(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield a progress callback that draws a bar on stderr once a second has passed."""
    if quiet:
        yield lambda _done, _total: None
        return
    began = time.monotonic()
    drawn = None

    def report(done: int, total: int) -> None:
        nonlocal drawn
        if drawn is None and time.monotonic() - began > _PATIENCE_S and done < total:
            drawn = _draw(title)
        if drawn is not None:
            drawn.update(drawn.task_ids[0], completed=done, total=total)

    try:
        yield report
    finally:
        if drawn is not None:
            drawn.stop()


def _draw(title: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task(title, total=None)
    bar.start()
    return bar


def show(scores: Score | Sequence[Score] | Inventory, format_name: str) -> None:
    """Print one score, a list of them or a dependency file's to stdout."""
    write(find_format(format_name)(scores))


def find_format(name: str) -> Format:
    """Return a report format.

    Raises:
        UsageError: there is none of that name.
    """
    import knownhands.report
    from knownhands.plugins import discover

    formats = discover(knownhands.report, "FORMAT")
    if name not in formats:
        raise UsageError(f"There is no format {name!r}.", f"Use one of {', '.join(formats)}.")
    return cast("Format", formats[name])
