from collections.abc import Callable
from pathlib import Path

import pytest

from knownhands.harvest.dependencies.read import read_dependencies
from knownhands.harvest.dependencies.records import Dependency

Read = Callable[..., dict[str, Dependency]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write the files given as name and text, read the first, and return its dependencies by name."""

    def read_files(**files: str) -> dict[str, Dependency]:
        paths = [tmp_path / name for name in files]
        for path, text in zip(paths, files.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return {item.name: item for item in read_dependencies(paths[0]).dependencies}

    return read_files
