"""Measures what a user waits before anything happens.

    python scripts/bench/bench_startup.py

Clones make no difference. Peer: a bare interpreter of the same Python.
"""

from __future__ import annotations

import sys

import _timing as timing

TARGET_S = 0.2


def main() -> None:
    """Measure and print."""
    options = timing.options(__doc__, repeats=15).parse_args()
    timing.run(timing.knownhands("--help"))  # compiles the bytecode, as installation does
    best = timing.in_turns(
        options.repeats,
        ours=lambda: timing.run(timing.knownhands("--help")),
        peer=lambda: timing.run([sys.executable, "-c", "pass"]),
    )
    ours, peer = best["ours"].seconds, best["peer"].seconds
    timing.head()
    timing.Promise(
        "`knownhands --help`",
        "",
        f"{ours:.3f} s",
        f"≤ {TARGET_S} s more",
        ours - peer <= TARGET_S,
        f"`python -c pass` {peer:.3f} s",
        ours / peer,
    ).show()


if __name__ == "__main__":
    main()
