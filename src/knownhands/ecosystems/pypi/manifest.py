"""What a Python project says of itself, in each of the files that may say it; setup.py is parsed, never run."""

from __future__ import annotations

import ast
import configparser
import re
import tomllib
from typing import TYPE_CHECKING

from knownhands.documents.tree import has_long_key
from knownhands.ecosystems._manifest import SENSELESS, between, listed, person, read_table, stripped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


_AUTHORS = ("authors", "maintainers")
_WIDE = re.compile(r"[^\S\n]{100}")
"""Blanks in one place of setup.cfg, whose parser's time grows with their square; chosen by eye."""


def read_core(body: bytes | None) -> dict[str, str | None]:
    """Read PKG-INFO or METADATA (https://packaging.python.org/en/latest/specifications/core-metadata/)."""
    if body is None:
        return {}
    from email.parser import BytesHeaderParser

    header = BytesHeaderParser().parsebytes(body)

    def say(*names: str) -> str:
        given = (str(header.get(name) or "").strip() for name in names)
        return next((text for text in given if text and text != "UNKNOWN"), "")

    return {
        "name": say("Name"),
        "version": say("Version"),
        "summary": say("Summary"),
        "author": say("Author", "Maintainer") or say("Author-email", "Maintainer-email").partition("<")[0].strip(' "'),
        "email": between(say("Author-email", "Maintainer-email")) or say("Author-email", "Maintainer-email"),
        "homepage": say("Home-page") or say("Project-URL").partition(",")[2].strip() or say("Download-URL"),
        "licence": say("License-Expression", "License")
        or _licence(header.get_all("Classifier", []))
        or say("License-File"),
    }


def read_pyproject(body: bytes | None) -> dict[str, str | None]:
    """Read pyproject.toml: the table of the standard, else Poetry's."""
    data = read_table(_toml, body)
    tool = data.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    project = data.get("project") if isinstance(data.get("project"), dict) else poetry
    if not isinstance(project, dict):
        return {}
    dynamic = {str(field) for field in listed(project.get("dynamic"))}
    people = [entry for key in _AUTHORS for entry in listed(project.get(key))]
    named = person(next(iter(people), {}))
    urls = project.get("urls")
    licence = project.get("license")
    return {
        "name": stripped(project.get("name")),
        "version": None if "version" in dynamic else stripped(project.get("version")),
        "summary": None if "description" in dynamic else stripped(project.get("description")),
        "author": stripped(named.get("name")),
        "email": stripped(named.get("email")),
        "homepage": next((stripped(url) for url in (urls.values() if isinstance(urls, dict) else ())), "")
        or stripped(project.get("homepage") or project.get("repository")),
        "licence": (stripped(licence.get("text") or licence.get("file")) if isinstance(licence, dict) else stripped(licence))
        or _licence(listed(project.get("classifiers")))
        or (None if "classifiers" in dynamic or "license" in dynamic else ""),
    }  # fmt: skip


def read_setup_cfg(body: bytes | None) -> dict[str, str | None]:
    """Read what setup.cfg writes out."""
    parser = configparser.RawConfigParser()
    try:
        text = (body or b"").decode()
        parser.read_string("" if _WIDE.search(text) else text)
    except SENSELESS:
        return {}
    if not parser.has_section("metadata"):
        return {}
    written = {key.replace("-", "_"): value.strip() for key, value in parser.items("metadata")}
    links = [line.partition("=")[2].strip() for line in written.get("project_urls", "").splitlines()]
    written["project_urls"] = next((link for link in links if link), "")
    written["classifiers"] = _licence(written.get("classifiers", "").splitlines())
    data = {key: None if value.startswith(("attr:", "file:")) else value for key, value in written.items()}
    return {key: value for key, value in _renamed(data).items() if value != ""}


def read_setup_py(body: bytes | None) -> dict[str, str | None]:
    """Read the words that are written out in the call of setup(), or in a name that it uses."""
    import warnings

    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(body or b"")
    except SENSELESS:
        return {}
    named = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    call = next((node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_setup(node.func)), None)
    if call is None:
        return {}
    given = {word.arg: _written(word.value, named) for word in call.keywords}
    rest = (
        {}
        if None not in given
        else dict.fromkeys(("name", "version", "description", "author", "author_email", "url", "license"))
    )
    return _renamed({key: value for key, value in (rest | given).items() if key})


def _is_setup(function: ast.expr) -> bool:
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    return name == "setup"


def _written(value: ast.expr, named: Mapping[str, str]) -> str | None:
    if isinstance(value, ast.Constant):
        written = value.value
        return "" if written is None else str(written) if isinstance(written, (str, float)) else None
    if isinstance(value, ast.Name):
        return named.get(value.id)
    if isinstance(value, (ast.List, ast.Tuple)):  # of classifiers, of which only the licence is asked for
        listed = [_written(node, named) for node in value.elts]
        return _licence(listed) or (None if None in listed else "")
    if isinstance(value, ast.Dict):
        return next(
            (stated for node in value.values if (stated := _written(node, named))), None if value.values else ""
        )
    return None


def _renamed(data: Mapping[str, str | None]) -> dict[str, str | None]:
    """Turn the words of setup() into ours."""

    def say(*names: str) -> str | None:
        given = [data[name] for name in names if name in data]
        return next((text for text in given if text), None if None in given else "")

    return {
        "name": say("name"),
        "version": say("version"),
        "summary": say("description", "summary"),
        "author": say("author", "maintainer"),
        "email": say("author_email", "maintainer_email"),
        "homepage": say("url", "home_page", "project_urls", "download_url"),
        "licence": say("license", "classifiers", "license_files"),
    }


def _licence(classifiers: Iterable[object]) -> str:
    """Return the licence that a list of classifiers names."""
    return next(
        (
            classifier.strip()
            for classifier in classifiers
            if isinstance(classifier, str) and classifier.strip().startswith("License ::")
        ),
        "",
    )


def _toml(body: bytes) -> object:
    text = body.decode()
    return {} if has_long_key(text) else tomllib.loads(text)
