import os
import pty
import subprocess
import sys
from contextlib import suppress
from importlib import resources
from pathlib import Path

import duckdb
import pytest

from gitstory import ADA, START, Story, run_git
from knownhands.harvest.git.source import locate, store_path
from knownhands.learn.saved import load

FORMATS = {"text": "trust ", "json": "{", "markdown": "", "sarif": "{", "html": "<!doctype html>"}
CONTENTS = ("readings", "change_observations", "change_unread")
BAR = "[change]\nfail_below = 100\n"


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
    printed = score("incoming", "--format", "json").json
    subject = printed["subject"]
    assert subject["base"] == printed["as_of"] == pottery.head
    assert subject["head"] == pottery.git("rev-parse", "incoming")
    assert (subject["title"], subject["author"]) == ("Enable the kiln again", "Ada Potter")
    assert subject["claimed_at"].startswith("2023-11-15T")
    model = load(task=f"change_{printed['decided_by']}")
    assert printed["model"] == {"id": model.id, "sha256": model.sha256}


def test_both_questions_are_answered_and_the_reasons_of_the_deciding_one_add_up(score) -> None:
    printed = score("incoming", "--format", "json").json
    concerns = {concern["id"]: concern for concern in printed["concerns"]}
    assert [*concerns] == ["attack", "defect"]
    assert all(concern["reference"].startswith("the 4 changes before it") for concern in concerns.values())
    points = sum(reason["points"] for reason in concerns[printed["decided_by"]]["reasons"] + printed["earned"])
    assert points == pytest.approx(printed["trust"], abs=1e-6)
    assert printed["read"] == {"runs": 2, "unread": []}
    assert printed["band"] != "trusted"


def test_a_program_that_nobody_can_read_is_named_and_is_never_ordinary(score, pottery: Story) -> None:
    pottery.switch("incoming")
    pottery.commit({"door.py": b"\x7fELF\0\0"}, "Build it", by=ADA)
    pottery.switch("main")
    assert "2 files that can run were read; 1 was not\n  door.py (import): it is compiled code" in score("incoming").out
    assert score("incoming", "--format", "json").json["concerns"][0]["band"] != "ordinary"


@pytest.mark.parametrize("name", FORMATS)
def test_a_trust_below_the_bar_exits_1_and_every_format_says_which_bar_why_and_what_to_do(score, name: str) -> None:
    trust = score("incoming", "--format", "json").json["trust"]
    assert score("incoming", "--fail-below", trust, "--format", name).code == 0
    ran = score("incoming", "--fail-below", trust + 1, "--format", name)
    assert (ran.code, ran.err) == (1, "")
    words = " ".join(ran.out.split()).lower()
    for part in (f"trust {trust} is below {trust + 1}", "the command line", "read the reasons"):
        assert part in words


