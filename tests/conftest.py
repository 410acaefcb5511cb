"""Fixtures that every folder of tests may use."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from gitstory import Story
from knownhands.documents.dependency import Dependency
from knownhands.harvest.dependencies.read import read_dependencies

collect_ignore_glob = ["fixtures/*"]  # what tests read and run, not tests
Read = Callable[..., dict[str, Dependency]]

# Tests run two at a time on two cores, where threads that spin while they wait make libraries five times as slow.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
settings.register_profile("repeatable", deadline=None, derandomize=True)  # no clock and no luck
settings.load_profile("repeatable")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """An empty repository, to be told commit by commit."""
    return Story(tmp_path / "pottery")


@pytest.fixture
def read_lock(tmp_path: Path) -> Read:
    """Write the files given as name and text, read the first, and return its dependencies by name."""

    def read_files(**files: str) -> dict[str, Dependency]:
        paths = [tmp_path / name for name in files]
        for path, text in zip(paths, files.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return {item.name: item for item in read_dependencies(paths[0]).dependencies}

    return read_files
