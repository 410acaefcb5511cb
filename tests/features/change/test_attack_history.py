"""What commits claim of themselves: each claim that does not fit, and its innocent twin."""

from pathlib import Path

import pytest

from gitstory import ADA, BO, START, Story
from measured import Measure, harvested, measure_revision

DAY = 86_400
YEAR = 365 * DAY
NOW = START + 3 * YEAR
RENEWER = ("renovate[bot]", "renovate@bots.example")
FORGE = ("GitHub", "noreply@github.com")
SIGNATURE = "gpgsig -----BEGIN SIGNED MESSAGE-----\n AAAA\n -----END SIGNED MESSAGE-----\n"


def claim(
    story: Story,
    message: str = "Glaze pots by night",
    *,
    authored: int = NOW,
    committed: int = NOW,
    committer: tuple[str, str] = ADA,
    is_signed: bool = False,
) -> str:
    """Commit no file, with dates and a signature as claimed."""
    body = (
        f"tree TREE\nparent PARENT\nauthor {ADA[0]} <{ADA[1]}> {authored} +0000\n"
        f"committer {committer[0]} <{committer[1]}> {committed} +0000\n{SIGNATURE * is_signed}\n{message}\n"
    )
    return story.raw_commit(body.encode())


def events(measure: Measure, sha: str) -> set[str]:
    """Return what is said of a commit."""
    return {
        name.removeprefix("history_")
        for name, value in measure()[sha].items()
        if name.startswith("history_") and value not in (0, None)
    }


