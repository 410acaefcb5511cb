import pytest

from readings import change, read_garbage, shown


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(".exrc", "silent! !sh pots.sh\n", id="vim, a command"),
        pytest.param(".exrc", "autocmd BufRead * silent !sh pots.sh\n", id="vim, for each file"),
        pytest.param(".nvim.lua", "os.execute('sh pots.sh')\n", id="neovim"),
        pytest.param(".dir-locals.el", '((nil . ((eval . (shell-command "sh pots.sh")))))\n', id="emacs"),
        pytest.param(
            ".idea/startup.xml",
            '<component name="ProjectStartupSharedConfiguration">\n<configurations>\n<configuration name="Pots" />\n',
            id="jetbrains",
        ),
    ],
)
def test_what_runs_when_a_folder_is_opened_is_seen(path: str, text: str) -> None:
    assert "runs_on_open" in shown(change(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(".exrc", 'set tabstop=4\n" !sh pots.sh\n', id="vim"),
        pytest.param(".nvim.lua", "vim.opt.tabstop = 4\nif a ~= b then end\n", id="neovim"),
        pytest.param(".dir-locals.el", '((nil . ((compile-command . "make"))))\n', id="emacs"),
        pytest.param(".idea/runConfigurations/a.xml", '<configuration name="Pots" type="Tests" />\n', id="jetbrains"),
    ],
)
def test_ordinary_settings_show_nothing(path: str, text: str) -> None:
    assert not shown(change(path, text))


def test_garbage_is_survived() -> None:
    for path in (".exrc", ".dir-locals.el", ".idea/startup.xml"):
        read_garbage(path, "editor_script")
