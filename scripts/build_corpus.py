"""Build data/change/examples.parquet from clones: numbers only, no names, addresses, messages or paths.

    python scripts/build_corpus.py CLONES… --cache FOLDER --out data/change/examples.parquet [--most 6000]

Each clone is a git directory; its project's name is `OWNER+NAME` when its parent folder is called so, else the
folder's own name. Work that was done stays in the cache, so the command can be stopped and run again.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq

from knownhands.errors import KnownHandsError
from knownhands.harvest.git.history import count_lines, harvest
from knownhands.harvest.git.source import locate
from knownhands.learn import dataset
from knownhands.learn.split import TEST_DAY
from knownhands.store.connection import open_store


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=6000)
    options = parser.parse_args()
    tables = {}
    for clone in sorted(options.clones):
        name = project_name(clone)
        kept = options.cache / f"{name.replace('/', '+')}.examples.parquet"
        if not kept.exists():
            began = time.monotonic()
            try:
                build_one(clone, options.cache / f"{name.replace('/', '+')}.duckdb", kept, options.most)
            except KnownHandsError as error:
                print(f"{name}: left out: {error.message}", flush=True)
                continue
            print(f"{name}: {time.monotonic() - began:.0f} s", end=" ")
        table = pq.read_table(kept)
        print(f"{name}: {len(table)} examples", flush=True)
        if len(table):
            tables[name] = table
    dataset.write(tables, options.out)


def project_name(clone: Path) -> str:
    """Return OWNER/NAME or the folder's name."""
    for part in reversed(clone.parts):
        if "+" in part:
            return part.replace("+", "/", 1)
    return clone.resolve().name


def build_one(clone: Path, store: Path, out: Path, most: int) -> None:
    """Harvest one clone and write its examples."""
    repository = locate(str(clone), store.parent, offline=True, say=lambda text: print(text, file=sys.stderr))
    with open_store(store, print) as connection:
        harvest(connection, repository, workers=2)
        table = dataset.extract(
            connection,
            lambda shas: count_lines(connection, repository, shas, workers=2),
            most=most,
            since=TEST_DAY,
        )
    pq.write_table(table, out)


if __name__ == "__main__":
    main()
