from pathlib import Path

import pytest

from knownhands.errors import Unparsable, UsageError
from knownhands.harvest.dependencies.read import added, is_dependency_file, read_dependencies


def test_a_file_that_nobody_knows_is_refused_with_the_list_of_formats(tmp_path: Path) -> None:
    (tmp_path / "poem.txt").write_text("The bowl is full, and nobody is thirsty.\n")
    with pytest.raises(UsageError, match=r"poem\.txt is no dependency file") as caught:
        read_dependencies(tmp_path / "poem.txt")
    for title in ("requirements.txt", "uv.lock", "package-lock.json", "CycloneDX JSON"):
        assert title in caught.value.hint


def test_which_files_of_a_change_to_look_into() -> None:
    assert is_dependency_file("app/requirements-dev.txt")
    assert is_dependency_file("npm-shrinkwrap.json")
    assert is_dependency_file("requirements.lock")
    assert not is_dependency_file("src/app.py")
    assert not is_dependency_file("requirements.txt/readme.md")


def test_a_new_file_adds_everything_and_a_deleted_one_nothing() -> None:
    body = b"clay==1\nwater\n"
    assert [item.name for item in added(b"", body, "requirements.txt")] == ["clay", "water"]
    assert added(body, b"", "requirements.txt") == ()


def test_a_new_version_is_added_and_a_new_order_is_not() -> None:
    before = b"clay==1\nwater==2\n"
    assert added(before, b"water==2\nclay==1\n", "requirements.txt") == ()
    assert [item.purl for item in added(before, b"clay==1.1\nwater==2\n", "requirements.txt")] == ["pkg:pypi/clay@1.1"]


def test_after_a_broken_file_everything_is_new_and_a_newly_broken_one_is_an_error() -> None:
    good = b'{"lockfileVersion": 3, "packages": {"node_modules/clay": {"version": "1.0.0"}}}'
    assert [item.name for item in added(b"{<<<<", good, "package-lock.json")] == ["clay"]
    with pytest.raises(Unparsable, match=r"package-lock\.json is no valid JSON"):
        added(good, b"{<<<<", "package-lock.json")
