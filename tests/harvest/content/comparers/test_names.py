from dataclasses import replace

import pytest

from readings import change, shown


@pytest.mark.parametrize("path", ["a/`b`.png", "a|b", "a\nb", "-rf", "a/--b", "${IFS}a", "a&&b", "$(b)"])
def test_names_that_a_shell_may_run_are_seen(path: str) -> None:
    assert "odd_file_name" in shown(change(path, "pots"))


@pytest.mark.parametrize(
    "path", ["p\u043ets.md", "a\u202egpj.md", "a\u200b.md", "a.md ", "b./a", ".Git/config", "GIT~1/a"]
)
def test_names_that_are_taken_for_others_are_seen(path: str) -> None:
    assert "confusable_file_name" in shown(change(path, "pots"))


@pytest.mark.parametrize(
    "path",
    [
        "a b (1) [x].md",
        "$id.tsx",
        "a-b/c--d",
        "\u043f\u043e\u0442.md",
        "caf\u00e9.md",
        "\u6587\u5b57 A.md",
        "\u03bc.md",
        ".gitignore",
        "../a",
        "a=b,c@d+e.md",
        "\udcff.md",
    ],
)
def test_ordinary_names_show_nothing(path: str) -> None:
    assert not shown(change(path, "pots"), only=("odd_file_name", "confusable_file_name"))


def test_a_name_that_was_there_before_is_not_new() -> None:
    assert not shown(change("-rf", "pots", "pot"))


def test_two_names_that_differ_by_case_alone_are_seen_and_a_rename_is_not() -> None:
    assert "confusable_file_name" in shown(change("Pots.md", "a"), change("pots.md", "b"))
    moved = replace(change("Pots.md", "a", "a"), old_path="pots.md")
    assert not shown(moved)
    assert not shown(change("pots.md", None, "a"), change("Pots.md", "b"))
