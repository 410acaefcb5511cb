"""Scores from Python: the same answers as the command line, as objects, without a word printed."""

import json
import re
import textwrap
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, cast

import pytest

from gitstory import ADA, BO, Story
from knownhands import Knownhands, KnownHandsError, Score, load_model, reasons_table
from knownhands.assess.bar import Bar
from knownhands.cli._main import main
from knownhands.errors import UsageError
from knownhands.records import Band
from knownhands.settings import packages_path
from knownhands.store.connection import open_store
from stocked import EVIL, NOW, PLAIN, sdist, stock

DAY_S = 86_400
HOW_TO = Path(__file__).parents[1] / "docs" / "how-to.md"
NEW_YEAR = 1_767_225_600


@pytest.fixture
def pottery(story: Story) -> Story:
    """A repository with two commits and a branch `incoming`."""
    story.commit({"kiln.py": "1\n", "wheel.py": "1\n"}, "Start")
    story.commit({"kiln.py": "2\n"}, "Enable the kiln", by=ADA)
    story.branch("incoming")
    story.commit({"wheel.py": "2\n"}, "Spin", by=BO)
    story.switch("main")
    return story


@pytest.fixture
def hands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Knownhands:
    """What scores with a cache of its own, which holds two packages, and asks nobody."""
    monkeypatch.chdir(tmp_path)
    with open_store(packages_path(tmp_path / "cache"), pytest.fail, "package_schema") as connection:
        stock(connection, "teapot", {"1.0": PLAIN})
        stock(connection, "kettle", {"1.0": PLAIN, "1.1": EVIL})
    return Knownhands(cache=tmp_path / "cache", offline=True, now=NOW)


