"""Write the table of speeds in README.md from a run of the benchmarks.

    python scripts/speed.py CLONE… --guarddog FOLDER/bin/guarddog --archives FILE…

The block stands between `<!-- speed -->` and `<!-- /speed -->`. Nothing else should run meanwhile. How to get guarddog and
archives is said in scripts/bench/bench_guarddog.py.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

from knownhands import __version__

ROOT = Path(__file__).parents[1]
_OF_CLONES = ("bench_first_score.py", "bench_rank.py")
_BLOCK = re.compile(r"(<!-- speed -->\n).*?(<!-- /speed -->)", re.DOTALL)
_LINES_OF_HEAD = 2


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", nargs="+", metavar="CLONE")
    parser.add_argument("--guarddog", required=True, metavar="PROGRAM")
    parser.add_argument("--archives", nargs="+", required=True, metavar="FILE")
    options = parser.parse_args()
    tables = [_table(name, *options.clones) for name in _OF_CLONES]
    tables += [
        _table("bench_startup.py"),
        _table("bench_guarddog.py", "--guarddog", options.guarddog, *options.archives),
    ]
    lines = tables[0][:_LINES_OF_HEAD] + [line for table in tables for line in table[_LINES_OF_HEAD:]]
    text = "\n".join(["", *lines, "", f"<!-- knownhands {__version__}, {os.cpu_count()} cores -->", ""])
    page = ROOT / "README.md"
    page.write_text(_BLOCK.sub(lambda block: block[1] + text + block[2], page.read_text("utf-8")), "utf-8")


def _table(name: str, *arguments: str) -> list[str]:
    """Run one benchmark and return the lines of its table, head and all."""
    command = [sys.executable, str(ROOT / "scripts" / "bench" / name), *arguments]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    sys.stdout.write(printed)
    return [line for line in printed.splitlines() if line.startswith("|")]


if __name__ == "__main__":
    main()
