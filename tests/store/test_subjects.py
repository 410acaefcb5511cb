"""What becomes a subject, and what counts as defect-inducing."""

import pytest

from gitstory import BO
from knownhands.harvest.git.history import harvest
from knownhands.harvest.git.process import open_repository
from knownhands.store import history_subjects, subjects
from knownhands.store.connection import open_store
from knownhands.store.history_subjects import Given

DAY = 86_400


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "pots.duckdb", pytest.fail) as connection:
        yield connection


@pytest.fixture
def read(store, story):
    def _read() -> None:
        harvest(store, open_repository(story.path, "pottery"), workers=1)
        subjects.prepare(store, "change")

    return _read


def test_merges_and_what_cannot_be_read_are_no_subjects(story, store, read):
    story.commit({"bowl": "1\n"}, "Bowl")
    story.branch("side")
    story.commit({"plate": "1\n"}, "Plate", by=BO)
    story.switch("main")
    story.merge("side")
    story.commit({"bowl": "2\n"}, "Lost")
    story.lose("HEAD^{tree}")
    read()
    assert history_subjects.add_history(store) == 2
    rows = "SELECT message, base, is_first_parent FROM subjects ORDER BY base"
    assert store.execute(rows).fetchall() == [("Bowl", 0, True), ("Plate", 1, False)]


def test_only_the_commits_named_become_subjects(story, store, read):
    shas = [story.commit({"bowl": f"{number}\n"}) for number in range(3)]
    read()
    assert history_subjects.add_history(store, shas[1:]) == 2
    assert store.execute("SELECT count(*) FROM subject_files").fetchone() == (2,)


LATER = {
    "somebody else at once": (BO, 60, True),
    "the author within a day": (None, DAY - 1, False),
    "the author after a day": (None, DAY, True),
}


@pytest.mark.parametrize(("who", "after", "counts"), LATER.values(), ids=LATER.keys())
def test_authors_who_take_back_their_own_work_within_a_day_have_no_defect(who, after, counts, story, store, read):
    bad = story.commit({"bowl": "1\n"}, "Bowl")
    story.commit(
        {"bowl": "0\n"}, f"Undo\n\nThis reverts commit {bad}.\n", at=story.at + after, **({"by": who} if who else {})
    )
    read()
    history_subjects.add_history(store)
    assert store.execute("SELECT position FROM defects").fetchall() == ([(2,)] if counts else [])


def test_a_commit_blamed_twice_was_defect_inducing_from_the_first_time(story, store, read):
    bad = story.commit({"bowl": "1\n"}, "Bowl")
    for number in (1, 2):
        story.commit({"bowl": f"-{number}\n"}, f"Repair\n\nFixes: {bad}\n", by=BO)
    read()
    history_subjects.add_history(store)
    assert store.execute("SELECT position FROM defects").fetchall() == [(2,)]


def test_a_change_that_is_not_stored_has_a_number_of_its_own(story, store, read):
    story.commit({"bowl": "1\n"})
    read()
    columns = {
        "sha": "x", "base": 1, "commits": 1, "author_name": "Bo", "author_email": "new@x", "committer_name": "Ada",
        "committer_email": "ADA@pottery.example", "authored_claimed_at": None, "author_tz": None, "committed_claimed_at": None,
        "message": "", "signing_key": "", "is_first_parent": None, "reading": "x",
    }  # fmt: skip
    history_subjects.add_changes(store, [Given(columns, [])])
    row = "SELECT subject_id, person, committer_person, is_author_committer, base_at FROM subjects"
    assert store.execute(row).fetchall() == [(history_subjects.CHANGE_ID, -1, 0, False, story.at)]
