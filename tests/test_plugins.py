import importlib
from pathlib import Path
from types import ModuleType

import pytest

from knownhands.errors import KnownHandsError
from knownhands.plugins import discover


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ModuleType:
    """An empty package of its own name, so that no test sees another's modules."""
    name = f"shelf_{request.node.name}"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return importlib.import_module(name)


def put(package: ModuleType, name: str, text: str) -> None:
    (Path(package.__path__[0]) / f"{name}.py").write_text(text)
    importlib.invalidate_caches()


def test_each_file_gives_its_constant_by_name_in_order(package: ModuleType) -> None:
    put(package, "vase", "POT = 2\n")
    put(package, "bowl", "POT = 1\n")
    constants = discover(package, "POT")
    assert list(constants.items()) == [("bowl", 1), ("vase", 2)]


def test_files_that_begin_with_an_underscore_are_passed_over(package: ModuleType) -> None:
    put(package, "_clay", "raise SystemExit\n")
    assert discover(package, "POT") == {}


def test_a_file_without_the_constant_is_named(package: ModuleType) -> None:
    put(package, "vase", "POTS = 2\n")
    with pytest.raises(KnownHandsError, match=r"vase defines no POT\."):
        discover(package, "POT")
