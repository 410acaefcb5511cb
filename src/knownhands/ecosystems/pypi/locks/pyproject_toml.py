"""pyproject.toml: PEP 621 dependencies and extras, PEP 735 groups, what the build needs, and the tools' own tables.

What only the build knows (`dynamic`), and where uv is told to take a package from somewhere else, is a gap.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.documents.dependency import Found, Reader
from knownhands.documents.gaps import gap, origin
from knownhands.documents.graph import unique
from knownhands.documents.tree import parse_toml
from knownhands.ecosystems.pypi import ECOSYSTEM
from knownhands.ecosystems.pypi.addresses import index_gap
from knownhands.ecosystems.pypi.names import normalise
from knownhands.ecosystems.pypi.requirement import exact, from_requirement, parse_requirement
from knownhands.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knownhands.documents.dependency import Dependency
    from knownhands.documents.document import Document
    from knownhands.documents.tree import Node


def read(document: Document) -> Found:
    """Read what the project asks for; all of it is direct."""
    root = parse_toml(document)
    uv = root["tool"]["uv"]
    indexes = _indexes(uv["index"])
    elsewhere = {normalise(name): why for name, source in uv["sources"].items() if (why := _uv(source, indexes))}
    dependencies = [*_standard(root), *_poetry(root["tool"]["poetry"])]
    moved = (replace(item, gap=elsewhere.get(item.name, item.gap)) for item in dependencies)
    return Found(unique(moved), tuple(_dynamic(root)))


def _standard(root: Node) -> Iterator[Dependency]:
    lists = [root["project"]["dependencies"], root["build-system"]["requires"]]
    lists += [extra for _, extra in root["project"]["optional-dependencies"].items()]
    lists += [group for _, group in root["dependency-groups"].items()]
    lists += _tools(root["tool"])
    for requirements in lists:
        for item in requirements:
            # A table in a group includes another group, which is read for itself.
            if not item.holds(dict):
                yield from_requirement(item.need(), item.place)


def _tools(tool: Node) -> Iterator[Node]:
    """Give the lists of requirements that uv, PDM and Hatch keep in tables of their own."""
    for key in ("dev-dependencies", "override-dependencies"):
        yield tool["uv"][key]
    yield from (group for _, group in tool["pdm"]["dev-dependencies"].items())
    for key in ("dependencies", "extra-dependencies"):
        yield from (environment[key] for _, environment in tool["hatch"]["envs"].items())


def _uv(source: Node, indexes: Mapping[str, str]) -> str:
    """Say where uv takes a package from; it may name several places, each for some systems."""
    for entry in source if source.holds(list) else [source]:
        for key, kind in (("git", "vcs"), ("url", "url"), ("path", "local path")):
            if place := entry[key].text():
                return gap(kind, place)
        name = entry["index"].text()
        if why := index_gap(indexes.get(name.lower(), name)):
            return why
        if entry["workspace"].value is True:
            return gap("local path", "workspace")
    return ""


def _dynamic(root: Node) -> Iterator[tuple[str, str]]:
    """Name what stands elsewhere: setuptools reads it from files, others from code."""
    for field in root["project"]["dynamic"]:
        if field.text() in ("dependencies", "optional-dependencies"):
            files = ", ".join(_files(root["tool"]["setuptools"]["dynamic"][field.text()]))
            where = f"the build reads {files[:200]}" if files else "the build decides"
            yield field.place, f"its {field.text()} are dynamic: {where}"


def _files(node: Node) -> Iterator[str]:
    """Give every file that a field of setuptools names, or each of its extras."""
    if not node.holds(dict):
        return
    for key, value in node.items():
        if key != "file":
            yield from _files(value)
        else:
            yield from [value.text()] if value.holds(str) else [file.text() for file in value]


def _poetry(poetry: Node) -> Iterator[Dependency]:
    # Poetry's own name for the home of all packages, which needs no address.
    indexes = {"pypi": "", **_indexes(poetry["source"])}
    tables = [poetry["dependencies"], poetry["dev-dependencies"]]
    tables += [group["dependencies"] for _, group in poetry["group"].items()]
    for table in tables:
        for name, wish in table.items():
            if name.lower() != "python":
                for alternative in wish if wish.holds(list) else [wish]:
                    yield _wish(name, alternative, indexes)


def _wish(name: str, wish: Node, indexes: Mapping[str, str]) -> Dependency:
    if not wish.holds(dict):
        return _constrained(name, wish, wish.need())
    for key, kind in (("git", "vcs"), ("path", "local path"), ("file", "local path"), ("url", "url")):
        if address := wish[key].text():
            why = (kind == "url" and origin(address)) or gap(kind, address)
            return ECOSYSTEM.dependency(name, None, is_direct=True, source=wish.place, gap=why)
    named = wish["source"].text()
    dependency = _constrained(name, wish, wish["version"].text(), wish["markers"].text())
    return replace(dependency, gap=index_gap(indexes.get(named.lower(), named)) or dependency.gap)


def _indexes(tables: Node) -> dict[str, str]:
    return {table["name"].text().lower(): address for table in tables if (address := table["url"].text())}


def _constrained(name: str, wish: Node, constraint: str, marker: str = "") -> Dependency:
    """Read a version constraint. In Poetry's language a bare version is exact, and `^` and `~` leave a choice."""
    version = exactly(constraint)
    why = "" if version else gap("unpinned", constraint)
    return ECOSYSTEM.dependency(name, version, marker=marker, is_direct=True, source=wish.place, gap=why)


def exactly(constraint: str) -> str | None:
    """Return the one version that a bare version or a specifier allows, or None."""
    for spelling in (f"x {constraint}", f"x=={constraint}"):
        if requirement := parse_requirement(spelling):
            return exact(requirement.specifier)
    return None


def asked_for(document: Document) -> frozenset[str] | None:
    """Return the names that the pyproject.toml beside a lock file asks for, or None when it cannot be read."""
    try:
        project = document.beside("pyproject.toml")
        return frozenset(item.name for item in read(project).dependencies) if project else None
    except SourceError:
        return None


def _recognises(document: Document) -> bool:
    return document.name.endswith(".toml") and any(
        head in document.text
        for head in (
            "[project]",
            "[build-system]",
            "[dependency-groups]",
            "[tool.poetry",
            "[tool.uv",
            "[tool.pdm",
            "[tool.hatch",
        )
    )


READER = Reader("pyproject_toml", "pyproject.toml", ("pyproject.toml",), _recognises, read)
