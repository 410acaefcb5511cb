"""What a change adds to dependency files, as far as a store that was filled before knows it."""

import json
import sys
from collections.abc import Callable
from contextlib import contextmanager
from importlib import resources
from subprocess import run

import jsonschema
import pytest

from gitstory import ADA, Story
from knownhands.assess.change import _NAMES
from knownhands.harvest.dependencies.read import readers
from knownhands.records import Answer, Finding
from knownhands.report.json import render
from knownhands.score import Score
from knownhands.store.connection import memory_store
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
def adding(story: Story, score) -> Callable[..., Score]:
    """What scores a branch that changes dependency files of a repository that has had two kinds of change before."""

    def now(after: dict[str, str | None], before: dict[str, str] | None = None, store=packages) -> Score:
        story.commit({"kiln.py": "1\n", **(before or {})}, "Start")
        story.commit({"kiln.py": "2\n"}, "Enable the kiln", by=ADA)
        story.branch("incoming")
        story.commit(after, "Use more", by=ADA)
        story.switch("main")
        return score("incoming", packages=store)

    return now


def added(score: Score) -> list[Finding]:
    return [finding for finding in score.findings if finding.check == "adds_a_package"]


def gaps(score: Score) -> list[str]:
    return [gap.why for gap in score.unknown if gap.id == "adds_a_package"]


def test_an_alarming_package_is_as_alarming_for_the_change_and_the_points_add_up(adding):
    score = adding({"requirements.txt": "teapot==1.0\nkettle==1.1\n"}, {"requirements.txt": "teapot==1.0\n"})
    (finding,) = added(score)
    assert "pkg:pypi/kettle@1.1" in finding.sentence
    assert [(place.kind, place.ref) for place in finding.evidence] == [("file", "requirements.txt")]
    assert score.decided_by == "attack"
    assert score.band in {"review", "high-risk"}
    assert "it adds pkg:pypi/kettle@1.1, whose own trust is " in score.verdict
    assert "it adds pkg:pypi/kettle@1.1, whose own trust is " in score.reasons[1].sentence
    assert sum(reason.points for reason in score.reasons) == pytest.approx(score.trust)
    assert gaps(score) == []


def test_an_ordinary_package_is_named_and_says_nothing_about_the_change(adding):
    score = adding({"requirements.txt": "teapot==1.0\n"})
    (finding,) = added(score)
    assert "pkg:pypi/teapot@1.0" in finding.sentence
    assert (finding.answer, finding.severity, finding.remedy) == (Answer.YES, "info", "")
    assert (score.decided_by, score.concerns[0].id, score.concerns[0].band) == ("defect", "attack", "ordinary")


def test_a_release_is_the_same_however_a_file_spells_its_version(adding):
    (finding,) = added(adding({"requirements.txt": "kettle==1.1.0\n", "requirements-dev.txt": "kettle==v1.1\n"}))
    assert "It adds pkg:pypi/kettle@1.1, whose own trust" in finding.sentence


def test_the_riskiest_stands_first(adding):
    first, second = added(adding({"requirements.txt": "teapot==1.0\nkettle==1.1\n"}))
    assert "kettle" in first.sentence
    assert "teapot" in second.sentence


def test_what_nobody_knows_is_a_gap_with_the_command_that_looks_it_up(adding):
    score = adding({"requirements.txt": "handle==3\n"}, store=nothing)
    assert added(score) == []
    (gap,) = gaps(score)
    assert gap.startswith("pkg:pypi/handle@3 in requirements.txt: nothing is known of it; ")
    assert "`knownhands score package pkg:pypi/handle@3`" in gap


def test_without_a_dependency_file_or_something_new_in_one_there_is_nothing_to_say(adding):
    score = adding({"notes.txt": "handle==3\n", "requirements.txt": "teapot\n#\n"}, {"requirements.txt": "teapot\n"})
    assert (added(score), gaps(score)) == ([], [])


