"""What `import knownhands` gives, and what it costs."""

import inspect
import subprocess
import sys

import pytest

import knownhands

HEAVY = {"duckdb", "numpy", "pyarrow", "httpx", "pygit2", "typer", "rich", "lightgbm", "sklearn"}


def test_importing_it_loads_nothing_heavy() -> None:
    code = "import sys, knownhands; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & HEAVY == set()


@pytest.mark.parametrize("name", knownhands.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    thing = getattr(knownhands, name)
    assert name in dir(knownhands)
    if not isinstance(thing, str):
        assert inspect.getdoc(thing)
        for method, function in inspect.getmembers(thing, inspect.isfunction):
            assert method.startswith("_") or inspect.getdoc(function), method


def test_about_ten_names_are_public() -> None:
    assert len(knownhands.__all__) <= 12
    assert {"Knownhands", "Score", "load_model"} <= set(knownhands.__all__)


def test_a_name_that_is_none_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="no attribute 'shoe'"):
        knownhands.shoe  # noqa: B018 - asking is the test


def test_type_checkers_are_told_that_it_is_typed() -> None:
    from importlib import resources

    assert resources.files("knownhands").joinpath("py.typed").is_file()
