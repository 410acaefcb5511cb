"""Measures how long `knownhands score artifact` takes beside guarddog's scan of the same archive.

    python3 -m venv FOLDER && FOLDER/bin/pip install "guarddog==3.2.*"
    pip download --no-deps --dest FILES requests django numpy        # wheels; an sdist is downloaded by hand
    python scripts/bench/bench_guarddog.py --guarddog FOLDER/bin/guarddog FILES/*

Guarddog lives in an environment of its own, because its requirements are not ours, and it is run as anyone would run
it, without options. When it starts it asks for the lists of well-known packages of three registries, unless its own
copy is younger than a month; where there is no network it goes on with the copy it came with. A first run that is not
counted lets it fetch them, so that what is measured waits for the network no longer than every scan does. It reads no
metadata of a local file, and so contacts no registry about it. It refuses some archives, such as wheels that hold a
zip of their own; a refusal is said and not compared. Ours contacts nobody.

Wall-clock time is what a user waits, and suffers from whatever else the machine does; user and system time, children
included, stands beside it. Ours uses a second process for large archives, so that it waits less than it works.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import _timing as timing

FASTER = 8.0
OURS = (0, 1, 3)  # 3: there is no model for packages yet


def main() -> None:
    """Measure and print."""
    options = _options()
    guarddog = shutil.which(options.guarddog)
    if guarddog is None:
        print(f"{options.guarddog} was not found. See --help for how to install it.")
        return
    timing.head()
    for file in options.files:
        compare(file, guarddog, options.repeats)


def compare(file: Path, guarddog: str, repeats: int) -> None:
    """Measure both on one archive and print a row for waiting and one for work."""
    peer, ours = [guarddog, "pypi", "scan", str(file)], timing.knownhands("score", "artifact", file)
    try:
        timing.run(peer)
    except timing.BenchError as error:
        print(f"{file.name} was refused by guarddog: {str(error).splitlines()[-1]}")
        return
    timing.run(ours, accepts=OURS)
    best = timing.in_turns(
        repeats, ours=lambda: timing.run(ours, accepts=OURS), peer=lambda: timing.run(peer, accepts=(0,))
    )
    show("wait", file, best["ours"].seconds, best["peer"].seconds)
    show("user and system time", file, best["ours"].cpu_s, best["peer"].cpu_s)


def show(what: str, file: Path, ours: float, peer: float) -> None:
    """Print one row; the ratio is how many times faster ours is."""
    ratio = peer / ours
    timing.Promise(
        what, file.name, f"{ours:.2f} s", f"{FASTER:.0f} times faster", ratio >= FASTER, f"guarddog {peer:.2f} s", ratio
    ).show()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a wheel or sdist")
    parser.add_argument("--guarddog", default="guarddog", metavar="PATH", help="default: the one on PATH")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="the quickest of N counts; default 3")
    return parser.parse_args()


if __name__ == "__main__":
    main()
