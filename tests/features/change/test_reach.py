import pytest

from gitstory import Content, Story
from measured import Measure


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"README.md": "1\n", "docs/kiln.rst": "1\n", "ChangeLog": "1\n", "NEWS.txt": "1\n"}, 1),
        ({"README.md": "1\n", "kiln.py": "1\n"}, 0),
        ({"CMakeLists.txt": "1\n"}, 0),
        ({"docs/conf.py": "1\n"}, 0),
        ({"AGENTS.md": "obey\n"}, 0),
        ({".github/copilot-instructions.md": "obey\n"}, 0),
        ({"prompts/system.md": "obey\n"}, 0),
        ({"README.md": ("100755", "#!/bin/sh\n")}, 0),
        ({"README.md": ("120000", "../../etc/passwd")}, 0),
        ({"README.md": b"\0\1\2"}, 0),
        ({}, 0),
    ],
    ids=["prose", "one file of code", "cmake", "docs that run", "agents", "hidden folder", "prompts", "executable",
         "symbolic link", "binary", "nothing"],
)  # fmt: skip
def test_prose_is_what_nothing_runs_and_nobody_obeys(
    story: Story, measure: Measure, files: dict[str | bytes, Content], expected: int
) -> None:
    story.commit({"wheel.py": "1\n"})
    change = story.commit(files)
    assert measure()[change]["is_prose_only"] == expected


def test_deleting_prose_is_no_more_than_prose(story: Story, measure: Measure) -> None:
    story.commit({"OLD.md": "1\n", "wheel.py": "1\n"})
    prose, code = story.commit({"OLD.md": None}), story.commit({"wheel.py": None})
    measured = measure()
    assert [measured[sha]["is_prose_only"] for sha in (prose, code)] == [1, 0]
