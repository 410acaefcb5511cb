"""Scoring and training see the same numbers: told with real git, with everything that git allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gitstory import ADA, BO, START, Story
from measured import differences, harvested, measure_history, measure_revision

if TYPE_CHECKING:
    from pathlib import Path

CY = ("Cy Cooper", "cy@barrel.example")
UNTIL_MERGED = {"is_first_parent", "has_pull_request_number"}
"""Unknown until the change has come in."""


def pottery(story: Story) -> list[str]:
    """Tell a history with merges, renames, binaries, modes, submodules, odd dates, new names and reverts."""
    text = "".join(f"line {number}\n" for number in range(20))
    shas = [
        story.commit({"wheel.py": text, "kiln/fire.c": text}, "Start", at=START, tz="+0200"),
        story.commit({"tests/data/clay.bin": b"\0\1\2" * 50}, "Add clay", by=BO),
        story.commit({"wheel.py": None, "src/wheel.py": text + "more\n"}, "Move the wheel", by=BO, committer=ADA),
        story.commit({"run.sh": ("100755", "#!/bin/sh\n"), "link": ("120000", "run.sh")}, "", by=CY, at=0),
    ]
    story.branch("side")
    story.commit({"kiln/door.c": text}, "kiln: add a door", by=CY)
    story.switch("main")
    shas.append(story.commit({"vendor": ("160000", shas[0]), ".gitmodules": "[x]\n"}, "Vendor (#4)"))
    story.merge("side", files={"kiln/door.c": text})
    shas.append(story.commit({"kiln/door.c": text + "hinge\n"}, "Fix crash of the door", at=2**40))
    shas.append(story.commit(None, f"Revert\n\nThis reverts commit {shas[2]}.", by=CY, at=START + 10**7))
    shas.append(story.commit({"run.sh": "#!/bin/sh\n", "src/ü b.py": b"\xff\xfe"}, "Typo\n\nWhy.\n", by=BO, tz="-0330"))
    shas.append(story.commit({"src/wheel.py": None, "link": "now a file\n"}, f"Tidy\n\nFixes: {shas[1][:12]}", by=ADA))
    shas.append(story.commit({"package-lock.json": "{}\n"}, "Update", by=(ADA[0], "ada@elsewhere.example")))
    return shas


def test_one_commit_measures_as_it_does_among_all(story: Story, tmp_path: Path) -> None:
    shas = pottery(story)
    with harvested(story.path, tmp_path / "store") as (connection, repository):
        among_all = measure_history(connection)
        for sha in shas:
            assert differences(among_all[sha], measure_revision(connection, repository, sha)) == {}


def test_what_is_committed_later_changes_nothing(story: Story, tmp_path: Path) -> None:
    shas = pottery(story)
    with harvested(story.path, tmp_path / "late") as (connection, _):
        late = measure_history(connection)
    for number in (3, 6, 8):
        story.point("refs/heads/main", shas[number])
        with harvested(story.path, tmp_path / f"early{number}") as (connection, _):
            early = measure_history(connection)
        assert len(early) >= number + 1
        for sha, values in early.items():
            assert differences(values, late[sha]) == {}, sha


def test_a_change_measures_the_same_before_and_after_it_came_in(story: Story, tmp_path: Path) -> None:
    shas = pottery(story)
    with harvested(story.path, tmp_path / "late") as (connection, _):
        late = measure_history(connection)
    for number in (7, 8):
        story.point("refs/heads/incoming", shas[number])
        story.point("refs/heads/main", shas[number - 1])
        with harvested(story.path, tmp_path / f"before{number}") as (connection, repository):
            before = measure_revision(connection, repository, "incoming")
        assert set(differences(late[shas[number]], before)) == UNTIL_MERGED


def test_a_newcomers_change_measures_the_same_before_and_after_it_came_in(story: Story, tmp_path: Path) -> None:
    story.commit({"wheel.py": "spin()\n"}, "Start")
    first = story.commit({"kiln.py": "fire()\n"}, "Add a kiln", by=CY)
    with harvested(story.path, tmp_path / "late") as (connection, _):
        late = measure_history(connection)
    story.branch("incoming")
    story.point("refs/heads/main", story.git("rev-parse", f"{first}^"))
    story.switch("main")
    with harvested(story.path, tmp_path / "before") as (connection, repository):
        before = measure_revision(connection, repository, "incoming")
    assert set(differences(late[first], before)) == UNTIL_MERGED
