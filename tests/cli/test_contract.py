"""What every command must keep to, present and future."""

import re

import pytest
import typer

from knownhands.cli._main import build_app

COMMON = {
    "--format",
    "--output",
    "--fail-below",
    "--budget",
    "--policy",
    "--offline",
    "--store",
    "--model",
    "--quiet",
}
"""What every command that scores has; one that reads a history has `--as-of` too."""


def commands(command=None, path: tuple[str, ...] = ()) -> dict:
    """Return every command by the words that a user types."""
    command = command or typer.main.get_command(build_app())
    parts = getattr(command, "commands", {})
    by_path = {} if parts else {path: command}
    for name, part in parts.items():
        by_path |= commands(part, (*path, name))
    return by_path


COMMANDS = pytest.mark.parametrize("path", commands(), ids=" ".join)


def options(path: tuple[str, ...]) -> dict[str, str]:
    """Return a command's options and what they say of themselves."""
    parameters = commands()[path].params
    return {name: parameter.help or "" for parameter in parameters for name in parameter.opts if name.startswith("--")}


def test_the_commands_of_the_design_are_there() -> None:
    promised = {("score", "change"), ("rank",), ("harvest", "git"), ("models", "list"), ("models", "show")}
    promised |= {("harvest", "pypi"), ("harvest", "npm"), ("harvest", "advisories")}
    promised |= {("score", "artifact"), ("score", "package"), ("score", "deps")}
    assert promised | {("train",), ("evaluate",)} <= commands().keys()


@COMMANDS
def test_help_names_every_option_and_says_what_it_does(run, path: tuple[str, ...]) -> None:
    ran = run(*path, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert commands()[path].help
    for name, text in options(path).items():
        assert re.search(rf"{name}\b", ran.out)
        assert text.endswith("."), name


@COMMANDS
def test_a_command_that_scores_has_the_common_options(path: tuple[str, ...]) -> None:
    if "--format" in options(path):
        assert options(path).keys() >= COMMON


@pytest.mark.parametrize("path", [("score", "change"), ("rank",)], ids=" ".join)
def test_what_reads_a_history_can_look_at_a_part_of_it(path: tuple[str, ...]) -> None:
    assert "--as-of" in options(path)


def test_an_option_means_the_same_wherever_it_is() -> None:
    meanings: dict[str, set[str]] = {}
    for path in commands():
        for name, text in options(path).items():
            meanings.setdefault(name, set()).add(text)
    assert [name for name, texts in meanings.items() if len(texts) > 1] == []


@COMMANDS
@pytest.mark.parametrize("wrong", [["--shoe"], ["one", "two", "three", "--shoe=size"]])
def test_an_unknown_option_is_wrong_usage_in_one_line(run, path: tuple[str, ...], wrong: list[str]) -> None:
    ran = run(*path, *wrong)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(r"knownhands: .*--shoe.*\n", ran.err)
