"""Streams that are closed, full or not read to the end."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gitstory import Story

NOWHERE = ("rank", "/nowhere")
ODD_NAME = "a" * 300


@pytest.fixture
def shell(tmp_path: Path):
    """What runs knownhands with its streams redirected, buffered as usual."""
    environment = os.environ | {"KNOWNHANDS_CACHE": str(tmp_path / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("PYTHONUNBUFFERED", None)

    def now(
        redirect: str, *arguments: object, stdout: int = subprocess.PIPE, **more: str
    ) -> subprocess.CompletedProcess[str]:
        command = ["sh", "-c", f'"$0" -m knownhands.cli._main "$@" {redirect}', sys.executable, *map(str, arguments)]
        return subprocess.run(
            command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, env=environment | more
        )

    return now


@pytest.fixture
def head(pottery: Story) -> tuple[str, ...]:
    """The arguments that score the newest commit."""
    return "score", "change", "HEAD", "--repo", str(pottery.path)


@pytest.mark.parametrize("redirect", [">&-", "<&- >&- 2>&-"])
def test_closed_streams_change_no_exit_code_and_harm_no_store(shell, head, redirect: str, tmp_path: Path) -> None:
    store = tmp_path / "pots.duckdb"
    assert shell(redirect, *head, "--store", store).returncode == 0
    assert shell(redirect, *head, "--store", store, "--fail-below", 100).returncode == 1
    assert shell(redirect, *NOWHERE).returncode == 3
    assert shell("", *head, "--store", store).stdout.startswith("trust ")


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("models", "show"), None])
def test_an_answer_that_cannot_be_written_exits_3(shell, head, words: tuple[str, ...] | None) -> None:
    done = shell(">/dev/full", *(words or head))
    assert done.returncode == 3
    assert re.fullmatch(r"knownhands: .*No space left.*\n", done.stderr)


def test_a_complaint_that_cannot_be_written_changes_no_exit_code(shell) -> None:
    assert shell("2>/dev/full", *NOWHERE).returncode == 3
    assert shell("2>/dev/full", *NOWHERE, "--debug").returncode == 3


@pytest.mark.parametrize("format_", ["text", "html"])
def test_a_reader_who_has_seen_enough_changes_no_exit_code(shell, head, format_: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    for bar, code in ((0, 0), (100, 1)):
        done = shell("", *head, "--format", format_, "--fail-below", bar, stdout=writing)
        assert (done.returncode, done.stderr) == (code, "")
    assert shell("", "--help", stdout=writing).returncode == 0
    os.close(writing)


def test_a_terminal_that_lacks_a_letter_gets_a_question_mark(shell, head) -> None:
    done = shell("", *head, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert " ? " in done.stdout.splitlines()[0]


def test_what_the_system_refuses_is_one_line_and_no_bug_of_ours(shell) -> None:
    done = shell("", "score", "change", "HEAD", "--repo", ODD_NAME)
    assert (done.returncode, done.stdout) == (3, "")
    assert re.fullmatch(r"knownhands: .*File name too long.*\n", done.stderr)
