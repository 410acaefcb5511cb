"""Score the packages of data/package/examples.parquet with GuardDog's own code rules, in memory.

    python3.11 -m venv FOLDER && FOLDER/bin/pip install "guarddog==3.2.*"
    S="python scripts/score_guarddog.py --guarddog FOLDER/lib/python3.11/site-packages --tested PART.parquet"
    $S malware CLONE METADATA.parquet --hosts CLONES… --out FILE.parquet
    $S trees CLONES… --out FILE.parquet
    $S archives FILES_OR_FOLDERS… --source wheel --out FILE.parquet

The sub-commands and what they are given are those of build_package_corpus.py, so that the same packages come out with the
same ids. PART is what that script made of them: only its packages that are tested with are scored, and what an attacker did
to them. The table has the columns id, variant and guarddog (0 to 10; NaN where it failed); `build_package_corpus.py join
--guarddog` puts it beside the features.

What is done is what `guarddog pypi scan FILE` does after unpacking, without its metadata rules.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

import build_package_corpus as corpus
from _guarddog import GuardDog
from knownhands.harvest.git.process import open_repository
from knownhands.learn.sources import examples_of
from knownhands.learn.tasks.package_malware import TASK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from build_package_corpus import Item
    from knownhands.harvest.archive.contents import Contents


def main() -> None:
    """Read the command line and score one part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("malware", "trees", "archives"))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--guarddog", type=Path, required=True, metavar="SITE_PACKAGES")
    parser.add_argument("--tested", type=Path, required=True, metavar="PART")
    parser.add_argument("--hosts", nargs="*", type=Path, default=[])
    parser.add_argument("--source", default="wheel", choices=("wheel", "sdist", "npm"))
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    ids = tested(pq.read_table(options.tested))
    match options.what:
        case "malware":
            items = malware(options.paths[0], options.paths[1], options.hosts, ids)
        case "trees":
            items = corpus.trees(options.paths)
        case _:
            items = corpus.archives(options.paths, options.source)
    table = scored((item for item in items if item.id in ids), GuardDog(options.guarddog).score)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, options.out, compression="zstd")
    corpus.note(f"{options.out}: {table.num_rows} rows")


def tested(part: pa.Table) -> set[str]:
    """Return the ids of what is tested with and of what an attacker did to it."""
    examples = examples_of(TASK, part, corpus.note)
    is_tested = TASK.split(examples).test
    return {
        name
        for name, real, variant in zip(part["id"].to_pylist(), is_tested, examples.keys["variant"], strict=True)
        if real or variant
    }


def malware(clone: Path, metadata: Path, hosts: list[Path], ids: set[str]) -> Iterator[Item]:
    """Yield the malicious archives that are tested with, and what an attacker did to each."""
    repository = open_repository(clone, str(clone))
    rows = [row for row in corpus.chosen(metadata) if row["id"] in ids]
    yield from corpus.read_malware(repository, rows)
    yield from corpus.attack(repository, rows, list(corpus.hosts(hosts)))


def scored(items: Iterable[Item], score: Callable[[Contents], float]) -> pa.Table:
    """Score packages one after the other."""
    rows = []
    for item in items:
        rows.append({"id": item.id, "variant": item.variant, "guarddog": score(item.contents)})
        if len(rows) % 100 == 0:
            corpus.note(f"{len(rows)} scored")
    return pa.Table.from_pylist(
        rows, pa.schema([("id", pa.string()), ("variant", pa.string()), ("guarddog", pa.float64())])
    )


if __name__ == "__main__":
    main()
