"""Options that several commands share."""

from __future__ import annotations

import pkgutil
from pathlib import Path
from typing import Annotated

import typer

from knownhands import report

Repo = Annotated[str, typer.Option("--repo", metavar="PATH_OR_URL", help="The repository: a path or an https address.")]
Source = Annotated[str, typer.Argument(metavar="PATH_OR_URL", help="The repository: a path or an https address.")]
Names = Annotated[list[str], typer.Argument(metavar="NAME...", help="Packages, by name.", show_default=False)]
FORMATS = sorted(module.name for module in pkgutil.iter_modules(report.__path__) if not module.name.startswith("_"))
Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}.",
        autocompletion=lambda incomplete: [name for name in FORMATS if name.startswith(incomplete)],
    ),
]
Output = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="Write the result to this file, not to stdout.")
]
Budget = Annotated[
    str | None,
    typer.Option(
        "--budget",
        metavar="SHARE",
        help="Share of ordinary subjects that may be called review or worse; 1% if left out.",
    ),
]
FailBelow = Annotated[
    int | None, typer.Option("--fail-below", metavar="TRUST", min=0, max=100, help="Exit 1 when the trust is lower.")
]
PolicyFile = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="A TOML file that sets the bar; knownhands.toml is found by itself."),
]
Offline = Annotated[bool, typer.Option("--offline", help="Contact nobody; use what was fetched before.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="REV_OR_TIME", help="Look only at history up to this revision or ISO time."),
]
Store = Annotated[
    Path | None, typer.Option("--store", metavar="FILE", help="Keep what is read in this file, not in the cache.")
]
Model = Annotated[str | None, typer.Option("--model", metavar="ID", help="A model's id or folder.")]
Task = Annotated[
    str, typer.Option("--task", metavar="ID", help="The learning task, where the examples can be of several tasks.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no notes on stderr.")]
