"""Write the samples in README.md and docs/how-to.md from real runs, and say which of them are stale.

A sample stands between two comments, the first of which holds the command that it shows:

    <!-- sample: knownhands rank curl --limit 3 -->
    <!-- /sample -->

What a command names and the checkout does not hold is given as NAME=PATH; the command runs in a folder where NAME is that
clone or file, so that the page shows no path of this machine. `| head -N` behind a command shows its first N lines.
`potsdata-1.0.tar.gz` is built here: an archive whose setup.py runs what it decodes, and what it decodes does nothing.

    python scripts/samples.py                             # says what is stale; exit 1 when something is
    python scripts/samples.py curl=CLONE uv.lock=FILE     # runs every sample again whose names are all given

To renew all of README after training or after a change of layout: run it with a clone or file for every name that it asks
for, read the diff as a stranger would, and commit. Below each sample stands what it was run on, the version, the model with
its sha256, and a digest of the layout (the golden text reports); `tests/scripts/test_samples.py` compares them with today's.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knownhands._version import __version__
from knownhands.learn.saved import models

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "docs/how-to.md")
INERT = "potsdata-1.0.tar.gz"
_GOLDEN = ROOT / "tests" / "golden"
_WIDTH = "100"
_SAMPLE = re.compile(r"<!-- sample: (?P<command>[^\n]*) -->\n(?P<body>.*?)<!-- /sample -->", re.DOTALL)
_RECORD = re.compile(r"<!-- of (?P<of>.*); knownhands (?P<version>\S+); (?P<models>.*); layout (?P<layout>\w+) -->")
_HEAD = re.compile(r"\s*\|\s*head -(\d+)$")
_WORDS = {"score", "rank", "change", "package", "artifact", "deps"}
_WRONG_USAGE = 2


@dataclass(frozen=True, slots=True)
class Now:
    """What a sample has to be made with to be current.

    Attributes:
        models: id → sha256, of the models that come with knownhands.
        layout: a digest of the golden text reports.
    """

    version: str
    models: Mapping[str, str]
    layout: str


def main() -> int:
    """Run the samples whose names are given; then say which are stale."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("named", nargs="*", metavar="NAME=PATH", help="a clone or file that commands name")
    named = dict(given.split("=", 1) for given in parser.parse_args().named)
    stale = []
    for page in (ROOT / name for name in PAGES):
        if named:
            page.write_text(
                renewed(page.read_text("utf-8"), {name: Path(path) for name, path in named.items()}), "utf-8"
            )
        stale += [f"{page.name}: {line}" for line in stale_samples(page.read_text("utf-8"), now())]
    print("\n".join(stale) or "every sample is current")
    return 1 if stale else 0


# What is stale


def now() -> Now:
    """Return what samples have to be made with today."""
    sums = {name: hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest() for name, folder in models().items()}
    golden = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(_GOLDEN.glob("*.txt"))))
    return Now(__version__, sums, golden.hexdigest()[:12])


def stale_samples(page: str, current: Now) -> Iterator[str]:
    """Name the samples of a page that were made with something else, and with what."""
    for sample in _SAMPLE.finditer(page):
        reason = _why_stale(_RECORD.search(sample["body"]), current)
        if reason:
            yield f"{sample['command']}: {reason}"


def _why_stale(record: re.Match[str] | None, current: Now) -> str:
    if record is None:
        return "was never run"
    if record["version"] != current.version:
        return f"is of knownhands {record['version']}"
    if record["layout"] != current.layout:
        return "has another layout"
    digests = [named.split(" ") for named in record["models"].removeprefix("models: ").split(", ") if " " in named]
    other = [name for name, digest in digests if current.models.get(name) != digest]
    return f"was judged by another {other[0]}" if other else ""


# Running


