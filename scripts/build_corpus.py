"""Build data/change/examples.parquet from clones: numbers only, no names, addresses, messages or paths of files.

    python scripts/build_corpus.py CLONES… --cache FOLDER --out data/change/examples.parquet [--most 5000]

Each clone is a git directory; its project's name is OWNER/NAME when a folder above it is called OWNER+NAME, else the
folder's own name. Beside the examples goes projects.csv: what was read of each project. Work that was done stays in
the cache, so the command can be stopped and run again.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from knownhands.errors import KnownHandsError
from knownhands.learn import extract
from knownhands.store.connection import open_store

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNS = ("project", "head", "commits", "unreadable", "examples", "reverted", "blamed", "first_day", "last_day")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=extract.MOST)
    options = parser.parse_args()
    tables, rows = {}, []
    for clone in sorted(options.clones, key=project_name):
        name = project_name(clone)
        store = options.cache / f"{name.replace('/', '+')}.duckdb"
        kept = store.with_suffix(".examples.parquet")
        try:
            if not kept.exists():
                pq.write_table(extract.read_clone(str(clone), store, options.cache, note, options.most), kept)
        except KnownHandsError as error:
            note(f"{name}: left out: {error.message}")
            continue
        tables[name] = pq.read_table(kept)
        rows.append((name, *read_store(store), *count(tables[name])))
        note(f"{name}: {len(tables[name]):,} examples")
    extract.write(tables, options.out)
    with options.out.with_name("projects.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([_COLUMNS, *rows])


def note(text: str) -> None:
    """Print one line to stderr."""
    print(text, file=sys.stderr, flush=True)


def project_name(clone: Path) -> str:
    """Return OWNER/NAME or the folder's name."""
    for part in reversed(clone.parts):
        if "+" in part:
            return part.replace("+", "/", 1)
    return clone.resolve().name


def read_store(store: Path) -> tuple[str, int, int]:
    """Return the newest commit, how many commits were mined, and how many of them could not be read."""
    with open_store(store, note) as connection:
        row = connection.execute(
            "SELECT any_value(head), (SELECT count(*) FROM commits), any_value(unreadable) "
            "FROM harvest_runs WHERE run = (SELECT max(run) FROM harvest_runs WHERE is_complete)"
        ).fetchone()
    head, commits, unreadable = row or ("", 0, 0)
    return str(head), int(commits), int(unreadable)


def count(table: pa.Table) -> tuple[int, int, int, int, int]:
    """Return examples, reverted, blamed, and the first and last day of the examples (0 when there are none)."""
    if not len(table):
        return 0, 0, 0, 0, 0
    day, reverted, blamed = (table[name].to_numpy() for name in ("day", "reverted", "blamed"))
    return (
        len(day),
        int((reverted - day <= extract.MATURE_DAYS).sum()),
        int((blamed - day <= extract.MATURE_DAYS).sum()),
        int(day.min()),
        int(day.max()),
    )


if __name__ == "__main__":
    main()
