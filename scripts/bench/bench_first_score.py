"""Measures how long a user waits for a score.

    python scripts/bench/bench_first_score.py CLONE…

First score: the whole process in a fresh store; peer: one `git log --raw --numstat -M` of the same history.
Second score: nothing is new; peer: the first score.
New commits: a copy of the clone's refs is set back, scored, set forward and scored again; peer: the second score.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import _timing as timing

FIRST_RATIO, FIRST_S = 0.35, 5.0
SECOND_S = 0.7
NEW_COMMITS, NEW_S = 500, 1.0


def main() -> None:
    """Measure and print."""
    options = timing.options(__doc__).parse_args()
    if not timing.has_model():
        return
    timing.head()
    for clone in options.clones:
        with tempfile.TemporaryDirectory() as folder:
            measure(clone, Path(folder), options.repeats)


def measure(clone: Path, folder: Path, repeats: int) -> None:
    """Measure one clone, with stores in a folder."""
    name = f"{timing.title(clone)}, {timing.count(clone):,} commits"
    score(clone, folder / "warm-up.duckdb")

    stores = iter(folder / f"first-{number}.duckdb" for number in range(repeats))
    best = timing.in_turns(
        repeats,
        first=lambda: score(clone, next(stores)),
        peer=lambda: timing.run(timing.git(clone, *timing.PEER_NUMSTAT)),
        second=lambda: score(clone, folder / "warm-up.duckdb"),
    )
    first, peer, second = (best[job].seconds for job in ("first", "peer", "second"))
    timing.Promise(
        "first score",
        name,
        f"{first:.2f} s",
        f"≤ {FIRST_RATIO} times it and ≤ {FIRST_S:.0f} s",
        first <= FIRST_RATIO * peer and first <= FIRST_S,
        f"`git log --raw --numstat -M` {peer:.2f} s",
        first / peer,
    ).show()
    timing.Promise(
        "second score",
        name,
        f"{second:.2f} s",
        f"≤ {SECOND_S} s",
        second <= SECOND_S,
        f"first score {first:.2f} s",
        second / first,
    ).show()
    show_new(clone, folder, repeats, second)


def show_new(clone: Path, folder: Path, repeats: int, second: float) -> None:
    """Score after some commits were added to a clone that had been scored."""
    older, added = step_back(clone)
    copy = borrow(clone, folder / "copy")
    runs = []
    for number in range(repeats):
        point(copy, older)
        score(copy, folder / f"new-{number}.duckdb")
        point(copy, timing.ask(clone, "rev-parse", "HEAD"))
        runs.append(score(copy, folder / f"new-{number}.duckdb").seconds)
    timing.Promise(
        f"score with {added} new commits",
        timing.title(clone),
        f"{min(runs):.2f} s",
        f"≤ {NEW_S:.0f} s more",
        min(runs) - second <= NEW_S,
        f"second score {second:.2f} s",
        min(runs) / second,
    ).show()


def score(clone: Path, store: Path) -> timing.Run:
    """Score the newest change of a clone."""
    return timing.run(timing.knownhands("score", "change", "HEAD", "--repo", clone, "--store", store, "--quiet"))


def step_back(clone: Path) -> tuple[str, int]:
    """Return the newest link of the first-parent chain that lacks at least 500 commits, and how many it lacks."""
    links = timing.ask(clone, "rev-list", "--first-parent", "HEAD").split()
    low, high = 0, len(links) - 1
    while low < high:
        middle = (low + high) // 2
        if lacking(clone, links[middle]) >= NEW_COMMITS:
            high = middle
        else:
            low = middle + 1
    return links[low], lacking(clone, links[low])


def lacking(clone: Path, link: str) -> int:
    """Return how many commits HEAD reaches and a link does not."""
    return int(timing.ask(clone, "rev-list", "--count", "HEAD", f"^{link}"))


def borrow(clone: Path, folder: Path) -> Path:
    """Make a bare repository with the clone's refs that borrows its objects."""
    subprocess.run(["git", "clone", "--quiet", "--mirror", "--shared", str(clone.resolve()), str(folder)], check=True)
    subprocess.run(timing.git(folder, "update-ref", "-d", "refs/remotes/origin/HEAD"), check=True)
    return folder


def point(copy: Path, sha: str) -> None:
    """Make a commit the head of a repository."""
    subprocess.run(timing.git(copy, "update-ref", "--no-deref", "HEAD", sha), check=True)


if __name__ == "__main__":
    main()