def renewed(page: str, named: Mapping[str, Path]) -> str:
    """Return a page with every sample run again for which all is there.

    Args:
        page: Markdown.
        named: what commands name → a clone or file on this machine.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        build_inert(place / INERT)
        for name, path in named.items():
            (place / name).symlink_to(path.resolve())
        return _SAMPLE.sub(lambda sample: _run_again(sample, place, named), page)


def _run_again(sample: re.Match[str], place: Path, named: Mapping[str, Path]) -> str:
    command = sample["command"]
    words = shlex.split(_HEAD.sub("", command))
    if not _is_here(words, place):
        return sample[0]
    answer = json.loads(_run([*words, "--format", "json"], place))
    shown = without_people(_shown(words, place, named, _HEAD.search(command)), answer)
    record = _record(words, answer, named)
    return f"<!-- sample: {command} -->\n\n{shown}\n{record}\n<!-- /sample -->"


def _is_here(words: list[str], place: Path) -> bool:
    """Say whether all that a command reads was given: what follows `--repo`, and what is no purl, option or revision."""
    if "--repo" in words:
        return (place / words[words.index("--repo") + 1]).exists()
    subject = next((word for word in words[1:] if word not in _WORDS and not word.startswith("-")), "")
    return subject.startswith("pkg:") or (place / subject).exists()


def _shown(words: list[str], place: Path, named: Mapping[str, Path], head: re.Match[str] | None) -> str:
    """Return what a command prints, indented as Markdown wants it, with names in place of paths."""
    lines = _run(words, place).splitlines()
    if head and int(head[1]) < len(lines):
        lines = [*lines[: int(head[1])], "…"]
    text = "\n".join(f"    {line}".rstrip() for line in lines)
    for name, path in named.items():
        text = text.replace(str(path.resolve()), name).replace(str(place / name), name)
    return text + "\n"


def without_people(text: str, answer: Mapping[str, Any]) -> str:
    """Put "its author" in the place of every author's name: what we ship names nobody.

    Args:
        text: what a command printed, lines broken anywhere.
        answer: what the same command prints as JSON.
    """
    for score in answer.get("scores", [answer]):
        name = score["subject"]["author"].split()
        if name:
            text = re.sub(r"\s+".join(map(re.escape, name)), "its author", text)
    return text


def _record(words: list[str], answer: Mapping[str, Any], named: Mapping[str, Path]) -> str:
    """Say what a sample was run on, with which version, and by which models."""
    scores = answer.get("scores", [answer])
    used = sorted({(score["model"]["id"], score["model"]["sha256"]) for score in scores if score["model"]})
    of = [f"{name} {_identity(path)}" for name, path in named.items() if name in words]
    if not of:
        of = [f"{score['subject']['id']} {score['subject']['head']}".strip() for score in scores]
    judged = ", ".join(f"{name} {digest}" for name, digest in used) or "none"
    return f"<!-- of {', '.join(of)}; knownhands {answer['version']}; models: {judged}; layout {now().layout} -->"


def _identity(path: Path) -> str:
    """Return the commit that a clone has checked out, or the SHA-256 of a file."""
    if path.is_file():
        return f"sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return subprocess.run(
        ["git", "-C", str(path), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()


def _run(words: list[str], place: Path) -> str:
    """Run a command as a user would, without a terminal."""
    command = [str(Path(sys.executable).with_name(words[0])), *words[1:], "--quiet"]
    environment = os.environ | {"COLUMNS": _WIDTH, "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    if not done.stdout or done.returncode == _WRONG_USAGE:
        raise SystemExit(f"{' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def build_inert(path: Path) -> None:
    """Write an sdist that does what attacks do, decode a data file and run it, where what it runs is a comment.

    The same bytes each time, so that its hash in a sample is the same too.
    """
    data = base64.b64encode(b"# nothing happens\n")
    setup = b'exec(__import__("base64").b64decode(open("potsdata/glaze.dat").read()))\n'
    info = b"Metadata-Version: 2.1\nName: potsdata\nVersion: 1.0\n"
    files = {"setup.py": setup, "PKG-INFO": info, "potsdata/glaze.dat": data, "potsdata/__init__.py": b""}
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"potsdata-1.0/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    path.write_bytes(gzip.compress(packed.getvalue(), mtime=0))


if __name__ == "__main__":
    sys.exit(main())
