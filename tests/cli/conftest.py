"""Run the command line as a user would, within this process."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gitstory import ADA, BO, Story
from knownhands.cli._main import main

os.environ["_TYPER_FORCE_DISABLE_TERMINAL"] = "1"  # else help is coloured wherever a CI says that it is one


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, read as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """What runs one command with a cache of its own."""
    monkeypatch.setenv("KNOWNHANDS_CACHE", str(tmp_path / "cache"))

    def now(*arguments: object) -> Ran:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        return Ran(code, *capfd.readouterr())

    return now


@pytest.fixture
def pottery(story: Story) -> Story:
    """A repository with a mistake, its undoing and a branch `incoming`."""
    story.commit({"kiln.py": "1\n", "wheel.py": "1\n"}, "Start")
    bad = story.commit({"kiln.py": "2\n"}, "Enable the kiln", by=ADA)
    story.commit({"kiln.py": "1\n"}, f"This reverts commit {bad}.", by=BO)
    story.commit({"wheel.py": "2\n"}, "Spin", by=BO)
    story.branch("incoming")
    story.commit({"kiln.py": "3\n", "setup.py": "1\n"}, "Enable the kiln again", by=ADA)
    story.switch("main")
    return story
