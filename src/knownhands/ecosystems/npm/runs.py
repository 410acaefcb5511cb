"""What package.json has run when a package is installed, and the programs that it puts on the path."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from knownhands.ecosystems._rules import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

HOOKS = ("preinstall", "install", "postinstall")
"""Scripts that an install runs; `prepare` does not run for a package that is installed."""
_MANIFEST = "package.json"
_SENSELESS = (ValueError, RecursionError)


def runs(path: str, body: bytes) -> Iterator[Run]:
    """Yield the scripts and programs of a manifest, wherever it stands."""
    if path.rpartition("/")[2].lower() != _MANIFEST:
        return
    try:
        manifest = json.loads(body)
    except _SENSELESS:
        yield Run("unparsable", "install", _MANIFEST)
        return
    manifest = manifest if isinstance(manifest, dict) else {}
    scripts, programs = manifest.get("scripts"), manifest.get("bin")
    for name in HOOKS:
        script = scripts.get(name) if isinstance(scripts, dict) else None
        if isinstance(script, str) and script.strip():
            yield Run("script", "install", name, script)
    names = programs if isinstance(programs, dict) else [manifest.get("name")] if isinstance(programs, str) else ()
    yield from (Run("program", "install", "bin", name) for name in names if isinstance(name, str))
