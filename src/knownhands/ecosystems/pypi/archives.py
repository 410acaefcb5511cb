"""What sdists and wheels look like, where they say what they are, and what runs by itself.

An sdist is asked through the files its author wrote (pyproject.toml, setup.cfg, setup.py) and, for what those leave to
code, through PKG-INFO; so a project's tree and the archive built from it give the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.ecosystems._rules import ArchiveRule, Form
from knownhands.ecosystems.pypi.manifest import read_core, read_pyproject, read_setup_cfg, read_setup_py
from knownhands.ecosystems.pypi.runs import runs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knownhands.ecosystems._rules import Outline, Source

_WHEEL, _SDIST = Form("wheel", takes_off="nothing"), Form("sdist")
_PROJECT = ("PKG-INFO", "setup.py", "pyproject.toml")


def form_of(outline: Outline) -> tuple[int, Form] | None:
    """Tell a wheel by its name or metadata, and an sdist by the files of a project."""
    is_marked = any(path.endswith(".dist-info/WHEEL") for path in outline.paths)
    if outline.is_zip and (outline.name.endswith(".whl") or is_marked):
        return 3, _WHEEL
    inside = f"{outline.top}/" if outline.top else ""
    return (2, _SDIST) if any(inside + file in outline.paths for file in _PROJECT) else None


def sources_of(form: str, files: Mapping[str, bytes]) -> tuple[int, Sequence[Source]] | None:
    """Read what a wheel, or else a project, says of itself."""
    if form == _WHEEL.id:
        header = next((path for path in files if path.endswith(".dist-info/METADATA") and path.count("/") == 1), "")
        return 3, [read_core(files.get(header))]
    project = [
        read_pyproject(files.get("pyproject.toml")),
        read_setup_cfg(files.get("setup.cfg")),
        read_setup_py(files.get("setup.py")),
    ]
    metadata = read_core(files.get("PKG-INFO"))
    if any(project):
        return 2, [*project, metadata]
    return (0, [metadata]) if "PKG-INFO" in files else None


ARCHIVES = ArchiveRule(
    form_of,
    sources_of,
    forms=(_WHEEL, _SDIST),
    runs=runs,
    module=r"^(?:src/|lib/|python/)?([A-Za-z_]\w*)(?:/__init__\.pyw?|\.pyw?)$",
    programs=frozenset({"python", "python3", "pip", "pip3", "uv"}),
)
