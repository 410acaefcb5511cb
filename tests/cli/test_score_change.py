import json
from pathlib import Path

import pytest

from gitstory import START, Story, run_git
from knownhands.learn.saved import load

FORMATS = {"text": "trust ", "json": "{", "markdown": "", "sarif": "{", "html": "<!doctype html>"}


@pytest.fixture
def score(run, pottery: Story):
    """What scores a revision of the pottery."""
    return lambda revision="incoming", *options: run("score", "change", revision, "--repo", pottery.path, *options)


def test_the_result_goes_to_stdout_and_is_the_same_twice(score) -> None:
    first, again = score(), score()
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("trust ")
    assert again == first


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_asked_for(score, name: str) -> None:
    ran = score("incoming", "--format", name)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.lower().startswith(FORMATS[name])


def test_json_names_the_change_its_base_and_the_model(score, pottery: Story) -> None:
    found = json.loads(score("incoming", "--format", "json").out)
    assert found["subject"]["base"] == found["as_of"] == pottery.head
    assert found["subject"]["head"] == pottery.git("rev-parse", "incoming")
    assert found["model"] == {"id": load().id, "sha256": load().sha256}


def test_a_trust_below_the_bar_exits_1_and_is_shown_all_the_same(score) -> None:
    trust = json.loads(score("incoming", "--format", "json").out)["trust"]
    assert score("incoming", "--fail-below", trust).code == 0
    if trust < 100:
        ran = score("incoming", "--fail-below", trust + 1)
        assert ran.code == 1
        assert ran.out.startswith(f"trust {trust} ")


def test_a_policy_sets_the_bar_and_the_command_line_wins(score, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[change]\nfail_below = 100\nmin_coverage = 0.0\n")
    assert score("incoming", "--policy", policy).code == 1
    assert score("incoming", "--policy", policy, "--fail-below", 0).code == 0


def test_too_little_evidence_for_the_policy_exits_3(score, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[change]\nmin_coverage = 1.0\n")
    assert score("incoming", "--policy", policy).code == 3


@pytest.mark.parametrize("moment", ["HEAD~2", "2023-11-15T00:30+01:00", "2023-11-14T23:30:00"])
def test_as_of_takes_a_revision_or_a_time(score, pottery: Story, moment: str) -> None:
    """Commits are an hour apart from 23:13 on; a time without a zone is UTC."""
    expected = {"HEAD~2": "HEAD~2"}.get(moment, "HEAD~3")
    ran = score("incoming", "--as-of", moment, "--format", "json")
    assert json.loads(ran.out)["as_of"] == pottery.git("rev-parse", expected)
    assert pottery.at - START == 5 * 3600


@pytest.mark.parametrize("moment", ["1999-01-01", "shoe"])
def test_a_moment_that_never_was_cannot_be_had(score, moment: str) -> None:
    ran = score("incoming", "--as-of", moment)
    assert (ran.code, ran.out) == (3, "")


def test_the_end_of_a_shallow_clone_exits_3_and_says_what_to_do(run, pottery: Story, tmp_path: Path) -> None:
    run_git("clone", "-q", "--depth=1", "--no-local", str(pottery.path), str(tmp_path / "shallow"))
    ran = run("score", "change", "HEAD", "--repo", tmp_path / "shallow")
    assert (ran.code, ran.out) == (3, "")
    assert "git fetch --unshallow" in ran.err
    assert ran.err.count("\n") == 1


def test_an_empty_repository_exits_3(run, story: Story) -> None:
    ran = run("score", "change", "HEAD", "--repo", story.path)
    assert (ran.code, ran.out) == (3, "")
    assert "no commits yet" in ran.err


def test_an_address_is_cloned_into_the_cache_once_and_offline_uses_it(run, pottery: Story) -> None:
    address = f"file://{pottery.path}"
    first = run("score", "change", "HEAD", "--repo", address)
    assert first.code == 0
    assert "Cloning" in first.err
    pottery.commit({"wheel.py": "9\n"})
    assert run("score", "change", "HEAD", "--repo", address, "--offline") == (0, first.out, "")
    assert run("score", "change", "HEAD", "--repo", address).out != first.out


def test_quiet_says_nothing_on_stderr(run, pottery: Story) -> None:
    ran = run("score", "change", "HEAD", "--repo", f"file://{pottery.path}", "--quiet")
    assert (ran.code, ran.err) == (0, "")


def test_the_store_is_kept_where_it_is_told(score, tmp_path: Path) -> None:
    assert score("incoming", "--store", tmp_path / "here" / "store").code == 0
    assert (tmp_path / "here" / "store").exists()
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("name", ["store", "store.parquet", "store.csv", ""])
def test_a_store_that_is_none_exits_3_and_is_left_alone(score, tmp_path: Path, name: str) -> None:
    if name:
        (tmp_path / name).write_text("pots,cups\n")
    ran = score("incoming", "--store", name and tmp_path / name)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert not name or (tmp_path / name).read_text() == "pots,cups\n"


def test_a_model_may_be_named_by_id_or_folder(score) -> None:
    shipped = load()
    by_id, by_folder = score("HEAD", "--model", shipped.id), score("HEAD", "--model", shipped.folder)
    assert by_id == by_folder == score("HEAD")


def test_nothing_is_written_into_the_repository(score, pottery: Story) -> None:
    before = sorted(pottery.path.rglob("*"))
    assert score().code == 0
    assert sorted(pottery.path.rglob("*")) == before
