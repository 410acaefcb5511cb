"""What the archives of npm's packages look like, what they say of themselves, and what an install runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from knownhands.ecosystems._manifest import listed, person, read_table, stripped
from knownhands.ecosystems._rules import ArchiveRule, Form
from knownhands.ecosystems.npm.installed import installed_files
from knownhands.ecosystems.npm.runs import runs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knownhands.ecosystems._rules import Outline, Source

_FORM = Form("npm", takes_off="first", is_built=True)
_MANIFEST = "package.json"


def form_of(outline: Outline) -> tuple[int, Form] | None:
    """Tell an archive by its manifest; only npm calls a folder `package`, and its client reads that one first."""
    if outline.is_zip:
        return None
    if f"package/{_MANIFEST}" in outline.paths:
        return 3, _FORM
    inside = f"{outline.top}/" if outline.top else ""
    is_node = f"{inside}{_MANIFEST}" in outline.paths
    return (1, _FORM) if is_node or (not outline.paths and outline.name.endswith(".tgz")) else None


def sources_of(form: str, files: Mapping[str, bytes]) -> tuple[int, Sequence[Source]] | None:
    """Read package.json, which projects in other languages have too."""
    if _MANIFEST not in files:
        return None
    return 3 if form == _FORM.id else 1, [_package_json(files[_MANIFEST])]


def _package_json(body: bytes) -> dict[str, str | None]:
    data = read_table(json.loads, body)
    if not data:
        return {}
    author = data.get("author") or next(iter(listed(data.get("maintainers")) + listed(data.get("contributors"))), "")
    named = person(author)
    repository = data.get("repository")
    return {
        "name": stripped(data.get("name")),
        "version": stripped(data.get("version")),
        "summary": stripped(data.get("description")),
        "author": stripped(named.get("name")),
        "email": stripped(named.get("email")),
        "homepage": stripped(data.get("homepage"))
        or stripped(repository.get("url") if isinstance(repository, dict) else repository),
        "licence": stripped(data.get("license")),
    }


ARCHIVES = ArchiveRule(
    form_of,
    sources_of,
    forms=(_FORM,),
    runs=runs,
    installed=installed_files,
    programs=frozenset({"node", "npm", "npx", "pnpm", "yarn"}),
)
