"""Any folder that git takes for a repository can be opened, and nothing else."""

import os
import shutil
import subprocess
import sys

import pytest

from gitstory import Story, run_git
from knownhands.errors import NotFound, SourceError, Unparsable
from knownhands.harvest.git.history import harvest
from knownhands.harvest.git.process import call, open_repository


@pytest.fixture
def pots(story: Story) -> Story:
    story.commit({"bowl": "1\n"})
    story.commit({"bowl": "2\n", "shelf/plate": "1\n"})
    return story


def test_a_bare_clone_and_its_origin_hold_the_same_history(pots, tmp_path, store):
    run_git("clone", "-q", "--bare", str(pots.path), str(tmp_path / "bare"))
    outcome = harvest(store, open_repository(tmp_path / "bare", "bare"), workers=1)
    assert (outcome.head, outcome.commits) == (pots.head, 2)


def test_a_worktree_has_a_head_of_its_own(pots, tmp_path, read, ask):
    pots.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "tree"), "HEAD~1")
    repository = open_repository(tmp_path / "tree", "tree")
    assert repository.head == pots.git("rev-parse", "HEAD~1")
    assert read(tmp_path / "tree", lines=True).commits == 1
    assert ask("SELECT path, lines_added FROM line_counts") == [("bowl", 1)]


def test_a_git_file_leads_to_the_repository(pots, tmp_path, read):
    run_git("init", "-q", f"--separate-git-dir={tmp_path / 'elsewhere'}", str(pots.path))
    assert (pots.path / ".git").is_file()
    assert read(pots.path).head == read(tmp_path / "elsewhere").head


def test_a_folder_inside_a_repository_will_do(pots, read):
    (pots.path / "shelf").mkdir()
    assert read(pots.path / "shelf").head == pots.head
    assert read(pots.path / ".git").head == pots.head


def test_objects_borrowed_from_another_repository_are_read(pots, tmp_path, read):
    run_git("clone", "-q", "--shared", str(pots.path), str(tmp_path / "borrower"))
    assert read(tmp_path / "borrower", lines=True).unreadable == 0


def test_packed_objects_and_references_are_read(pots, read):
    pots.git("tag", "v1")
    pots.git("gc", "-q")
    assert read(pots, lines=True).commits == 2
    assert [name for name, _ in open_repository(pots.path, "pottery").refs()] == ["refs/heads/main", "refs/tags/v1"]


def test_the_default_branch_of_the_origin_goes_before_the_one_checked_out(pots, tmp_path):
    run_git("clone", "-q", str(pots.path), str(tmp_path / "clone"))
    run_git("-C", str(tmp_path / "clone"), "checkout", "-q", "-b", "mine", "HEAD~1")
    assert open_repository(tmp_path / "clone", "clone").head == pots.head


NAMES = {"latin-1": b"t\xf6pferei", "line break": b"two\nlines", "dash": b"-pots", "quotes": b"'pots' \"and\" $pans"}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_folder_may_have_any_name(name, pots, tmp_path, read):
    path = tmp_path / os.fsdecode(name)
    shutil.move(pots.path, path)
    assert read(path, lines=True).commits == 2


def test_a_sha256_repository_is_read_like_any_other(tmp_path, read, ask):
    story = Story(tmp_path / "modern", object_format="sha256")
    story.commit({"bowl": "1\n"}, "First")
    story.commit({"bowl": "2\n", "glaze": "x\n"}, "Second")
    story.lose("HEAD:glaze")
    assert read(story, lines=True).unreadable == 0
    assert ask("SELECT sha FROM commits ORDER BY position DESC") == story.git("rev-list", "HEAD").split()
    assert ask("SELECT path, lines_added FROM line_counts ORDER BY ALL") == [
        ("bowl", 1),
        ("bowl", None),
        ("glaze", None),
    ]


def test_an_empty_repository_is_one_clear_line(story, read):
    with pytest.raises(NotFound, match=r"^pottery has no commits yet\.$"):
        read(story)


def test_a_folder_without_repository_is_one_clear_line(tmp_path):
    with pytest.raises(NotFound, match=r"^clay is no git repository: fatal: not a git repository"):
        open_repository(tmp_path, "clay")


def test_the_callers_own_git_settings_are_not_obeyed(pots, tmp_path, read, monkeypatch):
    (tmp_path / "attributes").write_text("* -diff\n")
    (tmp_path / "config").write_text(f"[core]\nattributesFile = {tmp_path / 'attributes'}\n[diff]\nrenames = false\n")
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(tmp_path / "config"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert read(pots, lines=True).commits == 2


def test_another_users_repository_may_be_read(pots, read):
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    for path in (pots.path, pots.git_dir):
        os.chown(path, 12345, 12345)
    assert read(pots).commits == 2


def test_nothing_is_written_into_the_repository(pots, read):
    before = {path: path.stat().st_mtime_ns for path in pots.path.rglob("*")}
    read(pots, lines=True)
    assert {path: path.stat().st_mtime_ns for path in pots.path.rglob("*")} == before


def test_a_git_that_somebody_stopped_says_nothing_about_the_repository():
    with pytest.raises(SourceError, match="stopped from outside"):
        call(["sh", "-c", "kill -KILL $$"])


def test_a_git_that_fails_is_quoted(pots):
    with pytest.raises(Unparsable, match=r"^git rev-list failed in pottery: fatal: bad object e{40}"):
        open_repository(pots.path, "pottery").run("rev-list", "e" * 40)


def test_without_git_there_is_one_clear_line(pots, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(SourceError, match="git is not installed"):
        open_repository(pots.path, "pottery")


def test_the_empty_repository_goes_when_the_process_ends(pots, tmp_path):
    script = (
        "import sys, pathlib; from knownhands.harvest.git.process import open_repository;"
        "print(open_repository(pathlib.Path(sys.argv[1]), 'x').run('rev-list', '--all').decode())"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    before = set(tmp_path.iterdir())
    subprocess.run([sys.executable, "-c", script, str(pots.path)], check=True, env=environment, capture_output=True)
    assert set(tmp_path.iterdir()) == before
