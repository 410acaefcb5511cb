"""Which branch is the default one is nothing that a push decides."""

import pytest

from gitstory import Story, run_git
from knownhands.harvest.git.branches import remarks
from knownhands.harvest.git.process import open_repository


@pytest.fixture
def pots(story: Story) -> Story:
    """Two commits on main, and a stray branch from the first that has one more."""
    story.commit({"bowl": "1\n"})
    story.branch("stray")
    story.commit({"glaze": "1\n"})
    story.switch("main")
    story.commit({"bowl": "2\n"})
    return story


@pytest.fixture
def clone(pots: Story, tmp_path):
    run_git("clone", "-q", str(pots.path), str(tmp_path / "clone"))
    return tmp_path / "clone"


def branch(path) -> str:
    return open_repository(path, "pottery").branch.name


def test_a_pushed_ref_of_an_origin_decides_nothing_in_a_mirror(pots, tmp_path):
    pots.point("refs/remotes/origin/HEAD", pots.git("rev-parse", "stray"))
    run_git("clone", "-q", "--mirror", str(pots.path), str(tmp_path / "mirror"))
    repository = open_repository(tmp_path / "mirror", "pottery")
    assert (repository.branch.name, repository.head) == ("main", pots.head)
    assert "refs/remotes/origin/HEAD was passed over" in remarks(repository)[0]


def test_a_branch_that_is_called_head_decides_nothing(clone, pots):
    pots.point("refs/heads/HEAD", pots.git("rev-parse", "stray"))
    run_git("-C", str(clone), "symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    run_git("-C", str(clone), "update-ref", "refs/remotes/origin/HEAD", pots.git("rev-parse", "stray"))
    assert branch(clone) == "main"


def test_head_of_a_bare_repository_is_its_default_branch(pots, tmp_path):
    pots.git("update-ref", "refs/remotes/origin/old", "main~1")
    pots.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/old")
    assert branch(pots.path) == "origin/old"
    run_git("clone", "-q", "--mirror", str(pots.path), str(tmp_path / "mirror"))
    run_git("-C", str(tmp_path / "mirror"), "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/old")
    assert branch(tmp_path / "mirror") == "main"


def test_the_branch_of_the_origin_goes_before_the_change_that_is_checked_out(clone):
    run_git("-C", str(clone), "checkout", "-q", "-b", "master", "HEAD~1")
    assert branch(clone) == "origin/main"


@pytest.mark.parametrize("name", ["main", "master", "develop", "trunk"])
def test_a_name_decides_nothing_where_a_branch_is_checked_out(story, name):
    story.switch("unstable")
    story.commit()
    story.branch(name)
    story.commit()
    story.switch("unstable")
    assert branch(story.path) == "unstable"


def test_a_head_that_names_nothing_leaves_the_usual_name(pots):
    pots.git("symbolic-ref", "HEAD", "refs/heads/gone")
    repository = open_repository(pots.path, "pottery")
    assert repository.branch.name == "main"
    assert remarks(repository) == ["HEAD names no commit here, so main is taken for the default branch."]


def test_a_default_branch_that_was_left_behind_is_said(clone, pots):
    pots.branch("master")
    pots.commit({"bowl": "3\n"})
    run_git("-C", str(clone), "fetch", "-q")
    (remark,) = remarks(open_repository(clone, "pottery"))
    assert remark.startswith("origin/master holds 1 more than origin/main, which is the default branch here.")


def test_an_ordinary_clone_has_nothing_to_remark(clone, pots):
    assert remarks(open_repository(clone, "pottery")) == remarks(open_repository(pots.path, "pottery")) == []


def test_a_commit_without_a_branch_is_read_and_is_no_default_branch(pots):
    pots.git("update-ref", "--no-deref", "HEAD", "main~1")
    (pots.git_dir / "HEAD").write_text(pots.git("rev-parse", "main~1") + "\n")
    repository = open_repository(pots.path, "pottery")
    assert (repository.branch.ref, repository.head) == ("HEAD", pots.git("rev-parse", "main~1"))
