from gitstory import Story
from measured import Measure


def test_lines_are_counted_as_git_counts_them(story: Story, measure: Measure) -> None:
    story.commit({"kiln.py": "a\nb\nc\n", "tests/test_kiln.py": "a\n"})
    sha = story.commit({"kiln.py": "a\nB\nc\nd\n", "tests/test_kiln.py": None, "clay.bin": b"\0\1"})
    measured = measure()[sha]
    expected = {"lines_added": 2, "lines_deleted": 2, "files": 3, "largest_file_lines": 2, "code_lines_added": 2}
    assert {name: measured[name] for name in expected} == expected
    assert (measured["deleted_share"], measured["binary_files"]) == (0.5, 1)


def test_missing_contents_make_the_lines_unknown_and_not_the_files(story: Story, measure: Measure) -> None:
    story.commit({"kiln.py": "a\n"})
    sha = story.commit({"kiln.py": "b\n", "wheel.py": "c\n"})
    story.lose(f"{sha}:wheel.py")
    measured = measure()[sha]
    assert (measured["lines_added"], measured["binary_files"], measured["files"]) == (None, None, 2)


def test_a_change_of_nothing_is_zero_and_not_unknown(story: Story, measure: Measure) -> None:
    story.commit({"kiln.py": "a\n"})
    nothing = story.commit({})
    measured = measure()[nothing]
    for name in ("lines_added", "files", "binary_files", "directories", "subsystems", "entropy", "sensitive_paths"):
        assert measured[name] == 0
    assert measured["deleted_share"] is None
