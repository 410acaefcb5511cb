"""Fixtures that every folder of tests may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from gitstory import Story

# Tests run two at a time on two cores, where threads that spin while they wait make libraries five times as slow.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
settings.register_profile("repeatable", deadline=None, derandomize=True)  # no clock and no luck
settings.load_profile("repeatable")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """An empty repository, to be told commit by commit."""
    return Story(tmp_path / "pottery")