def test_at_most_ten_are_named_and_the_rest_is_counted(adding):
    score = adding({"requirements.txt": "".join(f"part-{number}==1\n" for number in range(25))}, store=nothing)
    assert len(gaps(score)) == 11
    assert gaps(score)[-1] == "nothing is known of 15 more packages"


ODD = {"malformed": "version = [\n", "too large": "#" * 5_000_001}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_a_file_that_cannot_be_read_is_a_gap(text, adding):
    score = adding({"uv.lock": text})
    assert added(score) == []
    assert "unknown" in gaps(score)[0]


def test_a_repository_or_address_is_named_without_a_command(adding):
    (gap,) = gaps(adding({"requirements.txt": "handle @ git+https://git.example/handle\n"}))
    assert "vcs: git+https://git.example/handle" in gap
    assert "knownhands score package" not in gap


def test_a_renamed_file_adds_nothing(adding):
    lines = "".join(f"part-{number}==1\n" for number in range(9))
    score = adding({"requirements.txt": None, "requirements-dev.txt": lines}, {"requirements.txt": lines})
    assert (added(score), gaps(score)) == ([], [])


WAYS = {
    "setup.py": ({"setup.py": "setup(install_requires=['kettle==1.1'])\n"}, {}),
    "setup.cfg": ({"setup.cfg": "[options]\ninstall_requires =\n  kettle==1.1\n"}, {}),
    "Pipfile": ({"Pipfile": "[packages]\nkettle = '==1.1'\n"}, {}),
    "a range": ({"setup.py": "setup(install_requires=['kettle>=1'])\n"}, {}),
    "an included file": ({"more/base.txt": "kettle==1.1\n"}, {"requirements.txt": "-r more/base.txt\n", "more/base.txt": ""}),
    "a new include": ({"requirements.txt": "-r more/base.txt\n"}, {"more/base.txt": "kettle==1.1\n"}),
    "a file that becomes one": ({"notes.txt": None, "requirements.txt": "kettle==1.1\n"}, {"notes.txt": "kettle==1.1\n"}),
}  # fmt: skip


@pytest.mark.parametrize(("after", "before"), WAYS.values(), ids=WAYS)
def test_a_package_is_judged_whichever_file_asks_for_it(after, before, adding):
    (finding,) = added(adding(after, before))
    assert "It adds pkg:pypi/kettle@1.1, " in finding.sentence
    assert finding.severity in {"high", "critical"}


def test_a_version_that_a_file_leaves_open_is_said_to_be_the_latest_and_a_lock_file_says_more(adding):
    (finding,) = added(adding({"setup.py": "setup(install_requires=['teapot'])\n"}))
    assert "pkg:pypi/teapot@1.0, the latest of which something is known, whose own trust is" in finding.sentence


def test_another_registry_is_a_gap(adding):
    score = adding({".npmrc": "registry=https://kiln.example/\n"}, store=nothing)
    assert gaps(score) == [".npmrc has packages looked up at kiln.example, and what is served there is not known"]


def test_a_package_of_npm_is_a_gap_with_its_command(adding):
    (gap,) = gaps(adding({"package.json": '{"dependencies": {"handle": "3.0.0"}}'}, store=nothing))
    assert "`knownhands score package pkg:npm/handle@3.0.0`" in gap


def test_the_contract_holds(adding):
    schema = json.loads(resources.files("knownhands.report").joinpath("score.schema.json").read_text())
    jsonschema.validate(json.loads(render(adding({"requirements.txt": "kettle==1.1\nhandle\n"}))), schema)


def test_every_dependency_file_has_a_name_that_is_looked_at():
    assert [name for reader in readers() for name in reader.names if not name.endswith(_NAMES)] == []


def test_scoring_a_change_loads_nothing_about_packages_by_itself():
    code = (
        "import sys, knownhands.assess.change, knownhands.cli.score_change, knownhands.local;"
        "sys.exit(any(m.startswith(('knownhands.harvest.dependencies', 'knownhands.assess.additions', "
        "'knownhands.ecosystems', 'httpx', 'pyarrow', 'sklearn')) for m in sys.modules))"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0
