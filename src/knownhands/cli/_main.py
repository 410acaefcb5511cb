"""The command line: finds the commands, runs one, turns what happened into an exit code."""

from __future__ import annotations

import gc
import inspect
import os
import sys
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperGroup

import knownhands.cli
from knownhands._version import __version__
from knownhands.cli._command import Command
from knownhands.cli._streams import note, prepare, silence, write
from knownhands.errors import KnownHandsError
from knownhands.plugins import discover

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = {
    "score": "Score a subject: a verdict, trust 0-100, a band and reasons that add up.",
    "harvest": "Read the outside world into a store.",
    "models": "Look at the models.",
}
_ABOUT = "Scores how far a change (git) or a package (PyPI, npm) can be trusted, and says why."
_FIRST = ("score", "rank")
"""What most people come for stands first in the list."""
_INTERRUPTED = 130
_NAME = "knownhands"
_COMPLETE = "_KNOWNHANDS_COMPLETE"
"""Set by a shell that asks what could come next."""


class _Commands(TyperGroup):
    """A list of commands."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - typer keeps the class to itself
        """List the names, first what most people come for."""
        names = super().list_commands(ctx)
        return [*(name for name in _FIRST if name in names), *(name for name in names if name not in _FIRST)]


def build_app() -> typer.Typer:
    """Build the command line from the files beside this one."""
    app = _group(_ABOUT)
    app.callback()(_root)
    groups: dict[str, typer.Typer] = {}
    for command in sorted(_commands(), key=lambda command: command.path):
        parent = app
        if len(command.path) > 1:
            name = command.path[0]
            if name not in groups:
                groups[name] = _group(_HELP.get(name, ""))
                app.add_typer(groups[name], name=name)
            parent = groups[name]
        parent.command(command.path[-1], help=_unwrap(command.run.__doc__ or ""))(command.run)
    return app


def _commands() -> Iterator[Command]:
    """Yield the command of each file; one for every ecosystem is a tuple of commands."""
    for command in discover(knownhands.cli, "COMMAND").values():
        yield from cast("tuple[Command, ...]", command if isinstance(command, tuple) else (command,))


def run() -> None:
    """Run the command line and exit; the entry point of the `knownhands` script."""
    prepare()
    gc.disable()  # measured: a tenth of a long harvest was spent looking for cycles, of which there are a few hundred
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:  # noqa: PLR0911 - one return per exit code
    """Run the command line.

    Args:
        arguments: what follows the program's name. `--debug` may stand anywhere in front of a `--`.

    Returns:
        0 fine, 1 below the bar that was set, 2 wrong usage, 3 the evidence could not be had, 4 our bug,
        130 interrupted.
    """
    is_debug, words = _take_debug(arguments)
    if _COMPLETE in os.environ:
        typer.main.get_command(build_app()).main(prog_name=_NAME)
    try:
        command = typer.main.get_command(build_app())
        with command.make_context(_NAME, words) as context:
            return int(command.invoke(context) or 0)
    except KnownHandsError as error:
        return _complain(error.message, error.hint, error.exit_code, is_debug=is_debug)
    except typer.Exit as done:
        return done.exit_code
    except SystemExit:
        return 0  # help, when its reader has seen enough
    except KeyboardInterrupt:
        return _complain("Interrupted.", "What was read so far is kept.", _INTERRUPTED, is_debug=is_debug)
    except OSError as error:
        silence(sys.stdout)  # --help may have left something there
        if isinstance(error, BrokenPipeError):
            return 0
        return _complain(f"The operating system refuses: {error}.", "", 3, is_debug=is_debug)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug is one line and exit 4
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):
            return _complain(error.format_message(), "See --help.", 2, is_debug=is_debug)
        return _complain(
            f"This is a bug in knownhands: {error!r}.", "Run again with --debug and report it.", 4, is_debug=is_debug
        )


def _root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=lambda is_given: _show_version(is_given=is_given),
            help="Show the version and exit.",
        ),
    ] = False,
    _debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error; may stand anywhere in the command.")
    ] = False,
) -> None:
    """Take what may stand in front of every command."""


def _take_debug(arguments: list[str]) -> tuple[bool, list[str]]:
    """Take `--debug` out wherever it stands: who wants to see more adds it at the end."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    words = [word for word in arguments[:end] if word != "--debug"]
    return len(words) < end, words + arguments[end:]


def _show_version(*, is_given: bool) -> None:
    if is_given:
        write(f"knownhands {__version__}\n")
        raise typer.Exit


def _group(text: str) -> typer.Typer:
    return typer.Typer(
        cls=_Commands, help=text, rich_markup_mode="rich", context_settings={"help_option_names": ["-h", "--help"]}
    )


def _unwrap(docstring: str) -> str:
    """Join the lines of each paragraph, for a terminal has a width of its own."""
    paragraphs = inspect.cleandoc(docstring).split("\n\n")
    return "\n\n".join(paragraph.replace("\n", " ") for paragraph in paragraphs)


def _complain(message: str, hint: str, code: int, *, is_debug: bool) -> int:
    from knownhands.report._words import clean

    if is_debug:
        import traceback

        note(traceback.format_exc().rstrip())
    said = clean(message).rstrip(".")
    note(f"knownhands: {said}{'' if said.endswith('?') else '.'} {hint}".rstrip())
    return code


if __name__ == "__main__":
    run()
