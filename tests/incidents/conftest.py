"""A project with a past of ordinary changes, and a way to score changes on top of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from _commits import Commits
from gitstory import ADA, BO, HOUR, Story
from incidents.harmless import NEWCOMERS
from incidents.pairs import PAIRS, Change
from knownhands.assess.change import History, score_change
from knownhands.harvest.content.harvest import read_missing
from knownhands.harvest.git.history import harvest
from knownhands.harvest.git.process import open_repository
from knownhands.learn.saved import load
from knownhands.scoring.judge import trust_of
from knownhands.store.connection import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from knownhands.records import Band

STRANGER = ("Quinn Marlow", "quinn@marlow.example")
COMMITS = 250
START = 1_770_000_000  # when there were files for coding agents
_PEOPLE = (ADA, ADA, ADA, BO, BO, ("Cy Glazer", "cy@glaze.example"), ("Di Turner", "di@wheel.example"))


@dataclass(frozen=True)
class Answer:
    """What the `attack` concern says of one change."""

    band: Band
    trust: float
    reasons: str


@pytest.fixture(scope="session")
def pottery(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A project of 250 ordinary changes in several languages."""
    story = Story(tmp_path_factory.mktemp("incidents") / "pottery")
    commits = Commits(story.git_dir, START)
    files: dict[str, str] = {}
    mark = story.commit({"LICENSE": "Do as you like.\n"}, "Start")
    for number in range(COMMITS):
        changed = _ordinary(number, files)
        files |= changed
        title, by = f"{min(changed)}: step {number}", _PEOPLE[number % len(_PEOPLE)]
        mark = commits.add(mark, changed, title, by, at=START + number * HOUR)
    story.point("refs/heads/main", commits.write()[mark])
    return story


@pytest.fixture(scope="session")
def answer(pottery: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Answer]]:
    """What scores one of the changes, by its name, as a stranger's on top of the project; all are read at once, which is quicker."""
    commits, names = Commits(pottery.git_dir, START + COMMITS * HOUR), {}
    for name, change in _changes().items():
        begun = commits.add(pottery.head, change.base, "Begin", ADA)
        names[name] = (begun, commits.add(begun, change.files, change.message, STRANGER))
    written = commits.write()
    ranges = {name: tuple(written[mark] for mark in marks) for name, marks in names.items()}
    repository = open_repository(pottery.path, "pottery")
    with open_store(tmp_path_factory.mktemp("stores") / "store.duckdb", lambda _line: None) as connection:
        harvest(connection, repository, workers=2)
        read_missing(connection, repository, {head: f"{head} {base}" for base, head in ranges.values()})
        history = History(connection, repository, {"change_attack": load(None, "change_attack")}, is_patient=True)

        @cache
        def score(name: str) -> Answer:
            concern = _attack(score_change(history, "..".join(ranges[name])))
            reasons = [f"{reason.feature} {reason.points}" for reason in concern.reasons if reason.points]
            return Answer(concern.band, trust_of(concern), "; ".join(reasons))

        yield score


def _changes() -> dict[str, Change]:
    pairs = {
        f"{pair.name} {side}": Change(pair.name, pair.message, getattr(pair, side), pair.base)
        for pair in PAIRS
        for side in ("attack", "twin")
    }
    return pairs | {change.name: change for change in NEWCOMERS}


def _attack(score):
    return next(concern for concern in score.concerns if concern.id == "attack")


def _ordinary(number: int, files: Mapping[str, str]) -> dict[str, str]:
    """Return what one ordinary change leaves: mostly code with its test, sometimes a document, a build file or CI."""
    kinds = (_python, _c, _javascript, _python, _document, _c, _javascript, _python, _around, _javascript)
    return kinds[number % len(kinds)](number, files)


def _python(number: int, files: Mapping[str, str]) -> dict[str, str]:
    path, test = f"pottery/part{number % 7}.py", f"tests/test_part{number % 7}.py"
    code = f"\n\ndef glaze_{number}(pot, colour={number}):\n    if not pot:\n        raise ValueError(colour)\n    return [pot] * colour\n"
    check = f"\n\ndef test_glaze_{number}():\n    assert glaze_{number}(1, 2) == [1, 1]\n"
    return {path: files.get(path, "import os\n") + code, test: files.get(test, "from pottery import *\n") + check}


def _c(number: int, files: Mapping[str, str]) -> dict[str, str]:
    path = f"src/part{number % 5}.c"
    code = f'\nint turn_{number}(int speed)\n{{\n    if (speed > {number})\n        printf("fast\\n");\n    return speed;\n}}\n'
    return {path: files.get(path, "#include <stdio.h>\n") + code}


def _javascript(number: int, files: Mapping[str, str]) -> dict[str, str]:
    path, test = f"lib/part{number % 6}.js", f"test/part{number % 6}.test.js"
    code = f"\nexports.fire{number} = function (pot) {{\n  return {{ ...pot, degrees: {number} }}\n}}\n"
    check = f"\ntest('fires {number}', () => assert(part.fire{number}({{}}).degrees))\n"
    return {
        path: files.get(path, "'use strict'\n") + code,
        test: files.get(test, "const assert = require('assert')\n") + check,
    }


def _document(number: int, files: Mapping[str, str]) -> dict[str, str]:
    path = ("README.md", "docs/kilns.md", "CHANGELOG.md")[number % 3]
    return {path: files.get(path, "# Pots\n") + f"\nOf pots and kilns, paragraph {number}.\n"}


_AROUND = {
    "Makefile": "OBJECTS += part{number}.o\n",
    "package.json": '{{\n  "name": "pottery",\n  "version": "1.{number}.0",\n  "dependencies": {{ "clay": "^3.{number}.0" }}\n}}\n',
    ".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683\n      - run: make test N={number}\n",
    "requirements.txt": "clay==3.{number}.0\n",
    "setup.py": 'from setuptools import setup\n\nsetup(name="pottery", version="1.{number}.0")\n',
}


def _around(number: int, files: Mapping[str, str]) -> dict[str, str]:
    path = list(_AROUND)[number // 10 % len(_AROUND)]
    kept = files.get(path, "") if path == "Makefile" else ""
    return {path: kept + _AROUND[path].format(number=number)}