def printed(hands: Knownhands, capfd: pytest.CaptureFixture[str], *words: object) -> dict:
    """Return what the command line prints of the same question."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNOWNHANDS_CACHE", str(hands.cache))
        capfd.readouterr()
        main([*map(str, words), "--offline", "--format", "json"])
    return json.loads(capfd.readouterr().out)


def test_a_change_is_scored_in_one_call(hands: Knownhands, pottery: Story) -> None:
    score = hands.change("incoming", pottery.path)
    assert isinstance(score, Score)
    assert (score.subject.title, score.band) == ("Spin", Band.ORDINARY)
    assert sum(reason.points for reason in score.reasons) == pytest.approx(score.trust, abs=1e-6)
    assert [concern.id for concern in score.concerns] == ["attack", "defect"] == [*score.models]


def test_a_score_as_a_dictionary_is_what_the_command_line_prints(hands, pottery: Story, capfd) -> None:
    words = ("score", "change", "incoming", "--repo", pottery.path)
    assert hands.change("incoming", pottery.path).to_dict() == printed(hands, capfd, *words)


def test_a_ranking_holds_scores_riskiest_first(hands, pottery: Story, capfd) -> None:
    scores = hands.rank(pottery.path, limit=2)
    assert [score.to_dict() for score in scores] == printed(hands, capfd, "rank", pottery.path, "--limit", 2)["scores"]


def test_packages_come_in_the_order_asked_and_one_alone_is_the_same(hands: Knownhands) -> None:
    kettle, teapot, nothing = hands.packages(["pkg:pypi/kettle@1.1", "pypi:teapot", "pypi:handle"])
    assert hands.package("pkg:pypi/kettle@1.1") == kettle
    assert (kettle.band, teapot.subject.id) == (Band.REVIEW, "pkg:pypi/teapot@1.0")
    assert (nothing.trust, nothing.band) == (None, Band.UNKNOWN)


def test_a_release_is_one_subject_however_its_version_is_written(hands: Knownhands) -> None:
    names = ["pkg:pypi/kettle@1.1", "pkg:pypi/kettle@v1.1", "pypi:kettle==1.1.0", "Kettle==1.1"]
    assert {score.subject.id for score in hands.packages(names)} == {"pkg:pypi/kettle@1.1"}


def test_the_moment_is_the_callers(hands: Knownhands, tmp_path: Path) -> None:
    """The stocked release is of the first of January 2026."""
    (tmp_path / "knownhands.toml").write_text("[package]\nmin_release_age_days = 7\n")
    early = Knownhands(cache=hands.cache, offline=True, now=NEW_YEAR + 2 * DAY_S)
    outcomes = [each.package("pypi:teapot").policy for each in (early, hands)]
    assert [outcome.passed for outcome in outcomes] == [False, True]
    assert outcomes[0].failed[0].rule == "min_release_age_days"


def test_an_archive_is_scored_by_its_path_as_text_or_path(hands, tmp_path: Path, capfd) -> None:
    path = tmp_path / "kettle-1.1.tar.gz"
    path.write_bytes(sdist("kettle", "1.1", EVIL))
    score = hands.artifact(path)
    assert hands.artifact(str(path)) == score
    assert score.to_dict() == printed(hands, capfd, "score", "artifact", path)


def test_a_dependency_file_is_an_inventory_with_its_roll_up(hands, tmp_path: Path, capfd) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text("teapot==1.0\nkettle==1.1\n./handle\n")
    inventory = hands.dependencies(path)
    assert inventory.weakest.score.subject.id == "pkg:pypi/kettle@1.1"
    assert inventory.counts == {Band.REVIEW: 1, Band.ORDINARY: 1, Band.UNKNOWN: 1}
    assert [gap.id for gap in inventory.open] == ["./handle"]
    assert inventory.to_dict().keys() == printed(hands, capfd, "score", "deps", path).keys()


def test_a_bar_is_a_value_and_its_outcome_is_in_the_score(hands, pottery: Story) -> None:
    strict = Knownhands(cache=hands.cache, offline=True, now=NOW, bar=Bar(fail_below=100, budget="99%"))
    score = strict.change("incoming", pottery.path)
    assert (score.policy.passed, score.band) == (False, Band.REVIEW)
    assert score.trust == hands.change("incoming", pottery.path).trust


def test_what_cannot_be_done_is_one_exception_with_a_hint(hands: Knownhands, tmp_path: Path) -> None:
    for question in (
        lambda: hands.change("HEAD", str(tmp_path / "nowhere")),
        lambda: hands.package("teapot"),
        lambda: hands.artifact(tmp_path / "nothing.whl"),
        lambda: hands.dependencies(tmp_path / "nothing.txt"),
    ):
        with pytest.raises(KnownHandsError) as caught:
            question()
        assert caught.value.hint


WRONG = {
    "cache": [5, "", "a\0b"],
    "now": ["2026-01-01", datetime(2026, 1, 1)],  # noqa: DTZ001 - the point
    "store": [5, b"pots"],
    "offline": ["no"],
    "model": [5],
    "bar": ["1%", None],
    "say": ["print"],
    "progress": [None],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_setting_is_refused_at_once_by_its_name(name: str, value: object) -> None:
    with pytest.raises(UsageError, match=f"^{name} is ") as caught:
        Knownhands(**{name: value})
    assert caught.value.hint


def test_texts_are_paths_and_a_datetime_is_a_moment(hands: Knownhands, tmp_path: Path) -> None:
    moment = datetime.fromtimestamp(NOW, UTC)
    typed = Knownhands(cache=str(tmp_path / "cache"), offline=True, now=moment)
    assert typed.package("pypi:kettle") == hands.package("pypi:kettle")
    archive = tmp_path / "kettle-1.1.tar.gz"
    archive.write_bytes(sdist("kettle", "1.1", EVIL))
    assert typed.artifact(archive, previous=str(archive)) == hands.artifact(archive, previous=archive)


QUESTIONS: dict[str, Callable[[Any, Any], object]] = {
    "empty revision": lambda hands, repo: hands.change("", repo),
    "option for revision": lambda hands, repo: hands.change("--all", repo),
    "option in range": lambda hands, repo: hands.change("-1..HEAD", repo),
    "NUL in revision": lambda hands, repo: hands.change("HEAD\0", repo),
    "bytes for revision": lambda hands, repo: hands.change(b"HEAD", repo),
    "NUL in as_of": lambda hands, repo: hands.change("HEAD", repo, as_of="\0"),
    "number for repo": lambda hands, _repo: hands.change("HEAD", 5),
    "file for repo": lambda hands, repo: hands.change("HEAD", repo / ".git" / "HEAD"),
    "negative limit": lambda hands, repo: hands.rank(repo, limit=-1),
    "text for limit": lambda hands, repo: hands.rank(repo, limit="5"),
    "option for since": lambda hands, repo: hands.rank(repo, since="--all"),
    "number for package": lambda hands, _repo: hands.package(5),
    "half a character in package": lambda hands, _repo: hands.package("pypi:kettle@\ud800"),
    "text for packages": lambda hands, _repo: hands.packages("pypi:kettle"),
    "number for packages": lambda hands, _repo: hands.packages(5),
    "nothing for archive": lambda hands, _repo: hands.artifact(None),
    "number for sdist": lambda hands, repo: hands.artifact(repo, sdist=5),
    "NUL in tag": lambda hands, repo: hands.artifact(repo, repo=repo, tag="\0"),
    "empty path of dependencies": lambda hands, _repo: hands.dependencies(""),
    "text for compare": lambda hands, repo: hands.dependencies(repo / "kiln.py", compare="no"),
    "number for model": lambda _hands, _repo: load_model(cast("Any", 5)),
    "one score for a table": lambda hands, _repo: reasons_table(hands.package("pypi:kettle")),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_wrong_argument_is_wrong_usage_with_a_hint(question, hands: Knownhands, pottery: Story) -> None:
    with pytest.raises(UsageError) as caught:
        question(hands, pottery.path)
    assert caught.value.hint


def test_the_store_of_packages_is_no_store_of_a_history(hands: Knownhands, pottery: Story) -> None:
    """The process would wait for itself, and packages would find a history in their place."""
    packages = packages_path(hands.cache)
    before = packages.read_bytes()
    for spelling in (packages, packages.parent / ".." / packages.parent.name / packages.name):
        with pytest.raises(UsageError, match="is the store of packages"):
            replace(hands, store=spelling).change("HEAD", pottery.path)
    assert packages.read_bytes() == before


def test_a_damaged_store_of_packages_stops_no_score_of_a_change(pottery: Story, tmp_path) -> None:
    packages = packages_path(tmp_path)
    packages.parent.mkdir(parents=True)
    packages.write_text("garbage")
    pottery.commit({"requirements.txt": "pots==1.0\n"})
    notes: list[str] = []
    scored = Knownhands(cache=tmp_path, offline=True, now=NOW, say=notes.append).change("HEAD", pottery.path)
    assert scored.trust is not None
    assert any("is no store of ours" in note for note in notes)
    assert packages.read_text() == "garbage"


def test_notes_go_to_whoever_asks_for_them(hands, pottery: Story, capfd) -> None:
    notes: list[str] = []
    (pottery.path / "knownhands.toml").write_text("[change]\nfail_below = 100\n")
    talking = Knownhands(cache=hands.cache, offline=True, now=NOW, say=notes.append)
    assert talking.change("incoming", pottery.path).policy.passed
    assert "was not used" in notes[0]
    hands.change("incoming", pottery.path)
    assert capfd.readouterr() == ("", "")


def test_progress_is_drawn_by_whoever_asks_for_it(hands, pottery: Story) -> None:
    titles: list[str] = []

    @contextmanager
    def draw(title: str):
        titles.append(title)
        yield lambda _done, _total: None

    Knownhands(cache=hands.cache, offline=True, now=NOW, progress=draw).change("incoming", pottery.path)
    assert titles == ["Reading history", "Counting lines", "Reading what earlier changes do"]


def test_a_model_can_be_loaded_and_named(hands, pottery: Story) -> None:
    model = load_model(task="change_defect")
    named = Knownhands(cache=hands.cache, offline=True, now=NOW, model=model.id)
    assert named.change("incoming", pottery.path).model.id == model.id
    with pytest.raises(KnownHandsError, match="has learnt change_defect, not package_malware"):
        named.package("pypi:teapot")


def test_a_notebook_shows_the_reasons_and_runs_nothing_that_a_subject_says(hands, story: Story) -> None:
    hostile = "<script>alert(1)</script>"
    story.commit({"a.py": "1\n"})
    score = hands.change("HEAD", story.path)
    shown = replace(score, subject=replace(score.subject, id=hostile), verdict=hostile)._repr_html_()
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 2
    for reason in score.reasons:
        assert escape(reason.sentence) in shown


def example(number: int) -> str:
    """Return a block of code of the how-to's section about notebooks."""
    section = HOW_TO.read_text("utf-8").partition("## From a notebook\n")[2].partition("\n## ")[0]
    return textwrap.dedent(re.findall(r"(?:^ {4}.*\n)+", section, re.MULTILINE)[number])


def test_the_examples_of_the_how_to_run(pottery: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOWNHANDS_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(pottery.path)
    names: dict[str, Any] = {}
    exec(example(0), names)  # noqa: S102 - our own documentation
    assert names["score"].subject.title == "Enable the kiln"
    assert len(example(0).splitlines()) == 3
    exec(example(1).replace('.to_pandas().groupby("feature").points.mean()', ""), names)  # noqa: S102 - likewise; pandas is no part of ours
    assert len(names["scores"]) == 2


POLICIES = re.findall(
    r"(?:^ {4}.*\n|^\n(?= {4}))+",
    HOW_TO.read_text("utf-8").partition("## Set the bar in a file\n")[2].partition("\n## ")[0],
    re.MULTILINE,
)


@pytest.mark.parametrize("text", POLICIES)
def test_the_policies_of_the_how_to_are_understood(hands: Knownhands, text: str, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(textwrap.dedent(text))
    bar = Bar(file=tmp_path / "policy.toml")
    assert Knownhands(cache=hands.cache, offline=True, now=NOW, bar=bar).package("pypi:kettle").subject.id
