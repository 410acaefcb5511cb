"""Reports as the command line writes them: where to, how wide, in which format."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gitstory import Story
from knownhands.cli._streams import page
from knownhands.report._format import Page

TOY = '''"""A format that says no more than the trust."""

from knownhands.score import Score


def render(result, _page):
    """Return one word for each score."""
    scores = [result] if isinstance(result, Score) else result.scores
    return " ".join(f"toy:{score.band}" for score in scores) + "\\n"


FORMAT = render
'''
WITH_TOY = (
    "import sys, knownhands.report; knownhands.report.__path__.append(sys.argv.pop(1)); "
    "from knownhands.cli._main import main; sys.exit(main(sys.argv[1:]))"
)


@pytest.fixture
def head(pottery: Story) -> tuple[str, ...]:
    """The arguments that score the newest commit."""
    return "score", "change", "HEAD", "--repo", str(pottery.path), "--quiet"


@pytest.fixture
def toy(tmp_path: Path):
    """What runs a command line that has one more format, defined here alone."""
    folder = tmp_path / "formats"
    folder.mkdir()
    (folder / "toy.py").write_text(TOY)
    environment = os.environ | {"KNOWNHANDS_CACHE": str(tmp_path / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}

    def now(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", WITH_TOY, str(folder), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    return now


def test_a_format_is_one_file(toy, head, pottery: Story) -> None:
    assert toy(*head, "--format", "toy").stdout.startswith("toy:")
    assert toy("rank", str(pottery.path), "--quiet", "--limit", "2", "--format", "toy").stdout.count("toy:") == 2
    assert "toy" in toy("score", "change", "--help").stdout
    assert "toy" in toy(*head, "--format", "shoe").stderr


def test_a_format_that_is_none_is_refused_with_those_that_are(run, head) -> None:
    ran = run(*head, "--format", "shoe")
    assert (ran.code, ran.out) == (2, "")
    for name in ("'shoe'", "html", "json", "markdown", "sarif", "text"):
        assert name in ran.err


@pytest.mark.parametrize("format_", ["html", "json", "markdown", "sarif", "text"])
def test_output_goes_to_a_file_and_the_exit_code_stays(run, head, tmp_path: Path, format_: str) -> None:
    path = tmp_path / "report"
    ran = run(*head, "--format", format_, "--fail-below", 100, "--output", path)
    assert ran == (1, "", "")
    assert path.read_text("utf-8") == run(*head, "--format", format_, "--fail-below", 100).out
    assert "below 100" in path.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_named(run, head, tmp_path: Path) -> None:
    ran = run(*head, "--output", tmp_path / "nowhere" / "report")
    assert (ran.code, ran.out) == (3, "")
    assert "nowhere/report cannot be written" in ran.err


def test_a_failed_policy_is_a_sarif_error_whatever_the_band(run, head) -> None:
    ran = run(*head, "--format", "sarif", "--fail-below", 100)
    (result,) = [each for each in json.loads(ran.out)["runs"][0]["results"] if each["ruleId"] == "policy"]
    assert (ran.code, result["level"]) == (1, "error")


@pytest.mark.parametrize(("columns", "width"), [("80", 80), ("500", 120), ("wide", 100), ("0", 100), (None, 100)])
def test_text_that_is_piped_is_as_wide_as_columns_says(
    columns: str | None, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    assert page(is_file=True) == Page(width, has_colour=False)


def at_a_terminal(command: tuple[str, ...], columns: int, cache: Path, **more: str) -> str:
    """Return what a command shows at a terminal of its own."""
    import fcntl
    import pty
    import struct
    import termios

    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}}
    environment |= {"KNOWNHANDS_CACHE": str(cache), "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm"} | more
    reading, writing = pty.openpty()
    fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    whole = [sys.executable, "-m", "knownhands", *command]
    process = subprocess.Popen(whole, stdout=writing, stderr=subprocess.DEVNULL, env=environment)
    os.close(writing)
    shown = b""
    while True:
        try:
            shown += os.read(reading, 65536)
        except OSError:  # Linux says so when nobody holds the other end any more
            break
    os.close(reading)
    assert process.wait() == 0
    return shown.decode()


def test_a_terminal_gets_its_width_and_its_colours(head, tmp_path: Path) -> None:
    narrow, wide = (at_a_terminal(head, columns, tmp_path) for columns in (80, 120))
    assert "\x1b[1" in narrow
    assert narrow.count("\n") > wide.count("\n")


@pytest.mark.parametrize("plain", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
def test_a_terminal_without_colours_gets_none(head, tmp_path: Path, plain: dict[str, str]) -> None:
    assert "\x1b" not in at_a_terminal(head, 80, tmp_path, **plain)


def test_the_same_command_prints_the_same_text_twice(run, head) -> None:
    for format_ in ("html", "json", "markdown", "sarif", "text"):
        assert run(*head, "--format", format_) == run(*head, "--format", format_)
