"""What commands share: the session they score with, progress on stderr, and the result on stdout."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from knownhands.cli._streams import note, page, write
from knownhands.errors import StoreError, UsageError
from knownhands.inventory import Inventory
from knownhands.score import Score
from knownhands.scoring.policy import exit_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rich.progress import Progress

    from knownhands.local import Knownhands
    from knownhands.report._format import Format

_PATIENCE_S = 1.0  # a bar is drawn for anything longer


def speaker(*, quiet: bool) -> Callable[[str], None]:
    """Return what prints notes, or swallows them."""
    return (lambda _text: None) if quiet else note


def session(
    *,
    offline: bool,
    store: Path | None,
    model: str | None,
    policy: Path | None,
    fail_below: int | None,
    budget: str | None,
    quiet: bool,
) -> Knownhands:
    """Return what scores, as the options of a command say."""
    from knownhands.assess.bar import Bar
    from knownhands.local import Knownhands

    return Knownhands(
        offline=offline,
        store=store,
        model=model,
        bar=Bar(policy, fail_below, budget),
        say=speaker(quiet=quiet),
        progress=progress_bars(quiet=quiet),
    )


def progress_bars(*, quiet: bool) -> Callable[[str], AbstractContextManager[Callable[[int, int], None]]]:
    """Return what makes progress bars by their title."""
    return lambda title: progress_bar(title, quiet=quiet)


@contextmanager
def progress_bar(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield a progress callback that draws a bar on stderr, where that is a terminal, once a second has passed."""
    if quiet or not sys.stderr.isatty():
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


def show(result: Score | Sequence[Score] | Inventory, format_name: str, output: Path | None) -> int:
    """Print one score, a list of them or a dependency file's, or write it to a file; return the exit code.

    Raises:
        StoreError: the file cannot be written.
    """
    result = result if isinstance(result, Score | Inventory) else Inventory.of(result)
    text = find_format(format_name)(result, page(is_file=output is not None))
    if output is None:
        write(text)
    else:
        try:
            output.write_text(text, "utf-8", newline="\n")
        except OSError as cause:
            raise StoreError(f"{output} cannot be written: {cause.strerror}.", "Name another place.") from cause
    if isinstance(result, Inventory):
        return exit_code(result.scores, result.gaps)
    return exit_code([result])


def check_format(name: str) -> None:
    """See that there is a report format of a name, and import none.

    Raises:
        UsageError: there is none.
    """
    from knownhands.plugins import names

    known = names("knownhands.report")
    if name not in known:
        raise UsageError(f"There is no format {name!r}.", f"Use one of {', '.join(known)}.")


def find_format(name: str) -> Format:
    """Return a report format that there is."""
    from knownhands.plugins import discover_single

    return cast("Format", discover_single("knownhands.report", name, "FORMAT"))
