"""Measures how long a user waits for a score.

    python scripts/bench/bench_first_score.py CLONE…

First score: the whole process in a fresh store; peer: one `git log --raw --numstat -M` of the same history.
Second score: nothing is new; peer: a bare `import duckdb, numpy`.
New commits: the branch is set back, scored, set forward and scored again, in a repository that borrows the clone's objects;
peer: the same score once more, when nothing is new.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import _timing as timing

FIRST_RATIO, FIRST_S = 0.35, 5.0
SECOND_RATIO = 4.0
NEW_COMMITS, NEW_S = 500, 1.0


def main() -> None:
    """Measure and print."""
    parser = timing.options(__doc__)
    parser.add_argument("--model", metavar="ID", help="a model's id or folder; the newest one if left out")
    options = parser.parse_args()
    if not timing.has_model(options.model):
        return
    timing.head()
    for clone in options.clones:
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(clone, Path(folder), options.repeats, options.model)
            bench.show_first_and_second()
            bench.show_new()


@dataclass(frozen=True)
class Bench:
    """One clone to score again and again, and a folder for the stores."""

    clone: Path
    folder: Path
    repeats: int
    model: str | None

    def show_first_and_second(self) -> None:
        """Score in fresh stores and in a full one, beside git."""
        name = f"{timing.title(self.clone)}, {timing.count(self.clone):,} commits"
        full = self.folder / "full.duckdb"
        self.score(self.clone, full)
        fresh = iter(self.folder / f"fresh-{number}.duckdb" for number in range(self.repeats))
        best = timing.in_turns(
            self.repeats,
            first=lambda: self.score(self.clone, next(fresh)),
            peer=lambda: timing.run(timing.git(self.clone, *timing.PEER_NUMSTAT)),
            second=lambda: self.score(self.clone, full),
            bare=lambda: timing.run([sys.executable, "-c", "import duckdb, numpy"]),
        )
        first, peer, second, bare = (best[job].seconds for job in ("first", "peer", "second", "bare"))
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
            f"≤ {SECOND_RATIO:.0f} times it",
            second <= SECOND_RATIO * bare,
            f"`import duckdb, numpy` {bare:.2f} s",
            second / bare,
        ).show()

    def show_new(self) -> None:
        """Score after commits were added to a history that had been scored."""
        newest = timing.ask(self.clone, "rev-parse", "HEAD")
        older, added = step_back(self.clone)
        copy = timing.borrow(self.clone, self.folder / "copy")
        stores = [self.folder / f"new-{number}.duckdb" for number in range(self.repeats)]
        point(copy, older)
        for store in stores:
            self.score(copy, store)
        point(copy, newest)
        grown, same = iter(stores), iter(stores)
        best = timing.in_turns(
            self.repeats,
            ours=lambda: self.score(copy, next(grown)),
            peer=lambda: self.score(copy, next(same)),
        )
        ours, peer = best["ours"].seconds, best["peer"].seconds
        timing.Promise(
            f"score with {added:,} new commits",
            timing.title(self.clone),
            f"{ours:.2f} s",
            f"≤ {NEW_S:.0f} s more",
            ours - peer <= NEW_S,
            f"nothing new {peer:.2f} s",
            ours / peer,
        ).show()

    def score(self, clone: Path, store: Path) -> timing.Run:
        """Score the newest change of a repository."""
        model = ["--model", self.model] if self.model else []
        command = timing.knownhands("score", "change", "HEAD", "--repo", clone, "--store", store, "--quiet", *model)
        return timing.run(command)


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


def point(copy: Path, sha: str) -> None:
    """Make a commit the head of a repository."""
    subprocess.run(timing.git(copy, "update-ref", "--no-deref", "HEAD", sha), check=True)


if __name__ == "__main__":
    main()
