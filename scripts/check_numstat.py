"""Compare our rows with git's own numstat, commit by commit, and list every difference.

    python scripts/check_numstat.py CLONE…

Git is asked the way a person would, `git log --raw --numstat -M`, and its answer is read here by other code than
the harvester's. Exit code 1 when anything differs.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from knownhands.harvest.git.history import harvest
from knownhands.harvest.git.process import open_repository
from knownhands.settings import WORKERS
from knownhands.store.connection import open_store

Row = tuple[str, str, str, str, str, str]
"""Status, previous path, path, modes, lines added and deleted as git prints them."""

_HEADER = re.compile(rb"\0?\x01([0-9a-f]{40,64})\0\n?")
_OURS = """
    SELECT
        c.sha, f.status, coalesce(f.previous_path, ''), f.path, printf('%06o %06o', f.old_mode, f.new_mode),
        CASE WHEN l.is_binary THEN '-' ELSE coalesce(l.lines_added::VARCHAR, '?') END,
        CASE WHEN l.is_binary THEN '-' ELSE coalesce(l.lines_deleted::VARCHAR, '?') END
    FROM commits AS c
    JOIN file_changes AS f USING (commit_no)
    LEFT JOIN line_counts AS l USING (commit_no, path)
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of one clone.

    Attributes:
        commits: compared, of those that git printed and we stored.
        equal: rows that are the same.
        differences: one line each.
    """

    commits: int
    equal: int
    differences: list[str]


def main() -> int:
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", nargs="+", type=Path, metavar="CLONE")
    comparisons = {clone: compare(clone) for clone in parser.parse_args().clones}
    for clone, comparison in comparisons.items():
        rows, odd = f"{comparison.equal:,} rows equal", f"{len(comparison.differences):,} differences"
        print(f"{clone}: {comparison.commits:,} commits compared, {rows}, {odd}")
        print("".join(f"    {line}\n" for line in comparison.differences), end="")
    return int(any(comparison.differences for comparison in comparisons.values()))


def compare(clone: Path) -> Comparison:
    """Harvest a clone into a store of its own and hold it against git."""
    repository = open_repository(clone, str(clone))
    theirs = {sha: rows for sha, rows in parse(ask_git(clone, repository.head or "HEAD")).items() if rows}
    ours: dict[str, set[Row]] = {}
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "check.duckdb", print) as store:
        harvest(store, repository, workers=WORKERS, lines=True)
        for sha, *row in store.execute(_OURS).fetchall():
            ours.setdefault(sha, set()).add(tuple(row))
    differences = []
    for sha in sorted(ours.keys() | theirs.keys()):
        for who, rows in (
            ("git", theirs.get(sha, set()) - ours.get(sha, set())),
            ("us", ours.get(sha, set()) - theirs.get(sha, set())),
        ):
            differences += [f"{sha[:12]} only {who}: {' '.join(row)}" for row in sorted(rows)]
    equal = sum(len(rows & theirs.get(sha, set())) for sha, rows in ours.items())
    return Comparison(len(ours.keys() | theirs.keys()), equal, differences)


def ask_git(clone: Path, head: str) -> bytes:
    """Print the history as git does for a person without settings."""
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    options = ("--raw", "--numstat", "-M", "-z", "--no-abbrev", "--no-merges", "--root", "--format=%x01%H")
    command = ["git", "-c", "safe.directory=*", "-C", str(clone), "log", *options, head, "--"]
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    if done.returncode:
        print(f"{clone}: git stopped half-way: {done.stderr.decode('utf-8', 'replace').strip()}", file=sys.stderr)
    return done.stdout


def parse(printed: bytes) -> dict[str, set[Row]]:
    """Read what git printed: per commit, the raw entries and then as many counts."""
    _, *parts = _HEADER.split(printed)
    return {sha.decode(): set(rows(body)) for sha, body in zip(parts[::2], parts[1::2], strict=True)}


def rows(body: bytes) -> list[Row]:
    """Read one commit."""
    tokens = body.decode("utf-8", "replace").split("\0")
    changes = []
    while tokens[0].startswith(":"):
        old_mode, new_mode, _, _, status = tokens.pop(0)[1:].split(" ")
        previous = tokens.pop(0) if status[0] in "RC" else ""
        changes.append((status[0], previous, tokens.pop(0), f"{old_mode} {new_mode}"))
    entries = []
    for status, previous, path, modes in changes:
        added, deleted, _ = tokens.pop(0).split("\t", 2)
        del tokens[: 2 if previous else 0]
        entries.append((status, previous, path, modes, added, deleted))
    return entries


if __name__ == "__main__":
    sys.exit(main())
