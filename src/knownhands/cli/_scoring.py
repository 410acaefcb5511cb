"""What all commands that score share: their options, a session to ask, and how its answer is shown."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from knownhands.cli import _options as options
from knownhands.errors import KnownHandsError

if TYPE_CHECKING:
    from knownhands.inventory import Inventory
    from knownhands.local import Knownhands
    from knownhands.score import Score

Question = Callable[["Knownhands"], "Score | Sequence[Score] | Inventory"]
"""What a command asks of a session."""


Afterwards = Callable[["Knownhands", Any, dict[str, Any]], None]
"""What a command does when its answer stands: takes the session, the answer, and the command's own arguments."""


def scoring(ask: Callable[..., Question], afterwards: Afterwards | None = None) -> Callable[..., int]:
    """Return a command in typer's style that asks a session something and shows the answer.

    Args:
        ask: takes the command's own arguments and options; those that all such commands share are added to them. Its
            docstring is the help text.
        afterwards: called once the answer has been shown to somebody at a terminal, unless that is to be quiet; it can be
            interrupted, and changes nothing about the answer.
    """
    own, shared = (list(inspect.signature(function, eval_str=True).parameters.values()) for function in (ask, _shared))

    def run(**given: Any) -> int:  # noqa: ANN401 - what the signature below says
        from knownhands.cli._session import check_format, find_format, session, show

        arguments = {parameter.name: given.pop(parameter.name) for parameter in own}
        question = ask(**arguments)
        format_, output = given.pop("format_"), given.pop("output")
        check_format(format_)
        Thread(
            target=find_format, args=(format_,), daemon=True
        ).start()  # what prints is imported while git and SQL work
        hands = session(**given)
        result = question(hands)
        code = show(result, format_, output)
        if afterwards and sys.stderr.isatty() and not given["quiet"]:
            with suppress(KeyboardInterrupt, KnownHandsError):
                afterwards(hands, result, arguments)
        return code

    run.__doc__ = ask.__doc__
    vars(run)["__signature__"] = inspect.Signature([*own, *shared])  # what typer looks at
    return run


def _shared(
    format_: options.Format = "text",
    output: options.Output = None,
    fail_below: options.FailBelow = None,
    budget: options.Budget = None,
    policy: options.PolicyFile = None,
    offline: options.Offline = False,
    store: options.Store = None,
    model: options.Model = None,
    quiet: options.Quiet = False,
) -> None:
    """Declare what every command that scores can be told."""
