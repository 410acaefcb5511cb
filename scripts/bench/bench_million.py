"""Measures a very long history.

    python scripts/bench/bench_million.py [--commits N] [--keep FOLDER]

Clones make no difference: the history is made up, two small files a commit out of four thousand; some commits are
reverted, some come in through a merge. Making it takes some minutes and about 1 GB for a million commits.
Peer: `git rev-list --count HEAD`, which reads every commit object and nothing else.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

import _timing as timing

if TYPE_CHECKING:
    from collections.abc import Iterator

PEAK_MB = 2000
AUTHORS = 300
FOLDERS, FILES = 64, 64
FIRST_AT = 1_000_000_000
EVERY_S = 600
REVERTED = 0.01
MERGE_EVERY = 50  # of so many commits one is made on a branch, and the next one merges it


def main() -> None:
    """Make the history, measure and print."""
    parser = timing.options(__doc__, repeats=1)
    parser.add_argument("--commits", type=int, default=1_000_000, metavar="N")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="make the history here, or use the one that is here"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clone = options.keep or Path(folder) / "made-up.git"
        if not clone.exists():
            make(clone, options.commits)
        show(clone, Path(folder))


def show(clone: Path, folder: Path) -> None:
    """Measure the harvest of a history."""
    commits = timing.count(clone)
    peer = timing.run(timing.git(clone, "rev-list", "--count", "HEAD")).seconds
    store = folder / "history.duckdb"
    ours = timing.run(timing.knownhands("harvest", "git", clone, "--store", store, "--quiet"), watch=True)
    again = timing.run(timing.knownhands("harvest", "git", clone, "--store", store, "--quiet"), watch=True)
    timing.head()
    timing.Promise(
        "peak memory of `harvest git`",
        f"made up, {commits:,} commits",
        f"{ours.peak_mb:,.0f} MB",
        f"< {PEAK_MB:,} MB",
        ours.peak_mb < PEAK_MB,
        f"git below it: {ours.git_own_mb:,.0f} MB, {ours.git_mb:,.0f} MB with mapped packs",
    ).show()
    print(
        f"\n{ours.seconds:.1f} s ({commits / ours.seconds:,.0f} commits a second), {ours.cpu_s:.1f} s of CPU, ",
        end="",
    )
    print(f"`git rev-list --count` {peer:.1f} s, ratio {ours.seconds / peer:.1f}.")
    print(f"Again with nothing new: {again.seconds:.2f} s, {again.peak_mb:,.0f} MB. ", end="")
    print(f"Store: {store.stat().st_size / 1e6:,.0f} MB.")


def make(clone: Path, commits: int) -> None:
    """Write a history through `git fast-import`."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(clone)], check=True)
    subprocess.run(timing.git(clone, "symbolic-ref", "HEAD", "refs/heads/main"), check=True)
    command = timing.git(clone, "fast-import", "--quiet", "--depth=10")
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        write(process.stdin, history(commits))
    if process.returncode:
        raise timing.BenchError("git fast-import failed")


def write(pipe: IO[bytes] | None, parts: Iterator[str]) -> None:
    """Send text to a process and close the pipe."""
    if pipe is None:
        raise timing.BenchError("git fast-import takes no input")
    with pipe:
        pipe.writelines(part.encode() for part in parts)


def history(commits: int) -> Iterator[str]:
    """Yield a history in the format of `git fast-import`, commit by commit; the same one each time."""
    chance = random.Random(0)  # noqa: S311 - no secret
    titles: list[str] = []
    tip = 0
    for number in range(1, commits + 1):
        on_branch, is_merge = number % MERGE_EVERY == MERGE_EVERY - 2, number % MERGE_EVERY == MERGE_EVERY - 1
        title = _title(chance, number, titles)
        files = [f"dir{chance.randrange(FOLDERS)}/file{chance.randrange(FILES)}.c" for _ in range(2)]
        yield _commit(number, title, "branch" if on_branch else "main", chance.randrange(AUTHORS))
        yield f"from :{tip}\n" if tip else ""
        yield f"merge :{number - 1}\n" if is_merge and number > 1 else ""
        for path in dict.fromkeys(files):
            text = f"{path}\n{number}\n"
            yield f"M 100644 inline {path}\ndata {len(text)}\n{text}\n"
        tip = tip if on_branch else number


def _title(chance: random.Random, number: int, titles: list[str]) -> str:
    if titles and chance.random() < REVERTED:
        return f'Revert "{chance.choice(titles)}"'
    title = f"Change number {number} of part {chance.randrange(FOLDERS)}"
    titles.append(title)
    del titles[:-1000]  # reverts come soon
    return title


def _commit(number: int, title: str, branch: str, author: int) -> str:
    person = f"Author {author} <author{author}@example.org> {FIRST_AT + number * EVERY_S} +0000"
    message = f"{title}\n\nWhy it was done.\n\nSigned-off-by: Author {author} <author{author}@example.org>\n"
    size = len(message)
    return f"commit refs/heads/{branch}\nmark :{number}\nauthor {person}\ncommitter {person}\ndata {size}\n{message}"


if __name__ == "__main__":
    main()
