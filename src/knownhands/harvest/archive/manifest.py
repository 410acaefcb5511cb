"""What an archive says of itself: its name, version, summary and where it claims to come from.

An sdist is asked through the files its author wrote (pyproject.toml, setup.cfg, setup.py) and, for what those leave to
code, through PKG-INFO; so a project's tree and the archive built from it give the same answer. setup.py is parsed, never run.
"""

from __future__ import annotations

import ast
import configparser
import json
import re
import tomllib
from dataclasses import dataclass, fields
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING, Any

from knownhands.documents.tree import has_long_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from knownhands.harvest.archive.contents import Contents

_LONGEST = 300
_LARGEST = 2_000_000
_SENSELESS = (ValueError, RecursionError, SyntaxError, MemoryError, configparser.Error)
_AUTHORS = ("authors", "maintainers")
_WIDE = re.compile(r"[^\S\n]{100}")
"""Blanks in one place of setup.cfg, whose parser's time grows with their square; chosen by eye."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A row of `artifact_manifests`, without the artifact: "" where there is nothing, None where it cannot be told.

    Attributes:
        ecosystem: 'pypi' or 'npm'; None where the archive has the shape of neither.
        name: as its author spells it.
        version: likewise.
        summary: the short description.
        author: a person's or team's name.
        email: of the author or maintainer.
        homepage: any address that it gives: of a site, a repository or a bug tracker.
        licence: a name or expression.
    """

    ecosystem: str | None = None
    name: str | None = None
    version: str | None = None
    summary: str | None = None
    author: str | None = None
    email: str | None = None
    homepage: str | None = None
    licence: str | None = None


def read_manifest(contents: Contents) -> Manifest:
    """Read what an archive or folder says of itself; what makes no sense is not known."""
    files = {
        contents.inner_path(member.path): member.body
        for member in contents.members
        if member.body is not None and "!/" not in member.path and len(member.body) <= _LARGEST
    }
    if contents.form == "wheel":
        header = next((path for path in files if path.endswith(".dist-info/METADATA") and path.count("/") == 1), "")
        return _merged("pypi", [_core(files.get(header))])
    python = [
        _pyproject(files.get("pyproject.toml")),
        _setup_cfg(files.get("setup.cfg")),
        _setup_py(files.get("setup.py")),
    ]
    if contents.form != "npm" and any(python):
        return _merged("pypi", [*python, _core(files.get("PKG-INFO"))])
    if "package.json" in files:
        return _merged("npm", [_package_json(files["package.json"])])
    return _merged("pypi", [_core(files["PKG-INFO"])]) if "PKG-INFO" in files else Manifest()


def _merged(ecosystem: str, sources: Iterable[Mapping[str, str | None]]) -> Manifest:
    """Take each field from the first source that has it; it is empty where all that could be read leave it out."""
    read = [source for source in sources if source]
    if not read:
        return Manifest(ecosystem)
    found: dict[str, str | None] = {}
    for name in (field.name for field in fields(Manifest) if field.name != "ecosystem"):
        told = [source[name] for source in read if name in source]
        value = next((one for one in told if one), None)
        # NOTE: half of a character pair can be written in JSON and Python, and in no store.
        clean = (value or "")[:_LONGEST].encode("utf-8", "replace").decode()
        found[name] = clean or (None if None in told else "")
    return Manifest(ecosystem, **found)


def _core(body: bytes | None) -> dict[str, str | None]:
    """Read PKG-INFO or METADATA (https://packaging.python.org/en/latest/specifications/core-metadata/)."""
    if body is None:
        return {}
    header = BytesHeaderParser().parsebytes(body)

    def say(*names: str) -> str:
        given = (str(header.get(name) or "").strip() for name in names)
        return next((one for one in given if one and one != "UNKNOWN"), "")

    return {
        "name": say("Name"),
        "version": say("Version"),
        "summary": say("Summary"),
        "author": say("Author", "Maintainer") or say("Author-email", "Maintainer-email").partition("<")[0].strip(' "'),
        "email": _between(say("Author-email", "Maintainer-email")) or say("Author-email", "Maintainer-email"),
        "homepage": say("Home-page") or say("Project-URL").partition(",")[2].strip() or say("Download-URL"),
        "licence": say("License-Expression", "License")
        or _licence(header.get_all("Classifier", []))
        or say("License-File"),
    }


