import pytest

from knownhands.harvest.code.readers.git import entries
from readings import change, read_garbage, shown


@pytest.mark.parametrize(
    ("path", "text", "capability"),
    [
        (".gitattributes", "* filter=kiln\n", "git_filter"),
        (".gitconfig", '[filter "kiln"]\n\tsmudge = sh a.sh\n', "git_filter"),
        (".gitconfig", "[core]\n\tsshCommand = sh a.sh\n", "git_filter"),
        (".gitconfig", "[include]\n\tpath = ../a\n", "git_filter"),
        (".gitattributes", ".github/** -diff\n", "hidden_diff"),
        (".gitattributes", "setup.py binary\n", "hidden_diff"),
        (".gitmodules", '[submodule "a"]\n\tpath = "a\r"\n\turl = ../a\n', "odd_submodule"),
        (".gitmodules", '[submodule "a"]\n\tpath = .git/hooks\n\turl = ../a\n', "odd_submodule"),
        (".gitmodules", '[submodule "a"]\n\tpath = a\n\turl = ../a\n\tupdate = !sh a.sh\n', "odd_submodule"),
        (".gitmodules", '[submodule "a"]\n\tpath = a\n\turl = ssh://-oProxyCommand=a/b\n', "odd_submodule"),
    ],
)
def test_what_git_runs_or_is_misled_by_is_seen(path: str, text: str, capability: str) -> None:
    assert capability in shown(change(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".gitattributes", "*.psd filter=lfs diff=lfs merge=lfs -text\n*.sh eol=lf\n# * -diff\n"),
        (".gitattributes", "src/generated/*.ts linguist-generated\ntests/** -diff\n*.min.js binary\n"),
        (".gitmodules", '[submodule "a"]\n\tpath = lib/a\n\turl = ../a.git\n\tbranch = main\n\tupdate = rebase\n'),
        (".gitconfig", "[core]\n\tautocrlf = input\n\tfsmonitor = true\n[user]\n\tname = Ada\n"),
        ("etc/config", "[kiln]\n\tpager = less\n"),
    ],
)
def test_ordinary_files_show_nothing(path: str, text: str) -> None:
    assert not shown(change(path, text), only=("git_filter", "hidden_diff", "odd_submodule"))


def test_an_entry_may_stand_beside_its_section() -> None:
    assert list(entries('[a "b"] c = "d" \n')) == [(1, "a.b.c", "d")]


def test_garbage_is_survived() -> None:
    for path in (".gitattributes", ".gitmodules", "config"):
        read_garbage(path, "git")
