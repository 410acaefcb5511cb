"""A store says the same whether a history was read at once or bit by bit."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitstory import ADA, BO, Story, run_git
from knownhands.harvest.git.history import Pace, count_lines, harvest
from knownhands.harvest.git.process import open_repository
from knownhands.harvest.git.rows import FEW
from knownhands.store.connection import open_store

PLACES = "SELECT message, position, base, is_mainline FROM commits ORDER BY position, base, message"


def fresh(story: Story, facts, folder: Path) -> dict[str, list[tuple]]:
    """Harvest the whole story into a store of its own."""
    with (
        tempfile.TemporaryDirectory(dir=folder) as place,
        open_store(Path(place) / "fresh.duckdb", pytest.fail) as store,
    ):
        harvest(store, open_repository(story.path, "pottery"), workers=1, lines=True)
        return facts(store)


def test_a_second_run_adds_nothing(story, read, store, facts):
    story.commit({"bowl": "1\n"}, "Bowl\n\nSigned-off-by: Ada <ada@x>\n")
    story.commit({"bowl": "2\n"}, "Bowls")
    assert read(story, lines=True).commits == 2
    before = facts(store)
    assert read(story, lines=True).commits == 0
    assert facts(store) == before


def test_only_what_is_new_is_read(story, read, ask):
    story.commit({"bowl": "1\n"}, "First")
    read(story)
    story.commit({"bowl": "2\n"}, "Second")
    story.lose("HEAD~1^{tree}")
    assert read(story).commits == 1
    assert ask("SELECT commits, is_complete FROM harvest_runs ORDER BY run") == [(1, True), (1, True)]
    assert ask("SELECT state FROM commits ORDER BY position") == ["ok", "no-changes"]


def test_a_commit_is_placed_by_the_first_link_that_contains_it(story, read, ask):
    story.commit(message="One")
    story.branch("side")
    story.commit(message="Side")
    story.switch("main")
    story.commit(message="Two")
    story.merge("side", message="Three")
    read(story)
    assert ask(PLACES) == [("One", 1, 0, True), ("Two", 2, 1, True), ("Side", 3, 1, False), ("Three", 3, 2, True)]


def test_a_branch_merged_later_is_placed_against_what_was_there(story, read, store, facts, tmp_path):
    story.commit({"bowl": "1\n"}, "One")
    story.branch("side")
    side = story.commit({"side": "1\n"}, "Side", by=BO)
    story.switch("main")
    story.commit({"bowl": "2\n"}, "Two")
    read(story, lines=True)
    story.merge(side, message="Three", files={"side": "1\n"})
    story.commit({"bowl": "3\n"}, "Four")
    read(story, lines=True)
    assert facts(store) == fresh(story, facts, tmp_path)


def test_commits_that_were_pushed_away_lose_their_place_and_stay(story, read, ask, store, facts, tmp_path):
    story.commit({"bowl": "1\n"}, "Kept")
    story.commit({"bowl": "2\n"}, "Pushed away")
    read(story, lines=True)
    story.branch("main", "main~1")
    story.commit({"bowl": "3\n"}, "Instead")
    read(story, lines=True)
    assert ask("SELECT message, position FROM commits ORDER BY commit_no") == [
        ("Pushed away", None),
        ("Kept", 1),
        ("Instead", 2),
    ]
    assert facts(store) == fresh(story, facts, tmp_path)


def test_a_branch_that_was_set_back_is_placed_again(story, read, ask):
    story.commit(message="Kept")
    story.commit(message="Gone")
    read(story)
    story.branch("main", "main~1")
    assert read(story).commits == 0
    assert ask("SELECT message, position FROM commits ORDER BY commit_no DESC") == [("Kept", 1), ("Gone", None)]


def test_commits_that_come_back_are_not_stored_twice(story, read, ask, store, facts, tmp_path):
    story.commit({"bowl": "1\n"}, "Kept")
    lost = story.commit({"bowl": "2\n"}, "Lost")
    read(story, lines=True)
    story.branch("main", "main~1")
    story.commit({"plate": "1\n"}, "Instead")
    read(story, lines=True)
    story.merge(lost, message="Found again", files={"bowl": "2\n"})
    read(story, lines=True)
    assert ask("SELECT count(*), count(DISTINCT sha) FROM commits") == [(4, 4)]
    assert facts(store) == fresh(story, facts, tmp_path)


def test_a_rebased_branch_is_read_as_new(story, read, store, facts, tmp_path):
    story.commit({"bowl": "1\n"}, "Base")
    story.commit({"plate": "1\n"}, "Plate")
    story.commit({"cup": "1\n"}, "Cup")
    read(story, lines=True)
    story.branch("main", "main~2")
    story.commit({"glaze": "1\n"}, "Glaze")
    story.commit({"plate": "1\n"}, "Plate")
    story.commit({"cup": "1\n"}, "Cup")
    assert read(story, lines=True).commits == 3
    story.commit({"cup": "2\n"}, 'Revert "Cup"')
    read(story, lines=True)
    assert facts(store) == fresh(story, facts, tmp_path)


def test_a_quoted_title_is_looked_up_again_where_a_branch_was_rewritten(story, read, store, facts, tmp_path):
    story.commit({"bowl": "0\n"}, "Start")
    story.commit({"bowl": "1\n"}, "Glaze")
    undo = story.commit({"bowl": "0\n"}, 'Revert "Glaze"')
    read(story, lines=True)
    assert len(facts(store)["markers"]) == 1
    story.branch("main", "main~2")
    story.commit({"plate": "1\n"}, "Glaze")
    story.merge(undo)
    read(story, lines=True)
    assert facts(store) == fresh(story, facts, tmp_path)


def test_counting_lines_later_gives_the_same_rows(story, read, store, facts, tmp_path):
    story.commit({"bowl": "1\n", "pic": b"\0\1"}, "One")
    story.commit({"bowl": None, "dish": "1\n"}, "Two")
    read(story)
    count_lines(store, open_repository(story.path, "pottery"), [story.head], workers=1)
    assert len(facts(store)["line_counts"]) == 1
    read(story, lines=True)
    assert facts(store) == fresh(story, facts, tmp_path)


def test_a_shallow_clone_ends_in_a_boundary_whose_changes_are_unknown(story, tmp_path, read, ask):
    for number in range(5):
        story.commit({"bowl": f"{number}\n", f"plate{number}": "1\n"}, str(number))
    shallow(story, tmp_path / "clone", 2)
    assert read(tmp_path / "clone", lines=True).is_shallow
    rows = "SELECT message, state, parents, position FROM commits ORDER BY position"
    assert ask(rows) == [("3", "boundary", None, 1), ("4", "ok", 1, 2)]
    assert ask("SELECT DISTINCT message FROM file_changes JOIN commits USING (commit_no)") == ["4"]


def test_a_deepened_clone_is_read_again(story, tmp_path, read, ask):
    for number in range(5):
        story.commit({"bowl": f"{number}\n"}, str(number))
    shallow(story, tmp_path / "clone", 2)
    read(tmp_path / "clone", lines=True)
    run_git("-C", str(tmp_path / "clone"), "fetch", "-q", "--unshallow")
    outcome = read(tmp_path / "clone", lines=True)
    assert (outcome.commits, outcome.is_shallow) == (5, False)
    assert ask("SELECT DISTINCT state FROM commits") == ["ok"]
    assert ask("SELECT count(*) FROM file_changes") == [5]


def shallow(story: Story, path: Path, depth: int) -> None:
    run_git("clone", "-q", f"--depth={depth}", f"file://{story.path}", str(path))


def test_a_reference_to_nothing_harms_nobody(story, read):
    story.commit()
    story.point("refs/heads/broken", "e" * 40)
    (story.git_dir / "refs/heads/garbage").write_text("clay\n")
    assert read(story).commits == 1


def test_a_person_is_an_address_in_lower_case_or_a_name_without_one(story, read, ask):
    for who in (ADA, ("A. Potter", "ADA@pottery.example"), ("Bo", ""), ("bo", ""), ("Bo", "bo@x")):
        story.commit(by=who)
    read(story)
    persons = "SELECT min(email), list(name ORDER BY name) FROM identities GROUP BY person ORDER BY ALL"
    assert ask(persons) == [("", ["Bo", "bo"]), ("ADA@pottery.example", ["A. Potter", "Ada Potter"]), ("bo@x", ["Bo"])]


def test_absurd_dates_are_kept_or_unknown(story, read, ask):
    story.commit(message="Sound")
    for seconds in (b"-1", b"253402300800", b"9223372036854775808", b"18446744073709551616", b"soon"):
        person = b"A <a@x> " + seconds + b" +9999"
        story.raw_commit(b"tree TREE\nparent PARENT\nauthor " + person + b"\ncommitter " + person + b"\n\n" + seconds)
    assert read(story).unreadable == 0
    dates = "SELECT message, authored_claimed_at, committer_tz FROM commits WHERE position > 1 ORDER BY position"
    assert ask(dates) == [
        ("-1", -1, 6039), ("253402300800", 253402300800, 6039),
        ("9223372036854775808", None, 6039), ("18446744073709551616", None, 6039), ("soon", None, 6039),
    ]  # fmt: skip


def test_messages_keep_what_comes_after_a_nul(story, read, ask):
    story.commit(message=b"be\0fore\n\nReviewed-by: Bo <bo@x>\n")
    story.commit(message="Zoë".encode("latin-1"), encoding="ISO-8859-1")
    story.commit(message="Zoë".encode("latin-1"), by=("Zo\udceb", "zoe@x"))
    read(story)
    assert ask("SELECT message FROM commits ORDER BY position") == [
        "be\ufffdfore\n\nReviewed-by: Bo <bo@x>\n",
        "Zoë",
        "Zo\ufffd",
    ]
    assert "Zo\ufffd" in ask("SELECT name FROM identities")


def test_a_commit_of_a_hundred_thousand_files_is_read(story, read, ask):
    files = b"".join(b"M 100644 :1 d%d/f%d\n" % (number % 300, number) for number in range(100_000))
    who = b"committer A <a@x> 1700000000 +0000\ndata 1\nx\n"
    story.fast_import(b"blob\nmark :1\ndata 2\n1\n\ncommit refs/heads/main\n" + who + files)
    assert read(story).unreadable == 0
    assert ask("SELECT count(DISTINCT path), count(*) FROM file_changes") == [(100_000, 100_000)]


def test_the_pace_changes_nothing(story, store, facts, tmp_path):
    for number in range(7):
        story.commit({"bowl": f"{number}\n", f"plate{number}": "1\n"}, f"Number {number}")
    seen: list[tuple[int, int]] = []
    repository = open_repository(story.path, "pottery")
    progress = lambda done, total: seen.append((done, total))  # noqa: E731
    harvest(store, repository, workers=2, lines=True, progress=progress, pace=Pace(chunk=2, flush=3))
    assert facts(store) == fresh(story, facts, tmp_path)
    assert seen == [(2, 7), (4, 7), (6, 7), (7, 7)]


def test_few_rows_and_many_are_stored_alike(story, store, facts, tmp_path):
    commit = "commit refs/heads/main\n{} <a@x> {} +0000\ndata 11\nm\n\nKey: va\nM 100644 inline f{}\ndata 1\n{}\n"
    commits = (commit.format("committer A", number, number % 3, number % 7) for number in range(FEW + 1))
    story.fast_import("".join(commits).encode())
    harvest(store, open_repository(story.path, "pottery"), workers=1, lines=True, pace=Pace(chunk=FEW, flush=FEW // 2))
    assert facts(store) == fresh(story, facts, tmp_path)


steps = st.one_of(
    st.tuples(
        st.just("commit"), st.sampled_from(["bowl", "plate", "cup"]), st.integers(0, 2), st.sampled_from([ADA, BO])
    ),
    st.tuples(st.just("merge"), st.integers(0, 9)),
    st.tuples(st.just("reset"), st.integers(0, 9)),
    st.tuples(st.just("revert"), st.integers(0, 9)),
    st.tuples(st.just("revert title"), st.sampled_from(["bowl", "plate"]), st.integers(0, 2)),
    st.tuples(st.just("harvest")),
)


@settings(max_examples=10, deadline=None)
@given(st.lists(steps, min_size=3, max_size=12))
def test_read_bit_by_bit_is_read_at_once(tmp_path_factory, facts, operations):
    """Commits, merges of anything, branches set to anything, reverts, and harvests in between."""
    folder = tmp_path_factory.mktemp("law")
    story = Story(folder / "pottery")
    shas = [story.commit({"bowl": "0\n"}, "Start")]
    with open_store(folder / "bit by bit.duckdb", pytest.fail) as store:
        for step in (*operations, ("harvest",)):
            match step:
                case "commit", path, number, who:
                    shas.append(story.commit({path: f"{number}\n"}, f"{path} {number}", by=who))
                case "merge", number:
                    shas.append(story.merge(shas[number % len(shas)]))
                case "reset", number:
                    story.point("refs/heads/main", shas[number % len(shas)])
                case "revert", number:
                    shas.append(story.commit(message=f"Revert\n\nThis reverts commit {shas[number % len(shas)]}.\n"))
                case "revert title", path, number:
                    shas.append(story.commit(message=f'Revert "{path} {number}"'))
                case _:
                    harvest(store, open_repository(story.path, "pottery"), workers=1, lines=True)
        assert facts(store) == fresh(story, facts, folder)
        assert store.execute("SELECT count(*) - count(DISTINCT sha) FROM commits").fetchone() == (0,)
