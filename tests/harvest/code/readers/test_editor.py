import pytest

from readings import change, read_garbage, shown

OPENS = "runs_on_open"


def test_a_task_that_runs_when_the_folder_is_opened_is_seen_whatever_its_case() -> None:
    task = '{"tasks": [{"type": "shell", "command": "make", "runOptions": {"runOn": "FolderOpen"}}]}'
    assert OPENS in shown(change(".vscode/tasks.json", task))


def test_a_key_written_with_escapes_is_the_same_key() -> None:
    task = '{"tasks": [{"command": "make", "r\\u0075nOptions": {"runOn": "folder\\u004fpen"}}]}'
    assert OPENS in shown(change(".vscode/tasks.json", task))


def test_a_known_task_that_now_runs_something_else_is_new() -> None:
    task = '{"tasks": [\n{"command": "%s",\n"runOptions": {"runOn": "folderOpen"}}]}'
    assert OPENS in shown(change(".vscode/tasks.json", task % "node a.js", task % "make"))
    assert OPENS not in shown(change(".vscode/tasks.json", "// pots\n" + task % "make", task % "make"))


def test_a_task_that_somebody_starts_is_none() -> None:
    assert OPENS not in shown(change(".vscode/tasks.json", '{"tasks": [{"command": "node a.js"}]}'))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(".vscode/settings.json", '{"git.path": "./tools/git"}', id="a program of the folder itself"),
        pytest.param(
            ".vscode/settings.json",
            '{"terminal.integrated.env.linux": {"LD_PRELOAD": "./a.so"}}',
            id="a library in terminals",
        ),
        pytest.param(".vscode/settings.json", '{"task.allowAutomaticTasks": "on"}', id="leave for tasks"),
        pytest.param(
            ".vscode/settings.json",
            '{"terminal.integrated.profiles.linux": {"bash": {"path": "./glaze.sh"}}}',
            id="a shell of the folder itself",
        ),
        pytest.param(
            ".vscode/settings.json",
            '{"terminal.integrated.profiles.linux": {"bash": {"path": "bash", "args": ["--rcfile", "glaze.sh"]}}}',
            id="what a shell reads first",
        ),
        pytest.param(".vscode/settings.json", '{"go.alternateTools": {"go": "./tools/go"}}', id="another compiler"),
        pytest.param(
            ".vscode/settings.json",
            '{"terminal.integrated.env.osx": {"NODE_OPTIONS": "--require ./glaze.js"}}',
            id="code that node loads",
        ),
        pytest.param(
            ".devcontainer/devcontainer.json", '{"initializeCommand": ["sh", "a.sh"]}', id="outside of the container"
        ),
        pytest.param("mise.toml", "[hooks]\nenter = 'node a.js'\n", id="on entering the folder"),
        pytest.param(
            "pots.code-workspace",
            '{"tasks": {"tasks": [{"command": "a", "runOptions": {"runOn": "folderOpen"}}]}}',
            id="workspace",
        ),
    ],
)
def test_other_ways_to_run_by_itself_are_seen(path: str, text: str) -> None:
    assert OPENS in shown(change(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(".vscode/settings.json", '{"typescript.tsdk": "node_modules/typescript/lib"}', id="compiler"),
        pytest.param(
            ".vscode/settings.json",
            '{"python.defaultInterpreterPath": "${workspaceFolder}/.venv/bin/python"}',
            id="environment",
        ),
        pytest.param(
            ".vscode/settings.json",
            '{"terminal.integrated.env.linux": {"NODE_OPTIONS": "--max-old-space-size=4096", "ENV": "production"}, '
            '"terminal.integrated.profiles.linux": {"bash": {"path": "/bin/bash", "args": ["-l"]}}}',
            id="an ordinary terminal",
        ),
        pytest.param(
            ".vscode/launch.json", '{"configurations": [{"program": "${workspaceFolder}/run.js"}]}', id="debugging"
        ),
        pytest.param(
            ".devcontainer/devcontainer.json",
            '{"initializeCommand": "npm ci", "postCreateCommand": "npm i && make"}',
            id="install",
        ),
    ],
)
def test_ordinary_settings_show_nothing(path: str, text: str) -> None:
    assert not shown(change(path, text))


@pytest.mark.parametrize(
    "text",
    [
        '"runArgs": ["--init", "--privileged"]',
        '"runArgs": ["-v", "/var/run/docker.sock:/s"]',
        '"runArgs": ["--volume=/:/host"]',
        '"runArgs": ["--cap-add", "SYS_ADMIN"]',
        '"mounts": ["source=${localEnv:HOME}${localEnv:USERPROFILE},target=/h,type=bind"]',
        '"mounts": [{"type": "bind", "source": "${localEnv:HOME}/.ssh", "target": "/k"}]',
        '"workspaceMount": "source=/,target=/w,type=bind"',
        '"privileged": true',
        '"capAdd": ["SYS_ADMIN"]',
    ],
)
def test_a_container_that_is_given_the_machine_is_seen(text: str) -> None:
    assert shown(change(".devcontainer/devcontainer.json", f"{{{text}}}")) == {"privileged_container"}


def test_ordinary_mounts_of_a_container_show_nothing() -> None:
    mounts = (
        '"mounts": ["source=pots,target=/pots,type=volume", "source=${localWorkspaceFolder}/a,target=/a,type=bind"]'
    )
    options = '"runArgs": ["--init", "--env-file", ".env", "--cap-add=SYS_PTRACE", "--name", "pots"], "capAdd": ["SYS_PTRACE"]'
    assert not shown(change(".devcontainer/devcontainer.json", f"{{{mounts}, {options}}}"))


def test_garbage_is_survived() -> None:
    for path in (
        ".vscode/tasks.json",
        ".vscode/settings.json",
        ".gitpod.yml",
        "mise.toml",
        ".devcontainer/devcontainer.json",
    ):
        read_garbage(path, "editor")
