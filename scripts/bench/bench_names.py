"""Measures matching names with the well-known ones.

    python scripts/bench/bench_names.py

Ours: `Names.nearest` for names spread over the shipped list, each with one letter changed, left out, added or none.
Peer: rapidfuzz's `process.extractOne` over the same list, name by name, which finds slips only. Loading is measured
in a process of its own, the first time that anything is imported.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import _timing as timing
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knownhands.harvest.names.nearest import Names
from knownhands.harvest.names.popular import popular

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MEAN_MS = 5 * 60 * 1000 / 800_000
LOAD_S = 0.5
SAMPLE, PEER_SAMPLE = 4000, 400
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"

LOAD = """
import sys, time
begun = time.perf_counter()
from knownhands.harvest.names.nearest import Names
Names(sys.argv[1]).nearest("kiln")
print(time.perf_counter() - begun)
"""


def main() -> None:
    """Measure and print."""
    options = timing.options(__doc__).parse_args()
    timing.head()
    for ecosystem in ("pypi", "npm"):
        show_load(ecosystem, options.repeats)
        show_matching(ecosystem, options.repeats)


def show_load(ecosystem: str, repeats: int) -> None:
    """Measure loading the list and building the index, imports included."""
    command = [sys.executable, "-c", LOAD, ecosystem]
    seconds = min(
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(repeats)
    )
    timing.Promise("load the index", listed(ecosystem), f"{seconds:.2f} s", f"< {LOAD_S} s", seconds < LOAD_S).show()


def show_matching(ecosystem: str, repeats: int) -> None:
    """Measure names one by one, beside the peer on fewer of them."""
    names = popular(ecosystem)
    sample = changed(names, SAMPLE)
    ours = Names(ecosystem)
    best = timing.in_turns(
        repeats,
        ours=lambda: clock(ours.nearest, sample),
        peer=lambda: clock(
            lambda name: process.extractOne(name, names, scorer=OSA.distance, score_cutoff=2), sample[:PEER_SAMPLE]
        ),
    )
    mine, theirs = best["ours"].seconds / SAMPLE * 1000, best["peer"].seconds / PEER_SAMPLE * 1000
    timing.Promise(
        "match a name, mean",
        listed(ecosystem),
        f"{mine:.3f} ms",
        f"< {MEAN_MS:.3f} ms, so 800,000 in 5 minutes",
        mine < MEAN_MS,
        f"`extractOne` {theirs:.3f} ms",
        mine / theirs,
    ).show()


def listed(ecosystem: str) -> str:
    """Return what is in the table's second column."""
    return f"{len(popular(ecosystem)):,} {ecosystem} names"


def changed(names: Sequence[str], size: int) -> list[str]:
    """Return names with one letter changed, left out, added or none, the same every time."""
    dice = random.Random(1)  # noqa: S311 - seeded, not secret
    variants = []
    for name in dice.sample(names, size):
        at, letter = dice.randrange(len(name)), dice.choice(LETTERS)
        variants.append(
            dice.choice(
                [name, name[:at] + letter + name[at + 1 :], name[:at] + name[at + 1 :], name[:at] + letter + name[at:]]
            )
        )
    return variants


def clock(ask: Callable[[str], object], names: Sequence[str]) -> timing.Run:
    """Return how long it takes to ask about all names."""
    begun = time.perf_counter()
    for name in names:
        ask(name)
    return timing.Run(time.perf_counter() - begun)


if __name__ == "__main__":
    main()
