"""What an attacker may do to a malicious commit that costs nothing: other names, messages, dates, company and places."""

from __future__ import annotations

import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from incidents.moved import middle, moved
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from _commits import Commits, Person

    Files = Mapping[str, str | bytes]
    Trick = Callable[[Commits, "Project", Any, str], str | None]
    """Adds the commits of an attack on top of a commit and returns the last one's mark; None where it makes no sense."""

STRANGER: Person = ("Quinn Marlow", "quinn@marlow.example")
BOT: Person = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
SPLIT, TESTS, LINES = 30, 40, 400
_TWO_YEARS = 2 * 365 * 86400
_SMALL = 8_000  # bytes
_NEWEST = 1_000  # commits


@dataclass(frozen=True)
class Project:
    """What a clone has of its own that an attacker can copy.

    Attributes:
        head: its newest commit.
        at: when that was committed, by its own account, in seconds since 1970.
        busiest: who wrote most of the newest commits, bots left out.
        message: of an ordinary commit.
        tests: as many small test files as it has, under new names.
        code: one source file of its main language under a new name.
    """

    head: str
    at: int
    busiest: Person
    message: str
    tests: Files
    code: Files


def describe(clone: Path) -> Project:
    """Look at a clone."""

    def git(*arguments: str) -> bytes:
        return subprocess.run(["git", "-C", str(clone), *arguments], capture_output=True, check=True).stdout

    head, at = git("log", "-1", "--format=%H %ct").decode().split()
    people = git("log", "--no-merges", f"-{_NEWEST}", "--format=%an%x00%ae").decode("utf-8", "replace").splitlines()
    counts = Counter(person for person in people if "[bot]" not in person)
    name, address = counts.most_common(1)[0][0].split("\0")
    message = git("log", "--no-merges", "-1", "--fixed-strings", f"--author={address}", "--format=%B").decode()
    rows = [
        row.split(maxsplit=4) for row in git("ls-tree", "-rlz", "HEAD").decode("utf-8", "replace").split("\0") if row
    ]
    sizes = {row[4]: int(row[3]) for row in rows if row[0] == "100644"}

    def copies(paths: list[str], most: int) -> dict[str, bytes]:
        return {_renamed(path): git("cat-file", "blob", f"HEAD:{path}") for path in paths[:most]}

    kinds = {path: place_of(path).id for path in sizes}
    programs = [path for path in sizes if kinds[path] == "program"]
    main = Counter(PurePosixPath(path).suffix for path in programs).most_common(1)[0][0]
    tests = sorted(path for path in sizes if kinds[path] == "test" and path.endswith(main) and sizes[path] < _SMALL)
    code = sorted((path for path in programs if path.endswith(main)), key=lambda path: abs(sizes[path] - LINES * 35))
    return Project(head, int(at), (name, address), message, copies(tests, TESTS), copies(code, 1))


def _renamed(path: str) -> str:
    pure = PurePosixPath(path)
    return str(pure.with_name(f"{pure.stem}_kiln{pure.suffix}"))


def plain(commits: Commits, project: Project, pair: Any, base: str) -> str:  # noqa: ARG001, ANN401 - as a Trick
    """Commit an attack as a stranger, as it is."""
    return commits.add(base, pair.attack, pair.message, STRANGER)


def _spoofed(commits: Commits, project: Project, pair: Any, base: str) -> str:  # noqa: ANN401
    return commits.add(base, pair.attack, pair.message, project.busiest)


def _dull(commits: Commits, project: Project, pair: Any, base: str) -> str:  # noqa: ANN401
    return commits.add(base, pair.attack, project.message, STRANGER)


def _split(commits: Commits, project: Project, pair: Any, base: str) -> str:  # noqa: ANN401, ARG001
    steps = [
        (path, body)
        for path, after in pair.attack.items()
        for body in _grown(pair.base.get(path, ""), after, SPLIT // len(pair.attack))
    ]
    steps += [("NOTES.md", "A line of notes.\n" * number) for number in range(1, SPLIT + 1 - len(steps))]
    mark = base
    for number, (path, body) in enumerate(steps):
        mark = commits.add(mark, {path: body}, f"{pair.message}, part {number + 1}", STRANGER)
    return mark


def _grown(before: str | bytes, after: str | bytes, steps: int) -> list[str | bytes]:
    """Return a file as it grows line by line, or few by few, to what it becomes."""
    if isinstance(before, bytes) or isinstance(after, bytes):
        return [after]
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start, end = middle(old, new)
    rest = old[len(old) - (len(new) - end) :] if end < len(new) else []
    count = max(1, min(steps, end - start))
    cuts = [start + (end - start) * step // count for step in range(1, count)]
    return [*("".join([*new[:cut], *rest]) for cut in cuts), after]


def _among_tests(commits: Commits, project: Project, pair: Any, base: str) -> str | None:  # noqa: ANN401
    return commits.add(base, {**project.tests, **pair.attack}, pair.message, STRANGER) if project.tests else None


def _among_code(commits: Commits, project: Project, pair: Any, base: str) -> str | None:  # noqa: ANN401
    return commits.add(base, {**project.code, **pair.attack}, pair.message, STRANGER) if project.code else None


def _backdated(commits: Commits, project: Project, pair: Any, base: str) -> str:  # noqa: ANN401
    return commits.add(base, pair.attack, pair.message, STRANGER, at=project.at - _TWO_YEARS)


def _as_bot(commits: Commits, project: Project, pair: Any, base: str) -> str:  # noqa: ANN401, ARG001
    return commits.add(base, pair.attack, "chore: update dependencies [skip ci]", BOT)


def _in_folder(folder: str) -> Trick:
    def hide(commits: Commits, project: Project, pair: Any, base: str) -> str | None:  # noqa: ANN401, ARG001
        files = moved(pair, folder)
        return commits.add(base, files, pair.message, STRANGER) if files else None

    return hide


TRICKS: Mapping[str, Trick] = {
    "the busiest author's name and address": _spoofed,
    "the message of an ordinary commit": _dull,
    f"split in {SPLIT} commits": _split,
    f"among {TESTS} test files": _among_tests,
    f"beside {LINES} honest lines": _among_code,
    "dated two years back": _backdated,
    "payload in docs/": _in_folder("docs"),
    "payload in tests/": _in_folder("tests"),
    "a bot's name and [skip ci]": _as_bot,
}
"""What each is called → what does it."""
