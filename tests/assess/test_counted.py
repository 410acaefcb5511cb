"""A reason says what was counted, not what was reckoned from it."""

import pytest

from gitstory import BO, Story
from knownhands.features.assemble import find_counts
from knownhands.harvest.git.history import harvest
from knownhands.harvest.git.process import open_repository
from knownhands.harvest.git.target import read_target
from knownhands.store.connection import open_store
from knownhands.store.history_subjects import CHANGE_ID


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "story.duckdb", pytest.fail) as connection:
        yield connection


SAID = {
    "file_defect_lift_max": "3 of the 10 earlier changes to its riskiest file were reverted or later blamed",
    "path_word_defect_lift_max": "3 of the 10 earlier changes to paths with the riskiest word of its own paths (kiln) were",
    "subsystem_defect_lift": "3 of the 10 earlier changes to its top-level directories were",
    "file_type_defect_lift": "3 of the 10 earlier changes to files of its types were",
    "file_blame_lift": "0 of the 10 earlier changes to its files were later blamed for a defect; of all changes here 0% were",
    "author_defect_lift": "3 of the 10 earlier changes of its author's e-mail address were",
    "title_defect_lift_max": "3 of the 10 earlier changes with the word “stoke” in their titles were",
    "title_revert_lift": "3 of the 10 earlier changes with the word “stoke” in their titles were reverted;",
}


def test_a_reason_says_what_was_counted(store, story: Story):
    """Forty commits, of which three to the kiln were reverted; the change touches the kiln again."""
    for number in range(40):
        story.commit({"shelf/pot": f"{number}\n"}, "Throw another pot")
        if number % 4 == 0:
            bad = story.commit({"kiln/fire.c": f"{number}\n"}, "Stoke the kiln", by=BO)
            if number < 12:
                story.commit({"shelf/pot": f"-{number}\n"}, f"Undo\n\nThis reverts commit {bad}.")
    story.commit({"kiln/fire.c": "hot\n"}, "Stoke it", by=BO)
    repository = open_repository(story.path, "pottery")
    harvest(store, repository, workers=1)
    read_target(store, repository, "HEAD")
    sentences = find_counts(store, "change", {feature: [CHANGE_ID] for feature in SAID})
    for feature, start in SAID.items():
        assert sentences[CHANGE_ID, feature].startswith(start)


def test_files_in_a_folder_that_people_call_tests_are_tests(store, story: Story):
    story.commit()
    story.commit({"test cases/a.c": "1\n", "kiln.c": "1\n"})
    story.commit({"tests/a.c": "1\n", "kiln.c": "2\n"})
    harvest(store, open_repository(story.path, "pottery"), workers=1)
    asked = {"is_code_without_test": [CHANGE_ID]}
    read_target(store, open_repository(story.path, "pottery"), "HEAD~1")
    assert set(find_counts(store, "change", asked).values()) == {
        "1 of its 2 files is a test, by their paths; the model takes 0% for tests"
    }
    read_target(store, open_repository(story.path, "pottery"), "HEAD")
    assert find_counts(store, "change", asked) == {}