@pytest.mark.parametrize(("before", "expected"), [(2 * DAY, {"committed_before_base"}), (DAY // 2, set())])
def test_nobody_commits_days_before_what_it_builds_on(
    story: Story, measure: Measure, before: int, expected: set[str]
) -> None:
    story.commit({"kiln.py": "1\n"}, at=NOW)
    assert events(measure, claim(story, authored=NOW - before, committed=NOW - before)) == expected


@pytest.mark.parametrize(
    ("authored", "expected"), [(NOW - 2 * YEAR, {"authored_long_before"}), (NOW - 100 * DAY, set())]
)
def test_an_author_date_years_old_stands_out(story: Story, measure: Measure, authored: int, expected: set[str]) -> None:
    story.commit({"kiln.py": "1\n"}, at=NOW)
    assert events(measure, claim(story, authored=authored, committed=NOW + DAY)) == expected


@pytest.mark.parametrize(("path", "expected"), [(".claude/settings.json", {"before_its_files"}), ("kiln.json", set())])
def test_a_change_cannot_be_older_than_the_kind_of_file_it_touches(
    story: Story, measure: Measure, path: str, expected: set[str]
) -> None:
    story.commit({"kiln.py": "1\n"})
    assert events(measure, story.commit({path: "{}\n"})) == expected


def test_a_kind_of_file_is_no_sign_once_it_exists(story: Story, measure: Measure) -> None:
    story.commit({"kiln.py": "1\n"}, at=NOW)
    assert events(measure, story.commit({".claude/settings.json": "{}\n"})) == set()


@pytest.mark.parametrize(
    ("message", "committed", "expected"),
    [
        ("Polish the wheel", NOW, {"copied_author_date"}),
        ("Polish the wheel", START + DAY, {"copied_both_dates", "committed_before_base"}),
        ("Glaze  the pots [skip ci]", NOW, {"repeated_with_date"}),
    ],
)
def test_a_date_taken_from_an_old_change_stands_out(
    story: Story, measure: Measure, message: str, committed: int, expected: set[str]
) -> None:
    story.commit({"kiln.py": "1\n"}, "Glaze the pots", at=START + DAY)
    story.commit({"kiln.py": "2\n"}, "Fire the kiln", at=START + 60 * DAY)
    copied = claim(story, message, authored=START + DAY, committed=NOW if committed == NOW else committed)
    assert events(measure, copied) - {"authored_long_before"} == expected


def test_a_series_rebased_in_one_second_is_no_copy(story: Story, measure: Measure) -> None:
    story.commit({"kiln.py": "1\n"}, "Glaze the pots", at=START)
    story.commit({"kiln.py": "2\n"}, "Glaze the cups", at=START)
    assert events(measure, story.commit({"kiln.py": "3\n"}, "Glaze the plates", at=START)) == set()


@pytest.mark.parametrize(("path", "expected"), [("kiln.py", {"skips_ci"}), ("docs/kiln.md", set())])
def test_ci_is_told_not_to_run_for_more_than_documents(
    story: Story, measure: Measure, path: str, expected: set[str]
) -> None:
    story.commit({"wheel.py": "1\n"})
    assert events(measure, story.commit({path: "1\n"}, "Glaze pots\n\n[skip ci]")) == expected


@pytest.mark.parametrize(("path", "expected"), [("kiln.py", {"bot_without_its_work"}), ("package-lock.json", set())])
def test_a_bot_that_updates_dependencies_touches_some(
    story: Story, measure: Measure, path: str, expected: set[str]
) -> None:
    story.commit({"wheel.py": "1\n"}, by=RENEWER)
    assert events(measure, story.commit({path: "1\n"}, "Bump the pots package", by=RENEWER)) == expected


@pytest.mark.parametrize(("path", "expected"), [("kiln.py", {"message_not_of_files"}), ("requirements.txt", set())])
def test_who_says_that_dependencies_are_updated_touches_some(
    story: Story, measure: Measure, path: str, expected: set[str]
) -> None:
    story.commit({"wheel.py": "1\n"})
    assert events(measure, story.commit({path: "1\n"}, "chore(deps): update dependencies")) == expected


@pytest.mark.parametrize(("name", "expected"), [("null", {"nobody"}), ("Nulla Potter", set())])
def test_nobody_is_no_author(story: Story, measure: Measure, name: str, expected: set[str]) -> None:
    story.commit({"wheel.py": "1\n"})
    assert events(measure, story.commit({"kiln.py": "1\n"}, by=(name, "kiln@pottery.example"))) == expected


@pytest.mark.parametrize(
    ("committer", "is_signed", "expected"),
    [(FORGE, False, {"unsigned_forge"}), (FORGE, True, set()), (("GitHub", ADA[1]), False, set())],
)
def test_a_forge_signs_what_it_commits(
    story: Story, measure: Measure, committer: tuple[str, str], is_signed: bool, expected: set[str]
) -> None:
    story.commit({"wheel.py": "1\n"}, at=NOW)
    assert events(measure, claim(story, committer=committer, is_signed=is_signed)) == expected


@pytest.mark.parametrize(("signed", "expected"), [(9, {"unsigned_among_signed"}), (3, set())])
def test_who_always_signs_lacks_a_signature(story: Story, measure: Measure, signed: int, expected: set[str]) -> None:
    story.commit({"wheel.py": "1\n"}, at=NOW)
    for number in range(signed):
        claim(story, f"Glaze pot {number}", committed=NOW + number, authored=NOW + number, is_signed=True)
    assert events(measure, claim(story, committed=NOW + 99, authored=NOW + 99)) == expected


def test_a_bot_that_never_came_before_stands_out_and_its_next_change_does_not(story: Story, measure: Measure) -> None:
    story.commit({"package.json": "{}\n"}, "Start")
    shas = [story.commit({"package.json": f"{number}\n"}, "Bump the pots package", by=RENEWER) for number in (1, 2)]
    person = story.commit({"package.json": "{}\n"}, "Tidy", by=BO)
    measured = measure()
    assert [measured[sha]["history_new_bot"] for sha in (*shas, person)] == [1, 0, 0]


@pytest.mark.parametrize(("first", "expected"), [(ADA, 1), (RENEWER, 0)])
def test_a_bot_is_as_new_before_its_change_came_in(
    story: Story, tmp_path: Path, first: tuple[str, str], expected: int
) -> None:
    story.commit({"package.json": "{}\n"}, "Start", by=first)
    story.branch("open")
    story.commit({"package.json": "{ }\n"}, "Bump the pots package", by=RENEWER)
    story.switch("main")
    with harvested(story.path, tmp_path / "store.duckdb") as (connection, repository):
        assert measure_revision(connection, repository, "open")["history_new_bot"] == expected


def test_what_the_project_did_before_makes_an_event_more_ordinary(story: Story, measure: Measure) -> None:
    story.commit({"wheel.py": "1\n"})
    shas = [story.commit({"kiln.py": f"{number}\n"}, "Glaze pots [skip ci]") for number in range(4)]
    measured = measure()
    assert [measured[sha]["history_skips_ci"] for sha in shas] == [1, 2, 3, 4]
