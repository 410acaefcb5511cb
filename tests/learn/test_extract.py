from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from gitstory import ADA, BO, START, Story
from invented import as_table, invent
from knownhands.errors import UsageError
from knownhands.learn import extract
from knownhands.learn.examples import read_table
from knownhands.learn.extract import TEST_DAY
from knownhands.learn.sources import examples_of
from knownhands.learn.tasks.change_defect import TASK
from measured import harvested

DAY = 86400
BOT = ("dependabot[bot]", "bot@users.example")


class Potters(Story):
    """A repository in which things go wrong."""

    def mishap(self, *, at: int, after: int = 5 * DAY, by: tuple[str, str] = ADA) -> str:
        """Commit something, have Bo take it back a while later, and return what was taken back."""
        bad = self.commit({"kiln.py": f"{at}\n"}, f"Glaze {at}", by=by, at=at)
        self.commit({"kiln.py": "cold\n"}, f"This reverts commit {bad}.", by=BO, at=at + after)
        return bad


@pytest.fixture
def potters(tmp_path: Path) -> Potters:
    """A repository whose label era has begun: a root and three mishaps."""
    story = Potters(tmp_path / "pottery")
    story.commit({"kiln.py": "cold\n"}, "Start", at=START)
    for number in range(1, 4):
        story.mishap(at=START + number * 10 * DAY)
    return story


def examples(story: Story, tmp_path: Path, table: str = "examples") -> dict[str, tuple[int | None, int | None]]:
    """Extract a story and return commit → days from then until it was reverted and blamed."""
    with harvested(story.path, tmp_path / f"{story.head}.duckdb") as (connection, _):
        extract.extract(connection, lambda _shas: None, most=100, since=TEST_DAY)
        rows = connection.execute(f"SELECT sha, reverted - day, blamed - day FROM {table}").fetchall()
    return {sha: (reverted, blamed) for sha, reverted, blamed in rows}


def test_a_projects_examples_begin_at_its_third_regret(potters: Potters, tmp_path: Path) -> None:
    good = potters.commit({"wheel.py": "1\n"}, at=START + 50 * DAY)
    third = potters.git("rev-parse", "HEAD~2")
    assert examples(potters, tmp_path) == {third: (5, None), good: (None, None)}


def test_two_regrets_are_no_habit_of_telling(tmp_path: Path) -> None:
    story = Potters(tmp_path / "pottery")
    story.commit({"kiln.py": "cold\n"})
    story.mishap(at=START + 10 * DAY)
    story.mishap(at=START + 20 * DAY)
    assert examples(story, tmp_path) == {}


def test_bots_merges_and_reverts_are_no_examples(potters: Potters, tmp_path: Path) -> None:
    before = set(examples(potters, tmp_path))
    potters.commit({"lock": "1\n"}, "Bump", by=BOT)
    potters.branch("side")
    side = potters.commit({"wheel.py": "1\n"})
    potters.switch("main")
    potters.merge("side", files={"wheel.py": "1\n"})
    potters.commit({"lock": "2\n"}, 'Revert "Something unheard of"')
    potters.commit({"lock": "3\n"}, "Sync", by=("k8s-ci-robot", "robot@users.example"))
    people = {potters.commit({"lock": name}, "Spin", by=(name, f"{name}@x.example")) for name in ("Abbott", "Talbot")}
    assert set(examples(potters, tmp_path)) - before == {side, *people}


def test_reverts_and_blame_are_told_apart(potters: Potters, tmp_path: Path) -> None:
    blamed = potters.commit({"wheel.py": "1\n"}, at=START + 50 * DAY)
    potters.commit({"wheel.py": "2\n"}, f"Mend\n\nFixes: {blamed[:12]}", by=BO, at=START + 57 * DAY)
    potters.commit({"wheel.py": "0\n"}, f"This reverts commit {blamed}.", by=BO, at=START + 59 * DAY)
    assert examples(potters, tmp_path)[blamed] == (9, 7)


def test_taking_back_ones_own_work_within_a_day_is_no_regret(potters: Potters, tmp_path: Path) -> None:
    soon = potters.mishap(at=START + 50 * DAY, after=DAY - 1, by=BO)
    later = potters.mishap(at=START + 60 * DAY, after=DAY, by=BO)
    days = examples(potters, tmp_path)
    assert (days[soon], days[later]) == ((None, None), (1, None))


