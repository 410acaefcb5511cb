import pytest

from changing import changed
from knownhands.harvest.content.read import read_contents


def touched(path: str) -> list[tuple[str, str, str]]:
    contents = read_contents([changed(path, "", "pots\n")])
    observations = [sight.observation for sight in contents.sights]
    return [
        (seen.path, seen.capability, seen.trigger) for seen in observations if seen.capability.startswith("touches_")
    ]


@pytest.mark.parametrize(
    ("path", "capability", "trigger"),
    [
        (".vscode/launch.json", "touches_editor", "open"),
        (".husky/pre-push", "touches_hook", "commit"),
        (".github/workflows/kiln.yml", "touches_ci", "ci"),
        ("setup.py", "touches_install", "install"),
        ("sitecustomize.py", "touches_start", "start"),
        (".gitattributes", "touches_git", "checkout"),
        ("Makefile", "touches_build", "build"),
    ],
)
def test_a_file_that_something_runs_by_itself_is_noted(path, capability, trigger):
    assert touched(path) == [(path, capability, trigger)]


def test_a_file_that_says_who_may_change_what_is_noted():
    assert [capability for _, capability, _ in touched("CODEOWNERS")] == ["touches_policy"]


@pytest.mark.parametrize("path", ["pots/kiln.py", "docs/kiln.md", "tests/test_kiln.py", "package.json", "uv.lock"])
def test_any_other_file_is_not(path):
    assert touched(path) == []
