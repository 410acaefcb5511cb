"""Measures reading a whole history with line counts.

    python scripts/bench/bench_lines.py CLONE…

Ours: `knownhands harvest git --lines` into a fresh store, the whole process.
Peers: one `git log --raw --numstat -M` of the same history; PyDriller's paths, kinds and line counts of single
commits, spread evenly over the history because it would take hours to read all of a long one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import _timing as timing

RATIO = 0.6
TIMES_PYDRILLER = 20
PEAK_MB = 600
ADVICE = "Install it beside this Python: pip install pydriller==2.12"

PYDRILLER = """
import sys
from pydriller import Git

repository = Git(sys.argv[1])
for sha in open(sys.argv[2]).read().split():
    for file in repository.get_commit(sha).modified_files:
        file.new_path, file.change_type, file.added_lines, file.deleted_lines
"""


def main() -> None:
    """Measure and print."""
    parser = timing.options(__doc__)
    parser.add_argument(
        "--sample", type=int, default=400, metavar="N", help="commits that PyDriller reads; default 400"
    )
    options = parser.parse_args()
    with_pydriller = timing.is_installed("pydriller", ADVICE)
    timing.head()
    for clone in options.clones:
        with tempfile.TemporaryDirectory() as folder:
            commits = timing.count(clone)
            rate = commits / show_log(clone, Path(folder), commits, options.repeats)
            if with_pydriller:
                show_pydriller(clone, Path(folder), rate, options.sample)


def show_log(clone: Path, folder: Path, commits: int, repeats: int) -> float:
    """Measure beside `git log`, and our memory; return our seconds."""
    stores = iter(folder / f"{number}.duckdb" for number in range(repeats + 1))
    name = f"{timing.title(clone)}, {commits:,} commits"
    memory = harvest(clone, next(stores), watch=True)
    best = timing.in_turns(
        repeats,
        ours=lambda: harvest(clone, next(stores)),
        peer=lambda: timing.run(timing.git(clone, *timing.PEER_NUMSTAT)),
    )
    ours, peer = best["ours"].seconds, best["peer"].seconds
    timing.Promise(
        "`harvest git --lines`",
        name,
        f"{ours:.2f} s",
        f"≤ {RATIO} times it",
        ours <= RATIO * peer,
        f"`git log --raw --numstat -M` {peer:.2f} s",
        ours / peer,
    ).show()
    timing.Promise(
        "its peak memory",
        name,
        f"{memory.peak_mb:.0f} MB",
        f"≤ {PEAK_MB} MB",
        memory.peak_mb <= PEAK_MB,
        f"git below it: {memory.git_own_mb:.0f} MB, {memory.git_mb:.0f} MB with mapped packs",
    ).show()
    return ours


def show_pydriller(clone: Path, folder: Path, rate: float, sample: int) -> None:
    """Measure beside PyDriller, whose start-up is taken off."""
    shas = timing.ask(clone, "rev-list", "--no-merges", "HEAD").split()
    chosen = shas[:: max(1, len(shas) // sample)]
    copy = timing.borrow(clone, folder / "copy")
    start = read_with_pydriller(copy, folder, chosen[:1]).seconds
    theirs = (len(chosen) - 1) / (read_with_pydriller(copy, folder, chosen).seconds - start)
    timing.Promise(
        "commits a second",
        f"{timing.title(clone)}, {len(chosen)} of {len(shas):,} for the peer",
        f"{rate:,.0f}",
        f"≥ {TIMES_PYDRILLER} times it",
        rate >= TIMES_PYDRILLER * theirs,
        f"PyDriller {theirs:,.0f}",
        rate / theirs,
    ).show()


def harvest(clone: Path, store: Path, *, watch: bool = False) -> timing.Run:
    """Read a history with line counts."""
    command = timing.knownhands("harvest", "git", clone, "--lines", "--store", store, "--quiet")
    return timing.run(command, watch=watch)


def read_with_pydriller(clone: Path, folder: Path, shas: list[str]) -> timing.Run:
    """Read commits with PyDriller."""
    listed = folder / "shas"
    listed.write_text("\n".join(shas))
    return timing.run([sys.executable, "-c", PYDRILLER, str(clone.resolve()), str(listed)])


if __name__ == "__main__":
    main()
