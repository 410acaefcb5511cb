"""Put what a benchmark prints into a page, between its marks.

    python scripts/bench/bench_attacks.py INCIDENTS… --clones FOLDER | python scripts/into.py docs/attacks.md attacks

The page holds `<!-- bench: attacks -->` and, somewhere behind it, `<!-- /bench -->`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def replaced(page: str, name: str, text: str) -> str:
    """Return a page with a section's text replaced.

    Raises:
        ValueError: the page has no such section, or several.
    """
    section = re.compile(rf"(<!-- bench: {re.escape(name)} -->\n).*?(<!-- /bench -->)", re.DOTALL)
    page, count = section.subn(lambda marks: f"{marks[1]}\n{text.strip()}\n\n{marks[2]}", page)
    if count != 1:
        raise ValueError(f"{count} sections are called {name}")
    return page


def main() -> None:
    """Read what was printed, and write it into the page."""
    path, name = Path(sys.argv[1]), sys.argv[2]
    path.write_text(replaced(path.read_text("utf-8"), name, sys.stdin.read()), "utf-8")


if __name__ == "__main__":
    main()
