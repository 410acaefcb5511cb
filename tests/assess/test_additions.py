"""What a change adds to dependency files, told from a store that was filled before."""

import json
import sys
from collections.abc import Callable
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from subprocess import run

import jsonschema
import pytest
from knownhands.learn.artefact import Artefact
from knownhands.scoring.change import _NAMES, score_change

from gitstory import ADA, Story
from knownhands.harvest.dependencies.read import readers
from knownhands.records import Reason, Score
from knownhands.report.json import render
from knownhands.store.connection import memory_store
from measured import harvested
from stocked import EVIL, PLAIN, stock


@contextmanager
def packages():
    with memory_store("package_schema") as connection:
        stock(connection, "teapot", {"1.0": PLAIN})
        stock(connection, "kettle", {"1.0": PLAIN, "1.1": EVIL})
        yield connection


@contextmanager
def nothing():
    yield None


@pytest.fixture
def adding(story: Story, model: Artefact, tmp_path: Path) -> Callable[..., Score]:
    """What scores a branch that changes dependency files of a repository that has had two kinds of change before."""

    def now(after: dict[str, str], before: dict[str, str] | None = None, store=packages) -> Score:
        story.commit({"kiln.py": "1\n", **(before or {})}, "Start")
        story.commit({"kiln.py": "2\n"}, "Enable the kiln", by=ADA)
        story.branch("incoming")
        story.commit(after, "Use more", by=ADA)
        story.switch("main")
        with harvested(story.path, tmp_path / "store.duckdb") as (connection, repository):
            return score_change(connection, repository, "incoming", model, packages=store)

    return now


def told(score: Score) -> list[Reason]:
    return [reason for reason in score.reasons if reason.feature == "adds-package"]


def gaps(score: Score) -> list[str]:
    return [gap.why for gap in score.unknown if gap.id == "adds-package"]


def adds_up(score: Score) -> bool:
    return abs(sum(reason.points for reason in score.reasons) - score.trust) < 0.51


def test_the_riskiest_package_pulls_the_trust_down_to_its_own_and_the_points_add_up(adding) -> None:
    score = adding({"requirements.txt": "teapot==1.0\nkettle==1.1\n"}, {"requirements.txt": "teapot==1.0\n"})
    (reason,) = told(score)
    assert "pkg:pypi/kettle@1.1" in reason.sentence
    assert [(one.kind, one.ref) for one in reason.evidence] == [("file", "requirements.txt")]
    assert reason.points < 0
    assert score.trust == reason.value
    assert score.band in {"review", "high-risk"}
    assert adds_up(score)
    assert gaps(score) == []


def test_an_ordinary_package_is_told_and_takes_nothing(adding) -> None:
    (reason,) = told(adding({"requirements.txt": "teapot==1.0\n"}))
    assert "pkg:pypi/teapot@1.0" in reason.sentence
    assert reason.points == 0.0


def test_only_the_riskiest_gives_points_and_stands_first(adding) -> None:
    score = adding({"requirements.txt": "teapot==1.0\nkettle==1.1\n"})
    first, second = told(score)
    assert "kettle" in first.sentence
    assert first.points <= second.points == 0.0
    assert adds_up(score)
    assert [one.feature for one in score.reasons].index("smaller-reasons") > score.reasons.index(second)


def test_what_nobody_knows_gives_no_points_and_is_named(adding) -> None:
    score = adding({"requirements.txt": "handle==3\n"}, store=nothing)
    (reason,) = told(score)
    assert (reason.points, reason.cost_to_fake) == (0.0, None)
    assert "`knownhands score package pkg:pypi/handle@3` tells" in reason.sentence
    assert "pkg:pypi/handle@3 in requirements.txt" in gaps(score)[0]
    assert adds_up(score)


def test_without_a_dependency_file_or_something_new_in_one_nothing_is_told(adding) -> None:
    score = adding({"notes.txt": "handle==3\n", "requirements.txt": "teapot\n#\n"}, {"requirements.txt": "teapot\n"})
    assert (told(score), gaps(score)) == ([], [])


def test_at_most_ten_are_listed_and_the_rest_is_counted(adding) -> None:
    score = adding({"requirements.txt": "".join(f"part-{number}==1\n" for number in range(25))}, store=nothing)
    assert len(told(score)) == 11
    assert told(score)[-1].sentence == "it adds 15 more packages"
    assert gaps(score)[-1] == "nothing is known of 15 more packages"


ODD = {
    "malformed": "version = [\n",
    "too large": "#" * 5_000_001,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_a_file_that_cannot_be_read_is_a_gap(text, adding) -> None:
    score = adding({"uv.lock": text})
    assert told(score) == []
    assert "unknown" in gaps(score)[0]


def test_a_repository_or_address_is_named_without_a_command(adding) -> None:
    score = adding({"requirements.txt": "handle @ git+https://git.example/handle\n"})
    assert "vcs: git+https://git.example/handle" in told(score)[0].sentence
    assert "knownhands score package" not in told(score)[0].sentence


def test_a_renamed_file_adds_nothing(adding) -> None:
    lines = "".join(f"part-{number}==1\n" for number in range(9))
    score = adding({"requirements.txt": None, "requirements-dev.txt": lines}, {"requirements.txt": lines})
    assert told(score) == []


def test_the_contract_holds(adding) -> None:
    schema = json.loads(resources.files("knownhands.report").joinpath("score.schema.json").read_text())
    jsonschema.validate(json.loads(render(adding({"requirements.txt": "kettle==1.1\nhandle\n"}))), schema)


def test_every_dependency_file_has_a_name_that_is_looked_at() -> None:
    assert [name for reader in readers() for name in reader.names if not name.endswith(_NAMES)] == []


def test_scoring_a_change_loads_nothing_about_packages_by_itself() -> None:
    code = (
        "import sys, knownhands.scoring.change, knownhands.cli.score_change;"
        "sys.exit(any(m.startswith(('knownhands.harvest.dependencies', 'knownhands.scoring.additions', 'httpx')) "
        "for m in sys.modules))"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0
