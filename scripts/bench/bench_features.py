"""Measures every feature of every commit in one pass.

    python scripts/bench/bench_features.py CLONE…

The history is harvested first, which is not measured here. Peer: one `git log --raw -M` of the same history.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import _timing as timing

from knownhands.features.assemble import features_of, measure_all
from knownhands.store import history_subjects, subjects
from knownhands.store.connection import open_store

TARGET_S = 10.0
TARGET_COMMITS = 40_000


def main() -> None:
    """Measure and print."""
    options = timing.options(__doc__).parse_args()
    timing.head()
    for clone in options.clones:
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder) / "history.duckdb"
            timing.run(timing.knownhands("harvest", "git", clone, "--store", store, "--quiet"))
            show(clone, store, options.repeats)


def show(clone: Path, store: Path, repeats: int) -> None:
    """Measure one store beside git."""
    commits = timing.count(clone)
    best = timing.in_turns(
        repeats,
        ours=lambda: measure(store),
        peer=lambda: timing.run(timing.git(clone, *timing.PEER_RAW)),
    )
    ours, peer = best["ours"].seconds, best["peer"].seconds
    allowed = TARGET_S * max(1.0, commits / TARGET_COMMITS)
    timing.Promise(
        f"{len(features_of('change'))} features of all commits",
        f"{timing.title(clone)}, {commits:,} commits",
        f"{ours:.2f} s",
        f"≤ {allowed:.1f} s",
        ours <= allowed,
        f"`git log --raw -M` {peer:.2f} s",
        ours / peer,
    ).show()


def measure(store: Path) -> timing.Run:
    """Measure all features of all commits."""
    with open_store(store, print) as connection:
        began = time.perf_counter()
        subjects.prepare(connection, "change")
        history_subjects.add_history(connection)
        measure_all(connection, "change")
        return timing.Run(time.perf_counter() - began)


if __name__ == "__main__":
    main()
