"""Build data/attack/examples.parquet from clones: what the last changes of ordinary projects do, as numbers.

    python scripts/build_attack_corpus.py --learn CLONES… --test CLONES… --cache FOLDER --out data/attack/examples.parquet [--most 1000]

How often ordinary changes do what attacks do is learned from the ones; the others, which nobody looked at while it was built, say how
often that alarms. No attack is in it. Each clone is a git directory; work that was done stays in the cache.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from build_corpus import note, project_name
from knownhands.errors import KnownHandsError
from knownhands.learn import habits
from knownhands.learn.extract import join

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learn", nargs="+", type=Path, required=True)
    parser.add_argument("--test", nargs="+", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=habits.MOST)
    options = parser.parse_args()
    tables: dict[str, pa.Table] = {}
    for role, clones in (("learn", options.learn), ("test", options.test)):
        for clone in clones:
            tables |= dict(_read(clone, role, options.cache, options.most))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(join(tables), options.out, compression="zstd", compression_level=19)
    rows = [(name, table["role"][0], len(table)) for name, table in sorted(tables.items())]
    with options.out.with_name("projects.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("project", "role", "changes"), *rows])


def _read(clone: Path, role: str, cache: Path, most: int) -> Iterator[tuple[str, pa.Table]]:
    """Yield the examples of one project under its name; none where it cannot be read."""
    name = project_name(clone)
    store = cache / f"{name.replace('/', '+')}.duckdb"
    try:
        table = habits.read_clone(str(clone), store, cache, note, most)
    except KnownHandsError as error:
        note(f"{name}: left out: {error.message}")
        return
    note(f"{name}: {len(table):,} examples")
    yield name, table.add_column(0, "role", pa.array([role] * len(table)))


if __name__ == "__main__":
    main()
