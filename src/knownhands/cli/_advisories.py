"""What `harvest advisories` does with each source, and what it says of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from knownhands.cli._session import progress_bar, speaker
from knownhands.cli._streams import write
from knownhands.errors import NotFound, SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from knownhands.harvest.advisories.harvest import Harvested
    from knownhands.harvest.advisories.sources import Source

_SHOWN = 3  # other ecosystems
_PARTIAL = (
    "it tells of the packages that it names; of all others it stays unknown whether they are listed (docs/how-to.md says "
    "what a database is)."
)


def harvest_each(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[str], now: int, *, offline: bool, quiet: bool
) -> int:
    """Harvest sources of advisories and print one line for each.

    Raises:
        UsageError: an address that is never asked.
        SourceError: nothing could be read of a source.
    """
    from knownhands.harvest.advisories.harvest import harvest_advisories
    from knownhands.report._words import clean

    say = speaker(quiet=quiet)
    failed: list[SourceError] = []
    for name in sources:
        try:
            source, shown = _open(name, now, offline=offline)
            with progress_bar("Reading advisories", quiet=quiet) as progress:
                outcome = harvest_advisories(connection, shown, source, now, progress)
        except SourceError as error:
            failed.append(error)
            continue
        for problem in outcome.problems:
            say(clean(f"Passed over: {problem.message}"))
        write(clean(f"advisories {name}: {_sum_up(outcome)}") + "\n")
        if not (source.is_database and outcome.is_database):
            say(clean(f"{name} is no whole database: {_PARTIAL}"))
    if len(failed) == 1:
        raise failed[0]
    if failed:
        for failure in failed:
            say(clean(f"{failure.message} {failure.hint}"))
        raise SourceError(f"{len(failed)} of {len(sources)} sources could not be read.", failed[0].hint)
    return 0


def _open(name: str, now: int, *, offline: bool) -> tuple[Source, str]:
    """Return a source and the name under which the store remembers it."""
    from knownhands.documents.address import without_credentials
    from knownhands.documents.configuration import Configuration
    from knownhands.harvest.advisories.fetch import fetch, is_address
    from knownhands.harvest.advisories.sources import LIMIT_BYTES, open_body, open_path
    from knownhands.harvest.registry.certificates import trust
    from knownhands.harvest.registry.http import connect

    if not is_address(name):
        path = Path(name)
        return open_path(path), str(path.absolute())
    if offline:
        shown = without_credentials(name)
        raise NotFound(f"--offline forbids to ask {shown}.", "Name a file, or run without --offline.")
    body = fetch(name, lambda: connect(trust(Configuration((), {})), now, limit_bytes=LIMIT_BYTES))
    return open_body(name, body), name


def _sum_up(outcome: Harvested) -> str:
    """Say how many records were kept and what became of the others."""
    from knownhands.ecosystems._known import known_ecosystems

    titles = {name: ecosystem.title for name, ecosystem in known_ecosystems().items()}
    parts = [
        f"{count:,} about {titles[ecosystem]} ({outcome.malicious[ecosystem]:,} malicious)"
        for ecosystem, count in sorted(outcome.kept.items())
    ]
    text = ", ".join(parts) or f"none about {' or '.join(titles.values())}"
    if others := outcome.elsewhere.total():
        named = ", ".join(f"{name} {count:,}" for name, count in outcome.elsewhere.most_common(_SHOWN))
        text += f"; {others:,} about others left out ({named}{', …' if len(outcome.elsewhere) > _SHOWN else ''})"
    return text + (f"; {outcome.unreadable:,} unreadable" if outcome.unreadable else "")
