from pathlib import Path

from gitstory import ADA, BO, START, Story
from knownhands.features.assemble import find_evidence
from knownhands.records import Evidence
from knownhands.store.history_subjects import CHANGE_ID
from measured import Measure, harvested, measure_revision

DAY = 86400
TEXT = "".join(f"line {number}\n" for number in range(20))


def test_a_renamed_file_keeps_the_history_of_its_old_name(story: Story, measure: Measure) -> None:
    story.commit({"wheel.py": TEXT}, by=ADA, at=START)
    story.commit({"wheel.py": TEXT + "more\n"}, "Fix the wheel", by=BO, at=START + DAY)
    moved = story.commit({"wheel.py": None, "kiln.py": TEXT + "more\n"}, at=START + 9 * DAY)
    measured = measure()[moved]
    assert (measured["file_changes_mean"], measured["file_authors_max"], measured["file_fix_share"]) == (2, 2, 0.5)
    assert (measured["file_age_days"], measured["file_idle_days"]) == (1, 0)


def test_a_new_file_has_no_history_even_where_one_of_that_name_was_deleted(story: Story, measure: Measure) -> None:
    story.commit({"wheel.py": "1\n", "kiln.py": "1\n"})
    story.commit({"wheel.py": None})
    again = story.commit({"wheel.py": "1\n"})
    both = story.commit({"new.py": "1\n", "kiln.py": "2\n"})
    measured = measure()
    assert measured[again]["file_changes_max"] is None
    assert measured[both]["file_changes_mean"] == 1


def test_a_side_branch_counts_from_the_merge_that_brought_it_in(story: Story, measure: Measure) -> None:
    story.commit({"wheel.py": "1\n"})
    story.branch("side")
    story.commit({"wheel.py": "2\n"})
    story.switch("main")
    before = story.commit({"wheel.py": "3\n"})
    story.merge("side")
    after = story.commit({"wheel.py": "4\n"})
    measured = measure()
    assert (measured[before]["file_changes_max"], measured[after]["file_changes_max"]) == (1, 3)


def test_the_busiest_file_is_named_as_evidence_when_it_is_renamed(story: Story, tmp_path: Path) -> None:
    story.commit({"wheel.py": TEXT})
    story.commit({"wheel.py": None, "kiln.py": TEXT})
    with harvested(story.path, tmp_path / "store") as (connection, repository):
        assert measure_revision(connection, repository, "HEAD")["file_changes_max"] == 1
        evidence = find_evidence(connection, "change", {"file_changes_max": [CHANGE_ID]})
        assert evidence == {(CHANGE_ID, "file_changes_max"): [Evidence("file", "kiln.py")]}
