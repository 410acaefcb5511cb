"""Write the table of speeds in README.md from a run of the benchmarks.

    python scripts/speed.py CLONE…

The block stands between `<!-- speed -->` and `<!-- /speed -->`. Nothing else should run meanwhile.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from knownhands import __version__

ROOT = Path(__file__).parents[1]
_BENCHES = ("bench_first_score.py", "bench_rank.py", "bench_startup.py")
_BLOCK = re.compile(r"(<!-- speed -->\n).*?(<!-- /speed -->)", re.DOTALL)
_LINES_OF_HEAD = 2


def main() -> int:
    """Measure and write."""
    if not sys.argv[1:] or sys.argv[1].startswith("-"):
        print(__doc__)
        return 2
    tables = [_table(name) for name in _BENCHES]
    lines = tables[0][:_LINES_OF_HEAD] + [line for table in tables for line in table[_LINES_OF_HEAD:]]
    text = "\n".join(["", *lines, "", f"<!-- knownhands {__version__}, {os.cpu_count()} cores -->", ""])
    page = ROOT / "README.md"
    page.write_text(_BLOCK.sub(lambda block: block[1] + text + block[2], page.read_text("utf-8")), "utf-8")
    return 0


def _table(name: str) -> list[str]:
    """Run one benchmark and return the lines of its table, head and all."""
    command = [sys.executable, str(ROOT / "scripts" / "bench" / name), *sys.argv[1:]]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    sys.stdout.write(printed)
    return [line for line in printed.splitlines() if line.startswith("|")]


if __name__ == "__main__":
    raise SystemExit(main())
