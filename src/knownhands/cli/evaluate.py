"""`knownhands evaluate`: measure a model on one's own clones."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command
from knownhands.cli._streams import write


def run(
    sources: Annotated[
        list[str], typer.Argument(metavar="CLONE_OR_PARQUET…", help="Clones, or examples made from them.")
    ],
    model: options.Model = None,
    quiet: options.Quiet = False,
) -> int:
    """Measure a model on the test period of clones or examples, beside every baseline; prints JSON."""
    import json

    from knownhands import settings
    from knownhands.cli._session import speaker
    from knownhands.learn.artefact import load
    from knownhands.learn.evaluate import evaluate
    from knownhands.learn.sources import gather
    from knownhands.learn.train import trained_from

    loaded = load(model, "change")
    data = gather(sources, settings.load().cache, speaker(quiet=quiet))
    metrics = evaluate(data, trained_from(loaded))
    write(json.dumps({"model": loaded.id, "sha256": loaded.sha256, **metrics}, indent=1) + "\n")
    return 0


COMMAND = Command(("evaluate",), run)
