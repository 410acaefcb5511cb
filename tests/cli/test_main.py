"""The command line as a whole: exit codes, streams, start-up."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gitstory import Story
from knownhands._version import __version__

RUN = "import sys; from knownhands.cli._main import main; code = main(sys.argv[1:]); "
LOADED = RUN + "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr); sys.exit(code)"
HEAVY = {"duckdb", "pyarrow", "lightgbm", "numpy", "sklearn", "scipy", "pandas", "matplotlib", "jinja2"}


def python(code: str, *arguments: str, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter that finds this knownhands."""
    environment = os.environ | {"KNOWNHANDS_CACHE": str(cache), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def loaded(*arguments: str, cache: Path) -> set[str]:
    """Return the packages that a command imports."""
    done = python(LOADED, *arguments, cache=cache)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    assert loaded("--help", cache=tmp_path) & HEAVY == set()
    assert loaded("score", "change", "--help", cache=tmp_path) & HEAVY == set()


def test_no_format_imports_what_another_one_needs(pottery: Story, tmp_path: Path) -> None:
    arguments = ("score", "change", "HEAD", "--repo", str(pottery.path), "--quiet", "--format")
    layout = {"rich", "jinja2"}
    assert loaded(*arguments, "json", cache=tmp_path) & layout == set()
    assert loaded(*arguments, "text", cache=tmp_path) & layout == {"rich"}
    assert loaded(*arguments, "html", cache=tmp_path) & layout == {"jinja2"}


def test_scoring_imports_no_learning_library(pottery: Story, tmp_path: Path) -> None:
    arguments = ("score", "change", "HEAD", "--repo", str(pottery.path), "--quiet")
    assert loaded(*arguments, cache=tmp_path) & {"lightgbm", "sklearn", "scipy", "pandas", "matplotlib"} == set()


def test_the_version_is_printed(run) -> None:
    assert run("--version") == (0, f"knownhands {__version__}\n", "")


@pytest.mark.parametrize("words", [[], ["score"], ["score", "change"], ["rank"]], ids=" ".join)
def test_h_is_short_for_help(run, words: list[str]) -> None:
    assert run(*words, "-h") == run(*words, "--help")
    assert run(*words, "-h").code == 0


def test_the_package_runs_as_a_module(tmp_path: Path) -> None:
    done = python("import runpy; runpy.run_module('knownhands', run_name='__main__')", "--version", cache=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"knownhands {__version__}\n")


def complete(line: str, cache: Path) -> list[str]:
    """Return what a shell offers after a line."""
    number = str(len(line.split(" ")) - 1)
    environment = {"_KNOWNHANDS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": number}
    code = f"import os; os.environ |= {environment!r}; {RUN}"
    return python(code, cache=cache).stdout.split()


def test_a_shell_completes_commands_options_and_formats(tmp_path: Path) -> None:
    assert {"change", "package", "deps"} <= set(complete("knownhands score ", tmp_path))
    assert "--fail-below" in complete("knownhands score change HEAD --fail", tmp_path)
    assert complete("knownhands score change HEAD --format ma", tmp_path) == ["markdown"]


@pytest.mark.parametrize("words", [[], ["score"], ["models"], ["shoe"], ["score", "shoe"], ["score", "change"]])
def test_an_unfinished_command_is_wrong_usage(run, words: list[str]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(r"knownhands: .*[.?] See --help\.\n", ran.err)


def test_a_misspelt_command_is_answered_by_a_question(run) -> None:
    assert run("score", "changes").err == "knownhands: No such command 'changes'. Did you mean 'change'? See --help.\n"


def test_help_says_what_is_scored_and_lists_scoring_first(run) -> None:
    said = " ".join(run("--help").out.split())
    assert "can be trusted" in said
    assert said.index("package") < said.index("can be trusted")
    assert said.index("│ score ") < said.index("│ rank ") < min(said.index("│ evaluate "), said.index("│ harvest "))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("score", "change", "HEAD", "--repo", "/nowhere"), 3),
        (("score", "change", "HEAD", "--repo", "ssh://forge.example/a"), 2),
        (("score", "change", "HEAD", "--repo", "https://forge.example/a", "--offline"), 3),
        (("score", "change", "HEAD", "--format", "shoe"), 2),
        (("score", "change", "HEAD", "--fail-below", "many"), 2),
        (("score", "change", "HEAD", "--policy", "/nowhere.toml"), 2),
        (("score", "change", "HEAD", "--model", "shoe"), 3),
        (("rank", "/nowhere"), 3),
        (("rank", "/nowhere", "--limit", "0"), 2),
        (("harvest", "git", "/nowhere"), 3),
        (("models", "show", "shoe"), 3),
        (("train", "/nowhere", "--out", "model", "--task", "change_defect"), 3),
        (("train", "/nowhere", "--out", "model"), 2),
        (("evaluate", "/nowhere", "--task", "change_defect"), 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_cannot_be_done_is_one_line_on_stderr_and_nothing_else(run, arguments: tuple[str, ...], code: int) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert re.fullmatch(r"knownhands: [^\n]+\n", ran.err.splitlines(keepends=True)[-1])
    assert "Traceback" not in ran.err


def test_debug_shows_the_traceback_and_changes_nothing_else(run) -> None:
    plain = run("rank", "/nowhere")
    for arguments in (("--debug", "rank", "/nowhere"), ("rank", "/nowhere", "--debug")):
        ran = run(*arguments)
        assert ran.code == plain.code
        assert ran.err.startswith("Traceback")
        assert ran.err.endswith(plain.err)


def test_debug_is_an_option_that_help_names(run) -> None:
    assert re.search(r"--debug +Show the traceback", run("--help").out)
    assert run("--help", "--debug") == run("--help")


def test_debug_behind_two_dashes_is_a_name_like_any_other(run, pottery: Story) -> None:
    ran = run("score", "change", "--repo", pottery.path, "--", "--debug")
    assert ran.code == 2
    assert "'--debug' is no revision" in ran.err
    assert "Traceback" not in ran.err


def run_body(body: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that consists of one line."""
    (folder / "odd.py").write_text(
        "import os, signal\n\nfrom knownhands.cli._command import Command\n\n\n"
        f'def run() -> int:\n    """Do something odd."""\n    {body}\n\n\nCOMMAND = Command(("odd",), run)\n'
    )
    extend = f"import knownhands.cli; knownhands.cli.__path__.append({str(folder)!r}); "
    return python(extend + RUN + "sys.exit(code)", "odd", cache=folder)


def test_a_bug_is_one_line_and_exit_code_4(tmp_path: Path) -> None:
    done = run_body("return 1 // 0", tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert re.fullmatch(
        r"knownhands: This is a bug in knownhands: ZeroDivisionError\(.*\)\. .*--debug.*\n", done.stderr
    )


def test_ctrl_c_is_one_line_and_exit_code_130(tmp_path: Path) -> None:
    ctrl_c = "signal.signal(signal.SIGINT, signal.default_int_handler); os.kill(os.getpid(), signal.SIGINT)"
    done = run_body(ctrl_c, tmp_path)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "knownhands: Interrupted. What was read so far is kept.\n"


def test_nothing_from_outside_moves_the_cursor_or_adds_a_line(run) -> None:
    ran = run("rank", "no\x1b[31m\nwhere")
    assert ran.code == 3
    assert re.fullmatch(r"knownhands: no\ufffd\[31m where does not exist\. .*\n", ran.err)