def _package_json(body: bytes) -> dict[str, str | None]:
    data = _mapping(_json, body)
    if not data:
        return {}
    author = data.get("author") or next(iter(_list(data.get("maintainers")) + _list(data.get("contributors"))), "")
    person = (
        author
        if isinstance(author, dict)
        else {"name": _text(author).partition("<")[0], "email": _between(_text(author))}
    )
    repository = data.get("repository")
    return {
        "name": _text(data.get("name")),
        "version": _text(data.get("version")),
        "summary": _text(data.get("description")),
        "author": _text(person.get("name")),
        "email": _text(person.get("email")),
        "homepage": _text(data.get("homepage"))
        or _text(repository.get("url") if isinstance(repository, dict) else repository),
        "licence": _text(data.get("license")),
    }


def _pyproject(body: bytes | None) -> dict[str, str | None]:
    data = _mapping(_toml, body)
    tool = data.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    project = data.get("project") if isinstance(data.get("project"), dict) else poetry
    if not isinstance(project, dict):
        return {}
    dynamic = {str(one) for one in _list(project.get("dynamic"))}
    people = [one for key in _AUTHORS for one in _list(project.get(key))]
    person: Any = next(iter(people), {})
    person = (
        person
        if isinstance(person, dict)
        else {"name": _text(person).partition("<")[0], "email": _between(_text(person))}
    )
    urls = project.get("urls")
    licence = project.get("license")
    return {
        "name": _text(project.get("name")),
        "version": None if "version" in dynamic else _text(project.get("version")),
        "summary": None if "description" in dynamic else _text(project.get("description")),
        "author": _text(person.get("name")),
        "email": _text(person.get("email")),
        "homepage": next((_text(one) for one in (urls.values() if isinstance(urls, dict) else ())), "")
        or _text(project.get("homepage") or project.get("repository")),
        "licence": (_text(licence.get("text") or licence.get("file")) if isinstance(licence, dict) else _text(licence))
        or _licence(_list(project.get("classifiers")))
        or (None if "classifiers" in dynamic or "license" in dynamic else ""),
    }  # fmt: skip


def _setup_cfg(body: bytes | None) -> dict[str, str | None]:
    parser = configparser.RawConfigParser()
    try:
        text = (body or b"").decode()
        parser.read_string("" if _WIDE.search(text) else text)
    except _SENSELESS:
        return {}
    if not parser.has_section("metadata"):
        return {}
    written = {key.replace("-", "_"): value.strip() for key, value in parser.items("metadata")}
    links = [line.partition("=")[2].strip() for line in written.get("project_urls", "").splitlines()]
    written["project_urls"] = next((link for link in links if link), "")
    written["classifiers"] = _licence(written.get("classifiers", "").splitlines())
    data = {key: None if value.startswith(("attr:", "file:")) else value for key, value in written.items()}
    return {key: value for key, value in _renamed(data).items() if value != ""}


def _setup_py(body: bytes | None) -> dict[str, str | None]:
    """Read the words that are written out in the call of setup(), or in a name that it uses."""
    import warnings

    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(body or b"")
    except _SENSELESS:
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
        listed = [_written(one, named) for one in value.elts]
        return _licence(listed) or (None if None in listed else "")
    if isinstance(value, ast.Dict):
        return next((told for one in value.values if (told := _written(one, named))), None if value.values else "")
    return None


def _renamed(data: Mapping[str, str | None]) -> dict[str, str | None]:
    """Turn the words of setup() into ours."""

    def say(*names: str) -> str | None:
        given = [data[name] for name in names if name in data]
        return next((one for one in given if one), None if None in given else "")

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
        (one.strip() for one in classifiers if isinstance(one, str) and one.strip().startswith("License ::")), ""
    )


def _mapping(read: Any, body: bytes | None) -> dict[str, Any]:  # noqa: ANN401 - a parser
    try:
        data = read(body) if body else {}
    except _SENSELESS:
        return {}
    return data if isinstance(data, dict) else {}


def _json(body: bytes) -> object:
    return json.loads(body)


def _toml(body: bytes) -> object:
    text = body.decode()
    return {} if has_long_key(text) else tomllib.loads(text)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _between(text: str) -> str:
    return text.partition("<")[2].partition(">")[0]
