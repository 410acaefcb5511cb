"""What the benchmarks share: run commands in turns, measure them, print one table."""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

PEER_RAW = ("log", "--raw", "-M", "HEAD")
PEER_NUMSTAT = ("log", "--raw", "--numstat", "-M", "HEAD")

_SAMPLE_S = 0.05


class BenchError(Exception):
    """A command that was to be measured failed."""


@dataclass(frozen=True, slots=True)
class Run:
    """One measured command.

    Attributes:
        seconds: from start to exit, as a user would wait.
        cpu_s: user and system time, children included.
        peak_mb: the largest resident set of the process itself (0 where /proc is missing).
        git_mb: the largest sum of its children's resident sets; a mapped pack counts once for each.
        git_own_mb: the same without mapped files: what the children allocated.
    """

    seconds: float
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    git_mb: float = 0.0
    git_own_mb: float = 0.0


def knownhands(*arguments: str | Path) -> list[str]:
    """Return the command line of the console script beside this Python, or of its module."""
    script = Path(sys.executable).with_name("knownhands")
    start = [str(script)] if script.exists() else [sys.executable, "-m", "knownhands.cli._main"]
    return [*start, *map(str, arguments)]


def git(clone: Path, *arguments: str) -> list[str]:
    """Return a git command line that contacts nobody, even in a clone that lacks contents."""
    return [
        "git",
        "-C",
        str(clone),
        "-c",
        "protocol.allow=never",
        "-c",
        "log.showSignature=false",
        *arguments,
    ]


def ask(clone: Path, *arguments: str) -> str:
    """Return what a git command printed."""
    return subprocess.run(git(clone, *arguments), check=True, capture_output=True, text=True).stdout.strip()


def borrow(clone: Path, folder: Path) -> Path:
    """Make an ordinary bare repository that has the clone's refs and borrows its objects."""
    subprocess.run(["git", "clone", "--quiet", "--mirror", "--shared", str(clone.resolve()), str(folder)], check=True)
    subprocess.run(git(folder, "update-ref", "-d", "refs/remotes/origin/HEAD"), check=True)
    return folder


def run(command: Sequence[str], *, accepts: Sequence[int] = (0,), watch: bool = False) -> Run:
    """Run a command to its end with its output thrown away, and measure it.

    Args:
        command: what to run.
        accepts: exit codes that mean success.
        watch: also sample the memory of the process and of its children.

    Raises:
        BenchError: it failed.
    """
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=_environment())
        memory = _Memory(process.pid)
        with memory.watching() if watch else _nothing():
            _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in accepts:
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace").strip()[-300:]
            raise BenchError(f"exit {process.returncode} from {' '.join(command)}: {said}")
    own, git_all, git_own = memory.peaks
    return Run(seconds, usage.ru_utime + usage.ru_stime, own, git_all, git_own)


def in_turns(repeats: int, **jobs: Callable[[], Run]) -> dict[str, Run]:
    """Run jobs one after the other, several times over, and return the quickest run of each.

    Taking turns lets a busy machine hurt all of them alike; the quickest run is the one it hurt least.
    """
    runs: dict[str, list[Run]] = {name: [] for name in jobs}
    for _ in range(repeats):
        for name, job in jobs.items():
            runs[name].append(job())
    return {name: min(done, key=lambda run: run.seconds) for name, done in runs.items()}


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise beside what was measured.

    Attributes:
        what, clone: what was measured, and on which history.
        ours: what came out, with its unit.
        target: what was promised.
        is_kept: whether it is.
        peer: the peer's name and what came out for it, with its unit.
        ratio: ours to the peer's, or the other way round where more is better.
    """

    what: str
    clone: str
    ours: str
    target: str
    is_kept: bool
    peer: str = ""
    ratio: float | None = None

    def show(self) -> None:
        """Print it as a row of the table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.3f}" if self.ratio < 1 else f"{self.ratio:.1f}"
        verdict = "OK" if self.is_kept else "MISSED"
        print(
            f"| {self.what} | {self.clone} | {self.ours} | {self.peer} | {ratio} | {self.target} | {verdict} |",
            flush=True,
        )


def head() -> None:
    """Print the head of the table."""
    print("| what | history | ours | peer | ratio | target | |")
    print("|---|---|---|---|---|---|---|", flush=True)


def options(description: str | None, *, repeats: int = 3) -> argparse.ArgumentParser:
    """Return a command line that takes clones, as all benchmarks do so that one loop can run them, and repeats if any."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", nargs="*", type=Path, default=[Path()], metavar="CLONE", help="default: here")
    if repeats > 1:
        text = f"the quickest of N counts; default {repeats}"
        parser.add_argument("--repeats", type=int, default=repeats, metavar="N", help=text)
    return parser


def title(clone: Path) -> str:
    """Return OWNER/NAME where a folder on the path is called OWNER+NAME, else the folder's own name.

    >>> title(Path("/clones/curl+curl/repo"))
    'curl/curl'
    """
    for part in reversed(clone.parts):
        if "+" in part:
            return part.replace("+", "/", 1)
    return clone.resolve().name


def count(clone: Path) -> int:
    """Return how many commits HEAD reaches."""
    return int(ask(clone, "rev-list", "--count", "HEAD"))


def has_model(name: str | None) -> bool:
    """Return whether a model can be loaded; say so where it cannot."""
    from knownhands.errors import ModelError
    from knownhands.learn.saved import load

    try:
        load(name)
    except ModelError as error:
        print(f"Nothing is scored: {error.message} {error.hint}")
        return False
    return True


def is_installed(module: str, advice: str) -> bool:
    """Return whether an optional peer can be imported; say how to get it where it cannot."""
    if importlib.util.find_spec(module) is None:
        print(f"{module} is not installed, so it is left out. {advice}")
        return False
    return True


def _environment() -> Mapping[str, str]:
    """Return this environment as a user has it: bytecode is compiled once, git asks nothing."""
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "KNOWNHANDS_CACHE")
    return {name: value for name, value in os.environ.items() if name not in unwanted} | {"GIT_TERMINAL_PROMPT": "0"}


@contextmanager
def _nothing() -> Iterator[None]:
    yield


class _Memory:
    """Samples what /proc says of a process and its children."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._done = threading.Event()
        self.peaks = (0.0, 0.0, 0.0)

    @contextmanager
    def watching(self) -> Iterator[None]:
        thread = threading.Thread(target=self._watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._done.set()
            thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_SAMPLE_S):
            children = [_status(child) for child in self._children()]
            now = (
                _status(self._pid).get("VmHWM", 0.0),
                sum(child.get("VmRSS", 0.0) for child in children),
                sum(child.get("RssAnon", 0.0) for child in children),
            )
            self.peaks = (max(self.peaks[0], now[0]), max(self.peaks[1], now[1]), max(self.peaks[2], now[2]))

    def _children(self) -> list[int]:
        children: list[int] = []
        for task in Path(f"/proc/{self._pid}/task").glob("*/children"):
            try:
                children.extend(int(pid) for pid in task.read_text().split())
            except OSError:
                continue  # the thread has ended
        return children


def _status(pid: int) -> dict[str, float]:
    """Return a process's memory lines in MB; nothing once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    pairs = (line.split() for line in lines if line.endswith(" kB"))
    return {pair[0].rstrip(":"): int(pair[1]) / 1000 for pair in pairs}