def test_a_side_branch_came_in_on_the_day_of_its_merge(potters: Potters, tmp_path: Path) -> None:
    potters.branch("side")
    side = potters.commit({"wheel.py": "1\n"}, at=START + 50 * DAY)
    potters.switch("main")
    potters.at = START + 80 * DAY
    potters.merge("side", files={"wheel.py": "1\n"})
    potters.commit({"wheel.py": "0\n"}, f"This reverts commit {side}.", by=BO, at=START + 82 * DAY)
    assert examples(potters, tmp_path)[side][0] in {1, 2}


def test_what_is_too_young_to_be_called_good_is_left_out_whatever_is_known_of_it(
    potters: Potters, tmp_path: Path
) -> None:
    old = potters.commit({"wheel.py": "1\n"}, at=START + 50 * DAY)
    young = potters.mishap(at=START + 51 * DAY)
    potters.commit({"wheel.py": "2\n"}, at=START + 415 * DAY)
    sample = examples(potters, tmp_path, "sample")
    assert old in sample
    assert young not in sample


def test_every_regretted_change_is_kept_and_of_the_others_as_many_as_asked_on_each_side_of_the_test_day() -> None:
    days = [TEST_DAY - 10] * 50 + [TEST_DAY + 10] * 50 + [TEST_DAY + 1000]
    rows = [(f"{number:040x}", day, day + 20 if number % 10 == 0 else None) for number, day in enumerate(days)]
    chosen = []
    for order in (1, -1):
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE examples (sha VARCHAR, day INTEGER, reverted INTEGER, blamed INTEGER)")
            connection.executemany("INSERT INTO examples VALUES (?, ?, ?, NULL)", rows[::order])
            sql = (Path(extract.__file__).parent / "sample.sql").read_text()
            connection.execute(sql, {"most": 9, "since": TEST_DAY, "mature": 365})
            chosen.append(connection.execute("SELECT day, reverted, weight FROM sample ORDER BY sha").fetchall())
    assert chosen[0] == chosen[1]
    for day in (TEST_DAY - 10, TEST_DAY + 10):
        kept = [(reverted, weight) for example_day, reverted, weight in chosen[0] if example_day == day]
        assert sorted(kept, key=str) == sorted([(day + 20, 1)] * 5 + [(None, 5)] * 9, key=str)
    assert len(chosen[0]) == 28


def test_features_keep_three_digits(potters: Potters, tmp_path: Path) -> None:
    potters.commit({"wheel.py": "x\n" * 12345}, at=START + 50 * DAY)
    potters.commit({"wheel.py": ""}, at=START + 500 * DAY)
    with harvested(potters.path, tmp_path / "store") as (connection, _):
        table = extract.extract(connection, lambda _shas: None, most=100, since=TEST_DAY)
    assert max(table["lines_added"].to_pylist()) == 12300
    assert min(table["deleted_share"].to_pylist()) == 0


def test_a_regret_with_an_absurd_date_does_not_stop_the_extraction(potters: Potters, tmp_path: Path) -> None:
    potters.mishap(at=START + 40 * DAY, after=40_000 * DAY)
    potters.commit({"wheel.py": "2\n"}, at=START + 500 * DAY)
    assert examples(potters, tmp_path)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    table = as_table(0, 50, projects=2)
    whole = np.asarray(table["project"].to_pylist())
    parts = {name: table.drop_columns("project").filter(pa.array(whole == name)) for name in np.unique(whole)}
    extract.write(parts, tmp_path / "examples.parquet")
    again = examples_of(TASK, read_table([tmp_path / "examples.parquet"]), lambda _line: None)
    before = invent(0, 50, projects=2).take(np.argsort(whole, kind="stable"))
    assert np.array_equal(again.features, before.features, equal_nan=True)
    assert again.keys["project"].tolist() == before.keys["project"].tolist()


def test_no_example_at_all_is_wrong_usage() -> None:
    with pytest.raises(UsageError):
        extract.join({"pottery": as_table(0, 5).slice(0, 0)})
