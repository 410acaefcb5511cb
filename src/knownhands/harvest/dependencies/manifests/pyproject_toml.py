"""pyproject.toml and uv.toml: requirements of the project, of its build and of its tools, and where they are from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest, Wish
from knownhands.harvest.dependencies.manifests._python import named, options, sources, wish_of, wishes_of
from knownhands.harvest.dependencies.tables import list_at, read_toml, table_at, text_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_LISTS = ("dev-dependencies", "override-dependencies", "constraint-dependencies", "build-constraint-dependencies")


def read(body: bytes) -> Contents:
    """Read the tables of the standards, and those of uv, Poetry, PDM and Hatch."""
    root = read_toml(body)
    tool = table_at(root, "tool")
    uv = table_at(tool, "uv") or root
    wishes = [*_standard(root), *_poetry(table_at(tool, "poetry")), *_tools(tool, uv)]
    moved = dict(_moved(table_at(uv, "sources")))
    wishes = [wish._replace(address=moved.get(wish.name, wish.address)) for wish in wishes]
    known = {wish.name for wish in wishes}
    wishes += [
        Wish("pypi", name, "tool.uv.sources", address=at, is_override=True)
        for name, at in moved.items()
        if name not in known
    ]
    return Contents(tuple(wishes), tuple(_indexes(tool, uv)))


def _standard(root: dict[str, Any]) -> Iterator[Wish]:
    yield from wishes_of(list_at(root, "build-system", "requires"), "build-system.requires", builds=True)
    yield from wishes_of(list_at(root, "project", "dependencies"), "project.dependencies")
    for part, table in (
        ("project.optional-dependencies", table_at(root, "project", "optional-dependencies")),
        ("dependency-groups", table_at(root, "dependency-groups")),
    ):
        for group in table:
            yield from wishes_of(list_at(table, group), f"{part}.{group}")


def _poetry(poetry: dict[str, Any]) -> Iterator[Wish]:
    groups = table_at(poetry, "group")
    tables = {
        "dependencies": table_at(poetry, "dependencies"),
        "dev-dependencies": table_at(poetry, "dev-dependencies"),
    }
    tables |= {f"group.{name}.dependencies": table_at(groups, name, "dependencies") for name in groups}
    tables |= {"requires-plugins": table_at(poetry, "requires-plugins")}
    for part, table in tables.items():
        for name, value in table.items():
            if name.lower() != "python":
                yield from named(name, value, f"tool.poetry.{part}")


def _tools(tool: dict[str, Any], uv: dict[str, Any]) -> Iterator[Wish]:
    for key in _LISTS:
        is_override = key.startswith(("override", "constraint"))
        for text in list_at(uv, key):
            if isinstance(text, str) and (wish := wish_of(text, f"tool.uv.{key}", builds=key.startswith("build"))):
                yield wish._replace(is_override=is_override or wish.builds)
    groups = table_at(tool, "pdm", "dev-dependencies")
    for name in groups:
        yield from wishes_of(list_at(groups, name), f"tool.pdm.dev-dependencies.{name}")
    environments = table_at(tool, "hatch", "envs")
    for name in environments:
        for key in ("dependencies", "extra-dependencies"):
            yield from wishes_of(list_at(environments, name, key), f"tool.hatch.envs.{name}.{key}")
    hooks = table_at(tool, "hatch", "build", "hooks")
    for name in hooks:
        yield from wishes_of(list_at(hooks, name, "dependencies"), f"tool.hatch.build.hooks.{name}", builds=True)


def _moved(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the addresses from which uv takes a package."""
    for name, value in table.items():
        for entry in value if isinstance(value, list) else [value]:
            for key in ("git", "url", "path"):
                if address := text_at(entry, key):
                    yield name, address


def _indexes(tool: dict[str, Any], uv: dict[str, Any]) -> Iterator[Index]:
    yield from sources(list_at(uv, "index"), "tool.uv.index")
    yield from options(uv, "tool.uv")
    yield from options(table_at(uv, "pip"), "tool.uv.pip")
    yield from sources(list_at(tool, "poetry", "source"), "tool.poetry.source")
    yield from sources(list_at(tool, "pdm", "source"), "tool.pdm.source")


MANIFEST = Manifest("pyproject_toml", "pypi", re.compile(r"(?:^|/)(?:pyproject|uv)\.toml$"), read)
