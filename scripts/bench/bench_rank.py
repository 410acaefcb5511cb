"""Measures how long the ranking of a whole history takes whose lines were counted before.

    python scripts/bench/bench_rank.py CLONE…

First ranking: every commit is measured and judged; peer: one `git log --raw --numstat -M`. Second: nothing is new; peer: the
same with a twentieth of the commits listed.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import _timing as timing

FIRST_RATIO, MOST_MB, LISTED_RATIO = 1.0, 600, 2.0


def main() -> None:
    """Measure and print."""
    options = timing.options(__doc__, repeats=1).parse_args()
    if not timing.has_model(None):
        return
    timing.head()
    for clone in options.clones:
        with tempfile.TemporaryDirectory() as folder:
            show(clone, Path(folder))


def show(clone: Path, folder: Path) -> None:
    """Rank one history whose lines were counted."""
    counted, store = folder / "counted.duckdb", folder / "ranked.duckdb"
    timing.run(timing.knownhands("harvest", "git", clone, "--lines", "--store", counted, "--quiet"))
    shutil.copy(counted, store)
    name = f"{timing.title(clone)}, {timing.count(clone):,} commits"
    peer = timing.run(timing.git(clone, *timing.PEER_NUMSTAT))
    first = timing.run(_rank(clone, store, 100), watch=True)
    again, few = timing.run(_rank(clone, store, 100)), timing.run(_rank(clone, store, 5))
    timing.Promise(
        "first ranking",
        name,
        f"{first.seconds:.2f} s",
        f"≤ {FIRST_RATIO:.0f} times it",
        first.seconds <= FIRST_RATIO * peer.seconds,
        f"`git log --raw --numstat -M` {peer.seconds:.2f} s",
        first.seconds / peer.seconds,
    ).show()
    memory = first.peak_mb or 0.0
    timing.Promise("its memory", name, f"{memory:.0f} MB", f"≤ {MOST_MB} MB", memory <= MOST_MB).show()
    timing.Promise(
        "100 listed",
        name,
        f"{again.seconds:.2f} s",
        f"≤ {LISTED_RATIO:.0f} times it",
        again.seconds <= LISTED_RATIO * few.seconds,
        f"5 listed {few.seconds:.2f} s",
        again.seconds / few.seconds,
    ).show()


def _rank(clone: Path, store: Path, limit: int) -> list[str]:
    options = ("--limit", str(limit), "--store", store, "--format", "json", "--quiet")
    return timing.knownhands("rank", clone, *options)


if __name__ == "__main__":
    main()
