import pytest

from knownhands.ecosystems._rules import Run
from knownhands.ecosystems.npm.runs import runs


def test_an_install_runs_its_three_scripts_and_puts_programs_on_the_path() -> None:
    manifest = b'{"scripts": {"install": "node a", "test": "node b"}, "bin": {"kiln": "c.js"}}'
    assert list(runs("lib/package.json", manifest)) == [
        Run("script", "install", "install", "node a"),
        Run("program", "install", "bin", "kiln"),
    ]


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
def test_a_manifest_that_cannot_be_read_is_named(body: bytes) -> None:
    assert list(runs("package.json", body)) == [Run("unparsable", "install", "package.json")]


def test_other_files_run_nothing() -> None:
    assert list(runs("package-lock.json", b'{"scripts": {"install": "node a"}}')) == []