def test_a_policy_sets_the_bar_and_the_command_line_wins(score, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(BAR)
    ran = score("incoming", "--policy", policy)
    assert ran.code == 1
    assert "below 100" in ran.out
    assert "policy.toml" in ran.out
    assert score("incoming", "--policy", policy, "--fail-below", 0).code == 0


def test_a_check_that_no_change_is_asked_is_wrong_usage(score, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('[change]\nfail_checks = ["shoe"]\n')
    ran = score("incoming", "--policy", tmp_path / "policy.toml")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_a_policy_of_the_default_branch_is_found_by_itself(score, pottery: Story) -> None:
    pottery.commit({"knownhands.toml": BAR}, "Set a bar")
    ran = score("incoming", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    assert "knownhands.toml of the default branch" in ran.json["policy"]["failed"][0]["why"]


def test_a_change_does_not_set_its_own_bar(score, pottery: Story) -> None:
    pottery.commit({"knownhands.toml": BAR}, "Set a bar")
    pottery.switch("incoming")
    pottery.commit({"knownhands.toml": "[change]\nfail_below = 0\n"}, "Lower the bar")
    pottery.switch("main")
    assert score("incoming").code == 1


def test_a_policy_that_only_a_change_brings_sets_no_bar(score, pottery: Story) -> None:
    pottery.switch("incoming")
    pottery.commit({"knownhands.toml": BAR}, "Set a bar")
    pottery.switch("main")
    assert score("incoming")[::2] == (0, "")


def test_a_policy_that_is_not_committed_sets_no_bar_and_a_note_says_so(score, pottery: Story) -> None:
    (pottery.path / "knownhands.toml").write_text(BAR)
    ran = score("incoming")
    assert ran.code == 0
    assert "was not used: it is not on main" in ran.err
    assert "--policy" in ran.err
    assert score("incoming", "--policy", pottery.path / "knownhands.toml").code == 1


def test_what_is_passed_over_passes_until_its_day_and_is_then_an_error_with_its_line(score, pottery: Story) -> None:
    head = pottery.git("rev-parse", "incoming")
    entry = f'{BAR}[[ignore]]\nid = "{head}"\nreason = "read by Bo"\nuntil = '
    pottery.commit({"knownhands.toml": f"{entry}9999-12-31\n"}, "Set a bar")
    ran = score("incoming")
    assert ran.code == 0
    assert "read by Bo" in " ".join(ran.out.split())
    pottery.commit({"knownhands.toml": f"{entry}2020-01-31\n"}, "Set another")
    ran = score("incoming")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "line 3: the [[ignore]] of" in ran.err
    assert "ended on 2020-01-31" in ran.err


def test_a_budget_moves_the_band_and_not_the_trust(score) -> None:
    usual = score("incoming", "--format", "json").json
    wide = score("incoming", "--budget", "99%", "--format", "json").json
    assert (usual["trust"], usual["concerns"][1]["reasons"]) == (wide["trust"], wide["concerns"][1]["reasons"])
    assert (usual["band"], wide["band"]) == ("ordinary", "review")


@pytest.mark.parametrize("budget", ["shoe", "0%", "100%", "-1%", ""])
def test_a_budget_that_is_no_share_is_wrong_usage(score, budget: str) -> None:
    ran = score("incoming", "--budget", budget)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("moment", ["HEAD~2", "2023-11-15T00:30+01:00", "2023-11-14T23:30:00"])
def test_as_of_takes_a_revision_or_a_time(score, pottery: Story, moment: str) -> None:
    """Commits are an hour apart from 23:13 on; a time without a zone is UTC."""
    expected = {"HEAD~2": "HEAD~2"}.get(moment, "HEAD~3")
    ran = score("incoming", "--as-of", moment, "--format", "json")
    assert ran.json["as_of"] == pottery.git("rev-parse", expected)
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


def test_a_store_of_the_former_version_is_brought_up_to_date(score, pottery: Story, tmp_path: Path) -> None:
    """It knew no references, no words of titles and nothing of contents, and had another name for markers."""
    first = score("incoming")
    store = store_path(locate(str(pottery.path), tmp_path / "cache", offline=True, say=pytest.fail), tmp_path / "cache")
    with duckdb.connect(str(store)) as connection:
        names = [name for (name,) in connection.execute("SHOW TABLES").fetchall()]
        tables = {name: connection.table(name).to_arrow_table() for name in names}
    store.unlink()
    with duckdb.connect(str(store)) as connection:
        connection.execute(resources.files("knownhands.store.schema").joinpath("0001_git.sql").read_text())
        connection.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY)")
        connection.execute("INSERT INTO schema_version VALUES (1)")
        for name in set(tables) - {"schema_version", "risks", "title_words", *CONTENTS}:
            connection.register("kept", tables[name])
            connection.execute(f"INSERT INTO {name} SELECT * FROM kept")
    assert score("incoming") == first


def test_a_model_may_be_named_by_id_or_folder(score) -> None:
    shipped = load()
    by_id, by_folder = score("HEAD", "--model", shipped.id), score("HEAD", "--model", shipped.folder)
    assert by_id == by_folder == score("HEAD")


def test_nothing_is_written_into_the_repository(score, pottery: Story) -> None:
    before = sorted(pottery.path.rglob("*"))
    assert score().code == 0
    assert sorted(pottery.path.rglob("*")) == before


def on_a_terminal(*arguments: object) -> tuple[int, str]:
    """Run the command line with a terminal for stderr: the exit code, and what the terminal shows."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "knownhands", *map(str, arguments)]
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, check=False).returncode
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # that is how a terminal ends
        while part := os.read(ours, 4096):
            shown += part
    os.close(ours)
    return code, shown.decode()


def read_changes(store: Path) -> int:
    with duckdb.connect(str(store)) as connection:
        return len(connection.execute("SELECT change FROM readings").fetchall())


def test_what_earlier_changes_do_is_read_for_next_time_only_where_somebody_looks_on(
    run, score, pottery: Story, tmp_path: Path
) -> None:
    """There are so many of them that nobody waits until all are read."""
    for number in range(101):
        pottery.commit({"wheel.py": f"{number}\n"})
    store = tmp_path / "store"
    ran = score("HEAD", "--store", store)
    assert ran.err.startswith("What the changes before it do is not read yet")
    assert f"`knownhands harvest git {pottery.path}` reads it" in ran.err
    assert "beside the changes of other projects" in " ".join(ran.out.split())
    command = ("score", "change", "HEAD", "--repo", pottery.path, "--store", store, "--fail-below", 100)
    assert (on_a_terminal(*command, "--quiet"), read_changes(store)) == ((1, ""), 1)
    assert (on_a_terminal(*command)[0], read_changes(store)) == (1, 105)
    assert score("HEAD", "--store", store).err == ""
    assert run("harvest", "git", pottery.path).out.endswith("read what the newest 105 changes do\n")
    ran = score("HEAD", "--format", "json")
    assert (ran.err, ran.json["concerns"][0]["reference"][:26]) == ("", "the 104 changes before it ")
