"""A check that a change takes out of CI or lets fail is seen; one that moves or gives way to another one is not."""

import pytest

from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.read import read_contents

PATH = ".github/workflows/kiln.yml"
FILE = 0o100644


def workflow(*steps: str, job: str = "", on: str = "push") -> str:
    return f"on: {on}\njobs: {{fire: {{runs-on: ubuntu-latest{job}, steps: [{', '.join(steps)}]}}}}\n"


def changed(old: str | None, new: str | None, path: str = PATH) -> Changed:
    bodies = [text.encode() if text is not None else None for text in (old, new)]
    return Changed(path, path if old is not None else "", FILE, FILE, *bodies)


def removed(*files: Changed) -> list[tuple[str, str]]:
    """Return the checks that a change takes away: kind and how."""
    observations = [sight.observation for sight in read_contents(files).sights]
    return [(o.source, o.sink) for o in observations if o.capability == "workflow_removed_checks"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["{run: pytest}", "{run: ls}"], ["{run: ls}"], [("tests", "removed")]),
        (["{run: ruff check}", "{run: mypy src}"], ["{run: ruff check}"], []),
        (["{run: flake8}"], ["{run: ruff check}"], []),
        (["{uses: potters/codeql@v1}", "{run: trivy fs .}"], ["{run: trivy fs .}"], [("scanners", "removed")]),
        (["{run: cosign verify pots}"], ["{run: ls}"], [("signatures", "removed")]),
        (["{run: pytest -x}"], ["{run: pytest -x || true}"], [("tests", "may fail")]),
        (["{run: pytest -x}"], ["{run: pytest -x, continue-on-error: true}"], [("tests", "may fail")]),
        (["{run: pytest -x}"], ["{run: pytest -x, if: false}"], [("tests", "may fail")]),
        (["{run: pytest -x}"], ["{run: pytest -x}", "{run: mypy src, continue-on-error: true}"], []),
        (["{run: pytest -x || true}"], ["{run: pytest -x}"], []),
        (["{run: pytest -x}"], ["{run: pytest -x -v}"], []),
    ],
)
def test_checks_that_go_are_noted(old: list[str], new: list[str], expected: list[tuple[str, str]]) -> None:
    assert removed(changed(workflow(*old), workflow(*new))) == expected


def test_a_check_that_moves_to_another_file_is_not_removed() -> None:
    gone = changed(workflow("{run: pytest}"), None)
    came = changed(None, "fire:\n  script: pytest\n", ".gitlab-ci.yml")
    assert removed(gone) == [("tests", "removed")]
    assert removed(gone, came) == []


def test_a_job_that_may_fail_checks_nothing() -> None:
    old = workflow("{run: pytest}")
    assert removed(changed(old, workflow("{run: pytest}", job=", continue-on-error: true"))) == [("tests", "may fail")]


def test_a_check_that_nothing_sets_off_is_noted() -> None:
    old, new = workflow("{run: pytest}"), workflow("{run: pytest}", on="workflow_dispatch")
    assert removed(changed(old, new)) == [("tests", "not run")]
    assert removed(changed(old, workflow("{run: pytest}", on="workflow_call"))) == []


def test_a_new_file_removes_nothing() -> None:
    assert removed(changed(None, workflow("{run: pytest || true}"))) == []


@pytest.mark.parametrize("body", ["make " * 200_000, "a" * 1_000_000, "gradlew " * 100_000])
def test_long_lines_end(body: str) -> None:
    assert removed(changed(workflow("{run: pytest}"), workflow(f"{{run: '{body}'}}"))) == [("tests", "removed")]
