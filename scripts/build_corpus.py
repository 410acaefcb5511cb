"""Build data/change/examples.parquet from clones: numbers only, no names, addresses, messages or paths.

    python scripts/build_corpus.py CLONES… --cache FOLDER --out data/change/examples.parquet [--most 5000]

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
from knownhands.learn import dataset
from knownhands.learn.sources import MOST, examples


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=MOST)
    options = parser.parse_args()
    tables = {}
    for clone in sorted(options.clones):
        name = project_name(clone)
        kept = options.cache / f"{name.replace('/', '+')}.examples.parquet"
        if not kept.exists():
            began = time.monotonic()
            try:
                store = options.cache / f"{name.replace('/', '+')}.duckdb"
                pq.write_table(examples(str(clone), store, options.cache, note, options.most), kept)
            except KnownHandsError as error:
                print(f"{name}: left out: {error.message}", flush=True)
                continue
            print(f"{name}: {time.monotonic() - began:.0f} s", end=" ")
        table = pq.read_table(kept)
        print(f"{name}: {len(table)} examples", flush=True)
        if len(table):
            tables[name] = table
    dataset.write(tables, options.out)


def note(text: str) -> None:
    """Print one line to stderr."""
    print(text, file=sys.stderr)


def project_name(clone: Path) -> str:
    """Return OWNER/NAME or the folder's name."""
    for part in reversed(clone.parts):
        if "+" in part:
            return part.replace("+", "/", 1)
    return clone.resolve().name


if __name__ == "__main__":
    main()
