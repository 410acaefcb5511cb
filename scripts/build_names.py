"""Write the list of the most used package names from public download rankings.

    python scripts/build_names.py PYPI.tsv NPM.tsv --out data/names/popular.parquet

PYPI.tsv has the columns name and rank_among_15000_most_downloaded (empty: not among them); NPM.tsv has name and
downloads_a_month. Both begin with a header line. Only names and ranks are kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from knownhands.harvest.names.forms import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

PYPI_COLUMN, PYPI_RANK, NPM_COLUMN = 3, "rank_among_15000_most_downloaded", 2
NPM_NAMES = 20_000


def rows(path: Path) -> Iterator[list[str]]:
    """Yield a file's cells, header first; summaries may hold anything, so nothing is quoted."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def read_pypi(path: Path) -> list[str]:
    """Return PyPI's names by rank, normalised as PEP 503 says."""
    lines = rows(path)
    if next(lines)[PYPI_COLUMN] != PYPI_RANK:
        raise SystemExit(f"{path} has no column {PYPI_RANK} where it was expected.")
    ranked = [(int(line[PYPI_COLUMN]), line[0]) for line in lines if len(line) > PYPI_COLUMN and line[PYPI_COLUMN]]
    names = (normalise(name, "pypi") for rank, name in sorted(ranked) if rank > 0)
    return list(dict.fromkeys(names))


def read_npm(path: Path) -> list[str]:
    """Return npm's most downloaded names."""
    lines = rows(path)
    next(lines)
    ranked = [(-int(line[NPM_COLUMN]), line[0]) for line in lines if len(line) > NPM_COLUMN and line[NPM_COLUMN]]
    return list(dict.fromkeys(normalise(name, "npm") for _, name in sorted(ranked)))[:NPM_NAMES]


def main() -> None:
    """Read both, write one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pypi", type=Path)
    parser.add_argument("npm", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    lists = {"npm": read_npm(options.npm), "pypi": read_pypi(options.pypi)}
    table = pa.table(
        {
            "ecosystem": pa.array([key for key, names in lists.items() for _ in names]).dictionary_encode(),
            "name": pa.array([name for names in lists.values() for name in names]),
            "rank": pa.array([rank for names in lists.values() for rank in range(1, len(names) + 1)], pa.int32()),
        }
    )
    pq.write_table(table, options.out, compression="zstd", compression_level=19, use_dictionary=["ecosystem"])
    print(", ".join(f"{len(names):,} {key}" for key, names in lists.items()))


if __name__ == "__main__":
    main()
