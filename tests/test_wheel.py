"""The wheel, installed into an empty environment outside the checkout, scores a change."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from gitstory import Story
from knownhands import Knownhands
from knownhands.learn.saved import load, models

ROOT = Path(__file__).parents[1]


def call(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command away from the checkout, which nothing may lean on."""
    away = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE", "COV_"))}
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False, cwd="/", env=away | environment
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with what is installed."""
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (built,) = folder.glob("knownhands-*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel, and borrows nothing but its dependencies."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    call(
        sys.executable, "-m", "uv", "pip", "install", "--offline", "--no-cache", "--no-deps", "--python", python, wheel
    )
    packages = next((folder / "lib").glob("python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_everything_needed_travels_inside_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for id_, folder in models().items():
        assert {f"knownhands/_models/{id_}/{path.name}" for path in folder.iterdir()} <= names
    assert {f"knownhands/_data/names/{name}" for name in ("popular.parquet", "weights.json", "README.md")} <= names
    for path in (ROOT / "src").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert path.relative_to(ROOT / "src").as_posix() in names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"knownhands"}


def test_the_installed_command_scores_a_change(environment: Path, story: Story, tmp_path: Path) -> None:
    story.commit({"kiln.py": "1\n"}, "Start")
    story.commit({"kiln.py": "2\n"}, "Enable the kiln")
    where = call(environment / "bin" / "python", "-c", "import knownhands; print(knownhands.__file__)").stdout
    assert Path(where.strip()).is_relative_to(environment)
    command = ("score", "change", "HEAD", "--repo", story.path, "--format", "json")
    done = call(environment / "bin" / "knownhands", *command, KNOWNHANDS_CACHE=str(tmp_path / "cache"))
    score = json.loads(done.stdout)
    assert 0 <= score["trust"] <= 100
    assert score["model"] == {"id": load().id, "sha256": load().sha256}
    assert done.stderr == ""


def test_the_installed_package_scores_from_python(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "pots").mkdir()
    (tmp_path / "pots" / "setup.py").write_text("import os; os.system('id')\n")
    ask = (
        f"from knownhands import Knownhands; print(Knownhands(offline=True).artifact({str(tmp_path / 'pots')!r}).band)"
    )
    band = call(environment / "bin" / "python", "-c", ask, KNOWNHANDS_CACHE=str(tmp_path / "cache")).stdout
    assert band == f"{Knownhands(cache=tmp_path / 'cache', offline=True).artifact(tmp_path / 'pots').band}\n"


def test_the_installed_package_knows_the_well_known_names(environment: Path) -> None:
    ask = "from knownhands.harvest.names.nearest import Names; print(Names('pypi').nearest('reqeusts').target)"
    assert call(environment / "bin" / "python", "-c", ask).stdout == "requests\n"
