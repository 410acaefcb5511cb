"""Fixtures that every folder of tests may use."""

from pathlib import Path

import pytest

from gitstory import Story


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """An empty repository, to be told commit by commit."""
    return Story(tmp_path / "pottery")
